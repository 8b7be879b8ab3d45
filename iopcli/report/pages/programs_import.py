"""The page of an import: the rows of each list, which add up, and what was wrong with some."""

from __future__ import annotations

from typing import Any

from iopcli.errors import count
from iopcli.facts.clock import date_text
from iopcli.report.page import Block, Bullets, Heading, Paragraph, Point, Rows, Said, ShellHint
from iopcli.results.programs_import import ImportedList, ImportReport

SHOWN = 10
"""Notes on a first screen."""
TITLE = "Programs were imported"
LEFT_OUT = ", so the row was left out"
UNCLEAR = (
    "The codes use one label for residential levels 3.1, 3.5 and 3.7, and another for sober homes and halfway houses. "
    "They do not say whether an IOP is by video. Such care is shown as care that a program may have."
)


def blocks(result: ImportReport) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    return TITLE, _body(result, len(result.notes))


def first(result: ImportReport) -> tuple[str, list[Block]]:
    """The same with the first notes."""
    more = len(result.notes) - SHOWN
    hint = f"For {count(more, 'more note')}, add --all. " if more > 0 else ""
    return TITLE, [*_body(result, SHOWN), ShellHint(f"{hint}Next: `iopcli programs --near ZIP`.")]


def _body(result: ImportReport, most: int) -> list[Block]:
    body: list[Block] = [Bullets(tuple(_list(one) for one in result.lists)), Paragraph(Said(UNCLEAR, role="muted"))]
    notes = tuple(
        Point(Said(f"{one.file} row {one.row}: {one.field} {one.problem}{LEFT_OUT if one.refused else ''}."))
        for one in result.notes[:most]
    )
    return [*body, Heading("What was wrong with some rows"), Bullets(notes)] if notes else body


def _many(number: int, thing: str) -> str:
    """A number with its noun, as large as a whole country's list: `22,949 rows`."""
    return f"{number:,} {thing if number == 1 else f'{thing}s'}"


def _list(one: ImportedList) -> Point:
    """A list whose numbers add up to its rows."""
    became = f"{_many(one.rows, 'row')} became {_many(one.programs, 'program')}"
    summary = f"{one.file}, from {date_text(one.as_of)}: {became}."
    before, rows = one.known_before, f"{one.rows:,} = {one.programs:,} programs"
    parts = [
        ("Rows", f"{rows} + {_many(one.duplicates, 'more row')} about the same programs + {one.refused:,} left out"),
        ("Report", ", ".join(f"{id_} {number:,}" for id_, number in one.options.items())),
        ("May have", ", ".join(f"{id_} {number:,}" for id_, number in one.maybe.items())),
        ("Neither", f"{count(one.none, 'program')}, such as places for mental health only" if one.none else ""),
        ("Encoding", f"read as {one.encoding}" if one.encoding else ""),
        ("Known", f"{one.known_before:,} are on another list here; the newest list is used" if before else ""),
        ("There", "this list was there already, and nothing was written" if one.there else ""),
    ]  # fmt: skip
    return Point(Said(summary, role="strong"), tuple((label, text) for label, text in parts if text))


COUNTS = ("rows", "programs", "twins", "refused")
"""What becomes of rows, by the names that CSV has."""


def rows(result: ImportReport) -> Rows:
    """The counts of each list, then a row for each note."""
    said: list[tuple[Any, ...]] = [
        ("count", one.file, "", what, number)
        for one in result.lists
        for what, number in zip(COUNTS, (one.rows, one.programs, one.duplicates, one.refused), strict=True)
    ]
    said += [("refused" if one.refused else "note", one.file, one.row, one.field, one.problem) for one in result.notes]
    return ("kind", "file", "row", "field", "says"), said
