"""A page in the terminal: the table as a table where it fits without cutting a word, as lines where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from rich.console import Console, Group, RenderableType
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text

from iopcli.report.linear import block_lines, said, wrapped
from iopcli.report.page import (
    Bar, Block, Box, Bullets, Footnotes, Heading, Note, Page, Paragraph, Section, Table, TableRow,
)  # fmt: skip

STYLES = {
    "plain": Style(),
    "strong": Style(bold=True),
    "muted": Style(dim=True),
    "alert": Style(bold=True, color="red"),
    "bar": Style(color="cyan"),
    "flag": Style(color="yellow"),
    "heading": Style(bold=True, underline=True),
}
GAP = 2
NARROWEST_HEAD, NARROWEST_CELL, NARROWEST_IN_LIST, WIDEST_CELL = 12, 14, 8, 44


def console(file: IO[str] | None = None, width: int | None = None, *, record: bool = False) -> Console:
    """The one console: dataset text is never read as markup, and no word is coloured by guesswork."""
    return Console(file=file, width=width, markup=False, emoji=False, highlight=False, record=record, soft_wrap=False)


def draw(page: Page, to: Console) -> None:
    """Print the page on a console, as wide as it is."""
    ascii_only = not (to.encoding or "").lower().startswith("utf")
    to.print(Text(page.title, STYLES["strong"]))
    for block in page.blocks:
        to.print()
        for part in _drawn(block, to.width, ascii_only):
            to.print(part)


def _drawn(block: Block, width: int, ascii_only: bool) -> Iterator[RenderableType]:
    if isinstance(block, Table):
        widths = column_widths(block, width)
        if widths is not None:
            yield from _table(block, widths, ascii_only)
            return
    lines = block_lines(block, width)
    if isinstance(block, Heading):
        yield Text(lines[0], STYLES["heading"])
    elif isinstance(block, Paragraph):
        yield Text("\n".join(lines), STYLES[block.says.role])
    elif isinstance(block, Footnotes):
        yield Text(lines[0], STYLES["heading"])
        yield Text("\n".join(lines[2:]))
    elif isinstance(block, Bullets):
        yield Text("\n".join(lines))
    else:
        yield Text("\n".join(lines))


# --- the table --------------------------------------------------------------


def column_widths(table: Table, width: int) -> tuple[int, ...] | None:
    """Columns for the heads of rows and then for each cell, or None where a word would have to be cut.

    Cells are equally wide where that leaves room for their longest words, else as wide as those words ask.
    """
    narrowest = NARROWEST_IN_LIST if table.corner else NARROWEST_CELL
    head = max(NARROWEST_HEAD, *(_longest_word(text) for text in _head_texts(table)))
    count = len(table.columns)
    room = width - head - GAP * count
    needed = [max(narrowest, *(_longest_word(text) for text in _cell_texts(table, number))) for number in range(count)]
    equal = min(WIDEST_CELL, room // count)
    if equal >= max(needed):
        return (head, *[equal] * count)
    spare = room - sum(needed)
    return (head, *(need + spare // count for need in needed)) if spare >= 0 else None


def _longest_word(text: str) -> int:
    return max((len(word) for word in text.split()), default=0)


def _head_texts(table: Table) -> Iterator[str]:
    for section in table.sections:
        for row in section.rows:
            yield row.head
            yield row.remark


def _cell_texts(table: Table, number: int) -> Iterator[str]:
    column = table.columns[number]
    yield column.title
    yield from column.lines
    for section in table.sections:
        for row in section.rows:
            box = row.boxes[number]
            hang = "- " if box.points else ""
            yield from (hang.replace(" ", "_") + word for one in box.says for word in said(one).split())
            yield from box.flags


def _table(table: Table, widths: tuple[int, ...], ascii_only: bool) -> Iterator[RenderableType]:
    total = sum(widths) + GAP * len(table.columns)
    grid = _grid(widths)
    heads = (_column_head(column.title, column.lines, cell) for column, cell in zip(table.columns, widths[1:], strict=True))
    grid.add_row(Text(table.corner, STYLES["strong"]), *heads)
    yield grid
    for section in table.sections:
        yield Text(_rule(section.title, total, ascii_only), STYLES["strong"])
        for number, row in enumerate(section.rows):
            if number:
                yield Text("")
            yield _drawn_row(row, widths, ascii_only)
    notes = table.notes
    if notes:
        yield Text("")
        yield Text("Notes", STYLES["heading"])
        for note in notes:
            yield Text("\n".join(_note(note, max(total, 60))))


def _grid(widths: tuple[int, ...]) -> RichTable:
    grid = RichTable.grid(padding=(0, GAP, 0, 0))
    for width in widths:
        grid.add_column(width=width, no_wrap=True)
    return grid


def _column_head(title: str, lines: tuple[str, ...], width: int) -> Text:
    text = Text("\n".join(wrapped(title, width)), STYLES["strong"])
    for line in lines:
        text.append("\n" + "\n".join(wrapped(line, width)), STYLES["muted"])
    return text


def _rule(title: str, width: int, ascii_only: bool) -> str:
    line = "-" if ascii_only else "─"
    return f"{title} {line * (width - len(title) - 1)}" if title else line * width


def _drawn_row(row: TableRow, widths: tuple[int, ...], ascii_only: bool) -> RenderableType:
    grid = _grid(widths)
    label = Text("\n".join(wrapped(row.head, widths[0])), STYLES["strong"])
    for line in row.remark.splitlines():
        label.append("\n" + "\n".join(wrapped(line, widths[0])), STYLES["muted"])
    grid.add_row(label, *(_drawn_box(box, cell, ascii_only) for box, cell in zip(row.boxes, widths[1:], strict=True)))
    return grid


def _drawn_box(box: Box, width: int, ascii_only: bool) -> RenderableType:
    marks = "".join(f" ({note.mark})" for note in box.notes)
    text = Text()
    if box.bar:
        text.append(bar_text(box.bar, width - 2, ascii_only) + "\n", STYLES["bar"])
    for number, one in enumerate(box.says):
        words = said(one) + (marks if number == len(box.says) - 1 else "")
        lines = wrapped(words, width, "- ", "  ") if box.points else wrapped(words, width)
        text.append(("\n" if number else "") + "\n".join(lines), STYLES[one.role])
    for flag in box.flags:
        text.append("\n" + "\n".join(wrapped(flag, width)), STYLES["flag"])
    return Group(text)


def bar_text(bar: Bar, width: int, ascii_only: bool = False) -> str:
    """A bar of `width` characters: `..####....`, with an arrow where it has no known end."""
    full, empty, arrow = ("#", ".", ">") if ascii_only else ("█", "·", "▶")
    width = max(width, 4)
    start = min(int(bar.start * width), width - 1)
    end = max(start + 1, round(bar.end * width))
    drawn = empty * start + full * (end - start) + empty * (width - end)
    return drawn[:-1] + arrow if bar.open else drawn


def _note(note: Note, width: int) -> list[str]:
    says = " ".join(said(one) for one in note.says)
    return wrapped(f"({note.mark}) {note.about}: {says}", width, "", "    ")
