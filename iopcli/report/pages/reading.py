"""The page of one topic, or of one word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.report.page import Block, Bullets, Numbers, Paragraph, Point, Said
from iopcli.report.pages.parts import footnotes
from iopcli.wording import CONFIDENCE, point_text

if TYPE_CHECKING:
    from iopcli.dataset.model import Term, Topic
    from iopcli.topics import Reading


def blocks(result: Reading) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers()
    title, body, kind = _topic(result.topic, numbers) if result.topic else _term(result.term, numbers)
    overlay = result.local.get(kind)
    local: list[Block] = [Paragraph(Said(f"Local: {overlay}.", role="muted"))] if overlay else []
    return title, [*body, *local, *footnotes(numbers, result.sources)]


def _topic(topic: Topic, numbers: Numbers) -> tuple[str, list[Block], str]:
    points = tuple(Point(Said(point_text(point), numbers.of(point.sources))) for point in topic.point)
    numbers.of(topic.sources)
    about = f"About: {', '.join(topic.options)}. " if topic.options else ""
    sure = f"As of {topic.as_of}; {CONFIDENCE[topic.confidence]}."
    return topic.title, [Bullets(points), Paragraph(Said(about + sure, role="muted"))], f"topic/{topic.id}"


def _term(term: Term | None, numbers: Numbers) -> tuple[str, list[Block], str]:
    assert term is not None  # noqa: S101 - a reading is of a topic or of a term
    body: list[Block] = [Paragraph(Said(term.means, numbers.of(term.sources)))]
    if term.see:
        body.append(Paragraph(Said(f"See: {', '.join(term.see)}.", role="muted")))
    return term.term, body, f"term/{term.id}"
