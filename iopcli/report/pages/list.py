"""The page of the options at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.report.page import Block, Box, ColumnHead, Paragraph, Said, Section, Table, TableRow
from iopcli.report.pages.parts import asam, brief_flags

if TYPE_CHECKING:
    from iopcli.listing import Listing


_FITS = {"for some": "fits for some", "not known": "not known if it fits"}


def blocks(result: Listing) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    rows = []
    for listed in result.options:
        option = listed.option
        remark = ", ".join([option.id, *([f"ASAM {asam(option)}"] if asam(option) else [])])
        fits = f"\n{_FITS[listed.fits]}" if listed.fits in _FITS else ""
        local = f"\nlocal: {option.local}" if option.local else ""
        boxes = tuple(Box((Said(cell.brief),), flags=tuple(brief_flags(cell))) for cell in listed.cells)
        rows.append(TableRow(option.short_name, remark + local + fits, boxes))
    table = Table(
        caption="Care options at a glance",
        corner="Option",
        columns=tuple(ColumnHead(column.label) for column in result.columns),
        sections=(Section("", tuple(rows)),),
    )
    blocks: list[Block] = [table] if rows else [Paragraph(Said("No option meets all of this. Try one filter less."))]
    rests = f"These numbers rest on {len(result.sources)} sources: `iopcli show iop` and `iopcli sources` name them."
    blocks.append(Paragraph(Said(f"In order {result.order}. {rests}", role="muted")))
    if result.left_out:
        left = ", ".join(f"{one.option.short_name} ({', '.join(one.because).lower()})" for one in result.left_out)
        blocks.append(Paragraph(Said(f"Left out by what you asked for: {left}.")))
    blocks.append(Paragraph(Said("Next: `iopcli compare iop php residential`, or `iopcli show iop`.", role="muted")))
    return "Care options", blocks
