"""CSV without quotes: UTF-8 text with as many fields on every line, whose cells are found by their byte positions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from iopcli.batch.read.chunks import EIGHT, ROWS, Chunk, Slices, Wholes, view_of
from iopcli.batch.read.records import LONGEST_FIELD, Shape

_CONTROL = bytes(number for number in range(32) if number not in (9, 10, 13)) + b'\x7f"'
"""Bytes that unquoted text never has: control characters, and the quote."""
_HIDDEN = re.compile("[\x80-\x9f]")
_LF, _CR = b"\n\r"


class UnquotedCsv(NamedTuple):
    """A block of lines that need no unquoting, with as many fields on every line."""

    held: bytes
    starts: Wholes
    ends: Wholes
    shape: Shape
    repeated: Sequence[int]
    """The places of lines that repeat the names of the columns."""

    @classmethod
    def of(cls, block: bytes, delimiter: str, shape: Shape) -> UnquotedCsv | None:
        """The cells of a block, or None where it needs Python's CSV reader."""
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
        return cls(held + bytes(EIGHT), starts.T, found.T, shape, _repeated(held, starts, found, shape))

    def chunks(self, row: int, line: int) -> Iterator[tuple[Chunk, int]]:
        """The records, and the line behind the last of each chunk."""
        view, size = view_of(self.held), self.starts.shape[1]
        simple_text = self.held.isascii() and b"\t" not in self.held
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
            faults = {place - low: "REPEATED_HEADER" for place in self.repeated if low <= place < high}
            for cells in columns.values():
                for place in faults:
                    cells.ends[place] = cells.starts[place]
            yield (
                Chunk(row + low, range(line + low, line + high), faults, columns, high - low, simple_text),
                line + high,
            )


def _repeated(held: bytes, starts: Wholes, ends: Wholes, shape: Shape) -> list[int]:
    """The lines that repeat the names of the columns, found by the longest of these names."""
    name, places = max(shape.wanted, key=len).encode(), shape.places
    found = [one.start() for one in re.finditer(re.escape(name), held)] if name in held else []
    lines = np.unique(np.searchsorted(starts[:, 0], np.array(found, np.int64), "right") - 1).tolist()
    rows = ((line, zip(starts[line, places], ends[line, places], strict=True)) for line in lines)
    return [line for line, cells in rows if shape.repeats(held[low:high].decode() for low, high in cells)]


def _decodes(block: bytes) -> bool:
    try:
        return not _HIDDEN.search(block.decode())
    except UnicodeDecodeError:
        return False
