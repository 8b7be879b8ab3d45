"""`iopcli week OPTION ...`: treatment, travel, work, care and sleep, placed on seven days."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from iopcli.cli.hours import TypedHours, life_of
from iopcli.cli.shared import Everything, OptionNames, Out, Sources, State, end, named, open_dataset, options_named
from iopcli.dataset.find import named_twice
from iopcli.dataset.model import Dataset, Option
from iopcli.errors import UsageError, refuse
from iopcli.match.answers import read_answers, read_file
from iopcli.match.hours import Life, wished
from iopcli.match.match import match
from iopcli.results.week import week as drawn

SleepHours = Annotated[
    str | None,
    typer.Option("--sleep", metavar="HOURS", help="Hours of sleep that are wanted each night; 8 if not said."),
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


def run(
    options: OptionNames = None,
    *,
    hours: TypedHours,
    sleep: SleepHours = None,
    answers: Answers = None,
    days: Days = False,
    ask: Asks = False,
    sources: Sources = False,
    everything: Everything = False,
    state: State = None,
    out: Out,
) -> None:
    """Draw a week for each option: treatment, travel, work, caregiving and sleep, with every clash.

    Programs whose times are known use those, all others the usual ones, and it says which. Without an option it draws
    the plans that meet the needs of --answers. Ends with 10 if an answer is urgent, with 3 if there is something else
    to look at, or no plan.
    """
    if not options and not answers:
        raise UsageError("week needs an option, or answers", hint="such as `iopcli week iop php`, or --answers FILE")
    dataset = open_dataset(out.data, state)
    known = read_answers(dataset, *read_file(answers)) if answers else {}
    chosen, life = _understood(dataset, options or [], known, hours, sleep)
    recommendation = match(dataset, {**wished(life), **known, **_said(life, hours)}) if answers else None
    result = drawn(dataset, chosen, life, recommendation)
    out.show(result, read=named(days=days, ask=ask, sources=sources, all=everything))
    end(result, needs_review=not result.weeks)


def _understood(
    dataset: Dataset, names: list[str], known: dict[str, Any], hours: TypedHours, sleep: str | None
) -> tuple[list[Option], Life]:
    """The options and the week that were typed, or every problem in them at once."""
    life, problems = life_of(hours, sleep, known)
    hint = ""
    chosen: list[Option] = []
    try:
        chosen = options_named(dataset, names)
    except UsageError as error:
        problems, hint = [*error.problems, *problems], error.hint
    refuse([*named_twice(chosen), *problems], UsageError, "in what was typed", hint)
    return chosen, life


def _said(life: Life, hours: TypedHours) -> dict[str, Any]:
    """The answers that what was typed stands for; it stands over those of a file."""
    found: dict[str, Any] = {"travel_minutes": float(life.travel)} if hours.travel is not None else {}
    return found | ({"evenings_only": True} if hours.evenings_only else {})
