"""Whole ways from today to aftercare side by side: how long, how many hours and nights, what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct

from iopcli.dataset.model import Dataset, Option, Source
from iopcli.errors import DatasetError, Problem, UsageError, count
from iopcli.facts.bill import (
    DAYS_A_WEEK,
    NOT_COUNTED,
    Cost,
    Ends,
    Payer,
    Share,
    Stay,
    added,
    bill,
    ends_of,
    in_weeks,
    tenth,
    total,
)
from iopcli.facts.prices import FREE
from iopcli.facts.result import Result, common
from iopcli.facts.wording import BASES, NOT_KNOWN, text_of
from iopcli.logic.conditions import Answers, holds
from iopcli.match.decide import Decision, decide
from iopcli.match.plans import Plan, Planner
from iopcli.match.recommendation import Alarm, Miss, Reason
from iopcli.match.tell import alarms, for_clinician, miss
from iopcli.match.ways import Stop, Weeks, after, circles, way

FIVE_STEPS = "five-steps"
"""The topic whose points are the steps from intake to aftercare, each with its number first."""
FEW = 3
"""Plans that ways start from, where no option is named; where some are, the first plan stands beside them."""
MATTERS = ("length_days", "hours_per_week")
"""Facts that a way is made of, besides its prices."""


class Unknown(Struct, frozen=True, kw_only=True):
    """What is not known of a stop, so that a total leaves it out."""

    option: str
    name: str
    attribute: str
    label: str


class StopOnWay(Struct, frozen=True, kw_only=True):
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


class Totals(Struct, frozen=True, kw_only=True):
    """A way in all; each sum leaves out what is not known."""

    weeks: Ends
    hours: Ends
    nights_away: Ends
    night_staff: Ends
    hand_offs: int
    cost: tuple[Cost, ...]
    pays: tuple[Share, ...]


class Way(Struct, frozen=True, kw_only=True):
    """Stops one after another, from the first plan to aftercare."""

    person: int
    """The number of the answers it is for, from 1; 0 where there are none."""
    name: str
    enough: bool | None
    misses: tuple[Miss, ...]
    """What the needs ask for and its first plan has not."""
    stops: tuple[StopOnWay, ...]
    totals: Totals
    unknown: tuple[Unknown, ...]
    unpriced: Mapping[str, tuple[str, ...]]
    """Kind of price to the names of what has no price of that kind."""
    after: tuple[str, ...]
    """What may come after it, by name."""


class Meanwhile(Struct, frozen=True, kw_only=True):
    """What is safe to do until a place is free."""

    person: int
    tip: str
    label: str
    says: str
    often: str
    sources: tuple[str, ...]


class Step(Struct, frozen=True, kw_only=True):
    """One of the steps from intake to aftercare, by its number, with its parts by name."""

    number: int
    label: str
    says: tuple[str, ...]


class Asks(Struct, frozen=True, kw_only=True):
    """What a payer asks of a person, in a sentence."""

    says: str
    sources: tuple[str, ...]


class Paths(Result, frozen=True, kw_only=True, tag="iopcli/path/1"):
    """Ways side by side."""

    people: int
    """How many people's answers there are."""
    ways: tuple[Way, ...]
    payer: str
    pays: bool
    """Whether what the person would pay is worked out."""
    kinds: tuple[str, ...]
    """The kinds of price that come first: the payer's own, then cash."""
    wait: int | None
    """Days until a place is free, where someone has said how many."""
    waiting: tuple[Meanwhile, ...]
    steps: tuple[Step, ...]
    covers: tuple[Asks, ...]
    """What the payer asks of a person, and what it does not pay for."""
    not_counted: str
    urgent: tuple[Alarm, ...]
    clinician: tuple[Reason, ...]
    stopped: bool
    sources: Mapping[str, Source]


Chain = Sequence[Sequence[Option]]
"""Options taken together, one plan after another."""


class Start(NamedTuple):
    """Where a way starts: plans one after another, for which person, and how they sit with the needs."""

    chain: Sequence[Plan]
    decision: Decision | None
    person: int


def paths(
    dataset: Dataset,
    chains: Sequence[Chain],
    people: Sequence[Answers] = (),
    *,
    weeks: Weeks | None = None,
    wait: int | None = None,
    payer: Payer | None = None,
) -> Paths:
    """Ways from each chain of options; with answers, from the plans that meet the needs first.

    Raises:
        UsageError: there is nothing to start from, an option stands twice on one way, or a length is for none of them.
        DatasetError: steps down lead in a circle.
    """
    if not chains and not people:
        hint = "such as `iopcli path iop residential`, or --answers FILE"
        raise UsageError("path needs an option to start from, or answers", hint=hint)
    if round_ := circles(dataset):
        hint = "a way ends in aftercare, so every step down has to lead to less care"
        raise DatasetError(f"{count(len(round_), 'circle')} in the steps down", round_, hint)
    payer = payer or Payer(dataset)
    planner = Planner(dataset) if people else None
    decisions = [decide(dataset, answers, planner) for answers in people]
    starts = list(_starts(dataset, chains, decisions))
    stops = [way(dataset, start.chain, weeks or {}) for start in starts]
    _refuse_odd(dataset, stops, weeks or {})
    ways = tuple(_way(start, on_it, payer) for start, on_it in zip(starts, stops, strict=True))
    waiting = tuple(_waiting(dataset, [(0, {})] if not people else list(enumerate(people, 1))))
    used = {part.id for on_it in stops for stop in on_it for part in stop.plan.parts}
    covers = tuple(_covers(payer, [option for id_, option in dataset.options.items() if id_ in used]))
    return Paths(
        **common(dataset),
        people=len(people),
        ways=ways,
        payer=payer.id or "",
        pays=any(one.totals.pays for one in ways),
        kinds=_kinds(payer),
        wait=wait,
        waiting=waiting,
        steps=_steps(dataset),
        covers=covers,
        not_counted=NOT_COUNTED,
        urgent=tuple(alarm for one in decisions for alarm in alarms(one)),
        clinician=tuple(reason for one in decisions for reason in for_clinician(one)),
        stopped=bool(decisions) and all(one.stops for one in decisions),
        sources=_sources(dataset, ways, waiting, covers),
    )


def _starts(dataset: Dataset, chains: Sequence[Chain], decisions: Sequence[Decision]) -> Iterator[Start]:
    """The plans that meet each person's needs, then what was named; what was named alone where there are no answers."""
    for person, decision in enumerate(decisions, 1):
        if decision.stops:
            continue
        named = [[Plan(dataset, parts) for parts in chain] for chain in chains]
        ranked = [one.plan for one in decision.plans if not any(chain[0].ids == one.plan.ids for chain in named)]
        nearest = [] if named or decision.nearest is None else [decision.nearest]
        for plan in ranked[: 1 if named else FEW] or nearest:
            yield Start([plan], decision, person)
        yield from (Start(plans, decision, person) for plans in named)
    if not decisions:
        yield from (Start([Plan(dataset, parts) for parts in chain], None, 0) for chain in chains)


def _refuse_odd(dataset: Dataset, ways: Sequence[Sequence[Stop]], weeks: Weeks) -> None:
    problems = []
    for stops in ways:
        ids = [part.id for stop in stops for part in stop.plan.parts if part.kind not in ("medication", "housing")]
        twice = dict.fromkeys(id_ for id_ in ids if ids.count(id_) > 1)
        problems += [Problem(f"`{id_}`", "stands twice on one way", "a way never comes back") for id_ in twice]
    been = {part.id for stops in ways for stop in stops for part in stop.plan.parts}
    on_them = f"on them: {', '.join(id_ for id_ in dataset.options if id_ in been)}"
    astray = [id_ for id_ in weeks if id_ not in been and ways]
    problems += [Problem(f"--weeks {id_}", "is on none of these ways", on_them) for id_ in astray]
    if problems:
        raise UsageError(f"{count(len(problems), 'problem')} with these ways", problems)


def _way(start: Start, stops: Sequence[Stop], payer: Payer) -> Way:
    dataset, first = payer.dataset, start.chain[0]
    needs = start.decision.least if start.decision else {}
    missing = first.misses(needs)
    enough = None if start.decision is None else not missing
    whole = len(first.before) + 1 if first.before else 1
    made = bill(payer, [Stay(part, stop.days, stop.chosen) for stop in stops for part in stop.plan.parts], BASES)
    found = iter(made.by_stay)
    of_stop = [[cost for _ in stop.plan.parts for cost in next(found)] for stop in stops]
    told = tuple(
        _stop(stop, total(cost), enough if number < whole else None)
        for number, (stop, cost) in enumerate(zip(stops, of_stop, strict=True))
    )
    return Way(
        person=start.person,
        name=", then ".join([plan.name for plan in start.chain]),
        enough=enough,
        misses=tuple(miss(first, id_, needs[id_]) for id_ in missing),
        stops=told,
        totals=Totals(
            weeks=added(one.weeks for one in told),
            hours=added(one.hours for one in told),
            nights_away=added(one.nights_away for one in told),
            night_staff=added(one.night_staff for one in told),
            hand_offs=len(told) - 1,
            cost=_in_order(total(cost for one in told for cost in one.cost), payer),
            pays=tuple(made.shares),
        ),
        unknown=tuple(_unknown(dataset, stops)),
        unpriced={
            kind: tuple(dict.fromkeys(dataset.options[id_].title for id_ in made.missing.get(kind, ())))
            for kind in _kinds(payer)
        },
        after=tuple(option.title for option in after(dataset, stops)),
    )


def _kinds(payer: Payer) -> tuple[str, ...]:
    """The payer's own kind of price, then cash."""
    return tuple(dict.fromkeys((payer.kind, "cash")))


def _in_order(cost: Sequence[Cost], payer: Payer) -> tuple[Cost, ...]:
    """The payer's own kind first, then cash, then the others; the newest year of a kind first; not what is free."""
    order = [*dict.fromkeys((*_kinds(payer), *BASES))]
    priced = [one for one in cost if one.kind != FREE]
    return tuple(sorted(priced, key=lambda one: (order.index(one.kind), -one.year)) or cost)


def _stop(stop: Stop, cost: Sequence[Cost], enough: bool | None) -> StopOnWay:
    plan = stop.plan
    hours = _range(plan, "hours_per_week")
    days = stop.days
    away = Ends(min=Decimal(0), max=Decimal(0)) if stop.at_home else days
    staffed = days if stop.staff_at_night else Ends(min=Decimal(0), max=Decimal(0))
    return StopOnWay(
        options=plan.ids,
        name=plan.name,
        title=stop.base.title,
        weeks=in_weeks(days),
        drawn=None if stop.usual is None else tenth(stop.usual / DAYS_A_WEEK),
        chosen=stop.chosen,
        open=stop.open,
        hours_per_week=hours,
        hours=Ends(min=_times(hours.min, days.min), max=_times(hours.max, days.max)),
        nights_away=away,
        sleep=text_of(plan.dataset.attributes["sleep"], plan.fact("sleep")),
        night_staff=staffed,
        supervision=str(plan.fact("supervision").value or ""),
        cost=tuple(cost),
        sources=tuple(dict.fromkeys(source for part in plan.parts for source in _rests_on(part))),
        enough=enough,
    )


def _range(plan: Plan, attribute: str) -> Ends:
    value = plan.fact(attribute).value if attribute in plan.dataset.attributes else None
    return ends_of(value) if value is not None else Ends()


def _times(a_week: Decimal | None, days: Decimal | None) -> Decimal | None:
    return None if a_week is None or days is None else tenth(a_week * days / DAYS_A_WEEK)


def _unknown(dataset: Dataset, stops: Sequence[Stop]) -> Iterator[Unknown]:
    """The facts that a way is made of and that are not known, stop by stop."""
    for stop in stops:
        for id_ in (id_ for id_ in MATTERS if id_ in dataset.attributes):
            fact = stop.base.facts.get(id_) if id_ == "length_days" else stop.plan.fact(id_)
            if fact is None or fact.state == NOT_KNOWN.replace(" ", "_"):
                row = dataset.attributes[id_]
                yield Unknown(option=stop.base.id, name=stop.plan.name, attribute=id_, label=row.label)


def _waiting(dataset: Dataset, people: Sequence[tuple[int, Answers]]) -> Iterator[Meanwhile]:
    """What each person can do meanwhile: all that their answers do not rule out."""
    for person, answers in people:
        for tip in dataset.waiting.values():
            if holds(tip.condition, answers) is not False:
                yield Meanwhile(
                    person=person, tip=tip.id, label=tip.label, says=tip.says, often=tip.often, sources=tip.sources
                )


def _steps(dataset: Dataset) -> tuple[Step, ...]:
    """The steps from intake to aftercare, by the number that the label of a point starts with."""
    topic = dataset.topics.get(FIVE_STEPS)
    by_number: dict[int, list[tuple[str, str]]] = {}
    for point in topic.point if topic else ():
        number, dot, label = point.label.partition(". ")
        if dot and number.isdigit():
            by_number.setdefault(int(number), []).append((label, point.says))
    return tuple(
        Step(number=number, label=" and ".join([label.lower() if at else label for at, (label, _) in enumerate(parts)]),
             says=tuple(says for _, says in parts))
        for number, parts in sorted(by_number.items())
    )  # fmt: skip


def _covers(payer: Payer, options: Sequence[Option]) -> Iterator[Asks]:
    """What the payer asks and does not pay for, of the options that are on a way; not where a person gave their own."""
    if payer.given:
        return
    published = {one.id: one for one in map(payer.published, options) if one is not None and one.note}
    yield from (Asks(says=one.note, sources=one.sources) for one in published.values())
    for option in (option for option in options if payer.refuses(option)):
        for point in option.facts["coverage"].points:
            if point.label == payer.id:
                yield Asks(says=f"{option.title}: {point.says}", sources=point.sources)


def _sources(
    dataset: Dataset, ways: Sequence[Way], waiting: Sequence[Meanwhile], covers: Sequence[Asks]
) -> Mapping[str, Source]:
    """What the ways rest on: the facts they are made of, what is said of waiting, and what the payer publishes."""
    ids = dict.fromkeys(source for one in ways for stop in one.stops for source in stop.sources)
    ids |= dict.fromkeys(source for tip in waiting for source in tip.sources)
    ids |= dict.fromkeys(source for one in covers for source in one.sources)
    return {id_: dataset.sources[id_] for id_ in ids}


def _rests_on(option: Option) -> Iterator[str]:
    """The sources of the facts of an option that a way is made of."""
    for id_ in (*MATTERS, "sleep", "supervision", "step_down", "cost_per_week", "cost_per_episode"):
        fact = option.facts.get(id_)
        yield from (*fact.sources, *(source for one in fact.also for source in one.sources)) if fact else ()
