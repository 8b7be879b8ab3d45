"""The page of what was heard by phone."""

from __future__ import annotations

from typing import Any

from iopcli.facts.clock import date_text
from iopcli.programs.names import in_town
from iopcli.report.page import Block, Bullets, Paragraph, Point, Rows, Said, ShellHint
from iopcli.results.programs_heard import HeardReport, KeptAnswer


def blocks(result: HeardReport) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: each call with its answers, and what each stands over."""
    calls: dict[str, list[KeptAnswer]] = {}
    for one in result.kept:
        calls.setdefault(f"{in_town(one.name, one.city)}, {date_text(one.day)}", []).append(one)
    points = (Point(Said(call), tuple((one.label, _answer(one)) for one in kept)) for call, kept in calls.items())
    return "What was heard by phone", [
        Bullets(tuple(points)),
        Paragraph(
            Said("These answers replace what the list says until they are too old. They say nothing about the caller.")
        ),
        ShellHint(f"Next: `iopcli show {result.kept[0].program}`, or `iopcli programs check`."),
    ]


def _answer(one: KeptAnswer) -> str:
    said = f"{one.says}."
    if not one.stands:
        return f"{said} A newer answer is used: {one.said_before}."
    if not one.before_from:
        return f"{said} It was not reported before."
    if one.before_from == "phone":
        return f"{said} By phone it was {one.said_before} before."
    return f"{said} The list says {'that it may be so' if one.before == 'maybe' else one.said_before}."


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
