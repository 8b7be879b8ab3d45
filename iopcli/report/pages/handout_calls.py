"""The call sheet of a page to take home: whom to call, what to ask, and room to write the answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from iopcli.report.page import Blank, Block, Form, Heading, Said
from iopcli.results.handout import Handout, ToCall

MANY, FEWER, LINES = 4, 2, 6
"""Options side by side, or kinds of program to call, that fill two pages; the first questions that each kind then has;
and lines for what is not known, of which more leave room for one question each, as answers do. CSV and JSON have them
all."""


def call_sheet(result: Handout) -> list[Block]:
    """What to ask first, whom to call with what to ask them, what to ask any program, and what is not known here."""
    alike: dict[tuple[str, ...], list[ToCall]] = {}
    room = _questions(result)
    for one in result.call:
        alike.setdefault(tuple(question.says for question in one.questions[:room]), []).append(one)
    first = [one.ask.says for one in result.ask_first]
    apart = len(alike) == 1 or not crowded(result)
    asks = {questions: (*first, *questions) if apart else questions for questions in alike}
    blanks = [Blank(Said(says), (("",),)) for says in first if not apart]
    blanks += [blank for questions, programs in alike.items() for blank in _to_ask(result, asks[questions], programs)]
    blanks += [Blank(Said(one.ask.says), (("",),)) for one in result.check]
    blanks += [Blank(Said("We do not know this, so ask", role="strong"), ())] if result.unknown else []
    blanks += [Blank(Said(one.ask.says), tuple(_lines_for(result, one.ids))) for one in result.unknown]
    return [Heading("Call sheet"), Form(tuple(blanks))] if blanks else []


def crowded(result: Handout) -> bool:
    """Whether two pages have room for less of each option than there is; staff want it all."""
    return result.voice != "staff" and max(len(result.options), len(result.call)) >= MANY


def _questions(result: Handout) -> int | None:
    """How many questions of each kind of program have room; None where all have."""
    if not crowded(result):
        return None
    few = result.recommendation is None and sum(len(one.ids) for one in result.unknown) <= LINES
    return FEWER if few else 1


def _lines_for(result: Handout, ids: Sequence[str]) -> Iterator[tuple[str]]:
    """A line for each column by its name, and by its place too where names are alike."""
    names = {one.id: one.short_name for one in result.options}
    places = {id_: place for place, id_ in enumerate(names, 1)}
    alike = len(set(names.values())) < len(names)
    for id_ in ids:
        yield ("" if len(names) == 1 else f"{names[id_]}, column {places[id_]}" if alike else names[id_],)


def _to_ask(result: Handout, questions: Iterable[str], programs: Sequence[ToCall]) -> Iterator[Blank]:
    """Programs that are asked the same: each with how to reach it and what to ask it first; then room for answers."""
    for one in programs:
        pays = "Sliding fee" if result.payer == "uninsured" else "Takes my insurance"
        answered = (*(() if crowded(result) else (("Who answered", "Date"),)), ("Next opening", pays))
        if one.contact:
            yield from (Blank(_to_call(one), ()), Blank(Said(one.contact), answered))
        else:
            yield Blank(_to_call(one), (("Program", "Phone"), *answered))
    ids = [one.option for one in programs]
    lines = tuple(_lines_for(result, ids)) if len(ids) > 1 and {*ids} <= {one.id for one in result.options} else ()
    lines = lines or tuple((one.name if len(ids) > 1 else "",) for one in programs)
    yield from (Blank(Said(says), lines) for says in questions)


def _to_call(one: ToCall) -> Said:
    return Said(f"Call: {one.name}", role="strong")
