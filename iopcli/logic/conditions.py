"""One condition, read four ways: for a person, in numbers or columns of them, in words, and for what it asks.

A condition is a small tree. `condition()` reads it from the table of a rule's `when`: keys are questions and all of
them must hold; a value is *is*, a list is *one of*; `at_least`, `at_most` and `includes` compare; `any` takes
alternatives and `not` takes one table.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from iopcli.logic.kleene import Answer, both, either, opposite

Answers = Mapping[str, Any]
"""Question id to answer; a question that was not answered is missing or None."""


class Test(NamedTuple):
    """A question's answer compared with a value; what kind of comparison is one of `TESTS`."""

    question: str
    kind: str
    value: Any


class All(NamedTuple):
    """Every part holds."""

    parts: tuple[Condition, ...]


class Some(NamedTuple):
    """At least one part holds."""

    parts: tuple[Condition, ...]


class Not(NamedTuple):
    """The part does not hold."""

    part: Condition


Condition = Test | All | Some | Not

TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda answer, value: bool(answer == value),
    "one_of": lambda answer, value: answer in value,
    "at_least": lambda answer, value: bool(answer >= value),
    "at_most": lambda answer, value: bool(answer <= value),
    "includes": lambda answer, value: value in answer,
}


def condition(table: Mapping[str, Any]) -> Condition:
    """The condition that a `when` table writes down.

    Raises:
        ValueError: a comparison that is not known, or `any` and `not` with the wrong shape.
    """
    parts: list[Condition] = []
    for key, value in table.items():
        if key == "any":
            if not isinstance(value, list) or not value or not all(isinstance(part, Mapping) for part in value):
                raise ValueError("`any` takes a list of tables")
            parts.append(Some(tuple(condition(part) for part in value)))
        elif key == "not":
            if not isinstance(value, Mapping) or not value:
                raise ValueError("`not` takes one table")
            parts.append(Not(condition(value)))
        else:
            parts += _tests(key, value)
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def holds(one: Condition, answers: Answers, assume: Collection[str] = (), wanted: bool = True) -> Answer:
    """Whether a condition holds for one person: yes, no, or unknown where an answer that decides it is missing.

    A missing answer to a question in `assume` is taken for one that makes the condition hold.
    """
    match one:
        case Test(question, kind, value):
            answer = answers.get(question)
            if answer is None:
                return wanted if question in assume else None
            return TESTS[kind](answer, value)
        case All(parts):
            return both(holds(part, answers, assume, wanted) for part in parts)
        case Some(parts):
            return either(holds(part, answers, assume, wanted) for part in parts)
        case Not(part):
            return opposite(holds(part, answers, assume, not wanted))


def supporting(one: Condition, answers: Answers, wanted: bool = True) -> frozenset[str]:
    """The questions whose answers speak for a condition, or against it where that is `wanted`."""
    match one:
        case Test(question, kind, value):
            answer = answers.get(question)
            speaks = answer is not None and TESTS[kind](answer, value) is wanted
            return frozenset([question]) if speaks else frozenset()
        case All(parts) | Some(parts):
            return frozenset[str]().union(*(supporting(part, answers, wanted) for part in parts))
        case Not(part):
            return supporting(part, answers, not wanted)


def weighed(
    one: Condition,
    of: Callable[[Test], tuple[Any, Any]],
    unit: Any = 1,
    assume: Collection[str] = (),
    wanted: bool = True,
) -> tuple[Any, Any]:
    """The same as two numbers, 1 or 0: whether it holds for sure, and whether it holds or may yet hold.

    `of` gives both for a test: plain numbers for one person, or columns of DuckDB, Polars or Spark, which are quicker
    at sums than at logic; `unit` is then the 1 of their kind.
    """
    match one:
        case Test(question):
            sure, may = of(one)
            return (sure, may) if question not in assume else (may, may) if wanted else (sure, sure)
        case Not(part):
            sure, may = weighed(part, of, unit, assume, not wanted)
            return unit - may, unit - sure
        case All(parts) | Some(parts):
            pairs = [weighed(part, of, unit, assume, wanted) for part in parts]
            if isinstance(one, All):
                return _product([sure for sure, _ in pairs], unit), _product([may for _, may in pairs], unit)
            none_sure = _product([unit - sure for sure, _ in pairs], unit)
            none_may = _product([unit - may for _, may in pairs], unit)
            return unit - none_sure, unit - none_may


def describe(one: Condition, says: Callable[[Test], str]) -> str:
    """The condition in words; `says` puts one test in the dataset's own."""
    match one:
        case Test():
            return says(one)
        case All(parts):
            return " and ".join(_bracketed(part, says, Some) for part in parts) or "always"
        case Some(parts):
            return " or ".join(_bracketed(part, says, All) for part in parts) or "never"
        case Not(part):
            return f"not ({describe(part, says)})"


def fields_of(one: Condition) -> frozenset[str]:
    """The questions whose answers a condition asks for."""
    return frozenset(test.question for test in tests_of(one))


def tests_of(one: Condition) -> Iterator[Test]:
    """Every test in a condition, in the order it is written."""
    match one:
        case Test():
            yield one
        case Not(part):
            yield from tests_of(part)
        case All(parts) | Some(parts):
            for part in parts:
                yield from tests_of(part)


def _tests(question: str, value: Any) -> Iterable[Condition]:
    """The tests of one question: a plain value, a list of them, or a table of comparisons."""
    if isinstance(value, list):
        return [Test(question, "one_of", tuple(value))]
    if not isinstance(value, Mapping):
        return [Test(question, "is", value)]
    unknown = [kind for kind in value if kind not in TESTS]
    if unknown:
        raise ValueError(f"`{unknown[0]}` is not a comparison; use one of {', '.join(TESTS)}")
    if not value:
        raise ValueError(f"`{question}` says nothing to compare with")
    if not isinstance(value.get("one_of", []), list):
        raise ValueError("`one_of` takes a list")  # noqa: TRY004 - what is wrong is in a file
    return [Test(question, kind, tuple(of) if isinstance(of, list) else of) for kind, of in value.items()]


def _product(parts: Sequence[Any], unit: Any) -> Any:
    return math.prod(parts[1:], start=parts[0]) if parts else unit


def _bracketed(part: Condition, says: Callable[[Test], str], other: type[All] | type[Some]) -> str:
    text = describe(part, says)
    return f"({text})" if isinstance(part, other) and len(part.parts) > 1 else text
