"""What days of care cost, and what of it the person would pay. All sums are whole cents.

Prices of different kinds or years are never added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import asdict, replace

from iopcli.dataset.model import Fact, Option
from iopcli.facts.ends import DAYS_A_WEEK, Ends, added, ends_in, in_weeks
from iopcli.facts.payer import Paid, Payer, cents, dollars, rounded, share
from iopcli.facts.prices import CASH, FREE, Price, price_of
from iopcli.facts.wording import BASES

LENGTH = "length_days"
"""How long an option usually lasts; not known where it has no set end."""
NOT_COUNTED = (
    "Not counted: travel, lost pay, child care, monthly premiums, and room and meals where a program bills them "
    "separately."
)
"""What no price here has in it."""


class Cost(Struct, frozen=True, kw_only=True):
    """A sum of one kind and year, in US dollars, and which options are in it."""

    kind: str
    year: int
    min: Decimal | None
    max: Decimal | None
    weak: bool
    options: tuple[str, ...]
    without: tuple[str, ...] = ()
    """Options of which no price of this kind is known, so that there is more to pay."""
    lacks_main: bool = False
    """Whether the care that lasts longest is among these, so that the sum is none to go by."""


class Share(Struct, frozen=True, kw_only=True):
    """What the person would pay of all prices of one kind. One deductible and one maximum apply to them together."""

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


def days_of(days: Decimal, per_week: int) -> int:
    """A weekly price over some days, in cents."""
    return rounded(Fraction(days) * per_week / DAYS_A_WEEK)


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
    """What stays that follow one another cost, for each kind of price."""
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
    """What a person pays of prices of one kind, price after price: the least and the most it can be."""

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
        """Note a stay with no known price: all that can be said is that no more than the maximum is paid."""
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
    known = ends_in(stay.option, "sessions_per_week")
    few = known.min if known.min is not None else Decimal(1)
    many = known.max if known.max is not None else Decimal(DAYS_A_WEEK)
    low, high = stay.days.min or Decimal(0), stay.days.max or Decimal(0)
    return _whole(low * few / DAYS_A_WEEK), _whole(high * many / DAYS_A_WEEK)


def _whole(days: Decimal) -> int:
    """Days rounded up: a day that has begun counts as a whole one."""
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


def total(costs: Iterable[Cost]) -> tuple[Cost, ...]:
    """Costs added up, those of one kind and year with each other and with no other."""
    alike: dict[tuple[str, int], list[Cost]] = {}
    for one in costs:
        alike.setdefault((one.kind, one.year), []).append(one)
    return tuple(
        Cost(
            kind=kind,
            year=year,
            **asdict(added(Ends(min=one.min, max=one.max) for one in these)),
            weak=any(one.weak for one in these),
            options=tuple(dict.fromkeys(id_ for one in these for id_ in one.options)),
        )
        for (kind, year), these in alike.items()
    )


def left_out(costs: Iterable[Cost], missing: Mapping[str, Sequence[str]], main: str) -> tuple[Cost, ...]:
    """Sums, each with the options that have no price of its kind, and whether the main option is one of them."""
    return tuple(
        replace(
            one, without=tuple(dict.fromkeys(missing.get(one.kind, ()))), lacks_main=main in missing.get(one.kind, ())
        )
        for one in costs
    )


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
    days = ends_in(lasting[0], LENGTH) if weeks is None else Ends(min=weeks * DAYS_A_WEEK, max=weeks * DAYS_A_WEEK)
    stays = [Stay(option, ends_in(option, LENGTH)) for option in before]
    stays += [Stay(option, days, weeks is not None) for option in lasting]
    made = bill(payer, stays, BASES)
    return WeeksCost(
        options=tuple(option.id for option in (*lasting, *before)),
        name=name,
        weeks=in_weeks(days),
        cost=left_out(total(cost for found in made.by_stay for cost in found), made.missing, lasting[0].id),
        pays=tuple(made.shares),
        unpriced={kind: tuple(made.missing[kind]) for kind in made.missing if kind in (payer.kind, CASH)},
    )
