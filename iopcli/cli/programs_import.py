"""`iopcli programs import FILE… -o DIR`: lists become an overlay, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from iopcli.cli.local import locked
from iopcli.cli.shared import Everything, FormatOption, Out, folders, named, open_dataset
from iopcli.dataset.model import Dataset
from iopcli.dataset.read import PROGRAMS
from iopcli.errors import InputRefused, NeedsReview, OutputError, Problem, count, repeated
from iopcli.programs.importing import Identity, Imported, identities, imported
from iopcli.programs.mapped_csv import read_map
from iopcli.programs.store import known, list_text
from iopcli.report.write import publish, workplace
from iopcli.results.programs_import import import_report


def run(
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
    dataset = _worded(folder)
    columns = read_map(map_, dataset.program_words) if map_ else None
    with locked(folder):
        old = known(dataset.program_words, [folder])
        found = _all_read(dataset, files, as_of.date() if as_of else None, columns, identities(old.programs.values()))
        there = _kept(folder, found, force=force)
    before = {id_: frozenset(one.id for one in stored.programs) for id_, stored in old.lists.items()}
    result = import_report(dataset, found, before, there)
    Out(format_, data=[folder]).show(result, read=named(all=everything))
    if result.notes:
        raise NeedsReview("")


def _worded(folder: Path) -> Dataset:
    """The dataset, with what the overlay lays over it where it has words or codes of its own."""
    own = any((folder / name).is_file() for name in ("programs.toml", "findtreatment.toml"))
    return open_dataset([folder] if own and folder not in folders(None) else None)


def _all_read(
    dataset: Dataset, files: Sequence[Path], as_of: date | None, map_: Any, places: Mapping[Identity, str]
) -> list[Imported]:
    """Every file as a list of programs, in which places that are known keep their ids.

    Raises:
        InputRefused: some are none; nothing is written then.
    """
    found: list[Imported] = []
    refused: list[InputRefused] = []
    for path in files:
        try:
            one = imported(dataset, path, as_of, map_, places)
        except InputRefused as error:
            refused.append(error)
            continue
        found.append(one)
        if not one.list.rows:
            hint = "it may have been cut short, so copy it again"
            refused.append(InputRefused(f"{one.list.file} has no rows", hint=hint))
    if len(refused) == 1:
        raise refused[0]
    if refused:
        problems = [one for error in refused for one in error.as_problems]
        raise InputRefused(f"{count(len(refused), 'file')} refused, and nothing was written", problems)
    if twice := repeated(one.list.id for one in found):
        problems = [Problem(name, "is the name of two files", "rename one of them") for name in twice]
        raise InputRefused("two lists have one name, and nothing was written", problems)
    return found


def _kept(folder: Path, found: Sequence[Imported], *, force: bool) -> frozenset[str]:
    """Write the lists, all or none; gives the ids of those that were there as they are.

    Raises:
        OutputError: a list of the same name is there and says something else, or the disk would not take one.
    """
    place = folder / PROGRAMS
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
    return frozenset(path.stem for path in same)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise OutputError(f"{path.name} could not be written: {error.strerror}", hint="free some space") from None
