"""The usual weeks of options: hours that can be read, visits that fit in them."""

from __future__ import annotations

from collections.abc import Iterator

from iopcli.dataset.hours import read as read_hours
from iopcli.dataset.model import Option, Visit
from iopcli.dataset.read import GOOD_ID
from iopcli.dataset.verify.whole import Whole
from iopcli.errors import Problem
from iopcli.logic.week import DAY


def sessions(whole: Whole, option: Option, place: str) -> Iterator[Problem]:
    """What is wrong with the usual weeks of an option."""
    ids = [one.id for one in option.sessions]
    for number, one in enumerate(option.sessions):
        here = f"{place} sessions {one.id}"
        if not GOOD_ID.fullmatch(one.id) or one.id in ids[:number]:
            yield Problem(here, "has an id that is not good, or there twice", "use small letters, each once")
        if bool(one.visit) == one.stays:
            yield Problem(here, "has visits and is a stay, or is neither", "write [[sessions.visit]], or stays = true")
        if not one.sources:
            yield Problem(here, "has no source", 'add sources = ["…"]; `editors` where nobody else says so')
        yield from whole.unknown_sources(here, one.sources)
        for visit in one.visit:
            yield from _visit(visit, f"{here} times")


def _visit(visit: Visit, place: str) -> Iterator[Problem]:
    hours, problems = read_hours([visit.times], place)
    yield from problems
    if not problems and (visit.days < 0 or visit.days > len({one.start // DAY for one in hours})):
        yield Problem(place, "needs more days than it names", "days is at most the number of days in times")
    if not problems and not 0 <= visit.minutes <= min(one.length for one in hours):
        yield Problem(place, "lasts longer than its hours", "minutes is at most the shortest of the hours in times")
