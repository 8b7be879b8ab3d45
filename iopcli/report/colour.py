"""The laid-out page with its styles, on a Rich console: a terminal, or the recorder behind a picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.style import Style

from iopcli.report.page import Page
from iopcli.report.terminal import laid_out

STYLES = {
    "plain": Style(),
    "strong": Style(bold=True),
    "muted": Style(dim=True),
    "alert": Style(bold=True, color="red"),
    "bar": Style(color="cyan"),
    "flag": Style(color="yellow"),
    "heading": Style(bold=True, underline=True),
}


class _Segments:
    """Words that are broken into lines already, for Rich to colour and nothing more."""

    def __init__(self, segments: list[Segment]) -> None:
        self.segments = segments

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        yield from self.segments


def console(file: IO[str], width: int, *, record: bool = False) -> Console:
    """The one console: it decides on colour by what NO_COLOR, FORCE_COLOR, TERM and the terminal say.

    With `record` it decides nothing: a picture is the same whatever terminal it is drawn from.
    """
    return Console(
        file=file,
        width=width,
        markup=False,
        emoji=False,
        highlight=False,
        record=record,
        force_terminal=True if record else None,
        color_system="truecolor" if record else "auto",
        _environ={} if record else None,
    )


def draw(page: Page, to: Console) -> None:
    """Print the page on a console, as wide as it is."""
    lines = laid_out(page, to.width, ascii_only=not to.encoding.lower().startswith("utf"))
    to.print(
        _Segments(
            [
                part
                for line in lines
                for part in (*(Segment(words, STYLES[name]) for words, name in line), Segment.line())
            ]
        ),
        soft_wrap=True,
    )
