"""What is not a single fact: topics in a few sentences, and the words people meet."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from iopcli.dataset.find import plain
from iopcli.dataset.model import Dataset, Source, Term, Topic
from iopcli.errors import Problem, UsageError
from iopcli.result import Result, common


class Named(Struct, frozen=True, kw_only=True):
    """A topic or a word, with the line it is listed under."""

    id: str
    title: str


class Contents(Result, frozen=True, kw_only=True, tag="iopcli/topics/1"):
    """Every topic and every word that is explained."""

    topics: tuple[Named, ...]
    terms: tuple[Named, ...]


class Reading(Result, frozen=True, kw_only=True, tag="iopcli/topic/1"):
    """A topic in full, or a word explained, or both where one name has both."""

    topic: Topic | None
    term: Term | None
    sources: Mapping[str, Source]


def contents(dataset: Dataset) -> Contents:
    """What there is to read."""
    return Contents(
        **common(dataset),
        topics=tuple(Named(id=topic.id, title=topic.title) for topic in dataset.topics.values()),
        terms=tuple(Named(id=term.id, title=term.term) for term in dataset.terms.values()),
    )


def reading(dataset: Dataset, name: str) -> Reading:
    """The topic or the word of that name.

    Raises:
        UsageError: no topic or word has that name; the nearest are named.

    """
    wanted = plain(name)
    topic = next(
        (topic for topic in dataset.topics.values() if wanted in _names(topic.id, topic.title, topic.also)), None
    )
    term = next((term for term in dataset.terms.values() if wanted in _names(term.id, term.term, term.also)), None)
    if topic is None and term is None:
        raise _not_found(dataset, name, wanted)
    used = dict.fromkeys([*(term.sources if term else ()), *(topic.every_source if topic else ())])
    return Reading(**common(dataset), topic=topic, term=term, sources={id_: dataset.sources[id_] for id_ in used})


def _names(*names: str | tuple[str, ...]) -> set[str]:
    return {plain(part) for name in names for part in ([name] if isinstance(name, str) else name)}


def _not_found(dataset: Dataset, name: str, wanted: str) -> UsageError:
    from iopcli.dataset.near import did_you_mean

    known = [*dataset.topics, *(term.term.casefold() for term in dataset.terms.values())]
    problem = Problem(f"`{name}`", "is not a topic or a word explained here", did_you_mean(wanted, known))
    return UsageError("nothing to read under that name", [problem], "`iopcli topics` lists them all")
