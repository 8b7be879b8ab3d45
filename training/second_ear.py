"""Trains the second ear from the sentences of the dataset, and writes its numbers beside them: `make ear`.

The same sentences give the same numbers: they are taken in a fixed order, and nothing is drawn by chance.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from iopcli.dataset.load import folder, load
from iopcli.dataset.model import Dataset
from iopcli.hearing.listen import Listener, checksum
from iopcli.hearing.second import BUCKETS, CALM, FILE, Head, packed

ROUNDS, RATE, KEEP = 14, 0.6, 1e-6
"""How often each sentence is looked at, how far each look moves the numbers, and how much they shrink with it."""
STRIDE = 7919
"""A prime: sentence number 7919 × n comes n-th, so that kinds are mixed the same way each time."""


class Example(NamedTuple):
    """A text and what it is: calm, or a danger's id."""

    text: str
    thing: str


def examples(dataset: Dataset) -> list[Example]:
    """Every sentence of every danger, and every ordinary question."""
    found = []
    for danger in dataset.dangers.values():
        sentences = danger.sentences
        found += [Example(text, danger.id) for text in (*sentences.must, *sentences.faint)]
        found += [Example(text, CALM) for text in sentences.must_not]
    questions = (one for asked in dataset.asked.values() for one in asked.question)
    return found + [Example(one.asks, CALM) for one in questions if one.kind != "urgent"]


def train(listener: Listener, given: Sequence[Example], things: Sequence[str]) -> np.ndarray:
    """A number for each bucket and thing: softmax regression by AdaGrad, one sentence at a time."""
    places = {thing: number for number, thing in enumerate(things)}
    rows = []
    for one in given:
        features = listener.features(one.text)
        rows.append((np.fromiter(features, dtype=np.int64), next(iter(features.values()), 0.0), places[one.thing]))
    numbers = np.zeros((BUCKETS, len(things)))
    moved = np.full((BUCKETS, len(things)), 1e-3)
    order = sorted(range(len(rows)), key=lambda number: (number * STRIDE) % len(rows))
    for _ in range(ROUNDS):
        for number in order:
            at, weight, thing = rows[number]
            sums = numbers[at].sum(axis=0) * weight
            odds = np.exp(sums - sums.max())
            wrong = odds / odds.sum()
            wrong[thing] -= 1
            step = weight * wrong + KEEP * numbers[at]
            moved[at] += step * step
            numbers[at] -= RATE * step / np.sqrt(moved[at])
    return numbers


def ear_bytes(dataset: Dataset, given: Iterable[Example] | None = None) -> bytes:
    """The file for these examples, or for all that the dataset has."""
    chosen = examples(dataset) if given is None else list(given)
    things = (CALM, *dataset.dangers)
    numbers = train(Listener(dataset), chosen, things)
    scale = float(np.abs(numbers).max()) / 127
    steps = np.rint(numbers / scale).astype(int).ravel().tolist()
    return packed(Head(things, round(scale, 9), checksum(dataset)), steps)


if __name__ == "__main__":
    target = folder() / FILE
    target.write_bytes(ear_bytes(load()))
    sys.stdout.write(f"{target.name}: {target.stat().st_size:,} bytes\n")
