"""`iopcli ask WORD ...`: a question in plain words, or a conversation line by line."""

from __future__ import annotations

from typing import Annotated

import typer

from iopcli.ask.ask import ask
from iopcli.cli.conversation import converse
from iopcli.cli.shared import FormatOption, Out, State, open_dataset
from iopcli.dataset.load import load
from iopcli.errors import DatasetError, NeedsReview, UrgentAnswer, UsageError
from iopcli.report.write import to_stderr

Question = Annotated[
    list[str] | None, typer.Argument(metavar="[WORD ...]", help="The question; with none, ask line by line.")
]


def run(question: Question = None, state: State = None, *, out: Out) -> None:
    """Ask in plain words. The answer is what the dataset says, with sources, or "not known here" and whom to ask.

    Ends with 3 if it is not known here, with 10 if a life may be at risk.
    """
    try:
        dataset = open_dataset(out.data, state)
    except DatasetError:
        if question and _urgent_without_overlays(" ".join(question), out.format_):
            raise UrgentAnswer("") from None
        raise
    if question is None:
        if out.output:
            raise UsageError("a conversation is not written to a file", hint="add a question, or leave -o out")
        kind = converse(dataset, out)
    else:
        answer = ask(dataset, " ".join(question))
        out.show(answer)
        kind = answer.kind
    if kind == "urgent":
        raise UrgentAnswer("")
    if kind == "unknown":
        raise NeedsReview("")


def _urgent_without_overlays(question: str, format_: FormatOption) -> bool:
    """Whether there is danger in a question with a broken overlay; then the dataset alone answers."""
    answer = ask(load(), question)
    if answer.kind == "urgent":
        Out(format_).show(answer)
        to_stderr("The overlay was left out: it has problems. `iopcli data check` lists them.")
    return answer.kind == "urgent"
