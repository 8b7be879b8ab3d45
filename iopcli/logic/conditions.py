"""A condition over answers: whether it holds, which answers speak for it, how it reads, and what it asks.

A condition is a small tree. `condition()` reads it from the table of a rule's `when`: keys are questions and all of
them must hold; a value is *is*, a list is *one of*; `at_least`, `at_most` and `includes` compare; `any` takes
alternatives and `not` takes one table.

Many sets of answers can be read at once. They are numbered, and a whole number has one bit for each set, so that *all*
is `&`, *any* is `|`, and many sets take no longer than one. For one person there is one bit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

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


class Bits(NamedTuple):
    """One bit for each set of answers: `sure` marks those for which something holds, `may` those for which it may hold.

    Where it may hold and not for sure, it is unknown; unknown is never read as no (Kleene 1938).
    """

    sure: int
    may: int


NO, UNKNOWN, YES = Bits(0, 0), Bits(0, 1), Bits(1, 1)
"""The three answers of one person."""

Reads = Callable[[Test], Bits]
"""What a test says of each set of answers."""


def read(one: Condition, test: Reads, every: int = 1, assume: Collection[str] = (), wanted: bool = True) -> Bits:
    """For which sets of answers a condition holds, and for which it may hold; `every` has the bit of each set.

    A missing answer to a question in `assume` is taken for one that makes the condition hold, or where it is not
    `wanted` for one that makes it not hold.
    """
    # no `match` here: it is half again as slow, and this is where the time of a decision goes
    if isinstance(one, Test):
        sure, may = found = test(one)
        return found if one.question not in assume else Bits(may, may) if wanted else Bits(sure, sure)
    if isinstance(one, Not):
        sure, may = read(one.part, test, every, assume, not wanted)
        return Bits(every ^ may, every ^ sure)
    if isinstance(one, All):
        sure = may = every
        for part in one.parts:
            its_sure, its_may = read(part, test, every, assume, wanted)
            sure, may = sure & its_sure, may & its_may
            if not may:
                break
        return Bits(sure, may)
    sure = may = 0
    for part in one.parts:
        its_sure, its_may = read(part, test, every, assume, wanted)
        sure, may = sure | its_sure, may | its_may
        if sure == every:
            break
    return Bits(sure, may)


def of_person(answers: Answers) -> Reads:
    """A function that says of each test whether it holds for one person."""

    def said(test: Test) -> Bits:
        answer = answers.get(test.question)
        return UNKNOWN if answer is None else YES if TESTS[test.kind](answer, test.value) else NO

    return said


def holds(one: Condition, answers: Answers) -> bool | None:
    """Whether a condition holds for one person; None where an answer that decides it is missing."""
    sure, may = read(one, of_person(answers))
    return True if sure else None if may else False


def supporting(one: Condition, answers: Answers) -> frozenset[str]:
    """The questions whose answers speak for a condition."""
    said = of_person(answers)
    return frozenset(test.question for test, wanted in signed_tests(one) if said(test) == (YES if wanted else NO))


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
    return (test for test, _ in signed_tests(one))


def signed_tests(one: Condition, wanted: bool = True) -> Iterator[tuple[Test, bool]]:
    """The same, each with whether it speaks for the condition where it holds, or where it does not."""
    match one:
        case Test():
            yield one, wanted
        case Not(part):
            yield from signed_tests(part, not wanted)
        case All(parts) | Some(parts):
            for part in parts:
                yield from signed_tests(part, wanted)


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


def _bracketed(part: Condition, says: Callable[[Test], str], other: type[All] | type[Some]) -> str:
    text = describe(part, says)
    return f"({text})" if isinstance(part, other) and len(part.parts) > 1 else text
