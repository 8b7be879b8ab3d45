"""A comparison as a picture: options on two axes, each range a box, and beside it what has no place there."""

from __future__ import annotations

from collections.abc import Mapping

from iopcli.facts.result import Cell, Row
from iopcli.facts.wording import NOT_APPLICABLE
from iopcli.report.page import Axis, Bar, Picture, Spot
from iopcli.results.compare import Comparison

STEPS = (1, 2, 2.5, 5, 10)
"""What the distance between two ticks may be, times a power of ten."""
MOST_TICKS = 4
BEYOND = 1.15
"""How far past the largest number an axis goes for ranges that have no known end."""


def picture(result: Comparison) -> Picture:
    """The options on the axes that were chosen; with nothing on it where the rows of the axes are not there."""
    rows = {row.attribute: row.shown[0] for row in result.rows}
    if not result.axes or not all(id_ in rows for id_ in result.axes):
        return Picture(Axis("", ()), Axis("", ()), ())
    across, up = (rows[id_] for id_ in result.axes)
    axes = _Scale(across, result.scales), _Scale(up, result.scales)
    spots, beside = [], []
    for number, option in enumerate(result.options):
        cells = across.cells[number], up.cells[number]
        bars = [scale.bar(cell) for scale, cell in zip(axes, cells, strict=True)]
        if bars[0] and bars[1]:
            says = "; ".join(f"{row.label.lower()} {cell.short}" for row, cell in zip((across, up), cells, strict=True))
            spots.append(Spot(option.short_name, says, bars[0], bars[1]))
        else:
            why = (_why_not(row, cell) for row, cell, bar in zip((across, up), cells, bars, strict=True) if not bar)
            beside.append(f"{option.short_name}: {', '.join(why)}")
    return Picture(axes[0].axis, axes[1].axis, tuple(spots), tuple(beside))


def _why_not(row: Row, cell: Cell) -> str:
    does = NOT_APPLICABLE if cell.state == "not_applicable" else f"is {cell.short}"
    return f"{row.label.lower()} {does}"


class _Scale:
    """Where the values of a row stand between 0 and 1: numbers by size, words by their place in their order."""

    def __init__(self, row: Row, scales: Mapping[str, tuple[tuple[str, str], ...]]) -> None:
        self._words = [word for word, _ in scales.get(row.attribute, ())]
        numbers = [number for cell in row.cells for number in _numbers(cell)]
        has_open = any(_open(cell) for cell in row.cells)
        self._top = max(numbers, default=1) * (BEYOND if has_open else 1) or 1
        unit = f" ({row.unit.removeprefix('US dollars').strip()})" if row.unit and not self._words else ""
        ticks = self._places(dict(scales[row.attribute])) if self._words else self._numbers(row.type == "money")
        self.axis = Axis(f"{row.label}{'' if row.type == 'money' or row.unit in row.label.lower() else unit}", ticks)

    def _places(self, says: Mapping[str, str]) -> tuple[tuple[float, str], ...]:
        return tuple(((number + 0.5) / len(says), text) for number, text in enumerate(says.values()))

    def _numbers(self, money: bool) -> tuple[tuple[float, str], ...]:
        """Round numbers from 0 to the top."""
        rough = self._top / MOST_TICKS
        power = 10.0 ** len(str(int(rough))) / 10
        step = next(each * power for each in STEPS if each * power >= rough)
        count = int(self._top / step)
        sign = "$" if money else ""
        return tuple((each * step / self._top, f"{sign}{each * step:,.0f}") for each in range(count + 1))

    def bar(self, cell: Cell) -> Bar | None:
        """From where to where a cell goes; None where it has no place."""
        if cell.state != "known":
            return None
        if self._words:
            place = self._words.index(cell.value)
            return Bar(place / len(self._words), (place + 1) / len(self._words))
        numbers = _numbers(cell)
        if not numbers:
            return None
        start = 0 if cell.value.get("min") is None and cell.value.get("max") is not None else min(numbers)
        return Bar(start / self._top, 1.0 if _open(cell) else max(numbers) / self._top, _open(cell))


def _numbers(cell: Cell) -> list[float]:
    value = cell.value if isinstance(cell.value, Mapping) else {}
    return [value[key] for key in ("min", "typical", "max") if value.get(key) is not None]


def _open(cell: Cell) -> bool:
    """Whether only the lower end is known."""
    value = cell.value if isinstance(cell.value, Mapping) else {}
    return value.get("max") is None and value.get("min") is not None
