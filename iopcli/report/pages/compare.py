"""The page of a comparison: the table, its key, what is not shown, what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.report.page import Block, Numbers, Paragraph, Said, ShellHint, Table
from iopcli.report.pages.parts import about_prices, column, footnotes, questions, sections

if TYPE_CHECKING:
    from iopcli.compare import Comparison


def blocks(result: Comparison) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers(result.dataset.as_of)
    names = [option.short_name for option in result.options]
    title = ", ".join(names)
    table = Table(
        caption=f"{title} side by side",
        corner="",
        columns=tuple(column(option) for option in result.options),
        sections=sections(result.groups, result.rows, names, numbers, result.local),
    )
    blocks: list[Block] = [table]
    if not result.rows:
        blocks = [Paragraph(Said("Nothing to show: on these rows the options do not differ."))]
    blocks.append(Paragraph(Said(f"The columns stand {result.order}.", role="muted")))
    blocks += about_prices(result.rows)
    if result.left_out:
        rows = ", ".join(label.lower() for label in result.left_out)
        blocks += [Paragraph(Said(f"Not shown here: {rows}.", role="muted")), ShellHint("Add --all for every row.")]
    blocks += questions(result.ask)
    return title, [*blocks, *footnotes(numbers, result.sources)]
