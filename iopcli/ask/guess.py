"""What a question is likely about, by questions that people have asked: topics, words and rows, the likeliest first."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from itertools import combinations, pairwise
from typing import NamedTuple
from zlib import crc32

from iopcli.ask.phrases import stem
from iopcli.ask.understand import AN_OPTION, Meant
from iopcli.danger.alike import groups
from iopcli.danger.linear import LinearModel, keys
from iopcli.danger.words import STOP
from iopcli.dataset.load import folder
from iopcli.dataset.model import AskedQuestion, Dataset

FILE = "subjects.bin"
"""The numbers, in the folder of the dataset."""
LETTERS = 3
"""How many letters in a row count as one feature: a word that is mistyped shares most of them."""

LONG = 4
"""Words in a step of how long a question is, and how many steps there are."""
ASKING = frozenset(("wh", "what", "yesno", "which", "must", "most", "least", "versus"))
"""The cues of a question that asks."""

NOTHING, ELSEWHERE = "nothing", "elsewhere"
"""What is not about care at all, and what is but that nothing here holds; both are of the kind `nothing`."""
SIDE_BY_SIDE = "side-by-side"
"""What asks for two options or more beside each other."""


class Guess(NamedTuple):
    """A topic, a term, a row or an option that a question may be about, or nothing of the sort, and how likely."""

    kind: str
    id: str
    chance: float


class Guesser:
    """Guesses the subject of a question by a linear model that has learned from the questions of the dataset."""

    def __init__(self, dataset: Dataset, model: LinearModel | None = None) -> None:
        self._dataset = dataset
        self._given = model

    @cached_property
    def _model(self) -> LinearModel | None:
        return self._given or LinearModel.read(folder() / FILE)

    def about(self, meant: Meant) -> list[Guess]:
        """What the question may be about, the likeliest first; nothing where nothing was learned."""
        chances = self._model.chances(asked_features(meant)) if self._model else {}
        split = ((thing.partition("/"), chance) for thing, chance in chances.items())
        guesses = (Guess(kind, id_, chance) for (kind, _, id_), chance in split)
        return sorted((one for one in guesses if one.id in self._here[one.kind]), key=lambda one: (-one.chance, one.id))

    @cached_property
    def _here(self) -> dict[str, Container[str]]:
        """What there is of each kind: an overlay may have less than was learned."""
        dataset = self._dataset
        return {
            "topic": dataset.topics,
            "term": dataset.terms,
            "row": dataset.attributes,
            "option": {SIDE_BY_SIDE, *dataset.options},
            NOTHING: (NOTHING, ELSEWHERE),
        }


def asked_features(meant: Meant) -> list[int]:
    """What the guess goes by, as keys."""
    return keys(_names(meant))


def _names(meant: Meant) -> Iterator[str]:
    """Words, their stems and letters, what is used alike, what is said side by side, and what was recognised."""
    words = [word for word in meant.words if word != STOP]
    stems = [stem(word) for word in words]
    for word in words:
        padded = f"^{word}$"
        yield word
        yield from (f"~{padded[at : at + LETTERS]}" for at in range(len(padded) - LETTERS + 1))
    yield from stems
    yield from (f"{one} {two}" for one, two in pairwise(stems))
    yield from (f"{one} _ {two}" for one, two in zip(stems, stems[2:], strict=False))
    yield from (f"+{one} {two}" for one, two in pairwise(map(stem, meant.content)))
    yield from (f"%{one}" for one in groups().of(words))
    yield from (f"@{one}" for one in meant.alike)
    yield from (f"@{one} {two}" for one, two in combinations(meant.alike, 2))
    yield from (f"=option {one}" for one in meant.options)
    yield from (f"=row {one}" for one in meant.attributes)
    yield from (f"=cue {one}" for one in meant.cues)
    yield from _shape_of(words, meant)
    if AN_OPTION in meant.around:
        yield from _around(meant)


def _shape_of(words: Sequence[str], meant: Meant) -> Iterator[str]:
    """How it is said: whether it asks, how it begins, how long it is, and whether any word says something."""
    asks = not meant.cues.isdisjoint(ASKING)
    yield f"=asks {asks}"
    yield f"=first {words[0] if words else ''} {asks}"
    yield f"=long {min(len(words) // LONG, LONG)}"
    if not meant.content:
        yield "=none"


def _around(meant: Meant) -> Iterator[str]:
    """What is asked of an option, whichever it is: two or three words, with one mark in the place of its name."""
    stems = [word if word == AN_OPTION else stem(word) for word in meant.around if word != STOP]
    yield from (f"!{one} {two}" for one, two in pairwise(stems))
    yield from (f"!{one} _ {two}" for one, two in zip(stems, stems[2:], strict=False))
    yield from (f"!{' '.join(three)}" for three in zip(stems, stems[1:], stems[2:], strict=False))


def things_of(dataset: Dataset, asked: AskedQuestion) -> list[str]:
    """What a question is about, as the model names it."""
    if asked.kind == "unknown":
        return [f"{NOTHING}/{ELSEWHERE if asked.missing else NOTHING}"]
    subjects = [*("topic/" + id_ if id_ in dataset.topics else "term/" + id_ for id_ in asked.topics)]
    subjects += [f"row/{id_}" for id_ in asked.attributes]
    if not asked.attributes and not asked.topics:
        subjects.append(f"option/{asked.options[0] if len(asked.options) == 1 else SIDE_BY_SIDE}")
    return subjects


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
    """A number that changes with any text that the guess learns from, and with the words that are alike or cues."""
    crc = 0
    for text, things in examples(dataset):
        crc = crc32(f"{text}\0{things}".encode(), crc)
    for words in (*dataset.asking.list.values(), *dataset.asking.cue.values(), *dataset.asking.spelling.values()):
        crc = crc32(str(words).encode(), crc)
    return crc
