"""`iopcli sources [ID]`: every source, and what rests on it."""

from __future__ import annotations

from typing import Annotated

import typer

from iopcli.cli.shared import Everything, Out, complete_option, named, open_dataset, options_named
from iopcli.results.sources import sources

Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID ...]", help="Only these sources.")]
ForOption = Annotated[
    str | None,
    typer.Option(
        "--option", metavar="OPTION", help="Only what this option's column rests on.", autocompletion=complete_option
    ),
]


def run(ids: Ids = None, option: ForOption = None, everything: Everything = False, *, out: Out) -> None:
    """List the sources, and what rests on each."""
    dataset = open_dataset(out.data)
    only = options_named(dataset, [option])[0] if option is not None else None
    result = sources(dataset, ids or [], only)
    out.show(result, read=named(all=everything))
