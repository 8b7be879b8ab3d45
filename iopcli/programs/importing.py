"""A list becomes programs: rows are checked, duplicates become one, and every row is accounted for."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from iopcli.dataset.model import Dataset
from iopcli.errors import InputRefused, Problem
from iopcli.programs import findtreatment, mapped_csv
from iopcli.programs.cells import phone, place, state_code, zip_code
from iopcli.programs.codes import Codes
from iopcli.programs.draft import ProgramDraft, Refused, Row
from iopcli.programs.model import ListOf, Program
from iopcli.programs.reading import is_json, json_rows, sheet, text_of
from iopcli.programs.words import Words, together

Identity = tuple[str, ...]
"""What makes two rows one place: name, part, street and ZIP code, each in plain letters."""
LONGEST_NAME, MARK = 29, 4
"""Letters of an id that are the name, and that mark the place; with the ZIP code it has at most 40."""
SIGNS = "2346789bcdfghjkmnpqrtvwxz"
"""What a mark is made of: nothing that reads as another sign, and no vowel, so that it is never a word."""
_DATE = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")


class Noted(NamedTuple):
    """Something about a row: its number, the field, what is wrong; `refused` where nothing came of the row."""

    row: int
    field: str
    message: str
    refused: bool


class Imported(NamedTuple):
    """A list with its programs, in the order of their ids, and what was wrong with its rows."""

    list: ListOf
    programs: tuple[Program, ...]
    noted: tuple[Noted, ...]
    encoding: str = ""


def imported(
    dataset: Dataset,
    path: Path,
    as_of: date | None = None,
    map_: mapped_csv.ColumnMap | None = None,
    there: Mapping[Identity, str] | None = None,
) -> Imported:
    """The programs of one file; a place that is `there` keeps its id.

    Raises:
        InputRefused: the file is no list of programs, or nobody says which day it is of.
    """
    shown = path.name
    text, encoding = text_of(path)
    day = as_of or (map_.as_of if map_ else None) or dated(shown)
    if day is None:
        raise InputRefused(f"nothing says which day {shown} is of", hint="say it: --as-of 2026-11-28")
    rows = _rows(dataset, text, shown, map_)
    title, publisher, url = (
        (map_.title, map_.publisher, map_.url)
        if map_
        else (findtreatment.TITLE, findtreatment.PUBLISHER, findtreatment.URL)
    )
    list_ = ListOf(
        id=slug(Path(shown).stem) or "list", title=title, publisher=publisher, file=shown, as_of=day, url=url
    )
    return _made(dataset.program_words, list_, rows, encoding, there or {})


def _rows(dataset: Dataset, text: str, shown: str, map_: mapped_csv.ColumnMap | None) -> Iterable[Row]:
    if is_json(text):
        if map_:
            raise InputRefused(f"{shown} is JSON, and a map is for CSV", hint="leave --map out")
        return findtreatment.from_json(json_rows(text, shown), Codes(dataset))
    table = sheet(text, shown)
    if map_:
        return mapped_csv.from_csv(table, map_, shown)
    if not findtreatment.is_findtreatment(table.header):
        hint = f"it is not FindTreatment.gov's list; give --map FILE. {mapped_csv.EXAMPLE.capitalize()}"
        raise InputRefused(f"the columns of {shown} are not known", hint=hint)
    return findtreatment.from_csv(table, Codes(dataset), shown)


def dated(name: str) -> date | None:
    """The day that the name of a file says, such as `programs-2025-08-19.csv`."""
    for match in _DATE.finditer(name):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue
    return None


def slug(text: str) -> str:
    """Text as an id: `findtreatment_MA_2025-08-19` is `findtreatment-ma-2025-08-19`."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _made(words: Words, list_: ListOf, rows: Iterable[Row], encoding: str, there: Mapping[Identity, str]) -> Imported:
    """The programs of the rows; whatever order these come in, the programs are the same."""
    read, noted, places = 0, list[Noted](), dict[Identity, list[ProgramDraft]]()
    for row in rows:
        read += 1
        kept, wrong = _checked(row)
        noted += wrong
        if kept:
            places.setdefault(_identity(kept.fields), []).append(kept)
    ids = _ids(places, there)
    programs = [_program(words, list_, ids[key], drafts) for key, drafts in places.items()]
    refused = sum(one.refused for one in noted)
    counted = ListOf(
        id=list_.id, title=list_.title, publisher=list_.publisher, file=list_.file, as_of=list_.as_of, url=list_.url,
        rows=read, programs=len(programs), duplicates=read - refused - len(programs), refused=refused,
    )  # fmt: skip
    return Imported(counted, tuple(sorted(programs, key=lambda one: one.id)), tuple(noted), encoding)


def _checked(row: Row) -> tuple[ProgramDraft | None, list[Noted]]:
    """The row with its fields as they are kept, or nothing, and everything that is wrong with it."""
    if isinstance(row, Refused):
        return None, [Noted(row.row, row.field, row.message, refused=True)]
    fields = {name: text if any(map(str.isalnum, text)) else "" for name, text in row.fields.items()}
    wrong = [*row.wrong]
    if not fields.get("name"):
        return None, [Noted(row.row, "name", "is missing", refused=True)]
    state = state_code(fields.get("state", ""))
    if state is None:
        wrong.append(("state", "is not a US state, and was left out"))
    fields["state"] = state or ""
    code = zip_code(fields.get("zip", ""), fields["state"])
    if code is None:
        wrong.append(("zip", "is not a five-digit ZIP code, and was left out"))
    fields["zip"] = code or ""
    for name in ("phone", "intake"):
        number = phone(fields.get(name, ""))
        if number is None:
            wrong.append((name, "does not have ten digits, and was left out"))
        fields[name] = number or ""
    where = place(fields.get("latitude", ""), fields.get("longitude", ""))
    if where.wrong:
        wrong.append(("latitude, longitude", where.wrong))
    fields["latitude"] = "" if where.latitude is None else repr(where.latitude)
    fields["longitude"] = "" if where.longitude is None else repr(where.longitude)
    return row._replace(fields=fields), [Noted(row.row, field, message, refused=False) for field, message in wrong]


def _identity(fields: Mapping[str, str]) -> Identity:
    return tuple(slug(fields.get(name, "")) for name in ("name", "unit", "street", "zip"))


def identities(programs: Iterable[Program]) -> dict[Identity, str]:
    """The places of some programs, with their ids."""
    return {_identity({name: getattr(one, name) for name in _TEXTS}): one.id for one in programs}


def _ids(places: Iterable[Identity], there: Mapping[Identity, str]) -> dict[Identity, str]:
    """An id for each place: the one it has, or else its own, with a longer mark where another place would share it."""
    ids = {place: there[place] for place in places if place in there}
    new = [place for place in places if place not in there]
    taken = set(there.values())
    length = MARK
    while new:
        made = {place: _own_id(place, length) for place in new}
        times = Counter(made.values())
        alone = {place: id_ for place, id_ in made.items() if times[id_] == 1 and id_ not in taken}
        ids |= alone
        new = [place for place in new if place not in alone]
        length += MARK
    return ids


def _own_id(place: Identity, length: int) -> str:
    """The name of the organization and as many whole words of its part as fit, the ZIP code, and a mark of the place.

    It rests on the place alone, so that neither other rows nor another list changes it.
    """
    name, unit, _, zip_ = place
    words = f"{name or 'program'}-{unit}-"[: LONGEST_NAME + 1]
    title = words.rpartition("-")[0].strip("-") or words[:LONGEST_NAME]
    mark = (SIGNS[byte % len(SIGNS)] for byte in hashlib.sha256("\0".join(place).encode()).digest()[:length])
    return "-".join(filter(None, (title, zip_, "".join(mark))))


_TEXTS = ("name", "unit", "street", "city", "state", "zip", "county", "phone", "intake", "website")


def _program(words: Words, list_: ListOf, id_: str, drafts: Sequence[ProgramDraft]) -> Program:
    """One place of all the rows that are about it: what any of them says counts, and the first to say a field fills it.

    Rows are taken in the order of what they say, so that the order of the file changes nothing.
    """
    ordered = sorted(drafts, key=lambda draft: (sorted(draft.fields.items()), sorted(draft.words.items())))
    fields: dict[str, Any] = {
        name: next((draft.fields[name] for draft in ordered if draft.fields.get(name)), "") for name in _TEXTS
    }
    located = next((draft.fields for draft in ordered if draft.fields["latitude"]), None)
    return Program(
        id=id_,
        **fields,
        latitude=float(located["latitude"]) if located else None,
        longitude=float(located["longitude"]) if located else None,
        words=together(words, *(draft.words for draft in ordered)),
        list=list_.id,
        as_of=list_.as_of,
    )


def problems(found: Imported) -> list[Problem]:
    """What was wrong with the rows of a list, with the place of each."""
    return [Problem(f"{found.list.file} row {one.row}", f"{one.field} {one.message}") for one in found.noted]
