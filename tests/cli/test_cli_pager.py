"""The pager, on a real pseudo-terminal: what is longer than the screen goes through it, and none of it is ever lost."""

from __future__ import annotations

import re
import shlex
import sys

import pexpect
import pytest
from support.command_line import STYLE, at_terminal, on_terminal
from support.questionnaire import PROMPT, Sitting

LONG = ("show", "iop", "--all")
URGENT = ("match", "--set", "withdrawal=4", "--set", "danger_now=false", "--full")
SAID = "note: the pager did not work, so here is the text itself"
LAST = re.compile(r"to be reviewed by \d{4}-\d\d-\d\d\.\s*$")


def program(tmp_path, text: str) -> str:
    """A pager of our own, as PAGER names it."""
    file = tmp_path / "pager.py"
    file.write_text(text)
    return shlex.join([sys.executable, str(file)])


def kept(tmp_path) -> str:
    """A pager that keeps what it is given, and shows nothing of it."""
    return program(tmp_path, "import sys, pathlib\npathlib.Path('kept').write_text(sys.stdin.read())\n")


def test_what_is_longer_than_the_screen_goes_through_the_readers_pager_with_its_colours(tmp_path, run):
    child = at_terminal(*LONG, cwd=tmp_path, PAGER=kept(tmp_path))
    child.expect(pexpect.EOF)
    child.close()
    text = (tmp_path / "kept").read_text()
    assert (child.exitstatus, child.before.strip()) == (0, "")
    assert STYLE.search(text)
    assert [line.rstrip() for line in STYLE.sub("", text).splitlines()] == run(*LONG).stdout.splitlines()


def test_what_fits_the_screen_does_not(tmp_path):
    screen = on_terminal("show", "iop", PAGER=kept(tmp_path))  # the screen has fifty lines
    assert screen.code == 0
    assert LAST.search(screen.words)


def test_headings_stand_at_the_start_of_a_line_where_a_search_finds_them(tmp_path):
    child = at_terminal(*LONG, cwd=tmp_path, PAGER=kept(tmp_path))
    child.expect(pexpect.EOF)
    child.close()
    text = STYLE.sub("", (tmp_path / "kept").read_text())
    for heading in ("Money", "Questions to ask a program", "Sources", "Whom to call"):
        assert re.search(rf"^{heading}\b", text, re.MULTILINE)


@pytest.mark.parametrize(
    "words", [(*LONG, "--no-pager"), ("--no-pager", *LONG)], ids=["behind the command", "before the command"]
)
def test_no_pager_writes_it_all(words, tmp_path):
    screen = on_terminal(*words, PAGER=kept(tmp_path))
    assert LAST.search(screen.words)


@pytest.mark.parametrize("env", [{"PAGER": ""}, {"PAGER": "cat"}, {"TERM": "dumb", "PAGER": "false"}], ids=str)
def test_who_wants_none_and_a_dumb_terminal_get_it_all(env):
    screen = on_terminal(*LONG, **env)
    assert (screen.code, SAID in screen.words) == (0, False)
    assert LAST.search(screen.words)


@pytest.mark.parametrize("words", [LONG, URGENT], ids=["calm", "urgent"])
@pytest.mark.parametrize("pager", ["no-such-pager-anywhere", "false"])
def test_a_pager_that_is_missing_or_fails_loses_nothing_and_changes_no_exit_code(pager, words):
    screen = on_terminal(*words, PAGER=pager)
    assert screen.code == (10 if words == URGENT else 0)
    assert SAID in screen.words
    assert LAST.search(screen.words)


@pytest.mark.parametrize("words", [LONG, URGENT], ids=["calm", "urgent"])
def test_a_reader_who_leaves_early_is_no_error(words):
    screen = on_terminal(*words, PAGER="head -n 3")
    assert screen.code == (10 if words == URGENT else 0)
    assert "In danger now? Call 911." in screen.words
    assert SAID not in screen.words


def test_less_is_told_to_keep_colours_and_left_with_q():
    child = at_terminal(*LONG)
    child.expect_exact("In danger now?")
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "ESC[" not in child.before


def test_ctrl_c_is_the_pagers_key_while_it_shows(tmp_path):
    patient = "import signal, sys\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nprint('reading', flush=True)\n"
    child = at_terminal(*LONG, cwd=tmp_path, PAGER=program(tmp_path, f"{patient}open('/dev/tty').readline()\n"))
    child.expect_exact("reading")
    child.send("\x03")
    child.send("\r")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_a_pipe_and_a_file_never_see_a_pager(tmp_path, run):
    done = run(*LONG, env={"PAGER": "false", "TERM": "xterm"})
    assert (done.returncode, done.stderr) == (0, "")
    assert LAST.search(done.stdout)


def test_after_an_interview_there_is_no_pager_and_the_rest_is_one_word_away():
    sitting = Sitting(reads_on=True, PAGER="false")
    said = sitting.answer("2", "1", "q")
    assert said.endswith(f"Read more: why, plans, flips, table, say, full. Enter ends.{PROMPT}".replace("\r\n", "\n"))
    assert "Every rule" not in said
    assert "\nWhat is needed, and why\n" in STYLE.sub("", sitting.answer("why"))
    assert "To say to the caller" in sitting.answer("SAY")
    assert "Side by side" not in sitting.answer("what?")
    assert "Whom to call" in sitting.answer("full")
    sitting.answer("")
    screen = sitting.end()
    assert (screen.code, SAID in screen.words) == (0, False)
