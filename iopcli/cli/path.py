"""`iopcli path OPTION...`: whole care paths from today to aftercare, side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from iopcli.cli.paying import WEEKS_HINT, TypedCoverage, payer_of, weeks_named
from iopcli.cli.shared import (
    Everything,
    Out,
    Payer,
    Sources,
    State,
    all_read,
    complete_option,
    end,
    named,
    open_dataset,
    options_named,
    payer_named,
)
from iopcli.dataset.model import Dataset, Option
from iopcli.errors import Problem, UsageError, refuse
from iopcli.match.answers import read_answers, read_file
from iopcli.results.path import Chain, paths

Starts = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="OPTION ...",
        help="Where paths start: an id, a name or an ASAM number. Join what goes together with +, and what comes one "
        "after another with a comma, such as iop+recovery-residence or detox,iop.",
        autocompletion=complete_option,
    ),
]
AnswersFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        readable=False,
        help="Start from the plans that meet these answers; again for another person.",
    ),
]
WeeksOf = Annotated[
    list[str] | None,
    typer.Option("--weeks", metavar="OPTION=N", help="How many weeks a stop takes, such as php=3; can be repeated."),
]
Wait = Annotated[str | None, typer.Option("--wait", metavar="DAYS", help="Days until there is an opening.")]
Picture = Annotated[bool, typer.Option("--picture", help="The timeline alone.")]
LONGEST_WAIT = 365
DAYS = re.compile(r"[0-9]{1,3}")


def run(
    options: Starts = None,
    answers: AnswersFiles = None,
    weeks: WeeksOf = None,
    wait: Wait = None,
    payer: Payer = None,
    *,
    asks: TypedCoverage,
    state: State = None,
    picture: Picture = False,
    sources: Sources = False,
    everything: Everything = False,
    out: Out,
) -> None:
    """Draw paths from today to aftercare: weeks, hours, nights, hand-offs, costs, and what to do while waiting."""
    dataset = open_dataset(out.data, state)
    chains, (chosen, days), who = all_read(
        lambda: _chains(dataset, options or []),
        lambda: _lengths(dataset, weeks or [], wait),
        lambda: payer_named(dataset, payer),
        *([] if asks.coverage else [lambda: payer_of(dataset, None, asks)]),
    )[:3]
    people = [read_answers(dataset, *read_file(file)) for file in answers or ()]
    who = who or next((one["payer"] for one in people if one.get("payer")), None)
    pays = payer_of(dataset, who, asks)
    result = paths(dataset, chains, people, weeks=chosen, wait=days, payer=pays)
    out.show(result, read=named(picture=picture, sources=sources, all=everything))
    end(result, needs_review=not (result.ways or result.urgent))


def _chains(dataset: Dataset, words: Sequence[str]) -> list[Chain]:
    """What was typed as options taken together, one plan after another; every name that is none is refused at once."""
    split = [[one.split("+") for one in word.split(",")] for word in words]
    names = [name.strip() for chain in split for plan in chain for name in plan]
    found = iter(options_named(dataset, names))
    return [[[next(found) for _ in plan] for plan in chain] for chain in split]


def _lengths(dataset: Dataset, weeks: Sequence[str], wait: str | None) -> tuple[dict[str, Decimal], int | None]:
    """The weeks that were chosen, by option, and the days of a wait.

    Raises:
        UsageError: with every length that cannot be read.
    """
    problems: list[Problem] = []
    chosen: dict[str, Decimal] = {}
    for number, text in enumerate(weeks, 1):
        name, equals, length = (part.strip() for part in text.partition("="))
        place = f"--weeks number {number}"
        if not equals or not name:
            problems.append(Problem(place, "does not say of what", "such as --weeks php=3"))
        elif (number_of := weeks_named(length)) is None:
            problems.append(Problem(place, "is not a number of weeks", WEEKS_HINT))
        elif (option := _option(dataset, name, place, problems)) is not None:
            if option.id in chosen:
                problems.append(Problem(place, f"says the weeks of `{option.id}` again", "give it once"))
            chosen[option.id] = number_of
    days = int(wait) if wait is not None and DAYS.fullmatch(wait.strip()) else None
    if wait is not None and (days is None or days > LONGEST_WAIT):
        problems.append(Problem("--wait", "is not a number of days", f"a whole number from 0 to {LONGEST_WAIT}"))
    refuse(problems, UsageError, "not understood", thing="length")
    return chosen, days


def _option(dataset: Dataset, name: str, place: str, problems: list[Problem]) -> Option | None:
    try:
        return options_named(dataset, [name])[0]
    except UsageError as error:
        problems += [Problem(place, one.message, one.hint) for one in error.problems]
        return None
