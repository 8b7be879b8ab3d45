"""Results become pages: which words stand where, one file for each kind of result.

A page module says `blocks(result)`, the whole under its title, and `rows(result)`, a header and rows for CSV. It may
say `first(result)`, what answers on one screen, and `PARTS`, what can be read on by name. What has neither is its own
first screen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from importlib import import_module
from types import ModuleType

from iopcli.dataset.lines import first_call, reach
from iopcli.dataset.model import ALARM_LINES, HelpLine
from iopcli.facts.result import Result
from iopcli.facts.wording import state_text
from iopcli.report.page import Block, Bullets, Footnotes, Heading, Lines, Page, Paragraph, Point, Rows, Said, ShellHint

ALL = "all"
"""The name under which the whole is read."""
ALONE = "alone"
"""The name under which a result is read without whom to call and how old it is: both stand above it already."""
NOTHING = "There is nothing to show under this name."
"""What stands where a part of a page is empty."""


def page(result: Result) -> Page:
    """The whole page of any result, with whom to call on top and at the end."""
    module = _module(result)
    title, body = module.blocks(result)
    return _around(result, title, [*body, *_ending(result), *_last(module, result)])


def screen(result: Result, read: Collection[str] = (), over: str = "") -> Page:
    """The first screen of a result, or what is read on by name; the whole under the name `all`.

    The commands to type next are told the folders that were laid `over` the dataset, such as `--data town`.
    """
    found = _screen(result, read)
    return found._replace(blocks=tuple(_typed_over(one, over) for one in found.blocks)) if over else found


COMMAND = re.compile(r"`(iopcli [^`]+)`")


def _typed_over(block: Block, over: str) -> Block:
    """A block whose every command works as it stands, since it names the folders too."""

    def in_full(text: str) -> str:
        return COMMAND.sub(lambda found: f"`{found[1]} {over}`", text)

    def said(one: Said) -> Said:
        return one._replace(text=in_full(one.text))

    match block:
        case ShellHint(text, before):
            return ShellHint(in_full(text), in_full(before))
        case Paragraph(says):
            return Paragraph(said(says))
        case Heading(text):
            return Heading(in_full(text))
        case Footnotes(notes):
            return Footnotes(notes, over)
        case Bullets(points):
            return Bullets(tuple(one._replace(says=said(one.says)) for one in points))
    return block


def _screen(result: Result, read: Collection[str]) -> Page:
    if ALL in read:
        return page(result)
    module = _module(result)
    if parts := [name for name in getattr(module, "PARTS", ()) if name in read]:
        found = [block for name in parts for block in module.PARTS[name](result)]
        body: Iterable[Block] = found or [Paragraph(Said(NOTHING))]
        title = module.blocks(result)[0]
    elif hasattr(module, "first"):
        title, body = module.first(result)
    else:
        title, body = module.blocks(result)
    if ALONE in read:
        return Page(title, tuple(body))
    ending = _ending(result, short=not getattr(result, "stopped", False))
    return _around(result, title, [*body, *ending, *_last(module, result)])


def cover(result: Result) -> Page | None:
    """The first screen as the first page of a document; None where the whole is no longer than that."""
    module = _module(result)
    whole = not hasattr(module, "first") or (hasattr(module, "is_one_page") and module.is_one_page(result))
    return None if whole else screen(result)


def rows_of(result: Result) -> Rows:
    """The header and the rows of a result."""
    rows: Rows = _module(result).rows(result)
    return rows


def _module(result: Result) -> ModuleType:
    """The page module of a result, which has the word of its command: of `iopcli.results.show` it is `show`.

    What is found on a floor of its own, such as `iopcli.match.recommendation`, has the word of that floor.
    """
    _, floor, *_, name = type(result).__module__.split(".")
    own = floor == "results" or name == "programs_gaps"
    return import_module(f"{__name__}.{name if own else floor}")


def _last(module: ModuleType, result: Result) -> list[Block]:
    """What a terminal still shows when all has scrolled by, where a page says so."""
    return [*module.last(result)] if hasattr(module, "last") else []


def _around(result: Result, title: str, body: Iterable[Block]) -> Page:
    calls = [Paragraph(Said(first_call(result.help), role="alert")), *_from_state(result)]
    return Page(title, (*(calls if _about_care(result) else []), *body))


def _about_care(result: Result) -> bool:
    """Whether there is anyone to call for it; not where it is about the dataset."""
    return getattr(_module(result), "ABOUT_CARE", True)


def _from_state(result: Result) -> list[Block]:
    """Which facts here are a state's own, where one was asked for."""
    state = result.dataset.state
    return [Paragraph(Said(state_text(state.code, state.name, state.holds, state.topics)))] if state else []


def _reach_by(line: HelpLine) -> str:
    """Every way to reach a line."""
    return "; ".join([reach(line).lower(), *(channel for channel in line.how if channel not in ("call", "text"))])


def _ending(result: Result, *, short: bool = False) -> list[Block]:
    """Whom to call, what this is not, and how old it is; `short` in three lines that leave the screen to the answer."""
    if not _about_care(result):
        return [_dated(result)]
    if short:
        numbers = (f"{line.brief or line.name} {line.number}" for line in result.help if line.id not in ALARM_LINES)
        three = ("; ".join(numbers), result.statement_brief, _date(result))
        return [Lines(tuple(Said(line, role="muted") for line in three if line))]
    emergency = next(reach(line) for line in result.help if line.id == ALARM_LINES[0])
    danger = Paragraph(Said(f"{emergency} now for any of these: {' '.join(result.danger)}"))
    if getattr(_module(result), "ENDS_BRIEFLY", False) and not getattr(result, "stopped", False):
        others = (line for line in result.help if line.id != ALARM_LINES[0])
        reached = tuple(Point(Said(_reached(line, _overlay(result, line)))) for line in others)
        last = Lines((Said(result.statement_brief, role="muted"), Said(_date(result), role="muted")))
        whose = ", for them or for yourself" if getattr(result, "voice", "") == "family" else ""
        return [Heading(f"Whom to call{whose}"), danger, Bullets(reached), last]
    lines = tuple(Point(Said(_line(line, _overlay(result, line)))) for line in result.help)
    return [Heading("Whom to call"), danger, Bullets(lines), Paragraph(Said(result.statement)), _dated(result)]


def _overlay(result: Result, line: HelpLine) -> str:
    return result.local.get(f"line/{line.id}", "")


def _reached(line: HelpLine, local: str) -> str:
    """One help line: who it is, and every way to reach it."""
    return f"{line.name}: {_reach_by(line)}.{f' (local: {local})' if local else ''}"


def _dated(result: Result) -> Block:
    return Paragraph(Said(_date(result), role="muted"))


def _date(result: Result) -> str:
    stamp = result.dataset
    over = f" With the overlay {', '.join(stamp.overlays)} on top." if stamp.overlays else ""
    return f"Dataset {stamp.version}, as of {stamp.as_of}, to be reviewed by {stamp.review_by}.{over}"


def _line(line: HelpLine, local: str) -> str:
    """One help line: who it is, every way to reach it, when to, and what it costs."""
    return (
        f"{line.name}: {_reach_by(line)}. {line.says} {line.hours}. {line.cost}.{f' (local: {local})' if local else ''}"
    )
