"""The laws of a comparison: the same rows for every option, in the order asked, and money never merged."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.datasets import SMALL, datasets, side_by_side, with_fact, with_options

from iopcli.dataset.model import Claim, Dataset, Fact, Money
from iopcli.errors import UsageError, describe
from iopcli.results.compare import compare

IDS = list(SMALL.options)
some_ids = st.lists(st.sampled_from(IDS), min_size=2, unique=True)


@given(datasets(), some_ids)
def test_cells_stand_in_the_order_asked(dataset: Dataset, ids: list[str]):
    result = side_by_side(dataset, ids)
    assert [option.id for option in result.options] == ids
    assert all([cell.option for cell in row.cells] == ids for row in result.rows)
    assert [row.attribute for row in result.rows] == list(dataset.attributes)


@given(datasets(), some_ids)
def test_a_row_differs_only_if_what_is_shown_differs(dataset: Dataset, ids: list[str]):
    for row in side_by_side(dataset, ids).rows:
        unordered = row.type == "set"
        shown = {(cell.state, frozenset(cell.value or ()) if unordered else cell.text) for cell in row.cells}
        assert row.differs == (len(shown) > 1)


def test_the_order_in_which_a_set_was_written_is_no_difference():
    dataset = with_fact("iop", "sleep", value=("home", "program"), sources=("rule-one",))
    other = with_fact("php", "sleep", value=("program", "home"), sources=("rule-one",)).options["php"]
    both = with_options(dataset.options["iop"], other)
    (row,) = side_by_side(both, attributes=["sleep"]).rows
    assert not row.differs


@given(datasets(), some_ids)
def test_differences_are_the_rows_that_differ(dataset: Dataset, ids: list[str]):
    everything, differences = side_by_side(dataset, ids), side_by_side(dataset, ids, differences=True)
    assert differences.rows == tuple(row for row in everything.rows if row.differs)


@given(datasets(("hours_per_week", "sleep", "cost_per_week", "advantages"), most=3))
def test_the_order_of_options_changes_the_order_of_cells_and_nothing_else(dataset: Dataset):
    by_order = [side_by_side(dataset, ids) for ids in permutations(IDS[:3])]
    for result in by_order:
        assert [row.differs for row in result.rows] == [row.differs for row in by_order[0].rows]
        for row, first in zip(result.rows, by_order[0].rows, strict=True):
            assert {cell.option: cell for cell in row.cells} == {cell.option: cell for cell in first.cells}
        assert set(result.sources) == set(by_order[0].sources)
        assert result.ask == by_order[0].ask


def claims_of(fact: Fact) -> set[tuple[float | None, ...]]:
    values = [fact.value, *(claim.value for claim in fact.also)] if fact.state == "known" else []
    return {(value.min, value.typical, value.max, value.basis, value.year) for value in values}


@given(datasets(("cost_per_week",)), some_ids)
def test_money_of_different_bases_is_never_merged(dataset: Dataset, ids: list[str]):
    (row,) = side_by_side(dataset, ids, attributes=["cost_per_week"]).rows
    for cell in row.cells:
        fact = dataset.options[cell.option].facts.get("cost_per_week") or Fact(not_known=True)
        shown = [value for value in (cell.value, *(claim.value for claim in cell.also)) if value is not None]
        as_shown = {tuple(value.get(key) for key in ("min", "typical", "max", "basis", "year")) for value in shown}
        if fact.state == "known":
            assert as_shown == claims_of(fact)
            assert len(shown) == 1 + len(fact.also)


@given(datasets(("cost_per_week",)), some_ids)
def test_money_stands_on_the_basis_that_most_options_state(dataset: Dataset, ids: list[str]):
    (row,) = side_by_side(dataset, ids, attributes=["cost_per_week"]).rows
    stated = {
        id_: {claim[3] for claim in claims_of(dataset.options[id_].facts["cost_per_week"])}
        for id_ in ids
        if "cost_per_week" in dataset.options[id_].facts
    }
    every = [basis for bases in stated.values() for basis in bases]
    shown = {cell.option: cell.value["basis"] for cell in row.cells if cell.value}
    if every:
        most = max(map(every.count, every))
        common = {basis for basis in every if every.count(basis) == most}
        assert any(all(shown[id_] == basis for id_ in shown if basis in stated[id_]) for basis in common)


def test_a_price_on_the_common_basis_comes_first_and_the_other_stays_beside_it():
    (row,) = side_by_side(ids=("php", "iop", "wait"), attributes=["cost_per_week"]).rows
    first = row.cells[0]
    assert first.text == "at least $1,500 a week, cash price, 2020"
    assert (first.sources, first.confidence, first.value["basis"]) == (("price-page",), "weak", "cash")
    (own,) = first.also
    assert own.text == "$1,250 to $2,000 a week, Medicare rate, 2019"
    assert (own.sources, own.confidence) == (("rule-one",), "primary")


def test_on_a_tie_the_cash_price_comes_before_the_medicare_rate():
    claim = Claim(value=Money(min=1, basis="medicare", year=2020), sources=("rule-one",), confidence="weak")
    cash = Money(min=2, basis="cash", year=2020)
    dataset = with_fact("iop", "cost_per_week", value=cash, sources=("rule-one",), also=(claim,))
    other = with_fact("php", "cost_per_week", value=claim.value, sources=("rule-one",), also=())
    both = with_options(dataset.options["iop"], other.options["php"])
    third = with_fact("wait", "cost_per_week", value=cash, sources=("rule-one",)).options["wait"]
    (row,) = side_by_side(both, ("php", "iop"), attributes=["cost_per_week"]).rows
    assert [cell.value["basis"] for cell in row.cells] == ["medicare", "medicare"]
    (row,) = side_by_side(with_options(*both.options.values(), third), ("php", "iop", "wait")).rows[5:6]
    assert [cell.value["basis"] for cell in row.cells] == ["medicare", "cash", "cash"]


def test_a_missing_fact_is_not_known_and_worth_a_question():
    result = side_by_side(ids=("iop", "residential"))
    assert [one.attribute for one in result.ask] == ["hours_per_week"]
    (row,) = (row for row in result.rows if row.attribute == "coverage")
    assert [cell.text for cell in row.cells][1] == "not known"


def test_attributes_come_in_the_order_of_the_dataset_whatever_order_was_asked():
    result = side_by_side(attributes=["sleep", "hours_per_week"])
    assert [row.attribute for row in result.rows] == ["hours_per_week", "sleep"]


def test_a_first_look_names_the_rows_it_leaves_out_and_asking_for_rows_wins():
    glance = side_by_side(glance=True)
    assert [row.glance for row in glance.rows] == [True] * 7
    assert glance.left_out == ("Who may pay", "If more is needed", "Questions to ask")
    asked = side_by_side(glance=True, attributes=["coverage"])
    assert ([row.attribute for row in asked.rows], asked.left_out) == (["coverage"], ())


@pytest.mark.parametrize(("ids", "one"), [((), "iop"), (("php",), "php")])
def test_fewer_than_two_options_are_refused(ids: tuple[str, ...], one: str):
    with pytest.raises(UsageError) as refused:
        compare(SMALL, [SMALL.options[id_] for id_ in ids])
    assert describe(refused.value) == (
        "error: compare needs two options or more\n\n"
        f"hint: add another, or read one in full: `iopcli show {one}`"
    )  # fmt: skip


def test_the_same_option_twice_is_refused_and_each_is_named_once():
    with pytest.raises(UsageError) as refused:
        side_by_side(ids=("iop", "php", "iop", "php", "iop"))
    assert describe(refused.value) == (
        "error: compare needs different options\n\n"
        "  `iop`  is named twice\n         -> two of the names you typed mean this option\n"
        "  `php`  is named twice\n         -> two of the names you typed mean this option"
    )
