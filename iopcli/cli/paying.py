"""The words in which a person says what their health plan asks of them, and the file in which a site keeps them."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from iopcli.dataset.model import Dataset
from iopcli.errors import Problem, UsageError
from iopcli.facts.bill import CostOf
from iopcli.facts.payer import AMOUNTS, Payer

Deductible = Annotated[
    str | None, typer.Option("--deductible", metavar="USD", help="What you pay in a year before your plan pays.")
]
DeductibleMet = Annotated[
    str | None, typer.Option("--deductible-met", metavar="USD", help="How much of it you have paid this year.")
]
Coinsurance = Annotated[
    str | None, typer.Option("--coinsurance", metavar="PERCENT", help="Your share after the deductible, such as 20.")
]
CopayPerDay = Annotated[
    str | None, typer.Option("--copay-per-day", metavar="USD", help="What you pay for each day of care.")
]
OutOfPocketMax = Annotated[
    str | None, typer.Option("--out-of-pocket-max", metavar="USD", help="The most you pay in a year.")
]
CoverageFile = Annotated[
    Path | None,
    typer.Option(
        "--coverage", metavar="FILE", readable=False, help="The same from a [coverage] table in TOML, kept per plan."
    ),
]


class TypedCoverage(NamedTuple):
    """What a health plan asks, as it was typed."""

    coverage: CoverageFile = None
    deductible: Deductible = None
    deductible_met: DeductibleMet = None
    coinsurance: Coinsurance = None
    copay_per_day: CopayPerDay = None
    out_of_pocket_max: OutOfPocketMax = None


Weeks = Annotated[str | None, typer.Option("--weeks", metavar="N", help="What so many weeks cost.")]


def payer_of(dataset: Dataset, who: str | None, asks: TypedCoverage) -> Payer:
    """Who pays and what they ask: the words that were typed stand over those of the file.

    Raises:
        UsageError: words that cannot be read, or that contradict each other; with all of them.
        InputRefused: a file that cannot be used, with all that is wrong in it.
    """
    from iopcli.match.answers import read_file  # a table without such words has no use for matching
    from iopcli.match.coverage import read_coverage, stated

    kept = read_coverage(dataset, *read_file(asks.coverage)) if asks.coverage else None
    payer, given = stated({name: getattr(asks, name) for name in AMOUNTS}, kept, who)
    return Payer(dataset, payer, given)


def cost_of(dataset: Dataset, who: str | None, weeks: str | None, asks: TypedCoverage) -> CostOf | None:
    """What was asked about cost; None where nothing was.

    Raises:
        UsageError: the weeks or other words cannot be read.
        InputRefused: a file that cannot be used.
    """
    if weeks is None and asks == TypedCoverage():
        return None
    number = weeks_named(weeks) if weeks is not None else None
    if weeks is not None and number is None:
        raise UsageError("the weeks were not understood", [Problem("--weeks", "is not a number of weeks", WEEKS_HINT)])
    return CostOf(payer_of(dataset, who, asks), number)


LONGEST_WEEKS = 520
WEEKS_HINT = f"more than 0 and at most {LONGEST_WEEKS}, such as 4 or 4.5"
_WEEKS = re.compile(r"[0-9]{1,3}(?:\.[0-9])?")


def weeks_named(text: str) -> Decimal | None:
    """A number of weeks as it was typed; None where it is none."""
    number = Decimal(text.strip()) if _WEEKS.fullmatch(text.strip()) else Decimal(0)
    return number if 0 < number <= LONGEST_WEEKS else None
