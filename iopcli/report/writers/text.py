"""A page as plain lines, for screen readers and narrow terminals: the same words in the same order as the table."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from iopcli.facts.result import Result
from iopcli.report import plot, timeline, timetable
from iopcli.report.lines import columns, said, wrapped
from iopcli.report.page import (
    Block,
    Box,
    Bullets,
    Footnotes,
    Form,
    Heading,
    Lines,
    Note,
    Notes,
    Page,
    Paragraph,
    Picture,
    ShellHint,
    Table,
    TableRow,
    Timeline,
    Timetable,
)
from iopcli.report.pages import page, screen

WIDEST = 100
"""Columns past which lines of text get hard to follow."""
SHORTEST_RULE = 16
"""Columns to write a name in."""


def written(result: Result, width: int) -> str:
    """The whole result in lines."""
    return linear(page(result), min(width, WIDEST))


def on_screen(result: Result, read: Collection[str], width: int, over: str = "") -> str:
    """A first screen in lines, or what to read of it."""
    return linear(screen(result, read, over), min(width, WIDEST))


def linear(page: Page, width: int = 80) -> str:
    """The page in lines of at most `width` columns, longer only where one word is."""
    lines = [*wrapped(page.title, width), "=" * min(columns(page.title), width)]
    headed = False
    for block in page.blocks:
        lines += block_lines(block, width) if headed else ["", *block_lines(block, width)]
        headed = isinstance(block, Heading)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def block_lines(block: Block, width: int) -> list[str]:
    """One block in lines."""
    return list(_lines(block, width))


def _lines(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(text):
            yield from underlined(text, width)
        case Paragraph(says):
            yield from wrapped(said(says), width)
        case ShellHint(text, before):
            yield from wrapped(f"{before} {text}", width)
        case Lines(says):
            for one in says:
                yield from wrapped(said(one), width)
        case Bullets(points):
            for point in points:
                yield from wrapped(said(point.says), width, "- ", "  ")
                for label, text in point.parts:
                    if text:
                        yield from wrapped(f"{label}: {text}", width, "  ", "    ")
        case Form(blanks):
            for blank in blanks:
                yield from wrapped(said(blank.says), width, "- ", "  ")
                yield from (f"  {line}" for row in blank.rows for line in _ruled(row, width - 2))
        case Picture():
            yield from plot.in_words(block, width)
        case Timeline():
            yield from timeline.in_words(block, width)
        case Timetable():
            yield from timetable.in_words(block, width)
        case Notes(notes):
            yield from underlined("Notes", width)
            for note in notes:
                yield from _note(note, width)
        case Footnotes(sources, over):
            yield from underlined("Sources", width)
            for source in sources:
                yield from wrapped(f"[{source.number}] {source.text}. {source.id}", width, "", "    ")
            command = " ".join(filter(None, ("iopcli sources", sources[0].id, over)))
            yield from wrapped(f"To read a source in full, with its address: `{command}`.", width)
        case Table():
            yield from _table(block, width)


def _ruled(labels: tuple[str, ...], width: int) -> Iterator[str]:
    """Labels with room to write behind each: in one line where that leaves enough, else a line each."""
    heads = [f"{label}: " if label else "" for label in labels]
    room = (width - sum(map(columns, heads)) - len(heads) + 1) // len(heads)
    if room >= SHORTEST_RULE:
        yield " ".join(head + "_" * room for head in heads)
    elif len(heads) == 1:
        yield from [*wrapped(heads[0], width), "_" * width]
    else:
        for label in labels:
            yield from _ruled((label,), width)


def _note(note: Note, width: int) -> list[str]:
    says = " ".join(said(one) for one in note.says)
    return wrapped(f"({note.mark}) {note.about}: {says}", width, "", "    ")


def underlined(text: str, width: int) -> list[str]:
    """A heading in lines, with a line under it."""
    lines = wrapped(text, width)
    return [*lines, "-" * max(columns(line) for line in lines)]


def _table(table: Table, width: int) -> Iterator[str]:
    if table.tight:
        for column in table.columns:
            if column.lines:
                yield from wrapped(f"{column.title}: {'; '.join(column.lines)}", width, "", "  ")
        for row in (row for section in table.sections for row in section.rows):
            yield from _in_a_sentence(row, table, width)
        return
    if key := table.key(bars=False, notes=False):
        yield from [*wrapped(key, width), ""]
    if table.corner:
        for row in table.sections[0].rows:
            yield from _record(row, table, width)
        return
    for column in table.columns:
        if column.lines:
            yield from wrapped(f"{column.title}: {'; '.join(column.lines)}", width, "", "  ")
    for section in table.sections:
        yield ""
        yield from underlined(section.title, width) if section.title else ()
        for row in section.rows:
            yield from wrapped(f"{row.head} ({row.remark})" if row.remark else row.head, width)
            for column, box in zip(table.columns, row.boxes, strict=True):
                yield from _box(column.title, box, width)


def _in_a_sentence(row: TableRow, table: Table, width: int) -> list[str]:
    """A row of a tight table: each cell behind the name of its column."""
    head = f"{row.head} ({'; '.join(row.remark.splitlines())})" if row.remark else row.head
    cells = (" ".join(said(one) for one in box.says).removesuffix(".") for box in row.boxes)
    named = [f"{column.title}: {cell}" for column, cell in zip(table.columns, cells, strict=True)]
    text = "; ".join(named) if len(named) > 1 else named[0].partition(": ")[2]
    return wrapped(f"{head}. {text}" if len(named) > 1 else f"{head}: {text}", width, "", "  ")


def _record(row: TableRow, table: Table, width: int) -> Iterator[str]:
    """A row that is a thing, not an attribute: a block of its own."""
    yield from wrapped(f"{row.head} ({'; '.join(row.remark.splitlines())})" if row.remark else row.head, width)
    for column, box in zip(table.columns, row.boxes, strict=True):
        yield from _box(", ".join([column.title, *column.lines]), box, width)


def _box(title: str, box: Box, width: int) -> Iterator[str]:
    flags = f" ({', '.join(box.flags)})" if box.flags else ""
    if box.points:
        yield from wrapped(f"{title}:{flags}", width, "  ", "    ")
        for one in box.says:
            yield from wrapped(said(one), width, "    - ", "      ")
    else:
        text = " ".join(said(one) for one in box.says)
        yield from wrapped(f"{title}: {text}{flags}", width, "  ", "    ")
    for note in box.notes:
        for one in note.says:
            yield from wrapped(said(one), width, "      ", "      ")
