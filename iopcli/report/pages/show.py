"""The page of one option: everything about it, what to ask, and what to read on; first ten facts and the headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from iopcli.facts.result import Row
from iopcli.facts.wording import KIND_TEXTS
from iopcli.report.page import (
    Block,
    Box,
    Bullets,
    ColumnHead,
    Heading,
    Lines,
    Numbers,
    Paragraph,
    Point,
    Rows,
    Said,
    Section,
    Table,
    TableRow,
)
from iopcli.report.pages.parts import (
    asam,
    cells_of,
    column,
    first_row,
    footnotes,
    origin,
    questions,
    read_on,
    sections,
    usual,
)
from iopcli.report.pages.rows import FACT, fact_row
from iopcli.results.show import ShowResult

QUESTIONS, CONTACT = "questions_to_ask", "contact"
"""The row that is a list under its own heading, and the one that says how to reach a program."""
REACH = 2
"""Points of it on a first screen: the phone, then the address."""


def blocks(result: ShowResult) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers(result.dataset.as_of)
    option = result.option
    rows = [row for row in result.rows if row.attribute != QUESTIONS]
    table = Table(
        caption=f"{option.name} in full",
        corner="",
        columns=(column(option),),
        sections=sections(result.groups, rows, [option.short_name], numbers, result.local),
    )
    body: list[Block] = [] if result.asked else [*_about(result)]
    body += [*usual(cells_of(rows), [option]), table] if rows else []
    body += [*_questions(result), *questions(result.ask)]
    if result.topics and not result.asked:
        points = tuple(Point(Said(topic.title), (("Read", f"iopcli topics {topic.id}"),)) for topic in result.topics)
        body += [Heading("More on this"), Bullets(points)]
    return option.name, [*body, *footnotes(numbers, result.sources)]


def first(result: ShowResult) -> tuple[str, list[Block]]:
    """The summary and ten facts, then the headings under which the rest is read; the rows themselves if asked for."""
    if result.asked:
        return blocks(result)
    by_id = {row.attribute: row for row in result.rows}
    rows = [by_id[id_] for id_ in result.first]
    facts = _pairs(f"{result.option.name} in ten facts", [first_row(row) for row in rows])
    on = read_on(rows, "-g HEADING, such as -g time", "--all")
    named = ". ".join(column(result.option, briefly=True).lines)
    about = Lines((Said(result.option.summary, role="strong"), Said(named, role="muted")))
    return result.option.name, [
        about,
        *_reach(by_id),
        facts,
        *usual(cells_of(rows), [result.option]),
        *_headings(result),
        on,
    ]


def _reach(rows: Mapping[str, Row]) -> list[Block]:
    """The phone and the address of a local program; nothing where no contact of its own is known."""
    cells = rows[CONTACT].cells if CONTACT in rows else ()
    said = (Said(" ".join(point.says for point in cell.points[:REACH]), role="strong") for cell in cells if cell.local)
    return [Paragraph(one) for one in said if one.text]


def _headings(result: ShowResult) -> list[Block]:
    """Each heading, with the rows under it."""
    lines = []
    for group in result.groups:
        inside = ", ".join(row.label.lower() for row in result.rows if row.group == group.id)
        lines += [TableRow(group.id, "", (Box((Said(inside),)),))] if inside else []
    return [_pairs("Headings", lines)._replace(typed=True)]


def _pairs(caption: str, rows: Sequence[TableRow]) -> Table:
    """A line a row, under no head."""
    return Table(caption, "", (ColumnHead(""),), (Section("", tuple(rows)),), tight=True)


def _about(result: ShowResult) -> list[Block]:
    return [Paragraph(Said(result.option.summary, role="strong")), Paragraph(Said(_named(result)))]


def _questions(result: ShowResult) -> list[Block]:
    """What to ask a program, each with why and what to listen for."""
    asked = (point for row in result.rows if row.attribute == QUESTIONS for point in row.cells[0].points)
    points = tuple(Point(Said(one.says), (("Why", one.why), ("Listen for", one.listen_for))) for one in asked)
    return [Heading("Questions to ask a program"), Bullets(points)] if points else []


def _named(result: ShowResult) -> str:
    option = result.option
    parts = [f"Kind: {KIND_TEXTS[option.kind]}."]
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
    if where := origin(option):
        parts.append(f"{'; '.join(where).capitalize()}.")
    return " ".join(parts)


def rows(result: ShowResult) -> Rows:
    """A line a row."""
    return FACT, (fact_row(result.option, row, row.cells[0]) for row in result.rows)
