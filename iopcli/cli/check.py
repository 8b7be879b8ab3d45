"""`iopcli check`: the private self-check, for someone alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import Enum
from typing import Annotated

import typer

from iopcli.cli.reading import at_a_terminal
from iopcli.cli.shared import Everything, Out, nothing_lost, open_dataset
from iopcli.cli.talk import Ended, Talk
from iopcli.dataset.model import Voice
from iopcli.errors import NeedsReview, Stopped, UrgentAnswer
from iopcli.match.interview import Check
from iopcli.report.formats import ON_SCREEN
from iopcli.report.screen import is_dumb
from iopcli.report.write import refuse_if_taken, to_stderr
from iopcli.results.check import check


class Alone(str, Enum):
    """Who is alone with it."""

    person = "person"
    family = "family"


For = Annotated[
    Alone | None, typer.Option("--for", help="Whom to ask: the person, or family who cares for the person.")
]
CLEAR = "\x1b[3J\x1b[H\x1b[2J\x1b[3J"
"""Clears what has scrolled by and the screen; some terminals keep what was on the screen, so what scrolled by again."""
WHOLE = ("all",)
KEPT = "It holds your answers and no name, and only you can open it. Delete it when you no longer want it."


def run(for_: For = None, everything: Everything = False, *, out: Out) -> None:
    """Check yourself in private, and see whom to talk to.

    Every question can be skipped. Nothing is logged or sent, and nothing is saved without -o.
    Ends with 10 if something is urgent, with 3 if nothing was answered.
    """
    on_screen = out.format in ON_SCREEN
    if out.file:  # before any question is asked
        refuse_if_taken(out.file, force=out.force)
    dataset = open_dataset(out.data)
    voice: Voice = "family" if for_ is Alone.family else "person"
    talk = Talk(dataset, Check(dataset, voice), voice=voice)
    result = check(dataset, talk.hold(saving=bool(out.file)), voice)
    more = on_screen and not (everything or out.file or result.stopped) and _can_clear()
    with nothing_lost(result if out.file else None, out):
        out.show(result, read=[] if more else WHOLE, pager=False)
    if out.file:
        to_stderr(KEPT)
    _leave(talk, (lambda: out.show(result, read=WHOLE, pager=False)) if more else None)
    if result.urgent:
        raise UrgentAnswer("")
    if not result.found.answered:
        raise NeedsReview("")


def _leave(talk: Talk, more: Callable[[], None] | None) -> None:
    """Offer to show the rest and to clear the screen where that can be done; else say how to leave nothing on it.

    Enter skips a question, so a stray one is no answer here: it would leave the result on the screen unseen.
    """
    to_stderr("")
    if not _can_clear():
        talk.tell("To leave nothing on the screen, close this window.")
        return
    talk.tell("Scroll up to read it from the start.")
    try:
        _clear_or_not(talk, more)
    except Ended:
        return
    except Stopped:
        to_stderr("")
        raise


def _clear_or_not(talk: Talk, more: Callable[[], None] | None) -> None:
    """Ask until it is said, and clear the screen if it is wanted.

    Raises:
        Ended: the input is at its end, and the screen stays as it is.
    """
    wants = f"Clear the screen? Type y or n{', or all to read all of it first' if more else ''}."
    while True:
        talk.tell(wants)
        line = talk.line().casefold()
        if line in ("y", "yes", "c", "clear"):
            print(CLEAR, end="", file=sys.stderr, flush=True)  # noqa: T201 - nothing is left to read
            return
        if line in ("n", "no"):
            return
        if more and line in ("a", "all"):
            more()


def _can_clear() -> bool:
    """Whether a person sits at a terminal that knows how to clear itself."""
    return not is_dumb() and at_a_terminal()
