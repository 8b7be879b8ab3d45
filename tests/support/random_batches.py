"""What tests of batches are made of: random people, their records as a file, and what is read of it."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from iopcli.batch.columns.mapped import Coded, Map, Mapped
from iopcli.batch.read.source import Input
from iopcli.batch.run import Records
from iopcli.batch.write.output import Output
from iopcli.dataset.answers import possible
from iopcli.dataset.model import Dataset

Answers = dict[str, Any]


def people(dataset: Dataset, number: int, seed: int, *, share: float = 0.7) -> list[Answers]:
    """Random answers of so many people, each question answered by a share of them; few are in danger now."""
    dice = random.Random(seed)
    return [
        {
            id_: _answer(dataset, id_, dice)
            for id_ in dataset.questions
            if dice.random() < share and (id_ != "danger_now" or dice.random() < 0.9)
        }
        for _ in range(number)
    ]


def _answer(dataset: Dataset, id_: str, dice: random.Random) -> Any:
    question = dataset.questions[id_]
    if id_ == "danger_now":
        return dice.random() < 0.05
    if question.type == "number":
        return float(dice.randint(int(question.least), int(question.most)))
    if question.type == "attributes":
        return tuple(dice.sample(list(dataset.attributes), dice.randint(0, 3)))
    return dice.choice(possible(question))


def text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def write(path: Path, dataset: Dataset, every: Sequence[Answers], more: Mapping[str, Sequence[str]] = {}) -> Path:
    """A CSV of answers, and beside them other columns."""
    ids = list(dataset.questions)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", *ids, *more])
        for number, one in enumerate(every):
            cells = [text(one[id_]) if id_ in one else "" for id_ in ids]
            writer.writerow([f"p{number}", *cells, *(column[number] for column in more.values())])
    return path


def plainly(dataset: Dataset, *, groups: Iterable[str] = (), codes: Mapping[str, str] = {}) -> Map:
    """A map that takes every question by its own name, with columns for groups and where people went."""
    return Map(
        title="Plain",
        column=tuple(Mapped(from_=id_, to=id_) for id_ in dataset.questions),
        group=tuple(Coded(from_=name, name=name, codes=codes) for name in groups),
        actual=Coded(from_="actual"),
    )


def read(dataset: Dataset, path: Path, map_: Map | None = None, by: tuple[str, ...] = ()) -> Records:
    """The records of a file, read, judged and counted; what is made of them lies beside it."""
    folder = path.parent / f"{path.stem}-work"
    folder.mkdir(exist_ok=True)
    records = Records(dataset, Input(path, "csv", map=map_, by=by), folder, Output(report=True, handouts=1001))
    records.read()
    return records
