"""The page of a recommendation: what is urgent, the needs, the plans side by side, and every reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from iopcli.match.recommendation import Glance
from iopcli.report.page import Block, Bullets, Heading, Numbers, Paragraph, Point, Said, ShellHint, Table
from iopcli.report.pages.parts import (
    about_prices,
    clinician,
    column,
    footnotes,
    question,
    questions,
    sections,
    urgent,
    used,
)
from iopcli.wording import gap_text, spread_text

if TYPE_CHECKING:
    from iopcli.dataset.model import Voice
    from iopcli.match.recommendation import Miss, Need, Planned, Reason, Recommendation, Verdict
    from iopcli.result import Row

REASONS = 3
"""Reasons of a need that are shown."""
SHOWN = 3
"""Plans that are just enough, shown at a glance with their reasons."""
ASKED_FIRST = ("hours_per_week", "sleep", "keeps_job", "cost_per_week")
"""Rows that stand in the table at a glance whatever is needed."""
KNOW: Mapping[Voice, str] = {
    "person": "What to know", "staff": "What to tell the person", "family": "What they should know",
}  # fmt: skip
"""What advice is called, which speaks to the person."""
FOR_FAMILY = "What you can do yourself, and who helps you: `iopcli topics helping-someone-else`."
RANKING = (
    "How plans are put in order: those that are just enough come before those that are more than needed. In each, the "
    "highest score first, then the least intensive. The score is what the priorities give, minus 1 for each wish that "
    "the plan stands against or may, for all that is known here, and minus a half for each that depends on the place. "
    "A priority gives the share of all plans that are worse on it. The first counts most: of three priorities, the "
    "first counts three times, the second twice."
)


def blocks(result: Recommendation) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: at a glance what is decided on, in full every plan, reason and note."""
    if result.stopped:
        return "Get help first", _urgent(result)
    numbers = Numbers(result.dataset.as_of)
    body = [
        *_urgent(result),
        *clinician(result.clinician),
        *_ask_again(result),
        *_summary(result),
        *_needs(result, numbers),
        *_plans(result),
    ]
    body += [*_why_not(result), *_changes(result), *_beside(result), *_unknown(result), *_table(result, numbers)]
    body += [] if _briefly(result) else [*_why(result, numbers), *_trace(result)]
    body += [*questions(result.ask, briefly=_briefly(result)), *_to_check(result)]
    body += [Paragraph(Said(result.scope))] if result.scope else []
    hint = ShellHint("What if? Add --set question=value. Everything: --full. Every rule: --why, or `iopcli rules`.")
    title = "What the rules say to these answers" if _to_staff(result) else "What to talk over, by these answers"
    own = [ShellHint(FOR_FAMILY)] if result.voice == "family" else []
    return title, [*body, *own, hint, *footnotes(numbers, result.sources)]


def last(result: Recommendation) -> list[Block]:
    """What a terminal still shows when all has scrolled by."""
    if result.stopped:
        return []
    said = [*(alarm.title for alarm in result.urgent), *(one.title for one in result.clinician)]
    first = f"Urgent or for a clinician, see the top: {'; '.join(said)}. " if said else ""
    return [Paragraph(Said(f"In short: {first}{_in_a_sentence(result)}", role="strong"))]


def _to_staff(result: Recommendation) -> bool:
    return result.voice == "staff"


def _urgent(result: Recommendation) -> list[Block]:
    return urgent(result.urgent, "Urgent: tell the person" if _to_staff(result) else "Urgent")


def _briefly(result: Recommendation) -> bool:
    return isinstance(result, Glance)


def _summary(result: Recommendation) -> list[Block]:
    """What comes out of it, in one or two sentences."""
    labels = {one.question: one.label for one in result.unanswered}
    open_ones = ", ".join(one.label.lower() for one in result.unanswered if one.urgent)
    first = [Paragraph(Said(f"Not answered, and it may be urgent: {open_ones}.", role="alert"))] if open_ones else []
    asks = ", ".join(labels[id_].lower() for id_ in result.ask_next[:3])
    more = [Paragraph(Said(f"What would narrow it most: {asks}."))] if asks and not result.settled else []
    return [*first, Paragraph(Said(_in_a_sentence(result), role="strong")), *more]


def _in_a_sentence(result: Recommendation) -> str:
    """What comes out of it; to the person as what to talk over, to staff as what the rules say."""
    least, most, staff = result.at_least.name, result.at_most.name, _to_staff(result)
    if not result.plans:
        return "No option or plan here meets every need. Talk to a clinician about the nearest."
    decides = "A clinician decides with the person." if staff else "Talk it over with a doctor or a counselor."
    if result.settled:
        return f"The least that meets every need by these answers: {least}. {decides}"
    if _nothing_known(result):
        return f"{_nothing_asked_for(result)} {decides}"
    most = most if result.at_most.options else "more than any plan here"
    why = "a clinician has to look first" if result.clinician else "some answers are missing"
    ends = f"The least by these answers: {least}." if least == most else f"At least: {least}. At most: {most}."
    return f"Not settled: {why}. {ends} {decides}"


def _nothing_known(result: Recommendation) -> bool:
    """Whether no need is known and yet nothing is settled: then no plan is one to talk over."""
    asked = any(need.at_least is not None for need in result.needs.values())
    return bool(result.plans) and not result.settled and not asked


def _nothing_asked_for(result: Recommendation) -> str:
    """What is said where no need is known and yet nothing is settled: never that no treatment would be enough."""
    if result.at_most.options == result.at_least.options:
        return "Nothing in these answers alone asks for treatment. A clinician has to look first."
    up_to = (
        f"It may be up to: {result.at_most.name}." if result.at_most.options else "It may be more than any plan here."
    )
    return f"Too little is known to say what is enough. {up_to}"


def _ask_again(result: Recommendation) -> list[Block]:
    """Answers that pull against each other, and what to ask; what is taken for true until it is answered."""
    points = tuple(Point(Said(one.says, role="strong")) for one in result.ask_again)
    title = "Ask the person again" if _to_staff(result) else "Ask this again"
    found: list[Block] = [Heading(title), Bullets(points)] if points else []
    taken = (f"Taken for true until it is answered: {one.text}" for one in result.assumed)
    return [*found, *(Paragraph(Said(text, role="alert")) for text in taken)]


def _needs(result: Recommendation, numbers: Numbers) -> list[Block]:
    if not result.needs:
        return []
    reasons = {one.rule: one for one in result.reasons}
    points = tuple(_need(need, reasons, numbers) for need in result.needs.values())
    return [Heading("What is needed, and why"), Bullets(points)]


def _need(need: Need, reasons: Mapping[str, Reason], numbers: Numbers) -> Point:
    """A need with the reasons of the rules that set it, and how far it may go."""
    if need.at_least is None:
        return Point(Said(f"{need.label}: {spread_text(None, need.at_most_text)}", role="muted"))
    set_by = [reasons[rule] for rule in need.rules]
    sources = tuple(source for reason in set_by for source in reason.sources)
    parts = [("Why", reason.because) for reason in set_by[:REASONS]]
    if need.at_most != need.at_least:
        parts.append(("Possibly", need.at_most_text))
    return Point(Said(f"{need.label}: {need.at_least_text}", numbers.of(sources)), tuple(parts))


def _plans(result: Recommendation) -> list[Block]:
    if _nothing_known(result):
        return []
    if not result.plans:
        assert result.nearest is not None  # noqa: S101 - one of the two is there
        return [Heading("The nearest plan"), Bullets((_plan(result, result.nearest, 0, ()),))]
    enough = sum(not plan.more_than_needed for plan in result.plans)
    shown = result.plans[: min(enough, SHOWN) + 1 if _briefly(result) else None]
    asked = [{one.text for plan in shown[:number] for one in plan.ask_first} for number in range(len(shown))]
    points = tuple(
        _plan(result, plan, number, said) for number, (plan, said) in enumerate(zip(shown, asked, strict=True), 1)
    )
    title = "Plans that meet what these answers ask for" if _to_staff(result) else "Plans to talk over"
    rest = ", ".join(plan.name for plan in result.plans[len(shown) :])
    first = [Paragraph(Said(result.first_because))] if result.first_because else []
    more = [Paragraph(Said(f"More than these answers ask for: {rest}.", role="muted"))] if rest else []
    return [Heading(title), *first, Bullets(points), *more]


def _plan(result: Recommendation, plan: Planned, number: int, said: Collection[str]) -> Point:
    """A plan with what it misses, how it fits, what stands against it, and what comes after a short stay.

    What to ask first is left out where it was said of a plan before.
    """
    parts = [("Misses", f"{miss.label} ({_gap(miss)})") for miss in plan.misses]
    parts += [("Fit", plan.fit)] if number else []
    parts += [("Ask first", one.text) for one in plan.ask_first if one.text not in said]
    parts += [("Conflict" if one.certain else "Ask", one.text) for one in plan.conflicts]
    if plan.then:
        names = {verdict.option.id: verdict.option.short_name for verdict in result.options}
        parts.append(("After it", ", ".join(names[id_] for id_ in plan.then)))
    return Point(Said(f"Plan {number}: {plan.name}" if number else plan.name, role="strong"), tuple(parts))


def _table(result: Recommendation, numbers: Numbers) -> list[Block]:
    """The first plans side by side; what is long is left to `compare`."""
    if not result.columns or _nothing_known(result):
        return []
    names = [option.short_name for option in result.columns]
    plans = [plan.options for plan in result.plans[: len(names)]]
    rows = [_without_notes(result, row, plans) for row in result.rows if _in_table(result, row)]
    parts = dict.fromkeys(id_ for one in result.columns for id_ in one.id.split("+"))
    table = Table(
        caption="The first plans side by side",
        corner="",
        columns=tuple(column(option) for option in result.columns),
        sections=sections(result.groups, rows, names, numbers, result.local),
    )
    more = " ".join(parts)
    hint = f"iopcli compare {more}" if len(parts) > 1 else f"iopcli show {more}"
    notes = ShellHint(f"Notes, who pays, advantages, disadvantages: `{hint}`.")
    return [Heading("Side by side"), table, *about_prices(rows), notes]


def _in_table(result: Recommendation, row: Row) -> bool:
    """At a glance what is needed and what people ask about first; in full all that is not long."""
    if _briefly(result):
        return row.attribute in ASKED_FIRST or (row.attribute in result.needs and (row.glance or row.type == "scale"))
    return row.glance and row.type != "text"


def _without_notes(result: Recommendation, row: Row, plans: Sequence[tuple[str, ...]]) -> Row:
    """A row without the notes that `compare` shows; sums keep the note that says what each part has."""
    full = not _briefly(result)
    summed = [full and len(options) > 1 and row.type in ("range", "money") for options in plans] or [False]
    cells = tuple(
        replace(cell, also=(), disputed=(), note=cell.note if keep else "", as_of=None)
        for cell, keep in zip(row.cells, summed, strict=True)
    )
    return replace(row, cells=cells, prices=tuple(_without_notes(result, one, plans) for one in row.prices))


def _beside(result: Recommendation) -> list[Block]:
    """What to offer and what to know, whatever the plan; not what the first plan holds already."""
    first = result.plans[0].options if result.plans else ()
    offers = [offer for offer in result.alongside if offer.option not in first]
    points = tuple(Point(Said(f"{offer.name}: {offer.because}")) for offer in offers)
    advice = tuple(Point(Said(one.advice)) for one in result.reasons if one.advice)
    found: list[Block] = [Heading("To offer whatever the plan"), Bullets(points)] if points else []
    return [*found, Heading(KNOW[result.voice]), Bullets(advice)] if advice else found


def _why(result: Recommendation, numbers: Numbers) -> list[Block]:
    points = tuple(
        Point(Said(f"{one.title}: {one.because}", numbers.of(one.sources)), (("Answers", used(one.answers)),))
        for one in result.reasons
    )
    return [Heading("Why"), Bullets(points)] if points else []


def _why_not(result: Recommendation) -> list[Block]:
    """Every option by itself: what it does not meet. At a glance, places of treatment with less care than the plan."""
    verdicts: Sequence[Verdict] = result.options
    first = result.plans[0].options if result.plans else ()
    if _briefly(result):
        ids = [verdict.option.id for verdict in verdicts]
        settings = [one.option.id for one in verdicts if one.option.kind == "setting"]
        end = max((ids.index(id_) for id_ in first if id_ in settings), default=-1)
        verdicts = [one for one in verdicts[: end + 1] if one.option.kind == "setting"]
    enough = ", ".join(verdict.option.short_name for verdict in verdicts if verdict.meets_needs)
    alone = [Point(Said(f"Enough alone: {enough}."))] if enough and not _briefly(result) else []
    points = (*alone, *(Point(Said(_falls_short(verdict))) for verdict in verdicts if verdict.misses))
    title = "Why not less?" if _briefly(result) else "Why not another one?"
    return [Heading(title), Bullets(points)] if points else []


def _falls_short(verdict: Verdict) -> str:
    missed = "; ".join(f"{miss.label.lower()} ({_gap(miss)})" for miss in verdict.misses)
    plans = ", ".join(map(str, verdict.plans[:3]))
    return f"{verdict.option.short_name} alone falls short on {missed}.{f' It is in plan {plans}.' if plans else ''}"


def _gap(miss: Miss) -> str:
    """What is needed and what there is; of a set only what is missing."""
    return gap_text(miss.needs, miss.has)


def _changes(result: Recommendation) -> list[Block]:
    points = tuple(Point(Said(flip.text)) for flip in result.flips)
    return [Heading("Single answers that would change the plan"), Bullets(points)] if points else []


def _unknown(result: Recommendation) -> list[Block]:
    by_id = {one.question: one for one in result.unanswered}
    first = [by_id[id_] for id_ in result.ask_next if id_ in by_id]
    rest = [one for one in result.unanswered if one not in first]
    points = tuple(Point(Said(f"{one.label}: {one.asks}")) for one in first)
    others = ", ".join(one.label.lower() for one in rest)
    also = "Also not" if points else "Not"
    more = [Paragraph(Said(f"{also} answered: {others}.", role="muted"))] if others else []
    return [Heading("Still unknown"), *([Bullets(points)] if points else []), *more] if points or others else []


def _to_check(result: Recommendation) -> list[Block]:
    points = tuple(question(one, briefly=_briefly(result)) for one in result.ask_program)
    return [Heading("To ask a program, so that each need is met"), Bullets(points)] if points else []


def _trace(result: Recommendation) -> list[Block]:
    if not result.trace:
        return []
    says = {True: "holds", False: "does not hold", None: "not known"}
    points = tuple(
        Point(Said(f"{one.rule}: {says[one.holds]}"), (("When", one.when), ("Then", one.effect)))
        for one in result.trace
    )
    scores = ", ".join(f"{plan.name} {plan.score:g}" for plan in result.plans)
    return [
        Heading("Every rule"), Bullets(points), Heading("How the plans are put in order"),
        Paragraph(Said(RANKING)), *([Paragraph(Said(f"Scores: {scores}."))] if scores else []),
    ]  # fmt: skip
