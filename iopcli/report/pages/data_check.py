"""The page of what `data check` found."""

from __future__ import annotations

from iopcli.report.page import Block, Bullets, Heading, Paragraph, Point, Rows, Said
from iopcli.results.data_check import DataCheck

ABOUT_CARE = False


def blocks(result: DataCheck) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    problems = [one for one in result.findings if not one.warning]
    warnings = [one for one in result.findings if one.warning]
    blocks: list[Block] = []
    for title, findings in (("Problems", problems), ("Warnings", warnings)):
        if findings:
            points = tuple(Point(Said(f"{one.place}: {one.message}"), (("Hint", one.hint),)) for one in findings)
            blocks += [Heading(f"{title} ({len(findings)})"), Bullets(points)]
    if not result.findings:
        blocks.append(Paragraph(Said("No problem found.", role="strong")))
    met = sum(criterion.met for criterion in result.audit)
    criteria = tuple(
        Point(Said(f"{one.id} {'met' if one.met else 'NOT met'}: {one.asks}"), (("By", one.by),))
        for one in result.audit
    )
    blocks += [Heading(f"Decision-aid self-audit: {met} of {len(criteria)} criteria met (IPDAS 4)"), Bullets(criteria)]
    held = ", ".join(f"{number} {name}" for name, number in result.counts.items())
    grades = result.reading_grade
    blocks += [
        Heading("What it holds"),
        Paragraph(Said(f"{held}.")),
        Paragraph(
            Said(f"Reading grade: {grades['average']} on average, {grades['highest']} at most (Flesch-Kincaid).")
        ),
    ]
    return "Is the dataset sound? " + ("Yes." if result.sound else "No."), blocks


def rows(result: DataCheck) -> Rows:
    """A line for each finding, and for each criterion of the self-audit."""
    findings = (("warning" if one.warning else "problem", one.place, one.message, one.hint) for one in result.findings)
    criteria = (("met" if one.met else "not met", one.id, one.asks, one.by) for one in result.audit)
    return ("kind", "place", "message", "hint"), (*findings, *criteria)
