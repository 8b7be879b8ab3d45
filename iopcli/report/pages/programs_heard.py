"""The page of what was heard by phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iopcli.facts.clock import date_text
from iopcli.report.page import Block, Bullets, Paragraph, Point, Rows, Said, ShellHint

if TYPE_CHECKING:
    from iopcli.results.programs_heard import HeardReport, Kept


def blocks(result: HeardReport) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: each answer, and what it stands over."""
    first = result.kept[0].program
    return "What was heard by phone", [
        Bullets(tuple(Point(Said(_kept(one))) for one in result.kept)),
        Paragraph(
            Said("These answers replace what the list says until they are too old. They hold nothing about a caller.")
        ),
        ShellHint(f"Next: `iopcli show {first}`, or `iopcli programs check`."),
    ]


def _kept(one: Kept) -> str:
    said = f"{one.name}, {date_text(one.day)}: {one.word} is {_text(one.answer)}."
    if not one.stands:
        return f"{said} A newer answer is used: {_text(one.before)}."
    if one.before is None:
        return f"{said} It was not reported before."
    whence = "by phone before" if one.before_from == "phone" else "by the list"
    return f"{said} It was {_text(one.before)} {whence}."


def _text(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def rows(result: HeardReport) -> Rows:
    """A row an answer."""
    header = ("program", "name", "word", "answer", "day", "before", "before_from", "stands")
    return header, (
        (
            one.program,
            one.name,
            one.word,
            _in_csv(one.answer),
            one.day,
            _in_csv(one.before),
            one.before_from,
            _in_csv(one.stands),
        )
        for one in result.kept
    )


def _in_csv(value: Any) -> str:
    return "" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
