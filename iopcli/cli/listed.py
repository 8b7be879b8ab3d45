"""The commands in groups, each with its summary whole, and what is said of a command that is none."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class Listed(TyperGroup):
    """Commands that are listed under the heading each was given, in the order they were added."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """One list for each heading, wide enough for the longest name."""
        longest = max(map(len, self.commands))
        listed: dict[str, list[tuple[str, str]]] = {}
        for name, one in self.commands.items():
            heading = getattr(one, "rich_help_panel", None) or "Commands"
            listed.setdefault(heading, []).append((name.ljust(longest), one.get_short_help_str(limit=500)))
        for heading, rows in listed.items():
            with formatter.section(heading):
                formatter.write_dl(rows)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is named.

        Raises:
            UsageError: there is none of that name; with the one that is nearest.
        """
        if args and args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            from iopcli.dataset.near import did_you_mean
            from iopcli.errors import UsageError

            near = did_you_mean(args[0], self.commands, most=1)
            path = ctx.command_path
            hint = f"{near} `{path} --help` lists them all".strip()
            raise UsageError(f"`{args[0]}` is not a command", hint=hint)
        return super().resolve_command(ctx, args)


def named(context: Any, words: list[str]) -> Any:
    """The context of the command that words name, from the root down.

    Raises:
        UsageError: one of them is no command.
    """
    from iopcli.errors import UsageError

    for word in words:
        if not isinstance(context.command, TyperGroup):
            hint = f"`iopcli help {context.info_name}` is about all of it"
            raise UsageError(f"`{context.info_name}` has no command of its own", hint=hint)
        name, command, _ = context.command.resolve_command(context, [word])
        context = type(context)(command, info_name=name, parent=context)
    return context
