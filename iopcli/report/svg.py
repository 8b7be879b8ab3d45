"""A picture of the terminal page, drawn by Rich; it loads no fonts and nothing else from anywhere."""

from __future__ import annotations

import io
import re

from rich.terminal_theme import TerminalTheme

from iopcli.report.colour import console, draw
from iopcli.report.page import Page

_FONT_FACES = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)

LIGHT = TerminalTheme(
    (255, 255, 255),
    (28, 36, 48),
    [
        (0, 0, 0),
        (155, 28, 28),
        (30, 110, 60),
        (138, 90, 0),
        (30, 80, 160),
        (120, 40, 130),
        (20, 100, 130),
        (90, 98, 108),
    ],
)
"""Dark words on white, each colour readable on it; black, red, green, yellow, blue, magenta, cyan, grey."""


def svg(page: Page, width: int) -> str:
    """The page as SVG, `width` columns wide, the same bytes for the same page."""
    screen = console(io.StringIO(), width, record=True)
    draw(page, screen)
    picture = screen.export_svg(title="iopcli", theme=LIGHT, unique_id="iopcli")
    return _FONT_FACES.sub("", picture) + "\n"
