"""Every source, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from iopcli.dataset.kinds import beside_facts
from iopcli.dataset.model import Dataset, Option, Source
from iopcli.dataset.near import did_you_mean
from iopcli.errors import Problem, UsageError, refuse
from iopcli.facts.result import Result, common
from iopcli.facts.wording import text_of


class UseOfSource(Struct, frozen=True, kw_only=True):
    """One thing that rests on a source: a cell, or a topic, term, help line, question or rule by id."""

    kind: str
    option: str = ""
    attribute: str = ""
    id: str = ""
    text: str = ""


class Citation(Struct, frozen=True, kw_only=True):
    """A source with everything that rests on it."""

    source: Source
    rests: tuple[UseOfSource, ...]


class SourcesResult(Result, frozen=True, kw_only=True, tag="iopcli/sources/1"):
    """Sources in the order of the dataset; `option` or `asked` where not all were asked for."""

    option: str
    asked: tuple[str, ...]
    citations: tuple[Citation, ...]


def sources(dataset: Dataset, ids: Sequence[str] = (), option: Option | None = None) -> SourcesResult:
    """The sources named, or all; with `option`, only those that its column rests on.

    Raises:
        UsageError: an id that is no source.

    """
    _refuse_unknown(dataset, ids)
    rests: dict[str, list[UseOfSource]] = {id_: [] for id_ in dataset.sources}
    rests |= {id_: [] for id_ in ids if id_ not in rests}  # of local programs, which no list of sources has
    for source, resting in _resting(dataset, option):
        rests.setdefault(source, []).append(resting)
    kept = [id_ for id_, uses in rests.items() if (not ids or id_ in ids) and (option is None or uses)]
    return SourcesResult(
        **common(dataset),
        option=option.id if option else "",
        asked=tuple(ids),
        citations=tuple(Citation(source=dataset.sources[id_], rests=tuple(rests[id_])) for id_ in kept),
    )


def _resting(dataset: Dataset, only: Option | None) -> Iterator[tuple[str, UseOfSource]]:
    """Every pair of a source and something that rests on it."""
    for option in [only] if only else dataset.in_order:
        for id_, fact in option.facts.items():
            text = text_of(dataset.attributes[id_], fact)
            for source in fact.every_source:
                yield source, UseOfSource(kind="fact", option=option.id, attribute=id_, text=text)
    if only:
        return
    for thing in beside_facts(dataset):
        for source in thing.sources:
            yield source, UseOfSource(kind=thing.kind, id=thing.id, text=thing.text)


def _refuse_unknown(dataset: Dataset, ids: Sequence[str]) -> None:
    unknown = [
        Problem(f"`{id_}`", "is not a source", did_you_mean(id_, dataset.sources))
        for id_ in ids
        if id_ not in dataset.sources
    ]
    refuse(unknown, UsageError, "not known", "`iopcli sources` lists them all", thing="source")
