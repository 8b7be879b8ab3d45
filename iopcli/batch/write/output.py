"""The file of results: a row for each record that is reported, written while the next ones are judged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from itertools import compress
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from iopcli.batch.judge.codes import Flags
from iopcli.batch.judge.ids import ROW, shown
from iopcli.batch.kernel import Results
from iopcli.batch.write.labels import LABELS, Labeler
from iopcli.batch.write.result_texts import COLUMNS, NUMBERS, in_columns, in_rows, only
from iopcli.dataset.model import Dataset

_SQL = {str: "VARCHAR", float: "DOUBLE", int: "BIGINT"}


class Output(NamedTuple):
    """What is to be made of the records."""

    kind: str = "csv"
    """What results are written as: csv, jsonl or parquet."""
    raw_ids: bool = False
    """Whether ids stay as they are, though a spreadsheet could run them."""
    report: bool = False
    """Whether people are counted for a report."""
    handouts: int = 0
    """Of how many records that are reported the answers are kept."""
    labels: bool = False
    """Whether names in words stand beside ids."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of results, besides the id."""
        return (*COLUMNS, *(LABELS if self.labels else ()))


class ResultsFile:
    """Results in a folder, in the order of the input; `digest` is of all that was written."""

    def __init__(self, dataset: Dataset, output: Output, folder: Path) -> None:
        self._output, self.path = output, folder / "results"
        self._labels = Labeler(dataset)

    @contextmanager
    def written(self, writer: Executor) -> Iterator[None]:
        """What is added inside is in the file at the end, as Parquet where that is wanted."""
        header = "" if self._output.kind == "jsonl" else f"id,{','.join(self._output.columns)}\n"
        self._writer, self.digest = writer, hashlib.sha256()
        with self.path.open("wb") as self._file:
            self._writing: Future[None] = writer.submit(self._write, header)
            yield
            self._writing.result()
        if self._output.kind == "parquet":
            self._to_parquet()

    def add(self, first: int, results: Results, reported: Flags) -> None:
        """Add the rows of a chunk whose first record has this number."""
        text = self._rows(first, results, reported)
        self._writing.result()
        self._writing = self._writer.submit(self._write, text)

    def _to_parquet(self) -> None:
        from iopcli.batch.read.parquet import connected, write  # DuckDB is slow to import

        kinds = {name: _SQL[NUMBERS.get(name, str)] for name in ("id", *self._output.columns)}
        made = self.path.with_suffix(".parquet")
        with connected(self.path.parent) as connection:
            write(connection, self.path, made, kinds)
        made.replace(self.path)
        with self.path.open("rb") as file:
            self.digest = hashlib.file_digest(file, "sha256")

    def _rows(self, first: int, results: Results, reported: Flags) -> str:
        """A row for each record that is reported; where its id cannot be used, its row names it."""
        texts = self._labels.added(results.texts) if self._output.labels else results.texts
        if results.ids is None:
            names = [str(first + place) for place in range(len(reported))]
        else:
            csv = self._output.kind == "csv"
            names = shown(results.ids, raw=self._output.raw_ids or not csv, written=self._output.kind != "jsonl")
            for place in np.flatnonzero(results.by_row).tolist():
                names[place] = f"{ROW} {first + place}"
        if not reported.all():
            texts, names = only(texts, reported), list(compress(names, reported.tolist()))
        if not names:
            return ""
        if self._output.kind != "jsonl":
            return in_rows(names, texts, quoted=LABELS)
        columns = {"id": names, **in_columns(texts)}
        rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
        return "".join(f"{msgspec.json.encode(row).decode()}\n" for row in rows)

    def _write(self, text: str) -> None:
        written = text.encode()
        self._file.write(written)
        self.digest.update(written)
