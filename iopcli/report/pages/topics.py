"""The list of topics and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.errors import count
from iopcli.report.page import Block, Bullets, Heading, Paragraph, Point, Rows, Said, ShellHint

if TYPE_CHECKING:
    from iopcli.results.topics import Contents


SOME = ("moud", "parity", "sliding-fee", "copay", "tolerance")
"""Words that are named on a first screen, where they are explained."""


def first(result: Contents) -> tuple[str, list[Block]]:
    """The topics by what to type, and how many words are explained."""
    titles = {term.id: term.title for term in result.terms}
    some = ", ".join(titles[id_] for id_ in SOME if id_ in titles)
    words = f"{count(len(titles), 'word')} explained{f', such as {some}' if some else ''}: `iopcli topics MOUD`."
    return "Topics and words", [
        Heading(f"{count(len(result.topics), 'topic')}: `iopcli topics five-steps`"),
        Paragraph(Said(f"{', '.join(topic.id for topic in result.topics)}.")),
        Paragraph(Said(words)),
        ShellHint("Read on: --all lists topics by their titles, and every word."),
    ]


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


def rows(result: Contents) -> Rows:
    """A line for each topic and each word."""
    named = [("topic", one) for one in result.topics] + [("term", one) for one in result.terms]
    return ("kind", "id", "title"), ((kind, one.id, one.title) for kind, one in named)
