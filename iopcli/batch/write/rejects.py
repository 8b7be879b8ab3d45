"""The file of rejects: every reason why a record or a field of it cannot be read, and what is counted of these."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from iopcli.batch.kernel import Reject
from iopcli.batch.read.chunks import Chunk

LISTED = 20
"""How many rejected fields and urgent rows are listed on the screen; the file has them all."""


class Rejected(NamedTuple):
    """A record that cannot be read, or one field of it: where, and why; an urgent one is reported all the same."""

    row: int
    line: int | None
    field: str
    problem: str


class Rejects:
    """Rejects in a folder, in the order of the input."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "rejects.csv"
        self.problems: Counter[str] = Counter()
        """How often a record or a field of it could not be read, by reason."""
        self.rejected_for: Counter[str] = Counter()
        """The same, only of those that are not reported."""
        self.rejected = self.urgent_unread = 0
        self.urgent_rows: list[int] = []
        """The numbers of the first urgent records that could not be read whole."""
        self.codes: dict[str, tuple[int, list[int]]] = {}
        """By column how many of its codes the map does not know, and the first rows that have one."""
        self.listed: list[Rejected] = []
        """The first of all."""

    @contextmanager
    def written(self) -> Iterator[None]:
        """What is added inside is written to the file."""
        with self.path.open("w", encoding="utf-8", newline="") as file:
            self._writer = csv.writer(file, lineterminator="\n")
            self._writer.writerow(("row", "field", "problem", "line"))
            yield

    def add(self, chunk: Chunk, rejects: Iterable[Reject]) -> None:
        """Write down those of a chunk, and count them."""
        last = -1
        for place, field, problem, reported in rejects:
            one = Rejected(chunk.row + place, chunk.lines[place], field, problem)
            self._writer.writerow((one.row, field, problem, "" if one.line is None else one.line))
            self.problems[problem] += 1
            self.rejected_for[problem] += not reported
            if problem == "BAD_CODE":
                times, rows = self.codes.get(field, (0, []))
                self.codes[field] = times + 1, [*rows, one.row] if times < LISTED else rows
            if len(self.listed) < LISTED:
                self.listed.append(one)
            if place != last:
                self.rejected += not reported
                self.urgent_unread += reported
                if reported and len(self.urgent_rows) < LISTED:
                    self.urgent_rows.append(one.row)
            last = place
