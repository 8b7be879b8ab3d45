"""The page of an answer: what cannot wait, the answer, the table or the lines under it, and what else to read."""

from __future__ import annotations

from typing import Any

from iopcli.ask.answer import Alert, Answer, Reading
from iopcli.dataset.lines import reach
from iopcli.facts.wording import point_text
from iopcli.report.page import Block, Bullets, Heading, Numbers, Paragraph, Point, Rows, Said, ShellHint
from iopcli.report.pages import compare
from iopcli.report.pages.parts import MARK, questions, unsure_rows
from iopcli.results.compare import Comparison


def blocks(result: Answer) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers(result.dataset.as_of)
    urgent = result.kind == "urgent"
    body: list[Block] = []
    for alert in result.alerts:
        body += _alert(alert, urgent=urgent)
    for reading in result.readings if urgent else ():
        body += _reading(reading, numbers, len(reading.points))
    if urgent and result.rests:
        body.append(Heading("When you are safe"))
    if result.perhaps:
        body.append(Paragraph(Said("If this is happening now:", role="strong")))
        for alert in result.perhaps:
            body += _alert(alert, urgent=False)
    points_are_said = result.shape == "topic" or (urgent and not result.rests)
    if not points_are_said and not (result.alerts and not urgent):
        elsewhere = result.lines or result.comparison  # the numbers of sources stand there
        body.append(Paragraph(Said(result.said, () if elsewhere else numbers.of(result.rests), "strong")))
    if result.comparison:
        body += _beside(result, result.comparison, numbers)
    body += _lines(result, numbers)
    body += questions(result.ask)
    for reading in () if urgent else result.readings:
        body += _reading(reading, numbers)
    body += _further(result)
    if result.unread:
        body.append(Paragraph(Said(f"Not used from the question: {', '.join(result.unread)}.")))
    if result.see:
        body += [
            Heading("See also"),
            Bullets(tuple(Point(Said(f"{one.title} `iopcli topics {one.id}`")) for one in result.see)),
        ]
    if result.suggestions:
        told = tuple(Point(Said(one)) for one in result.suggestions)
        body += [Heading("What you can ask here"), Bullets(told)]
    if result.kind == "unknown":
        body.append(
            ShellHint("Also: `iopcli list`, `iopcli topics`, and `iopcli match` for plans that meet your needs.")
        )
    return TITLES[result.kind], [*body, *_sources(numbers)]


MOST_LINES = 5
"""Lines that an answer shows."""
SELF_CHECKED = ("diagnosis", "which-one")
"""Refusals of what the self-check helps to see."""
TITLES = {"answer": "Answer", "unknown": "Not known here", "urgent": "Get help first"}


def _alert(alert: Alert, *, urgent: bool) -> list[Block]:
    """What cannot wait, or why there is no answer, and whom to call."""
    said: list[Block] = [Paragraph(Said(alert.message, role="alert" if urgent else "strong"))]
    calls = " ".join(f"{reach(line)} ({line.name})." for line in alert.lines)
    return [*said, *([Paragraph(Said(calls, role="strong"))] if calls else [])]


def _lines(result: Answer, numbers: Numbers) -> list[Block]:
    """The first lines of what the answer rests on, and the command that has all of them."""
    if not result.lines:
        return []
    shown = result.lines[:MOST_LINES]
    told: list[Block] = [
        Bullets(tuple(Point(Said(f"{one.label}: {one.text}", numbers.of(one.sources))) for one in shown))
    ]
    if len(shown) < len(result.lines):
        options = dict.fromkeys(one.option for one in result.lines)
        rows = ",".join(dict.fromkeys(one.attribute for one in result.lines))
        told.append(ShellHint(f"All {len(result.lines)} lines: `iopcli compare {' '.join(options)} -a {rows}`."))
    return told


def _beside(result: Answer, table: Comparison, numbers: Numbers) -> list[Block]:
    """The rows asked for, with their sources numbered for the line at the end; or those that decide."""
    numbers.of(result.rests if table.asked else ())
    return [block for block in compare.first(table)[1] if not isinstance(block, ShellHint)]


def _reading(reading: Reading, numbers: Numbers, most: int = 3) -> list[Block]:
    """The beginning of a topic, or a word, with its sources."""
    shown = reading.points[:most]
    points = tuple(Point(Said(point_text(point), numbers.of(point.sources or reading.sources))) for point in shown)
    more = len(reading.points) > len(shown)
    return [
        Heading(reading.title),
        Bullets(points),
        *([ShellHint(f"The rest: `iopcli topics {reading.id}`.")] if more else []),
    ]


def _further(result: Answer) -> list[Block]:
    """The command that goes further than an answer can."""
    if "which-level" in result.topics or any(alert.id in SELF_CHECKED for alert in result.alerts):
        return [ShellHint("`iopcli check` is a private self-check, with what its result means.")]
    if result.comparison:
        unsure = f"{MARK} sources differ, or are weak or second-hand." if unsure_rows(result.comparison.rows) else ""
        whole = f"iopcli compare {' '.join(result.options)} --all"
        return [ShellHint(f"All rows, with notes and sources: `{whole}`.", unsure)]
    return []


def _sources(numbers: Numbers) -> list[Block]:
    """The sources that were numbered, in one line; each can be read in full."""
    if not numbers.sources:
        return []
    named = ", ".join(f"[{number}] {id_}" for id_, number in numbers.sources.items())
    return [Paragraph(Said(f"Sources: {named}. `iopcli sources ID` shows one in full.", role="muted"))]


def rows(result: Answer) -> Rows:
    """One line for each thing said, what cannot wait first."""
    said: list[tuple[Any, ...]] = [
        (result.kind, one.id, one.message, "; ".join(reach(line) for line in one.lines)) for one in result.alerts
    ]
    said.append((result.kind, result.shape, result.text, ";".join(result.rests)))
    said += [(f"{one.option} {one.attribute}", one.label, one.text, ";".join(one.sources)) for one in result.lines]
    for reading in result.readings:
        said += [
            (reading.kind, reading.id, point_text(point), ";".join(point.sources or reading.sources))
            for point in reading.points
        ]
    said += [("see also", one.id, one.title, "") for one in result.see]
    said += [("not used", "", word, "") for word in result.unread]
    said += [("ask the program", one.attribute, one.ask.says, "") for one in result.ask]
    said += [("can be asked", "", one, "") for one in result.suggestions]
    return ("kind", "id", "says", "more"), said
