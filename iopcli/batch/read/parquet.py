"""Parquet, read and written by DuckDB: its values are taken as the cells of a CSV would hold them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from iopcli.batch.columns.columns import Columns
from iopcli.batch.read.chunks import ROWS, Chunk, ChunkSource, in_chunks
from iopcli.batch.read.packed import most_text, too_much_text
from iopcli.batch.read.records import LONGEST_FIELD
from iopcli.errors import InputRefused, OutputError

LONGEST_HELD = 64 * 1024 * 1024
"""A text that is longer is not held, not even to be rejected."""
MEMORY = "400MB"
"""What DuckDB may hold at once; what is more goes to a folder beside the results until the end."""
_PLAIN_KINDS = re.compile(r"VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|ENUM\(.*|DECIMAL\(.*")


@contextmanager
def connected(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reaches nothing but files, and works in a folder."""
    with duckdb.connect() as connection:
        for setting in (
            f"memory_limit = '{MEMORY}'",
            "threads = 1",
            f"temp_directory = {literal(str(folder))}",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "enable_progress_bar = false",
        ):
            connection.execute(f"SET {setting}")
        yield connection


def kinds_in(connection: Any, path: Path) -> dict[str, str]:
    """The columns of a file with the kinds of their values."""
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(path))})").fetchall()
    except duckdb.Error:
        raise InputRefused("the input is not a complete Parquet file", hint="write it again, or use CSV") from None
    return {str(name): str(kind) for name, kind, *_ in described}


class ParquetFile(ChunkSource):
    """The records of a Parquet file, read by a connection to DuckDB; only `lists` may hold several words."""

    def __init__(
        self, path: Path, connection: Any, kinds: Mapping[str, str], columns: Columns, lists: Collection[str]
    ) -> None:
        self._path, self._connection, self._kinds, self._lists = path, connection, kinds, lists
        self.columns = columns
        with path.open("rb") as file:
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()

    def chunks(self) -> Iterator[Chunk]:
        """Every record."""
        row = 1
        try:
            self._connection.execute(self._query())
            while some := self._connection.fetchmany(ROWS):
                yield from in_chunks([(None, fault, cells) for fault, *cells in some], row, self.columns.wanted)
                row += len(some)
        except duckdb.Error:
            raise InputRefused("the input cannot be read to its end", hint="is it complete?") from None

    def _query(self) -> str:
        """For each record why it cannot be used, or nothing, and its cells as text."""
        kinds, rows = self._kinds, f"read_parquet({literal(str(self._path))})"
        texts = {name: _as_text(name, kinds[name], name in self._lists) for name in self.columns.wanted}
        sized = [f"strlen({text})" for name, text in texts.items() if kinds[name].startswith("VARCHAR")]
        fault = "''"
        if _longest(self._connection, rows, sized, len(texts), most_text(self._path)) > LONGEST_FIELD:
            longer = " OR ".join(f"{size} > {LONGEST_FIELD}" for size in sized)
            fault = f"CASE WHEN {longer} THEN 'FIELD_TOO_LONG' ELSE '' END"
            texts = {name: f"CASE WHEN strlen({one}) <= {LONGEST_FIELD} THEN {one} END" for name, one in texts.items()}
        columns = "".join(f", coalesce({text}, '')" for text in texts.values())
        return f"SELECT {fault}{columns} FROM {rows}"


def write(connection: Any, results: Path, path: Path, kinds: Mapping[str, str]) -> None:
    """Results that were written as CSV, as Parquet with columns of these kinds."""
    columns = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in kinds.items())
    read = f"read_csv({literal(str(results))}, auto_detect=false, header=true, columns={{{columns}}}, new_line='\\n')"
    try:
        connection.execute(f"COPY (FROM {read}) TO {literal(str(path))} (FORMAT parquet)")
    except duckdb.Error:
        raise OutputError("there is no room left to work in", hint="free some space beside the results") from None


def _longest(connection: Any, rows: str, sized: Sequence[str], columns: int, allowed: int) -> int:
    """The bytes of the longest text; they are counted, for what a file says of its size need not be so."""
    every = "".join(f" + coalesce(sum({one}), 0)" for one in sized)
    longest = f"greatest(0, {', '.join(f'max({one})' for one in sized)})" if sized else "0"
    try:
        sizes = f"SELECT count(*) * {columns}{every}, {longest} FROM {rows}"
        ((total, most),) = connection.execute(sizes).fetchall()
    except duckdb.OutOfMemoryException:
        total, most = 0, LONGEST_HELD + 1
    if most > LONGEST_HELD:
        problem = "the input has a page or a list that is too large to hold"
        raise InputRefused(problem, hint="is it the right file? if it is, use CSV")
    if total > allowed:
        raise too_much_text()
    return int(most)


def _as_text(name: str, kind: str, many: bool) -> str:
    column = quoted(name)
    if kind == "BOOLEAN":
        return f"CASE WHEN {column} THEN 'yes' WHEN NOT {column} THEN 'no' END"
    if kind == "VARCHAR[]" and many:
        return f"CASE WHEN len({column}) = 0 THEN 'none' ELSE array_to_string({column}, ';') END"
    if not _PLAIN_KINDS.fullmatch(kind):
        problem = f"column `{name}` is of the kind {kind.partition('(')[0]}"
        raise InputRefused(problem, hint="use text, numbers or booleans, and lists of text where an answer is a list")
    return f"CAST({column} AS VARCHAR)"


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"
