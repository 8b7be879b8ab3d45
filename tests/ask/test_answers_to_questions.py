"""Test questions get right answers; every second one was held back while `ask` was built, and is only counted."""

from __future__ import annotations

from collections import Counter

import pytest
from support.question_scores import DEV, HELD, counted, right, some_asked

HELD_LEAST, HELD_DANGER_LEAST = 0.87, 1.0
"""The share of held questions, and of held dangers, that has to be right."""
ASKED_LEAST, ASKED_WRONG_MOST = 0.92, 0.06
"""Of the questions in the dataset: what has to be right, and what may be answered with something else."""


@pytest.mark.parametrize("one", DEV, ids=lambda one: one["asks"][:40])
def test_a_question_gets_a_right_answer(afresh, one):
    assert right(one, afresh(one["asks"]))


def test_the_held_questions_are_counted(dataset):
    good, every = counted(dataset, HELD)
    told = f"{dict(good)} of {dict(every)}"
    assert good.total() >= HELD_LEAST * every.total(), told
    assert good["urgent"] >= HELD_DANGER_LEAST * every["urgent"], told


def test_the_questions_of_the_dataset_are_counted(dataset, afresh):
    judged = Counter()
    for one in some_asked(dataset):
        answer = afresh(one.asks)
        rows = {*answer.attributes, *(line.attribute for line in answer.lines)}
        table = answer.comparison.rows if answer.comparison else ()
        rows |= {row.attribute for row in table}
        if answer.kind != one.kind:
            judged["not known" if answer.kind == "unknown" else "wrong"] += 1
        elif one.kind != "answer" or set(one.topics) & set(answer.topics):
            judged["right"] += 1
        else:
            fits = set(one.options) <= set(answer.options) and (not one.attributes or set(one.attributes) & rows)
            judged["right" if fits else "wrong"] += 1
    assert judged["right"] >= ASKED_LEAST * judged.total(), judged
    assert judged["wrong"] <= ASKED_WRONG_MOST * judged.total(), judged
