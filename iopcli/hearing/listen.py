"""`Listener` hears danger in a text, whatever else it holds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from iopcli.dataset.load import folder
from iopcli.dataset.model import Dataset
from iopcli.dataset.verify import where
from iopcli.errors import Problem
from iopcli.hearing.first import Ear
from iopcli.hearing.linear import Linear, features
from iopcli.hearing.words import Known, words_of

FILE = "second-ear.bin"
"""The numbers of the second ear, in the folder of the dataset."""
CALM = "calm"
"""What the second ear makes of a text without danger."""
WORDS = 150
"""Words at the beginning and at the end of a long text that the second ear listens to."""


class Suspicion(NamedTuple):
    """How likely there is danger (0 to 1), and which it would be."""

    chance: float
    danger: str


class Listener:
    """The ears of one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        asking = dataset.asking
        self._dangers = dataset.dangers
        self._spellings = {typed: tuple(one.id.split("-")) for one in asking.spelling.values() for typed in one.typed}
        self._first = Ear(dataset.parts.values(), dataset.dangers.values())
        filler = asking.list["filler"].words if "filler" in asking.list else ()
        self._known = Known(self._first.words, filler)

    @cached_property
    def _second(self) -> Linear | None:
        return Linear.read(folder() / FILE)

    def words(self, text: str) -> list[str]:
        """The words of a text, mended towards what danger is spoken of in."""
        return self._known.mended(words_of(text, self._spellings))

    def heard(self, text: str) -> list[str]:
        """The ids of the dangers that the first ear hears, in the order in which they are said."""
        return self._first.raised(self.words(text))

    def features(self, text: str) -> tuple[list[int], float]:
        """What the second ear goes by: words, letters, and the parts that the first ear finds."""
        words = self._edges(text)
        return features(words, self._first.parts(words))

    def suspected(self, text: str) -> Suspicion | None:
        """What the second ear makes of a text; None where it has not learned, or means a danger that is not here."""
        words = self._edges(text)
        if self._second is None or not any(word in self._known for word in words):
            return None
        buckets, weight = features(words, self._first.parts(words))
        chances = self._second.chances(buckets, weight)
        calm = chances.pop(CALM)
        worst = max(chances, key=chances.__getitem__)
        return Suspicion(1 - calm, worst) if worst in self._dangers else None

    def _edges(self, text: str) -> list[str]:
        words = self.words(text)
        return words if len(words) <= 2 * WORDS else [*words[:WORDS], *words[-WORDS:]]


def checksum(dataset: Dataset) -> int:
    """A number that changes with any sentence that the second ear learns from."""
    crc = 0
    for text in _learned_from(dataset):
        crc = crc32(text.encode(), crc)
    return crc


def _learned_from(dataset: Dataset) -> Iterator[str]:
    for danger in dataset.dangers.values():
        said = danger.sentences
        yield from (danger.id, *said.must, *said.faint, *said.must_not)
    for asked in dataset.asked.values():
        yield from (one.asks for one in asked.question)


def misheard(dataset: Dataset) -> list[Problem]:
    """Every sentence that the first ear should hear and does not, or should not and does."""
    listener = Listener(dataset)
    return [
        Problem(where(dataset, "danger", danger.id), f"{what}: {text}", "change a part or a sign, or the sentence")
        for danger in dataset.dangers.values()
        for texts, heard, what in (
            (danger.sentences.must, True, "is not heard"),
            (danger.sentences.must_not, False, "is taken for danger"),
        )
        for text in texts
        if bool(listener.heard(text)) != heard
    ]
