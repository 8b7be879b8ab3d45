"""Weighs what speaks for an answer, and writes the two tables of `iopcli/ask/sure.py`: `python training/sure.py`.

Each question is held against all that it might have got, by a guess that has learned from other writers alone. What
speaks for each is weighed by logistic regression. The numbers are copied by hand, for they change what is answered:
`python training/crossvalidate.py questions` tells how much.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from crossvalidate import folded, judged
from msgspec.structs import replace

from iopcli.ask.answer import Answer
from iopcli.dataset.load import load
from iopcli.dataset.model import Dataset

ROUNDS, KEEP = 25, 1.0
"""Steps of Newton's method, and how much weights are held back."""
ALWAYS = "always"
"""What speaks for each, whatever else does."""
COLUMNS = 5
"""Weights in a line of a table."""


def spoken_for(dataset: Dataset) -> Iterator[tuple[Mapping[str, float], bool, bool]]:
    """Of all that questions might get: what speaks for it, and whether it answers, as a whole and itself."""
    for asker, _, one in folded(dataset):
        for marks, answer in () if one.kind == "urgent" else asker.tried(one.asks):
            yield marks, judged(one, answer) == "right", judged(one, itself(answer)) == "right"


def itself(answer: Answer) -> Answer:
    """An answer without the topics that are named under it or read beside it."""
    return replace(answer, topics=tuple(one.id for one in answer.readings[: answer.shape == "topic"]))


def weights(marks: Sequence[Mapping[str, float]], right: Sequence[bool]) -> dict[str, float]:
    """How much each mark speaks for an answer."""
    names = [ALWAYS, *sorted({name for one in marks for name in one})]
    given = np.array([[1.0, *(one.get(name, 0.0) for name in names[1:])] for one in marks])
    wanted, held = np.array(right, float), KEEP * np.eye(len(names))
    held[0, 0] = 0
    found = np.zeros(len(names))
    for _ in range(ROUNDS):
        chances = 1 / (1 + np.exp(-given @ found))
        slope = given.T @ (chances - wanted) + held @ found
        bend = (given * (chances * (1 - chances))[:, None]).T @ given + held
        found -= np.linalg.solve(bend, slope)
    return dict(zip(names, np.round(found, 2).tolist(), strict=True))


def table(name: str, weighed: Mapping[str, float]) -> str:
    """The weights as they stand in the code."""
    told = [f'"{mark}": {weight + 0.0},' for mark, weight in sorted(weighed.items())]
    lines = (" ".join(told[at : at + COLUMNS]) for at in range(0, len(told), COLUMNS))
    return "\n".join([f"{name} = {{", *(f"    {line}" for line in lines), "}  # fmt: skip"])


if __name__ == "__main__":
    marks, answered, by_itself = zip(*spoken_for(load()), strict=True)
    for named, right in (("ANSWERED", answered), ("ITSELF", by_itself)):
        sys.stdout.write(table(named, weights(marks, right)) + "\n")
