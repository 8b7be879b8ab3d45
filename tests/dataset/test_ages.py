"""An age in years is an answer to the question of the age group, as a number or as it is typed."""

from __future__ import annotations

import pytest

from iopcli.dataset.answers import NotAnAnswer, from_text, typed
from iopcli.dataset.load import load

DATASET = load()
QUESTION = DATASET.questions["age_group"]
AGES = {
    0: "adolescent",
    17: "adolescent",
    17.9: "adolescent",
    18: "adult",
    64: "adult",
    65: "older_adult",
    125: "older_adult",
}


@pytest.mark.parametrize("age", AGES)
def test_an_age_in_years_stands_for_its_group(age):
    assert typed(QUESTION, age) == from_text(QUESTION, str(age)) == AGES[age]


@pytest.mark.parametrize("age", [-1, 126, 999])
def test_an_age_that_nobody_has_is_refused_without_being_repeated(age):
    with pytest.raises(NotAnAnswer) as caught:
        typed(QUESTION, age)
    assert (caught.value.message, caught.value.hint) == ("needs an age from 0 to 125", "in years")
    assert caught.value.code == "OUT_OF_RANGE"


@pytest.mark.parametrize("value", [True, [34], None, float("nan")])
def test_what_is_neither_a_word_nor_an_age_is_refused(value):
    with pytest.raises(NotAnAnswer, match="needs a word, or an age in years"):
        typed(QUESTION, value)


def test_a_group_is_named_as_before():
    assert [from_text(QUESTION, text) for text in ("adult", "teen", "65 or older")] == [
        "adult", "adolescent", "older_adult",
    ]  # fmt: skip


def test_two_names_of_one_class_are_that_class_once():
    assert typed(DATASET.questions["substances"], ["heroin", "fentanyl", "beer"]) == ("alcohol", "opioids")
