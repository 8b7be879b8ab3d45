"""`decide()`: what the rules and facts say of answers, in ids and numbers; `tell()` puts it in words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from iopcli.dataset.model import Dataset, Rule
from iopcli.logic.conditions import Answers
from iopcli.match.needs import ask_next, needs_of, raises
from iopcli.match.plans import Plan, Planner
from iopcli.match.wishes import scores


def decide(dataset: Dataset, answers: Answers, planner: Planner | None = None) -> Decision:
    """What the rules and facts say of these answers, which are typed and checked; a missing key is unknown.

    A planner that is passed in remembers rules and plans between calls.
    """
    return Decision(dataset, answers, planner or Planner(dataset))


class Ranked(NamedTuple):
    """A plan that meets the needs, with what puts it in order."""

    plan: Plan
    more_than_needed: bool
    score: float


class Decision:
    """What follows from answers: the rules that hold, the least and the most that may be needed, and the plans for it.

    No plan is looked for before it is asked for. Where comparing stops there is none.
    """

    def __init__(self, dataset: Dataset, answers: Answers, planner: Planner) -> None:
        self.dataset = dataset
        self.planner = planner
        self.answers = {id_: answers[id_] for id_ in dataset.questions if answers.get(id_) is not None}
        self.judged, self.least, self.most = planner.judge.read(self.answers)

    @property
    def stops(self) -> bool:
        """Whether help comes before any comparing."""
        return self.judged.stops

    @property
    def said(self) -> tuple[Rule, ...]:
        """The rules that hold and are shown: only the urgent ones where comparing stops."""
        return tuple(rule for rule in self.judged.fired if rule.urgent or not self.stops)

    @cached_property
    def at_least(self) -> tuple[str, ...]:
        """The least intensive plan for what is known to be needed."""
        return () if self.stops else self.planner.least(self.least)

    @cached_property
    def at_most(self) -> tuple[str, ...]:
        """The same for what may be needed."""
        return () if self.stops else self.planner.least(self.most)

    @cached_property
    def closed(self) -> bool:
        """Whether no answer still missing can change the plan."""
        return not self.stops and self._unassumed == self.at_least == self.at_most and not self._narrowed()

    @property
    def settled(self) -> bool:
        """Whether the plan is closed, and the rules ask no clinician to look first."""
        return self.closed and not self.judged.for_clinician

    @cached_property
    def plans(self) -> tuple[Ranked, ...]:
        """Every plan that meets the needs: just enough before more than needed, then by score and intensity."""
        plans = () if self.stops else self.planner.plans(self.least)
        scored = zip(plans, scores(plans, self.answers), strict=True)
        ranked = (Ranked(plan, self.planner.more_than_needed(plan, self.least), score) for plan, score in scored)
        return tuple(sorted(ranked, key=lambda one: (one.more_than_needed, -one.score, one.plan.intensity)))

    @property
    def nearest(self) -> Plan | None:
        """The plan that misses least, where none meets all needs."""
        return None if self.stops or self.plans else self.planner.nearest(self.least)

    @property
    def offers(self) -> dict[str, Rule]:
        """The options to offer whatever the plan, each with the first rule that names it."""
        found: dict[str, Rule] = {}
        for rule in () if self.stops else self.judged.fired:
            for id_ in rule.offers:
                found.setdefault(id_, rule)
        return {id_: found[id_] for id_ in self.dataset.options if id_ in found}

    @property
    def ask_next(self) -> tuple[str, ...]:
        """The questions that are open, the one first on which most steps of need depend."""
        return () if self.stops else ask_next(self.dataset, self.answers, self.judged)

    def misses(self, option: str) -> tuple[str, ...]:
        """The needs that an option alone does not meet."""
        return Plan(self.dataset, [self.dataset.options[option]]).misses(self.least)

    def held(self, rule: str) -> bool | None:
        """Whether a rule holds; None where an answer that is missing may make it hold."""
        one = self.dataset.rules[rule]
        return True if one in self.judged.fired else None if one in self.judged.open else False

    def set_by(self, need: str) -> tuple[str, ...]:
        """The rules that set a need as high as it is known to be."""
        return _setting(self.judged.fired, need, self.least.get(need))

    def raised_by(self, need: str) -> tuple[str, ...]:
        """The open rules that would raise it to where it may be."""
        attribute, least = self.dataset.attributes[need], self.least.get(need)
        raising = (rule for rule in self.judged.open if need in rule.needs and raises(attribute, rule, least))
        return _setting(raising, need, self.most.get(need))

    @property
    def _unassumed(self) -> tuple[str, ...]:
        """The least intensive plan if nothing were assumed."""
        if not self.judged.assumed:
            return self.at_least
        rules = (rule for rule in self.judged.fired if rule not in self.judged.assumed)
        return self.planner.least(needs_of(self.dataset, rules))

    def _narrowed(self) -> bool:
        """Whether a need that is not an amount, and that may yet come up, would rule out the plan."""
        needs = needs_of(self.dataset, self.judged.open)
        others = {id_: least for id_, least in needs.items() if not self.dataset.attributes[id_].amount}
        parts = [self.dataset.options[id_] for id_ in self.at_least]
        return bool(others and parts and Plan(self.dataset, parts).misses(others))


def _setting(rules: Iterable[Rule], id_: str, level: Any) -> tuple[str, ...]:
    """The rules that set a need this high; of a set, the rules that ask for any word of it."""

    def sets(least: Any) -> bool:
        return set(least) <= set(level) if isinstance(level, tuple) else bool(least == level)

    return tuple(rule.id for rule in rules if id_ in rule.needs and level is not None and sets(rule.needs[id_]))
