"""Any CSV becomes drafts of programs by a column map, which says what each column holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from iopcli.dataset.near import did_you_mean
from iopcli.errors import InputRefused, Problem, count, refuse
from iopcli.programs.cells import clean
from iopcli.programs.draft import FIELDS, ProgramDraft, Refused, Row
from iopcli.programs.model import Said
from iopcli.programs.reading import Sheet, normalized, text_of, toml_of
from iopcli.programs.words import Words

ANSWERS: Mapping[str, Said] = {
    **dict.fromkeys(("yes", "y", "true", "1", "x"), "yes"), **dict.fromkeys(("no", "n", "false", "0"), "no"),
    "maybe": "maybe",
}  # fmt: skip
"""How a cell says yes and no; a blank says nothing."""
EXAMPLE = 'a map has [columns] with name = "Program", city = "Town", [flags] with medicaid = "Takes MassHealth"'


class ColumnMap(Struct, frozen=True, kw_only=True):
    """What the columns of a list hold, each by its name in plain letters."""

    title: str
    publisher: str
    url: str = ""
    as_of: date | None = None
    columns: Mapping[str, str]
    """Field of a program to column."""
    flags: Mapping[str, str] = {}
    """Word to the column that says yes or no to it."""
    values: Mapping[str, Mapping[str, str]] = {}
    """Column to the words that the values in its cells stand for; several values are parted by `;`."""


def read_map(path: Path, words: Words) -> ColumnMap:
    """The map in a file.

    Raises:
        InputRefused: with every problem in it.
    """
    shown = path.name
    table = toml_of(text_of(path).text, shown, EXAMPLE)
    problems = list(_problems(table, shown, words))
    refuse(problems, InputRefused, f"in the map {shown}", EXAMPLE)
    values = {
        normalized(column): {normalized(value): word for value, word in words.items()}
        for column, words in table.get("values", {}).items()
    }
    return ColumnMap(
        title=clean(table.get("title")) or "A local list of programs",
        publisher=clean(table.get("publisher")) or "local",
        url=clean(table.get("url")),
        as_of=table.get("as_of"),
        columns={field: normalized(column) for field, column in table["columns"].items()},
        flags={word: normalized(column) for word, column in table.get("flags", {}).items()},
        values=values,
    )


_KEYS = ("title", "publisher", "url", "as_of", "columns", "flags", "values")


def _problems(table: Mapping[str, Any], shown: str, words: Words) -> Iterator[Problem]:
    """Everything that is wrong with a map."""
    for key in table:
        if key not in _KEYS:
            yield Problem(shown, f"{clean(key)} is not a known key", did_you_mean(key, _KEYS))
    if not isinstance(table.get("as_of", date.min), date):
        yield Problem(f"{shown} as_of", "is not a date such as 2026-11-28")
    columns = table.get("columns")
    if not isinstance(columns, Mapping) or "name" not in columns:
        yield Problem(f"{shown} columns", "does not say which column is the name", EXAMPLE)
    for part, known in (("columns", tuple(FIELDS)), ("flags", tuple(words))):
        inner = table.get(part, {})
        if not isinstance(inner, Mapping):
            yield Problem(f"{shown} {part}", "is not a table", f"write [{part}] on a line of its own")
            continue
        for key, column in inner.items():
            yield from _known(f"{shown} {part}", key, known)
            if not isinstance(column, str):
                yield Problem(f"{shown} {part}.{clean(key)}", "does not name a column", 'such as "Takes Medicaid"')
    values = table.get("values", {})
    if not isinstance(values, Mapping) or not all(isinstance(inner, Mapping) for inner in values.values()):
        yield Problem(f"{shown} values", "is not a table for each column", '[values."Services"] with "IOP" = "iop"')
        return
    for column, inner in values.items():
        place = f'{shown} values."{clean(column)}"'
        for value, word in inner.items():
            if word not in words and value in words:
                turned = f'write `"{clean(word)}" = "{value}"`, with what the list says first'
                yield Problem(place, f"`{clean(word)}` is not a word for a program", turned)
            else:
                yield from _known(place, word, tuple(words))


def _known(place: str, key: Any, known: Iterable[str]) -> Iterator[Problem]:
    if key not in known:
        names = tuple(known)
        hint = did_you_mean(str(key), names) or f"use one of {', '.join(names[:12])} …"
        yield Problem(place, f"`{clean(key)}` is not a word for a program", hint)


def from_csv(sheet: Sheet, map_: ColumnMap, shown: str) -> Iterator[Row]:
    """Each row as a draft by the map, or what is wrong with it.

    Raises:
        InputRefused: the map names columns that are not there.
    """
    named = [*map_.columns.values(), *map_.flags.values(), *map_.values]
    missing = dict.fromkeys(column for column in named if column not in sheet.header)
    problems = [Problem(shown, f"has no column `{one}`", did_you_mean(one, sheet.header)) for one in missing]
    refuse(problems, InputRefused, "of the map not found", thing="column")
    at = {name: number for number, name in reversed(list(enumerate(sheet.header)))}
    for number, cells in sheet.rows:
        if len(cells) != len(sheet.header):
            yield Refused(number, "the whole row", f"has {count(len(cells), 'cell')} of {len(sheet.header)}")
            continue
        fields = {field: clean(cells[at[column]]) for field, column in map_.columns.items()}
        words, wrong = _words(map_, {column: clean(cells[at[column]]) for column in named})
        yield ProgramDraft(number, fields, words, wrong)


def _words(map_: ColumnMap, cells: Mapping[str, str]) -> tuple[dict[str, Said], tuple[tuple[str, str], ...]]:
    """What a row says, and the cells that say nothing that the map knows."""
    said: dict[str, Said] = {}
    wrong = []
    for word, column in map_.flags.items():
        if cell := cells[column].casefold():
            if cell in ANSWERS:
                said[word] = ANSWERS[cell]
            else:
                wrong.append((column, "is neither yes, no nor blank, and was taken as not reported"))
    for column, known in map_.values.items():
        for value in filter(None, (normalized(part) for part in cells[column].split(";"))):
            if value in known:
                said[known[value]] = "yes"
            else:
                wrong.append((column, "has a value that the map does not name, and it was left out"))
    return said, tuple(dict.fromkeys(wrong))
