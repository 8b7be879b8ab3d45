"""Pages of any shape, and the words that a renderer owes to each."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import strategies as st
from rich.cells import cell_len

from iopcli.report.page import (
    Bar,
    Blank,
    Box,
    Bullets,
    ColumnHead,
    Footnote,
    Footnotes,
    Form,
    Heading,
    Lines,
    Note,
    Numbers,
    Page,
    Paragraph,
    Point,
    Said,
    Section,
    ShellHint,
    Table,
    TableRow,
)  # fmt: skip
from support.datasets import words

ASCII = [
    "care",
    "hours",
    "a",
    "week",
    "nurse",
    "$9",
    "19",
    "hospitalization",
    "at-home,",
    "(often",
    "28)",
    "up/down",
    "don't",
    "x",
]
WIDE = ["住院", "日本語の長い言葉", "🏥", "👩‍⚕️", "é", "naïve", "ﬁ", "한국어"]
ascii_text = st.lists(st.sampled_from(ASCII), min_size=1, max_size=9).map(" ".join)
wide_text = st.lists(st.sampled_from([*ASCII, *WIDE]), min_size=1, max_size=9).map(" ".join)
refs = st.lists(st.integers(1, 120), max_size=5, unique=True).map(lambda numbers: tuple(sorted(numbers)))


@st.composite
def tables(draw, text, corner: bool) -> Table:
    """A table of one to four columns, with notes marked in order; with a corner it is a list of things."""
    marks = Numbers()
    columns = tuple(
        ColumnHead(draw(text), tuple(draw(st.lists(text, max_size=2)))) for _ in range(draw(st.integers(1, 4)))
    )

    def box() -> Box:
        says = tuple(Said(draw(text), draw(refs)) for _ in range(draw(st.integers(1, 3))))
        bar = draw(st.sampled_from([None, Bar(0.2, 0.7), Bar(0.5, 1.0, open=True)]))
        noted = draw(st.booleans()) and not corner
        notes = (Note(marks.mark(), draw(text), (Said(draw(text), draw(refs)),)),) if noted else ()
        return Box(says, draw(st.booleans()), bar, tuple(draw(st.lists(text, max_size=1))), notes)

    def section() -> Section:
        rows = draw(st.integers(1, 2))
        return Section(
            "" if corner else draw(text),
            tuple(
                TableRow(
                    draw(text),
                    draw(text if corner else text | st.just("")),
                    tuple(box() for _ in columns),
                    draw(text | st.just("")),
                    draw(st.sampled_from([0, 19])),
                )
                for _ in range(rows)
            ),
        )

    count = 1 if corner else draw(st.integers(1, 2))
    sections = tuple(section() for _ in range(count))
    return Table("caption", "Option" if corner else "", columns, sections, tight=draw(st.booleans()))


def pages(text: st.SearchStrategy[str] = ascii_text) -> st.SearchStrategy[Page]:
    """Any page: a title, a table, and some other blocks."""
    said = st.builds(Said, text, refs, st.sampled_from(["plain", "strong", "muted", "alert"]))
    point = st.builds(Point, said, st.lists(st.tuples(text, text), max_size=2).map(tuple))
    footnotes = st.lists(text, min_size=1, max_size=3).map(
        lambda texts: Footnotes(tuple(Footnote(n, f"id-{n}", one) for n, one in enumerate(texts, 1)))
    )
    labels = st.lists(text | st.just(""), min_size=1, max_size=2).map(tuple)
    blank = st.builds(Blank, said, st.lists(labels, min_size=1, max_size=2).map(tuple))
    block = st.one_of(
        st.builds(Heading, text),
        st.builds(ShellHint, text, text | st.just("")),
        st.builds(Paragraph, said),
        st.builds(Lines, st.lists(said, min_size=1, max_size=3).map(tuple)),
        st.builds(Bullets, st.lists(point, min_size=1, max_size=3).map(tuple)),
        st.builds(Form, st.lists(blank, min_size=1, max_size=2).map(tuple)),
        footnotes,
    )
    table = st.booleans().flatmap(lambda corner: tables(text, corner))
    blocks = st.tuples(table, st.lists(block, max_size=3)).map(lambda parts: (parts[0], *parts[1]))
    return st.builds(Page, text, blocks)


def said_words(one: Said) -> Counter[str]:
    return words(one.text) + Counter(map(str, one.refs))


def tight_words(table: Table, *, as_lines: bool) -> Counter[str]:
    """The words of a tight table: it says nothing of its notes, flags and scales; one column has no head in lines."""
    rows = [row for section in table.sections for row in section.rows]
    owed = sum((words(f"{row.head} {row.remark}") for row in rows), Counter())
    owed += sum((said_words(one) for row in rows for box in row.boxes for one in box.says), Counter())
    if as_lines:
        named = table.columns if len(table.columns) > 1 else ()
        owed += sum((words(" ".join([one.title, *one.lines])) for one in table.columns if one.lines), Counter())
        return owed + sum((words(column.title) for _ in rows for column in named), Counter())
    return owed + words(" ".join([table.corner, *(" ".join([one.title, *one.lines]) for one in table.columns)]))


def table_words(table: Table, *, as_lines: bool) -> Counter[str]:
    """The words of a table: drawn, it heads each column once and marks its notes; in lines, cells name their column."""
    if table.tight:
        return tight_words(table, as_lines=as_lines)
    heads = [words(" ".join([column.title, *column.lines])) for column in table.columns]
    owed = words(table.key(bars=not as_lines, notes=not as_lines)) + (Counter() if as_lines else words(table.corner))
    owed += words("Notes") if table.notes and not as_lines else Counter()
    if not as_lines or not table.corner:
        owed += sum(
            (head for head, one in zip(heads, table.columns, strict=True) if one.lines or not as_lines), Counter()
        )
    for section in table.sections:
        owed += words(section.title)
        for row in section.rows:
            owed += words(f"{row.head} {row.remark}") + (
                words(f"bar 0 to {row.top:,.0f}") if row.top and not as_lines else Counter()
            )
            owed += words(row.meaning) if table.notes_inside and not as_lines else Counter()
            for column, head, box in zip(table.columns, heads, row.boxes, strict=True):
                owed += words(" ".join(box.flags)) + (
                    (head if table.corner else words(column.title)) if as_lines else Counter()
                )
                for one in (*box.says, *(one for note in box.notes for one in note.says)):
                    owed += said_words(one)
                for note in box.notes if table.notes and not as_lines else ():
                    owed += words(f"{note.mark} {note.mark} {note.about}")
    return owed


def other_words(page: Page) -> Counter[str]:
    """The words of everything but the table."""
    owed = words(page.title)
    for block in page.blocks:
        if isinstance(block, Heading):
            owed += words(block.text)
        elif isinstance(block, Paragraph):
            owed += said_words(block.says)
        elif isinstance(block, Lines):
            owed += sum((said_words(one) for one in block.says), Counter())
        elif isinstance(block, ShellHint):
            owed += words(f"{block.before} {block.text}")
        elif isinstance(block, Bullets):
            for point in block.points:
                owed += said_words(point.says) + words(" ".join(f"{a} {b}" for a, b in point.parts))
        elif isinstance(block, Form):
            for blank in block.blanks:
                owed += said_words(blank.says) + words(" ".join(label for row in blank.rows for label in row))
        elif isinstance(block, Footnotes):
            owed += words(f"Sources To read a source in full with its address iopcli sources {block.notes[0].id}")
            for note in block.notes:
                owed += words(f"{note.number} {note.text} {note.id}")
    return owed


def too_long(text: str, width: int) -> list[str]:
    """Lines wider than the screen, but for those that one word makes so."""
    return [line for line in text.splitlines() if cell_len(line) > width and len(re.findall(r"\S*\w\S*", line)) > 1]
