"""Questions one after the other: a prompt on standard error, a line from standard input, an answer on standard output.

It works in a screen reader, over SSH, and with TERM=dumb. Nothing is kept but what the last answer was about. Whom to
call and how old the facts are stands with the first answer, and with each that is urgent.
"""

from __future__ import annotations

from iopcli.ask.answer import Answer, Kind
from iopcli.ask.ask import PROGRAM, Asker
from iopcli.cli.prompt import next_line
from iopcli.cli.shared import Out, options_named
from iopcli.dataset.lines import first_call
from iopcli.dataset.model import Dataset
from iopcli.errors import Stopped, UsageError, describe
from iopcli.facts.result import Result
from iopcli.report.pages import ALONE
from iopcli.report.write import to_stderr
from iopcli.results.show import show
from iopcli.results.sources import sources
from iopcli.results.topics import topic, topics

KEYS = (
    "Ask in plain words. sources shows what the last answer rests on. `topics NAME` and `show OPTION` read on. "
    "? shows this. q ends."
)
PRIVATE = "Nothing you type is saved or sent."
NO_SOURCES = "There is no answer yet that rests on a source."
MOST_SEVERE: tuple[Kind, ...] = ("answer", "unknown", "urgent")


def converse(dataset: Dataset, out: Out) -> Kind:
    """Answer until `q` or the end of the input; gives the most severe kind of answer there was."""
    asker, last, worst = Asker(dataset), None, MOST_SEVERE[0]
    for text in (first_call(dataset.help.line), PRIVATE, KEYS):
        to_stderr(text)
    try:
        while (line := next_line()) is not None and line.casefold() not in ("q", "quit", "exit"):
            if line.casefold() in ("?", ""):
                to_stderr(KEYS)
            elif line.casefold() in ("sources", "source"):
                _sources(dataset, last, out)
            elif (read := _read(dataset, asker, line)) is not None:
                _show(read, out)
            else:
                again, last = last is not None, asker.ask(line)
                read_last = (ALONE,) if again and last.kind != "urgent" else ()
                out.show(last, read=read_last, pager=False)
                worst = max(worst, last.kind, key=MOST_SEVERE.index)
    except Stopped:
        to_stderr(f"\nStopped. Nothing was saved. {first_call(dataset.help.line)}")
        raise
    return worst


def _read(dataset: Dataset, asker: Asker, line: str) -> Result | UsageError | None:
    """What `topics`, `topics NAME` or `show OPTION` shows, typed as in the shell, or that there is no such topic.

    None where a line is none of these: `show me what it costs` is a question, and danger comes before all else.
    """
    words = line.split()
    command, *name = (words[1:] if words[:1] == [PROGRAM] else words) or [""]
    if command.casefold() not in ("topics", "show") or asker.ask(line).kind == "urgent":
        return None
    try:
        if command.casefold() == "topics":
            return topic(dataset, " ".join(name)) if name else topics(dataset)
        return show(dataset, options_named(dataset, [" ".join(name)])[0])
    except UsageError as error:
        return error if command.casefold() == "topics" else None


def _show(read: Result | UsageError, out: Out) -> None:
    """Show what was named, or say that nothing has that name."""
    if isinstance(read, UsageError):
        to_stderr(describe(read))
    else:
        out.show(read, pager=False)


def _sources(dataset: Dataset, last: Answer | None, out: Out) -> None:
    """The sources of the last answer in full."""
    if last is None or not last.sources:
        to_stderr(NO_SOURCES)
    else:
        out.show(sources(dataset, last.sources), pager=False)
