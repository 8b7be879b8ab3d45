"""A file becomes rows of text: its encoding, its kind, and its lines, before anything is made of them."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import tomli

from iopcli.errors import InputRefused

LARGEST = 512 * 1024 * 1024
"""Bytes; the list of the whole country as JSON is a fifth of this."""
LONGEST_CELL = 1024 * 1024
_SAVE = "save it as UTF-8 and try again"


class DecodedText(NamedTuple):
    """What a file says, and the encoding it was read in where that was not UTF-8."""

    text: str
    encoding: str = ""


class Sheet(NamedTuple):
    """A CSV: its header in plain letters, and its rows, each with its number; the header is row 1."""

    header: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]


def text_of(path: Path) -> DecodedText:
    """The file as text: UTF-8, UTF-16 where it starts so or has a zero in every second byte, else Windows-1252.

    Raises:
        InputRefused: it cannot be read, is too large, or is text in none of these.
    """
    content = _bytes(path)
    encoding = _encoding(content)
    try:
        return DecodedText(content.decode(encoding or "utf-8-sig"), encoding)
    except UnicodeDecodeError:
        if encoding:
            raise InputRefused(f"{path.name} is not whole: it is not {encoding} to its end", hint=_SAVE) from None
    if b"\0" in content:
        raise InputRefused(f"{path.name} is not text", hint="give a CSV or JSON file")
    try:
        return DecodedText(content.decode("cp1252"), "Windows-1252")
    except UnicodeDecodeError:
        raise InputRefused(f"{path.name} is neither UTF-8, UTF-16 nor Windows-1252", hint=_SAVE) from None


def toml_of(text: str, shown: str, hint: str = "") -> dict[str, Any]:
    """The table that a text in TOML is.

    Raises:
        InputRefused: it is none, or has a number that is too long.
    """
    try:
        return tomli.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputRefused(f"{shown} is not TOML: {str(error)[:100]}", hint=hint) from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        hint = "check the path and who may read it"
        raise InputRefused(f"{path.name} cannot be read: {error.strerror}", hint=hint) from None
    if len(content) > LARGEST:
        raise InputRefused(f"{path.name} is larger than 512 MiB", hint="split it by state")
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise InputRefused(f"{path.name} is empty", hint="copy it again")
    return content


def _encoding(content: bytes) -> str:
    """UTF-16 by its mark, or by its zeros; nothing where it is to be tried as UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    start = content[:200]
    if len(start) > 1 and 0 not in start[::2] and not any(start[1::2]):
        return "UTF-16-LE"
    if len(start) > 1 and 0 not in start[1::2] and not any(start[::2]):
        return "UTF-16-BE"
    return ""


def is_json(text: str) -> bool:
    """Whether it starts as JSON does."""
    return text.lstrip()[:1] in ("{", "[")


def json_rows(text: str, shown: str) -> Sequence[Any]:
    """The rows of the JSON that the locator answers with, of one page or of a list of pages or rows.

    Raises:
        InputRefused: it is not JSON, or has no rows.
    """
    try:
        table = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputRefused(f"{shown} is not JSON to its end: {str(error)[:100]}", hint="copy it again") from None
    pages = table if isinstance(table, list) else [table]
    if pages and all(isinstance(page, Mapping) and isinstance(page.get("rows"), list) for page in pages):
        return [row for page in pages for row in page["rows"]]
    if isinstance(table, list):
        return table
    raise InputRefused(f"{shown} has no `rows`", hint="FindTreatment.gov's JSON has the programs in a list named rows")


def sheet(text: str, shown: str) -> Sheet:
    """The CSV with its header; commas, semicolons and tabs part the cells.

    Raises:
        InputRefused: there is no header.
    """
    first = text.lstrip("\ufeff\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    numbered = _numbered(lines, shown)
    number, header = next(numbered, (0, []))
    if number == 0 or len(header) < 2:
        raise InputRefused(
            f"{shown} has no header of two columns or more", hint="give a CSV, or FindTreatment.gov's JSON"
        )
    return Sheet(tuple(normalized(name) for name in header), numbered)


def _numbered(lines: Iterator[list[str]], shown: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with its number as a spreadsheet counts them."""
    number = 0
    try:
        for number, row in enumerate(lines, 1):
            if any(row):
                yield number, row
    except csv.Error as error:
        hint = "a quote may not be closed; open it in a spreadsheet and save it again"
        raise InputRefused(f"{shown} is not a CSV after row {number}: {error}", hint=hint) from None


def normalized(name: str) -> str:
    """The name of a column, without case and doubled blanks."""
    return " ".join(name.replace("\ufeff", "").split()).casefold()
