"""A week that repeats. A set of its minutes is one whole number, with a bit for each minute.

Minute 0 is Monday at midnight. What runs past the end of Sunday continues on Monday, since every week is the same.
"""

from __future__ import annotations

from collections.abc import Iterator

Minutes = int
"""A set of minutes: *both* is `&`, *either* is `|`, *without* is `& ~`."""
HOUR = 60
DAY = 24 * HOUR
WEEK = 7 * DAY
EVERY: Minutes = (1 << WEEK) - 1
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def stretch(start: int, length: int) -> Minutes:
    """A stretch of some minutes that starts at one minute of the week."""
    return turned((1 << min(length, WEEK)) - 1, start)


def turned(minutes: Minutes, by: int) -> Minutes:
    """The minutes moved later by `by`, or earlier where it is negative."""
    by %= WEEK
    return ((minutes << by) | (minutes >> (WEEK - by))) & EVERY


def day(number: int) -> Minutes:
    """The minutes of a day, Monday being 0."""
    return stretch(number * DAY, DAY)


def each_day(start: int, end: int, days: range = range(7)) -> Minutes:
    """The same minutes of several days."""
    return sum(stretch(number * DAY + start, end - start) for number in days)


def count(minutes: Minutes) -> int:
    """How many minutes are in the set."""
    return minutes.bit_count()


def spans(minutes: Minutes) -> Iterator[tuple[int, int]]:
    """Where minutes that follow on each other start and end, from Monday on; a stretch ends with its day."""
    for number in range(7):
        for start, end in _runs((minutes >> (number * DAY)) & ((1 << DAY) - 1)):
            yield number * DAY + start, number * DAY + end


def stretches(minutes: Minutes) -> list[tuple[int, int]]:
    """Where each stretch starts and how long it is, across the ends of days and of the week."""
    if minutes == EVERY:
        return [(0, WEEK)]
    found = [(start, end - start) for start, end in _runs(minutes)]
    if len(found) > 1 and found[0][0] == 0 and sum(found[-1]) == WEEK:
        (_, head), (start, tail) = found[0], found.pop()
        found[0] = start, tail + head
    return found


def widened(minutes: Minutes, by: int) -> Minutes:
    """The minutes before and after each stretch, `by` of them on each side, without the stretches themselves."""
    around = 0
    for start, length in stretches(minutes) if by else ():
        around |= stretch(start - by, by) | stretch(start + length, by)
    return around & ~minutes


def longest(minutes: Minutes, start: int, length: int) -> tuple[int, int]:
    """The longest stretch within a part of the week: where it starts and how long it is; the first of equal ones."""
    inside = turned(minutes, -start) & ((1 << length) - 1)
    low, high = max(_runs(inside), key=lambda run: run[1] - run[0], default=(0, 0))
    return (start + low) % WEEK, high - low


def _runs(minutes: Minutes) -> Iterator[tuple[int, int]]:
    at = 0
    while minutes:
        gap = (minutes & -minutes).bit_length() - 1
        minutes >>= gap
        at += gap
        size = (~minutes & (minutes + 1)).bit_length() - 1
        yield at, at + size
        minutes >>= size
        at += size
