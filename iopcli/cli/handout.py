"""`iopcli handout OPTION ...`: pages to take home."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iopcli.cli.shared import (
    Data,
    Force,
    FormatOption,
    OptionNames,
    Output,
    Payer,
    State,
    Whom,
    end,
    open_dataset,
    options_named,
    payer_named,
    show_result,
)
from iopcli.errors import UsageError
from iopcli.match.answers import read_answers, read_file
from iopcli.match.match import match
from iopcli.report.formats import STDOUT, Format
from iopcli.report.write import refuse_if_taken
from iopcli.results.handout import handout

if TYPE_CHECKING:
    from iopcli.dataset.model import Voice

AnswersFile = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        readable=False,
        help="Answers in TOML or JSON, as `iopcli match` takes them; - for stdin.",
    ),
]
For = Annotated[
    Whom,
    typer.Option(
        "--for",
        help="Whom it is for: the person, family who care for the person, or staff, with reasons, sources and a gap "
        "sheet.",
    ),
]
WHOLE = ("all",)


def run(
    options: OptionNames = None,
    answers: AnswersFile = None,
    for_: For = Whom.person,
    payer: Payer = None,
    state: State = None,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Make a few pages to take home, with room to write.

    Ends with 10 if something in the answers is urgent, with 3 if a clinician has to look at them.
    """
    if output and output != STDOUT:
        if answers and output.exists() and answers.exists() and output.samefile(answers):
            raise UsageError("an output is the file of answers itself", hint="choose another name")
        refuse_if_taken(output, force=force)
    dataset = open_dataset(data, state)
    chosen, who = options_named(dataset, options or []), payer_named(dataset, payer)
    voice: Voice = for_.value
    found = match(dataset, read_answers(dataset, *read_file(answers)), voice=voice) if answers else None
    result = handout(dataset, chosen, found, payer=who, voice=voice)
    printed = Format.text if output in (None, STDOUT) else None
    show_result(result, format_ or printed, output, force, read=WHOLE)
    end(result, look=found is not None and not (found.plans or found.stopped))
