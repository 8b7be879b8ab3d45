"""The page of one topic, or of one word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iopcli.facts.wording import CONFIDENCE, point_text
from iopcli.report.page import Block, Bullets, Numbers, Paragraph, Point, Rows, Said, ShellHint
from iopcli.report.pages.parts import bare, footnotes

if TYPE_CHECKING:
    from iopcli.dataset.model import Term, Topic
    from iopcli.results.topics import Reading


def blocks(result: Reading) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: what the word means, then the topic."""
    numbers = Numbers()
    parts: list[tuple[str, str, list[Block]]] = []
    if term := result.term:
        parts.append((term.term, f"term/{term.id}", _term(term, result.see, numbers)))
    if topic := result.topic:
        parts.append((topic.title, f"topic/{topic.id}", _topic(topic, numbers)))
    body: list[Block] = []
    for _, key, said in parts:
        overlay = result.local.get(key)
        body += [*said, *([Paragraph(Said(f"Local: {overlay}.", role="muted"))] if overlay else [])]
    return parts[-1][0], [*body, *footnotes(numbers, result.sources)]


def first(result: Reading) -> tuple[str, list[Block]]:
    """The same without sources."""
    title, body = blocks(result)
    return title, [*bare(body), ShellHint("Read on: --all has the sources.")]


def _topic(topic: Topic, numbers: Numbers) -> list[Block]:
    points = tuple(Point(Said(point_text(point), numbers.of(point.sources))) for point in topic.point)
    numbers.of(topic.sources)
    about = f"About: {', '.join(topic.options)}. " if topic.options else ""
    sure = f"As of {topic.as_of}; {CONFIDENCE[topic.confidence]}."
    return [Bullets(points), Paragraph(Said(about + sure, role="muted"))]


def _term(term: Term, see: Sequence[str], numbers: Numbers) -> list[Block]:
    means = Paragraph(Said(term.means, numbers.of(term.sources)))
    return [means, *([ShellHint(f"See also: {'; '.join(f'`iopcli show {id_}`' for id_ in see)}.")] if see else [])]


def rows(result: Reading) -> Rows:
    """A line for each thing said."""
    term, topic = result.term, result.topic
    said = [(term.id, term.term, term.means, term.sources)] if term else []
    if topic:
        said += [(topic.id, topic.title, point_text(point), point.sources or topic.sources) for point in topic.point]
    return ("id", "title", "says", "sources"), ((*words, ";".join(sources)) for *words, sources in said)
