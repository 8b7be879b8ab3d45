"""What came of an import: every row of every list accounted for, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct, field

from iopcli.dataset.model import Dataset
from iopcli.facts.result import Result, common
from iopcli.programs.importing import Imported
from iopcli.programs.words import of_kind


class ImportNote(Struct, frozen=True, kw_only=True):
    """Something wrong with a row; `refused` where nothing came of it."""

    file: str
    row: int
    field: str
    problem: str
    refused: bool


class ImportedList(Struct, frozen=True, kw_only=True):
    """A list: its rows are its programs, the duplicates that were joined to them, and those that could not be read."""

    id: str
    file: str
    as_of: date
    encoding: str
    """What it was read as, where that was not UTF-8."""
    rows: int
    programs: int
    duplicates: int = field(name="twins")
    refused: int
    known_before: int
    """How many of its programs another list here has too; the newest list says what is so."""
    there: bool
    """Whether the same list was there already, and nothing was written."""
    options: Mapping[str, int]
    """How many programs report each option."""
    maybe: Mapping[str, int]
    """How many may have it: the codes cannot tell."""
    none: int
    """How many report no option at all, such as places for mental health only."""


class ImportReport(Result, frozen=True, kw_only=True, tag="iopcli/programs-import/1"):
    """Lists of programs that were read."""

    lists: tuple[ImportedList, ...]
    notes: tuple[ImportNote, ...]


def import_report(
    dataset: Dataset, found: Sequence[Imported], before: Mapping[str, frozenset[str]], there: frozenset[str]
) -> ImportReport:
    """What came of an import; `before` has the ids of the programs of other lists by list, `there` what was there."""
    return ImportReport(
        **common(dataset),
        lists=tuple(_counted(dataset, one, before, there=one.list.id in there) for one in found),
        notes=tuple(
            ImportNote(file=one.list.file, row=note.row, field=note.field, problem=note.message, refused=note.refused)
            for one in found
            for note in one.noted
        ),
    )


def _counted(dataset: Dataset, one: Imported, before: Mapping[str, frozenset[str]], *, there: bool) -> ImportedList:
    others = frozenset[str]().union(*(ids for id_, ids in before.items() if id_ != one.list.id))
    levels = of_kind(dataset.program_words, "option")
    options = {id_: sum(program.says(id_) == "yes" for program in one.programs) for id_ in levels}
    maybe = {id_: sum(program.says(id_) == "maybe" for program in one.programs) for id_ in levels}
    return ImportedList(
        id=one.list.id, file=one.list.file, as_of=one.list.as_of, encoding=one.encoding, rows=one.list.rows,
        programs=one.list.programs, duplicates=one.list.duplicates, refused=one.list.refused,
        known_before=sum(program.id in others for program in one.programs), there=there,
        options={id_: number for id_, number in options.items() if number},
        maybe={id_: number for id_, number in maybe.items() if number},
        none=sum(not any(id_ in program.words for id_ in levels) for program in one.programs),
    )  # fmt: skip
