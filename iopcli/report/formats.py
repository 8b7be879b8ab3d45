"""A result in any format: the registry of formats, and the one place that decides where it goes."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from iopcli.config import Format as Format
from iopcli.errors import UsageError, visible
from iopcli.report.screen import is_dumb

if TYPE_CHECKING:
    from iopcli.facts.result import Result
    from iopcli.report.page import Page

FILE_WIDTH = 80
"""Columns of a text file; a file has no screen to ask."""
WIDEST_TEXT = 100
"""Columns past which lines of text get hard to follow."""
PICTURE_WIDTH = 100
"""Columns of the terminal that an SVG shows."""


PICTURE = "picture"
"""The name under which a picture is read."""
STDOUT = Path("-")
"""The name that means standard output, as everywhere."""
ON_SCREEN = frozenset({Format.table, Format.text})
"""Formats that open with a first screen where they are read at once; every other, and every file, holds the whole."""

SUFFIXES = {
    ".txt": Format.text, ".text": Format.text, ".json": Format.json, ".csv": Format.csv,
    ".md": Format.markdown, ".markdown": Format.markdown, ".html": Format.html, ".htm": Format.html, ".svg": Format.svg,
}  # fmt: skip


def chosen(format_: Format | None, output: Path | None) -> Format:
    """The format that was asked for, or that the file's suffix means; a table otherwise.

    Raises:
        UsageError: a file whose suffix says nothing, and no format.

    """
    if format_ is not None or output in (None, STDOUT):
        return format_ or _usual()
    if output.suffix.lower() in SUFFIXES:
        return SUFFIXES[output.suffix.lower()]
    hint = f"end the name in {', '.join(SUFFIXES)}, or add --format"
    raise UsageError("the name of the output file does not say which format", hint=hint)


def _usual() -> Format:
    """What standard output gets where nothing else is asked for: a table, or what the environment says."""
    named = os.environ.get("IOPCLI_FORMAT") or Format.table.value
    if named not in Format.__members__:
        raise UsageError("IOPCLI_FORMAT names no format", hint=f"use one of {', '.join(Format.__members__)}")
    return Format(named)


def emit(
    result: Result,
    format_: Format,
    output: Path | None = None,
    *,
    force: bool = False,
    read: Collection[str] = (),
    pager: bool = False,
) -> None:
    """Write a result to a file, whole or not at all, or to standard output: its first screen, or what to `read`."""
    from iopcli.report.write import out, save, say

    if output not in (None, STDOUT):
        save(written_as(result, format_, read), output, force=force)
        say(f"wrote {visible(str(output))}")
    elif format_ in ON_SCREEN:
        _show(result, format_, read, pager=pager)
    else:
        out(written_as(result, format_, read, _width()), exactly=True)


def written_as(result: Result, format_: Format, read: Collection[str] = (), width: int = FILE_WIDTH) -> str:
    """The text that a file holds of a result; an SVG that is asked for the picture holds it alone."""
    if format_ is Format.svg and PICTURE in read:
        from iopcli.report.drawing import svg_of
        from iopcli.report.pages import screen

        return svg_of(screen(result, [PICTURE]))
    return _FORMATS[format_](result, width)


def _show(result: Result, format_: Format, read: Collection[str], *, pager: bool) -> None:
    """A first screen, or what to read, to standard output with the colours and the width it has."""
    from iopcli.report.pager import paged
    from iopcli.report.pages import screen
    from iopcli.report.write import out

    made = screen(result, read)
    text = _in_lines(made) if format_ is Format.text else _drawn(made)
    if not (pager and paged(text)):
        out(text)


def _in_lines(made: Page) -> str:
    from iopcli.report.writers.text import linear

    return linear(made, min(_width(), WIDEST_TEXT))


def _drawn(made: Page) -> str:
    ascii_only = not (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    if _may_colour():
        from iopcli.report.colour import coloured as drawn
    else:
        from iopcli.report.writers.terminal import plain as drawn
    return drawn(made, _width(), ascii_only=ascii_only)


def _may_colour() -> bool:
    """Whether Rich has anything to do: a terminal that can show styles, or one that is forced."""
    forced = bool(os.environ.get("FORCE_COLOR") or os.environ.get("TTY_COMPATIBLE"))
    if is_dumb():
        return forced and not os.environ.get("TERM")  # where no terminal is named at all, as in a build, colour may be
    return forced or bool(sys.stdout and sys.stdout.isatty())


def _width() -> int:
    return shutil.get_terminal_size((FILE_WIDTH, 24)).columns


def _table(result: Result, width: int) -> str:
    from iopcli.report.pages import page
    from iopcli.report.writers.terminal import plain

    return plain(page(result), width)


def _text(result: Result, width: int) -> str:
    from iopcli.report.pages import page
    from iopcli.report.writers.text import linear

    return linear(page(result), min(width, WIDEST_TEXT))


def _json(result: Result, _: int) -> str:
    from iopcli.report.writers.json import json

    return json(result)


def _csv(result: Result, _: int) -> str:
    from iopcli.report.writers.csv import csv_text

    return csv_text(result)


def _markdown(result: Result, _: int) -> str:
    from iopcli.report.pages import page
    from iopcli.report.writers.markdown import markdown

    return markdown(page(result))


def _html(result: Result, _: int) -> str:
    from iopcli.report.pages import cover, page
    from iopcli.report.writers.html import html

    return html(page(result), cover(result))


def _svg(result: Result, _: int) -> str:
    from iopcli.report.pages import page
    from iopcli.report.writers.svg import svg

    return svg(page(result), PICTURE_WIDTH)


_FORMATS: dict[Format, Callable[[Result, int], str]] = {
    Format.table: _table,
    Format.text: _text,
    Format.json: _json,
    Format.csv: _csv,
    Format.markdown: _markdown,
    Format.html: _html,
    Format.svg: _svg,
}
