"""The page of a comparison: the table, its notes, what to ask; first the rows that decide, and what sets them apart."""

from __future__ import annotations

from collections.abc import Sequence

from iopcli.facts.result import Row
from iopcli.facts.wording import uncapitalised
from iopcli.report.page import Block, Heading, Lines, Notes, Numbers, Paragraph, Rows, Said, Section, ShellHint, Table
from iopcli.report.pages.cost import facts_of_weeks, of_weeks
from iopcli.report.pages.parts import (
    about_prices,
    cells_of,
    column,
    first_row,
    footnotes,
    questions,
    read_on,
    sections,
    usual,
)
from iopcli.report.pages.picture import picture
from iopcli.report.pages.rows import FACT, fact_row
from iopcli.results.compare import Comparison

NOTHING = "There is nothing to show, because these options do not differ on these rows."


def blocks(result: Comparison) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers(result.dataset.as_of)
    blocks: list[Block] = [_table(result, numbers)] if result.rows else [Paragraph(Said(NOTHING))]
    blocks += usual(cells_of(result.rows), result.options)
    blocks.append(Paragraph(Said(f"The columns are {result.order}.", role="muted")))
    blocks += about_prices(result.rows)
    if result.left_out:
        rows = ", ".join(uncapitalised(label) for label in result.left_out)
        blocks += [Paragraph(Said(f"Not shown here: {rows}.", role="muted")), ShellHint("Add --all for every row.")]
    blocks += [*of_weeks(result.costs, result.payer, first=False), *drawing(result), *questions(result.ask)]
    return _title(result), [*blocks, *footnotes(numbers, result.sources)]


def first(result: Comparison) -> tuple[str, list[Block]]:
    """The rows that decide, a line each where words allow; what is the same; what sets the options apart."""
    by_id = {row.attribute: row for row in result.rows}
    rows = [row for id_ in result.first if id_ in by_id for row in by_id[id_].shown]
    if not rows:
        return _title(result), [Paragraph(Said(NOTHING))]
    same = [] if result.asked else [row for row in rows if not row.differs]
    table = Table(
        caption=f"{_title(result)} side by side",
        corner="",
        columns=tuple(column(option, briefly=True) for option in result.options),
        sections=(Section("", tuple(first_row(row, main=not result.asked) for row in rows if row not in same)),),
        tight=True,
    )
    body: list[Block] = [table] if len(same) < len(rows) else []
    body += [Paragraph(Said(_same(same, len(result.options))))] if same else []
    body += usual(cells_of(rows), result.options)
    body += [Lines(tuple(Said(text) for text in result.apart))] if result.apart and not result.asked else []
    body += [] if result.asked else about_prices(rows)
    body += of_weeks(result.costs, result.payer, first=True)
    return _title(result), [*body, read_on(rows, "--notes", "--sources", "--all")]


def _same(rows: Sequence[Row], options: int) -> str:
    """The rows on which all are equal, in a line."""
    same_facts = (f"{uncapitalised(row.short)} ({_of_all(row)})" for row in rows)
    return f"The same for {'both' if options == 2 else 'all'}: {', '.join(same_facts)}."


def _of_all(row: Row) -> str:
    """What is the same in all, marked where it is only usual for one of them."""
    boxes = zip(first_row(row).boxes, row.cells, strict=True)
    return max(boxes, key=lambda one: bool(one[1].usual_of))[0].says[0].text


def notes(result: Comparison) -> list[Block]:
    """What is said of cells, below no table."""
    found = _table(result, Numbers(result.dataset.as_of)).notes
    return [Notes(found)] if found else [Paragraph(Said("There are no notes on these rows."))]


def sources(result: Comparison) -> list[Block]:
    """The sources, under the numbers they have in the whole table."""
    numbers = Numbers(result.dataset.as_of)
    _table(result, numbers)
    return footnotes(numbers, result.sources)


def drawing(result: Comparison) -> list[Block]:
    """The options on two axes."""
    drawn = picture(result)
    return [Heading("Options on two axes"), drawn] if drawn.spots or drawn.beside else []


PARTS = {"picture": drawing, "notes": notes, "sources": sources}
"""What can be read on by name."""


def _title(result: Comparison) -> str:
    return ", ".join(option.short_name for option in result.options)


def _table(result: Comparison, numbers: Numbers) -> Table:
    names = [option.short_name for option in result.options]
    return Table(
        caption=f"{_title(result)} side by side",
        corner="",
        columns=tuple(column(option) for option in result.options),
        sections=sections(result.groups, result.rows, names, numbers, result.local),
    )


def rows(result: Comparison) -> Rows:
    """A line for each option on each row."""
    shown = (one for row in result.rows for one in row.shown)
    facts = (
        fact_row(option, row, cell) for row in shown for option, cell in zip(result.options, row.cells, strict=True)
    )
    return FACT, (*facts, *(row for one in result.costs for row in facts_of_weeks(one)))
