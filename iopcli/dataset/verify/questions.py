"""Questions, the conditions that test their answers, and the answers that the dataset itself writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from iopcli.dataset.answers import NotAnAnswer, typed
from iopcli.dataset.model import Question
from iopcli.dataset.read import GOOD_ID
from iopcli.dataset.verify.whole import Place, Whole
from iopcli.errors import Problem
from iopcli.logic.conditions import Condition, Test, tests_of

_FIXED_CHOICES: Mapping[str, list[int | bool]] = {"rating": [0, 1, 2, 3, 4], "yesno": [True, False]}
_COMPARED: Mapping[str, tuple[str, ...]] = {
    "rating": ("is", "one_of", "at_least", "at_most"), "number": ("at_least", "at_most"), "yesno": ("is",),
    "choice": ("is", "one_of"), "choices": ("includes",), "options": ("includes",), "attributes": ("includes",),
}  # fmt: skip
"""How answers of each type may be compared."""


def question(whole: Whole, one: Question, place: Place) -> Iterator[Problem]:
    """Are its choices those that its type has, and its limits those of a number?"""
    values = [choice.value for choice in one.choice]
    wanted = _FIXED_CHOICES.get(one.type)
    if wanted is not None and [(type(value), value) for value in values] != [(type(value), value) for value in wanted]:
        yield Problem(place("choice"), f"has other choices than {', '.join(map(str, wanted))}", "write them in order")
    elif one.type in ("choice", "choices"):
        if not values or not all(isinstance(value, str) and GOOD_ID.fullmatch(value) for value in values):
            yield Problem(place("choice"), "has choices that are not good words", "use small letters, digits, _ and -")
    elif wanted is None and values:
        yield Problem(place("choice"), f"has choices, which {one.type} has not", "remove them")
    if len(set(map(str, values))) < len(values):
        yield Problem(place("choice"), "has a choice twice", "leave one of them")
    if (one.type == "number") != (one.least < one.most):
        yield Problem(place("most"), "a number has a least and a most, other types have not")
    for choice in one.choice:
        yield from wrong_tests(whole, place("choice"), "possible", partial(getattr, choice, "could"))


def wrong_tests(whole: Whole, place: str, key: str, read: Callable[[], Condition]) -> Iterator[Problem]:
    """What is wrong with a condition that is written under a key."""
    try:
        for test in tests_of(read()):
            yield from wrong_test(whole, test, f"{place} {key}.{test.question}")
    except ValueError as error:
        yield Problem(f"{place} {key}", str(error))


def wrong_test(whole: Whole, test: Test, place: str) -> Iterator[Problem]:
    """What is wrong with one test of an answer."""
    question = whole.dataset.questions.get(test.question)
    if question is None:
        yield from whole.unknown(place, "question", [test.question])
        return
    if test.kind not in _COMPARED[question.type]:
        yield Problem(place, f"compares with `{test.kind}`", f"use one of {', '.join(_COMPARED[question.type])}")
        return
    for value in test.value if test.kind == "one_of" else [test.value]:
        yield from wrong_answer(whole, question, [value] if question.many else value, place, "compares with ")


def wrong_answer(whole: Whole, question: Question, value: Any, place: str, lead: str = "") -> Iterator[Problem]:
    """What is wrong with an answer that the dataset itself writes: it uses ids, and no other names."""
    kind = {"options": "option", "attributes": "attribute"}.get(question.type, "")
    try:
        read = typed(question, value)
    except NotAnAnswer as error:
        if not (kind and isinstance(value, list) and set(map(str, value)) <= set(whole.names[kind])):
            yield Problem(place, f"{lead}what is no answer: {error.message}" if lead else error.message, error.hint)
        return
    exact = list(read) if question.many else read
    if (sorted(exact) != sorted(value)) if question.many else (exact != value):
        known = next(one for one in read if one not in value) if question.many else read
        yield Problem(place, f"{lead}another name of `{known}`", f"write `{known}`")
