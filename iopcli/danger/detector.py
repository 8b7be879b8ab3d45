"""The rule-based detector: parts of what people say are put together, by rule, into signs of danger.

A part is a name for words that mean much the same (`wake` is *wakes, waking up, despierta*). A sign puts parts together
that have to stand near each other: `-wake + other` is someone who will *not* wake. Whether a sign counts is decided by
its circumstances: long ago, asked of people in general, over by now, read somewhere; *right now* takes them back. So a
new way of saying what is known is heard as well. The time is in proportion to the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, zip_longest
from typing import NamedTuple

from iopcli.danger.phrases import PartPhrases
from iopcli.danger.words import STOP
from iopcli.dataset.model import CIRCUMSTANCES, Danger, SpokenPart

NOT, NOT_REALLY, FIGURE, NOW, SOMEONE_HERE = "not", "not-really", "figure", "now", "here"
NEAR, WIDE = 8, 24
"""How many words may lie between two parts of a sign, and of a sign that tells a longer story."""
ASKS = frozenset(
    (
        "how", "what", "whats", "does", "do", "can", "is", "are", "will", "should", "which", "why", "when", "where",
        "who", "could", "would", "has", "have", "cual", "como", "cuando", "cuanto", "donde", "puede", "puedo", "hay",
    )
)  # fmt: skip
"""Words with which a question begins: it asks in general, unless it says that it is of someone here, or now."""
RIGHT_AFTER = 2
"""How many words may lie between what has to follow right after."""
DENIES = 4
"""How many words after *not* are denied."""
SAYING, DENIES_A_SAYING = 3, 2
"""Words of a phrase that is a saying, and how near to it *not* has to stand to deny it."""
BREAKS = frozenset(
    ("and", "but", "because", "cause", "bc", "if", "when", "so", "then", "until", "now", "y", "pero", STOP)
)
"""Words after which *not* says nothing any more."""
WINDOW, STEP = 60, 30
"""A sentence without end is heard in pieces of so many words, each beginning so many after the last."""


class Hit(NamedTuple):
    """A part at its place, and whether it is denied there."""

    start: int
    end: int
    denied: bool


class Element(NamedTuple):
    """One part of a sign, or any of several; `denied` is None where it does not matter."""

    parts: frozenset[str]
    denied: bool | None
    joint: str
    """How it stands to the one before: `+` near it, `>` after it, `>>` right after it."""


class Combination(NamedTuple):
    """The parts that make a sign, and how it is to be taken."""

    elements: tuple[Element, ...]
    danger: str
    reach: int
    excused_by: frozenset[str]
    unless: frozenset[str]
    alone: bool
    faint: bool
    """Whether it is not enough by itself."""


class Raised(NamedTuple):
    """The ids of the dangers whose signs stand in the words, each once, in the order in which they are said."""

    dangers: list[str]
    perhaps: list[str]
    """Those of which only a faint sign was heard."""


class SignDetector:
    """Finds the signs of danger of one dataset in words."""

    def __init__(self, parts: Iterable[SpokenPart], dangers: Iterable[Danger]) -> None:
        self._leading: dict[str, list[Combination]] = {}
        self._hits = lru_cache(MOST_KEPT)(self._found)
        dangers = list(dangers)
        shared = {part.id: part.words for part in parts}
        own = {f"{danger.id}/{name}": words for danger in dangers for name, words in danger.parts.items()}
        self._phrases = PartPhrases(shared, own)
        self.words = self._phrases.words
        for danger in dangers:
            for sign in danger.sign:
                excused_by = frozenset(CIRCUMSTANCES) - set(sign.even)
                unless = frozenset(f"{danger.id}/{one}" if one in danger.parts else one for one in sign.unless)
                reach = WIDE if sign.wide else NEAR
                for hear in (*sign.hear, *sign.perhaps):
                    elements, faint = tuple(_elements(hear, danger)), hear in sign.perhaps
                    one = Combination(elements, danger.id, reach, excused_by, unless, sign.alone, faint)
                    for part in elements[0].parts:
                        self._leading.setdefault(part, []).append(one)

    def raised(self, words: Sequence[str]) -> Raised:
        """The dangers of all signs that stand in the words."""
        found: dict[tuple[str, bool], None] = {}
        seen: set[tuple[str, ...]] = set()
        for sentence, beside in _neighbors(list(sentences(words))):
            for piece in _pieces(sentence):
                if piece not in seen:
                    seen.add(piece)
                    found |= dict.fromkeys(self._dangers_in(piece, beside, wide=False))
        for piece in _pieces(words):
            if STOP in piece and piece not in seen:
                seen.add(piece)
                found |= dict.fromkeys(self._dangers_in(piece, (), wide=True))
        dangers = [danger for danger, faint in found if not faint]
        return Raised(dangers, [danger for danger, faint in found if faint and danger not in dangers])

    def parts(self, words: Sequence[str]) -> set[str]:
        """The parts that are said, `-` before those that are denied, and pairs of them, whatever danger they are of."""
        found: set[str] = set()
        for sentence in sentences(words):
            said = [("-" * hits[0].denied, part) for part, hits in self._hits(tuple(sentence)).items()]
            found.update(denied + part for denied, part in said)
            names = sorted({denied + part.rpartition("/")[2] for denied, part in said})
            found.update(f"{one}+{two}" for one, two in combinations(names, 2))
        return found

    def _found(self, words: tuple[str, ...]) -> dict[str, list[Hit]]:
        """Every part and where it stands; not what a figure of speech covers."""
        spans: dict[str, set[tuple[int, int]]] = {}
        for start in range(len(words)):
            for part, end in self._phrases.said(words, start):
                spans.setdefault(part, set()).add((start, end))
        figures = spans.pop(FIGURE, set())
        covered = {place for start, end in figures for place in range(start, end)}
        really = {place for start, end in spans.pop(NOT_REALLY, set()) for place in range(start, end)}
        denials = [end for start, end in spans.get(NOT, ()) if start not in really]
        denied = {place for end in denials for place in _denied(words, end, DENIES)}
        saying = {place for end in denials for place in _denied(words, end, DENIES_A_SAYING)}
        hits = {
            part: [
                Hit(start, end, start in (denied if end - start < SAYING else saying))
                for start, end in sorted(places)
                if covered.isdisjoint(range(start, end))
            ]
            for part, places in spans.items()
        }
        return {part: found for part, found in hits.items() if found}

    def _dangers_in(self, words: tuple[str, ...], beside: Sequence[str], *, wide: bool) -> Iterator[tuple[str, bool]]:
        """The dangers of a piece, and whether the sign is faint; of several sentences only what a longer story tells.

        What the next sentence says of when it was counts too, where this one does not speak of someone here or of now.
        """
        hits = self._hits(words)
        if not any(part in self._leading for part in hits):
            return
        excuses = {one for one in CIRCUMSTANCES if hits.get(one)}
        excuses |= {"general"} if words[0] in ASKS else set()
        if hits.get(NOW):
            excuses.clear()
        elif hits.get(SOMEONE_HERE):
            excuses.discard("general")
        elif beside:
            excuses |= self._hits(tuple(beside)).keys() & {"past", "over"}
        found = []
        for part in hits:
            for one in self._leading.get(part, ()):
                if (wide and one.reach != WIDE) or excuses & one.excused_by or not one.unless.isdisjoint(hits):
                    continue
                place = _start_of(one, hits, len(words))
                if place is not None:
                    found.append((place, one.danger, one.faint))
        yield from ((danger, faint) for _, danger, faint in sorted(found))


MOST_KEPT = 64
"""Sentences whose parts are remembered."""


def _elements(hear: str, danger: Danger) -> Iterator[Element]:
    """The elements of `took + -wake > other|child`; a danger's own part comes before a shared one of the same name."""
    joint, plain = "+", None if "-" in {token[0] for token in hear.split()} else False
    for token in hear.split():
        if token in ("+", ">", ">>"):
            joint = token
            continue
        mode = {"-": True, "~": None}.get(token[0], plain)
        names = token.lstrip("-~").split("|")
        own = (f"{danger.id}/{name}" if name in danger.parts else name for name in names)
        yield Element(frozenset(own), mode, joint)


def sentences(words: Sequence[str]) -> Iterator[list[str]]:
    """The words of each sentence."""
    sentence: list[str] = []
    for word in [*words, STOP]:
        if word != STOP:
            sentence.append(word)
        elif sentence:
            yield sentence
            sentence = []


def _neighbors(sentences: Sequence[list[str]]) -> Iterator[tuple[list[str], list[str]]]:
    """Each sentence with the one after it."""
    yield from zip_longest(sentences, sentences[1:], fillvalue=[])


def _pieces(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Words, if they are many in pieces that overlap."""
    for start in range(0, max(len(words) - STEP, 1), STEP):
        yield tuple(words[start : start + WINDOW])


def _denied(words: Sequence[str], start: int, many: int) -> Iterator[int]:
    for place in range(start, min(start + many, len(words))):
        if words[place] in BREAKS:
            return
        yield place


def _start_of(one: Combination, hits: Mapping[str, list[Hit]], length: int) -> int | None:
    """Where a sign begins, if all of its parts stand near each other; none may use the words of another."""
    choices = []
    for element in one.elements:
        found = [
            hit
            for part in element.parts
            for hit in hits.get(part, ())
            if element.denied is None or hit.denied == element.denied
        ]
        if not found:
            return None
        choices.append(sorted(found))
    if one.alone and any(hit.end - hit.start < length for hit in choices[0]):
        choices[0] = [hit for hit in choices[0] if hit.end - hit.start == length]
    for first in choices[0]:
        if _joined(one, choices, 1, [first]):
            return first.start
    return None


def _joined(one: Combination, choices: Sequence[Sequence[Hit]], next_: int, taken: list[Hit]) -> bool:
    """Whether the rest of the parts can be found near those that are taken."""
    if next_ == len(choices):
        return True
    for hit in choices[next_]:
        joint, gap = one.elements[next_].joint, hit.start - taken[-1].end
        if (joint != "+" and gap < 0) or (joint == ">>" and gap > RIGHT_AFTER):
            continue
        if any(hit.start < other.end and other.start < hit.end for other in taken):
            continue
        if min(_apart(hit, other) for other in taken) > one.reach:
            continue
        if _joined(one, choices, next_ + 1, [*taken, hit]):
            return True
    return False


def _apart(one: Hit, other: Hit) -> int:
    return max(one.start - other.end, other.start - one.end)
