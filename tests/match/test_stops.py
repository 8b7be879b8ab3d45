"""Whole ways: they go on by step down to aftercare, and never in a circle."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.dataset.load import load
from iopcli.dataset.model import Dataset, Fact
from iopcli.match.plans import Plan, Planner
from iopcli.match.stops import Stop, after, circles, stops_from

DATASET = load()
IDS = list(DATASET.options)


def plan(*ids: str, dataset: Dataset = DATASET) -> Plan:
    return Plan(dataset, [dataset.options[id_] for id_ in ids])


def stops(*ids: str, weeks: dict[str, Decimal] | None = None) -> tuple[Stop, ...]:
    return stops_from(DATASET, [plan(*ids)], weeks or {})


def names(found: tuple[Stop, ...]) -> list[str]:
    return ["+".join(stop.plan.ids) for stop in found]


@pytest.mark.parametrize(
    ("start", "then"),
    [
        (["iop"], ["iop", "outpatient", "aftercare"]),
        (["residential"], ["residential", "php", "iop", "outpatient", "aftercare"]),
        (["iop", "detox"], ["detox", "iop", "outpatient", "aftercare"]),
        (["residential-low", "iop"], ["residential-low+iop", "outpatient", "aftercare"]),
        (["recovery-residence"], ["recovery-residence", "aftercare"]),
        (["aftercare"], ["aftercare"]),
        (["wait"], ["wait"]),
        (["otp"], ["otp"]),
    ],
    ids="+".join,
)
def test_a_path_goes_on_by_the_first_step_down(start: list[str], then: list[str]):
    assert names(stops(*start)) == then


def test_medication_goes_along_into_aftercare_and_housing_does_not():
    assert names(stops("iop", "otp")) == ["iop+otp", "outpatient+otp", "aftercare+otp"]
    home = names(stops("iop", "recovery-residence"))
    assert home == ["iop+recovery-residence", "outpatient+recovery-residence", "aftercare"]


def test_plans_may_be_named_one_after_another():
    found = stops_from(DATASET, [plan("detox"), plan("iop")], {})
    assert names(found) == ["detox", "iop", "outpatient", "aftercare"]


def test_a_length_can_be_chosen_and_then_both_ends_are_that():
    first = stops("php", weeks={"php": Decimal(3)})[0]
    assert (first.days.min, first.days.max, first.chosen) == (21, 21, True)


def test_what_comes_after_a_way_was_not_on_it():
    assert [option.id for option in after(DATASET, stops("iop"))] == ["mutual-help"]


@given(st.integers(0, 10_000))
def test_a_path_from_any_plan_ends_and_comes_back_to_nothing(number: int):
    every = Planner(DATASET).plans({}) or [plan(id_) for id_ in IDS]
    found = stops_from(DATASET, [every[number % len(every)]], {})
    ids = [stop.base.id for stop in found]
    assert len(ids) == len(set(ids))


@given(st.lists(st.tuples(st.sampled_from(IDS), st.lists(st.sampled_from(IDS), max_size=3, unique=True)), max_size=6))
def test_whatever_steps_down_are_written_a_way_ends_and_comes_back_to_nothing(written: list[tuple[str, list[str]]]):
    dataset = with_steps(dict(written))
    for id_ in IDS:
        ids = [stop.base.id for stop in stops_from(dataset, [plan(id_, dataset=dataset)], {})]
        assert len(ids) == len(set(ids))


def with_steps(steps: dict[str, list[str]]) -> Dataset:
    """The dataset with other steps down for some options."""
    options = dict(DATASET.options)
    for id_, down in steps.items():
        fact: Fact[tuple[str, ...]] = Fact(value=tuple(down), sources=("editors",), confidence="judgement")
        options[id_] = replace(options[id_], facts={**options[id_].facts, "step_down": fact})
    return replace(DATASET, options=options)


def test_the_shipped_steps_down_have_no_circle():
    assert circles(DATASET) == []


def test_every_circle_is_named_once_at_the_step_that_closes_it():
    found = circles(with_steps({"iop": ["php"], "outpatient": ["outpatient"]}))
    assert sorted(problem.message for problem in found) == [
        "leads in a circle: iop > php > iop", "leads in a circle: outpatient > outpatient",
    ]  # fmt: skip
    assert all(problem.place.endswith("facts.step_down") for problem in found)


@given(st.dictionaries(st.sampled_from(IDS), st.lists(st.sampled_from(IDS), max_size=2, unique=True), max_size=5))
def test_without_a_circle_the_way_from_an_option_takes_the_first_step_of_each(steps: dict[str, list[str]]):
    dataset = with_steps(steps)
    if circles(dataset):
        return
    for id_ in IDS:
        ids = [stop.base.id for stop in stops_from(dataset, [plan(id_, dataset=dataset)], {})]
        for one, then in pairwise(ids):
            assert then in (dataset.options[one].facts["step_down"].value or ())
