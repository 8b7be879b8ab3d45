"""Text longer than the screen goes through the reader's pager, as git's does; whatever the pager does, none is lost."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys

from iopcli.report.screen import is_dumb
from iopcli.report.write import to_stderr

DEFAULT = "less"
NONE = ("", "cat")
"""What a reader writes in PAGER who wants none."""
SETTINGS = {"LESS": "FRX", "LV": "-c"}
"""How pagers are told to keep colours and to leave short text alone, where the reader has not said how."""


def paged(text: str) -> bool:
    """Whether a pager has shown the text; where none is wanted, or it failed, the text is still owed."""
    command = os.environ.get("PAGER", DEFAULT).strip()
    if command in NONE or not _needs_one(text) or (command == DEFAULT and not shutil.which(DEFAULT)):
        return False
    environment = {**SETTINGS, **os.environ}
    try:
        process = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=environment)  # noqa: S602 - as git
    except OSError:
        return False
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keys are the pager's until it ends
    try:
        process.communicate(
            text.encode(sys.stdout.encoding, errors="replace")
        )  # ends early: communicate() says nothing
    finally:
        signal.signal(signal.SIGINT, before)
    if process.returncode:
        to_stderr("note: the pager did not work, so here is the text itself")
    return process.returncode == 0


def _needs_one(text: str) -> bool:
    """Whether there is a screen, and the text is longer than it."""
    if is_dumb() or sys.stdout is None or not sys.stdout.isatty():
        return False
    return text.count("\n") >= shutil.get_terminal_size().lines
