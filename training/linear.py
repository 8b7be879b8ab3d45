"""Trains the classifier and the guess of what a question is about, and writes their numbers: `make ears`.

The same sentences give the same numbers: they are taken in a fixed order, and nothing is drawn by chance.
"""

from __future__ import annotations

import math
import re
import sys
import zlib
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from iopcli.ask import guess
from iopcli.ask.understand import Language
from iopcli.danger import listen
from iopcli.danger.linear import Head, packed
from iopcli.dataset.load import folder, load
from iopcli.dataset.model import Dataset

ROUNDS, RATE, KEEP = 14, 0.6, 1e-6
"""How often each sentence is looked at, how far each look moves the numbers, and how much they shrink with it."""
LATE = 7
"""The rounds at the end whose numbers are averaged."""
STRIDE = 7919
"""A prime: sentence number n is taken at place 7919 × n, so that kinds are mixed the same way each time.

Each look takes them in another order, so that the average of the last does not hang on one.
"""

LOOSE, SHARP = 0.7, 17.0
"""How far the guess may be from what was asked for it to hold of other questions too, and how sure its sums make it."""
FEWEST = 2
"""Texts that have to have a feature for it to count."""
MIXED = 2
"""Of so many sentences of danger one is also learned beside a question."""


class Example(NamedTuple):
    """What a text is made of, and what it is, or is about."""

    keys: list[int]
    things: tuple[str, ...]


def said(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Every sentence of every danger, and every ordinary question, with the danger or calm.

    What is calm as a whole is so in each sentence. A danger stays one beside a question: every few stand before or
    after one as well.
    """
    asked = [one.asks for kind in dataset.asked.values() for one in kind.question if one.kind != "urgent"]
    calm = [text for danger in dataset.dangers.values() for text in danger.sentences.must_not]
    yield from ((piece, listen.CALM) for text in (*asked, *calm) for piece in (text, *_pieces(text)))
    questions = sorted((_place(text), text) for text in asked)
    for danger in dataset.dangers.values():
        sentences = danger.sentences
        for number, text in enumerate((*sentences.must, *sentences.faint), 1):
            yield text, danger.id
            if number % MIXED == 0 and questions:
                _, beside = questions[bisect(questions, (_place(text), "")) % len(questions)]
                yield (f"{beside} {text}" if number % (2 * MIXED) else f"{text} {beside}"), danger.id


def _place(text: str) -> int:
    """Where a text stands in an order that does not hang on what other texts there are.

    A sentence of danger goes with the question that stands next after it, so that a new question, or a sentence of
    another danger, leaves the other pairs as they are.
    """
    return zlib.crc32(text.encode())


def _pieces(text: str) -> list[str]:
    """The sentences of a text that has several."""
    found = [one.strip() for one in re.split(r"(?<=[.?!;])\s", text) if one.strip()]
    return found if len(found) > 1 else []


def train(given: Sequence[Example], things: Sequence[str], sentences: int) -> bytes:
    """The file that tells these things apart, learned by AdaGrad, one text at a time.

    It is a logistic regression for each thing against the rest, where a rare feature counts for more.
    """
    columns = texts_of(given)
    worth = np.array(worths(columns, len(given)), dtype=np.float32)
    at = {key: place for place, key in enumerate(columns)}
    places = {thing: number for number, thing in enumerate(things)}
    numbers = np.zeros((len(columns), len(things)), dtype=np.float32)
    moved, late = np.full_like(numbers, 1e-3), np.zeros_like(numbers)
    taken = []
    for one in given:
        rows = np.array([at[key] for key in one.keys if key in at], np.intp)
        if len(rows):
            weight = worth[rows, None] / np.linalg.norm(worth[rows])
            taken.append((rows, weight, [places[thing] for thing in one.things]))
    for turn in range(ROUNDS):
        stride = STRIDE + 2 * turn
        for number in sorted(range(len(taken)), key=lambda number: (number * stride) % len(taken)):
            rows, weight, about = taken[number]
            before = numbers[rows]
            off = 1 / (1 + np.exp(-(before * weight).sum(axis=0)))
            off[about] -= 1 / len(about)
            step = weight * off + KEEP * before
            far = moved[rows] + step * step
            moved[rows] = far
            numbers[rows] = before - RATE * step / np.sqrt(far)
        late += numbers if turn >= ROUNDS - LATE else 0
    head, steps = stepped(late / LATE * worth[:, None], things, sentences)
    return packed(head, list(columns), worth.tolist(), steps)


def texts_of(given: Sequence[Example]) -> dict[int, list[int]]:
    """Each feature in order of its key, with the texts that have it: one of a single text says nothing of others."""
    columns: dict[int, list[int]] = {}
    for number, one in enumerate(given):
        for key in one.keys:
            columns.setdefault(key, []).append(number)
    return {key: texts for key, texts in sorted(columns.items()) if len(texts) >= FEWEST}


def worths(columns: Mapping[int, Sequence[int]], many: int) -> list[float]:
    """What each feature is worth: the fewer of the texts have it, the more."""
    return [1 + math.log((1 + many) / (1 + len(texts))) for texts in columns.values()]


def stepped(numbers: np.ndarray, things: Sequence[str], sentences: int) -> tuple[Head, list[int]]:
    """What a file says of itself, and its numbers, each as one of 255 steps."""
    scale = round(float(np.abs(numbers).max()) / 127, 9)
    return Head(tuple(things), scale, sentences), np.rint(numbers / scale).astype(int).ravel().tolist()


def second_ear(dataset: Dataset, listener: listen.Listener | None = None) -> bytes:
    """The weights of the classifier, from all that is said."""
    listener = listener or listen.Listener(dataset)
    given = [Example(listener.features(text), (thing,)) for text, thing in said(dataset)]
    return train(given, (listen.CALM, *dataset.dangers), listen.checksum(dataset))


def proved(content: bytes) -> bytes:
    """The file of an ear that says of itself that every sentence was heard right."""
    start = content.index(b"\n")
    head = msgspec.structs.replace(msgspec.json.decode(content[:start], type=Head), proved=True)
    return msgspec.json.encode(head) + content[start:]


def subjects(dataset: Dataset, texts: Iterable[tuple[str, list[str]]] | None = None) -> bytes:
    """The numbers of the guess, from all that is asked and named or from these texts alone."""
    language = Language(dataset)
    chosen = guess.examples(dataset) if texts is None else texts
    made = ((guess.asked_features(language.meant(language.words(text))), tuple(things)) for text, things in chosen)
    given = [Example(keys, things) for keys, things in made if keys]
    return fitted(given, sorted({thing for _, things in given for thing in things}), guess.checksum(dataset))


def fitted(given: Sequence[Example], things: Sequence[str], sentences: int) -> bytes:
    """The file that tells these things apart: ridge regression, where a rare feature counts for more.

    There are fewer texts than features, so that it is solved by how alike the texts are.
    """
    columns = texts_of(given)
    worth = dict(zip(columns, worths(columns, len(given)), strict=True))
    lengths = np.zeros(len(given))
    for key, texts in columns.items():
        lengths[texts] += worth[key] ** 2
    weights = 1 / np.sqrt(np.maximum(lengths, 1))
    alike = LOOSE * np.eye(len(given), dtype=np.float32)
    for key, texts in columns.items():
        said = (weights[texts] * worth[key]).astype(np.float32)
        alike[np.ix_(texts, texts)] += np.outer(said, said)
    wanted = np.zeros((len(given), len(things)), dtype=np.float32)
    places = {thing: number for number, thing in enumerate(things)}
    for number, (_, about) in enumerate(given):
        wanted[number, [places[thing] for thing in about]] = 1
    solution = solved(alike, wanted)
    numbers = np.stack([worth[key] ** 2 * (weights[texts] @ solution[texts]) for key, texts in columns.items()])
    head, steps = stepped(numbers * SHARP, things, sentences)
    return packed(head, list(columns), list(worth.values()), steps)


solved = np.linalg.solve


if __name__ == "__main__":
    dataset, ear = load(), folder() / listen.FILE
    ear.write_bytes(second_ear(dataset))
    if misheard := listen.misheard(dataset):
        sys.exit("\n".join(map(str, misheard)))
    ear.write_bytes(proved(ear.read_bytes()))
    (folder() / guess.FILE).write_bytes(subjects(dataset))
