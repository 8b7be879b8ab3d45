"""`iopcli topics [NAME]`: what is not a single fact, and words explained."""

from __future__ import annotations

from typing import Annotated

import typer

from iopcli.cli.shared import Data, Everything, Force, FormatOption, Output, named, open_dataset, show_result

Name = Annotated[
    list[str] | None, typer.Argument(metavar="[TOPIC OR WORD]", help="A topic's id, or a word such as MOUD.")
]


def topics(
    name: Name = None,
    everything: Everything = False,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Read a topic, or what a word means; with no name, list them.

    Example: iopcli topics payment
    """
    from iopcli.topics import contents, reading

    dataset = open_dataset(data)
    result = reading(dataset, " ".join(name)) if name else contents(dataset)
    show_result(result, format_, output, force, read=named(all=everything))
