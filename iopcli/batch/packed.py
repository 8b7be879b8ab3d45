"""Small numbers in several columns as few whole ones: what is seen together is then found, and joined, as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import narwhals as nw

MOST = 2**62
"""Above what any number here is: a whole number of 64 bits holds it."""


SMALL = nw.Int16
"""The kind of numbers that rules are reckoned in: many columns of them fit where an engine is quick."""


def small(number: int) -> nw.Expr:
    """A number of that kind, so that no sum is made a larger one."""
    return nw.lit(number, SMALL)


class Digit(NamedTuple):
    """A column of whole numbers from 0 to below `sizes`."""

    name: str
    size: int


class Packed:
    """Digits in as few whole numbers as hold them; `name` and a number name their columns."""

    def __init__(self, name: str, digits: Iterable[Digit]) -> None:
        self._runs = list(_runs(digits))
        self.names = tuple(f"{name}{number}" for number in range(len(self._runs)))

    def columns(self, of: Callable[[str], nw.Expr]) -> dict[str, nw.Expr]:
        """Each whole number, from its digits."""
        return {name: _number(run, of) for name, run in zip(self.names, self._runs, strict=True)}

    def digits(self, numbers: Sequence[int]) -> dict[str, int]:
        """The digits in whole numbers, by name."""
        found = {}
        for number, run in zip(numbers, self._runs, strict=True):
            rest = number
            for digit in run:
                rest, found[digit.name] = divmod(rest, digit.size)
        return found


def _runs(digits: Iterable[Digit]) -> Iterator[list[Digit]]:
    run: list[Digit] = []
    worth = 1
    for digit in digits:
        if worth * digit.size >= MOST:
            yield run
            run, worth = [], 1
        run.append(digit)
        worth *= digit.size
    if run:
        yield run


def _number(run: Sequence[Digit], of: Callable[[str], nw.Expr]) -> nw.Expr:
    made, worth = of(run[0].name).cast(nw.Int64), run[0].size
    for digit in run[1:]:
        made, worth = made + of(digit.name).cast(nw.Int64) * worth, worth * digit.size
    return made
