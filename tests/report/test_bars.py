"""Bars: one scale for a row, and nothing drawn where a number would be on another one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.datasets import datasets, side_by_side, with_fact

from iopcli.dataset.model import Dataset, Money, Range
from iopcli.report.bars import bar, top_of
from iopcli.report.page import Bar
from iopcli.report.writers.terminal import bar_text

ROWS = ("hours_per_week", "length_days", "cost_per_week")
rows = datasets(ROWS).flatmap(
    lambda dataset: st.sampled_from(side_by_side(dataset, list(dataset.options), attributes=ROWS).rows)
)


def ends(cell) -> list[float]:
    return [cell.value[key] for key in ("min", "typical", "max") if cell.value and cell.value.get(key) is not None]


@given(rows)
def test_every_bar_lies_between_nothing_and_the_end_of_the_scale(row):
    for cell in row.cells:
        drawn = bar(row, cell, top_of(row))
        assert drawn is None or 0 <= drawn.start <= drawn.end <= 1


@given(rows)
def test_all_bars_of_a_row_share_one_scale(row):
    top = top_of(row)
    for cell in row.cells:
        if drawn := bar(row, cell, top):
            low, high = min(ends(cell)), max(ends(cell))
            up_to = cell.value.get("min") is None and cell.value.get("max") is not None
            assert drawn.start * top == pytest.approx(0 if up_to else low)
            assert drawn.open or drawn.end * top == pytest.approx(high)


@given(rows)
def test_a_larger_number_never_ends_further_left(row):
    drawn = [(max(ends(cell)), one.end) for cell in row.cells if (one := bar(row, cell, top_of(row))) and not one.open]
    assert [end for _, end in sorted(drawn)] == sorted(end for _, end in drawn)


@given(rows)
def test_only_sums_of_one_kind_of_price_have_bars(row):
    bars = [cell.value for cell in row.cells if bar(row, cell, top_of(row))]
    assert len({value.get("basis") for value in bars}) <= 1


@given(rows)
def test_a_bar_is_open_just_where_no_upper_end_is_known(row):
    for cell in row.cells:
        if drawn := bar(row, cell, top_of(row)):
            assert drawn.open == (cell.value.get("min") is not None and cell.value.get("max") is None)
            assert drawn.end == 1 or not drawn.open


def row_of(attribute: str, dataset: Dataset, ids=("iop", "php")):
    (row,) = side_by_side(dataset, ids, attributes=[attribute]).rows
    return row


def test_an_open_bar_runs_past_the_largest_number():
    row = row_of("hours_per_week", with_fact("php", "hours_per_week", value=Range(min=20), sources=("rule-one",)))
    assert top_of(row) == 25
    assert [bar(row, cell, 25) for cell in row.cells] == [Bar(9 / 25, 19 / 25), Bar(20 / 25, 1.0, open=True)]


def test_a_price_of_another_kind_has_no_bar_and_does_not_stretch_the_scale():
    dear = Money(min=99_999, basis="medicaid", year=2020)
    row = row_of(
        "cost_per_week", with_fact("wait", "cost_per_week", value=dear, sources=("rule-one",)), ("iop", "wait", "php")
    )
    assert top_of(row) == 1500 * 1.25
    assert bar(row, row.cells[1], top_of(row)) is None


@pytest.mark.parametrize("ids", [("iop", "php"), ("php", "iop")])
def test_the_order_of_columns_does_not_decide_which_of_two_kinds_of_price_has_the_bar(ids):
    economic = with_fact("php", "cost_per_week", value=Money(max=5, basis="economic", year=2020), sources=("rule-one",))
    row = row_of("cost_per_week", economic, ids)
    assert {cell.option for cell in row.cells if bar(row, cell, top_of(row))} == {"iop"}


def test_a_row_of_zeros_has_no_scale():
    row = row_of("hours_per_week", with_fact("iop", "hours_per_week", value=Range(typical=0)), ("iop", "residential"))
    assert (top_of(row), bar(row, row.cells[0], 0)) == (0, None)


bars = st.tuples(st.floats(0, 1), st.floats(0, 1), st.booleans()).map(lambda b: Bar(*sorted(b[:2]), open=b[2]))


@given(bars, st.integers(4, 80), st.booleans())
def test_a_drawn_bar_is_as_wide_as_its_column_and_never_empty(one: Bar, width: int, ascii_only: bool):
    drawn = bar_text(one, width, ascii_only)
    assert len(drawn) == width
    assert bool(drawn.strip(".·")) == (one.end > 0 or one.open)
    assert drawn.endswith((">", "▶")) == one.open
    assert drawn.isascii() == ascii_only


@given(bars, st.integers(4, 80))
def test_what_is_drawn_is_where_the_range_is(one: Bar, width: int):
    drawn = bar_text(Bar(one.start, max(one.end, 0.01)), width, ascii_only=True)
    first, last = drawn.index("#"), drawn.rindex("#") + 1
    assert abs(first - one.start * width) <= 1
    assert abs(last - one.end * width) <= 1


@pytest.mark.parametrize(
    ("one", "drawn"),
    [
        (Bar(0, 0.5), "#####....."),
        (Bar(0.2, 0.4), "..##......"),
        (Bar(0.5, 1, open=True), ".....####>"),
        (Bar(0.3, 0.3), "...#......"),
        (Bar(1, 1), ".........#"),
        (Bar(0, 0), ".........."),
    ],
)
def test_a_bar_looks_like_this(one: Bar, drawn: str):
    assert bar_text(one, 10, ascii_only=True) == drawn
    assert bar_text(one, 10) == drawn.translate(str.maketrans("#.>", "█·▶"))
