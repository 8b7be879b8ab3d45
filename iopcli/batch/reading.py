"""A file becomes records of text: nothing is guessed, every record is one row, and what cannot be read has a reason.

A plain file (UTF-8, no quotes, one kind of line end, as many fields on every line) is read by DuckDB as it is. Any
other goes record by record through Python's strict reader into a clean file beside the results, with only the columns
that are asked for. A record that cannot be read leaves there what of danger its cells may say, and nothing else.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice, takewhile
from pathlib import Path
from typing import IO, Any, NamedTuple

from iopcli.batch.danger import could_stand, is_total
from iopcli.batch.sql import literal, quoted
from iopcli.dataset.find import plain
from iopcli.errors import InputRefused, OutputError
from iopcli.match.answers import Twice, once

CHUNK = 8 * 1024 * 1024
LONGEST_LINE = 4 * 1024 * 1024
"""Bytes of one line; a record of answers is a few hundred."""
KEPT = 64 * 1024
"""How much is kept of a longer one at its beginning and at its end, to be looked through for danger."""
LONGEST_FIELD = 1024 * 1024
LONGEST_HELD = 64 * 1024 * 1024
"""A text of a Parquet file that is longer is not held, not even to be rejected."""
MOST_COLUMNS = 512
MOST_TIMES = 1000
"""How many times the size of its file what is compressed may have as text; records of answers have a tenth of it."""
SMALL_TEXT = 64 * 1024 * 1024
"""Bytes of text that are never too much."""
FORMATS = {".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
DELIMITERS = {"csv": ",", "tsv": "\t"}

_MAGIC = {
    b"PK\x03\x04": "a zip file or a spreadsheet (xlsx)", b"\xd0\xcf\x11\xe0": "an old spreadsheet (xls)",
    b"\x1f\x8b": "compressed (gzip)", b"%PDF": "a PDF", b"PAR1": "Parquet", b"\x28\xb5\x2f\xfd": "compressed (zstd)",
    b"<": "HTML or XML", b"SQLite format": "a database",
}  # fmt: skip
_CONTROL = bytes(number for number in range(32) if number not in (9, 10, 13)) + b"\x7f"
_BLANK = " \t\r\n"
_WORD = re.compile(r"[^;,]*[^;,\s][^;,]*")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SAYS_ITS_SIGN = re.compile(r"\ufeff?sep=([^\"\r\n])")
_TOO_LONG = "\ud800"
"""What stands in the middle of a line that is too long to hold; no bytes decode to it."""
Worst = Callable[[Mapping[str, Sequence[str]]], Sequence[str]]
"""What is kept of a record that cannot be read: by the cells that could stand in each column, one cell for each."""


class Look(NamedTuple):
    """What one reading of a file's bytes shows."""

    sha256: str
    size: int
    lines: int
    plain: bool
    """Whether each line is a record whose cells need no unquoting: nothing to be careful about."""
    seen: bool
    """Whether every character besides line ends can be seen: ASCII, no tabs."""
    powers: bool
    """Whether something looks like a number that a spreadsheet has cut: 1.23E+11."""


class Record(NamedTuple):
    """A record: the line it starts on, why it cannot be used (or nothing), and its cells."""

    line: int
    fault: str
    cells: Sequence[str]


class Table(NamedTuple):
    """Records as DuckDB reads them: a query of text columns by name, with `_line` and `_fault`."""

    query: str
    blank: int


class Shape(NamedTuple):
    """The columns of lines with delimiters: all, those that are read, and what is kept of a line that cannot be."""

    header: Sequence[str]
    wanted: Sequence[str]
    worst: Worst

    @property
    def places(self) -> list[int]:
        """Where the columns stand that are read."""
        return [self.header.index(name) for name in self.wanted]


class Spool(NamedTuple):
    """Where clean records go, and whether to go on."""

    path: Path
    going: Callable[[], bool]


def look(path: Path, *, text: bool = True) -> Look:
    """Read a file once, to know what it is; `text` where it should be lines of text in UTF-8.

    Raises:
        InputRefused: it cannot be read, is empty, or is no text.
    """
    digest, size, plain, ascii_, tabs, powers = hashlib.sha256(), 0, True, True, False, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    last, lines, returns, first = b"\n", 0, 0, b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                first = first or chunk[:4096]
                digest.update(chunk)
                size += len(chunk)
                pieces = last[-3:] + chunk[:3], chunk
                plain = plain and b'"' not in chunk and not any(b"\n\n" in piece for piece in pieces)
                plain = plain and len(chunk.translate(None, _CONTROL)) == len(chunk)
                lines, returns = lines + chunk.count(b"\n"), returns + chunk.count(b"\r")
                if returns:
                    plain = plain and _ends_alike(last[-3:] + chunk, last)
                tabs = tabs or b"\t" in chunk
                powers = powers or (b"+" in chunk and any(b"E+" in piece for piece in pieces))
                if not chunk.isascii() or not ascii_:
                    ascii_ = False
                    plain = plain and _decodes(decoder, chunk)
                last = chunk
    except OSError as error:
        hint = "check the path and who may read it"
        raise InputRefused(f"the input cannot be read: {error.strerror}", hint=hint) from None
    if not text:  # what stands in the bytes does not show what stands in the cells
        return Look(digest.hexdigest(), size, lines, plain=False, seen=False, powers=True)
    _refuse_what_is_no_text(first, size)
    if returns and not lines:
        raise InputRefused("the input has line ends of old systems (CR alone)", hint="save it with the usual line ends")
    plain = plain and returns in (0, lines) and (ascii_ or _decodes(decoder, b"", final=True)) and last[-1:] != b"\r"
    return Look(digest.hexdigest(), size, lines, plain, seen=plain and ascii_ and not tabs, powers=powers)


def _ends_alike(seam: bytes, last: bytes) -> bool:
    """Whether every carriage return stands before a line feed and after none, as far as this piece shows."""
    if b"\n\r" in seam:
        return False
    lone = seam.count(b"\r") - seam.count(b"\r\n")
    return lone == 0 or (lone == 1 and seam.endswith(b"\r"))


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_what_is_no_text(first: bytes, size: int) -> None:
    if not size:
        raise InputRefused("the input is empty", hint="is it the right file?")
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputRefused("the input is UTF-16", hint="use --encoding utf-16, or save it as UTF-8")
    if not first.strip(b"\x00"):
        raise InputRefused("the input holds no text, only empty bytes", hint="the disk may have failed: use a copy")
    if first[1::2].count(0) > len(first) // 4 or first[::2].count(0) > len(first) // 4:
        raise InputRefused("the input looks like UTF-16 without a mark", hint="use --encoding utf-16-le or utf-16-be")
    if not first.removeprefix(codecs.BOM_UTF8).strip():
        raise InputRefused("the input holds no records, only blank lines", hint="is it the right file?")
    head = first.removeprefix(codecs.BOM_UTF8).lstrip()
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise InputRefused(f"the input is {what}, not lines of text", hint="save it as CSV, JSON Lines or Parquet")


# --- CSV --------------------------------------------------------------------


class Csv(NamedTuple):
    """How a CSV is written: its delimiter and encoding, and how many lines stand before the names of columns."""

    delimiter: str = ","
    encoding: str = "utf-8"
    before: int = 0


def csv_header(path: Path, how: Csv) -> tuple[list[str], Csv]:
    """The names of the columns, and how the file is written: a first line `sep=;` says it.

    Raises:
        InputRefused: there are none, or they are in another dialect.
    """
    with _csv_records(path, how) as records:
        first = next((record for record in records if record.cells), None)
    if first is not None and not how.before:
        if said := _SAYS_ITS_SIGN.fullmatch(how.delimiter.join(first.cells)):
            return csv_header(path, how._replace(delimiter=said[1], before=first.line))
        how = how._replace(before=first.line - 1)
    return header_of(first), how


def header_of(first: Record | None) -> list[str]:
    """The names of columns in the first record that is no blank line.

    Raises:
        InputRefused: there is none, or it is in another dialect.
    """
    if first is not None and first.fault == "BAD_UTF8":
        raise InputRefused("the first line is not UTF-8", hint="use --encoding, such as --encoding cp1252")
    if first is None or first.fault:
        raise InputRefused("the first line cannot be read", hint="it names the columns, as the questions are named")
    names = [name.removeprefix("\ufeff").strip() for name in first.cells]
    if len(names) > MOST_COLUMNS:
        raise _too_many_columns()
    other = next((sign for sign in ";\t|," if sign in names[0]), "") if len(names) == 1 else ""
    if other:
        told = {"\t": "tab"}.get(other, other)
        hint = f"use --delimiter '{told}'"
        raise InputRefused(f"the first line has one column and {names[0].count(other)} signs `{told}`", hint=hint)
    return names


def _too_many_columns() -> InputRefused:
    return InputRefused(f"the input has more than {MOST_COLUMNS} columns", hint="is it the right file?")


def is_even(path: Path, delimiter: str, fields: int) -> bool:
    """Whether every line of a file without quotes has so many fields; without its other bytes every line is alike."""
    sign, line = delimiter.encode(), (delimiter * (fields - 1) + "\n").encode()
    if len(sign) > 1:
        return False
    others, left = bytes(set(range(256)) - {*sign, *b"\n"}), b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            left += chunk.translate(None, others)
            lines = len(left) // len(line)
            if left[: lines * len(line)] != line * lines:
                return False
            left, last = left[lines * len(line) :], chunk[-1:]
    return left == (b"" if last == b"\n" else line[:-1])


def plain_csv(path: Path, how: Csv, header: Sequence[str], wanted: Sequence[str]) -> Table:
    """A plain file, as DuckDB reads it."""
    kinds = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(header)))
    columns = ", ".join(f"c{header.index(name)} AS {quoted(name)}" for name in wanted)
    first = f"c{header.index(wanted[0])}"
    same = " AND ".join(f"trim(c{header.index(name)}, ' ') = {literal(name)}" for name in wanted)
    again = (
        f"CASE WHEN contains({first}, {literal(wanted[0])}) THEN {same} ELSE false END"  # the rest is seldom looked at
    )
    rows = (
        f"read_csv({literal(str(path))}, auto_detect=false, header=true, delim={literal(how.delimiter)}, quote='\"', "
        f"escape='\"', strict_mode=true, max_line_size={LONGEST_FIELD}, columns={{{kinds}}})"
    )
    fault = f"CASE WHEN {again} THEN 'REPEATED_HEADER' ELSE '' END"
    return Table(f"SELECT CAST(NULL AS BIGINT) AS _line, {fault} AS _fault, {columns} FROM {rows}", 0)


@contextmanager
def _csv_records(path: Path, how: Csv) -> Iterator[Iterator[Record]]:
    csv.field_size_limit(LONGEST_FIELD)
    with _lines(path, how.encoding) as marked:
        lines = _without_mark(marked)
        for _ in range(how.before):
            next(lines, "")
        yield records_of(lines, how.delimiter, how.before)


@contextmanager
def _lines(path: Path, encoding: str) -> Iterator[Iterator[str]]:
    """Lines with their ends; what does not decode is marked by surrogates, and a line too long by one of its own.

    Raises:
        InputRefused: it is not in that encoding at all.
    """
    with path.open(encoding=encoding, errors="surrogateescape", newline="\n") as file:
        try:
            yield _cut(file)
        except UnicodeError:
            raise InputRefused("the input is not in the encoding that was named", hint="see --encoding") from None


def _cut(file: IO[str]) -> Iterator[str]:
    while line := file.readline(LONGEST_LINE):
        if len(line) < LONGEST_LINE or line.endswith("\n"):
            yield line
        else:
            start = end = line
            while not line.endswith("\n") and (line := file.readline(LONGEST_LINE)):
                end = end[-KEPT:] + line
            yield _ends_of(start, end)


def _ends_of(start: str, end: str) -> str:
    """A line without its middle; nor its quotes, for one of a pair may have gone with it."""
    return f"{start[:KEPT]}{_TOO_LONG}{end.rstrip()[-KEPT:]}\n".replace('"', "")


def records_of(lines: Iterable[str], delimiter: str, before: int = 0) -> Iterator[Record]:
    """Records, blank lines among them as records without cells; `before` lines are not among them.

    Raises:
        InputRefused: a quote is never closed, so that nothing after it can be trusted.
    """
    last = [""]

    def read() -> Iterator[str]:
        for last[0] in lines:
            yield last[0]

    reader = csv.reader(read(), delimiter=delimiter, strict=True)
    while True:
        start = before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error) or before + reader.line_num > start:
                told = f"the record that starts on line {start} opens a quote that is not closed"
                raise InputRefused(told, hint="mend that line; nothing was done") from None
            fault = next((code for said, code in _CSV_FAULTS if said in str(error)), "BAD_QUOTE")
            yield Record(start, fault, [cell.strip('"\r\n') for cell in last[0].split(delimiter)])
            continue
        if cells == ["\x1a"]:  # the end mark of an old system
            cells = []
        yield Record(start, _raw_fault(cells), cells)


_CSV_FAULTS = (("limit", "FIELD_TOO_LONG"), ("new-line", "LONE_CR"))
"""Words in what Python's reader says of a record, and what we call it."""


def _fault(cells: Sequence[str]) -> str:
    joined = "\n".join(cells)
    if joined.isascii() and joined.isprintable():
        return ""
    if _SURROGATE.search(joined):
        return "BAD_UTF8"
    return "CONTROL_CHAR" if _CONTROLS.search(joined) else ""


def _raw_fault(texts: Sequence[str]) -> str:
    """The same for text as it came from the file, where a line may have been too long."""
    fault = _fault(texts)
    return "LINE_TOO_LONG" if fault == "BAD_UTF8" and any(_TOO_LONG in text for text in texts) else fault


def careful_csv(path: Path, how: Csv, shape: Shape, spool: Spool) -> Table:
    """Any other file, record by record, into a clean one."""

    def rows(counted: Callable[[], None]) -> Iterator[list[str]]:
        with _csv_records(path, how) as records:
            next(record for record in records if record.cells)  # the header
            for line, fault, cells in records:
                if not cells:
                    counted()
                    continue
                yield [str(line), *_checked(cells, fault, shape, places)]

    places = shape.places
    return _spooled(rows, shape.wanted, spool)


def csv_cells(line: bytes, delimiter: str, shape: Shape) -> list[str]:
    """A line that is a record of its own: why it cannot be used (or nothing), and the cells that are read of it."""
    csv.field_size_limit(LONGEST_FIELD)
    try:
        _, fault, cells = next(records_of([_decoded(line)], delimiter), Record(1, "CONTROL_CHAR", ()))
    except InputRefused:  # a quote that the next line may close
        fault, cells = "BAD_QUOTE", _decoded(line).replace('"', "").split(delimiter)
    return _checked(cells, fault, shape, shape.places)


def _checked(cells: Sequence[str], fault: str, shape: Shape, places: Sequence[int]) -> list[str]:
    """Why a record cannot be used (or nothing), and its cells at some places; before any is used they are counted."""
    header, fields = shape.header, len(shape.header)
    if not fault and len(cells) != fields:
        fault = "TOO_FEW_FIELDS" if len(cells) < fields else "TOO_MANY_FIELDS"
    if not fault:
        found = [cells[place] for place in places]
        if all(cell.strip(" ") == header[place] for cell, place in zip(found, places, strict=True)):
            return ["REPEATED_HEADER", *[""] * len(found)]
        if sum(map(len, found)) <= LONGEST_FIELD:
            return ["", *found]
        fault = "FIELD_TOO_LONG"
    could = {} if is_total(cells) else {header[place]: could_stand(cells, place, fields) for place in places}
    return [fault, *shape.worst(could)]


def _decoded(line: bytes) -> str:
    if len(line) < LONGEST_LINE:
        return line.decode("utf-8", "surrogateescape")
    start, end = (part.decode("utf-8", "surrogateescape") for part in (line[:KEPT], line[-KEPT:]))
    return _ends_of(start, end)


# --- JSON Lines -------------------------------------------------------------


def json_names(path: Path, encoding: str) -> list[str]:
    """The keys of the first thousand records, in the order they come up.

    Raises:
        InputRefused: it is one array, or one object on several lines.
    """
    with _lines(path, encoding) as lines:
        return names_in(islice(_without_mark(lines), 1000))


def with_usual(names: Sequence[str], usual: Iterable[str]) -> list[str]:
    """Names, and then those that are usual and not among them in any spelling."""
    there = {plain(name) for name in names}
    return [*names, *(name for name in usual if plain(name) not in there)]


def names_in(lines: Iterable[str]) -> list[str]:
    """The keys of objects, one a line, in the order they come up.

    Raises:
        InputRefused: they are an array, or one object on several lines.
    """
    names: dict[str, None] = {}
    for line in lines:
        found, fault = _object(line)
        if not names and line.lstrip()[:1] == "[" and fault:
            hint = "write one object on each line, without brackets around them"
            raise InputRefused("the input is a JSON array, not JSON Lines", hint=hint)
        if not names and line.strip(_BLANK) == "{":
            told = "the input is JSON over several lines, not JSON Lines"
            raise InputRefused(told, hint="write each object on one line")
        names |= dict.fromkeys(found)
    return list(names)


class Keys(NamedTuple):
    """The keys of objects that are read, those that may hold lists, and what is kept of a line that cannot be read."""

    wanted: Sequence[str]
    lists: Collection[str]
    worst: Worst


def careful_json(path: Path, encoding: str, keys: Keys, spool: Spool) -> tuple[Table, list[str]]:
    """JSON Lines, one object a line, into a clean file: numbers as they are written; lists with `;` between words.

    Gives also the keys of all records, in the order they come up.

    Raises:
        InputRefused: there are too many of them.
    """
    names: dict[str, None] = {}

    def rows(counted: Callable[[], None]) -> Iterator[list[str]]:
        with _lines(path, encoding) as lines:
            for number, line in enumerate(_without_mark(lines), 1):
                if not line.strip(_BLANK):
                    counted()
                    continue
                found, fault = _object(line)
                if not found.keys() <= names.keys():
                    names.update(dict.fromkeys(found))
                    if len(names) > MOST_COLUMNS:
                        raise _too_many_columns()
                yield [str(number), *_values(line, found, fault, keys)]

    return _spooled(rows, keys.wanted, spool), list(names)


def json_cells(line: bytes, keys: Keys) -> list[str]:
    """A line that is an object: why it cannot be used (or nothing), and its values as the cells of a CSV."""
    text = _decoded(line)
    return _values(text, *_object(text), keys)


def _values(line: str, found: Mapping[str, Any], fault: str, keys: Keys) -> list[str]:
    cells = [_cell(found.get(name), many=name in keys.lists) for name in keys.wanted]
    texts = [cell or "" for cell in cells]
    fault = fault or ("BAD_VALUE" if None in cells else _fault(texts))
    fault = fault or ("FIELD_TOO_LONG" if sum(map(len, texts)) > LONGEST_FIELD else "")
    if not fault:
        return ["", *texts]
    scanned, pairs = _scanned(line, keys.wanted), zip(keys.wanted, texts, strict=True)
    return [fault, *keys.worst({name: [text, *scanned.get(name, ())] for name, text in pairs})]


def _scanned(line: str, names: Sequence[str]) -> dict[str, list[str]]:
    """What stands behind names in a line that is no object, however often and however deep."""
    asked = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pair = rf"""(?<![\w-])({asked})["'\s]{{0,9}}[:=]\s{{0,9}}({_SCALAR}|\[[^\]]{{0,999}}\]?)"""
    known = {name.casefold(): name for name in names}
    found: dict[str, list[str]] = {}
    for name, value in re.findall(pair, line, re.IGNORECASE):
        words = [word.strip("\"' ") for word in value.strip("[]").split(",")] if value[:1] == "[" else [value]
        texts = (_WORDS.get(word.casefold(), word) for word in (word.strip("\"'") for word in words))
        found.setdefault(known[name.casefold()], []).append(";".join(texts))
    return found


_SCALAR = r"""\"[^\"]{0,999}\"?|'[^']{0,999}'?|[^\s,;"'\[\]{}]{1,99}"""
_WORDS = {"true": "yes", "false": "no", "null": "", "none": ""}
"""How JSON, and programs that write almost JSON, say yes, no and nothing."""


def _without_mark(lines: Iterator[str]) -> Iterator[str]:
    """Lines without the mark that some programs put before the first, where it would keep a quote from being one."""
    yield from (line.removeprefix("\ufeff") for line in islice(lines, 1))
    yield from lines


def _object(line: str) -> tuple[dict[str, Any], str]:
    if not line.isascii() and (fault := _raw_fault([line])) in ("LINE_TOO_LONG", "BAD_UTF8"):
        return {}, fault
    try:
        found = json.loads(line, object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=_no_constant)
    except Twice:
        return {}, "DUP_KEY"
    except RecursionError:
        return {}, "TOO_DEEP"
    except ValueError:
        return {}, "BAD_JSON" if line.endswith("\n") else "TRUNCATED_LINE"
    return (found, "") if isinstance(found, dict) else ({}, "NOT_OBJECT")


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return once((name.strip(), value) for name, value in pairs)


def _no_constant(_: str) -> None:
    raise ValueError


def _cell(value: Any, *, many: bool) -> str | None:
    """A value as the cell of a CSV would hold it; None where no cell could."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if many and isinstance(value, list) and all(isinstance(one, str) and _WORD.fullmatch(one) for one in value):
        return ";".join(value) or "none"
    return None


# --- Parquet ----------------------------------------------------------------

_PLAIN_KINDS = re.compile(r"VARCHAR|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|ENUM\(.*|DECIMAL\(.*")


def parquet_kinds(connection: Any, path: Path) -> dict[str, str]:
    """The columns of a Parquet file with the kinds of their values.

    Raises:
        InputRefused: it is no whole Parquet file.
    """
    import duckdb

    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(path))})").fetchall()
    except duckdb.Error:
        raise InputRefused("the input is not a whole Parquet file", hint="write it again, or use CSV") from None
    return {str(name): str(kind) for name, kind, *_ in described}


def parquet(
    connection: Any, path: Path, kinds: Mapping[str, str], wanted: Sequence[str], lists: Collection[str]
) -> Table:
    """A Parquet file, its values as the cells of a CSV would hold them; only `lists` may hold more than one.

    Raises:
        InputRefused: a column that is asked for is of a kind that no cell could hold, or there is far too much in it.
    """
    texts = {name: _as_text(name, kinds[name], name in lists) for name in wanted}
    rows = f"read_parquet({literal(str(path))})"
    sized = [f"strlen({text})" for name, text in texts.items() if kinds[name].startswith("VARCHAR")]
    fault = "''"
    if _longest(connection, rows, sized, len(texts), path.stat().st_size) > LONGEST_FIELD:
        longer = " OR ".join(f"{size} > {LONGEST_FIELD}" for size in sized)
        fault = f"CASE WHEN {longer} THEN 'FIELD_TOO_LONG' ELSE '' END"
        texts = {name: f"CASE WHEN strlen({text}) <= {LONGEST_FIELD} THEN {text} END" for name, text in texts.items()}
    columns = ", ".join(f"{text} AS {quoted(name)}" for name, text in texts.items())
    return Table(f"SELECT CAST(NULL AS BIGINT) AS _line, {fault} AS _fault, {columns} FROM {rows}", 0)


def _longest(connection: Any, rows: str, sized: Sequence[str], columns: int, size: int) -> int:
    """The bytes of the longest text; they are counted, for what a file says of its size need not be so.

    Raises:
        InputRefused: as text it would be far larger than its file, or it has a piece that cannot be held.
    """
    import duckdb

    every = "".join(f" + coalesce(sum({one}), 0)" for one in sized)
    longest = f"greatest(0, {', '.join(f'max({one})' for one in sized)})" if sized else "0"
    try:
        sizes = f"SELECT count(*) * {columns}{every}, {longest} FROM {rows}"
        ((total, most),) = connection.execute(sizes).fetchall()
    except duckdb.OutOfMemoryException:
        total, most = 0, LONGEST_HELD + 1
    if most > LONGEST_HELD:
        told = "the input has a page or a list that is too large to hold"
        raise InputRefused(told, hint="is it the right file? if it is, use CSV")
    if total > max(SMALL_TEXT, MOST_TIMES * size):
        told = f"as text the input would be more than {MOST_TIMES:,} times as large as its file"
        raise InputRefused(told, hint="is it the right file? if it is, use CSV")
    return int(most)


def _as_text(name: str, kind: str, many: bool) -> str:
    column = quoted(name)
    if kind == "BOOLEAN":
        return f"CASE WHEN {column} THEN 'yes' WHEN NOT {column} THEN 'no' END"
    if kind == "VARCHAR[]" and many:
        return f"CASE WHEN len({column}) = 0 THEN 'none' ELSE array_to_string({column}, ';') END"
    if not _PLAIN_KINDS.fullmatch(kind):
        told = f"column `{name}` is of the kind {kind.partition('(')[0]}"
        raise InputRefused(told, hint="use text, numbers or booleans, and lists of text where an answer is a list")
    return f"CAST({column} AS VARCHAR)"


# --- what they share --------------------------------------------------------


def _spooled(rows: Callable[[Callable[[], None]], Iterator[list[str]]], wanted: Sequence[str], spool: Spool) -> Table:
    blank = 0

    def counted() -> None:
        nonlocal blank
        blank += 1

    try:
        with spool.path.open("w", encoding="utf-8", newline="") as file:
            clean = takewhile(lambda _: spool.going(), rows(counted))
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(clean)
    except OSError as error:
        raise _no_room(error) from None
    names = ["_line", "_fault", *wanted]
    kinds = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(names)))
    columns = ", ".join(f"c{number} AS {quoted(name)}" for number, name in enumerate(names) if name != "_line")
    return Table(
        f"SELECT CAST(c0 AS BIGINT) AS _line, {columns} FROM "
        f"read_csv({literal(str(spool.path))}, auto_detect=false, header=false, delim=',', quote='\"', escape='\"', "
        f"new_line='\\n', max_line_size={2 * LONGEST_LINE}, columns={{{kinds}}})",
        blank,
    )


def taken_in(stream: IO[bytes], folder: Path) -> Path:
    """What comes once, from standard input or a pipe, as a file in a folder that can be read again.

    Raises:
        OutputError: there is no room for it.
    """
    path = folder / "input"
    try:
        with path.open("wb") as file:
            while chunk := stream.read(CHUNK):
                file.write(chunk)
    except OSError as error:
        raise _no_room(error) from None
    return path


def _no_room(error: OSError) -> OutputError:
    return OutputError(f"no room to read the input: {error.strerror}", hint="free some space beside the results")
