"""A picture in characters: a letter for each thing, its box where its ranges are, and the letters in words below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iopcli.report.lines import columns, wrapped
from iopcli.report.page import Bar, Picture

HEIGHT, WIDEST, NARROWEST = 15, 90, 36
"""Rows of the field, and columns that a picture takes at most and at least."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TOO_NARROW = "The screen is too narrow to draw this picture."
DRAWN, ASCII = tuple("┌─┐│└┘▶▲"), tuple("+-+|++>^")


def plotted(picture: Picture, width: int, *, ascii_only: bool = False) -> list[str]:
    """The picture in lines; only its words where there is no room to draw it, or nothing to."""
    left = max((columns(text) for _, text in picture.up.ticks), default=0) + 1
    room = min(width, WIDEST) - left - 1
    if not picture.spots:
        return in_words(picture, width)
    if room < NARROWEST:
        return [*wrapped(TOO_NARROW, width), *in_words(picture, width)]
    signs = ASCII if ascii_only else DRAWN
    field = _Field(room, signs)
    for letter, spot in zip(LETTERS, picture.spots, strict=False):
        field.box(letter, spot.across, spot.up)
    beside = {HEIGHT - 1 - _place(at, HEIGHT): text for at, text in picture.up.ticks}
    rows = (f"{beside.get(row, ''):>{left - 1}} {signs[3]}{line}" for row, line in enumerate(field.lines()))
    below = (f"{' ' * (left + 1)}{line}" for line in _below(picture, room))
    foot = [" " * left + signs[4] + signs[1] * room, *below]
    return [*_axes(picture, width), *(row.rstrip() for row in rows), *foot, *legend(picture, width)]


def in_words(picture: Picture, width: int) -> list[str]:
    """What the picture says, where it is not drawn."""
    return [*_axes(picture, width), *legend(picture, width)]


def _axes(picture: Picture, width: int) -> list[str]:
    return wrapped(f"Up: {picture.up.label}. Across: {picture.across.label}.", width)


def legend(picture: Picture, width: int) -> list[str]:
    """What each letter is, and what has no place in the picture."""
    lines = [
        line
        for letter, spot in zip(LETTERS, picture.spots, strict=False)
        for line in wrapped(f"{letter} {spot.name}: {spot.says}", width, "", "  ")
    ]
    if not picture.spots:
        lines += wrapped("No option here has a place on both of these axes.", width)
    for text in picture.beside:
        lines += wrapped(f"Not in the picture: {text}.", width, "", "  ")
    return lines


def _place(at: float, size: int) -> int:
    return min(int(at * size), size - 1)


def _below(picture: Picture, room: int) -> list[str]:
    """The ticks of the axis across, in two lines where they would run into each other."""
    lines = ["", ""]
    for at, text in picture.across.ticks:
        start = max(0, min(_place(at, room) - columns(text) // 2 * (len(text) > 4), room - columns(text)))
        free = (number for number, line in enumerate(lines) if start >= len(line) + 2 * bool(line))
        if (number := next(free, None)) is not None:
            lines[number] = f"{lines[number]:<{start}}{text}"
    return [line for line in lines if line]


class _Field:
    """Characters in rows and columns, on which boxes are drawn one over the other."""

    def __init__(self, width: int, signs: Sequence[str]) -> None:
        self._width, self._signs = width, signs
        self._cells = [[" "] * width for _ in range(HEIGHT)]
        self._taken: set[tuple[int, int]] = set()

    def lines(self) -> Iterator[str]:
        return ("".join(row) for row in self._cells)

    def box(self, letter: str, across: Bar, up: Bar) -> None:
        """A box with its letter inside, or on its line where it is no wider or higher than that."""
        left, right = _place(across.start, self._width), max(_place(across.end, self._width), 0)
        low, high = HEIGHT - 1 - _place(up.start, HEIGHT), HEIGHT - 1 - _place(up.end, HEIGHT)
        corner, line, corner_2, side, corner_3, corner_4, arrow, arrow_up = self._signs
        for column in range(left, right + 1):
            self._cells[high][column] = self._cells[low][column] = line
        for row in range(high, low + 1):
            self._cells[row][left] = self._cells[row][right] = side if low > high or left == right else line
        if low > high and right > left:
            self._cells[high][left], self._cells[high][right] = corner, corner_2
            self._cells[low][left], self._cells[low][right] = corner_3, corner_4
        arrows = [((high + low) // 2, right, arrow)] * across.open + [(high, (left + right) // 2, arrow_up)] * up.open
        for row, column, sign in arrows:
            self._cells[row][column] = sign
            self._taken.add((row, column))
        row, column = self._free((high + low) // 2, left, right)
        self._cells[row][column] = letter
        self._taken.add((row, column))

    def _free(self, row: int, left: int, right: int) -> tuple[int, int]:
        """A place for the letter that no other letter has, as near to the middle as there is."""
        middle = (left + right) // 2
        places = sorted(range(left, right + 1), key=lambda column: abs(column - middle))
        return row, next((column for column in places if (row, column) not in self._taken), middle)
