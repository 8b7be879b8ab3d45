"""What weeks of care cost and what of it the person would pay, as rows of a table and the notes below it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from iopcli.facts.bill import NOT_COUNTED, Cost, Share, WeeksCost
from iopcli.facts.prices import CASH, kinds_for, own_kind
from iopcli.facts.wording import BASES, NOT_KNOWN, RATES, capitalised, listed, price_spread, spread_of, sum_spread
from iopcli.report.page import Block, Box, Bullets, ColumnHead, Heading, Point, Said, Section, Table, TableRow

APART = "This tool never adds up prices of different kinds or years."
PAYS = (
    "What you would pay is for one year, with one deductible and one maximum. Your plan may pay less or nothing "
    "outside its network, so ask what the plan would pay."
)
WEAK = "* This price comes from a weak source."
MORE = "+ There is more to add, because at least one part has no known price."
WEAK_SOURCE = "weak source"
"""How a row of CSV says the same."""
NONE = "none known"
"""What stands where there is no price of a kind and year."""


def rows(
    costs: Sequence[Sequence[Cost]],
    pays: Sequence[Sequence[Share]],
    payer: str,
    *,
    first: bool,
    rates_of: Sequence[str] = (),
) -> list[TableRow]:
    """A row for each kind and year of price, then one for each kind of which the person would pay something."""
    of = rates_of if first else ()
    found = [
        _row(priced(kind, year, of), costs, partial(_cost, kind=kind, year=year))
        for kind, year in _kinds_and_years(costs, pays, payer, first=first)
    ]
    for kind in dict.fromkeys(one.kind for each in pays for one in each):
        head = f"You pay, {BASES[kind].removesuffix(' price')}"
        found.append(_row(head, pays, partial(_pays, kind=kind, own=own_kind(payer or None))))
    return found


def _row(head: str, each: Sequence[Any], says: Callable[[Any], str]) -> TableRow:
    return TableRow(head, "", tuple(Box((Said(says(one)),)) for one in each))


def _kinds_and_years(
    costs: Sequence[Sequence[Cost]], pays: Sequence[Sequence[Share]], payer: str, *, first: bool
) -> list[tuple[str, int]]:
    """Each kind and year of price that is there; on a first screen the payer's own, and those the person pays of."""
    mine = [*dict.fromkeys((own_kind(payer or None), CASH))]
    order = [*mine, *(kind for kind in BASES if kind not in mine)]
    found = dict.fromkeys((one.kind, one.year) for each in costs for one in each if one.kind in order)
    owed = {(one.kind, year) for each in pays for one in each for year in one.years}
    own = [key for key in found if key[0] == mine[0]] or [key for key in found if key[0] in mine]
    shown = [key for key in found if not first or key in owed or key in own]
    return sorted(shown, key=lambda key: (order.index(key[0]), -key[1]))


def priced(kind: str, year: int, rates_of: Sequence[str] = ()) -> str:
    """The head of a row of prices: `Cash price, 2025`, or `Medicaid (MD), 2023` for a rate of that state."""
    if kind == "medicaid" and rates_of:
        return f"Medicaid ({', '.join(rates_of)}), {year}"
    return f"{capitalised(BASES[kind])}, {year}"


def price(one: Cost) -> str:
    """A price as it reads, marked where it rests on a weak source or a part is missing; not known without the main."""
    if one.lacks_main:
        return NOT_KNOWN
    return f"{price_spread(one)}{WEAK[0] if one.weak else ''}{MORE[0] if one.without else ''}"


def _cost(each: Sequence[Cost], kind: str, year: int) -> str:
    return next((price(one) for one in each if (one.kind, one.year) == (kind, year)), NONE)


def _pays(each: Sequence[Share], kind: str, own: str) -> str:
    """What is paid of prices of a kind; of cash beside a payer's own kind only what the payer does not pay for."""
    found = (one for one in each if one.kind == kind)
    said = (f"{sum_spread(one)}{MORE[0] if one.without else ''}" for one in found)
    return next(said, NOT_KNOWN if kind == own else "none")


def _years(pays: Sequence[Sequence[Share]]) -> Iterator[str]:
    """Where a share puts what is asked in one year on prices of another."""
    found = ((one.rules_of, [str(year) for year in one.years if year != one.rules_of]) for each in pays for one in each)
    said = (
        f"The plan's numbers are from {of}, and the prices are from {listed(years)}."
        for of, years in found
        if of and years
    )
    yield from dict.fromkeys(said)


def signs(costs: Sequence[Sequence[Cost]], pays: Sequence[Sequence[Share]]) -> Iterator[str]:
    """What the signs behind sums mean, those that are there."""
    if any(one.weak and not one.lacks_main for each in costs for one in each):
        yield WEAK
    if any(one.without and not one.lacks_main for each in costs for one in each) or any(
        one.without for each in pays for one in each
    ):
        yield MORE


def notes(costs: Sequence[Sequence[Cost]], pays: Sequence[Sequence[Share]], payer: str) -> Iterator[str]:
    """What a price of the payer's kind is, what is not counted, and what signs mean."""
    own = RATES.get(kinds_for(payer or None)[0], "")
    yield from (text for text in (own, PAYS if any(pays) else "", *_years(pays), NOT_COUNTED, APART) if text)
    yield from signs(costs, pays)


def of_weeks(found: Sequence[WeeksCost], payer: str, *, first: bool) -> list[Block]:
    """A table of what some weeks cost, side by side, with what is not counted."""
    if not found:
        return []
    costs, pays = [one.cost for one in found], [one.pays for one in found]
    heads = tuple(ColumnHead(one.name) for one in found)
    weeks = _row("Weeks", found, lambda one: spread_of(one.weeks))
    every = [weeks, *rows(costs, pays, payer, first=first)]
    table = Table("What weeks of care cost", "", heads, (Section("", tuple(every)),), tight=True)
    said = [*(NOT_COUNTED, *signs(costs, pays))] if first else [*notes(costs, pays, payer)]
    return [Heading("What it costs"), table, Bullets(tuple(Point(Said(text)) for text in said))]


def facts_of_weeks(one: WeeksCost) -> Iterable[Iterable[Any]]:
    """What some weeks of an option cost, and what of it the person would pay, as facts of the option."""
    weeks = f"{number(one.weeks.min)} to {number(one.weeks.max)} weeks"
    for what, kind, year, least, most, more in sums(one.cost, one.pays):
        weak = "yes" if more.startswith(WEAK_SOURCE) else "no"
        lead = ("+".join(one.options), one.name, f"weeks_{what.replace(' ', '_')}", f"{what}, {weeks}", "known")
        said = (
            f"{least} to {most}",
            "US dollars",
            "",
            "",
            "",
            more.removeprefix(WEAK_SOURCE).removeprefix("; "),
            "",
            "",
            "",
            "",
        )
        yield (*lead, *said, kind, year, least, most, weak, "", "")


def rows_of_weeks(costs: Iterable[WeeksCost]) -> Iterable[tuple[Any, ...]]:
    """What some weeks of plans cost, in the four columns of things said."""
    for one in costs:
        plan, weeks = "+".join(one.options), f"{number(one.weeks.min)} to {number(one.weeks.max)} weeks"
        for what, kind, year, least, most, more in sums(one.cost, one.pays):
            yield f"{what} of {weeks}", plan, f"{kind} {year}: {least} to {most}", more


def sums(costs: Iterable[Cost], pays: Iterable[Share]) -> Iterable[tuple[Any, ...]]:
    """Sums in the columns of CSV: what, kind, year, least, most, and what more there is to say."""
    for one in costs:
        more = "; ".join([*([WEAK_SOURCE] if one.weak else []), *_without(one)])
        yield "cost", one.kind, one.year or "", number(one.min), number(one.max), more
    for share in pays:
        years, more = ";".join(map(str, share.years)), "; ".join(_without(share))
        yield "you pay", share.kind, years, number(share.min), number(share.max), more


def _without(one: Cost | Share) -> list[str]:
    """What a sum leaves out."""
    return [f"not known: {'; '.join(one.without)}"] if one.without else []


def number(one: Any) -> Any:
    """A number, or nothing where none is known."""
    return "" if one is None else one
