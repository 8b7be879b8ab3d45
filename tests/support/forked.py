"""`iopcli` that has started up: a process that has imported it, and of which every run is a fork.

A fork is a process of its own with its own words, environment, folder and streams, and ends as any other does. It only
saves the half second of importing and of parsing the dataset, which it reads packed, as the installed command does.
What only a start from nothing shows (what is imported, what Python takes from its environment) is not for here.
"""

from __future__ import annotations

import atexit
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from multiprocessing import connection
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
READ_LATE = frozenset(
    (
        *("COLUMNS", "FORCE_COLOR", "HOME", "LINES", "NO_COLOR", "PAGER", "TERM", "TMPDIR", "TTY_COMPATIBLE"),
        *("IOPCLI_CONFIG", "IOPCLI_DATA", "IOPCLI_FORMAT", "IOPCLI_LANGUAGE", "IOPCLI_PAYER", "IOPCLI_STATE"),
        "XDG_CONFIG_HOME",
    )
)
"""What the command looks up in its environment while it runs; all else is there for Python, or while it starts."""
MOST = 1 << 17
"""Bytes of the words and the environment of a run."""
NUMBER = 8
"""Bytes of a number that is sent back."""


class Running(NamedTuple):
    """A run that was started; what it sends back are its process id and how it ended."""

    pid: int
    back: socket.socket

    def wait(self) -> int:
        """The exit code, or less than 0 where a signal ended it."""
        with self.back:
            return os.waitstatus_to_exitcode(_number(self.back.recv(NUMBER)))


def run(
    words: Sequence[str | bytes], env: Mapping[str, str], cwd: Path, reads: Path = Path(os.devnull)
) -> subprocess.CompletedProcess[bytes]:
    """Run `iopcli` with a file as its standard input; gives what it wrote, and its exit code."""
    (out, out_end), (err, err_end) = os.pipe(), os.pipe()
    try:
        with reads.open("rb") as file:
            running = start(words, env, cwd, (file.fileno(), out_end, err_end))
    finally:
        os.close(out_end)
        os.close(err_end)
    said: dict[int, bytes] = {out: b"", err: b""}
    left = set(said)
    while left:
        for stream in connection.wait(left):
            some = os.read(stream, 1 << 16)
            said[stream] += some
            if not some:
                os.close(stream)
                left.remove(stream)
    return subprocess.CompletedProcess(["iopcli", *words], running.wait(), said[out], said[err])


def start(
    words: Sequence[str | bytes],
    env: Mapping[str, str],
    cwd: Path,
    streams: tuple[int, int, int],
    *,
    leads: bool = False,
) -> Running:
    """Start `iopcli` on three streams; with `leads` the first is a terminal and the run leads a session on it."""
    back, theirs = socket.socketpair()
    asked = pickle.dumps(([*map(os.fsencode, words)], dict(env), os.fsencode(cwd), leads))
    with theirs:
        socket.send_fds(_waiting(words[:1] in (["batch"], ("batch",))), [asked], [*streams, theirs.fileno()])
    return Running(_number(back.recv(NUMBER)), back)


def _number(sent: bytes) -> int:
    return int.from_bytes(sent, sys.byteorder)


@cache
def _waiting(engines: bool) -> socket.socket:
    """The other end of the process that waits for runs, one with engines for batches; it ends when this one does."""
    from support.environment import environment  # the process that waits runs this file alone

    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    started = subprocess.Popen(
        [sys.executable, __file__, str(theirs.fileno()), "engines" if engines else ""],
        env=environment(OPENBLAS_NUM_THREADS="1"),  # a thread has no fork
        cwd=ROOT,
        stdin=subprocess.PIPE,  # streams that a run takes over as they are set up here
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    atexit.register(lambda: (ours.close(), started.wait()))
    return ours


def _get_ready(engines: bool) -> None:
    """Import what any command imports, or what a batch does, and read what takes long to read."""
    import gc
    import pkgutil
    from importlib import import_module

    import iopcli
    from iopcli.dataset import load, readability
    from iopcli.report.writers import html
    from iopcli.results import data_check

    libraries = ("jinja2", "rapidfuzz", "readability", "rich.console", "rich.table")
    modules = (module.name for module in pkgutil.walk_packages(iopcli.__path__, "iopcli."))
    of_batches = ("iopcli.batch.", "iopcli.cli.batch_", "iopcli.cli.progress")
    left_out = ("iopcli.__main__", "iopcli.batch.spark", *(() if engines else of_batches))
    for name in (*libraries, *modules):
        if not name.startswith(left_out):
            import_module(name)
    dataset = load.load()
    readability.grade = data_check.grade = cache(readability.grade)  # to read every text takes a second
    for text in readability.texts(dataset):
        readability.grade(text.sentences)
    html._template()
    gc.freeze()  # the forks neither look through it for garbage nor copy it


def _wait(asked: socket.socket) -> None:
    """Fork for every run that is asked for, and say how each ended; returns in the forks, all set to run."""
    running: dict[int, tuple[int, socket.socket]] = {}
    while True:
        for one in connection.wait([asked, *running]):
            if one in running:
                pid, back = running.pop(one)
                with back, suppress(BrokenPipeError):  # not everyone waits for the end
                    back.send(os.waitpid(pid, 0)[1].to_bytes(NUMBER, sys.byteorder))
                os.close(one)
                continue
            message, sent, *_ = socket.recv_fds(asked, MOST, 4)
            if not message:
                os._exit(0)
            *streams, last = sent
            back = socket.socket(fileno=last)
            if (pid := os.fork()) == 0:
                for other in (asked, back, *(kept for _, kept in running.values())):
                    other.close()
                return _become(message, streams)
            for stream in streams:
                os.close(stream)
            back.send(pid.to_bytes(NUMBER, sys.byteorder))
            running[os.pidfd_open(pid)] = pid, back


def _become(message: bytes, streams: list[int]) -> None:
    """Take on the words, the environment, the folder and the streams of a run."""
    import fcntl
    import signal
    import termios

    words, env, cwd, leads = pickle.loads(message)
    signal.alarm(100)  # one that hangs ends
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if leads:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            stream.reconfigure(line_buffering=True)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = [str(ROOT / "iopcli" / "__main__.py"), *map(os.fsdecode, words)]
    sys.path[0] = str(Path.cwd())


def _end(code: int) -> None:
    """End as Python does, but without taking apart all that was imported, which is most of the work of a short run.

    It returns where Python has more to do at the end: threads to wait for, or words that nobody takes.
    """
    import threading

    if threading.active_count() > 1:
        return
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if not stream.closed:
                stream.flush()
    except OSError:
        return
    os._exit(code & 0xFF)


if __name__ == "__main__":
    _get_ready(engines=bool(sys.argv[2]))
    _wait(socket.socket(fileno=int(sys.argv[1])))
    from iopcli.__main__ import main

    try:
        main()
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            _end(end.code or 0)
        raise
