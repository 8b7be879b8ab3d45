"""Every module can be read in a sitting, and every function seen whole."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "iopcli"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 350, 45


def lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> dict[str, int]:
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    found = (one for one in tree if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))
    return {one.name: one.end_lineno - one.lineno + 1 for one in found}


def test_there_are_modules_to_measure():
    assert len(MODULES) > 200


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_read_in_a_sitting_and_a_function_seen_whole(path: Path):
    assert lines_of(path) <= LONGEST_MODULE
    assert {name: lines for name, lines in functions(path).items() if lines > LONGEST_FUNCTION} == {}
