"""How people ask, and how danger is heard: phrases, and the parts and lists that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from iopcli.dataset.model import CIRCUMSTANCES, Cue, Danger, Refusal, SpokenPart
from iopcli.dataset.verify.whole import Place, Whole, unknown
from iopcli.errors import Problem


def cue(whole: Whole, one: Cue, place: Place) -> Iterator[Problem]:
    """Has it phrases, of lists that there are?"""
    yield from _phrases(whole, one.any, one.any, place)


def refusal(whole: Whole, one: Refusal, place: Place) -> Iterator[Problem]:
    """Has it phrases, of lists that there are?"""
    yield from _phrases(whole, one.any, (*one.any, *one.unless), place)


def _phrases(whole: Whole, heard: Iterable[str], phrases: Iterable[str], place: Place) -> Iterator[Problem]:
    if not heard or not all(phrase.split() for phrase in phrases):
        yield Problem(place(), "has no phrase, or an empty one", "write the words that people say")
    words = (word for phrase in phrases for item in phrase.split() for word in item.rstrip("?").split("|"))
    named = (word[1:] for word in words if word.startswith("@"))
    yield from whole.unknown(place(), "list", dict.fromkeys(named))


def part(whole: Whole, one: SpokenPart, place: Place) -> Iterator[Problem]:
    """Are the parts known that stand in it for any of their words?"""
    yield from _named(whole, place("words"), one.words)


def _named(whole: Whole, place: str, words: str) -> Iterator[Problem]:
    """The parts that stand in phrases for any of their words, as `my @other is`."""
    named = (word[1:] for word in words.replace(",", " ").split() if word.startswith("@"))
    yield from whole.unknown(place, "part", dict.fromkeys(named))


def danger(whole: Whole, one: Danger, place: Place) -> Iterator[Problem]:
    """Has it signs of known parts, and a line to call?"""
    if not one.sign or not one.lines:
        yield Problem(place("sign"), "has no sign, or no line to call", "give it both")
    known = {*whole.names["part"], *one.parts}
    for words in one.parts.values():
        yield from _named(whole, place("parts"), words)
    for sign in one.sign:
        heard = (*sign.hear, *sign.perhaps)
        named = (name for phrase in heard for item in phrase.split() for name in item.lstrip("-~").split("|"))
        yield from unknown(
            place("sign"), "part", dict.fromkeys(name for name in named if name not in (">>", *"+>")), known
        )
        yield from unknown(place("sign"), "part", sign.unless, known)
        yield from unknown(place("sign"), "circumstance", sign.even, CIRCUMSTANCES)
        if not heard or not all(re.fullmatch(r"[^\s+>]+( (\+|>>?) [^\s+>]+)*", phrase) for phrase in heard):
            yield Problem(place("sign"), "has no parts, or not with + or > between them", 'write "took + poison"')
