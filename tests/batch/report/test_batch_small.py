"""Small counts of people are not shown, and cannot be told from what is."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iopcli.batch.report.suppression import by_group, protected, too_few

counts = st.lists(st.integers(0, 60), min_size=1, max_size=6).map(lambda every: dict(enumerate(every)))
limits = st.integers(1, 15)


def shown(parts: dict[int, int], small: int) -> tuple[int | None, ...]:
    return tuple(protected({"": parts}, small)[""].values())


@given(counts, limits)
def test_no_small_count_is_shown_and_what_is_shown_is_true(parts: dict[int, int], small: int):
    for (cell, number), told in zip(parts.items(), shown(parts, small), strict=True):
        assert told in (None, parts[cell])
        assert told is None or number == 0 or number >= small


@given(counts)
def test_a_limit_of_1_shows_all(parts: dict[int, int]):
    assert shown(parts, 1) == tuple(parts.values())


@given(counts, limits)
def test_nothing_is_left_out_where_no_count_is_small(parts: dict[int, int], small: int):
    large = {cell: number and number + small for cell, number in parts.items()}
    assert shown(large, small) == tuple(large.values())


@given(counts, limits)
def test_what_is_left_out_is_never_one_count_alone(parts: dict[int, int], small: int):
    told = shown(parts, small)
    left = [number for number, one in zip(parts.values(), told, strict=True) if one is None]
    assert len([number for number in left if number]) != 1 or too_few(sum(parts.values()), small)


@pytest.mark.parametrize("small", range(2, 7))
@pytest.mark.parametrize("cells", [2, 3, 4])
def test_no_count_can_be_told_even_by_who_knows_how_counts_are_left_out(cells: int, small: int):
    """All parts of a total that look the same are gathered: each count that is left out has several values there."""
    for total in range(small, 17 if cells < 4 else 13):
        if too_few(total, small):
            continue
        alike = defaultdict(list)
        for parts in product(range(total + 1), repeat=cells):
            if sum(parts) == total:
                alike[shown(dict(enumerate(parts)), small)].append(parts)
        for told, every in alike.items():
            for cell in (nr for nr, one in enumerate(told) if one is None):
                assert len({parts[cell] for parts in every}) > 1, (total, told, every)


def test_the_next_one_up_is_left_out_as_well_and_a_0_is_shown():
    assert shown({0: 3, 1: 40, 2: 25, 3: 0}, 11) == (None, 40, None, 0)


def test_all_that_are_the_next_one_up_are_left_out():
    assert shown({0: 10, 1: 10, 2: 11, 3: 11, 4: 40}, 11) == (None, None, None, None, 40)


def test_two_that_are_small_together_take_a_third_with_them():
    assert shown({0: 3, 1: 4, 2: 25, 3: 60}, 11) == (None, None, None, 60)


def test_a_number_that_is_left_out_in_one_place_is_left_out_in_all():
    told = protected({"needs": {0: 5, 1: 30, 2: 65}, "rule": {"yes": 30, "no": 70}, "other": {"yes": 20, "no": 80}}, 11)
    assert told["needs"] == {0: None, 1: None, 2: 65}
    assert told["rule"] == {"yes": None, "no": None}
    assert told["other"] == {"yes": 20, "no": 80}


def test_where_there_are_fewer_people_than_the_limit_nothing_is_counted():
    assert too_few(10, 11) and not too_few(11, 11)
    assert too_few(2, 2) and not too_few(1, 1) and too_few(0, 1)


# --- groups -----------------------------------------------------------------

cells = st.integers(0, 6)
tables = st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=4)


def solutions(rows: list[tuple[int | None, ...]], sizes: list[int], sums: tuple[int, ...]):
    """Every table of three columns with these sizes and sums that agrees with the rows that are shown."""
    if not rows:
        if not any(sums):
            yield ()
        return
    first, *rest = rows
    may = [range(min(sizes[0], one) + 1) if told is None else (told,) for told, one in zip(first, sums, strict=True)]
    for row in product(*may):
        if sum(row) == sizes[0] and all(own <= one for own, one in zip(row, sums, strict=True)):
            left = tuple(one - own for one, own in zip(sums, row, strict=True))
            for others in solutions(rest, sizes[1:], left):
                yield (row, *others)


@given(tables, st.integers(2, 4))
@example([(0, 0, 0), (1, 0, 2), (2, 0, 0)], 2)
def test_no_count_of_a_group_can_be_told_from_the_other_groups_and_from_all(table: list[tuple[int, ...]], small: int):
    groups = {nr: dict(enumerate(row)) for nr, row in enumerate(table)}
    sizes = protected({"": {nr: sum(row) for nr, row in enumerate(table)}}, small)[""]
    sums = tuple(map(sum, zip(*table, strict=True)))
    whole = protected({"": dict(enumerate(sums))}, small)[""]
    if too_few(sum(sums), small) or None in whole.values() or None in sizes.values():
        return
    told = by_group(groups, groups, whole, small)
    rows = [tuple(told[nr].values()) for nr in groups]
    every = list(solutions(rows, [sizes[nr] for nr in groups], sums))
    for nr, row in enumerate(rows):
        for cell, one in enumerate(row):
            assert one is not None or len({found[nr][cell] for found in every}) > 1


@given(tables, st.integers(1, 4))
def test_no_small_count_of_a_group_is_shown(table: list[tuple[int, ...]], small: int):
    groups = {nr: dict(enumerate(row)) for nr, row in enumerate(table)}
    whole = dict(enumerate(map(sum, zip(*table, strict=True))))
    for nr, row in by_group(groups, groups, whole, small).items():
        for cell, told in row.items():
            assert told is None or (told == groups[nr][cell] and (told == 0 or told >= small))


def test_where_a_part_of_all_is_not_shown_no_group_shows_any():
    groups = {"a": {0: 30, 1: 20, 2: 0}, "b": {0: 30, 1: 0, 2: 1}}
    told = by_group(groups, groups, {0: 60, 1: None, 2: None}, 11)
    assert {number for row in told.values() for number in row.values()} == {None}


def test_one_group_with_a_small_part_takes_the_smallest_other_with_it():
    groups = {"a": {0: 50, 1: 20}, "b": {0: 30, 1: 4}, "c": {0: 90, 1: 40}}
    told = by_group(groups, groups, {0: 170, 1: 64}, 11)
    assert told == {"a": {0: None, 1: None}, "b": {0: None, 1: None}, "c": {0: 90, 1: 40}}
