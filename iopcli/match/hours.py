"""The hours of a person's own week: work, care for others, sleep; and the answers that follow from them.

A night is the longest free stretch of 24 hours. The hour from which these are counted is the one that leaves most
sleep in the whole week, and of equal ones most of it in the dark, so that a person who works nights sleeps by day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from iopcli.logic.week import DAY, EVERY, HOUR, WEEK, Minutes, count, day, each_day, longest, stretch, stretches

EVENING = 20 * HOUR
"""From when the 24 hours of a night are counted where other hours would leave no more sleep."""
BEDTIME = 23 * HOUR
DAYTIME = each_day(8 * HOUR, 17 * HOUR, range(5))
"""What is not evening or weekend: Monday to Friday from 8 to 5."""
OPEN = each_day(8 * HOUR, 21 * HOUR, range(5))
"""When most programs see people: Monday to Friday from 8 in the morning to 9 in the evening."""
DARK = each_day(23 * HOUR, DAY) | each_day(0, 7 * HOUR)
"""When most people sleep."""
SHORTEST = HOUR
"""A stretch that is shorter is no use for treatment."""
SESSION = 3 * HOUR
"""A day group; someone who has no weekday with room for one is free on evenings and weekends only."""


class Life(NamedTuple):
    """What a person's week is taken up with; travel is minutes one way, sleep minutes a night."""

    work: Minutes = 0
    care: Minutes = 0
    travel: int = 0
    evenings_only: bool = False
    sleep: int = 8 * HOUR

    @property
    def busy(self) -> Minutes:
        """The minutes of work, of care, or both."""
        return self.work | self.care

    @property
    def daytime(self) -> Minutes:
        """The daytime that is said not to be free, as far as neither work nor care says so already."""
        return DAYTIME & ~self.busy if self.evenings_only else 0


class Night(NamedTuple):
    """The longest stretch that is left for sleep in 24 hours."""

    start: int
    length: int


def life_in(answers: Mapping[str, Any]) -> Life:
    """What answers say of a person's week: how far the way is, and whether only evenings are free."""
    return Life(travel=int(answers.get("travel_minutes") or 0), evenings_only=answers.get("evenings_only") is True)


def nights(taken: Minutes, sleep: int, rhythm: int | None = None) -> list[Night]:
    """The seven nights of a week in which these minutes are taken, counted from the `rhythm` where one is given."""
    free = EVERY & ~taken
    hours = sorted(range(0, DAY, HOUR), key=lambda hour: abs((hour - EVENING + DAY // 2) % DAY - DAY // 2))
    starts = hours if rhythm is None else [rhythm]
    weeks = ([Night(*longest(free, number * DAY + hour, DAY)) for number in range(7)] for hour in starts)
    return max(weeks, key=lambda week: (slept(week, sleep), count(asleep(week, sleep) & DARK)))


def rhythm_of(life: Life) -> int:
    """The minute of the day from which the nights of a person's own week are counted."""
    own = nights(life.busy, life.sleep)
    return next(hour for hour in range(0, DAY, HOUR) if nights(life.busy, life.sleep, hour) == own)


def slept(found: Sequence[Night], sleep: int) -> int:
    """Minutes of sleep in all nights, in none more than is wanted."""
    return sum(min(one.length, sleep) for one in found)


def asleep(found: Sequence[Night], sleep: int) -> Minutes:
    """Sleep placed in each night, as near to 11 in the evening as it can start."""
    every = 0
    for start, length in found:
        wanted = min(sleep, length)
        late = (BEDTIME - start) % DAY
        starts = (min(late, length - wanted), 0)
        distance = (abs(starts[0] - late), DAY - late)
        every |= stretch(start + starts[distance[1] < distance[0]], wanted)
    return every


def wished(life: Life) -> dict[str, Any]:
    """The answers to questions about wishes that follow from a week.

    `hours_available` are the hours from Monday to Friday, 8 am to 9 pm, that work, care, sleep and the way there and
    back leave in stretches of an hour or more, rounded down. Sleep by day, after a shift at night, counts as half of
    what is wanted, since treatment in the daytime can only be had at its cost. `evenings_only` is true where no weekday
    leaves room for a group of three hours between 8 am and 5 pm, and false where at least three do.
    """
    found: dict[str, Any] = {}
    if life.busy:
        own = nights(life.busy, life.sleep)
        taken = life.busy | asleep(own, life.sleep // 2) | (asleep(own, life.sleep) & ~DAYTIME)
        free = _within_reach(EVERY & ~taken & ~life.daytime, life.travel)
        rooms = [length for _, length in stretches(free & OPEN) if length >= SHORTEST]
        found["hours_available"] = float(sum(rooms) // HOUR)
        by_day = [_longest(free & DAYTIME & day(number)) >= SESSION for number in range(5)]
        if not any(by_day) or sum(by_day) >= 3:
            found["evenings_only"] = not any(by_day)
    if life.evenings_only:
        found["evenings_only"] = True
    if life.travel:
        found["travel_minutes"] = float(life.travel)
    return found


def _within_reach(free: Minutes, travel: int) -> Minutes:
    """The free minutes that leave time to travel there before and back after."""
    reached = 0
    for start, length in stretches(free):
        if length == WEEK:
            return free
        reached |= stretch(start + travel, max(length - 2 * travel, 0))
    return reached


def _longest(minutes: Minutes) -> int:
    return max((length for _, length in stretches(minutes)), default=0)
