"""The commands: a line each here, and a file each beside this one, which is imported when its command is chosen.

The file of `data check` is `data_check.py`; its `run` is the command, and the first sentence of what `run` says of
itself is the summary here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import Parameter, Signature, signature
from typing import Any, NamedTuple, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from iopcli.cli.paging import Paged
from iopcli.dataset.near import did_you_mean
from iopcli.errors import UsageError


class Command(NamedTuple):
    """Under which heading a command is listed, its summary there, and two lines to try."""

    heading: str
    summary: str
    examples: tuple[str, str]


PROGRAM, SETUP = "iopcli", "Data and setup"
COMMANDS: Mapping[str, Command] = {
    "compare": Command("Compare", "Put care options side by side.", (
        "compare iop php residential", "compare 2.1 2.5 --group money --payer medicaid")),
    "list": Command("Compare", "List the care options at a glance, from least to most intensive.", (
        "list --sleep home --max-hours 10", "list --medication methadone --format csv")),
    "show": Command("Compare", "Show one care option: ten facts, then what you ask for, with what to ask a program.", (
        "show iop", "show sober house --format text")),
    "programs": Command("Compare", "Find real programs near a place, from lists and from calls.", (
        "programs --option iop --near 01608 --within 20 --data town",
        "programs --payer medicaid --near 01608 --call-sheet --data town")),
    "programs import": Command("Commands", (
        "Read lists of programs into an overlay: FindTreatment.gov's CSV or JSON, or a plain CSV with a map."), (
        "programs import findtreatment-2025-08-19.csv -o county",
        "programs import findtreatment.json --as-of 2025-08-19 -o county")),
    "programs heard": Command("Commands", (
        "Save what a program said by phone, to use instead of the list until it is too old."), (
        "programs heard hector-reyes-house-01610 waiting_days=5 --data town",
        "programs heard --sheet calls.csv --data town")),
    "programs gaps": Command("Commands", (
        "Show which needed plans no program near a place reports; small counts are hidden."), (
        "programs gaps --answers may.toml --near 01608 --within 9 --data town",
        "programs gaps --results out.csv --near 01608 --within 9 --data town")),
    "programs check": Command("Commands", (
        "List what is older than a year, what was heard too long ago, and what is missing."), (
        "programs check --data town", "programs check --today 2026-08-01 --data town")),
    "match": Command("Decide", "Turn answers into plans that meet the needs, with every reason.", (
        "match --for family --draft draft.json", "match --set relapse_risk=2 --set living_situation=0")),
    "path": Command("Decide", (
        "Draw paths from today to aftercare: weeks, hours, nights, hand-offs, costs, and what to do while waiting."
    ), (
        "path iop residential", "path detox,iop --weeks iop=8 --wait 14 --payer medicare")),
    "week": Command("Decide", (
        "Draw a week for each option: treatment, travel, work, caregiving and sleep, with every clash."), (
        'week iop php --work "mon-fri 9:00-17:00" --travel 40',
        'week otp --work "mon-thu 19:00-7:00" --care-for "sat 9am-noon"')),
    "handout": Command("Decide", (
        "Make pages to take home: options side by side, a usual week, the path ahead, and a call sheet."), (
        "handout iop php -o page.html", "handout php residential --for family")),
    "check": Command("Decide", "Check yourself in private, and see whom to talk to.", (
        "check", "check --for family")),
    "review": Command("Decide", (
        "Compare two records of the same person: what improved, what got worse, step up, step down or stay."), (
        "review may.json august.json", "review may.json august.json -o change.html")),
    "rules": Command("Decide", "Read the rules in words, with reasons and sources.", (
        "rules --question living_situation", "rules unsafe-home")),
    "score": Command("Decide", "Score a standard test that was given elsewhere.", (
        "score phq-2 1 2", "score audit --total 12")),
    "ask": Command("Ask", "Ask in plain words.", (
        "ask could I work part-time during a partial program", "ask what is a recovery home")),
    "topics": Command("Ask", "Read a topic, or what a word means; with no name, list them.", (
        "topics payment", "topics MOUD")),
    "sources": Command("Ask", "List the sources, and what rests on each.", (
        "sources --option iop", "sources va-5090")),
    "batch": Command("Batch", "Run `match` for every record in a file.", (
        "batch intakes.csv -o results.csv --report report.html",
        "batch intakes.csv --handouts pages -o rows.csv")),
    "config": Command(SETUP, "Show each setting and where it comes from: default, file, environment or option.", (
        "config", "config --payer medicaid")),
    "help": Command(SETUP, "See what a command does and takes.", ("help compare", "help data check")),
    "version": Command(SETUP, "Show the version.", ("version", "--version")),
    "data": Command(SETUP, "Check the dataset, print its schema, say where it is.", ("data check", "data path")),
    "data check": Command("Commands", "Check that the dataset, with its overlays, is sound and fit to be shown.", (
        "data check --strict", "data check --data northside")),
    "data schema": Command("Commands", "Print the JSON Schema of a kind of dataset file, for editors.", (
        "data schema options", "data schema rules")),
    "data path": Command("Commands", "Print the folder of the dataset.", ("data path", "ls $(iopcli data path)")),
}  # fmt: skip
"""Every command, in the order in which `--help` lists them; `data` and `programs` are groups of those that begin so."""
GROUPS = frozenset(name.rpartition(" ")[0] for name in COMMANDS) - {""}
RUN_ALONE = frozenset({"programs"})
"""Groups that are a command too, where nothing more is named."""
START = ("compare iop php residential", "help match")
"""Two lines to try for someone who knows no command yet."""


def epilog(lines: tuple[str, str]) -> str:
    """Lines to try, each on its own line, as the end of a command's help."""
    typed = (line if line.startswith("ls ") else f"iopcli {line}" for line in lines)
    return "\b\n" + "\n".join(["Examples:", *(f"  {line}" for line in typed)])


def spread(run: Callable[..., None]) -> Callable[..., None]:
    """A command that takes each word by itself, where `run` takes words that go together as one tuple of them."""
    words: list[Parameter] = []
    together: dict[str, Any] = {}
    hints = get_type_hints(run, include_extras=True)
    for name, parameter in signature(run).parameters.items():
        kind = hints[name]
        if isinstance(kind, type) and issubclass(kind, tuple):
            together[name] = kind
            fields, of_fields = signature(kind).parameters, get_type_hints(kind, include_extras=True)
            words += [field.replace(annotation=of_fields[id_]) for id_, field in fields.items()]
        else:
            words.append(parameter.replace(annotation=kind))

    def command(**typed: object) -> None:
        tuples = {name: kind(*(typed.pop(field) for field in kind._fields)) for name, kind in together.items()}
        run(**typed, **tuples)

    command.__doc__, command.__name__ = run.__doc__, run.__name__
    several = [word.replace(kind=Parameter.KEYWORD_ONLY) for word in words]
    command.__signature__ = Signature(several)  # type: ignore[attr-defined]
    return command


def loaded(name: str) -> Any:
    """The command of that name, for which its file is imported; a group has no file."""
    about = COMMANDS[name]
    if name in GROUPS - RUN_ALONE:
        return Lazy(name=name, help=about.summary, epilog=epilog(about.examples), no_args_is_help=True)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    run = spread(import_module(f"iopcli.cli.{name.replace(' ', '_')}").run)
    if name in RUN_ALONE:
        group = typer.Typer(
            name=name, cls=Lazy, invoke_without_command=True, add_completion=False, rich_markup_mode=None
        )
        group.callback(epilog=epilog(about.examples))(run)
        return typer.main.get_group(group)
    alone.command(name.split()[-1], cls=Paged, epilog=epilog(about.examples))(run)
    return typer.main.get_command(alone)


class Lazy(TyperGroup):
    """Commands under their headings, of which only the one that is chosen is imported."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "rich_markup_mode": None})
        before = "" if self.name == PROGRAM else f"{self.name} "
        self.whole = {name.removeprefix(before): name for name in COMMANDS if name.startswith(before)}
        """Each name in this group to the whole of it, as in the table."""
        self.commands = {
            name: loaded(whole) if whole in GROUPS - RUN_ALONE else TyperCommand(name, help=COMMANDS[whole].summary)
            for name, whole in self.whole.items()
            if " " not in name
        }

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """One list for each heading, wide enough for the longest name."""
        longest = max(map(len, self.commands))
        listed: dict[str, list[tuple[str, str]]] = {}
        for name in self.commands:
            one = COMMANDS[self.whole[name]]
            listed.setdefault(one.heading, []).append((name.ljust(longest), one.summary))
        for heading, rows in listed.items():
            with formatter.section(heading):
                formatter.write_dl(rows)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is named, imported.

        Raises:
            UsageError: there is none of that name; with the one that is nearest.
        """
        if args and args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            near = did_you_mean(args[0], self.commands, most=1)
            hint = f"{near} `{ctx.command_path} --help` lists them all".strip()
            raise UsageError(f"`{args[0]}` is not a command", hint=hint)
        name, _, rest = super().resolve_command(ctx, args)
        return name, loaded(self.whole[name]) if name else None, rest
