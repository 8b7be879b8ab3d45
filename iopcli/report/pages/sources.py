"""The page of sources, with what rests on each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from iopcli.report.page import Block, Bullets, Paragraph, Point, Said, ShellHint
from iopcli.report.pages.parts import source_text

if TYPE_CHECKING:
    from iopcli.citing import Bibliography, Citation


def blocks(result: Bibliography) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: a line a source for all of them, everything for some."""
    title = f"Sources behind {result.option}" if result.option else "Sources"
    if not result.citations:
        return title, [Paragraph(Said("No source."))]
    point = _in_full if result.asked or result.option else _in_a_line
    hint = [] if point is _in_full else [ShellHint("One in full: `iopcli sources ID`.")]
    return title, [Bullets(tuple(point(citation, result.local) for citation in result.citations)), *hint]


def _in_a_line(citation: Citation, local: Mapping[str, str]) -> Point:
    number = len(citation.rests)
    return Point(
        Said(f"{source_text(citation.source)}. {citation.source.id}, {number} rest on it{_local(citation, local)}")
    )


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
