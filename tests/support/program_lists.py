"""Lists of programs for tests: rows of FindTreatment.gov as they are, and rows of any kind in its form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from iopcli.dataset.load import load
from iopcli.programs import importing, store
from iopcli.programs.importing import Imported
from iopcli.programs.words import of_kind

SHIPPED = load()
WORDS = SHIPPED.program_words
OPTIONS = of_kind(WORDS, "option")
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CSV, JSON = EXAMPLES / "findtreatment-2025-08-19.csv", EXAMPLES / "findtreatment.json"
FIELDS = (
    "name1", "name2", "street1", "city", "state", "zip", "county", "phone", "intake1", "website", "latitude",
    "longitude", "type_facility",
)  # fmt: skip
CODES = tuple(SHIPPED.codes)
HOSTILE = (
    "=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "<b>bold</b>", "<script>alert(1)</script>", "[red]markup[/]", "a | b",
    "\x1b[31mred\x1b[0m", "one\ntwo\tthree", "\u202eevil", "{{ page }}", "it'''s", "`code`", "- item", "# heading",
    "[x](http://evil.example)",
)  # fmt: skip
"""What a list may hold that a terminal, a spreadsheet or a browser would act on."""


def imported(path: Path, *more: Any, **said: Any) -> Imported:
    """The programs of one file, in the words of the shipped dataset."""
    return importing.imported(SHIPPED, path, *more, **said)


def known(overlays: Sequence[Path]) -> store.Known:
    """Every program of some overlays, in the same words."""
    return store.known(WORDS, overlays)


def row(**cells: str) -> dict[str, str]:
    """A row of a program that offers an IOP, but for what is said."""
    plain = {
        "name1": "Elm House", "name2": "", "street1": "1 Elm Street", "city": "Worcester", "state": "MA",
        "zip": "01608", "county": "Worcester", "phone": "508-555-0100", "intake1": "", "website": "",
        "latitude": "42.26", "longitude": "-71.80", "type_facility": "SU", "oit": "1",
    }  # fmt: skip
    return {**plain, **cells}


def text(rows: Iterable[Mapping[str, str]], header: Sequence[str] = (*FIELDS, *CODES)) -> str:
    """Rows as the CSV of the list."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([one.get(name, "") for name in header] for one in rows)
    return stream.getvalue()


def written(folder: Path, rows: Iterable[Mapping[str, str]], name: str = "list-2025-08-19.csv") -> Path:
    """The same as a file."""
    path = folder / name
    path.write_bytes(text(rows).encode("utf-8-sig"))
    return path


def cells(values: Sequence[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


places = st.fixed_dictionaries(
    {
        "name1": cells(("Elm House", "Oak Center", "", "Élan Café", *HOSTILE[:6])),
        "name2": cells(("", "North", "=1+1")),
        "street1": cells(("1 Elm Street", "2 Oak Road", "- - -")),
        "zip": cells(("01608", "1608", "02150", "", "abc")),
        "phone": cells(("508-555-0100", "(508) 555-0101 ext 3", "none", "")),
        "latitude": cells(("42.26", "-71.8", "0", "x", "")),
        "longitude": cells(("-71.80", "42.26", "0", "")),
        "type_facility": cells(("SU", "MH", "SA", "XX")),
        "city": cells(("Worcester", "Bo\x1b[1mston")),
        "state": cells(("MA", "Massachusetts", "ZZ")),
    }
)
rows = st.lists(
    st.builds(
        lambda place, codes: {**row(oit=""), **place, **dict.fromkeys(codes, "1")},
        places,
        st.sets(st.sampled_from(CODES), max_size=6),
    ),
    max_size=12,
)
"""Rows of any kind: some of one place, some that cannot be read, some with text that a format would act on."""
