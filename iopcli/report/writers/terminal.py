"""A page in the terminal: the table as a table where it fits without cutting a word, as lines where it does not.

Words are broken here, column by column, so that Rich only has to colour them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import zip_longest

from iopcli.facts.result import Result
from iopcli.report import plot, timeline, timetable
from iopcli.report.lines import Line, columns, said, wrapped
from iopcli.report.page import (
    Bar,
    Block,
    Box,
    ColumnHead,
    Footnotes,
    Heading,
    Lines,
    Notes,
    Page,
    Paragraph,
    Picture,
    ShellHint,
    Table,
    TableRow,
    Timeline,
    Timetable,
)  # fmt: skip
from iopcli.report.pages import page, screen
from iopcli.report.screen import is_dumb
from iopcli.report.writers.text import block_lines

GAP = 2
NARROWEST_HEAD, NARROWEST_CELL, NARROWEST_IN_LIST = 12, 14, 8
WIDEST_CELL, WIDEST_ALONE, LONGEST_BAR, SHORT = 44, 84, 42, 18
SHORTEST_BESIDE, LONGEST_BESIDE = 6, 12
"""Columns of a bar that stands beside its words."""


def written(result: Result, width: int) -> str:
    """The whole result as a file holds it."""
    return plain(page(result), width)


def on_screen(result: Result, read: Collection[str], width: int, over: str = "") -> str:
    """A first screen, or what to read of it, with the colors and the signs that standard output can show."""
    ascii_only = not (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    lines = laid_out(screen(result, read, over), width, ascii_only=ascii_only)
    if not _may_colour():
        return _unstyled(lines)
    from iopcli.report.colour import coloured  # imports Rich, which nothing else here needs

    return coloured(lines)


def _may_colour() -> bool:
    """Whether Rich has anything to do: a terminal that can show styles, or one that is forced."""
    forced = bool(os.environ.get("FORCE_COLOR") or os.environ.get("TTY_COMPATIBLE"))
    if is_dumb():
        return forced and not os.environ.get("TERM")  # where no terminal is named at all, as in a build, colour may be
    return forced or bool(sys.stdout and sys.stdout.isatty())


def plain(page: Page, width: int, *, ascii_only: bool = False) -> str:
    """The page as it is drawn, without any style: for pipes and files."""
    return _unstyled(laid_out(page, width, ascii_only=ascii_only))


def _unstyled(lines: Iterable[Iterable[Line]]) -> str:
    return "".join("".join(words for words, _ in line).rstrip() + "\n" for line in lines)


def laid_out(page: Page, width: int, *, ascii_only: bool) -> Iterator[Iterable[Line]]:
    """Every line of the page, with the style of each part."""
    yield from ([(line, "strong")] for line in wrapped(page.title, width))
    headed = False
    for block in page.blocks:
        if not headed:  # a heading stands close to what it heads
            yield []
        yield from _drawn(block, width, ascii_only)
        headed = isinstance(block, Heading)


def _drawn(block: Block, width: int, ascii_only: bool) -> Iterator[Iterable[Line]]:
    if isinstance(block, Table) and (widths := column_widths(block, width)):
        yield from _table(block, widths, width, ascii_only)
        return
    if isinstance(block, Lines):
        yield from ([(line, one.role)] for one in block.says for line in wrapped(said(one), width))
        return
    if isinstance(block, Picture):
        yield from ([(line, "plain")] for line in plot.plotted(block, width, ascii_only=ascii_only))
        return
    if isinstance(block, Timeline):
        yield from ([(line, "plain")] for line in timeline.drawn(block, width, ascii_only=ascii_only))
        return
    if isinstance(block, Timetable):
        yield from timetable.drawn(block, width, ascii_only=ascii_only)
        return
    lines = block_lines(block, width)
    if isinstance(block, Heading | Notes | Footnotes):
        underline = next(number for number, line in enumerate(lines) if set(line) == {"-"})
        yield from ([(line, "heading")] for line in lines[:underline])
        lines = lines[underline + 1 :]
    style = block.says.role if isinstance(block, Paragraph) else "muted" if isinstance(block, ShellHint) else "plain"
    yield from ([(line, style)] for line in lines)


# --- the table --------------------------------------------------------------


def column_widths(table: Table, width: int) -> tuple[int, ...] | None:
    """Columns for the heads of rows and then for each cell, or None where a word would have to be cut.

    Cells are equally wide where that leaves room for their longest words, else as wide as those words ask. Where all
    cells are short, heads get the room that they leave.
    """
    if table.tight and (natural := _natural_widths(table, width)):
        return natural
    narrowest = NARROWEST_IN_LIST if table.corner else NARROWEST_CELL
    head = max(NARROWEST_HEAD, *(_longest_word(text) for text in _head_texts(table)))
    count = len(table.columns)
    if table.short:
        whole = max(columns(text) for text in _head_texts(table))
        head = max(head, min(whole, width - (SHORT + GAP) * count))
    room = width - head - GAP * count
    needed = [max(narrowest, *(_longest_word(text) for text in _cell_texts(table, number))) for number in range(count)]
    equal = min(WIDEST_CELL if count > 1 else WIDEST_ALONE, room // count)
    if equal >= max(needed):
        return (head, *[equal] * count)
    spare = room - sum(needed)
    return (head, *(need + spare // count for need in needed)) if spare >= 0 else None


def _natural_widths(table: Table, width: int) -> tuple[int, ...] | None:
    """Columns in which every cell is one line, or None where there is no room for that; heads of a list may break."""
    rows = [row for section in table.sections for row in section.rows]
    texts = [text for row in rows for text in (_head(row), table.corner)]
    heads = max(map(columns, texts), default=0)
    least = max(NARROWEST_HEAD, *map(_longest_word, texts)) if table.corner and texts else heads
    breaking = (
        (columns, heads),
        (_longest_word, heads),
        (_longest_word, least),
    )  # titles of columns before heads of rows
    for measure, narrowest in breaking if table.corner else breaking[:1]:
        cells = [
            max([_least(column, measure), *(_beside_bar(row.boxes[number]) for row in rows)])
            for number, column in enumerate(table.columns)
        ]
        if (room := width - sum(cells) - GAP * len(cells)) >= narrowest:
            return (min(heads, room), *cells)
    return None


def _least(column: ColumnHead, measure: Callable[[str], int]) -> int:
    """What the head of a column asks for."""
    return max(measure(text) for text in (column.title, *column.lines))


def _beside_bar(box: Box) -> int:
    """The columns of a cell in one line, with its bar."""
    return max(columns(said(one)) for one in box.says) + (LONGEST_BESIDE + 1 if box.bar else 0)


def _head(row: TableRow) -> str:
    """The head of a row of a tight table, with what is remarked on it."""
    return f"{row.head} ({'; '.join(row.remark.splitlines())})" if row.remark else row.head


def _longest_word(text: str) -> int:
    return max((columns(word) for word in text.split()), default=0)


def _head_texts(table: Table) -> Iterator[str]:
    for section in table.sections:
        for row in section.rows:
            yield row.head
            yield row.remark.replace("-", "- ")
            yield f"{row.top:,.0f}"


def _cell_texts(table: Table, number: int) -> Iterator[str]:
    column = table.columns[number]
    yield column.title
    yield from (line.replace("-", "- ") for line in column.lines)
    for section in table.sections:
        for row in section.rows:
            box = row.boxes[number]
            hang = _hang(box)[0] if table.tight else "- " if box.points else ""
            yield from (hang.replace(" ", "_") + word for one in box.says for word in said(one).split())
            yield from (flag.replace("-", "- ") for flag in box.flags)


def _table(table: Table, widths: tuple[int, ...], width: int, ascii_only: bool) -> Iterator[Iterable[Line]]:
    total = sum(widths) + GAP * len(table.columns)
    if key := table.key(bars=True):
        yield from ([(line, "muted")] for line in wrapped(key, width))
        yield []
    heads = [
        _column_head(column.title, column.lines, cell) for column, cell in zip(table.columns, widths[1:], strict=True)
    ]
    if any(column.title for column in table.columns):
        yield from _beside([[(table.corner, "strong")], *heads], widths)
    if table.tight:
        if any(column.title for column in table.columns):
            yield [(_rule("", min(total, width), ascii_only), "strong")]
        for row in (row for section in table.sections for row in section.rows):
            yield from _beside(list(_tight_columns(row, widths, ascii_only)), widths)
        return
    for section in table.sections:
        yield []
        *above, title = wrapped(section.title, min(total, width) - 4) if section.title else [""]
        yield from ([(line, "strong")] for line in above)
        yield [(_rule(title, min(total, width), ascii_only), "strong")]
        for number, row in enumerate(section.rows):
            if number:
                yield []
            yield from _beside(list(_row_columns(row, widths, ascii_only, alone=table.notes_inside)), widths)
    if table.notes:
        yield []
        yield from _drawn(Notes(table.notes), min(width, max(total, 60)), ascii_only)


def _beside(parts: list[list[Line]], widths: tuple[int, ...]) -> Iterator[Iterable[Line]]:
    """Columns of lines, side by side: each line filled with blanks to the width of its column."""
    for lines in zip_longest(*parts, fillvalue=("", "plain")):
        row: list[Line] = []
        for (words, style), width in zip(lines, widths, strict=True):
            row += [(words, style), (" " * (width - columns(words) + GAP), "plain")]
        while row and not row[-1][0].strip():
            row.pop()
        yield row


def _column_head(title: str, lines: tuple[str, ...], width: int) -> list[Line]:
    head = [(line, "strong") for line in wrapped(title, width)]
    return head + [(part, "muted") for line in lines for part in wrapped(line, width, at_hyphens=True)]


def _rule(title: str, width: int, ascii_only: bool) -> str:
    line = "-" if ascii_only else "─"
    return f"{title} {line * (width - columns(title) - 1)}" if title else line * width


def _row_columns(row: TableRow, widths: tuple[int, ...], ascii_only: bool, *, alone: bool) -> Iterator[list[Line]]:
    scale = [f"bar: 0 to {row.top:,.0f}"] if row.top else []
    yield _column_head(row.head, (*scale, *row.remark.splitlines()), widths[0])
    for box, width in zip(row.boxes, widths[1:], strict=True):
        meaning = [(line, "muted") for line in wrapped(row.meaning, width)] if alone and row.meaning else []
        yield [*meaning, *_box_lines(box, width, ascii_only, alone=alone)]


def _tight_columns(row: TableRow, widths: tuple[int, ...], ascii_only: bool) -> Iterator[list[Line]]:
    """A row in as few lines as its words take: bars stand beside them where every bar of the row has room to."""
    yield [(line, "strong") for line in wrapped(_head(row), widths[0])]
    rooms = [
        width - 1 - max(columns(said(one)) for one in box.says) if len(box.says) == 1 else 0
        for box, width in zip(row.boxes, widths[1:], strict=True)
        if box.bar
    ]
    room = min([LONGEST_BESIDE, *rooms])
    for box, width in zip(row.boxes, widths[1:], strict=True):
        lines: list[Line] = [(line, one.role) for one in box.says for line in wrapped(said(one), width, *_hang(box))]
        if rooms and room >= SHORTEST_BESIDE:
            drawn = bar_text(box.bar, room, ascii_only) if box.bar else " " * room
            if columns(lines[0][0]) + room < width:  # a cell without a bar keeps its place only where it has room
                lines[0] = (f"{drawn} {lines[0][0]}", lines[0][1])
        yield lines


def _hang(box: Box) -> tuple[str, str]:
    return ("- ", "  ") if len(box.says) > 1 else ("", "")


def _box_lines(box: Box, width: int, ascii_only: bool, *, alone: bool) -> Iterator[Line]:
    """A cell in lines; in a column that stands alone its notes are in it."""
    if box.bar:
        yield bar_text(box.bar, min(width - 2, LONGEST_BAR), ascii_only), "bar"
    marks = "" if alone else "".join(f" ({note.mark})" for note in box.notes)
    for number, one in enumerate(box.says):
        words = said(one) + (marks if number == len(box.says) - 1 else "")
        lines = wrapped(words, width, "- ", "  ") if box.points else wrapped(words, width)
        yield from ((line, one.role) for line in lines)
    for flag in box.flags:
        yield from ((line, "flag") for line in wrapped(flag, width, at_hyphens=True))
    for note in box.notes if alone else ():
        yield from ((line, "plain") for one in note.says for line in wrapped(said(one), width, "  ", "  "))


def bar_text(bar: Bar, width: int, ascii_only: bool = False) -> str:
    """A bar of `width` characters: `..####....`, with an arrow where it has no known end."""
    full, empty, arrow = ("#", ".", ">") if ascii_only else ("█", "·", "▶")
    width = max(width, 4)
    start = min(int(bar.start * width), width - 1)
    end = max(start + 1, round(bar.end * width)) if bar.end else 0
    drawn = empty * start + full * (end - start) + empty * (width - end)
    return drawn[:-1] + arrow if bar.open else drawn
