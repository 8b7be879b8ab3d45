"""Puts words that are used alike into groups, from word vectors, and writes `data/alike.txt`.

    python training/alike.py glove.6B.100d.txt

The vectors are those of GloVe (Wikipedia 2014 and Gigaword 5), which its authors have put into the public domain. A
line of the file is a word and its numbers, the commonest word first. It was run once; what it wrote is kept with the
dataset. The same vectors give the same groups: nothing is drawn by chance.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from iopcli.danger.alike import FILE
from iopcli.danger.listen import Listener
from iopcli.dataset.load import folder, load

COMMON, READ, SHORTEST = 10_000, 120_000, 2
"""The commonest words, all of which are grouped; of how many others are chosen, and letters of the shortest."""
NEIGHBORS = 5
"""Of the others, those are grouped that are the nearest to a word in which danger is spoken of."""
GROUPS, KINDS = 1000, 200
"""Groups of words, and kinds of groups."""
PIECE = 200
"""Words whose neighbors are looked for at once."""
ROUNDS = 12
"""How often each word looks for a nearer group."""

Vectors = NDArray[np.float32]


def read(path: Path) -> tuple[list[str], Vectors]:
    """Words of letters only, the commonest first, and their vectors: from the middle of all, each one long."""
    words, vectors = [], []
    with path.open(encoding="utf-8") as lines:
        for word, *numbers in islice((line.split() for line in lines), READ):
            if word.isalpha() and word.isascii() and len(word) >= SHORTEST:
                words.append(word)
                vectors.append(np.array(numbers, dtype=np.float32))
    made = np.stack(vectors)
    made -= made[:COMMON].mean(axis=0)
    return words, made / np.linalg.norm(made, axis=1, keepdims=True)


def chosen(words: Sequence[str], vectors: Vectors) -> list[int]:
    """The places of the commonest words, of those in which danger is spoken of, and of their neighbors."""
    dataset = load()
    listener = Listener(dataset)
    spoken = {
        word
        for danger in dataset.dangers.values()
        for text in (*danger.sentences.must, *danger.sentences.faint)
        for word in listener.words(text)
    }
    named = [place for place, word in enumerate(words) if word in spoken]
    near = {
        int(place)
        for start in range(0, len(named), PIECE)
        for row in np.argpartition(-(vectors[named[start : start + PIECE]] @ vectors.T), NEIGHBORS)[:, : NEIGHBORS + 1]
        for place in row
    }
    return sorted({*range(COMMON), *named, *near})


def grouped(vectors: Vectors, many: int) -> tuple[NDArray[np.intp], Vectors]:
    """The group of each vector, and the middle of each group (spherical k-means); it begins with every so-many-th."""
    middles = vectors[np.linspace(0, len(vectors) - 1, many).astype(int)]
    for _ in range(ROUNDS):
        nearest = (vectors @ middles.T).argmax(axis=1)
        sums = np.zeros_like(middles)
        np.add.at(sums, nearest, vectors)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        middles = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), middles)
    return (vectors @ middles.T).argmax(axis=1), middles


def lines(path: Path) -> Iterator[str]:
    """A line a group, an empty line between kinds."""
    every, of_all = read(path)
    places = chosen(every, of_all)
    words, vectors = [every[place] for place in places], of_all[places]
    groups, middles = grouped(vectors, GROUPS)
    kinds, _ = grouped(middles, KINDS)
    for kind in range(KINDS):
        for group in np.flatnonzero(kinds == kind):
            alike = [word for word, its in zip(words, groups, strict=True) if its == group]
            if alike:
                yield " ".join(alike)
        yield ""


if __name__ == "__main__":
    (folder() / FILE).write_text("\n".join(lines(Path(sys.argv[1]))) + "\n", encoding="utf-8")
