"""CSV: blocks without quotes are read by byte positions, all others record by record, by Python's strict reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from iopcli.batch.columns.columns import Columns
from iopcli.batch.read.chunks import Chunk, ChunkSource, Row, in_chunks
from iopcli.batch.read.records import MOST_COLUMNS, Record, Shape, records_of, too_many_columns
from iopcli.batch.read.text import TextFile, line_ends, without_mark
from iopcli.batch.read.unquoted_csv import UnquotedCsv
from iopcli.errors import InputRefused

_SAYS_ITS_SIGN = re.compile(r"\ufeff?sep=([^\"\r\n])")


class Csv(NamedTuple):
    """How a CSV is written: its delimiter and encoding, and how many lines stand before its records."""

    delimiter: str = ","
    encoding: str = "utf-8"
    before: int = 0


def csv_header(path: Path, how: Csv) -> tuple[list[str], Csv]:
    """The names of the columns, and how the file is written: a first line `sep=;` says it."""
    with TextFile(path, how.encoding) as file:
        lines = without_mark(file.lines())
        first = _first(lines, how.delimiter)
        if first and (said := _SAYS_ITS_SIGN.fullmatch(how.delimiter.join(first.cells))):
            how = how._replace(delimiter=said[1])
            first = _first(lines, how.delimiter)
        return header_of(first), how._replace(before=file.taken)


def _first(lines: Iterator[str], delimiter: str) -> Record | None:
    return next((one for one in records_of(lines, delimiter) if one.cells), None)


def header_of(first: Record | None) -> list[str]:
    """The names of columns in the first record that is no blank line."""
    if first is not None and first.fault == "BAD_UTF8":
        raise InputRefused("the first line is not UTF-8", hint="use --encoding, such as --encoding cp1252")
    if first is None or first.fault:
        raise InputRefused("the first line cannot be read", hint="it names the columns, as the questions are named")
    names = [name.removeprefix("\ufeff").strip() for name in first.cells]
    if len(names) > MOST_COLUMNS:
        raise too_many_columns()
    other = next((sign for sign in ";\t|," if sign in names[0]), "") if len(names) == 1 else ""
    if other:
        sign_name = {"\t": "tab"}.get(other, other)
        hint = f"use --delimiter '{sign_name}'"
        raise InputRefused(f"the first line has one column and {names[0].count(other)} signs `{sign_name}`", hint=hint)
    return names


class CsvFile(ChunkSource):
    """The records of a CSV; `shape` says which of its columns are read."""

    def __init__(self, path: Path, how: Csv, shape: Shape, columns: Columns) -> None:
        self._path, self._how, self._shape, self.columns = path, how, shape, columns

    def chunks(self) -> Iterator[Chunk]:
        """Every record."""
        row, line, self.blank = 1, 1 + self._how.before, 0
        with TextFile(self._path, self._how.encoding) as file:
            for _ in islice(file.lines(), self._how.before):
                pass
            while block := file.block():
                unquoted = UnquotedCsv.of(block, self._how.delimiter, self._shape)
                made = unquoted.chunks(row, line) if unquoted else self._carefully(file, block, row, line)
                for chunk, behind in made:
                    row, line, self.share = row + chunk.size, behind, file.share
                    yield chunk
            self.sha256 = file.sha256

    def _carefully(self, file: TextFile, block: bytes, row: int, line: int) -> Iterator[tuple[Chunk, int]]:
        """Record by record; the last may go on behind the block."""
        ends, rows = line_ends(block), list[Row]()
        for record in records_of(file.lines(block), self._how.delimiter, line - 1):
            if record.cells:
                rows.append(self._shape.checked(record))
            else:
                self.blank += 1
            if file.taken >= ends:
                break
        yield from ((chunk, line + file.taken) for chunk in in_chunks(rows, row, self._shape.wanted))
