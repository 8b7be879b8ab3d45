"""The page of the options at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iopcli.listing import COST
from iopcli.report.page import Block, Box, ColumnHead, Numbers, Paragraph, Said, Section, ShellHint, Table, TableRow
from iopcli.report.pages.parts import about_prices, asam, brief_flags, footnotes, whence

if TYPE_CHECKING:
    from iopcli.listing import Listing
    from iopcli.result import Row


_PRICES = "Prices are of different years: they say roughly how much, not which is cheaper by a little."
_FITS = {"for some": "fits for some", "not known": "ask if it fits"}


def blocks(result: Listing) -> tuple[str, list[Block]]:
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
    order = f"The rows stand in order {result.order}. {_PRICES}"
    blocks: list[Block] = [table, Paragraph(Said(order, role="muted")), *about_prices(result.prices)]
    if not result.options:
        blocks = [Paragraph(Said("No option meets all of this. Try one filter less."))]
    if result.left_out:
        left = ", ".join(f"{one.option.short_name} ({', '.join(one.because).lower()})" for one in result.left_out)
        blocks.append(Paragraph(Said(f"Left out by what you asked for: {left}.")))
    who = "" if result.payer else " Who pays? Add --payer."
    hints = [ShellHint(f"Next: `iopcli compare iop php residential`, or `iopcli show iop`.{who}")]
    return "Care options", [*blocks, *hints, *footnotes(numbers, result.sources)]


def _row(result: Listing, number: int, prices: Sequence[Row], numbers: Numbers) -> TableRow:
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
    return TableRow(option.short_name, "\n".join([names, *whence(option), *fits]), boxes)
