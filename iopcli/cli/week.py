"""`iopcli week OPTION ...`: treatment, travel, work, care and sleep, placed on seven days."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iopcli.cli.shared import (
    Data,
    Everything,
    Force,
    FormatOption,
    OptionNames,
    Output,
    Sources,
    State,
    named,
    open_dataset,
    show_result,
)

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset, Option
    from iopcli.errors import Problem
    from iopcli.match.hours import Life

Work = Annotated[
    list[str] | None,
    typer.Option(
        "--work", metavar="HOURS", help='Hours of work or school, "mon-fri 9:00-17:00"; may be given again.'
    ),
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
SleepHours = Annotated[
    str | None, typer.Option("--sleep", metavar="HOURS", help="Hours of sleep that are wanted each night; 8 if not said.")
]
Answers = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        readable=False,
        help="Answers in TOML or JSON: the plans that meet the needs, travel and evenings; - for stdin.",
    ),
]
Days = Annotated[bool, typer.Option("--days", help="Each week day by day, in words.")]
Asks = Annotated[bool, typer.Option("--ask", help="What to ask each program, with why and what to listen for.")]

LONGEST_SLEEP = 14
"""Hours a night."""


def week(
    options: OptionNames = None,
    work: Work = None,
    care_for: CareFor = None,
    travel: Travel = None,
    evenings_only: EveningsOnly = False,
    sleep: SleepHours = None,
    answers: Answers = None,
    days: Days = False,
    ask: Asks = False,
    sources: Sources = False,
    everything: Everything = False,
    state: State = None,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Draw a small week for each option: treatment, travel, work, care and sleep, with every clash.

    Programs whose times are known use those, all others the usual ones, and it says which. Without an option it draws
    the plans that meet the needs of --answers. Ends with 10 if an answer is urgent, with 3 if no plan meets the needs.
    """
    from iopcli.errors import NeedsLook, Urgent, UsageError
    from iopcli.match.answers import read_answers, read_file
    from iopcli.match.match import match
    from iopcli.results.week import week as drawn

    if not options and not answers:
        raise UsageError("week needs an option, or answers", hint="such as `iopcli week iop php`, or --answers FILE")
    dataset = open_dataset(data, state)
    known = read_answers(dataset, *read_file(answers)) if answers else {}
    chosen, life = _understood(dataset, options or [], known, work, care_for, travel, evenings_only, sleep)
    recommendation = match(dataset, {**known, **_said(life, travel, evenings_only)}) if answers else None
    result = drawn(dataset, chosen, life, recommendation)
    show_result(result, format_, output, force, read=named(days=days, ask=ask, sources=sources, all=everything))
    if result.urgent:
        raise Urgent("")
    if not result.weeks:
        raise NeedsLook("")


def _understood(
    dataset: Dataset,
    names: list[str],
    known: dict[str, Any],
    work: list[str] | None,
    care_for: list[str] | None,
    travel: str | None,
    evenings_only: bool,
    sleep: str | None,
) -> tuple[list[Option], Life]:
    """The options and the week that were typed, or every problem in them at once."""
    from iopcli.cli.shared import options_named
    from iopcli.errors import UsageError, count

    life, problems = life_of(work, care_for, travel, evenings_only, sleep, known)
    hint = ""
    chosen: list[Option] = []
    try:
        chosen = options_named(dataset, names)
    except UsageError as error:
        problems, hint = [*error.problems, *problems], error.hint
    problems = [*_twice(chosen), *problems]
    if problems:
        raise UsageError(f"{count(len(problems), 'problem')} in what was typed", problems, hint)
    return chosen, life


def _twice(options: list[Option]) -> list[Problem]:
    from iopcli.errors import Problem

    ids = [one.id for one in options]
    hint = "two of the names you typed mean this option"
    return [Problem(f"`{id_}`", "is named twice", hint) for id_ in dict.fromkeys(ids) if ids.count(id_) > 1]


def life_of(
    work: list[str] | None,
    care_for: list[str] | None,
    travel: str | None,
    evenings_only: bool,
    sleep: str | None = None,
    known: dict[str, Any] | None = None,
) -> tuple[Life, list[Problem]]:
    """The week of a person from what was typed, then from answers, and every problem in what was typed."""
    from iopcli.dataset.hours import minutes_of
    from iopcli.match.hours import Life

    known = known or {}
    at_work, in_work = minutes_of(work or [], "--work")
    caring, in_care = minutes_of(care_for or [], "--care-for")
    way, in_travel = _whole(travel, "--travel", 1, 600, "minutes one way")
    rest, in_sleep = _whole(sleep, "--sleep", 60, LONGEST_SLEEP * 60, "hours a night")
    life = Life(
        at_work,
        caring,
        int(known.get("travel_minutes") or 0) if travel is None else way,
        evenings_only or known.get("evenings_only") is True,
        Life().sleep if sleep is None else rest,
    )
    return life, [*in_work, *in_care, *in_travel, *in_sleep]


def _whole(text: str | None, place: str, unit: int, most: int, hint: str) -> tuple[int, list[Problem]]:
    """A number of minutes, or of hours with a half or a quarter, in whole minutes."""
    import re

    from iopcli.dataset.answers import NUMBER
    from iopcli.errors import Problem

    if text is None:
        return 0, []
    number = float(text) * unit if re.fullmatch(NUMBER, text.strip()) else -1.0
    if number.is_integer() and 0 <= number <= most:
        return int(number), []
    wants = f"wants a number from 0 to {most // unit}" + (" in whole minutes" if number >= 0 else "")
    return 0, [Problem(place, wants, hint)]


def _said(life: Life, travel: str | None, evenings_only: bool) -> dict[str, Any]:
    """The answers that what was typed stands for; it stands over those of a file."""
    found: dict[str, Any] = {"travel_minutes": float(life.travel)} if travel is not None else {}
    return found | ({"evenings_only": True} if evenings_only else {})
