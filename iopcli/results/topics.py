"""What is not a single fact: topics in a few sentences, and the words people meet."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from iopcli.dataset.find import names_explained, names_of, normalized
from iopcli.dataset.lines import first_call
from iopcli.dataset.model import Dataset, Source, Term, Topic
from iopcli.dataset.near import scored
from iopcli.errors import Problem, UsageError
from iopcli.facts.result import Result, common


class Named(Struct, frozen=True, kw_only=True):
    """A topic or a word, with the line it is listed under."""

    id: str
    title: str
    first: int = 0
    """The place of a topic on a first screen, from 1; 0 is none."""


class TopicsResult(Result, frozen=True, kw_only=True, tag="iopcli/topics/1"):
    """Every topic and every word that is explained."""

    topics: tuple[Named, ...]
    terms: tuple[Named, ...]


class TopicResult(Result, frozen=True, kw_only=True, tag="iopcli/topic/1"):
    """A topic in full, or a word explained, or both where one name has both."""

    topic: Topic | None
    term: Term | None
    see: tuple[str, ...]
    """Options that the word has to do with."""
    sources: Mapping[str, Source]


def topics(dataset: Dataset) -> TopicsResult:
    """What there is to read."""
    return TopicsResult(
        **common(dataset),
        topics=tuple(Named(id=topic.id, title=topic.title, first=topic.first) for topic in dataset.topics.values()),
        terms=tuple(Named(id=term.id, title=term.term) for term in dataset.terms.values()),
    )


def topic(dataset: Dataset, name: str) -> TopicResult:
    """The topic or the word of that name.

    Raises:
        UsageError: no topic or word has that name; the nearest are named.

    """
    wanted = normalized(name)
    topic = next((topic for topic in dataset.topics.values() if wanted in names_explained(topic)), None)
    term = next((term for term in dataset.terms.values() if wanted in names_explained(term)), None)
    if topic is None and term is None:
        raise _not_found(dataset, name, wanted)
    sources = dataset.cited([*(term.sources if term else ()), *(topic.every_source if topic else ())])
    see = tuple(id_ for id_ in term.see if id_ in dataset.options) if term else ()
    return TopicResult(**common(dataset), topic=topic, term=term, see=see, sources=sources)


def _not_found(dataset: Dataset, name: str, wanted: str) -> UsageError:
    """What is nearest: a topic or a word that is spelled much like it, or that uses its words."""
    things = [(one.id, names_explained(one)) for one in dataset.topics.values()]
    things += [(one.id, names_explained(one)) for one in dataset.terms.values()]
    by_name = {spelling: id_ for id_, names in things for spelling in names}
    using = [id_ for id_, names in things if any(set(wanted.split()) <= set(spelling.split()) for spelling in names)]
    spelled = [by_name[spelling] for spelling, _ in scored(wanted, by_name, at_least=70)]
    nearest = list(dict.fromkeys([*using, *spelled]))[:4] if wanted else []
    options = ((one.id, {normalized(each) for each in (one.id, *names_of(one))}) for one in dataset.in_order)
    shown = [f"`iopcli show {id_}`" for id_, names in options if wanted in names]
    near = [f"`{id_}`" for id_ in nearest]
    hint = f"did you mean {' or '.join([*shown, *near][:4])}?" if shown or near else ""
    problem = Problem(f"`{name}`", "is not a topic or a word explained here", hint)
    calling = f"`iopcli topics` lists them all. {first_call(dataset.help.line)}"
    return UsageError("nothing to read under that name", [problem], calling)
