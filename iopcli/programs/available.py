"""Which plans can be had near a place: for each option of a plan, the programs that have it, or may.

Lists of programs cover treatment and recovery homes. What they do not cover, such as mutual-help groups, is neither
available nor missing: it is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from iopcli.programs.model import Program
from iopcli.programs.near import StartingPoint, distances
from iopcli.programs.words import OPTIONS

Availability = Literal["yes", "maybe", "not listed", "not told"]
"""Whether something can be had: a program reports it; one may have it; none reports it; lists do not cover this."""
AVAILABILITY_ORDER: tuple[Availability, ...] = ("not told", "yes", "maybe", "not listed")
"""The same, from what limits a plan least to what limits it most."""
UNINSURED = ("sliding-fee", "payment-help", "free")
"""Words of which any will do for someone without insurance."""


class OfOption(Struct, frozen=True, kw_only=True):
    """An option near a place: how many programs report it, how many may have it, and the nearest."""

    option: str
    here: Availability
    report: int
    maybe: int
    also: int
    """How many of these also report the medication that is needed, and the payer."""
    nearest: str
    """The id of the nearest program that reports it, or else may have it."""
    name: str
    phone: str
    miles: float | None


class OfPlan(Struct, frozen=True, kw_only=True):
    """A plan near a place: as much as the part of it that is hardest to find."""

    options: tuple[str, ...]
    here: Availability


class Available(Struct, frozen=True, kw_only=True):
    """What can be had within a distance, and how old the lists are that say so."""

    near: str
    within: float
    note: str
    also: tuple[str, ...]
    """The words that `also` counts."""
    plans: tuple[OfPlan, ...]
    options: tuple[OfOption, ...]
    lists: Mapping[str, date]
    """The day of each list."""


def near_by(programs: Mapping[str, Program], start: StartingPoint, within: float) -> dict[str, float]:
    """The programs within so many miles, by id, the nearest first."""
    away = {id_: miles for id_, miles in distances(programs, start).items() if miles <= within}
    return dict(sorted(away.items(), key=lambda item: (item[1], item[0])))


def of_options(
    programs: Mapping[str, Program], away: Mapping[str, float], options: Iterable[str], also: Sequence[str] = ()
) -> dict[str, OfOption]:
    """Each option as it can be had among programs that are in order of distance."""
    return {id_: _of_option(programs, away, id_, also) for id_ in dict.fromkeys(options)}


def _of_option(programs: Mapping[str, Program], away: Mapping[str, float], id_: str, also: Sequence[str]) -> OfOption:
    covered = away if id_ in OPTIONS else ()
    report = [one for one in covered if programs[one].says(id_) == "yes"]
    maybe = [one for one in covered if programs[one].says(id_) == "maybe"]
    first = next(iter((*report, *maybe)), "")
    near = programs.get(first)
    here: Availability = "yes" if report else "maybe" if maybe else "not listed" if id_ in OPTIONS else "not told"
    return OfOption(
        option=id_, here=here, report=len(report), maybe=len(maybe),
        also=sum(_reports(programs[one], also) for one in (*report, *maybe)),
        nearest=first, name=near.title if near else "", phone=near.call if near else "",
        miles=round(away[first], 1) if near else None,
    )  # fmt: skip


def _reports(program: Program, words: Iterable[str]) -> bool:
    """Whether a program reports each of some words; of those for someone without insurance any will do."""
    return all(
        any(program.says(each) == "yes" for each in UNINSURED) if word == "uninsured" else program.says(word) == "yes"
        for word in words
    )


def of_plan(options: Sequence[str], found: Mapping[str, OfOption]) -> OfPlan:
    """A plan by its options."""
    return OfPlan(options=tuple(options), here=max((found[id_].here for id_ in options), key=AVAILABILITY_ORDER.index))
