"""The options at a glance, and which of them meet what a person asks for.

A filter has four answers, not two: an option meets it, meets it for some, does not, or the dataset does not know.
Only those that do not are left out, and they are named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from iopcli.dataset.model import OPTION_KINDS, Attribute, Dataset, Option, Range, Source
from iopcli.errors import Problem, UsageError
from iopcli.facts.cells import cell, cited, row_for
from iopcli.facts.prices import CASH, kinds_for, price_for
from iopcli.facts.result import Cell, OptionCard, Result, Row, card, common

Fits = Literal["yes", "for some", "not known", "no"]
WORSE: tuple[Fits, ...] = ("yes", "for some", "not known", "no")
COST = "cost_per_week"
COLUMNS = ("hours_per_week", "length_days", "sleep", "supervision", COST)


class ListFilter(Struct, frozen=True, kw_only=True):
    """One thing a person asks for: an attribute, how to compare, and with what."""

    attribute: str
    test: Literal["at most", "below", "at least", "has", "kind"]
    value: str


class ListedOption(Struct, frozen=True, kw_only=True):
    """One option of the list, and how it fits what was asked."""

    option: OptionCard
    fits: Fits
    cells: tuple[Cell, ...]


class LeftOut(Struct, frozen=True, kw_only=True):
    """An option that does not meet what was asked, and the labels of the rows it misses."""

    option: OptionCard
    because: tuple[str, ...]


class Column(Struct, frozen=True, kw_only=True):
    """A column of the list."""

    attribute: str
    label: str
    unit: str
    """Only where the label does not name it."""


class ListResult(Result, frozen=True, kw_only=True, tag="iopcli/list/1"):
    """The options in order of intensity, with those left out by the filters named."""

    order: str
    payer: str
    """Whose prices come first, by id; empty where no payer was given, and prices are cash."""
    wanted: tuple[ListFilter, ...]
    columns: tuple[Column, ...]
    options: tuple[ListedOption, ...]
    prices: tuple[Row, ...]
    """What a week costs, one row for each kind of price, with a cell for each option that is listed."""
    left_out: tuple[LeftOut, ...]
    sources: Mapping[str, Source]


def list_options(dataset: Dataset, wanted: Sequence[ListFilter] = (), payer: str | None = None) -> ListResult:
    """Every option that meets, or may meet, everything wanted; with the prices of someone with this payer.

    Raises:
        UsageError: a filter uses a word that its attribute does not have.

    """
    _refuse_unknown_words(dataset, wanted)
    fitting, left_out = [], []
    for option in dataset.in_order:
        answers = [(one.attribute, _fits_for(dataset, option, one, payer)) for one in wanted]
        worst = max((*(answer for _, answer in answers), WORSE[0]), key=WORSE.index)
        if worst == "no":
            missed = (dataset.attributes.get(id_) for id_, answer in answers if answer == "no")
            left_out.append(
                LeftOut(
                    option=card(option), because=tuple(dict.fromkeys(one.label if one else "kind" for one in missed))
                )
            )
        else:
            fitting.append((option, worst))
    cost = row_for(dataset, [option for option, _ in fitting], dataset.attributes[COST], payer)
    listed = tuple(
        ListedOption(option=card(option), fits=worst, cells=_cells(dataset, option, priced, payer))
        for (option, worst), priced in zip(fitting, cost.cells, strict=True)
    )
    return ListResult(
        **common(dataset),
        order=dataset.about.order,
        payer=payer or "",
        wanted=tuple(wanted),
        columns=tuple(_column(dataset.attributes[id_]) for id_ in COLUMNS),
        options=listed,
        prices=cost.prices,
        left_out=tuple(left_out),
        sources=cited(dataset, (each for one in listed for each in one.cells)),
    )


def _fits_for(dataset: Dataset, option: Option, wanted: ListFilter, payer: str | None) -> Fits:
    """How an option fits, by the price that is shown; a rate is no bill, so one too high leaves nothing out."""
    fact = option.facts.get(wanted.attribute)
    if fact is None or not fact.claims:
        return fits(dataset, option, wanted)
    price = price_for(fact, payer)
    if not price.known:
        return "not known"
    shown = Range(min=price.min, max=price.max)
    answer = _TESTS[wanted.test](dataset.attributes[wanted.attribute], shown, wanted.value)
    return "not known" if answer == "no" and kinds_for(payer)[0] != CASH else answer


def _cells(dataset: Dataset, option: Option, priced: Cell, payer: str | None) -> tuple[Cell, ...]:
    """The cells of an option; without a payer the cost stays as its fact states it first, with its price beside it."""
    cells = (cell(dataset, option, dataset.attributes[id_]) for id_ in COLUMNS[:-1])
    cost = priced if payer else replace(cell(dataset, option, dataset.attributes[COST]), price=priced.price)
    return *cells, cost


def _column(attribute: Attribute) -> Column:
    named = attribute.type != "range" or attribute.unit.split()[0] in attribute.label.casefold()
    return Column(attribute=attribute.id, label=attribute.label, unit="" if named else attribute.unit)


def fits(dataset: Dataset, option: Option, wanted: ListFilter) -> Fits:
    """Whether one option meets one thing that is wanted."""
    if wanted.test == "kind":
        return "yes" if option.kind == wanted.value else "no"
    fact = option.facts.get(wanted.attribute)
    if fact is None or fact.state == "not_known":
        return "not known"
    if fact.state == "not_applicable":  # no set end is no broken limit; a service that is not there is not had
        return "for some" if wanted.test in ("at most", "below") else "no"
    return _TESTS[wanted.test](dataset.attributes[wanted.attribute], fact.value, wanted.value)


def _at_most(_: Attribute, value: Range, limit: str) -> Fits:
    low, high = _ends(value)
    if low > float(limit):
        return "no"
    return "yes" if high is not None and high <= float(limit) else "for some"


def _below(_: Attribute, value: Range, limit: str) -> Fits:
    low, high = _ends(value)
    if low >= float(limit):
        return "no"
    return "yes" if high is not None and high < float(limit) else "for some"


def _ends(value: Range) -> tuple[float, float | None]:
    """`up to 90` starts at nothing, and `at least 20` has no end."""
    low, high = value.ends
    return low or 0, high


def _at_least(attribute: Attribute, value: Any, word: str) -> Fits:
    if isinstance(value, Range):
        low, high = _ends(value)
        if high is not None and high < float(word):
            return "no"
        return "yes" if low >= float(word) else "for some"
    return "yes" if attribute.place(value) >= attribute.place(word) else "no"


def _has(attribute: Attribute, value: Any, word: str) -> Fits:
    if attribute.type == "flag":
        return "for some" if value == "varies" else "yes" if value == "yes" else "no"
    return "yes" if word in value else "no"


_TESTS: Mapping[str, Callable[[Attribute, Any, str], Fits]] = {
    "at most": _at_most, "below": _below, "at least": _at_least, "has": _has,
}  # fmt: skip


def _refuse_unknown_words(dataset: Dataset, wanted: Sequence[ListFilter]) -> None:
    problems = []
    for one in wanted:
        words = _words(dataset, one)
        if words is None:
            if not 0 <= float(one.value) < math.inf:
                hint = "give a number, 0 or more"
                problems.append(Problem(f"`{one.value}`", f"is not a limit for {one.attribute}", hint))
        elif one.value not in words:
            problems.append(Problem(f"`{one.value}`", f"is not a word for {one.attribute}", f"use {', '.join(words)}"))
    if problems:
        raise UsageError("a filter was not understood", problems)


def _words(dataset: Dataset, wanted: ListFilter) -> tuple[str, ...] | None:
    """The words that may be wanted, or None where a number is."""
    if wanted.test == "kind":
        return OPTION_KINDS
    attribute = dataset.attributes[wanted.attribute]
    if attribute.type == "range" or attribute.type == "money":
        return None
    return ("yes",) if attribute.type == "flag" else tuple(word.id for word in attribute.word)
