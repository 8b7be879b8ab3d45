"""Every module can be read in a sitting, every function seen whole, and what a module needs stands at its top."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

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


def test_no_module_needs_itself():
    """Not in any number of steps, nor by an import inside a function; what is for types alone does not count."""
    graph = grimp.build_graph("iopcli", exclude_type_checking_imports=True, cache_dir=None)
    assert len(graph.modules) > 200
    TopologicalSorter({name: graph.find_modules_directly_imported_by(name) for name in graph.modules}).prepare()


LIBRARIES = frozenset(
    ("fcntl", "json", "openpyxl", "polars", "rapidfuzz", "readability", "rich", "tempfile", "tomli", "weasyprint")
)
"""What is not there on every machine, or takes a while and is needed by few; it may be imported where it is used."""
LATE = {
    "__main__.py": {"iopcli.cli"},  # until it is there, Ctrl-C just ends the program
    "batch/frame.py": {"iopcli.batch.arrow", "iopcli.batch.spark.frame"},  # pyarrow, Spark
    "batch/read/source.py": {"iopcli.batch.read.parquet"},  # DuckDB
    "batch/write/output.py": {"iopcli.batch.read.parquet"},
    "cli/batch.py": {"iopcli.cli.batch_run"},  # numpy, which `--help` does without
    "cli/batch_run.py": {"iopcli.batch.spark.run"},
    "cli/compare.py": {"iopcli.report.pages.picture"},  # a completion does without, as paying does
    "cli/match.py": {
        "iopcli.cli.draft", "iopcli.cli.local", "iopcli.cli.talk", "iopcli.match.interview", "iopcli.match.record",
        "iopcli.results.available", "iopcli.results.replay",
    },  # an interview, a record and lists of programs, each for those who ask for it
    "cli/paying.py": {"iopcli.match.answers", "iopcli.match.coverage"},
    "config.py": {"iopcli.dataset.states"},  # `--help` reads no dataset
    "dataset/load.py": {"iopcli.dataset.build", "iopcli.dataset.pack"},  # one of them, or in a completion none
    "programs/ondemand.py": {"iopcli.programs.options"},  # for those who name a program
    "report/writers/terminal.py": {"iopcli.report.colour"},  # Rich
}  # fmt: skip
"""Modules that are imported inside a function, and why they can wait; every other import stands at the top."""


def late(path: Path) -> Iterator[str]:
    """What a module imports inside its functions."""
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for one in ast.walk(function):
                if isinstance(one, ast.Import):
                    yield from (alias.name for alias in one.names)
                elif isinstance(one, ast.ImportFrom):
                    yield from (whole(one.module or "", alias.name) for alias in one.names)


def whole(package: str, name: str) -> str:
    """The module that an import names: of a package one that is in it, or itself."""
    inner = f"{package}.{name}"
    return inner if PACKAGE.parent.joinpath(*inner.split(".")).with_suffix(".py").is_file() else package


def test_an_import_stands_at_the_top_unless_it_can_wait():
    found = {path.relative_to(PACKAGE).as_posix(): set(late(path)) for path in MODULES}
    waits = {name: {one for one in some if one.partition(".")[0] not in LIBRARIES} for name, some in found.items()}
    assert {name: some for name, some in waits.items() if some} == LATE
    assert {one.partition(".")[0] for some in found.values() for one in some} - {"iopcli"} == LIBRARIES
