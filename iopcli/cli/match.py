"""`iopcli match`: the interview, or answers from a file, become plans that meet the needs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iopcli.cli.hours import CareFor, EveningsOnly, Travel, Work, life_of
from iopcli.cli.paying import (
    Coinsurance,
    CopayPerDay,
    CoverageFile,
    Deductible,
    DeductibleMet,
    OutOfPocketMax,
    Weeks,
    cost_of,
)
from iopcli.cli.reading import can_read_on, read_on
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
from iopcli.dataset.model import Dataset, Voice
from iopcli.dataset.states import in_state
from iopcli.errors import UsageError, count, visible
from iopcli.match.answers import read_answers, read_file, with_set
from iopcli.match.hours import wished
from iopcli.match.match import match
from iopcli.match.recommendation import Recommendation
from iopcli.report.formats import STDOUT, Format
from iopcli.report.write import refuse_if_taken, save, say

if TYPE_CHECKING:
    from iopcli.cli.talk import Talk

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


def run(
    answers: AnswersFile = None,
    assignments: Assignments = None,
    work: Work = None,
    care_for: CareFor = None,
    travel: Travel = None,
    evenings_only: EveningsOnly = False,
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
    weeks: Weeks = None,
    coverage: CoverageFile = None,
    deductible: Deductible = None,
    deductible_met: DeductibleMet = None,
    coinsurance: Coinsurance = None,
    copay_per_day: CopayPerDay = None,
    out_of_pocket_max: OutOfPocketMax = None,
    near: Near = None,
    within: Within = None,
    state: State = None,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Go from answers to the plans that meet the needs, with every reason.

    Asks on the terminal, or reads --answers. From --work and --care-for follow the hours free on weekdays from 8 to 9
    and whether only evenings are, from --travel the minutes one way; an answer that is given stands over them. Ends
    with 10 if something is urgent, with 3 if there is something else to look at.
    """
    voice = _voice(for_, staff)
    read = named(why=why, plans=plans, flips=flips, table=table, all=full, say=say)
    _refuse_names(answers, output, save, force)  # before any question is asked
    hours = _hours(work, care_for, travel, evenings_only)
    others = bool(save or staff or for_ or read or near or within)
    _refuse_mixed(replay, bool(hours or answers or assignments), everything, draft, others)
    if replay:
        _replay(open_dataset(data), replay, format_, output, force)
        return
    dataset = open_dataset(data, state)
    here = _near(data, near, within) if near or within is not None else None
    asks = deductible, deductible_met, coinsurance, copay_per_day, out_of_pocket_max
    cost_of(dataset, None, coverage, weeks, *asks)  # refuses before any question is asked
    given = _given(dataset, answers, assignments or [], hours)
    talk = _interview(dataset, voice, draft, everything=everything) if given is None else None
    known = talk.hold(saving=bool(save or output)) if talk else given or {}
    asked = cost_of(dataset, known.get("payer"), coverage, weeks, *asks)
    result = match(dataset, known, why=why, voice="person" if say else voice, asked=asked)
    result = here(result) if here else result
    with nothing_lost(result if talk and (save or output) else None):
        if save:
            _save(dataset, result, save, force)
        show_result(result, format_, output, force, read=read, pager=not talk)
    if talk:
        _after(talk, result, format_, output)
    end(result, look=not (result.plans or result.stopped))


def _near(
    data: list[Path] | None, near: str | None, within: float | None
) -> Callable[[Recommendation], Recommendation]:
    """What lays the programs near a place beside a recommendation; refused before any question is asked.

    Raises:
        UsageError: there is no place, no number of miles, no program, or nobody knows where the place is.
    """
    from iopcli.programs.near import spot
    from iopcli.results.available import with_available

    if near is None or within is None or not 0 < within < float("inf"):
        raise UsageError("--near and --within go together", hint="such as --near 01608 --within 20")
    _, programs = open_programs(data)
    spot(near, programs.programs.values())
    return lambda result: with_available(result, programs, near, within)


def _voice(for_: Whom | None, staff: bool) -> Voice:
    """The voice that was asked for."""
    if staff and for_ not in (None, Whom.staff):
        raise UsageError("--staff and --for name two voices", hint="leave one of them out")
    return "staff" if staff else for_.value if for_ else "person"


def _refuse_names(answers: Path | None, output: Path | None, save: Path | None, force: bool) -> None:
    """Refuse names for the result and the record that cannot be written, or that are the same, or the answers'."""
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


def _refuse_mixed(replay: Path | None, given: bool, everything: bool, draft: Path | None, others: bool) -> None:
    """Refuse an option of the interview beside given answers, and anything beside a replay."""
    asks = "--all" if everything else "--draft" if draft else ""
    if replay and (given or asks or others):
        raise UsageError("--replay takes no other answers", hint="give --replay FILE alone")
    if given and asks:
        raise UsageError(f"{asks} is for the interview", hint="leave --answers and --set out")


def _hours(work: list[str] | None, care_for: list[str] | None, travel: str | None, evenings: bool) -> dict[str, Any]:
    """The answers that follow from the hours of a week.

    Raises:
        UsageError: with every problem in what was typed.
    """
    if not (work or care_for or travel or evenings):
        return {}
    life, problems = life_of(work, care_for, travel, evenings)
    if problems:
        raise UsageError(f"{count(len(problems), 'problem')} in the hours", problems)
    return wished(life) | ({} if travel is None else {"travel_minutes": float(life.travel)})


def _given(
    dataset: Dataset, path: Path | None, assignments: list[str], hours: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Answers from a file and --set, which stand over those from hours of the week; None if there are none."""
    if not path and not assignments and not hours:
        return None
    answers = read_answers(dataset, *read_file(path)) if path else {}
    return with_set(
        dataset, {id_: one for id_, one in hours.items() if id_ in dataset.questions} | answers, assignments
    )


def _interview(dataset: Dataset, voice: Voice, draft: Path | None, *, everything: bool) -> Talk:
    """The person at the terminal, ready to be asked."""
    if sys.stdin is None or not sys.stdin.isatty():
        hint = "use --answers FILE (- for standard input) or --set question=value; `iopcli rules` names the questions"
        raise UsageError("match asks its questions on a terminal, and there is none", hint=hint)
    from iopcli.cli.draft import DraftFile  # what asks, saves and replays is imported by those who need it alone
    from iopcli.cli.talk import Talk
    from iopcli.match.interview import Interview

    kept = DraftFile(dataset, draft) if draft else None
    return Talk(dataset, Interview(dataset, everything=everything), voice=voice, draft=kept)


def _after(talk: Talk, result: Recommendation, format_: Format | None, output: Path | None) -> None:
    """At the end of an interview: its draft goes, or it is said how to go on, and the rest is one word away."""
    if talk.draft:
        talk.draft.leave(talk.questionnaire, finished=talk.finished)
    if output is None and can_read_on(format_) and not result.stopped:
        read_on(result, format_, READ_ON)


def _save(dataset: Dataset, result: Recommendation, path: Path, force: bool) -> None:
    """Save the record of a result."""
    from iopcli.match.record import saved

    save(saved(dataset, result), path, force=force)
    say(f"saved {visible(str(path))}, for your eyes only; it holds the answers and no name")


def _replay(dataset: Dataset, path: Path, format_: Format | None, output: Path | None, force: bool) -> None:
    """Show what today's dataset makes of a record."""
    from iopcli.match.record import read_record
    from iopcli.results.replay import replay

    record = read_record(*read_file(path))
    saved_from = record.dataset.state
    result = replay(in_state(dataset, saved_from.code) if saved_from else dataset, record)
    show_result(result, format_, output, force)
    end(result, look=not result.same)
