"""A timeline in characters: a letter where each part starts, filled by where the nights are, all to one scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from iopcli.report.lines import columns, wrapped
from iopcli.report.page import Leg, Timeline, Track

WIDEST, NARROWEST, LONGEST_NAME, ROOMY = 110, 30, 32, 44
"""Columns that a timeline takes at most, and its field at least; of a name, and of the field beside names at least."""
BESIDE = ("bar", "marks")
"""The lines beside which a name may stand; a longer one stands above them."""
DRAWN: Mapping[str, str] = {"away": "█", "home": "▒", "light": "·", "wait": "~"}
ASCII: Mapping[str, str] = {"away": "#", "home": "=", "light": ".", "wait": "~"}
OPEN = {True: ">", False: "▶"}
"""What an open end is drawn with, in ASCII or not."""


def drawn(timeline: Timeline, width: int, *, ascii_only: bool = False) -> list[str]:
    """The timeline in lines; in words where there is no room to draw it."""
    names = [wrapped(track.name, LONGEST_NAME) for track in timeline.tracks]
    longest = max((columns(line) for name in names for line in name), default=0) + 2
    beside = all(len(name) <= len(BESIDE) for name in names) and min(width, WIDEST) - longest >= ROOMY
    left = longest if beside else 0
    room = min(width, WIDEST) - left
    if room < NARROWEST:
        return in_words(timeline, width)
    fills = ASCII if ascii_only else DRAWN
    lines = [" " * left + line for line in _ticks(timeline.ticks, room)]
    for track, name in zip(timeline.tracks, names, strict=True):
        rows = [row for row in (_bar(track, room, fills, ascii_only), _marks(track, room)) if row]
        if beside:
            both = zip_longest(name, rows, fillvalue="")
            lines += [f"{head}{' ' * (left - columns(head))}{row}".rstrip() for head, row in both]
        else:
            lines += [*wrapped(track.name, width), *rows]
    return [*lines, *_legend(timeline, width, fills)]


def in_words(timeline: Timeline, width: int) -> list[str]:
    """The same in words: what each line is made of, from when to when."""
    lines = []
    for track in timeline.tracks:
        parts = "; ".join(leg.says for leg in track.legs)
        lines += wrapped(f"{track.name}: {parts}.", width, "", "  ")
    return [*lines, *(line for text in timeline.says for line in wrapped(text, width))]


def with_letters(timeline: Timeline, width: int) -> list[str]:
    """What stands below a drawing: each letter, then the same in words."""
    letters = "; ".join(f"{letter} {name}" for letter, name in timeline.letters)
    return [*wrapped(f"{letters}.", width), *in_words(timeline, width)]


def _legend(timeline: Timeline, width: int, fills: Mapping[str, str]) -> Iterator[str]:
    letters = "; ".join(f"{letter} {name}" for letter, name in timeline.letters)
    filled = "; ".join(f"{fills[fill] * 2} {says}" for fill, says in timeline.fills)
    yield from wrapped(f"{letters}. {filled}.", width)
    for text in timeline.says:
        yield from wrapped(text, width)


def places(track: Track, room: int) -> list[tuple[Leg, int, int]]:
    """The columns of each part: at least one each, none over another."""
    found, at = [], 0
    for number, leg in enumerate(track.legs):
        start = max(at, round(leg.start * room))
        rest = len(track.legs) - number - 1
        end = min(max(start + 1, round(leg.end * room)), room - rest)
        found.append((leg, min(start, room - rest - 1), end))
        at = end
    return found


def _bar(track: Track, room: int, fills: Mapping[str, str], ascii_only: bool) -> str:
    line = ""
    for leg, start, end in places(track, room):
        part = leg.letter + fills[leg.fill] * (end - start - 1)
        if leg.open and end > start + 1:
            part = part[:-1] + OPEN[ascii_only]
        line = f"{line:<{start}}{part}"
    return line


def _marks(track: Track, room: int) -> str:
    """What is written below a line, moved to the right where it would run into what is there."""
    line = ""
    starts = {round(leg.start * 1000): start for leg, start, _ in places(track, room)}
    for at, text in track.marks:
        start = max(starts.get(round(at * 1000), round(at * room)), len(line) + bool(line))
        if start + columns(text) <= room:
            line = f"{line:<{start}}{text}"
    return line


def _ticks(ticks: tuple[tuple[float, str], ...], room: int) -> Iterator[str]:
    line = ""
    for at, text in ticks:
        start = min(round(at * room), room - columns(text))
        if start >= len(line) + bool(line):
            line = f"{line:<{start}}{text}"
    yield line
