"""Wishes and priorities put plans in order and name what stands against them; they remove no plan and lower no need.

How plans sit with wishes is data (`wishes.toml`); here its rows are read. The score of a plan is what its priorities
give it, from 0 to less than 1, minus 1 for each wish it stands against and a half for each that depends on the place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from re import Match
from typing import Any, NamedTuple

from msgspec import Struct

from iopcli.dataset.model import FIGURE, Range, Wish
from iopcli.logic.conditions import Answers, Condition, Not, Test, fields_of, holds
from iopcli.match.figures import Figures, cash, things
from iopcli.match.plans import Plan

ASK = "Ask the program about this."
"""What is said where no sentence of a row has all its figures."""


class Conflict(Struct, frozen=True, kw_only=True):
    """A wish that a plan stands against; not `certain` where it depends, and one has to ask."""

    question: str
    attribute: str
    text: str
    certain: bool
    depends: bool
    """Whether it depends on the place; what is not known is taken for a conflict in the score."""


class Stand(NamedTuple):
    """How a plan sits with a wish where a condition on the answers holds."""

    when: Condition
    row: Wish
    figures: Figures
    of: Mapping[str, Any]
    """The thing it is said of, where a row is read for each of several."""

    @property
    def attribute(self) -> str:
        """What stands against the wish; nothing where the plan fits."""
        return self.row.row

    @property
    def certain(self) -> bool:
        """Whether the plan surely stands against the wish."""
        return self.row.stands == "conflict"

    @property
    def depends(self) -> bool:
        """Whether it depends on the place."""
        return self.row.stands == "ask"

    @property
    def against(self) -> int:
        """What it takes from the score, in thousandths."""
        return 0 if not self.attribute else 500 if self.depends else 1000

    def says(self, answers: Answers) -> str:
        """The first of its sentences whose figures are all known."""
        said = (_said(text, self, answers) for text in self.row.sentences)
        return next((one for one in said if one is not None), ASK)


def stands(plan: Plan, wish: str) -> tuple[Stand, ...]:
    """How a plan sits with a wish that was stated: of these the first whose condition holds."""
    return tuple(_stands(Figures(plan), plan.dataset.by_wish.get(wish, ())))


def against(plan: Plan, answers: Answers) -> dict[str, Stand]:
    """The wishes that a plan stands against, or may, in the order they are spoken of; each with how it does."""
    figures = Figures(plan)
    stated = {wish: rows for wish, rows in plan.dataset.by_wish.items() if answers.get(wish) is not None}
    found = (
        (wish, next((one for one in _stands(figures, rows) if holds(one.when, answers)), None))
        for wish, rows in stated.items()
    )
    return {wish: one for wish, one in found if one is not None and one.attribute}


def conflicts(plan: Plan, answers: Answers) -> tuple[Conflict, ...]:
    """The same in words."""
    return tuple(
        Conflict(
            question=wish, attribute=one.attribute, text=one.says(answers), certain=one.certain, depends=one.depends
        )
        for wish, one in against(plan, answers).items()
    )


def _stands(figures: Figures, rows: Sequence[Wish]) -> Iterator[Stand]:
    """The rows that are about this plan, with their figures put in."""
    for row in rows:
        if holds(row.plans, {name: figures.get(name) for name in fields_of(row.plans)}):
            for thing in things(figures.plan, row.each):
                when = _filled(row.condition, figures, thing)
                if when is not None:
                    yield Stand(when, row, figures, thing)


def _filled(one: Condition, figures: Figures, thing: Mapping[str, Any]) -> Condition | None:
    """A condition with the names of figures replaced by this plan's figures; None where one is not known."""
    if isinstance(one, Test):
        match = FIGURE.fullmatch(one.value) if isinstance(one.value, str) else None
        value = _first(match["names"], figures, thing) if match else one.value
        return None if value is None else one._replace(value=value)
    if isinstance(one, Not):
        inside = _filled(one.part, figures, thing)
        return None if inside is None else Not(inside)
    parts = [_filled(part, figures, thing) for part in one.parts]
    whole = tuple(part for part in parts if part is not None)
    return type(one)(whole) if len(whole) == len(parts) else None


def _first(names: str, figures: Figures, thing: Mapping[str, Any]) -> Any:
    """The first of several figures that is known; a number stands for itself."""
    found = (
        int(name) if name.isdecimal() else thing[name] if name in thing else figures.get(name)
        for name in names.split("|")
    )  # fmt: skip
    return next((one for one in found if one is not None), None)


def _said(text: str, stand: Stand, answers: Answers) -> str | None:
    """A sentence with its figures in words; None where one is not known."""
    known = {**stand.of, "answer": answers.get(stand.row.asks)}
    values = {name: known[name] if name in known else stand.figures.text(name, answers) for name in _names(text)}
    if any(value is None for value in values.values()):
        return None
    return FIGURE.sub(partial(_written, values), text)


def _names(text: str) -> Iterator[str]:
    return (found["names"] for found in FIGURE.finditer(text))


def _written(values: Mapping[str, Any], found: Match[str]) -> str:
    """A figure as it is, counted (`hour|hours`), or as money (`$`)."""
    value, form = values[found["names"]], found["form"] or ""
    if form == "$":
        return f"${value:,.0f}"
    if "|" in form:
        one, many = form.split("|")
        return f"{value:g} {one if value == 1 else many}"
    return str(value)


def scores(plans: Sequence[Plan], answers: Answers) -> list[float]:
    """The score of each plan among them all, in their order; the order they come in changes none."""
    gained = wanted(len(plans), {id_: worse(plans, id_) for id_ in answers.get("priorities") or ()})
    lost = (sum(one.against for one in against(plan, answers).values()) for plan in plans)
    return [(gain - loss) / 1000 for gain, loss in zip(gained, lost, strict=True)]


def wanted(plans: int, better: Mapping[str, Sequence[int]]) -> list[int]:
    """What priorities give each of so many plans, in thousandths, from 0 to less than 1000.

    `better` says of each priority, the most important first, for each plan how many are worse on it.
    """
    weights = range(len(better), 0, -1)
    most = 2 * plans * sum(weights) or 1
    gained = (
        sum(weight * worse[nr] for weight, worse in zip(weights, better.values(), strict=True)) for nr in range(plans)
    )
    return [(2000 * gain + most // 2) // most for gain in gained]


def worse(plans: Sequence[Plan], attribute: str) -> list[int]:
    """For each plan how many of them all are worse on an attribute; 0 for what is not known or has no better."""
    worths = [_worth(plan, attribute) for plan in plans]
    return [0 if own is None else sum(other is not None and other < own for other in worths) for own in worths]


def _worth(plan: Plan, id_: str) -> float | None:
    """How good a plan is on an attribute: less time and money is better, otherwise more is."""
    attribute, value = plan.dataset.attributes[id_], plan.fact(id_).value
    if value is None or attribute.type == "text" or (attribute.type == "set" and attribute.together != "union"):
        return None
    if attribute.type == "money":  # prices of one kind only can be put in order
        value = cash(plan.fact(id_))
        if value is None:
            return None
    if isinstance(value, Range):
        middle = [number for number in (value.min, value.typical, value.max) if number is not None]
        return sum(middle) / len(middle) * (1 if attribute.better == "more" else -1)
    return len(value) if attribute.type == "set" else plan.sure(attribute)
