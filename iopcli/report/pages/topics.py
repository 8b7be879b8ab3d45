"""The page of topics and words: the list of all, or one of them."""

from __future__ import annotations

from collections.abc import Sequence

from iopcli.dataset.model import Topic
from iopcli.errors import count
from iopcli.facts.wording import CONFIDENCE, point_text
from iopcli.report.page import Block, Bullets, Heading, Numbers, Paragraph, Point, Rows, Said, ShellHint
from iopcli.report.pages.parts import bare, footnotes
from iopcli.results.topics import TopicResult, TopicsResult

SOME = ("moud", "parity", "sliding-fee", "copay", "tolerance")
"""Words that are named on a first screen, where they are explained."""


def blocks(result: TopicsResult | TopicResult) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    return _one(result) if isinstance(result, TopicResult) else ("Topics and words", _all(result))


def first(result: TopicsResult | TopicResult) -> tuple[str, list[Block]]:
    """The topics that people ask about first, and how many words are explained; of one the same without sources."""
    if isinstance(result, TopicsResult):
        return "Topics and words", _shortly(result)
    title, body = _one(result)
    return title, [*bare(body), ShellHint("For the sources, add --all.")]


def rows(result: TopicsResult | TopicResult) -> Rows:
    """A line for each topic and each word, or for each thing that one of them says."""
    return _said(result) if isinstance(result, TopicResult) else _named(result)


def _shortly(result: TopicsResult) -> list[Block]:
    """The topics that people ask about first, or all by what to type, and how many words are explained."""
    titles = {term.id: term.title for term in result.terms}
    some = ", ".join(titles[id_] for id_ in SOME if id_ in titles)
    words = f"{count(len(titles), 'word')} explained{f', such as {some}' if some else ''}: `iopcli topics MOUD`."
    topics = count(len(result.topics), "topic")
    first = sorted((topic for topic in result.topics if topic.first), key=lambda topic: topic.first)
    named: list[Block] = [
        Heading(f"{topics}: `iopcli topics five-steps`"),
        Paragraph(Said(f"{', '.join(topic.id for topic in result.topics)}.")),
    ]
    if first:
        named = [
            Heading("What people often ask first"),
            Bullets(tuple(Point(Said(f"{topic.title} `iopcli topics {topic.id}`")) for topic in first)),
        ]
    of_all = f"all {topics}" if first else "topics"
    return [*named, Paragraph(Said(words)), ShellHint(f"Read more: --all lists {of_all} by title, and every word.")]


def _all(result: TopicsResult) -> list[Block]:
    """Every topic by its title, and every word."""
    topics = tuple(Point(Said(f"{topic.title} ({topic.id})")) for topic in result.topics)
    words = ", ".join(term.title for term in result.terms)
    return [
        Heading("Topics"),
        Bullets(topics),
        Heading("Words explained"),
        Paragraph(Said(f"{words}.")),
        ShellHint("To read one: `iopcli topics five-steps`, or `iopcli topics MOUD`."),
    ]


def _one(result: TopicResult) -> tuple[str, list[Block]]:
    """The title of the page, and what the word means, then the topic."""
    numbers = Numbers()
    parts: list[tuple[str, str, list[Block]]] = []
    if term := result.term:
        parts.append((term.term, f"term/{term.id}", [Paragraph(Said(term.means, numbers.of(term.sources)))]))
    if topic := result.topic:
        parts.append((topic.title, f"topic/{topic.id}", _topic(topic, numbers)))
    body: list[Block] = []
    for _, key, said in parts:
        overlay = result.local.get(key)
        body += [*said, *([Paragraph(Said(f"Local: {overlay}.", role="muted"))] if overlay else [])]
    return parts[-1][0], [*body, *_see(result.see), *footnotes(numbers, result.sources)]


def _topic(topic: Topic, numbers: Numbers) -> list[Block]:
    points = tuple(Point(Said(point_text(point), numbers.of(point.sources))) for point in topic.point)
    numbers.of(topic.sources)
    about = f"About: {', '.join(topic.options)}. " if topic.options else ""
    sure = f"As of {topic.as_of}; {CONFIDENCE[topic.confidence]}."
    return [Bullets(points), Paragraph(Said(about + sure, role="muted"))]


def _see(options: Sequence[str]) -> list[Block]:
    """The options that a word has to do with, below everything there is to read or to do."""
    return [ShellHint(f"See also: {'; '.join(f'`iopcli show {id_}`' for id_ in options)}.")] if options else []


def _named(result: TopicsResult) -> Rows:
    named = [("topic", one) for one in result.topics] + [("term", one) for one in result.terms]
    return ("kind", "id", "title"), ((kind, one.id, one.title) for kind, one in named)


def _said(result: TopicResult) -> Rows:
    term, topic = result.term, result.topic
    said = [(term.id, term.term, term.means, term.sources)] if term else []
    if topic:
        said += [(topic.id, topic.title, point_text(point), point.sources or topic.sources) for point in topic.point]
    return ("id", "title", "says", "sources"), ((*words, ";".join(sources)) for *words, sources in said)
