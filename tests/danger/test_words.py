"""What was typed becomes words, and a word that is one letter off one of them is mended."""

from __future__ import annotations

import pytest

from iopcli.danger.words import Vocabulary, words_of


def test_words_are_without_case_signs_and_apostrophes():
    spellings = {"u": ("you",), "wanna": ("want", "to")}
    told = words_of("Don't U\u2019re WANNA 24/7?\n12-step $1,500 \u200bＩＯＰ", spellings)
    assert told == ["dont", "ure", "want", "to", "24/7", ".", "12", "step", "$1,500", "iop"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("siezure", "seizure"), ("sucide", "suicide"), ("suicidde", "suicide"), ("waht", "what"), ("seizures", "seizures"),
     ("soooo", "so"), ("fifth", "fifth"), ("xyzzy", "xyzzy"), ("a" * 60, "a" * 60)],
)  # fmt: skip
def test_a_word_one_letter_off_is_mended(typed, meant):
    assert Vocabulary(["seizure", "suicide", "what", "faith", "so"], []).mended([typed]) == [meant]


def test_a_word_typed_as_two_is_one():
    assert Vocabulary(["outpatient"], []).mended(["regular", "out", "patient", "care"]) == [
        "regular",
        "outpatient",
        "care",
    ]
