"""What every record goes through: code, judge, choose, put into words. Files, frames and Spark share it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from iopcli.batch.columns.columns import Columns
from iopcli.batch.faults import DUPLICATES, OF_ID
from iopcli.batch.judge.choose import ChosenPlans, PlanChooser
from iopcli.batch.judge.codes import FAULTS, Coder, Flags
from iopcli.batch.judge.ids import faults_of
from iopcli.batch.judge.rules import BatchJudge
from iopcli.batch.read.chunks import Chunk
from iopcli.batch.report.actual import ActualCare
from iopcli.batch.report.counting import Tallied, coded_groups, tally
from iopcli.batch.write.result_texts import ColumnTexts, ResultTexts
from iopcli.dataset.model import Dataset
from iopcli.match.plans import Planner

_BY_ROW = np.array([fault not in ("", *DUPLICATES) for fault in FAULTS])
"""Faults with which a record is named by its row."""


class Reject(NamedTuple):
    """Why a record, by its place in the chunk, or one field of it cannot be read."""

    place: int
    field: str
    problem: str
    reported: bool
    """Whether the record is reported all the same: it is if it is urgent by what can be read of it."""


class Results(NamedTuple):
    """What came of a chunk, in numbers and in words."""

    chosen: ChosenPlans
    texts: ColumnTexts
    ids: Sequence[str] | None
    usable: Flags
    """The records whose ids could be those of others too."""
    by_row: Flags
    """Those that are named by their rows, for their ids cannot be used."""
    tally: Tallied


class Kernel:
    """The rules, plans and words of a dataset, for the chunks of one input; what was found once is remembered."""

    def __init__(
        self, dataset: Dataset, columns: Columns, by: Sequence[str] = (), planner: Planner | None = None, *,
        counted: bool = False,
    ) -> None:  # fmt: skip
        """`counted` where there is to be a report, by these groups."""
        self._columns, self._counted = columns, counted
        self._others = [name for name in columns.wanted if name != columns.id]
        self._coder = Coder(dataset, columns, coded_groups(columns, by))
        self._judge = BatchJudge(dataset)
        self._chooser = PlanChooser(dataset, self._judge.levels, planner or Planner(dataset))
        self._result_texts = ResultTexts(dataset, self._chooser)
        self._actual = ActualCare(dataset) if columns.actual and counted else None

    def results(self, chunk: Chunk, duplicates: Mapping[int, str] = {}) -> Results:
        """The results of a chunk; `duplicates` says what records with an id that comes twice are, by place."""
        ids = self._columns.ids(chunk.texts) if self._columns.id else None
        faults = dict(chunk.faults)
        if ids is not None:
            faults = faults_of(ids, lambda place: (chunk.text(name, place) for name in self._others)) | faults
        numbers = np.zeros(chunk.size, np.int8)
        for place, fault in faults.items():
            numbers[place] = FAULTS.index(fault)
        usable = numbers == 0
        for place, fault in duplicates.items():
            numbers[place] = FAULTS.index(fault)
        chosen = self._chooser.choose(self._judge.judge(self._coder.code(chunk, numbers)))
        texts = self._result_texts.of(chosen)
        made = (
            tally(chosen, texts["status"][0], self._chooser, self._coder, self._actual) if self._counted else Tallied()
        )
        return Results(chosen, texts, ids, usable, _BY_ROW[numbers], made)

    def rejects(self, chosen: ChosenPlans) -> Iterator[Reject]:
        """Every reason why a record or a field of it cannot be read, in the order of the records."""
        coded, reported = chosen.judged.chunk, chosen.judged.flags(chosen.judged.reported)
        unreadable = {id_: marked for id_ in coded.codes if (marked := coded.unreadable(id_)).any()}
        some = np.logical_or.reduce([coded.faults > 0, *unreadable.values()])
        fields = self._columns.fields
        for place in np.flatnonzero(some).tolist():
            why, is_reported = FAULTS[coded.faults[place]], bool(reported[place])
            if why:
                yield Reject(place, self._columns.id if why in OF_ID else "", why, is_reported)
            for id_, marked in unreadable.items() if is_reported or not why else ():
                if marked[place]:
                    fault = coded.answers[id_].faults[coded.codes[id_][place]]
                    yield Reject(place, fields[id_], fault, is_reported)
