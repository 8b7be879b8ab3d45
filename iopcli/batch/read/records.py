"""Lines with delimiters become records, one by one: each with its cells, or with why it cannot be used."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from iopcli.batch.judge.danger import could_stand, is_total
from iopcli.errors import InputRefused

LONGEST_LINE = 4 * 1024 * 1024
"""Bytes of one line; a record of answers is a few hundred."""
KEPT = 64 * 1024
"""How much is kept of a longer one at its beginning and at its end, to be looked through for danger."""
LONGEST_FIELD = 1024 * 1024
MOST_COLUMNS = 512
MOST_TIMES = 1000
"""How many times the size of its file what is packed may have as text; records of answers have a tenth of it."""
SMALL_TEXT = 64 * 1024 * 1024
"""Bytes of text that are never too much."""
TOO_LONG = "\ud800"
"""What stands in the middle of a line that is too long to hold; no bytes decode to it."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CSV_FAULTS = (("limit", "FIELD_TOO_LONG"), ("new-line", "LONE_CR"))
"""Words in what Python's reader says of a record, and what we call it."""
Worst = Callable[[Mapping[str, Sequence[str]]], Sequence[str]]
"""What is kept of a record that cannot be read: by the cells that could stand in each column, one cell for each."""


class Record(NamedTuple):
    """A record: the line it starts on, why it cannot be used (or nothing), and its cells."""

    line: int
    fault: str
    cells: Sequence[str]


class Shape(NamedTuple):
    """The columns of lines with delimiters: all, those that are read, and what is kept of a line that cannot be."""

    header: Sequence[str]
    wanted: Sequence[str]
    worst: Worst

    @property
    def places(self) -> list[int]:
        """Where the columns stand that are read."""
        return [self.header.index(name) for name in self.wanted]

    def checked(self, record: Record, places: Sequence[int]) -> tuple[int, str, Sequence[str]]:
        """Its line, why it cannot be used (or nothing), and its cells at some places; they are counted before."""
        line, fault, cells = record
        fields = len(self.header)
        if not fault and len(cells) != fields:
            fault = "TOO_FEW_FIELDS" if len(cells) < fields else "TOO_MANY_FIELDS"
        if not fault:
            found = [cells[place] for place in places]
            if self.repeats(found):
                return line, "REPEATED_HEADER", [""] * len(found)
            if sum(map(len, found)) <= LONGEST_FIELD:
                return line, "", found
            fault = "FIELD_TOO_LONG"
        could = {} if is_total(cells) else {self.header[at]: could_stand(cells, at, fields) for at in places}
        return line, fault, self.worst(could)

    def repeats(self, cells: Iterable[str]) -> bool:
        """Whether the cells of the columns that are read are the names of these."""
        return all(cell.strip(" ") == name for cell, name in zip(cells, self.wanted, strict=True))


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
        raise too_many_columns()
    other = next((sign for sign in ";\t|," if sign in names[0]), "") if len(names) == 1 else ""
    if other:
        told = {"\t": "tab"}.get(other, other)
        hint = f"use --delimiter '{told}'"
        raise InputRefused(f"the first line has one column and {names[0].count(other)} signs `{told}`", hint=hint)
    return names


def too_many_columns() -> InputRefused:
    """What is said of an input with far too many columns."""
    return InputRefused(f"the input has more than {MOST_COLUMNS} columns", hint="is it the right file?")


def most_text(path: Path) -> int:
    """How many bytes a packed file may have as text."""
    return max(SMALL_TEXT, MOST_TIMES * path.stat().st_size)


def too_much_text() -> InputRefused:
    """What is said of a packed file that has more."""
    told = f"as text the input would be more than {MOST_TIMES:,} times as large as its file"
    return InputRefused(told, hint="is it the right file? if it is, use CSV")


def records_of(lines: Iterable[str], delimiter: str, before: int = 0) -> Iterator[Record]:
    """Records, blank lines among them as records without cells; `before` lines are not among them.

    Raises:
        InputRefused: a quote is never closed, so that nothing after it can be trusted.
    """
    csv.field_size_limit(LONGEST_FIELD)
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
        yield Record(start, fault_in(cells), cells)


def record_of(line: bytes, delimiter: str) -> Record:
    """The record of a line that is one of its own."""
    text = decoded(line)
    try:
        return next(records_of([text], delimiter), Record(1, "CONTROL_CHAR", ()))
    except InputRefused:  # a quote that the next line may close
        return Record(1, "BAD_QUOTE", text.replace('"', "").split(delimiter))


def fault_in(texts: Sequence[str]) -> str:
    """Why text as it came from a file cannot be used, or nothing."""
    joined = "\n".join(texts)
    if joined.isascii() and joined.isprintable():
        return ""
    if _SURROGATE.search(joined):
        return "LINE_TOO_LONG" if any(TOO_LONG in text for text in texts) else "BAD_UTF8"
    return "CONTROL_CHAR" if _CONTROLS.search(joined) else ""


def decoded(line: bytes, end: bytes = b"") -> str:
    """A line as text, without its middle where it is too long to hold; `end` is its end where that is held apart."""
    if len(line) < LONGEST_LINE:
        return line.decode("utf-8", "surrogateescape")
    start, last = (part.decode("utf-8", "surrogateescape") for part in (line[:KEPT], (end or line)[-KEPT:]))
    return f"{start}{TOO_LONG}{last.rstrip()}\n".replace('"', "")  # one of a pair of quotes may have gone
