"""`iopcli programs ...`: real programs near here, from lists that were imported and from calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iopcli.cli.listed import Listed
from iopcli.cli.shared import (
    Data,
    Everything,
    Force,
    FormatOption,
    Output,
    Payer,
    named,
    open_dataset,
    payer_named,
    show_result,
    split,
)

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset
    from iopcli.errors import Problem
    from iopcli.programs.importing import Imported
    from iopcli.programs.store import Heard, Known

HELP = """Find real programs near a place, from lists and from calls.

A list is imported once: `iopcli programs import FILE -o DIR`. What a list does not say is a question to ask."""

app = typer.Typer(cls=Listed, help=HELP, invoke_without_command=True, rich_markup_mode=None)

Near = Annotated[
    str | None, typer.Option("--near", metavar="ZIP", help="From where: a ZIP code, or latitude,longitude.")
]
Within = Annotated[
    float | None, typer.Option("--within", metavar="MILES", help="No further than this, as the crow flies.")
]
Today = Annotated[
    datetime | None,
    typer.Option("--today", formats=["%Y-%m-%d"], metavar="DATE", help="Count ages to this day.", show_default=False),
]


def programs(
    context: typer.Context,
    option: Annotated[
        list[str] | None, typer.Option("--option", metavar="OPTION", help="The care, such as iop; may be given again.")
    ] = None,
    payer: Payer = None,
    near: Near = None,
    within: Within = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", metavar="ID,ID", help="Such as spanish or sign-language.")
    ] = None,
    group: Annotated[
        list[str] | None, typer.Option("--group", metavar="ID,ID", help="Such as pregnant, veterans or adolescents.")
    ] = None,
    medication: Annotated[
        list[str] | None, typer.Option("--medication", metavar="ID,ID", help="Such as buprenorphine or methadone.")
    ] = None,
    more: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="ID,ID", help="Such as telehealth, childcare, transport or sliding-fee."),
    ] = None,
    call_sheet: Annotated[
        bool, typer.Option("--call-sheet", help="Whom to call and what to ask; as CSV, a sheet to fill in.")
    ] = False,
    everything: Everything = False,
    today: Today = None,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Find real programs near a place: run where no command is named."""
    if context.invoked_subcommand is not None:
        return
    from iopcli.results.programs import Wanted
    from iopcli.results.programs import programs as found

    dataset, known = _opened(data)
    wanted = Wanted(
        options=option or (), payer=payer_named(dataset, payer), languages=split(language), groups=split(group),
        medications=split(medication), more=split(more), near=near, within=within,
    )  # fmt: skip
    result = found(dataset, known, wanted, _day(today), call_sheet=call_sheet)
    read = ["call-sheet"] if call_sheet else named(all=everything)
    show_result(result, format_, output, force, read=read)


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", readable=False, help="CSV or JSON of programs.")],
    folder: Annotated[Path, typer.Option("--into", "-o", metavar="DIR", help="The overlay that the programs go to.")],
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="The day the list is of, if its name has none."
        ),
    ] = None,
    map_: Annotated[
        Path | None,
        typer.Option("--map", metavar="FILE", readable=False, help="What the columns of a plain CSV hold, as TOML."),
    ] = None,
    everything: Everything = False,
    format_: FormatOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a list of the same name.")] = False,
) -> None:
    """Read lists of programs into an overlay: FindTreatment.gov's CSV or JSON, or a plain CSV with a map.

    Rows that cannot be read are named, and the rest goes in. Ends with 3 if there is something to look at.
    """
    from iopcli.errors import NeedsLook
    from iopcli.programs.plain import read_map
    from iopcli.results.programs_import import import_report

    found = _all_read(files, as_of.date() if as_of else None, read_map(map_) if map_ else None)
    with _locked(folder):
        before, there = _kept(folder, found, force=force)
    dataset = open_dataset(None)
    result = import_report(dataset, found, before, there)
    show_result(result, format_, None, force=False, read=named(all=everything))
    if result.notes:
        raise NeedsLook("")


def _all_read(files: Sequence[Path], as_of: date | None, map_: Any) -> list[Imported]:
    """Every file as a list of programs.

    Raises:
        InputRefused: some are none; nothing is written then.
    """
    from iopcli.errors import InputRefused, Problem, count
    from iopcli.programs.importing import imported

    found: list[Imported] = []
    refused: list[InputRefused] = []
    for path in files:
        try:
            found.append(imported(path, as_of, map_))
        except InputRefused as error:
            refused.append(error)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        problems = [one for error in refused for one in (error.problems or [Problem(error.summary, error.hint)])]
        raise InputRefused(f"{count(len(refused), 'file')} refused, and nothing was written", problems)
    names = [one.list.id for one in found]
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        problems = [Problem(name, "is the name of two files", "rename one of them") for name in twice]
        raise InputRefused("two lists have one name, and nothing was written", problems)
    return found


def _kept(folder: Path, found: Sequence[Imported], *, force: bool) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Write the lists, all or none; gives the programs of the lists that were there, and which of these were there.

    Raises:
        OutputError: a list of the same name is there and says something else, or the disk would not take one.
    """
    from iopcli.dataset.read import PROGRAMS
    from iopcli.errors import OutputError
    from iopcli.programs.store import known, list_text
    from iopcli.report.write import publish, workplace

    place = folder / PROGRAMS
    before = {id_: frozenset(one.id for one in stored.programs) for id_, stored in known([folder]).lists.items()}
    texts = {place / f"{one.list.id}.toml": list_text(one) for one in found}
    same = {path for path, text in texts.items() if path.is_file() and path.read_bytes() == text.encode()}
    taken = [path.name for path in texts if path.exists() and path not in same]
    if taken and not force:
        hint = "give the file a name of its own, or add --force to replace what is there"
        raise OutputError(f"{folder} has a list named {', '.join(taken)} that says something else", hint=hint)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"{folder} could not be made: {error.strerror}", hint="name a folder you may write in"
        ) from None
    with workplace(place / "list") as work:
        for path, text in texts.items():
            if path not in same:
                _write(work / path.name, text)
        for path in texts:
            if path not in same:
                publish(work / path.name, path, force=force)
    return before, frozenset(path.stem for path in same)


def _write(path: Path, text: str) -> None:
    from iopcli.errors import OutputError

    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise OutputError(f"{path.name} could not be written: {error.strerror}", hint="free some space") from None


def heard(
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
    """Keep what a program said by phone: it stands over the list until it is too old.

    Only answers about the program can be kept: yes, no, a number, or a word of a scale. Nothing about a caller can.
    """
    from iopcli.errors import InputRefused, Problem, UsageError, count
    from iopcli.programs.heard import assigned, checked, sheet_answers
    from iopcli.results.programs_heard import heard_report

    if (program is None) == (sheet is None) or (program is not None and not answers):
        hint = "such as `iopcli programs heard PROGRAM waiting_days=5`, or --sheet FILE"
        raise UsageError("heard wants a program and its answers, or a sheet", hint=hint)
    dataset, known = _opened(data)
    on = _day(day)
    typed = sheet_answers(sheet) if sheet else [(program or "", None, *one) for one in assigned(answers or [])]
    kept: list[Heard] = []
    problems: list[Problem] = []
    for name in dict.fromkeys(one[0] for one in typed):
        mine = [one for one in typed if one[0] == name]
        id_, wrong = _named(known, name, mine[0][2] if sheet else "PROGRAM")
        problems += wrong
        for when in dict.fromkeys(one[1] or on for one in mine):
            said = [one[2:] for one in mine if (one[1] or on) == when]
            good, bad = checked(dataset, id_, said, when)
            kept, problems = [*kept, *good], [*problems, *bad]
            if when > date.today():
                problems.append(Problem("the day of the call", "is in the future", "give the day of the call"))
    if problems:
        problems = list(dict.fromkeys(problems))
        refused = f"{count(len(problems), 'problem')} in what was heard, and nothing was kept"
        raise (InputRefused if sheet else UsageError)(refused, problems)
    if not kept:
        raise InputRefused("the sheet has no answer", hint="write answers in the column `answer`")
    _keep(data, known, kept)
    show_result(heard_report(dataset, known, kept), format_, None, force=False)


def _named(known: Known, name: str, place: str) -> tuple[str, list[Problem]]:
    """The id of a program, by its id or its name, or what is wrong; a name from a sheet is not repeated."""
    from iopcli.dataset.find import plain
    from iopcli.dataset.near import did_you_mean
    from iopcli.errors import Problem

    if name in known.programs:
        return name, []
    found = [
        one.id for one in known.programs.values() if plain(name) in (plain(one.title), plain(one.unit or one.name))
    ]
    if len(found) == 1:
        return found[0], []
    if found:
        return "", [Problem(place, "is the name of more than one program", f"say {' or '.join(found[:3])}")]
    hint = did_you_mean(name.casefold()[:80], known.programs) or "`iopcli programs --format csv` has the ids"
    return "", [Problem(place, "is no program of these lists", hint)]


def _keep(data: Sequence[Path] | None, known: Known, heard: Sequence[Heard]) -> None:
    """Write answers beside the list of their program, in the last overlay that has it."""
    from iopcli.dataset.read import PROGRAMS
    from iopcli.programs.store import HEARD, has_programs, heard_in, heard_text
    from iopcli.programs.store import known as read
    from iopcli.report.write import save
    from iopcli.results.programs_heard import merged

    folders = [folder for folder in _folders(data) if has_programs(folder)]
    holds = {folder: read([folder]).programs for folder in folders}
    for folder in folders:
        mine = [
            one for one in heard if next(last for last in reversed(folders) if one.program in holds[last]) == folder
        ]
        if mine:
            with _locked(folder):
                save(heard_text(merged(heard_in(folder), mine)), folder / PROGRAMS / HEARD, force=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One at a time: two desks that write into one folder wait for each other."""
    import os

    if not folder.is_dir():
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        except (ImportError, OSError):
            pass  # a system without locks: the file is whole all the same
        yield
    finally:
        os.close(handle)


def gaps(
    near: Near = None,
    within: Within = None,
    answers: Annotated[
        list[Path] | None,
        typer.Option("--answers", metavar="FILE", readable=False, help="Answers of one person; may be given again."),
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option("--results", metavar="FILE", readable=False, help="What `iopcli batch` wrote, as CSV."),
    ] = None,
    small: Annotated[int, typer.Option("--small-cells", metavar="N", min=1, help="Counts under N are not shown.")] = 11,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Show which plans that people need no program reports near a place; small counts are not shown."""
    from iopcli.batch.gaps import gaps as found
    from iopcli.batch.gaps import plans_in, plans_of
    from iopcli.errors import UsageError
    from iopcli.match.answers import read_answers, read_file

    if near is None or within is None or not 0 < within < float("inf"):
        raise UsageError("gaps wants a place and a number of miles", hint="such as --near 01608 --within 20")
    if bool(answers) == bool(results):
        raise UsageError("gaps wants answers, or results of a batch", hint="--answers FILE, or --results FILE")
    dataset, known = _opened(data)
    if results:
        plans = plans_in(dataset, results)
    else:
        plans = plans_of(dataset, [read_answers(dataset, *read_file(path)) for path in answers or ()])
    show_result(found(dataset, known, plans, near, within, small), format_, output, force)


def check(
    today: Today = None, format_: FormatOption = None, output: Output = None, force: Force = False, data: Data = None
) -> None:
    """List what is older than a year, what was heard too long ago, and what is missing.

    Ends with 3 if there is something to look at.
    """
    from iopcli.errors import NeedsLook
    from iopcli.results.programs_check import programs_check

    dataset, known = _opened(data)
    result = programs_check(dataset, known, _day(today))
    show_result(result, format_, output, force)
    if result.look:
        raise NeedsLook("")


def _opened(data: Sequence[Path] | None) -> tuple[Dataset, Known]:
    """The dataset, and every program of the overlays."""
    from iopcli.programs.store import known

    return open_dataset(data), known(_folders(data))


def _folders(data: Sequence[Path] | None) -> list[Path]:
    from iopcli.dataset.load import overlays_from_environment

    return [*overlays_from_environment(), *(data or ())]


def _day(today: datetime | None) -> date:
    return today.date() if today else date.today()


COMMANDS: Mapping[str, Callable[..., None]] = {"import": import_, "heard": heard, "gaps": gaps, "check": check}
