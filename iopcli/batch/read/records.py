"""Lines with delimiters become records, one by one: each with its cells, or with why it cannot be used."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from iopcli.batch.faults import SUM, TOTALS
from iopcli.errors import InputRefused

LONGEST_LINE = 4 * 1024 * 1024
"""Bytes of one line; a record of answers is a few hundred."""
KEPT = 64 * 1024
"""How much is kept of a longer one at its beginning and at its end, to be looked through for danger."""
LONGEST_FIELD = 1024 * 1024
MOST_COLUMNS = 512
TOO_LONG = "\ud800"
"""What stands in the middle of a line that is too long to hold; no bytes decode to it."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CSV_FAULTS = (("limit", "FIELD_TOO_LONG"), ("new-line", "LONE_CR"))
"""Words in what Python's reader says of a record, and what we call it."""
_SUM = re.compile(SUM)
_QUOTED = re.compile('[",\r\n]')
Worst = Callable[[Mapping[str, Sequence[str]]], Sequence[str]]
"""What is kept of a record that cannot be read: by the cells that could stand in each column, one cell for each."""


class Record(NamedTuple):
    """A record: the line it starts on, why it cannot be used (or nothing), and its cells."""

    line: int
    fault: str
    cells: Sequence[str]


class Shape:
    """The columns of lines with delimiters: all of them, those that are read, and what is kept of an unusable line."""

    def __init__(self, header: Sequence[str], wanted: Sequence[str], worst: Worst) -> None:
        self.header, self.wanted, self._worst = header, wanted, worst
        self.places = [header.index(name) for name in self.wanted]
        """Where the columns stand that are read."""

    def checked(self, record: Record) -> tuple[int, str, Sequence[str]]:
        """Its line, why it cannot be used (or nothing), and the cells that are read."""
        line, fault, cells = record
        fields = len(self.header)
        if not fault and len(cells) != fields:
            fault = "TOO_FEW_FIELDS" if len(cells) < fields else "TOO_MANY_FIELDS"
        if not fault:
            found = [cells[place] for place in self.places]
            if self.repeats(found):
                return line, "REPEATED_HEADER", [""] * len(found)
            if sum(map(len, found)) <= LONGEST_FIELD:
                return line, "", found
            fault = "FIELD_TOO_LONG"
        could = {} if _is_total(cells) else {self.header[at]: _could_stand(cells, at, fields) for at in self.places}
        return line, fault, self._worst(could)

    def repeats(self, cells: Iterable[str]) -> bool:
        """Whether the cells that are read are the names of their columns."""
        return all(cell.strip(" ") == name for cell, name in zip(cells, self.wanted, strict=True))


def _could_stand(cells: Sequence[str], place: int, fields: int) -> Sequence[str]:
    """The cells of a record that could be the one at a place, if the record should have so many fields.

    Cells that are missing or too many move those behind them by at most their number. So the cell is the one at that
    place as counted from the left, or from the right, or any between the two.
    """
    moved = len(cells) - fields
    return cells[max(0, place + min(0, moved)) : place + max(0, moved) + 1]


def _is_total(cells: Sequence[str]) -> bool:
    """Whether cells are a spreadsheet's row of sums."""
    sums = all(_SUM.fullmatch(one.strip()) for one in cells[1:])
    return sums and bool(cells) and cells[0].strip().casefold() in TOTALS


def too_many_columns() -> InputRefused:
    """What is said of an input with far too many columns."""
    return InputRefused(f"the input has more than {MOST_COLUMNS} columns", hint="is it the right file?")


def records_of(lines: Iterable[str], delimiter: str, before: int = 0) -> Iterator[Record]:
    """Records, blank lines among them as records without cells; `before` lines are not among them."""
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
                problem = f"the record that starts on line {start} opens a quote that is not closed"
                raise InputRefused(problem, hint="fix that line; nothing was done") from None
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


def quoted(text: str) -> str:
    """A text as the cell of a CSV."""
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
