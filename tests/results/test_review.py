"""Two records of one person: what improved, what got worse, and which way the needs point."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.dataset.load import load
from iopcli.match.match import match
from iopcli.match.record import Saved, read_record, saved
from iopcli.results.review import Review, review

DATASET = load()
ANSWERS = {
    "danger_now": False, "withdrawal": 0, "withdrawal_history": "none", "substances": ("cannabis",),
    "pregnant": False, "mental_health": 1, "medical": 1, "relapse_risk": 2, "living_situation": 1, "readiness": 1,
    "medication": (), "recent_treatment": (), "age_group": "adult",
}  # fmt: skip
"""Everything that a need can rest on is known: an intensive outpatient program is enough."""
OPEN = {key: answer for key, answer in ANSWERS.items() if key != "relapse_risk"}


def record_of(answers: dict[str, Any]) -> Saved:
    return read_record(saved(DATASET, match(DATASET, answers)).encode(), "may.json")


def reviewed(earlier: dict[str, Any], later: dict[str, Any]) -> Review:
    return review(DATASET, record_of(earlier), record_of(later))


def changes(result: Review) -> dict[str, str]:
    return {one.question: one.change for one in result.areas if one.change != "same"}


# --- areas ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("earlier", "later", "change"),
    [
        ({"medical": 2}, {"medical": 1}, "better"),
        ({"medical": 1}, {"medical": 2}, "worse"),
        ({"medical": 2}, {}, "not known"),
        ({}, {"medical": 2}, "not known"),
        ({"pregnant": False}, {"pregnant": True}, "changed"),
        ({"payer": "va"}, {"payer": "uninsured"}, "changed"),
        ({"hours_available": 6.0}, {"hours_available": 12.0}, "changed"),
        ({"substances": ("alcohol",)}, {"substances": ()}, "changed"),
        ({"medical": 2}, {"medical": 2}, "same"),
        ({"substances": ("alcohol",)}, {"substances": ("alcohol",)}, "same"),
    ],
)
def test_a_question_is_better_worse_changed_the_same_or_not_known(earlier, later, change):
    [area] = reviewed(earlier, later).areas
    assert area.change == change
    assert area.label == DATASET.questions[area.question].label
    assert (area.earlier == area.later) == (change == "same")


def test_an_answer_that_is_missing_reads_as_not_known_and_one_that_was_never_given_is_left_out():
    [area] = reviewed({"medical": 2}, {}).areas
    assert (area.earlier, area.later) == ("2 (moderate)", "not known")
    assert reviewed({}, {}).areas == ()


def test_the_same_things_named_in_another_order_are_the_same():
    earlier, later = (
        {**ANSWERS, "substances": named, "recent_treatment": tried}
        for named, tried in ((("alcohol", "cannabis"), ("php", "otp")), (("cannabis", "alcohol"), ("otp", "php")))
    )
    assert changes(reviewed(earlier, later)) == {}


def test_priorities_in_another_order_are_other_priorities():
    earlier, later = ("cost_per_week", "sleep"), ("sleep", "cost_per_week")
    assert changes(reviewed({"priorities": earlier}, {"priorities": later})) == {"priorities": "changed"}


# --- direction --------------------------------------------------------------

DIRECTIONS = [
    (ANSWERS, ANSWERS, "stay", "iop", "iop"),
    (ANSWERS, {**ANSWERS, "readiness": 4, "hours_available": 2.0}, "stay", "iop", "iop"),
    (ANSWERS, {**ANSWERS, "relapse_risk": 3}, "step up", "iop", "php"),
    (ANSWERS, {**ANSWERS, "relapse_risk": 4}, "step up", "iop", "residential"),
    (ANSWERS, {**ANSWERS, "living_situation": 3}, "step up", "iop", "iop+recovery-residence"),
    (ANSWERS, {**ANSWERS, "relapse_risk": 1}, "step down", "iop", "outpatient"),
    ({**ANSWERS, "relapse_risk": 3}, ANSWERS, "step down", "php", "iop"),
    ({**ANSWERS, "relapse_risk": 4}, OPEN, "open", "residential", "wait"),
    (OPEN, ANSWERS, "open", "wait", "iop"),
    (OPEN, OPEN, "open", "wait", "wait"),
    (ANSWERS, {**ANSWERS, "medical": 4}, "urgent", "iop", "inpatient"),
    (ANSWERS, {**ANSWERS, "danger_now": True}, "urgent", "iop", ""),
    ({**ANSWERS, "medical": 4}, ANSWERS, "step down", "inpatient", "iop"),
    ({**ANSWERS, "relapse_risk": 3}, {**ANSWERS, "living_situation": 3}, "change", "php", "iop+recovery-residence"),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "later", "direction", "was", "now"), DIRECTIONS)
def test_which_way_the_needs_point(earlier, later, direction, was, now):
    result = reviewed(earlier, later)
    assert result.direction == direction
    assert ("+".join(result.earlier.options), "+".join(result.later.options)) == (was, now)
    assert (result.urgent != ()) == (direction == "urgent")
    assert (result.ask_next != ()) == ("relapse_risk" not in later)


def test_an_answer_that_no_need_rests_on_leaves_nothing_open():
    for earlier, later, direction, *_ in DIRECTIONS:
        earlier, later = ({key: one[key] for key in one if key != "readiness"} for one in (earlier, later))
        assert reviewed(earlier, later).direction == direction


@pytest.mark.parametrize("change", [{"relapse_risk": 0}, {}, {"relapse_risk": 4}])
def test_danger_at_the_earlier_time_is_no_care_to_step_from(change):
    """Then, nothing was compared."""
    assert reviewed({**ANSWERS, "danger_now": True}, {**ANSWERS, **change}).direction == "open"


def test_each_direction_says_what_it_is_and_none_says_you_need_a_level():
    texts = {direction: reviewed(earlier, later).text for earlier, later, direction, *_ in DIRECTIONS}
    assert set(texts) == {"stay", "step up", "step down", "change", "open", "urgent"}
    assert len(set(texts.values())) == len(texts)
    for direction in ("step up", "step down"):
        assert direction in texts[direction]
    assert not any("you need" in text.lower() or "level" in text.lower() for text in texts.values())


def test_an_earlier_alarm_is_not_rung_again():
    assert reviewed({**ANSWERS, "danger_now": True}, ANSWERS).urgent == ()


# --- needs ------------------------------------------------------------------


def test_a_need_is_higher_lower_or_the_same():
    earlier = {**ANSWERS, "relapse_risk": 3, "living_situation": 1}
    later = {**ANSWERS, "relapse_risk": 2, "living_situation": 3}
    found = {one.attribute: (one.earlier, one.later, one.change) for one in reviewed(earlier, later).needs}
    home = DATASET.attributes["housing"].says("peer")
    assert found["hours_per_week"] == ("at least 20 hours a week", "at least 9 hours a week", "lower")
    assert found["housing"] == ("nothing", home, "higher")
    assert found["services"][2] == "same"


def test_needs_stand_in_the_order_of_the_table():
    ids = [one.attribute for one in reviewed(ANSWERS, {**ANSWERS, "living_situation": 3, "mental_health": 3}).needs]
    assert ids == [id_ for id_ in DATASET.attributes if id_ in ids]


# --- another dataset --------------------------------------------------------


def test_both_are_read_with_the_dataset_of_today_and_it_says_so():
    today = replace(DATASET, sha256="another", rules={id_: r for id_, r in DATASET.rules.items() if id_ != "high-risk"})
    result = review(today, record_of(ANSWERS), record_of({**ANSWERS, "relapse_risk": 3}))
    assert result.direction == "stay"
    assert result.notes == ("At least one record is from another dataset, so both were read again with this dataset.",)
    assert reviewed(ANSWERS, ANSWERS).notes == ()


def test_an_answer_that_is_no_longer_used_is_named_and_not_repeated():
    questions = {id_: one for id_, one in DATASET.questions.items() if id_ != "payer"}
    record = record_of({**ANSWERS, "payer": "uninsured"})
    result = review(replace(DATASET, questions=questions), record_of(ANSWERS), record)
    assert result.notes == ("This tool no longer asks about payer, so it does not use that answer.",)


# --- laws -------------------------------------------------------------------

RATINGS = ("withdrawal", "medical", "mental_health", "relapse_risk", "living_situation", "readiness")
HIGHEST = {**dict.fromkeys(RATINGS, 3), "withdrawal": 2, "mental_health": 2}
calm = st.fixed_dictionaries({id_: st.integers(0, most) for id_, most in HIGHEST.items()}).map(
    lambda ratings: {**ANSWERS, **ratings}
)
"""Everything known and nothing urgent."""
TEMPLATE = record_of(ANSWERS)


def quickly(earlier: dict[str, Any], later: dict[str, Any]) -> Review:
    """The same of records that were not made anew: a review reads only their answers."""
    return review(DATASET, replace(TEMPLATE, answers=earlier), replace(TEMPLATE, answers=later))


OPPOSITE = {"step up": "step down", "step down": "step up"}


@given(calm)
def test_a_record_beside_itself_stays(answers: dict[str, Any]):
    result = quickly(answers, answers)
    assert result.direction == "stay"
    assert {one.change for one in (*result.areas, *result.needs)} <= {"same"}


@given(calm, calm)
def test_the_other_way_round_points_the_other_way(one: dict[str, Any], other: dict[str, Any]):
    there, back = quickly(one, other), quickly(other, one)
    assert back.direction == OPPOSITE.get(there.direction, there.direction)
    assert (there.earlier, there.later) == (back.later, back.earlier)


@given(calm, st.sampled_from(RATINGS))
def test_one_rating_that_rises_never_points_down(answers: dict[str, Any], id_: str):
    later = {**answers, id_: min(answers[id_] + 1, HIGHEST[id_])}
    result = quickly(answers, later)
    other_door = "admits" in {one.attribute for one in result.needs}  # no longer psychiatric care or a hospital first
    assert result.direction in ("stay", "step up") or other_door
    assert not any(one.change == "lower" for one in result.needs if one.attribute != "admits")


@given(calm, st.sets(st.sampled_from(RATINGS), max_size=3))
def test_what_is_still_missing_never_hides_which_way_it_could_go(answers: dict[str, Any], missing: set[str]):
    """Up or down is said only if it would be said whatever the missing answers are."""
    later = {id_: answer for id_, answer in answers.items() if id_ not in missing}
    direction = quickly(ANSWERS, later).direction
    if direction != "open":
        assert quickly(ANSWERS, answers).direction == direction
