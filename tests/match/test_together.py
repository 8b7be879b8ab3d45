"""The facts of a plan's parts become one: sums that mix nothing, the highest care, the nights that are left."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.matching import SHIPPED, known, option

from iopcli.dataset.model import Claim, Fact, Money, Option, Point, Range
from iopcli.facts.cells import cell
from iopcli.facts.wording import BASES, text_of
from iopcli.match.plans import Plan
from iopcli.match.together import together

NOT_KNOWN: Fact[Any] = Fact(not_known=True)
NO_SUCH: Fact[Any] = Fact(applies=False, note="There is none.")
SETTINGS = [one for one in SHIPPED.in_order if one.kind == "setting"]
FLAGS = ["no", "varies", "yes"]


def of(attribute: str, *values: Any) -> Fact[Any]:
    """What parts with these values have together; each is a fact or its value."""
    names = ("first", "second", "third")
    parts = [option(name, **{attribute: value}) for name, value in zip(names, values, strict=False)]
    return together(SHIPPED.attributes[attribute], parts)


def text(attribute: str, *values: Any) -> str:
    return text_of(SHIPPED.attributes[attribute], of(attribute, *values))


def words(attribute: str) -> list[str]:
    return [word.id for word in SHIPPED.attributes[attribute].word]


# --- hours are summed -------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ((Range(min=9, max=19), Range(min=2, max=4)), "11 to 23 hours a week"),
        ((Range(min=9, max=19), Range(min=2, max=4), Range(min=1, max=1)), "12 to 24 hours a week"),
        ((Range(min=20), Range(min=5, max=8)), "at least 25 hours a week"),
        ((Range(max=8), Range(min=9, max=19)), "9 to 27 hours a week"),
        ((Range(typical=5), Range(min=9, max=19)), "14 to 24 hours a week"),
        ((Range(min=20, typical=25), Range(min=9, max=19)), "at least 29 hours a week"),
        ((Range(min=9, max=19), NO_SUCH), "9 to 19 hours a week"),
        ((Range(min=9, max=19), NOT_KNOWN), "at least 9 hours a week"),
        ((NOT_KNOWN, NOT_KNOWN), "not known"),
        ((NO_SUCH, NO_SUCH), "does not apply"),
    ],
)
def test_hours_add_up_and_what_is_not_known_leaves_a_least(values: tuple[Any, ...], total: str):
    for ordered in permutations(values):
        assert text("hours_per_week", *ordered) == total


def test_a_sum_names_what_each_part_has():
    assert of("hours_per_week", Range(min=9, max=19), NOT_KNOWN).note == (
        "First: 9 to 19 hours a week; Second: not known."
    )


# --- money is summed, each kind for itself ----------------------------------


def price(basis: str, low: float, high: float | None = None, year: int = 2025) -> Money:
    return Money(min=low, max=high if high is not None else low, basis=basis, year=year)


def claim(money: Money) -> Claim[Any]:
    return Claim(value=money, sources=("editors",), confidence="secondary")


def test_prices_of_one_kind_add_up_and_are_as_old_as_the_oldest():
    total = of("cost_per_week", price("cash", 269, 846), price("cash", 135, 225, year=2022))
    assert total.value == Money(min=404, max=1071, basis="cash", year=2022)
    assert total.confidence == "derived"
    assert total.also == ()


def test_a_price_is_never_added_to_a_rate():
    total = of("cost_per_week", price("cash", 269), price("medicare", 135))
    assert total.state == "not_known"
    assert total.note == "First: $269 a week, cash price, 2025; Second: $135 a week, Medicare rate, 2025."


def test_each_kind_that_all_parts_have_is_summed_apart():
    rates = known(price("cash", 200), also=(claim(price("medicaid", 90)), claim(price("economic", 300))))
    prices = known(price("medicaid", 10), also=(claim(price("cash", 20)),))
    total = of("cost_per_week", rates, prices)
    assert [total.value, *(one.value for one in total.also)] == [price("cash", 220), price("medicaid", 100)]


def test_of_two_claims_of_one_kind_the_first_counts():
    two = known(price("cash", 200), also=(claim(price("cash", 999)),))
    assert of("cost_per_week", two, price("cash", 20)).value == price("cash", 220)


moneys = st.builds(price, st.sampled_from(list(BASES)), st.integers(0, 900))
priced = st.lists(moneys, min_size=1, max_size=4, unique_by=lambda money: money.basis).map(
    lambda made: known(made[0], also=tuple(map(claim, made[1:])))
)


@given(st.lists(priced, min_size=2, max_size=3))
def test_sums_of_money_never_mix_kinds(parts: list[Fact[Any]]):
    by_kind = [{money.basis: money.min for money in (one.value, *(c.value for c in one.also))} for one in parts]
    common = set.intersection(*map(set, by_kind))
    total = of("cost_per_week", *parts)
    found = [total.value, *(one.value for one in total.also)] if common else []
    assert (total.state == "not_known") == (not common)
    assert {money.basis: money.min for money in found} == {kind: sum(one[kind] for one in by_kind) for kind in common}


# --- care by the highest, flags by the worst --------------------------------


@pytest.mark.parametrize(
    "attribute", ["supervision", "medical_care", "withdrawal_management", "mental_health_care", "housing"]
)
def test_care_is_that_of_the_part_with_most_of_it(attribute: str):
    scale = words(attribute)
    for low, high in ((low, high) for at, low in enumerate(scale) for high in scale[at:]):
        assert of(attribute, low, high).value == of(attribute, high, low).value == high
        assert of(attribute, NO_SUCH, high, low).value == high
        beside_unknown = of(attribute, low, NOT_KNOWN, high)
        assert beside_unknown.state == "not_known" if high == scale[0] else beside_unknown.value == high


def test_care_says_which_part_it_comes_from():
    assert of("supervision", "scheduled", "staff").note == "From: Second."
    assert of("supervision", "scheduled", known("staff", note="At night too.")).note == "Second: At night too."


@pytest.mark.parametrize("attribute", ["keeps_job", "evening_available"])
def test_flags_are_those_of_the_worst_part(attribute: str):
    for at, worst in enumerate(FLAGS):
        for better in FLAGS[at:]:
            assert of(attribute, worst, better).value == of(attribute, better, worst).value == worst
            assert of(attribute, worst, NO_SUCH, better).value == worst


def test_days_a_week_are_no_fewer_than_any_part_asks_for():
    some = [Range(min=3), Range(max=7), Range(min=1, max=7), Range(min=4, max=5), Range(typical=5), Range(min=1, max=2)]
    for pair in permutations(some, 2):
        days = of("sessions_per_week", *pair).value
        assert least(days) == max(map(least, pair)), pair


def least(days: Range) -> float:
    return (days.min if days.min is not None else days.typical) or 0


def test_a_flag_is_not_known_to_be_good_while_a_part_is_not_known():
    for ordered in permutations(["yes", NOT_KNOWN]):
        assert of("evening_available", *ordered).value != "yes"
    assert of("evening_available", "no", NOT_KNOWN).value == "no"


# --- nights are what is left ------------------------------------------------


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ((("home", "recovery-home"), ("recovery-home",)), {"recovery-home"}),
        ((("home", "recovery-home"), ("home",)), {"home"}),
        ((("home",), ("program",)), {"program"}),
        ((("home", "recovery-home"), ("program", "hospital")), {"program", "hospital"}),
        ((("home", "recovery-home"), ("home", "recovery-home"), ("recovery-home",)), {"recovery-home"}),
        ((("home",), NO_SUCH), {"home"}),
    ],
)
def test_nights_are_what_all_parts_leave_and_a_program_one_lives_in_keeps_them(values: Any, left: set[str]):
    for ordered in permutations(values):
        assert set(of("sleep", *ordered).value) == left


# --- sets and texts keep everything -----------------------------------------


def test_medications_and_services_are_those_of_all_parts_each_once():
    total = of("medications", ("buprenorphine", "naltrexone"), ("methadone", "buprenorphine"), NO_SUCH)
    assert sorted(total.value) == ["buprenorphine", "methadone", "naltrexone"]
    assert set(of("services", ("assessment",), NOT_KNOWN, ("skills",)).value) == {"assessment", "skills"}


def test_a_text_says_whose_each_point_is():
    one, other = (Point(says="It pays.", label="private"),), (Point(says="It pays too.", label="private"),)
    assert [point.says for point in of("coverage", one, other).value] == ["First: It pays.", "Second: It pays too."]


# --- parts ------------------------------------------------------------------


@pytest.mark.parametrize("one", SHIPPED.in_order, ids=lambda one: one.id)
def test_one_part_alone_has_just_its_own_facts(one: Option):
    plan = Plan(SHIPPED, (one,))
    assert all(plan.fact(id_) == one.facts.get(id_, NOT_KNOWN) for id_ in SHIPPED.attributes)
    assert plan.as_option is one


@pytest.mark.parametrize("care", ["detox", "withdrawal-outpatient"])
@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.id)
def test_withdrawal_care_before_a_plan_brings_just_that_and_its_price(setting: Option, care: str):
    plan = Plan(SHIPPED, (setting, SHIPPED.options[care]))
    alone = Plan(SHIPPED, (setting,))
    different = {id_ for id_ in SHIPPED.attributes if plan.fact(id_) != alone.fact(id_)}
    assert different <= {"withdrawal_management", "cost_per_episode"}
    scale = words("withdrawal_management")
    levels = [one.facts["withdrawal_management"].value for one in (setting, SHIPPED.options[care])]
    assert plan.fact("withdrawal_management").value == max(filter(None, levels), key=scale.index)
    assert plan.name == f"First {SHIPPED.options[care].title}, then {setting.title}"


def unordered(value: Any) -> Any:
    return frozenset(value) if isinstance(value, tuple) and value and isinstance(value[0], str) else value


@pytest.mark.parametrize("added", [("otp",), ("recovery-residence",), ("recovery-residence", "otp")], ids="+".join)
@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.id)
def test_the_order_of_parts_changes_no_value(setting: Option, added: tuple[str, ...]):
    parts = [setting, *(SHIPPED.options[id_] for id_ in added)]
    for row in (row for row in SHIPPED.attributes.values() if row.type != "text" and row.id != "sessions_per_week"):
        first, *others = (together(row, ordered) for ordered in permutations(parts))
        for other in others:
            assert (other.state, unordered(other.value)) == (first.state, unordered(first.value)), row.id


def test_a_plan_as_one_option_is_named_for_its_parts_and_stands_where_its_most_intensive_part_does():
    parts = (option("house", order=80), option("day", order=60), option("clinic", kind="medication", order=40))
    made = Plan(SHIPPED, (*parts, option("ward", kind="withdrawal", order=100))).as_option
    assert (made.id, made.name) == ("house+day+clinic+ward", "First Ward, then House with Day and Clinic")
    assert (made.kind, made.order) == ("setting", 100)


# --- a plan in stages -------------------------------------------------------


def test_a_plan_in_stages_shows_each_where_they_differ():
    stages = [(SHIPPED.options[one], SHIPPED.options["withdrawal-outpatient"]) for one in ("outpatient", "iop", "php")]
    stages.append((SHIPPED.options["residential"], SHIPPED.options["detox"]))
    for then, first in stages:
        plan = Plan(SHIPPED, (then, first)).as_option
        for row in SHIPPED.attributes.values():
            if row.type in ("scale", "flag", "set", "range") and not row.with_before:
                before, after, shown = (cell(SHIPPED, one, row) for one in (first, then, plan))
                differ = before.text != after.text and "not_applicable" not in (before.state, after.state)
                assert shown.text == (f"first: {before.text}; then: {after.text}" if differ else after.text)
                assert {*after.sources} <= {*shown.sources}
    iop = Plan(SHIPPED, (SHIPPED.options["iop"], SHIPPED.options["withdrawal-outpatient"])).as_option
    assert cell(SHIPPED, iop, SHIPPED.attributes["supervision"]).short == "first: no staff; then: a phone line"
