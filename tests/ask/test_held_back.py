"""Sentences and questions that no one learned from: how many are heard, and how many are answered rightly."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import tomli

HELD, HARD = (
    tomli.loads((Path(__file__).parent / name).read_text("utf-8")) for name in ("held.toml", "held_hard.toml")
)
LEAST = {"held": (0.95, 0.99), "hard": (0.82, 0.94)}
"""Of sentences of danger: what has to be urgent, and what has to get a number to call."""
MOST = {"held": (0.03, 0.10), "hard": (0.08, 0.23)}
"""The same of calm sentences, most of them near misses."""
RIGHT_LEAST, WRONG_MOST = 0.85, 0.05
"""Of questions: what has to be answered rightly, and what may get something else."""
HARD_RIGHT_LEAST, HARD_WRONG_MOST = 0.61, 0.11
"""The same of those that were written to be hard."""


def shares(afresh, texts):
    """How many of the texts are urgent, and how many get a number to call."""
    answers = [afresh(text) for text in texts]
    urgent = sum(one.kind == "urgent" for one in answers)
    return urgent / len(texts), sum(one.kind == "urgent" or bool(one.perhaps) for one in answers) / len(texts)


@pytest.mark.parametrize(("held", "limits"), [(HELD, LEAST["held"]), (HARD, LEAST["hard"])], ids=LEAST)
def test_danger_is_heard(held, limits, afresh):
    urgent, either = shares(afresh, [text for one in held["danger"].values() for text in one["must"]])
    assert urgent >= limits[0]
    assert either >= limits[1]


@pytest.mark.parametrize(("held", "limits"), [(HELD, MOST["held"]), (HARD, MOST["hard"])], ids=MOST)
def test_calm_is_left_alone(held, limits, afresh):
    urgent, either = shares(afresh, [text for one in held["danger"].values() for text in one["must_not"]])
    assert urgent <= limits[0]
    assert either <= limits[1]


def judged(expected, answer):
    """Right, wrong, or not known, by topic or by options and rows."""
    if "missing" in expected or answer.kind != "answer":
        right = "missing" in expected and answer.kind == "unknown"
        return "right" if right else "not known" if answer.kind == "unknown" else "wrong"
    if set(expected.get("topics", ())) & set(answer.topics):
        return "right"
    options, rows = set(expected.get("options", ())), set(expected.get("attributes", ()))
    table = {row.attribute for row in answer.comparison.rows} if answer.comparison else set()
    shown = {*answer.attributes, *(line.attribute for line in answer.lines), *table}
    fits = options <= set(answer.options) and (not rows or bool(rows & shown))
    return "right" if (options or rows) and fits else "wrong"


def test_questions_are_answered_or_said_to_be_not_known(afresh):
    every = Counter(judged(one, afresh(one["asks"])) for one in HELD["question"])
    assert every["right"] >= RIGHT_LEAST * every.total(), every
    assert every["wrong"] <= WRONG_MOST * every.total(), every


def test_hard_questions_are_answered_or_said_to_be_not_known(afresh):
    every = Counter(judged(one, afresh(one["asks"])) for one in HELD["hard"])
    assert every["right"] >= HARD_RIGHT_LEAST * every.total(), every
    assert every["wrong"] <= HARD_WRONG_MOST * every.total(), every
