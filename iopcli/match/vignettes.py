"""Do the rules do what they should? Vignettes are played, and what is never used or never proved is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, pairwise, product
from typing import Any

from iopcli.dataset.answers import possible, typed
from iopcli.dataset.model import Dataset, Rule, Vignette
from iopcli.errors import Problem
from iopcli.logic.conditions import Answers, holds, tests_of
from iopcli.match.decide import Decision, decide
from iopcli.match.plans import Planner
from iopcli.match.wishes import against

MOST_TRIED = 20_000
"""Answers tried for one rule before it is believed that it can never hold."""


def vignette_problems(dataset: Dataset) -> list[Problem]:
    """Every vignette that does not come out as expected, and every rule, question and option that is never used.

    A vignette tells of the options that were there when it was written: those that an overlay adds stay out of it,
    unless it is that overlay's own.
    """
    planner = Planner(dataset)
    added = [option.id for option in dataset.options.values() if option.local]
    shared = Planner(dataset, without=added) if added else planner
    played = {
        id_: _played(dataset, one, planner if f"vignette/{id_}" in dataset.layers else shared)
        for id_, one in dataset.vignettes.items()
    }
    return [
        *(problem for id_, one in dataset.vignettes.items() for problem in _unlike(dataset, one, played[id_])),
        *_rules_never_hold(dataset),
        *_rules_not_shown(dataset, played.values()),
        *_questions_not_used(dataset),
        *_options_not_reached(
            dataset, list(dict.fromkeys((shared, planner))), [now.answers for now in played.values()]
        ),
    ]


def _played(dataset: Dataset, vignette: Vignette, planner: Planner) -> Decision:
    answers = {id_: typed(dataset.questions[id_], value) for id_, value in vignette.answers.items()}
    return decide(dataset, answers, planner)


def _unlike(dataset: Dataset, vignette: Vignette, now: Decision) -> Iterator[Problem]:
    """Everything that is not as the vignette expects."""
    expect, place = vignette.expect, dataset.where("vignette", vignette.id)
    first = against(now.plans[0].plan, now.answers) if now.plans else {}
    found: list[tuple[str, Any, Any]] = [
        ("at_least", expect.at_least, now.at_least),
        ("at_most", expect.at_most, now.at_most),
        ("settled", expect.settled, now.settled),
        ("urgent", expect.urgent, tuple(rule.id for rule in now.said if rule.urgent)),
        ("clinician", expect.clinician, tuple(rule.id for rule in now.said if rule.clinician)),
        ("conflicts", expect.conflicts, tuple(wish for wish, one in first.items() if one.certain)),
    ]
    for key, wanted, is_ in found:
        if wanted is not None and _in_any_order(wanted) != _in_any_order(is_):
            yield Problem(place, f"expects {key} {_shown(wanted)} and gets {_shown(is_)}")
    for key, ids, wanted in (("fires", expect.fires, True), ("silent", expect.silent, False)):
        for id_ in ids:
            if now.held(id_) is not wanted:
                yield Problem(place, f"expects {id_} among {key}, and it is {_HELD[now.held(id_)]}")
    for id_ in expect.alongside:
        if id_ not in now.offers:
            yield Problem(place, f"expects {id_} alongside, and it is not offered")
    for id_, wanted in expect.misses.items():
        missed = () if now.stops else now.misses(id_)
        if _in_any_order(missed) != _in_any_order(wanted):
            yield Problem(place, f"expects {id_} to miss {_shown(wanted)}; it misses {_shown(missed)}")


_HELD = {True: "true", False: "false", None: "not known"}


def _in_any_order(value: Any) -> Any:
    return frozenset(value) if isinstance(value, tuple) else value


def _shown(value: Any) -> str:
    return ("+".join(value) or "nothing") if isinstance(value, tuple) else str(value).lower()


def _rules_never_hold(dataset: Dataset) -> Iterator[Problem]:
    for rule in dataset.rules.values():
        for tried, answers in enumerate(_tried(dataset, rule), 1):
            if tried > MOST_TRIED or holds(rule.condition, answers):
                break
        else:
            place = dataset.where("rule", rule.id)
            yield Problem(place, "can never hold", "its conditions exclude one another")


def _tried(dataset: Dataset, rule: Rule) -> Iterator[dict[str, Any]]:
    """Answers to the questions of a rule: every combination of those worth thinking through."""
    asked = sorted(rule.asks)
    choices = [_worth_trying(dataset, rule, id_) for id_ in asked]
    return (dict(zip(asked, values, strict=True)) for values in product(*choices))


def _worth_trying(dataset: Dataset, rule: Rule, id_: str) -> list[Any]:
    """The answers on which a rule can turn: every choice, numbers it names and those between, any words it names."""
    question = dataset.questions[id_]
    named = [test.value for test in tests_of(rule.condition) if test.question == id_]
    if question.type == "number":
        marks = sorted({question.least, question.most, *named})
        return [*marks, *((low + high) / 2 for low, high in pairwise(marks))]
    if question.many:
        words = list(dict.fromkeys(named))
        return [some for size in range(len(words) + 1) for some in combinations(words, size)]
    return possible(question)


def _rules_not_shown(dataset: Dataset, played: Iterable[Decision]) -> Iterator[Problem]:
    """Rules that no vignette shows holding, or shows not holding."""
    seen = {(id_, now.held(id_)) for now in played for id_ in dataset.rules}
    for id_ in dataset.rules:
        missing = [word for word, held in (("holding", True), ("not holding", False)) if (id_, held) not in seen]
        if missing:
            place = dataset.where("rule", id_)
            yield Problem(place, f"no vignette shows it {' or '.join(missing)}", "add a case to data/vignettes/")


def _questions_not_used(dataset: Dataset) -> Iterator[Problem]:
    used = frozenset[str]().union(*(rule.asks for rule in dataset.rules.values()))
    for question in dataset.questions.values():
        if question.id not in used and not question.wish:
            yield Problem(dataset.where("question", question.id), "no rule uses it", "use it or remove it")


def _options_not_reached(dataset: Dataset, planners: Sequence[Planner], played: Iterable[Answers]) -> Iterator[Problem]:
    """Options that are never in a plan that is just enough, and never offered alongside.

    The answers of the vignettes are tried first: they were written to lead to every option.
    """
    reached = {id_ for rule in dataset.rules.values() for id_ in rule.offers}
    tried = set[Any]()
    for answers in chain(played, _profiles(dataset)):
        needs = planners[0].judge.read(answers).least
        if (asked := tuple(needs.items())) in tried:
            continue
        tried.add(asked)
        for planner in planners:
            plans = planner.plans(needs)
            reached |= {id_ for plan in plans if not planner.more_than_needed(plan, needs) for id_ in plan.ids}
        if reached >= dataset.options.keys():
            return
    for id_ in dataset.options:
        if id_ not in reached:
            yield Problem(dataset.where("option", id_), "no answers lead to it", "see its facts against the needs")


def _profiles(dataset: Dataset) -> Iterator[dict[str, Any]]:
    """Answers that reach every level of need: nothing, each choice alone, and every two together."""
    every = [
        (question.id, value)
        for question in dataset.questions.values()
        if not question.wish
        for value in possible(question)
    ]
    low = {question.id: 0 for question in dataset.questions.values() if question.type == "rating"}
    yield low
    for id_, value in every:
        yield {**low, id_: value}
    for (one, value), (other, also) in product(every, every):
        if one < other:
            yield {**low, one: value, other: also}
