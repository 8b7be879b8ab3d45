"""`iopcli data ...`: is the dataset sound, what is its schema, where is it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated

import typer

from iopcli.cli.listed import Listed
from iopcli.cli.shared import Data, Force, FormatOption, Output, open_dataset, show_result

app = typer.Typer(
    cls=Listed,
    help="Check the dataset, print its schema, say where it is.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Strict = Annotated[bool, typer.Option("--strict", help="A fact that is due for review is a problem, not a warning.")]
Today = Annotated[
    datetime | None,
    typer.Option(
        "--today", formats=["%Y-%m-%d"], metavar="DATE", help="Check dates as of this day.", show_default=False
    ),
]


def check(
    strict: Strict = False,
    today: Today = None,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Check that the dataset, with its overlays, is sound and fit to be shown.

    Ends with 0 if it is, with 3 if there is something to mend.
    """
    from iopcli.errors import NeedsLook
    from iopcli.results.data_check import data_check

    day = today.date() if today else date.today()
    result = data_check(open_dataset(data), day, strict=strict)
    show_result(result, format_, output, force)
    if not result.sound:
        raise NeedsLook("")


def schema(
    name: Annotated[
        str, typer.Argument(metavar="[FILE]", help="options, rules, questions, or another kind of file.")
    ] = "options",
    data: Data = None,
) -> None:
    """Print the JSON Schema of a kind of dataset file, for editors."""
    from iopcli.dataset.schema import schema as schema_of
    from iopcli.report.write import out

    out(schema_of(open_dataset(data), name))


def path() -> None:
    """Print the folder of the dataset."""
    from iopcli.dataset.load import folder
    from iopcli.report.write import out

    out(f"{folder()}\n")


COMMANDS: Mapping[str, Callable[..., None]] = {"check": check, "schema": schema, "path": path}
