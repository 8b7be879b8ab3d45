"""`match()`: answers become a recommendation. The same answers and dataset give the same result, to the byte."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from iopcli.dataset.answers import possible
from iopcli.dataset.model import HERE, Attribute, Dataset, Question, Rule, Urgent
from iopcli.logic.conditions import Answers
from iopcli.match.needs import Judged, Needs, ask_next, judged, needs_of, raises
from iopcli.match.plans import Plan, Planner
from iopcli.match.recommendation import (
    Again,
    Alarm,
    Assumed,
    Flip,
    Given,
    HowHad,
    Miss,
    Need,
    Offer,
    OpenQuestion,
    OptionsOnly,
    Planned,
    Reason,
    Recommendation,
    Traced,
    Verdict,
    Voice,
)
from iopcli.match.wishes import conflicts, scores
from iopcli.result import ToAsk, card, cited, common, row_for, unknown_to_ask
from iopcli.wording import answer_text, effect_text, had_text, how_had, need_text, text_of, when_text

SIDE_BY_SIDE = 3
"""Plans that stand in the table."""


class Bracket:
    """The needs of a person, from what is known to what may yet be, and the plans on both ends."""

    def __init__(self, dataset: Dataset, answers: Answers, planner: Planner | None = None) -> None:
        self.answers = answers
        self.judged = judged(dataset, answers)
        self.planner = planner or Planner(dataset)
        self.least: Needs = needs_of(dataset, self.judged.fired)
        self.most: Needs = needs_of(dataset, self.judged.fired, self.judged.open)

    @property
    def at_least(self) -> tuple[str, ...]:
        """The least intensive plan for what is known to be needed; nothing where comparing stops."""
        return () if self.judged.stops else self.planner.least(self.least)

    @property
    def at_most(self) -> tuple[str, ...]:
        """The same for what may be needed."""
        return () if self.judged.stops else self.planner.least(self.most)

    @property
    def closed(self) -> bool:
        """Whether no answer still missing can change the plan."""
        return not self.judged.stops and self._unassumed == self.at_least == self.at_most and not self._narrowed()

    @property
    def _unassumed(self) -> tuple[str, ...]:
        """The least intensive plan if nothing were assumed."""
        if not self.judged.assumed:
            return self.at_least
        rules = (rule for rule in self.judged.fired if rule not in self.judged.assumed)
        return self.planner.least(needs_of(self.planner.dataset, rules))

    @property
    def settled(self) -> bool:
        """Whether the plan is closed, and the rules ask no clinician to look first."""
        return self.closed and not self.judged.for_clinician

    def _narrowed(self) -> bool:
        """Whether a need that is no amount, if it came to hold, would leave out the plan."""
        dataset = self.planner.dataset
        needs = needs_of(dataset, self.judged.open)
        others = {id_: least for id_, least in needs.items() if not dataset.attributes[id_].amount}
        return bool(others) and bool(Plan(dataset, [dataset.options[id_] for id_ in self.at_least]).misses(others))


def match(
    dataset: Dataset,
    answers: Mapping[str, Any],
    planner: Planner | None = None,
    *,
    why: bool = False,
    voice: Voice = "person",
) -> Recommendation:
    """What the rules and facts say of these answers, which are typed and checked; a missing key is unknown.

    With `why` every rule is traced. A planner that is passed in remembers plans between calls.
    """
    planner = planner or Planner(dataset)
    known = {id_: answers[id_] for id_ in dataset.questions if answers.get(id_) is not None}
    bracket = Bracket(dataset, known, planner)
    stopped = bracket.judged.stops
    plans = () if stopped else _ranked(bracket)
    nearest = None if stopped or plans else planner.nearest(bracket.least)
    made = tuple(_planned(dataset, plan, bracket, score) for plan, score in plans)
    shown = [plan for plan, _ in plans[:SIDE_BY_SIDE]] or ([nearest] if nearest else [])
    columns = [plan.as_option for plan in shown]
    rows = tuple(row_for(dataset, columns, one, known.get("payer")) for one in dataset.attributes.values() if columns)
    said = [rule for rule in bracket.judged.fired if rule.urgent or not stopped]
    reasons = tuple(_reason(dataset, rule, known) for rule in said)
    open_ask = unknown_to_ask(rows)
    return Recommendation(
        **common(dataset),
        answers=known,
        given=tuple(_given(dataset, id_, known) for id_ in known),
        voice=voice,
        scope=dataset.about.rules,
        stopped=stopped,
        urgent=tuple(alarm(dataset, rule, rule.urgent) for rule in said if rule.urgent),
        clinician=tuple(reason for reason in reasons if reason.clinician),
        needs={} if stopped else _needs(dataset, bracket),
        settled=bracket.settled,
        at_least=options_only(dataset, bracket.at_least),
        at_most=options_only(dataset, bracket.at_most),
        assumed=() if stopped else _assumed(bracket.judged.assumed, known),
        ask_again=tuple(
            Again(rule=rule.id, question=rule.ask_again.question, says=rule.ask_again.says)
            for rule in said
            if rule.ask_again
        ),
        plans=made,
        first_because=_first_because(dataset, bracket, made),
        nearest=_planned(dataset, nearest, bracket, 0) if nearest else None,
        options=() if stopped else _verdicts(dataset, bracket, [plan for plan, _ in plans]),
        alongside=() if stopped else _offers(dataset, bracket.judged.fired),
        reasons=reasons,
        ask_next=() if stopped else ask_next(dataset, known, bracket.judged),
        unanswered=() if stopped else _unanswered(dataset, known, bracket.judged, voice),
        flips=() if stopped else flips(dataset, known, planner, bracket),
        trace=_trace(dataset, bracket.judged) if why else (),
        columns=tuple(card(option) for option in columns),
        groups=tuple(dataset.groups.values()),
        rows=rows,
        ask=open_ask,
        ask_program=_to_ask(dataset, bracket.least, open_ask) if columns else (),
        sources=_sources(dataset, rows, bracket.judged.fired),
    )


def flips(dataset: Dataset, answers: Answers, planner: Planner, now: Bracket) -> tuple[Flip, ...]:
    """The single answers that would change the plan: of a rating the nearest one to each side; lists are left out."""
    found: list[Flip] = []
    asked = frozenset[str]().union(*(rule.asks for rule in dataset.rules.values() if rule.needs))
    for question in (dataset.questions[id_] for id_ in answers if id_ in asked and not dataset.questions[id_].many):
        was, seen = answers[question.id], set()
        others = [value for value in possible(dataset, question) if value != was]
        rated = question.type == "rating"
        for value in sorted(others, key=lambda one: abs(one - was)) if rated else others:
            then = Bracket(dataset, {**answers, question.id: value}, planner)
            side = value > was if rated else value
            if side not in seen and not then.judged.stops and then.at_least != now.at_least:
                seen.add(side)
                found.append(_flip(dataset, question, was, value, then.at_least))
    return tuple(found)


def _flip(dataset: Dataset, question: Question, was: Any, value: Any, options: tuple[str, ...]) -> Flip:
    made = options_only(dataset, options)
    told, before = (answer_text(dataset, question, one) for one in (value, was))
    text = f"{question.label}, {told} and not {before}: {made.name}."
    return Flip(question=question.id, from_=was, to=value, at_least=made, text=text)


def options_only(dataset: Dataset, options: tuple[str, ...]) -> OptionsOnly:
    """A plan as its options and its name."""
    return OptionsOnly(options=options, name=plan_name(dataset, options))


def plan_name(dataset: Dataset, options: Sequence[str]) -> str:
    """A plan by the names of its options: `First Detox, then Outpatient`."""
    return Plan(dataset, [dataset.options[id_] for id_ in options]).name if options else "no plan here"


def _ranked(bracket: Bracket) -> tuple[tuple[Plan, float], ...]:
    """Plans with their scores: just enough before more than needed, then by score, then the least intensive."""
    plans = bracket.planner.plans(bracket.least)
    scored = zip(plans, scores(plans, bracket.answers), strict=True)

    def order(one: tuple[Plan, float]) -> tuple[Any, ...]:
        return bracket.planner.more_than_needed(one[0], bracket.least), -one[1], one[0].intensity

    return tuple(sorted(scored, key=order))


def _planned(dataset: Dataset, plan: Plan, bracket: Bracket, score: float) -> Planned:
    missing = plan.misses(bracket.least)
    more = bracket.planner.more_than_needed(plan, bracket.least)
    sure = not plan.misses(bracket.most)
    step_down = plan.parts[0].facts.get("step_down")
    return Planned(
        options=plan.ids,
        name=plan.name,
        meets_needs=not missing,
        more_than_needed=more,
        fit=_fit(more=more, sure=sure),
        enough_in_any_case=sure,
        conflicts=conflicts(plan, bracket.answers),
        ask_first=_ask_first(dataset, plan, bracket.least),
        score=score,
        because=tuple(_has(dataset, plan, id_, least) for id_, least in bracket.least.items() if id_ not in missing),
        misses=tuple(_miss(dataset, plan, id_, bracket.least[id_]) for id_ in missing),
        then=tuple(step_down.value or ()) if step_down else (),
    )


def _assumed(rules: Iterable[Rule], answers: Answers) -> tuple[Assumed, ...]:
    """What rules take for true, each thing once."""
    found = {
        (question, text): rule.id
        for rule in rules
        for question, text in rule.assume.items()
        if answers.get(question) is None
    }
    return tuple(Assumed(rule=rule, question=question, text=text) for (question, text), rule in found.items())


def _first_because(dataset: Dataset, bracket: Bracket, plans: Sequence[Planned]) -> str:
    """Why the first plan is not the least intensive of those that are enough; nothing where it is."""
    if not plans or plans[0].options == bracket.at_least:
        return ""
    least = plan_name(dataset, bracket.at_least)
    return (
        f"{least} meets the same needs and is less intensive. {plans[0].name} comes first because it fits the "
        "wishes better."
    )


def _ask_first(dataset: Dataset, plan: Plan, needs: Needs) -> tuple[HowHad, ...]:
    """The words of needs that a plan has only by referral or at some places, with what to ask."""
    found = []
    for id_, least in needs.items():
        if dataset.attributes[id_].type == "set":
            fact = plan.fact(id_)
            for word in dict.fromkeys(one.removeprefix(HERE) for one in least):
                how = how_had(fact, word)
                if how != "here" and word in (fact.value or ()):
                    text = had_text(dataset.attributes[id_], fact, word)
                    found.append(HowHad(attribute=id_, word=word, how=how, text=text))
    return tuple(found)


def _fit(*, more: bool, sure: bool) -> str:
    """How a plan fits, in words that promise no more than is known."""
    fit = "more than these answers ask for" if more else "has what these answers ask for"
    return fit if sure else f"{fit}; may not be enough, depending on what is still unknown"


def _has(dataset: Dataset, plan: Plan, id_: str, least: Any) -> str:
    """How a plan meets a need; by another fact where counting makes no sense."""
    attribute = dataset.attributes[id_]
    shown = next(iter(attribute.met_by)) if plan.sure_elsewhere(attribute) else id_
    has = text_of(dataset, dataset.attributes[shown], plan.fact(shown))
    return f"{attribute.label}: needs {need_text(attribute, least)}; has {has}."


def _miss(dataset: Dataset, plan: Plan, id_: str, least: Any) -> Miss:
    """A need that is not met; of a set, only what is missing."""
    attribute, fact = dataset.attributes[id_], plan.fact(id_)
    if attribute.type == "set":
        least = tuple(word for word in least if not fact.has(word))
    has = text_of(dataset, attribute, fact)
    return Miss(attribute=id_, label=attribute.label, needs=need_text(attribute, least), has=has)


def _verdicts(dataset: Dataset, bracket: Bracket, plans: Sequence[Plan]) -> tuple[Verdict, ...]:
    """Every option, from least to most intensive, with what it alone does not meet."""
    found = []
    for option in dataset.in_order:
        alone = Plan(dataset, (option,))
        missing = alone.misses(bracket.least)
        found.append(
            Verdict(
                option=card(option),
                meets_needs=not missing,
                misses=tuple(_miss(dataset, alone, id_, bracket.least[id_]) for id_ in missing),
                plans=tuple(number for number, plan in enumerate(plans, 1) if option in plan.parts),
            )
        )
    return tuple(found)


def _needs(dataset: Dataset, bracket: Bracket) -> dict[str, Need]:
    found = {}
    for id_, most in bracket.most.items():
        attribute, least = dataset.attributes[id_], bracket.least.get(id_)
        found[id_] = Need(
            label=attribute.label,
            at_least=least,
            at_most=most,
            at_least_text=need_text(attribute, least) if least is not None else "",
            at_most_text=need_text(attribute, most),
            rules=_setting(bracket.judged.fired, id_, least),
            open_rules=_setting(_raising(bracket, attribute, least), id_, most),
        )
    return found


def _raising(bracket: Bracket, attribute: Attribute, least: Any) -> list[Rule]:
    """The open rules that would raise a need."""
    return [rule for rule in bracket.judged.open if attribute.id in rule.needs and raises(attribute, rule, least)]


def _setting(rules: Iterable[Rule], id_: str, level: Any) -> tuple[str, ...]:
    """The rules that set a need this high, or of a set a part of it."""

    def sets(least: Any) -> bool:
        return set(least) <= set(level) if isinstance(level, tuple) else bool(least == level)

    return tuple(rule.id for rule in rules if id_ in rule.needs and level is not None and sets(rule.needs[id_]))


def alarm(dataset: Dataset, rule: Rule, urgent: Urgent) -> Alarm:
    """What is urgent by a rule, with the lines to call."""
    return Alarm(
        rule=rule.id,
        title=rule.title,
        message=urgent.message,
        lines=urgent.lines,
        stop=urgent.stop,
        help=dataset.help.lines(urgent.lines),
    )


def _given(dataset: Dataset, id_: str, answers: Answers) -> Given:
    question = dataset.questions[id_]
    return Given(
        question=id_, label=question.label, value=answers[id_], text=answer_text(dataset, question, answers[id_])
    )


def _reason(dataset: Dataset, rule: Rule, answers: Answers) -> Reason:
    used = tuple(_given(dataset, id_, answers) for id_ in dataset.questions if id_ in rule.asks and id_ in answers)
    return Reason(
        rule=rule.id, title=rule.title, because=rule.because, answers=used, sources=rule.sources,
        advice=rule.advice, clinician=rule.clinician,
    )  # fmt: skip


def _offers(dataset: Dataset, rules: Iterable[Rule]) -> tuple[Offer, ...]:
    """Options to offer, each once, by the first rule that names it."""
    found: dict[str, Offer] = {}
    for rule in rules:
        for id_, because in rule.offers.items():
            found.setdefault(id_, Offer(option=id_, name=dataset.options[id_].title, rule=rule.id, because=because))
    return tuple(found[id_] for id_ in dataset.options if id_ in found)


def _unanswered(dataset: Dataset, answers: Answers, known: Judged, voice: Voice) -> tuple[OpenQuestion, ...]:
    found = []
    for question in dataset.questions.values():
        open_ones = [rule for rule in known.open if question.id in rule.asks]
        waiting = tuple(rule.id for rule in open_ones)
        if question.id not in answers and (waiting or question.wish):
            urgent = any(rule.urgent for rule in open_ones)
            found.append(
                OpenQuestion(
                    question=question.id,
                    label=question.label,
                    asks=question.staff if voice == "staff" else question.person,
                    rules=waiting,
                    urgent=urgent,
                )
            )
    return tuple(sorted(found, key=lambda one: not one.urgent))


def _trace(dataset: Dataset, known: Judged) -> tuple[Traced, ...]:
    held = {**{rule.id: True for rule in known.fired}, **{rule.id: None for rule in known.open}}
    return tuple(
        Traced(
            rule=rule.id,
            title=rule.title,
            holds=held.get(rule.id, False),
            when=when_text(dataset, rule),
            effect=effect_text(dataset, rule),
        )
        for rule in dataset.rules.values()
    )


def _to_ask(dataset: Dataset, needs: Needs, asked: Sequence[ToAsk]) -> tuple[ToAsk, ...]:
    """A question to a program for each need, so that what the dataset says of its kind is true of the place."""
    done = {one.attribute for one in asked}
    rows = (dataset.attributes[id_] for id_ in needs if id_ not in done)
    return tuple(ToAsk(attribute=one.id, ask=one.ask) for one in rows if one.ask is not None)


def _sources(dataset: Dataset, rows: Sequence[Any], rules: Iterable[Rule]) -> Mapping[str, Any]:
    used = cited(dataset, (each for one in rows for each in one.cells))
    named = dict.fromkeys(source for rule in rules for source in rule.sources)
    return {**{id_: dataset.sources[id_] for id_ in named}, **used}
