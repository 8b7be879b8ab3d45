"""`iopcli programs ...`: real programs near here, from lists that were imported and from calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from iopcli.cli import programs_heard, programs_import
from iopcli.cli.listed import Listed
from iopcli.cli.shared import (
    Data,
    Everything,
    Force,
    FormatOption,
    Output,
    Payer,
    day_of,
    named,
    open_programs,
    payer_named,
    show_result,
    split,
)

HELP = """Find real programs near a place, from lists and from calls.

A list is imported once: `iopcli programs import FILE -o DIR`. What a list does not say is a question to ask."""

app = typer.Typer(cls=Listed, help=HELP, invoke_without_command=True, rich_markup_mode=None)

Near = Annotated[
    str | None, typer.Option("--near", metavar="ZIP", help="From where: a ZIP code, or latitude,longitude.")
]
Within = Annotated[
    float | None, typer.Option("--within", metavar="MILES", help="No further than this, as the crow flies.")
]
Today = Annotated[
    datetime | None,
    typer.Option("--today", formats=["%Y-%m-%d"], metavar="DATE", help="Count ages to this day.", show_default=False),
]


def programs(
    context: typer.Context,
    option: Annotated[
        list[str] | None, typer.Option("--option", metavar="OPTION", help="The care, such as iop; may be given again.")
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
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Find real programs near a place: run where no command is named."""
    if context.invoked_subcommand is not None:
        _refuse_before(context)
        return
    from iopcli.programs.wishes import Wanted
    from iopcli.results.programs import programs as found

    dataset, known = open_programs(data)
    wanted = Wanted(
        options=option or (), payer=payer_named(dataset, payer), languages=split(language), groups=split(group),
        medications=split(medication), more=split(more), near=near, within=within,
    )  # fmt: skip
    result = found(dataset, known, wanted, day_of(today), call_sheet=call_sheet)
    read = ["call-sheet"] if call_sheet else named(all=everything)
    show_result(result, format_, output, force, read=read)


def gaps(
    near: Near = None,
    within: Within = None,
    answers: Annotated[
        list[Path] | None,
        typer.Option("--answers", metavar="FILE", readable=False, help="Answers of one person; may be given again."),
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option("--results", metavar="FILE", readable=False, help="What `iopcli batch` wrote, as CSV."),
    ] = None,
    small: Annotated[int, typer.Option("--small-cells", metavar="N", min=1, help="Counts under N are not shown.")] = 11,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Show which plans that people need no program reports near a place; small counts are not shown."""
    from iopcli.batch.gaps import gaps as found
    from iopcli.batch.gaps import plans_in, plans_of
    from iopcli.errors import UsageError
    from iopcli.match.answers import read_answers, read_file

    if near is None or within is None or not 0 < within < float("inf"):
        raise UsageError("gaps wants a place and a number of miles", hint="such as --near 01608 --within 20")
    if bool(answers) == bool(results):
        raise UsageError("gaps wants answers, or results of a batch", hint="--answers FILE, or --results FILE")
    dataset, known = open_programs(data)
    if results:
        plans = plans_in(dataset, results)
    else:
        plans = plans_of(dataset, [read_answers(dataset, *read_file(path)) for path in answers or ()])
    show_result(found(dataset, known, plans, near, within, small), format_, output, force)


def check(
    today: Today = None, format_: FormatOption = None, output: Output = None, force: Force = False, data: Data = None
) -> None:
    """List what is older than a year, what was heard too long ago, and what is missing.

    Ends with 3 if there is something to look at.
    """
    from iopcli.errors import NeedsLook
    from iopcli.results.programs_check import programs_check

    dataset, known = open_programs(data)
    result = programs_check(dataset, known, day_of(today))
    show_result(result, format_, output, force)
    if result.look:
        raise NeedsLook("")


def _refuse_before(context: typer.Context) -> None:
    """Refuse options before the name of a command, which would not be used.

    Raises:
        UsageError: there are some.
    """
    from iopcli.errors import UsageError

    sources = {name: context.get_parameter_source(name) for name in context.params}
    if any(source is not None and source.name == "COMMANDLINE" for source in sources.values()):
        name = context.invoked_subcommand
        raise UsageError(f"options stand after `{name}`", hint=f"such as `iopcli programs {name} --data DIR`")


COMMANDS: Mapping[str, Callable[..., None]] = {
    "import": programs_import.import_,
    "heard": programs_heard.heard,
    "gaps": gaps,
    "check": check,
}
