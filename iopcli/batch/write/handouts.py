"""One handout a person from a small batch: what `match` says of the answers of each record, named by its row."""

from __future__ import annotations

from collections.abc import Iterator

from iopcli.batch.run import Records
from iopcli.errors import UsageError
from iopcli.match.match import match
from iopcli.match.plans import Planner
from iopcli.match.recommendation import Recommendation

MOST = 1000
"""How many pages are made at once."""
NAME = "r{:06}.html"
"""The name of a page: the row, never an id."""


def handouts(records: Records, most: int = MOST) -> Iterator[tuple[int, Recommendation]]:
    """The row and the recommendation of each reported record whose answers were kept, in the order of the input.

    Raises:
        UsageError: they are too many.
    """
    if records.reported > most:
        hint = "split the input, or use --report for all of them together"
        problem = f"--handouts makes at most {most:,} pages, and {records.reported:,} records are reported"
        raise UsageError(problem, hint=hint)
    planner = Planner(records.dataset)
    return ((row, match(records.dataset, answers, planner)) for row, answers in records.people)
