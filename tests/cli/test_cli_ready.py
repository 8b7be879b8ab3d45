"""A run that did not have to start up is the run that did: for every command, in a pipe and on a terminal."""

import subprocess

import pexpect
import pytest
from support import forked
from support.command_line import COMMAND, Terminal
from support.environment import ROOT, environment

RUNS = {
    "none": "",
    "unknown": "compair iop",
    "version": "--version",
    "show": "show iop -f html",
    "compare": "compare iop residental",
    "match": "match --set relapse_risk=2 --set withdrawal=4",
    "batch": "batch gone.csv",
    "batch of a file": "batch examples/intakes.csv",
    "check": "check",
    "review": "review gone.json gone.json",
    "score": "score phq-9 1 1 1 1 1 1 1 1 1",
    "ask": "ask can i keep my job",
}
"""The commands of which no line stands in `test_cli_quiet`, where the same is asked of each."""


@pytest.mark.parametrize("words", RUNS.values(), ids=RUNS)
def test_a_fork_writes_and_ends_as_a_start_from_nothing(words):
    env = environment(COLUMNS="100")
    done = forked.run(words.split(), env, ROOT)
    started = subprocess.run(
        [*COMMAND, *words.split()], capture_output=True, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (started.returncode, started.stdout, started.stderr)


@pytest.mark.parametrize("words", ["compare iop php", "match", "check", "shwo"])
@pytest.mark.parametrize("keys", ["", "2\r", "\x03"], ids=["nothing", "an answer", "ctrl-c"])
def test_a_fork_does_on_a_terminal_what_a_start_from_nothing_does(words, keys):
    env = environment(TERM="xterm-256color")
    seen = []
    for child in (
        Terminal(tuple(words.split()), 70, ROOT, env),
        pexpect.spawn(COMMAND[0], [*COMMAND[1:], *words.split()], env=env, dimensions=(50, 70), encoding="utf-8"),
    ):
        asks = child.expect_exact(["\r\n> ", pexpect.EOF]) == 0
        said = child.before
        if asks:
            child.send(keys or "\x04")
            while child.expect_exact(["\r\n> ", pexpect.EOF]) == 0:
                said += child.before
                child.send("\x04")
            said += child.before
        child.close()
        seen.append((said, child.exitstatus))
    assert seen[0] == seen[1]
