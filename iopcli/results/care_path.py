"""One care path from today to aftercare: its stops one after another, what they ask of a person and what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct

from iopcli.dataset.model import Dataset, Option
from iopcli.facts.bill import LENGTH, Cost, Share, Stay, bill, left_out, total
from iopcli.facts.ends import DAYS_A_WEEK, NONE, Ends, added, ends_of, in_weeks, over, tenth
from iopcli.facts.payer import Payer
from iopcli.facts.prices import FREE
from iopcli.facts.wording import BASES, either_text
from iopcli.match.decide import Decision
from iopcli.match.fits import miss
from iopcli.match.plans import Plan
from iopcli.match.recommendation import Miss
from iopcli.match.stops import Stop, after

MATTERS = (LENGTH, "hours_per_week")
"""Facts that a path is made of, besides its prices."""


class UnknownFact(Struct, frozen=True, kw_only=True):
    """What is not known of a stop, so that a total leaves it out."""

    option: str
    name: str
    attribute: str
    label: str


class PathStop(Struct, frozen=True, kw_only=True):
    """One stop: what is taken together, for how long, and what it asks of a person."""

    options: tuple[str, ...]
    name: str
    title: str
    """The name of its first option alone."""
    weeks: Ends
    drawn: Decimal | None
    """For how many weeks it is drawn: what is usual, else the middle of its range."""
    chosen: bool
    """Whether someone has said how long it is."""
    open: bool
    """Whether it has no set end."""
    hours_per_week: Ends
    hours: Ends
    nights_away: Ends
    sleep: str
    night_staff: Ends
    """Nights with staff on site."""
    supervision: str
    cost: tuple[Cost, ...]
    sources: tuple[str, ...]
    enough: bool | None
    """Whether it is part of a first plan that meets the needs; None where needs are not known, or it comes later."""


class PathTotals(Struct, frozen=True, kw_only=True):
    """A path in all; each sum leaves out what is not known."""

    weeks: Ends
    hours: Ends
    nights_away: Ends
    night_staff: Ends
    hand_offs: int
    cost: tuple[Cost, ...]
    pays: tuple[Share, ...]


class CarePath(Struct, frozen=True, kw_only=True):
    """Stops one after another, from the first plan to aftercare."""

    person: int
    """The number of the answers it is for, from 1; 0 where there are none."""
    name: str
    enough: bool | None
    misses: tuple[Miss, ...]
    """What the needs ask for and its first plan has not."""
    stops: tuple[PathStop, ...]
    totals: PathTotals
    unknown: tuple[UnknownFact, ...]
    unpriced: Mapping[str, tuple[str, ...]]
    """Kind of price to the names of what has no price of that kind."""
    after: tuple[str, ...]
    """What may come after it, by name."""


class Start(NamedTuple):
    """Where a path starts: plans one after another, for which person, and how they sit with the needs."""

    chain: Sequence[Plan]
    decision: Decision | None
    person: int


def care_path(start: Start, stops: Sequence[Stop], payer: Payer) -> CarePath:
    """A path with its stops: what each asks and costs, what all of them do, and what of that is not known."""
    dataset, first = payer.dataset, start.chain[0]
    needs = start.decision.least if start.decision else {}
    missing = first.misses(needs)
    enough = None if start.decision is None else not missing
    first_stops = len(first.before) + 1 if first.before else 1
    owed = bill(payer, [Stay(part, stop.days, stop.chosen) for stop in stops for part in stop.plan.parts], BASES)
    found = iter(owed.by_stay)
    of_stop = [[cost for _ in stop.plan.parts for cost in next(found)] for stop in stops]
    summed = left_out(total(cost for found in of_stop for cost in found), owed.missing, _main(start, stops))
    made = tuple(
        _stop(stop, total(cost), enough if number < first_stops else None)
        for number, (stop, cost) in enumerate(zip(stops, of_stop, strict=True))
    )
    return CarePath(
        person=start.person,
        name=", then ".join([plan.name for plan in start.chain]),
        enough=enough,
        misses=tuple(miss(first, id_, needs[id_]) for id_ in missing),
        stops=made,
        totals=PathTotals(
            weeks=added(one.weeks for one in made),
            hours=added(one.hours for one in made),
            nights_away=added(one.nights_away for one in made),
            night_staff=added(one.night_staff for one in made),
            hand_offs=len(made) - 1,
            cost=_in_order(summed, payer),
            pays=tuple(owed.shares),
        ),
        unknown=tuple(_unknown(dataset, stops)),
        unpriced={
            kind: tuple(dict.fromkeys(dataset.options[id_].title for id_ in owed.missing.get(kind, ())))
            for kind in payer.kinds
        },
        after=tuple(option.title for option in after(dataset, stops)),
    )


def _main(start: Start, stops: Sequence[Stop]) -> str:
    """The option of the longest of the stops that were asked for; what follows them by step down does not count."""
    asked = stops[: sum(2 if plan.before else 1 for plan in start.chain)]
    return max(asked, key=lambda stop: stop.usual or (0 if stop.days.known else 1000)).base.id


def _in_order(cost: Sequence[Cost], payer: Payer) -> tuple[Cost, ...]:
    """The payer's own kind first, then cash, then the others; the newest year of a kind first; not what is free."""
    order = [*dict.fromkeys((*payer.kinds, *BASES))]
    priced = [one for one in cost if one.kind != FREE]
    return tuple(sorted(priced, key=lambda one: (order.index(one.kind), -one.year)) or cost)


def _stop(stop: Stop, cost: Sequence[Cost], enough: bool | None) -> PathStop:
    plan = stop.plan
    hours, days = _hours_per_week(plan), stop.days
    return PathStop(
        options=plan.ids,
        name=plan.name,
        title=stop.base.title,
        weeks=in_weeks(days),
        drawn=None if stop.usual is None else tenth(stop.usual / DAYS_A_WEEK),
        chosen=stop.chosen,
        open=stop.open,
        hours_per_week=hours,
        hours=over(hours, days),
        nights_away=NONE if stop.at_home else days,
        sleep=either_text(plan.dataset.attributes["sleep"], plan.fact("sleep")),
        night_staff=days if stop.staff_at_night else NONE,
        supervision=str(plan.fact("supervision").value or ""),
        cost=tuple(cost),
        sources=tuple(dict.fromkeys(source for part in plan.parts for source in _rests_on(part))),
        enough=enough,
    )


def _hours_per_week(plan: Plan) -> Ends:
    value = plan.fact("hours_per_week").value if "hours_per_week" in plan.dataset.attributes else None
    return Ends() if value is None else ends_of(value)


def _unknown(dataset: Dataset, stops: Sequence[Stop]) -> Iterator[UnknownFact]:
    """The facts that a path is made of and that are not known, stop by stop."""
    for stop in stops:
        for id_ in (id_ for id_ in MATTERS if id_ in dataset.attributes):
            fact = stop.base.facts.get(id_) if id_ == LENGTH else stop.plan.fact(id_)
            if fact is None or fact.state == "not_known":
                row = dataset.attributes[id_]
                yield UnknownFact(option=stop.base.id, name=stop.plan.name, attribute=id_, label=row.label)


def _rests_on(option: Option) -> Iterator[str]:
    """The sources of the facts of an option that a path is made of."""
    for id_ in (*MATTERS, "sleep", "supervision", "step_down", "cost_per_week", "cost_per_episode"):
        fact = option.facts.get(id_)
        yield from (*fact.sources, *(source for one in fact.also for source in one.sources)) if fact else ()
