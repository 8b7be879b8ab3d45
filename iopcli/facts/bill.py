"""What days of care cost, and what of it the person would pay. All sums are whole cents.

The formula is the one that HealthCare.gov works out in its glossary under *coinsurance*: the person pays all of the
bill until the deductible is met, then a share of the rest, and no more than the out-of-pocket maximum in a year. A
copay is asked for each day that the deductible does not cover. For Medicare Part B this is what 42 CFR 410.155(c)
gives: the approved amount less 80 percent of what is left of it after the deductible.

Prices of different kinds or years are never added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from msgspec import Struct

from iopcli.dataset.model import Coverage, Dataset, Fact, Option, Range
from iopcli.facts.prices import CASH, FREE, Price, kinds_for, price_of
from iopcli.facts.wording import BASES

CENTS = 100
DAYS_A_WEEK = 7
TENTH = Decimal("0.1")
NOT_COUNTED = (
    "Not counted: travel, lost pay, child care, monthly premiums, and room and meals where a program bills them "
    "separately."
)
"""What no price here has in it."""


class Ends(Struct, frozen=True, kw_only=True):
    """From how much to how much; None where that end is not known."""

    min: Decimal | None = None
    max: Decimal | None = None

    @property
    def known(self) -> bool:
        """Whether either end is."""
        return self.min is not None or self.max is not None


class Cost(Struct, frozen=True, kw_only=True):
    """A sum of one kind and year, in US dollars, and which options are in it."""

    kind: str
    year: int
    min: Decimal | None
    max: Decimal | None
    weak: bool
    options: tuple[str, ...]


class Share(Struct, frozen=True, kw_only=True):
    """What the person would pay in all of prices of one kind, since one deductible and one maximum are for all."""

    kind: str
    years: tuple[int, ...]
    """The years of the prices."""
    rules_of: int | None
    """The year of what the plan asks, where it is known."""
    min: Decimal | None
    max: Decimal | None
    options: tuple[str, ...]
    without: tuple[str, ...]
    """Options whose price of this kind, or what is asked for them, is not known."""


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


def days_of(days: Decimal, per_week: int) -> int:
    """A price of a week for so many days, in cents."""
    return _rounded(Fraction(days) * per_week / DAYS_A_WEEK)


def _rounded(amount: Fraction) -> int:
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def share(price: int, visits: int, terms: Terms, before: Paid = NOTHING_PAID) -> tuple[int, Paid]:
    """What the person pays of a price for so many days of care, and all that has been paid after it.

    Never more than the price, nor than what is left of the out-of-pocket maximum.
    """
    left = max(0, terms.deductible - before.deductibles.get(terms.pool, 0))
    first = min(price, left)
    rest = price - first
    copays = _copays(price, rest, visits, terms)
    owed = first + copays + _rounded((rest - copays) * terms.coinsurance)
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
    return min(rest, _rounded(asked * min(a_day, Fraction(terms.copay_per_day)) + part))


class Given(Struct, frozen=True, kw_only=True):
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
    given: Given = Given()

    @property
    def kind(self) -> str:
        """The kind of price that the person's share is worked out on: the payer's own, or cash where it has none."""
        own = kinds_for(self.id)[0]
        return own or CASH

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


class Stay(NamedTuple):
    """An option for so many days; `chosen` where someone has said how many."""

    option: Option
    days: Ends
    chosen: bool = False


class Bill(NamedTuple):
    """What stays cost: each by itself, the options without a price of a kind, and what the person would pay."""

    by_stay: list[list[Cost]]
    missing: dict[str, list[str]]
    shares: list[Share]


def bill(payer: Payer, stays: Sequence[Stay], kinds: Iterable[str]) -> Bill:
    """What stays cost by kind of price, one after another."""
    made = Bill([[] for _ in stays], {}, [])
    for kind in kinds:
        purse = _Purse(payer, kind)
        for number, stay in enumerate(stays):
            found = _price(stay, kind)
            if found is None:
                made.missing.setdefault(kind, []).append(stay.option.id)
                purse.leaves_out(stay)
                continue
            least, most, price = found
            made.by_stay[number].append(_cost(stay, least, most, price))
            purse.pay(stay, least, most, price.year)
        made.shares.extend([purse.share] if purse.share else [])
    return made


def _cost(stay: Stay, least: int | None, most: int | None, price: Price) -> Cost:
    return Cost(
        kind=price.kind, year=price.year or 0, min=_dollars(least), max=_dollars(most), weak=price.weak,
        options=(stay.option.id,),
    )  # fmt: skip


class _Purse:
    """What a person pays of prices of one kind, at the least and at the most."""

    def __init__(self, payer: Payer, kind: str) -> None:
        self._payer, self._kind = payer, kind
        self._low, self._high = Paid(), Paid()
        self._refused = [0, 0]
        self._endless = False
        self._years: list[int] = []
        self._rules: list[int] = []
        self._options: list[str] = []
        self._without: list[str] = []

    def leaves_out(self, stay: Stay) -> None:
        """A stay of which nothing can be said, but that no more than the maximum is paid."""
        self._without.append(stay.option.id)
        terms = self._payer.terms(stay.option) if self._kind == self._payer.kind else None
        if terms is not None and terms.most is not None and not self._payer.refuses(stay.option):
            self._high = self._high._replace(total=max(self._high.total, terms.most))

    def pay(self, stay: Stay, least: int | None, most: int | None, year: int | None) -> None:
        """Pay a price from `least` to `most`, after all before it."""
        refused = self._kind in (CASH, self._payer.kind) and self._payer.refuses(stay.option)
        terms = self._payer.terms(stay.option) if self._kind == self._payer.kind else None
        if not refused and terms is None:
            return self.leaves_out(stay)
        self._years += [year] if year and most != 0 else []
        self._options.append(stay.option.id)
        published = self._payer.published(stay.option)
        self._rules += [published.year] if published else []
        if refused or terms is None:
            self._refused = [self._refused[0] + (least or 0), self._refused[1] + (most or 0)]
            self._endless |= most is None
            return None
        few, many = _visits(stay)
        self._low = share(least or 0, few, terms, self._low)[1]
        if most is not None:
            self._high = share(most, many, terms, self._high)[1]
        elif terms.most is None:
            self._endless = True
        else:
            self._high = self._high._replace(total=max(self._high.total, terms.most))
        return None

    @property
    def share(self) -> Share | None:
        """What is paid in all; None where nothing is known to be."""
        if not self._options:
            return None
        low, high = self._low.total + self._refused[0], self._high.total + self._refused[1]
        return Share(
            kind=self._kind,
            years=tuple(sorted(set(self._years))),
            rules_of=self._payer.given.year if self._payer.given else max(self._rules, default=None),
            min=dollars(low),
            max=None if self._endless else dollars(high),
            options=tuple(dict.fromkeys(self._options)),
            without=tuple(dict.fromkeys(self._without)),
        )


def _visits(stay: Stay) -> tuple[int, int]:
    """On how many days there is care, at the least and at the most; where no most is known, on every day."""
    value = getattr(stay.option.facts.get("sessions_per_week"), "value", None)
    known = ends_of(value) if isinstance(value, Range) else Ends()
    few = known.min if known.min is not None else Decimal(1)
    many = known.max if known.max is not None else Decimal(DAYS_A_WEEK)
    low, high = stay.days.min or Decimal(0), stay.days.max or Decimal(0)
    return _whole(low * few / DAYS_A_WEEK), _whole(high * many / DAYS_A_WEEK)


def _whole(days: Decimal) -> int:
    """Days counted whole, a begun one too."""
    return -int(-days // 1)


def _dollars(amount: int | None) -> Decimal | None:
    return None if amount is None else dollars(amount)


def _price(stay: Stay, kind: str) -> tuple[int | None, int | None, Price] | None:
    """The ends of a price for a stay; by the week, else that of a whole stay where no one has changed its length."""
    week = _known(stay.option.facts.get("cost_per_week"), kind)
    if week is not None and stay.days.known:
        low, high = stay.days.min, stay.days.max
        least = None if low is None or week.min is None else days_of(low, cents(week.min))
        most = 0 if week.max == 0 else None if high is None or week.max is None else days_of(high, cents(week.max))
        return least, most, week
    if week is not None and week.kind == FREE:
        return 0, 0, week
    whole = None if stay.chosen else _known(stay.option.facts.get("cost_per_episode"), kind)
    if whole is None:
        return None
    return (None if whole.min is None else cents(whole.min), None if whole.max is None else cents(whole.max), whole)


def _known(fact: Fact[Any] | None, kind: str) -> Price | None:
    price = price_of(fact, kind) if fact is not None and fact.state == "known" else None
    return price if price is not None and price.known else None


def ends_of(value: Range) -> Ends:
    """The ends of a range; a number that stands alone is both."""
    alone = value.typical if value.min is None and value.max is None else None
    low, high = (alone, alone) if alone is not None else (value.min, value.max)
    return Ends(min=_decimal(low), max=_decimal(high))


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number)).normalize() + 0


def total(costs_: Iterable[Cost]) -> tuple[Cost, ...]:
    """Costs added up, those of one kind and year with each other and with no other."""
    groups: dict[tuple[str, int], list[Cost]] = {}
    for one in costs_:
        groups.setdefault((one.kind, one.year), []).append(one)
    return tuple(
        Cost(
            kind=kind,
            year=year,
            **_both(added(Ends(min=one.min, max=one.max) for one in these)),
            weak=any(one.weak for one in these),
            options=tuple(dict.fromkeys(id_ for one in these for id_ in one.options)),
        )
        for (kind, year), these in groups.items()
    )


def added(ends: Iterable[Ends]) -> Ends:
    """Ends added up: a missing lower end counts as 0 beside others, a missing upper end leaves the sum without one."""
    every = list(ends)
    lows = [one.min for one in every if one.min is not None]
    highs = [one.max for one in every if one.max is not None]
    return Ends(
        min=sum(lows, Decimal(0)) if lows else None,
        max=sum(highs, Decimal(0)) if every and len(highs) == len(every) else None,
    )


def _both(ends: Ends) -> dict[str, Decimal | None]:
    return {"min": ends.min, "max": ends.max}


class CostOf(NamedTuple):
    """What was asked about cost: whose share, and for how many weeks; None is the usual length."""

    payer: Payer
    weeks: Decimal | None = None


class WeeksCost(Struct, frozen=True, kw_only=True):
    """What options taken together cost for some weeks, and what of it the person would pay."""

    options: tuple[str, ...]
    name: str
    weeks: Ends
    """How many weeks: as someone has said, else the usual length."""
    cost: tuple[Cost, ...]
    pays: tuple[Share, ...]
    unpriced: Mapping[str, tuple[str, ...]]
    """Kind of price to the options that have none of this kind."""


def weeks_of(
    payer: Payer, name: str, lasting: Sequence[Option], before: Sequence[Option], weeks: Decimal | None
) -> WeeksCost:
    """What options cost for so many weeks, or for their usual length, after what comes `before` for its own days."""
    days = usual_days(lasting[0]) if weeks is None else Ends(min=weeks * DAYS_A_WEEK, max=weeks * DAYS_A_WEEK)
    stays = [Stay(option, usual_days(option)) for option in before]
    stays += [Stay(option, days, weeks is not None) for option in lasting]
    made = bill(payer, stays, BASES)
    return WeeksCost(
        options=tuple(option.id for option in (*lasting, *before)),
        name=name,
        weeks=in_weeks(days),
        cost=total(cost for found in made.by_stay for cost in found),
        pays=tuple(made.shares),
        unpriced={kind: tuple(made.missing[kind]) for kind in made.missing if kind in (payer.kind, CASH)},
    )


def usual_days(option: Option) -> Ends:
    """How long an option usually lasts; not known where it has no set end."""
    value = getattr(option.facts.get("length_days"), "value", None)
    return ends_of(value) if isinstance(value, Range) else Ends()


def in_weeks(days: Ends) -> Ends:
    """Days as weeks, to a tenth."""
    return Ends(
        min=None if days.min is None else tenth(days.min / DAYS_A_WEEK),
        max=None if days.max is None else tenth(days.max / DAYS_A_WEEK),
    )


def tenth(number: Decimal) -> Decimal:
    """A number to the nearest tenth, a half away from 0."""
    return number.quantize(TENTH, ROUND_HALF_UP)
