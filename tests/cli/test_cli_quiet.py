"""What it does not do: no network, no file written, no warning, no module that is not needed."""

import subprocess
import sys
from pathlib import Path

import pytest
from support.command_line import COMMAND, hooked, shell
from support.environment import ROOT, environment

from iopcli.cli.commands import COMMANDS

LINES = [
    "compare iop php residential",
    "compare iop residental -f html",
    "list --sleep home -f svg",
    "show iop -f markdown",
    "topics payment -f json",
    "sources --option iop -f csv",
    "match --set relapse_risk=2 --set withdrawal=1 -f html",
    "rules --question withdrawal -f json",
    "data check",
    "data schema",
    "data path",
    "--help",
]
NO_SOCKET = """
import os, sys
def watch(event, args):
    if event.startswith("socket."):
        os.write(2, event.encode())
        os._exit(99)
sys.addaudithook(watch)
"""
NO_WRITING = """
import os, sys
CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.truncate", "tempfile.mkstemp"}
def watch(event, args):
    writes = event == "open" and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event in CHANGES:
        os.write(2, (event + " " + str(args[0])).encode())
        os._exit(98)
sys.addaudithook(watch)
"""


@pytest.mark.parametrize("words", LINES)
def test_no_socket_is_made_no_file_is_written_and_no_warning_given(words, tmp_path, run):
    """Nor does a run that did not have to start up say anything else."""
    hook = NO_SOCKET + NO_WRITING
    env = {"COLUMNS": "80", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "error"}
    done = hooked(hook, tmp_path, *words.split(), **env)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["hook"]
    forked = run(*words.split(), cwd=tmp_path)
    assert (done.stdout, done.stderr) == (forked.stdout, forked.stderr)


def test_the_watch_for_sockets_and_files_sees_them(tmp_path):
    """A test of the two hooks above: they end a program that does what they forbid."""
    for hook, line, code in (
        (NO_SOCKET, "import socket; socket.socket()", 99),
        (NO_WRITING, "open('a', 'w')", 98),
        (NO_WRITING, "import tempfile; tempfile.mkstemp(dir='.')", 98),
    ):
        (tmp_path / "sitecustomize.py").write_text(hook)
        env = environment(PYTHONPATH=str(tmp_path), PYTHONDONTWRITEBYTECODE="1")
        done = subprocess.run([sys.executable, "-c", line], env=env, cwd=tmp_path, capture_output=True)
        assert done.returncode == code


def test_it_works_with_the_network_cut():
    if shell("unshare -rn true").returncode:
        pytest.skip("this system does not let a user cut the network with unshare")
    for words in ("compare iop php -a sleep", "show iop -f html", "match --set relapse_risk=2", "rules"):
        cut = shell(f"unshare -rn iopcli {words}")
        assert (cut.returncode, cut.stderr) == (0, "")
        assert cut.stdout == shell(f"iopcli {words}").stdout


def test_a_home_that_does_not_exist_and_a_folder_that_is_gone_do_not_matter(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    done = shell(
        f"cd {gone}; rmdir {gone}; iopcli compare iop php -a sleep", HOME="/nonexistent", TMPDIR="/nonexistent"
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("format_", ["table", "text", "json", "csv", "markdown", "html", "svg"])
def test_a_warning_is_no_error(format_, run):
    done = run("compare", "iop", "residental", "-a", "sleep", "-f", format_, env={"PYTHONWARNINGS": "error"})
    assert done.returncode == 0
    assert done.stderr.startswith("note: read `residental`")


ENCODINGS = [
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
]


@pytest.mark.parametrize("env", ENCODINGS, ids=str)
def test_no_locale_and_no_encoding_makes_it_fail(env, run):
    for words in (
        ("compare", "iop", "php"),
        ("show", "iop", "-f", "html"),
        ("list", "-f", "svg"),
        ("compare", "é", "ü"),
    ):
        done = run(*words, env=env, errors="replace")
        assert done.returncode == (2 if "é" in words else 0)
        assert "Traceback" not in done.stderr
        assert "unexpectedly" not in done.stderr


@pytest.mark.parametrize("env", ENCODINGS, ids=str)
def test_json_keeps_every_letter_in_any_locale(env, run, overlay):
    folder = overlay({"options/iop.toml": 'id = "iop"\nname = "Peña house – José"\n'})
    done = run("show", "iop", "-f", "json", "-o", "iop.json", "--data", str(folder), env=env, cwd=folder.parent)
    assert (done.returncode, done.stderr) == (0, "wrote iop.json\n")
    command = [*COMMAND, "show", "iop", "-f", "json", "--data", str(folder)]
    printed = subprocess.run(command, env=environment(**env), capture_output=True, timeout=60).stdout
    assert printed == (folder.parent / "iop.json").read_bytes()
    assert "Peña house – José".encode() in printed


NAMES_MODULES = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from iopcli.__main__ import main
main()
"""


def imported(*words, **env):
    """The modules that a run imports."""
    command = [sys.executable, "-c", NAMES_MODULES, *words]
    done = subprocess.run(command, env=environment(**env), cwd=ROOT, capture_output=True, text=True, timeout=60)
    return set(done.stderr.splitlines()[-1].split())


HEAVY = {
    "rich.console",
    "rich.table",
    "jinja2",
    "rapidfuzz",
    "readability",
    "pydantic",
    "asyncio",
    "urllib.request",
    "ssl",
    "narwhals",
    "duckdb",
}
COMPLETION = {"_IOPCLI_COMPLETE": "complete_bash", "COMP_WORDS": "iopcli compare re", "COMP_CWORD": "2"}


def test_help_and_version_import_nothing_of_the_dataset_or_the_report():
    for word in ("--help", "--version"):
        modules = imported(word)
        assert "typer" in modules
        assert modules & (HEAVY | {"rich", "tomli", "msgspec"}) == set()


def commands_in(modules):
    """The commands whose files are among modules."""
    return {name for name in COMMANDS if f"iopcli.cli.{name.replace(' ', '_')}" in modules} - {"version"}


@pytest.mark.parametrize(
    ("command", "more"),
    [("rules", ""), ("compare", "iop php"), ("match", "--set relapse_risk=2"), ("data path", ""), ("batch", "--help")],
)
def test_a_command_imports_no_other(command, more):
    assert commands_in(imported(*command.split(), *more.split())) == {command}


def test_help_and_the_commands_that_a_shell_offers_import_no_command():
    assert commands_in(imported("--help")) == set()
    assert commands_in(imported(**{**COMPLETION, "COMP_WORDS": "iopcli co", "COMP_CWORD": "1"})) == set()


def test_a_completion_imports_what_it_needs_to_read_ids():
    modules = imported(**COMPLETION)
    assert "iopcli.dataset.load" in modules
    assert modules & HEAVY == set()


@pytest.mark.parametrize("format_", ["table", "text", "json", "csv", "markdown"])
def test_a_comparison_in_a_pipe_imports_no_renderer_it_does_not_use(format_):
    modules = imported("compare", "iop", "php", "residential", "-f", format_)
    assert "iopcli.results.compare" in modules
    assert modules & HEAVY == set()


@pytest.mark.parametrize("format_", ["table", "json"])
def test_a_match_imports_no_interview_and_no_renderer_it_does_not_use(format_):
    modules = imported("match", "--set", "relapse_risk=2", "-f", format_)
    assert "iopcli.match.match" in modules
    unused = {"iopcli.match.interview", "iopcli.match.record", "iopcli.match.vignettes"}
    assert modules & (HEAVY | unused) == set()


def test_a_missed_name_html_and_color_import_what_the_others_do_not():
    """A test of `imported`: it sees a module where there is one."""
    assert "rapidfuzz" in imported("show", "residental")
    assert "jinja2" in imported("show", "iop", "-f", "html")
    assert "rich.style" in imported("show", "iop", FORCE_COLOR="1")


def test_no_machine_path_and_no_name_of_the_user_is_in_a_result(run, overlay):
    folder = overlay({"options/iop.toml": 'id = "iop"\nsummary = "A summary."\n'})
    for format_ in ("table", "json", "html", "svg", "csv"):
        out = run("show", "iop", "-f", format_, "--data", str(folder)).stdout
        assert str(folder.parent) not in out
        assert str(ROOT) not in out
        assert f"{Path.home()}/" not in out
