"""`iopcli list`: the options at a glance, and which of them meet what a person asks for."""

from __future__ import annotations

from typing import Annotated

import typer

from iopcli.cli.shared import Data, Force, FormatOption, Output, open_dataset, show_result

KINDS = "setting, withdrawal, medication, housing, support, baseline"

Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help=f"One of {KINDS}.")]
MaxCost = Annotated[
    float | None, typer.Option("--max-cost", min=0, metavar="USD", help="At most this many dollars a week.")
]
MaxHours = Annotated[
    float | None, typer.Option("--max-hours", min=0, metavar="HOURS", help="At most this many hours a week.")
]
MaxDays = Annotated[
    float | None, typer.Option("--max-days", min=0, metavar="DAYS", help="At most this many days in all.")
]
Sleep = Annotated[
    str | None, typer.Option("--sleep", metavar="WHERE", help="home, recovery-home, program or hospital.")
]
Supervision = Annotated[
    str | None,
    typer.Option(
        "--supervision",
        metavar="LEVEL",
        help="At least none, scheduled, on-call, staff, nursing or physician.",
    ),
]
Medication = Annotated[
    str | None,
    typer.Option("--medication", metavar="NAME", help="methadone, buprenorphine, naltrexone or alcohol-medications."),
]
Evenings = Annotated[bool, typer.Option("--evenings", help="Has evening or weekend hours.")]
KeepsJob = Annotated[bool, typer.Option("--keeps-job", help="Can go with a job or school.")]


def list_options(
    kind: Kind = None,
    max_cost: MaxCost = None,
    max_hours: MaxHours = None,
    max_days: MaxDays = None,
    sleep: Sleep = None,
    supervision: Supervision = None,
    medication: Medication = None,
    evenings: Evenings = False,
    keeps_job: KeepsJob = False,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """List the care options at a glance, from least to most intensive.

    Example: iopcli list --sleep home --max-hours 10
    """
    from iopcli.listing import Wanted, listing

    asked = [
        Wanted(attribute="kind", test="kind", value=kind or ""),
        Wanted(attribute="cost_per_week", test="at most", value=_number(max_cost)),
        Wanted(attribute="hours_per_week", test="at most", value=_number(max_hours)),
        Wanted(attribute="length_days", test="at most", value=_number(max_days)),
        Wanted(attribute="sleep", test="has", value=sleep or ""),
        Wanted(attribute="supervision", test="at least", value=supervision or ""),
        Wanted(attribute="medications", test="has", value=medication or ""),
        Wanted(attribute="evening_available", test="has", value="yes" if evenings else ""),
        Wanted(attribute="keeps_job", test="has", value="yes" if keeps_job else ""),
    ]
    dataset = open_dataset(data)
    show_result(listing(dataset, [one for one in asked if one.value]), format_, output, force)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
