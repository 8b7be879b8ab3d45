"""The page of how old what is known of local programs is."""

from __future__ import annotations

from typing import Any

from iopcli.errors import count
from iopcli.facts.clock import date_text
from iopcli.programs.lists import ListCard
from iopcli.programs.names import in_town
from iopcli.report.page import Block, Bullets, Heading, Paragraph, Point, Rows, Said, ShellHint
from iopcli.results.programs_check import Old, ProgramsCheck

SHOWN = 12
"""Old answers, and programs that lack something, on a first screen."""
TITLE = "How old the local programs are"


def blocks(result: ProgramsCheck) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    return TITLE, _body(result, max(len(result.old), len(result.lacking)))


def first(result: ProgramsCheck) -> tuple[str, list[Block]]:
    """The same with the first of what is long."""
    most = SHOWN // 2 if result.old and result.lacking else SHOWN
    left = max(len(result.old) - most, 0) + max(len(result.lacking) - most, 0)
    hint = (
        [ShellHint(f"{count(left, 'more')[:-1] if left > 1 else '1 more'}: --format markdown has all.")] if left else []
    )
    return TITLE, [*_body(result, most), *hint]


def _body(result: ProgramsCheck, most: int) -> list[Block]:
    old = f"{result.old_programs:,} are from a list that is more than a year old"
    summary = f"{count(result.programs, 'program')}, and {old}."
    body: list[Block] = [
        Paragraph(Said(summary, role="strong")),
        Bullets(tuple(Point(Said(_list(one))) for one in result.lists)),
    ]
    body.append(Paragraph(Said(result.accuracy)))
    if result.old:
        body += [
            Heading("Heard too long ago, so call again"),
            Bullets(tuple(Point(Said(_old(one))) for one in result.old[:most])),
        ]
    if result.unmatched:
        ids = ", ".join(result.unmatched)
        body.append(
            Paragraph(
                Said(f"Some answers by phone are about programs that are no longer on any list: {ids}.", role="alert")
            )
        )
    if result.lacking:
        points = tuple(Point(Said(f"{one.name} ({one.program}) has no {one.lacks}.")) for one in result.lacking[:most])
        body += [Heading("What is missing"), Bullets(points)]
    return body


def _list(one: ListCard) -> str:
    old = ", which is more than a year, so import a newer list" if one.old else ""
    age = f"from {date_text(one.as_of)}, {count(one.days_old, 'day')} old{old}"
    return f"{one.title}, {one.file}: {count(one.programs, 'program')} {age}."


def _old(one: Old) -> str:
    ago = count(one.days_old, "day")
    name = in_town(one.name, one.city)
    return f"{name}: {one.label}, heard on {date_text(one.heard)}, {ago} ago. Call {one.phone or 'them'}."


def rows(result: ProgramsCheck) -> Rows:
    """A row for each list, and for each thing that is old or missing."""
    said: list[tuple[Any, ...]] = [
        ("old list" if one.old else "list", one.id, one.title, one.as_of, one.days_old) for one in result.lists
    ]
    said += [("old answer", one.program, one.word, one.heard, one.days_old) for one in result.old]
    said += [("heard of no program", id_, "", "", "") for id_ in result.unmatched]
    said += [("missing", one.program, one.lacks, "", "") for one in result.lacking]
    return ("kind", "id", "says", "day", "days_old"), said
