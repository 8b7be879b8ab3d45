"""A person's own week: sleep is found where the week leaves it, and hours become the answers to wishes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopcli.dataset.hours import minutes_of
from iopcli.facts.clock import hours_text
from iopcli.logic.week import DAY, WEEK, count, stretch
from iopcli.match.hours import Life, asleep, nights, wished

EIGHT = 480


def hours(text: str) -> int:
    minutes, problems = minutes_of([text] if text else [], "")
    assert problems == []
    return minutes


pieces = st.lists(st.tuples(st.integers(0, WEEK - 1), st.integers(1, DAY)), max_size=8)


def put(found: list[tuple[int, int]]) -> int:
    made = 0
    for start, length in found:
        made |= stretch(start, length)
    return made


SLEEPERS = {
    "mon-fri 9:00-17:00": "every day, midnight to 7 am; every day, 11 pm to midnight",
    "mon-thu 19:00-7:00": "Mon, Sat, Sun, midnight to 7 am; Tue to Fri, 7 am to 3 pm; Fri to Sun, 11 pm to midnight",
    "mon-fri 3:00-11:00": "Mon to Fri, midnight to 3 am; Mon, Tue, Wed, Thu, Sun, 7 pm to midnight; "
    "Fri, Sat, 11 pm to midnight; Sat, Sun, midnight to 7 am",
    "": "every day, midnight to 7 am; every day, 11 pm to midnight",
}


@pytest.mark.parametrize("work", SLEEPERS)
def test_people_sleep_when_their_work_leaves_them_to(work):
    found = nights(hours(work), EIGHT)
    assert len(found) == 7
    assert hours_text(asleep(found, EIGHT)) == SLEEPERS[work]


@given(pieces, st.integers(1, 14))
def test_sleep_is_never_at_a_taken_time_nor_longer_than_wanted(found, wanted):
    taken = put(found)
    seven = nights(taken, wanted * 60)
    slept = asleep(seven, wanted * 60)
    assert not slept & taken
    assert count(slept) <= sum(min(one.length, wanted * 60) for one in seven) <= 7 * wanted * 60


@given(pieces, pieces)
def test_a_fuller_week_never_leaves_more_sleep(found, more):
    def left(taken: int) -> int:
        return sum(min(one.length, EIGHT) for one in nights(taken, EIGHT))

    assert left(put([*found, *more])) <= left(put(found))


WISHES = [
    ("mon-fri 9:00-17:00", "", 0, {"hours_available": 25.0, "evenings_only": True}),
    (
        "mon-fri 9:00-17:00", "mon-fri 15:00-18:00", 40,
        {"hours_available": 11.0, "evenings_only": True, "travel_minutes": 40.0},
    ),
    ("mon-fri 15:00-23:00", "", 30, {"hours_available": 32.0, "evenings_only": False, "travel_minutes": 30.0}),
    ("mon-thu 19:00-7:00", "", 20, {"hours_available": 37.0, "evenings_only": False, "travel_minutes": 20.0}),
    ("mon-fri 0:00-24:00", "", 0, {"hours_available": 0.0, "evenings_only": True}),
    ("sat-sun 9:00-17:00", "", 0, {"hours_available": 65.0, "evenings_only": False}),
    (
        "sun-thu 22:00-6:00", "mon-fri 15:00-20:00", 25,
        {"hours_available": 20.0, "evenings_only": False, "travel_minutes": 25.0},
    ),
    ("", "", 25, {"travel_minutes": 25.0}),
    ("", "", 0, {}),
]  # fmt: skip


@pytest.mark.parametrize(("work", "care", "travel", "answers"), WISHES)
def test_hours_become_answers_and_what_does_not_follow_is_not_answered(work, care, travel, answers):
    assert wished(Life(hours(work), hours(care), travel)) == answers


def test_who_says_that_only_evenings_are_free_is_believed():
    assert wished(Life(evenings_only=True)) == {"evenings_only": True}
    assert wished(Life(hours("sat 9:00-17:00"), evenings_only=True)) == {"evenings_only": True, "hours_available": 20.0}


@given(pieces, pieces, st.integers(0, 120))
def test_more_work_or_a_longer_way_never_leaves_more_hours(found, more, travel):
    def free(work: int, way: int) -> float:
        return wished(Life(work | 1, 0, way, sleep=0))["hours_available"]

    assert free(put([*found, *more]), travel) <= free(put(found), travel)
    assert free(put(found), travel + 15) <= free(put(found), travel)
