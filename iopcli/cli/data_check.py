"""`iopcli data check`: is the dataset sound, and fit to be shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from iopcli.cli.shared import Out, open_dataset
from iopcli.errors import NeedsReview
from iopcli.results.data_check import data_check

Strict = Annotated[bool, typer.Option("--strict", help="A fact that is due for review is a problem, not a warning.")]
Today = Annotated[
    datetime | None,
    typer.Option(
        "--today", formats=["%Y-%m-%d"], metavar="DATE", help="Check dates as of this day.", show_default=False
    ),
]


def run(strict: Strict = False, today: Today = None, *, out: Out) -> None:
    """Check that the dataset, with its overlays, is sound and fit to be shown.

    Ends with 0 if it is, with 3 if there is something to mend.
    """
    day = today.date() if today else date.today()
    result = data_check(open_dataset(out.data), day, strict=strict)
    out.show(result)
    if not result.sound:
        raise NeedsReview("")
