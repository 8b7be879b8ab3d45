"""`iopcli programs check`: what is too old to rely on, and what is missing."""

from __future__ import annotations

from iopcli.cli.local import day_of, open_programs
from iopcli.cli.programs import Today
from iopcli.cli.shared import Out
from iopcli.errors import NeedsReview
from iopcli.results.programs_check import programs_check


def run(today: Today = None, *, out: Out) -> None:
    """List what is older than a year, what was heard too long ago, and what is missing.

    Ends with 3 if there is something to look at.
    """
    dataset, known = open_programs(out.data)
    result = programs_check(dataset, known, day_of(today))
    out.show(result)
    if result.needs_review:
        raise NeedsReview("")
