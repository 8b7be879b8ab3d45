"""Words in, exit code out. Each command is a file here: read what was typed, call one function, show the result."""

from __future__ import annotations

import os
import re
import signal
import sys
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer

from iopcli import __version__
from iopcli.cli import ask, batch, check, compare, data, match, review, rules, score, show, sources, topics
from iopcli.cli import list as list_
from iopcli.cli.paging import HELP, Paged, without_pager
from iopcli.errors import IopcliError, Stopped, UsageError, describe

app = typer.Typer(
    name="iopcli",
    help="Compare addiction-treatment care options side by side. Offline; every number with its source.",
    epilog="In danger now? In the US call 911. In crisis, call or text 988.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("list", cls=Paged)(list_.list_options)
for command in (
    show.show,
    compare.compare,
    match.match,
    batch.batch,
    check.check,
    review.review,
    rules.rules,
    score.score,
    ask.ask,
    topics.topics,
    sources.sources,
):
    app.command(cls=Paged)(command)
app.add_typer(data.app, name="data")

_EXTRA = re.compile(r"^(Got unexpected extra argument(?:\(s\)|s)?) .*$", re.DOTALL)
"""What Typer says of words too many, with the words, which may be answers."""
TyperError: Any = typer.BadParameter.__mro__[-4]
"""What Typer raises for words it cannot read, wherever this version of it keeps the class."""


def _version(asked: bool) -> None:
    if asked:
        print(f"iopcli {__version__}")  # noqa: T201 - the result of --version
        raise typer.Exit


@app.callback()
def _before_any_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help=HELP)] = False,
) -> None:
    """Compare addiction-treatment care options side by side. Offline; every number with its source."""
    without_pager(no_pager)


def main() -> NoReturn:
    """Run the command line; every end of it leaves here with its exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123 - for as long as the program runs
    for stream in filter(None, (sys.stdin, sys.stdout, sys.stderr)):
        stream.reconfigure(errors="replace")
    from iopcli.report.write import say

    try:
        code = _run()
    except Stopped as error:
        code = error.exit_code
    except IopcliError as error:
        code = error.exit_code
        if error.summary:
            say(describe(error))
    except TyperError as error:
        code = 2
        say(_usage(error))
    except Exception as error:  # the one boundary: no traceback, and no message that could hold what was typed
        code = 1
        hint = "please report this line; it holds nothing personal"
        say(describe(IopcliError(f"iopcli failed unexpectedly ({_where(error)})", hint=hint)))
    sys.exit(code)


def _run() -> int:
    """Carry out what was typed; 0, or what a command has asked to end with."""
    if "_IOPCLI_COMPLETE" in os.environ:
        app(prog_name="iopcli")  # answers the shell and ends
    from iopcli.report.write import written

    with written():
        try:
            command = typer.main.get_command(app)
            with command.make_context("iopcli", sys.argv[1:]) as context:
                command.invoke(context)
        except typer.Exit as end:
            return end.exit_code
    return 0


def _usage(error: Any) -> str:
    """Words that Typer could not read, said as every other error is; no words at all get the help."""
    message = _EXTRA.sub(r"\1", str(error.format_message()))
    if type(error).__name__ == "NoArgsIsHelpError":
        return message
    path = error.ctx.command_path if getattr(error, "ctx", None) else "iopcli"
    return describe(UsageError(message.rstrip("."), hint=f"`{path} --help` shows what it takes"))


def _stop(number: int, _: FrameType | None) -> None:
    raise Stopped(number)


def _where(error: BaseException) -> str:
    """The kind of an error and the line it came from, without its message."""
    frame: Any = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f" at {os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}" if frame else ""  # noqa: PTH119 - text, not a path
    return type(error).__name__ + place
