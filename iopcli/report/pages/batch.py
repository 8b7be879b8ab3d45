"""The page of a batch: how many people, by plan, need, question and group, with bars that all share one scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from iopcli.errors import count
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
from iopcli.wording import capitalised

if TYPE_CHECKING:
    from iopcli.batch.report import BatchReport, Cost, Groups, GroupTally, PlanTally

NOT_SHOWN = "not shown"
GROUPS_ONLY = (
    "These are counts of groups. They decide nothing for a person: each person has answers, needs and wishes of their "
    "own. No one should get less care because of a count here."
)
PRICES = (
    "Only cash prices of a week are added up, and never Medicare or Medicaid rates, grants or costs found by studies. "
    "A plan with no cash price here adds nothing. The prices are those of the first plans, not what anyone has paid."
)
LEVELS = (
    "At least: what the answers given ask for. At most: what it would be if every answer still missing asked for more."
)


class Line(NamedTuple):
    """A row of counts: what it is about, and a number for each column."""

    head: str
    people: Sequence[int | None]
    remark: str = ""


def blocks(result: BatchReport) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: what is urgent first."""
    if result.too_few:
        fewest = max(result.small_cells, 3)
        few = f"Fewer than {fewest} people are reported. Nothing is counted of so few: it could point to one person."
        return "A batch of records", [*_read(result), Paragraph(Said(few)), Paragraph(Said(GROUPS_ONLY))]
    body = [*_read(result), *_scale(result), *_urgent(result), *_status(result), *_plans(result), *_needs(result)]
    body += [*_questions(result), *_rules(result), *_wishes(result), *_cost(result.cost)]
    body += [*_agreement(result), *(block for one in result.groups for block in _groups(one, result.reported))]
    return "A batch of records", [*body, *_rejected(result), *_about(result)]


def last(result: BatchReport) -> list[Block]:
    """What a terminal still shows when all has scrolled by."""
    if result.too_few:
        return []
    urgent = _said(_urgent_people(result))
    return [
        Paragraph(
            Said(f"In short: {result.reported:,} people, urgent: {urgent}, settled: {_of(result)}.", role="strong")
        )
    ]


def _of(result: BatchReport) -> str:
    return _share(result.settled, result.reported)


# --- parts ------------------------------------------------------------------


def _read(result: BatchReport) -> list[Block]:
    blank = f" {count(result.blank, 'blank line')} skipped." if result.blank else ""
    text = f"{result.read:,} records read: {result.reported:,} reported, {result.rejected:,} rejected.{blank}"
    return [Paragraph(Said(text, role="strong"))]


def _urgent_people(result: BatchReport) -> int | None:
    return next(one.people for one in result.status if one.id == "urgent")


def _urgent(result: BatchReport) -> list[Block]:
    """How many cannot wait, and why; then what a clinician has to look at."""
    urgent = [Line(one.title, [one.people]) for one in result.rules if one.urgent]
    looked = [Line(one.title, [one.people]) for one in result.rules if one.clinician]
    body: list[Block] = [Heading("Urgent")]
    if _urgent_people(result) == 0:
        body.append(Paragraph(Said("No one in this batch gave an urgent answer.")))
    else:
        said = f"People with an urgent answer: {_share(_urgent_people(result), result.reported)}. Look at them first: "
        body.append(Paragraph(Said(f"{said}status `urgent` in the results.", role="alert")))
        if result.stopped != 0:
            stopped = f"Help comes first, so nothing is compared for them: {_share(result.stopped, result.reported)}."
            body.append(Paragraph(Said(stopped, role="strong")))
        if result.urgent_unread != 0:
            unread = f"Urgent by what could be read of their record: {_share(result.urgent_unread, result.reported)}. "
            body.append(Paragraph(Said(f"{unread}The column `unread` says what could not.", role="strong")))
        body.append(_table("Urgent", "Rule", ["People"], urgent, result.reported))
    if looked:
        said = f"A clinician has to look at: {_share(result.clinician, result.reported)}."
        body += [Heading("For a clinician"), Paragraph(Said(said, role="strong"))]
        body.append(_table("For a clinician", "Rule", ["People"], looked, result.reported))
    return body


def _scale(result: BatchReport) -> list[Block]:
    scale = f"Bars go from 0 to all {result.reported:,} people."
    small = f" Counts marked {NOT_SHOWN} are explained at the end." if result.hides else ""
    return [Paragraph(Said(f"{scale}{small}", role="muted"))]


def _status(result: BatchReport) -> list[Block]:
    lines = [Line(capitalised(one.label), [one.people]) for one in result.status]
    lines.append(Line("Settled in all, urgent or not", [result.settled]))
    return [Heading("How far the answers go"), _table("Status", "Status", ["People"], lines, result.reported)]


def _plans(result: BatchReport) -> list[Block]:
    """The plans, most frequent first."""
    if not result.plans:
        return [Heading("Plans"), Paragraph(Said("No plan is shown: each comes first for too few people."))]
    lines = [Line(capitalised(one.name), [one.first, one.at_least], _whose(one)) for one in result.plans]
    said = "First plan: by needs, wishes and priorities. At least: the least intensive plan that meets what is known."
    table = _table("Plans", "Plan", ["First plan", "At least"], lines, result.reported)
    return [Heading("Plans"), Paragraph(Said(said)), table]


def _whose(one: PlanTally) -> str:
    return "+".join(one.options) or "danger now, or none meets every need"


def _needs(result: BatchReport) -> list[Block]:
    """Each need by its levels; those that nobody has or may have are left out."""
    sections = []
    for need in result.needs:
        lines = [Line(one.label, [one.at_least, one.at_most]) for one in need.levels]
        if any(line.people != [0, 0] for line in lines[1:]):
            used = [line for number, line in enumerate(lines) if not number or line.people != [0, 0]]
            sections.append(Section(need.label, _rows(used, result.reported)))
    if not sections:
        return []
    columns = (ColumnHead("At least"), ColumnHead("At most"))
    table = Table("What is needed", "", columns, tuple(sections))
    return [Heading("What is needed"), Paragraph(Said(LEVELS)), table]


def _questions(result: BatchReport) -> list[Block]:
    """Which questions are open that needs hang on."""
    if not result.ask_next:
        return []
    first = result.ask_next[0]
    said = "First to ask: the question on which most need still hangs for a person."
    said += f" Most often that is: {first.label.lower()}." if first.first else ""
    lines = [Line(one.label, [one.first, one.open]) for one in result.ask_next]
    table = _table("Questions still open", "Question", ["First to ask", "Open at all"], lines, result.reported)
    return [Heading("Questions still open"), Paragraph(Said(said)), table]


def _rules(result: BatchReport) -> list[Block]:
    lines = [Line(one.title, [one.people]) for one in result.rules if not one.urgent and not one.clinician]
    return [Heading("Rules that hold"), _table("Rules", "Rule", ["People"], lines, result.reported)] if lines else []


def _wishes(result: BatchReport) -> list[Block]:
    lines = [Line(one.label, [one.certain, one.may]) for one in result.wishes]
    lines = [line for line in lines if line.people != [0, 0]]
    if not lines:
        return []
    table = _table("Wishes", "Wish", ["Against it", "Perhaps, so ask"], lines, result.reported)
    return [Heading("Wishes that the first plan stands against"), table]


def _cost(cost: Cost | None) -> list[Block]:
    head = Heading("Cash price of a week, in all")
    if cost is None:
        return [
            head,
            Paragraph(Said("No plan is shown, so nothing is added up.")),
            Paragraph(Said(PRICES, role="muted")),
        ]
    ends = f"${cost.min:,.0f} to ${cost.max:,.0f}" if cost.max > cost.min else f"${cost.min:,.0f}"
    more = ", and more" if cost.no_upper_end else ""
    points = [
        f"Counted here are the {cost.people:,} people whose first plan is shown above.",
        f"With a cash price: {cost.priced:,}.",
        f"Of them with no upper end, so counted with the least: {cost.no_upper_end:,}.",
        f"With no cash price: {cost.no_price:,}.",
    ]
    total = f"{ends} a week{more}, for {cost.priced:,} people." if cost.priced else "No plan shown has a cash price."
    listed = Bullets(tuple(Point(Said(text)) for text in points))
    return [head, Paragraph(Said(total, role="strong")), listed, Paragraph(Said(PRICES, role="muted"))]


def _agreement(result: BatchReport) -> list[Block]:
    """Where people went beside the first plan, and what that does not have."""
    found = result.agreement
    if found is None:
        return []
    outcomes = [Line(capitalised(one.label), [one.people, one.settled, one.open]) for one in found.outcomes]
    columns = ["All", "Settled", "Not settled"]
    body: list[Block] = [
        Heading("Where people went"),
        Paragraph(
            Said("Where people went, as the input says, beside the first plan here. Neither is the right one as such.")
        ),
        _table("Where people went", "Went to", columns, outcomes, result.reported),
    ]
    for title, corner, tallies in (
        ("Needs that where they went does not meet", "Need", found.misses),
        ("The rules that ask for what is missing there", "Rule", found.by_rule),
    ):
        if tallies:
            lines = [Line(one.label, [one.people]) for one in tallies]
            body += [Heading(title), _table(title, corner, ["People"], lines, result.reported)]
    return body


def _groups(found: Groups, everyone: int) -> list[Block]:
    """The groups side by side; in each a bar goes up to all of that group."""
    title = f"By {found.by}"
    rest = f"{found.not_shown:,} people are in groups whose size is not shown. "
    said = (
        f"{rest if found.not_shown else ''}Here a bar goes from 0 to all of its group; under People, to all there are."
    )
    if not found.groups:
        return [Heading(title), Paragraph(Said("No group is large enough to be shown."))]
    agreed = bool(found.groups[0].agreement)
    columns = ["People", "Settled", "Urgent", "For a clinician", *(["Went to less than the plan"] if agreed else [])]
    rows = tuple(_group(one, everyone) for one in found.groups)
    table = Table(title, "Group", tuple(map(ColumnHead, columns)), (Section("", rows),))
    return [Heading(title), Paragraph(Said(said)), table]


def _group(one: GroupTally, everyone: int) -> TableRow:
    numbers = [one.settled, one.urgent, one.clinician, *([one.agreement["under"]] if one.agreement else [])]
    boxes = (_box(one.people, everyone), *(_box(number, one.people or 1) for number in numbers))
    return TableRow(one.name or "not known", "", boxes)


def _rejected(result: BatchReport) -> list[Block]:
    points = tuple(Point(Said(f"{one.problem}: {one.times:,}. It {one.says}.")) for one in result.faults)
    said = "How often each fault came up; a record can have more than one."
    return [Heading("Rejected"), Paragraph(Said(said)), Bullets(points)] if points else []


def _about(result: BatchReport) -> list[Block]:
    small = (
        f"A count under {result.small_cells} is {NOT_SHOWN}, so that no one can be told apart. Nor is the next one up, "
        "where it would tell the first by taking away. So not shown does not mean few. A 0 is shown."
    )
    hidden = [Paragraph(Said(small))] if result.hides else []
    return [Heading("What these counts are"), Paragraph(Said(GROUPS_ONLY)), *hidden]


# --- tables -----------------------------------------------------------------


def _table(caption: str, corner: str, columns: Iterable[str], lines: Iterable[Line], everyone: int) -> Table:
    heads = tuple(ColumnHead(one) for one in columns)
    return Table(caption, corner, heads, (Section("", _rows(lines, everyone)),))


def _rows(lines: Iterable[Line], everyone: int) -> tuple[TableRow, ...]:
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
