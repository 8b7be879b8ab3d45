"""What a question wants of options: the rows it names, what is to be met there, and how an option stands to it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from iopcli.ask.understand import Meant
from iopcli.dataset.model import Dataset, Option, Range
from iopcli.facts.numbers import in_dollars, unit_text
from iopcli.facts.wording import need_text
from iopcli.results.list import WORSE, Fits, ListFilter, fits


def rows_of(meant: Meant) -> list[str]:
    """The rows asked for: those of words first, for a word says it closest."""
    rows = dict.fromkeys(
        [*(row for row, _ in meant.values), *meant.attributes, *(one.attribute for one in meant.numbers)]
    )
    return list(rows)


def wanted_of(dataset: Dataset, meant: Meant) -> list[ListFilter]:
    """Everything that options are to meet."""
    wanted = []
    for row, word in meant.values:
        scale = dataset.attributes[row].type == "scale"
        wanted.append(ListFilter(attribute=row, test="at least" if scale else "has", value=word))
    flags = (row for row in meant.attributes if dataset.attributes[row].type == "flag")
    wanted += [ListFilter(attribute=row, test="has", value="yes") for row in flags]
    for number in meant.numbers:
        if math.isfinite(number.value):
            wanted.append(ListFilter(attribute=number.attribute, test=number.test, value=f"{number.value:g}"))
    return wanted


def payers_of(dataset: Dataset, meant: Meant) -> frozenset[str]:
    """Who is to pay, where that was asked."""
    coverage = dataset.attributes.get("coverage")
    return meant.cues & frozenset(coverage.labels) if coverage and "coverage" in meant.attributes else frozenset()


def worst(dataset: Dataset, option: Option, wanted: Sequence[ListFilter], payers: frozenset[str]) -> Fits:
    """How an option stands to all of it: as to what it meets least."""
    answers = [fits(dataset, option, one) for one in wanted]
    fact = option.facts.get("coverage")
    for payer in payers:
        says = next((point.is_ for point in fact.points if point.label == payer), "") if fact else ""
        answers.append({"yes": "yes", "no": "no", "varies": "for some"}.get(says, "not known"))  # type: ignore[arg-type]
    return max((*answers, WORSE[0]), key=WORSE.index)


def in_words(dataset: Dataset, one: ListFilter) -> str:
    """What is wanted, in words."""
    attribute = dataset.attributes[one.attribute]
    label = attribute.label.lower()
    if attribute.type == "money":
        return f"{label} {one.test} {in_dollars(float(one.value), None)}"
    if attribute.type == "range":
        return f"{one.test} {one.value} {unit_text(attribute.unit, Range(min=float(one.value)))}"
    if attribute.type == "flag":
        return label
    more = " or more" if one.test == "at least" and one.value != attribute.word[-1].id else ""
    return f"{label}: {need_text(attribute, one.value)}{more}"
