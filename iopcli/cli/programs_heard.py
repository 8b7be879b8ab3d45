"""`iopcli programs heard PROGRAM word=answer …`: what a program said by phone is kept over the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from iopcli.cli.local import day_of, locked, open_programs
from iopcli.cli.shared import Data, FormatOption, Out, as_typed, folders
from iopcli.dataset.find import MANY_PROGRAMS, normalized
from iopcli.dataset.model import Dataset
from iopcli.dataset.near import did_you_mean
from iopcli.dataset.read import PROGRAMS
from iopcli.errors import InputRefused, Problem, UsageError, refuse
from iopcli.programs.heard import assigned, checked, sheet_answers
from iopcli.programs.names import by_name, which
from iopcli.programs.store import HEARD, HeardAnswer, KnownPrograms, has_programs, heard_in, heard_text
from iopcli.programs.store import known as read
from iopcli.report.write import save
from iopcli.results.programs_heard import heard_report, merged

Typed = tuple[str, date | None, str, str, Any]
"""An answer as it was typed: its program, its day if one is said, its place, its word and its value."""


def run(
    program: Annotated[str | None, typer.Argument(metavar="PROGRAM", help="The program's id, or its name.")] = None,
    answers: Annotated[
        list[str] | None, typer.Argument(metavar="WORD=ANSWER...", help="Such as waiting_days=5 buprenorphine=yes.")
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option("--sheet", metavar="FILE", readable=False, help="A filled call sheet, CSV or TOML.")
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option("--day", formats=["%Y-%m-%d"], metavar="DATE", help="The day of the call; today if not said."),
    ] = None,
    format_: FormatOption = None,
    data: Data = None,
) -> None:
    """Save what a program said by phone, to use instead of the list until it is too old.

    Only answers about the program can be kept: yes, no, a number, or a word of a scale. Nothing about a caller can.
    """
    if (program is None) == (sheet is None) or (program is not None and not answers):
        hint = "such as `iopcli programs heard PROGRAM waiting_days=5`, or --sheet FILE"
        raise UsageError("heard needs a program and its answers, or a sheet", hint=hint)
    dataset, known = open_programs(data)
    typed = sheet_answers(sheet) if sheet else [(program or "", None, *one) for one in assigned(answers or [])]
    kept, problems = _checked(dataset, known, typed, day_of(day), None if sheet else "PROGRAM", as_typed(data))
    refuse(problems, InputRefused if sheet else UsageError, "in what was heard, and nothing was kept")
    if not kept:
        raise InputRefused("the sheet has no answer", hint="write answers in the column `answer`")
    _keep(dataset, data, kept)
    Out(format_, data=data).show(heard_report(dataset, known, kept))


def _checked(
    dataset: Dataset, known: KnownPrograms, typed: Sequence[Typed], today: date, place: str | None, over: str
) -> tuple[list[HeardAnswer], list[Problem]]:
    """The answers of each program and day as they are kept, and each problem once.

    The name of a program stands at `place`, or where its first answer does.
    """
    kept: list[HeardAnswer] = []
    problems: list[Problem] = []
    for name in dict.fromkeys(one[0] for one in typed):
        mine = [one for one in typed if one[0] == name]
        id_, wrong = _named(known, name, place or mine[0][2], over)
        problems += wrong
        for when in dict.fromkeys(one[1] or today for one in mine):
            said = [one[2:] for one in mine if (one[1] or today) == when]
            good, bad = checked(dataset, id_, said, when)
            kept, problems = [*kept, *good], [*problems, *bad]
            if when > date.today():
                problems.append(Problem("the day of the call", "is in the future", "give the day of the call"))
    return kept, list(dict.fromkeys(problems))


def _named(known: KnownPrograms, name: str, place: str, over: str) -> tuple[str, list[Problem]]:
    """The id of a program, by its id or its name, or what is wrong; a name from a sheet is not repeated."""
    if name in known.programs:
        return name, []
    found = by_name(known.programs.values()).get(normalized(name), [])
    if len(found) == 1:
        return found[0].id, []
    if found:
        return "", [Problem(place, MANY_PROGRAMS, which(found))]
    ids = f"`{' '.join(('iopcli programs --format csv', over)).strip()}` has the ids"
    hint = did_you_mean(name.casefold()[:80], known.programs) or ids
    return "", [Problem(place, "is not a program on these lists", hint)]


def _keep(dataset: Dataset, data: Sequence[Path] | None, heard: Sequence[HeardAnswer]) -> None:
    """Write answers beside the list of their program, in the last overlay that has it."""
    own = [folder for folder in folders(data) if has_programs(folder)]
    holds = {folder: read(dataset.program_words, [folder]).programs for folder in own}
    for folder in own:
        mine = [one for one in heard if next(last for last in reversed(own) if one.program in holds[last]) == folder]
        if mine:
            with locked(folder):
                save(heard_text(merged(heard_in(folder), mine)), folder / PROGRAMS / HEARD, force=True)
