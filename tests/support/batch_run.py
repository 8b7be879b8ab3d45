"""How a batch ends, without a process of its own: its exit code, what was reported, and what was rejected and why."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from msgspec.structs import replace

from iopcli.batch.read.source import Input
from iopcli.batch.read.unquoted_csv import UnquotedCsv
from iopcli.batch.run import Records
from iopcli.batch.write.manifest import Counts
from iopcli.batch.write.output import Output
from iopcli.batch.write.rejects import Rejected
from iopcli.batch.write.result_texts import COLUMNS
from iopcli.dataset.load import load
from iopcli.dataset.model import Dataset
from iopcli.errors import IopcliError

SHIPPED: Dataset = load()
FEW: Dataset = replace(SHIPPED, rules=dict(list(SHIPPED.rules.items())[6:14]))
"""The shipped dataset with eight rules, which is quicker: reading does not hang on rules."""


class Ended(NamedTuple):
    """How it ended; where the input was refused there is only a code and what was said."""

    code: int
    said: str = ""
    counts: Counts | None = None
    results: tuple[tuple[Any, ...], ...] = ()
    rejects: tuple[Rejected, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def ids(self) -> list[str]:
        return [row[0] for row in self.results]

    @property
    def urgent(self) -> dict[str, str]:
        """The ids of those who are urgent, each with what could not be read."""
        status, unread = COLUMNS.index("status") + 1, COLUMNS.index("unread") + 1
        return {row[0]: row[unread] or "" for row in self.results if row[status] == "urgent"}


def ends(content: bytes | Path, kind: str = "csv", *, dataset: Dataset = FEW, careful: bool = False, **given: Any):
    """How a batch over these bytes, or this file, ends; `careful` has every record read by Python."""
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(content, bytes):
            path = Path(folder, "input")
            path.write_bytes(content)
        else:
            path = content
        work = Path(folder, "work")
        work.mkdir()
        try:
            return _ended(Records(dataset, Input(path, kind, **given), work, Output(raw_ids=True)), careful=careful)
        except IopcliError as error:
            return Ended(error.exit_code, error.summary)


def _ended(records: Records, *, careful: bool) -> Ended:
    plain = UnquotedCsv.of
    try:
        if careful:
            UnquotedCsv.of = lambda *_: None
        records.read()
    finally:
        UnquotedCsv.of = plain
    rejects = rejects_of(records)
    rows = tuple(results_of(records))
    return Ended(3 if rejects else 0, "", records.counts, rows, rejects, records.columns.unknown)


def results_of(records: Records) -> list[tuple[str | None, ...]]:
    """The rows of results that were written as CSV, None where nothing stands."""
    with (records.folder / "results").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return [tuple(cell or None for cell in row) for row in rows]


def rejects_of(records: Records) -> tuple[Rejected, ...]:
    """What was written of what could not be read."""
    with (records.folder / "rejects.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Rejected(int(one["row"]), int(one["line"]) if one["line"] else None, one["field"], one["problem"])
            for one in csv.DictReader(file)
        )


def parquet(rows: str) -> bytes:
    """A Parquet file of what an SQL query gives."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder, "made.parquet")
        connection.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
        return path.read_bytes()
