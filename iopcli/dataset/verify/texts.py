"""What is said beside the table: sources, topics and crisis lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iopcli.dataset.model import ALARM_LINES, Help, HelpLine, Source, Topic
from iopcli.dataset.states import LETTERS, STATES
from iopcli.dataset.verify.whole import Place, Whole
from iopcli.errors import Problem

_URL = re.compile(r"https?://[^\s<>\"'`]+")


def source(_: Whole, one: Source, place: Place) -> Iterator[Problem]:
    """Is its address one, and its state a state?"""
    if one.url and not _URL.fullmatch(one.url):
        yield Problem(place("url"), "has an address that is not one", "write https://…")
    yield from _known_state(one.state, place)


def topic(_: Whole, one: Topic, place: Place) -> Iterator[Problem]:
    """Is its state a state?"""
    yield from _known_state(one.state, place)


def _known_state(state: str, place: Place) -> Iterator[Problem]:
    if state and state not in STATES:
        yield Problem(place("state"), f"`{state}` is not a state", LETTERS)


def line(_: Whole, one: HelpLine, place: Place) -> Iterator[Problem]:
    """Can one call the lines that head every page?"""
    if one.id in ALARM_LINES and "call" not in one.how:
        yield Problem(place("how"), "cannot be called", 'its `how` needs "call"')


def help_(whole: Whole, _: Help, place: Place) -> Iterator[Problem]:
    """Are the lines there that head every page?"""
    for id_ in ALARM_LINES:
        if id_ not in whole.names["line"]:
            yield Problem(place(), f"has no line `{id_}`", "every page starts with it")
