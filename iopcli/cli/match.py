"""`iopcli match`: the interview, or answers from a file, become plans that meet the needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iopcli.cli.shared import Data, Force, FormatOption, Output, State, end, nothing_lost, open_dataset, show_result

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset

AnswersFile = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        readable=False,
        help="Answers in TOML or JSON instead of the interview; - for stdin.",
    ),
]
Assignments = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="QUESTION=VALUE", help="Set one answer, for a what-if; may be given again."),
]
Why = Annotated[bool, typer.Option("--why", help="Every rule with how it was read, and how plans are put in order.")]
Save = Annotated[
    Path | None, typer.Option("--save", metavar="FILE", help="Save the answers and what came of them; no name in it.")
]
ReplayFile = Annotated[
    Path | None,
    typer.Option("--replay", metavar="FILE", readable=False, help="Prove a saved result with today's dataset."),
]
Full = Annotated[bool, typer.Option("--full", help="Every plan, reason and note; JSON and CSV always have all of it.")]
Everything = Annotated[bool, typer.Option("--all", help="Ask every question, also those that change nothing.")]
Staff = Annotated[bool, typer.Option("--staff", help="Speak to staff: questions and result about the person.")]


def match(
    answers: AnswersFile = None,
    assignments: Assignments = None,
    why: Why = False,
    full: Full = False,
    save: Save = None,
    replay: ReplayFile = None,
    everything: Everything = False,
    staff: Staff = False,
    state: State = None,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Go from answers to the plans that meet the needs, with every reason.

    Asks on the terminal, or reads --answers. Ends with 10 if something is urgent, with 3 if there is something else
    to look at.

    Example: iopcli match --set relapse_risk=2 --set living_situation=0
    """
    from iopcli.errors import UsageError
    from iopcli.match.match import match as matched
    from iopcli.match.recommendation import Glance
    from iopcli.report.formats import FOR_PROGRAMS, chosen

    whole = full or why or chosen(format_, output) in FOR_PROGRAMS
    _refuse_names(output, save, force)  # before any question is asked
    if replay:
        if answers or assignments or save or everything or staff or why or full:
            raise UsageError("--replay takes no other answers", hint="give --replay FILE alone")
        _replay(open_dataset(data), replay, format_, output, force)
        return
    dataset = open_dataset(data, state)
    given = _given(dataset, answers, assignments or [])
    asked = given is None
    if given is None:
        given = _asked(dataset, everything=everything, staff=staff, saving=bool(save or output))
    elif everything:
        raise UsageError("--all is for the interview", hint="leave --answers and --set out")
    result = matched(dataset, given, why=why, voice="staff" if staff else "person")
    shown = result if whole else Glance.of(result)
    with nothing_lost(shown if asked and (save or output) else None):
        if save:
            _save(dataset, result, save, force)
        show_result(shown, format_, output, force)
    end(result, look=not (result.plans or result.stopped))


def _refuse_names(output: Path | None, save: Path | None, force: bool) -> None:
    """Refuse names for the result and the record that cannot be written, or that are the same."""
    from iopcli.errors import UsageError
    from iopcli.report.formats import STDOUT
    from iopcli.report.write import refuse_if_taken

    if save and output and save.absolute() == output.absolute():
        raise UsageError("-o and --save name the same file", hint="give the record a name of its own")
    if save == STDOUT:
        raise UsageError("--save wants a file", hint="--format json writes the result to standard output")
    for path in (output, save):
        if path and path != STDOUT:
            refuse_if_taken(path, force=force)


def _given(dataset: Dataset, path: Path | None, assignments: list[str]) -> dict[str, Any] | None:
    """Answers from a file, with those of --set over them; None if there are neither."""
    from iopcli.match.answers import read_answers, read_file, with_set

    if not path and not assignments:
        return None
    answers = read_answers(dataset, *read_file(path)) if path else {}
    return with_set(dataset, answers, assignments)


def _asked(dataset: Dataset, *, everything: bool, staff: bool, saving: bool) -> dict[str, Any]:
    """Answers from the person at the terminal."""
    import sys

    from iopcli.errors import UsageError

    if sys.stdin is None or not sys.stdin.isatty():
        hint = "use --answers FILE (- for standard input) or --set question=value; `iopcli rules` names the questions"
        raise UsageError("match asks its questions on a terminal, and there is none", hint=hint)
    from iopcli.cli.talk import ask

    return ask(dataset, everything=everything, staff=staff, saving=saving)


def _save(dataset: Dataset, result: Any, path: Path, force: bool) -> None:
    from iopcli.errors import visible
    from iopcli.record import saved
    from iopcli.report.write import save, say

    save(saved(dataset, result), path, force=force)
    say(f"saved {visible(str(path))}, for your eyes only; it holds the answers and no name")


def _replay(dataset: Dataset, path: Path, format_: Any, output: Path | None, force: bool) -> None:
    from iopcli.dataset.states import in_state
    from iopcli.match.answers import read_file
    from iopcli.record import read_record
    from iopcli.replay import replay

    record = read_record(*read_file(path))
    saved_from = record.dataset.state
    result = replay(in_state(dataset, saved_from.code) if saved_from else dataset, record)
    show_result(result, format_, output, force)
    end(result, look=not result.same)
