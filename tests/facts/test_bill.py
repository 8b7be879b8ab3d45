"""What care costs and what a person pays of it: worked examples that public payers publish, and laws of the sums."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopcli.dataset.load import load
from iopcli.facts.bill import Cost, days_of, total, weeks_of
from iopcli.facts.ends import Ends, added
from iopcli.facts.payer import Payer, StatedTerms, Terms, cents, share

DATASET = load()
PRICED = [id_ for id_, option in DATASET.options.items() if option.facts["cost_per_week"].state == "known"]
ASKED = StatedTerms(deductible=Decimal(1500), coinsurance=Decimal(20), out_of_pocket_max=Decimal(5000))
amounts = st.integers(0, 10_000_000)
visits = st.integers(0, 400)
terms = st.builds(
    Terms,
    deductible=amounts,
    coinsurance=st.integers(0, 100).map(lambda percent: Fraction(percent, 100)),
    copay_per_day=st.integers(0, 100_000),
    copay_from_day=st.sampled_from([1, 1, 61]),
    most=st.none() | amounts,
)
ends = st.builds(
    lambda low, more, open_: Ends(min=Decimal(low), max=None if open_ else Decimal(low + more)),
    st.integers(0, 5000), st.integers(0, 5000), st.booleans(),
)  # fmt: skip


def plan(deductible: float = 0, coinsurance: int = 0, **more: int) -> Terms:
    return Terms(deductible=cents(deductible), coinsurance=Fraction(coinsurance, 100), **more)


# --- worked examples, each by its source ------------------------------------


def test_the_glossary_of_healthcare_gov_pays_4800_of_a_bill_of_12000():
    asked = plan(3000, 20, most=cents(6850))
    assert share(cents(12000), 1, asked)[0] == cents(4800)


def test_the_glossary_of_healthcare_gov_pays_no_more_than_the_out_of_pocket_maximum():
    asked = plan(3000, 20, most=cents(6850))
    assert share(cents(12000) * 10, 1, asked)[0] == cents(6850)


@pytest.mark.parametrize(("deductible", "pays"), [(0, 20), (100, 100), (1500, 100)])
def test_the_glossary_of_healthcare_gov_pays_of_a_visit_for_100(deductible: int, pays: int):
    assert share(cents(100), 1, plan(deductible, 20))[0] == cents(pays)


def test_the_example_of_healthcare_gov_pays_all_of_a_visit_before_the_deductible_is_reached():
    assert share(cents(125), 1, plan(1500, 20, most=cents(5000)))[0] == cents(125)


@pytest.mark.parametrize("left", [0, 75, 283, 500])
@pytest.mark.parametrize("approved", [100, 312.5, 826.32])
def test_medicare_part_b_is_the_formula_of_42_cfr_410_155(approved: float, left: int):
    """Paragraph (c): approved amount less the deductible, times 0.80, is paid; the patient owes the rest."""
    paid = max(Fraction(cents(approved) - cents(left)), Fraction(0)) * Fraction(80, 100)
    assert abs(share(cents(approved), 1, plan(left, 20))[0] - (cents(approved) - paid)) < 1


@pytest.mark.parametrize(("days", "pays"), [(6, 1736), (60, 1736), (61, 1736 + 434), (70, 1736 + 10 * 434)])
def test_medicare_part_a_is_the_deductible_and_434_a_day_from_day_61(days: int, pays: int):
    """Medicare.gov, mental health care (inpatient), amounts of 2026."""
    payer = Payer(DATASET, "medicare")
    asked = payer.terms(DATASET.options["inpatient"])
    assert asked is not None
    assert share(cents(892.87) * days, days, asked)[0] == cents(pays)


def test_a_methadone_clinic_costs_a_person_with_medicare_the_deductible_of_part_b_alone_and_once():
    payer = Payer(DATASET, "medicare")
    clinic, iop = (payer.terms(DATASET.options[id_]) for id_ in ("otp", "iop"))
    assert clinic is not None
    assert iop is not None
    first, before = share(cents(277.29) * 10, 70, clinic)
    assert first == cents(283)
    assert share(cents(100), 1, iop, before)[0] == cents(20)


def test_the_amounts_of_medicare_carry_their_year():
    assert {one.year for one in DATASET.coverage.values() if one.payer == "medicare"} == {2026}


# --- laws -------------------------------------------------------------------


@given(amounts, visits, terms)
def test_what_is_paid_is_never_more_than_the_price_nor_the_maximum(price: int, days: int, asked: Terms):
    paid = share(price, days, asked)[0]
    assert 0 <= paid <= price
    assert asked.most is None or paid <= asked.most


@given(amounts, amounts, visits, st.integers(0, 100), terms)
def test_a_higher_price_for_as_many_days_or_more_is_never_cheaper(
    price: int, more: int, days: int, more_days: int, asked: Terms
):
    paid, later = share(price, days, asked)[0], share(price + more, days + more_days, asked)[0]
    assert later >= paid or asked.copay_from_day > 1


@given(st.lists(st.tuples(amounts, st.integers(1, 60)), min_size=1, max_size=5), terms)
def test_one_deductible_and_one_maximum_are_for_all_bills(bills: list[tuple[int, int]], asked: Terms):
    paid, before = [], None
    for price, days in bills:
        now, before = share(price, days, asked, before) if before else share(price, days, asked)
        paid.append(now)
    assert before is not None
    assert sum(paid) == before.total <= sum(price for price, _ in bills)
    assert asked.most is None or before.total <= asked.most


@given(st.integers(0, 2_000_000), st.integers(0, 3000), st.integers(0, 3000))
def test_a_week_is_seven_days_and_more_days_never_cost_less(week: int, days: int, more: int):
    assert days_of(Decimal(7 * days), week) == days * week
    assert days_of(Decimal(days), week) <= days_of(Decimal(days + more), week)


@given(st.lists(ends, max_size=6))
def test_ends_are_added_up_and_an_open_end_stays_open(every: list[Ends]):
    whole = added(every)
    assert whole.min == (sum((one.min for one in every if one.min is not None), Decimal(0)) if every else None)
    assert (whole.max is None) == (not every or any(one.max is None for one in every))


@given(st.lists(st.tuples(st.sampled_from(["cash", "medicare"]), st.sampled_from([2024, 2025]), ends), max_size=8))
def test_prices_of_different_kinds_or_years_are_never_added_up(drawn: list[tuple[str, int, Ends]]):
    each = [Cost(kind=k, year=y, min=e.min, max=e.max, weak=False, options=("iop",)) for k, y, e in drawn]
    made = total(each)
    assert {(one.kind, one.year) for one in made} == {(one.kind, one.year) for one in each}
    for one in made:
        own = [other for other in each if (other.kind, other.year) == (one.kind, one.year)]
        assert one.min == sum((other.min for other in own if other.min is not None), Decimal(0))


@given(st.sampled_from(PRICED), st.integers(1, 60), st.integers(0, 60), st.none() | st.sampled_from(["medicare", "va"]))
def test_more_weeks_of_an_option_never_cost_less(id_: str, weeks: int, more: int, payer: str | None):
    option, who = DATASET.options[id_], Payer(DATASET, payer, ASKED)
    few, many = (weeks_of(who, option.title, [option], [], Decimal(number)) for number in (weeks, weeks + more))
    for less, higher in zip((*few.cost, *few.pays), (*many.cost, *many.pays), strict=True):
        assert (less.min or 0) <= (higher.min or 0)
        assert higher.max is None or (less.max or 0) <= higher.max
    covered = [one for one in many.pays if not who.refuses(option)]
    assert all(one.max is not None and one.max <= 5000 for one in covered)
    assert all(one.max == many.cost[0].max for one in many.pays if who.refuses(option))


def test_cents_are_read_as_an_amount_is_written():
    assert [cents(amount) for amount in (0.1, 777.39, 1736, 0.285)] == [10, 77739, 173600, 29]
