"""Needs as digits in columns, so that records that need the same are found and planned for once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from iopcli.batch.packed import Digit, Packed
from iopcli.match.needs import Needs, steps

if TYPE_CHECKING:
    from iopcli.dataset.model import Attribute, Dataset, Rule


class Place(NamedTuple):
    """A digit of the number: the minimums that rules set on an attribute, from low to high; of a set one word."""

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
        """The name of its column."""
        return f"_need_{self.attribute}_{self.minimums[0]}"

    def digit_of(self, rule: str) -> int:
        """The digit that a rule sets; 0 for none."""
        return next((digit for digit, ids in enumerate(self.rules, 1) if rule in ids), 0)

    def reached(self, state: Callable[[str], int]) -> list[int]:
        """For each minimum, from low to high, the ways to answer that reach it: `state` has a bit for each, of a rule.

        The digit of a way is how many minimums it reaches.
        """
        found, bits = [], 0
        for ids in reversed(self.rules):
            bits = reduce(or_, map(state, ids), bits)
            found.append(bits)
        return found[::-1]


class Levels:
    """The places of a dataset's needs, and the way from their digits back to needs."""

    def __init__(self, dataset: Dataset) -> None:
        rows = dataset.attributes.values()
        self.places = tuple(place for row in rows for place in _places(dataset, row))
        self._by_name = [(place.name, place) for place in self.places]

    def packed(self, name: str) -> Packed:
        """The digits as whole numbers."""
        return Packed(name, [Digit(place.name, len(place.steps)) for place in self.places])

    def needs(self, digits: Mapping[str, int]) -> Needs:
        """The needs that digits stand for, in the order of the table."""
        found: dict[str, Any] = {}
        for name, place in self._by_name:
            if digit := digits[name]:
                least = place.minimums[digit - 1]
                words = isinstance(least, tuple)
                found[place.attribute] = (*found.get(place.attribute, ()), *least) if words else least
        return found

    def most(self, rule: Rule) -> int:
        """By how many steps a rule raises the needs at the most."""
        return sum(place.steps[place.digit_of(rule.id)] for place in self.places)


def _places(dataset: Dataset, row: Attribute) -> list[Place]:
    asking = [rule for rule in dataset.rules.values() if row.id in rule.needs]
    by_minimum: dict[Any, list[str]] = {}
    for rule in asking:
        least = rule.needs[row.id]
        for one in [(word,) for word in least] if row.type == "set" else [least]:
            by_minimum.setdefault(one, []).append(rule.id)
    if row.type == "set":
        words = [(word,) for word in row.needed if (word,) in by_minimum]
        return [Place(row.id, (word,), (tuple(by_minimum[word]),), (0, 1), row.amount) for word in words]
    minimums = tuple(sorted(by_minimum, key=row.place))
    if not minimums:
        return []
    rules = tuple(tuple(by_minimum[least]) for least in minimums)
    return [Place(row.id, minimums, rules, (0, *(steps(dataset, row, least) for least in minimums)), row.amount)]
