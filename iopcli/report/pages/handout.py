"""The page to take home: what was said, the options in balance, what is left to ask, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from iopcli.errors import count
from iopcli.facts.clock import length_text
from iopcli.facts.result import Cell, OptionCard, Row
from iopcli.facts.wording import capitalised, gap_text
from iopcli.match.recommendation import help_now
from iopcli.report.page import (
    Blank,
    Block,
    Box,
    Bullets,
    ColumnHead,
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
    Track,
)
from iopcli.report.pages.decision import HELP_FIRST, ask_again, cannot_wait, in_a_sentence, outcome, until
from iopcli.report.pages.handout_calls import call_sheet, crowded
from iopcli.report.pages.handout_voices import MATTERS, MOST_OF_ALL, STEPS, TITLE, WHAT_WAS_SAID
from iopcli.report.pages.parts import (
    USUAL,
    about_prices,
    cells_of,
    clinician,
    first_row,
    footnotes,
    origin,
    unsure_rows,
    urgent,
    used,
    usual,
    which_level,
)
from iopcli.report.pages.path_timeline import stop_length, timeline
from iopcli.report.pages.rows import ending_rows
from iopcli.report.pages.week import STAY
from iopcli.results.handout import Handout
from iopcli.results.week import ChosenTimes, OptionWeek

ENDS_BRIEFLY = True
"""Whom to call stands at the end by name and number, to spare paper."""
FOR, AGAINST = "advantages", "disadvantages"
ALONE, SIDE_BY_SIDE, CROWDED = 3, 2, 1
"""Advantages of one option, and as many drawbacks; of each where several stand side by side; and of each where they
are so many that, beside what answers came to, two pages have room for no more."""
TALKED_ABOUT = "What we talked about, side by side"
FROM_THE_FIRST_DAY = "Weeks from the first day of treatment"
PRIVATE = "This page has no name on it, but it has private answers, so keep it in a safe place."
UNSURE = "* On {}, sources differ or are weak or secondhand."
HOW_SURE: Mapping[str, str] = {
    "own": "the program's own times", "hours": "the program's hours a week, at times we guessed",
    "usual": "usual times", "guess": "our guess",
}  # fmt: skip
ASK_TIMES = "Ask each program for its days and hours."


def blocks(result: Handout) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    if result.stopped and result.recommendation:
        return HELP_FIRST, cannot_wait(result.recommendation)
    numbers = Numbers(result.dataset.as_of)
    body = [*_cannot_wait(result), *_said(result), *_matters(result), *_outcome(result)]
    body += [*_side_by_side(result, numbers), *_balance(result, numbers), *_until(result)]
    body += [*_path_timelines(result), *call_sheet(result), *_steps(result)]
    if result.voice == "staff":
        body += [*_gap_sheet(result), *_lost(result), *_reasons(result, numbers), *footnotes(numbers, result.sources)]
    return TITLE[result.voice], body


def _cannot_wait(result: Handout) -> list[Block]:
    """What is urgent to all; what a clinician has to look at, and to ask again, in the words of each."""
    found = urgent(result.urgent, "Urgent: tell the person" if result.voice == "staff" else "Urgent", once=True)
    if result.clinician and result.voice != "staff":
        text = "Some answers do not fit together. Show this page to a doctor or a counselor first."
        return [*found, Paragraph(Said(text, role="alert"))]
    return [*found, *clinician(result.clinician)]


def _said(result: Handout) -> list[Block]:
    """What was said, in plain words: for staff all of it, else what the plans rest on."""
    counted = [one for one in result.told if one.counts] or result.told
    shown = result.told if result.voice == "staff" else counted
    points = tuple(Point(Said(f"{one.label}: {one.text}")) for one in shown)
    return (
        [Heading(WHAT_WAS_SAID[result.voice]), Bullets(points), Paragraph(Said(PRIVATE, role="muted"))]
        if points
        else []
    )


def _outcome(result: Handout) -> list[Block]:
    """What the answers came to."""
    one = result.recommendation
    if one is None:
        return []
    again = ask_again(one if result.voice == "staff" else replace(one, assumed=()))
    return [*again, Heading("What the answers point to"), *outcome(one)]


def _side_by_side(result: Handout, numbers: Numbers) -> list[Block]:
    """What each is, the rows that decide, what it costs in the payer's own kind of price, and a usual week."""
    by_id = {row.attribute: row for row in result.rows}
    rows = [by_id[id_] for id_ in result.first if id_ in by_id and id_ not in (FOR, AGAINST)]
    if not rows:
        return []
    lines = [_row(result, one, numbers) for row in rows for one in _shown(result, row)]
    what = TableRow("What it is", "", tuple(Box((Said(one.summary),)) for one in result.options))
    week = TableRow("A usual week", "", tuple(_week(result, one, numbers) for one in result.weeks))
    several = any("+" in one.id for one in result.options)
    name = "Plans to talk over" if several else TALKED_ABOUT if len(result.options) > 1 else "What we talked about"
    unsure = unsure_rows(rows)
    below = [UNSURE.format(count(unsure, "row"))] if unsure else []
    if any(chosen.times != "own" and chosen.says != STAY for one in result.weeks for chosen in one.chosen):
        below.append(ASK_TIMES)
    table = Table(name, "", _heads(result), (Section("", (what, *lines, week)),), tight=True)
    under = [Paragraph(Said(" ".join(below), role="muted"))] if below else []
    shown = cells_of(one for row in rows for one in _shown(result, row))
    return [
        Heading(name),
        table,
        *_others(result),
        *which_level(result.options),
        *usual(shown, result.options),
        *under,
        *about_prices(rows),
    ]


def _others(result: Handout) -> Iterator[Block]:
    """The plans for which the page has no room, each with how to print it."""
    for one in result.others:
        shown = f"`iopcli handout {' '.join(one.options)} --answers FILE`"
        yield Paragraph(Said(f"Not on this page: {one.name} ({shown}).", role="muted"))


def _shown(result: Handout, row: Row) -> Sequence[Row]:
    """The rows that people see of a row: of prices the payer's own kind alone if any is known, but all for staff."""
    own = row.shown[:1]
    known = any(cell.state == "known" for one in own for cell in one.cells)
    return own if known and result.voice != "staff" else row.shown


def _heads(result: Handout) -> tuple[ColumnHead, ...]:
    """The name of each option, its number, and where it comes from."""
    return tuple(ColumnHead(one.short_name, tuple(_number(one))) for one in result.options)


def _number(option: OptionCard) -> Iterator[str]:
    if numbers := option.asam_4 or option.asam_3:
        yield f"ASAM {', '.join(numbers)}"
    yield from origin(option)


def _week(result: Handout, one: OptionWeek, numbers: Numbers) -> Box:
    """The times of each part of a plan, and whose they are."""
    several = len(one.options) > 1
    says = [
        Said(f"{f'{chosen.name}: ' if several else ''}{_times(chosen)}", _refs(result, chosen.sources, numbers))
        for chosen in one.chosen
    ]
    for untimed in one.untimed:
        text = "We do not know the times, so ask." if untimed.planned else "No sessions are planned."
        says.append(Said(f"{untimed.name}: {text}" if several else text, role="muted"))
    if one.totals.travel:
        says.append(Said(f"Travel there and back takes {length_text(one.totals.travel)} a week."))
    return Box(tuple(says), points=len(says) > 1)


def _times(chosen: ChosenTimes) -> str:
    """Days and hours, and how sure they are."""
    if chosen.says == STAY:
        return "At the program, day and night."
    return f"{capitalised(chosen.says)} ({HOW_SURE[chosen.times]})."


def _refs(result: Handout, sources: tuple[str, ...], numbers: Numbers) -> tuple[int, ...]:
    return numbers.of(sources) if result.voice == "staff" else ()


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
    room = Blank(
        Said(MOST_OF_ALL[result.voice]), (("To them", "To you"),) if result.voice == "family" else (("",), ("",))
    )
    return [Heading(MATTERS[result.voice]), *said, Form((room,))]


def _balance(result: Handout, numbers: Numbers) -> list[Block]:
    """As many advantages as drawbacks of each option."""
    by_id = {row.attribute: row for row in result.rows}
    if not {FOR, AGAINST} <= by_id.keys():
        return []
    pros, cons = by_id[FOR], by_id[AGAINST]
    room = CROWDED if crowded(result) and result.recommendation else SIDE_BY_SIDE if len(result.options) > 1 else ALONE
    most = [min(len(a.points), len(b.points), room) for a, b in zip(pros.cells, cons.cells, strict=True)]
    lines = tuple(
        TableRow(
            row.label, "", tuple(_points(result, cell, few, numbers) for cell, few in zip(row.cells, most, strict=True))
        )
        for row in (pros, cons)
    )
    heads = tuple(ColumnHead(one.short_name) for one in result.options)
    name = "Pros and cons"
    return [Heading(name), Table(name, "", heads, (Section("", lines),))]


def _path_timelines(result: Handout) -> list[Block]:
    """Each path to aftercare on one scale of weeks; from the first day of treatment where no wait was said."""
    if result.paths is None:
        return []
    drawn = timeline(replace(result.paths, steps=(), wait=result.paths.wait or 0), when=False)
    if result.paths.wait is None:
        drawn = [one._replace(label=FROM_THE_FIRST_DAY) for one in drawn]
    tracks = [_named_once(result, one.tracks) for one in drawn]
    return [Heading("The path ahead"), *(a._replace(says=(), tracks=b) for a, b in zip(drawn, tracks, strict=True))]


def _named_once(result: Handout, tracks: Iterable[Track]) -> tuple[Track, ...]:
    """The paths, each by its number alone where a column of the table has its name and its stops say it again."""
    columns = {name for one in result.options for name in (one.name, one.short_name)}
    return tuple(
        one._replace(name=f"Path {number}") if one.name.partition(" ")[2] in columns else one
        for number, one in enumerate(tracks, 1)
    )


def _points(result: Handout, cell: Cell, few: int, numbers: Numbers) -> Box:
    refs = [_refs(result, one.sources or cell.sources, numbers) for one in cell.points[:few]]
    mark = USUAL if cell.usual_of else ""
    says = tuple(Said(f"{one.says}{mark}", ref) for one, ref in zip(cell.points, refs, strict=False))
    return Box(says or (Said(cell.text, role="muted"),), points=bool(says))


def _only_says_whom_to_call(result: Handout, text: str) -> bool:
    """Whether a sentence names the numbers of several help lines, which stand at the end with all else about them."""
    return sum(line.number in text for line in result.help) > 1


def _until(result: Handout) -> list[Block]:
    helping = tuple(Point(Said(text)) for text in result.helping if not _only_says_whom_to_call(result, text))
    found: list[Block] = [Heading("How you can help"), Bullets(helping)] if helping else []
    return [*found, *until(result.until, now=help_now(result.urgent))]


def _steps(result: Handout) -> list[Block]:
    return [Heading("Next steps"), Form(tuple(Blank(Said(step), (("Date",),)) for step in STEPS[result.voice]))]


def _gap_sheet(result: Handout) -> list[Block]:
    """What was recommended, asked for, available and accepted, and the coded reason where they differ."""
    one = result.recommendation
    rules = in_a_sentence(one) if one else "There are no answers, so there is no recommendation to show."
    form = Form((Blank(Said(rules), (("Recommended",), ("Asked for",), ("Available",), ("Accepted",))),))
    reasons = Lines(tuple(Said(f"[ ] {says}") for says in result.differences.values()))
    interim = Form((Blank(Said("What to do until the recommended care begins."), (("Step", "Date"),)),))
    why = Paragraph(Said("If these differ, mark the reason.", role="strong"))
    return [Heading("Gap sheet"), form, why, reasons, interim]


def _lost(result: Handout) -> list[Block]:
    """Row by row, what is lost where another option is accepted."""
    points = tuple(
        Point(Said(one.name, role="strong"), tuple((miss.label, gap_text(miss.needs, miss.has)) for miss in one.misses))
        for one in result.lost
    )
    return [Heading("What is missing if the person accepts only one of these"), Bullets(points)] if points else []


def _reasons(result: Handout, numbers: Numbers) -> list[Block]:
    reasons = result.recommendation.reasons if result.recommendation else ()
    points = tuple(
        Point(Said(f"{one.title}: {one.because}", numbers.of(one.sources)), (("Answers", used(one.answers)),))
        for one in reasons
    )
    return [Heading("Why"), Bullets(points)] if points else []


def rows(result: Handout) -> Rows:
    """A line for each thing on the page."""
    said = [("urgent", one.rule, one.message, "") for one in result.urgent]
    said += [("needs a clinician", one.rule, one.clinician, "") for one in result.clinician]
    said += [("option", one.id, one.name, one.summary) for one in result.options]
    said += [("not on this page", "+".join(one.options), one.name, "") for one in result.others]
    said += [("said", one.question, one.label, one.text) for one in result.told]
    said += [("matters", one.question, one.label, one.text) for one in result.matters]
    said += [("ask", "", one.ask.says, one.ask.why) for one in result.ask_first]
    said += [("ask", one.option, question.says, question.why) for one in result.call for question in one.questions]
    said += [("ask", "", one.ask.says, one.ask.why) for one in result.check]
    said += [("not known", one.attribute, one.ask.says, "; ".join(one.options)) for one in result.unknown]
    said += [("week", week.option, chosen.name, _times(chosen)) for week in result.weeks for chosen in week.chosen]
    for number, path in enumerate(result.paths.ways if result.paths else (), 1):
        said += [("way", f"{number}", stop.name, stop_length(stop)) for stop in path.stops]
    said += [("until", "", text, "") for text in result.until]
    said += [("step", "", text, "") for text in STEPS[result.voice]] if not result.stopped else []
    for one in result.lost if result.voice == "staff" else ():
        said += [("lost", one.option, miss.label, gap_text(miss.needs, miss.has)) for miss in one.misses]
    return ("kind", "id", "says", "more"), [*said, *ending_rows(result, "")]
