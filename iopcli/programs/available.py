"""Which plans can be had near a place: for each option of a plan, the programs that have it, or may.

Lists of programs cover treatment and recovery homes. What they do not cover, such as mutual-help groups, is neither
available nor missing: it is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from msgspec import Struct

from iopcli.programs.model import Program
from iopcli.programs.near import StartingPoint, distances
from iopcli.programs.words import Words, of_kind

Availability = Literal["yes", "maybe", "not listed", "not told"]
"""Whether something can be had: a program reports it; one may have it; none reports it; lists do not say."""
AVAILABILITY_ORDER: tuple[Availability, ...] = ("not told", "yes", "maybe", "not listed")
"""The same from what holds a plan up least."""


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
    also_labels: tuple[str, ...]
    """How they read."""
    plans: tuple[OfPlan, ...]
    options: tuple[OfOption, ...]
    lists: Mapping[str, date]
    """The day of each list."""


class Near(NamedTuple):
    """The programs near a place, in order of distance, and how far each is."""

    words: Words
    programs: Mapping[str, Program]
    away: Mapping[str, float]


def near_by(words: Words, programs: Mapping[str, Program], start: StartingPoint, within: float) -> Near:
    """The programs within so many miles, the nearest first."""
    away = {id_: miles for id_, miles in distances(programs, start).items() if miles <= within}
    return Near(words, programs, dict(sorted(away.items(), key=lambda item: (item[1], item[0]))))


def of_options(near: Near, options: Iterable[str], also: Sequence[str] = ()) -> dict[str, OfOption]:
    """Each option as it can be had among the programs near a place."""
    covered = of_kind(near.words, "option")
    return {id_: _of_option(near, id_, also, covered=id_ in covered) for id_ in dict.fromkeys(options)}


def _of_option(near: Near, id_: str, also: Sequence[str], *, covered: bool) -> OfOption:
    programs = [near.programs[one] for one in near.away] if covered else []
    report = [one for one in programs if one.says(id_) == "yes"]
    maybe = [one for one in programs if one.says(id_) == "maybe"]
    first = next(iter((*report, *maybe)), None)
    here: Availability = "yes" if report else "maybe" if maybe else "not listed" if covered else "not told"
    return OfOption(
        option=id_, here=here, report=len(report), maybe=len(maybe),
        also=sum(_reports(near.words, one, also) for one in (*report, *maybe)),
        nearest=first.id if first else "", name=first.title if first else "", phone=first.call if first else "",
        miles=round(near.away[first.id], 1) if first else None,
    )  # fmt: skip


def _reports(words: Words, program: Program, also: Iterable[str]) -> bool:
    """Whether a program reports each of some words; of those for someone without insurance any help will do."""
    needed = (of_kind(words, "help") if word == "uninsured" else (word,) for word in also)
    return all(any(program.says(each) == "yes" for each in some) for some in needed)


def of_plan(options: Sequence[str], found: Mapping[str, OfOption]) -> OfPlan:
    """A plan by its options."""
    return OfPlan(options=tuple(options), here=max((found[id_].here for id_ in options), key=AVAILABILITY_ORDER.index))
