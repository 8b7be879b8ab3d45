"""How plans and options fit the needs, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iopcli.dataset.model import ON_SITE, Dataset, Voice
from iopcli.facts.result import card
from iopcli.facts.wording import availability_of, availability_text, capitalised, met_text, need_text, text_of
from iopcli.match.decide import Decision
from iopcli.match.needs import Needs
from iopcli.match.plans import Plan
from iopcli.match.recommendation import LimitedAvailability, Miss, OptionsOnly, Planned, Verdict
from iopcli.match.wishes import conflicts

MEDICATIONS = "medications"
NO_PLAN = "no plan here"


def planned(decision: Decision, plan: Plan, score: float, voice: Voice) -> Planned:
    """A plan with how it meets the needs, what to ask first, and what may follow it."""
    dataset, least = decision.dataset, decision.least
    missing = plan.misses(least)
    more = decision.planner.more_than_needed(plan, least)
    sure = not plan.misses(decision.most)
    step_down = plan.parts[0].facts.get("step_down")
    return Planned(
        options=plan.ids,
        name=plan.name,
        said=plan.in_sentence,
        meets_needs=not missing,
        more_than_needed=more,
        fit=_fit(more=more, sure=sure),
        enough_in_any_case=sure,
        conflicts=conflicts(plan, decision.answers),
        ask_first=_ask_first(dataset, plan, least),
        score=score,
        because=tuple(_has(plan, id_, level, voice) for id_, level in least.items() if id_ not in missing),
        misses=tuple(miss(plan, id_, least[id_]) for id_ in missing),
        then=tuple(id_ for id_ in (step_down.value or ()) if _may_follow(decision, id_)) if step_down else (),
    )


def first_because(decision: Decision, plans: Sequence[Planned]) -> str:
    """Why the first plan is not the least intensive of those that are enough; nothing where it is."""
    if not plans or plans[0].options == decision.at_least:
        return ""
    least = options_only(decision.dataset, decision.at_least).said
    return (
        f"A less intensive plan meets the same needs: {least}. {capitalised(plans[0].said)} comes first because that "
        "plan is closer to the wishes."
    )


def _ask_first(dataset: Dataset, plan: Plan, needs: Needs) -> tuple[LimitedAvailability, ...]:
    """The words of needs that a plan has only by referral or at some places, with what to ask."""
    found = []
    for id_, least in needs.items():
        if dataset.attributes[id_].type == "set":
            fact = plan.fact(id_)
            for word in dict.fromkeys(one.removeprefix(ON_SITE) for one in least):
                how = availability_of(fact, word)
                if how != "here" and word in (fact.value or ()):
                    text = availability_text(dataset.attributes[id_], fact, word)
                    found.append(LimitedAvailability(attribute=id_, word=word, how=how, text=text))
    return tuple(found)


def _may_follow(decision: Decision, id_: str) -> bool:
    """Whether an option makes sense after a plan: medication where it may be needed, and a place that lets one in."""
    dataset = decision.dataset
    alone = Plan(dataset, (dataset.options[id_],))
    open_to = {name: least for name, least in decision.least.items() if not dataset.attributes[name].amount}
    wanted_ = {word.removeprefix(ON_SITE) for word in decision.most.get(MEDICATIONS, ())}
    gives = alone.parts[0].kind != "medication" or bool(wanted_ & alone.fact(MEDICATIONS).here)
    return gives and not alone.misses(open_to)


def _fit(*, more: bool, sure: bool) -> str:
    """How a plan fits, in words that promise no more than is known."""
    fit = "more care than these answers call for" if more else "as much care as these answers call for"
    return fit if sure else f"{fit}, but missing answers may call for more"


def _has(plan: Plan, id_: str, least: Any, voice: Voice) -> str:
    """How a plan meets a need; by another fact where counting makes no sense."""
    attribute = plan.dataset.attributes[id_]
    shown = plan.sure_elsewhere(attribute) or attribute
    has = text_of(shown, plan.fact(shown.id))
    return met_text(attribute, need_text(attribute, least), has, voice)


def miss(plan: Plan, id_: str, least: Any) -> Miss:
    """A need that is not met; of a set, only what is missing."""
    attribute, fact = plan.dataset.attributes[id_], plan.fact(id_)
    if attribute.type == "set":
        least = tuple(word for word in least if not fact.has(word))
    has = text_of(attribute, fact)
    return Miss(attribute=id_, label=attribute.label, needs=need_text(attribute, least), has=has)


def verdicts(decision: Decision) -> tuple[Verdict, ...]:
    """Every option, from least to most intensive, with what it alone does not meet."""
    dataset, found = decision.dataset, []
    for option in dataset.in_order:
        missing, alone = decision.misses(option.id), Plan(dataset, (option,))
        found.append(
            Verdict(
                option=card(option),
                meets_needs=not missing,
                misses=tuple(miss(alone, id_, decision.least[id_]) for id_ in missing),
                plans=tuple(number for number, one in enumerate(decision.plans, 1) if option in one.plan.parts),
            )
        )
    return tuple(found)


def options_only(dataset: Dataset, options: tuple[str, ...]) -> OptionsOnly:
    """A plan as its options and its name."""
    if not options:
        return OptionsOnly(options=options, name=NO_PLAN, said=NO_PLAN)
    plan = Plan(dataset, [dataset.options[id_] for id_ in options])
    return OptionsOnly(options=options, name=plan.name, said=plan.in_sentence)


def plan_name(dataset: Dataset, options: Sequence[str]) -> str:
    """A plan by the names of its options: `First Detox, then Outpatient`."""
    return Plan(dataset, [dataset.options[id_] for id_ in options]).name if options else NO_PLAN
