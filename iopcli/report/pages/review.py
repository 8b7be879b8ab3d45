"""The page of two records of one person: what changed, and which way the needs now point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.report.page import Block, Bullets, Heading, Paragraph, Point, Said, ShellHint
from iopcli.report.pages.parts import clinician, urgent

if TYPE_CHECKING:
    from iopcli.review import AreaChange, NeedChange, Review

_GROUPS = {
    "worse": "What got worse",
    "better": "What improved",
    "changed": "What is different",
    "not known": "Not known at one of the two times",
    "same": "What stayed the same",
}


def blocks(result: Review) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    if result.stopped:
        return "Get help first", urgent(result.urgent)
    body: list[Block] = [
        *urgent(result.urgent),
        *clinician(result.clinician),
        Paragraph(Said(result.text, role="strong")),
    ]
    body.append(Paragraph(Said(f"Earlier, at least: {result.earlier.name}. Now, at least: {result.later.name}.")))
    for change, title in _GROUPS.items():
        points = tuple(Point(Said(_area(one))) for one in result.areas if one.change == change)
        body += [Heading(title), Bullets(points)] if points else []
    needs = tuple(Point(Said(_need(one))) for one in result.needs)
    body += [Heading("What is needed, earlier and now"), Bullets(needs)] if needs else []
    if result.ask_next:
        body.append(Paragraph(Said(f"Still to ask: {', '.join(result.ask_labels).lower()}.")))
    body += [Paragraph(Said(note, role="muted")) for note in result.notes]
    return "What has changed", [*body, ShellHint("Read on: `iopcli topics step-up-step-down`.")]


def _area(one: AreaChange) -> str:
    return f"{one.label}: {one.later}" if one.earlier == one.later else f"{one.label}: {one.earlier}, now {one.later}"


def _need(one: NeedChange) -> str:
    if one.change == "same":
        return f"{one.label}: the same, {one.later}."
    change = "cannot be said yet" if one.change == "open" else one.change
    return f"{one.label}: {change}. Earlier {one.earlier}; now {one.later}."
