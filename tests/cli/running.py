"""How the tests of the command line run it: plainly, in a shell, on a terminal, or with a hook before it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pexpect

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "iopcli")
STYLE = re.compile(r"\x1b\[[0-9;]*m")

_KEPT = ("HOME", "LD_LIBRARY_PATH")


def environment(**extra: str) -> dict[str, str]:
    """Nothing that decides colour, width or buffering unless it is named; `iopcli` is the one of this checkout."""
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**kept, "PATH": programs, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **extra}


def shell(line: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """What a line does in bash."""
    command = ["bash", "--noprofile", "--norc", "-c", line]
    return subprocess.run(command, capture_output=True, text=True, env=environment(**env), cwd=cwd, timeout=60)


def hooked(hook: str, folder: Path, *words: str | bytes, **env: str) -> subprocess.CompletedProcess[str]:
    """Run `iopcli` after some Python of the test's own has run in the same process."""
    place = folder / "hook"
    place.mkdir(exist_ok=True)
    (place / "sitecustomize.py").write_text(hook)
    path = f"{place}{os.pathsep}{ROOT}"
    return subprocess.run(
        [*COMMAND, *words],
        capture_output=True,
        text=True,
        env=environment(PYTHONPATH=path, **env),
        cwd=folder,
        timeout=60,
    )


class Screen(NamedTuple):
    """What was on a terminal when the command ended."""

    text: str
    code: int

    @property
    def words(self) -> str:
        """The text without its styles."""
        return STYLE.sub("", self.text)

    @property
    def styles(self) -> set[str]:
        return set(STYLE.findall(self.text))


def on_terminal(*words: str, columns: int = 80, **env: str) -> Screen:
    """Run `iopcli` on a real pseudo-terminal of that width."""
    made = environment(**{"TERM": "xterm-256color", **env})
    child = pexpect.spawn(
        COMMAND[0], [*COMMAND[1:], *words], env=made, dimensions=(50, columns), encoding="utf-8", timeout=30
    )
    child.expect(pexpect.EOF)
    child.close()
    return Screen(child.before.replace("\r\n", "\n"), child.exitstatus)


def bound_by_permissions() -> list[str] | None:
    """What to put before a command so that file permissions hold even for root; None where that cannot be done."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    command = [setpriv or "", "--bounding-set=-dac_override,-dac_read_search"]
    able = setpriv is not None and subprocess.run([*command, "true"], capture_output=True).returncode == 0
    return command if able else None
