"""`iopcli score INSTRUMENT POINTS ...`: what the points of a standard test mean."""

from __future__ import annotations

from typing import Annotated

import typer

from iopcli.cli.shared import Everything, Out, completed, named, open_dataset
from iopcli.errors import UrgentAnswer, UsageError
from iopcli.results.score import find_instrument, instruments, score, whole_number


def complete_instrument(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Instruments for the shell, with their names."""
    return completed("instruments", context, incomplete)


Name = Annotated[
    str,
    typer.Argument(
        metavar="[INSTRUMENT]",
        help="Such as audit, phq-9 or gad-7; none lists them.",
        autocompletion=complete_instrument,
    ),
]
Points = Annotated[
    list[str] | None,
    typer.Argument(metavar="POINTS ...", help="Points (or yes and no) of each item in order; - if not answered."),
]
Total = Annotated[
    str | None, typer.Option("--total", metavar="N", help="The total: alone, or beside the points to check them.")
]


def run(
    instrument: Name = "", points: Points = None, total: Total = None, everything: Everything = False, *, out: Out
) -> None:
    """Score a standard test that was given elsewhere. It holds no wording of any item.

    Missing items give a range, never a zero, but for those that the form itself skips. Ends with 10 if a flag calls
    for help now.
    """
    dataset = open_dataset(out.data)
    if not instrument:
        out.show(instruments(dataset))
        return
    one = find_instrument(dataset, instrument)
    hint = f"such as `iopcli score {one.id}` with {len(one.points)} points, or --total N"
    if not points and total is None:
        raise UsageError("score needs item points or a total", hint=hint)
    number = None if total is None else whole_number(total)
    if number is None and total is not None:
        raise UsageError("--total needs a whole number", hint=hint)
    result = score(dataset, one, points or None, number)
    out.show(result, read=named(all=everything))
    if result.urgent:
        raise UrgentAnswer("")
