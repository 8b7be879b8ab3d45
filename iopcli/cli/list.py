"""`iopcli list`: the options at a glance, and which of them meet what a person asks for."""

from __future__ import annotations

from typing import Annotated

import typer

from iopcli.cli.shared import Everything, Out, Payer, Sources, State, named, open_dataset, payer_named
from iopcli.results.list import ListFilter, list_options

Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="setting, withdrawal, medication, housing, support or baseline."),
]
MaxCost = Annotated[float | None, typer.Option("--max-cost", metavar="USD", help="At most this many dollars a week.")]
MaxHours = Annotated[float | None, typer.Option("--max-hours", metavar="HOURS", help="At most this many hours a week.")]
MaxDays = Annotated[float | None, typer.Option("--max-days", metavar="DAYS", help="At most this many days in all.")]
Sleep = Annotated[
    str | None, typer.Option("--sleep", metavar="WHERE", help="home, shelter, recovery-home, program or hospital.")
]
Supervision = Annotated[
    str | None,
    typer.Option(
        "--supervision", metavar="LEVEL", help="At least none, scheduled, on-call, staff, nursing or physician."
    ),
]
Medication = Annotated[
    str | None,
    typer.Option("--medication", metavar="NAME", help="methadone, buprenorphine, naltrexone or alcohol-medications."),
]
Evenings = Annotated[bool, typer.Option("--evenings", help="Has evening or weekend hours.")]
KeepsJob = Annotated[bool, typer.Option("--keeps-job", help="Can go with a job or school.")]


def run(
    kind: Kind = None,
    max_cost: MaxCost = None,
    max_hours: MaxHours = None,
    max_days: MaxDays = None,
    sleep: Sleep = None,
    supervision: Supervision = None,
    medication: Medication = None,
    evenings: Evenings = False,
    keeps_job: KeepsJob = False,
    payer: Payer = None,
    state: State = None,
    sources: Sources = False,
    everything: Everything = False,
    *,
    out: Out,
) -> None:
    """List the care options at a glance, from least to most intensive."""
    numbers = {"cost_per_week": max_cost, "hours_per_week": max_hours, "length_days": max_days}
    words = {
        "sleep": sleep,
        "medications": medication,
        "evening_available": _yes(evenings),
        "keeps_job": _yes(keeps_job),
    }
    asked = [
        *(ListFilter(attribute="kind", test="kind", value=word) for word in (kind,) if word is not None),
        *(
            ListFilter(attribute=id_, test="at most", value=repr(most))
            for id_, most in numbers.items()
            if most is not None
        ),
        *(
            ListFilter(attribute="supervision", test="at least", value=word)
            for word in (supervision,)
            if word is not None
        ),
        *(ListFilter(attribute=id_, test="has", value=word) for id_, word in words.items() if word is not None),
    ]
    dataset = open_dataset(out.data, state)
    result = list_options(dataset, asked, payer_named(dataset, payer))
    out.show(result, read=named(sources=sources, all=everything))


def _yes(flag: bool) -> str | None:
    return "yes" if flag else None
