"""Words in lines that fit their columns, which every page of characters is made of."""

from __future__ import annotations

import re

from iopcli.report.page import TYPED, Said, refs_text

Line = tuple[str, str]
"""Words that fit their column, and the name of their style."""

_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
"""Where a word may be broken; the part before it is marked with a NUL, so that no blank comes between."""

_WORD = re.compile(rf"\S*{TYPED.pattern}\S*|\S+")
"""A command to type with the signs around it, or any other word."""
_SHELL_WORD = re.compile(r"""(?:'[^']*'|"[^"]*"|[^\s'"])+""")
"""A word as a shell reads it, with what is quoted in it."""
GOES_ON = " \\"
"""What stands at the end of a line after which a command goes on."""


def said(one: Said) -> str:
    """A sentence with its source numbers behind it."""
    return f"{one.text} {refs_text(one.refs)}".rstrip()


def wrapped(text: str, width: int, first: str = "", rest: str = "", *, at_hyphens: bool = False) -> list[str]:
    """Text in lines that break between words only, or also after the hyphens of a word.

    A command to type stays on one line; where it is longer than that, it goes on after a backslash, as in a shell.
    """
    words = (_HYPHEN.sub("-\0 ", text) if at_hyphens else text).split()
    words = _with_commands(text, width - len(rest)) if "`iopcli " in text else words
    lines: list[str] = []
    line, lead = "", first
    for word in words:
        longer = f"{line}{word}" if line.endswith("\0") else f"{line} {word}" if line else word
        if line and (columns(lead) + columns(longer) > width or line.endswith(GOES_ON)):
            lines.append(lead + line)
            longer, lead = word, rest
        line = longer
    return [done.replace("\0", "") for done in (*lines, (lead + line).rstrip())]


def _with_commands(text: str, width: int) -> list[str]:
    """The words of a text, of which a command is one, or as many as lines of this width have to be."""
    words: list[str] = []
    for found in _WORD.finditer(" ".join(text.split())):
        words += _broken(found[0], width) if found[1] else [found[0]]
    return words


def _broken(command: str, width: int) -> list[str]:
    """A command in pieces that fit a line, each with the sign that it goes on; in one where it fits."""
    if columns(command) <= width:
        return [command]
    pieces: list[str] = []
    for word in _SHELL_WORD.findall(command):
        if pieces and columns(f"{pieces[-1]} {word}{GOES_ON}") <= width:
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    return [*(f"{piece}{GOES_ON}" for piece in pieces[:-1]), pieces[-1]]


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text) - text.count("\0")
    from rich.cells import cell_len  # most texts are ASCII

    return cell_len(text.replace("\0", ""))
