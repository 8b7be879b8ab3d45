"""The config file: what it sets, what wins over it, where each value comes from, and what is wrong in it."""

import json
import sys
from pathlib import Path

import pytest
from support.environment import ROOT

from iopcli.config import KEYS, config_file, read_config, settings
from iopcli.report.formats import Format

NORTHSIDE = str(ROOT / "examples" / "northside")


@pytest.fixture
def site(tmp_path, run):
    """Write the config file and run a command with it, as at a site."""

    def site(text, *words, **env):
        file = tmp_path / "config" / "iopcli" / "iopcli.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return run(*words, env={"IOPCLI_CONFIG": str(file), **env})

    return site


def sources(done):
    return {key: one["from"] for key, one in json.loads(done.stdout)["settings"].items()}


# --- where it is ------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "environment", "file"),
    [
        ("linux", {"HOME": "/h"}, "/h/.config/iopcli/iopcli.toml"),
        ("linux", {"HOME": "/h", "XDG_CONFIG_HOME": "/x"}, "/x/iopcli/iopcli.toml"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Application Support/iopcli/iopcli.toml"),
        ("win32", {"USERPROFILE": "/u", "APPDATA": "/a"}, "/a/iopcli/iopcli.toml"),
        ("win32", {"USERPROFILE": "/u"}, "/u/AppData/Roaming/iopcli/iopcli.toml"),
        ("linux", {"HOME": "/h", "IOPCLI_CONFIG": "/c.toml"}, "/c.toml"),
        ("linux", {"HOME": "/h", "IOPCLI_CONFIG": ""}, None),
    ],
)
def test_it_is_in_the_config_folder_of_the_platform(platform, environment, file, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    found = config_file(environment)
    assert (found and found.as_posix()) == file


def test_the_file_of_the_home_folder_is_read(tmp_path, run):
    folder = tmp_path / ".config" / "iopcli"
    folder.mkdir(parents=True)
    (folder / "iopcli.toml").write_text('format = "text"\n')
    done = run("topics", "payment", env={"HOME": str(tmp_path), "IOPCLI_CONFIG": str(folder / "iopcli.toml")})
    assert done.stdout == run("topics", "payment", "-f", "text").stdout


# --- what it sets -----------------------------------------------------------


def test_a_payer_is_the_default_of_every_command_that_has_one(site, run):
    for command in (("compare", "iop", "php"), ("list",)):
        assert site('payer = "medicaid"', *command).stdout == run(*command, "--payer", "medicaid").stdout
        assert site('payer = "medicaid"', *command, "--payer", "va").stdout == run(*command, "--payer", "va").stdout
    assert site('payer = "medicaid"', "show", "iop").stdout == run("show", "iop").stdout


def test_a_state_is_the_default_of_every_command_that_has_one(site, run):
    assert site('state = "MD"', "show", "iop").stdout == run("show", "iop", "--state", "MD").stdout
    assert site('state = "MD"', "show", "iop", IOPCLI_STATE="VA").stdout == run("show", "iop", "--state", "VA").stdout


def test_a_format_holds_on_the_screen_and_not_for_a_file_that_names_its_own(site, run, tmp_path):
    assert site('format = "json"', "list").stdout == run("list", "-f", "json").stdout
    assert site('format = "json"', "list", "-f", "csv").stdout == run("list", "-f", "csv").stdout
    assert site('format = "json"', "list", IOPCLI_FORMAT="text").stdout == run("list", "-f", "text").stdout
    site('format = "json"', "list", "-o", str(tmp_path / "list.html"))
    assert (tmp_path / "list.html").read_text().startswith("<!doctype html>")


def test_folders_are_laid_over_the_dataset_and_named_from_where_the_file_is(site, run, tmp_path):
    wanted = run("show", "northside-evening", "--data", NORTHSIDE).stdout
    assert site(f"data = {NORTHSIDE!r}", "show", "northside-evening").stdout == wanted
    (tmp_path / "config" / "iopcli" / "northside").symlink_to(NORTHSIDE)
    assert site('data = ["northside"]', "show", "northside-evening").stdout == wanted
    assert site('data = ["northside"]', "list", IOPCLI_DATA="").returncode == 0


def test_it_is_never_written(site, tmp_path):
    site('payer = "va"', "config")
    assert [one.name for one in (tmp_path / "config" / "iopcli").iterdir()] == ["iopcli.toml"]
    assert (tmp_path / "config" / "iopcli" / "iopcli.toml").read_text() == 'payer = "va"'


# --- where each value comes from --------------------------------------------


def test_each_value_says_where_it_comes_from(site):
    text = 'payer = "medicaid"\nstate = "MD"\npager = false\n'
    done = site(text, "config", "-f", "json", "--state", "VA", IOPCLI_PAYER="va")
    assert sources(done) == {
        "data": "default", "state": "option", "payer": "environment, IOPCLI_PAYER", "format": "option",
        "pager": "file", "language": "default",
    }  # fmt: skip
    values = {key: one["value"] for key, one in json.loads(done.stdout)["settings"].items()}
    assert values == {"data": "", "state": "VA", "payer": "va", "format": "json", "pager": "cat", "language": "en"}


def test_without_a_file_all_is_default_and_it_says_so(run, tmp_path):
    done = run("config", env={"IOPCLI_CONFIG": str(tmp_path / "none.toml")})
    assert (done.returncode, done.stderr) == (0, "")
    assert f"file: {tmp_path / 'none.toml'} (not there)\n" in done.stdout
    for key in KEYS:
        assert [line for line in done.stdout.splitlines() if line.startswith(f"{key} ") and line.endswith("  default")]


@pytest.mark.parametrize("key", KEYS)
def test_an_option_wins_over_the_environment_and_that_over_the_file_and_that_over_the_default(key):
    variable = KEYS[key].variable
    steps = [
        ({}, {}, {}),
        ({}, {key: "f"}, {}),
        ({variable: "e"}, {key: "f"}, {}),
        ({variable: "e"}, {key: "f"}, {key: "o"}),
    ]
    found = [next(one for one in settings(*step) if one.key == key) for step in steps]
    assert [one.value for one in found] == [KEYS[key].default, "f", "e", "o"]
    assert [one.source for one in found] == ["default", "file", f"environment, {variable}", "option"]


@pytest.mark.parametrize("format_", Format.__members__)
def test_a_file_may_name_every_format_there_is(format_, tmp_path):
    (tmp_path / "iopcli.toml").write_text(f'format = "{format_}"')
    assert read_config(tmp_path / "iopcli.toml") == {"format": format_}


# --- what is wrong in it ----------------------------------------------------

WRONG = {
    "an unknown key": (
        '# mine\n\npayr = "va"\n',
        "line 3  `payr` is not a setting",
        "did you mean `payer` or `pager`?",
    ),
    "a table": ("[section]\na = 1\n", "line 1  `section` is not a setting", "use one of data, state, payer,"),
    "a format": ('payer = "va"\nformat = "txt"\n', "line 2  format needs one of table, text, json,", ""),
    "a language": ('language = "es"\n', 'line 1  language needs "en"', ""),
    "a state": ('state = "Narnia"\n', "line 1  state needs a state of the US, such as MD", ""),
    "no text": ("payer = 7\n", "line 1  payer needs a text in quotes", ""),
    "no folders": ("data = [1]\n", "line 1  data needs a folder, or a list of folders", ""),
    "a pager": ("pager = true\n", "line 1  pager needs a text in quotes", ""),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_cannot_be_used_is_named_with_file_and_line_and_nothing_is_done(what, site):
    text, said, hint = WRONG[what]
    done = site(text, "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: 1 problem in the config file\n")
    assert f"iopcli.toml, {said}" in done.stderr
    assert hint in done.stderr


def test_all_problems_are_named_at_once(site):
    done = site('payr = "va"\nformat = "txt"\nlanguage = 3\n', "list")
    assert done.stderr.startswith("error: 3 problems in the config file\n")
    assert all(f"iopcli.toml, line {number}  " in done.stderr for number in (1, 2, 3))


@pytest.mark.parametrize(("text", "line"), [("a = 1\nb = = 2\n", 2), ('payer = "va\n', 1), ("\n\n[x\n", 3)])
def test_broken_toml_is_said_with_its_line(text, line, site):
    done = site(text, "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"iopcli.toml, line {line}: this is not TOML" in done.stderr


@pytest.mark.parametrize("text", [b"\xff\xfe", b"a = '\x00'"])
def test_a_file_that_is_no_text_is_refused(text, site):
    done = site(text, "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert "unexpectedly" not in done.stderr


def test_a_folder_in_its_place_is_refused_and_a_missing_one_is_no_file(run, tmp_path):
    done = run("list", env={"IOPCLI_CONFIG": str(tmp_path)})
    assert done.returncode == 2
    assert "cannot be read: Is a directory" in done.stderr
    assert read_config(Path("/nonexistent/iopcli.toml")) == {}


@pytest.mark.parametrize("words", [("ask", "I", "want", "to", "die"), ("help",), ("version",), ("--help",), ()])
def test_it_never_stands_between_a_person_and_help(words, site, run):
    done, wanted = site("a = = b", *words), run(*words)
    assert (done.returncode, done.stdout) == (wanted.returncode, wanted.stdout)
    assert "line 1: this is not TOML" in done.stderr


def test_a_number_that_is_too_long_is_no_toml_and_stands_between_nobody_and_help(site):
    text = f"payer = {'9' * 5000}"
    done = site(text, "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert "this is not TOML" in done.stderr
    done = site(text, "ask", "I", "want", "to", "die")
    assert done.returncode == 10
    assert "988" in done.stdout


def test_a_format_in_the_environment_that_is_none_is_refused(run):
    done = run("list", env={"IOPCLI_FORMAT": "rtf"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: IOPCLI_FORMAT does not name a format\n")
