"""Who pays, and what of a price is left to the person. All sums are whole cents.

The formula is the one that HealthCare.gov works out in its glossary under *coinsurance*: the person pays all of the
bill until the deductible is met, then a share of the rest, and no more than the out-of-pocket maximum in a year. A
copay is asked for each day that the deductible does not cover. For Medicare Part B this is what 42 CFR 410.155(c)
gives: the approved amount less 80 percent of what is left of it after the deductible.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from msgspec import Struct

from iopcli.dataset.model import Coverage, Dataset, Option
from iopcli.facts.prices import CASH, own_kind

CENTS = 100


class Terms(NamedTuple):
    """What a health plan asks of a person, in cents; `pool` names the deductible, which several options may share."""

    deductible: int = 0
    coinsurance: Fraction = Fraction(0)
    copay_per_day: int = 0
    copay_from_day: int = 1
    most: int | None = None
    """What is left to pay in this year until the plan pays all."""
    pool: str = ""


class Paid(NamedTuple):
    """What a person has paid so far: of each deductible, and in all."""

    deductibles: Mapping[str, int] = {}
    total: int = 0


NOTHING_PAID = Paid()


def cents(amount: float | Decimal) -> int:
    """An amount in US dollars as whole cents, read as it is written."""
    return int((Decimal(str(amount)) * CENTS).to_integral_value(ROUND_HALF_UP))


def dollars(amount: int) -> Decimal:
    """Whole cents as US dollars."""
    return Decimal(amount) / CENTS


def rounded(amount: Fraction) -> int:
    """Cents to the whole one, a half up."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def share(price: int, visits: int, terms: Terms, before: Paid = NOTHING_PAID) -> tuple[int, Paid]:
    """What the person pays of a price for so many days of care, and all that has been paid after it.

    Never more than the price, nor than what is left of the out-of-pocket maximum.
    """
    left = max(0, terms.deductible - before.deductibles.get(terms.pool, 0))
    first = min(price, left)
    rest = price - first
    copays = _copays(price, rest, visits, terms)
    owed = first + copays + rounded((rest - copays) * terms.coinsurance)
    paid = owed if terms.most is None else min(owed, max(0, terms.most - before.total))
    met = {**before.deductibles, terms.pool: before.deductibles.get(terms.pool, 0) + first}
    return paid, Paid(met, before.total + paid)


def _copays(price: int, rest: int, visits: int, terms: Terms) -> int:
    """The copays of the days that the deductible does not cover, the last of them being the first such day's."""
    if not rest or not visits or not terms.copay_per_day:
        return 0
    a_day = Fraction(price, visits)
    whole, begun = divmod(Fraction(rest), a_day)
    asked = min(int(whole), max(0, visits - terms.copay_from_day + 1))
    part = min(begun, Fraction(terms.copay_per_day)) if asked == whole and terms.copay_from_day == 1 else Fraction(0)
    return min(rest, rounded(asked * min(a_day, Fraction(terms.copay_per_day)) + part))


class StatedTerms(Struct, frozen=True, kw_only=True):
    """What a person's plan asks of them, as they or a site state it, in US dollars; None where it was not said."""

    name: str = ""
    year: int | None = None
    deductible: Decimal | None = None
    deductible_met: Decimal | None = None
    coinsurance: Decimal | None = None
    copay_per_day: Decimal | None = None
    out_of_pocket_max: Decimal | None = None
    not_covered: tuple[str, ...] = ()
    """Options that the plan does not pay for."""

    def __bool__(self) -> bool:
        """Whether anything was stated from which a share follows."""
        return any(getattr(self, key) is not None for key in AMOUNTS)

    @property
    def terms(self) -> Terms:
        """The same in cents, less what was met."""
        met = cents(self.deductible_met or 0)
        most = self.out_of_pocket_max
        return Terms(
            deductible=cents(self.deductible or 0) - met,
            coinsurance=Fraction(self.coinsurance or 0) / 100,
            copay_per_day=cents(self.copay_per_day or 0),
            most=None if most is None else cents(most) - met,
        )


AMOUNTS = ("deductible", "deductible_met", "coinsurance", "copay_per_day", "out_of_pocket_max")
"""What a plan asks, by the names of the words of a command and of a [coverage] table."""


class Payer(NamedTuple):
    """Who pays, and what they ask of the person."""

    dataset: Dataset
    id: str | None = None
    given: StatedTerms = StatedTerms()

    @property
    def kind(self) -> str:
        """The kind of price that the person's share is worked out on."""
        return own_kind(self.id)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of price that come first: that one, then cash."""
        return tuple(dict.fromkeys((self.kind, CASH)))

    def terms(self, option: Option) -> Terms | None:
        """What is asked for an option; None where that is not known."""
        if self.given:
            return self.given.terms
        covers = self.published(option)
        if covers is None:
            return None
        pool = covers.deductible_of or covers.id
        return Terms(
            deductible=cents(covers.deductible),
            coinsurance=Fraction(Decimal(str(covers.coinsurance))) / 100,
            copay_per_day=cents(covers.copay_per_day),
            copay_from_day=covers.copay_from_day,
            pool=pool,
        )

    def published(self, option: Option) -> Coverage | None:
        """What the payer publishes for an option, or for the one that it is like."""
        mine = (one for one in self.dataset.coverage.values() if one.payer == self.id)
        named = {option.id, option.like} if option.like else {option.id}
        return next((one for one in mine if named & {*one.options}), None)

    def refuses(self, option: Option) -> bool:
        """Whether the payer is known not to pay for an option."""
        if {option.id, option.like} & {*self.given.not_covered}:
            return True
        fact = option.facts.get("coverage")
        return any(point.label == self.id and point.is_ == "no" for point in (fact.points if fact else ()))
