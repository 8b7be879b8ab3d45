"""The page of a batch: how many people, by plan, need, question and group, with bars that all share one scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from iopcli.batch.report.batch_report import BatchReport, Groups, GroupTally, PlanTally
from iopcli.errors import count
from iopcli.facts.wording import capitalised
from iopcli.report.page import (
    Bar,
    Block,
    Box,
    Bullets,
    ColumnHead,
    Heading,
    Paragraph,
    Point,
    Said,
    Section,
    Table,
    TableRow,
)
from iopcli.report.pages.batch_rows import rows as rows

_TITLE = "A batch of records"
FEW = 5
"""How many of the questions that most hangs on are named on the first screen."""
NOT_SHOWN = "not shown"
NO_PLANS = "This report does not show counts of plans, because some are small and could be worked out from the others."
LITTLE = 'People with "Too few answers" may still need care.'
GROUPS_ONLY = (
    "These counts describe groups. They do not decide anything for one person. Each person has their own answers, "
    "needs and wishes. No one should get less care because of a count here."
)
PRICES = (
    "This report adds up only weekly cash prices, and never Medicare or Medicaid rates, grants or costs from studies. "
    "A plan with no cash price here adds nothing. The prices are for first plans, not what anyone has paid."
)
LEVELS = '"At least" is what the answers call for. "At most" is the care if every missing answer called for more.'


class CountRow(NamedTuple):
    """A row of counts: what it is about, and a number for each column."""

    head: str
    people: Sequence[int | None]
    remark: str = ""


def blocks(result: BatchReport) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: first one screen, with how far the answers go."""
    first = [*_read(result), *_status(result), *_collect(result)]
    if result.too_few:
        fewest = max(result.small_cells, 3)
        few = (
            f"This report has fewer than {fewest} people. It shows no other counts, as they could point to one person."
        )
        return _TITLE, [*first, Paragraph(Said(few)), Paragraph(Said(GROUPS_ONLY))]
    body = [*first, *_plans(result), *_scale(result), *_urgent(result), *_needs(result)]
    body += [*_questions(result), *_rules(result), *_wishes(result), *_cost(result)]
    body += [*_agreement(result), *(block for one in result.groups for block in _groups(one, result.reported))]
    return _TITLE, [*body, *_rejected(result), *_about(result)]


def last(result: BatchReport) -> list[Block]:
    """What a terminal still shows when all has scrolled by."""
    parts = [f"{name} {people:,}" for name, people in (("urgent:", _urgent_people(result)), *_far(result))]
    return [
        Paragraph(Said(f"In short: {count(result.reported, 'record')} reported, {', '.join(parts)}.", role="strong"))
    ]


def _far(result: BatchReport) -> list[tuple[str, int]]:
    ok = next(one.people or 0 for one in result.status if one.id == "ok")
    return [("settled:", ok), ("open:", result.open), ("too few answers:", result.too_little)]


# --- parts ------------------------------------------------------------------


def _read(result: BatchReport) -> list[Block]:
    blank = f" {count(result.blank, 'blank line')} skipped." if result.blank else ""
    text = f"{result.read:,} records read: {result.reported:,} reported, {result.rejected:,} rejected.{blank}"
    return [Paragraph(Said(text, role="strong"))]


def _urgent_people(result: BatchReport) -> int:
    return next(one.people or 0 for one in result.status if one.id == "urgent")


def _status(result: BatchReport) -> list[Block]:
    """How far the answers go: four parts that add up to all who are reported."""
    if not result.reported:
        return []
    (_, ok), (_, open_), (_, little) = _far(result)
    lines = [
        CountRow("Urgent: look at these first", [_urgent_people(result)], "status `urgent` in the results"),
        CountRow("Settled, with a plan", [ok], "no missing answer can change it"),
        CountRow("Open", [open_], "more answers could change the plan"),
        CountRow("Too few answers", [little], "no need is known yet, and more answers could show one"),
    ]
    table = _table("How far the answers go", "", ["People"], lines, result.reported)
    body: list[Block] = [Heading("How far the answers go"), table]
    if result.unasked:
        names = ", ".join(name.lower() if name[1:].islower() else name for name in result.unasked)
        body.append(
            Paragraph(Said(f"The urgent count covers only what the input asks. The input has no column for: {names}."))
        )
    if result.too_little:
        left = f"{LITTLE} Plans, prices and comparisons leave out the {result.too_little:,} with too few answers."
        body.append(Paragraph(Said(left, role="strong")))
    return body


def _collect(result: BatchReport) -> list[Block]:
    """What to collect: the questions on which most need depends."""
    points = []
    for one in result.collect[:FEW]:
        where = "the input has a column for this" if one.column else "the input has no column for this"
        people = "" if one.open is None else f", open for {_share(one.open, result.reported)}"
        points.append(Point(Said(f"{one.label}: {where}{people}.")))
    return [Heading("What to collect first, because it matters most"), Bullets(tuple(points))] if points else []


def _urgent(result: BatchReport) -> list[Block]:
    """How many cannot wait, and why; then what a clinician has to look at."""
    urgent = [CountRow(one.title, [one.people]) for one in result.rules if one.urgent]
    for_clinician = [CountRow(one.title, [one.people]) for one in result.rules if one.clinician]
    body: list[Block] = [Heading("Urgent")]
    if _urgent_people(result) == 0:
        body.append(Paragraph(Said("No one in this batch gave an urgent answer to the questions that the input asks.")))
    else:
        said = f"People with an urgent answer: {_share(_urgent_people(result), result.reported)}. Look at these first: "
        body.append(Paragraph(Said(f"{said}status `urgent` in the results.", role="alert")))
        if result.stopped != 0:
            people = _share(result.stopped, result.reported)
            stopped = f"Getting help comes first, so there are no plans for these people: {people}."
            body.append(Paragraph(Said(stopped, role="strong")))
        if result.urgent_unread != 0:
            unread = (
                f"Urgent, but only part of the record could be read: {_share(result.urgent_unread, result.reported)}. "
            )
            body.append(Paragraph(Said(f"{unread}The column `unread` says which parts could not.", role="strong")))
        body.append(_table("Urgent", "Rule", ["People"], urgent, result.reported))
    if for_clinician:
        said = f"Records that a clinician needs to look at: {_share(result.clinician, result.reported)}."
        body += [Heading("For a clinician"), Paragraph(Said(said, role="strong"))]
        body.append(_table("For a clinician", "Rule", ["People"], for_clinician, result.reported))
    return body


def _scale(result: BatchReport) -> list[Block]:
    scale = f"Bars go from 0 to all {result.reported:,} people."
    if result.planned not in (0, result.reported):
        scale += f" Under plans, needs, wishes and where people went, they go to the {result.planned:,} with a plan."
    suppressed = f" Counts marked {NOT_SHOWN} are explained at the end." if result.hides else ""
    return [Paragraph(Said(f"{scale}{suppressed}", role="muted"))]


def _plans(result: BatchReport) -> list[Block]:
    """The plans, most frequent first."""
    head = Heading(f"Plans for the {result.planned:,} people with enough answers")
    if not result.planned:
        return [Heading("Plans"), Paragraph(Said("There is no plan to show, because no one gave enough answers."))]
    if not result.plans:
        return [head, Paragraph(Said(NO_PLANS))]
    lines = [CountRow(capitalised(one.name), [one.first, one.at_least], _whose(one)) for one in result.plans]
    said = '"First plan" goes by needs, wishes and priorities. "At least" is the least intensive plan for known needs.'
    table = _table("Plans", "Plan", ["First plan", "At least"], lines, result.planned)
    return [head, Paragraph(Said(said)), table]


def _whose(one: PlanTally) -> str:
    return "+".join(one.options) or "none meets every need"


def _needs(result: BatchReport) -> list[Block]:
    """Each need by its levels; those that nobody has or may have are left out."""
    sections = []
    for need in result.needs:
        lines = [CountRow(one.label, [one.at_least, one.at_most]) for one in need.levels]
        if any(line.people != [0, 0] for line in lines[1:]):
            used = [line for number, line in enumerate(lines) if not number or line.people != [0, 0]]
            sections.append(Section(need.label, _rows(used, result.planned)))
    if not sections:
        return []
    columns = (ColumnHead("At least"), ColumnHead("At most"))
    table = Table("What is needed", "", columns, tuple(sections))
    return [Heading("What is needed"), Paragraph(Said(LEVELS)), table]


def _questions(result: BatchReport) -> list[Block]:
    """Which questions are open that needs depend on."""
    if not result.ask_next:
        return []
    first = result.ask_next[0]
    said = "Start with the question that could still change a person's needs the most."
    said += f" Most often that question is: {first.label.lower()}." if first.first else ""
    lines = [CountRow(one.label, [one.first, one.open]) for one in result.ask_next]
    table = _table("Questions still open", "Question", ["First to ask", "Still open"], lines, result.reported)
    return [Heading("Questions still open"), Paragraph(Said(said)), table]


def _rules(result: BatchReport) -> list[Block]:
    lines = [CountRow(one.title, [one.people]) for one in result.rules if not one.urgent and not one.clinician]
    return [Heading("Rules that apply"), _table("Rules", "Rule", ["People"], lines, result.reported)] if lines else []


def _wishes(result: BatchReport) -> list[Block]:
    lines = [CountRow(one.label, [one.certain, one.may]) for one in result.wishes]
    lines = [line for line in lines if line.people != [0, 0]]
    if not lines:
        return []
    table = _table("Wishes", "Wish", ["Not met", "Perhaps not met"], lines, result.planned)
    return [Heading("Wishes that the first plan does not meet"), table]


def _cost(result: BatchReport) -> list[Block]:
    if not result.planned:
        return []
    cost, head = result.cost, Heading("Weekly cash price for everyone together")
    if cost is None:
        return [
            head,
            Paragraph(Said("There is no plan to show, so there is nothing to add up.")),
            Paragraph(Said(PRICES, role="muted")),
        ]
    ends = f"${cost.min:,.0f} to ${cost.max:,.0f}" if cost.max > cost.min else f"${cost.min:,.0f}"
    more = ", and more" if cost.no_upper_end else ""
    points = [
        f"This counts the {cost.people:,} people whose first plan is shown above.",
        *([f"This leaves out the {result.too_little:,} people with too few answers."] if result.too_little else []),
        f"With a cash price: {cost.priced:,}.",
        f"With no upper end, so counted at the low end: {cost.no_upper_end:,}.",
        f"With no cash price: {cost.no_price:,}.",
    ]
    total = f"{ends} a week{more}, for {cost.priced:,} people." if cost.priced else "No plan shown has a cash price."
    listed = Bullets(tuple(Point(Said(text)) for text in points))
    return [head, Paragraph(Said(total, role="strong")), listed, Paragraph(Said(PRICES, role="muted"))]


def _agreement(result: BatchReport) -> list[Block]:
    """Where people went beside the first plan, and what that does not have."""
    found = result.agreement
    if found is None or not result.planned:
        return []
    left = f" This leaves out the {result.too_little:,} people with too few answers." if result.too_little else ""
    outcomes = [CountRow(capitalised(one.label), [one.people, one.settled, one.open]) for one in found.outcomes]
    columns = ["All", "Settled", "Not settled"]
    body: list[Block] = [
        Heading("Where people went"),
        Paragraph(
            Said(
                "This compares where people went, according to the file, with the first plan. Neither is always right."
                f"{left}"
            )
        ),
        _table("Where people went", "Went to", columns, outcomes, result.planned),
    ]
    for title, corner, tallies in (
        ("Needs that the care they went to does not meet", "Need", found.misses),
        ("The rules that call for the missing care", "Rule", found.by_rule),
    ):
        if tallies:
            lines = [CountRow(one.label, [one.people]) for one in tallies]
            body += [Heading(title), _table(title, corner, ["People"], lines, result.planned)]
    return body


def _groups(found: Groups, everyone: int) -> list[Block]:
    """The groups side by side; in each a bar goes up to all of that group."""
    title = f"By {found.by}"
    rest = f"{found.not_shown:,} people are in groups whose size is not shown. "
    said = f"{rest if found.not_shown else ''}A full bar is everyone in that group. Under People, it is everyone."
    if not found.groups:
        return [Heading(title), Paragraph(Said("No group is large enough to be shown."))]
    agreed = bool(found.groups[0].agreement)
    columns = ["People", "Settled", "Urgent", "For a clinician", "Too few answers"]
    columns += ["Went to less than the plan"] if agreed else []
    rows = tuple(_group(one, everyone) for one in found.groups)
    table = Table(title, "Group", tuple(map(ColumnHead, columns)), (Section("", rows),))
    return [Heading(title), Paragraph(Said(said)), table]


def _group(one: GroupTally, everyone: int) -> TableRow:
    numbers = [one.settled, one.urgent, one.clinician, one.too_little]
    actual = [_box(one.agreement["under"], one.planned or one.people or 1)] if one.agreement else []
    boxes = (_box(one.people, everyone), *(_box(number, one.people or 1) for number in numbers), *actual)
    return TableRow(one.name or "not known", "", boxes)


def _rejected(result: BatchReport) -> list[Block]:
    points = tuple(Point(Said(f"{one.problem}: {one.times:,}. It {one.says}.")) for one in result.faults)
    said = "This is how often each problem came up. A record can have more than one."
    return [Heading("Rejected"), Paragraph(Said(said)), Bullets(points)] if points else []


def _about(result: BatchReport) -> list[Block]:
    suppressed = (
        f"A count under {result.small_cells} is {NOT_SHOWN}, so that no one can be identified. The next count up may "
        "also be hidden, because it could give away the first, so a hidden count is not always small. A 0 is shown, "
        "and so are the totals and how far the answers go."
    )
    read_as = "; ".join(f"{one.cells:,} {one.says}" for one in result.read_as)
    forms = [Paragraph(Said(f"Cells that were read in another form: {read_as}."))] if read_as else []
    hidden = [Paragraph(Said(suppressed))] if result.hides else []
    return [Heading("What these counts are"), Paragraph(Said(GROUPS_ONLY)), *forms, *hidden]


# --- tables -----------------------------------------------------------------


def _table(caption: str, corner: str, columns: Iterable[str], lines: Iterable[CountRow], everyone: int) -> Table:
    heads = tuple(ColumnHead(one) for one in columns)
    return Table(caption, corner, heads, (Section("", _rows(lines, everyone)),))


def _rows(lines: Iterable[CountRow], everyone: int) -> tuple[TableRow, ...]:
    return tuple(
        TableRow(line.head, line.remark, tuple(_box(number, everyone) for number in line.people)) for line in lines
    )


def _box(people: int | None, everyone: int) -> Box:
    if people is None:
        return Box((Said(NOT_SHOWN, role="muted"),))
    return Box((Said(_share(people, everyone)),), bar=Bar(0, people / everyone))


def _share(people: int | None, everyone: int) -> str:
    return f"{people:,} ({_percent(people, everyone)})" if people else _said(people)


def _said(people: int | None) -> str:
    return NOT_SHOWN if people is None else f"{people:,}"


def _percent(people: int, everyone: int) -> str:
    """Whole percent; never 0 % of somebody, and never all but somebody as all."""
    share = 100 * people / everyone
    if 0 < share < 1:
        return "under 1%"
    return "over 99%" if 99 < share < 100 else f"{share:.0f}%"
