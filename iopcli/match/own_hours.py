"""A usual week as long as a program's own facts say: its hours a week, its days a week, and whether it has evenings.

Which days and times of day these are nobody has said, so they stay near those of its level, as a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from iopcli.dataset.hours import read
from iopcli.dataset.model import Option, Range, Sessions, Visit
from iopcli.facts.clock import digits
from iopcli.facts.wording import listed
from iopcli.logic.week import DAY, DAYS, HOUR

HOURS, PER_WEEK, EVENINGS = "hours_per_week", "sessions_per_week", "evening_available"
"""What a program can say of its week."""
EVENING = 17 * HOUR
"""The minute of a day from which a visit is in the evening."""
LONGEST = 12 * HOUR
"""Minutes of treatment on one day, of which more would not be the week of a level any more."""
WEEKDAYS = 5


class _Usual(NamedTuple):
    """A visit of a level: the start and the length of the hours of each of its days, and how many of them one comes."""

    visit: Visit
    hours: Mapping[int, tuple[int, int]]
    days: int
    minutes: float

    @property
    def total(self) -> float:
        """Minutes a week."""
        return self.days * self.minutes


def in_own_hours(option: Option) -> Option:
    """An option with weeks as long as it says itself; as it is where its times are its own, or it says nothing."""
    if not option.like or "sessions" in option.layers:
        return option
    own: dict[str, Any] = {id_: fact.value for id_, fact in option.facts.items() if id_ not in option.inherited}
    stated: dict[str, Range] = {id_: own[id_] for id_ in (HOURS, PER_WEEK) if own.get(id_) is not None}
    kept = [one for one in option.sessions if own.get(EVENINGS) != "no" or one.stays or not _in_the_evening(one)]
    found = [_as_stated(option, one, stated) if stated and not one.stays else one for one in kept]
    return replace(option, sessions=tuple(one for one in found if one is not None))


def _in_the_evening(sessions: Sessions) -> bool:
    """Whether all of it is in the evening or on a weekend."""
    hours, _ = read([visit.times for visit in sessions.visit], "")
    return all(one.start % DAY >= EVENING or one.start // DAY >= WEEKDAYS for one in hours)


def _as_stated(option: Option, sessions: Sessions, stated: Mapping[str, Range]) -> Sessions | None:
    """A week of a level with the hours and days that a program says; None where there is none of that length."""
    usual = sorted(map(_usual, sessions.visit), key=lambda one: -one.total)
    main, rest = usual[0], usual[1:]
    others = sum(one.total for one in rest)
    days = round(_nearest(stated.get(PER_WEEK), main.days))
    asked = _nearest(stated.get(HOURS), (days * main.minutes + others) / HOUR) * HOUR
    if asked == main.total + others and days == main.days:
        return sessions
    days = days if PER_WEEK in stated else _days(option, max(asked - others, 0) / main.minutes, main.days)
    if asked <= others or (
        days and (asked - others) % days
    ):  # shorter visits beside the main one would leave odd minutes
        rest, others = [], 0
    minutes = round((asked - others) / days) if days else 0
    if not 0 < minutes <= LONGEST or days > len(DAYS):
        return None
    sources = dict.fromkeys(source for id_ in stated for source in option.facts[id_].sources)
    return replace(
        sessions,
        visit=(_visit(main, days, minutes), *(one.visit for one in rest)),
        confidence="judgement",
        note=_note(stated, asked / HOUR, days),
        sources=(*sources, *(one for one in sessions.sources if one not in sources)),
    )


def _usual(visit: Visit) -> _Usual:
    found, _ = read([visit.times], "")
    hours = {one.start // DAY: (one.start % DAY, one.length) for one in reversed(found)}
    days = visit.days or len(hours)
    return _Usual(visit, hours, days, visit.minutes or sum(length for _, length in hours.values()) / len(hours))


def _nearest(stated: Range | None, usual: float) -> float:
    """What is stated, or of a range the number that is nearest to the usual one."""
    if stated is None:
        return usual
    if stated.typical is not None:
        return stated.typical
    least = usual if stated.min is None else max(stated.min, usual)
    return least if stated.max is None else min(stated.max, least)


def _days(option: Option, visits: float, usual: int) -> int:
    """On how many days so many visits of usual length are, within what is usual for the level."""
    fact = option.facts.get(PER_WEEK)
    known: Any = fact.value if fact else None
    least = round((known and known.min) or 1)
    most = round((known and known.max) or WEEKDAYS)
    return max(least, min(round(visits), max(most, usual)), 1)


def _visit(usual: _Usual, days: int, minutes: int) -> Visit:
    """The visit on so many days for so many minutes; days are added from Monday on, and it ends on the same day."""
    first = next(iter(usual.hours.values()))
    others = [day for day in range(len(DAYS)) if day not in usual.hours]
    every = {**usual.hours, **dict.fromkeys(others[: max(0, days - len(usual.hours))], first)}
    flexible = usual.visit.minutes
    parts = [_on(day, start, max(length, minutes) if flexible else minutes) for day, (start, length) in every.items()]
    return Visit(times=", ".join(parts), days=days, minutes=minutes if flexible else 0)


def _on(day: int, start: int, minutes: int) -> str:
    start = min(start, DAY - minutes)
    return f"{DAYS[day]} {digits(start)}-{digits(start + minutes, end=True)}"


def _note(stated: Mapping[str, Range], hours: float, days: int) -> str:
    said: Sequence[str] = [
        f"{number:g} {unit}{'' if number == 1 else 's'}"
        for id_, number, unit in ((HOURS, hours, "hour"), (PER_WEEK, float(days), "day"))
        if id_ in stated
    ]
    return f"The program says {listed(said)} a week. The days and times of day that are drawn are our guess."
