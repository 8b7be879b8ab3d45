"""Phrases, and where they stand among words.

A phrase is words in order: `a|b` is either, `word?` may be left out, `@self` is any word of a list, `#` any number, and
`~` up to three words of any kind; `a|b & phrase` is the phrase where `a` or `b` stands near it, on either side.
Articles and such may stand inside any phrase. None reaches past the end of a sentence. The time is in proportion to the
words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import Generic, NamedTuple, TypeVar

from iopcli.danger.words import STOP

T = TypeVar("T")
NEAR = 12
"""How many words away a word is near."""
GAP = 3
"""The most words that `~` stands for."""
PASSED_OVER = ("a", "an", "the", "my", "your", "his", "her", "our", "their")
"""Words that may stand inside any phrase."""
ANY_NUMBER = "#"
_PLAIN = re.compile(r"[^\s|?~&]+")


class Item(NamedTuple):
    """One part of a phrase: the words that fit, none for a gap."""

    words: frozenset[str]
    optional: bool


class PhraseMatch(NamedTuple, Generic[T]):
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
    """Phrases, each with what it stands for; with `stems`, in any form of their words."""

    def __init__(self, lists: Mapping[str, tuple[str, ...]], *, stems: bool = False) -> None:
        self._lists = lists
        self._stems = stems
        self._by_part: dict[str, list[tuple[str, T]]] = {}
        """Phrases as they are written, from this part on, and what they stand for."""
        self._parts: dict[str, list[str]] = {}
        self._read: dict[str, Item] = {}
        self._taken_apart: dict[str, tuple[tuple[Item, ...], Item]] = {}
        self.words: set[str] = set()

    def add(self, phrases: Iterable[str], of: T) -> None:
        """Phrases that stand for `of`; only how each begins is read before it is looked for."""
        phrases = list(phrases)
        for word in set(_PLAIN.findall(" ".join(phrases))):
            self.words.update(self._lists.get(word[1:], ()) if word[0] == "@" else (word,))
        for phrase in phrases:
            self._add(phrase, of)

    def _add(self, phrase: str, of: T) -> None:
        """A phrase by its first part, and by each after that as long as those before may be left out."""
        near, sign, rest = phrase.rpartition(" & ")
        while rest:
            first, _, others = rest.partition(" ")
            known = self._by_part.get(first)
            if known is None:
                known = self._by_part[first] = []
                for word in self._item(first).words:
                    self._parts.setdefault(word, []).append(first)
            known.append((f"{near}{sign}{rest}", of))
            rest = others if first[-1] in "?~" else ""

    def find(self, words: Sequence[str]) -> list[PhraseMatch[T]]:
        """Every place where a phrase stands, from left to right."""
        found: dict[PhraseMatch[T], None] = {}
        for start, word in enumerate(words):
            for spelling in _spellings(word):
                for part in self._parts.get(spelling, ()):
                    for phrase, of in self._by_part[part]:
                        items, near = self._apart(phrase)
                        places = _places(words, start, items, 0)
                        if places and (not near.words or not near.words.isdisjoint(_around(words, places))):
                            found[PhraseMatch(of, places)] = None
        return list(found)

    def _apart(self, phrase: str) -> tuple[tuple[Item, ...], Item]:
        """The parts of a phrase, and those of which one has to be near it, if any."""
        if phrase not in self._taken_apart:
            near, _, rest = phrase.rpartition(" & ")
            self._taken_apart[phrase] = tuple(map(self._item, rest.split())), self._item(near)
        return self._taken_apart[phrase]

    def _item(self, part: str) -> Item:
        if part not in self._read:
            self._read[part] = self._parsed(part)
        return self._read[part]

    def _parsed(self, part: str) -> Item:
        optional = part.endswith("?")
        if part in ("", "~"):
            return Item(frozenset(), optional=True)
        words: list[str] = []
        for word in part.rstrip("?").split("|"):
            words += self._lists.get(word[1:], ()) if word.startswith("@") else [word]
        if self._stems:
            words += [stem(word) for word in words]
        return Item(frozenset(words), optional)


def _around(words: Sequence[str], places: tuple[int, ...]) -> Iterator[str]:
    """The words of the same sentence that are near, on both sides."""
    for side in (words[max(places[0] - NEAR, 0) : places[0]][::-1], words[places[-1] + 1 : places[-1] + 1 + NEAR]):
        yield from takewhile(lambda word: word != STOP, side)


def stem(word: str) -> str:
    """What the forms of a word have in common: `withdraw` of `withdrawing`; marked, for it is no word itself."""
    base = word
    for end in ENDS if word.endswith(LAST) else ():
        if word.endswith(end) and len(word) >= len(end) + STEM:
            base = word[: -len(end)]
            break
    base = base[:-1] if len(base) > STEM and base[-1] == base[-2] else base
    return f"{base.removesuffix('e')}-"


ENDS = ("ing", "ed", "al", "es", "er", "s", "e")
LAST = tuple({end[-1] for end in ENDS})
"""The last letters of those."""
STEM = 4
"""Letters that are left of a word without its end."""


@lru_cache(maxsize=4096)
def _spellings(word: str) -> tuple[str, ...]:
    """The word, its stem, the word without the `s` of several, and what stands for it if it is a number."""
    several = (word[:-1],) if word[-1] == "s" and len(word) > 3 else ()
    number = (ANY_NUMBER,) if word[0].isdigit() else ()
    return (word, stem(word), *several, *number)


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
    if at < len(words) and not item.words.isdisjoint(_spellings(words[at])):
        rest = _places(words, at + 1, items, next_ + 1)
        taken = None if rest is None else (at, *rest)
    if taken is None and next_ and at < len(words) and words[at] in PASSED_OVER:
        taken = _places(words, at + 1, items, next_)
    return _further(taken, _places(words, at, items, next_ + 1)) if item.optional else taken


def _further(one: tuple[int, ...] | None, other: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """The places that reach further, the first if both do."""
    if one is None or other is None:
        return other if one is None else one
    return other if (other or (-1,))[-1] > (one or (-1,))[-1] else one
