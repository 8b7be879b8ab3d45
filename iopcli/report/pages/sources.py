"""The page of sources, with what rests on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.report.page import Block, Bullets, Paragraph, Point, Said
from iopcli.report.pages.parts import source_text

if TYPE_CHECKING:
    from iopcli.citing import Bibliography


def blocks(result: Bibliography) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    points = []
    for citation in result.citations:
        source = citation.source
        parts = [("Id", source.id), ("Kind", f"{source.kind}; read: {source.read}")]
        parts += [("Where", source.url)] if source.url else []
        parts += [("Note", source.note)] if source.note else []
        resting = [f"{r.option} {r.attribute}".strip() or f"{r.kind} {r.id}" for r in citation.rests]
        parts.append(("Rests on it", ", ".join(resting) or "nothing"))
        points.append(Point(Said(source_text(source), role="strong"), tuple(parts)))
    title = f"Sources behind {result.option}" if result.option else "Sources"
    return title, [Bullets(tuple(points)) if points else Paragraph(Said("No source."))]
