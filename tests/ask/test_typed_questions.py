"""Questions as people type them, each with what a good answer is about."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import tomli

QUESTIONS = tomli.loads((Path(__file__).parent / "questions.toml").read_text("utf-8"))["question"]


def test_there_are_enough_of_every_kind_and_half_are_held_back():
    assert len(QUESTIONS) >= 200
    assert len({one["asks"] for one in QUESTIONS}) == len(QUESTIONS)
    kinds = Counter(one["kind"] for one in QUESTIONS)
    assert set(kinds) == {"answer", "unknown", "urgent"}
    assert min(kinds.values()) >= 30
    held = sum(one["held"] for one in QUESTIONS)
    assert abs(held - len(QUESTIONS) / 2) < len(QUESTIONS) / 20


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one["asks"][:40])
def test_what_is_expected_is_there(dataset, one):
    assert set(one["options"]) <= set(dataset.options)
    assert set(one["attributes"]) <= set(dataset.attributes)
    assert set(one["topics"]) <= {*dataset.topics, *dataset.terms}
    if one["kind"] == "urgent":
        assert (one["options"], one["attributes"]) == ([], [])
