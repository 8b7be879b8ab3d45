"""A small linear model over words, word pairs and letters: numbers that were learned from sentences of the dataset.

The second ear is one (calm, or which danger), what a question is likely about is another. The numbers stand beside the
dataset in files that `make ears` writes; they are read when a question first needs them, and scoring is some thousand
additions.
"""

from __future__ import annotations

import math
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

from iopcli.danger.words import STOP

BUCKETS = 1 << 14
"""Places that features are hashed into."""
LETTERS = (3, 4)
"""How many letters in a row count as one feature."""


class Head(msgspec.Struct, frozen=True):
    """What the file says of itself, on its first line."""

    things: tuple[str, ...]
    """What is told apart."""
    scale: float
    """What one step of a number weighs."""
    sentences: int
    """Checksum of what it was trained on."""


def features(words: Sequence[str], beside: Iterable[str] = (), buckets: int = BUCKETS) -> tuple[list[int], float]:
    """What a text is made of, as buckets, and the weight of each: the squares of all weights add up to one."""
    return hashed(_names(words, beside), buckets)


def hashed(names: Iterable[str], buckets: int = BUCKETS) -> tuple[list[int], float]:
    """Features by name as buckets, and the weight of each."""
    found = {zlib.crc32(name.encode()) % buckets for name in names}
    return sorted(found), 1 / math.sqrt(len(found) or 1)


def _names(words: Sequence[str], beside: Iterable[str]) -> Iterator[str]:
    said = [word for word in words if word != STOP]
    for word in said:
        yield word
        padded = f"^{word}$"
        for many in LETTERS:
            yield from (f"~{padded[at : at + many]}" for at in range(len(padded) - many + 1))
    yield from (f"{one} {two}" for one, two in pairwise(said))
    yield from (f"{one} _ {two}" for one, two in zip(said, said[2:], strict=False))
    yield from (f"={one}" for one in beside)


class Linear:
    """The numbers of one file."""

    def __init__(self, content: bytes, buckets: int = BUCKETS) -> None:
        line, _, numbers = content.partition(b"\n")
        self.head = msgspec.json.decode(line, type=Head)
        self._numbers = array("b", numbers)
        if len(self._numbers) != buckets * len(self.head.things):
            raise ValueError("not as many numbers as there are things")

    @classmethod
    def read(cls, path: Path, buckets: int = BUCKETS) -> Linear | None:
        """The model in a file; None if there is none that can be read."""
        try:
            return cls(path.read_bytes(), buckets)
        except (OSError, ValueError, msgspec.MsgspecError):
            return None

    def chances(self, buckets: Iterable[int], weight: float) -> dict[str, float]:
        """How likely each thing is where it is one of them; together they are one."""
        sums = self._sums(buckets, weight)
        most = max(sums)
        odds = [math.exp(one - most) for one in sums]
        whole = sum(odds)
        return {thing: one / whole for thing, one in zip(self.head.things, odds, strict=True)}

    def apart(self, buckets: Iterable[int], weight: float) -> dict[str, float]:
        """How likely each thing is, whatever the others are."""
        sums = self._sums(buckets, weight)
        return {thing: 1 / (1 + math.exp(-one)) for thing, one in zip(self.head.things, sums, strict=True)}

    def _sums(self, buckets: Iterable[int], weight: float) -> list[float]:
        many = len(self.head.things)
        rows = (self._numbers[place * many : (place + 1) * many] for place in buckets)
        step = weight * self.head.scale
        return [sum(column) * step for column in zip(*rows, strict=True)] or [0.0] * many


def packed(head: Head, numbers: Iterable[int]) -> bytes:
    """The bytes of the file: as they are, for to unpack them would take longer than all else that a question needs."""
    return msgspec.json.encode(head) + b"\n" + array("b", numbers).tobytes()
