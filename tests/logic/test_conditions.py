"""The laws of yes, no and unknown, and one condition read four ways."""

from __future__ import annotations

from itertools import product
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopcli.logic.conditions import (
    All,
    Condition,
    Not,
    Some,
    Test,
    condition,
    describe,
    fields_of,
    holds,
    supporting,
    weighed,
)
from iopcli.logic.conditions import tests_of as every_test_of
from iopcli.logic.kleene import both, either, opposite

Test.__test__ = False  # type: ignore[attr-defined] - it is a condition, not a test of pytest's

THREE = st.sampled_from([True, False, None])
RATINGS = ("withdrawal", "medical")
FLAGS = ("pregnant", "danger_now")
WORDS = ("payer",)
LISTS = ("substances",)
PAYERS, SUBSTANCES = ("private", "medicaid"), ("alcohol", "opioids")

leaves = st.one_of(
    st.builds(Test, st.sampled_from(RATINGS), st.sampled_from(["is", "at_least", "at_most"]), st.integers(0, 4)),
    st.builds(Test, st.sampled_from(RATINGS), st.just("one_of"), st.tuples(st.integers(0, 4), st.integers(0, 4))),
    st.builds(Test, st.sampled_from(FLAGS), st.just("is"), st.booleans()),
    st.builds(Test, st.sampled_from(WORDS), st.just("is"), st.sampled_from(PAYERS)),
    st.builds(Test, st.sampled_from(WORDS), st.just("one_of"), st.just(PAYERS)),
    st.builds(Test, st.sampled_from(LISTS), st.just("includes"), st.sampled_from(SUBSTANCES)),
)
conditions = st.recursive(
    leaves,
    lambda part: st.one_of(
        st.lists(part, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(part, max_size=3).map(lambda parts: Some(tuple(parts))),
        part.map(Not),
    ),
    max_leaves=8,
)
answers = st.fixed_dictionaries(
    {
        **{name: st.none() | st.integers(0, 4) for name in RATINGS},
        **{name: st.none() | st.booleans() for name in FLAGS},
        **{name: st.none() | st.sampled_from(PAYERS) for name in WORDS},
        **{name: st.none() | st.lists(st.sampled_from(SUBSTANCES), unique=True) for name in LISTS},
    }
)


@given(st.lists(THREE))
def test_de_morgan_holds_with_unknowns(parts: list[bool | None]) -> None:
    assert opposite(both(parts)) == either(opposite(part) for part in parts)
    assert opposite(either(parts)) == both(opposite(part) for part in parts)


@given(conditions, answers, answers)
def test_learning_more_never_flips_a_settled_answer(
    one: Condition, known: dict[str, Any], more: dict[str, Any]
) -> None:
    settled = holds(one, known)
    learned = {name: known[name] if known[name] is not None else more[name] for name in known}
    assert settled is None or holds(one, learned) == settled


@given(conditions, answers)
def test_a_missing_key_is_unknown_as_null_is(one: Condition, given_answers: dict[str, Any]) -> None:
    said = {name: answer for name, answer in given_answers.items() if answer is not None}
    assert holds(one, said) == holds(one, given_answers)


@given(conditions, answers)
def test_only_the_questions_it_asks_matter(one: Condition, given_answers: dict[str, Any]) -> None:
    asked = {name: given_answers[name] for name in fields_of(one)}
    assert holds(one, asked) == holds(one, given_answers)


@settings(max_examples=60, deadline=None)
@given(conditions, st.lists(answers, min_size=1, max_size=6))
def test_one_person_and_columns_agree_on_polars_and_duckdb(one: Condition, people: list[dict[str, Any]]) -> None:
    tests = {test: number for number, test in enumerate(dict.fromkeys(every_test_of(one)))}
    states = {None: (0, 1), True: (1, 1), False: (0, 0)}
    expected = [states[holds(one, person)] for person in people]
    of_person = [{test: states[holds(test, person)] for test in tests} for person in people]
    assert [weighed(one, of.__getitem__) for of in of_person] == expected

    columns = {"row": range(len(people))}
    for test, number in tests.items():
        columns |= {f"{name}{number}": [of[test][place] for of in of_person] for place, name in enumerate("sm")}
    frame = pl.DataFrame(columns)
    unit = nw.lit(1)
    sure, may = weighed(one, lambda test: (nw.col(f"s{tests[test]}"), nw.col(f"m{tests[test]}")), unit)
    said = {"sure": sure + unit - unit, "may": may + unit - unit}
    in_polars = nw.from_native(frame.lazy()).with_columns(**said).collect().to_native()
    assert in_polars.select("sure", "may").rows() == expected

    database = duckdb.connect()
    database.execute(f"CREATE TABLE people ({', '.join(f'{name} BIGINT' for name in frame.columns)})")
    database.executemany(f"INSERT INTO people VALUES ({', '.join('?' * frame.width)})", frame.rows())
    found = nw.from_native(database.table("people")).with_columns(**said).select("row", "sure", "may").to_native()
    assert [tuple(state) for _, *state in sorted(found.fetchall())] == expected


def test_a_table_reads_as_a_rule_writes_it() -> None:
    table = {
        "living_situation": {"at_least": 3},
        "payer": ["private", "medicaid"],
        "pregnant": True,
        "any": [{"withdrawal": {"at_least": 2, "at_most": 3}}, {"not": {"substances": {"includes": "opioids"}}}],
    }
    assert condition(table) == All(
        (
            Test("living_situation", "at_least", 3),
            Test("payer", "one_of", ("private", "medicaid")),
            Test("pregnant", "is", True),
            Some(
                (
                    All((Test("withdrawal", "at_least", 2), Test("withdrawal", "at_most", 3))),
                    Not(Test("substances", "includes", "opioids")),
                )
            ),
        )
    )


def test_words_keep_and_apart_from_or() -> None:
    one = condition({"a": 1, "any": [{"b": 2}, {"c": 3, "d": 4}], "not": {"e": 5}})
    assert describe(one, lambda test: f"{test.question} {test.kind} {test.value}") == (
        "a is 1 and (b is 2 or (c is 3 and d is 4)) and not (e is 5)"
    )
    assert describe(condition({}), lambda test: "") == "always"
    assert describe(Some(()), lambda test: "") == "never"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            {"a": {"more_than": 3}},
            "`more_than` is not a comparison; use one of is, one_of, at_least, at_most, includes",
        ),
        ({"any": {"a": 1}}, "`any` takes a list of tables"),
        ({"not": [{"a": 1}]}, "`not` takes one table"),
    ],
)
def test_a_condition_written_wrongly_says_so(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as error:
        condition(table)
    assert str(error.value) == message


# --- what is assumed, and what speaks for it ---------------------------------


def whole(known: dict[str, Any], one: Condition, assumed: frozenset[str]) -> list[dict[str, Any]]:
    """Every way to fill in the answers that are missing and assumed."""
    every = {**dict.fromkeys(RATINGS, range(5)), **dict.fromkeys(FLAGS, (True, False)), "payer": PAYERS,
             "substances": [[], ["alcohol"], ["opioids"], ["alcohol", "opioids"]]}  # fmt: skip
    missing = [id_ for id_ in sorted(assumed) if known.get(id_) is None]
    return [{**known, **dict(zip(missing, some, strict=True))} for some in product(*(every[id_] for id_ in missing))]


@given(conditions, answers, st.sets(st.sampled_from(["withdrawal", "pregnant", "substances"])))
def test_what_any_answer_would_make_hold_holds_when_it_is_assumed(one, known, assumed) -> None:
    if any(holds(one, filled) for filled in whole(known, one, frozenset(assumed))):
        assert holds(one, known, assumed)


@given(conditions, answers)
def test_nothing_is_assumed_of_what_was_answered(one, known) -> None:
    given_ = {id_ for id_, answer in known.items() if answer is not None}
    assert holds(one, known, given_) == holds(one, known)


@given(conditions, answers, st.sets(st.sampled_from([*RATINGS, *FLAGS, *WORDS, *LISTS])))
def test_as_numbers_an_assumption_says_the_same(one, known, assumed) -> None:
    def of(test: Test) -> tuple[int, int]:
        held = holds(test, known)
        return int(held is True), int(held is not False)

    sure, may = weighed(one, of, 1, assumed)
    assert {(1, 1): True, (0, 0): False, (0, 1): None}[sure, may] == holds(one, known, assumed)


@given(conditions, answers)
def test_what_holds_is_spoken_for_and_by_answers_alone(one, known) -> None:
    led = supporting(one, known)
    assert led <= fields_of(one)
    assert all(known.get(id_) is not None for id_ in led)
    if holds(one, known):
        assert holds(one, {id_: known[id_] for id_ in led})
