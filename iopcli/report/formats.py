"""A result in any format: the registry of formats, and the one place that decides where it goes.

The writer of a format is imported when it writes: `written` gives the whole result as text, `on_screen` a first screen.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from importlib import import_module
from pathlib import Path

from iopcli.config import Format as Format
from iopcli.errors import UsageError, visible
from iopcli.facts.result import Result
from iopcli.report.pager import paged
from iopcli.report.write import out, save, to_stderr

FILE_WIDTH = 80
"""Columns of a text file; a file has no screen to ask."""


PICTURE = "picture"
"""The name under which a picture is read."""
STDOUT = Path("-")
"""The name that means standard output, as everywhere."""
ON_SCREEN = frozenset({Format.table, Format.text})
"""Formats that open with a first screen where they are read at once; every other, and every file, holds the whole."""

SUFFIXES = {
    ".txt": Format.text, ".text": Format.text, ".json": Format.json, ".csv": Format.csv,
    ".md": Format.markdown, ".markdown": Format.markdown, ".html": Format.html, ".htm": Format.html, ".svg": Format.svg,
    ".pdf": Format.pdf,
}  # fmt: skip


WRITERS = {one: f"iopcli.report.writers.{one.value}" for one in Format} | {
    Format.table: "iopcli.report.writers.terminal"
}
"""The module that writes a format."""
DRAWING = "iopcli.report.drawing"
"""The one that draws a picture alone."""


def chosen(format_: Format | None, output: Path | None, usual: Format = Format.table) -> Format:
    """The format that was asked for, or that the file's suffix means; otherwise what the environment says, or `usual`.

    Raises:
        UsageError: a file whose suffix says nothing, and no format.

    """
    if format_ is not None or output in (None, STDOUT):
        return format_ or _from_environment() or usual
    if output.suffix.lower() in SUFFIXES:
        return SUFFIXES[output.suffix.lower()]
    hint = f"end the name in {', '.join(SUFFIXES)}, or add --format"
    raise UsageError("the name of the output file does not say which format", hint=hint)


def _from_environment() -> Format | None:
    """What standard output gets by the environment; None where it says nothing."""
    named = os.environ.get("IOPCLI_FORMAT")
    if not named:
        return None
    if named not in Format.__members__:
        raise UsageError("IOPCLI_FORMAT does not name a format", hint=f"use one of {', '.join(Format.__members__)}")
    return Format(named)


def emit(
    result: Result,
    format_: Format,
    output: Path | None = None,
    *,
    force: bool = False,
    read: Collection[str] = (),
    pager: bool = False,
    over: str = "",
) -> None:
    """Write a result to a file, whole or not at all, or to standard output: its first screen, or what to `read`.

    What to type next on a screen names the folders that were laid `over` the dataset.
    """
    if output not in (None, STDOUT):
        save(written_as(result, format_, read), output, force=force)
        to_stderr(f"wrote {visible(str(output))}")
    elif format_ in ON_SCREEN:
        text = import_module(WRITERS[format_]).on_screen(result, read, _width(), over)
        if not (pager and paged(text)):
            out(text)
    else:
        out(written_as(result, format_, read, _width()), exactly=True)


def written_as(result: Result, format_: Format, read: Collection[str] = (), width: int = FILE_WIDTH) -> str | bytes:
    """What a file holds of a result, in bytes only a PDF; an SVG that is asked for the picture holds it alone."""
    alone = format_ is Format.svg and PICTURE in read
    held: str | bytes = import_module(DRAWING if alone else WRITERS[format_]).written(result, width)
    return held


def _width() -> int:
    return shutil.get_terminal_size((FILE_WIDTH, 24)).columns
