"""The laid-out page with its styles, as a terminal takes them: Rich says which codes, lines are broken already."""

from __future__ import annotations

import os
from collections.abc import Iterable

from rich.color import ColorSystem
from rich.style import Style

from iopcli.report.lines import Line

STYLES = {
    "plain": Style(),
    "strong": Style(bold=True),
    "muted": Style(dim=True),
    "alert": Style(bold=True, color="red"),
    "bar": Style(color="cyan"),
    "flag": Style(color="yellow"),
    "heading": Style(bold=True, underline=True),
}


def coloured(lines: Iterable[Iterable[Line]]) -> str:
    """The lines with the codes for its styles, in the sixteen colours that every terminal lets its owner choose.

    NO_COLOR keeps weight and underline, and leaves colour out.
    """
    styles = {name: style.without_color if os.environ.get("NO_COLOR") else style for name, style in STYLES.items()}
    drawn = (
        "".join(styles[name].render(words, color_system=ColorSystem.STANDARD) for words, name in line) for line in lines
    )
    return "".join(f"{line}\n" for line in drawn)
