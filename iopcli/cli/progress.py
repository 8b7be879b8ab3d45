"""Long work with its progress on standard error, that a signal ends at once."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from iopcli.batch.run import Records
from iopcli.report.screen import is_dumb

T = TypeVar("T")
SECONDS = 5
"""How long work may take to end when it is told to."""


class Work:
    """Work on the records of an input."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._start = time.monotonic()
        self._shows = sys.stderr.isatty() and not is_dumb()

    def do(self, what: str, work: Callable[[], T]) -> T:
        """The result of a piece of work, done beside this thread, which listens for signals meanwhile."""
        found: list[T] = []
        failed: list[BaseException] = []
        ended = threading.Event()

        def run() -> None:
            try:
                found.append(work())
            except BaseException as error:
                failed.append(error)
            finally:
                ended.set()

        threading.Thread(target=run, daemon=True).start()
        try:
            while not ended.wait(0.1):  # not `join`, which takes a thread for gone when a signal comes
                self._show(what)
        except BaseException:
            self._records.stop()  # it looks at each chunk whether it is to go on
            ended.wait(SECONDS)
            raise
        finally:
            self._draw("")
        if failed:
            raise failed[0]
        return found[0]

    def _show(self, what: str) -> None:
        """How far it is, how fast, and how long it may still take, once a second has gone."""
        gone = time.monotonic() - self._start
        if gone >= 1:
            share, done = self._records.share, self._records.count
            rate = f"{done / gone:,.0f} records a second" if share else ""
            left = f"{gone / share - gone:,.0f} s left" if share else ""
            self._draw(", ".join(part for part in (f"{what} {share:.0%}" if share else what, rate, left) if part))

    def _draw(self, line: str) -> None:
        if self._shows:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)  # noqa: T201 - one line that is drawn again
