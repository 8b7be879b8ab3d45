"""A dictionary of the texts of a column: each different text is read once for a whole file, and has a number.

Where cells lie side by side in bytes they are compared eight bytes at a time. The words of eight bytes, each times an
odd number of its own, add up to a key. A text that is found by its key is compared to its end, so two texts are never
taken for one.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from iopcli.batch.read.chunks import EIGHT, Cells, Encoded, Slices, Wholes, Words

_ODD = 0x9E3779B97F4A7C15
_MASKS = np.array([(1 << 8 * held) - 1 for held in range(EIGHT + 1)], np.uint64)
_MOST, _MOST_CHARACTERS = 2**18, 2**25
"""How many texts, and how much of them, are remembered from one chunk to the next."""
_LONG = 512
"""Bytes from which a cell is read by itself: no answer is so long, and one such cell would widen all of its column."""
DIRECT = 2**22
"""Numbers below this are looked up in a list that has a place for each."""


def different(numbers: Wholes, size: int) -> tuple[Wholes, Wholes]:
    """The distinct numbers, all below `size`, and for each number its place among the distinct ones."""
    if size > DIRECT:
        found, inverse = np.unique(numbers, return_inverse=True)
        return found, inverse
    there = np.bincount(numbers, minlength=size) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[numbers]


class Dictionary:
    """Every text that has come up in a column, with its number; the empty text has number 0."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {"": 0}
        self.texts = [""]
        """The text of each number."""
        self._table = _Table()
        self._characters = 0

    @property
    def full(self) -> bool:
        """Whether so many texts have come up that remembering them no longer pays."""
        return len(self.texts) > _MOST or self._characters > _MOST_CHARACTERS

    def numbers(self, cells: Cells) -> Wholes:
        """The number of each cell; new texts are numbered as they come up."""
        if isinstance(cells, Slices):
            return self._of_slices(cells)
        return self._of(cells.different)[cells.places] if isinstance(cells, Encoded) else self._of(cells)

    def _of(self, texts: Iterable[str]) -> Wholes:
        number, before = self._number, len(self._number)
        found = np.array([number.setdefault(text, len(number)) for text in texts], np.int32)
        if len(number) > before:
            new = list(islice(number, before, None))
            self.texts += new
            self._characters += sum(map(len, new))
        return found

    def _of_slices(self, cells: Slices) -> Wholes:
        lengths = cells.ends - cells.starts
        long = np.flatnonzero(lengths > _LONG)
        lengths[long] = 0
        some = _KeyedCells.of(cells, lengths)
        found = self._table.find(some)
        while len(new := np.flatnonzero(found < 0)):
            _, first = np.unique(some.keys[new], return_index=True)
            places = new[first]
            for place, number in zip(places, self._of(cells.texts(places)), strict=True):
                self._table.add(some, place, int(number))
            found[new] = self._table.find(some.at(new))
        other = np.append(np.flatnonzero(self._table.differs(some, found)), long)
        if len(other):
            found[other] = self._of(cells.texts(other))
        return found


class _KeyedCells(NamedTuple):
    """Cells as words of eight bytes, with their keys."""

    keys: Words
    lengths: Wholes
    words: list[Words]

    @classmethod
    def of(cls, cells: Slices, lengths: Wholes) -> _KeyedCells:
        longest = int(lengths.max(initial=0))
        words = [cells.view[cells.starts] & _MASKS[lengths if longest <= EIGHT else np.minimum(lengths, EIGHT)]]
        keys = words[0] * np.uint64(_ODD)
        for done in range(EIGHT, longest, EIGHT):
            some = np.flatnonzero(lengths > done)
            word = cells.view[cells.starts[some] + done] & _MASKS[np.minimum(lengths[some] - done, EIGHT)]
            keys[some] += word * np.uint64(_ODD * (done // EIGHT * 2 + 1) % 2**64)
            words.append(np.zeros(len(lengths), np.uint64))
            words[-1][some] = word
        return cls(keys, lengths, words)

    def at(self, places: Wholes) -> _KeyedCells:
        return _KeyedCells(self.keys[places], self.lengths[places], [word[places] for word in self.words])


class _Table:
    """Numbers by keys: a key stands at the place that its first bits name, or at the next that is free."""

    def __init__(self) -> None:
        self._bits, self._held = 8, 0
        self._new()
        self._lengths = np.zeros(1, np.int64)
        self._words: list[Words] = [np.zeros(1, np.uint64)]
        self._put(np.uint64(0), 0)

    def _new(self) -> None:
        self._keys = np.zeros(1 << self._bits, np.uint64)
        self._numbers = np.full(1 << self._bits, -1, np.int32)

    def find(self, some: _KeyedCells) -> Wholes:
        """The number of each key; -1 of one that is new."""
        at = (some.keys >> np.uint64(64 - self._bits)).astype(np.int64)
        found = self._numbers[at]
        wrong = np.flatnonzero((self._keys[at] != some.keys) & (found >= 0))
        while len(wrong):
            at[wrong] = (at[wrong] + 1) & ((1 << self._bits) - 1)
            found[wrong] = self._numbers[at[wrong]]
            wrong = wrong[(self._keys[at[wrong]] != some.keys[wrong]) & (found[wrong] >= 0)]
        return found

    def differs(self, some: _KeyedCells, found: Wholes) -> npt.NDArray[np.bool_]:
        """Where a cell has the key of another text: one word of eight bytes has only its own."""
        unlike: npt.NDArray[np.bool_] = self._lengths[found] != some.lengths
        if len(some.words) > 1:
            for nr, word in enumerate(some.words):
                unlike |= (self._words[nr][found] if nr < len(self._words) else np.uint64(0)) != word
        return unlike

    def add(self, some: _KeyedCells, place: int, number: int) -> None:
        """Keep the text of a cell under its number."""
        while len(self._words) < len(some.words):
            self._words.append(np.zeros(len(self._lengths), np.uint64))
        if number >= len(self._lengths):
            more = max(64, number + 1 - len(self._lengths), len(self._lengths))
            self._lengths = np.append(self._lengths, np.zeros(more, np.int64))
            self._words = [np.append(words, np.zeros(more, np.uint64)) for words in self._words]
        self._lengths[number] = some.lengths[place]
        for nr, word in enumerate(some.words):
            self._words[nr][number] = word[place]
        if self._held * 4 > len(self._keys):
            self._grow()
        self._put(some.keys[place], number)

    def _grow(self) -> None:
        kept = self._numbers >= 0
        keys, numbers = self._keys[kept], self._numbers[kept]
        self._bits, self._held = self._bits + 2, 0
        self._new()
        for key, one in zip(keys, numbers, strict=True):
            self._put(key, int(one))

    def _put(self, key: np.uint64, number: int) -> None:
        at = int(key) >> (64 - self._bits)
        while self._numbers[at] >= 0:
            at = (at + 1) % len(self._numbers)
        self._keys[at], self._numbers[at] = key, number
        self._held += 1
