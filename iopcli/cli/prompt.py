"""A prompt on standard error and a line from standard input: the one place where someone is waited for."""

from __future__ import annotations

import os
import select
import signal
import sys
from typing import TextIO

from iopcli.report.write import to_stderr


def next_line() -> str | None:
    """The next line that is typed, without spaces around it; None at the end of the input.

    Raises:
        Stopped: a signal came, even one between the prompt and the wait for the line.
    """
    print("> ", end="", file=sys.stderr, flush=True)  # noqa: T201 - the prompt
    if sys.stdin and sys.stdin.isatty():
        _wait(sys.stdin)
    line = sys.stdin.readline() if sys.stdin else ""
    if not line:
        to_stderr("")
        return None
    return line.strip()


def _wait(typed: TextIO) -> None:
    """Wait until a line is there. A signal writes to a pipe, so that it ends the wait also if it came just before."""
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    before = signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    try:
        select.select([typed.fileno(), woken], [], [])
    finally:
        signal.set_wakeup_fd(before)
        os.close(woken)
        os.close(wake)
