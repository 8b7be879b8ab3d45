"""Miles and places: distances are as on a globe, and a ZIP code is where its programs are."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.program_lists import known, row

from iopcli.errors import UsageError
from iopcli.programs.near import EARTH, distances, miles, spot

spots = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(spots, spots)
def test_the_way_is_as_far_back(one, other):
    assert miles(one, other) == pytest.approx(miles(other, one), abs=1e-6)
    assert 0 <= miles(one, other) <= math.pi * EARTH + 1e-6


@given(spots)
def test_nothing_is_away_from_itself(one):
    assert miles(one, one) == 0


@given(spots, spots, spots)
def test_a_detour_is_no_shorter(one, over, other):
    assert miles(one, other) <= miles(one, over) + miles(over, other) + 1e-6


def test_known_distances():
    boston, worcester, los_angeles = (42.3601, -71.0589), (42.2626, -71.8023), (34.0522, -118.2437)
    assert miles(boston, worcester) == pytest.approx(38.6, abs=0.5)
    assert miles(boston, los_angeles) == pytest.approx(2592, abs=8)
    assert miles((0, 0), (1, 0)) == pytest.approx(2 * math.pi * 3958.8 / 360)


def test_a_zip_code_is_in_the_middle_of_its_programs(town):
    rows = [row(), row(name1="Oak Center", latitude="42.28"), row(name1="Far", zip="02150", latitude="42.39")]
    programs = known([town(rows)]).programs
    start = spot("01608", programs.values())
    assert (start.latitude, start.longitude, start.note) == (pytest.approx(42.27), pytest.approx(-71.80), "")


@pytest.mark.parametrize(("code", "alike"), [("01609", "0160"), ("01699", "016")])
def test_a_zip_code_without_a_program_is_near_those_that_start_alike_and_says_so(code, alike, town):
    start = spot(code, known([town([row()])]).programs.values())
    assert (start.latitude, start.longitude) == (42.26, -71.80)
    assert start.note == f"No program has the ZIP code {code}, so this is measured from those that start with {alike}."


def test_a_place_may_be_two_numbers(town):
    programs = known([town([row(), row(name1="Nowhere", latitude="", longitude="")])]).programs
    away = distances(programs, spot("42.26,-71.80", programs.values()))
    assert away == {"elm-house-01608-pgqw": 0.0}


@pytest.mark.parametrize(
    ("near", "said"),
    [
        ("Worcester", "needs a ZIP code of five digits"), ("1608", "needs a ZIP code of five digits"),
        ("99999", "no program of these lists has a ZIP code near 99999"), ("x,y", "needs two numbers"),
        ("142,-71", "needs two numbers"), ("42,-71,3", "needs two numbers"), ("nan,nan", "needs two numbers"),
    ],
)  # fmt: skip
def test_a_place_that_nobody_knows_is_refused(near, said, town):
    with pytest.raises(UsageError, match=said):
        spot(near, known([town([row()])]).programs.values())
