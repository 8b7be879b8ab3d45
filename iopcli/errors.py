"""What can go wrong: exceptions that carry their exit code, and every problem with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Problem(NamedTuple):
    """One thing that is wrong: where, what, and what to do about it."""

    place: str
    message: str
    hint: str = ""
    warning: bool = False


LONGEST = 400
"""Characters of one part of a message."""


class IopcliError(Exception):
    """An end of the run that the person can do something about."""

    exit_code: int = 1

    def __init__(self, summary: str, problems: Sequence[Problem] = (), hint: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.problems = tuple(problems)
        self.hint = hint

    @property
    def as_problems(self) -> tuple[Problem, ...]:
        """Its problems, or itself as one, to stand among those of other errors."""
        return self.problems or (Problem(self.summary, "", self.hint),)


class UsageError(IopcliError):
    """The command was typed in a way that cannot be carried out."""

    exit_code = 2


class DatasetError(IopcliError):
    """The dataset, or a folder laid over it, cannot be used."""

    exit_code = 2


class InputRefused(IopcliError):
    """What was to be read cannot be used; nothing was done."""

    exit_code = 4


class OutputError(IopcliError):
    """The result could not be written."""

    exit_code = 5


class ResumeRefused(IopcliError):
    """What was begun cannot be gone on with."""

    exit_code = 6


class NeedsReview(IopcliError):
    """Finished, and there is something to look at."""

    exit_code = 3


class UrgentAnswer(IopcliError):
    """Finished, and an answer was urgent."""

    exit_code = 10


class Stopped(IopcliError):
    """A signal ended the run; the exit code is 128 and its number."""

    def __init__(self, signal: int) -> None:
        super().__init__("stopped")
        self.exit_code = 128 + signal


class ReaderGone(IopcliError):
    """Whoever read the output has gone; nothing is wrong."""

    exit_code = 141


def visible(text: str) -> str:
    """Text with every character that a terminal would act on written out, so that no line can be forged."""
    return "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text)


def brief(problem: Problem) -> Problem:
    """The problem in words that fit a screen, however long what it names is."""
    place, message, hint, warning = problem
    return Problem(_shortened(place), _shortened(message), _shortened(hint), warning)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 4 :]}"


def describe(error: IopcliError) -> str:
    """The lines a person reads on stderr: the summary, every problem with its place, one hint."""
    lines = [f"error: {visible(_shortened(error.summary))}"]
    briefly = (brief(problem) for problem in error.problems)
    problems = [Problem(visible(one.place), visible(one.message), visible(one.hint)) for one in briefly]
    if problems:
        lines.append("")
        width = min(48, max(len(problem.place) for problem in problems))
        for problem in problems:
            lines.append(f"  {problem.place:<{width}}  {problem.message}".rstrip())
            if problem.hint:
                lines.append(f"  {'':<{width}}  -> {problem.hint}")
    if error.hint:
        lines += ["", f"hint: {visible(error.hint)}"]
    return "\n".join(lines)


def refuse(
    problems: Sequence[Problem], error: type[IopcliError], where: str, hint: str = "", thing: str = "problem"
) -> None:
    """End where there are problems, with how many: `2 problems in the map`.

    Raises:
        IopcliError: of that kind, with every problem.
    """
    if problems:
        raise error(f"{count(len(problems), thing)} {where}", problems, hint)


def repeated(things: Iterable[T]) -> list[T]:
    """What comes more than once, each once, in the order they first come up."""
    return [thing for thing, times in Counter(things).items() if times > 1]


def count(number: int, thing: str) -> str:
    """A number with its noun: `1 problem`, `2 problems`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
