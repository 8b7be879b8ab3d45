"""`iopcli programs`: real programs near here, from lists that were imported and from calls."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from iopcli.cli.local import day_of, open_programs
from iopcli.cli.shared import Everything, Out, Payer, all_read, named, payer_named, split
from iopcli.dataset.model import Dataset
from iopcli.errors import UsageError
from iopcli.programs.store import KnownPrograms
from iopcli.programs.wishes import ProgramSearch, wishes_of
from iopcli.results.programs import programs, reach_of, start_of

Near = Annotated[
    str | None, typer.Option("--near", metavar="ZIP", help="From where: a ZIP code, or latitude,longitude.")
]
Within = Annotated[
    float | None, typer.Option("--within", metavar="MILES", help="No farther than this, in a straight line.")
]
Today = Annotated[
    datetime | None,
    typer.Option("--today", formats=["%Y-%m-%d"], metavar="DATE", help="Count ages to this day.", show_default=False),
]


def run(
    context: typer.Context,
    option: Annotated[
        list[str] | None, typer.Option("--option", metavar="OPTION", help="The care, such as iop; can be repeated.")
    ] = None,
    payer: Payer = None,
    near: Near = None,
    within: Within = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", metavar="ID,ID", help="Such as spanish or sign-language.")
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option("--group", metavar="ID,ID", help="Such as pregnant, veterans or adolescents.")
    ] = None,
    medication: Annotated[
        list[str] | None, typer.Option("--medication", metavar="ID,ID", help="Such as buprenorphine or methadone.")
    ] = None,
    more: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="ID,ID", help="Such as telehealth, childcare, transport or sliding-fee."),
    ] = None,
    call_sheet: Annotated[
        bool, typer.Option("--call-sheet", help="Whom to call and what to ask; as CSV, a sheet to fill in.")
    ] = False,
    everything: Everything = False,
    today: Today = None,
    *,
    out: Out,
) -> None:
    """Find real programs near a place, from lists and from calls.

    A list is imported once: `iopcli programs import FILE -o DIR`. What a list does not say is a question to ask.
    """
    if context.invoked_subcommand is not None:
        _refuse_before(context)
        return
    dataset, known = open_programs(out.data)
    wanted = ProgramSearch(
        options=option or (), languages=split(language), groups=split(group), medications=split(medication),
        more=split(more), near=near, within=within,
    )  # fmt: skip
    wanted = _understood(dataset, known, wanted, payer)
    result = programs(dataset, known, wanted, day_of(today), call_sheet=call_sheet)
    out.show(result, read=["call-sheet"] if call_sheet else named(all=everything))


def _understood(dataset: Dataset, known: KnownPrograms, wanted: ProgramSearch, payer: str | None) -> ProgramSearch:
    """What was asked for, with who pays.

    Raises:
        UsageError: with everything in it that is not understood.
    """
    pays, *_ = all_read(
        lambda: payer_named(dataset, payer), lambda: wishes_of(dataset, wanted), lambda: reach_of(wanted),
        lambda: start_of(known, wanted),
    )  # fmt: skip
    return wanted._replace(payer=pays)


def _refuse_before(context: typer.Context) -> None:
    """Refuse options before the name of a command, which would not be used.

    Raises:
        UsageError: there are some.
    """
    sources = {name: context.get_parameter_source(name) for name in context.params}
    if any(source is not None and source.name == "COMMANDLINE" for source in sources.values()):
        name = context.invoked_subcommand
        raise UsageError(f"options stand after `{name}`", hint=f"such as `iopcli programs {name} --data DIR`")
