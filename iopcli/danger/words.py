"""What was typed becomes words: no case, no signs, short forms spelled out, and a stop where a sentence ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

STOP = "."
"""Stands where a sentence ends; no phrase reaches past it."""
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"))
_INVISIBLE = {"Cf", "Cc", "Mn"}
_WORD = re.compile(r"w/o|24/7|\$?\d+(?:[.,]\d+)*k?|[^\W\d_]+|[.?!;\n…]")
_TAG = re.compile(r"<(/?\w{1,12})/?>|\[(/?\w{1,12})\]")
_MASKED = re.compile(r"(?<=[a-z])[*@$!013457]+(?=[a-z])")
_SPELLED = re.compile(r"\b(?:[a-z][ .-]){3,}[a-z]\b")
_MASKS = str.maketrans("@$!013457", "asioleast", "*")
_REPEATED = re.compile(r"(.)\1{2,}")


def words_of(text: str, spellings: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The words of a text in order; `spellings` says which words a typed one stands for."""
    plain = text.casefold().translate(_APOSTROPHES)
    if not plain.isascii():
        spread = unicodedata.normalize("NFKD", plain).casefold()
        plain = "".join(c for c in spread if c == "\n" or unicodedata.category(c) not in _INVISIBLE)
    elif not plain.isprintable():
        plain = "".join(c for c in plain if c in "\n\t\r" or c.isprintable())
    plain = _TAG.sub(" ", plain)
    plain = _MASKED.sub(lambda found: found[0].translate(_MASKS), plain)
    plain = _SPELLED.sub(lambda found: re.sub(r"[ .-]", "", found[0]), plain)
    words = [word for typed in _WORD.findall(plain) for word in spellings.get(typed, (_sign(typed),))]
    return [word for place, word in enumerate(words) if not (word == STOP and words[place - 1 : place] == [STOP])]


def _sign(typed: str) -> str:
    return STOP if typed in ".?!;\n…" else typed


def letters(text: str) -> bool:
    """Whether there is anything in a text that could be a word."""
    return any(character.isalnum() for character in text)


class Vocabulary:
    """The words that mean something here; it mends a word that is one letter off one of them."""

    def __init__(self, meaning: Iterable[str], filler: Iterable[str]) -> None:
        self.meaning = frozenset(meaning)
        self.words = self.meaning | frozenset(filler)
        self._near: dict[str, dict[str, str]] = {}

    def mended(self, words: Iterable[str]) -> list[str]:
        """The words, each one that is not known as the known one that it nearly is, if there is one.

        Of a long text only the first odd words are mended: what is all odd words is not typed in haste.
        """
        mended: dict[str, str] = {}

        def known(word: str) -> str:
            if word in self:
                return word
            if word not in mended and len(mended) < MOST_MENDED:
                mended[word] = self._mend(word)
            return mended.get(word, word)

        return [known(word) for word in self._joined(words)]

    def _joined(self, words: Iterable[str]) -> Iterator[str]:
        """The words, two that are one long word that means something as that one: `out patient`."""
        before = ""
        for word in words:
            if len(before + word) >= LONG_JOINED and before + word in self.meaning:
                before += word
                continue
            if before:
                yield before
            before = word
        if before:
            yield before

    def __contains__(self, word: str) -> bool:
        return word in self.words or word.removesuffix("s") in self.words or f"{word}s" in self.words

    def _mend(self, word: str) -> str:
        if not word.isalpha():
            return word
        for fewer in (_REPEATED.sub(r"\1", word), _REPEATED.sub(r"\1\1", word)):
            if fewer != word and fewer in self:
                return fewer
        if word[0] not in self._near:  # the first letter is always the same
            meant = sorted((known for known in self.meaning if known[0] == word[0]), reverse=True)
            self._near[word[0]] = {near: known for known in meant for near in _alike(known)}
        alike = self._near[word[0]]
        return next((alike[near] for near in _alike(word) if near in alike), word)


MOST_MENDED = 300
"""Different words of one text that are mended."""
LONG_JOINED = 9
"""Letters of a word that may be typed as two."""
SHORTEST, LONG, LONGEST = 4, 6, 20
"""Letters of a word that may be mended: of a shorter one only the order, of a long one a letter."""


def _alike(word: str) -> Iterator[str]:
    """What a word has in common with one that is one letter apart: itself with any letter but the first left out.

    A short word has only its letters in another order in common with others; `fifth` is not `faith`.
    """
    if SHORTEST <= len(word) <= LONGEST:
        yield f"{word[0]}:{''.join(sorted(word[1:]))}"
    if LONG <= len(word) <= LONGEST:
        yield word
        for place in range(1, len(word)):
            yield word[:place] + word[place + 1 :]
