"""Scheduling: of the times at which treatment is offered, those that clash least with a person's week.

Of equal ones it is those that cost least sleep, then the first as they are listed. More work never makes it clash less.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from iopcli.dataset.hours import read
from iopcli.dataset.model import Option, Sessions, Visit
from iopcli.logic.week import DAY, EVERY, Minutes, count, day, stretch, widened
from iopcli.match.figures import by_video
from iopcli.match.hours import Life, asleep, nights, rhythm_of, slept

STEP = 15
"""Minutes between the times at which a visit may start."""
SPREAD = (0, 2, 4, 1, 3, 5, 6)
"""The days in the order in which they are taken where they do as well, those with least on them first."""


class Scheduled(NamedTuple):
    """Times of one option in the week: the minutes of treatment, of the way, and of a stay."""

    option: Option
    sessions: Sessions
    treatment: Minutes
    travel: Minutes
    stay: Minutes

    @property
    def away(self) -> Minutes:
        """All the minutes that it takes up."""
        return self.treatment | self.travel | self.stay


def best(options: Iterable[Option], life: Life) -> list[Scheduled]:
    """The times of each option that together clash least with the week, and of these the first as they are listed."""
    own_sleep, rhythm = asleep(nights(life.busy, life.sleep), life.sleep), rhythm_of(life)
    timed = [[(one, sessions) for sessions in one.sessions] for one in options if one.sessions]
    choices = [_together(choice, life, own_sleep) for choice in product(*timed)]
    return min(choices, key=lambda choice: _cost(choice, life, rhythm))


def _together(choice: Iterable[tuple[Option, Sessions]], life: Life, own_sleep: Minutes) -> list[Scheduled]:
    """Times of several options; those that have a choice keep out of the way of those before."""
    scheduled: list[Scheduled] = []
    for option, sessions in choice:
        taken = life.busy | life.daytime
        for one in scheduled:
            taken |= one.away & ~one.stay
        scheduled.append(_schedule(option, sessions, life.travel if _travels(option) else 0, taken, own_sleep))
    return scheduled


def _cost(choice: Sequence[Scheduled], life: Life, rhythm: int) -> tuple[int, int]:
    """What it takes of the week, then what it leaves too little of for sleep."""
    away = 0
    for one in choice:
        away |= one.away
    left = slept(nights(away | life.busy, life.sleep, rhythm), life.sleep)
    return count(away & (life.busy | life.daytime)), 7 * life.sleep - left


def _travels(option: Option) -> bool:
    """Whether people travel from home for each visit."""
    return "home" in option.listed("sleep") and not by_video(option)


def _schedule(option: Option, sessions: Sessions, travel: int, taken: Minutes, own_sleep: Minutes) -> Scheduled:
    treatment = 0
    for visit in sessions.visit:
        treatment |= _visits(visit, travel, taken | treatment, own_sleep)
    return Scheduled(option, sessions, treatment, widened(treatment, travel), EVERY if sessions.stays else 0)


def _visits(visit: Visit, travel: int, taken: Minutes, own_sleep: Minutes) -> Minutes:
    """The minutes of a visit on each of its days, each at the time of that day that clashes least."""

    def cost(minutes: Minutes) -> tuple[int, int]:
        away = minutes | widened(minutes, travel)
        return count(away & taken), count(away & own_sleep)

    found, _ = read([visit.times], "")
    by_day: dict[int, Minutes] = {}
    for hours in found:
        length, on = visit.minutes or hours.length, hours.start // DAY
        starts = range(hours.start, hours.start + hours.length - length + 1, STEP)
        choices = [stretch(start, length) for start in starts]
        choices += [by_day[on]] if visit.minutes and on in by_day else []
        by_day[on] = min(choices, key=cost) if visit.minutes else by_day.get(on, 0) | choices[0]
    days = sorted(by_day, key=lambda one: (cost(by_day[one]), count(taken & day(one)), SPREAD.index(one)))
    every = 0
    for one in days[: visit.days or len(days)]:
        every |= by_day[one]
    return every
