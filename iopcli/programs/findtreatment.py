"""Rows of FindTreatment.gov, from its CSV and from its JSON, become drafts of programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from iopcli.dataset.near import did_you_mean
from iopcli.errors import InputRefused, Problem, count, refuse, repeated
from iopcli.programs.cells import clean
from iopcli.programs.codes import MENTAL, SUBSTANCE, Codes
from iopcli.programs.draft import ProgramDraft, Refused, Row
from iopcli.programs.reading import Sheet

TITLE, PUBLISHER, URL = "FindTreatment.gov", "SAMHSA", "https://findtreatment.gov"
FIELDS: Mapping[str, str] = {
    "name1": "name", "name2": "unit", "street1": "street", "city": "city", "state": "state", "zip": "zip",
    "county": "county", "phone": "phone", "intake1": "intake", "website": "website", "latitude": "latitude",
    "longitude": "longitude",
}  # fmt: skip
"""Columns, and keys of JSON, with the field of a draft that each fills."""
NEEDED = ("name1", "city", "state", "zip", "phone", "latitude", "longitude", "type_facility")
"""Columns without which a CSV is not this list."""
TYPES: Mapping[str, str] = {"SU": SUBSTANCE, "SA": SUBSTANCE, "MH": MENTAL}


def is_findtreatment(header: Sequence[str]) -> bool:
    """Whether a header is of this list, or nearly so."""
    return "type_facility" in header or ("name1" in header and "name2" in header)


def from_csv(sheet: Sheet, known: Codes, shown: str) -> Iterator[Row]:
    """Each row as a draft, or what is wrong with it.

    Raises:
        InputRefused: columns are missing, or there twice.
    """
    header = sheet.header
    _refuse_header(header, shown)
    at = {name: header.index(name) for name in (*FIELDS, "type_facility") if name in header}
    codes = [(number, name) for number, name in enumerate(header) if name in known.known]
    for number, cells in sheet.rows:
        if len(cells) != len(header):
            yield Refused(number, "the whole row", f"has {count(len(cells), 'cell')} of {len(header)}")
            continue
        fields = {field: clean(cells[at[name]]) for name, field in FIELDS.items() if name in at}
        flags = [(name, cells[place]) for place, name in codes if cells[place]]
        odd = [name for name, cell in flags if cell.strip() not in ("1", "")]
        set_ = {name for name, cell in flags if cell.strip() == "1"}
        yield _row(known, number, fields, cells[at["type_facility"]].strip().upper(), set_, odd)


def _refuse_header(header: Sequence[str], shown: str) -> None:
    problems = [
        Problem(shown, f"has no column `{name}`", did_you_mean(name, header)) for name in NEEDED if name not in header
    ]
    twice = repeated(name for name in header if name)
    problems += [Problem(shown, f"has the column `{name}` twice", "leave one of them") for name in twice]
    refuse(problems, InputRefused, f"in the columns of {shown}", "for a list with other columns, give --map FILE")


def from_json(rows: Sequence[Any], known: Codes) -> Iterator[Row]:
    """Each row as a draft, or what is wrong with it; a row has its number in the file, from 1."""
    for number, row in enumerate(rows, 1):
        services = row.get("services") if isinstance(row, Mapping) else None
        if not isinstance(row, Mapping):
            yield Refused(number, "the whole row", "is not a table")
        elif not isinstance(services, list) or not all(isinstance(one, Mapping) for one in services):
            yield Refused(number, "services", "is not a list of tables")
        else:
            fields = {field: clean(row.get(name)) for name, field in FIELDS.items()}
            codes = set[str]().union(
                *(known.of(clean(one.get("f2")), str(one.get("f3") or "").split(";")) for one in services)
            )
            yield _row(known, number, fields, clean(row.get("typeFacility")).upper(), codes, [])


def _row(known: Codes, number: int, fields: dict[str, str], type_: str, codes: set[str], odd: Sequence[str]) -> Row:
    if type_ not in TYPES:
        return Refused(number, "type_facility", "is neither SU, SA nor MH")
    wrong = tuple((name, "is neither 1 nor blank, and was taken as not reported") for name in odd)
    return ProgramDraft(number, fields, known.meaning(codes, TYPES[type_]), wrong)
