"""Matches the phrases of parts, as the dataset writes them, from a given word on, word by word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

PASSED_OVER = frozenset(
    (
        "a", "an", "the", "my", "your", "his", "her", "our", "their", "so", "really", "very", "just", "all", "this",
        "that", "of", "some", "like", "kinda", "been", "super", "real", "up",
    )
)  # fmt: skip
"""Words that may stand inside any phrase of a part."""
MOST_PASSED = 2
"""How many of those, one after the other."""
YEAR = 4
"""Digits of a year: `in 20*` is *in 2014* and not *in 20 minutes*."""


class PartPhrases:
    """The phrases of all parts; `own` ones are of one danger, and `shared` ones may also be used as lists of words."""

    def __init__(self, shared: Mapping[str, str], own: Mapping[str, str]) -> None:
        self._lines = _Lines({**shared, **own})
        self._lists = {id_: frozenset(one.strip() for one in shared[id_].split(",")) for id_ in self._lines.lists}
        self._begun_with: dict[str, _TrieNode] = {}
        self.words = self._lines.words

    def said(self, words: Sequence[str], start: int) -> Iterator[tuple[str, int]]:
        """The parts that are said from a place on, and the place after the last word of each; a part may come twice."""
        return self._from(self._node(words[start]), words, start + 1)

    def _from(self, here: _TrieNode, words: Sequence[str], at: int) -> Iterator[tuple[str, int]]:
        yield from ((part, at) for part in here.parts)
        taken: set[str] = set()
        for place in range(at, min(at + MOST_PASSED + 1, len(words)) if here.words or here.patterns else at):
            word = words[place]
            fits = [one for one in here.patterns if one not in taken and self._fits(word, one)]
            for one in fits:
                yield from self._from(here.patterns[one], words, place + 1)
            if word in here.words:
                yield from self._from(here.words[word], words, place + 1)
            if word not in PASSED_OVER:
                return
            taken.update(fits)

    def _node(self, word: str) -> _TrieNode:
        """The phrases that may begin with a word, whichever way it is written there."""
        known = self._begun_with.get(word)
        if known is None:
            known = _TrieNode()
            for head in self._heads(word):
                for rest, part in self._lines.beginning(head):
                    known.add(rest.split(), part)
            if len(self._begun_with) < MOST_KEPT:
                self._begun_with[word] = known
        return known

    def _heads(self, word: str) -> Iterator[str]:
        yield word
        if word[0].isdigit():
            yield "#"
        yield from (f"@{id_}" for id_, words in self._lists.items() if word in words)
        yield from (f"{word[:length]}*" for length in range(2, len(word) + 1) if word[:length] in self._lines.begun)

    def _fits(self, word: str, pattern: str) -> bool:
        if pattern[-1] == "*":
            return word.startswith(pattern[:-1]) and (len(word) == YEAR or not pattern[0].isdigit())
        return word in self._lists[pattern[1:]] if pattern[0] == "@" else word[0].isdigit()


MOST_KEPT = 20_000
"""Words whose phrases are remembered."""


class _TrieNode:
    """A node of a trie: what may come next in phrases that began alike, and the parts whose phrase ends here."""

    __slots__ = ("parts", "patterns", "words")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.words: dict[str, _TrieNode] = {}
        self.patterns: dict[str, _TrieNode] = {}
        """What stands for several words: `craving*`, `@list`, `#`."""

    def add(self, phrase: Sequence[str], part: str) -> None:
        here = self
        for wanted in phrase:
            several = wanted[-1] == "*" or wanted[0] in "@#"
            here = (here.patterns if several else here.words).setdefault(wanted, _TrieNode())
        here.parts.append(part)


class _Lines:
    """The phrases of all parts as one text with a line a phrase: it is quick to build, and searched by word."""

    def __init__(self, parts: Mapping[str, str]) -> None:
        self._ids = list(parts)
        lines = ["\n" + " ".join(words.split()).replace(", ", "\n") for words in parts.values()]
        self._starts = list(accumulate(map(len, lines), initial=0))[:-1]
        self._text = "".join(lines) + "\n"
        self._heads = set(self._text.split())
        self._found: dict[str, list[tuple[str, str]]] = {}
        self.words = set(filter(str.isalpha, self._heads))
        self.begun = {word[:-1] for word in self._heads if word[-1] == "*"}
        """How words begin that may end in any way."""
        self.lists = {word[1:] for word in self._heads if word[0] == "@"}
        """Parts any word of which may stand in a phrase."""

    def beginning(self, head: str) -> list[tuple[str, str]]:
        """The rest of each phrase that begins with a word, and its part; none where no phrase begins with it."""
        if head not in self._heads:
            return []
        if head not in self._found:
            self._found[head] = list(self._lines_with(head))
        return self._found[head]

    def _lines_with(self, head: str) -> Iterator[tuple[str, str]]:
        for end in (" ", "\n"):
            at = self._text.find(f"\n{head}{end}")
            while at >= 0:
                rest = at + len(head) + 1
                yield self._text[rest : self._text.index("\n", rest)], self._ids[bisect_right(self._starts, at) - 1]
                at = self._text.find(f"\n{head}{end}", rest)
