"""The hours of a person's week as they are typed: work, care for others, the way to treatment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

import typer

from iopcli.dataset.answers import NUMBER
from iopcli.dataset.hours import minutes_of
from iopcli.errors import Problem
from iopcli.match.hours import Life, life_in

Work = Annotated[
    list[str] | None,
    typer.Option("--work", metavar="HOURS", help='Hours of work or school, "mon-fri 9:00-17:00"; can be repeated.'),
]
CareFor = Annotated[
    list[str] | None,
    typer.Option("--care-for", metavar="HOURS", help='Hours of caring for children or others, "mon-fri 15:00-18:00".'),
]
Travel = Annotated[
    str | None, typer.Option("--travel", metavar="MINUTES", help="Minutes to treatment, one way, such as 40.")
]
EveningsOnly = Annotated[
    bool, typer.Option("--evenings-only", help="Free only in the evening and on weekends, not Monday to Friday 8 to 5.")
]


class TypedHours(NamedTuple):
    """The hours of a week, as they were typed."""

    work: Work = None
    care_for: CareFor = None
    travel: Travel = None
    evenings_only: EveningsOnly = False


LONGEST_TRAVEL, LONGEST_SLEEP = 600, 14
"""Minutes one way, and hours a night."""


def life_of(
    hours: TypedHours, sleep: str | None = None, known: Mapping[str, Any] | None = None
) -> tuple[Life, list[Problem]]:
    """The week of a person from what was typed, then from answers, and every problem in what was typed."""
    said = life_in(known or {})
    at_work, in_work = minutes_of(hours.work or [], "--work")
    caring, in_care = minutes_of(hours.care_for or [], "--care-for")
    way, in_travel = _whole(hours.travel, "--travel", 1, LONGEST_TRAVEL, "minutes one way")
    rest, in_sleep = _whole(sleep, "--sleep", 60, LONGEST_SLEEP * 60, "hours a night")
    life = Life(
        at_work,
        caring,
        said.travel if hours.travel is None else way,
        hours.evenings_only or said.evenings_only,
        Life().sleep if sleep is None else rest,
    )
    return life, [*in_work, *in_care, *in_travel, *in_sleep]


def _whole(text: str | None, place: str, unit: int, most: int, hint: str) -> tuple[int, list[Problem]]:
    """A number of minutes, or of hours with a half or a quarter, in whole minutes."""
    if text is None:
        return 0, []
    number = float(text) * unit if re.fullmatch(NUMBER, text.strip()) else -1.0
    if number.is_integer() and 0 <= number <= most:
        return int(number), []
    wants = f"needs a number from 0 to {most // unit}" + (" in whole minutes" if number >= 0 else "")
    return 0, [Problem(place, wants, hint)]
