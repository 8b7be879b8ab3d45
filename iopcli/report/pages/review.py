"""The page of two records of one person: what changed, and which way the needs now point."""

from __future__ import annotations

from iopcli.report.page import Block, Bullets, Heading, Paragraph, Point, Rows, Said, ShellHint
from iopcli.report.pages.parts import clinician, urgent
from iopcli.results.review import AreaChange, NeedChange, Review

_GROUPS = {
    "worse": "What got worse",
    "better": "What improved",
    "changed": "What is different",
    "not known": "Known at only one of the two times",
    "same": "What stayed the same",
}


def blocks(result: Review) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    if result.stopped:
        return "Get help first", urgent(result.urgent)
    body = _outcome(result)
    for change, title in _GROUPS.items():
        points = tuple(Point(Said(_area(one))) for one in result.areas if one.change == change)
        body += [Heading(title), Bullets(points)] if points else []
    needs = tuple(Point(Said(_need(one))) for one in result.needs)
    body += [Heading("What is needed, earlier and now"), Bullets(needs)] if needs else []
    if result.ask_next:
        body.append(Paragraph(Said(f"Still to ask: {', '.join(result.ask_labels).lower()}.")))
    body += [Paragraph(Said(note, role="muted")) for note in result.notes]
    return "What has changed", [*body, ShellHint("Read more: `iopcli topics step-up-step-down`.")]


def first(result: Review) -> tuple[str, list[Block]]:
    """Which way it points, and what changed; what did not, by name."""
    if result.stopped:
        return blocks(result)
    body = _outcome(result)
    for change, title in _GROUPS.items():
        said = [_area(one) for one in result.areas if one.change == change]
        if change == "same" and said:
            labels = ", ".join(one.label.lower() for one in result.areas if one.change == change)
            body.append(Paragraph(Said(f"{title}: {labels}.")))
        elif said:
            body += [Heading(title), Bullets(tuple(Point(Said(text)) for text in said))]
    needs = tuple(Point(Said(_need(one))) for one in result.needs if one.change != "same")
    body += [Heading("What is needed, earlier and now"), Bullets(needs)] if needs else []
    body += [Paragraph(Said(note, role="muted")) for note in result.notes]
    asks = [f"Ask next: {result.ask_labels[0].lower()}."] if result.ask_labels else []
    body += [Paragraph(Said(text, role="strong")) for text in asks]
    return "What has changed", [*body, ShellHint("Read more: --all, or `iopcli topics step-up-step-down`.")]


def _outcome(result: Review) -> list[Block]:
    """What cannot wait, and which way it points."""
    least = f"Earlier, at least: {result.earlier.said}. Now, at least: {result.later.said}."
    paragraphs = [Paragraph(Said(result.text, role="strong")), Paragraph(Said(least))]
    return [*urgent(result.urgent), *clinician(result.clinician), *paragraphs]


def _area(one: AreaChange) -> str:
    return f"{one.label}: {one.later}" if one.earlier == one.later else f"{one.label}: {one.earlier}, now {one.later}"


def _need(one: NeedChange) -> str:
    if one.change == "same":
        return f"{one.label}: the same, {one.later}."
    change = "too early to say" if one.change == "open" else one.change
    return f"{one.label}: {change}. Earlier: {one.earlier}. Now: {one.later}."


def rows(result: Review) -> Rows:
    """A line for what is urgent, for the direction, and for each area and need."""
    said = [("urgent", one.rule, "", one.message) for one in result.urgent]
    said += [("needs a clinician", one.rule, "", one.clinician) for one in result.clinician]
    said.append(("direction", result.direction, "+".join(result.earlier.options), "+".join(result.later.options)))
    said += [(one.change, one.question, one.earlier, one.later) for one in result.areas]
    said += [(f"need {one.change}", one.attribute, one.earlier, one.later) for one in result.needs]
    return ("kind", "id", "earlier", "later"), said
