"""An input is opened: whatever it is and wherever it comes from, it becomes a source of chunks."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

from iopcli.batch.columns.columns import Columns, columns_of, every_column
from iopcli.batch.columns.mapped import Map
from iopcli.batch.read.chunks import ChunkSource
from iopcli.batch.read.csv_file import Csv, CsvFile, csv_header
from iopcli.batch.read.danger import Signs
from iopcli.batch.read.json_lines import JsonFile, Keys, with_usual
from iopcli.batch.read.packed import unpacked
from iopcli.batch.read.records import Shape
from iopcli.batch.read.text import BLOCK, kept, refuse_other_kinds
from iopcli.dataset.model import Dataset
from iopcli.errors import InputRefused, OutputError, UsageError

FORMAT_OF_SUFFIX = {
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
    ".xlsx": "xlsx",
}  # fmt: skip
"""What an input is by the end of its name."""
DELIMITERS = {"csv": ",", "tsv": "\t"}


class Input(NamedTuple):
    """What is to be read, and how."""

    path: Path
    kind: str
    delimiter: str = ""
    encoding: str = "utf-8"
    map: Map | None = None
    by: tuple[str, ...] = ()
    """The names of the columns by which a report is grouped."""
    allow_empty: bool = False
    every: bool = False
    """Whether every column is read, to look at it only."""

    @classmethod
    def named(cls, name: str, kind: str = "", delimiter: str = "", encoding: str = "utf-8") -> Input:
        """An input as it is named in words.

        Raises:
            UsageError: the kind, the delimiter or the encoding is none.
        """
        return cls(Path(name), _kind(Path(name), kind), _delimiter(delimiter), _encoding(encoding))

    def at_hand(self, folder: Path) -> Input:
        """The same as text in a file that can be read more than once; copies of it lie in the folder.

        Raises:
            InputRefused: it is not there, or a folder, or cannot be unpacked.
            OutputError: there is no standard input, or no room for what comes from it.
        """
        path, kind = unpacked(_file(self.path, folder), self.kind, folder)
        return self._replace(path=path, kind=kind)

    def columns_among(self, dataset: Dataset, names: Sequence[str]) -> Columns:
        """Which of these columns are read."""
        return every_column(names) if self.every else columns_of(dataset, names, self.map)

    def keys(self, dataset: Dataset, names: Sequence[str], usual: Sequence[str]) -> Keys:
        """Which of these keys are read, where no record needs to have all of those that are usual."""
        columns = self.columns_among(dataset, with_usual(names, () if self.map else (*usual, *dataset.questions)))
        return Keys(columns, columns.lists(dataset), Signs(dataset, columns).worst)

    def opened(self, dataset: Dataset, folder: Path, stack: ExitStack) -> ChunkSource:
        """The source of its records.

        Raises:
            InputRefused: it cannot be read, or no column of it answers a question.
        """
        try:
            self.path.open("rb").close()
        except OSError as error:
            raise _unreadable(error) from None
        if self.kind == "parquet":
            from iopcli.batch.read.parquet import ParquetFile, connected, kinds_in

            connection = stack.enter_context(connected(folder))
            kinds = kinds_in(connection, self.path)
            columns = self.columns_among(dataset, list(kinds))
            return ParquetFile(self.path, connection, kinds, columns, columns.lists(dataset))
        if self.encoding == "utf-8":
            refuse_other_kinds(self.path)
        if self.kind == "jsonl":
            keys = partial(self.keys, dataset, usual=("id", "actual"))
            return JsonFile(self.path, self.encoding, keys)
        header, how = csv_header(self.path, Csv(self.delimiter or DELIMITERS[self.kind], self.encoding))
        columns = self.columns_among(dataset, header)
        return CsvFile(self.path, how, Shape(header, columns.wanted, Signs(dataset, columns).worst), columns)


def _unreadable(error: OSError) -> InputRefused:
    return InputRefused(f"the input cannot be read: {error.strerror}", hint="check the path and who may read it")


def _file(path: Path, folder: Path) -> Path:
    if path.is_file():
        return path
    if path.is_dir():
        raise InputRefused("the input is a folder", hint="name a file in it")
    if str(path) == "-":
        if sys.stdin is None:  # closed before this began
            raise OutputError("standard input is closed", hint="give it something to read, or name a file")
        return kept(iter(partial(sys.stdin.buffer.read, BLOCK), b""), folder / "input")
    try:
        with path.open("rb") as stream:  # a pipe can be read once
            return kept(iter(partial(stream.read, BLOCK), b""), folder / "input")
    except OSError as error:
        raise _unreadable(error) from None


def _kind(path: Path, kind: str) -> str:
    known = list(dict.fromkeys(FORMAT_OF_SUFFIX.values()))
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    found = kind or FORMAT_OF_SUFFIX.get(suffix.lower(), "csv" if str(path) == "-" else "")
    if found not in known:
        what = "--from does not name a kind of input" if kind else "the name of the input does not say what it is"
        raise UsageError(what, hint=f"use --from with one of {', '.join(known)}")
    return found


def _delimiter(text: str) -> str:
    found = {"tab": "\t", "\\t": "\t"}.get(text, text)
    if len(found) > 1 or found in ('"', "\n", "\r"):
        raise UsageError("--delimiter needs one sign", hint="such as --delimiter ';' or --delimiter tab")
    return found


def _encoding(name: str) -> str:
    try:
        io.TextIOWrapper(io.BytesIO(), name)  # some codecs are not about text
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise UsageError("--encoding does not name an encoding", hint="such as utf-8, utf-16 or cp1252") from None
