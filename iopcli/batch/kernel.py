"""What every record goes through, wherever it came from: code, judge, choose, say. A file and Spark share it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from iopcli.batch.faults import OF_ID, TWINS
from iopcli.batch.judge.choose import Chooser, Chosen
from iopcli.batch.judge.codes import FAULTS, CodedChunk, Coder, Flags
from iopcli.batch.judge.ids import faults_of
from iopcli.batch.judge.rules import Judge
from iopcli.batch.report.actual import Went
from iopcli.batch.report.counting import Tallied, coded_groups, tally
from iopcli.batch.write.say import Said, Sayer
from iopcli.match.plans import Planner

if TYPE_CHECKING:
    from iopcli.batch.columns.columns import Columns
    from iopcli.batch.read.source import Chunk
    from iopcli.dataset.model import Dataset

_BY_ROW = np.array([fault not in ("", *TWINS) for fault in FAULTS])
"""Faults with which a record is named by its row."""


class Kernel:
    """The rules, plans and words of a dataset, for chunks of records; what was found once is remembered."""

    def __init__(self, dataset: Dataset, planner: Planner | None = None) -> None:
        self._judge = Judge(dataset)
        self.chooser = Chooser(dataset, self._judge.levels, planner or Planner(dataset))
        self._sayer = Sayer(dataset, self.chooser)

    def tell(self, chunk: CodedChunk) -> tuple[Chosen, Said]:
        """What is said of each record, in numbers and in words."""
        chosen = self.chooser.choose(self._judge.judge(chunk))
        return chosen, self._sayer.say(chosen)


class Problem(NamedTuple):
    """Why a record, by its place in the chunk, or one field of it cannot be read."""

    place: int
    field: str
    problem: str
    stands: bool
    """Whether the record is reported all the same: it is if it is urgent by what can be read of it."""


class Told(NamedTuple):
    """What came of a chunk."""

    chosen: Chosen
    said: Said
    ids: Sequence[str] | None
    usable: Flags
    """The records whose ids could be those of others too."""
    by_row: Flags
    """Those that are named by their rows, for their ids cannot be used."""
    tally: Tallied


class Desk:
    """Where the chunks of one input are judged; `counted` where there is to be a report, by these groups."""

    def __init__(
        self, dataset: Dataset, columns: Columns, by: Sequence[str], planner: Planner | None = None, *, counted: bool
    ) -> None:
        self._columns = columns
        self._others = [name for name in columns.wanted if name != columns.id]
        self._coder = Coder(dataset, columns, coded_groups(columns, by))
        self._kernel = Kernel(dataset, planner)
        self._counted = counted
        self._went = Went(dataset) if columns.actual and counted else None

    def tell(self, chunk: Chunk, marks: Mapping[int, str]) -> Told:
        """What is said of a chunk; `marks` says of records with an id that comes twice what they are, by place."""
        ids = self._columns.ids(chunk) if self._columns.id else None
        faults = dict(chunk.faults)
        if ids is not None:
            faults = faults_of(ids, lambda place: (chunk.text(name, place) for name in self._others)) | faults
        numbers = np.zeros(chunk.size, np.int8)
        for place, fault in faults.items():
            numbers[place] = FAULTS.index(fault)
        usable = numbers == 0
        for place, fault in marks.items():
            numbers[place] = FAULTS.index(fault)
        chosen, said = self._kernel.tell(self._coder.code(chunk, numbers))
        chooser, status = self._kernel.chooser, said["status"][0]
        counted = tally(chosen, status, chooser, self._coder, self._went) if self._counted else Tallied()
        return Told(chosen, said, ids, usable, _BY_ROW[numbers], counted)

    def problems(self, chosen: Chosen) -> Iterator[Problem]:
        """Every reason why a record or a field of it cannot be read, in the order of the records."""
        coded, stands = chosen.judged.chunk, chosen.judged.flags(chosen.judged.stands)
        odd = {id_: marked for id_ in coded.codes if (marked := coded.odd(id_)).any()}
        some = np.logical_or.reduce([coded.faults > 0, *odd.values()])
        fields = self._columns.fields
        for place in np.flatnonzero(some).tolist():
            why, reported = FAULTS[coded.faults[place]], bool(stands[place])
            if why:
                yield Problem(place, self._columns.id if why in OF_ID else "", why, reported)
            for id_, marked in odd.items() if reported or not why else ():
                if marked[place]:
                    code = coded.answers[id_].faults[coded.codes[id_][place]]
                    yield Problem(place, fields[id_], code, reported)
