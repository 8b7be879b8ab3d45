"""`iopcli rules [ID]`: the rules in words."""

from __future__ import annotations

from typing import Annotated

import typer

from iopcli.cli.shared import Data, Everything, Force, FormatOption, Output, named, open_dataset, show_result
from iopcli.results.rules import rules

Id = Annotated[str, typer.Argument(metavar="[RULE]", help="A rule's id, such as unsafe-home.")]
QuestionId = Annotated[
    str, typer.Option("--question", metavar="ID", help="Only what answers to this question can do.", show_default=False)
]


def run(
    rule: Id = "",
    question: QuestionId = "",
    everything: Everything = False,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Read the rules in words, with reasons and sources."""
    result = rules(open_dataset(data), rule, question)
    show_result(result, format_, output, force, read=named(all=everything))
