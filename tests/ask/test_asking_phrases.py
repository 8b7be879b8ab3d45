"""Phrases, words and the index, each by itself."""

from __future__ import annotations

import pytest

from iopcli.ask.nearest import Index, Searchable
from iopcli.ask.phrases import Phrases
from iopcli.ask.refusals import RefusalPhrases
from iopcli.dataset.model import Refusal

LISTS = {"self": ("myself", "me")}


@pytest.mark.parametrize(
    ("phrase", "text", "places"),
    [
        ("how long", "so how long is it", (1, 2)),
        ("kill @self", "kill me", (0, 1)),
        ("cost|price", "the prices", (1,)),
        ("who is? for", "who for", (0, 1)),
        ("who ~ for", "who is iop for", (0, 3)),
        ("who ~ for", "who a b c d for", None),
        ("who ~ for", "who . for", None),
        ("took # pills", "took 20 pills", (0, 1, 2)),
        ("the? end", "end", (0,)),
        ("end up?", "end up", (0, 1)),
        ("in coma", "in a coma", (0, 2)),
        ("i|he & die", "will he ever die", (3,)),
        ("i|he & die", "die she said", None),
        ("i|he & die", "he . die", None),
        (". help .", ". help .", (0, 1, 2)),
    ],
)
def test_where_a_phrase_stands(phrase, text, places):
    phrases: Phrases[str] = Phrases(LISTS)
    phrases.add([phrase], "it")
    assert [found.places for found in phrases.find(text.split())] == ([] if places is None else [places])


@pytest.mark.parametrize(("text", "there"), [("prices", True), ("pricing", True), ("priced", True), ("prick", False)])
def test_a_phrase_may_fit_any_form_of_its_words(text, there):
    phrases: Phrases[str] = Phrases({}, stems=True)
    phrases.add(["price"], "it")
    assert bool(phrases.find([text])) is there


def test_only_what_an_exception_covers_is_taken_back():
    refusal = Refusal(id="x", any=("dying",), unless=("dying to know",), message="!")
    warnings = RefusalPhrases([refusal], {})
    assert warnings.raised(["dying", "to", "know"]) == []
    assert warnings.raised(["dying", "to", "know", ".", "dying"]) == ["x"]


def test_what_covers_most_of_the_words_is_nearest():
    things = [Searchable("topic", "a", "paying for care", "cost"), Searchable("topic", "b", "cost of care", "pay")]
    index = Index(things)
    assert [near.id for near in index.nearest(["costs", "care"])] == ["b", "a"]
    assert index.nearest(["costs"])[0].named == 1
    assert index.nearest([]) == []
