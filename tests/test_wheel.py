"""The built wheel in an empty environment, outside the checkout: it works, and gives what the checkout gives."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.environment import installed

from iopcli import __version__
from iopcli.dataset.readability import grade

ROOT = Path(__file__).resolve().parents[1]
SHOWN = (
    ("compare", "iop", "php", "residential"),
    ("compare", "2.1", "residental", "-f", "json"),
    ("list", "--sleep", "home", "-f", "csv"),
    ("show", "wait", "-f", "html"),
    ("topics", "payment", "-f", "markdown"),
    ("sources", "--option", "iop", "-f", "text"),
    ("show", "iop", "-f", "svg"),
    ("data", "schema"),
    ("rules", "--question", "living_situation"),
    ("match", "--set", "relapse_risk=2", "--set", "living_situation=0", "-f", "json"),
    ("match", "--set", "relapse_risk=2", "--why", "-f", "markdown"),
    ("--help",),
)


def pythons():
    """The later versions of Python that this machine has: on its path, or brought by pyenv or uv."""
    homes = [Path.home() / ".pyenv" / "versions", Path.home() / ".local" / "share" / "uv" / "python"]
    for minor in range(sys.version_info.minor + 1, 20):
        name = f"python3.{minor}"
        found = [
            *(path for home in homes for path in sorted(home.glob(f"*3.{minor}.*/bin/{name}"))),
            shutil.which(name),
        ]
        runs = (str(one) for one in found if one and subprocess.run([one, "-V"], capture_output=True).returncode == 0)
        if python := next(runs, None):
            yield pytest.param(python, id=name)


@pytest.fixture
def away(wheel, tmp_path):
    """Run the installed `iopcli` in an empty folder; `PATH` holds nothing of the checkout."""

    def away(*words, program=None, **env):
        made = {"PATH": os.defpath, "HOME": str(tmp_path), "LANG": "C.UTF-8", "COLUMNS": "80", **env}
        command = [program or wheel / "iopcli", *words]
        return subprocess.run(command, capture_output=True, text=True, env=made, cwd=tmp_path, timeout=60)

    return away


@pytest.fixture(scope="module")
def package(wheel):
    """The folder where the package is installed."""
    (found,) = wheel.parent.glob("lib/python*/site-packages/iopcli")
    return found


def test_it_is_this_version(away):
    done = away("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"iopcli {__version__}\n", "")


@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
def test_it_gives_what_the_checkout_gives(words, away, run):
    here, there = run(*words), away(*words)
    assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr)
    assert there.returncode == 0


@pytest.mark.parametrize("python", [*pythons()])
def test_it_gives_the_same_on_every_python_that_is_here(python, wheel, away, tmp_path):
    (made,) = (wheel.parents[1] / "dist").iterdir()  # and nothing beside it
    program = installed(made, tmp_path / "env", python) / "iopcli"
    for words in SHOWN[::4]:
        here, there = away(*words), away(*words, program=program)
        assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, here.stderr), words


def test_what_it_saves_is_proved_and_reviewed_by_the_checkout(away, run, tmp_path):
    for name, risk in (("may", 2), ("august", 3)):
        saved = away("match", "--set", f"relapse_risk={risk}", "--save", str(tmp_path / f"{name}.json"))
        assert saved.returncode == 0
    may, august = (str(tmp_path / f"{name}.json") for name in ("may", "august"))
    proved = run("match", "--replay", may, "-f", "json")
    assert proved.returncode == 0
    assert json.loads(proved.stdout)["same_dataset"] is True
    assert run("review", may, august).stdout == away("review", may, august).stdout


def test_something_urgent_ends_it_with_10_as_the_checkout_does(away, run):
    words = ("match", "--set", "danger_now=yes")
    assert away(*words).returncode == run(*words).returncode == 10
    assert away(*words).stdout == run(*words).stdout


def test_python_runs_it_as_a_module(away, wheel):
    done = away("-m", "iopcli", "topics", program=wheel / "python")
    assert (done.returncode, done.stdout) == (0, away("topics").stdout)


def test_its_dataset_is_that_of_the_checkout_and_can_be_checked(away, wheel, package):
    """What is sound here is so there: every file is the same, and what only a check imports is installed."""
    done = away("data", "path")
    assert (done.returncode, done.stdout) == (0, f"{package.resolve() / 'data'}\n")
    here, there = (
        {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.toml")}
        for folder in (ROOT / "data", package / "data")
    )
    assert here == there
    graded = away("-c", "from iopcli.dataset.readability import grade; print(grade(['A nurse is there by day.']))",
                  program=wheel / "python")  # fmt: skip
    assert (graded.returncode, graded.stdout) == (0, f"{grade(['A nurse is there by day.'])}\n")
    assert away("data", "check", "--today", "May").returncode == 2


def test_it_brings_its_types_its_template_its_license_and_nothing_of_the_tests(package):
    for name in ("py.typed", "report/writers/page.html", "data.msgpack", "data/dataset.toml"):
        assert (package / name).is_file(), name
    (metadata,) = package.parent.glob("iopcli-*.dist-info")
    assert (metadata / "licenses" / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()
    assert "License-Expression: Apache-2.0" in (metadata / "METADATA").read_text()
    installed = {line.split("/")[0].split(",")[0] for line in (metadata / "RECORD").read_text().splitlines()}
    assert installed == {"iopcli", metadata.name, ".."}


def test_it_brings_a_man_page_and_completions(wheel):
    for file in (ROOT / "share").rglob("*"):
        if file.is_dir():
            continue
        there = wheel.parent / "share" / file.relative_to(ROOT / "share")
        assert there.read_bytes() == file.read_bytes()
    assert (wheel.parent / "share" / "man" / "man1" / "iopcli.1").is_file()


def test_an_overlay_lies_over_it(away, run):
    words = ("compare", "northside-evening", "iop", "-f", "json", "--data", str(ROOT / "examples" / "northside"))
    assert away(*words).stdout == run(*words).stdout
    assert json.loads(away(*words).stdout)["dataset"]["overlays"] == ["northside"]


def test_it_completes_ids(away):
    words = {"_IOPCLI_COMPLETE": "complete_bash", "COMP_WORDS": "iopcli compare res", "COMP_CWORD": "2"}
    done = away(**words)
    assert done.stdout.split() == ["residential", "residential-low", "residential-medical"]


@pytest.fixture
def changed(package, wheel, tmp_path):
    """A copy of the installed package that a test may damage, run with the environment's own libraries."""
    copy = tmp_path / "copy" / "iopcli"
    shutil.copytree(package, copy)

    def run(*words):
        made = {
            "PATH": os.defpath,
            "HOME": str(tmp_path),
            "LANG": "C.UTF-8",
            "COLUMNS": "80",
            "PYTHONPATH": str(copy.parent),
        }
        command = [wheel / "python", "-m", "iopcli", *words]
        return subprocess.run(command, capture_output=True, text=True, env=made, cwd=tmp_path, timeout=60)

    return copy, run


def test_the_packed_dataset_is_what_it_reads(changed, away):
    """An edit of the TOML wins over the packed form, and without either the other is enough or is missed in words."""
    copy, run = changed
    words = ("show", "wait", "-f", "json")
    before = away(*words).stdout
    assert run(*words).stdout == before
    (copy / "data.msgpack").unlink()
    assert run(*words).stdout == before


def test_an_edit_of_its_toml_is_seen(changed):
    copy, run = changed
    file = copy / "data" / "options" / "wait.toml"
    old = file.read_text()
    (summary,) = [line for line in old.splitlines() if line.startswith("summary = ")]
    file.write_text(old.replace(summary, 'summary = "A summary of our own."'))
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime + 10))
    done = run("show", "wait", "-f", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["option"]["summary"] == "A summary of our own."


def test_a_file_of_it_that_is_deleted_is_missed_in_words(changed):
    copy, run = changed
    (copy / "data" / "help.toml").unlink()
    done = run("show", "wait")
    assert (done.returncode, done.stdout) == (2, "")
    assert "data/help.toml" in done.stderr
    assert "is missing" in done.stderr
    shutil.rmtree(copy / "data")
    done = run("show", "wait")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert "unexpectedly" not in done.stderr


@pytest.mark.parametrize(
    "damage", [lambda b: b[: len(b) // 2], lambda b: b[:200] + b"\xff" * 50 + b[250:], lambda _: b""]
)
def test_a_packed_dataset_that_is_damaged_is_not_believed(damage, changed, away):
    copy, run = changed
    packed = copy / "data.msgpack"
    packed.write_bytes(damage(packed.read_bytes()))
    done = run("show", "wait", "-f", "json")
    assert (done.returncode, done.stdout, done.stderr) == (0, away("show", "wait", "-f", "json").stdout, "")
