"""`iopcli match`: the interview, or answers from a file, become plans that meet the needs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from iopcli.cli.hours import TypedHours, life_of
from iopcli.cli.paying import TypedCoverage, Weeks, cost_of
from iopcli.cli.reading import can_read_on, read_on
from iopcli.cli.shared import Out, State, Whom, end, nothing_lost, open_dataset
from iopcli.dataset.model import Dataset, Voice
from iopcli.dataset.states import in_state
from iopcli.errors import UsageError, refuse, visible
from iopcli.match.answers import read_answers, read_file, with_set
from iopcli.match.hours import wished
from iopcli.match.match import match
from iopcli.match.recommendation import Recommendation
from iopcli.programs.near import spot
from iopcli.report.formats import STDOUT
from iopcli.report.write import refuse_if_taken, save, to_stderr

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
    typer.Option("--set", metavar="QUESTION=VALUE", help="Set one answer, for a what-if; can be repeated."),
]
Why = Annotated[bool, typer.Option("--why", help="Every reason; for staff, also every rule with how it was read.")]
Plans = Annotated[bool, typer.Option("--plans", help="Every plan, and what to ask a program.")]
Flips = Annotated[bool, typer.Option("--flips", help="Single answers that would change the plan, and missing ones.")]
Table = Annotated[bool, typer.Option("--table", help="The first plans side by side.")]
Say = Annotated[bool, typer.Option("--say", help="Sentences for staff to read to the caller.")]
Save = Annotated[
    Path | None, typer.Option("--save", metavar="FILE", help="Save the answers and what came of them; no name in it.")
]
ReplayFile = Annotated[
    Path | None,
    typer.Option("--replay", metavar="FILE", readable=False, help="Check a saved result against today's dataset."),
]
Full = Annotated[
    bool,
    typer.Option("--full", help="Everything: every plan, reason and note. Files, HTML, JSON and CSV always have it."),
]
Everything = Annotated[bool, typer.Option("--all", help="Ask every question, also those that change nothing.")]
For = Annotated[
    Whom | None, typer.Option("--for", help="Who is reading: the person, staff, or family who cares for the person.")
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


class ReadFirst(NamedTuple):
    """What of a result to read first, as it was typed."""

    why: Why = False
    plans: Plans = False
    flips: Flips = False
    table: Table = False
    full: Full = False
    say: Say = False

    @property
    def named(self) -> list[str]:
        """The same by name."""
        return [READ_ON[name] for name, asked in self._asdict().items() if asked]


class Voices(NamedTuple):
    """Whom to speak to, as it was typed."""

    for_: For = None
    staff: Staff = False

    @property
    def voice(self) -> Voice:
        """The voice that was asked for."""
        if self.staff and self.for_ not in (None, Whom.staff):
            raise UsageError("--staff and --for name two voices", hint="leave one of them out")
        return "staff" if self.staff else self.for_.value if self.for_ else "person"


class Nearby(NamedTuple):
    """Around which place to look for programs, as it was typed."""

    near: Near = None
    within: Within = None


def run(
    answers: AnswersFile = None,
    assignments: Assignments = None,
    *,
    hours: TypedHours,
    reading: ReadFirst,
    save: Save = None,
    replay: ReplayFile = None,
    everything: Everything = False,
    to: Voices,
    draft: DraftPath = None,
    weeks: Weeks = None,
    asks: TypedCoverage,
    nearby: Nearby,
    state: State = None,
    out: Out,
) -> None:
    """Turn answers into plans that meet the needs, with every reason.

    Asks on the terminal, or reads --answers. From --work and --care-for follow the hours free on weekdays from 8 to 9
    and whether only evenings are, from --travel the minutes one way; an answer that is given stands over them. Ends
    with 10 if something is urgent, with 3 if there is something else to look at.
    """
    voice = to.voice
    _refuse_names(answers, out, save)  # before any question is asked
    typed = _hours(hours)
    _refuse_mixed(replay, bool(typed or answers or assignments), everything, draft, (save, *to, *reading, *nearby))
    if replay:
        _replay(open_dataset(out.data), replay, out)
        return
    dataset = open_dataset(out.data, state)
    with_near = _near(out.data, nearby)
    cost_of(dataset, None, weeks, asks)  # refuses before any question is asked
    given = _given(dataset, answers, assignments or [], typed)
    talk = _interview(dataset, voice, draft, everything=everything) if given is None else None
    known = talk.hold(saving=bool(save or out.output)) if talk else given or {}
    asked = cost_of(dataset, known.get("payer"), weeks, asks)
    heard = "person" if reading.say else voice
    result = with_near(match(dataset, known, why=reading.why, voice=heard, asked=asked))
    with nothing_lost(result if talk and (save or out.output) else None, out):
        _save(dataset, result, save, out.force)
        out.show(result, read=reading.named, pager=not talk)
    _after(talk, result, out)
    end(result, needs_review=not (result.plans or result.stopped))


def _near(data: list[Path] | None, nearby: Nearby) -> Callable[[Recommendation], Recommendation]:
    """What lays the programs near a place beside a recommendation; refused before any question is asked.

    Raises:
        UsageError: there is no place, no number of miles, no program, or nobody knows where the place is.
    """
    near, within = nearby
    if near is None and within is None:
        return lambda result: result
    from iopcli.cli.local import open_programs  # to read lists, to ask, to save, to replay: each for who asks for it
    from iopcli.results.available import with_available

    if near is None or within is None or not 0 < within < float("inf"):
        raise UsageError("--near and --within go together", hint="such as --near 01608 --within 20")
    dataset, programs = open_programs(data)
    spot(near, programs.programs.values())
    return lambda result: with_available(dataset, result, programs, near, within)


def _refuse_names(answers: Path | None, out: Out, save: Path | None) -> None:
    """Refuse names for the result and the record that cannot be written, or that are the same, or the answers'."""
    if save and out.output and save.absolute() == out.output.absolute():
        raise UsageError("-o and --save name the same file", hint="give the record a name of its own")
    for path in (save, out.output):
        if path and answers and path.exists() and answers.exists() and path.samefile(answers):
            raise UsageError("an output is the file of answers itself", hint="choose another name")
    if save == STDOUT:
        raise UsageError("--save needs a file", hint="--format json writes the result to standard output")
    for path in filter(None, (out.file, save)):
        refuse_if_taken(path, force=out.force)


def _refuse_mixed(
    replay: Path | None, given: bool, everything: bool, draft: Path | None, others: Iterable[object]
) -> None:
    """Refuse an option of the interview beside given answers, and anything beside a replay."""
    asks = "--all" if everything else "--draft" if draft else ""
    if replay and (given or asks or any(others)):
        raise UsageError("--replay takes no other answers", hint="give --replay FILE alone")
    if given and asks:
        raise UsageError(f"{asks} is for the interview", hint="leave --answers and --set out")


def _hours(hours: TypedHours) -> dict[str, Any]:
    """The answers that follow from the hours of a week.

    Raises:
        UsageError: with every problem in what was typed.
    """
    if not any(hours):
        return {}
    life, problems = life_of(hours)
    refuse(problems, UsageError, "in the hours")
    return wished(life) | ({} if hours.travel is None else {"travel_minutes": float(life.travel)})


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
    from iopcli.cli.draft import DraftFile
    from iopcli.cli.talk import Talk
    from iopcli.match.interview import Interview

    kept = DraftFile(dataset, draft) if draft else None
    return Talk(dataset, Interview(dataset, everything=everything), voice=voice, draft=kept)


def _after(talk: Talk | None, result: Recommendation, out: Out) -> None:
    """At the end of an interview: its draft goes, or it is said how to go on, and the rest is one word away."""
    if talk is None:
        return
    if talk.draft:
        talk.draft.leave(talk.questionnaire, finished=talk.finished)
    if out.output is None and can_read_on(out.format_) and not result.stopped:
        read_on(result, out, READ_ON)


def _save(dataset: Dataset, result: Recommendation, path: Path | None, force: bool) -> None:
    """Save the record of a result where that was asked for."""
    if path is None:
        return
    from iopcli.match.record import saved

    save(saved(dataset, result), path, force=force)
    to_stderr(f"saved {visible(str(path))}, for your eyes only; it holds the answers and no name")


def _replay(dataset: Dataset, path: Path, out: Out) -> None:
    """Show what today's dataset makes of a record."""
    from iopcli.match.record import read_record
    from iopcli.results.replay import replay

    record = read_record(*read_file(path))
    saved_from = record.dataset.state
    result = replay(in_state(dataset, saved_from.code) if saved_from else dataset, record)
    out.show(result)
    end(result, needs_review=not result.same)
