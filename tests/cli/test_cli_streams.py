"""What happens when the reader, the disk or a signal gets in the way: the exit code says it, and no traceback."""

import os
import signal
import subprocess

import pytest
from support.command_line import COMMAND, hooked, shell
from support.environment import environment

COMPARE = "compare iop php --all -f json"
"""Writes more than a pipe holds, so that it is still writing when a reader that takes one line has gone."""
SHORT = (
    "--help",
    "--version",
    "compare iop php -a sleep",
    "list -f csv",
    "match --set danger_now=no -f csv",
    "rules unsafe-home",
    "data path",
    "data schema",
)


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_reader_that_takes_one_line_and_goes_ends_it_quietly(unbuffered):
    done = shell(f"iopcli {COMPARE} | head -1; echo ${{PIPESTATUS[@]}}", PYTHONUNBUFFERED=unbuffered)
    assert (done.stdout, done.stderr) == ("{\n141 0\n", "")


@pytest.mark.parametrize("words", SHORT)
def test_a_reader_that_has_gone_before_anything_was_said_is_141(words):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, *words.split()], stdout=writer, stderr=subprocess.PIPE, env=environment(), timeout=60
    )
    os.close(writer)
    assert (done.returncode, done.stderr.decode()) == (141, "")


@pytest.mark.parametrize("words", SHORT)
def test_a_full_disk_is_5(words):
    done = shell(f"iopcli {words} > /dev/full")
    said = "error: standard output could not be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (5, said)


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_disk_that_fills_up_half_way_is_5(unbuffered, tmp_path):
    line = f"ulimit -f 1; iopcli {COMPARE} > half.json"
    done = shell(line, cwd=tmp_path, PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stderr) == (5, "error: standard output could not be written: File too large\n")


@pytest.mark.parametrize("words", SHORT)
def test_standard_output_that_is_closed_is_5(words):
    done = shell(f"iopcli {words} >&-")
    said = "error: standard output is closed\n\nhint: leave it open, or write to a file with -o\n"
    assert (done.returncode, done.stderr) == (5, said)


NOWHERE = {"closed": "2>&-", "full": "2>/dev/full"}


@pytest.mark.parametrize("stderr", NOWHERE.values(), ids=NOWHERE)
def test_a_result_needs_no_one_to_talk_to(stderr, tmp_path):
    line = (
        f"iopcli compare residental iop -a sleep -f csv {stderr}; echo $?; iopcli show wait -o a.json {stderr}; echo $?"
    )
    done = shell(line, cwd=tmp_path)
    header, *_, first, second = done.stdout.splitlines()
    assert (header[:7], first, second) == ("option,", "0", "0")
    assert (tmp_path / "a.json").stat().st_size > 0


@pytest.mark.parametrize("stderr", NOWHERE.values(), ids=NOWHERE)
@pytest.mark.parametrize("words", ["compare iop", "comprae", "show zzzzzzzz", "list --max-cost -1"])
def test_an_error_no_one_hears_keeps_its_exit_code(words, stderr):
    assert shell(f"iopcli {words} {stderr}").returncode == 2


def test_standard_input_is_not_needed():
    assert shell("iopcli compare iop php -a sleep <&-").returncode == 0


SIGNALS = {signal.SIGHUP: 129, signal.SIGINT: 130, signal.SIGTERM: 143}


AT_READING = """
import os, signal, sys
def at_reading(event, args):
    if event == "open" and str(args[0]).endswith("slow.toml"):
        os.kill(os.getpid(), {number})
sys.addaudithook(at_reading)
"""


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_it_without_a_word_and_without_a_file(number, tmp_path):
    """The signal comes while it reads an overlay, before there is anything to write."""
    (tmp_path / "site" / "options").mkdir(parents=True)
    (tmp_path / "site" / "options" / "slow.toml").write_text('id = "iop"\n')
    (tmp_path / "out").mkdir()
    words = ("compare", "iop", "php", "--data", "site", "-o", "out/table.html")
    done = hooked(AT_READING.format(number=int(number)), tmp_path, *words)
    assert (done.returncode, done.stdout, done.stderr) == (SIGNALS[number], "", "")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_pipe_in_an_overlay_does_not_make_it_wait_for_ever(tmp_path):
    (tmp_path / "site" / "options").mkdir(parents=True)
    os.mkfifo(tmp_path / "site" / "options" / "slow.toml")
    command = [*COMMAND, "show", "iop", "--data", "site"]
    try:
        done = subprocess.run(command, capture_output=True, env=environment(), cwd=tmp_path, text=True, timeout=10)
    except subprocess.TimeoutExpired:
        pytest.fail("it waits for someone to write into the pipe")
    assert (done.returncode, done.stdout) == (2, "")
    assert "  site/options/slow.toml  is not a file" in done.stderr


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_while_the_reader_is_slow_ends_it(number):
    run = subprocess.Popen(
        [*COMMAND, *COMPARE.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True
    )
    os.read(run.stdout.fileno(), 1)  # it is writing, and more than the pipe holds
    run.send_signal(number)
    assert (run.wait(timeout=30), run.stderr.read()) == (SIGNALS[number], "")
    run.stdout.close()
    run.stderr.close()


@pytest.mark.parametrize("number", SIGNALS)
@pytest.mark.parametrize("force", [(), ("--force",)], ids=["new", "replaced"])
def test_a_signal_in_the_middle_of_writing_leaves_no_part_of_a_file(number, force, tmp_path):
    hook = f"import os\nos.fsync = lambda _: os.kill(os.getpid(), {int(number)})\n"
    out = tmp_path / "out"
    out.mkdir()
    if force:
        (out / "a.json").write_text("old")
    done = hooked(hook, tmp_path, "show", "wait", "-o", "out/a.json", *force)
    assert (done.returncode, done.stdout, done.stderr) == (SIGNALS[number], "", "")
    assert {path.name: path.read_text() for path in out.iterdir()} == ({"a.json": "old"} if force else {})


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_while_it_starts_leaves_no_traceback(number, tmp_path):
    hook = f"""
import os, signal, sys
signal.signal({int(number)}, signal.SIG_DFL)  # whoever started the tests may have set it aside
seen = []
def at_typer(event, args):
    if event == "import" and args[0] == "typer" and not seen:
        seen.append(event)
        os.kill(os.getpid(), {int(number)})
sys.addaudithook(at_typer)
"""
    done = hooked(hook, tmp_path, "compare", "iop", "php")
    assert done.returncode in (SIGNALS[number], -number)
    assert (done.stdout, done.stderr) == ("", "")


def test_a_failure_no_one_foresaw_is_1_and_repeats_nothing_that_was_typed(tmp_path):
    hook = "import os\ndef broken(*_, **__): raise RuntimeError('secret zzzzzzzz')\nos.fsync = broken\n"
    done = hooked(hook, tmp_path, "show", "wait", "-o", "zzzzzzzz.json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: iopcli failed unexpectedly (RuntimeError at sitecustomize.py:2)\n\n"
        "hint: please report this line; it holds nothing personal\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["hook"]
