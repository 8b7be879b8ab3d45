"""A file becomes chunks of records: nothing is guessed, every record is one row, and what cannot be read has a reason.

Bytes are read once, a few million at a time and always to the end of a line. Where they are plain (UTF-8, no quotes,
as many fields on every line) cells are found by their places. Any others go record by record through Python's strict
reader. A record that cannot be read keeps what of danger its cells may say, and nothing else.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import numpy as np

from iopcli.batch.judge.dictionary import Slices, Wholes, view_of
from iopcli.batch.read.json_lines import BLANK, Keys, names_in
from iopcli.batch.read.records import (
    KEPT,
    LONGEST_FIELD,
    LONGEST_LINE,
    MOST_COLUMNS,
    Record,
    Shape,
    decoded,
    header_of,
    records_of,
    too_many_columns,
)
from iopcli.errors import InputRefused, OutputError

if TYPE_CHECKING:
    from iopcli.batch.columns.columns import Columns

BLOCK = 8 * 1024 * 1024
"""Bytes that are read at once."""
ROWS = 32_768
"""Records that are judged at once, at the most."""
FORMATS = {
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
    ".xlsx": "xlsx",
}  # fmt: skip
DELIMITERS = {"csv": ",", "tsv": "\t"}
_MAGIC = {
    b"PK\x03\x04": "a zip file or a spreadsheet (xlsx)", b"\xd0\xcf\x11\xe0": "an old spreadsheet (xls)",
    b"%PDF": "a PDF", b"\x1f\x8b": "compressed (gzip)", b"PAR1": "Parquet", b"\x28\xb5\x2f\xfd": "compressed (zstd)",
    b"<": "HTML or XML", b"SQLite format": "a database",
}  # fmt: skip
_CONTROL = bytes(number for number in range(32) if number not in (9, 10, 13)) + b'\x7f"'
"""Bytes that nothing plain has: control characters, and the quote."""
_HIDDEN = re.compile("[\x80-\x9f]")
_SAYS_ITS_SIGN = re.compile(r"\ufeff?sep=([^\"\r\n])")
_BEHIND = bytes(8)
_LF, _CR = b"\n\r"


class Chunk(NamedTuple):
    """Some records in the order of the input: where each stands, why it cannot be used, and its cells."""

    row: int
    """The number of the first, from 1."""
    lines: Sequence[int | None]
    """The line that each starts on, from 1; None where there are no lines."""
    faults: Mapping[int, str]
    """Of those that cannot be used, by their place in the chunk from 0, the reason."""
    columns: Mapping[str, Slices | Sequence[str]]
    """The cells of each column that is read."""
    size: int
    seen: bool = False
    """Whether every character can be seen: ASCII without tabs."""

    def texts(self, name: str) -> Sequence[str]:
        """The cells of a column."""
        cells = self.columns[name]
        return cells.every() if isinstance(cells, Slices) else cells

    def text(self, name: str, place: int) -> str:
        """One cell of it."""
        cells = self.columns[name]
        return next(cells.texts([place])) if isinstance(cells, Slices) else cells[place]


class Bytes:
    """The bytes of a file in blocks that end with a line, in UTF-8 whatever they were; what does not decode is left."""

    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        self._raw = _Hashing(path)
        self._bytes = io.BufferedReader(self._raw, BLOCK)
        self._text = None if encoding == "utf-8" else io.TextIOWrapper(self._bytes, encoding, "surrogateescape", "\n")

    def __enter__(self) -> Bytes:
        return self

    def __exit__(self, *_: object) -> None:
        self._raw.close()

    def block(self) -> bytes:
        """The next bytes up to the end of a line, or of what is held of a very long one; none at the end."""
        block = self._taken(lambda file: file.read(BLOCK))
        if block and not block.endswith(b"\n"):
            block += self.line()
        return block

    def line(self) -> bytes:
        """What is left of a line, as far as one is held."""
        return self._taken(lambda file: file.readline(LONGEST_LINE))

    def lines(self, block: bytes = b"") -> Iterator[str]:
        """The lines of a block, and then of the rest: what does not decode is marked, and so is what is cut out."""
        rest = iter(self.line, b"")
        for line in io.BytesIO(block):
            yield _whole(line, rest)
        for line in rest:
            yield _whole(line, rest)

    def _taken(self, read: Callable[[IO[Any]], Any]) -> bytes:
        try:
            found: bytes = read(self._bytes) if self._text is None else _encoded(read(self._text))
        except UnicodeError:
            raise InputRefused("the input is not in the encoding that was named", hint="see --encoding") from None
        return found

    @property
    def sha256(self) -> str:
        """Of what was read so far."""
        return self._raw.digest.hexdigest()

    @property
    def share(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._raw.place / (self._raw.size or 1)


class _Hashing(io.RawIOBase):
    """A file that adds up a hash of what is read of it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self.digest, self.place, self.size = hashlib.sha256(), 0, path.stat().st_size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = self._file.readinto(buffer) or 0
        self.digest.update(memoryview(buffer)[:size])
        self.place += size
        return size

    def close(self) -> None:
        self._file.close()
        super().close()


class Csv(NamedTuple):
    """How a CSV is written: its delimiter and encoding, and how many lines stand before its records."""

    delimiter: str = ","
    encoding: str = "utf-8"
    before: int = 0


def csv_header(path: Path, how: Csv) -> tuple[list[str], Csv]:
    """The names of the columns, and how the file is written: a first line `sep=;` says it.

    Raises:
        InputRefused: there are none, or they are in another dialect.
    """
    with Bytes(path, how.encoding) as file:
        lines = _Counted(_without_mark(file.lines()))
        first = _first(lines, how.delimiter)
        if first and (said := _SAYS_ITS_SIGN.fullmatch(how.delimiter.join(first.cells))):
            how = how._replace(delimiter=said[1])
            first = _first(lines, how.delimiter)
        return header_of(first), how._replace(before=lines.number)


def _first(lines: Iterator[str], delimiter: str) -> Record | None:
    return next((one for one in records_of(lines, delimiter) if one.cells), None)


def _without_mark(lines: Iterator[str]) -> Iterator[str]:
    """Lines without the mark that some programs put before the first, where it would keep a quote from being one."""
    yield from (line.removeprefix("\ufeff") for line in islice(lines, 1))
    yield from lines


class CsvFile:
    """The records of a CSV; `shape` says which of its columns are read."""

    def __init__(self, path: Path, how: Csv, shape: Shape, columns: Columns) -> None:
        self._path, self._how, self._shape, self.columns = path, how, shape, columns
        self.blank, self.share, self.sha256 = 0, 0.0, ""

    def chunks(self) -> Iterator[Chunk]:
        """Every record.

        Raises:
            InputRefused: it cannot be read to its end.
        """
        row, line, self.blank = 1, 1 + self._how.before, 0
        name = max(self._shape.wanted, key=len).encode()
        with Bytes(self._path, self._how.encoding) as file:
            for _ in islice(file.lines(), self._how.before):
                pass
            while block := file.block():
                plain = Plain.of(block, self._how.delimiter, self._shape, name)
                made = plain.chunks(row, line) if plain else self._carefully(file, block, row, line)
                for chunk, behind in made:
                    row, line, self.share = row + chunk.size, behind, file.share
                    yield chunk
            self.sha256 = file.sha256

    def _carefully(self, file: Bytes, block: bytes, row: int, line: int) -> Iterator[tuple[Chunk, int]]:
        """Record by record; the last may go on behind the block."""
        feed, places = _Counted(file.lines(block)), self._shape.places
        ends = block.count(b"\n") + (not block.endswith(b"\n"))
        rows: list[tuple[int, str, Sequence[str]]] = []
        for record in records_of(feed, self._how.delimiter, line - 1):
            if record.cells:
                rows.append(self._shape.checked(record, places))
            else:
                self.blank += 1
            if feed.number >= ends:
                break
        yield from ((chunk, line + feed.number) for chunk in in_chunks(rows, row, self._shape.wanted))


class JsonFile:
    """The records of JSON Lines, of which each may have other keys; `keys` says which are read, of those there are."""

    def __init__(self, path: Path, encoding: str, keys: Callable[[Sequence[str]], Keys]) -> None:
        self._path, self._encoding, self._keys = path, encoding, keys
        with Bytes(path, encoding) as file:
            self._names = dict.fromkeys(names_in(islice(_without_mark(file.lines()), 1000)))
        self._refuse_many()
        self._read = keys(list(self._names))
        self.blank, self.share, self.sha256 = 0, 0.0, ""

    @property
    def columns(self) -> Columns:
        """What is read of it."""
        return self._read.columns

    def chunks(self) -> Iterator[Chunk]:
        """Every record.

        Raises:
            LaterKeys: a later record has a key that is to be read and was not looked for so far.
            InputRefused: there are too many keys.
        """
        row, line, self.blank = 1, 1, 0
        with Bytes(self._path, self._encoding) as file:
            while block := file.block():
                lines = _Counted(file.lines(block))
                ends = block.count(b"\n") + (not block.endswith(b"\n"))
                rows = []
                for text in islice(lines, ends):
                    if line == 1 and lines.number == 1:
                        text = text.removeprefix("\ufeff")
                    if text.strip(BLANK):
                        fault, cells, names = self._read.read(text)
                        self._see(names)
                        rows.append((line + lines.number - 1, fault, cells))
                    else:
                        self.blank += 1
                line, self.share = line + lines.number, file.share
                yield from in_chunks(rows, row, self._read.wanted)
                row += len(rows)
            self.sha256 = file.sha256

    def _see(self, names: Collection[str]) -> None:
        if new := dict.fromkeys(name for name in names if name not in self._names):
            self._names |= new
            self._refuse_many()
            read = self._keys(list(self._names))
            if read.wanted != self._read.wanted:
                self._read = read
                raise LaterKeys

    def _refuse_many(self) -> None:
        if len(self._names) > MOST_COLUMNS:
            raise too_many_columns()


class LaterKeys(Exception):
    """What is read has changed: it is to be read from its beginning."""


class ParquetFile:
    """The records of a Parquet file, read by a connection to DuckDB."""

    def __init__(
        self, path: Path, connection: Any, kinds: Mapping[str, str], columns: Columns, lists: Collection[str]
    ) -> None:
        self._path, self._connection, self._kinds, self._lists = path, connection, kinds, lists
        self.columns, self.blank, self.share = columns, 0, 0.0
        with path.open("rb") as file:
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()

    def chunks(self) -> Iterator[Chunk]:
        """Every record.

        Raises:
            InputRefused: it cannot be read to its end.
        """
        from iopcli.batch.read.parquet import rows_in

        row, wanted = 1, self.columns.wanted
        for some in rows_in(self._connection, self._path, self._kinds, wanted, self._lists, ROWS):
            yield from in_chunks([(None, *one) for one in some], row, wanted)
            row += len(some)


class _Counted:
    """Lines with their count, as far as they were taken."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self.number = lines, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        found = next(self._lines)
        self.number += 1
        return found


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _whole(line: bytes, rest: Iterator[bytes]) -> str:
    """A line to its end, of which only both ends are held where it is too long."""
    start = end = line
    while not end.endswith(b"\n") and (more := next(rest, b"")):
        start, end = start if len(start) >= LONGEST_LINE else start + more, end[-KEPT:] + more
    return decoded(start, end)


Source = CsvFile | JsonFile | ParquetFile
"""Where chunks come from."""


def in_chunks(
    rows: Sequence[tuple[int | None, str, Sequence[str]]], first: int, names: Sequence[str]
) -> Iterator[Chunk]:
    """Chunks of records that were read one by one: the line of each, its fault or nothing, and its cells."""
    for low in range(0, len(rows), ROWS):
        some = rows[low : low + ROWS]
        faults = {place: fault for place, (_, fault, _) in enumerate(some) if fault}
        columns = dict(zip(names, zip(*(cells for _, _, cells in some), strict=True), strict=True))
        yield Chunk(first + low, [line for line, _, _ in some], faults, columns, len(some))


class Plain(NamedTuple):
    """Bytes that need no unquoting, with as many fields on every line."""

    held: bytes
    starts: Wholes
    ends: Wholes
    shape: Shape
    again: Sequence[int]
    """The places of lines that repeat the names of the columns."""
    seen: bool

    @classmethod
    def of(cls, block: bytes, delimiter: str, shape: Shape, name: bytes) -> Plain | None:
        """The cells of a block, or nothing where it is not plain; `name` is part of the first line, wherever it is."""
        sign = delimiter.encode()
        if len(sign) > 1 or len(block.translate(None, _CONTROL)) < len(block):
            return None
        returns = block.count(b"\r")
        if not block.isascii() and not _decodes(block):
            return None
        held = block if block.endswith(b"\n") else block + (b"\r\n" if returns else b"\n")
        letters = np.frombuffer(held, np.uint8)
        ends = np.flatnonzero((letters == sign[0]) | (letters == _LF))
        fields = len(shape.header)
        if len(ends) % fields:
            return None
        found = ends.reshape(-1, fields)
        last = found[:, -1]
        if (letters[last] != _LF).any() or held.count(b"\n") != len(found):
            return None
        starts = np.empty_like(found)
        starts[:, 1:] = found[:, :-1] + 1
        starts[1:, 0], starts[:1, 0] = last[:-1] + 1, 0
        if returns:
            if (
                returns + held.endswith(b"\r\n") - block.endswith(b"\r\n") != len(found)
                or (letters[last - 1] != _CR).any()
            ):
                return None
            found[:, -1] -= 1
        if fields == 1 and (found[:, 0] == starts[:, 0]).any():  # blank lines are no records
            return None
        if len(found) and int((last - starts[:, 0]).max()) > LONGEST_FIELD:
            return None
        again = _again(held, starts, found, shape, name) if name in held else []
        seen = held.isascii() and b"\t" not in held
        return cls(held + _BEHIND, starts.T, found.T, shape, again, seen)

    def chunks(self, row: int, line: int) -> Iterator[tuple[Chunk, int]]:
        """The records, and the line behind the last of each chunk."""
        view = view_of(self.held)
        size = self.starts.shape[1]
        for low in range(0, size, ROWS):
            high = min(low + ROWS, size)
            columns = {
                name: Slices(
                    self.held,
                    view,
                    np.ascontiguousarray(self.starts[place, low:high]),
                    np.ascontiguousarray(self.ends[place, low:high]),
                )
                for name, place in zip(self.shape.wanted, self.shape.places, strict=True)
            }
            faults = {place - low: "REPEATED_HEADER" for place in self.again if low <= place < high}
            for cells in columns.values():
                for place in faults:
                    cells.ends[place] = cells.starts[place]
            yield Chunk(row + low, range(line + low, line + high), faults, columns, high - low, self.seen), line + high


def _again(held: bytes, starts: Wholes, ends: Wholes, shape: Shape, name: bytes) -> list[int]:
    """The lines that repeat the names of the columns, of which `name` is one."""
    found = np.array([one.start() for one in re.finditer(re.escape(name), held)])
    places = shape.places
    rows = ((row, zip(starts[row, places], ends[row, places], strict=True)) for row in _rows_of(found, starts))
    return [row for row, cells in rows if shape.repeats(held[low:high].decode() for low, high in cells)]


def _rows_of(found: Wholes, starts: Wholes) -> list[int]:
    rows: list[int] = np.unique(np.searchsorted(starts[:, 0], found, "right") - 1).tolist()
    return rows


def _decodes(block: bytes) -> bool:
    try:
        return not _HIDDEN.search(block.decode())
    except UnicodeDecodeError:
        return False


def first_look(path: Path) -> None:
    """Refuse what is no lines of text in UTF-8.

    Raises:
        InputRefused: it is empty, or something else.
    """
    with path.open("rb") as file:
        first = file.read(4096)
        if not first:
            raise InputRefused("the input is empty", hint="is it the right file?")
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise InputRefused("the input is UTF-16", hint="use --encoding utf-16, or save it as UTF-8")
        if not first.strip(b"\x00"):
            raise InputRefused("the input holds no text, only empty bytes", hint="the disk may have failed: use a copy")
        if first[1::2].count(0) > len(first) // 4 or first[::2].count(0) > len(first) // 4:
            hint = "use --encoding utf-16-le or utf-16-be"
            raise InputRefused("the input looks like UTF-16 without a mark", hint=hint)
        if not first.removeprefix(codecs.BOM_UTF8).strip():
            raise InputRefused("the input holds no records, only blank lines", hint="is it the right file?")
        head = first.removeprefix(codecs.BOM_UTF8).lstrip()
        for magic, what in _MAGIC.items():
            if head.startswith(magic):
                hint = "save it as CSV, JSON Lines or Parquet"
                raise InputRefused(f"the input is {what}, not lines of text", hint=hint)
        while first and b"\n" not in first:
            if b"\r" in first:
                rest = iter(lambda: file.read(BLOCK), b"")
                if not any(b"\n" in more for more in rest):
                    told = "the input has line ends of old systems (CR alone)"
                    raise InputRefused(told, hint="save it with the usual line ends")
                return
            first = file.read(BLOCK)


def kept(parts: Iterable[bytes], path: Path) -> Path:
    """What comes once, as standard input or unpacked, as a file that can be read again.

    Raises:
        OutputError: there is no room for it.
    """
    try:
        with path.open("wb") as file:
            file.writelines(parts)
    except OSError as error:
        told = f"no room to read the input: {error.strerror}"
        raise OutputError(told, hint="free some space beside the results") from None
    return path
