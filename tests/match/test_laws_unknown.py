"""The laws of what is not known, for any answers to any questions: unknown is never zero, and wishes only rank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.matching import (
    NORTHSIDE_PLANNER,
    NOT_WISHES,
    PLANNER,
    QUIET,
    RATINGS,
    SHIPPED,
    WISHES,
    answers,
    can_be,
    covers,
    decided,
    height,
    partial_and_whole,
    surely_needed,
    surely_urgent,
    urgent,
    wishes,
)

from iopcli.match.match import match
from iopcli.match.plans import Planner
from iopcli.match.recommendation import Recommendation

Answers = Mapping[str, Any]
PLANNERS = pytest.mark.parametrize("planner", [PLANNER, NORTHSIDE_PLANNER], ids=["shipped", "northside"])


def matched(given_: Answers, planner: Planner = PLANNER) -> Recommendation:
    return match(planner.dataset, given_, planner)


def without(given_: Answers, *ids: str) -> dict[str, Any]:
    return {id_: value for id_, value in given_.items() if id_ not in ids}


# --- unknown is never zero --------------------------------------------------


@given(answers(), st.sampled_from(NOT_WISHES))
def test_dropping_an_answer_never_lowers_what_may_be_needed_nor_raises_what_is(given_: dict[str, Any], dropped: str):
    assume(can_be(given_))
    known, less_known = decided(given_), decided(without(given_, dropped))
    assert covers(known.least, surely_needed(less_known))
    assert covers(less_known.most, known.most)
    assert surely_urgent(less_known) <= urgent(known)


@given(partial_and_whole())
def test_what_is_known_so_far_brackets_every_way_the_rest_may_be_answered(people: tuple[Answers, Answers]):
    partial, whole = map(decided, people)
    assert whole.least == whole.most
    assert covers(whole.least, surely_needed(partial))
    assert covers(partial.most, whole.most)


@given(partial_and_whole())
def test_what_is_assumed_is_named_and_the_plan_is_open_until_it_is_answered(people: tuple[Answers, Answers]):
    partial, whole = people
    result = matched(partial)
    assert not matched(whole).assumed
    for one in result.assumed:
        assert one.question not in partial
        assert one.text == SHIPPED.rules[one.rule].assume[one.question]
    if result.settled:  # the plan is the same without what is assumed
        assert PLANNER.least(surely_needed(decided(partial))) == result.at_least.options


@PLANNERS
@given(people=partial_and_whole())
def test_learning_more_never_changes_a_plan_that_is_settled(planner: Planner, people: tuple[Answers, Answers]):
    known, every = people
    for id_ in [None, *(id_ for id_ in every if id_ not in known)]:  # one answer after another, until it is settled
        known = {**known, id_: every[id_]} if id_ else known
        if (partial := decided(known, planner)).closed:
            break
    assume(partial.closed)
    whole = decided(every, planner)
    assert whole.at_least == whole.at_most == partial.at_least


@given(answers(all_of_them=True))
def test_with_everything_answered_the_plan_is_settled_and_nothing_is_left_to_ask(given_: dict[str, Any]):
    result = matched(given_ | {"danger_now": False})
    assert (result.settled, result.ask_next) == (not result.clinician, ())
    assert result.at_least == result.at_most
    assert not any(need.open_rules for need in result.needs.values())
    assert not any(one.rules for one in result.unanswered if one.question not in WISHES)


def test_nothing_the_matter_in_any_answer_is_settled_with_no_treatment_for_now():
    result = matched(QUIET)
    assert (result.settled, result.at_least.options, result.urgent, result.needs) == (True, ("wait",), (), {})
    assert result.plans[0].options == ("wait",)


def test_nothing_answered_is_not_settled_and_asks():
    result = matched({})
    assert (result.settled, result.at_least.options) == (False, ("wait",))
    assert not result.plans[0].enough_in_any_case
    assert result.ask_next
    assert {one.question for one in result.unanswered} == set(SHIPPED.questions)


@given(answers(), st.sampled_from(["alcohol", "benzodiazepines", "other_sedatives", "stimulants", "cannabis", "other"]))
def test_who_names_no_opioids_is_not_told_of_medication_for_opioids(given_: dict[str, Any], used: str):
    of = decided({**without(given_, "medication", "recent_treatment"), "substances": (used,)})
    assert not {"methadone", "here:methadone", "buprenorphine"} & set(of.most.get("medications", ()))


# --- more is never less, whatever else is answered --------------------------


@given(answers(), st.sampled_from(RATINGS), st.integers(0, 3))
def test_raising_a_rating_never_lowers_a_need_whatever_else_is_answered(given_: dict[str, Any], id_: str, rating: int):
    low, high = (decided({**given_, id_: value}) for value in (rating, rating + 1))
    assert covers(high.least, low.least)
    assert covers(high.most, low.most)
    assert urgent(high) >= urgent(low)


@given(answers(), st.sampled_from(["alcohol", "benzodiazepines", "other", "stimulants", "cannabis"]))
def test_one_more_substance_never_lowers_a_need(given_: dict[str, Any], more: str):
    some = tuple(given_.get("substances", ()))
    assume(some)  # what is named first explains the withdrawal, and stimulants for one call for less than the unknown
    before, after = (decided({**given_, "substances": tuple(dict.fromkeys(named))}) for named in (some, (*some, more)))
    assert covers(after.least, before.least)
    assert urgent(after) >= urgent(before)


@given(answers(), st.sampled_from(["alcohol", "benzodiazepines"]))
def test_opioids_beside_alcohol_or_sedatives_lower_no_need(given_: dict[str, Any], with_: str):
    given_ = without(given_, "medication")  # naltrexone is ruled out by opioids
    before, after = (decided({**given_, "substances": named}) for named in ((with_,), (with_, "opioids")))
    assert covers(after.least, before.least)


# --- preference is a ranking ------------------------------------------------


def floor(result: Recommendation) -> tuple[Any, ...]:
    """What no wish may change."""
    plans = {(plan.options, plan.meets_needs, plan.more_than_needed, plan.because) for plan in result.plans}
    urgent_ones = [one.rule for one in result.urgent]
    offered = [one.option for one in result.alongside]
    return result.needs, result.at_least, result.at_most, result.settled, plans, urgent_ones, offered, result.flips


@given(answers(), wishes)
def test_wishes_and_priorities_change_neither_needs_nor_which_plans_there_are(given_: dict[str, Any], wished: Answers):
    assert floor(matched({**given_, **wished})) == floor(matched(given_))


@given(answers(), st.integers(0, 4), st.integers(0, 4))
def test_readiness_changes_neither_needs_nor_which_plans_there_are(given_: dict[str, Any], one: int, other: int):
    assert floor(matched({**given_, "readiness": one})) == floor(matched({**given_, "readiness": other}))


@given(answers(), wishes)
def test_wishes_never_put_what_is_more_than_needed_before_what_is_enough(given_: dict[str, Any], wished: Answers):
    more = [plan.more_than_needed for plan in matched({**given_, **wished}).plans]
    assert more == sorted(more)


# --- something always comes of it, and says why -----------------------------


@PLANNERS
@given(given_=answers())
def test_all_answers_get_a_plan_or_a_reason_that_has_a_name(planner: Planner, given_: Answers):
    result = matched(given_, planner)
    if result.stopped:
        assert any(one.stop for one in result.urgent)
    elif result.plans:
        assert all(plan.meets_needs and not plan.misses for plan in result.plans)
        assert result.at_least.options in {plan.options for plan in result.plans}
    else:
        assert result.nearest is not None
        assert result.nearest.misses


@given(answers())
def test_every_rule_that_holds_is_a_reason_and_every_need_names_its_rules(given_: dict[str, Any]):
    result = matched(given_)
    fired = {rule.id: rule for rule in decided(given_).judged.fired if rule.urgent or not result.stopped}
    assert [one.rule for one in result.reasons] == list(fired)
    for one in result.reasons:
        assert (one.because, one.sources) == (fired[one.rule].because, fired[one.rule].sources)
        assert {used.question: used.value for used in one.answers}.items() <= result.answers.items()
        assert one.answers
    for id_, need in result.needs.items():
        assert (need.at_least is not None) == bool(need.rules)
        assert (need.at_most != need.at_least) == bool(need.open_rules)
        every_word = SHIPPED.attributes[id_].type == "set"
        for named, level in [(one, need.at_least) for one in need.rules] + [
            (one, need.at_most) for one in need.open_rules
        ]:
            sets, reached = (height(id_, one) for one in (SHIPPED.rules[named].needs[id_], level))
            assert sets <= reached if every_word else sets == reached, (id_, named)
        counts = need.at_least and SHIPPED.attributes[id_].amount
        setting = [one.id for one in fired.values() if covers(one.needs, {id_: need.at_least})] if counts else []
        assert set(setting) <= set(need.rules)


@given(answers())
def test_a_rule_named_as_one_that_may_raise_a_need_would_raise_it(given_: dict[str, Any]):
    for id_, need in matched(given_).needs.items():
        least = {} if need.at_least is None else {id_: need.at_least}
        for named in need.open_rules:
            assert not covers(least, {id_: SHIPPED.rules[named].needs[id_]}), (id_, named)


@settings(max_examples=20)
@given(answers())
def test_a_teenager_is_told_that_the_rules_are_for_adults(given_: dict[str, Any]):
    given_ = without(given_, "danger_now")
    adult, teenager = (matched({**given_, "age_group": age}) for age in ("adult", "adolescent"))
    told = [f"{one.advice} {one.clinician}" for one in teenager.reasons if one not in adult.reasons]
    assert any("adults" in one and "clinician" in one for one in told)
    assert teenager.needs == adult.needs


@settings(max_examples=20)
@given(answers())
def test_every_result_says_what_it_is_not(given_: dict[str, Any]):
    result = matched(given_)
    assert all(words in result.scope for words in ("adults", "not a diagnosis", "not an ASAM level", "a clinician"))
    assert result.help
    assert result.statement


@settings(max_examples=20)
@given(answers(), st.booleans())
def test_medication_is_offered_to_everyone_who_uses_opioids(given_: dict[str, Any], pregnant: bool):
    result = matched({**given_, "substances": ("opioids",), "pregnant": pregnant, "danger_now": False})
    assert "otp" in {one.option for one in result.alongside}
