"""What the tests of matching are made of: answers of any kind, needs that compare, and made-up options and rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.dataset.load import load
from iopcli.dataset.model import Dataset, Fact, Option, Question, Rule, Urgent
from iopcli.logic.conditions import holds
from iopcli.match.decide import Decision, decide
from iopcli.match.needs import Judged, Needs, needs_of
from iopcli.match.plans import Plan, Planner

SHIPPED: Dataset = load()
NORTHSIDE: Dataset = load([Path(__file__).parents[2] / "examples" / "northside"])
PLANNER, NORTHSIDE_PLANNER = Planner(SHIPPED), Planner(NORTHSIDE)

RATINGS = ("withdrawal", "medical", "mental_health", "readiness", "relapse_risk", "living_situation")
WISHES = tuple(id_ for id_, question in SHIPPED.questions.items() if question.part == "wishes")
NOT_WISHES = tuple(id_ for id_ in SHIPPED.questions if id_ not in WISHES)
QUIET = {
    **dict.fromkeys(RATINGS, 0), "danger_now": False, "withdrawal_history": "none", "substances": (), "pregnant": False,
    "medication": (), "recent_treatment": (), "age_group": "adult",
}  # fmt: skip
"""Everything answered but the wishes, and nothing the matter."""

# --- answers ----------------------------------------------------------------


def _words(question: Question) -> list[Any]:
    of = {"options": SHIPPED.options, "attributes": SHIPPED.attributes}
    return list(of.get(question.type, [choice.value for choice in question.choice]))


def answer(id_: str) -> st.SearchStrategy[Any]:
    """Any answer to a question."""
    question = SHIPPED.questions[id_]
    if question.type == "number":
        return st.integers(int(question.least), int(question.most)).map(float)
    if question.many:
        return st.lists(st.sampled_from(_words(question)), unique=True, max_size=4).map(tuple)
    return st.sampled_from(_words(question))


def answers(ids: Iterable[str] = NOT_WISHES, *, all_of_them: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to some of the questions, or to all."""
    asked = {id_: answer(id_) for id_ in ids}
    return st.fixed_dictionaries(asked) if all_of_them else st.fixed_dictionaries({}, optional=asked)


wishes = answers(WISHES)
calm = st.integers(0, 2)
"""Ratings that leave room for what other answers do."""


def can_be(given: Mapping[str, Any]) -> bool:
    """Whether every rule that holds is one that the other answers leave possible: no methadone for alcohol."""
    rules = [rule for rule in SHIPPED.rules.values() if rule.possible and holds(rule.condition, given)]
    return all(holds(rule.could, given) is not False for rule in rules)


@st.composite
def partial_and_whole(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Some of a person's answers, and all of them; without danger now, which stops everything."""
    whole = draw(answers(all_of_them=True)) | {"danger_now": False}
    if draw(st.booleans()):
        whole |= {id_: draw(calm) for id_ in ("withdrawal", "medical", "mental_health")}
    assume(can_be(whole))
    missing = draw(st.sets(st.sampled_from(NOT_WISHES), max_size=5))
    return {id_: value for id_, value in whole.items() if id_ not in missing}, whole


def decided(given: Mapping[str, Any], planner: Planner = PLANNER) -> Decision:
    return decide(planner.dataset, given, planner)


def urgent(of: Decision) -> frozenset[str]:
    """The rules that are urgent for a person."""
    return frozenset(rule.id for rule in of.judged.fired if rule.urgent)


def sure(of: Decision) -> Judged:
    """The rules that hold whatever is still unknown: nothing is assumed."""
    return Judged(tuple(rule for rule in of.judged.fired if rule not in of.judged.assumed), of.judged.open)


def surely_needed(of: Decision) -> Needs:
    """The needs of those rules alone."""
    return needs_of(of.dataset, sure(of).fired)


def surely_urgent(of: Decision) -> frozenset[str]:
    """The rules among them that are urgent."""
    return frozenset(rule.id for rule in sure(of).fired if rule.urgent)


# --- needs ------------------------------------------------------------------


def height(id_: str, least: Any) -> Any:
    """Where a minimum stands, so that `>=` reads as *at least as much*."""
    row = SHIPPED.attributes[id_]
    if row.type == "set":
        return frozenset(least)
    return float(least) if row.type == "range" else [word.id for word in row.word].index(least)


def covers(more: Mapping[str, Any], less: Mapping[str, Any]) -> bool:
    """Whether who meets `more` meets `less` as well, as far as needs are amounts."""
    return all(
        id_ in more and height(id_, more[id_]) >= height(id_, least)
        for id_, least in less.items()
        if SHIPPED.attributes[id_].amount
    )


def kinds(plan: Iterable[str], dataset: Dataset = SHIPPED) -> list[str]:
    return [dataset.options[id_].kind for id_ in plan]


def ids(plans: Iterable[Plan]) -> list[tuple[str, ...]]:
    return [plan.ids for plan in plans]


# --- made up ----------------------------------------------------------------


def known(value: Any, **more: Any) -> Fact[Any]:
    return Fact(value=value, **{"sources": ("editors",), "confidence": "primary", **more})


def option(id_: str, kind: str = "setting", order: float = 60, **facts: Any) -> Option:
    """A made-up option that is called by its id; a fact is a value or a whole `Fact`."""
    made = {key: value if isinstance(value, Fact) else known(value) for key, value in facts.items()}
    return Option(
        id=id_, name=id_.capitalize(), kind=kind, order=order, as_of=date(2026, 1, 1), summary=f"{id_}.", facts=made
    )


def rule(id_: str, when: Mapping[str, Any], *, urgent: Urgent | None = None, **needs: Any) -> Rule:
    return Rule(id=id_, title=id_, when=when, because=f"{id_}.", sources=("editors",), urgent=urgent, needs=needs)


def world(options: Iterable[Option] | None = None, rules: Iterable[Rule] | None = None) -> Dataset:
    """The shipped dataset with other options or other rules in place of its own."""
    made: dict[str, Any] = {"vignettes": {}}
    if options is not None:
        made["options"] = {one.id: one for one in options}
    if rules is not None:
        made["rules"] = {one.id: one for one in rules}
    return replace(SHIPPED, **made)


def changed(id_: str, dataset: Dataset = SHIPPED, **facts: Any) -> Dataset:
    """A dataset with other facts in one option."""
    old = dataset.options[id_]
    new = replace(old, facts={**old.facts, **{key: known(value) for key, value in facts.items()}})
    return replace(dataset, options={**dataset.options, id_: new}, vignettes={})
