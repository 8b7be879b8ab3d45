"""What a page is made of: a few kinds of block that every renderer can lay out.

A page holds finished words. Renderers arrange them, and decide only what a medium can show: a bar, a colour, a link.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["plain", "strong", "muted", "alert"]


@dataclass(frozen=True)
class Said:
    """A sentence and the numbers of the sources it rests on."""

    text: str
    refs: tuple[int, ...] = ()
    role: Role = "plain"


@dataclass(frozen=True)
class Note:
    """What a cell says below the table: a remark, another claim, a dispute."""

    mark: str
    about: str
    says: tuple[Said, ...]


@dataclass(frozen=True)
class Bar:
    """A range on the row's common scale, all between 0 and 1; `open` where no upper end is known."""

    start: float
    end: float
    open: bool = False


@dataclass(frozen=True)
class Box:
    """One cell of a table: one line, or points."""

    says: tuple[Said, ...]
    points: bool = False
    bar: Bar | None = None
    flags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class TableRow:
    """A row: what it is about, a remark on it, and its cells."""

    head: str
    remark: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Section:
    """Rows under one heading; an empty title has none."""

    title: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class ColumnHead:
    """What stands above a column: a title and lines under it."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading inside the page."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """One or more sentences."""

    says: Said


@dataclass(frozen=True)
class Point:
    """An item of a list; `parts` are lines under it with a label each."""

    says: Said
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Bullets:
    """A list."""

    points: tuple[Point, ...]


@dataclass(frozen=True)
class Table:
    """The table: `corner` names the first column, which heads the rows."""

    caption: str
    corner: str
    columns: tuple[ColumnHead, ...]
    sections: tuple[Section, ...]

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes of all cells, in the order of their marks."""
        return tuple(
            note for section in self.sections for row in section.rows for box in row.boxes for note in box.notes
        )


@dataclass(frozen=True)
class Footnote:
    """A source under its number."""

    number: int
    id: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Footnotes:
    """The numbered sources of the page."""

    notes: tuple[Footnote, ...]


Block = Heading | Paragraph | Bullets | Table | Footnotes


@dataclass(frozen=True)
class Page:
    """A title and blocks, from top to bottom."""

    title: str
    blocks: tuple[Block, ...]


@dataclass
class Numbers:
    """Gives each source a number and each note a letter, in the order they are first met."""

    sources: dict[str, int] = field(default_factory=dict)
    marks: int = 0

    def of(self, ids: tuple[str, ...]) -> tuple[int, ...]:
        """The numbers of sources, smallest first."""
        return tuple(sorted({self.sources.setdefault(id_, len(self.sources) + 1) for id_ in ids}))

    def mark(self) -> str:
        """The next letter: a to z, then aa."""
        self.marks += 1
        number, letters = self.marks, ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(97 + rest) + letters
        return letters


def refs_text(refs: tuple[int, ...]) -> str:
    """Source numbers in brackets, never broken across lines: `[1,2]`, or nothing."""
    return f"[{','.join(map(str, refs))}]" if refs else ""
