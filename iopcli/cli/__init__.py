"""Words in, exit code out. Each command is a file here: read what was typed, call one function, show the result."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Annotated, Any, NoReturn, cast

import typer

from iopcli.cli import about, version
from iopcli.cli.commands import PROGRAM, START, Lazy, epilog
from iopcli.cli.paging import HELP, without_pager
from iopcli.cli.usage import said
from iopcli.config import into_environment
from iopcli.errors import IopcliError, OutputError, Stopped, UsageError, describe
from iopcli.report.write import to_stderr, written

app = typer.Typer(
    cls=Lazy,
    name=PROGRAM,
    help=f"{about.WHAT}\n\n{about.DANGER}",
    epilog=epilog(START),
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        version.run()
        raise typer.Exit


@app.callback()
def _before_any_command(
    context: typer.Context,
    version_: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help=HELP)] = False,
) -> None:
    without_pager(no_pager)
    if context.invoked_subcommand is None:
        about.start()


def main() -> NoReturn:
    """Run the command line; every end of it leaves here with its exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 - for as long as the program runs
    for stream in filter(None, (sys.stdin, sys.stdout, sys.stderr)):
        stream.reconfigure(errors="replace")
    try:
        code = _run()
    except Stopped as error:
        code = error.exit_code
    except IopcliError as error:
        code = error.exit_code
        if error.summary:
            to_stderr(describe(error))
    except Exception as error:  # the one boundary: no traceback, and no message that could hold what was typed
        code, text = _code_and_text(error)
        to_stderr(text)
    sys.exit(code)


def _code_and_text(error: Exception) -> tuple[int, str]:
    """The exit code of an error that is not ours, and what to say of it: of one of Typer's as of ours."""
    if type(error).__name__ == "NoArgsIsHelpError":  # a group alone gets its help
        return UsageError.exit_code, str(cast(Any, error).format_message())
    typers = hasattr(error, "format_message")  # wherever a version of Typer keeps the class of its errors
    found = said(error) if typers else _unexpected(error)
    return found.exit_code, describe(found)


def _unexpected(error: Exception) -> IopcliError:
    """What to say of an error that no command has foreseen."""
    if isinstance(error, MemoryError) or "can't start new thread" in str(error):
        return OutputError("there is not enough memory", hint="close other programs, or give it less to do")
    hint = "please report this line; it holds nothing personal"
    return IopcliError(f"iopcli failed unexpectedly ({_where(error)})", hint=hint)


def _run() -> int:
    """Carry out what was typed; 0, or what a command has asked to end with."""
    _configure(sys.argv[1:])
    if "_IOPCLI_COMPLETE" in os.environ:
        app(prog_name="iopcli")  # answers the shell and ends
    with written():
        try:
            command = typer.main.get_command(app)
            with command.make_context("iopcli", sys.argv[1:]) as context:
                command.invoke(context)
        except typer.Exit as end:
            return end.exit_code
    return 0


WITHOUT_CONFIG = frozenset(("ask", "check", "help", "version"))
"""Commands that go on where the config file cannot be used: nothing stands between a person and help."""


def _configure(words: Sequence[str]) -> None:
    """Let the config file fill in what the environment does not say.

    Raises:
        UsageError: it cannot be used, and the command cannot go on without it.
    """
    try:
        into_environment(os.environ)
    except UsageError as error:
        if "_IOPCLI_COMPLETE" in os.environ:
            return
        if words and not words[0].startswith("-") and words[0] not in WITHOUT_CONFIG:
            raise
        print(describe(error), file=sys.stderr)  # noqa: T201 - stderr is talk


def _stop(number: int, _: FrameType | None) -> None:
    raise Stopped(number)


def _where(error: BaseException) -> str:
    """The kind of an error and the line it came from, without its message."""
    frame: Any = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f" at {os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}" if frame else ""  # noqa: PTH119 - text, not a path
    return type(error).__name__ + place
