"""A page as plain lines, for screen readers and narrow terminals: the same words in the same order as the table."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from iopcli.report.page import (
    Block,
    Box,
    Bullets,
    Footnotes,
    Heading,
    Page,
    Paragraph,
    Said,
    Section,
    Table,
    TableRow,
    refs_text,
)  # fmt: skip


def linear(page: Page, width: int = 80) -> str:
    """The page in lines of at most `width` columns, longer only where one word is."""
    lines = [*wrapped(page.title, width), "=" * min(len(page.title), width)]
    for block in page.blocks:
        lines += ["", *block_lines(block, width)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def block_lines(block: Block, width: int) -> list[str]:
    """One block in lines."""
    return list(_lines(block, width))


def said(one: Said) -> str:
    """A sentence with its source numbers behind it."""
    return f"{one.text} {refs_text(one.refs)}".rstrip()


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Text in lines that break between words only."""
    return textwrap.wrap(
        text,
        max(width, 8),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [first.rstrip()]


def _lines(block: Block, width: int) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
        yield "-" * min(len(block.text), width)
    elif isinstance(block, Paragraph):
        yield from wrapped(said(block.says), width)
    elif isinstance(block, Bullets):
        for point in block.points:
            yield from wrapped(said(point.says), width, "- ", "  ")
            for label, text in point.parts:
                if text:
                    yield from wrapped(f"{label}: {text}", width, "  ", "    ")
    elif isinstance(block, Footnotes):
        yield "Sources"
        yield "-------"
        for note in block.notes:
            yield from wrapped(f"[{note.number}] {note.text}. {note.id}", width, "", "    ")
        yield from wrapped("Read on: `iopcli sources ID` gives the address, and all that rests on it.", width)
    else:
        yield from _table(block, width)


def _table(table: Table, width: int) -> Iterator[str]:
    if table.corner:
        yield from _records(table, width)
        return
    for number, section in enumerate(table.sections):
        if number:
            yield ""
        yield from _section(section, table, width)


def _section(section: Section, table: Table, width: int) -> Iterator[str]:
    if section.title:
        yield section.title
        yield "-" * min(len(section.title), width)
    for row in section.rows:
        yield row.head
        for column, box in zip(table.columns, row.boxes, strict=True):
            yield from _box(column.title, box, width)


def _records(table: Table, width: int) -> Iterator[str]:
    """A table whose rows are things, not attributes: each row is a block of its own."""
    for section in table.sections:
        for row in section.rows:
            yield from wrapped(_record_head(row), width)
            for column, box in zip(table.columns, row.boxes, strict=True):
                yield from _box(column.title, box, width)


def _record_head(row: TableRow) -> str:
    return f"{row.head} ({'; '.join(row.remark.splitlines())})" if row.remark else row.head


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
