"""Needs become plans: what is just enough first, nothing left out that would do, nothing in them that is not needed."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from support.matching import (
    NORTHSIDE,
    NORTHSIDE_PLANNER,
    PLANNER,
    QUIET,
    SHIPPED,
    answers,
    changed,
    decided,
    height,
    ids,
    option,
    rule,
    wishes,
    world,
)

from iopcli.dataset.model import Dataset, Fact, Money, Option, Range
from iopcli.match.match import match
from iopcli.match.needs import needs_of
from iopcli.match.plans import ADDED, Plan, Planner, leaves_by_day, sleeps_at_home

DATASETS = pytest.mark.parametrize("planner", [PLANNER, NORTHSIDE_PLANNER], ids=["shipped", "northside"])

real_needs = st.lists(st.sampled_from([one.id for one in SHIPPED.rules.values() if one.needs]), max_size=8).map(
    lambda fired: needs_of(SHIPPED, [SHIPPED.rules[id_] for id_ in fired])
)
"""What any of the rules may ask for together, whether their conditions go together or not."""


def plans(planner: Planner = PLANNER, **needs: Any) -> list[tuple[str, ...]]:
    """The plans that are just enough, by the ids of their options."""
    found = planner.plans(needs)
    return [plan.ids for plan in found if not planner.more_than_needed(plan, needs)]


def recommended(planner: Planner = PLANNER, **given_: Any) -> list[tuple[str, ...]]:
    result = match(planner.dataset, {**QUIET, **given_}, planner)
    return [plan.options for plan in result.plans if not plan.more_than_needed]


# --- facts meet needs -------------------------------------------------------


def gives(plan: Plan, id_: str) -> Any:
    """How much a plan has for sure of what a need can ask for, read from its facts."""
    value = plan.fact(id_).value
    round_the_clock = plan.fact("supervision").value == "physician"
    if id_ == "hours_per_week" and (round_the_clock or plan.fact("mental_health_care").value in ("crisis", "hospital")):
        return float("inf")
    if SHIPPED.attributes[id_].type == "set":
        words = frozenset(value or ())
        return words | {f"here:{word}" for word in words - set(plan.fact(id_).referral)}
    if isinstance(value, Range):
        return value.min if value.min is not None else value.typical or 0
    if value is None:
        return 0
    return height(id_, value)


@DATASETS
@given(needs=real_needs)
def test_the_facts_of_every_plan_meet_every_need(planner: Planner, needs: dict[str, Any]):
    for plan in planner.plans(needs):
        assert all(gives(plan, id_) >= height(id_, least) for id_, least in needs.items())


def possible(dataset: Dataset, needs: Any) -> list[Plan]:
    """Every base, with a day program where people leave by day, and one of each kind that the needs ask for."""
    of = {kind: [one for one in dataset.options.values() if one.kind == kind] for kind in ("setting", *ADDED)}
    asked = {kind: of[kind] if need in needs else [] for kind, need in ADDED.items()}
    found = [(one,) for one in dataset.options.values() if one.kind == "baseline"]
    for base in (*of["setting"], *asked["medication"]):
        days = [day for day in of["setting"] if leaves_by_day(base) and sleeps_at_home(day)]
        houses = asked["housing"] if sleeps_at_home(base) else []
        medication = [] if base.kind == "medication" else asked["medication"]
        joining = ([None, *some] for some in (days, houses, medication, asked["withdrawal"]))
        some = [tuple(part for part in (base, *parts) if part) for parts in product(*joining)]
        # nobody is at home for withdrawal and away for what follows
        found += [parts for parts in some if sleeps_at_home(base) or all(map(stays_or_treats, parts))]
    return [Plan(dataset, parts) for parts in found]


def stays_or_treats(part: Option) -> bool:
    return part.kind != "withdrawal" or not sleeps_at_home(part)


@DATASETS
@given(needs=real_needs)
def test_the_plans_are_all_that_meet_the_needs_and_have_no_part_that_could_be_left_out(planner: Planner, needs: Any):
    enough = [
        frozenset(plan.ids)
        for plan in possible(planner.dataset, needs)
        if all(gives(plan, id_) >= height(id_, least) for id_, least in needs.items())
    ]
    lean = {ids for ids in enough if not any(other < ids for other in enough)}
    assert {frozenset(plan.ids) for plan in planner.plans(needs)} == lean


# --- the order --------------------------------------------------------------


@DATASETS
@given(needs=real_needs)
@example(needs={})
@example(needs={"medications": ("buprenorphine",)})
def test_what_is_just_enough_comes_first_and_in_each_the_least_intensive(planner: Planner, needs: dict[str, Any]):
    found = planner.plans(needs)
    keys = [(planner.more_than_needed(plan, needs), plan.intensity) for plan in found]
    assert keys == sorted(keys)
    assert planner.least(needs) == found[0].ids
    assert not planner.more_than_needed(found[0], needs)


@DATASETS
def test_exceeding_is_a_strict_partial_order_on_every_plan_there_may_be(planner: Planner):
    every = possible(planner.dataset, {"housing", "medications", "withdrawal_management"})
    below = {plan.ids: {other.ids for other in every if plan.exceeds(other)} for plan in every}
    assert len(below) > 100
    assert any(below.values())
    for one, less in below.items():
        assert one not in less
        for other in less:
            assert one not in below[other]
            assert below[other] <= less


def test_some_plan_is_just_enough_also_where_facts_are_not_known():
    unknown: Fact[Any] = Fact(not_known=True)
    three = (
        option("one", hours_per_week=unknown, housing="none", supervision="staff"),
        option("two", hours_per_week=Range(min=20), housing=unknown, supervision="scheduled"),
        option("three", hours_per_week=Range(min=9), housing="peer", supervision=unknown),
    )
    planner = Planner(world(three))
    found = planner.plans({})
    assert len(found) == 3
    assert not all(planner.more_than_needed(plan, {}) for plan in found)


def test_a_plan_stands_where_its_most_intensive_lasting_part_stands():
    day = option("day", order=30, sleep=("home",), hours_per_week=Range(min=5, max=5), housing="none")
    house = option("house", kind="housing", order=90, sleep=("recovery-home",), housing="peer")
    place = option("place", order=60, sleep=("program",), hours_per_week=Range(min=3, max=3), housing="monitored")
    assert plans(Planner(world((day, house, place))), housing="peer") == [("place",), ("day", "house")]


def test_more_in_one_thing_and_less_in_another_is_neither_more_nor_less():
    house, program = (Plan(SHIPPED, (SHIPPED.options[id_],)) for id_ in ("residential-low", "php"))
    assert not house.exceeds(program)
    assert not program.exceeds(house)


def test_of_the_same_plan_after_different_withdrawal_care_the_more_intensive_is_more():
    by_day, in_bed = (
        Plan(SHIPPED, (SHIPPED.options["iop"], SHIPPED.options[id_])) for id_ in ("withdrawal-outpatient", "detox")
    )
    assert in_bed.exceeds(by_day)
    assert not by_day.exceeds(in_bed)


@given(real_needs, st.randoms())
def test_the_order_in_which_options_are_written_changes_no_plan(needs: dict[str, Any], shuffled: Any):
    ids_ = list(NORTHSIDE.options)
    shuffled.shuffle(ids_)
    other = replace(NORTHSIDE, options={id_: NORTHSIDE.options[id_] for id_ in ids_})
    assert ids(Planner(other).plans(needs)) == ids(NORTHSIDE_PLANNER.plans(needs))


@settings(max_examples=20)
@given(answers(), wishes, st.randoms())
def test_the_order_in_which_options_are_written_changes_no_ranking(given_: Any, wished: Any, shuffled: Any):
    ids_ = list(NORTHSIDE.options)
    shuffled.shuffle(ids_)
    other = replace(NORTHSIDE, options={id_: NORTHSIDE.options[id_] for id_ in ids_})
    one, two = (match(dataset, {**given_, **wished}) for dataset in (NORTHSIDE, other))
    assert (two.plans, two.at_least, two.at_most, two.needs) == (one.plans, one.at_least, one.at_most, one.needs)


# --- more than needed -------------------------------------------------------


def test_a_plan_that_is_more_than_needed_says_so():
    result = match(SHIPPED, {**QUIET, "relapse_risk": 2})
    said = {plan.options: plan.more_than_needed for plan in result.plans}
    assert not said["iop",]
    assert not said["telehealth-iop",]
    assert all(said[id_,] for id_ in ("php", "residential", "residential-medical", "inpatient"))
    assert ("outpatient",) not in said


@given(answers())
def test_what_is_said_to_be_more_than_needed_exceeds_some_plan_that_is_listed(given_: dict[str, Any]):
    result = match(SHIPPED, given_, PLANNER)
    found = {plan.options: Plan(SHIPPED, [SHIPPED.options[id_] for id_ in plan.options]) for plan in result.plans}
    for plan in result.plans:
        assert plan.more_than_needed == any(found[plan.options].exceeds(other) for other in found.values())


# --- examples ---------------------------------------------------------------


def test_a_dangerous_home_and_moderate_risk_ask_for_low_intensity_residential_care_with_an_iop():
    assert recommended(living_situation=4, relapse_risk=2)[0] == ("residential-low", "iop")


def test_an_iop_with_a_recovery_home_and_an_opioid_treatment_program_is_one_plan():
    found = recommended(
        living_situation=3, relapse_risk=2, substances=("opioids",), medication=("methadone",), withdrawal=1
    )
    assert found[0] == ("iop", "recovery-residence", "otp")
    assert Plan(SHIPPED, [SHIPPED.options[id_] for id_ in found[0]]).name == (
        "Intensive outpatient with Recovery home and Opioid treatment program"
    )


def test_withdrawal_care_comes_before_the_setting_that_has_none_and_not_before_one_that_has():
    drinks = {"substances": ("alcohol",), "withdrawal": 2}
    assert recommended(**drinks, relapse_risk=2)[0] == ("iop", "withdrawal-outpatient")
    assert recommended(**drinks, relapse_risk=3)[0] == ("php",)
    assert recommended(substances=("alcohol",), withdrawal=3, relapse_risk=2)[0] == ("iop", "detox")
    assert recommended(substances=("alcohol",), withdrawal=3, relapse_risk=2, medical=3)[0] == ("residential-medical",)


def test_each_ladder_of_one_rating_goes_up_through_the_options():
    by_risk = [recommended(relapse_risk=risk)[0] for risk in range(5)]
    assert by_risk == [("wait",), ("outpatient",), ("iop",), ("php",), ("residential",)]
    by_home = [recommended(living_situation=home)[0] for home in range(5)]
    assert by_home[2:] == [("outpatient",), ("outpatient", "shelter"), ("outpatient", "shelter")]
    with_risk = [recommended(living_situation=home, relapse_risk=1)[0] for home in range(5)]
    assert with_risk[2:] == [("outpatient",), ("outpatient", "recovery-residence"), ("residential-low",)]


def test_methadone_alone_asks_for_an_opioid_treatment_program_alone():
    assert recommended(substances=("opioids",), medication=("methadone",)) == [("otp",)]


def test_housing_and_more_care_join_no_plan_that_starts_with_no_treatment():
    assert all(plan == ("wait",) or "wait" not in plan for plan in recommended(relapse_risk=0))
    assert plans(housing="peer") == [("outpatient", "recovery-residence")]


def test_a_recovery_home_joins_no_place_where_one_lives_already():
    house = option("house", kind="housing", sleep=("recovery-home",), housing="peer")
    live_in = option("live-in", sleep=("program",), keeps_job="no", housing="none")
    day = option("day", sleep=("home", "recovery-home"), keeps_job="yes", housing="none")
    assert plans(Planner(world((house, live_in, day))), housing="peer") == [("day", "house")]


def test_a_day_program_joins_only_where_people_leave_by_day():
    leaves, stays = (
        option(id_, sleep=("program",), keeps_job=job, hours_per_week=Range(min=5, max=5), housing="staffed")
        for id_, job in (("leaves", "yes"), ("stays", "no"))
    )
    day = option("day", sleep=("home",), keeps_job="yes", hours_per_week=Range(min=9, max=9), housing="none")
    planner = Planner(world((leaves, stays, day)))
    assert plans(planner, housing="staffed", hours_per_week=14) == [("leaves", "day")]
    assert planner.plans({"housing": "staffed", "hours_per_week": 15}) == ()


# --- local programs ---------------------------------------------------------


def test_a_local_program_takes_part_as_itself():
    found = recommended(NORTHSIDE_PLANNER, relapse_risk=2)
    assert found[:3] == [("iop",), ("northside-evening",), ("telehealth-iop",)]


def test_a_local_home_with_staff_makes_plans_that_none_made_before():
    dangerous = {"living_situation": 4, "relapse_risk": 2}
    assert ("northside-evening", "harbor-house") in recommended(NORTHSIDE_PLANNER, **dangerous)
    assert ("northside-evening", "recovery-residence") not in recommended(NORTHSIDE_PLANNER, **dangerous)
    assert ("iop", "recovery-residence") not in recommended(**dangerous)


def test_a_plan_of_local_programs_has_their_own_hours_and_prices():
    plan = Plan(NORTHSIDE, [NORTHSIDE.options[id_] for id_ in ("northside-evening", "harbor-house")])
    assert plan.fact("hours_per_week").value == Range(min=9, max=12)
    assert plan.fact("cost_per_week").value == Money(min=690, max=840, basis="cash", year=2026)
    assert plan.fact("supervision").value == "staff"


# --- none fits --------------------------------------------------------------


def without_a_hospital() -> Dataset:
    """No option has doctors day and night, and the hospital gives no methadone."""
    return changed("inpatient", medical_care="nursing", medications=("buprenorphine",))


def test_where_none_fits_there_is_no_plan_and_every_option_says_what_it_misses():
    result = match(without_a_hospital(), {**QUIET, "medical": 4})
    assert (result.plans, result.at_least.options, result.at_least.name) == ((), (), "no plan here")
    assert all(verdict.misses and not verdict.meets_needs for verdict in result.options)
    missed = {verdict.option.id: [miss.attribute for miss in verdict.misses] for verdict in result.options}
    assert (missed["inpatient"], missed["residential-medical"]) == (["medical_care"], ["medical_care", "admits"])


def test_the_nearest_plan_misses_fewest_needs_and_is_the_least_intensive_of_those():
    result = match(without_a_hospital(), {**QUIET, "medical": 4})
    assert result.nearest is not None
    assert result.nearest.options == ("inpatient",)
    assert [(miss.attribute, miss.needs, miss.has) for miss in result.nearest.misses] == [
        ("medical_care", "doctors and nurses day and night", "nurses day and night and a doctor on call"),
    ]  # fmt: skip
    assert (result.nearest.meets_needs, result.nearest.enough_in_any_case) == (False, False)


def test_the_nearest_plan_may_have_more_than_one_part():
    result = match(without_a_hospital(), {**QUIET, "medical": 4, "medication": ("methadone",)})
    assert result.nearest is not None
    assert [miss.attribute for miss in result.nearest.misses] == ["medical_care"]
    assert "otp" in result.nearest.options


def test_a_need_that_nothing_meets_leaves_no_plan_at_the_other_end_either():
    never = rule("never", {"pregnant": True}, services=["assessment", "check-ins", "activity-therapy"])
    of = decided({}, Planner(world(rules=[never])))
    assert (of.at_least, of.at_most, of.settled) == (("wait",), (), False)
