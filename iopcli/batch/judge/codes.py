"""Cells become codes: what answers a question is a small number for each record, and each text is read once.

A code stands for a text that came up. Beside it stands the answer that it is, read by what reads one person's answers,
or why it is none. So a million records ask the dataset a few hundred times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from iopcli.batch.columns.cells import NO_CODE, Cell, attempt, read_cell
from iopcli.batch.columns.columns import Answered, Columns
from iopcli.batch.faults import CODES
from iopcli.batch.judge.dictionary import Wholes, Words
from iopcli.dataset.answers import typed
from iopcli.errors import InputRefused
from iopcli.logic.conditions import TESTS, Test

if TYPE_CHECKING:
    from iopcli.batch.columns.maps import Coded
    from iopcli.batch.read.source import Chunk
    from iopcli.dataset.model import Dataset, Question

MANY = 100_000
"""How many different texts that are no answers are read in one column, at the most."""
FAULTS = ("", *CODES)
"""Why a record cannot be used, by number; 0 is a record that can."""
Flags = npt.NDArray[np.bool_]


class Answers:
    """The texts that came up in answer to a question, by code; 0 is no answer, and so is what cannot be read."""

    def __init__(self, dataset: Dataset, question: Question) -> None:
        self._dataset, self.question = dataset, question
        self._code: dict[str, int] = {"": 0}
        self.values: list[Any] = [None]
        self.faults: list[str] = [""]
        """Why a text is no answer, by code; nothing of those that are."""
        self.forms: list[str] = [""]
        """In which other form a text was read, by code; nothing of those that are as a single answer is."""
        self._odd = 0
        self._holds: dict[Test, list[bool]] = {}

    def code(self, text: str) -> int:
        """The code of a text.

        Raises:
            InputRefused: there are far too many different ones that are no answers.
        """
        if (known := self._code.get(text)) is not None:
            return known
        return self._add(text, self.read(text))

    def _add(self, text: str, cell: Cell) -> int:
        self._code[text] = len(self.values)
        self.values.append(cell.value)
        self.faults.append(cell.fault)
        self.forms.append(cell.form)
        self._odd += bool(cell.fault)
        if self._odd > MANY:
            what = f"the column for `{self.question.id}` holds more than {MANY:,} different texts"
            raise InputRefused(what, hint="is it the right column? --map says which column answers what")
        return self._code[text]

    def of_value(self, value: Any) -> int:
        """The code of a value as frames have them: text, a number, yes or no, or nothing."""
        if isinstance(value, bool):
            return self.code("yes" if value else "no")
        if value is None or isinstance(value, str):
            return self.code(value or "")
        if self.question.type != "number" or value != value:  # a number that is none stands for nothing
            return self.code(str(float(value)).removesuffix(".0"))
        cell = attempt(lambda: typed(self._dataset, self.question, float(value)))
        return self._add(f"{NO_CODE}{value}", cell)

    def read(self, text: str) -> Cell:
        """The answer that a text is, or why it is none."""
        return read_cell(self._dataset, self.question, text)

    def __len__(self) -> int:
        return len(self.values)

    def holds(self, test: Test) -> Flags:
        """For each code whether it is an answer of which a test holds."""
        found = self._holds.setdefault(test, [])
        new = self.values[len(found) :]
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
    answers: dict[str, Answers]
    """What the codes of each question are."""
    faults: Wholes
    """Why each record cannot be used, as a place in FAULTS."""
    groups: dict[str, Wholes]
    """By name of a column that says something besides, what it says as a place among its texts."""

    def odd(self, question: str) -> Flags:
        """The records with a cell that is no answer to a question, though something stands there."""
        faults = self.answers[question].faults
        if not any(faults):
            return np.zeros(self.size, bool)
        return np.array([bool(fault) for fault in faults])[self.codes[question]]

    def forms(self) -> Counter[str]:
        """How many cells are read in each other form."""
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
        self._words = {name: Words() for name in names}
        self._questions = {id_: _Question(dataset, one) for id_, one in self._asked.items()}

    def code(self, chunk: Chunk, faults: Wholes) -> CodedChunk:
        """The records of a chunk; `faults` are those of the records as a whole.

        Raises:
            InputRefused: a column holds far too many texts that are no answers.
        """
        for name in [name for name, words in self._words.items() if words.many]:
            self._forget(name)
        numbers = {name: words.numbers(chunk.columns[name]) for name, words in self._words.items()}
        return CodedChunk(
            row=chunk.row,
            size=chunk.size,
            codes={id_: one.codes(numbers, self._words) for id_, one in self._questions.items()},
            answers={id_: one.answers for id_, one in self._questions.items()},
            faults=faults,
            groups={name: one.codes(numbers, self._words) for name, one in self._groups.items()},
        )

    def group(self, name: str) -> list[str | None]:
        """What each place of a column of groups says; None where that is nothing."""
        return self._groups[name].texts

    def _forget(self, name: str) -> None:
        """Begin anew with a column that has too many texts to remember; no code is kept longer than its chunk."""
        self._words[name] = Words()
        for id_, one in self._asked.items():
            if name in one.names:
                self._questions[id_] = _Question(self._dataset, one)
        for group in self._groups.values():
            if group.one.from_ == name:
                group.forget()


class _Question:
    """A question, and the codes of what its columns say together."""

    def __init__(self, dataset: Dataset, asked: Answered) -> None:
        self.answers = Answers(dataset, dataset.questions[asked.question])
        self._asked, self._many = asked, dataset.questions[asked.question].many
        self._of_one: list[int] = []
        self._of_several: dict[tuple[int, ...], int] = {}

    def codes(self, numbers: dict[str, Wholes], words: dict[str, Words]) -> Wholes:
        """The code of each record, by the numbers of the texts in its columns."""
        names = self._asked.names
        if len(names) == 1:
            texts = words[names[0]].texts
            self._of_one += [self._code(text) for text in texts[len(self._of_one) :]]
            return np.array(self._of_one, np.int32)[numbers[names[0]]]
        texts_of = [words[name].texts for name in names]
        known, found = self._of_several, []
        for key in zip(*(numbers[name].tolist() for name in names), strict=True):
            if (code := known.get(key)) is None:
                cells = [texts[number] for texts, number in zip(texts_of, key, strict=True)]
                code = known[key] = self._code(*cells)
            found.append(code)
        return np.array(found, np.int32)

    def _code(self, *cells: str) -> int:
        return self.answers.code(self._asked.text(cells, many=self._many))


class _Group:
    """A column that says something besides answers."""

    def __init__(self, one: Coded) -> None:
        self.one = one
        self.texts: list[str | None] = [None]
        self._places: dict[str | None, int] = {None: 0}
        self._of: list[int] = []

    def codes(self, numbers: dict[str, Wholes], words: dict[str, Words]) -> Wholes:
        """What each record says, as a place among the texts."""
        for text in words[self.one.from_].texts[len(self._of) :]:
            said = self.one.said(text)
            if said not in self._places:
                self._places[said] = len(self.texts)
                self.texts.append(said)
            self._of.append(self._places[said])
        return np.array(self._of, np.int32)[numbers[self.one.from_]]

    def forget(self) -> None:
        """Begin anew with the texts of the column; what was said keeps its place."""
        self._of = []
