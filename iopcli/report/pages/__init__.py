"""Results become pages: which words stand where, one file for each kind of result."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from iopcli.dataset.lines import first_call, reach
from iopcli.dataset.model import ALARM_LINES
from iopcli.report.page import Block, Bullets, Heading, Page, Paragraph, Point, Said
from iopcli.wording import state_text

if TYPE_CHECKING:
    from iopcli.dataset.model import HelpLine
    from iopcli.result import Result

PAGES = {
    "Comparison": "compare",
    "Profile": "show",
    "Listing": "list",
    "Bibliography": "sources",
    "Contents": "topics",
    "Reading": "reading",
    "Soundness": "check",
    "Recommendation": "match",
    "Glance": "match",
    "Replay": "replay",
    "Review": "review",
    "Rulebook": "rules",
    "Scoring": "score",
    "SelfCheck": "selfcheck",
    "BatchReport": "batch",
    "Answer": "answer",
}
"""Kind of result to the module whose `blocks` lays it out; only that one is imported."""
ABOUT_THE_DATASET = ("Soundness",)
"""Results that are not about care, and need no one to call."""


BRIEF = ("Answer",)
"""Results that are a few lines themselves: whom to call has no longer list there."""
SHORT = ("Contents", "Reading", "Bibliography", "Glance", "SelfCheck", "Answer")
"""Results whose pages end shortly."""


def page(result: Result) -> Page:
    """The page of any result, with whom to call on top and at the end."""
    kind = type(result).__name__
    module = import_module(f"{__name__}.{PAGES[kind]}")
    title, body = module.blocks(result)
    if kind in ABOUT_THE_DATASET:
        return Page(title, (*body, _dated(result)))
    ending = _ending(result, short=kind in SHORT and not getattr(result, "stopped", False))
    last = module.last(result) if hasattr(module, "last") else []
    top = [Paragraph(Said(first_call(result.help), role="alert")), *_from_state(result)]
    return Page(title, (*top, *body, *ending, *last))


def _from_state(result: Result) -> list[Block]:
    """Which facts here are a state's own, where one was asked for."""
    state = result.dataset.state
    return [Paragraph(Said(state_text(state.code, state.name, state.holds, state.topics)))] if state else []


def _ways(line: HelpLine) -> str:
    """Every way to reach a line."""
    return "; ".join([reach(line).lower(), *(way for way in line.how if way not in ("call", "text"))])


def _ending(result: Result, *, short: bool) -> list[Block]:
    """Whom to call, and what this is not; in a breath where a long list would push a short answer off the screen."""
    if type(result).__name__ in BRIEF:
        numbers = " ".join(f"{line.name}: {reach(line).lower()}." for line in result.help if line.id not in ALARM_LINES)
        return [Paragraph(Said(numbers)), Paragraph(Said(result.statement)), _dated(result)]
    if short:
        numbers = " ".join(f"{line.name}: {_ways(line)}." for line in result.help)
        return [Heading("Whom to call"), Paragraph(Said(numbers)), Paragraph(Said(result.statement)), _dated(result)]
    lines = tuple(Point(Said(_line(line, result.local.get(f"line/{line.id}", "")))) for line in result.help)
    emergency = next(reach(line) for line in result.help if line.id == ALARM_LINES[0])
    danger = Paragraph(Said(f"{emergency} now for any of these: {' '.join(result.danger)}"))
    return [Heading("Whom to call"), danger, Bullets(lines), Paragraph(Said(result.statement)), _dated(result)]


def _dated(result: Result) -> Block:
    stamp = result.dataset
    over = f" With the overlay {', '.join(stamp.overlays)} on top." if stamp.overlays else ""
    dated = f"Dataset {stamp.version}, as of {stamp.as_of}, to be reviewed by {stamp.review_by}.{over}"
    return Paragraph(Said(dated, role="muted"))


def _line(line: HelpLine, local: str) -> str:
    """One help line: who it is, every way to reach it, when to, and what it costs."""
    return f"{line.name}: {_ways(line)}. {line.says} {line.hours}. {line.cost}.{f' (local: {local})' if local else ''}"
