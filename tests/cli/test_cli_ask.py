"""`iopcli ask`: one question, piped lines, and a conversation on a real terminal."""

from __future__ import annotations

import json
import subprocess
import sys

import pexpect
import pytest
from support.command_line import COMMAND
from support.environment import ROOT, environment

from iopcli.cli.conversation import KEYS, NO_SOURCES, PRIVATE


def piped(lines, *words):
    return subprocess.run(
        [*COMMAND, "ask", *words], input=lines, capture_output=True, text=True, env=environment(), cwd=ROOT, timeout=60
    )


@pytest.mark.parametrize(
    ("question", "kind", "code"),
    [("what is iop", "answer", 0), ("can i bring my dog", "unknown", 3), ("i want to die", "urgent", 10)],
)
def test_words_need_no_quotes_and_the_exit_code_says_the_kind(question, kind, code, run):
    done = run("ask", *question.split(), "--format", "json")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr, told["kind"], told["question"]) == (code, "", kind, question)
    assert told["schema"] == "iopcli/answer/1"
    assert {"text", "options", "attributes", "sources", "suggestions", "help", "dataset"} <= told.keys()


@pytest.mark.parametrize("format_", ["table", "text", "markdown", "html", "csv", "svg"])
def test_every_format_has_the_answer(format_, run):
    done = run("ask", "iop", "hours", "--format", format_)
    assert done.returncode == 0
    assert "9 to 19" in done.stdout.replace("&#160;", " ")


def test_an_answer_goes_to_a_file(run, tmp_path):
    assert run("ask", "iop hours", "-o", str(tmp_path / "a.md")).returncode == 0
    assert "9 to 19" in (tmp_path / "a.md").read_text()


def test_an_error_never_holds_the_question(run, tmp_path):
    done = run("ask", "zanzibar", "-o", str(tmp_path / "none" / "a.md"))
    assert done.returncode == 5
    assert "zanzibar" not in done.stderr


def test_a_conversation_is_not_written_to_a_file(run, tmp_path):
    done = run("ask", "-o", str(tmp_path / "a.md"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: a conversation is not written to a file\n")


def test_piped_lines_are_a_conversation_that_keeps_its_subject():
    done = piped("iop hours\nand php?\nhow much does it cost?\nq\n", "--format", "json")
    told = [json.loads(part) for part in done.stdout.replace("}\n{", "}\n\x00{").split("\x00")]
    assert [(one["options"], one["attributes"]) for one in told] == [
        (["iop"], ["hours_per_week"]), (["php"], ["hours_per_week"]), (["php"], ["cost_per_week"]),
    ]  # fmt: skip
    assert done.returncode == 0
    assert PRIVATE in done.stderr


def test_the_most_severe_answer_decides_the_exit_code():
    assert piped("what is iop\ncan i bring my dog\nwhat is php\n").returncode == 3
    assert piped("i want to die\nwhat is iop\n").returncode == 10
    assert piped("").returncode == 0


def test_whom_to_call_and_the_date_stand_with_the_first_answer_and_with_what_is_urgent():
    calm = piped("what is iop\nwhat is php\nhow long is iop\n").stdout
    assert calm.count("Dataset ") == calm.count("In danger now?") == calm.count("Veterans 988") == 1
    assert calm.index("Dataset ") < calm.index("Partial hospitalization")
    urgent = piped("what is iop\nmy friend took a bottle of pills and wont wake up\nwhat is php\n").stdout
    assert urgent.count("Dataset ") == 2


def test_sources_are_those_of_the_last_answer():
    done = piped("sources\niop hours\nsources\n", "--format", "text")
    assert NO_SOURCES in done.stderr
    assert "va-5090" in done.stdout


def test_what_the_shell_shows_can_be_shown_in_a_conversation():
    done = piped("topics cannabis\nshow iop\niopcli show php\ntopics\nshow me what it costs\n", "--format", "json")
    told = [json.loads(part)["schema"] for part in done.stdout.replace("}\n{", "}\n\x00{").split("\x00")]
    assert told == ["iopcli/topic/1", "iopcli/option/1", "iopcli/option/1", "iopcli/topics/1", "iopcli/answer/1"]
    assert done.returncode == 0


def test_a_topic_that_is_not_there_ends_no_conversation():
    done = piped("topics opioid\niop hours\n", "--format", "text")
    assert "error: nothing to read under that name" in done.stderr
    assert "did you mean `medication-for-opioids`" in done.stderr
    assert "9 to 19" in done.stdout


def test_danger_is_heard_in_what_looks_like_a_command():
    assert piped("topics i want to die\n").returncode == 10


@pytest.fixture
def talk():
    made = environment(TERM="xterm-256color")
    child = pexpect.spawn(
        sys.executable, ["-m", "iopcli", "ask"], env=made, cwd=ROOT, dimensions=(50, 80), encoding="utf-8", timeout=30
    )
    yield child
    child.close()


def test_a_conversation_on_a_terminal(talk):
    talk.expect_exact(KEYS[:40])
    talk.expect_exact("> ")
    talk.sendline("what is iop")
    talk.expect_exact("Intensive outpatient program (IOP)")
    talk.expect_exact("\r\n> ")
    talk.sendline("q")
    talk.expect(pexpect.EOF)
    talk.close()
    assert talk.exitstatus == 0


def test_ctrl_c_stops_and_says_whom_to_call(talk):
    talk.expect_exact("> ")
    talk.sendcontrol("c")
    talk.expect_exact("Nothing was saved. In danger now? Call 911.")
    talk.expect(pexpect.EOF)
    talk.close()
    assert talk.exitstatus == 130


@pytest.mark.parametrize(
    "broken", ['id = "overdose"\n[[sign', 'id = "overdose"\n[[sign]]\nsays = "x"\nhear = ["none"]\n']
)
def test_danger_is_heard_although_an_overlay_is_broken(broken, run, tmp_path):
    (tmp_path / "dangers").mkdir()
    (tmp_path / "dangers" / "overdose.toml").write_text(broken)
    urgent = run("ask", "my friend wont wake up", "--data", str(tmp_path))
    assert urgent.returncode == 10
    assert "Call 911" in urgent.stdout
    assert urgent.stderr == "The overlay was left out: it has problems. `iopcli data check` lists them.\n"
    calm = run("ask", "what is iop", "--data", str(tmp_path))
    assert (calm.returncode, calm.stdout) == (2, "")
    assert "overdose.toml" in calm.stderr
