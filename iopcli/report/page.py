"""What a page is made of: a few kinds of block that every renderer can lay out.

A page holds finished words. Renderers arrange them, and decide only what a medium can show: a bar, a colour, a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

FEW_COLUMNS, FEW_LETTERS = 3, 16
Role = Literal["plain", "strong", "muted", "alert"]
Rows = tuple[Iterable[str], Iterable[Iterable[Any]]]
"""A header and rows under it, which are all that CSV has of a result."""
TYPED = re.compile(r"`(iopcli [^`|]+)`")
"""A command to type inside a sentence; what ends code, or a cell of a table, is in none."""


class Said(NamedTuple):
    """A sentence and the numbers of the sources it rests on."""

    text: str
    refs: tuple[int, ...] = ()
    role: Role = "plain"


class Note(NamedTuple):
    """What a cell says below the table: a remark, another claim, a dispute."""

    mark: str
    about: str
    says: tuple[Said, ...]


class Bar(NamedTuple):
    """A range on the row's common scale, all between 0 and 1; `open` where no upper end is known."""

    start: float
    end: float
    open: bool = False


class Box(NamedTuple):
    """One cell of a table: one line, or points."""

    says: tuple[Said, ...]
    points: bool = False
    bar: Bar | None = None
    flags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


class TableRow(NamedTuple):
    """A row: what it is about, a remark on it, its cells, what its head means, and the upper end of its scale."""

    head: str
    remark: str
    boxes: tuple[Box, ...]
    meaning: str = ""
    top: float = 0


class Section(NamedTuple):
    """Rows under one heading; an empty title has none."""

    title: str
    rows: tuple[TableRow, ...]


class ColumnHead(NamedTuple):
    """What stands above a column: a title and lines under it."""

    title: str
    lines: tuple[str, ...] = ()


class Heading(NamedTuple):
    """A heading inside the page."""

    text: str


class Paragraph(NamedTuple):
    """One or more sentences."""

    says: Said


class Lines(NamedTuple):
    """Sentences that stand close together, each on a line of its own."""

    says: tuple[Said, ...]


class Point(NamedTuple):
    """An item of a list; `parts` are lines under it with a label each."""

    says: Said
    parts: tuple[tuple[str, str], ...] = ()


class ShellHint(NamedTuple):
    """A command to type next; of no use on paper, but for what is said before it."""

    text: str
    before: str = ""


class Bullets(NamedTuple):
    """A list."""

    points: tuple[Point, ...]


class Table(NamedTuple):
    """The table: `corner` names the first column, which heads the rows; `tight` is a line a row, with no key.

    What says only what to type next is `typed`, and of no use on paper.
    """

    caption: str
    corner: str
    columns: tuple[ColumnHead, ...]
    sections: tuple[Section, ...]
    tight: bool = False
    typed: bool = False

    @property
    def notes_inside(self) -> bool:
        """Whether notes stand in their cells: one column leaves room for them."""
        return len(self.columns) == 1

    @property
    def short(self) -> bool:
        """Whether there are but a few columns of a few words each, such as counts, that fit a phone side by side."""
        boxes = [box for section in self.sections for row in section.rows for box in row.boxes]
        texts = [one.text for box in boxes for one in (*box.says, *(Said(flag) for flag in box.flags))]
        few = len(self.columns) <= FEW_COLUMNS and all(len(text) <= FEW_LETTERS for text in texts)
        return few and not any(box.notes or box.points for box in boxes)

    def key(self, *, bars: bool, notes: bool = True) -> str:
        """What the signs in the table mean: only those that a renderer shows; a tight one says it elsewhere."""
        if self.tight:
            return ""
        boxes = [box for section in self.sections for row in section.rows for box in row.boxes]
        parts = ["[1] is a source" + (", (a) a note below the table." if notes and self.notes else ".")]
        if bars and any(box.bar for box in boxes):
            parts.append("A bar shows a range; all bars in a row share one scale.")
        return " ".join(parts) if any(said.refs for box in boxes for said in box.says) else ""

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes that stand below the table, in the order of their marks."""
        if self.notes_inside:
            return ()
        return tuple(
            note for section in self.sections for row in section.rows for box in row.boxes for note in box.notes
        )


class Spot(NamedTuple):
    """Where something stands on two axes, from 0 to 1; `open` where no upper end is known; and the values in words."""

    name: str
    says: str
    across: Bar
    up: Bar


class Axis(NamedTuple):
    """What an axis means, and what is written beside it at which places."""

    label: str
    ticks: tuple[tuple[float, str], ...]


class Picture(NamedTuple):
    """Things on two axes, ranges as boxes; `beside` names those that have no place there, and why."""

    across: Axis
    up: Axis
    spots: tuple[Spot, ...]
    beside: tuple[str, ...] = ()


class Leg(NamedTuple):
    """A part of a track: which thing it is, from where to where on the scale from 0 to 1, and how it is filled.

    `open` where it has no known end; `says` is when it is, in words.
    """

    letter: str
    start: float
    end: float
    fill: Literal["away", "home", "light", "wait"]
    says: str
    open: bool = False


class Track(NamedTuple):
    """One line of a timeline: its name, its parts, and what is written below it at which places."""

    name: str
    legs: tuple[Leg, ...]
    marks: tuple[tuple[float, str], ...] = ()


class Timeline(NamedTuple):
    """Lines on one scale of time, what is written along the scale, each letter in words, and what fills mean."""

    label: str
    ticks: tuple[tuple[float, str], ...]
    tracks: tuple[Track, ...]
    letters: tuple[tuple[str, str], ...]
    fills: tuple[tuple[Literal["away", "home", "light", "wait"], str], ...]
    says: tuple[str, ...] = ()
    """What is said below it, of marks and of how it is drawn."""


class Stretch(NamedTuple):
    """A part of a day, from a minute of it to another, and what it is."""

    start: int
    end: int
    kind: str


class DayRow(NamedTuple):
    """One day of a timetable, and what is in it in words."""

    label: str
    stretches: tuple[Stretch, ...]
    says: str


class Timetable(NamedTuple):
    """Seven days from midnight to midnight; lines above and below stand close to it.

    `key` says what each kind is called; none where another timetable of the page says so. `words` tells the days in
    words too where they are drawn.
    """

    caption: str
    above: tuple[Said, ...]
    days: tuple[DayRow, ...]
    below: tuple[Said, ...]
    key: tuple[tuple[str, str], ...] = ()
    words: bool = False


class Blank(NamedTuple):
    """Something to fill in by hand: what is asked, and rows of labels, each with a ruled line behind it, if any."""

    says: Said
    rows: tuple[tuple[str, ...], ...]


class Form(NamedTuple):
    """Things to fill in by hand."""

    blanks: tuple[Blank, ...]


class Notes(NamedTuple):
    """Notes that stand apart from their table."""

    notes: tuple[Note, ...]


class Footnote(NamedTuple):
    """A source under its number."""

    number: int
    id: str
    text: str
    url: str = ""


class Footnotes(NamedTuple):
    """The numbered sources of the page."""

    notes: tuple[Footnote, ...]
    over: str = ""
    """What a command to type next says besides, such as `--data town`."""


Block = (
    Heading
    | Paragraph
    | Lines
    | ShellHint
    | Bullets
    | Form
    | Table
    | Picture
    | Timeline
    | Timetable
    | Notes
    | Footnotes
)


class Page(NamedTuple):
    """A title and blocks, from top to bottom."""

    title: str
    blocks: tuple[Block, ...]


class Numbers:
    """Gives each source a number and each note a letter, in the order they are first met; knows the dataset's date."""

    def __init__(self, as_of: date | None = None) -> None:
        self.as_of = as_of
        self.sources: dict[str, int] = {}
        self.marks = 0

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
    """Source numbers in brackets, at most three in each so that a narrow column can break between them."""
    return " ".join(f"[{','.join(map(str, refs[start : start + 3]))}]" for start in range(0, len(refs), 3))
