"""What a question is likely about, by questions that people have asked: topics, words and rows, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

from iopcli.ask.understand import Meant
from iopcli.danger.linear import Linear, features
from iopcli.dataset.load import folder
from iopcli.dataset.model import AskedQuestion, Dataset

FILE = "subjects.bin"
"""The numbers, in the folder of the dataset."""


NOTHING = "nothing"
"""The kind, and the id, of what is not about care at all."""


class Guess(NamedTuple):
    """A topic, a term or a row that a question may be about, or nothing of the sort, and how likely."""

    kind: str
    id: str
    chance: float


class Guesser:
    """What the questions of one dataset have taught."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    @cached_property
    def _model(self) -> Linear | None:
        return Linear.read(folder() / FILE)

    def about(self, meant: Meant) -> list[Guess]:
        """What the question may be about, the likeliest first; nothing where nothing was learned."""
        buckets, weight = asked_features(meant)
        if self._model is None or not buckets:
            return []
        chances = self._model.chances(buckets, weight)
        dataset = self._dataset
        here = {"topic": dataset.topics, "term": dataset.terms, "row": dataset.attributes, NOTHING: (NOTHING,)}
        split = ((thing.partition("/"), chance) for thing, chance in chances.items())
        guesses = (Guess(kind, id_, chance) for (kind, _, id_), chance in split)
        return sorted((one for one in guesses if one.id in here[one.kind]), key=lambda one: (-one.chance, one.id))


def asked_features(meant: Meant) -> tuple[list[int], float]:
    """What the guess goes by: words, letters, and the options, rows and cues that were recognised."""
    found = (
        *(f"option {one}" for one in meant.options),
        *(f"row {one}" for one in meant.attributes),
        *(f"cue {one}" for one in sorted(meant.cues)),
    )
    return features(meant.words, found)


def things_of(dataset: Dataset, asked: AskedQuestion) -> list[str]:
    """What a question is about, as the model names it."""
    if asked.kind == "unknown" and not asked.missing:
        return [f"{NOTHING}/{NOTHING}"]
    told = ("topic/" + id_ if id_ in dataset.topics else "term/" + id_ for id_ in asked.topics)
    return [*told, *(f"row/{id_}" for id_ in asked.attributes)]


def examples(dataset: Dataset) -> Iterator[tuple[str, list[str]]]:
    """Texts with what they are about: questions that were asked, and what topics, words and rows are called."""
    for asked in dataset.asked.values():
        for one in asked.question:
            if things := things_of(dataset, one):
                yield one.asks, things
    for topic in dataset.topics.values():
        for text in (topic.title, *topic.also, *(point.says for point in topic.point)):
            yield text, [f"topic/{topic.id}"]
    for term in dataset.terms.values():
        for text in (term.term, *term.also):
            yield text, [f"term/{term.id}"]
    for row in dataset.attributes.values():
        yield row.label, [f"row/{row.id}"]
        for phrase in row.also:
            yield " ".join(phrase.replace("|", " ").replace("~", " ").split()), [f"row/{row.id}"]


def checksum(dataset: Dataset) -> int:
    """A number that changes with any text that the guess learns from."""
    crc = 0
    for text, things in examples(dataset):
        crc = crc32(f"{text}\0{things}".encode(), crc)
    return crc
