"""The timeline of a page of paths: each path on one scale of weeks, from today."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from iopcli.errors import count
from iopcli.facts.ends import DAYS_A_WEEK, Ends
from iopcli.facts.wording import NOT_KNOWN, spread_of
from iopcli.report.page import Leg, Timeline, Track
from iopcli.report.plot import LETTERS
from iopcli.results.care_path import CarePath, PathStop
from iopcli.results.path import Paths

WAIT = "w"
"""The letter of the days before a place is free."""
WAIT_DAYS = 7
"""How many days a wait is drawn as where nobody has said how many."""
BEYOND = Decimal("1.1")
"""How much longer than the longest path the scale is where a path has no set end."""
STEPS = (1, 2, 4, 8, 13, 26, 52)
"""Weeks between two ticks."""
NUMBERS = re.compile("([^0-9]*)(.*)")
"""A range in words: the words before its numbers, such as `at least`, and the rest."""
MOST_TICKS = 6
APART = 0.06
"""How far from each other numbers stand at least, of the whole scale."""
HOW_DRAWN = "The picture shows each kind of care at its usual length, or at the middle of its range."


def timeline(result: Paths, *, when: bool = True) -> list[Timeline]:
    """The paths on one scale of weeks, each from today; in words with how long each stop is, and `when` it begins."""
    drawn = [_weeks(result, path) for path in result.ways]
    top = max((sum(weeks, Decimal(0)) for weeks in drawn), default=Decimal(0)) or Decimal(1)
    if any(stop.open for path in result.ways for stop in path.stops):
        top *= BEYOND
    letters = _letters(result)
    tracks = tuple(
        _track(result, path, number, weeks, top, letters, when)
        for number, (path, weeks) in enumerate(zip(result.ways, drawn, strict=True), 1)
    )
    used = {leg.fill for track in tracks for leg in track.legs}
    named = (("away", "away at night"), ("home", "at home at night"), ("light", "support"), ("wait", "waiting"))
    fills: tuple[tuple[Literal["away", "home", "light", "wait"], str], ...] = tuple(
        (fill, says) for fill, says in named if fill in used
    )
    says = (_steps_sentences(result), HOW_DRAWN) if result.steps else (HOW_DRAWN,)
    keys = tuple((letter, name) for name, letter in letters.items())
    return [Timeline("Weeks from today", _ticks(top), tracks, keys, fills, says)] if tracks else []


def _weeks(result: Paths, path: CarePath) -> list[Decimal]:
    """How many weeks the wait and each stop are drawn as; a stop without a known length takes what is left."""
    wait = Decimal(WAIT_DAYS if result.wait is None else result.wait) / 7
    return [wait, *(stop.drawn or Decimal(0) for stop in path.stops)]


def _letters(result: Paths) -> dict[str, str]:
    """A letter for each thing that is a stop of some path, in the order they come up."""
    names = dict.fromkeys(stop.title for path in result.ways for stop in path.stops)
    return dict(zip(names, LETTERS, strict=False))


def _track(
    result: Paths,
    path: CarePath,
    number: int,
    weeks: Sequence[Decimal],
    top: Decimal,
    letters: dict[str, str],
    when: bool,
) -> Track:
    at, legs = Decimal(0), []
    if weeks[0]:
        said = "some days" if result.wait is None else count(result.wait, "day")
        legs.append(Leg(WAIT, 0.0, float(weeks[0] / top), "wait", f"waiting for an opening, {said}"))
        at = weeks[0]
    for stop, long in zip(path.stops, weeks[1:], strict=True):
        end = top if stop.drawn is None else at + long
        letter = letters.get(stop.title, "?")
        open_ = stop.open or stop.drawn is None
        says = f"{stop.name}, {stop_length(stop)}{_from_week(at) if when else ''}"
        legs.append(Leg(letter, float(at / top), float(end / top), _fill(stop), says, open_))
        at = end
    return Track(path_name(result, path, number), tuple(legs), tuple(_marks(result, path, legs)))


def _fill(stop: PathStop) -> Literal["away", "home", "light"]:
    if stop.nights_away.max != 0:
        return "away"
    return "light" if stop.hours_per_week.max is not None and stop.hours_per_week.max <= 2 else "home"


def _from_week(at: Decimal) -> str:
    return f" from about week {round(at)}" if round(at) else " from the start"


def _marks(result: Paths, path: CarePath, legs: Sequence[Leg]) -> Iterator[tuple[float, str]]:
    """Where the steps from intake to aftercare stand: the first today, the last at the last stop."""
    numbers = [step.number for step in result.steps]
    stops = legs[-len(path.stops) :]
    if len(numbers) < 3 or not stops:
        return
    if stops[0].start < APART:
        yield 0.0, " ".join(map(str, numbers[:-1]))
    else:
        yield 0.0, str(numbers[0])
        yield stops[0].start, " ".join(map(str, numbers[1:-1]))
    if len(stops) > 1:
        yield stops[-1].start, str(numbers[-1])


def _steps_sentences(result: Paths) -> str:
    return f"Steps: {', '.join(f'{step.number} {step.label.lower()}' for step in result.steps)}."


def _ticks(top: Decimal) -> tuple[tuple[float, str], ...]:
    step = next((each for each in STEPS if top / each <= MOST_TICKS), STEPS[-1])
    return tuple((float(at / top), str(at) if at else "week 0") for at in range(0, int(top) + 1, step))


def path_name(result: Paths, path: CarePath, number: int) -> str:
    """A path's number and name, for whom it is where there are several people, and whether it is enough."""
    person = f"Person {path.person}: " if result.people > 1 else ""
    short = " (not enough)" if path.enough is False else ""
    return f"{number} {person}{path.name}{short}"


def stop_length(stop: PathStop) -> str:
    """How long a stop is, in weeks, or in days where it is shorter than three."""
    if stop.open:
        return "with no set end"
    if not stop.weeks.known:
        return f"length {NOT_KNOWN}"
    if stop.weeks.max is not None and stop.weeks.max < 3:
        return f"{spread_of(stop.weeks.each(lambda weeks: Decimal(round(weeks * DAYS_A_WEEK))))} days"
    text = spread_of(stop.weeks) if stop.chosen else _in_whole_weeks(stop.weeks)
    return f"{text} {'week' if text == '1' else 'weeks'}"


def _whole(weeks: Decimal) -> Decimal:
    """Weeks in whole numbers; from 10 on every length is said so."""
    return Decimal(round(weeks)) if weeks < 10 else weeks


def _in_whole_weeks(weeks: Ends) -> str:
    """A usual length as people say it: `about 4 to 9` for 4.3 to 8.6, and `up to about 4` for at most 4.3."""
    exact, whole = spread_of(weeks), spread_of(weeks.each(_whole))
    if exact == whole or any(end is not None and end < 1 for end in (weeks.min, weeks.max)):
        return exact
    return NUMBERS.sub(r"\1about \2", whole, count=1)
