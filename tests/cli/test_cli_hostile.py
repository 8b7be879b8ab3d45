"""What is typed is shown so that it cannot act: no terminal code, no forged line, no flood, whatever it holds."""

import os

import pytest
from support import forked
from support.command_line import STYLE
from support.environment import environment

NASTY = b"io\xff\x1b[31m\nerror: forged\xe2\x80\xaecba\xc2\x9b2J\x7f"
"""Bytes that are not UTF-8, a colour, a line that looks like ours, text turned round, an old control code, delete."""
LONG = b"x" * 10_000
MOST = 4_000
"""Characters of an error that says something about one word: the longest lists every attribute."""

PLACES = {
    "command": (b"%s",),
    "subcommand": (b"data", b"%s"),
    "option": (b"show", b"%s"),
    "one option too many": (b"show", b"iop", b"%s"),
    "flag": (b"show", b"iop", b"--%s"),
    "format": (b"show", b"iop", b"-f", b"%s"),
    "attribute": (b"compare", b"iop", b"php", b"-a", b"%s"),
    "group": (b"compare", b"iop", b"php", b"-g", b"%s"),
    "number": (b"list", b"--max-cost", b"%s"),
    "filter": (b"list", b"--sleep", b"%s"),
    "kind": (b"list", b"--kind", b"%s", b"-f", b"json"),
    "source": (b"sources", b"%s"),
    "topic": (b"topics", b"%s"),
    "schema": (b"data", b"schema", b"%s"),
    "day": (b"data", b"check", b"--today", b"%s"),
    "overlay": (b"show", b"iop", b"--data", b"%s"),
    "question to set": (b"match", b"--set", b"%s=1"),
    "answer to set": (b"match", b"--set", b"payer=%s"),
    "answers that are not set": (b"match", b"%s"),
    "rule": (b"rules", b"%s"),
    "question of rules": (b"rules", b"--question", b"%s"),
}
FILES = {
    "answers": (b"match", b"--answers", b"%s"),
    "replay": (b"match", b"--replay", b"%s"),
    "review": (b"review", b"%s", b"%s"),
}


def run_bytes(words, value, cwd):
    words = [word.replace(b"%s", value) for word in words]
    done = forked.run(words, environment(COLUMNS="80"), cwd)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def acts_on_a_terminal(text):
    return sorted({character for character in text if not character.isprintable() and character != "\n"})


@pytest.mark.parametrize("place", PLACES)
def test_a_word_that_is_refused_acts_on_nothing_and_forges_no_line(place, tmp_path):
    code, out, err = run_bytes(PLACES[place], NASTY, tmp_path)
    assert (code, out) == (2, "")
    assert acts_on_a_terminal(err) == []
    assert [line for line in err.splitlines() if line.startswith("error: forged")] == []
    assert "unexpectedly" not in err


@pytest.mark.parametrize("place", FILES)
@pytest.mark.parametrize("there", [False, True], ids=["missing", "there"])
def test_the_name_of_a_file_that_is_refused_acts_on_nothing_and_forges_no_line(place, there, tmp_path):
    if there:
        (tmp_path / os.fsdecode(NASTY)).write_text("nothing of use")
    code, out, err = run_bytes(FILES[place], NASTY, tmp_path)
    assert (code, out) == (4, "")
    assert acts_on_a_terminal(err) == []
    assert "\nerror: forged" not in err
    assert "unexpectedly" not in err


@pytest.mark.parametrize(
    "place",
    [
        "command",
        "option",
        "one option too many",
        "number",
        "attribute",
        "topic",
        "overlay",
        "question to set",
        "answer to set",
        "rule",
    ],
)
def test_a_word_of_ten_thousand_letters_does_not_flood_the_screen(place, tmp_path):
    code, _, err = run_bytes(PLACES[place], LONG, tmp_path)
    assert code == 2
    assert len(err) < MOST


def test_the_name_of_a_file_that_was_written_cannot_act_on_the_terminal(tmp_path):
    code, _, err = run_bytes((b"show", b"wait", b"-o", b"%s.json"), NASTY, tmp_path)
    assert code == 0
    assert acts_on_a_terminal(err) == []
    assert "\nerror: forged" not in err


def test_the_name_of_a_file_that_is_in_the_way_cannot_act_on_the_terminal(tmp_path):
    (tmp_path / "a\x1b[31m\nerror: forged.json").touch()
    code, _, err = run_bytes((b"show", b"wait", b"-o", b"%s.json"), b"a\x1b[31m\nerror: forged", tmp_path)
    assert code == 5
    assert acts_on_a_terminal(err) == []
    assert "\nerror: forged" not in err


@pytest.mark.parametrize("format_", ["table", "text", "markdown", "html", "svg"])
def test_the_name_of_an_overlay_cannot_act_on_the_terminal(format_, overlay, run):
    files = {"options/iop.toml": 'id = "iop"\nsummary = "A summary."\n'}
    folder = overlay(files, name="red\x1b[31m\u202ecba\x9b")
    done = run("show", "iop", "-f", format_, "--data", str(folder))
    assert done.returncode == 0
    assert acts_on_a_terminal(done.stdout) == []


def test_the_name_of_an_overlay_cannot_make_a_line_of_its_own(overlay, run):
    files = {"options/iop.toml": 'id = "iop"\nsummary = "A summary."\n'}
    folder = overlay(files, name="red\nerror: forged")
    done = run("compare", "iop", "php", "-a", "sleep", "--data", str(folder))
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.strip().startswith("error: forged")] == []


def test_text_of_an_overlay_with_a_terminal_code_is_refused(overlay, run):
    folder = overlay({"options/iop.toml": 'id = "iop"\nsummary = "A \\u001b[31mred summary."\n'})
    done = run("show", "iop", "--data", str(folder))
    assert (done.returncode, done.stdout) == (2, "")
    assert "has a hidden character (U+001B) in its text" in done.stderr
    assert acts_on_a_terminal(done.stderr) == []


def test_markup_in_an_overlay_is_shown_as_it_is(overlay, run):
    says = "A [red]plain[/] summary with :smile: and [/] and [link=http://evil.example]here[/link]."
    folder = overlay({"options/iop.toml": f'id = "iop"\nsummary = "{says}"\n'})
    for env in ({}, {"FORCE_COLOR": "1"}):
        done = run("show", "iop", "--data", str(folder), env=env)
        assert done.returncode == 0
        assert says in " ".join(STYLE.sub("", done.stdout).split())


@pytest.mark.parametrize("name", [b"loop", b"x" * 300, b""], ids=["a link to itself", "too long", "empty"])
def test_a_folder_that_cannot_be_one_is_refused_in_words(name, tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    code, out, err = run_bytes((b"show", b"iop", b"--data", b"%s"), name, tmp_path)
    assert (code, out) == (2, "")
    assert err.startswith("error: 1 problem in the dataset and what is laid over it\n")
