"""What a row of a list says before it is a program, and why some rows become none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from iopcli.programs.model import Said

FIELDS = (
    "name", "unit", "street", "city", "state", "zip", "county", "phone", "intake", "website", "latitude", "longitude",
)  # fmt: skip
"""The fields of a draft that are text as it was written."""


class ProgramDraft(NamedTuple):
    """One row: its number, its fields as they were written, what it says, and what is wrong that can be left out."""

    row: int
    fields: Mapping[str, str]
    words: Mapping[str, Said]
    wrong: tuple[tuple[str, str], ...] = ()


class Refused(NamedTuple):
    """A row that cannot be read, and why."""

    row: int
    field: str
    message: str


Row = ProgramDraft | Refused
