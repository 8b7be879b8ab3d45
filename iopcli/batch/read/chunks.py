"""A chunk is some records of an input with their cells by column; a source gives all chunks of one input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from iopcli.batch.columns.columns import Columns

ROWS = 32_768
"""Records that are judged at once, at the most."""
EIGHT = 8
Wholes = npt.NDArray[np.signedinteger[Any]]
"""A whole number for each of many."""
Words = npt.NDArray[np.uint64]
"""Eight bytes, read as one number, for each of many."""


class Slices(NamedTuple):
    """The cells of one column as places in some bytes; eight more bytes stand behind the last cell."""

    held: bytes
    view: Words
    """The eight bytes that start at each place."""
    starts: Wholes
    ends: Wholes

    @classmethod
    def of_rows(cls, rows: npt.NDArray[np.uint8]) -> Slices:
        """The rows of a table of ASCII characters, each up to its first zero."""
        size, width = rows.shape
        held = rows.tobytes() + bytes(EIGHT)
        starts = np.arange(size) * width
        return cls(held, view_of(held), starts, starts + np.count_nonzero(rows, axis=1))

    def every(self) -> list[str]:
        """All of the texts."""
        low, high = (int(self.starts[0]), int(self.ends[-1])) if len(self.starts) else (0, 0)
        some = self.held[low:high]
        places = zip((self.starts - low).tolist(), (self.ends - low).tolist(), strict=True)
        if some.isascii():
            text = some.decode()
            return [text[start:end] for start, end in places]
        return [some[start:end].decode() for start, end in places]

    def texts(self, places: Iterable[int]) -> Iterator[str]:
        """The texts of some cells."""
        return (self.held[self.starts[place] : self.ends[place]].decode() for place in places)


def view_of(held: bytes) -> Words:
    """The eight bytes that start at each place, as one number."""
    return np.ndarray((len(held) - 7,), "<u8", held, strides=(1,))


class Encoded(NamedTuple):
    """The cells of one column as places in a list of its different texts."""

    different: Sequence[str]
    places: Wholes


Cells = Slices | Encoded | Sequence[str]


class Chunk(NamedTuple):
    """Some records in the order of the input: where each stands, why it cannot be used, and its cells."""

    row: int
    """The number of the first, from 1."""
    lines: Sequence[int | None]
    """The line that each starts on, from 1; None where there are no lines."""
    faults: Mapping[int, str]
    """The reason why a record cannot be used, by its place in the chunk from 0."""
    columns: Mapping[str, Cells]
    """The cells of each column that is read."""
    size: int
    ascii_only: bool = False
    """Whether all text is ASCII, and without tabs."""

    def texts(self, name: str) -> Sequence[str]:
        """The cells of a column of a file."""
        cells = self.columns[name]
        assert not isinstance(cells, Encoded)  # noqa: S101 - frames have those, and nobody asks for their texts
        return cells.every() if isinstance(cells, Slices) else cells

    def text(self, name: str, place: int) -> str:
        """One cell of it."""
        cells = self.columns[name]
        return next(cells.texts([place])) if isinstance(cells, Slices) else self.texts(name)[place]


Row = tuple[int | None, str, Sequence[str]]
"""A record that was read by itself: its line, why it cannot be used (or nothing), and the cells that are read."""


def in_chunks(rows: Sequence[Row], first: int, names: Sequence[str]) -> Iterator[Chunk]:
    """Chunks of records that were read one by one."""
    for low in range(0, len(rows), ROWS):
        some = rows[low : low + ROWS]
        faults = {place: fault for place, (_, fault, _) in enumerate(some) if fault}
        columns = dict(zip(names, zip(*(cells for _, _, cells in some), strict=True), strict=True))
        yield Chunk(first + low, [line for line, _, _ in some], faults, columns, len(some))


class ChunkSource:
    """An input, with what is known of it after its last chunk."""

    columns: Columns
    blank = 0
    """How many lines hold no record."""
    share = 0.0
    """How much of the input was read, from 0 to 1."""
    sha256 = ""

    def chunks(self) -> Iterator[Chunk]:
        """Every record."""
        raise NotImplementedError
