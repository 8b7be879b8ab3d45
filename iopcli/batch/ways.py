"""The ways to answer a question, as far as tests can tell them apart: a column of answers becomes a few numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from iopcli.batch.packed import SMALL, small, total
from iopcli.logic.conditions import TESTS, Test

if TYPE_CHECKING:
    from iopcli.dataset.model import Question


class Answered(NamedTuple):
    """What a column can hold of a question: the answer at each place, None for no answer."""

    question: str
    column: str
    answers: Sequence[Any]
    texts: Sequence[str] = ()
    """Where the column holds texts and no places, the text at each place."""
    odd: Sequence[str] = ()
    """Those of the texts that are no answer."""


class Ways:
    """Answers to a question, numbered by what tests say of them; 0 is no answer."""

    def __init__(self, tests: Iterable[Test]) -> None:
        self.tests = tuple(tests)
        self._numbers: dict[tuple[bool, ...], int] = {}

    def of(self, answer: Any) -> int:
        """The number of an answer; new ones are numbered as they come up."""
        if answer is None:
            return 0
        said = tuple(TESTS[test.kind](answer, test.value) for test in self.tests)
        return self._numbers.setdefault(said, len(self._numbers) + 1)

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self._numbers) + 1

    def holds(self, test: Test) -> list[int]:
        """For each number whether a test holds: 1 or 0."""
        place = self.tests.index(test)
        return [0, *(int(said[place]) for said in self._numbers)]


class Steps:
    """A column of numbers cut where tests change what they say: 0 for no answer, then from the least to the most."""

    def __init__(self, question: str, tests: Iterable[Test]) -> None:
        self.question = question
        self.name = f"_step_{question}"
        self._from: set[float] = set()
        self._above: set[float] = set()
        for test in tests:
            for value in test.value if test.kind == "one_of" else (test.value,):
                self._from |= set() if test.kind == "at_most" else {value}
                self._above |= set() if test.kind == "at_least" else {value}

    @property
    def column(self) -> nw.Expr:
        """The step of each number."""
        number = nw.col(self.question)
        reached = [number >= value for value in sorted(self._from)] + [number > value for value in sorted(self._above)]
        step = total([small(1), *(one.cast(SMALL) for one in reached)])
        return nw.when(~number.is_null()).then(step).otherwise(small(0))

    @property
    def answered(self) -> Answered:
        """The steps, each with a number that stands for all on it."""
        cuts = sorted(self._from | self._above)
        between = [(low + high) / 2 for low, high in pairwise(cuts)]
        numbers = sorted({*cuts, *between, *([cuts[0] - 1, cuts[-1] + 1] if cuts else [0.0])})
        by_step = {self._step(number): number for number in numbers}
        return Answered(self.question, self.name, [None, *by_step.values()])

    def _step(self, number: float) -> int:
        return 1 + sum(number >= value for value in self._from) + sum(number > value for value in self._above)


def steps_of(questions: Iterable[str], tests: Iterable[Test]) -> dict[str, Steps]:
    """The steps of each of some questions, by the tests of them all."""
    asked = by_question(tests)
    return {id_: Steps(id_, asked.get(id_, ())) for id_ in questions}


def by_question(tests: Iterable[Test]) -> dict[str, list[Test]]:
    """The questions that tests ask, each with its tests, every one once."""
    found: dict[str, list[Test]] = {}
    for test in dict.fromkeys(tests):
        found.setdefault(test.question, []).append(test)
    return found


def answers_to(question: Question) -> list[Any]:
    """Every answer to a question that has few."""
    return [False, True] if question.type == "yesno" else [choice.value for choice in question.choice]
