"""Amounts in a question: numbers of hours, days, dollars and such, with the row that each is about."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import Literal, NamedTuple

from iopcli.ask.phrases import PhraseMatch

UNITS = {
    "hour": ("hours_per_week", 1), "dollar": ("cost_per_week", 1), "buck": ("cost_per_week", 1),
    "day": ("length_days", 1), "week": ("length_days", 7), "month": ("length_days", 30), "year": ("length_days", 365),
}  # fmt: skip
"""A unit of time or money: the row it measures, and how many of that row's units it is."""

TIMES = ("day", "time", "session", "visit", "meeting", "group")
"""What is counted by the week."""
NUMBERS = {
    "couple": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
    "hundred": 100, "thousand": 1000,
}  # fmt: skip
TIMES_OF = {"hundred": 100, "thousand": 1000}
Test = Literal["at least", "at most", "below"]
TESTS: dict[str, Test] = {"at-least": "at least", "at-most": "at most", "below": "below"}
NEAR_A_NUMBER = 3
"""Words between a number and a word before it that says which side of it is asked for."""
NO_AMOUNT = frozenset(("old", "pregnant", "along", "sober", "clean", "ago", "since", "preg"))
"""Words after a number and its unit that make it no length of care: `20 weeks pregnant`."""
HOURS_OF_A_WEEK = 168
"""A larger number a week, without a unit, is money."""


class Number(NamedTuple):
    """A number with the row that it is about, and the side of it that is asked for."""

    attribute: str
    value: float
    test: Test = "at most"
    place: int = -1


def numbers(words: Sequence[str], cued: Sequence[PhraseMatch[str]], named: Container[int]) -> Iterator[Number]:
    """Numbers with a unit or a dollar sign, in digits or words; none that is part of a name, and no age."""
    bare: list[Number] = []  # a number without a unit has that of the next: `9 to 19 hours`
    for place, word in enumerate(words):
        value = _value(word)
        if value is None or place in named or words[place - 1 : place] in (["hundred"], ["thousand"]):
            continue
        after = [one.removesuffix("s") for one in words[place + 1 : place + 5]]
        while after and after[0] in (*TIMES_OF, "of"):
            value *= TIMES_OF.get(after.pop(0), 1)
        if not NO_AMOUNT.isdisjoint(after[:2]):
            continue
        measured = _measured(word, value, after)
        to = after[:1] in (["to"], ["and"])
        number = Number("", value, "at least" if to and not measured else _test(cued, place), place)
        if measured is None:
            bare.append(number)
            continue
        attribute, times = measured
        yield from (one._replace(attribute=attribute, value=one.value * times) for one in (*bare, number))
        bare = []


def _measured(word: str, value: float, after: Sequence[str]) -> tuple[str, float] | None:
    """The row that a number measures, and how many of that row's units it is; None if it has no unit."""
    if after[:1] and after[0] in TIMES and _a_week(after[1:3]):
        return "sessions_per_week", 1
    if word[0] == "$" or (value > HOURS_OF_A_WEEK and _a_week(after[:2])):
        return "cost_per_week", 1
    return UNITS.get(after[0]) if after else None


def _test(cued: Sequence[PhraseMatch[str]], place: int) -> Test:
    """Which side of a number is asked for, by the nearest word that says so, those before it first; else up to it."""
    tests = [one for one in cued if one.of in TESTS]
    near = [one for one in tests if one.end <= place and place - one.end < NEAR_A_NUMBER] or [
        one for one in tests if one.start > place
    ]
    here = [one.of for one in near if abs(one.start - place) == min(abs(each.start - place) for each in near)]
    return next((TESTS[id_] for id_ in ("below", "at-least", "at-most") if id_ in here), "at most")


def _a_week(words: Sequence[str]) -> bool:
    return len(words) == 2 and words[0] in ("a", "per", "each", "every") and words[1].startswith("w")


def _value(word: str) -> float | None:
    """What a number is, in digits or as a word; None if it is none."""
    if word in NUMBERS:
        return NUMBERS[word]
    digits = word.lstrip("$").replace(",", "")
    thousands = digits.endswith("k")
    try:
        return float(digits.removesuffix("k")) * (1000 if thousands else 1)
    except ValueError:  # 1.2.3
        return None
