"""A file of records becomes a file of results: every record ends reported or rejected, and the counts add up.

Read, code, judge, choose, write: chunk by chunk, in the order of the input. Only ids that come twice are known at the
end alone; where there are some, all of it is done again with what is known of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from iopcli.batch.columns.columns import Columns
from iopcli.batch.faults import UNUSABLE_IDS
from iopcli.batch.judge.codes import FAULTS, Flags
from iopcli.batch.judge.ids import Ids, duplicates
from iopcli.batch.judge.rules import JudgedChunk
from iopcli.batch.kernel import Kernel
from iopcli.batch.read.chunks import Chunk, ChunkSource
from iopcli.batch.read.json_lines import LaterKeys
from iopcli.batch.read.source import Input
from iopcli.batch.report.batch_report import BatchReport
from iopcli.batch.report.counting import Tallied
from iopcli.batch.report.summary import SMALL_CELLS, CountedBatch, summary
from iopcli.batch.write.manifest import Counts
from iopcli.batch.write.output import Output, ResultsFile
from iopcli.batch.write.rejects import Rejects
from iopcli.dataset.model import Dataset
from iopcli.errors import InputRefused, OutputError
from iopcli.match.plans import Planner

T = TypeVar("T")


class StopRequested(Exception):
    """Somebody asked the work to end."""


class Records:
    """The records of an input, as far as they could be read, judged and planned for.

    Nothing is written but to `folder`, which is the caller's to remove: `results` and `rejects.csv`.
    """

    def __init__(self, dataset: Dataset, given: Input, folder: Path, output: Output = Output()) -> None:  # noqa: B008
        self.dataset, self.given, self.folder, self.output = dataset, given, folder, output
        self.results = ResultsFile(dataset, output, folder)
        self._stopped = False
        self._planner = Planner(dataset)
        self._source: ChunkSource | None = None
        self._was = self._stat()
        self._begin(Ids())

    def _begin(self, ids: Ids) -> None:
        """Start over, and keep only these ids."""
        self.ids = ids
        self.count = self.reported = self.urgent = 0
        self.forms: Counter[str] = Counter()
        """How many cells were read in each form that no single answer has."""
        self.tally: Tallied = Counter()
        self.people: list[tuple[int, Mapping[str, Any]]] = []
        """The rows of records that are reported, with the answers that can be read."""
        self.rejects = Rejects(self.folder)

    def read(self) -> None:
        """Read every record, and write its results to the folder.

        Raises:
            InputRefused: it cannot be read as a whole.
            OutputError: there is no room to work in.
        """
        with self.room(), ExitStack() as stack:
            source = self._source = self.given.opened(self.dataset, self.folder, stack)
            self._go(source, {})
            if not self.count and not self.given.allow_empty:
                hint = "--allow-empty takes it as it is"
                raise InputRefused("the input holds no records, only names of columns", hint=hint)
            if rows := self.ids.twice() if self.columns.id else []:
                self._go(source, dict(duplicates(_those(source, set(rows)))))
        self.unchanged()

    def only_read(self, read: Callable[[ChunkSource], T]) -> T:
        """What is read of the input, of which nothing is judged and nothing written.

        Raises:
            InputRefused: it cannot be read as a whole.
        """
        with self.room(), ExitStack() as stack:
            source = self._source = self.given.opened(self.dataset, self.folder, stack)
            while True:
                try:
                    return read(source)
                except LaterKeys:
                    continue

    def _go(self, source: ChunkSource, same: Mapping[int, str]) -> None:
        """Work through every chunk; `same` says by row what becomes of records whose id comes twice."""
        self._begin(self.ids if same else Ids())
        kernel = Kernel(self.dataset, source.columns, self.given.by, self._planner, counted=self.output.report)
        try:
            with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
                chunks = _ahead(source.chunks(), reader)
                first = next(chunks, None)  # what cannot be read at all is refused before anything is written
                with self.rejects.written(), self.results.written(writer):
                    for chunk in chain([first] if first else [], chunks):
                        if self._stopped:
                            raise StopRequested
                        self._take(chunk, same, kernel)
        except LaterKeys:
            self._go(source, same)

    def _take(self, chunk: Chunk, same: Mapping[int, str], kernel: Kernel) -> None:
        """Judge a chunk, count it and write it down."""
        rows = range(chunk.row, chunk.row + chunk.size)
        found = kernel.results(chunk, {row - chunk.row: fault for row, fault in same.items() if row in rows})
        if found.ids is not None and not same:
            self.ids.see(found.ids, found.usable, ascii_only=chunk.ascii_only)
        judged = found.chosen.judged
        self.rejects.add(chunk, kernel.rejects(found.chosen))
        self.count += chunk.size
        self.reported += judged.reported.bit_count()
        self.urgent += judged.urgent.bit_count()
        self.tally += found.tally
        self.forms += judged.chunk.forms()
        reported = judged.flags(judged.reported)
        if len(self.people) < self.output.handouts:
            self.people += self._people(judged, reported)
        self.results.add(chunk.row, found, reported)

    def _people(self, judged: JudgedChunk, reported: Flags) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Answers of people; of a record that cannot be read as a whole there are none, only the warning."""
        for place in np.flatnonzero(reported)[: self.output.handouts - len(self.people)].tolist():
            if FAULTS[judged.chunk.faults[place]] in ("", *UNUSABLE_IDS):
                yield judged.chunk.row + place, judged.chunk.answers_of(place)

    # --- what came of it ----------------------------------------------------

    @property
    def columns(self) -> Columns:
        """What is read of the input."""
        assert self._source is not None  # noqa: S101 - asked for only once it was read
        return self._source.columns

    @property
    def counts(self) -> Counts:
        """How every record ended."""
        if self.reported + self.rejects.rejected != self.count:
            raise AssertionError("the counts do not add up")
        return Counts(
            read=self.count, reported=self.reported, rejected=self.rejects.rejected, not_reached=0,
            blank=self._source.blank if self._source else 0, urgent=self.urgent,
            urgent_unread=self.rejects.urgent_unread, problems=dict(sorted(self.rejects.problems.items())),
            read_as=dict(sorted(self.forms.items())),
        )  # fmt: skip

    def summary(self, small_cells: int = SMALL_CELLS) -> BatchReport:
        """The report of all who are reported, without counts under `small_cells`."""
        rejected, blank = +self.rejects.rejected_for, self.counts.blank
        counted = CountedBatch(self.dataset, self.columns, self.given.by, self.tally, self.count, blank, rejected)
        return summary(counted, small_cells=small_cells)

    @property
    def sha256(self) -> str:
        """The hash of the input's bytes."""
        return self._source.sha256 if self._source else ""

    @property
    def size(self) -> int:
        """The bytes of the input."""
        return self._was[1]

    @property
    def share(self) -> float:
        """How much of the input was read, from 0 to 1."""
        return self._source.share if self._source else 0

    # --- what stands in the way ---------------------------------------------

    def unchanged(self) -> None:
        """Refuse the input if it has changed since it was first looked at."""
        try:
            same = self._stat() == self._was
        except OSError:
            same = False
        if not same:
            raise InputRefused("the input changed while it was read", hint="wait until it is written, then run again")

    def _stat(self) -> tuple[int, int, int]:
        now = self.given.path.stat()
        return now.st_ino, now.st_size, now.st_mtime_ns

    @contextmanager
    def room(self) -> Iterator[None]:
        """Inside, a lack of memory, a full disk or a moved input becomes a clear error."""
        try:
            yield
        except MemoryError:
            problem = "there is not enough memory to work in"
            raise OutputError(problem, hint="close other programs, or split the input") from None
        except OSError:
            self.unchanged()
            raise OutputError("there is no room left to work in", hint="free some space beside the results") from None

    def stop(self) -> None:
        """End the work at the next chunk."""
        self._stopped = True


def _those(source: ChunkSource, rows: Collection[int]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """The number, the id and all cells of some records."""
    for chunk in source.chunks():
        for row in (row for row in range(chunk.row, chunk.row + chunk.size) if row in rows):
            cells = {name: chunk.text(name, row - chunk.row) for name in source.columns.wanted}
            (id_,) = source.columns.ids(lambda name, cells=cells: [cells[name]])  # type: ignore[misc]
            yield row, id_, tuple(cells.values())


def _ahead(chunks: Iterator[Chunk], reader: Executor) -> Iterator[Chunk]:
    """The same chunks, each read while the one before it is worked on."""
    coming = reader.submit(next, chunks, None)
    while (chunk := coming.result()) is not None:
        coming = reader.submit(next, chunks, None)
        yield chunk
