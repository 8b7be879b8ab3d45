"""Numbers and ranges as people say them, rounded so that what is said stays true."""

from __future__ import annotations

import math
from collections.abc import Callable

from iopcli.dataset.model import Range

Rounding = Callable[[float], int]
"""To the nearest number; down for a least, up for a most, so that what is said stays true."""
InWords = Callable[[float, Rounding | None], str]
"""A number in words; without a rounding as it is."""


def spread(value: Range, number: InWords, *, often: bool = True) -> str:
    """`9 to 19`, `at least 20`, `up to 30`, `about 41`, `14 to 90 (often 28)`; a 0 alone is 0."""
    low, high, typical = value.min, value.max, value.typical
    usual = number(typical, _nearest) if often and typical is not None else ""
    if low is not None and high is not None:
        ends = number(low, _nearest), number(high, _nearest)
        if low == high:
            return number(low, None)
        if ends[0] == ends[1]:
            return f"about {ends[0]}"
        return f"{ends[0]} to {ends[1]}{_often(usual, ends)}"
    if low is not None:
        least = number(low, math.floor)
        return f"at least {least}{_often(usual, (least,))}"
    if high is not None:
        most = number(high, math.ceil)
        return f"up to {most}{_often(usual, (most,))}"
    assert typical is not None  # noqa: S101 - a range without any number is refused when it is loaded
    return f"about {number(typical, _nearest)}" if typical else number(typical, _nearest)


def _often(usual: str, ends: tuple[str, ...]) -> str:
    """The usual number in brackets, where it is neither the least nor the most."""
    return f" (often {usual})" if usual and usual not in ends else ""


def number_text(value: float) -> str:
    """A number to the hundredth, without zeros at its end."""
    return f"{value:,.2f}".rstrip("0").removesuffix(".")


def _nearest(value: float) -> int:
    return math.floor(value + 0.5)


def exactly(value: float, _: Rounding | None) -> str:
    """A number as it is."""
    return number_text(value)


def about(value: float, rounding: Rounding | None) -> str:
    """A number that is whole from 10 on."""
    if value < 10:
        return number_text(value)
    return f"{(rounding or _nearest)(value):,}"


def sum_of(value: float, rounding: Rounding = _nearest) -> int:
    """A sum as people say it: below 100 to the dollar, below 1,000 to ten, below 10,000 to fifty, and so on."""
    digits = len(str(int(value)))
    step = 1 if digits < 3 else 10 if digits == 3 else 5 * 10 ** (digits - 3)
    return rounding(round(value / step, 6)) * step


def in_dollars(value: float, rounding: Rounding | None) -> str:
    """A sum with its sign; to the cent where it stands alone or is less than a dollar, so that nothing looks free."""
    if rounding is None or 0 < value < 1:
        return f"${value:,.2f}".removesuffix(".00")
    return f"${sum_of(value, rounding):,}"


def unit_text(unit: str, value: Range) -> str:
    """`1 day`, not `1 days`."""
    first, _, rest = unit.partition(" ")
    only_one = {value.min, value.max, value.typical} <= {1, None}
    return f"{first.removesuffix('s') if only_one else first} {rest}".strip()
