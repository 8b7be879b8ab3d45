"""A timetable in characters, a letter for each kind of time; in words where there is no room to draw it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from iopcli.facts.clock import days_text
from iopcli.facts.wording import capitalised
from iopcli.report.lines import Line, said, wrapped
from iopcli.report.page import DayRow, Timetable

SIGNS: Mapping[str, str] = {
    "treatment": "T", "stay": "P", "travel": ">", "work": "w", "care": "c", "sleep": "z", "clash": "X",
    "on-the-way": "x", "free": "·",
}  # fmt: skip
"""The letter of each kind, so that color is never the only carrier."""
FREE_ASCII = "."
STYLES: Mapping[str, str] = {
    "treatment": "strong", "stay": "strong", "travel": "flag", "work": "plain", "care": "bar", "sleep": "muted",
    "clash": "alert", "on-the-way": "alert", "free": "muted",
}  # fmt: skip
HOURS, HEAD = 24, 4
DETAIL = (4, 3)
"""Letters that an hour may take, the most first; with fewer a quarter of an hour would be lost."""
TICKS = ("midnight", "3 am", "6 am", "9 am", "noon", "3 pm", "6 pm", "9 pm")
MINUTES = 60


def drawn(table: Timetable, width: int, *, ascii_only: bool = False) -> Iterator[Iterable[Line]]:
    """The timetable in lines, each with the styles of its parts; in words where the screen is narrow."""
    an_hour = next((letters for letters in DETAIL if HEAD + letters * HOURS <= width), 0)
    for one in table.above:
        yield from ([(line, one.role)] for line in wrapped(said(one), width))
    if an_hour:
        yield [(_ticks(an_hour), "muted")]
        for day in table.days:
            yield [(f"{day.label:<{HEAD}}", "strong"), *_letters(day, an_hour, ascii_only)]
    if table.words or not an_hour:
        yield from ([(line, "plain")] for text in days_in_words(table) for line in wrapped(text, width, "- ", "  "))
    for one in table.below:
        yield from ([(line, one.role)] for line in wrapped(said(one), width))
    if table.key and an_hour:
        yield from ([(line, "muted")] for line in wrapped(_key(table, ascii_only), width))


def in_words(table: Timetable, width: int) -> Iterator[str]:
    """The same in words alone."""
    for one in table.above:
        yield from wrapped(said(one), width)
    for text in days_in_words(table):
        yield from wrapped(text, width, "- ", "  ")
    for one in table.below:
        yield from wrapped(said(one), width)


def days_in_words(table: Timetable) -> list[str]:
    """Day by day in words, those that are alike together."""
    alike: dict[str, list[int]] = {}
    for number, day in enumerate(table.days):
        alike.setdefault(day.says, []).append(number)
    named = ((days_text(days), says) for says, days in alike.items())
    return [f"{capitalised(days)}: {says}." for days, says in named]


def _ticks(an_hour: int) -> str:
    return " " * HEAD + "".join(f"{text:<{3 * an_hour}}" for text in TICKS).rstrip()


def _letters(day: DayRow, an_hour: int, ascii_only: bool) -> Iterator[Line]:
    """A day in letters, those of one kind together."""
    size = MINUTES // an_hour
    kinds = [_kind_at(day, start, start + size) for start in range(0, HOURS * MINUTES, size)]
    for kind, run in groupby(kinds):
        yield _sign(kind, ascii_only) * len([*run]), STYLES[kind]


def _kind_at(day: DayRow, start: int, end: int) -> str:
    """What most of a short time is; a clash and what has begun in it are never hidden."""
    here: dict[str, int] = {}
    for one in day.stretches:
        minutes = min(one.end, end) - max(one.start, start)
        if minutes > 0:
            here[one.kind] = here.get(one.kind, 0) + minutes
    if clash := next((kind for kind in ("clash", "on-the-way") if kind in here), None):
        return clash
    return max(here, key=lambda kind: (kind in ("treatment", "stay"), here[kind]), default="free")


def _sign(kind: str, ascii_only: bool) -> str:
    return FREE_ASCII if kind == "free" and ascii_only else SIGNS[kind]


def _key(table: Timetable, ascii_only: bool) -> str:
    return ", ".join(f"{_sign(kind, ascii_only)} {label}" for kind, label in table.key)
