"""A file is whole or not there at all: every failure of the operating system, once at every call."""

from __future__ import annotations

import errno
import os
import resource
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from iopcli.errors import OutputError, describe
from iopcli.report.write import save

FAULTS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EXDEV, errno.EROFS)
CALLS = ("open", "fsync", "replace", "rename", "link", "unlink", "fdopen", "stat", "lstat", "write", "close")
NEW, OLD = "new\n" * 1000, "old\n"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0o000, 0o002, 0o022, 0o077])
@pytest.mark.parametrize("there", [False, True])
def test_a_file_is_for_its_owner_only_whatever_the_umask(tmp_path: Path, umask: int, there: bool):
    path = tmp_path / "out.txt"
    if there:
        path.write_text(OLD)
        path.chmod(0o644)
    before = os.umask(umask)
    try:
        save("é\n", path, force=there)
    finally:
        os.umask(before)
    assert (path.read_bytes(), mode(path), names(tmp_path)) == ("é\n".encode(), 0o600, ["out.txt"])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda path: path.write_text(OLD),
            "error: {path} is already there\n\nhint: choose another name, or add --force to replace it",
        ),
        (lambda path: path.mkdir(), "error: {path} is a folder\n\nhint: name a file in it"),
        (
            lambda path: path.symlink_to(path.parent / "elsewhere"),
            "error: {path} is a link\n\nhint: name the file itself",
        ),
    ],
    ids=["file", "folder", "link"],
)
def test_what_is_there_is_not_written_over(tmp_path: Path, make, message: str):
    path = tmp_path / "out.txt"
    make(path)
    before = names(tmp_path)
    with pytest.raises(OutputError) as refused:
        save(NEW, path)
    assert describe(refused.value) == message.format(path=path)
    assert names(tmp_path) == before


@pytest.mark.parametrize("kind", ["folder", "link", "dangling link"])
def test_force_replaces_files_and_nothing_else(tmp_path: Path, kind: str):
    path, victim = tmp_path / "out.txt", tmp_path / "victim"
    if kind != "dangling link":
        victim.write_text(OLD)
    path.mkdir() if kind == "folder" else path.symlink_to(victim)
    with pytest.raises(OutputError):
        save(NEW, path, force=True)
    assert kind == "dangling link" or victim.read_text() == OLD
    assert kind != "dangling link" or not victim.exists()


def test_a_missing_folder_is_named(tmp_path: Path):
    path = tmp_path / "none" / "out.txt"
    with pytest.raises(OutputError) as refused:
        save(NEW, path)
    said = f"error: {path} could not be written: No such file or directory\n\nhint: make the folder {path.parent} first"
    assert describe(refused.value) == said


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path):
    (tmp_path / "file").write_text(OLD)
    with pytest.raises(OutputError):
        save(NEW, tmp_path / "file" / "out.txt")


def test_a_name_that_is_too_long_is_refused(tmp_path: Path):
    with pytest.raises(OutputError) as refused:
        save(NEW, tmp_path / f"{'x' * 300}.txt")
    assert "File name too long" in refused.value.summary
    assert names(tmp_path) == []


def fail_at(monkeypatch: pytest.MonkeyPatch, call: int, error: BaseException, folder: Path) -> list[str]:
    """Let call number `call` of the operating system's functions fail; gives the names of the calls that were made."""
    made: list[str] = []

    def wrapped(name: str, real):
        def function(*args: object, **kwargs: object):
            inside = any(isinstance(arg, int) or str(folder) in os.fsdecode(arg) for arg in args[:1])
            if inside:
                made.append(name)
                if len(made) == call:
                    raise error
            return real(*args, **kwargs)

        return function

    for name in CALLS:
        monkeypatch.setattr(os, name, wrapped(name, getattr(os, name)))
    return made


@pytest.mark.parametrize("force", [False, True], ids=["new", "force"])
@pytest.mark.parametrize(
    "error",
    [
        OSError(number, os.strerror(number))
        for number in (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EXDEV, errno.EROFS)
    ]
    + [KeyboardInterrupt()],
    ids=["ENOSPC", "EIO", "EACCES", "EXDEV", "EROFS", "Ctrl-C"],
)
def test_a_failure_at_any_call_leaves_the_old_file_or_the_new_one_and_no_litter(
    tmp_path: Path, error: BaseException, force: bool
):
    for call in range(1, 100):
        folder = tmp_path / f"at-{call}"
        folder.mkdir()
        path = folder / "out.txt"
        if force:
            path.write_text(OLD)
        with pytest.MonkeyPatch.context() as monkeypatch:
            made = fail_at(monkeypatch, call, error, folder)
            try:
                save(NEW, path, force=force)
                ended = "well"
            except (OutputError, KeyboardInterrupt) as said:
                ended = type(said).__name__
        where = f"call {call}, {made[-1]}: {ended}"
        assert names(folder) in (["out.txt"], [] if not force else ["out.txt"]), where
        if path.exists():
            assert path.read_text() in ((OLD, NEW) if force else (NEW,)), where
        assert ended != "well" or path.read_text() == NEW, where
        if len(made) < call:
            assert call > 4
            return
    pytest.fail("the loop never came to a clean run")


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EMLINK])
def test_a_file_system_without_links_gets_the_file_all_the_same(tmp_path: Path, monkeypatch, number: int):
    def no_link(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", no_link)
    save(NEW, tmp_path / "out.txt")
    assert ((tmp_path / "out.txt").read_text(), names(tmp_path)) == (NEW, ["out.txt"])


def test_a_name_that_is_taken_while_the_file_is_written_stays_with_who_took_it(tmp_path: Path, monkeypatch):
    path, fsync = tmp_path / "out.txt", os.fsync

    def someone_else_is_quicker(handle: int) -> None:
        path.write_text("theirs")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", someone_else_is_quicker)
    with pytest.raises(OutputError) as refused:
        save(NEW, path)
    assert refused.value.summary == f"{path} is already there"
    assert (path.read_text(), names(tmp_path)) == ("theirs", ["out.txt"])


def test_of_many_at_once_one_gets_the_name(tmp_path: Path):
    path, won = tmp_path / "out.txt", []

    def write(number: int) -> None:
        try:
            save(f"{number}\n" * 1000, path)
        except OutputError:
            return
        won.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = won
    assert (path.read_text(), names(tmp_path)) == (f"{winner}\n" * 1000, ["out.txt"])


FULL = """
import pathlib, sys
from iopcli.errors import OutputError, describe
from iopcli.report.write import save
try:
    save("new" * 100_000, pathlib.Path(sys.argv[1]), force=True)
except OutputError as error:
    print(describe(error)); sys.exit(error.exit_code)
"""


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path):
    path = tmp_path / "out.txt"
    path.write_text(OLD)

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    command = [sys.executable, "-c", FULL, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=little_room, timeout=60)
    said = f"error: {path} could not be written: File too large\n\nhint: free some space, or choose another disk\n"
    assert (done.returncode, done.stdout) == (5, said), done.stderr
    assert (path.read_text(), names(tmp_path)) == (OLD, ["out.txt"])


STDOUT_FULL = """
from iopcli.errors import OutputError
from iopcli.report.write import out
try:
    out("x")
except OutputError as error:
    raise SystemExit(error.summary)
"""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this machine")
def test_a_standard_output_that_is_full_is_said():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", STDOUT_FULL], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert (done.returncode, done.stderr) == (1, "standard output could not be written: No space left on device\n")
