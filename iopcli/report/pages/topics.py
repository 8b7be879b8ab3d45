"""The list of topics and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.report.page import Block, Bullets, Heading, Paragraph, Point, Said, ShellHint

if TYPE_CHECKING:
    from iopcli.topics import Contents


def blocks(result: Contents) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    topics = tuple(Point(Said(f"{topic.title} ({topic.id})")) for topic in result.topics)
    words = ", ".join(term.title for term in result.terms)
    return "Topics and words", [
        Heading("Topics"),
        Bullets(topics),
        Heading("Words explained"),
        Paragraph(Said(f"{words}.")),
        ShellHint("Read one: `iopcli topics five-steps`, or `iopcli topics MOUD`."),
    ]
