"""Minutes of a week: what is put together comes apart again, across the ends of days and of the week."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iopcli.logic.week import (
    DAY,
    EVERY,
    WEEK,
    count,
    day,
    each_day,
    longest,
    spans,
    stretch,
    stretches,
    turned,
    widened,
)

pieces = st.lists(st.tuples(st.integers(0, WEEK - 1), st.integers(1, DAY)), max_size=6)


def put(found: list[tuple[int, int]]) -> int:
    made = 0
    for start, length in found:
        made |= stretch(start, length)
    return made


@given(st.integers(-WEEK, 2 * WEEK), st.integers(0, WEEK))
def test_a_stretch_has_just_so_many_minutes_wherever_it_starts(start, length):
    assert count(stretch(start, length)) == length


@given(pieces)
def test_spans_are_the_same_minutes_in_order_and_none_passes_midnight(found):
    minutes = put(found)
    told = [*spans(minutes)]
    assert put([(start, end - start) for start, end in told]) == minutes
    assert sum(end - start for start, end in told) == count(minutes)
    assert told == sorted(told)
    assert all(start // DAY == (end - 1) // DAY for start, end in told)


@given(pieces)
def test_stretches_are_the_same_minutes_and_none_touches_another(found):
    minutes = put(found)
    told = stretches(minutes)
    assert put(told) == minutes
    assert sum(length for _, length in told) == count(minutes)
    if minutes != EVERY:
        assert all(not minutes & stretch(start + length, 1) for start, length in told)
        assert all(not minutes & stretch(start - 1, 1) for start, _ in told)


def test_what_passes_the_end_of_the_week_goes_on_on_monday():
    night = stretch(6 * DAY + 22 * 60, 8 * 60)
    assert [*spans(night)] == [(0, 6 * 60), (6 * DAY + 22 * 60, WEEK)]
    assert stretches(night) == [(6 * DAY + 22 * 60, 8 * 60)]


@given(pieces, st.integers(-WEEK, WEEK))
def test_turning_there_and_back_changes_nothing(found, by):
    assert turned(turned(put(found), by), -by) == put(found)


@given(pieces, st.integers(0, 200))
def test_what_is_around_is_never_inside_and_at_most_so_much_on_each_side(found, by):
    minutes = put(found)
    around = widened(minutes, by)
    assert not around & minutes
    assert count(around) <= 2 * by * len(stretches(minutes))


@given(pieces, st.integers(0, WEEK - 1), st.integers(1, DAY))
def test_the_longest_stretch_is_free_inside_its_part_and_no_other_is_longer(found, start, length):
    minutes = put(found)
    at, size = longest(minutes, start, length)
    inside = stretch(start, length)
    assert stretch(at, size) & ~(minutes & inside) == 0
    for one in range(start, start + length - size):
        assert stretch(one, size + 1) & minutes != stretch(one, size + 1)


def test_a_day_and_the_same_hours_of_several_days():
    assert put([(0, DAY)]) == day(0)
    assert sum(count(day(number)) for number in range(7)) == WEEK
    assert count(each_day(60, 120, range(5))) == 300
