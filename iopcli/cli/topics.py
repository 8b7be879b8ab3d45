"""`iopcli topics [NAME]`: what is not a single fact, and words explained."""

from __future__ import annotations

from typing import Annotated

import typer

from iopcli.cli.shared import Everything, Out, completed, named, open_dataset
from iopcli.results.topics import topic, topics


def complete_topic(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Topics for the shell, with their titles; one is enough."""
    return [] if context.params.get("name") else completed("topics", context, incomplete)


Name = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[TOPIC OR WORD]", help="A topic's id, or a word such as MOUD.", autocompletion=complete_topic
    ),
]


def run(name: Name = None, everything: Everything = False, *, out: Out) -> None:
    """Read a topic, or what a word means; with no name, list them."""
    dataset = open_dataset(out.data)
    result = topic(dataset, " ".join(name)) if name else topics(dataset)
    out.show(result, read=named(all=everything))
