"""What many tests share: the dataset, a way to run the command as its users do, and the built wheel installed."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support import forked
from support.environment import ROOT, environment, installed

from iopcli.dataset import pack, read
from iopcli.dataset.load import load, shipped
from iopcli.dataset.model import Dataset
from iopcli.errors import DatasetError

for name, examples in (("quick", 25), ("long", 300)):
    untimed = settings(max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile(name, untimed)  # a busy machine is no defect
settings.load_profile("quick")  # `make laws` tries more
os.environ.setdefault("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # a JVM that lives for seconds
read._table = cache(read._table)  # some thousand loads ask for the tables of the same files, which nothing changes
TOGETHER = (
    "tests/test_wheel.py",
    "tests/batch/spark/test_spark.py",
    "tests/batch/report/test_batch_pages.py",
    "tests/batch/report/test_batch_summary.py",
    "tests/match/test_laws.py",
    "tests/match/test_laws_unknown.py",
)
"""Files whose tests share something that takes long to make, such as a wheel, Spark, or every vector of ratings."""
LONG = (
    *TOGETHER,
    "tests/danger/test_hearing.py",
    "tests/ask/test_danger_asked.py",
    "tests/ask/test_answers_to_questions.py",
    "tests/ask/test_asking_pages.py",
    "tests/batch/test_batch_equals_match.py",
    "tests/cli/test_cli_interview_lines.py",
    "tests/programs/test_heard.py",
    "tests/dataset/test_audit.py",
)
"""Files with tests that take many seconds: they come first, so that no process is left with one of them at the end."""
NOT_BUILT = shutil.ignore_patterns(".*", "dist", "build", "__pycache__", pack.place().name)
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_configure(config: pytest.Config) -> None:
    """Pack the dataset as the wheel does, so that no process that starts here reads sixty files of TOML."""
    if not hasattr(config, "workerinput"):  # the processes of xdist use what is there already
        pack.place().unlink(missing_ok=True)
        with suppress(DatasetError):  # the tests tell what is wrong with it
            pack.place().write_bytes(pack.pack(load(), shipped()))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave a checkout that reads its TOML, whatever changes in the code that packs it."""
    if not hasattr(config, "workerinput"):
        pack.place().unlink(missing_ok=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; all else keeps its order."""
    place = {file: number for number, file in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(LONG)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object):
    """The tests of a file in `TOGETHER` run in one process, so that what they share is made once.

    The groups of xdist would say the same, but its marks are lost on pytest 9.2, where a test's id cannot be changed.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file in TOGETHER else nodeid

    return ByFile(config, log)


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load()


@pytest.fixture
def run() -> Run:
    """Run `iopcli` with words; gives the finished process with its text, never raises for its exit code.

    It starts from nothing only where that could matter: if Python, the locale or the clock is told something.
    """

    def run(*words: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT, **options: object):
        if not options and set(env or ()) <= forked.READ_LATE:
            done = forked.run(words, environment(**{"COLUMNS": "80", **(env or {})}), cwd)
            done.stdout, done.stderr = (
                io.TextIOWrapper(io.BytesIO(said)).read() for said in (done.stdout, done.stderr)
            )
            return done
        return started(*words, env=env, cwd=cwd, **options)

    return run


def started(*words: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT, **options: object):
    """Run `iopcli` in a process that starts from nothing."""
    return subprocess.run(
        [sys.executable, "-m", "iopcli", *words],
        capture_output=True,
        text=True,
        env=environment(**{"COLUMNS": "80", **(env or {})}),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        timeout=60,
        **options,
    )


@pytest.fixture
def overlay(tmp_path: Path) -> Callable[..., Path]:
    """Make a folder to lay over the dataset from file names and their text."""

    def overlay(files: Mapping[str, str | bytes], name: str = "site") -> Path:
        folder = tmp_path / name
        for file, content in files.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return overlay


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an empty environment, outside the checkout, with the built wheel installed."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "source", ignore=NOT_BUILT)
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder / "dist"), str(folder / "source")]
    subprocess.run(build, check=True, capture_output=True)
    return installed(next((folder / "dist").glob("*.whl")), folder / "env")
