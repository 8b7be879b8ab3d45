"""A batch as a process of its own, for tests that do something to it while it runs."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from support import forked
from support.environment import environment

COMMAND = (sys.executable, "-m", "iopcli", "batch")
QUESTIONS = ("withdrawal", "medical", "mental_health", "readiness", "relapse_risk", "living_situation", "pregnant")


def start(*words: str | Path, env: Mapping[str, str] | None = None, **how: Any) -> subprocess.Popen[bytes]:
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*COMMAND, *map(str, words)], env=environment(**(env or {})), **{**streams, **how})


def run(*words: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None, **how: Any):
    """Run a batch to its end; gives its exit code and what it said. It starts from nothing only where that matters."""
    if how or not set(env or ()) <= forked.READ_LATE:
        return finish(start(*words, env=env, cwd=cwd, **how))
    done = forked.run(["batch", *map(str, words)], environment(**(env or {})), cwd or Path.cwd())
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def finish(running: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    out, err = running.communicate(timeout=100)
    return running.returncode, (out or b"").decode(), (err or b"").decode()


def workplaces(folder: Path) -> list[Path]:
    return list(folder.glob(".iopcli-*.tmp"))


def wait_for(running: subprocess.Popen[bytes], folder: Path, file: str) -> None:
    """Wait until a run has come so far that a file stands in the folder it works in."""
    while running.poll() is None and not any((one / file).exists() for one in workplaces(folder)):
        time.sleep(0.002)


def write_records(path: Path, number: int, *, quotes: bool = False) -> Path:
    """A CSV of good records; one with quotes has to be read carefully."""
    path.write_text("".join(_lines(number, quotes)))
    return path


def _lines(number: int, quotes: bool) -> Iterator[str]:
    chance = random.Random(5)
    some = [
        ",".join([*(chance.choice("01234") for _ in range(6)), chance.choice(["yes", "no", ""])]) for _ in range(99)
    ]
    yield f"id,{','.join(QUESTIONS)}\n"
    mark = '"' if quotes else ""
    for nr in range(number):
        yield f"{mark}{nr}{mark},{some[nr % 99]}\n"
