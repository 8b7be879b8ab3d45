"""The laws of matching, over every vector of the six ratings: 15,625 of them, and 7,776 with unknowns among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations, product
from typing import Any, NamedTuple

import pytest
from support.matching import PLANNER, RATINGS, SHIPPED, decided, height, kinds, urgent

from iopcli.dataset.model import Option
from iopcli.match.decide import Decision
from iopcli.match.plans import Plan

Vector = tuple[int | None, ...]
Vectors = Mapping[Vector, Decision]

READINESS = RATINGS.index("readiness")
CARE = tuple(place for place in range(6) if place != READINESS)
MEDICAL = tuple(map(RATINGS.index, ("withdrawal", "medical", "mental_health")))
WITHDRAWAL = RATINGS.index("withdrawal")
NURSES_DAY_AND_NIGHT = {"detox", "residential-medical", "crisis-stabilization", "inpatient"}

WISHED: tuple[dict[str, Any], ...] = (
    {"hours_available": 0.0, "sleep_at_home": True, "evenings_only": True, "weekly_budget": 0.0},
    {"payer": "uninsured", "private_internet": False, "travel_minutes": 600.0},
    {"payer": "medicare", "sleep_at_home": False, "priorities": ("cost_per_week", "sleep", "hours_per_week")},
    {"hours_available": 168.0, "weekly_budget": 100_000.0, "private_internet": True, "travel_minutes": 0.0},
    {"hours_available": 9.0, "evenings_only": True, "priorities": ("supervision", "medical_care")},
)
"""One set of wishes for each readiness."""


def rated(vector: Vector) -> dict[str, int]:
    return {id_: value for id_, value in zip(RATINGS, vector, strict=True) if value is not None}


def flagged(vector: Vector, **answers: Any) -> Decision:
    return decided({**rated(vector), **answers})


def put(vector: Vector, place: int, value: int | None) -> Vector:
    return (*vector[:place], value, *vector[place + 1 :])


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """Every vector of the six ratings, with what is known to be needed and what may be."""
    return {vector: decided(rated(vector)) for vector in product(range(5), repeat=6)}


@pytest.fixture(scope="module")
def with_unknowns() -> Vectors:
    """The same with readiness not known, and any of the others not known."""
    values = [(None,) if place == READINESS else (None, 0, 1, 2, 3, 4) for place in range(6)]
    return {vector: decided(rated(vector)) for vector in product(*values)}


@cache
def heights(needs: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    return {id_: height(id_, least) for id_, least in needs}


def no_lower(later: Mapping[str, Any], earlier: Mapping[str, Any]) -> bool:
    """Whether no need is lower, as far as needs are amounts: who gets in is not more or less care."""
    after, before = (heights(tuple(needs.items())) for needs in (later, earlier))
    amounts = {id_: least for id_, least in before.items() if SHIPPED.attributes[id_].amount}
    return all(id_ in after and after[id_] >= least for id_, least in amounts.items())


def test_where_withdrawal_care_at_home_is_planned_it_is_said_when_that_is_safe():
    """For alcohol and sedatives, and where nothing is named: then these are assumed."""
    risky = ("alcohol", "benzodiazepines", "other_sedatives")
    named = [words for size in range(4) for words in combinations(risky, size)]
    used = [None, *named, *((*some, "opioids") for some in named[1:]), ("other",), ("opioids",), ("stimulants",)]
    seen = set()
    for withdrawal, substances, drinks, home, risk in product(range(5), used, (None, 4, 9), (None, 0, 2, 4), (0, 2)):
        answers = {"withdrawal": withdrawal, "substances": substances, "drinks_a_day": drinks, "days_of_use": 7}
        answers |= {"living_situation": home, "relapse_risk": risk}
        now = decided({id_: value for id_, value in answers.items() if value is not None})
        planned = {id_ for plan in now.plans[:3] for id_ in plan.plan.ids}
        concerned = substances is None or not {"opioids", "stimulants"} >= {*substances} > set()
        if "withdrawal-outpatient" in planned and concerned:
            assert now.held("withdrawal-at-home"), answers
            seen.add(substances)
    assert {None, ("alcohol",), ("benzodiazepines", "opioids")} <= seen


# --- safety is a floor ------------------------------------------------------


def test_a_4_in_withdrawal_medical_or_mental_health_is_met_by_nothing_less_than_a_hospital(vectors: Vectors):
    severe = [of for vector, of in vectors.items() if any(vector[place] == 4 for place in MEDICAL)]
    assert len(severe) == 5**6 - 4**3 * 5**3
    for of in severe:
        for needs in (of.least, of.most):
            assert all("inpatient" in plan.ids for plan in PLANNER.plans(needs))
        assert "inpatient" in of.at_least
        assert urgent(of)


def test_a_4_is_enough_for_a_hospital_whatever_is_not_known(with_unknowns: Vectors):
    severe = [of for vector, of in with_unknowns.items() if any(vector[place] == 4 for place in MEDICAL)]
    assert len(severe) == 6**5 - 5**3 * 6**2
    assert all("inpatient" in of.at_least and "inpatient" in of.at_most for of in severe)
    assert all(of.settled for of in severe)
    assert any(of.least != of.most for of in severe)


def test_a_3_is_never_met_without_nurses_day_and_night(vectors: Vectors):
    serious = [of for vector, of in vectors.items() if max(vector[place] for place in MEDICAL) == 3]
    assert len(serious) == (4**3 - 3**3) * 5**3
    for of in serious:
        assert all(NURSES_DAY_AND_NIGHT & set(plan.ids) for plan in PLANNER.plans(of.least))


def test_serious_withdrawal_is_urgent(vectors: Vectors):
    assert all(urgent(of) for vector, of in vectors.items() if vector[WITHDRAWAL] >= 3)


def test_living_situation_and_return_to_use_alone_never_reach_a_hospital(vectors: Vectors):
    for home, risk, readiness in product(range(5), repeat=3):
        of = vectors[(0, 0, 0, readiness, risk, home)]
        for needs in (of.least, of.most):
            enough = [plan for plan in PLANNER.plans(needs) if not PLANNER.more_than_needed(plan, needs)]
            assert not any({"inpatient", "residential-medical"} & set(plan.ids) for plan in enough)


@pytest.mark.parametrize("tried", [("iop", "php", "residential"), ("residential-medical", "inpatient", "detox")])
def test_care_that_did_not_hold_steps_up_and_still_never_to_a_hospital(tried: tuple[str, ...]):
    calm = {"withdrawal": 0, "medical": 0, "mental_health": 0, "recent_treatment": tried}
    for risk, home in product(range(5), repeat=2):
        assert "inpatient" not in decided({**calm, "relapse_risk": risk, "living_situation": home}).at_most


# --- more is never less -----------------------------------------------------


def test_raising_one_rating_never_lowers_a_need_nor_takes_back_what_is_urgent(vectors: Vectors):
    for vector, of in vectors.items():
        for place in range(6):
            if vector[place] < 4:
                raised = vectors[put(vector, place, vector[place] + 1)]
                assert no_lower(raised.least, of.least), (vector, place)
                assert no_lower(raised.most, of.most), (vector, place)
                assert urgent(raised) >= urgent(of), (vector, place)


def test_an_answer_where_there_was_none_never_lowers_a_need_nor_what_is_urgent(with_unknowns: Vectors):
    for vector, of in with_unknowns.items():
        for place in (place for place in CARE if vector[place] is None):
            for value in range(5):
                learned = with_unknowns[put(vector, place, value)]
                assert no_lower(learned.least, of.least), (vector, place, value)
                assert no_lower(of.most, learned.most), (vector, place, value)
                assert urgent(learned) >= urgent(of), (vector, place, value)


NIGHT_STAFF, NIGHT_NURSING = height("supervision", "staff"), height("supervision", "nursing")
HOURS = sorted({rule.needs["hours_per_week"] for rule in SHIPPED.rules.values() if "hours_per_week" in rule.needs})
"""The hours a week that rules ask for; what lies between two of them is no step of need."""


class Care(NamedTuple):
    """How much care there is in a plan, withdrawal care before it counted where it says so."""

    night_staff: bool
    night_nursing: bool
    hours: int
    withdrawal: float
    medical: float
    night_staff_ever: bool
    night_nursing_ever: bool


@cache
def care(options: tuple[str, ...]) -> Care:
    """The care in a plan, read from the facts of its options."""
    plan = Plan(SHIPPED, [SHIPPED.options[id_] for id_ in options])

    def most(id_: str, parts: Sequence[Option]) -> float:
        known = [part.facts[id_].value for part in parts if part.facts[id_].state == "known"]
        return max((SHIPPED.attributes[id_].place(value) for value in known), default=0)

    nights, ever = most("supervision", plan.lasting), most("supervision", plan.parts)
    hours = plan.sure(SHIPPED.attributes["hours_per_week"])
    return Care(
        night_staff=nights >= NIGHT_STAFF,
        night_nursing=nights >= NIGHT_NURSING,
        hours=sum(step <= hours for step in HOURS),
        withdrawal=most("withdrawal_management", plan.parts),
        medical=most("medical_care", plan.parts),
        night_staff_ever=ever >= NIGHT_STAFF,
        night_nursing_ever=ever >= NIGHT_NURSING,
    )


@pytest.mark.parametrize("used", [None, ("alcohol",), ("other_sedatives",), ("benzodiazepines", "opioids")])
def test_raising_one_rating_never_lowers_nights_hours_or_withdrawal_care_of_the_plan(used: tuple[str, ...] | None):
    """Where no withdrawal care is needed, as from opioids alone, what a day program happens to have is not counted."""
    answered = {} if used is None else {"substances": used}
    rated_ = [(None,) if place == READINESS else range(5) for place in range(6)]
    plans = {vector: flagged(vector, **answered).at_least for vector in product(*rated_)}
    for vector, least in plans.items():
        now = care(least)
        for place in (place for place in CARE if vector[place] < 4):
            raised = care(plans[put(vector, place, vector[place] + 1)])
            assert all(after >= before for after, before in zip(raised[:3], now[:3], strict=True)), (vector, place)
            assert vector[WITHDRAWAL] < 2 or raised.withdrawal >= now.withdrawal, (vector, place)


def test_where_it_is_not_known_what_was_used_withdrawal_care_is_in_the_plan(vectors: Vectors):
    for vector, of in vectors.items():
        if vector[WITHDRAWAL] >= 2:
            assert "withdrawal_management" in of.least, vector
            assert care(of.at_least).withdrawal >= height("withdrawal_management", of.least["withdrawal_management"])


@pytest.mark.parametrize("used", [None, ("alcohol",), ("opioids",)])
@pytest.mark.parametrize("tried", SHIPPED.options)
def test_care_that_was_tried_never_leads_to_less_unless_a_rule_says_why(tried: str, used: tuple[str, ...] | None):
    """Less than without it, or less than what was tried, only by a rule that names the option and has its reason."""
    answered = {} if used is None else {"substances": used}
    own = care((tried,))
    for ratings in product(range(5), (0, 3), (0, 3), (None,), range(5), (0, 2, 4)):
        without = care(flagged(ratings, **answered).at_least)
        of = flagged(ratings, recent_treatment=(tried,), **answered)
        if any(tried in rule.less_than for rule in of.judged.fired):
            continue
        now = care(of.at_least)
        for than in (without, own):
            assert now.hours >= than.hours, ratings
            assert now.medical >= than.medical, ratings
            assert now.night_staff_ever >= than.night_staff_ever, ratings
            assert now.night_nursing_ever >= than.night_nursing_ever, ratings


# --- preference is a ranking ------------------------------------------------


def told(of: Decision) -> tuple[Any, ...]:
    return of.least, of.most, of.at_least, of.at_most, of.settled, urgent(of)


def test_readiness_changes_no_need_and_no_plan(vectors: Vectors):
    for vector, of in vectors.items():
        assert told(of) == told(vectors[put(vector, READINESS, 0)]), vector


def test_wishes_and_priorities_change_no_need_and_no_plan(vectors: Vectors):
    for vector in vectors:
        wished = decided({**rated(vector), **WISHED[vector[READINESS]]})
        assert told(wished) == told(vectors[put(vector, READINESS, 0)]), vector


# --- something always comes of it -------------------------------------------


def test_every_vector_gets_a_plan_on_both_ends_and_it_meets_the_needs(vectors: Vectors, with_unknowns: Vectors):
    for vector, of in (vectors | with_unknowns).items():
        assert of.at_least, vector
        assert of.at_most, vector
        assert not any(plan.misses(of.least) for plan in PLANNER.plans(of.least))


def test_nothing_the_matter_calls_for_no_treatment_for_now(vectors: Vectors):
    for readiness in range(5):
        of = vectors[(0, 0, 0, readiness, 0, 0)]
        assert (of.at_least, of.least) == (("wait",), {})


def test_nothing_known_asks_for_nothing_and_rules_nothing_out(with_unknowns: Vectors):
    of = with_unknowns[(None,) * 6]
    assert (of.at_least, of.least, of.settled) == (("wait",), {}, False)
    assert "inpatient" in of.at_most


# --- withdrawal care is not treatment ---------------------------------------


@pytest.fixture(scope="module")
def of_drinkers() -> Vectors:
    """Every vector of the ratings but readiness, for a person who drinks."""
    vectors = product(*[(None,) if place == READINESS else range(5) for place in range(6)])
    return {vector: flagged(vector, substances=("alcohol",)) for vector in vectors}


def test_withdrawal_care_stands_apart_from_the_level_of_treatment(of_drinkers: Vectors):
    """With withdrawal short of an emergency the treatment is that without it, or the least there is."""
    for vector, of in of_drinkers.items():
        if vector[WITHDRAWAL] in (1, 2, 3):
            treatment = tuple(id_ for id_ in of.at_least if SHIPPED.options[id_].kind != "withdrawal")
            without = of_drinkers[put(vector, WITHDRAWAL, 0)].at_least
            assert treatment == (("outpatient",) if without == ("wait",) else without), vector


def test_the_need_for_withdrawal_care_is_one_of_its_own(of_drinkers: Vectors):
    for vector, of in of_drinkers.items():
        assert ("withdrawal_management" in of.least) == (vector[WITHDRAWAL] >= 2), vector
        others = dict(of.least)
        others.pop("withdrawal_management", None)
        beyond = of_drinkers[put(vector, WITHDRAWAL, 0)].least
        basic = {"hours_per_week": 1, "supervision": "scheduled", "services": ("assessment",)}
        assert {id_: least for id_, least in others.items() if beyond.get(id_) != least}.items() <= basic.items()


def test_no_plan_is_withdrawal_care_alone(of_drinkers: Vectors):
    parts = {plan.ids for of in of_drinkers.values() for plan in PLANNER.plans(of.least)}
    assert all(set(kinds(plan)) > {"withdrawal"} or "withdrawal" not in kinds(plan) for plan in parts)
    assert any("withdrawal" in kinds(plan) for plan in parts)


# --- flags that no rating can quiet -----------------------------------------


def test_pregnancy_with_opioids_is_urgent_and_medication_offered_whatever_the_ratings(of_drinkers: Vectors):
    for vector in of_drinkers:
        of = flagged(vector, pregnant=True, substances=("opioids",), danger_now=False)
        assert "pregnant-with-opioids" in urgent(of), vector
        assert any("otp" in rule.offers for rule in of.judged.fired), vector


def test_a_past_seizure_is_urgent_with_alcohol_or_with_any_withdrawal_ahead(of_drinkers: Vectors):
    nurses = height("withdrawal_management", "nursing")
    for vector in of_drinkers:
        drinks = flagged(vector, withdrawal_history="seizure_or_delirium", substances=("alcohol",))
        other = flagged(vector, withdrawal_history="seizure_or_delirium", substances=())
        assert "past-seizure" in urgent(drinks), vector
        assert ("past-seizure" in urgent(other)) == (vector[WITHDRAWAL] > 0), vector
        contradicted = "past-seizure-but-no-withdrawal" in {rule.id for rule in drinks.judged.fired if rule.clinician}
        assert contradicted == (vector[WITHDRAWAL] == 0), vector
        for of in (drinks, other):
            if vector[WITHDRAWAL] > 0:
                assert height("withdrawal_management", of.least["withdrawal_management"]) >= nurses, vector


def test_a_past_seizure_is_not_ruled_out_while_withdrawal_is_not_known():
    of = decided({"withdrawal_history": "seizure_or_delirium"})
    assert "past-seizure" in {rule.id for rule in of.judged.open}
    assert "past-seizure" not in {rule.id for rule in decided({"withdrawal_history": "none"}).judged.open}


@pytest.mark.parametrize("withdrawal", [2, 3])
def test_alcohol_with_sedatives_and_moderate_withdrawal_is_met_by_nurses_day_and_night(withdrawal: int):
    for others in product(range(4), repeat=4):
        vector = (withdrawal, *others[:2], None, *others[2:])
        of = flagged(vector, substances=("alcohol", "benzodiazepines"))
        assert all(NURSES_DAY_AND_NIGHT & set(plan.ids) for plan in PLANNER.plans(of.least)), vector
