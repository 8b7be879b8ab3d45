"""Cells become dictionary codes: each answer to a question is a small number, and each different text is read once.

Beside each code stands the answer that its text gives, read by what reads one person's answers, or why it gives none.
So a million records ask the dataset a few hundred times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from iopcli.batch.columns.cells import read_cell
from iopcli.batch.columns.columns import Answered, Columns
from iopcli.batch.columns.mapped import Coded
from iopcli.batch.faults import CODES
from iopcli.batch.judge.dictionary import Dictionary
from iopcli.batch.read.chunks import Chunk, Wholes
from iopcli.dataset.model import Dataset, Question
from iopcli.errors import InputRefused
from iopcli.logic.conditions import TESTS, Test

MANY = 100_000
"""How many different texts that are no answers are read in one column, at the most."""
FAULTS = ("", *CODES)
"""Why a record cannot be used, by number; 0 is a record that can."""
Flags = npt.NDArray[np.bool_]
_COMPARED = {"is": np.equal, "at_least": np.greater_equal, "at_most": np.less_equal}
"""How tests compare many numbers at once."""


class AnswerCodes:
    """The codes of a question. Code 0 stands for no answer, and so does the code of a text that cannot be read."""

    def __init__(self, dataset: Dataset, question: Question) -> None:
        self._dataset, self.question = dataset, question
        self._code: dict[str, int] = {"": 0}
        self.values: list[Any] = [None]
        self.faults: list[str] = [""]
        """By code why its text is no answer, or nothing."""
        self.forms: list[str] = [""]
        """By code the other form in which its text was read, or nothing."""
        self._unreadable = 0
        self._holds: dict[Test, list[bool]] = {}

    def code(self, text: str) -> int:
        """The code of a text."""
        if (known := self._code.get(text)) is not None:
            return known
        cell = read_cell(self.question, text)
        self._code[text] = len(self.values)
        self.values.append(cell.value)
        self.faults.append(cell.fault)
        self.forms.append(cell.form)
        self._unreadable += bool(cell.fault)
        if self._unreadable > MANY:
            what = f"the column for `{self.question.id}` holds more than {MANY:,} different texts"
            raise InputRefused(what, hint="is it the right column? --map says which column answers what")
        return self._code[text]

    def holds(self, test: Test) -> Flags:
        """For each code whether it is an answer of which a test holds."""
        found = self._holds.setdefault(test, [])
        if new := self.values[len(found) :]:
            if self.question.type == "number" and test.kind in _COMPARED:
                numbers = np.array([np.nan if value is None else value for value in new])
                found += _COMPARED[test.kind](numbers, test.value).tolist()
            else:
                found += [value is not None and TESTS[test.kind](value, test.value) for value in new]
        return np.array(found, bool)

    @property
    def answered(self) -> Flags:
        """For each code whether it is an answer."""
        return np.array([value is not None for value in self.values], bool)


class CodedChunk(NamedTuple):
    """Records as codes."""

    row: int
    """The number of the first, from 1."""
    size: int
    codes: dict[str, Wholes]
    """The code of each record's answer, by question."""
    answers: dict[str, AnswerCodes]
    """What the codes of each question are."""
    faults: Wholes
    """Why each record cannot be used, as a place in FAULTS."""
    groups: dict[str, Wholes]
    """By the name of a column for a report, the text of each record as a place among the column's texts."""

    def unreadable(self, question: str) -> Flags:
        """The records in which something stands for a question that is no answer to it."""
        faults = self.answers[question].faults
        if not any(faults):
            return np.zeros(self.size, bool)
        return np.array([bool(fault) for fault in faults])[self.codes[question]]

    def forms(self) -> Counter[str]:
        """How many cells were read in each other form."""
        found: Counter[str] = Counter()
        for id_, codes in self.codes.items():
            forms = self.answers[id_].forms
            if any(forms):
                for form, cells in zip(forms, np.bincount(codes, minlength=len(forms)).tolist(), strict=True):
                    found[form] += cells
        del found[""]
        return found

    def answers_of(self, place: int) -> dict[str, Any]:
        """The answers of one record that can be read."""
        found = ((id_, self.answers[id_].values[codes[place]]) for id_, codes in self.codes.items())
        return {id_: value for id_, value in found if value is not None}


class Coder:
    """Codes for the columns of one input; texts that came up are remembered from chunk to chunk."""

    def __init__(self, dataset: Dataset, columns: Columns, groups: Sequence[tuple[str, Coded]] = ()) -> None:
        self._dataset = dataset
        self._asked = columns.asked()
        self._groups = {name: _Group(one) for name, one in groups}
        names = [*(name for one in self._asked.values() for name in one.names), *(one.from_ for _, one in groups)]
        self._dictionaries = {name: Dictionary() for name in names}
        self._questions = {id_: _Question(dataset, one) for id_, one in self._asked.items()}

    def code(self, chunk: Chunk, faults: Wholes) -> CodedChunk:
        """The records of a chunk; `faults` are those of the records as a whole."""
        for name in [name for name, one in self._dictionaries.items() if one.full]:
            self._forget(name)
        numbers = {name: one.numbers(chunk.columns[name]) for name, one in self._dictionaries.items()}
        return CodedChunk(
            row=chunk.row,
            size=chunk.size,
            codes={id_: one.codes(numbers, self._dictionaries) for id_, one in self._questions.items()},
            answers={id_: one.answers for id_, one in self._questions.items()},
            faults=faults,
            groups={name: one.places(numbers, self._dictionaries) for name, one in self._groups.items()},
        )

    def group(self, name: str) -> list[str | None]:
        """The texts of a column for a report; None where it says nothing."""
        return list(self._groups[name].texts)

    def _forget(self, name: str) -> None:
        """Start over with a column that has too many texts to remember. No code is kept longer than its chunk."""
        self._dictionaries[name] = Dictionary()
        for id_, one in self._asked.items():
            if name in one.names:
                self._questions[id_] = _Question(self._dataset, one)
        for group in self._groups.values():
            if group.one.from_ == name:
                group.of_number.clear()  # what was said keeps its place


class _Question:
    """A question, and the codes of what its columns say together."""

    def __init__(self, dataset: Dataset, asked: Answered) -> None:
        self.answers = AnswerCodes(dataset, dataset.questions[asked.question])
        self._asked, self._many = asked, dataset.questions[asked.question].many
        self._of_one: list[int] = []
        self._of_several: dict[tuple[int, ...], int] = {}

    def codes(self, numbers: dict[str, Wholes], dictionaries: dict[str, Dictionary]) -> Wholes:
        """The code of each record, by the numbers of the texts in its columns."""
        names = self._asked.names
        if len(names) == 1:
            texts = dictionaries[names[0]].texts
            self._of_one += [self._code(text) for text in texts[len(self._of_one) :]]
            return np.array(self._of_one, np.int32)[numbers[names[0]]]
        texts_of = [dictionaries[name].texts for name in names]
        known, found = self._of_several, []
        for key in zip(*(numbers[name].tolist() for name in names), strict=True):
            if (code := known.get(key)) is None:
                code = known[key] = self._code(*(texts[number] for texts, number in zip(texts_of, key, strict=True)))
            found.append(code)
        return np.array(found, np.int32)

    def _code(self, *cells: str) -> int:
        return self.answers.code(self._asked.text(cells, many=self._many))


class _Group:
    """A column by which a report groups people, or that says where they went."""

    def __init__(self, one: Coded) -> None:
        self.one = one
        self.texts: dict[str | None, int] = {None: 0}
        """What the column said, each text with its place."""
        self.of_number: list[int] = []

    def places(self, numbers: dict[str, Wholes], dictionaries: dict[str, Dictionary]) -> Wholes:
        """What each record says, as a place among the texts."""
        new = dictionaries[self.one.from_].texts[len(self.of_number) :]
        self.of_number += [self.texts.setdefault(self.one.said(text), len(self.texts)) for text in new]
        return np.array(self.of_number, np.int32)[numbers[self.one.from_]]
