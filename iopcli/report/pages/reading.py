"""The page of one topic, or of one word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.report.page import Block, Bullets, Numbers, Paragraph, Point, Said
from iopcli.report.pages.parts import footnotes
from iopcli.wording import point_text

if TYPE_CHECKING:
    from iopcli.topics import Reading


def blocks(result: Reading) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers()
    if result.topic is not None:
        points = tuple(Point(Said(point_text(point), numbers.of(point.sources))) for point in result.topic.point)
        numbers.of(result.topic.sources)
        about = ", ".join(result.topic.options)
        more: list[Block] = (
            [Paragraph(Said(f"About: {about}. See `iopcli show` or `iopcli compare`.", role="muted"))] if about else []
        )
        return result.topic.title, [Bullets(points), *more, *footnotes(numbers, result.sources)]
    term = result.term
    assert term is not None  # noqa: S101 - a reading is of a topic or of a term
    blocks: list[Block] = [Paragraph(Said(term.means, numbers.of(term.sources)))]
    if term.see:
        blocks.append(Paragraph(Said(f"See: {', '.join(term.see)}.", role="muted")))
    return term.term, [*blocks, *footnotes(numbers, result.sources)]
