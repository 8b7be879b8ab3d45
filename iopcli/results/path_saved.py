"""Care paths that were saved as JSON, read again: the stops, the weeks, the wait and the payer; all else is found anew.

So no word of the file is shown, and paths from an older dataset have the facts of this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from iopcli.dataset.answers import NotAnAnswer, typed
from iopcli.dataset.model import Dataset
from iopcli.errors import InputRefused, Problem, refuse
from iopcli.facts.ends import Ends
from iopcli.facts.payer import Payer
from iopcli.results.path import Chain, Paths, paths

PAYER = "payer"
HINT = "make it with `iopcli path iop -o ways.json`"
LONGEST_WAIT = 365


class _SavedStop(Struct, kw_only=True):
    options: tuple[str, ...]
    chosen: bool = False
    weeks: Ends = Ends()


class _SavedPath(Struct, kw_only=True):
    stops: tuple[_SavedStop, ...]


class _SavedPaths(Struct, kw_only=True, tag_field="schema", tag="iopcli/path/1"):
    ways: tuple[_SavedPath, ...]
    people: int = 0
    payer: str = ""
    wait: int | None = None
    urgent: tuple[Any, ...] = ()
    clinician: tuple[Any, ...] = ()


def read_paths(dataset: Dataset, content: bytes, shown: str, *, answered: bool) -> Paths:
    """The paths of a file that `iopcli path` wrote; `answered` where the answers are given beside it.

    Raises:
        InputRefused: it is no such file, it is about several people, or names what this dataset has not.
    """
    try:
        saved = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=_SavedPaths)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise InputRefused(f"{shown} is not a file of ways", hint=HINT) from None
    _refuse_others(saved, shown, answered=answered)
    problems = list(_problems(dataset, saved, shown))
    refuse(problems, InputRefused, "in the ways", HINT)
    chains: list[Chain] = [[[dataset.options[id_] for id_ in stop.options] for stop in one.stops] for one in saved.ways]
    return paths(dataset, chains, weeks=_weeks(saved), wait=saved.wait, payer=Payer(dataset, saved.payer or None))


def _refuse_others(saved: _SavedPaths, shown: str, *, answered: bool) -> None:
    """Refuse paths of several people, of none, and those whose answers have to be looked at and are not here."""
    if saved.people > 1:
        hint = "make one file for each, with the answers of one person"
        raise InputRefused(f"{shown} has the ways of {saved.people} people, and a page is for one", hint=hint)
    if (saved.urgent or saved.clinician) and not answered:
        hint = "give the answers too, with --answers FILE, so that the page says what to do"
        raise InputRefused(f"{shown} is from answers that cannot wait", hint=hint)
    if not all(one.stops for one in saved.ways) or not saved.ways:
        raise InputRefused(f"{shown} has no way in it", hint=HINT)


def _problems(dataset: Dataset, saved: _SavedPaths, shown: str) -> Iterator[Problem]:
    """What this dataset has not, each thing once."""
    ids = dict.fromkeys(id_ for one in saved.ways for stop in one.stops for id_ in stop.options)
    hint = "add the --data it was made with, or make it again"
    yield from (Problem(f"{shown} `{id_}`", "is not an option here", hint) for id_ in ids if id_ not in dataset.options)
    if not all(stop.options for one in saved.ways for stop in one.stops):
        yield Problem(f"{shown} stops", "have no options", "each stop names one or more")
    if saved.wait is not None and not 0 <= saved.wait <= LONGEST_WAIT:
        yield Problem(f"{shown} wait", "is not a number of days", f"a whole number from 0 to {LONGEST_WAIT}")
    if any(weeks <= 0 for weeks in _weeks(saved).values()):
        yield Problem(f"{shown} weeks", "are not a length", "more than 0")
    if saved.payer:
        try:
            typed(dataset.questions[PAYER], saved.payer)
        except (KeyError, NotAnAnswer):
            yield Problem(f"{shown} payer", "is not a payer here", "private, medicare, medicaid, va or uninsured")


def _weeks(saved: _SavedPaths) -> dict[str, Decimal]:
    """The weeks that someone has chosen, by the option that they were chosen for."""
    chosen = (stop for one in saved.ways for stop in one.stops if stop.chosen and stop.options)
    return {stop.options[0]: stop.weeks.min for stop in chosen if stop.weeks.min is not None}
