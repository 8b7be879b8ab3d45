"""A small linear model over words, word pairs and letters: weights that were learned from sentences of the dataset.

The danger classifier is one such model (calm, or which danger), and the guess of what a question is about is another.
Each feature that several texts had has its own key and weights. They stand beside the dataset in files that `make ears`
writes, and are read when a question first needs them. Scoring is some thousand additions.
"""

from __future__ import annotations

import math
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

from iopcli.danger.words import STOP

LETTERS = (3, 4)
"""How many letters in a row count as one feature."""


class Head(msgspec.Struct, frozen=True):
    """What the file says of itself, on its first line."""

    things: tuple[str, ...]
    """The classes."""
    scale: float
    """What one step of a weight is worth: each is stored as a whole number of steps."""
    sentences: int
    """Checksum of what it was trained on."""
    proved: bool = False
    """Whether the training run checked that each of those sentences is heard as it should be."""


def features(words: Sequence[str], beside: Iterable[str] = ()) -> list[int]:
    """The features of a text, as keys: its words, their letters, words side by side, and the further ones `beside`."""
    return keys(_names(words, beside))


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


class LinearModel:
    """A linear model as read from its file: weights by the key of the feature; others count nothing."""

    def __init__(self, content: bytes) -> None:
        start = content.index(b"\n") + 1
        self.head = msgspec.json.decode(content[: start - 1], type=Head)
        row = KEY + 1 + len(self.head.things)
        many, rest = divmod(len(content) - start, row)
        if rest:
            raise ValueError("not as many numbers as there are things")
        keys = array("I", content[start : start + KEY * many])
        if sys.byteorder == "big":
            keys.byteswap()
        self._places = KeyPlaces(keys)
        self._worth = content[start + KEY * many : start + (KEY + 1) * many]
        self._numbers = memoryview(content)[start + (KEY + 1) * many :].cast("b")

    @classmethod
    def read(cls, path: Path) -> LinearModel | None:
        """The model in a file; None if there is none that can be read."""
        try:
            return cls(path.read_bytes())
        except (OSError, ValueError, msgspec.MsgspecError):
            return None

    def chances(self, keys: Iterable[int]) -> dict[str, float]:
        """The probability of each class, which together are 1; empty where no feature is known."""
        return shares(sums) if (sums := self._sums(keys)) else {}

    def apart(self, keys: Iterable[int]) -> dict[str, float]:
        """The probability of each class by itself (one against the rest); empty where no feature is known."""
        return {thing: 1 / (1 + math.exp(-one)) for thing, one in self._sums(keys).items()}

    def _sums(self, keys: Iterable[int]) -> dict[str, float]:
        found = [place for key in keys if (place := self._places[key]) is not None]
        if not found:
            return {}
        many = len(self.head.things)
        rows = (self._numbers[place * many : (place + 1) * many] for place in found)
        step = self.head.scale / math.sqrt(sum((self._worth[place] / WORTH) ** 2 for place in found))
        return {thing: sum(column) * step for thing, *column in zip(self.head.things, *rows, strict=True)}


class KeyPlaces(dict[int, int | None]):
    """The position of each key that was asked for, found by bisection; None where the model does not have it."""

    def __init__(self, keys: array[int]) -> None:
        self._keys = keys

    def __missing__(self, key: int) -> int | None:
        place = bisect_left(self._keys, key)
        self[key] = found = place if place < len(self._keys) and self._keys[place] == key else None
        return found


KEY, WORTH = 4, 25
"""Bytes of a key, and steps of what a feature is worth, of which there is one a byte."""


def keys(names: Iterable[str]) -> list[int]:
    """Features by name as keys."""
    return sorted({zlib.crc32(name.encode()) for name in names})


def shares(sums: Mapping[str, float]) -> dict[str, float]:
    """Sums as probabilities that add up to 1 (softmax)."""
    most = max(sums.values())
    odds = {thing: math.exp(one - most) for thing, one in sums.items()}
    whole = sum(odds.values())
    return {thing: one / whole for thing, one in odds.items()}


def packed(head: Head, keys: Sequence[int], worth: Sequence[float], numbers: Iterable[int]) -> bytes:
    """The bytes of the file: the keys in order, what each is worth, and its weights.

    They are not compressed: to unpack them would take longer than all else that a question needs.
    """
    ordered = array("I", keys)
    if sys.byteorder == "big":
        ordered.byteswap()
    steps = bytes(min(round(one * WORTH), 255) for one in worth)
    return msgspec.json.encode(head) + b"\n" + ordered.tobytes() + steps + array("b", numbers).tobytes()
