"""The words in which a person says what their health plan asks of them, and the file in which a site keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset
    from iopcli.facts.bill import Payer

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


def payer_of(
    dataset: Dataset,
    who: str | None,
    file: Path | None,
    *,
    deductible: str | None,
    deductible_met: str | None,
    coinsurance: str | None,
    copay_per_day: str | None,
    out_of_pocket_max: str | None,
) -> Payer:
    """Who pays and what they ask, from a file with the words that were typed over it.

    Raises:
        UsageError: words that cannot be read, or that contradict each other; with all of them.
        InputRefused: a file that cannot be used, with all that is wrong in it.
    """
    from iopcli.facts.bill import Payer
    from iopcli.match.answers import read_file
    from iopcli.match.coverage import read_coverage, stated

    kept = read_coverage(dataset, *read_file(file)) if file else None
    words = {
        "deductible": deductible,
        "deductible_met": deductible_met,
        "coinsurance": coinsurance,
        "copay_per_day": copay_per_day,
        "out_of_pocket_max": out_of_pocket_max,
    }
    payer, given = stated(dataset, words, kept, who)
    return Payer(dataset, payer, given)
