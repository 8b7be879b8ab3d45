"""The page of plans that people need and no program near a place reports."""

from __future__ import annotations

from iopcli.batch.programs_gaps import Gap, Gaps
from iopcli.errors import count
from iopcli.facts.clock import date_text
from iopcli.facts.wording import listed
from iopcli.report.page import Block, Box, ColumnHead, Paragraph, Rows, Said, Section, Table, TableRow

_HERE = {
    "not listed": "no program reports it", "maybe": "a program may have it, so ask", "yes": "a program reports it",
    "not told": "lists do not say",
}  # fmt: skip


def blocks(result: Gaps) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: plans, the hardest to find first."""
    where = f"within {result.within:g} miles of {result.near}"
    people = (
        "too few people to count"
        if result.people is None
        else count(result.people, "person").replace("persons", "people")
    )
    body: list[Block] = [Paragraph(Said(f"This compares the needs of {people} with programs {where}.", role="strong"))]
    if result.without is not None:
        body.append(
            Paragraph(
                Said(
                    "People with no program here for the least intensive plan that meets their needs: "
                    f"{result.without:,}."
                )
            )
        )
    heads = (ColumnHead("People"), ColumnHead("Near here"), ColumnHead("Look for"))
    rows = tuple(_row(gap) for gap in result.gaps)
    body += (
        [Table("Plans that people need, the hardest to find first", "Plan", heads, (Section("", rows),), tight=True)]
        if rows
        else []
    )
    body += (
        [Paragraph(Said(f"For {_shown(result.unplanned)} of these people, there is no plan to name."))]
        if result.unplanned != 0
        else []
    )
    dated = listed([date_text(day) for day in sorted(set(result.lists.values()))])
    note = f"{result.note} " if result.note else ""
    caveat = (
        f"{note}This page leaves out counts under {result.small}, and others that would reveal them. The lists are "
        f"from {dated}. A list that does not report something has not said no, so a gap is a reason to call, not proof."
    )
    return "What people need that the lists do not report", [*body, Paragraph(Said(caveat, role="muted"))]


def _row(gap: Gap) -> TableRow:
    texts = (_shown(gap.people), _HERE[gap.here], ", ".join(gap.look_for) or "nothing")
    return TableRow(gap.name, "", tuple(Box((Said(text),)) for text in texts))


def _shown(people: int | None) -> str:
    return "not shown" if people is None else f"{people:,}"


def rows(result: Gaps) -> Rows:
    """A row a plan; empty where a count is not shown."""
    header = ("plan", "name", "people", "near_here", "missing", "maybe")
    return header, (
        (
            "+".join(one.options),
            one.name,
            "" if one.people is None else one.people,
            one.here,
            ";".join(one.missing),
            ";".join(one.maybe),
        )
        for one in result.gaps
    )
