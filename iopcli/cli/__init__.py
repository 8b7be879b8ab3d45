"""Words in, exit code out. Each command is a file here: read what was typed, call one function, show the result."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer

from iopcli import __version__
from iopcli.cli import compare, data, show, sources, topics
from iopcli.cli import list as list_
from iopcli.errors import IopcliError, Stopped, describe

app = typer.Typer(
    name="iopcli",
    help="Compare addiction-treatment care options side by side. Offline; every number with its source.",
    epilog="In danger now? In the US call 911. In crisis, call or text 988.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (list_.list_options, show.show, compare.compare, topics.topics, sources.sources):
    app.command()(command) if command is not list_.list_options else app.command("list")(command)
app.add_typer(data.app, name="data")


def _version(asked: bool) -> None:
    if asked:
        print(f"iopcli {__version__}")  # noqa: T201 - the result of --version
        raise typer.Exit


@app.callback()
def _before_any_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Compare addiction-treatment care options side by side. Offline; every number with its source."""


def main() -> NoReturn:
    """Run the command line; every end of it leaves here with its exit code."""
    gc.set_threshold(100_000)  # short runs make many small parts and drop none: looking for garbage only costs time
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app(prog_name="iopcli")
    except IopcliError as error:
        if error.summary and not isinstance(error, Stopped):
            _say(describe(error))
        _leave(error.exit_code)
    except Exception as error:  # the one boundary: no traceback, and no message that could hold what was typed
        _say(
            describe(
                IopcliError(
                    f"iopcli failed unexpectedly ({_where(error)})",
                    hint="please report this line; it holds nothing personal",
                )
            )
        )
        _leave(1)
    _leave(0)


def _stop(number: int, _: FrameType | None) -> None:
    raise Stopped(number)


def _where(error: BaseException) -> str:
    """The kind of an error and the line it came from, without its message."""
    frame: Any = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f" at {os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}" if frame else ""  # noqa: PTH119 - text, not a path
    return type(error).__name__ + place


def _say(text: str) -> None:
    with contextlib.suppress(OSError):  # if nobody listens, the exit code still says it
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - stderr is talk


def _leave(code: int) -> NoReturn:
    sys.exit(code)
