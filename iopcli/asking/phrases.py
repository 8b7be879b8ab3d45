"""Phrases, and where they stand among words.

A phrase is words in order: `a|b` is either, `word?` may be left out, `@self` is any word of a list, `#` any number, and
`~` up to three words of any kind. No phrase reaches past the end of a sentence. The time is in proportion to the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from iopcli.asking.words import STOP

T = TypeVar("T")
GAP = 3
"""The most words that `~` stands for."""
ANY_NUMBER = "#"


class Item(NamedTuple):
    """One part of a phrase: the words that fit, none for a gap."""

    words: frozenset[str]
    optional: bool


class Found(NamedTuple, Generic[T]):
    """What a phrase stands for, and the places of its words; words of a gap are not its own."""

    of: T
    places: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """Whether its words stand side by side."""
        return self.end - self.start == len(self.places)

    @property
    def start(self) -> int:
        """The place of its first word."""
        return self.places[0]

    @property
    def end(self) -> int:
        """The place after its last word."""
        return self.places[-1] + 1


class Phrases(Generic[T]):
    """Phrases, each with what it stands for."""

    def __init__(self, lists: Mapping[str, tuple[str, ...]]) -> None:
        self._lists = lists
        self._starting: dict[str, list[tuple[tuple[Item, ...], T]]] = {}
        self.words: set[str] = set()

    def add(self, phrases: Iterable[str], of: T) -> None:
        """Phrases that stand for `of`."""
        for phrase in phrases:
            items = tuple(self._item(part) for part in phrase.split())
            for item in items:
                self.words |= item.words
            for start in range(len(items)):
                for word in items[start].words:
                    self._starting.setdefault(word, []).append((items[start:], of))
                if not items[start].optional:
                    break

    def find(self, words: Sequence[str]) -> list[Found[T]]:
        """Every place where a phrase stands, from left to right."""
        found: dict[Found[T], None] = {}
        for start, word in enumerate(words):
            for spelling in _spellings(word):
                for items, of in self._starting.get(spelling, ()):
                    places = _places(words, start, items, 0)
                    if places:
                        found[Found(of, places)] = None
        return list(found)

    def _item(self, part: str) -> Item:
        optional = part.endswith("?")
        if part == "~":
            return Item(frozenset(), optional=True)
        words: list[str] = []
        for word in part.rstrip("?").split("|"):
            words += self._lists.get(word[1:], ()) if word.startswith("@") else [word]
        return Item(frozenset(words), optional)


def _spellings(word: str) -> Iterator[str]:
    """The word, without the `s` of several, and what stands for it if it is a number."""
    yield word
    if word[-1] == "s" and len(word) > 3:
        yield word[:-1]
    if word[0].isdigit():
        yield ANY_NUMBER


def _places(words: Sequence[str], at: int, items: tuple[Item, ...], next_: int) -> tuple[int, ...] | None:
    """The places of a phrase that goes on at a word, with its last word as far on as it can be; None if it does not."""
    if next_ == len(items):
        return ()
    item = items[next_]
    if not item.words:
        found = None
        for gap in range(GAP + 1):
            found = _further(found, _places(words, at + gap, items, next_ + 1))
            if at + gap >= len(words) or words[at + gap] == STOP:
                break
        return found
    taken = None
    if at < len(words) and any(spelling in item.words for spelling in _spellings(words[at])):
        rest = _places(words, at + 1, items, next_ + 1)
        taken = None if rest is None else (at, *rest)
    return _further(taken, _places(words, at, items, next_ + 1)) if item.optional else taken


def _further(one: tuple[int, ...] | None, other: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """The places that reach further, the first if both do."""
    if one is None or other is None:
        return other if one is None else one
    return other if (other or (-1,))[-1] > (one or (-1,))[-1] else one
