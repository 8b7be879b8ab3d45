"""The page of the options at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from iopcli.dataset.states import STATES
from iopcli.facts.result import Cell, Row
from iopcli.report.page import (
    Block,
    Box,
    ColumnHead,
    Numbers,
    Paragraph,
    Rows,
    Said,
    Section,
    ShellHint,
    Table,
    TableRow,
)
from iopcli.report.pages.parts import MARK, about_prices, asam, brief_flags, footnotes, marks, origin, read_on
from iopcli.report.pages.rows import price_columns
from iopcli.results.list import COST, ListResult

_PRICES = "Prices are from different years, so use them only as a rough guide."
FIRST = ("hours_per_week", "sleep")
"""Columns of the first screen beside the price, and beside what was asked for."""
UNSURE = "sources differ or are weak or secondhand. Prices are from different years."
_SIGNS = {"for some": "~", "not known": "?"}
"""Signs behind a name on the first screen."""
_FITS = {"for some": "sometimes fits", "not known": "ask if it fits"}


def first(result: ListResult) -> tuple[str, list[Block]]:
    """A line an option: hours, where one sleeps, and what it costs."""
    if not result.options:
        return blocks(result)
    asked = {*FIRST, *(one.attribute for one in result.wanted)}
    shown = [number for number, column in enumerate(result.columns) if column.attribute in asked - {COST}]
    prices = [row for row in result.prices if row.basis][:1]
    heads = [result.columns[number].label for number in shown] + [row.label for row in prices]
    lines = tuple(_line(result, number, shown, prices) for number in range(len(result.options)))
    table = Table(
        "Care options, a line each", "Option", tuple(map(ColumnHead, heads)), (Section("", lines),), tight=True
    )
    who = [] if result.payer else ["--payer WHO"]
    on = read_on([], "iopcli show iop", "iopcli compare iop php", *who, "--sources", "--all")
    signs = [
        f"{sign} {_FITS[fits]}." for fits, sign in _SIGNS.items() if any(one.fits == fits for one in result.options)
    ]
    hint = on._replace(before=" ".join([f"{MARK} {UNSURE}", *signs]))
    more: list[Block] = [_left_out(result)] if result.left_out else []
    return "Care options", [table, *more, *about_prices(result.prices), hint]


def _line(result: ListResult, number: int, shown: Sequence[int], prices: Sequence[Row]) -> TableRow:
    """An option in one line, with whether it fits where that was asked."""
    listed = result.options[number]
    cells = [*(listed.cells[each] for each in shown), *(row.cells[number] for row in prices)]
    boxes = tuple(Box((Said(f"{_short(cell)}{marks(cell)}"),)) for cell in cells)
    mark = f" {_SIGNS[listed.fits]}" if listed.fits in _SIGNS else ""
    return TableRow(f"{listed.option.short_name}{mark}", "\n".join(origin(listed.option)), boxes)


def _short(cell: Cell) -> str:
    """A cell in a line, with the two letters of a state in place of its name."""
    return cell.short.replace(f"({STATES[cell.rate_of]})", f"({cell.rate_of})") if cell.rate_of else cell.short


def blocks(result: ListResult) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers()
    prices = [row for row in result.prices if row.basis]  # where none is known, that is said once, below
    columns = [column for column in result.columns if column.attribute != COST]
    heads = [ColumnHead(column.label, (column.unit,) if column.unit else ()) for column in columns]
    table = Table(
        caption="Care options at a glance",
        corner="Option",
        columns=(*heads, *(ColumnHead(row.label) for row in prices)),
        sections=(Section("", tuple(_row(result, number, prices, numbers) for number in range(len(result.options)))),),
    )
    order = f"The rows are in order {result.order}. {_PRICES}"
    blocks: list[Block] = [table, Paragraph(Said(order, role="muted")), *about_prices(result.prices)]
    if not result.options:
        blocks = [Paragraph(Said("No option fits all of this. Take out one filter."))]
    blocks += [_left_out(result)] if result.left_out else []
    who = "" if result.payer else " Who pays? Add --payer."
    hints = [ShellHint(f"Next: `iopcli compare iop php residential`, or `iopcli show iop`.{who}")]
    return "Care options", [*blocks, *hints, *footnotes(numbers, result.sources)]


def _left_out(result: ListResult) -> Block:
    """The options that do not meet what was asked, and what they miss."""
    left = ", ".join(f"{one.option.short_name} ({', '.join(one.because).lower()})" for one in result.left_out)
    return Paragraph(Said(f"Your filters left out {left}."))


def sources(result: ListResult) -> list[Block]:
    """The sources, under the numbers they have in the whole table."""
    numbers = Numbers()
    for number in range(len(result.options)):
        _row(result, number, [row for row in result.prices if row.basis], numbers)
    return footnotes(numbers, result.sources)


PARTS = {"sources": sources}
"""What can be read on by name."""


def _row(result: ListResult, number: int, prices: Sequence[Row], numbers: Numbers) -> TableRow:
    """An option with its cells, and a cell for each kind of price."""
    listed = result.options[number]
    option = listed.option
    names = ", ".join([option.id, *([f"ASAM {asam(option)}"] if asam(option) else [])])
    fits = [_FITS[listed.fits]] if listed.fits in _FITS else []
    cells = [
        *(cell for column, cell in zip(result.columns, listed.cells, strict=True) if column.attribute != COST),
        *(row.cells[number] for row in prices),
    ]
    said = ((Said(cell.brief, numbers.of(cell.sources)), tuple(brief_flags(cell))) for cell in cells)
    boxes = tuple(Box((one,), flags=flags) for one, flags in said)
    return TableRow(option.short_name, "\n".join([names, *origin(option), *fits]), boxes)


def rows(result: ListResult) -> Rows:
    """One line for each option; the price of the payer, or cash, and then the cash price, each in numbers too."""
    header = (
        *("option", "name", "kind", "asam_3", "asam_4", "fits"),
        *(column.attribute for column in result.columns),
        *("sources", "local", "like"),
        *("cost_kind", "cost_year", "cost_per_week_min", "cost_per_week_max", "cost_weak"),
        *("cash_year", "cash_per_week_min", "cash_per_week_max", "cash_weak"),
    )
    first, cash = result.prices[0], result.prices[-1]
    return header, (
        (
            *(one.option.id, one.option.name, one.option.kind),
            *(";".join(one.option.asam_3), ";".join(one.option.asam_4), one.fits),
            *(cell.text for cell in (*one.cells[:-1], priced)),
            ";".join(dict.fromkeys(source for cell in (*one.cells[:-1], priced, in_cash) for source in cell.sources)),
            *(one.option.local, one.option.like),
            *price_columns(priced.price),
            *list(price_columns(in_cash.price))[1:],
        )
        for one, priced, in_cash in zip(result.options, first.cells, cash.cells, strict=True)
    )
