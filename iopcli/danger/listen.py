"""`Listener` hears danger in a text, whatever else it holds."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from iopcli.danger.alike import groups
from iopcli.danger.detector import ASKS, Raised, SignDetector, sentences
from iopcli.danger.linear import LinearModel, features
from iopcli.danger.words import STOP, Vocabulary, words_of
from iopcli.dataset.load import folder
from iopcli.dataset.model import ALARM_LINES, Dataset
from iopcli.errors import Problem

FILE = "second-ear.bin"
"""The weights of the classifier, in the folder of the dataset."""
CALM = "calm"
"""The classifier's class for a text without danger."""
WORDS = 150
"""Words at the beginning and at the end of a long text that the classifier reads."""
MOST_SENTENCES = 12
"""Sentences of those that it also reads one by one."""
SURE, AGREED = 0.50, 0.42
"""How sure the classifier has to be of a danger by itself, and where the detector has found a faint sign of it."""
FEWEST_ALONE = 3
"""Words without which it is never sure."""
FAINT = 0.16
"""Chance from which danger is suspected."""
IF_NOW = "If this is happening now:"
"""What comes before what to do where danger is only suspected."""
ANY, NAMED, LENGTH, ASKED, PIECES, ALWAYS = 0.59, 0.34, 0.95, -0.60, -1.33, -1.53
"""Calibration: how much the classifier's output says of sentences that it has not learned from, by logistic regression
(`training/weighed.py`):
how likely any danger is, and the likeliest one; more words say more, what asks is calmer than what tells, and the
likeliest of several sentences is likelier by chance."""
LONG = 60
"""Words from where a text is simply long."""


class Suspicion(NamedTuple):
    """How likely there is danger (0 to 1), and which it would be."""

    chance: float
    danger: str


class HeardDangers(NamedTuple):
    """The dangers that were heard, in the order in which they are said, or what danger is suspected."""

    dangers: list[str]
    suspicion: Suspicion | None = None


class Listener:
    """Hears danger by both means: the rule-based detector and the classifier of one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        asking = dataset.asking
        self._dangers = dataset.dangers
        self._spellings = asking.typed
        self._detector = SignDetector(dataset.parts.values(), dataset.dangers.values())
        filler = asking.list["filler"].words if "filler" in asking.list else ()
        self._known = Vocabulary(self._detector.words, filler)

    @cached_property
    def _classifier(self) -> LinearModel | None:
        return LinearModel.read(folder() / FILE)

    def words(self, text: str) -> list[str]:
        """The words of a text, mended towards what danger is spoken of in; a stop at its end says nothing."""
        words = self._known.mended(words_of(text, self._spellings))
        return words[:-1] if words[-1:] == [STOP] else words

    def listen(self, text: str) -> HeardDangers:
        """The dangers that detector and classifier find together.

        A sign that the detector finds is a danger, whatever the classifier says. A faint sign is suspected, and a
        danger where the classifier agrees. Where there is no sign, the classifier decides alone if it is sure.
        """
        words = self.words(text)
        signs = self._detector.raised(words)
        if signs.dangers:
            return HeardDangers(self._worst_first([*signs.dangers, *signs.perhaps]))
        suspicion = self._suspected(words, signs)
        if suspicion is None or (signs.perhaps and suspicion.chance < FAINT):
            return HeardDangers([], Suspicion(FAINT, signs.perhaps[0]) if signs.perhaps else None)
        enough = AGREED if signs.perhaps else SURE
        sure = suspicion.chance >= enough and (bool(signs.perhaps) or len(words) >= FEWEST_ALONE)
        named = signs.perhaps or [suspicion.danger]
        return (
            HeardDangers(self._worst_first(named)) if sure else HeardDangers([], Suspicion(suspicion.chance, named[0]))
        )

    def _worst_first(self, dangers: Sequence[str]) -> list[str]:
        """The dangers in the order in which they are said: those for which 911 is called first."""
        return sorted(dangers, key=lambda id_: self._dangers[id_].lines[0] != ALARM_LINES[0])

    def features(self, text: str) -> list[int]:
        """The features of the classifier, as keys: words, letters, words alike, and what the detector finds."""
        words = _edges(self.words(text))
        return self._features(words, self._detector.raised(words))

    def _features(self, words: Sequence[str], signs: Raised) -> list[int]:
        heard = (*(f"!{one}" for one in signs.dangers), *(f"?{one}" for one in signs.perhaps))
        said = [word for word in words if word != STOP]
        return features(words, (*self._detector.parts(words), *heard, *groups().names(said), *_ends(said)))

    def signs(self, text: str) -> Raised:
        """The signs that the detector finds."""
        return self._detector.raised(self.words(text))

    def evidence(self, text: str) -> Evidence | None:
        """What speaks for danger besides the signs; None where there is one, or nothing was learned."""
        signs = self.signs(text)
        return None if signs.dangers else self._evidence(self.words(text), signs)

    def _suspected(self, text: Sequence[str], signs: Raised) -> Suspicion | None:
        """The likeliest danger, and how likely; None where nothing was learned, or not of a danger that is here."""
        evidence = self._evidence(text, signs)
        return calibrated(evidence) if evidence and evidence.danger in self._dangers else None

    def _evidence(self, text: Sequence[str], signs: Raised) -> Evidence | None:
        """The evidence of the whole text and of each sentence; None without a classifier, or where no word is known."""
        words = _edges(text)
        if self._classifier is None or not any(word in self._known for word in words):
            return None
        pieces = list(sentences(words))[:MOST_SENTENCES]
        heard = [(words, signs if words is text else self._detector.raised(words))]
        heard += [(piece, self._detector.raised(piece)) for piece in pieces] if len(pieces) > 1 else []
        made = [apart for one in heard if (apart := self._classifier.apart(self._features(*one)))]
        return Evidence.of(made, words, pieces) if made else None


class Evidence(NamedTuple):
    """What speaks for danger in a text besides the signs of the detector."""

    danger: str
    """The likeliest danger."""
    any: float
    """How likely it is that there is any, in the whole or in the sentence where that is likeliest (log odds)."""
    named: float
    """How likely the likeliest is (log odds)."""
    length: float
    asks: bool
    pieces: bool
    """Whether there are several sentences."""

    @classmethod
    def of(cls, made: Sequence[Mapping[str, float]], words: Sequence[str], pieces: Sequence[Sequence[str]]) -> Evidence:
        """The evidence of a text, from the classifier's output for the whole and for each sentence."""
        named, danger = max((one[id_], id_) for one in made for id_ in one if id_ != CALM)
        any_ = max(1 - one[CALM] for one in made)
        length, asks = math.log(1 + min(len(words), LONG)), not ASKS.isdisjoint(words)
        return cls(danger, _log_odds(any_), _log_odds(named), length, asks, len(pieces) > 1)


def calibrated(evidence: Evidence) -> Suspicion:
    """The evidence as a probability that holds for texts of this length and kind."""
    total = ALWAYS + ANY * evidence.any + NAMED * evidence.named + LENGTH * evidence.length
    total += ASKED * evidence.asks + PIECES * evidence.pieces
    return Suspicion(1 / (1 + math.exp(-total)), evidence.danger)


def _log_odds(chance: float) -> float:
    chance = min(max(chance, LEAST), 1 - LEAST)
    return math.log(chance / (1 - chance))


LEAST = 0.001
"""No chance counts for less."""


def _ends(words: Sequence[str]) -> Iterator[str]:
    """How a text begins and ends, and about how long it is."""
    if words:
        yield from (f"<{words[0]}", f"<{' '.join(words[:2])}", f"{words[-1]}>", f"{min(len(words) // 3, MOST_THIRDS)}>")


MOST_THIRDS = 8
"""From where a text is simply long, in threes of words."""


def _edges(words: Sequence[str]) -> Sequence[str]:
    return words if len(words) <= 2 * WORDS else [*words[:WORDS], *words[-WORDS:]]


def checksum(dataset: Dataset) -> int:
    """A number that changes with any sentence, part or spelling that the classifier learns from."""
    crc = 0
    for text in _learned_from(dataset):
        crc = crc32(text.encode(), crc)
    return crc


def _learned_from(dataset: Dataset) -> Iterator[str]:
    for danger in dataset.dangers.values():
        said = danger.sentences
        yield from (danger.id, *said.must, *said.faint, *said.must_not, *danger.parts, *danger.parts.values())
        yield from (hear for sign in danger.sign for hear in (*sign.hear, *sign.perhaps, *sign.unless))
    yield from (text for part in dataset.parts.values() for text in (part.id, part.words))
    yield from (text for one in dataset.asking.spelling.values() for text in (one.id, *one.typed))
    yield from (word for one in dataset.asking.list.values() for word in one.words)
    for asked in dataset.asked.values():
        yield from (one.asks for one in asked.question)


def checked_in_training(dataset: Dataset) -> bool:
    """Whether training checked that every sentence is heard right, and no sentence or sign has changed since."""
    made = LinearModel.read(folder() / FILE)
    return made is not None and made.head.proved and made.head.sentences == checksum(dataset)


def misheard(dataset: Dataset) -> list[Problem]:
    """Every sentence that should be heard and is not, or should not and is; to play them all takes many seconds."""
    listener = Listener(dataset)
    return [
        Problem(dataset.where("danger", danger.id), f"{what}: {text}", "change a part or a sign, or the sentence")
        for danger in dataset.dangers.values()
        for texts, heard, what in (
            (danger.sentences.must, True, "is not heard"),
            (danger.sentences.must_not, False, "is taken for danger"),
        )
        for text in texts
        if bool(listener.listen(text).dangers) != heard
    ]
