"""`tell()`: a decision in words, with tables, reasons, and what one answer would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from iopcli.dataset.answers import possible
from iopcli.dataset.model import Dataset, Point, Question, Rule, Urgent, Voice
from iopcli.facts.bill import CostOf, WeeksCost, weeks_of
from iopcli.facts.cells import cited, row_for, unknown_to_ask
from iopcli.facts.result import ToAsk, card, common
from iopcli.facts.wording import answer_text, effect_text, effects_of, flip_text, need_text, when_text
from iopcli.logic.conditions import Answers, supporting
from iopcli.match.decide import Decision, decide
from iopcli.match.fits import first_because, options_only, planned, verdicts
from iopcli.match.needs import Judged, Needs, can_be
from iopcli.match.plans import Plan
from iopcli.match.recommendation import (
    Again,
    Alarm,
    Assumed,
    Flip,
    Given,
    Need,
    Offer,
    OpenQuestion,
    Reason,
    Recommendation,
    Traced,
)

WAITING = 2
"""Points for those who wait for a place."""
SIDE_BY_SIDE = 3
"""Plans that stand in the table."""


def tell(
    decision: Decision, *, why: bool = False, voice: Voice = "person", asked: CostOf | None = None
) -> Recommendation:
    """A decision in words; with `why` every rule is traced."""
    dataset, known, stopped = decision.dataset, decision.answers, decision.stops
    made = tuple(planned(decision, one.plan, one.score, voice) for one in decision.plans)
    shown = [one.plan for one in decision.plans[:SIDE_BY_SIDE]] or list(filter(None, [decision.nearest]))
    columns = [plan.as_option for plan in shown]
    rows = tuple(row_for(dataset, columns, one, known.get("payer")) for one in dataset.attributes.values() if columns)
    open_ask, ask_first = unknown_to_ask(rows), () if stopped else _ask_first(decision.said)
    return Recommendation(
        **common(dataset),
        answers=known,
        given=tuple(given(dataset.questions[id_], known[id_]) for id_ in known),
        voice=voice,
        scope=dataset.about.rules,
        stopped=stopped,
        urgent=alarms(decision),
        clinician=for_clinician(decision),
        needs={} if stopped else {id_: _need(decision, id_) for id_ in decision.most},
        settled=decision.settled,
        at_least=options_only(dataset, decision.at_least),
        at_most=options_only(dataset, decision.at_most),
        assumed=() if stopped else _assumed(decision.judged.assumed, known),
        ask_again=_ask_again(decision),
        plans=made,
        first_because=first_because(decision, made),
        nearest=planned(decision, decision.nearest, 0, voice) if decision.nearest else None,
        options=() if stopped else verdicts(decision),
        alongside=_alongside(decision),
        reasons=tuple(_reason(dataset, rule, known) for rule in decision.said),
        ask_next=decision.ask_next,
        unanswered=() if stopped else _unanswered(dataset, known, decision.judged, voice),
        flips=() if stopped else flips(decision),
        trace=_trace(decision) if why else (),
        columns=tuple(card(option) for option in columns),
        groups=tuple(dataset.groups.values()),
        rows=rows,
        ask=open_ask,
        meanwhile=() if stopped else _meanwhile(dataset),
        ask_program=_to_ask(dataset, decision.least, (*ask_first, *open_ask)) if columns else (),
        ask_first=ask_first,
        sources=_sources(dataset, rows, decision.judged.fired),
        costs=_costs(shown, asked),
    )


def _ask_again(decision: Decision) -> tuple[Again, ...]:
    """What to ask again later, by the rules that hold."""
    again = ((rule.id, rule.ask_again) for rule in decision.said if rule.ask_again)
    return tuple(Again(rule=id_, question=one.question, says=one.says) for id_, one in again)


def _alongside(decision: Decision) -> tuple[Offer, ...]:
    """What is offered beside any plan, each by the first rule that does."""
    options = decision.dataset.options
    return tuple(
        Offer(option=id_, name=options[id_].title, rule=rule.id, because=rule.offers[id_])
        for id_, rule in decision.offers.items()
    )


def _costs(plans: Iterable[Plan], asked: CostOf | None) -> tuple[WeeksCost, ...]:
    """What the plans side by side cost, where that was asked."""
    if asked is None:
        return ()
    return tuple(weeks_of(asked.payer, plan.name, plan.lasting, plan.before, asked.weeks) for plan in plans)


def alarms(decision: Decision) -> tuple[Alarm, ...]:
    """What is urgent."""
    return tuple(alarm(decision.dataset, rule, rule.urgent) for rule in decision.said if rule.urgent)


def for_clinician(decision: Decision) -> tuple[Reason, ...]:
    """The answers that a clinician has to look at."""
    return tuple(_reason(decision.dataset, rule, decision.answers) for rule in decision.said if rule.clinician)


def flips(now: Decision) -> tuple[Flip, ...]:
    """The single answers that would change the plan. Of a rating only the nearest on each side; no lists."""
    dataset, answers = now.dataset, now.answers
    found: list[Flip] = []
    asked = frozenset[str]().union(*(rule.asks for rule in dataset.rules.values() if rule.needs))
    for question in (dataset.questions[id_] for id_ in answers if id_ in asked and not dataset.questions[id_].many):
        was, seen = answers[question.id], set()
        others = [value for value in possible(question) if value != was]
        rated = question.type == "rating"
        for value in sorted(others, key=lambda one: abs(one - was)) if rated else others:
            then = decide(dataset, {**answers, question.id: value}, now.planner)
            side = value > was if rated else value
            changes = not then.stops and then.at_least != now.at_least
            if side not in seen and changes and all(can_be(rule, then.answers) for rule in then.judged.fired):
                seen.add(side)
                found.append(_flip(dataset, question, was, value, then.at_least))
    return tuple(found)


def _flip(dataset: Dataset, question: Question, was: Any, value: Any, options: tuple[str, ...]) -> Flip:
    made = options_only(dataset, options)
    answer, before = (answer_text(question, one) for one in (value, was))
    text = flip_text(question, answer, before, made.said)
    return Flip(question=question.id, from_=was, to=value, at_least=made, text=text)


def _assumed(rules: Iterable[Rule], answers: Answers) -> tuple[Assumed, ...]:
    """What rules take for true, each thing once."""
    found = {
        (question, text): rule.id
        for rule in rules
        if rule.needs or rule.urgent
        for question, text in rule.assume.items()
        if answers.get(question) is None
    }
    return tuple(Assumed(rule=rule, question=question, text=text) for (question, text), rule in found.items())


def _need(decision: Decision, id_: str) -> Need:
    attribute, least, most = decision.dataset.attributes[id_], decision.least.get(id_), decision.most[id_]
    return Need(
        label=attribute.label,
        at_least=least,
        at_most=most,
        at_least_text=need_text(attribute, least) if least is not None else "",
        at_most_text=need_text(attribute, most),
        rules=decision.set_by(id_),
        open_rules=decision.raised_by(id_),
    )


def alarm(dataset: Dataset, rule: Rule, urgent: Urgent) -> Alarm:
    """What is urgent by a rule, with the lines to call."""
    return Alarm(
        rule=rule.id,
        title=rule.title,
        message=urgent.message,
        lines=urgent.lines,
        stop=urgent.stop,
        now=urgent.now or urgent.stop,
        help=dataset.help.lines(urgent.lines),
    )


def given(question: Question, value: Any) -> Given:
    """An answer, with its question and in words."""
    return Given(question=question.id, label=question.label, value=value, text=answer_text(question, value))


def _reason(dataset: Dataset, rule: Rule, answers: Answers) -> Reason:
    led = supporting(rule.condition, answers)
    used = tuple(given(question, answers[id_]) for id_, question in dataset.questions.items() if id_ in led)
    return Reason(
        rule=rule.id, title=rule.title, because=rule.because, answers=used, sources=rule.sources,
        advice=rule.advice, meanwhile=rule.meanwhile, clinician=rule.clinician, first=rule.first,
    )  # fmt: skip


def _unanswered(dataset: Dataset, answers: Answers, known: Judged, voice: Voice) -> tuple[OpenQuestion, ...]:
    found = []
    for question in dataset.questions.values():
        open_ones = [rule for rule in known.open if question.id in rule.asks]
        open_ones += [rule for rule in known.assumed if question.id in rule.assume]
        waiting = tuple(rule.id for rule in open_ones)
        if question.id not in answers and (waiting or question.wish):
            urgent = any(rule.urgent for rule in open_ones)
            found.append(
                OpenQuestion(
                    question=question.id,
                    label=question.label,
                    asks=question.says(voice),
                    said=question.says("person"),
                    rules=waiting,
                    urgent=urgent,
                )
            )
    return tuple(sorted(found, key=lambda one: not one.urgent))


def _trace(decision: Decision) -> tuple[Traced, ...]:
    dataset = decision.dataset
    every = ((rule, effects_of(dataset, rule)) for rule in dataset.rules.values())
    return tuple(
        Traced(
            rule=rule.id,
            title=rule.title,
            holds=decision.held(rule.id),
            when=when_text(dataset, rule),
            effect=effect_text(effects),
            effects=effects,
        )
        for rule, effects in every
    )


def _to_ask(dataset: Dataset, needs: Needs, asked: Sequence[ToAsk]) -> tuple[ToAsk, ...]:
    """A question to a program for each need, so that what the dataset says of its kind is true of the place."""
    done = {one.attribute for one in asked}
    rows = (dataset.attributes[id_] for id_ in needs if id_ not in done)
    return tuple(ToAsk(attribute=one.id, ask=one.ask) for one in rows if one.ask is not None)


def _ask_first(rules: Iterable[Rule]) -> tuple[ToAsk, ...]:
    """What rules that hold ask of each program before anything else."""
    return tuple(ToAsk(attribute=rule.ask.attribute, ask=rule.ask) for rule in rules if rule.ask)


def _meanwhile(dataset: Dataset) -> tuple[Point, ...]:
    """The first points of the topic that is for those who wait."""
    topic = dataset.topics.get(dataset.help.while_waiting)
    return topic.point[:WAITING] if topic else ()


def _sources(dataset: Dataset, rows: Sequence[Any], rules: Iterable[Rule]) -> Mapping[str, Any]:
    used = cited(dataset, (each for one in rows for each in one.cells))
    return {**dataset.cited(source for rule in rules for source in rule.sources), **used}
