"""The page of sources, with what rests on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from iopcli.dataset.model import WEAK_KINDS
from iopcli.errors import count
from iopcli.report.page import (
    Block,
    Box,
    Bullets,
    ColumnHead,
    Paragraph,
    Point,
    Rows,
    Said,
    Section,
    ShellHint,
    Table,
    TableRow,
)
from iopcli.report.pages.parts import source_text
from iopcli.results.sources import Citation, SourcesResult, UseOfSource

MOST = 12
"""Sources on a first screen."""


def blocks(result: SourcesResult) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: a line a source for all of them, everything for some."""
    title = f"Sources behind {result.option}" if result.option else "Sources"
    if not result.citations:
        return title, [Paragraph(Said("No source."))]
    point = _in_full if result.asked or result.option else _in_a_line
    hint = [] if point is _in_full else [ShellHint("To see one in full: `iopcli sources ID`.")]
    return title, [Bullets(tuple(point(citation, result.local) for citation in result.citations)), *hint]


def first(result: SourcesResult) -> tuple[str, list[Block]]:
    """How many sources there are of each kind, and those that most rests on; some in full."""
    title, body = blocks(result)
    if result.asked or not result.citations:
        return title, body
    kinds = Counter(one.source.kind for one in result.citations)
    weak = sum(one.source.kind in WEAK_KINDS for one in result.citations)
    summary = (
        f"{count(len(result.citations), 'source')}: {', '.join(f'{n} {kind}' for kind, n in kinds.most_common())}."
    )
    summary += f" Of these, {weak} {'is' if weak == 1 else 'are'} weak, and each page says so." if weak else ""
    most = sorted(result.citations, key=lambda one: -len(one.rests))[:MOST]
    rows = tuple(TableRow(one.source.id, "", tuple(Box((Said(text),)) for text in _named(one))) for one in most)
    heads = (ColumnHead("Uses"), ColumnHead("Who said it"))
    table = Table("Sources behind the most facts", "Source", heads, (Section("", rows),), tight=True)
    on = "Read more: `iopcli sources ID`, --option iop, or --all for every source."
    return title, [Paragraph(Said(summary)), table, ShellHint(on)]


def _named(citation: Citation) -> tuple[str, str]:
    return str(len(citation.rests)), f"{citation.source.publisher}, {citation.source.year}"


def _in_a_line(citation: Citation, local: Mapping[str, str]) -> Point:
    number = count(len(citation.rests), "time")
    return Point(Said(f"{source_text(citation.source)}. {citation.source.id}, used {number}{_local(citation, local)}"))


def _in_full(citation: Citation, local: Mapping[str, str]) -> Point:
    source = citation.source
    resting = [f"{rest.option} {rest.attribute}".strip() or f"{rest.kind} {rest.id}" for rest in citation.rests]
    parts = (
        ("Id", source.id + _local(citation, local)),
        ("Kind", f"{source.kind}; read: {source.read}{f'; seen by {source.seen}' if source.seen else ''}"),
        ("Where", source.url),
        ("Note", source.note),
        ("Rests on it", ", ".join(resting) or "nothing"),
    )
    return Point(Said(source_text(source), role="strong"), parts)


def _local(citation: Citation, local: Mapping[str, str]) -> str:
    overlay = local.get(f"source/{citation.source.id}")
    return f" (local: {overlay})" if overlay else ""


def rows(result: SourcesResult) -> Rows:
    """A line for each thing that rests on a source; a source on which nothing rests has one too."""
    header = ("source", "publisher", "title", "year", "kind", "read", "url", "rests_kind", "rests_on", "attribute")
    resting = [
        (citation.source, rest.kind, rest.option or rest.id, rest.attribute)
        for citation in result.citations
        for rest in citation.rests or (UseOfSource(kind=""),)
    ]
    return header, (
        (one.id, one.publisher, one.title, one.year, one.kind, one.read, one.url, *rest) for one, *rest in resting
    )
