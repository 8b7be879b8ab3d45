"""One option in full: every attribute, what a day there is like, what to ask, and what to read on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from iopcli.dataset.model import Dataset, Group, Option, Source
from iopcli.facts.cells import cited, first_rows, row, unknown_to_ask
from iopcli.facts.result import OptionCard, Result, Row, ToAsk, card, common


class TopicLink(Struct, frozen=True, kw_only=True):
    """A topic that has to do with the option."""

    id: str
    title: str


class ShowResult(Result, frozen=True, kw_only=True, tag="iopcli/option/1"):
    """One option; `rows` have one cell each."""

    option: OptionCard
    aliases: tuple[str, ...]
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    first: tuple[str, ...]
    """The rows of a first screen, by id."""
    asked: bool
    """Whether rows were asked for by name."""
    ask: tuple[ToAsk, ...]
    topics: tuple[TopicLink, ...]
    sources: Mapping[str, Source]


def show(dataset: Dataset, option: Option, attributes: Sequence[str] | None = None) -> ShowResult:
    """Everything the dataset holds about one option, or the rows asked for."""
    chosen = (one for id_, one in dataset.attributes.items() if attributes is None or id_ in attributes)
    rows = tuple(row(dataset, [option], attribute) for attribute in chosen)
    topics = (topic for topic in dataset.topics.values() if option.id in topic.options or option.like in topic.options)
    return ShowResult(
        **common(dataset),
        option=card(option),
        aliases=option.aliases,
        groups=tuple(dataset.groups.values()),
        rows=rows,
        first=first_rows(dataset),
        asked=attributes is not None,
        ask=unknown_to_ask(rows),
        topics=tuple(TopicLink(id=topic.id, title=topic.title) for topic in topics),
        sources=cited(dataset, (one.cells[0] for one in rows)),
    )
