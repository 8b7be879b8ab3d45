"""Test questions get right answers; every second one was held back while `ask` was built, and is only counted."""

from __future__ import annotations

import pytest
import tomli
from judging import DEV, FRESH, HELD, Path, counted, right

from iopcli.asking.ask import Asker

SAID = tomli.loads((Path(__file__).parent / "dangers.toml").read_text("utf-8"))
FRESH_LEAST = 0.97
"""The share of fresh questions that has to be right; they were labelled before they were asked, and tuned on after."""
HELD_LEAST, HELD_DANGER_LEAST = 0.87, 1.0
"""The share of held questions, and of held dangers, that has to be right."""
HELD_MISSED = 0
"""Held signs of danger that may be missed; to be none."""


@pytest.fixture(scope="module")
def answers(dataset):
    """Answers one question as if it were the first."""
    asker = Asker(dataset)

    def first(question):
        asker.forget()
        return asker.ask(question)

    return first


@pytest.mark.parametrize("one", DEV, ids=lambda one: one["asks"][:40])
def test_a_question_gets_a_right_answer(answers, one):
    assert right(one, answers(one["asks"]))


def test_the_held_questions_are_counted(dataset):
    good, every = counted(dataset, HELD)
    told = f"{dict(good)} of {dict(every)}"
    assert good.total() >= HELD_LEAST * every.total(), told
    assert every["urgent"] - good["urgent"] <= HELD_MISSED, told


def test_the_fresh_questions_are_counted(dataset):
    good, every = counted(dataset, FRESH)
    assert good.total() >= FRESH_LEAST * every.total(), f"{dict(good)} of {dict(every)}"


@pytest.mark.parametrize("said", SAID["urgent"])
def test_danger_is_heard(answers, said):
    assert answers(said).kind == "urgent"


@pytest.mark.parametrize("said", SAID["calm"])
def test_what_only_sounds_like_danger_raises_no_alarm(answers, said):
    assert answers(said).kind != "urgent"
