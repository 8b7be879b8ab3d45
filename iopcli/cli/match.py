"""`iopcli match`: the interview, or answers from a file, become plans that meet the needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iopcli.cli.shared import (
    Data,
    Force,
    FormatOption,
    Output,
    State,
    Whom,
    end,
    named,
    nothing_lost,
    open_dataset,
    open_programs,
    show_result,
)

if TYPE_CHECKING:
    from iopcli.cli.talk import Talk
    from iopcli.dataset.model import Dataset, Voice
    from iopcli.match.recommendation import Recommendation

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
Why = Annotated[bool, typer.Option("--why", help="Every reason, and every rule with how it was read.")]
Plans = Annotated[bool, typer.Option("--plans", help="Every plan, and what to ask a program.")]
Flips = Annotated[bool, typer.Option("--flips", help="Single answers that would change the plan, and missing ones.")]
Table = Annotated[bool, typer.Option("--table", help="The first plans side by side.")]
Say = Annotated[bool, typer.Option("--say", help="Sentences for staff to read to the caller.")]
Save = Annotated[
    Path | None, typer.Option("--save", metavar="FILE", help="Save the answers and what came of them; no name in it.")
]
ReplayFile = Annotated[
    Path | None,
    typer.Option("--replay", metavar="FILE", readable=False, help="Prove a saved result with today's dataset."),
]
Full = Annotated[
    bool,
    typer.Option("--full", help="Everything: every plan, reason and note. Files, HTML, JSON and CSV always have it."),
]
Everything = Annotated[bool, typer.Option("--all", help="Ask every question, also those that change nothing.")]
For = Annotated[
    Whom | None, typer.Option("--for", help="Whom to speak to: the person, staff, or family who cares for the person.")
]
Staff = Annotated[bool, typer.Option("--staff", help="The same as --for staff.")]
DraftPath = Annotated[
    Path | None,
    typer.Option(
        "--draft",
        metavar="FILE",
        readable=False,
        help="Keep the answers of an interview in a file until it ends; give it again to go on.",
    ),
]

Near = Annotated[
    str | None, typer.Option("--near", metavar="ZIP", help="Say which plans local programs report near here.")
]
Within = Annotated[float | None, typer.Option("--within", metavar="MILES", help="With --near: how far is near.")]

READ_ON = {**{name: name for name in ("why", "plans", "flips", "table", "say")}, "full": "all"}
"""What can be typed after an interview, and what it names."""


def match(
    answers: AnswersFile = None,
    assignments: Assignments = None,
    why: Why = False,
    plans: Plans = False,
    flips: Flips = False,
    table: Table = False,
    full: Full = False,
    say: Say = False,
    save: Save = None,
    replay: ReplayFile = None,
    everything: Everything = False,
    for_: For = None,
    staff: Staff = False,
    draft: DraftPath = None,
    near: Near = None,
    within: Within = None,
    state: State = None,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Go from answers to the plans that meet the needs, with every reason.

    Asks on the terminal, or reads --answers. Ends with 10 if something is urgent, with 3 if there is something else
    to look at.
    """
    from iopcli.cli.reading import can_read_on, read_on
    from iopcli.errors import UsageError
    from iopcli.match.match import match as matched

    voice = _voice(for_, staff)
    read = named(why=why, plans=plans, flips=flips, table=table, all=full, say=say)
    _refuse_names(answers, output, save, force)  # before any question is asked
    if replay:
        if answers or assignments or save or everything or staff or for_ or draft or read or near or within:
            raise UsageError("--replay takes no other answers", hint="give --replay FILE alone")
        _replay(open_dataset(data), replay, format_, output, force)
        return
    if (answers or assignments) and (everything or draft):
        only = "--all" if everything else "--draft"
        raise UsageError(f"{only} is for the interview", hint="leave --answers and --set out")
    dataset = open_dataset(data, state)
    here = _near(data, near, within) if near or within is not None else None
    given = _given(dataset, answers, assignments or [])
    talk = _interview(dataset, voice, draft, everything=everything) if given is None else None
    known = talk.hold(saving=bool(save or output)) if talk else given or {}
    result = matched(dataset, known, why=why, voice="person" if say else voice)
    result = here(result) if here else result
    with nothing_lost(result if talk and (save or output) else None):
        if save:
            _save(dataset, result, save, force)
        show_result(result, format_, output, force, read=read, pager=not talk)
    if talk and talk.draft:
        talk.draft.leave(talk.course, finished=talk.finished)
    if talk and output is None and can_read_on(format_) and not result.stopped:
        read_on(result, format_, READ_ON)
    end(result, look=not (result.plans or result.stopped))


def _near(
    data: list[Path] | None, near: str | None, within: float | None
) -> Callable[[Recommendation], Recommendation]:
    """What lays the programs near a place beside a recommendation; refused before any question is asked.

    Raises:
        UsageError: there is no place, no number of miles, no program, or nobody knows where the place is.
    """
    from iopcli.errors import UsageError
    from iopcli.programs.near import spot
    from iopcli.results.available import with_available

    if near is None or within is None or not 0 < within < float("inf"):
        raise UsageError("--near and --within go together", hint="such as --near 01608 --within 20")
    _, programs = open_programs(data)
    spot(near, programs.programs.values())
    return lambda result: with_available(result, programs, near, within)


def _voice(for_: Whom | None, staff: bool) -> Voice:
    """The voice that was asked for."""
    from iopcli.errors import UsageError

    if staff and for_ not in (None, Whom.staff):
        raise UsageError("--staff and --for name two voices", hint="leave one of them out")
    return "staff" if staff else for_.value if for_ else "person"


def _refuse_names(answers: Path | None, output: Path | None, save: Path | None, force: bool) -> None:
    """Refuse names for the result and the record that cannot be written, or that are the same, or the answers'."""
    from iopcli.errors import UsageError
    from iopcli.report.formats import STDOUT
    from iopcli.report.write import refuse_if_taken

    if save and output and save.absolute() == output.absolute():
        raise UsageError("-o and --save name the same file", hint="give the record a name of its own")
    for path in (save, output):
        if path and answers and path.exists() and answers.exists() and path.samefile(answers):
            raise UsageError("an output is the file of answers itself", hint="choose another name")
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


def _interview(dataset: Dataset, voice: Voice, draft: Path | None, *, everything: bool) -> Talk:
    """The person at the terminal, ready to be asked."""
    import sys

    from iopcli.errors import UsageError

    if sys.stdin is None or not sys.stdin.isatty():
        hint = "use --answers FILE (- for standard input) or --set question=value; `iopcli rules` names the questions"
        raise UsageError("match asks its questions on a terminal, and there is none", hint=hint)
    from iopcli.cli.draft import DraftFile
    from iopcli.cli.talk import Talk
    from iopcli.match.interview import Interview

    kept = DraftFile(dataset, draft) if draft else None
    return Talk(dataset, Interview(dataset, everything=everything), voice=voice, draft=kept)


def _save(dataset: Dataset, result: Any, path: Path, force: bool) -> None:
    from iopcli.errors import visible
    from iopcli.match.record import saved
    from iopcli.report.write import save, say

    save(saved(dataset, result), path, force=force)
    say(f"saved {visible(str(path))}, for your eyes only; it holds the answers and no name")


def _replay(dataset: Dataset, path: Path, format_: Any, output: Path | None, force: bool) -> None:
    from iopcli.dataset.states import in_state
    from iopcli.match.answers import read_file
    from iopcli.match.record import read_record
    from iopcli.results.replay import replay

    record = read_record(*read_file(path))
    saved_from = record.dataset.state
    result = replay(in_state(dataset, saved_from.code) if saved_from else dataset, record)
    show_result(result, format_, output, force)
    end(result, look=not result.same)
