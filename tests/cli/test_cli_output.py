"""`-o FILE`: whole or not at all, for its owner only, over nothing unless told so; the suffix says the format."""

import json
import os
import stat
import subprocess

import pytest
from support.command_line import COMMAND, bound_by_permissions, shell
from support.environment import environment

SHOW = ("show", "wait")
SUFFIXES = {
    "txt": "text", "text": "text", "json": "json", "csv": "csv", "md": "markdown", "markdown": "markdown",
    "html": "html", "htm": "html", "svg": "svg", "JSON": "json",
}  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_suffix_says_the_format_and_the_file_is_what_would_be_printed(suffix, run, tmp_path):
    file = tmp_path / f"wait.{suffix}"
    done = run(*SHOW, "-o", str(file))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"wrote {file}\n")
    assert file.read_bytes().decode() == run(*SHOW, "-f", SUFFIXES[suffix], "--all").stdout


def test_a_format_that_is_named_wins_over_the_suffix(run, tmp_path):
    done = run(*SHOW, "--format", "json", "--output", "wait.txt", cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads((tmp_path / "wait.txt").read_text())["schema"] == "iopcli/option/1"


def test_a_table_in_a_file_is_80_columns_and_plain(run, tmp_path):
    for env in ({"COLUMNS": "200"}, {"COLUMNS": "200", "FORCE_COLOR": "1"}):
        assert run(*SHOW, "-f", "table", "-o", "wait.tbl", "--force", cwd=tmp_path, env=env).returncode == 0
        assert (tmp_path / "wait.tbl").read_text() == run(*SHOW, "--all", env={"COLUMNS": "80"}).stdout


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "svg", "json", "csv"])
def test_a_file_is_the_same_whatever_the_terminal(suffix, run, tmp_path):
    made = []
    for number, env in enumerate(
        ({"COLUMNS": "60"}, {"COLUMNS": "140", "FORCE_COLOR": "1", "NO_COLOR": ""}, {"TERM": "dumb"})
    ):
        assert run(*SHOW, "-o", f"{number}.{suffix}", cwd=tmp_path, env=env).returncode == 0
        made.append((tmp_path / f"{number}.{suffix}").read_text())
    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize("umask", ["000", "022", "077"])
def test_only_its_owner_can_read_it(umask, tmp_path):
    old = tmp_path / "old.json"
    old.touch(mode=0o644)
    line = f"umask {umask}; iopcli show wait -o new.json; iopcli show wait -o old.json --force"
    assert shell(line, cwd=tmp_path).returncode == 0
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("*.json")} == {0o600}


def test_nothing_else_is_left_beside_it(run, tmp_path):
    assert run(*SHOW, "-o", "wait.json", cwd=tmp_path).returncode == 0
    assert run(*SHOW, "-o", "wait.json", "--force", cwd=tmp_path).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["wait.json"]


@pytest.fixture
def places(tmp_path):
    """A folder where files can and cannot be written."""
    (tmp_path / "there.json").write_text("old")
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "link.json").symlink_to("there.json")
    (tmp_path / "nowhere.json").symlink_to("missing.json")
    os.mkfifo(tmp_path / "pipe.json")
    return tmp_path


FREE = "choose another name, or add --force to replace it"
REFUSED = {
    ("there.json",): f"error: there.json is already there\n\nhint: {FREE}\n",
    ("folder.json",): "error: folder.json is a folder\n\nhint: name a file in it\n",
    ("folder.json", "--force"): "error: folder.json is a folder\n\nhint: name a file in it\n",
    ("link.json", "--force"): "error: link.json is a link\n\nhint: name the file itself\n",
    ("nowhere.json", "--force"): "error: nowhere.json is a link\n\nhint: name the file itself\n",
    ("no/such/a.json",): (
        "error: no/such/a.json could not be written: No such file or directory\n\nhint: make the folder no/such first\n"
    ),
    ("there.json/a.json",): "error: there.json/a.json could not be written: Not a directory\n",
}


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_is_in_the_way_stays_and_is_named(words, places, run):
    done = run(*SHOW, "-o", *words, cwd=places)
    assert (done.returncode, done.stdout, done.stderr) == (5, "", REFUSED[words])
    assert (places / "there.json").read_text() == "old"
    assert len(list(places.iterdir())) == 5


def test_a_pipe_or_a_device_is_never_replaced_by_a_file(places, run):
    done = run(*SHOW, "-o", "pipe.json", "--force", cwd=places)
    assert stat.S_ISFIFO((places / "pipe.json").stat().st_mode)
    assert done.returncode == 5


def test_force_replaces_a_file(places, run):
    assert run(*SHOW, "-o", "there.json", "--force", cwd=places).returncode == 0
    assert json.loads((places / "there.json").read_text())["option"]["id"] == "wait"


def test_a_name_that_no_file_can_have_is_refused_in_words(run, tmp_path):
    done = run(*SHOW, "-o", "x" * 300 + ".json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith("error: xxx")
    assert "could not be written: File name too long" in done.stderr


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["new", "replaced"])
def test_a_disk_that_is_full_leaves_what_was_there(force, tmp_path):
    if force:
        (tmp_path / "a.json").write_text("old")
    done = shell(f"ulimit -f 1; iopcli show wait -o a.json {' '.join(force)}", cwd=tmp_path)
    said = "error: a.json could not be written: File too large\n\nhint: free some space, or choose another disk\n"
    assert (done.returncode, done.stdout, done.stderr) == (5, "", said)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == ({"a.json": "old"} if force else {})


@pytest.fixture
def without_rights():
    before = bound_by_permissions()
    if before is None:
        pytest.skip("file permissions do not hold for root here, and setpriv cannot make them")

    def run(*words, cwd):
        command = [*before, *COMMAND, *words]
        return subprocess.run(command, capture_output=True, text=True, env=environment(), cwd=cwd, timeout=60)

    return run


def test_a_folder_that_may_not_be_written_in_is_named(without_rights, tmp_path):
    (tmp_path / "locked").mkdir(mode=0o555)
    done = without_rights(*SHOW, "-o", "locked/a.json", cwd=tmp_path)
    said = (
        "error: locked/a.json could not be written: Permission denied\n\nhint: choose a folder that you may write in\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (5, "", said)


def test_a_folder_that_may_not_be_entered_is_named(without_rights, tmp_path):
    locked = tmp_path / "locked"
    (locked / "inner").mkdir(parents=True)
    locked.chmod(0o000)
    done = without_rights(*SHOW, "-o", "locked/inner/a.json", cwd=tmp_path)
    locked.chmod(0o700)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith("error: locked/inner/a.json could not be written: Permission denied\n")


UNREADABLE = {
    0o000: (
        "error: Invalid value for '--data': Path 'site' is not readable\n\n"
        "hint: `iopcli show --help` shows what it takes\n"
    ),
    0o400: (
        "error: 1 problem in the dataset and what is laid over it\n\n"
        "  site/terms.toml  cannot be read: Permission denied\n"
        "                   -> check the path and who may read it\n\n"
        "hint: run `iopcli data check` after each edit\n"
    ),
}


@pytest.mark.parametrize("mode", UNREADABLE, ids=["not at all", "only listed"])
def test_an_overlay_that_may_not_be_read_is_named(mode, without_rights, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "terms.toml").write_text("")
    site.chmod(mode)
    done = without_rights(*SHOW, "--data", "site", cwd=tmp_path)
    site.chmod(0o700)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", UNREADABLE[mode])
