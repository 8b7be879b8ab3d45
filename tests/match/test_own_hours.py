"""A usual week is as long as a program says itself, on as many days; without evenings where it has none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.dataset.hours import minutes_of
from iopcli.dataset.load import load
from iopcli.dataset.model import Fact, Option, Range
from iopcli.logic.week import DAY, HOUR
from iopcli.match.hours import Life
from iopcli.match.own_hours import in_own_hours
from iopcli.results.week import week

DATASET = load()
LEVELS = [one for one in DATASET.options.values() if one.sessions and not one.stays]
IDS = [one.id for one in LEVELS]
LIVES = [Life(), Life(minutes_of(["mon-fri 9:00-17:00"], "")[0], travel=30), Life(evenings_only=True)]


def local(level: str, **told: object) -> Option:
    """A program like a level that says some things itself."""
    like = DATASET.options[level]
    own = {
        id_: Fact(value=value, sources=like.facts["hours_per_week"].sources, confidence="secondary", as_of=date.today())
        for id_, value in told.items()
    }
    inherited = {id_: level for id_ in like.facts if id_ not in own}
    return replace(like, id="elm-house", like=level, facts={**like.facts, **own}, inherited=inherited)


def drawn(option: Option, life: Life = LIVES[0]):
    (found,) = week(DATASET, [option], life).weeks
    return found


@given(st.sampled_from(IDS), st.integers(1, 20), st.sampled_from(LIVES))
def test_the_week_has_the_hours_that_the_program_says(level, hours, life):
    one = drawn(local(level, hours_per_week=Range(typical=float(hours))), life)
    days = {block.day for block in one.blocks if block.kind == "treatment"}
    assert one.totals.treatment == len(days) * round(hours * HOUR / len(days))


@given(st.sampled_from(IDS), st.integers(1, 7), st.integers(1, 10), st.sampled_from(LIVES))
def test_it_is_on_as_many_days_as_the_program_says(level, days, each, life):
    assume(len(DATASET.options[level].sessions[0].visit) == 1)
    said = {"hours_per_week": Range(typical=float(days * each)), "sessions_per_week": Range(typical=float(days))}
    one = drawn(local(level, **said), life)
    assert one.totals.treatment == days * each * HOUR
    assert len({block.day for block in one.blocks if block.kind == "treatment"}) == days


@pytest.mark.parametrize("level", LEVELS, ids=lambda one: one.id)
def test_what_is_usual_stays_as_it_is_where_the_program_says_the_same(level):
    first = level.sessions[0]
    usual = drawn(replace(level, sessions=(first,))).totals.treatment
    told = local(level.id, hours_per_week=Range(typical=usual / HOUR))
    assert first in in_own_hours(told).sessions
    assert drawn(replace(told, sessions=(first,))).chosen[0].times != "hours"
    wide = local(level.id, hours_per_week=Range(min=0.0, max=100.0))
    assert in_own_hours(wide).sessions == level.sessions


def test_three_more_hours_are_one_more_day_and_it_says_whose_they_are():
    one = drawn(local("iop", hours_per_week=Range(typical=12.0)), Life(minutes_of(["mon-fri 9:00-17:00"], "")[0]))
    (chosen,) = one.chosen
    assert (chosen.id, chosen.times, chosen.says) == ("evening", "hours", "Mon to Thu, 6 to 9 pm")
    assert chosen.note.startswith("The program says 12 hours a week. ")


def test_a_day_is_longer_where_a_level_has_no_more_days():
    assert drawn(local("php", hours_per_week=Range(typical=35.0))).chosen[0].says == "Mon to Fri, 9 am to 4 pm"
    assert drawn(local("php", hours_per_week=Range(typical=20.0))).totals.treatment == 20 * HOUR


def test_no_evenings_leaves_the_day_and_no_time_at_all_where_there_was_only_the_evening():
    none = local("iop", evening_available="no")
    assert [one.id for one in in_own_hours(none).sessions] == ["day"]
    evening = replace(none, sessions=tuple(one for one in none.sessions if one.id == "evening"))
    assert drawn(evening).untimed[0].planned


def test_hours_that_no_week_of_the_level_has_are_not_drawn():
    assert drawn(local("iop", hours_per_week=Range(typical=120.0))).untimed[0].planned
    assert not drawn(local("iop", hours_per_week=Range(typical=0.0))).untimed[0].planned


def test_times_of_its_own_stand_and_so_does_a_stay():
    own = replace(local("iop", hours_per_week=Range(typical=12.0)), layers={"sessions": "town"})
    assert in_own_hours(own) is own
    stay = local("residential", hours_per_week=Range(typical=12.0))
    assert in_own_hours(stay).sessions == stay.sessions


def test_a_visit_never_passes_midnight():
    late = local("iop", hours_per_week=Range(typical=40.0), sessions_per_week=Range(typical=4.0))
    blocks = [one for one in drawn(late, Life(evenings_only=True)).blocks if one.kind == "treatment"]
    assert sum(one.minutes for one in blocks) == 40 * HOUR
    assert max(one.minutes for one in blocks) < DAY
