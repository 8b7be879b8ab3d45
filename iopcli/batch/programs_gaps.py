"""Which plans that people need no program reports near a place: needs that are met on paper and not in the county.

People are counted, and small counts are not shown: a county report is read by many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from iopcli.batch.report.suppression import protected, too_few
from iopcli.dataset.model import Dataset
from iopcli.errors import InputRefused, Problem, count
from iopcli.facts.result import Result, common
from iopcli.logic.conditions import Answers
from iopcli.match.decide import decide
from iopcli.match.fits import plan_name
from iopcli.match.plans import Planner
from iopcli.programs.available import AVAILABILITY_ORDER, Availability, OfOption, near_by, of_options, of_plan
from iopcli.programs.near import spot
from iopcli.programs.reading import sheet, text_of
from iopcli.programs.store import KnownPrograms

MOST = 100
"""Rows that a message names."""
Plans = Counter[tuple[str, ...]]
"""People by the least intensive plan that meets their needs; those without a plan under no option."""


class Gap(Struct, frozen=True, kw_only=True):
    """A plan that people need: how many do, and whether it can be had near here."""

    options: tuple[str, ...]
    name: str
    people: int | None
    """None where it is not shown, since it is small or would tell another that is."""
    here: Availability
    missing: tuple[str, ...]
    """Its options that no program reports."""
    maybe: tuple[str, ...]
    """Its options that a program may have: the codes cannot tell."""
    look_for: tuple[str, ...]
    """The options to look for, by their titles: those that no program reports, or else those that one may have."""


class Gaps(Result, frozen=True, kw_only=True, tag="iopcli/programs-gaps/1"):
    """The plans that people need, those that cannot be had near here first."""

    near: str
    within: float
    note: str
    people: int | None
    small: int
    gaps: tuple[Gap, ...]
    without: int | None
    """How many cannot have their plan here, by what the lists report; not shown where it would tell a small count."""
    unplanned: int | None
    """How many have no plan: help comes first, or nothing meets every need."""
    options: tuple[OfOption, ...]
    lists: Mapping[str, date]


def plans_of(dataset: Dataset, people: Iterable[Answers]) -> Plans:
    """The least intensive plan of each, counted."""
    planner = Planner(dataset)
    return Counter(decide(dataset, answers, planner).at_least for answers in people)


def gaps(dataset: Dataset, known: KnownPrograms, plans: Plans, near: str, within: float, small: int) -> Gaps:
    """Each plan that people need, as it can be had within so many miles.

    Raises:
        UsageError: nobody knows where the place is.
    """
    start = spot(near, known.programs.values())
    needed = [plan for plan in plans if plan]
    here = near_by(dataset.program_words, known.programs, start, within)
    found = of_options(here, (id_ for plan in needed for id_ in plan))
    total = sum(plans.values())
    hidden = too_few(total, small)
    shown = dict.fromkeys(plans) if hidden else protected({"plan": plans}, small)["plan"]
    all_shown = None not in shown.values()  # a sum of those who go without would tell a count that is left out
    made = [_gap(dataset, plan, shown[plan], found) for plan in needed]
    return Gaps(
        **common(dataset),
        near=near,
        within=within,
        note=start.note,
        people=None if hidden else total,
        small=small,
        gaps=tuple(
            sorted(made, key=lambda one: (-AVAILABILITY_ORDER.index(one.here), -(one.people or 0), one.options))
        ),
        without=_without(plans, found) if all_shown else None,
        unplanned=shown.get((), 0),
        options=tuple(found.values()),
        lists={id_: stored.list.as_of for id_, stored in known.lists.items()},
    )


def _without(plans: Plans, found: Mapping[str, OfOption]) -> int:
    return sum(number for plan, number in plans.items() if plan and of_plan(plan, found).here == "not listed")


def _gap(dataset: Dataset, plan: Sequence[str], people: int | None, found: Mapping[str, OfOption]) -> Gap:
    missing, maybe = (tuple(id_ for id_ in plan if found[id_].here == here) for here in ("not listed", "maybe"))
    return Gap(
        options=tuple(plan),
        name=plan_name(dataset, plan),
        people=people,
        here=of_plan(plan, found).here,
        missing=missing,
        maybe=maybe,
        look_for=tuple(dataset.options[id_].title for id_ in missing or maybe),
    )


def plans_in(dataset: Dataset, path: Path) -> Plans:
    """The same from the results of a batch: the column `at_least`, a row a person; who has no plan there counts too.

    Raises:
        InputRefused: it is no CSV with that column, or names options that the dataset does not have.
    """
    table = sheet(text_of(path).text, path.name)
    if "at_least" not in table.header:
        hint = "give what `iopcli batch FILE -o results.csv` wrote"
        raise InputRefused(f"{path.name} has no column `at_least`", hint=hint)
    at = table.header.index("at_least")
    plans: Plans = Counter()
    problems: list[Problem] = []
    for number, cells in table.rows:
        plan = tuple(filter(None, cells[at].split("+"))) if at < len(cells) else ()
        if any(id_ not in dataset.options for id_ in plan):
            problems.append(Problem(f"{path.name} row {number}", "names an option that is not in the dataset"))
        plans[plan] += 1
    if problems:
        hint = "run the batch again with this dataset"
        raise InputRefused(f"{count(len(problems), 'row')} not understood", problems[:MOST], hint)
    return plans
