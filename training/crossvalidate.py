"""Says how well danger is heard, and questions are answered, in sentences that were not learned from.

    python training/crossvalidate.py dangers
    python training/crossvalidate.py questions

The sentences of the dataset are parted into folds, whole groups of neighbors together, since neighbors are often of one
hand. Of each fold it is counted what is made of it after learning from the others. The signs of the detector and the
words of `asking.toml` were written with most sentences in view, so that only fresh sentences say how those do.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from linear import second_ear, subjects
from msgspec.structs import replace

from iopcli.ask.answer import Answer
from iopcli.ask.ask import Asker
from iopcli.danger.linear import LinearModel
from iopcli.danger.listen import FAINT, Evidence, HeardDangers, Listener, calibrated
from iopcli.dataset.load import load
from iopcli.dataset.model import AskedQuestion, Dataset

FOLDS, GROUP = 5, 12
"""Into how many parts the sentences go, and how many neighbors stay together."""


One = TypeVar("One")


class Counted(NamedTuple):
    """A sentence that was not learned from: of which danger it is the neighbor, what it is, and what was heard."""

    danger: str
    kind: str
    text: str
    heard: HeardDangers
    marks: Evidence | None
    """What speaks for danger where there is no sign."""
    hinted: bool
    """Whether there was a faint sign."""

    @property
    def urgent(self) -> bool:
        """Whether it was taken for a danger."""
        return bool(self.heard.dangers)

    @property
    def chance(self) -> float:
        """How likely danger is by its marks; 0 where there are none."""
        return calibrated(self.marks).chance if self.marks else 0.0

    @property
    def either(self) -> bool:
        """Whether it was given a number to call, at least."""
        return self.urgent or (self.heard.suspicion is not None and self.heard.suspicion.chance >= FAINT)


def _kept(items: Sequence[One], fold: int) -> tuple[One, ...]:
    return tuple(one for place, one in enumerate(items) if place // GROUP % FOLDS != fold)


def _held(items: Sequence[One], fold: int) -> tuple[One, ...]:
    return tuple(one for place, one in enumerate(items) if place // GROUP % FOLDS == fold)


def without(dataset: Dataset, fold: int) -> Dataset:
    """The dataset with the sentences and questions of one fold left out."""
    dangers = {
        id_: replace(
            one,
            sentences=replace(
                one.sentences,
                must=_kept(one.sentences.must, fold),
                faint=_kept(one.sentences.faint, fold),
                must_not=_kept(one.sentences.must_not, fold),
            ),
        )
        for id_, one in dataset.dangers.items()
    }
    asked = {id_: replace(one, question=_kept(one.question, fold)) for id_, one in dataset.asked.items()}
    return replace(dataset, dangers=dangers, asked=asked)


def crossvalidated(dataset: Dataset) -> Iterator[Counted]:
    """Every sentence and ordinary question, as it is heard where it was not learned from."""
    listener = Listener(dataset)
    listener.features = cache(listener.features)  # type: ignore[method-assign]
    for fold in range(FOLDS):
        listener.__dict__["_classifier"] = LinearModel(second_ear(without(dataset, fold), listener))
        for id_, danger in dataset.dangers.items():
            said = danger.sentences
            for kind, texts in (("must", said.must), ("faint", said.faint), ("calm", said.must_not)):
                yield from (counted(listener, id_, kind, text) for text in _held(texts, fold))
        for id_, asked in dataset.asked.items():
            calm = (one.asks for one in _held(asked.question, fold) if one.kind != "urgent")
            yield from (counted(listener, id_, "asked", text) for text in calm)


def counted(listener: Listener, danger: str, kind: str, text: str) -> Counted:
    """A sentence with what is made of it."""
    signs = listener.signs(text)
    return Counted(danger, kind, text, listener.listen(text), listener.evidence(text), bool(signs.perhaps))


def shares(counted: Sequence[Counted]) -> str:
    """How many are urgent, and how many get a number to call at least."""
    many = len(counted) or 1
    return f"{sum(one.urgent for one in counted) / many:6.1%} {sum(one.either for one in counted) / many:6.1%}"


def judged(question: AskedQuestion, answer: Answer) -> str:
    """Right, wrong or not known: by a topic that answers it or stands below, or by the options and one of the rows."""
    if answer.kind != question.kind:
        return "not known" if answer.kind == "unknown" else "wrong"
    if question.kind != "answer" or set(question.topics) & set(answer.topics):
        return "right"
    if not question.options and not question.attributes:
        return "wrong"
    table = {row.attribute for row in answer.comparison.rows} if answer.comparison else set()
    rows = {*answer.attributes, *(line.attribute for line in answer.lines), *table}
    fits = set(question.options) <= set(answer.options) and bool(
        not question.attributes or rows & {*question.attributes}
    )
    return "right" if fits else "wrong"


def folded(dataset: Dataset) -> Iterator[tuple[Asker, str, AskedQuestion]]:
    """Every question with its file, and one who answers and has learned from others alone."""
    for fold in range(FOLDS):
        left = without(dataset, fold)
        asker = Asker(left, LinearModel(subjects(left)))
        for id_, asked in dataset.asked.items():
            for one in _held(asked.question, fold):
                asker.forget()
                yield asker, id_, one


def dangers() -> None:
    """Tell how danger is heard: where it must be, where it must not, and in ordinary questions."""
    dataset = load()
    every = list(crossvalidated(dataset))
    for kind in ("must", "calm", "asked"):
        these = [one for one in every if one.kind == kind]
        sys.stdout.write(f"{kind:5} {'all':24} {len(these):5} urgent, either: {shares(these)}\n")
        for id_ in dataset.dangers if kind != "asked" else ():
            own = [one for one in these if one.danger == id_]
            sys.stdout.write(f"      {id_:24} {len(own):5}                 {shares(own)}\n")


def questions() -> None:
    """Tell how questions are answered, by file."""
    found: dict[str, Counter[str]] = {}
    for asker, id_, one in folded(load()):
        told = judged(one, asker.ask(one.asks))
        for name in ("all", id_):
            found.setdefault(name, Counter())[told] += 1
    for name, counts in found.items():
        parts = (f"{kind} {counts[kind] / counts.total():6.1%}" for kind in ("right", "wrong", "not known"))
        sys.stdout.write(f"{name:14} {counts.total():5} {', '.join(parts)}\n")


if __name__ == "__main__":
    for named in sys.argv[1:] or ("dangers", "questions"):
        {"dangers": dangers, "questions": questions}[named]()
