"""The CSV of local programs: a row a program, or the sheet for the phone, with a column to fill in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from iopcli.programs.words import WORDS

if TYPE_CHECKING:
    from iopcli.batch.gaps import Gaps
    from iopcli.results.programs import Listed, Programs
    from iopcli.results.programs_check import ProgramsCheck
    from iopcli.results.programs_heard import HeardReport
    from iopcli.results.programs_import import ImportReport

Rows = tuple[Iterable[str], Iterable[Iterable[Any]]]
_OF_PROGRAM = (
    "program", "name", "unit", "fits", "miles", "phone", "address", "city", "county", "state", "website", "reports",
    "may_have", "does_not_have", "ask", "remarks", "list", "list_as_of",
)  # fmt: skip
_SHEET = ("program", "name", "phone", "ask", "question", "wants", "answer", "day")


def programs(result: Programs) -> Rows:
    """A row a program; as a call sheet a row a question, as `iopcli programs heard --sheet` reads it."""
    if result.call_sheet:
        return _SHEET, (
            (one.id, one.title, one.phone, asked.ask, asked.question, asked.wants, "", "")
            for one in result.programs
            for asked in one.questions
        )
    return _OF_PROGRAM, (_program(one) for one in result.programs)


def _program(one: Listed) -> Iterable[Any]:
    said = {what: ";".join(word for word in WORDS if one.says.get(word) == what) for what in ("yes", "maybe", "no")}
    return (
        one.id, one.name, one.unit, one.fits, "" if one.miles is None else one.miles, one.phone, one.address, one.city,
        one.county, one.state, one.website, said["yes"], said["maybe"], said["no"],
        ";".join(asked.ask for asked in one.questions), " ".join(one.remarks), one.list, one.as_of,
    )  # fmt: skip


def imported(result: ImportReport) -> Rows:
    """The counts of each list, then a row for each note."""
    said: list[tuple[Any, ...]] = [
        ("count", one.file, "", what, getattr(one, what))
        for one in result.lists
        for what in ("rows", "programs", "twins", "refused")
    ]
    said += [("refused" if one.refused else "note", one.file, one.row, one.field, one.problem) for one in result.notes]
    return ("kind", "file", "row", "field", "says"), said


def heard(result: HeardReport) -> Rows:
    """A row an answer."""
    header = ("program", "name", "word", "answer", "day", "before", "before_from", "stands")
    return header, (
        (
            one.program,
            one.name,
            one.word,
            _text(one.answer),
            one.day,
            _text(one.before),
            one.before_from,
            _text(one.stands),
        )
        for one in result.kept
    )


def checked(result: ProgramsCheck) -> Rows:
    """A row for each list, and for each thing that is old or missing."""
    said: list[tuple[Any, ...]] = [
        ("old list" if one.old else "list", one.id, one.title, one.as_of, one.days_old) for one in result.lists
    ]
    said += [("old answer", one.program, one.word, one.heard, one.days_old) for one in result.old]
    said += [("heard of no program", id_, "", "", "") for id_ in result.unmatched]
    said += [("missing", one.program, one.lacks, "", "") for one in result.lacking]
    return ("kind", "id", "says", "day", "days_old"), said


def gaps(result: Gaps) -> Rows:
    """A row a plan; empty where a count is not shown."""
    header = ("plan", "name", "people", "near_here", "missing", "maybe")
    return header, (
        (
            "+".join(one.options),
            one.name,
            "" if one.people is None else one.people,
            one.here,
            ";".join(one.missing),
            ";".join(one.maybe),
        )
        for one in result.gaps
    )


def _text(value: Any) -> str:
    return "" if value is None else {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
