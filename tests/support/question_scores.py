"""Says right or wrong of an answer to one of the test questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tomli

from iopcli.ask.answer import Answer
from iopcli.ask.ask import Asker
from iopcli.dataset.model import AskedQuestion, Dataset

QUESTIONS = tomli.loads((Path(__file__).parents[1] / "ask" / "questions.toml").read_text("utf-8"))["question"]
DEV = [one for one in QUESTIONS if not one["held"]]
HELD = [one for one in QUESTIONS if one["held"]]
EVERY = 12
"""Of so many questions in the dataset one is asked where each takes long; which ones is always the same."""


def some_asked(dataset: Dataset) -> list[AskedQuestion]:
    """Some hundred of the questions in the dataset, of every kind."""
    return [one for asked in dataset.asked.values() for one in asked.question][::EVERY]


def right(expected: Mapping[str, Any], answer: Answer) -> bool:
    """The kind, and then a topic that answers it, or the options and the rows.

    Every option that is expected has to be there. Where options are looked for, few others may be.
    """
    if answer.kind != expected["kind"]:
        return False
    if answer.kind == "urgent":
        return True
    if set(expected["topics"]) & set(answer.topics):
        return True
    options, rows = set(expected["options"]), set(expected["attributes"])
    if not options <= set(answer.options):
        return False
    if expected["shape"] in ("which", "most") and len(answer.options) > len(options) * 1.5 + 1:
        return False
    if expected["kind"] == "answer" and expected["topics"] and not options and not rows:
        return False
    return bool(rows & set(answer.attributes)) if expected.get("any") else rows <= _shown(answer)


def _shown(answer: Answer) -> set[str]:
    """The rows that the answer shows, also those of a table that were not asked for."""
    table = {row.attribute for row in answer.comparison.rows} if answer.comparison else set()
    return {*answer.attributes, *(line.attribute for line in answer.lines), *table}


def counted(dataset: Dataset, questions: Iterable[Mapping[str, Any]]) -> tuple[Counter[str], Counter[str]]:
    """How many are right, and how many there are, by kind."""
    good, every = Counter[str](), Counter[str]()
    asker = Asker(dataset)
    for one in questions:
        asker.forget()
        every[one["kind"]] += 1
        good[one["kind"]] += right(one, asker.ask(one["asks"]))
    return good, every
