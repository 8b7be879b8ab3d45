"""After an interview on a terminal: the rest of the result, which is saved nowhere, can be read by typing one word."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from iopcli.cli.prompt import next_line
from iopcli.cli.shared import Out
from iopcli.facts.result import Result
from iopcli.report.formats import ON_SCREEN, Format
from iopcli.report.write import to_stderr


def can_read_on(format_: Format | None) -> bool:
    """Whether someone sits at a terminal and reads there."""
    return (format_ or Format.table) in ON_SCREEN and at_a_terminal()


def at_a_terminal() -> bool:
    """Whether all that is typed and said goes through a terminal."""
    return all(one is not None and one.isatty() for one in (sys.stdin, sys.stdout, sys.stderr))


def read_on(result: Result, out: Out, words: Mapping[str, str]) -> None:
    """Show what is asked for, until a line is empty or the input ends; `words` are what to type and what it names."""
    hint = f"\nRead more: {', '.join(words)}. Enter ends."
    to_stderr(hint)
    while word := next_line():
        if name := words.get(word.casefold()):
            out.show(result, read=[name], pager=False)
        to_stderr(hint)
