"""A small week for each option: treatment and the way to it beside work, care for others and sleep.

Where an option is offered at several times, the week takes those that clash least, then those that cost least sleep.
All lengths are whole minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from iopcli.dataset.model import Ask, Dataset, Option, Sessions, Source
from iopcli.facts.clock import digits, hours_text
from iopcli.facts.result import OptionCard, Result, ToAsk, card, common
from iopcli.logic.week import DAY, DAYS, WEEK, Minutes, count, spans
from iopcli.match.hours import Life, Night, asleep, nights, rhythm_of
from iopcli.match.own_hours import in_own_hours
from iopcli.match.plans import Plan
from iopcli.match.recommendation import Alarm, Miss, Reason, Recommendation
from iopcli.match.scheduling import Scheduled, best
from iopcli.match.together import name_in_sentence

TIME_KINDS = ("stay", "treatment", "travel", "work", "care", "sleep")
"""What a week is made of, in the order in which it is shown."""
LOST = ("work", "care", "daytime")
"""What treatment may take time from; daytime is what was said not to be free."""
MOST_PLANS = 3
"""Plans for which a week is drawn where no option was named."""
Times = Literal["own", "hours", "usual", "guess"]


class Block(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A part of a day that is taken up."""

    day: str
    from_: str
    to: str
    kind: str
    minutes: int


class Clash(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Time of work or care, or of a day that is not free, that treatment, travel or a stay takes."""

    day: str
    from_: str
    to: str
    kind: str
    by: str
    minutes: int


class Sleep(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """The longest stretch that is left for sleep in 24 hours, and whether it is enough."""

    day: str
    from_: str
    to: str
    minutes: int
    enough: bool


class ChosenTimes(Struct, frozen=True, kw_only=True):
    """The times of an option that its week takes, where they are from, and which others there are."""

    option: str
    name: str
    id: str
    label: str
    says: str
    """Its days and hours in words."""
    times: Times
    """The program's own, guessed for its own hours a week, usual ones of such programs, or a guess."""
    local: str
    """The overlay that says so."""
    others: tuple[str, ...]
    note: str
    sources: tuple[str, ...]


class Untimed(Struct, frozen=True, kw_only=True):
    """An option without times: none are planned, or they are not known."""

    option: str
    name: str
    planned: bool


class WeekTotals(Struct, frozen=True, kw_only=True):
    """Minutes of each kind in the week, and those that are left for all else; where times clash both kinds count."""

    stay: int
    treatment: int
    travel: int
    work: int
    care: int
    sleep: int
    left: int


class Losses(Struct, frozen=True, kw_only=True):
    """Minutes that are lost of each kind, and of all together, where those of two kinds count once."""

    work: int
    care: int
    daytime: int
    total: int


class OptionWeek(Struct, frozen=True, kw_only=True):
    """The week of one option, or of the options of a plan together."""

    option: str
    """The ids, joined by `+`."""
    name: str
    said: str
    """What goes on in that week, as it is called in the middle of a sentence."""
    options: tuple[OptionCard, ...]
    before: tuple[str, ...]
    """Care that comes first and is not drawn, by name."""
    enough: bool | None
    """Whether it meets the needs that the answers lead to; None where there are no answers."""
    misses: tuple[Miss, ...]
    chosen: tuple[ChosenTimes, ...]
    untimed: tuple[Untimed, ...]
    stays: bool
    """Whether one lives there day and night."""
    blocks: tuple[Block, ...]
    clashes: tuple[Clash, ...]
    lost: Losses
    totals: WeekTotals
    nights: tuple[Sleep, ...]
    ask: tuple[ToAsk, ...]
    short_of_sleep: tuple[str, ...] = ()
    """The days on which treatment leaves less than half of the sleep that is wanted."""


class Own(Struct, frozen=True, kw_only=True):
    """The person's own week, as it was read."""

    work: str
    care: str
    work_minutes: int
    care_minutes: int
    both: int
    """Minutes in which work and care are at the same time, whatever the option."""
    travel_minutes: int
    evenings_only: bool
    sleep_minutes: int


class Weeks(Result, frozen=True, kw_only=True, tag="iopcli/week/1"):
    """A week for each option, in the order they were named, or of the first plans that meet the needs."""

    own: Own
    weeks: tuple[OptionWeek, ...]
    answered: bool
    """Whether answers were given."""
    stopped: bool
    """There is danger now: no week is drawn."""
    urgent: tuple[Alarm, ...]
    clinician: tuple[Reason, ...]
    """Answers that do not fit together: a clinician has to look."""
    sources: Mapping[str, Source]


def week(
    dataset: Dataset, options: Sequence[Option], life: Life, recommendation: Recommendation | None = None
) -> Weeks:
    """A week for each option that was named; with none named for the first plans that a recommendation has."""
    stopped = bool(recommendation and recommendation.stopped)
    plans = [[one] for one in options]
    if recommendation and not options:
        plans = [[dataset.options[id_] for id_ in plan.options] for plan in recommendation.plans[:MOST_PLANS]]
    weeks = () if stopped else tuple(week_of(dataset, Plan(dataset, parts), life, recommendation) for parts in plans)
    return Weeks(
        **common(dataset),
        own=_own(life),
        weeks=weeks,
        answered=recommendation is not None,
        stopped=stopped,
        urgent=recommendation.urgent if recommendation else (),
        clinician=recommendation.clinician if recommendation else (),
        sources=dataset.cited(source for one in weeks for chosen in one.chosen for source in chosen.sources),
    )


def _own(life: Life) -> Own:
    return Own(
        work=hours_text(life.work), care=hours_text(life.care), work_minutes=count(life.work),
        care_minutes=count(life.care), both=count(life.work & life.care), travel_minutes=life.travel,
        evenings_only=life.evenings_only, sleep_minutes=life.sleep,
    )  # fmt: skip


def week_of(dataset: Dataset, plan: Plan, life: Life, recommendation: Recommendation | None) -> OptionWeek:
    """The week of one plan, at the times that clash least."""
    lasting = [in_own_hours(one) for one in plan.lasting]
    scheduled = best(lasting, life)
    stay, treatment, travel = 0, 0, 0
    for one in scheduled:
        stay, treatment, travel = stay | one.stay, treatment | one.treatment, travel | one.travel
    treatment, travel = treatment & ~stay, travel & ~stay & ~treatment
    away = stay | treatment | travel
    tired = () if stay else tuple(_short_of_sleep(away, life))
    found = [] if stay else nights(away | life.busy, life.sleep, rhythm_of(life) if tired else None)
    minutes = dict(
        zip(TIME_KINDS, (stay, treatment, travel, life.work, life.care, asleep(found, life.sleep)), strict=True)
    )
    taken = {"work": away & life.work, "care": away & life.care, "daytime": away & life.daytime}
    lost = {kind: count(taken[kind]) for kind in LOST}
    in_use = away | life.busy | minutes["sleep"]
    usual = {one.id: one.sessions for one in plan.lasting}
    chosen = tuple(_chosen(one, usual[one.option.id]) for one in scheduled)
    enough, misses = _judged(plan, recommendation)
    return OptionWeek(
        option="+".join(plan.ids),
        name=plan.name,
        said=name_in_sentence(plan.lasting, ()),
        options=tuple(card(one) for one in plan.parts),
        before=tuple(one.title for one in plan.before),
        enough=enough,
        misses=misses,
        chosen=chosen,
        untimed=tuple(_untimed(one) for one in lasting if not one.sessions),
        stays=bool(stay),
        blocks=tuple(
            sorted(_blocks(minutes), key=lambda one: (DAYS.index(one.day), one.from_, TIME_KINDS.index(one.kind)))
        ),
        clashes=tuple(_clashes(taken, minutes)),
        lost=Losses(**lost, total=count(away & (life.busy | life.daytime))),
        totals=WeekTotals(**{kind: count(one) for kind, one in minutes.items()}, left=WEEK - count(in_use)),
        nights=tuple(_sleep(one, life.sleep) for one in found),
        short_of_sleep=tired,
        ask=tuple(_to_ask(dataset, chosen, lost, stays=bool(stay))),
    )


def _short_of_sleep(away: Minutes, life: Life) -> Iterator[str]:
    """The days on which treatment leaves less than half of the sleep that is wanted, in the person's own rhythm."""
    rhythm = rhythm_of(life)
    before, left = (nights(taken, life.sleep, rhythm) for taken in (life.busy, away | life.busy))
    for own, one in zip(before, left, strict=True):
        if one.length < min(life.sleep // 2, own.length):
            yield DAYS[one.start // DAY]


# --- what comes of it ---------------------------------------------------------


def _chosen(scheduled: Scheduled, usual: Sequence[Sessions]) -> ChosenTimes:
    option, one = scheduled.option, scheduled.sessions
    local = option.layers.get("sessions", "")
    return ChosenTimes(
        option=option.id,
        name=option.title,
        id=one.id,
        label=one.label,
        says="all week" if one.stays else hours_text(scheduled.treatment),
        times=_whose(one, usual, local),
        local=local,
        others=tuple(other.label for other in option.sessions if other is not one),
        note=one.note,
        sources=one.sources,
    )


def _whose(one: Sessions, usual: Sequence[Sessions], local: str) -> Times:
    if local:
        return "own"
    if one not in usual:
        return "hours"
    return "guess" if one.confidence == "judgement" else "usual"


def _untimed(option: Option) -> Untimed:
    fact = option.facts.get("hours_per_week")
    none = fact is not None and fact.value is not None and fact.value.zero
    return Untimed(option=option.id, name=option.title, planned=not none)


def _judged(plan: Plan, recommendation: Recommendation | None) -> tuple[bool | None, tuple[Miss, ...]]:
    """Whether a plan meets the needs, and what it misses."""
    if recommendation is None:
        return None, ()
    if any(one.options == plan.ids for one in recommendation.plans):
        return True, ()
    alone = next((one for one in recommendation.options if (one.option.id,) == plan.ids), None)
    return (alone.meets_needs, alone.misses) if alone else (None, ())


def _blocks(minutes: Mapping[str, Minutes]) -> Iterator[Block]:
    for kind, one in minutes.items():
        yield from (Block(**_at(start, end), kind=kind) for start, end in spans(one))


def _clashes(taken: Mapping[str, Minutes], minutes: Mapping[str, Minutes]) -> Iterator[Clash]:
    found = [
        (start, Clash(**_at(start, end), kind=kind, by=by))
        for kind in LOST
        for by in ("stay", "treatment", "travel")
        for start, end in spans(taken[kind] & minutes[by])
    ]
    yield from (one for _, one in sorted(found, key=lambda each: each[0]))


def _at(start: int, end: int) -> dict[str, Any]:
    return {"day": DAYS[start // DAY], "from_": digits(start), "to": digits(end, end=True), "minutes": end - start}


def _sleep(night: Night, wanted: int) -> Sleep:
    start, length = night
    at = {"day": DAYS[start // DAY], "from_": digits(start), "to": digits(start + length)}
    return Sleep(**at, minutes=length, enough=length >= wanted)


def _to_ask(
    dataset: Dataset, chosen: Sequence[ChosenTimes], lost: Mapping[str, int], *, stays: bool
) -> Iterator[ToAsk]:
    """What to ask a program of its times: all where they are not its own, and what may help where they clash."""
    asks: dict[str, bool] = {
        "sessions_per_week": not stays and any(one.times != "own" for one in chosen),
        "evening_available": not stays and any(lost.values()),
        "keeps_job": lost["work"] > 0,
    }
    for id_, wanted in asks.items():
        ask: Ask | None = dataset.attributes[id_].ask if id_ in dataset.attributes else None
        if wanted and ask:
            yield ToAsk(attribute=id_, ask=ask)
