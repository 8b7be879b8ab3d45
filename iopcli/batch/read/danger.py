"""Signs of danger in a record that cannot be read as a whole: of all that its cells may say, the worst counts.

Such a record is never matched to a plan by what is guessed here. It is only looked through for what an urgent rule asks
for, because a false alarm costs a look at the record, and a danger that is lost may cost a life.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from iopcli.batch.columns.cells import code_of, read_cell
from iopcli.batch.columns.columns import Columns
from iopcli.batch.columns.mapped import Mapped
from iopcli.dataset.answers import SEPARATOR
from iopcli.dataset.model import Dataset
from iopcli.logic.conditions import TESTS, Test, signed_tests

LONGEST = 4096
"""Characters of a cell that may still be an answer."""


class Signs:
    """What to look for in the columns of one input."""

    def __init__(self, dataset: Dataset, columns: Columns) -> None:
        self._dataset = dataset
        self._columns = columns.wanted
        self._lists = columns.lists(dataset)
        urgent = [rule.condition for rule in dataset.rules.values() if rule.urgent]
        signs = dict.fromkeys(sign for one in urgent for sign in signed_tests(one))
        self._signs: dict[str, list[tuple[Test, bool]]] = {}
        """For each question the tests that urgent rules ask for, each with whether it is to hold or not."""
        for test, holds in signs:
            self._signs.setdefault(test.question, []).append((test, holds))
        self._answers = {
            name: [one for one in columns.answers if one.from_ == name and one.to in self._signs]
            for name in self._columns
        }
        self._beside = {
            name: {code for one in columns.answers for code in one.only_if.get(name, ())} for name in self._columns
        }
        """The codes in a column that others count for nothing without."""

    def worst(self, could: Mapping[str, Sequence[str]]) -> list[str]:
        """A cell for each column that is read: of those that could stand in it the worst, or none that says nothing."""
        short = {name: [cell for cell in could.get(name, ()) if len(cell) <= LONGEST] for name in self._columns}
        return [self._worst(name, cells) for name, cells in short.items()]

    def _worst(self, name: str, cells: Sequence[str]) -> str:
        if name in self._lists:  # a list may have come apart at its commas
            words = [word for cell in cells for one in self._answers[name] for word in self._answer(one, cell) or ()]
            cells = [*cells, SEPARATOR.join(dict.fromkeys(words))]
        signs = {cell: self._count(name, cell) for cell in cells}
        worst = max(signs, key=lambda cell: signs[cell], default="")
        return worst if signs.get(worst) else ""

    def _count(self, name: str, cell: str) -> int:
        """How many signs a cell shows in a column."""
        found = int(code_of(cell) in self._beside[name])
        for one in self._answers[name]:
            if (answer := self._answer(one, cell)) is not None:
                found += sum(TESTS[test.kind](answer, test.value) is holds for test, holds in self._signs[one.to])
        return found

    def _answer(self, one: Mapped, cell: str) -> Any:
        """What a cell answers in a column; None if it is no answer."""
        question = self._dataset.questions[one.to]
        text = one.said(cell, many=question.many)
        return read_cell(question, text).value if text else None
