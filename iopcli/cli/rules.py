"""`iopcli rules [ID]`: the rules in words."""

from __future__ import annotations

from typing import Annotated

import typer

from iopcli.cli.shared import Everything, Out, named, open_dataset
from iopcli.results.rules import rules

Id = Annotated[str, typer.Argument(metavar="[RULE]", help="A rule's id, such as unsafe-home.")]
QuestionId = Annotated[
    str, typer.Option("--question", metavar="ID", help="Only what answers to this question can do.", show_default=False)
]


def run(rule: Id = "", question: QuestionId = "", everything: Everything = False, *, out: Out) -> None:
    """Read the rules in words, with reasons and sources."""
    result = rules(open_dataset(out.data), rule, question)
    out.show(result, read=named(all=everything))
