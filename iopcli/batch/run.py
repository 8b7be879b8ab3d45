"""A file of records becomes a file of results: every record ends reported or rejected, and the counts add up.

Read, code, judge, choose, write: chunk by chunk, in the order of the input. Only ids that come twice are known at the
end alone; where there are some, all of it is done again with what is known of them.
"""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import chain, compress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
import numpy as np

from iopcli.batch.columns.columns import Columns, columns_of
from iopcli.batch.columns.maps import Map
from iopcli.batch.faults import UNUSABLE_IDS
from iopcli.batch.judge.codes import FAULTS, Flags
from iopcli.batch.judge.danger import Signs
from iopcli.batch.judge.ids import ROW, Ids, shown, twins
from iopcli.batch.judge.rules import Judged
from iopcli.batch.kernel import Desk, Problem, Told
from iopcli.batch.read.json_lines import Keys, with_usual
from iopcli.batch.read.records import Shape
from iopcli.batch.read.source import (
    DELIMITERS,
    Chunk,
    Csv,
    CsvFile,
    JsonFile,
    LaterKeys,
    ParquetFile,
    Source,
    csv_header,
    first_look,
)
from iopcli.batch.report.counting import Tallied
from iopcli.batch.write.labels import LABELS, Labeler
from iopcli.batch.write.say import COLUMNS, NUMBERS, in_columns, in_rows, only
from iopcli.errors import InputRefused, OutputError
from iopcli.match.plans import Planner

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset

T = TypeVar("T")
SHOWN = 20
"""How many rejected fields and urgent rows are listed on the screen; a file has them all."""


class Given(NamedTuple):
    """What is to be read, and how."""

    path: Path
    kind: str
    delimiter: str = ""
    encoding: str = "utf-8"
    map: Map | None = None
    by: tuple[str, ...] = ()
    allow_empty: bool = False
    columns: Callable[[Dataset, Sequence[str], Map | None, str], Columns] = columns_of
    """What says which columns are read."""


class Wanted(NamedTuple):
    """What is to be made of it."""

    kind: str = "csv"
    """What results are written as: csv, jsonl or parquet."""
    raw: bool = False
    """Whether ids stay as they are, though a spreadsheet could run them."""
    counted: bool = False
    """Whether there is to be a report."""
    people: int = 0
    """Of how many records that are reported the answers are kept."""
    labels: bool = False
    """Whether names in words stand beside ids."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of results, besides the id."""
        return (*COLUMNS, *(LABELS if self.labels else ()))


class Reject(NamedTuple):
    """A record that cannot be read, or one field of it: where, and why; it is reported all the same if it is urgent."""

    row: int
    line: int | None
    field: str
    problem: str


class Person(NamedTuple):
    """A record that is reported, with the answers that can be read, as `match` reads them."""

    row: int
    answers: Mapping[str, Any]


class Stopped(Exception):
    """The work was told to end."""


class Records:
    """The records of an input, as far as they could be read, judged and planned for.

    Nothing is written but to `folder`, which is the caller's to remove: `results` and `rejects.csv`.
    """

    def __init__(self, dataset: Dataset, given: Given, folder: Path, wanted: Wanted = Wanted()) -> None:  # noqa: B008
        self.dataset, self.given, self.folder, self.wanted = dataset, given, folder, wanted
        self._stopped = False
        self._planner = Planner(dataset)
        self._labels = Labeler(dataset)
        self._source: Source | None = None
        self._was = self._stat()
        self._begin(None)

    def _begin(self, ids: Ids | None) -> None:
        """Forget what was found so far, besides the ids."""
        self.ids = ids or Ids()
        self.count = self.reported = self.urgent = self.urgent_unread = self.rejected = 0
        self.problems: Counter[str] = Counter()
        """How often a record or a field of it could not be read, by reason."""
        self.rejected_for: Counter[str] = Counter()
        """The same, only of those that are not reported."""
        self.urgent_rows: list[int] = []
        """The numbers of the urgent records that could not be read whole; the first of them."""
        self.codes: dict[str, tuple[int, list[int]]] = {}
        """By column how many of its codes the map does not know, and the first rows that have one."""
        self.forms: Counter[str] = Counter()
        """How many cells were read in each form that no single answer has."""
        self.listed: list[Reject] = []
        """The first of what could not be read."""
        self.tally: Tallied = Counter()
        self.people: list[Person] = []
        self.digest = hashlib.sha256()

    # --- reading ------------------------------------------------------------

    def read(self) -> None:
        """Read every record, and write what is said of it to the folder.

        Raises:
            InputRefused: it cannot be read as a whole.
            OutputError: there is no room to work in.
        """
        with self.room(), ExitStack() as stack:
            self._source = self._open(stack)
            self._go({})
            if not self.count and not self.given.allow_empty:
                hint = "--allow-empty takes it as it is"
                raise InputRefused("the input holds no records, only names of columns", hint=hint)
            if rows := self.ids.twice() if self.columns.id else []:
                self._go(dict(twins(self._those(self._source, set(rows)))))
            self._finish()
        self.unchanged()

    def look(self, see: Callable[[Source], T]) -> T:
        """What is seen in the input, of which nothing is judged and nothing written.

        Raises:
            InputRefused: it cannot be read as a whole.
        """
        with self.room(), ExitStack() as stack:
            source = self._source = self._open(stack)
            while True:
                try:
                    return see(source)
                except LaterKeys:
                    continue

    def _open(self, stack: ExitStack) -> Source:
        given, path = self.given, self.given.path
        try:
            path.open("rb").close()
        except OSError as error:
            told = f"the input cannot be read: {error.strerror}"
            raise InputRefused(told, hint="check the path and who may read it") from None
        if given.kind == "parquet":
            from iopcli.batch.read.parquet import connected, kinds_in

            connection = stack.enter_context(connected(self.folder))
            kinds = kinds_in(connection, path)
            columns = self._columns(list(kinds))
            return ParquetFile(path, connection, kinds, columns, columns.lists(self.dataset))
        if given.encoding == "utf-8":
            first_look(path)
        if given.kind == "jsonl":
            return JsonFile(path, given.encoding, self._keys)
        header, how = csv_header(path, Csv(given.delimiter or DELIMITERS[given.kind], given.encoding))
        columns = self._columns(header)
        return CsvFile(path, how, Shape(header, columns.wanted, Signs(self.dataset, columns).worst), columns)

    def _columns(self, names: Sequence[str]) -> Columns:
        return self.given.columns(self.dataset, names, self.given.map, "the input")

    def _keys(self, names: Sequence[str]) -> Keys:
        """The keys of JSON Lines, where no record needs to have them all."""
        usual = [] if self.given.map else ["id", "actual", *self.dataset.questions]
        columns = self._columns(with_usual(names, usual))
        return Keys(columns, columns.lists(self.dataset), Signs(self.dataset, columns).worst)

    @property
    def by(self) -> tuple[str, ...]:
        """The names of the groups of the report."""
        return self.given.by

    @property
    def columns(self) -> Columns:
        """What is read of the input."""
        assert self._source is not None  # noqa: S101 - asked for only once it was read
        return self._source.columns

    def _go(self, marks: Mapping[int, str]) -> None:
        """Every chunk from beginning to end; `marks` says of records with an id that comes twice what they are."""
        source = self._source
        assert source is not None  # noqa: S101 - it was opened before
        self._begin(self.ids if marks else None)
        try:
            desk = Desk(self.dataset, source.columns, self.given.by, self._planner, counted=self.wanted.counted)
            with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
                chunks = _ahead(source.chunks(), reader)
                first = next(chunks, None)  # what cannot be read at all is refused before anything is written
                with (self.folder / "results").open("wb") as results, self._rejects() as rejects:
                    self._write(results, f"id,{','.join(self.wanted.names)}\n" if self.wanted.kind != "jsonl" else "")
                    written = writer.submit(self._write, results, "")
                    for chunk in chain([first] if first else [], chunks):
                        if self._stopped:
                            raise Stopped
                        text = self._take(chunk, marks, desk, rejects)
                        written.result()
                        written = writer.submit(self._write, results, text)
                    written.result()
        except LaterKeys:
            self._go(marks)

    def _take(self, chunk: Chunk, marks: Mapping[int, str], desk: Desk, rejects: Any) -> str:
        """Judge a chunk and count it; gives its results as they are to be written."""
        rows = range(chunk.row, chunk.row + chunk.size)
        told = desk.tell(chunk, {row - chunk.row: fault for row, fault in marks.items() if row in rows})
        if told.ids is not None and not marks:
            self.ids.see(told.ids, told.usable, plain=chunk.seen)
        judged = told.chosen.judged
        self._reject(chunk, desk.problems(told.chosen), rejects)
        self.count += chunk.size
        self.reported += judged.stands.bit_count()
        self.urgent += judged.urgent.bit_count()
        self.tally += told.tally
        self.forms += judged.chunk.forms()
        stands = judged.flags(judged.stands)
        if len(self.people) < self.wanted.people:
            self.people += self._people(judged, stands)
        return self._results(chunk, told, stands)

    def _people(self, judged: Judged, stands: Any) -> Iterator[Person]:
        """Of a record that cannot be read as a whole there are no answers: they are good for a warning only."""
        faults = judged.chunk.faults
        for place in np.flatnonzero(stands)[: self.wanted.people - len(self.people)].tolist():
            fault = FAULTS[faults[place]]
            if not fault or fault in UNUSABLE_IDS:
                yield Person(judged.chunk.row + place, judged.chunk.answers_of(place))

    def _those(self, source: Source, rows: Collection[int]) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """The number, the id and the other cells of some records."""
        for chunk in source.chunks():
            for row in (row for row in range(chunk.row, chunk.row + chunk.size) if row in rows):
                cells = {name: chunk.text(name, row - chunk.row) for name in self.columns.wanted}
                yield row, self.columns.id_of(cells), tuple(cells.values())

    # --- what is rejected ---------------------------------------------------

    @contextmanager
    def _rejects(self) -> Iterator[Any]:
        with (self.folder / "rejects.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("row", "field", "problem", "line"))
            yield writer

    def _reject(self, chunk: Chunk, problems: Iterable[Problem], rejects: Any) -> None:
        """Write down every reason why a record or a field of it cannot be read, in the order of the input."""
        last = -1
        for place, field, problem, stands in problems:
            one = Reject(chunk.row + place, chunk.lines[place], field, problem)
            rejects.writerow((one.row, field, problem, "" if one.line is None else one.line))
            self.problems[problem] += 1
            if not stands:
                self.rejected_for[problem] += 1
            if problem == "BAD_CODE":
                times, rows = self.codes.get(field, (0, []))
                self.codes[field] = times + 1, [*rows, one.row] if times < SHOWN else rows
            if len(self.listed) < SHOWN:
                self.listed.append(one)
            if place != last and stands and len(self.urgent_rows) < SHOWN:
                self.urgent_rows.append(one.row)
            self.urgent_unread += place != last and stands
            self.rejected += place != last and not stands
            last = place

    # --- results ------------------------------------------------------------

    def _results(self, chunk: Chunk, told: Told, stands: Flags) -> str:
        """A row for each record that is reported; where its id cannot be used, its row names it."""
        kind, raw, said = self.wanted.kind, self.wanted.raw or self.wanted.kind != "csv", told.said
        said = self._labels.added(said) if self.wanted.labels else said
        if told.ids is None:
            names = [str(row) for row in range(chunk.row, chunk.row + chunk.size)]
        else:
            names = shown(told.ids, raw=raw, written=kind != "jsonl")
            for place in np.flatnonzero(told.by_row).tolist():
                names[place] = f"{ROW} {chunk.row + place}"
        if not stands.all():
            said, names = only(said, stands), list(compress(names, stands.tolist()))
        if not names:
            return ""
        if kind != "jsonl":
            return in_rows(names, said, quoted=LABELS)
        columns = {"id": names, **in_columns(said)}
        rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
        return "".join(f"{msgspec.json.encode(row).decode()}\n" for row in rows)

    def _write(self, results: Any, text: str) -> None:
        written = text.encode()
        results.write(written)
        self.digest.update(written)

    def _finish(self) -> None:
        """Results as Parquet, where that is wanted."""
        if self.wanted.kind == "parquet":
            from iopcli.batch.read.parquet import connected, write

            kinds = {
                "id": "VARCHAR",
                **{
                    name: {float: "DOUBLE", int: "BIGINT"}.get(NUMBERS.get(name, str), "VARCHAR")
                    for name in self.wanted.names
                },
            }
            lines, path = self.folder / "results", self.folder / "results.parquet"
            with connected(self.folder) as connection:
                write(connection, lines, path, kinds)
            path.replace(lines)
            with lines.open("rb") as file:
                self.digest = hashlib.file_digest(file, "sha256")

    # --- how it goes --------------------------------------------------------

    @property
    def blank(self) -> int:
        """How many lines of the input hold no record."""
        return self._source.blank if self._source else 0

    @property
    def sha256(self) -> str:
        """Of the bytes of the input."""
        return self._source.sha256 if self._source else ""

    @property
    def size(self) -> int:
        """The bytes of the input."""
        return self._was[1]

    @property
    def share(self) -> float:
        """How much of the input was read, from 0 to 1."""
        return self._source.share if self._source else 0

    def unchanged(self) -> None:
        """Refuse what was read if it is no longer what was looked at first.

        Raises:
            InputRefused: it has changed.
        """
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
        """What is done inside finds room to work in, and the input where it was.

        Raises:
            InputRefused: the input has changed, or cannot be read.
            OutputError: there is no room.
        """
        try:
            yield
        except MemoryError:
            told = "there is not enough memory to work in"
            raise OutputError(told, hint="close other programs, or split the input") from None
        except OSError:
            self.unchanged()
            raise OutputError("there is no room left to work in", hint="free some space beside the results") from None

    def stop(self) -> None:
        """End the work at the next chunk."""
        self._stopped = True


def _ahead(chunks: Iterator[Chunk], reader: Executor) -> Iterator[Chunk]:
    """The same chunks, each read while the one before it is worked on."""
    coming = reader.submit(next, chunks, None)
    while (chunk := coming.result()) is not None:
        coming = reader.submit(next, chunks, None)
        yield chunk
