"""What holds of any question: three kinds, no exception, danger first, and no number that no cell holds."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.question_scores import DEV

from iopcli.ask.ask import LONGEST, Asker
from iopcli.dataset.load import load
from iopcli.report.pages import page
from iopcli.report.writers.json import json

URGENT = [
    said for danger in load().dangers.values() if danger.id != "calling-for-help" for said in danger.sentences.must
]
KINDS = ("answer", "unknown", "urgent")
WORDS = st.sampled_from([word for one in DEV for word in one["asks"].split()])
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=14).map(" ".join))


@pytest.fixture(scope="module")
def asker(dataset):
    return Asker(dataset)


@pytest.fixture(scope="module")
def known(dataset):
    """Every id that an answer may name."""
    return {*dataset.options, *dataset.attributes, *dataset.topics, *dataset.terms, *dataset.sources}


def parts(answer):
    """What makes two answers the same, whatever was typed."""
    return answer.kind, answer.shape, answer.text, answer.options, answer.attributes, answer.topics, answer.suggestions


@given(text=TEXTS)
def test_any_text_gets_an_answer_that_can_be_shown(text, asker):
    answer = asker.ask(text)
    assert answer.kind in KINDS
    assert page(answer).blocks
    assert json(answer)
    if answer.kind == "urgent":
        assert answer.text.startswith(answer.alerts[0].message)
    assert not (answer.perhaps and answer.kind == "urgent")


@given(text=TEXTS)
def test_what_an_answer_names_exists(text, asker, known):
    answer = asker.ask(text)
    assert {*answer.options, *answer.attributes, *answer.topics, *answer.sources} <= known
    assert set(answer.sources) == set(answer.cited)
    assert set(answer.rests) <= set(answer.sources)


@given(before=TEXTS, after=TEXTS, said=st.sampled_from(URGENT))
def test_urgent_stays_urgent_whatever_else_is_said(before, after, said, asker):
    assert asker.ask(f"{before}. {said}. {after}").kind == "urgent"


@given(one=st.sampled_from(DEV), spaces=st.sampled_from(["  ", " \t "]))
def test_case_spaces_and_signs_change_nothing(one, spaces, afresh):
    plain = parts(afresh(one["asks"]))
    assert parts(afresh(spaces.join(one["asks"].upper().split(" ")))) == plain
    assert parts(afresh(f"{one['asks']} ?!")) == plain


@pytest.mark.parametrize("one", DEV, ids=lambda one: one["asks"][:40])
def test_every_number_stands_in_what_the_answer_rests_on(one, dataset, afresh):
    answer = afresh(one["asks"])
    rests = [text for cell in answer.cells for text in (cell.text, cell.note, *(p.says for p in cell.points))]
    rests += [
        text for cell in answer.cells for claim in (*cell.also, *cell.disputed) for text in (claim.text, claim.note)
    ]
    rests += [point.says + point.label for reading in answer.readings for point in reading.points]
    rests += [alert.message for alert in (*answer.alerts, *answer.perhaps)] + [line.number for line in answer.help]
    rests += [line.number for alert in (*answer.alerts, *answer.perhaps) for line in alert.lines]
    rests += [option.name + option.summary for option in dataset.options.values()] + [one["asks"]]
    known = set(re.findall(r"\d+", " ".join(rests).replace(",", "")))
    assert set(re.findall(r"\d+", answer.text.replace(",", ""))) <= known


LONG = {
    "words": "what is iop " * 9000,
    "one word": "a" * 100_000,
    "danger": "i want to die " * 7000,
    "half said": "i want to " * 10_000,
    "signs": "?!" * 50_000,
    "odd words": " ".join(f"seiz{number}ure{chr(97 + number % 26)}" for number in range(7000)),
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_text_is_looked_through_quickly(text, asker):
    start = time.perf_counter()
    assert asker.ask(text).kind in ("unknown", "urgent")
    assert time.perf_counter() - start < 3  # on a busy machine; a second on a free one


def test_danger_is_heard_at_the_end_of_a_long_text(asker):
    assert asker.ask("it has been a long story. " * LONGEST + "I want to die").kind == "urgent"
