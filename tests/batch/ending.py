"""How a batch ends, without a process of its own: its exit code, what was reported, and what was rejected and why."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
from msgspec.structs import replace

from iopcli.batch.frame import COLUMNS
from iopcli.batch.manifest import Counts, counted
from iopcli.batch.run import Given, Records, Reject
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
    rejects: tuple[Reject, ...] = ()
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
    """How a batch over these bytes, or this file, ends; `careful` keeps DuckDB from reading the file itself."""
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(content, bytes):
            path = Path(folder, "input")
            path.write_bytes(content)
        else:
            path = content
        work = Path(folder, "work")
        work.mkdir()
        try:
            return _ended(Records(dataset, Given(path, kind, **given), work), careful=careful)
        except IopcliError as error:
            return Ended(error.exit_code, error.summary)


def _ended(records: Records, *, careful: bool) -> Ended:
    if careful:
        records.look = records.look._replace(plain=False)
    try:
        records.read()
        faults = list(records.faults())
        rejects = tuple(one for one, _ in faults)
        _, *rows = records.rows(raw=True)
        rejected = len({one.row for one, reported in faults if not reported})
        counts = counted(records, len(rows), Counter(one.problem for one in rejects), rejected)
    finally:
        records.connection.close()
    return Ended(3 if rejects else 0, "", counts, tuple(rows), rejects, records.columns.unknown)


def parquet(rows: str) -> bytes:
    """A Parquet file of what an SQL query gives."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder, "made.parquet")
        connection.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")
        return path.read_bytes()
