"""Hours as people write them: what is understood, what is refused, and that no message repeats what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopcli.dataset.hours import WRITE_BOTH, WRITE_DAYS, WRITE_HOURS, minutes_of, read
from iopcli.facts.clock import hours_text
from iopcli.logic.week import DAY, DAYS, count

FULL = "Mon to Fri, 9 am to 5 pm"
UNDERSTOOD = {
    **dict.fromkeys(
        (
            "mon-fri 9:00-17:00", "Monday to Friday 9am to 5pm", "weekdays 9 a.m. - 5 p.m.", "MON–FRI 9:00–17:00",
            "mon,tue,wed,thu,fri 0900-1700", "m-f 9-17", "mondays tuesdays weds thurs fri. 9h00-17h00",
            "mon-fri 9.00-17.00", "mon-fri from 9am until 17:00", "mon-thu 9am-5pm; fri 09-17", "mon-fri 9h-17h",
            "ｍｏｎ－fri ９:00-17:00", "mon-fri 9:00 -17:00", "mon-fri 9:00-5pm", "mon-fri 9:00-12:00 12:00-17:00",
        ),
        FULL,
    ),
    "daily 6pm-9pm": "every day, 6 to 9 pm",
    "every day noon-1:30pm": "every day, noon to 1:30 pm",
    "sat-sun 0:00-24:00": "Saturday and Sunday, midnight to midnight",
    "weekend 7:00-9:00": "Saturday and Sunday, 7 to 9 am",
    "fri-mon 18:00-midnight": "Mon, Fri, Sat, Sun, 6 pm to midnight",
    "mon 22:00-6:00": "Mon, 10 pm to midnight; Tue, midnight to 6 am",
    "sun 22:00-6:00": "Mon, midnight to 6 am; Sun, 10 pm to midnight",
    "mon 12am-12pm": "Mon, midnight to noon",
    "tue 19-7": "Tue, 7 pm to midnight; Wed, midnight to 7 am",
}  # fmt: skip
UNDERSTOOD = {text: told.replace("Saturday and Sunday", "Sat, Sun") for text, told in UNDERSTOOD.items()}

AMBIGUOUS = "does not say whether it is morning or afternoon"
PAST = "has a time past 24:00, or more than 59 minutes"
REVERSED = "ends before it starts, or passes midnight and lasts more than 14 hours"
LONG = f"for an afternoon {WRITE_HOURS}; for a long shift, write each day's hours apart"
REFUSED = {
    "mon 9-5": [("--work", AMBIGUOUS, WRITE_HOURS)],
    "mon 9-5pm": [("--work", AMBIGUOUS, WRITE_HOURS)],
    "mon 9am-5": [("--work", AMBIGUOUS, WRITE_HOURS)],
    "mon 25:00-26:00": [("--work", PAST, WRITE_HOURS)],
    "mon 9:60-17:00": [("--work", PAST, WRITE_HOURS)],
    "mon 9:5-17:00": [("--work", "has a time that is not a time", WRITE_HOURS)],
    "mon 123-456": [("--work", "has a time that is not a time", WRITE_HOURS)],
    "mon 17pm-18pm": [("--work", "has am or pm on a time that is not from 1:00 to 12:59", WRITE_HOURS)],
    "mon 9:00-9:00": [("--work", "starts and ends at the same time", f"{WRITE_HOURS}; a whole day is 0:00-24:00")],
    "mon 17:00-9:00": [("--work", REVERSED, LONG)],
    "mon 9:00-5:00": [("--work", REVERSED, LONG)],
    "mon 9:00": [("--work", "has a time without an end", WRITE_HOURS)],
    "mon -9:00-17:00": [("--work", "has a dash with nothing to join", WRITE_BOTH)],
    "mon": [("--work", "has no hours", WRITE_BOTH)],
    "9:00-17:00": [("--work", "has no day", WRITE_BOTH)],
    "lun-ven 9h00-17h00": [("--work", "has a word that is not a day", WRITE_DAYS)],
    "Montag 9-17 Uhr": [("--work", "has a word that is not a day", WRITE_DAYS)],
    "": [("--work", "is empty", WRITE_BOTH)],
    "mon 9:00-17:00" * 100: [("--work", "is too long", WRITE_BOTH)],
    "mon 9:00-12:00 11:00-13:00": [("--work", "overlaps itself on Monday", "name each hour once")],
    "sun 22:00-6:00, mon 5:00-13:00": [("--work part 2", "overlaps part 1 on Monday", "name each hour once")],
    "mon 9-5, tue 30:00-31:00, blursday 9-17, fri 9:00-17:00": [
        ("--work part 1", AMBIGUOUS, WRITE_HOURS),
        ("--work part 2", PAST, WRITE_HOURS),
        ("--work part 2", "has a word that is not a day", WRITE_DAYS),
    ],
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_it_is_understood(text):
    minutes, problems = minutes_of([text], "--work")
    assert problems == []
    assert hours_text(minutes) == UNDERSTOOD[text]


@pytest.mark.parametrize("text", REFUSED)
def test_it_is_refused_with_the_part_and_what_to_write(text):
    _, problems = read([text], "--work")
    told = {(one.place, one.message, one.hint) for one in problems}
    assert set(REFUSED[text]) <= told
    assert {message for _, message, _ in told} <= {message for _, message, _ in REFUSED[text]}


def test_hours_given_twice_are_refused_across_texts_too():
    _, problems = read(["mon 9:00-12:00", "mon 11:00-13:00"], "--care-for")
    assert [(one.place, one.message) for one in problems] == [("--care-for part 2", "overlaps part 1 on Monday")]


@given(st.text(st.characters(categories=["L", "N", "P", "Z"]), max_size=60))
def test_no_text_breaks_it_and_every_text_is_hours_or_a_problem(text):
    found, problems = read([text], "--work")
    assert found or problems
    assert all(0 <= one.start < 7 * DAY and 0 < one.length <= DAY for one in found)


@given(st.text(st.characters(categories=["Ll"]), min_size=6, max_size=12))
def test_no_message_repeats_a_word(word):
    _, problems = read([f"{word} 9:00-17:00"], "--work")
    said = " ".join(part for one in problems for part in (one.message, one.hint))
    assert word not in said or word in ("monday", "tuesday", "thursday", "friday", "saturday", "sunday")


hours = st.tuples(st.sampled_from(DAYS), st.integers(0, 23), st.integers(1, 24)).filter(lambda one: one[1] < one[2])


@given(st.lists(hours, min_size=1, max_size=6), st.randoms())
def test_the_order_of_hours_makes_no_difference(found, random):
    texts = [f"{day} {start}:00-{end}:00" for day, start, end in found]
    mixed = random.sample(texts, len(texts))
    assert minutes_of(texts, "")[0] == minutes_of([", ".join(mixed)], "")[0]


@given(hours)
def test_hours_are_as_long_as_they_say(one):
    day, start, end = one
    assert count(minutes_of([f"{day} {start}:00-{end}:00"], "")[0]) == 60 * (end - start)
