"""The page to take home: what was said, the options in balance, what is left to ask, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from iopcli.errors import count
from iopcli.facts.wording import gap_text
from iopcli.report.page import (
    Blank,
    Block,
    Box,
    Bullets,
    Form,
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
from iopcli.report.pages.decision import HELP_FIRST, ask_again, cannot_wait, in_a_sentence, outcome
from iopcli.report.pages.parts import (
    about_prices,
    clinician,
    column,
    first_row,
    footnotes,
    origin,
    unsure_rows,
    urgent,
    used,
)
from iopcli.report.pages.rows import ending_rows

if TYPE_CHECKING:
    from iopcli.dataset.model import Voice
    from iopcli.facts.result import Cell, OptionCard, Row
    from iopcli.results.handout import Handout

FOR, AGAINST = "advantages", "disadvantages"
IN_BALANCE, IN_NARROW, NARROW = 3, 2, 3
"""Advantages of an option, and as many drawbacks; fewer where so many options stand side by side."""
ANSWER = (("Answer",),)
Words = Mapping["Voice", str]
TITLE: Words = {
    "person": "To take home", "staff": "Handout, with the sheet for staff", "family": "To take home, for the family",
}  # fmt: skip
TOLD: Words = {"person": "What you said", "staff": "What the person said", "family": "What was said about them"}
MATTERS: Words = {
    "person": "What matters to you", "staff": "What matters to the person", "family": "What matters to them",
}  # fmt: skip
MOST_OF_ALL: Words = {
    "person": "What matters most to you? Write it in your own words.",
    "staff": "What matters most to the person, in their own words?",
    "family": "What matters most to them? What matters most to you?",
}
STEPS: Mapping[Voice, Sequence[str]] = {
    "person": (
        "Call a program. You can ask someone to sit with you while you call.",
        "Ask the questions on this page, and write down the answers.",
        "Visit the program, or meet the staff by video.",
        "Decide with a doctor or a counselor.",
        "Follow up. Talk about how it is going, and what to change.",
    ),
    "staff": (
        "Call a program with the person.",
        "Ask the questions on this page, and write down the answers.",
        "Arrange a visit to the program, or a meeting by video.",
        "Decide with the person and a clinician.",
        "Follow up with the person, whether or not they started.",
    ),
    "family": (
        "Call a program with them, or ask them first whether you may call.",
        "Ask the questions on this page, and write down the answers.",
        "Offer to visit the program with them.",
        "Let them decide with a doctor or a counselor, and tell them you will help.",
        "Follow up. Ask how it is going for them, and for you.",
    ),
}
PRIVATE = "There is no name on this page. It holds what was said, so keep it in a safe place."
UNSURE = "* Sources differ, or are weak or second-hand, on {}."


def blocks(result: Handout) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    if result.stopped and result.recommendation:
        return HELP_FIRST, cannot_wait(result.recommendation)
    numbers = Numbers(result.dataset.as_of)
    body = [*_cannot_wait(result), *_talked_about(result), *_outcome(result), *_side_by_side(result, numbers)]
    body += [*_matters(result), *_balance(result, numbers), *_cost(result, numbers)]
    body += [*_questions(result), *_call_sheet(result), *_until(result), *_steps(result)]
    if result.voice == "staff":
        body += [*_gap_sheet(result), *_lost(result), *_reasons(result, numbers), *_sources(result, numbers)]
    return TITLE[result.voice], body


def _cannot_wait(result: Handout) -> list[Block]:
    """What is urgent to all; what a clinician has to look at, and to ask again, in the words of each."""
    found = urgent(result.urgent, "Urgent: tell the person" if result.voice == "staff" else "Urgent")
    if result.clinician and result.voice != "staff":
        text = "Some answers do not fit together. Show this page to a doctor or a counselor first."
        return [*found, Paragraph(Said(text, role="alert"))]
    return [*found, *clinician(result.clinician)]


def _talked_about(result: Handout) -> list[Block]:
    """The options by name, with what each is; what was said, in plain words."""
    points = tuple(Point(Said(_named(one))) for one in result.options)
    named = "Plans to talk over" if any("+" in one.id for one in result.options) else "What we talked about"
    found: list[Block] = [Heading(named), Bullets(points)] if points else []
    told = tuple(Point(Said(f"{one.label}: {one.text}")) for one in result.told)
    if told:
        found += [Heading(TOLD[result.voice]), Bullets(told), Paragraph(Said(PRIVATE, role="muted"))]
    return found


def _named(option: OptionCard) -> str:
    """An option by its name and number, with what it is."""
    number = f" (ASAM {', '.join(option.asam_4 or option.asam_3)})" if option.asam_4 or option.asam_3 else ""
    local = "".join(f" {text.capitalize()}." for text in origin(option))
    return f"{option.name}{number}: {option.summary}{local}"


def _outcome(result: Handout) -> list[Block]:
    """What the answers came to."""
    one = result.recommendation
    return [Heading("What came of it"), *ask_again(one), *outcome(one)] if one else []


def _side_by_side(result: Handout, numbers: Numbers) -> list[Block]:
    """The rows that decide, but for what has a heading of its own; what sets the options apart."""
    by_id = {row.attribute: row for row in result.rows}
    chosen = [by_id[id_] for id_ in result.first if id_ in by_id and id_ not in (FOR, AGAINST)]
    rows = [row for row in chosen if row.type != "money"]
    unsure = unsure_rows([*rows, *(row for row in result.rows if row.type == "money")])
    mark = [Paragraph(Said(UNSURE.format(count(unsure, "row")), role="muted"))] if unsure else []
    apart = [Lines(tuple(map(Said, result.apart)))] if result.apart else []
    name = "Side by side" if len(result.options) > 1 else "At a glance"
    return [Heading(name), *_table(result, name, rows, numbers), *mark, *apart] if rows else []


def _table(result: Handout, caption: str, rows: Iterable[Row], numbers: Numbers) -> list[Block]:
    """Rows with a line each; for staff with their sources."""
    lines = tuple(_row(result, row, numbers) for one in rows for row in one.shown)
    heads = tuple(column(option, briefly=True)._replace(lines=()) for option in result.options)
    return [Table(caption, "", heads, (Section("", lines),), tight=True)] if lines else []


def _row(result: Handout, row: Row, numbers: Numbers) -> TableRow:
    line = first_row(row)
    if result.voice != "staff":
        return line
    boxes = zip(line.boxes, row.cells, strict=True)
    return line._replace(boxes=tuple(_sourced(box, cell, numbers) for box, cell in boxes))


def _sourced(box: Box, cell: Cell, numbers: Numbers) -> Box:
    refs = numbers.of(cell.sources) if cell.state == "known" else ()
    return box._replace(says=(*box.says[:-1], box.says[-1]._replace(refs=refs)))


def _matters(result: Handout) -> list[Block]:
    """Priorities and wishes, and room for what was not asked."""
    points = tuple(Point(Said(f"{one.label}: {one.text}")) for one in result.matters)
    said: list[Block] = [Bullets(points)] if points else []
    room = Blank(Said(MOST_OF_ALL[result.voice]), (("",), ("",)))
    return [Heading(MATTERS[result.voice]), *said, Form((room,))]


def _balance(result: Handout, numbers: Numbers) -> list[Block]:
    """As many advantages as drawbacks of each option."""
    by_id = {row.attribute: row for row in result.rows}
    if not {FOR, AGAINST} <= by_id.keys():
        return []
    pros, cons = by_id[FOR], by_id[AGAINST]
    room = IN_NARROW if len(result.options) >= NARROW else IN_BALANCE
    most = [min(len(a.points), len(b.points), room) for a, b in zip(pros.cells, cons.cells, strict=True)]
    lines = tuple(
        TableRow(
            row.label, "", tuple(_points(result, cell, few, numbers) for cell, few in zip(row.cells, most, strict=True))
        )
        for row in (pros, cons)
    )
    heads = tuple(column(option, briefly=True)._replace(lines=()) for option in result.options)
    name = "For and against"
    return [Heading(name), Table(name, "", heads, (Section("", lines),))]


def _points(result: Handout, cell: Cell, few: int, numbers: Numbers) -> Box:
    refs = [numbers.of(one.sources or cell.sources) if result.voice == "staff" else () for one in cell.points[:few]]
    says = tuple(Said(one.says, ref) for one, ref in zip(cell.points, refs, strict=False))
    return Box(says or (Said(cell.text, role="muted"),), points=bool(says))


def _cost(result: Handout, numbers: Numbers) -> list[Block]:
    """What it costs, in the payer's own kind of price."""
    rows = [row for row in result.rows if row.type == "money"]
    name = "What it costs"
    return [Heading(name), *_table(result, name, rows, numbers), *about_prices(rows)] if rows else []


def _questions(result: Handout) -> list[Block]:
    """What to ask each program, with room to write."""
    found: list[Block] = []
    for one in result.call:
        if one.questions:
            asked = tuple(Blank(Said(question.says), (("",),)) for question in one.questions)
            found += [Heading(f"To ask a program: {one.name}"), Form((_program(), *asked))]
    if result.check:
        needs = tuple(Blank(Said(one.ask.says), (("",),)) for one in result.check)
        found += [Heading("To ask any program"), Form(needs)]
    return found


def _program() -> Blank:
    return Blank(Said("The program", role="strong"), (("Name", "Phone"), ("Who answered", "Date")))


def _call_sheet(result: Handout) -> list[Block]:
    """What is not known, a question each, with a line for each option whose program can say."""
    if not result.unknown:
        return []
    asked = tuple(
        Blank(Said(f"{one.label}: {one.ask.says}"), tuple((name, "Who and number") for name in one.options))
        for one in result.unknown
    )
    return [Heading("Not known here, so call and ask"), Form(asked)]


def _until(result: Handout) -> list[Block]:
    points = tuple(Point(Said(text)) for text in result.until)
    helping = tuple(Point(Said(text)) for text in result.helping)
    found: list[Block] = [Heading("How you can help"), Bullets(helping)] if helping else []
    return [*found, Heading("Until there is a place"), Bullets(points)] if points else found


def _steps(result: Handout) -> list[Block]:
    return [Heading("Next steps"), Form(tuple(Blank(Said(step), (("Date",),)) for step in STEPS[result.voice]))]


def _gap_sheet(result: Handout) -> list[Block]:
    """What was recommended, asked for, available and accepted, and the coded reason where they differ."""
    one = result.recommendation
    rules = in_a_sentence(one) if one else "No answers were given, so no rule was read."
    form = Form((Blank(Said(rules), (("Recommended",), ("Asked for",), ("Available",), ("Accepted",))),))
    reasons = tuple(Point(Said(f"[ ] {says}")) for says in result.differences.values())
    interim = Form((Blank(Said("The interim step, until the care that was recommended begins."), (("Step", "Date"),)),))
    why = Paragraph(Said("If these differ, mark the reason.", role="strong"))
    return [Heading("Gap sheet"), form, why, Bullets(reasons), interim]


def _lost(result: Handout) -> list[Block]:
    """Row by row, what is lost where another option is accepted."""
    points = tuple(
        Point(
            Said(f"{one.name} alone", role="strong"),
            tuple((miss.label, gap_text(miss.needs, miss.has)) for miss in one.misses),
        )
        for one in result.lost
    )
    return [Heading("What is lost if one of these is accepted instead"), Bullets(points)] if points else []


def _reasons(result: Handout, numbers: Numbers) -> list[Block]:
    reasons = result.recommendation.reasons if result.recommendation else ()
    points = tuple(
        Point(Said(f"{one.title}: {one.because}", numbers.of(one.sources)), (("Answers", used(one.answers)),))
        for one in reasons
    )
    return [Heading("Why"), Bullets(points)] if points else []


def _sources(result: Handout, numbers: Numbers) -> list[Block]:
    return footnotes(numbers, result.sources)


def rows(result: Handout) -> Rows:
    """A line for each thing on the page."""
    said = [("urgent", one.rule, one.message, "") for one in result.urgent]
    said += [("needs a clinician", one.rule, one.clinician, "") for one in result.clinician]
    said += [("option", one.id, one.name, one.summary) for one in result.options]
    said += [("said", one.question, one.label, one.text) for one in result.told]
    said += [("matters", one.question, one.label, one.text) for one in result.matters]
    said += [("ask", one.option, question.says, question.why) for one in result.call for question in one.questions]
    said += [("ask", "", one.ask.says, one.ask.why) for one in result.check]
    said += [("not known", one.attribute, one.ask.says, "; ".join(one.options)) for one in result.unknown]
    said += [("until", "", text, "") for text in result.until]
    said += [("step", "", text, "") for text in STEPS[result.voice]] if not result.stopped else []
    for one in result.lost if result.voice == "staff" else ():
        said += [("lost", one.option, miss.label, gap_text(miss.needs, miss.has)) for miss in one.misses]
    return ("kind", "id", "says", "more"), [*said, *ending_rows(result, "")]
