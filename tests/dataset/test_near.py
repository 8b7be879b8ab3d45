"""The nearest known words to one that is not known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iopcli.dataset.near import did_you_mean, near, scored

WORDS = ("sleep", "hours_per_week", "housing", "cost_per_week", "cost_per_episode")


def test_the_likest_word_comes_first():
    assert near("slep", WORDS) == ["sleep"]
    assert near("cost_per_weak", WORDS)[0] == "cost_per_week"
    assert near("cost_per", WORDS) == ["cost_per_week", "cost_per_episode"]


def test_nothing_is_near_to_what_is_like_nothing():
    assert near("qqqq", WORDS) == near("", WORDS) == near("sleep", ()) == []


def test_only_as_many_words_are_given_as_asked_for():
    assert near("aaa", ["aaa1", "aaa2", "aaa3", "aaa4"], most=2) == ["aaa1", "aaa2"]
    assert len(near("aaa", ["aaa1", "aaa2", "aaa3", "aaa4"])) == 3


def test_words_in_another_order_are_near_when_asked_for():
    [(choice, _), *_] = scored("program evening", ["evening program", "winter"], at_least=87, by_words=True)
    assert choice == "evening program"
    assert scored("program evening", ["evening program", "winter"], at_least=87) == []


def test_a_word_known_twice_is_named_once():
    assert near("slep", ["sleep", "sleep"]) == ["sleep"]


def test_the_hint_names_them_or_says_nothing():
    assert did_you_mean("slep", WORDS) == "did you mean `sleep`?"
    assert did_you_mean("cost_per", WORDS) == "did you mean `cost_per_week` or `cost_per_episode`?"
    assert did_you_mean("qqqq", WORDS) == ""


@given(st.text(), st.lists(st.text()))
def test_every_near_word_is_a_known_one_and_likest_first(word, known):
    found = scored(word, known, at_least=60)
    assert all(choice in known and 60 <= score <= 100 for choice, score in found)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@given(st.text(min_size=1, max_size=200), st.lists(st.text()))
def test_a_known_word_is_its_own_nearest(word, known):
    assert near(word, [*known, word])[0] == word
