"""What `match()` gives: keys that scripts rely on, true flips, every reason, the same bytes for the same answers."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.matching import PLANNER, QUIET, RATINGS, SHIPPED, answers, changed, covers, decided, height, wishes

from iopcli.logic.conditions import fields_of, of_person
from iopcli.match.match import match
from iopcli.match.needs import can_be, needs_of, state
from iopcli.match.recommendation import Recommendation
from iopcli.report.writers.json import json

MANY = {
    **QUIET, "withdrawal": 2, "withdrawal_history": "seizure_or_delirium", "substances": ("alcohol", "opioids"),
    "pregnant": True, "relapse_risk": 2, "living_situation": 3, "hours_available": 6.0, "weekly_budget": 100.0,
    "sleep_at_home": True, "priorities": ("cost_per_week", "sleep"),
}  # fmt: skip


def matched(given_: dict[str, Any], **asked: Any) -> Recommendation:
    return match(SHIPPED, given_, PLANNER, **asked)


def told(result: Recommendation) -> dict[str, Any]:
    return msgspec.json.decode(json(result))


def without(given_: dict[str, Any], *ids: str) -> dict[str, Any]:
    return {id_: value for id_, value in given_.items() if id_ not in ids}


# --- the keys that scripts rely on ------------------------------------------

WORDS = list[str]
CONTRACT: dict[str, Any] = {
    "schema": str, "dataset": {"version": str, "as_of": str, "sha256": str}, "answers": dict[str, Any],
    "urgent": [{"rule": str, "message": str, "lines": WORDS}], "settled": bool,
    "at_least": {"options": WORDS}, "at_most": {"options": WORDS},
    "plans": [
        {"options": WORDS, "meets_needs": bool, "more_than_needed": bool, "conflicts": list[Any], "score": float,
         "because": WORDS}
    ],
    "alongside": [{"option": str, "rule": str, "because": str}],
    "reasons": [{"rule": str, "because": str, "answers": list[Any], "sources": WORDS}], "ask_next": WORDS,
    "flips": [{"question": str, "from": Any, "to": Any, "at_least": {"options": WORDS}}], "help": list[Any],
}  # fmt: skip
"""The contract of `match` in design.md, but for `needs`, whose keys are attributes."""


def kept(shape: Any, value: Any, place: str = "match") -> None:
    """Every key that was promised is there, and of its type."""
    if isinstance(shape, dict):
        assert shape.keys() <= value.keys(), place
        for key, inner in shape.items():
            kept(inner, value[key], f"{place}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), place
        for one in value:
            kept(shape[0], one, f"{place}[]")
    else:
        msgspec.convert(value, shape, strict=shape is not float)


@given(answers(), wishes)
def test_json_has_every_key_of_the_contract_whatever_the_answers(given_: dict[str, Any], wished: dict[str, Any]):
    result = told(matched({**given_, **wished}))
    assert result["schema"] == "iopcli/recommendation/1"
    kept(CONTRACT, result)
    for attribute, need in result["needs"].items():
        assert attribute in SHIPPED.attributes
        kept({"at_least": Any, "at_most": Any, "rules": WORDS}, need)
    assert set(result["ask_next"]) <= SHIPPED.questions.keys()


def test_the_contract_is_seen_with_something_in_every_part():
    result = told(matched(without(MANY, "mental_health")))
    assert all(result[key] for key in ("urgent", "needs", "plans", "alongside", "reasons", "ask_next", "flips", "help"))
    assert any(plan["conflicts"] for plan in result["plans"])
    assert [alarm["lines"] for alarm in result["urgent"]]


@given(answers(), wishes)
def test_every_source_and_option_that_is_named_is_there(given_: dict[str, Any], wished: dict[str, Any]):
    result = matched({**given_, **wished})
    assert {source for one in result.reasons for source in one.sources} <= result.sources.keys()
    assert {source for row in result.rows for cell in row.cells for source in cell.every_source} <= (
        result.sources.keys()
    )
    named = [id_ for plan in result.plans for id_ in plan.options] + [one.option for one in result.alongside]
    assert set(named) <= SHIPPED.options.keys()
    assert all({line.id for line in alarm.help} == set(alarm.lines) for alarm in result.urgent)


# --- the same bytes ---------------------------------------------------------


@given(answers(), wishes, st.randoms())
def test_the_same_answers_in_any_order_give_the_same_bytes(given_: dict[str, Any], wished: Any, shuffled: Any):
    one = {**given_, **wished}
    ids = list(one)
    shuffled.shuffle(ids)
    other = {id_: one[id_] for id_ in ids}
    with_null = {**dict.fromkeys(SHIPPED.questions), **other}
    first = json(match(SHIPPED, one))
    assert first == json(match(SHIPPED, other)) == json(matched(one)) == json(matched(with_null))


@pytest.mark.parametrize("why", [False, True])
def test_what_is_planned_for_others_leaves_no_trace(why: bool):
    alone = json(match(SHIPPED, MANY, why=why))
    for given_ in (QUIET, {}, {**QUIET, "medical": 4}):
        matched(given_, why=why)
    assert json(matched(MANY, why=why)) == alone


def test_the_order_of_what_was_ticked_changes_no_need_and_no_plan():
    ticked = ("alcohol", "opioids", "benzodiazepines")
    first, *others = (matched({**MANY, "substances": order}) for order in permutations(ticked))
    for other in others:
        assert (other.needs, other.plans, other.at_least, other.at_most) == (
            first.needs, first.plans, first.at_least, first.at_most,
        )  # fmt: skip
        assert [one.rule for one in other.reasons] == [one.rule for one in first.reasons]


# --- urgent comes first -----------------------------------------------------


@given(answers(), wishes)
def test_danger_now_stops_everything_and_leaves_the_help_lines(given_: dict[str, Any], wished: dict[str, Any]):
    result = matched({**given_, **wished, "danger_now": True})
    assert result.stopped
    alarm = next(one for one in result.urgent if one.stop)
    assert {"emergency", "lifeline"} <= set(alarm.lines)
    assert [line.id for line in alarm.help] == list(alarm.lines)
    assert result.at_least.options == result.at_most.options == ()
    empty = (result.plans, result.options, result.columns, result.rows, result.flips, result.ask_next, result.ask)
    assert empty == ((),) * len(empty)
    assert (result.needs, result.nearest, result.ask_program) == ({}, None, ())


@given(answers())
def test_with_danger_now_no_option_is_offered(given_: dict[str, Any]):
    assert matched({**given_, "danger_now": True}).alongside == ()


@given(answers())
def test_nothing_stops_without_danger_now(given_: dict[str, Any]):
    assert not matched(without(given_, "danger_now")).stopped
    assert not matched({**given_, "danger_now": False}).stopped


def test_danger_that_was_not_asked_about_is_first_among_what_is_not_answered():
    assert matched({}).unanswered[0].question == "danger_now"
    assert matched(without(QUIET, "danger_now")).unanswered[0].question == "danger_now"


# --- flips are true ---------------------------------------------------------


@given(answers())
def test_with_the_one_answer_changed_the_plan_is_the_one_that_was_told(given_: dict[str, Any]):
    result = matched(given_)
    for flip in result.flips:
        assert given_[flip.question] == flip.from_
        assert flip.to != flip.from_
        then = matched({**given_, flip.question: flip.to})
        assert not then.stopped
        assert then.at_least == flip.at_least != result.at_least


@given(answers(all_of_them=True))
def test_of_a_rating_the_nearest_answer_to_each_side_is_told_and_none_is_left_out(given_: dict[str, Any]):
    given_ = {**given_, "danger_now": False}
    result = matched(given_)
    now = result.at_least.options
    for id_ in RATINGS:
        was = given_[id_]
        then = {value: decided({**given_, id_: value}) for value in range(5)}
        other = {
            value: of.at_least != now and all(can_be(rule, of.answers) for rule in of.judged.fired)
            for value, of in then.items()
        }
        below = [value for value in range(was) if other[value]][-1:]
        above = [value for value in range(was + 1, 5) if other[value]][:1]
        assert sorted(flip.to for flip in result.flips if flip.question == id_) == below + above


def test_a_flip_reads_as_a_sentence():
    flips = matched({**QUIET, "relapse_risk": 2, "living_situation": 3}).flips
    said = {(flip.question, flip.to): flip.text for flip in flips}
    assert said["living_situation", 2] == (
        'If the answer to "Living situation" changed from 3 (serious) to 2 (moderate), the plan would be an intensive '
        "outpatient program."
    )  # fmt: skip
    assert said["relapse_risk", 3] == (
        'If the answer to "Risk of return to use" changed from 2 (moderate) to 3 (serious), the plan would be '
        "a partial hospitalization program with a recovery home."
    )


# --- what to ask next -------------------------------------------------------


@given(answers())
def test_the_first_question_to_ask_is_one_with_most_steps_of_need_hanging_on_it(given_: dict[str, Any]):
    result = matched({**given_, "danger_now": False})
    of = decided({**given_, "danger_now": False})
    hanging = {id_: 0.0 for id_ in SHIPPED.questions if id_ not in result.answers}
    for rule in of.judged.open:
        for id_ in fields_of(rule.condition) & hanging.keys():
            hanging[id_] += sum(
                rise(attribute, of.least.get(attribute), least) for attribute, least in rule.needs.items()
            )
    most = max(hanging.values(), default=0)
    assert [hanging[id_] for id_ in result.ask_next[:1]] == ([most] if most else [])
    assert [hanging[id_] for id_ in result.ask_next] == sorted((one for one in hanging.values() if one), reverse=True)


def rise(attribute: str, now: Any, least: Any) -> float:
    """How many steps up a minimum is: words of a scale or set, and of hours the levels that rules ask for."""
    row = SHIPPED.attributes[attribute]
    if row.type == "set":
        return len(set(least) - set(now or ()))
    if row.type == "scale":
        return max(0, height(attribute, least) - (height(attribute, now) if now else 0))
    levels = {rule.needs[attribute] for rule in SHIPPED.rules.values() if attribute in rule.needs}
    return sum((now or 0) < level <= least for level in levels)


# --- why --------------------------------------------------------------------


@given(answers())
def test_why_has_every_rule_with_how_it_was_read(given_: dict[str, Any]):
    result = matched(given_, why=True)
    assert [one.rule for one in result.trace] == list(SHIPPED.rules)
    for one in result.trace:
        on, may, _ = state(SHIPPED.rules[one.rule], of_person(given_))
        assert one.holds is (True if on else None if may else False)
        assert one.when
        assert one.effect
    assert matched(given_).trace == ()
    assert json(msgspec.structs.replace(result, trace=())) == json(matched(given_))


@given(answers())
def test_every_option_says_whether_it_is_enough_alone_and_in_which_plans_it_is(given_: dict[str, Any]):
    result = matched({**given_, "danger_now": False})
    assert sorted(one.option.id for one in result.options) == sorted(SHIPPED.options)
    for verdict in result.options:
        assert verdict.meets_needs == (not verdict.misses)
        assert {miss.attribute for miss in verdict.misses} <= {
            id_ for id_, need in result.needs.items() if need.at_least is not None
        }
        plans = [number for number, plan in enumerate(result.plans, 1) if verdict.option.id in plan.options]
        assert list(verdict.plans) == plans


def test_why_not_an_iop_has_a_plain_answer():
    result = matched({**QUIET, "relapse_risk": 4})
    iop = next(one for one in result.options if one.option.id == "iop")
    assert [miss.attribute for miss in iop.misses] == ["hours_per_week", "supervision"]
    assert all(miss.needs and miss.has and miss.label for miss in iop.misses)


def test_of_a_set_only_what_is_missing_is_said_to_be_missed():
    result = matched({**QUIET, "medication": ("methadone", "buprenorphine")})
    iop = next(one for one in result.options if one.option.id == "iop")
    assert [(miss.attribute, miss.needs) for miss in iop.misses] == [("medications", "methadone")]


@given(answers())
def test_what_is_enough_in_any_case_meets_what_may_be_needed(given_: dict[str, Any]):
    result, of = matched({**given_, "danger_now": False}), decided({**given_, "danger_now": False})
    enough = {plan.ids for plan in PLANNER.plans(of.most)}
    assert {plan.options for plan in result.plans if plan.enough_in_any_case} <= enough
    if result.settled:
        assert next(plan for plan in result.plans if plan.options == result.at_least.options).enough_in_any_case
    every = needs_of(SHIPPED, (*of.judged.fired, *of.judged.open))
    assert covers(every, {id_: need.at_most for id_, need in result.needs.items()})


@given(answers())
def test_how_a_plan_fits_promises_no_more_than_is_known(given_: dict[str, Any]):
    result = matched(given_)
    for plan in result.plans:
        assert plan.fit.startswith("more care than these answers call for") == plan.more_than_needed
        assert ("may call for more" in plan.fit) == (not plan.enough_in_any_case)


def test_a_fact_that_is_not_known_meets_no_need_and_says_so():
    dataset = changed("inpatient", supervision="nursing", mental_health_care="integrated")
    result = match(dataset, {**QUIET, "relapse_risk": 1})
    hospital = next(one for one in result.options if one.option.id == "inpatient")
    assert [(miss.attribute, miss.has) for miss in hospital.misses] == [("hours_per_week", "not known")]


def test_a_need_that_another_fact_meets_is_said_to_be_met_by_that_fact():
    """A crisis unit counts no hours, since psychiatric care is there day and night; its nurses are not why."""
    result = matched({**QUIET, "mental_health": 3, "living_situation": 2})
    first = result.plans[0]
    assert first.options == ("crisis-stabilization",)
    hours = next(text for text in first.because if text.startswith("Hours a week"))
    assert hours.endswith("offers psychiatric care day and night, for a short stay.")
