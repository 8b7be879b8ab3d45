"""Words that are used alike, in groups: a word that no sentence had is heard as one that some had.

The groups come from word vectors (`training/alike.py`); the file has a line a group, an empty line between kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

FILE = "alike.txt"
"""The groups, in the folder of the dataset."""


class Alike:
    """The group of each word, and the kind of each group."""

    def __init__(self, text: str) -> None:
        self._groups: dict[str, int] = {}
        self._kinds: list[int] = []
        kind = 0
        for line in text.split("\n"):
            words = line.split()
            kind += not words
            if words:
                self._groups |= dict.fromkeys(words, len(self._kinds))
                self._kinds.append(kind)

    @classmethod
    def read(cls, path: Path) -> Alike:
        """The groups in a file; none if it cannot be read."""
        try:
            return cls(path.read_text("utf-8"))
        except (OSError, ValueError):
            return cls("")

    def of(self, words: Sequence[str]) -> Iterator[str]:
        """Groups and kinds alone."""
        for group in (self._groups[word] for word in words if word in self._groups):
            yield from (f"@{group}", f"@@{self._kinds[group]}")

    def names(self, words: Sequence[str]) -> Iterator[str]:
        """Groups and kinds, alone, side by side and with one word between them."""
        groups = [self._groups.get(word) for word in words]
        kinds = [None if group is None else self._kinds[group] for group in groups]
        for sign, places in (("@", groups), ("@@", kinds)):
            said = [word if place is None else f"{sign}{place}" for word, place in zip(words, places, strict=True)]
            yield from (one for one in said if one[0] == "@")
            yield from (f"{one} {two}" for one, two in pairwise(said) if "@" in (one[0], two[0]))
            yield from (f"{one} _ {two}" for one, two in zip(said, said[2:], strict=False) if "@" in (one[0], two[0]))
