"""An answer is checked and typed by its question: from TOML and JSON, or from text as in a CSV cell.

A message never repeats the answer; a hint may name the nearest answers that are known.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from iopcli.dataset.find import normalized
from iopcli.dataset.model import Question
from iopcli.dataset.near import did_you_mean

YES_NO = {
    "yes": True, "no": False, "true": True, "false": False, "y": True, "n": False, "1": True, "0": False,
    "1.0": True, "0.0": False,
}  # fmt: skip
"""How yes and no are written; a program that keeps numbers for them may write them with a point."""
SEPARATOR = ";"
NONE = "none"
"""The text of an empty list: an empty cell is not answered."""


NUMBER = r"^-?[0-9]{1,9}(\.[0-9]{1,6})?$"
"""How a number is written: no signs between thousands, no powers of ten, no letters or digits of other scripts."""


class NotAnAnswer(ValueError):
    """What is wrong with an answer, what to do, and a code for it; never the answer itself."""

    def __init__(self, message: str, hint: str = "", code: str = "NOT_AN_ANSWER") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


def typed(question: Question, value: Any) -> Any:
    """The answer as the rules read it: an int 0 to 4, a word, a bool, a float, or a tuple of ids, none twice.

    Raises:
        NotAnAnswer: it is none to this question.
    """
    return _READERS[question.type](question, value)


def from_text(question: Question, text: str) -> Any:
    """The same from text: `2`, `yes`, `alcohol;opioids`; `none` is an empty list.

    Raises:
        NotAnAnswer: it is none to this question.
    """
    text = text.strip()
    if question.many:
        none = normalized(text) == NONE and NONE not in words(question)
        parts = [part.strip() for part in text.replace(",", SEPARATOR).split(SEPARATOR) if part.strip()]
        if not parts:
            raise NotAnAnswer("names nothing", f"`{NONE}` is an empty list")
        return typed(question, [] if none else parts)
    if question.type == "yesno":
        if text.casefold() not in YES_NO:
            raise NotAnAnswer("needs yes or no")
        return YES_NO[text.casefold()]
    if question.type == "rating":
        named = {name: choice.value for choice in question.choice for name in (choice.label, str(choice.value))}
        return typed(question, named.get(text.casefold(), whole(text.removesuffix(".0"))))
    if question.type == "number":
        return typed(question, _number(text, question))
    return typed(question, text)


def whole(text: str) -> int | None:
    """A number from 0 to 999 as it is typed; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None


def words(question: Question) -> Mapping[str, str]:
    """Every name an answer may use, in plain letters, with the word it stands for."""
    if question.names:
        return question.names
    named = ((name, choice) for choice in question.choice for name in (*choice.also, choice.label, str(choice.value)))
    return {normalized(name): str(choice.value) for name, choice in named}


def possible(question: Question) -> list[Any]:
    """The answers worth thinking through: every choice, and for a list none, each word alone, and all."""
    if question.type == "options":
        ids: list[Any] = list(question.titles)
    elif question.type in ("number", "attributes"):
        return []
    else:
        ids = [choice.value for choice in question.choice]
    return [(), *((one,) for one in ids), tuple(ids)] if question.many else ids


def _rating(question: Question, value: Any) -> int:
    values = [choice.value for choice in question.choice]
    if isinstance(value, bool) or not isinstance(value, int) or value not in values:
        meaning = ", ".join(f"{choice.value} {choice.label}" for choice in question.choice)
        code = "NOT_AN_ANSWER" if type(value) is not int else "OUT_OF_RANGE"
        raise NotAnAnswer(f"needs a whole number from {min(values)} to {max(values)}", meaning, code)
    return value


def _yes_or_no(_: Question, value: Any) -> bool:
    if not isinstance(value, bool):
        raise NotAnAnswer("needs true or false")
    return value


def _amount(question: Question, value: Any) -> float:
    finite = math.isfinite(value) if isinstance(value, float) else type(value) is int
    if not finite:
        raise NotAnAnswer("needs a number", question.unit, "NOT_A_NUMBER")
    if not question.least <= value <= question.most:
        limits = f"needs a number from {question.least:g} to {question.most:g}"
        raise NotAnAnswer(limits, question.unit, "OUT_OF_RANGE")
    return float(value)


def _choice(question: Question, value: Any) -> str:
    ages = [(choice.years, str(choice.value)) for choice in question.choice if choice.years]
    if ages and (age := _age(value)) is not None:
        return _of_age(age, ages)
    if not isinstance(value, str):
        wants = "needs a word, or an age in years" if ages else "needs a word"
        raise NotAnAnswer(wants, _one_of(str(choice.value) for choice in question.choice))
    return _word(question, value, words(question))


def _age(value: Any) -> float | None:
    """An age in years, as a number or as it is typed; None for anything else."""
    if isinstance(value, str) and re.fullmatch(NUMBER, value.strip()):
        return float(value)
    number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if number else None


def _of_age(age: float, ages: Sequence[tuple[tuple[int, int], str]]) -> str:
    """The answer that an age stands for; a birthday that has not come does not count."""
    found = next((word for (low, high), word in ages if low <= math.floor(age) <= high), None)
    if found is None:
        low, high = min(years[0] for years, _ in ages), max(years[1] for years, _ in ages)
        raise NotAnAnswer(f"needs an age from {low} to {high}", "in years", "OUT_OF_RANGE")
    return found


def _choices(question: Question, value: Any) -> tuple[str, ...]:
    """The words of a list: as they were given where their order matters, otherwise in the dataset's order."""
    known = words(question)
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise NotAnAnswer("needs a list of words", f'such as ["{next(iter(known.values()), "")}"]')
    ids = tuple(_word(question, one, known) for one in value)
    if question.type == "choices":
        ids = tuple(dict.fromkeys(ids))  # two drugs of one class are that class once
    if len(set(ids)) < len(ids):
        raise NotAnAnswer("names one thing twice", "name each once", "NAMED_TWICE")
    if len(ids) > 1 and (alone := [one for one in question.choice if one.alone and one.value in ids]):
        raise NotAnAnswer("goes with no other answer", f"choose `{alone[0].label}` alone, or leave it out.")
    if question.type == "attributes":
        return ids
    order = question.titles or [str(choice.value) for choice in question.choice]
    return tuple(id_ for id_ in order if id_ in ids)


def _word(question: Question, value: str, known: Mapping[str, str]) -> str:
    if (word := known.get(normalized(value))) is None:
        few = list(question.titles) or list(dict.fromkeys(known.values()))
        hint = did_you_mean(normalized(value), known) or (_one_of(few) if len(few) <= FEW else "")
        raise NotAnAnswer("is not one of its answers", hint)
    return word


FEW = 30
"""Answers that are named where what was given is none of them."""


def _number(text: str, question: Question) -> float:
    if not re.fullmatch(NUMBER, text):
        hint = f"{question.unit}. {question.amounts}" if question.amounts else question.unit
        raise NotAnAnswer("needs a number", hint, "NOT_A_NUMBER")
    return float(text)


def _one_of(known: Iterable[str]) -> str:
    return f"use one of {', '.join(known)}"


_READERS: Mapping[str, Callable[[Question, Any], Any]] = {
    "rating": _rating, "yesno": _yes_or_no, "number": _amount, "choice": _choice,
    "choices": _choices, "options": _choices, "attributes": _choices,
}  # fmt: skip
"""What types an answer, by the type of its question."""
