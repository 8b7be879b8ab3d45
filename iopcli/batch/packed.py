"""Small numbers in several columns as few whole ones: what is seen together is then found, and joined, as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from math import prod
from operator import add
from typing import Any, NamedTuple

import narwhals as nw
import numpy as np
import numpy.typing as npt

MOST = 2**62
"""Above what any number here is: a whole number of 64 bits holds it."""
SMALL = nw.Int16
"""The kind of small numbers: many columns of them fit where an engine is quick."""
_NUMPY = {SMALL: np.int16, nw.Int32: np.int32, nw.Int64: np.int64}
Wholes = npt.NDArray[np.signedinteger[Any]]
"""A whole number for each of many."""


def small(number: int) -> nw.Expr:
    """A number of that kind, so that no sum is made a larger one."""
    return nw.lit(number, SMALL)


class Digit(NamedTuple):
    """A whole number from 0 to below `size`, by its name."""

    name: str
    size: int


class Packed:
    """Digits in as few whole numbers as hold them, each at most `most`; `name` and a number name their columns."""

    def __init__(self, name: str, digits: Iterable[Digit], most: int = MOST) -> None:
        self._runs = {f"{name}{number}": run for number, run in enumerate(_runs(digits, most))}
        self.names = tuple(self._runs)
        self.place: dict[str, tuple[str, int]] = {}
        """Each digit's whole number, and what a 1 of the digit is worth in it."""
        for whole, run in self._runs.items():
            worth = 1
            for digit in run:
                self.place[digit.name] = whole, worth
                worth *= digit.size

    def numbers(self, of: Mapping[str, Wholes]) -> dict[str, Wholes]:
        """The whole numbers that some digits stand in, as far as these digits make them."""
        made: dict[str, Wholes] = {}
        for digit, values in of.items():
            whole, worth = self.place[digit]
            made[whole] = made.get(whole, 0) + values.astype(np.int64) * worth
        return {whole: values.astype(_NUMPY[self._kind(whole)]) for whole, values in made.items()}

    def columns(self, of: Mapping[str, nw.Expr]) -> dict[str, nw.Expr]:
        """The same of columns."""
        made: dict[str, nw.Expr] = {}
        for digit, column in of.items():
            whole, worth = self.place[digit]
            kind = self._kind(whole)
            part = column.cast(kind) * nw.lit(worth, kind)
            made[whole] = made[whole] + part if whole in made else part
        return made

    def _kind(self, whole: str) -> Any:
        return kind_of(prod(digit.size for digit in self._runs[whole]))

    def digits(self, numbers: Sequence[int]) -> dict[str, int]:
        """The digits in whole numbers, by name."""
        found: dict[str, int] = {}
        for number, run in zip(numbers, self._runs.values(), strict=True):
            found |= _taken_apart(number, run)
        return found

    def every(self, whole: str) -> Iterator[dict[str, int]]:
        """The digits in each number that a column may hold, from 0."""
        run = self._runs[whole]
        return (_taken_apart(number, run) for number in range(prod(digit.size for digit in run)))


def kind_of(size: int) -> Any:
    """The smallest kind of whole number that holds all below `size`: what is smaller is quicker to keep and to sort."""
    return SMALL if size <= 2**15 else nw.Int32 if size <= 2**31 else nw.Int64


def total(parts: Iterable[nw.Expr]) -> nw.Expr:
    """Columns of whole numbers added up."""
    found = list(parts)
    return reduce(add, found) if found else small(0)


def _runs(digits: Iterable[Digit], most: int) -> Iterator[list[Digit]]:
    run: list[Digit] = []
    worth = 1
    for digit in digits:
        if run and worth * digit.size > most:
            yield run
            run, worth = [], 1
        run.append(digit)
        worth *= digit.size
    if run:
        yield run


def _taken_apart(number: int, run: Sequence[Digit]) -> dict[str, int]:
    found = {}
    for digit in run:
        number, found[digit.name] = divmod(number, digit.size)
    return found
