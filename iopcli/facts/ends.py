"""Ranges worked out of facts (lengths, hours, sums), in which either end may be unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from iopcli.dataset.model import Option, Range

DAYS_A_WEEK = 7
TENTH = Decimal("0.1")


class Ends(Struct, frozen=True, kw_only=True):
    """A range; None for an end that is not known."""

    min: Decimal | None = None
    max: Decimal | None = None

    @property
    def known(self) -> bool:
        """Whether at least one end is known."""
        return self.min is not None or self.max is not None

    def each(self, worked: Callable[[Decimal], Decimal]) -> Ends:
        """The range that a formula gives when it is applied to each known end."""
        return Ends(
            min=None if self.min is None else worked(self.min), max=None if self.max is None else worked(self.max)
        )


NONE = Ends(min=Decimal(0), max=Decimal(0))


def ends_of(value: Range) -> Ends:
    """The ends of a range, as exact numbers."""
    low, high = value.ends
    return Ends(min=_decimal(low), max=_decimal(high))


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number)).normalize() + 0


def ends_in(option: Option, attribute: str) -> Ends:
    """The ends of a fact of an option; not known where it has no number."""
    value = getattr(option.facts.get(attribute), "value", None)
    return ends_of(value) if isinstance(value, Range) else Ends()


def added(ends: Iterable[Ends]) -> Ends:
    """Ranges added up. A missing lower end counts as 0; one missing upper end leaves the sum without an upper end."""
    every = list(ends)
    lows = [one.min for one in every if one.min is not None]
    highs = [one.max for one in every if one.max is not None]
    return Ends(
        min=sum(lows, Decimal(0)) if lows else None,
        max=sum(highs, Decimal(0)) if every and len(highs) == len(every) else None,
    )


def in_weeks(days: Ends) -> Ends:
    """Days as weeks, to a tenth."""
    return days.each(lambda number: tenth(number / DAYS_A_WEEK))


def over(a_week: Ends, days: Ends) -> Ends:
    """A weekly amount over some days, to a tenth. An end of it is known where it is known of both."""
    ends = (a_week.min, days.min), (a_week.max, days.max)
    low, high = (None if one is None or of is None else tenth(one * of / DAYS_A_WEEK) for one, of in ends)
    return Ends(min=low, max=high)


def tenth(number: Decimal) -> Decimal:
    """A number to the nearest tenth, a half away from 0."""
    return number.quantize(TENTH, ROUND_HALF_UP)
