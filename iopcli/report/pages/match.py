"""The page of a recommendation: what is urgent, the needs, the plans side by side, and every reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from iopcli.dataset.model import Voice
from iopcli.facts.result import Row
from iopcli.facts.wording import capitalised, gap_text, listed, spread_text
from iopcli.match.recommendation import Miss, Need, Planned, Reason, Recommendation, Verdict
from iopcli.report.page import Block, Bullets, Heading, Numbers, Paragraph, Point, Rows, Said, ShellHint, Table
from iopcli.report.pages.available import available
from iopcli.report.pages.cost import of_weeks, rows_of_weeks
from iopcli.report.pages.decision import (
    HELP_FIRST,
    ask_again,
    cannot_wait,
    decided,
    for_family,
    nothing_known,
    say,
    summary,
    title,
    to_staff,
)
from iopcli.report.pages.parts import about_prices, column, footnotes, question, questions, sections, used
from iopcli.report.pages.rows import ending_rows, urgent_rows

REASONS = 3
"""Reasons of a need that are shown."""
NAMED = 3
"""Plans that an option is said to be a part of, by their numbers."""
KNOW: Mapping[Voice, str] = {
    "person": "What to know", "staff": "What to tell the person", "family": "What they should know",
}  # fmt: skip
"""What advice is called, which speaks to the person."""
RANKING = (
    "Plans that are just enough come before plans that are more than the person needs. In each group, the plan with "
    "the highest score comes first. If scores are equal, the least intensive does. A plan loses 1 point for each wish "
    "that it goes against or may go against, and half a point for each wish that depends on the program. For each "
    "priority, a plan gains the share of all plans that are worse on that priority. The first priority counts most. Of "
    "three priorities, the first counts three times and the second twice."
)


def blocks(result: Recommendation) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks: every plan, reason and note."""
    if result.stopped:
        return HELP_FIRST, cannot_wait(result)
    numbers = Numbers(result.dataset.as_of)
    body = [
        *cannot_wait(result),
        *ask_again(result),
        *summary(result),
        *available(result),
        *_needs(result, numbers),
        *_plans(result),
        *of_weeks(result.costs, str(result.answers.get("payer") or ""), first=False),
    ]
    body += [*_why_not(result), *_changes(result), *_beside(result), *_unknown(result), *_table(result, numbers)]
    body += [*_why(result, numbers), *_trace(result), *questions(result.ask), *_to_check(result)]
    body += [Paragraph(Said(result.scope))] if result.scope else []
    rules = "--why, or `iopcli rules`" if to_staff(result) else "`iopcli rules`"
    hint = ShellHint(f"What if? Add --set question=value. Every rule: {rules}.")
    return title(result), [*body, *for_family(result), hint, *footnotes(numbers, result.sources)]


def first(result: Recommendation) -> tuple[str, list[Block]]:
    """What is decided on, and what to do next."""
    if result.stopped:
        return HELP_FIRST, cannot_wait(result)
    return title(result), decided(result)


def why(result: Recommendation) -> list[Block]:
    """What is needed, why not less or another one, and every reason."""
    numbers = Numbers(result.dataset.as_of)
    body = [*_needs(result, numbers), *_why_not(result), *_why(result, numbers), *_trace(result)]
    return [*body, *footnotes(numbers, {id_: result.sources[id_] for id_ in numbers.sources})]


def plans(result: Recommendation) -> list[Block]:
    """Every plan, what goes with any of them, and what to ask a program."""
    return [
        *summary(result),
        *_plans(result),
        *_beside(result),
        *questions(result.ask, briefly=True),
        *_to_check(result),
    ]


def flips(result: Recommendation) -> list[Block]:
    """The answers that would change the plan, and those that are missing."""
    return [*_changes(result), *_unknown(result)]


def table(result: Recommendation) -> list[Block]:
    """The first plans side by side, with the sources."""
    numbers = Numbers(result.dataset.as_of)
    shown = _table(result, numbers)
    return [*shown, *footnotes(numbers, {id_: result.sources[id_] for id_ in numbers.sources})]


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
    if nothing_known(result):
        return []
    if not result.plans:
        assert result.nearest is not None  # noqa: S101 - one of the two is there
        return [Heading("The closest plan"), Bullets((_plan(result, result.nearest, 0, ()),))]
    shown = result.plans
    asked = [{one.text for plan in shown[:number] for one in plan.ask_first} for number in range(len(shown))]
    points = tuple(
        _plan(result, plan, number, said) for number, (plan, said) in enumerate(zip(shown, asked, strict=True), 1)
    )
    title = "Plans that meet these needs" if to_staff(result) else "Plans to talk over"
    first = [Paragraph(Said(result.first_because))] if result.first_because else []
    return [Heading(title), *first, Bullets(points)]


def _plan(result: Recommendation, plan: Planned, number: int, said: Collection[str]) -> Point:
    """A plan with what it misses, how it fits, what stands against it, and what comes after a short stay.

    What to ask first is left out where it was said of a plan before.
    """
    parts = [("Missing", f"{miss.label} ({_gap(miss)})") for miss in plan.misses]
    parts += [("Fit", plan.fit)] if number else []
    parts += [("Before you decide", one.text) for one in plan.ask_first if one.text not in said]
    parts += [("Keep in mind" if one.certain else "To check", one.text) for one in plan.conflicts]
    if plan.then:
        names = {verdict.option.id: verdict.option.said for verdict in result.options}
        parts.append(("Afterward", f"{capitalised(listed([names[id_] for id_ in plan.then], 'or'))}."))
    return Point(Said(f"Plan {number}: {plan.said}" if number else capitalised(plan.said), role="strong"), tuple(parts))


def _table(result: Recommendation, numbers: Numbers) -> list[Block]:
    """The first plans side by side; what is long is left to `compare`."""
    if not result.columns or nothing_known(result):
        return []
    names = [option.short_name for option in result.columns]
    plans = [plan.options for plan in result.plans[: len(names)]]
    rows = [_without_notes(row, plans) for row in result.rows if row.glance and row.type != "text"]
    parts = dict.fromkeys(id_ for one in result.columns for id_ in one.id.split("+"))
    table = Table(
        caption="The first plans side by side",
        corner="",
        columns=tuple(column(option) for option in result.columns),
        sections=sections(result.groups, rows, names, numbers, result.local),
    )
    more = " ".join(parts)
    hint = f"iopcli compare {more}" if len(parts) > 1 else f"iopcli show {more}"
    notes = ShellHint(f"To see notes, who pays, advantages and disadvantages: `{hint}`.")
    return [Heading("Side by side"), table, *about_prices(rows), notes]


def _without_notes(row: Row, plans: Sequence[tuple[str, ...]]) -> Row:
    """A row without the notes that `compare` shows; sums keep the note that says what each part has."""
    summed = [len(options) > 1 and row.type in ("range", "money") for options in plans] or [False]
    cells = tuple(
        replace(cell, also=(), disputed=(), note=cell.note if keep else "", as_of=None)
        for cell, keep in zip(row.cells, summed, strict=True)
    )
    return replace(row, cells=cells, prices=tuple(_without_notes(one, plans) for one in row.prices))


def _beside(result: Recommendation) -> list[Block]:
    """What to offer and what to know, whatever the plan; not what the first plan holds already."""
    first = result.plans[0].options if result.plans else ()
    offers = [offer for offer in result.alongside if offer.option not in first]
    points = tuple(Point(Said(f"{offer.name}: {offer.because}")) for offer in offers)
    advice = tuple(Point(Said(one.advice)) for one in result.reasons if one.advice)
    found: list[Block] = [Heading("To offer with any plan"), Bullets(points)] if points else []
    return [*found, Heading(KNOW[result.voice]), Bullets(advice)] if advice else found


def _why(result: Recommendation, numbers: Numbers) -> list[Block]:
    points = tuple(
        Point(Said(f"{one.title}: {one.because}", numbers.of(one.sources)), (("Answers", used(one.answers)),))
        for one in result.reasons
    )
    return [Heading("Why"), Bullets(points)] if points else []


def _why_not(result: Recommendation) -> list[Block]:
    """Every option by itself: what it does not meet."""
    enough = ", ".join(verdict.option.said for verdict in result.options if verdict.meets_needs)
    alone = [Point(Said(f"Enough by itself: {enough}."))] if enough else []
    points = (*alone, *(Point(Said(_falls_short(verdict))) for verdict in result.options if verdict.misses))
    return [Heading("Why not another option?"), Bullets(points)] if points else []


def _falls_short(verdict: Verdict) -> str:
    missed = "; ".join(f"{miss.label.lower()} ({_gap(miss)})" for miss in verdict.misses)
    alone = "" if verdict.option.kind == "baseline" else " alone"
    says = f"{capitalised(verdict.option.said)}{alone} would not be enough. Missing: {missed}."
    return f"{says}{_part_of(verdict.plans)}"


def _part_of(plans: Sequence[int]) -> str:
    """Which plans an option is a part of, by their numbers: ` See plans 2 and 5.`"""
    shown = [*map(str, plans[:NAMED]), *(["others"] if len(plans) > NAMED else [])]
    return f" See {'plan' if len(plans) == 1 else 'plans'} {listed(shown)}." if plans else ""


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
    more = [Paragraph(Said(f"{also} answered yet: {others}.", role="muted"))] if others else []
    return [Heading("Still unknown"), *([Bullets(points)] if points else []), *more] if points or others else []


def _to_check(result: Recommendation) -> list[Block]:
    points = tuple(question(one) for one in (*result.ask_first, *result.ask_program))
    return [Heading("What to ask a program, so that each need is met"), Bullets(points)] if points else []


def _trace(result: Recommendation) -> list[Block]:
    """Every rule with its conditions, for staff; others have the reasons, and `rules` for the rest."""
    if not result.trace or not to_staff(result):
        return []
    says = {True: "applies", False: "does not apply", None: "not known yet"}
    points = tuple(
        Point(
            Said(f"{one.rule}: {says[one.holds]}"),
            (("When", one.when), *((each.does, each.says) for each in one.effects)),
        )
        for one in result.trace
    )
    scores = ", ".join(f"{plan.name} {plan.score:g}" for plan in result.plans)
    return [
        Heading("Every rule"), Bullets(points), Heading("How the plans are put in order"),
        Paragraph(Said(RANKING)), *([Paragraph(Said(f"Scores: {scores}."))] if scores else []),
    ]  # fmt: skip


PARTS = {"why": why, "plans": plans, "flips": flips, "table": table, "say": say}
"""What can be read on by name."""


def rows(result: Recommendation) -> Rows:
    """One line for each thing said, what is urgent first."""
    said = urgent_rows(result.urgent)
    said += [("needs a clinician", one.rule, one.clinician, "") for one in result.clinician]
    said += [("settled", "", "yes" if result.settled else "no", "")] if not result.stopped else []
    said += [("at least", "+".join(result.at_least.options), "", "")] if not result.stopped else []
    said += [("at most", "+".join(result.at_most.options), "", "")] if not result.stopped else []
    for id_, need in result.needs.items():
        said.append(("need", id_, need.at_least_text, need.at_most_text))
    for plan in result.plans:
        details = [f"score {plan.score:g}", *(one.text for one in plan.conflicts)]
        said.append(("plan", "+".join(plan.options), plan.fit, "; ".join(details)))
    for price in (one for row in result.rows if row.type == "money" for one in row.shown):
        said += [("price", cell.option, f"{price.label}: {cell.text}", cell.note) for cell in price.cells]
    said += list(rows_of_weeks(result.costs))
    if result.nearest:
        missed = "; ".join(f"{miss.label}: {gap_text(miss.needs, miss.has)}" for miss in result.nearest.misses)
        said.append(("nearest plan", "+".join(result.nearest.options), "does not meet every need", missed))
    said += [("alongside", one.option, one.because, one.rule) for one in result.alongside]
    said += [("reason", one.rule, one.because, ";".join(one.sources)) for one in result.reasons]
    said += [("ask next", id_, "", "") for id_ in result.ask_next]
    said += [("flip", one.question, one.text, "+".join(one.at_least.options)) for one in result.flips]
    return ("kind", "id", "says", "more"), [*said, *ending_rows(result, result.scope)]
