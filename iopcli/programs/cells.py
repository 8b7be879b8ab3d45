"""Cells become the fields of a program: text that is only text, phones, ZIP codes, and places on the map."""

from __future__ import annotations

import re
from typing import NamedTuple

from iopcli.dataset.states import STATES, state_named

LONGEST = 200
"""Characters of a field."""
TERRITORIES = ("AS", "FM", "GU", "MH", "MP", "PW", "VI")
"""Letters of places that are no state and have programs."""
_NEW_ENGLAND = ("CT", "MA", "ME", "NH", "NJ", "PR", "RI", "VI", "VT")
"""States whose ZIP codes start with 0, which spreadsheets take off."""


class Location(NamedTuple):
    """Where a program is, and what was wrong with how it was written."""

    latitude: float | None
    longitude: float | None
    wrong: str = ""


def clean(value: object) -> str:
    """A cell as one line of text: no controls, no marks that cannot be seen, no more than 200 characters.

    Three quotes in a row, which end a text in the file of a list, become one.
    """
    if not isinstance(value, str):
        value = "" if value is None or isinstance(value, bool | list | dict) else str(value)
    while "'''" in value:
        value = value.replace("'''", "'")
    if value.isascii() and value.isprintable():
        return " ".join(value.split())[:LONGEST]
    spaced = "".join(one if one.isprintable() else " " if one.isspace() or ord(one) < 32 else "" for one in value)
    return " ".join(spaced.split())[:LONGEST]


_PHONE = re.compile(
    r"\D*(?:1\D*)?(\d{3})\D*(\d{3})\D*(\d{4})(?:\D*?(?:x|ext|extension|#)\D*(\d{1,6}))?\D*", re.IGNORECASE
)


def phone(text: str) -> str | None:
    """A number as people dial it, `508-555-0100 x12`; nothing for a blank, None where there are not ten digits."""
    if not text:
        return ""
    if not (match := _PHONE.fullmatch(text)):
        return None
    area, office, line, extension = match.groups()
    return f"{area}-{office}-{line}{f' x{extension}' if extension else ''}"


def zip_code(text: str, state: str) -> str | None:
    """Five digits; a zero that a spreadsheet took off stands again. None where it is no ZIP code."""
    digits = text.partition("-")[0].strip().removesuffix(".0")
    if not digits:
        return ""
    if digits.isascii() and digits.isdigit():
        if len(digits) == 5:
            return digits
        if len(digits) == 9:
            return digits[:5]
        if len(digits) in (3, 4) and state in _NEW_ENGLAND:
            return digits.zfill(5)
    return None


def state_code(text: str) -> str | None:
    """The two letters of a state or territory; nothing for a blank, None where it is none."""
    if text in STATES or not text:
        return text
    return text.upper() if text.upper() in TERRITORIES else state_named(text)


def place(latitude: str, longitude: str) -> Location:
    """Where it is: swapped numbers are put right, and said; zero, and a place far from the US, is nowhere."""
    if not latitude and not longitude:
        return Location(None, None)
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return Location(None, None, "are not two numbers, so its distance is not known")
    if north == 0 or east == 0:
        return Location(None, None, "are zero, so its distance is not known")
    if _in_us(north, east):
        return Location(round(north, 6), round(east, 6))
    if _in_us(east, north):
        return Location(round(east, 6), round(north, 6), "are swapped, and were put right")
    return Location(None, None, "are not in the United States, so its distance is not known")


def _in_us(north: float, east: float) -> bool:
    """Whether a place is in a state or a territory; those in the Pacific reach from Palau to American Samoa."""
    return (13 <= north <= 72 and -180 <= east <= -64) or (-15 <= north <= 21 and (130 <= east <= 180 or east <= -168))
