"""Hours of a week as people write them: `mon-fri 9:00-17:00`, `mon, tue, thu 6pm-9pm`, `sun 22:00-6:00`.

A message says which part of the text is meant and never what stands there. What could be read in two ways, such as
`9-5`, is refused with what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from iopcli.errors import Problem
from iopcli.logic.week import DAY, DAYS, HOUR, NAMES, Minutes, day, stretch

LONGEST_NIGHT = 14 * HOUR
"""Minutes past which hours that pass midnight are more likely an afternoon that was written like a morning."""
LONGEST_TEXT = 1000
WRITE_DAYS = "write mon, tue, wed, thu, fri, sat, sun, or mon-fri"
WRITE_HOURS = "write 9:00-17:00 or 9am-5pm"
WRITE_BOTH = "such as mon-fri 9:00-17:00"

_WEEKDAYS, _WEEKEND, _DAILY = tuple(range(5)), (5, 6), tuple(range(7))
_DAY: Mapping[str, tuple[int, ...]] = {
    **{form: (number,) for number, name in enumerate(NAMES) for form in (name.casefold(), f"{name.casefold()}s")},
    **{short: (number,) for number, short in enumerate(DAYS)},
    "tues": (1,),
    "weds": (2,),
    "thur": (3,),
    "thurs": (3,),
    **dict.fromkeys(("weekday", "weekdays"), _WEEKDAYS),
    **dict.fromkeys(("weekend", "weekends"), _WEEKEND),
    **dict.fromkeys(("daily", "everyday"), _DAILY),
}
_FILLERS = frozenset(("on", "from", "at", "and", "every", "each"))
_DASHES = frozenset(("-", "to", "until", "till", "through"))
_TOKEN = re.compile(
    r"(?P<time>(?P<hour>\d+)(?:(?P<sign>[:.h])(?P<minute>\d+)?)?\s*(?P<half>[ap]\.?m\b\.?)?)"
    r"|(?P<word>[^\W\d_]+)\.?|(?P<dash>-)|[\s,;&+/]+|(?P<else>.)"
)


class DayHours(NamedTuple):
    """Hours on one day, from a minute of the week on; they may pass midnight."""

    start: int
    length: int
    part: int
    """Which part of the text they are from, counted from 1."""

    @property
    def minutes(self) -> Minutes:
        """The minutes of the week that they take."""
        return stretch(self.start, self.length)


class _Days(NamedTuple):
    """The days that a word stands for."""

    numbers: tuple[int, ...]


class _Clock(NamedTuple):
    """A time of day: its minute, whether it may be meant for the afternoon too, and what is wrong with it."""

    minute: int = 0
    bare: bool = False
    """A whole hour from 1 to 12 with nothing that says which half of the day."""
    whole: bool = False
    """Written so that only a clock of 24 hours can be meant."""
    wrong: str = ""


def minutes_of(texts: Sequence[str], place: str) -> tuple[Minutes, list[Problem]]:
    """The minutes that some texts name together, in any order, and every problem in them."""
    found, problems = read(texts, place)
    every = 0
    for one in found:
        every |= one.minutes
    return every, problems


def read(texts: Sequence[str], place: str) -> tuple[list[DayHours], list[Problem]]:
    """The hours of each day that some texts name, and every problem in them; `place` is where they were written."""
    found: list[DayHours] = []
    problems: list[Problem] = []
    part = 0
    for text in texts:
        if not text.strip():
            problems.append(Problem(place, "is empty", WRITE_BOTH))
            continue
        if len(text) > LONGEST_TEXT:
            problems.append(Problem(place, "is too long", WRITE_BOTH))
            continue
        for days, clocks, wrong in _parts(text):
            part += 1
            read_ = [one for start, end in clocks for one in _spans(days, start, end, part)]
            found += [one for one in read_ if isinstance(one, DayHours)]
            problems += [Problem(f"{place} part {part}", *one) for one in (*wrong, *dict.fromkeys(_wrong(read_)))]
    problems += _twice(found, place)
    return found, problems if part > 1 else [one._replace(place=one.place.removesuffix(" part 1")) for one in problems]


_Wrong = tuple[str, str]
_Part = tuple[list[int], list[tuple[_Clock, _Clock]], list[_Wrong]]


def _parts(text: str) -> Iterator[_Part]:
    """Days with the hours that follow them, part by part."""
    days: list[int] = []
    clocks: list[tuple[_Clock, _Clock]] = []
    wrong: list[_Wrong] = []
    for one in _items(text):
        if isinstance(one, list) and clocks:
            yield days, clocks, wrong
            days, clocks, wrong = [], [], []
        if isinstance(one, list):
            days += [number for number in one if number not in days]
        elif isinstance(one[0], _Clock):
            clocks.append(one)
        else:
            wrong.append(one)
    if not wrong and not days:
        wrong.append(("has no day", WRITE_BOTH))
    if not wrong and not clocks:
        wrong.append(("has no hours", WRITE_BOTH))
    yield days, clocks, wrong


def _items(text: str) -> Iterator[list[int] | tuple[_Clock, _Clock] | _Wrong]:
    """Days, hours from and to, and what is neither, in their order."""
    tokens = [*_tokens(text)]
    while tokens:
        first = tokens.pop(0)
        last = first
        joined = len(tokens) > 1 and tokens[0] == "-" and type(tokens[1]) is type(first)
        if joined:
            last, tokens = tokens[1], tokens[2:]
        if isinstance(first, _Clock) and isinstance(last, _Clock):
            yield (first, last) if joined else ("has a time without an end", WRITE_HOURS)
        elif isinstance(first, _Days) and isinstance(last, _Days):
            yield _from_to(first.numbers, last.numbers)
        elif first == "-":
            yield "has a dash with nothing to join", WRITE_BOTH
        else:
            yield "has a word that is not a day", WRITE_DAYS


def _from_to(first: tuple[int, ...], last: tuple[int, ...]) -> list[int]:
    """Days from one to another, across the end of the week where that comes first."""
    if first == last or len(first) > 1 or len(last) > 1:
        return [*dict.fromkeys([*first, *last])]
    return [number % 7 for number in range(first[0], first[0] + (last[0] - first[0]) % 7 + 1)]


def _tokens(text: str) -> Iterator[str | _Days | _Clock]:
    """Days, times and dashes; any other word as it stands."""
    plain = re.sub("[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text)).casefold()
    plain = re.sub(r"\bm\s*-\s*f\b", "mon-fri", re.sub(r"\b(every|each|all)\s+(day|week)\b", "daily", plain))
    for match in _TOKEN.finditer(plain):
        word = match["word"]
        if match["time"]:
            yield _clock(match)
        elif match["dash"] or word in _DASHES:
            yield "-"
        elif word in ("noon", "midnight"):
            yield _Clock(12 * HOUR if word == "noon" else 0, whole=True)
        elif word and word not in _FILLERS and word != "day":
            yield _Days(_DAY[word]) if word in _DAY else word
        elif match["else"]:
            yield match["else"]


def _clock(match: re.Match[str]) -> _Clock:
    """A time of day; `1730`, `17.30` and `17h30` are read as 17:30."""
    hour, sign, minute, half = match["hour"], match["sign"], match["minute"], (match["half"] or "").replace(".", "")
    if not sign and len(hour) == 4:
        hour, sign, minute = hour[:2], ":", hour[2:]
    if len(hour) > 2 or (sign and sign != "h" and not minute) or (minute and len(minute) != 2):
        return _Clock(wrong="has a time that is not a time")
    h, m = int(hour), int(minute or 0)
    if half:
        wrong = "" if 1 <= h <= 12 and m < HOUR else "has am or pm on a time that is not from 1:00 to 12:59"
        return _Clock((h % 12 + 12 * (half == "pm")) * HOUR + m, wrong=wrong)
    wrong = "" if h * HOUR + m <= DAY and m < HOUR else "has a time past 24:00, or more than 59 minutes"
    whole = h > 12 or h == 0 or (len(hour) == 2 and hour[0] == "0")
    return _Clock(h * HOUR + m, bare=not sign and not whole, whole=whole, wrong=wrong)


def _spans(days: Sequence[int], start: _Clock, end: _Clock, part: int) -> Iterator[DayHours | _Wrong]:
    """The same hours of several days, or what is wrong with them."""
    if start.wrong or end.wrong:
        yield from ((one.wrong, WRITE_HOURS) for one in (start, end) if one.wrong)
        return
    if any(one.bare and not other.whole for one, other in ((start, end), (end, start))):
        yield "does not say whether it is morning or afternoon", WRITE_HOURS
        return
    until = DAY if end.minute == 0 else end.minute
    if start.minute % DAY == until:
        yield "starts and ends at the same time", f"{WRITE_HOURS}; a whole day is 0:00-24:00"
        return
    length = (until - start.minute) % DAY or DAY
    if until < start.minute and length > LONGEST_NIGHT:
        hint = f"for an afternoon {WRITE_HOURS}; for a long shift, write each day's hours apart"
        yield "ends before it starts, or passes midnight and lasts more than 14 hours", hint
        return
    yield from (DayHours(number * DAY + start.minute % DAY, length, part) for number in days)


def _wrong(found: Sequence[DayHours | _Wrong]) -> Iterator[_Wrong]:
    return (one for one in found if not isinstance(one, DayHours))


def _twice(found: Sequence[DayHours], place: str) -> Iterator[Problem]:
    """Hours that were named twice, once for each pair of parts."""
    seen: set[tuple[int, int]] = set()
    for one, other in combinations(found, 2):
        both, pair = one.minutes & other.minutes, (one.part, other.part)
        if both and pair not in seen:
            seen.add(pair)
            on = next(name for number, name in enumerate(NAMES) if both & day(number))
            where = f"part {one.part}" if one.part != other.part else "itself"
            yield Problem(f"{place} part {other.part}", f"overlaps {where} on {on}", "name each hour once")
