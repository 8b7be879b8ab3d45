"""The page of the options at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.report.page import Block, Box, ColumnHead, Numbers, Paragraph, Said, Section, ShellHint, Table, TableRow
from iopcli.report.pages.parts import asam, brief_flags, footnotes, whence

if TYPE_CHECKING:
    from iopcli.listing import Listed, Listing


_PRICES = "Prices are of different kinds and years: they say roughly how much, not which is cheaper by a little."
_FITS = {"for some": "fits for some", "not known": "ask if it fits"}


def blocks(result: Listing) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers()
    table = Table(
        caption="Care options at a glance",
        corner="Option",
        columns=tuple(ColumnHead(column.label, (column.unit,) if column.unit else ()) for column in result.columns),
        sections=(Section("", tuple(_row(listed, numbers) for listed in result.options)),),
    )
    blocks: list[Block] = [table, Paragraph(Said(f"The rows stand in order {result.order}. {_PRICES}", role="muted"))]
    if not result.options:
        blocks = [Paragraph(Said("No option meets all of this. Try one filter less."))]
    if result.left_out:
        left = ", ".join(f"{one.option.short_name} ({', '.join(one.because).lower()})" for one in result.left_out)
        blocks.append(Paragraph(Said(f"Left out by what you asked for: {left}.")))
    hints = [ShellHint("Next: `iopcli compare iop php residential`, or `iopcli show iop`.")]
    return "Care options", [*blocks, *hints, *footnotes(numbers, result.sources)]


def _row(listed: Listed, numbers: Numbers) -> TableRow:
    option = listed.option
    names = ", ".join([option.id, *([f"ASAM {asam(option)}"] if asam(option) else [])])
    fits = [_FITS[listed.fits]] if listed.fits in _FITS else []
    said = ((Said(cell.brief, numbers.of(cell.sources)), tuple(brief_flags(cell))) for cell in listed.cells)
    boxes = tuple(Box((one,), flags=flags) for one, flags in said)
    return TableRow(option.short_name, "\n".join([names, *whence(option), *fits]), boxes)
