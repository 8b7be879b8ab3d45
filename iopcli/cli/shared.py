"""The words that several commands take, and how a dataset is opened from them."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Protocol

import typer

from iopcli.dataset.answers import NotAnAnswer, from_text
from iopcli.dataset.find import find, find_attributes
from iopcli.dataset.load import load, names_of_kind, overlays_from_environment
from iopcli.dataset.model import Dataset, Option
from iopcli.dataset.near import did_you_mean
from iopcli.dataset.states import LETTERS, STATES, in_state, state_named
from iopcli.errors import NeedsReview, OutputError, Problem, UrgentAnswer, UsageError, refuse, visible
from iopcli.facts.result import Result
from iopcli.programs.ondemand import with_programs
from iopcli.report.formats import STDOUT, Format, chosen, emit
from iopcli.report.write import to_stderr

FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="How to write it; the default is a table, or what the name after -o says."),
]
TextOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="How to write it; the default is text, or what the name after -o says."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file only you can read.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace the output file if it is there.")]


Data = Annotated[
    list[Path] | None,
    typer.Option("--data", metavar="DIR", help="Lay a folder over the dataset; can be repeated. Also IOPCLI_DATA."),
]


def as_typed(data: Sequence[Path] | None) -> str:
    """The folders of the command line as they are typed again; those of the environment need no word."""
    return " ".join(f"--data {shlex.quote(visible(str(one)))}" for one in data or ())


class Out(NamedTuple):
    """How and where a result is written, and the folders that are laid over the dataset, as it was typed."""

    format_: FormatOption = None
    output: Output = None
    force: Force = False
    data: Data = None

    @property
    def usual(self) -> Format:
        """The format where nothing else is asked for."""
        return Format.table

    @property
    def format(self) -> Format:
        """The format that was asked for, or that the name of the file says."""
        return chosen(self.format_, self.output, self.usual)

    @property
    def file(self) -> Path | None:
        """The file that is written; None where the result goes to standard output."""
        return None if self.output == STDOUT else self.output

    def show(self, result: Result, *, read: Collection[str] = (), pager: bool = True) -> None:
        """Write a result where and how it was asked for: on a screen the first of it, or what to `read` of it.

        The commands that it names to type next have the folders that were typed.
        """
        emit(result, self.format, self.output, force=self.force, read=read, pager=pager, over=as_typed(self.data))


class TextOut(Out):
    """The same for what is read from top to bottom, which is lines of text where nothing else is asked for."""

    format_: TextOption

    @property
    def usual(self) -> Format:
        """Lines."""
        return Format.text


class Whom(str, Enum):
    """Whom a command speaks to."""

    person = "person"
    staff = "staff"
    family = "family"


Attributes = Annotated[
    list[str] | None,
    typer.Option("--attributes", "-a", metavar="ID,ID", help="Only these rows, such as hours_per_week,sleep."),
]
Groups = Annotated[
    list[str] | None,
    typer.Option("--group", "-g", metavar="ID,ID", help="Only the rows of these groups, such as time,money."),
]
Everything = Annotated[
    bool,
    typer.Option("--all", help="Everything: every row, note and source. Files, HTML, JSON and CSV always have it."),
]
Notes = Annotated[bool, typer.Option("--notes", help="The notes: where sources differ, and how.")]
Sources = Annotated[bool, typer.Option("--sources", help="The sources of every number.")]


def complete_state(incomplete: str) -> list[tuple[str, str]]:
    """States for the shell, with their names, in small letters where those are typed."""
    letters = ((code.lower() if incomplete.islower() else code, name) for code, name in STATES.items())
    return [(code, name) for code, name in letters if code.startswith(incomplete)]


State = Annotated[
    str | None,
    typer.Option(
        "--state",
        metavar="STATE",
        envvar="IOPCLI_STATE",
        show_envvar=False,
        autocompletion=complete_state,
        help="Put this state's own rules and rates first, such as VA. Also IOPCLI_STATE.",
    ),
]


def complete_payer(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Payers for the shell, with their labels."""
    question = open_dataset([Path(path) for path in context.params.get("data") or ()]).questions.get("payer")
    choices = question.choice if question else ()
    return [(str(one.value), visible(one.label)) for one in choices if str(one.value).startswith(incomplete)]


Payer = Annotated[
    str | None,
    typer.Option(
        "--payer",
        metavar="WHO",
        envvar="IOPCLI_PAYER",
        show_envvar=False,
        autocompletion=complete_payer,
        help="Who pays, such as private, medicare, medicaid, va or uninsured: their kind of price, with cash separate. "
        "Also IOPCLI_PAYER.",
    ),
]


def payer_named(dataset: Dataset, text: str | None) -> str | None:
    """The payer that a word stands for; None where none was given.

    Raises:
        UsageError: it is none of the payers that people are asked about.
    """
    question = dataset.questions.get("payer")
    if text is None or question is None:
        return None
    try:
        return str(from_text(question, text))
    except NotAnAnswer as error:
        raise UsageError("the payer was not understood", [Problem("--payer", error.message, error.hint)]) from None


def complete_option(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Option ids for the shell, with names; not those that are on the line."""
    return completed("options", context, incomplete, context.params.get("options") or ())


def completed(folder: str, context: typer.Context, incomplete: str, typed: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The ids of a folder of the dataset that start so, each with its name."""
    given = [Path(path) for path in context.params.get("data") or ()]
    names = names_of_kind(folder, [*overlays_from_environment(), *given])
    return [(id_, visible(name)) for id_, name in names if id_.startswith(incomplete) and id_ not in typed]


OptionName = Annotated[
    list[str],
    typer.Argument(metavar="OPTION", help="An id, a name, or an ASAM number.", autocompletion=complete_option),
]
OptionNames = Annotated[
    list[str] | None,
    typer.Argument(metavar="OPTION OPTION ...", help="Ids, names, or ASAM numbers.", autocompletion=complete_option),
]


def open_dataset(data: Sequence[Path] | None, state: str | None = None) -> Dataset:
    """The dataset with the overlays of the environment and then of the command line, localized to a state.

    Raises:
        UsageError: the state is none.
    """
    code = _state_named(state) if state is not None else ""
    overlays = folders(data)
    dataset = load(overlays)
    dataset = in_state(dataset, code) if code else dataset
    return with_programs(dataset, overlays, as_typed(data)) if overlays else dataset


def folders(data: Sequence[Path] | None) -> list[Path]:
    """The overlays of the environment and then of the command line."""
    return [*overlays_from_environment(), *(data or ())]


def _state_named(text: str) -> str:
    if code := state_named(text):
        return code
    hint = did_you_mean(text, STATES.values()) or LETTERS
    raise UsageError("the state was not understood", [Problem("--state", "is not a US state", hint)])


def options_named(dataset: Dataset, names: Sequence[str]) -> list[Option]:
    """The options that names stand for; a misspelled one is said on stderr."""
    found = find(dataset, names)
    for name, one in zip(names, found, strict=True):
        if one.guessed:
            to_stderr(f"note: read `{visible(name)}` as `{one.option.id}` ({one.option.name})")
    return [one.option for one in found]


def all_read(*reads: Callable[[], Any]) -> list[Any]:
    """What each of these reads of the words that were typed.

    Raises:
        UsageError: with the problems of all that cannot be read, or as the one that cannot.
    """
    found, wrong = [], []
    for read in reads:
        try:
            found.append(read())
        except UsageError as error:
            wrong.append(error)
    if len(wrong) == 1:
        raise wrong[0]
    refuse([one for error in wrong for one in error.as_problems], UsageError, "in what was typed")
    return found


def split(values: Sequence[str] | None) -> list[str]:
    """Values given one by one or with commas between them."""
    return [part.strip() for value in values or () for part in value.split(",") if part.strip()]


def rows_named(
    dataset: Dataset, attributes: Sequence[str] | None, groups: Sequence[str] | None
) -> Sequence[str] | None:
    """The rows that were asked for by name or heading; None where none was."""
    return find_attributes(dataset, split(attributes), split(groups)) if attributes or groups else None


def named(**asked: bool) -> list[str]:
    """The names of what was asked for."""
    return [name for name, wanted in asked.items() if wanted]


@contextmanager
def nothing_lost(result: Result | None, out: Out) -> Iterator[None]:
    """Show what came of an interview on the screen after all, where a file could not take it."""
    try:
        yield
    except OutputError:
        if result is not None:
            Out(data=out.data).show(result)
        raise


class AboutAPerson(Protocol):
    """A result about a person, who may need help now, or a clinician to look."""

    @property
    def urgent(self) -> object:
        """What is urgent, if anything."""

    @property
    def clinician(self) -> object:
        """What a clinician has to look at, if anything."""


def end(result: AboutAPerson, *, needs_review: bool = False) -> None:
    """End a command about a person: with 10 for what is urgent, with 3 for something else to look at.

    Raises:
        UrgentAnswer: something is urgent.
        NeedsReview: a clinician has to look, or `needs_review`.
    """
    if result.urgent:
        raise UrgentAnswer("")
    if result.clinician or needs_review:
        raise NeedsReview("")
