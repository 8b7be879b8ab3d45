"""Where a range stands on the scale that all cells of a row share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from iopcli.report.page import Bar

if TYPE_CHECKING:
    from iopcli.result import Cell, Row

ROOM_BEYOND = 1.25
"""How far past the largest number a scale goes for bars that have no known end."""


def top_of(row: Row) -> float:
    """The upper end of the row's common scale: the largest number on it, with room beyond where one has no end."""
    cells = [cell for cell in row.cells if _on_scale(row, cell)]
    top = max((number for cell in cells for number in _numbers(cell)), default=0)
    return top * ROOM_BEYOND if any(_open(cell) for cell in cells) else top


def bar(row: Row, cell: Cell, top: float) -> Bar | None:
    """A cell's range on the scale from 0 to `top`; None where it has no number on that scale."""
    numbers = _numbers(cell)
    if not top or not numbers or not _on_scale(row, cell):
        return None
    open_ended = _open(cell)
    end = 1.0 if open_ended else max(numbers) / top
    start = min(numbers) / top if len(numbers) > 1 or open_ended else 0.0
    return Bar(start, end, open_ended)


def _open(cell: Cell) -> bool:
    """Whether only the lower end is known."""
    return cell.value.get("max") is None and cell.value.get("min") is not None


def _numbers(cell: Cell) -> list[float]:
    value = cell.value if isinstance(cell.value, Mapping) else {}
    return [value[key] for key in ("min", "typical", "max") if value.get(key) is not None]


def _on_scale(row: Row, cell: Cell) -> bool:
    """Whether a cell can stand on the row's scale: sums of another kind of price cannot."""
    bases = [other.value["basis"] for other in row.cells if _numbers(other) and "basis" in other.value]
    return bool(_numbers(cell)) and (not bases or cell.value["basis"] == max(bases, key=bases.count))
