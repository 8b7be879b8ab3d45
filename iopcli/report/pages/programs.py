"""The page of programs near a place: a line each by distance, what to ask, and the sheet for the phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from iopcli.errors import count
from iopcli.facts.clock import date_text
from iopcli.facts.wording import capitalised, listed
from iopcli.programs.lists import CALL_FIRST, ListCard
from iopcli.report.page import Blank, Block, Bullets, Form, Heading, Numbers, Paragraph, Point, Rows, Said, ShellHint
from iopcli.report.pages.parts import footnotes
from iopcli.results.programs import Listed, Programs

LINES, WIDE = 19, 76
"""Lines of a first screen that programs may take, and how wide these are."""
CALLED, SHEET = 10, 22
"""Programs on a call sheet at most, and its lines for them, so that it is a printed page."""
TITLE = "Local programs"
SILENT = "A program may offer what its list does not report, so ask."
ACROSS = 3
"""Answers on one line of the sheet."""


def first(result: Programs) -> tuple[str, list[Block]]:
    """The nearest that report all of it, then the nearest to ask; how old the list is; what to type next."""
    shown = _shown(result)
    body: list[Block] = [Paragraph(Said(_summary(result), role="strong")), *_notes(result)]
    if shown:
        body.append(_lines(result, shown))
    left = len(result.programs) - len(shown)
    more = f"{count(left, 'more program')}: --all. " if left > 0 else ""
    named = f"`iopcli show {shown[0].id}`, " if shown else ""
    body += [Paragraph(Said(f"{_age(result.lists)} {result.accuracy}"))]
    return TITLE, [*body, ShellHint(f"{more}Next: {named}--call-sheet.")]


def blocks(result: Programs) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: every program, and where each list is from."""
    numbers = Numbers(result.dataset.as_of)
    body: list[Block] = [Paragraph(Said(_summary(result), role="strong")), *_notes(result)]
    if result.call_sheet:
        return TITLE, [*body, *sheet(result)]
    body += [Paragraph(Said(f"{_age(result.lists)} {result.accuracy}", numbers.of(_ids(result)))), *_every(result)]
    return TITLE, [*body, *footnotes(numbers, result.sources)]


def is_one_page(result: Programs) -> bool:
    """Whether the whole is a printed page, which a first screen before it would make two."""
    return result.call_sheet


def sheet(result: Programs) -> list[Block]:
    """The sheet for the phone: whom to call, what to ask, and a line for each answer."""
    called = _called(result.programs)
    asked = {each.about: each.question for one in called for each in one.questions}
    points = tuple(Point(Said(f"{capitalised(about)}: {question}")) for about, question in asked.items())
    body: list[Block] = [Paragraph(Said(f"{_age(result.lists)} {CALL_FIRST}"))]
    body += [Heading("What to ask"), Bullets(points)] if points else []
    body += [Heading("Programs to call"), Form(tuple(map(_to_fill_in, called)))] if called else []
    left = len(result.programs) - len(called)
    body += (
        [Paragraph(Said(f"{count(left, 'more program')} did not fit on this sheet.", role="muted"))] if left > 0 else []
    )
    hint = "To keep what you hear: `iopcli programs heard ID waiting_days=5`. For a form: --call-sheet -o calls.csv."
    return [*body, ShellHint(hint)]


def _called(programs: Sequence[Listed]) -> Sequence[Listed]:
    """The first programs, as many as a printed page has room for."""
    room = SHEET
    for number, one in enumerate(programs[:CALLED]):
        room -= 1 + -(-len(one.questions) // ACROSS)
        if room < 0 and number:
            return programs[:number]
    return programs[:CALLED]


def _to_fill_in(one: Listed) -> Blank:
    """A program with its phone, what to know of it, and a line for each answer that is not on its list."""
    labels = tuple(capitalised(each.about) for each in one.questions)
    lines = tuple(labels[at : at + ACROSS] for at in range(0, len(labels), ACROSS))
    return Blank(Said(" ".join([f"{_named(one)}.", *one.remarks])), lines)


PARTS = {"call-sheet": sheet}
"""What can be read on by name."""


def _summary(result: Programs) -> str:
    """How many there are, and what was asked for."""
    what = "all of this" if len(result.wanted) > 1 else "this"
    asked = listed([wish.says for wish in result.wanted])
    where = f" within {result.near.within:g} miles of {result.near.asked}" if result.near and result.near.within else ""
    if not result.wanted:
        return f"{count(len(result.programs), 'program')}{where or ' on these lists'}."
    if not result.programs:
        return f"No program{where} reports {what}: {asked}."
    some = count(result.fitting, "program") if result.fitting else "No program"
    fit = f"{some}{where} {'report' if result.fitting > 1 else 'reports'} {what}: {asked}."
    more = " more" if result.fitting else ""
    return f"{fit} {result.to_ask:,}{more} may have it, so ask." if result.to_ask else fit


def _notes(result: Programs) -> list[Block]:
    """What to know of the list as a whole, in as few sentences as will do."""
    sentences = [result.near.note] if result.near and result.near.note else []
    if result.silent:
        do = "does" if result.silent == 1 else "do"
        sentences.append(f"{count(result.silent, 'other program')} there {do} not report this care.")
    if result.refused:
        say = "reports that it does" if result.refused == 1 else "report that they do"
        sentences.append(f"{count(result.refused, 'program')} {say} not offer part of this.")
    if result.unplaced:
        have = "has" if result.unplaced == 1 else "have"
        sentences.append(f"{count(result.unplaced, 'program')} {have} no location on the list.")
    return [Paragraph(Said(" ".join([*sentences, *result.unclear, SILENT]), role="muted"))]


def _age(lists: Sequence[ListCard]) -> str:
    """How old the lists are."""
    named = list(dict.fromkeys(f"{one.title}, {date_text(one.as_of)}" for one in lists))
    old = ""
    if any(one.old for one in lists):
        some = "Some of these are" if len(named) > 1 else "That list is"
        old = f" {some} more than a year old."
    return f"From {listed(named)}.{old}"


def _ids(result: Programs) -> tuple[str, ...]:
    return tuple(result.sources)


def _shown(result: Programs) -> Sequence[Listed]:
    """The first programs, as many as there is room for."""
    room = LINES
    for number, one in enumerate(result.programs):
        room -= _height(_named(one)) + sum(_height(f"{label}: {text}") for label, text in _parts(result, one))
        if room < 0 and number:
            return result.programs[:number]
    return result.programs


def _height(text: str) -> int:
    return -(-len(text) // WIDE)


def _named(one: Listed) -> str:
    return f"{_headed(one)}: {one.phone or 'no phone listed'}"


def _lines(result: Programs, shown: Sequence[Listed]) -> Block:
    """Two lines a program: whom to call and how far it is, and what to ask."""
    return Bullets(tuple(Point(Said(_named(one)), _parts(result, one)) for one in shown))


def _parts(result: Programs, one: Listed) -> tuple[tuple[str, str], ...]:
    """What to ask of what was asked for, and what to know."""
    ask = [
        f"{wish.says} (may have it)" if said == "maybe" else wish.says
        for wish, said in zip(result.wanted, one.wishes, strict=True)
        if said != "yes"
    ]
    return tuple(
        (label, text) for label, text in (("Ask about", ", ".join(ask)), ("Note", " ".join(one.remarks))) if text
    )


def _town(one: Listed) -> str:
    return ", ".join(filter(None, (one.city, one.state)))


def _miles(one: Listed) -> str:
    return "not known" if one.miles is None else f"{one.miles:.1f}"


def _every(result: Programs) -> list[Block]:
    """Every program with all that is known of it."""
    points = tuple(_point(one) for one in result.programs)
    order = "Programs that report everything you asked for come first, nearest first."
    plain = "They are listed by distance." if result.near else "They are listed by id."
    sentence = order if result.wanted else plain
    return (
        [Bullets(points), Paragraph(Said(f"{sentence} Distances are in a straight line.", role="muted"))]
        if points
        else []
    )


def _point(one: Listed) -> Point:
    told = [(one.labels[word], said) for word, said in one.says.items() if word in one.labels]
    yes, maybe, no = ([text for text, said in told if said == what] for what in ("yes", "maybe", "no"))
    parts = [
        ("Call", _reach(one)), ("Reports", ", ".join(yes)), ("May have", ", ".join(maybe)),
        ("Does not have", ", ".join(no)),
        ("Ask", " ".join(asked.question for asked in one.questions)), ("Note", " ".join(one.remarks)),
        ("From", f"the list of {date_text(one.as_of)}; its id here is {one.id}"),
    ]  # fmt: skip
    return Point(Said(_headed(one)), tuple((label, text) for label, text in parts if text))


def _headed(one: Listed) -> str:
    miles = f", {_miles(one)} miles" if one.miles is not None else ""
    return f"{one.title}, {_town(one)}{miles}" if _town(one) else f"{one.title}{miles}"


def _reach(one: Listed) -> str:
    return "; ".join(filter(None, (one.phone or "no phone number is listed", one.address, one.website)))


_OF_PROGRAM = (
    "program", "name", "unit", "fits", "miles", "phone", "address", "city", "county", "state", "website", "reports",
    "may_have", "does_not_have", "ask", "remarks", "list", "list_as_of",
)  # fmt: skip
_SHEET = ("program", "name", "phone", "ask", "question", "wants", "answer", "day")


def rows(result: Programs) -> Rows:
    """A row a program; as a call sheet a row a question, as `iopcli programs heard --sheet` reads it."""
    if result.call_sheet:
        return _SHEET, (
            (one.id, one.title, one.phone, asked.ask, asked.question, asked.wants, "", "")
            for one in result.programs
            for asked in one.questions
        )
    return _OF_PROGRAM, (_program(one) for one in result.programs)


def _program(one: Listed) -> Iterable[Any]:
    said = {what: ";".join(word for word in one.labels if one.says[word] == what) for what in ("yes", "maybe", "no")}
    return (
        one.id, one.name, one.unit, one.fits, "" if one.miles is None else one.miles, one.phone, one.address, one.city,
        one.county, one.state, one.website, said["yes"], said["maybe"], said["no"],
        ";".join(asked.ask for asked in one.questions), " ".join(one.remarks), one.list, one.as_of,
    )  # fmt: skip
