"""`iopcli handout OPTION ...`: pages to take home."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from iopcli.cli.shared import OptionNames, Payer, State, TextOut, Whom, end, open_dataset, options_named, payer_named
from iopcli.dataset.model import Voice
from iopcli.errors import UsageError
from iopcli.match.answers import read_answers, read_file
from iopcli.match.match import match
from iopcli.report.formats import STDOUT
from iopcli.report.write import refuse_if_taken
from iopcli.results.handout import handout
from iopcli.results.path_saved import read_paths

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
PathFile = Annotated[
    Path | None,
    typer.Option(
        "--path", metavar="FILE", readable=False, help="Paths that `iopcli path ... -o FILE.json` wrote; - for stdin."
    ),
]
WHOLE = ("all",)


def run(
    options: OptionNames = None,
    answers: AnswersFile = None,
    path: PathFile = None,
    for_: For = Whom.person,
    payer: Payer = None,
    state: State = None,
    *,
    out: TextOut,
) -> None:
    """Make pages to take home: options side by side, a usual week, the path ahead, and a call sheet.

    Without an option it shows where the paths of --path start, or the first plans by --answers. A PDF needs the extra
    `iopcli[pdf]`; an .html page prints from any browser. Ends with 10 if something in the answers is urgent, with 3 if
    a clinician has to look at them.
    """
    _refuse_files(out, [one for one in (answers, path) if one])
    dataset = open_dataset(out.data, state)
    chosen, who = options_named(dataset, options or []), payer_named(dataset, payer)
    voice: Voice = for_.value
    found = match(dataset, read_answers(dataset, *read_file(answers)), voice=voice) if answers else None
    saved_paths = read_paths(dataset, *read_file(path), answered=found is not None) if path else None
    result = handout(dataset, chosen, found, saved_paths, payer=who, voice=voice)
    out.show(result, read=WHOLE)
    end(result, needs_review=found is not None and not (found.plans or found.stopped))


def _refuse_files(out: TextOut, inputs: Sequence[Path]) -> None:
    """Refuse a name that is taken or read from, and standard input for two things."""
    if inputs.count(STDOUT) > 1:
        raise UsageError("handout reads one thing from standard input", hint="give the other as a file")
    if out.file:
        if out.file.exists() and any(one.exists() and out.file.samefile(one) for one in inputs):
            raise UsageError("an output is a file that is read", hint="choose another name")
        refuse_if_taken(out.file, force=out.force)
