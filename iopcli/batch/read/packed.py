"""A compressed file or a spreadsheet becomes lines of text in a folder: gzip, and a workbook of Excel."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from iopcli.batch.read.records import quoted
from iopcli.batch.read.text import BLOCK, kept
from iopcli.errors import InputRefused

MOST_TIMES = 1000
"""How many times the size of its file what is packed may have as text; records of answers have a tenth of it."""
SMALL_TEXT = 64 * 1024 * 1024
"""Bytes of text that are never too much."""
_BOOK = "this is an Excel workbook"
_GZIP = b"\x1f\x8b"


def unpacked(path: Path, kind: str, folder: Path) -> tuple[Path, str]:
    """The file as text and of which kind that is; the file itself where it is neither packed nor a workbook.

    Raises:
        InputRefused: it is a workbook that cannot be read here, or is not whole, or holds far too much.
        OutputError: there is no room for it.
    """
    try:
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
    except OSError:  # said where it is read
        return path, kind
    if packed:
        path = kept(_within(_unzipped(path), most_text(path)), folder / "unpacked")
    if kind != "parquet" and _is_book(path):
        return kept(_within(_sheet(path), most_text(path)), folder / "sheet.csv"), "csv"
    if kind == "xlsx":
        raise InputRefused("the input is named as an Excel workbook, but it is not one", hint="--from says what it is")
    return path, kind


def most_text(path: Path) -> int:
    """How many bytes a packed file may have as text."""
    return max(SMALL_TEXT, MOST_TIMES * path.stat().st_size)


def too_much_text() -> InputRefused:
    """What is said of a packed file that has more."""
    problem = f"as text the input would be more than {MOST_TIMES:,} times as large as its file"
    return InputRefused(problem, hint="is it the right file? if it is, use CSV")


def _within(parts: Iterator[bytes], most: int) -> Iterator[bytes]:
    """The parts, as long as they are no more than so many bytes."""
    size = 0
    for part in parts:
        if (size := size + len(part)) > most:
            raise too_much_text()
        yield part


def _unzipped(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path) as file:
            while part := file.read(BLOCK):
                yield part
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise InputRefused("the input is compressed (gzip) and not complete", hint="copy it again") from None


def _is_book(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as file:
            return "xl/workbook.xml" in file.namelist()
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


def _sheet(path: Path) -> Iterator[bytes]:
    """The one sheet of a workbook as lines of a CSV."""
    hint = "save it as CSV"
    try:
        import openpyxl
    except ImportError:
        raise InputRefused(_BOOK, hint=f"{hint}, or pip install 'iopcli[excel]'") from None
    with zipfile.ZipFile(path) as packed:
        if sum(one.file_size for one in packed.infolist()) > most_text(path):
            raise InputRefused(f"{_BOOK} that holds far too much", hint=hint)
    try:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if any(True for _ in sheet.iter_rows(max_row=1))]
    except Exception:  # a broken workbook fails in any way
        raise InputRefused(f"{_BOOK}, and it cannot be read", hint=hint) from None
    if len(sheets) != 1:
        raise InputRefused(f"{_BOOK} with {len(sheets)} sheets, and no one says which", hint=f"{hint} the one you mean")
    try:
        rows = (",".join(quoted(_text(value)) for value in row) for row in sheets[0].iter_rows(values_only=True))
        yield from (f"{row}\n".encode() for row in rows)
    except Exception:
        raise InputRefused(f"{_BOOK}, and it cannot be read to its end", hint=hint) from None
    finally:
        book.close()


def _text(value: Any) -> str:
    """A cell of a sheet as a CSV would hold it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)
