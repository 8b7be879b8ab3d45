"""The second ear: a linear model over words, word pairs, letters and parts, learned from the sentences of the dangers.

It only adds to the first. Its numbers come with the dataset, in one file that `make ear` writes; they are read when a
question first needs them, and scoring is a few hundred additions.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import msgspec

from iopcli.hearing.words import STOP

FILE = "second-ear.bin"
BUCKETS = 1 << 14
"""Places that features are hashed into."""
CALM = "calm"
"""The first of the things that are told apart: no danger."""
LETTERS = (3, 4)
"""How many letters in a row count as one feature."""


class Head(msgspec.Struct, frozen=True):
    """What the file says of itself, on its first line."""

    things: tuple[str, ...]
    """What is told apart: calm, then the dangers by id."""
    scale: float
    """What one step of a number weighs."""
    sentences: int
    """Checksum of what it was trained on."""


class Suspicion(NamedTuple):
    """How likely there is danger (0 to 1), and which it would be."""

    chance: float
    danger: str


def features(words: Sequence[str], parts: Iterable[str]) -> dict[int, float]:
    """What a text is made of, each feature with its weight; the weights' squares add up to one."""
    found = {crc32(name.encode()) % BUCKETS for name in _names(words, parts)}
    weight = 1 / math.sqrt(len(found) or 1)
    return dict.fromkeys(sorted(found), weight)


def _names(words: Sequence[str], parts: Iterable[str]) -> Iterator[str]:
    said = [word for word in words if word != STOP]
    for word in said:
        yield word
        padded = f"^{word}$"
        for many in LETTERS:
            yield from (f"~{padded[at : at + many]}" for at in range(len(padded) - many + 1))
    yield from (f"{one} {two}" for one, two in pairwise(said))
    yield from (f"{one} _ {two}" for one, two in zip(said, said[2:], strict=False))
    yield from (f"={part}" for part in parts)


class SecondEar:
    """The numbers of one file."""

    def __init__(self, content: bytes) -> None:
        line, _, numbers = content.partition(b"\n")
        self.head = msgspec.json.decode(line, type=Head)
        self._numbers = array("b", numbers)

    @classmethod
    def read(cls, path: Path) -> SecondEar | None:
        """The ear in a file; None if there is none."""
        try:
            return cls(path.read_bytes())
        except (OSError, ValueError, msgspec.MsgspecError):
            return None

    def suspects(self, words: Sequence[str], parts: Iterable[str]) -> Suspicion:
        """How likely there is danger in the words, and which."""
        many = len(self.head.things)
        sums = [0.0] * many
        for place, weight in features(words, parts).items():
            for thing, number in enumerate(self._numbers[place * many : (place + 1) * many]):
                sums[thing] += weight * number
        odds = [math.exp((one - max(sums)) * self.head.scale) for one in sums]
        worst = max(range(1, many), key=odds.__getitem__)
        return Suspicion(1 - odds[0] / sum(odds), self.head.things[worst])


def packed(head: Head, numbers: Iterable[int]) -> bytes:
    """The bytes of the file."""
    return msgspec.json.encode(head) + b"\n" + array("b", numbers).tobytes()
