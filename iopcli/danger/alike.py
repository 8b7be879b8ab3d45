"""Groups of words that are used alike: a word that no training sentence had counts like one that some had.

The groups come from word vectors (`training/alike.py`); the file has a line a group, an empty line between kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from iopcli.dataset.load import folder

FILE = "alike.txt"
"""The groups, in the folder of the dataset."""


class Alike:
    """The group of each word, and the kind of each group, looked up in the text: a question needs few of them."""

    def __init__(self, text: str) -> None:
        self._text = f"\n{text}".replace("\n", " \n ")
        self._places: dict[str, tuple[int, int] | None] = {}

    @classmethod
    def read(cls, path: Path) -> Alike:
        """The groups in a file; none if it cannot be read."""
        try:
            return cls(path.read_text("utf-8"))
        except (OSError, ValueError):
            return cls("")

    def of(self, words: Sequence[str]) -> Iterator[str]:
        """Groups and kinds alone."""
        for at in filter(None, map(self._place, words)):
            yield from (f"@{at[0]}", f"@@{at[1]}")

    def names(self, words: Sequence[str]) -> Iterator[str]:
        """Groups and kinds, alone, side by side and with one word between them."""
        places = [self._place(word) for word in words]
        for sign, part in (("@", 0), ("@@", 1)):
            said = [f"{sign}{at[part]}" if at else word for word, at in zip(words, places, strict=True)]
            yield from (one for one in said if one[0] == "@")
            yield from (f"{one} {two}" for one, two in pairwise(said) if "@" in (one[0], two[0]))
            yield from (f"{one} _ {two}" for one, two in zip(said, said[2:], strict=False) if "@" in (one[0], two[0]))

    def _place(self, word: str) -> tuple[int, int] | None:
        """The number of a word's group and of its kind; None where it is in none."""
        if word not in self._places:
            at = self._text.find(f" {word} ")
            kind = self._text.count("\n  \n", 0, max(at, 0))
            self._places[word] = (self._text.count("\n", 0, at) - kind - 1, kind) if at >= 0 else None
        return self._places[word]


@cache
def groups() -> Alike:
    """The groups that came with the program, read once for all that go by them."""
    return Alike.read(folder() / FILE)
