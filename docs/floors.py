"""Draws the house from its imports: a floor a line, what it is, and which floors below it looks at."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import grimp
import tomli

ROOT = Path(__file__).resolve().parents[1]


def floors() -> list[list[str]]:
    """The floors from the top, each with its rooms, as the contract in pyproject.toml has them."""
    contracts = tomli.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return [layer.split(" | ") for layer in contracts[0]["layers"]]


def what(room: str) -> str:
    """What a room is, by the first line of its docstring."""
    place = ROOT / "iopcli" / room
    text = (place / "__init__.py" if place.is_dir() else place.with_suffix(".py")).read_text("utf-8")
    return (ast.get_docstring(ast.parse(text)) or "").splitlines()[0]


def drawing() -> str:
    """The floors from the top down, each room with the rooms it imports from; arrows only go down."""
    graph = grimp.build_graph("iopcli", cache_dir=None)
    rooms = [room for floor in floors() for room in floor]
    blocks = []
    for room in rooms:
        below = ", ".join(other for other in rooms if other != room and _looks_at(graph, room, other))
        said = textwrap.fill(f"{room:<9}{what(room)}", 90, subsequent_indent=" " * 9)
        blocks.append("\n".join([said, *([f"{'':<9}└─▶ {below}"] if below else [])]))
    return "\n\n".join(blocks)


def _looks_at(graph: grimp.ImportGraph, room: str, other: str) -> bool:
    inside = {f"iopcli.{room}", *graph.find_descendants(f"iopcli.{room}")}
    there = {f"iopcli.{other}", *graph.find_descendants(f"iopcli.{other}")}
    return any(there & graph.find_modules_directly_imported_by(module) for module in inside)
