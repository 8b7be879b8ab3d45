"""A picture of the terminal page, drawn by Rich; it loads no fonts and nothing else from anywhere."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.terminal_theme import TerminalTheme

from iopcli.facts.result import Result
from iopcli.report.colour import STYLES
from iopcli.report.page import Page
from iopcli.report.pages import page
from iopcli.report.writers.terminal import laid_out

WIDTH = 100
"""Columns of the terminal that it shows."""

_FONT_FACES = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)

_COLOURS = [(0, 0, 0), (155, 28, 28), (30, 110, 60), (138, 90, 0), (30, 80, 160), (120, 40, 130), (20, 100, 130)]
LIGHT = TerminalTheme((255, 255, 255), (28, 36, 48), [*_COLOURS, (90, 98, 108)])
"""Dark words on white, each colour readable on it; black, red, green, yellow, blue, magenta, cyan, grey."""


class _Drawn:
    """Lines that are broken already, for Rich to record and nothing more."""

    def __init__(self, page: Page, width: int) -> None:
        self.lines = [*laid_out(page, width, ascii_only=False)]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for line in self.lines:
            yield from (Segment(words, STYLES[name]) for words, name in line)
            yield Segment.line()


def written(result: Result, _width: int) -> str:
    """The whole result as SVG."""
    return svg(page(result), WIDTH)


def svg(page: Page, width: int) -> str:
    """The page as SVG, `width` columns wide, the same bytes for the same page whatever terminal it is drawn from."""
    screen = Console(
        file=io.StringIO(), width=width, record=True, force_terminal=True, color_system="truecolor", _environ={}
    )
    screen.print(_Drawn(page, width), soft_wrap=True)
    picture = screen.export_svg(title="iopcli", theme=LIGHT, unique_id="iopcli")
    return _FONT_FACES.sub("", picture) + "\n"
