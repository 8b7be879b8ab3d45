"""Words in, exit code out. Each command is a file here: read what was typed, call one function, show the result."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer

from iopcli.cli import (
    about,
    ask,
    batch,
    check,
    compare,
    config,
    data,
    match,
    programs,
    review,
    rules,
    score,
    show,
    sources,
    topics,
)
from iopcli.cli import list as list_
from iopcli.cli.listed import Listed
from iopcli.cli.paging import HELP, Paged, without_pager
from iopcli.config import into_environment
from iopcli.errors import IopcliError, OutputError, Stopped, UsageError, describe

EXAMPLES: Mapping[str, tuple[str, str]] = {
    "": ("compare iop php residential", "help match"),
    "compare": ("compare iop php residential", "compare 2.1 2.5 --group money --payer medicaid"),
    "list": ("list --sleep home --max-hours 10", "list --medication methadone --format csv"),
    "show": ("show iop", "show sober house --format text"),
    "match": ("match --for family --draft draft.json", "match --set relapse_risk=2 --set living_situation=0"),
    "check": ("check", "check --for family"),
    "review": ("review may.json august.json", "review may.json august.json -o change.html"),
    "rules": ("rules --question living_situation", "rules unsafe-home"),
    "score": ("score phq-2 1 2", "score audit --total 12"),
    "ask": ("ask could I work part-time during a partial program", "ask what is a recovery home"),
    "topics": ("topics payment", "topics MOUD"),
    "sources": ("sources --option iop", "sources va-5090"),
    "batch": (
        "batch intakes.csv -o results.csv --report report.html",
        "batch intakes.csv --handouts pages -o rows.csv",
    ),
    "programs": (
        "programs --option iop --near 01608 --within 20 --data town",
        "programs --payer medicaid --near 01608 --call-sheet --data town",
    ),
    "programs import": (
        "programs import findtreatment-2025-08-19.csv -o county",
        "programs import findtreatment.json --as-of 2025-08-19 -o county",
    ),
    "programs heard": (
        "programs heard crozier-house-01610 waiting_days=5 --data town",
        "programs heard --sheet calls.csv --data town",
    ),
    "programs gaps": (
        "programs gaps --answers may.toml --near 01608 --within 9 --data town",
        "programs gaps --results out.csv --near 01608 --within 9 --data town",
    ),
    "programs check": ("programs check --data town", "programs check --today 2026-08-01 --data town"),
    "data": ("data check", "data path"),
    "data check": ("data check --strict", "data check --data northside"),
    "data schema": ("data schema options", "data schema rules"),
    "data path": ("data path", "ls $(iopcli data path)"),
    "config": ("config", "config --payer medicaid"),
    "help": ("help compare", "help data check"),
    "version": ("version", "--version"),
}
"""Two lines to try for each command; a test runs them all."""


def _epilog(command: str) -> str:
    """The examples, each on its own line, as the end of a command's help."""
    typed = (line if line.startswith("ls ") else f"iopcli {line}" for line in EXAMPLES[command])
    return "\b\n" + "\n".join(["Examples:", *(f"  {line}" for line in typed)])


app = typer.Typer(
    cls=Listed,
    name="iopcli",
    help=f"{about.WHAT}\n\n{about.DANGER}",
    epilog=_epilog(""),
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS: Mapping[str, Mapping[str, Callable[..., None]]] = {
    "Compare": {"compare": compare.compare, "list": list_.list_options, "show": show.show},
    "Decide": {
        "match": match.match, "check": check.check, "review": review.review, "rules": rules.rules, "score": score.score,
    },
    "Ask": {"ask": ask.ask, "topics": topics.topics, "sources": sources.sources},
    "Batch": {"batch": batch.batch},
    "Data and setup": {"config": config.config, "help": about.help_, "version": about.version},
}  # fmt: skip
for panel, listed in COMMANDS.items():
    for name, runs in listed.items():
        app.command(name, cls=Paged, rich_help_panel=panel, epilog=_epilog(name))(runs)
programs.app.callback(epilog=_epilog("programs"))(programs.programs)
for name, runs in programs.COMMANDS.items():
    programs.app.command(name, cls=Paged, epilog=_epilog(f"programs {name}"))(runs)
app.add_typer(programs.app, name="programs", rich_help_panel="Compare", epilog=_epilog("programs"))
for name, runs in data.COMMANDS.items():
    data.app.command(name, cls=Paged, epilog=_epilog(f"data {name}"))(runs)
app.add_typer(data.app, name="data", rich_help_panel="Data and setup", epilog=_epilog("data"))

TyperError: Any = typer.BadParameter.__mro__[-4]
"""What Typer raises for words it cannot read, wherever this version of it keeps the class."""


def _version(asked: bool) -> None:
    if asked:
        about.version()
        raise typer.Exit


@app.callback()
def _before_any_command(
    context: typer.Context,
    version: Annotated[
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
        found = _unexpected(error)
        code = found.exit_code
        say(describe(found))
    sys.exit(code)


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
    from iopcli.report.write import written

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
    config.BEFORE.update(os.environ)
    try:
        into_environment(os.environ)
    except UsageError as error:
        if "_IOPCLI_COMPLETE" in os.environ:
            return
        if words and not words[0].startswith("-") and words[0] not in WITHOUT_CONFIG:
            raise
        print(describe(error), file=sys.stderr)  # noqa: T201 - stderr is talk


def _usage(error: Any) -> str:
    """Words that Typer could not read, said as every other error is; a group alone gets its help."""
    from iopcli.cli.usage import said

    return str(error.format_message()) if type(error).__name__ == "NoArgsIsHelpError" else describe(said(error))


def _stop(number: int, _: FrameType | None) -> None:
    raise Stopped(number)


def _where(error: BaseException) -> str:
    """The kind of an error and the line it came from, without its message."""
    frame: Any = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = f" at {os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}" if frame else ""  # noqa: PTH119 - text, not a path
    return type(error).__name__ + place
