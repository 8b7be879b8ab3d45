"""What every part of the records goes through, on whatever machine it is: in through Arrow, and out the same way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from iopcli.batch.arrow import result_fields
from iopcli.batch.columns.columns import Columns
from iopcli.batch.judge.ids import ROW, shown
from iopcli.batch.kernel import Kernel
from iopcli.batch.read.chunks import Chunk, in_chunks
from iopcli.batch.read.json_lines import Keys
from iopcli.batch.read.records import Shape, decoded, record_of
from iopcli.batch.read.unquoted_csv import UnquotedCsv
from iopcli.batch.report.counting import to_text
from iopcli.batch.write.result_texts import in_columns
from iopcli.dataset.model import Dataset


class LineFormat(NamedTuple):
    """How the cells of a line are found."""

    columns: Columns
    keys: Keys | None = None
    """Of objects, one a line."""
    shape: Shape | None = None
    """Of lines with delimiters."""
    delimiter: str = ""

    def chunk(self, batch: Any) -> Chunk:
        """The records of a batch in Arrow: lines, or cells that Spark has read."""
        wanted, size = self.columns.wanted, batch.num_rows
        if self.keys is None and self.shape is None:
            columns = {name: batch[f"c{nr}"].to_pylist() for nr, name in enumerate(wanted)}
            texts = {name: [cell or "" for cell in cells] for name, cells in columns.items()}
            return Chunk(1, [None] * size, {}, texts, size)
        lines = batch["line"].to_pylist()
        if self.keys is not None:
            rows = [(None, *self.keys.read(f"{decoded(line)}\n")[:2]) for line in lines]
            return next(in_chunks(rows, 1, wanted))
        assert self.shape is not None  # noqa: S101 - one of the two is there
        if unquoted := UnquotedCsv.of(b"\n".join([*lines, b""]), self.delimiter, self.shape):
            return next(chunk for chunk, _ in unquoted.chunks(1, 1))
        records = (record_of(line, self.delimiter)._replace(line=1) for line in lines)
        return next(in_chunks([self.shape.checked(record) for record in records], 1, wanted))


class Partition(NamedTuple):
    """Some of the records, and what is to be done with them."""

    dataset: Dataset
    lines: LineFormat
    by: tuple[str, ...]
    counted: bool
    raw_ids: bool
    same: Mapping[int, str]
    """Why records with an id that comes twice cannot be used, by row."""

    def results(self, batches: Iterator[Any]) -> Iterator[Any]:
        """The results of each record of some Arrow batches, in the columns of `schema()`."""
        kernel = Kernel(self.dataset, self.lines.columns, self.by, counted=self.counted)
        for batch in batches:
            if batch.num_rows:
                yield pa.RecordBatch.from_pydict(self._columns(batch, kernel), schema())

    def _columns(self, batch: Any, kernel: Kernel) -> dict[str, Any]:
        chunk, rows = self.lines.chunk(batch), batch["_row"].to_pylist()
        found = kernel.results(chunk, {place: self.same[row] for place, row in enumerate(rows) if row in self.same})
        ids, by_row = found.ids or [], found.by_row.tolist()
        cells = zip(*(chunk.texts(name) for name in self.lines.columns.wanted), strict=True)
        rejects: list[list[dict[str, str]]] = [[] for _ in rows]
        for place, field, problem, _ in kernel.rejects(found.chosen):
            rejects[place].append({"field": field, "problem": problem})
        named = zip(shown(ids, raw=self.raw_ids, written=False), by_row, rows, strict=True)
        tallies: list[Any] = [list(to_text(found.tally).items()) if self.counted else None]
        return {
            "id": [f"{ROW} {row}" if hidden else name for name, hidden, row in named],
            **in_columns(found.texts),
            "_row": rows,
            "_id": [None if hidden else id_ for id_, hidden in zip(ids, by_row, strict=True)],
            "_same": [_digest(some) if one else None for some, one in zip(cells, found.usable.tolist(), strict=True)],
            "_rejects": rejects,
            "_tally": tallies + [None] * (len(rows) - 1),
        }


def _digest(cells: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()


def schema() -> Any:
    """What comes back of each record: the results, and beside them what is counted and compared."""
    reject = pa.struct([("field", pa.string()), ("problem", pa.string())])
    return pa.schema(
        [
            ("id", pa.string()), *result_fields(), ("_row", pa.int64()), ("_id", pa.string()), ("_same", pa.string()),
            ("_rejects", pa.list_(reject)), ("_tally", pa.map_(pa.string(), pa.int64())),
        ]
    )  # fmt: skip
