"""`iopcli help [COMMAND]`: what `--help` says, for those who type it first."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from iopcli.errors import UsageError
from iopcli.report.write import out


def complete_command(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Commands for the shell, with their summaries, inside the one that is on the line."""
    group: Any = context.find_root().command
    for word in context.params.get("command") or ():
        group = getattr(group, "commands", {}).get(word)
    found = getattr(group, "commands", {})
    return [(name, one.get_short_help_str()) for name, one in found.items() if name.startswith(incomplete)]


Command = Annotated[
    list[str] | None,
    typer.Argument(metavar="[COMMAND]", help="The command to read about.", autocompletion=complete_command),
]


def run(context: typer.Context, command: Command = None) -> None:
    """See what a command does and takes."""
    out(_context_of(context.find_root(), command or []).get_help() + "\n")


def _context_of(context: Any, words: list[str]) -> Any:
    """The context of the command that words name, from the root down.

    Raises:
        UsageError: one of them is no command.
    """
    for word in words:
        if not isinstance(context.command, TyperGroup):
            hint = f"`iopcli help {context.info_name}` is about all of it"
            raise UsageError(f"`{context.info_name}` has no command of its own", hint=hint)
        name, command, _ = context.command.resolve_command(context, [word])
        context = type(context)(command, info_name=name, parent=context)
    return context
