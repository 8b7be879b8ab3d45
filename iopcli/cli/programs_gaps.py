"""`iopcli programs gaps`: plans that people need and no program near here reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iopcli.batch.programs_gaps import gaps, plans_in, plans_of
from iopcli.cli.local import open_programs
from iopcli.cli.programs import Near, Within
from iopcli.cli.shared import Out
from iopcli.errors import UsageError
from iopcli.match.answers import read_answers, read_file


def run(
    near: Near = None,
    within: Within = None,
    answers: Annotated[
        list[Path] | None,
        typer.Option("--answers", metavar="FILE", readable=False, help="Answers of one person; can be repeated."),
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option("--results", metavar="FILE", readable=False, help="What `iopcli batch` wrote, as CSV."),
    ] = None,
    small: Annotated[int, typer.Option("--small-cells", metavar="N", min=1, help="Counts under N are not shown.")] = 11,
    *,
    out: Out,
) -> None:
    """Show which needed plans no program near a place reports; small counts are hidden."""
    if near is None or within is None or not 0 < within < float("inf"):
        raise UsageError("gaps needs a place and a number of miles", hint="such as --near 01608 --within 20")
    if bool(answers) == bool(results):
        raise UsageError("gaps needs answers, or results of a batch", hint="--answers FILE, or --results FILE")
    dataset, known = open_programs(out.data)
    if results:
        plans = plans_in(dataset, results)
    else:
        plans = plans_of(dataset, [read_answers(dataset, *read_file(path)) for path in answers or ()])
    out.show(gaps(dataset, known, plans, near, within, small))
