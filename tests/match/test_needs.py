"""Answers become needs: minimums whose highest wins, rules that are still open, and what to ask next."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.matching import SHIPPED, answers, covers, height, rule, world

from iopcli.dataset.model import Rule, Urgent
from iopcli.match.needs import Judge, RulesReading, ask_next, higher, judged, needs_of, raised, steps

SHIPPED_RULES = [one for one in SHIPPED.rules.values() if one.needs]
some_rules = st.lists(st.sampled_from(SHIPPED_RULES), unique_by=lambda one: one.id, max_size=6)

HOURS, MORE_HOURS = (
    rule("hours", {"relapse_risk": 1}, hours_per_week=9),
    rule("more", {"medical": 1}, hours_per_week=20),
)
STAFF = rule("staff", {"relapse_risk": {"at_least": 2}}, supervision="staff")
NURSES = rule("nurses", {"medical": {"at_least": 3}}, supervision="nursing")
METHADONE = rule("methadone", {"medication": {"includes": "methadone"}}, medications=["methadone"])
NALTREXONE = rule("naltrexone", {"medication": {"includes": "naltrexone"}}, medications=["naltrexone"])


def needs(*rules: Rule) -> dict[str, Any]:
    return dict(needs_of(SHIPPED, rules))


# --- one person after another -----------------------------------------------


@given(st.lists(answers(SHIPPED.questions), max_size=4))
def test_what_a_judge_remembers_of_others_changes_nothing(people: list[dict[str, Any]]):
    judge = Judge(SHIPPED)
    for given_ in [*people, *people]:
        fresh = judged(SHIPPED, given_)
        least, most = (needs_of(SHIPPED, fresh.fired, possible) for possible in ((), fresh.open))
        assert judge.read(given_) == RulesReading(fresh, least, most)


# --- the highest wins -------------------------------------------------------


def test_the_highest_minimum_wins_and_none_are_added_up():
    for pair in permutations([HOURS, MORE_HOURS]):
        assert needs(*pair) == {"hours_per_week": 20}
    for pair in permutations([STAFF, NURSES]):
        assert needs(*pair) == {"supervision": "nursing"}


def test_of_a_set_every_word_is_needed_in_the_order_of_the_table():
    for pair in permutations([METHADONE, NALTREXONE]):
        assert needs(*pair) == {"medications": ("methadone", "naltrexone")}


def test_needs_on_different_rows_stand_apart_in_the_order_of_the_table():
    for three in permutations([METHADONE, STAFF, HOURS]):
        assert list(needs(*three).items()) == [
            ("hours_per_week", 9), ("supervision", "staff"), ("medications", ("methadone",)),
        ]  # fmt: skip
    assert needs() == {}


@given(some_rules, st.randoms())
def test_needs_do_not_depend_on_the_order_of_rules(rules: list[Rule], shuffled: Any):
    other = list(rules)
    shuffled.shuffle(other)
    assert list(needs(*rules).items()) == list(needs(*other).items())


@given(some_rules)
def test_needs_cover_every_rule_and_ask_for_no_more_than_some_rule_does(rules: list[Rule]):
    together = needs(*rules)
    assert all(covers(together, one.needs) for one in rules)
    for id_, least in together.items():
        asked = [height(id_, one.needs[id_]) for one in rules if id_ in one.needs]
        if isinstance(least, tuple):
            assert frozenset(least) == frozenset().union(*asked)
        else:
            assert height(id_, least) in asked


@pytest.mark.parametrize("id_", ["supervision", "hours_per_week", "medications"])
def test_the_higher_of_a_minimum_and_nothing_is_the_minimum(id_: str):
    row = SHIPPED.attributes[id_]
    least = {"supervision": "staff", "hours_per_week": 9, "medications": ("methadone",)}[id_]
    assert higher(row, None, least) == higher(row, least, None) == higher(row, least, least) == least


# --- yes, no, not known -----------------------------------------------------


def test_a_rule_that_an_answer_still_missing_decides_is_open_and_sets_no_need():
    dataset = world(rules=[HOURS, STAFF, NURSES])
    found = judged(dataset, {"relapse_risk": 2})
    assert [one.id for one in found.fired] == ["staff"]
    assert [one.id for one in found.open] == ["nurses"]
    assert needs_of(dataset, found.fired) == {"supervision": "staff"}
    assert needs_of(dataset, (*found.fired, *found.open)) == {"supervision": "nursing"}


@given(answers())
def test_every_rule_holds_or_is_open_or_does_not_hold(given_: dict[str, Any]):
    found = judged(SHIPPED, given_)
    fired, open_ones = ({one.id for one in part} for part in found[:2])
    assert not fired & open_ones
    assert all(SHIPPED.rules[id_].asks - given_.keys() for id_ in open_ones)
    answered = {id_ for id_, one in SHIPPED.rules.items() if one.asks <= given_.keys()}
    assert not answered & open_ones


@pytest.mark.parametrize(("stop", "stops"), [(True, True), (False, False)])
def test_only_an_urgent_rule_that_says_stop_stops_and_only_when_it_holds(stop: bool, stops: bool):
    alarm = rule("alarm", {"danger_now": True}, urgent=Urgent(message="Call.", lines=("emergency",), stop=stop))
    dataset = world(rules=[alarm])
    assert judged(dataset, {"danger_now": True}).stops is stops
    assert not judged(dataset, {"danger_now": False}).stops
    assert not judged(dataset, {}).stops


# --- steps ------------------------------------------------------------------


def test_steps_are_levels_of_a_scale_words_of_a_set_and_for_numbers_the_levels_that_rules_use():
    dataset = world(rules=[HOURS, MORE_HOURS, STAFF])
    rows = dataset.attributes
    assert [steps(dataset, rows["hours_per_week"], least) for least in (None, 1, 9, 19, 20)] == [0, 0, 1, 1, 2]
    assert [steps(dataset, rows["supervision"], least) for least in (None, "none", "scheduled", "staff")] == [
        0,
        0,
        1,
        3,
    ]
    assert [steps(dataset, rows["medications"], least) for least in (None, ("methadone",))] == [0, 1]


def test_a_rule_raises_needs_by_the_steps_that_are_missing():
    dataset = world(rules=[HOURS, MORE_HOURS, STAFF, NURSES, METHADONE])
    assert raised(dataset, NURSES, {}) == 4
    assert raised(dataset, NURSES, {"supervision": "staff"}) == 1
    assert raised(dataset, STAFF, {"supervision": "nursing"}) == 0
    assert raised(dataset, MORE_HOURS, {"hours_per_week": 9}) == 1
    assert raised(dataset, METHADONE, {"medications": ("naltrexone",)}) == 1
    assert raised(dataset, METHADONE, {"medications": ("methadone", "naltrexone")}) == 0


@given(some_rules, some_rules)
def test_a_rule_raises_nothing_just_where_its_needs_are_covered(known: list[Rule], open_ones: list[Rule]):
    now = needs(*known)
    for one in open_ones:
        amounts = {id_: least for id_, least in one.needs.items() if SHIPPED.attributes[id_].amount}
        assert (raised(SHIPPED, one, now) == 0) == covers(now, one.needs) or amounts != one.needs


# --- what to ask next -------------------------------------------------------


def asks(*rules: Rule, **given_: Any) -> tuple[str, ...]:
    dataset = world(rules=rules)
    return ask_next(dataset, given_, judged(dataset, given_))


def test_the_question_with_most_steps_of_need_hanging_on_it_comes_first():
    assert asks(STAFF, NURSES) == ("medical", "relapse_risk")
    more = rule("housing", {"relapse_risk": {"at_least": 2}}, housing="monitored")
    assert asks(STAFF, NURSES, more) == ("relapse_risk", "medical")


def test_on_a_tie_the_question_that_is_asked_earlier_comes_first():
    same = rule("same", {"relapse_risk": {"at_least": 2}}, supervision="nursing")
    assert asks(same, NURSES) == asks(NURSES, same) == ("medical", "relapse_risk")
    assert list(SHIPPED.questions).index("medical") < list(SHIPPED.questions).index("relapse_risk")


def test_what_is_answered_or_decided_or_raises_nothing_is_not_asked():
    assert asks(STAFF, NURSES, relapse_risk=0) == ("medical",)
    assert asks(STAFF, NURSES, medical=3) == ()
    both = rule("both", {"medical": 4, "pregnant": True}, supervision="physician")
    assert asks(both, medical=0) == ()
    assert asks(both, medical=4) == ("pregnant",)
    advice = Rule(id="talk", title="talk", when={"readiness": 4}, because="b.", sources=("editors",), advice="Talk.")
    assert asks(advice) == ()


@given(answers())
def test_only_open_questions_are_asked_and_none_that_could_narrow_it_is_left_out(given_: dict[str, Any]):
    found = judged(SHIPPED, given_)
    least = needs_of(SHIPPED, found.fired)
    hanging = [one for one in found.open if raised(SHIPPED, one, least)]
    asked = ask_next(SHIPPED, given_, found)
    assert set(asked) == {id_ for one in hanging for id_ in one.asks if id_ not in given_}
    assert len(set(asked)) == len(asked)
