"""Times, lengths and days in words."""

from __future__ import annotations

import pytest

from iopcli.facts.clock import days_text, digits, from_to, hours_text, length_text, short_days, time_text
from iopcli.facts.wording import listed
from iopcli.logic.week import DAY, each_day


@pytest.mark.parametrize(
    ("minute", "says"),
    [(0, "midnight"), (DAY, "midnight"), (720, "noon"), (1, "12:01 am"), (330, "5:30 am"), (750, "12:30 pm")],
)
def test_a_time_is_said_as_people_say_it(minute, says):
    assert time_text(minute) == says


def test_am_or_pm_is_said_once_where_both_have_it():
    assert from_to(1080, 1260) == "6 to 9 pm"
    assert from_to(600, 780) == "10 am to 1 pm"
    assert from_to(720, 780) == "noon to 1 pm"
    assert from_to(1320, DAY) == "10 pm to midnight"


def test_digits_tell_the_start_of_a_day_from_its_end():
    assert (digits(0), digits(DAY, end=True), digits(8 * DAY + 65)) == ("00:00", "24:00", "01:05")


@pytest.mark.parametrize(
    ("minutes", "says"),
    [(0, "no time"), (1, "1 minute"), (60, "1 hour"), (200, "3 hours 20 minutes"), (61, "1 hour 1 minute")],
)
def test_a_length_is_exact_to_the_minute(minutes, says):
    assert length_text(minutes) == says


@pytest.mark.parametrize(
    ("days", "says", "short"),
    [
        ([0, 1, 2, 3, 4], "Monday to Friday", "Mon to Fri"),
        ([3, 0, 1], "Monday, Tuesday and Thursday", "Mon, Tue, Thu"),
        ([5, 6], "Saturday and Sunday", "Sat, Sun"),
        (range(7), "every day", "every day"),
        ([2], "Wednesday", "Wed"),
    ],
)
def test_days_are_told_in_their_order(days, says, short):
    assert (days_text(days), short_days(days)) == (says, short)


def test_days_with_the_same_hours_stand_together():
    assert hours_text(each_day(540, 900, range(5)) | each_day(600, 660, range(5, 7))) == (
        "Mon to Fri, 9 am to 3 pm; Sat, Sun, 10 to 11 am"
    )
    assert hours_text(0) == ""


def test_words_in_a_row():
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
