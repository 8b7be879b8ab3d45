"""How the tests of the command line run it: in a shell, on a terminal, or with a hook before it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import termios
from pathlib import Path
from typing import NamedTuple

import pexpect
from pexpect.fdpexpect import fdspawn

from support import forked
from support.environment import ROOT, environment

COMMAND = (sys.executable, "-m", "iopcli")
STYLE = re.compile(r"\x1b\[[0-9;]*m")


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


class Terminal(fdspawn):
    """A pseudo-terminal with a run of `iopcli` on it that did not have to start up."""

    def __init__(self, words: tuple[str, ...], columns: int, cwd: Path, env: dict[str, str]) -> None:
        ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (50, columns))
        self._running = forked.start(words, env, cwd, (theirs, theirs, theirs), leads=True)
        os.close(theirs)
        super().__init__(ours, encoding="utf-8", codec_errors="replace", timeout=30)
        self.exitstatus: int | None = None

    def kill(self, number: int) -> None:
        os.kill(self._running.pid, number)

    def close(self) -> None:
        super().close()
        code = self._running.wait()
        self.exitstatus = code if code >= 0 else None

    def __del__(self) -> None:
        super().close()  # a run that was left at a prompt has no terminal any more


def at_terminal(
    *words: str, line: str = "", columns: int = 80, cwd: Path = ROOT, **env: str
) -> pexpect.spawn | Terminal:
    """`iopcli` with words, or a line of bash, on a real pseudo-terminal of that width."""
    made = environment(**{"TERM": "xterm-256color", **env})
    if not line and set(env) <= forked.READ_LATE:
        return Terminal(words, columns, cwd, made)
    command = ["bash", "--noprofile", "--norc", "-c", line] if line else [*COMMAND, *words]
    return pexpect.spawn(
        command[0], command[1:], env=made, cwd=cwd, dimensions=(50, columns), encoding="utf-8", timeout=30,
        codec_errors="replace",
    )  # fmt: skip


def on_terminal(*words: str, columns: int = 80, **env: str) -> Screen:
    """What `iopcli` leaves on a terminal."""
    child = at_terminal(*words, columns=columns, **env)
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
