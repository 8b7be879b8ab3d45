"""The page of one option: everything about it, what to ask, and what to read on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iopcli.report.page import Block, Bullets, Heading, Numbers, Paragraph, Point, Said, Table
from iopcli.report.pages.parts import asam, column, footnotes, questions, sections, whence
from iopcli.wording import KINDS

if TYPE_CHECKING:
    from iopcli.profile import Profile


def blocks(result: Profile) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers(result.dataset.as_of)
    option = result.option
    blocks: list[Block] = [Paragraph(Said(option.summary, role="strong")), Paragraph(Said(_about(result)))]
    asked = {"questions_to_ask"}
    rows = [row for row in result.rows if row.attribute not in asked]
    table = Table(
        caption=f"{option.name} in full",
        corner="",
        columns=(column(option),),
        sections=sections(result.groups, rows, [option.short_name], numbers, result.local),
    )
    blocks.append(table)
    for row in result.rows:
        if row.attribute in asked and row.cells[0].points:
            points = tuple(
                Point(Said(p.says), (("Why", p.why), ("Listen for", p.listen_for))) for p in row.cells[0].points
            )
            blocks += [Heading("Questions to ask a program"), Bullets(points)]
    blocks += questions(result.ask)
    if result.topics:
        points = tuple(Point(Said(topic.title), (("Read", f"iopcli topics {topic.id}"),)) for topic in result.topics)
        blocks += [Heading("More on this"), Bullets(points)]
    return option.name, [*blocks, *footnotes(numbers, result.sources)]


def _about(result: Profile) -> str:
    option = result.option
    parts = [f"Kind: {KINDS[option.kind]}."]
    if asam(option):
        editions = (
            "3rd and 4th edition"
            if option.asam_3 and option.asam_4
            else "3rd edition"
            if option.asam_3
            else "4th edition"
        )
        parts.append(f"ASAM number ({editions}): {asam(option)}.")
    if names := [alias for alias in result.aliases if alias and not alias[0].isdigit()]:
        parts.append(f"Also called: {', '.join(names)}.")
    if from_where := whence(option):
        parts.append(f"{'; '.join(from_where).capitalize()}.")
    return " ".join(parts)
