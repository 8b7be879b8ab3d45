"""Ways side by side: totals are the sum of their stops, what is unknown is said, and answers decide what is enough."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopcli.dataset.load import load
from iopcli.errors import UsageError
from iopcli.facts.ends import Ends
from iopcli.facts.payer import Payer, StatedTerms
from iopcli.match.answers import read_answers, read_file
from iopcli.match.coverage import read_coverage
from iopcli.results.care_path import CarePath
from iopcli.results.path import Paths, paths

DATASET = load()
PEOPLE = Path(__file__).parents[1] / "people"
NAMES = ("nurse", "father", "medicaid", "medicare", "laborer", "student")
IDS = list(DATASET.options)
ASKED = StatedTerms(deductible=Decimal(1500), coinsurance=Decimal(20), out_of_pocket_max=Decimal(5000))


def answers(name: str) -> dict[str, Any]:
    return read_answers(DATASET, *read_file(PEOPLE / f"{name}.toml"))


def ways(*chains: str, people: tuple[str, ...] = (), **asked: Any) -> Paths:
    """Ways from chains such as `detox,iop` or `iop+recovery-residence`."""
    named = [[[DATASET.options[id_] for id_ in plan.split("+")] for plan in chain.split(",")] for chain in chains]
    return paths(DATASET, named, [answers(name) for name in people], **asked)


def summed(ends: list[Ends], key: str) -> Decimal:
    return sum((value for one in ends if (value := getattr(one, key)) is not None), Decimal(0))


def holds_together(way: CarePath) -> None:
    """The laws of a way: its totals are the sum of its stops, and an end that is open stays open."""
    for name in ("weeks", "hours", "nights_away", "night_staff"):
        ends, whole = [getattr(stop, name) for stop in way.stops], getattr(way.totals, name)
        assert (whole.min or 0) == summed(ends, "min")
        assert whole.max is None if any(one.max is None for one in ends) else whole.max == summed(ends, "max")
    assert way.totals.hand_offs == len(way.stops) - 1
    for cost in way.totals.cost:
        own = [one for stop in way.stops for one in stop.cost if (one.kind, one.year) == (cost.kind, cost.year)]
        assert (cost.min or 0) == sum((one.min for one in own if one.min is not None), Decimal(0))
    kinds = {(one.kind, one.year) for stop in way.stops for one in stop.cost if one.kind != "free"}
    assert {(one.kind, one.year) for one in way.totals.cost if one.kind != "free"} == kinds


@pytest.mark.parametrize("id_", IDS)
@pytest.mark.parametrize("payer", ["medicaid", "medicare", "uninsured", None])
def test_a_sum_names_every_part_that_has_no_price_of_its_kind(id_: str, payer: str | None):
    (way,) = ways(id_, payer=Payer(DATASET, payer)).ways
    parts = {part for stop in way.stops for part in stop.options}
    for cost in (one for one in way.totals.cost if one.kind != "free"):
        kinds = (cost.kind, "free")
        priced = {part for stop in way.stops for one in stop.cost if one.kind in kinds for part in one.options}
        assert set(cost.without) == parts - priced
        assert cost.lacks_main == (id_ in cost.without)


def test_a_sum_without_the_longest_care_that_was_asked_for_is_not_known():
    (way,) = ways("withdrawal-outpatient,telehealth-iop", payer=Payer(DATASET, "medicaid")).ways
    (medicaid,) = (one for one in way.totals.cost if one.kind == "medicaid")
    assert medicaid.lacks_main
    (way,) = ways("withdrawal-outpatient,iop", payer=Payer(DATASET, "medicaid")).ways
    (medicaid,) = (one for one in way.totals.cost if one.kind == "medicaid")
    assert (medicaid.lacks_main, medicaid.without) == (False, ("outpatient", "aftercare"))


@pytest.mark.parametrize("id_", IDS)
def test_the_totals_of_a_way_from_any_option_are_the_sum_of_its_stops(id_: str):
    for way in ways(id_).ways:
        holds_together(way)


@given(st.sampled_from(IDS), st.integers(1, 60), st.integers(0, 60))
def test_a_longer_first_stop_is_never_cheaper_nor_shorter(id_: str, weeks: int, more: int):
    few, many = (
        ways(id_, weeks={id_: Decimal(number)}, payer=Payer(DATASET, "private", ASKED)).ways[0]
        for number in (weeks, weeks + more)
    )
    assert (few.totals.weeks.min or 0) <= (many.totals.weeks.min or 0)
    for less, higher in zip((*few.totals.cost, *few.totals.pays), (*many.totals.cost, *many.totals.pays), strict=True):
        assert (less.min or 0) <= (higher.min or 0)
        assert higher.max is None or (less.max or 0) <= higher.max
    holds_together(many)


COVERED = [id_ for id_, option in DATASET.options.items() if not Payer(DATASET, "private").refuses(option)]


@pytest.mark.parametrize("id_", COVERED)
def test_what_is_paid_is_no_more_than_the_price_nor_the_maximum(id_: str):
    for way in ways(id_, payer=Payer(DATASET, "private", ASKED)).ways:
        for share in way.totals.pays:
            priced = [one for one in way.totals.cost if one.kind == share.kind]
            assert share.min is not None
            assert share.min <= sum((one.min or 0 for one in priced), Decimal(0))
            assert share.max is not None
            assert share.min <= share.max <= 5000


def test_iop_directly_stands_beside_residential_first():
    one, other = ways("iop", "residential").ways
    assert (one.totals.nights_away.max, other.totals.nights_away.max) == (0, 90)
    assert one.totals.hand_offs < other.totals.hand_offs
    assert (one.enough, one.misses, one.after) == (None, (), ("Mutual-help groups",))


def test_what_is_not_known_of_a_stop_is_named_and_left_out_of_the_sum():
    (way,) = ways("detox,iop").ways
    assert [(one.option, one.attribute) for one in way.unknown] == [("detox", "hours_per_week")]
    assert way.unpriced == {"cash": ("Aftercare",)}


def test_a_stop_without_an_end_leaves_the_way_without_one():
    (way,) = ways("otp").ways
    assert (way.stops[0].open, way.totals.weeks.known) == (True, False)


@pytest.mark.parametrize("name", NAMES)
def test_paths_start_from_the_plans_that_meet_a_persons_needs(name: str):
    result = ways(people=(name,))
    assert result.ways
    assert all(way.enough for way in result.ways)
    for way in result.ways:
        holds_together(way)


def test_a_path_whose_first_stop_does_not_meet_the_needs_is_not_enough_and_says_by_which_fact():
    first, named = ways("outpatient", people=("nurse",)).ways
    assert (first.enough, named.enough) == (True, False)
    assert ("hours_per_week", "at least 9 hours a week", "1 to 8 hours a week") in [
        (one.attribute, one.needs, one.has) for one in named.misses
    ]
    assert named.stops[0].enough is False
    assert named.stops[1].enough is None


def test_several_people_have_their_own_ways_and_their_own_advice():
    result = ways(people=("nurse", "father"))
    assert {way.person for way in result.ways} == {tip.person for tip in result.waiting} == {1, 2}
    tips = {(tip.person, tip.tip) for tip in result.waiting}
    assert (1, "do-not-stop-at-once") in tips
    assert (1, "medication-for-opioids") not in tips
    assert (2, "medication-for-opioids") in tips
    assert (2, "do-not-stop-at-once") not in tips


def test_all_advice_for_a_wait_is_there_unless_answers_rule_it_out():
    assert [tip.tip for tip in ways("iop").waiting] == list(DATASET.waiting)


def test_danger_comes_before_any_way():
    result = paths(DATASET, [], [{"danger_now": True}])
    assert (result.stopped, result.ways) == (True, ())
    assert result.urgent


def test_medicare_pays_a_share_of_what_it_covers_and_nothing_of_a_residential_stay():
    payer = Payer(DATASET, "medicare")
    (way,) = ways("residential", payer=payer).ways
    pays = {one.kind: one for one in way.totals.pays}
    iop = next(one for one in way.totals.cost if one.kind == "medicare")
    assert iop.min is not None
    assert pays["medicare"].min == 283 + ((iop.min - 283) / 5).quantize(Decimal("0.01"))
    assert "residential" in pays["cash"].options
    said = [one.says for one in ways("residential", payer=payer).covers]
    assert any(text.startswith("Residential treatment: Medicare does not pay") for text in said)


def test_a_state_that_pays_for_no_residential_care_leaves_its_whole_price_to_the_person():
    kept = read_coverage(DATASET, *read_file(PEOPLE / "state-without-residential.toml"))
    one, other = ways("residential", "php", payer=Payer(DATASET, kept.payer, kept.given)).ways
    cash = next(cost for cost in one.totals.cost if cost.kind == "cash" and "residential" in cost.options)
    assert next(share.max for share in one.totals.pays if share.kind == "cash") == cash.max
    assert all(share.kind != "cash" for share in other.totals.pays)


def test_the_steps_from_intake_to_aftercare_are_those_of_the_topic():
    assert [step.number for step in ways("iop").steps] == [1, 2, 3, 4, 5]


def test_a_wish_to_start_from_nothing_is_refused():
    with pytest.raises(UsageError, match="path needs an option"):
        ways()


def test_an_option_twice_on_a_way_and_weeks_of_what_is_on_none_are_refused_together():
    with pytest.raises(UsageError) as caught:
        ways("iop,iop", weeks={"php": Decimal(2)})
    assert [(one.place, one.message) for one in caught.value.problems] == [
        ("`iop`", "is twice on one path"), ("--weeks php", "is not on any of these paths"),
    ]  # fmt: skip
