"""Every module can be read in a sitting, and every function seen whole."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "iopcli"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 350, 45


def functions(path: Path) -> dict[str, int]:
    """Each function of a module, by its place and name, with its lines."""
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    found = [one for one in tree if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    place = path.relative_to(PACKAGE)
    return {f"{place}:{one.lineno} {one.name}": (one.end_lineno or 0) - one.lineno + 1 for one in found}


def test_a_module_is_read_in_a_sitting():
    lines = {str(path.relative_to(PACKAGE)): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert len(lines) > 200
    assert {name: number for name, number in lines.items() if number > LONGEST_MODULE} == {}


def test_a_function_is_seen_whole():
    lines = {name: number for path in MODULES for name, number in functions(path).items()}
    assert len(lines) > 1000
    assert {name: number for name, number in lines.items() if number > LONGEST_FUNCTION} == {}
