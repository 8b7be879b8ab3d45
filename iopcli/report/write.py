"""Bytes leave the program here: to standard output, or to a file that is whole or not there at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from iopcli.errors import OutputError, ReaderGone


def out(text: str | bytes, *, exactly: bool = False) -> None:
    """Print a result on standard output; `exactly` as UTF-8 whatever the terminal's own letters are, bytes as they are.

    Raises:
        ReaderGone: whoever read it has gone, as `head` does.
        OutputError: it could not be written.
    """
    with written():
        sys.stdout.flush()
        left = memoryview(in_bytes(text) if exactly else in_bytes(text, sys.stdout.encoding))
        while left:
            left = left[sys.stdout.buffer.write(left) :]
        sys.stdout.buffer.flush()


def in_bytes(text: str | bytes, letters: str = "utf-8") -> bytes:
    """What is written of a text; bytes are written as they are."""
    return (
        text if isinstance(text, bytes) else text.encode(letters, errors="replace" if letters != "utf-8" else "strict")
    )


def to_stderr(text: str) -> None:
    """Talk on standard error; if nobody can listen, what was asked for goes on all the same."""
    try:
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - stderr is talk
    except OSError:
        _drop(sys.stderr)


@contextmanager
def written() -> Iterator[None]:
    """What is printed inside has left the program at the end, or an error says why not.

    Raises:
        ReaderGone: whoever read it has gone.
        OutputError: it could not be written.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed", hint="leave it open, or write to a file with -o")
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _drop(sys.stdout)
        raise ReaderGone("") from None
    except OSError as error:
        _drop(sys.stdout)
        raise OutputError(f"standard output could not be written: {error.strerror}") from None


def save(text: str | bytes, path: Path, *, force: bool = False) -> None:
    """Write a file only its owner can read, by way of a new file beside it that takes its name when complete.

    Raises:
        OutputError: the file is there and `force` is not given, or it cannot be written.

    """
    try:
        _refuse_what_is_there(path, force=force)
        _write_beside(in_bytes(text), path, force=force)
    except OSError as error:
        raise _refusal(error, path) from None


def publish(made: Path, path: Path, *, force: bool = False) -> None:
    """Give a finished file its name, once all of it is on the disk.

    Raises:
        OutputError: the name is taken and `force` is not given, or the disk would not take it.
    """
    try:
        _refuse_what_is_there(path, force=force)
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.chmod(0o600)
        _name(made, path, force=force)
    except OSError as error:
        raise _refusal(error, path) from None


@contextmanager
def workplace(beside: Path) -> Iterator[Path]:
    """A folder beside a file, only its owner's, for what is not finished; gone at the end, whatever happens.

    What a run that was killed has left beside the same file is removed first.

    Raises:
        OutputError: no folder can be made there.
    """
    import tempfile  # as below: it is much to import for what is only printed

    _sweep(beside.parent)
    try:
        folder = Path(tempfile.mkdtemp(prefix=".iopcli-", suffix=".tmp", dir=beside.parent))
    except OSError as error:
        raise _refusal(error, beside) from None
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        held(lock)
        yield folder
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what runs have left that are no longer there to do it."""
    for left in folder.glob(".iopcli-*.tmp/lock"):
        try:
            lock = os.open(left, os.O_RDWR)
        except OSError:
            continue
        try:
            if held(lock):
                shutil.rmtree(left.parent, ignore_errors=True)
        finally:
            os.close(lock)


def held(handle: int, *, wait: bool = False) -> bool:
    """Whether nobody else holds a file open as its own, now or after a wait; the system lets go when a program ends."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (ImportError, OSError):
        return False
    return True


def refuse_if_taken(path: Path, *, force: bool) -> None:
    """Say now, and not after an hour's work, that a file cannot be written under this name.

    Raises:
        OutputError: the name is taken, or its folder is not there or cannot be written in.
    """
    try:
        _refuse_what_is_there(path, force=force)
        if not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if not os.access(path.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _refusal(error, path) from None


def _refusal(error: OSError, path: Path) -> OutputError:
    """Why a file could not be written, and what to do."""
    if isinstance(error, FileExistsError):
        return OutputError(f"{path} is already there", hint="choose another name, or add --force to replace it")
    return OutputError(f"{path} could not be written: {error.strerror}", hint=_advice(error, path))


def _refuse_what_is_there(path: Path, *, force: bool) -> None:
    """Only a plain file, and only by force, is ever replaced."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISLNK(mode):
        raise OutputError(f"{path} is a link", hint="name the file itself")
    if stat.S_ISDIR(mode):
        raise OutputError(f"{path} is a folder", hint="name a file in it")
    if not stat.S_ISREG(mode):
        raise OutputError(f"{path} is not a plain file", hint="name a file; for a pipe, leave -o out")
    if not force:
        raise FileExistsError


def _write_beside(content: bytes, path: Path, *, force: bool) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(prefix=".iopcli-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _name(Path(name), path, force=force)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _name(made: Path, path: Path, *, force: bool) -> None:
    if force:
        made.replace(path)
    else:
        _take_free_name(made, path)


def _take_free_name(made: Path, path: Path) -> None:
    """Give a finished file its name, unless someone else has taken the name since."""
    try:
        os.link(made, path)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EMLINK):
            raise
        made.replace(path)  # a file system without links: the check before has to do
    else:
        made.unlink()


def _advice(error: OSError, path: Path) -> str:
    if error.errno == errno.ENOENT:
        return f"make the folder {path.parent} first"
    if error.errno == errno.ENAMETOOLONG:
        return "choose a shorter name"
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return "choose a folder that you may write in"
    return "free some space, or choose another disk" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else ""


def _drop(stream: TextIO) -> None:
    """Keep Python from writing what is left, and complaining, when it ends."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path
        os.dup2(nowhere.fileno(), stream.fileno())
