"""Where a range stands on the scale that all cells of a row share."""

from __future__ import annotations

from collections.abc import Mapping

from iopcli.facts.result import Cell, Row
from iopcli.report.page import Bar

ROOM_BEYOND = 1.25
"""How far past the largest number a scale goes for bars that have no known end."""


def top_of(row: Row) -> float:
    """The upper end of the row's common scale: the largest number on it, with room beyond where one has no end."""
    cells = [cell for cell in row.cells if _numbers(row, cell)]
    top = max((number for cell in cells for number in _numbers(row, cell)), default=0)
    return top * ROOM_BEYOND if any(_open(cell) for cell in cells) else top


def bar(row: Row, cell: Cell, top: float) -> Bar | None:
    """A cell's range on the scale from 0 to `top`, a single number as a tick; None where it has none on that scale."""
    numbers = _numbers(row, cell)
    if not top or not numbers:
        return None
    start = 0 if cell.value.get("max") is not None and cell.value.get("min") is None else min(numbers)
    return Bar(start / top, 1.0 if _open(cell) else max(numbers) / top, _open(cell))


def _open(cell: Cell) -> bool:
    """Whether only the lower end is known."""
    return cell.value.get("max") is None and cell.value.get("min") is not None


def _numbers(row: Row, cell: Cell) -> list[float]:
    """The cell's numbers, smallest first; none where it is another kind of price than the row's."""
    value = cell.value if isinstance(cell.value, Mapping) else {}
    if value.get("basis", row.basis) != row.basis:
        return []
    return [value[key] for key in ("min", "typical", "max") if value.get(key) is not None]
