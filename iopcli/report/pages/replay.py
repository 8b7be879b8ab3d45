"""The page of a saved result under today's dataset."""

from __future__ import annotations

from iopcli.report.page import Block, Bullets, Heading, Paragraph, Point, Rows, Said
from iopcli.report.pages.parts import clinician, urgent
from iopcli.results.replay import Replay


def blocks(result: Replay) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    if result.stopped:
        return "Get help first", urgent(result.urgent)
    title = "The saved result still holds" if result.same else "The saved result has changed"
    said = Paragraph(Said(f"{title}. It was saved with {_dataset(result)}.", role="strong"))
    points = tuple(
        Point(Said(one.about), (("Was", one.was), ("Now", one.now), ("Why", one.why))) for one in result.changes
    )
    changes: list[Block] = [Heading("What changed"), Bullets(points)] if points else []
    return title, [*urgent(result.urgent), *clinician(result.clinician), said, *changes]


def _dataset(result: Replay) -> str:
    """Which dataset it was saved with, where that was another."""
    if result.same_dataset:
        return "the same dataset"
    over = (
        f", with the overlay {', '.join(result.saved.overlays)} on top"
        if result.saved.overlays
        else ", with no overlay"
    )
    return f"another dataset: {result.saved.version}{over}"


def rows(result: Replay) -> Rows:
    """A line for what is urgent, for the outcome, and for each change."""
    said = [("urgent", one.message, "", "") for one in result.urgent]
    said += [("needs a clinician", one.clinician, "", "") for one in result.clinician]
    said.append(("result", "", "still holds" if result.same else "has changed", ""))
    said += [(one.about, one.was, one.now, one.why) for one in result.changes]
    return ("about", "was", "now", "why"), said
