"""Needs as one number, a digit for each attribute, so that records that need the same are planned for once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from math import prod
from operator import or_
from typing import Any, NamedTuple

from iopcli.dataset.model import Attribute, Dataset
from iopcli.match.needs import Needs, steps


class Digit(NamedTuple):
    """What a digit stands for: the minimums that rules set on an attribute, from low to high, or one word of a set."""

    attribute: str
    minimums: tuple[Any, ...]
    rules: tuple[tuple[str, ...], ...]
    """For each minimum the ids of the rules that set it."""
    steps: tuple[int, ...]
    """For each digit from 0 how many steps of need it is."""
    amount: bool
    """Whether it is a minimum that may rise."""

    @property
    def name(self) -> str:
        """What it is counted under."""
        return f"_need_{self.attribute}_{self.minimums[0]}"

    def reached(self, rules: Mapping[str, int]) -> list[int]:
        """For each minimum, from low to high, the records that reach it, from those in which each rule holds.

        The digit of a record is how many minimums it reaches.
        """
        found, bits = [], 0
        for ids in reversed(self.rules):
            bits = reduce(or_, map(rules.__getitem__, ids), bits)
            found.append(bits)
        return found[::-1]


class Levels:
    """The places of a dataset's needs, and how their digits become needs again."""

    def __init__(self, dataset: Dataset) -> None:
        self.places = tuple(place for row in dataset.attributes.values() for place in _places(dataset, row))
        self.worths = [prod(len(place.steps) for place in self.places[:nr]) for nr in range(len(self.places) + 1)]
        """What a 1 of each digit is worth in the number; the last is above every number."""

    def digits(self, number: int) -> list[int]:
        """The digits of a number, one a place."""
        return [number // worth % len(place.steps) for place, worth in zip(self.places, self.worths, strict=False)]

    def needs(self, digits: Sequence[int]) -> Needs:
        """The needs that digits stand for, in the order of the table."""
        found: dict[str, Any] = {}
        for place, digit in zip(self.places, digits, strict=True):
            if digit:
                least = place.minimums[digit - 1]
                words = isinstance(least, tuple)
                found[place.attribute] = (*found.get(place.attribute, ()), *least) if words else least
        return found


def _places(dataset: Dataset, row: Attribute) -> list[Digit]:
    asking = [rule for rule in dataset.rules.values() if row.id in rule.needs]
    by_minimum: dict[Any, list[str]] = {}
    for rule in asking:
        least = rule.needs[row.id]
        for one in [(word,) for word in least] if row.type == "set" else [least]:
            by_minimum.setdefault(one, []).append(rule.id)
    if row.type == "set":
        words = [(word,) for word in row.needed if (word,) in by_minimum]
        return [Digit(row.id, (word,), (tuple(by_minimum[word]),), (0, 1), row.amount) for word in words]
    minimums = tuple(sorted(by_minimum, key=row.place))
    if not minimums:
        return []
    rules = tuple(tuple(by_minimum[least]) for least in minimums)
    return [Digit(row.id, minimums, rules, (0, *(steps(dataset, row, least) for least in minimums)), row.amount)]
