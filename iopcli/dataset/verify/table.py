"""The table: rows, options, and their facts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from iopcli.dataset.model import CONFIDENCE, Attribute, Claim, Fact, Money, Option, Point, Range
from iopcli.dataset.verify.sessions import sessions
from iopcli.dataset.verify.whole import Place, Whole, unknown
from iopcli.errors import Problem


def attribute(whole: Whole, row: Attribute, place: Place) -> Iterator[Problem]:
    """Are the words of a row listed where its type has words, and is what meets a need a word of the other row?"""
    needs_words = row.type in ("scale", "set") and not row.words
    if needs_words != bool(row.word):
        yield Problem(place("word"), "a scale or a set lists its words, other types do not", "write [[attribute.word]]")
    for other, word in row.met_by.items():
        if other in whole.dataset.attributes:
            yield from need(whole, other, word, place("met_by"))


def need(whole: Whole, attribute: str, least: Any, place: str) -> Iterator[Problem]:
    """What is wrong with a minimum on an attribute."""
    row = whole.dataset.attributes[attribute]
    words = row.needed if row.type == "set" else [word.id for word in row.word]
    known = list(whole.dataset.options) if row.words else words
    if row.type == "range":
        if isinstance(least, bool) or not isinstance(least, int | float) or not 0 < least < math.inf:
            yield Problem(place, "needs a number above zero", row.unit)
    elif row.type == "scale" and isinstance(least, str):
        yield from unknown(place, "word", [least], known)
    elif row.type == "set" and isinstance(least, list | tuple) and least and all(isinstance(w, str) for w in least):
        yield from unknown(place, "word", least, known)
    else:
        wants = {"scale": "a word of its scale", "set": "a list of its words"}.get(row.type, "a number, scale or set")
        yield Problem(place, f"needs {wants}")


def option(whole: Whole, one: Option, place: Place) -> Iterator[Problem]:
    """Is every fact that an option states itself whole, and of its attribute's words?"""
    if not math.isfinite(one.order):
        yield Problem(place("order"), "has an order that is not a number", "write 60")
    yield from sessions(whole, one, place("sessions"))
    for id_, fact in one.facts.items():
        if id_ not in one.inherited:
            yield from _fact(whole, whole.dataset.attributes[id_], fact, whole.dataset.place_of(one, id_))


def _fact(whole: Whole, attribute: Attribute, fact: Fact[Any], place: str) -> Iterator[Problem]:
    yield from _state(fact, place)
    yield from whole.unknown_sources(place, fact.sources, fact.points)
    if fact.value is not None:
        yield from _value(whole, attribute, fact.value, place)
    if attribute.type == "set":
        yield from unknown(place, "word of its value", (*fact.referral, *fact.some), fact.value or ())
    elif fact.referral or fact.some:
        yield Problem(place, "has words by referral or at some places", "only a set has these")
    for claim in (*fact.also, *fact.disputed):
        yield from _claim(whole, attribute, claim, place)


def _state(fact: Fact[Any], place: str) -> Iterator[Problem]:
    if fact.state != "known":
        if fact.value is not None:
            yield Problem(place, "has a value and says there is none", "keep one of the two")
        elif fact.state == "not_applicable" and not fact.note:
            yield Problem(place, "does not say why it does not apply", "add a note")
    elif fact.value is None:
        yield Problem(place, "has no value", "give one, or say not_known = true, or applies = false with a note")
    elif not isinstance(fact.value, Range) and not fact.value:
        yield Problem(place, "has an empty value", "give one, or say not_known = true")
    else:
        if not fact.sources:
            yield Problem(place, "has no source", 'add sources = ["…"]')
        if fact.confidence is None:
            yield Problem(place, "does not say how sure it is", f'add confidence = "…": {", ".join(CONFIDENCE)}')


def _claim(whole: Whole, attribute: Attribute, claim: Claim[Any], place: str) -> Iterator[Problem]:
    if not claim.sources:
        yield Problem(place, "another claim has no source", 'add sources = ["…"]')
    yield from whole.unknown_sources(place, claim.sources)
    yield from _value(whole, attribute, claim.value, place)


def _value(whole: Whole, attribute: Attribute, value: Any, place: str) -> Iterator[Problem]:
    if isinstance(value, Range):
        yield from _range(value, place)
    elif attribute.type == "text":
        yield from _labels(attribute, value, place)
    elif attribute.words == "options":
        yield from whole.unknown(place, "option", value)
    elif attribute.type != "flag":
        words = [word.id for word in attribute.word]
        yield from unknown(place, "word", [value] if isinstance(value, str) else value, words)


def _range(value: Range, place: str) -> Iterator[Problem]:
    numbers = [number for number in (value.min, value.typical, value.max) if number is not None]
    if not numbers:
        yield Problem(place, "has no number", "give min, max or typical")
    if any(not 0 <= number < 10_000_000 for number in numbers):
        yield Problem(place, "has a number that is not possible", "numbers are zero or more, and below ten million")
    if numbers != sorted(numbers):
        yield Problem(place, "is not in order", "min is at most typical, and typical at most max")
    if isinstance(value, Money) and not 1950 <= value.year <= 2100:
        yield Problem(place, "has a year that is not possible")


def _labels(attribute: Attribute, points: Iterable[Point], place: str) -> Iterator[Problem]:
    labels = [point.label for point in points if point.label]
    yield from unknown(place, "label", labels, attribute.labels)
    missing = [label for label in attribute.labels if label not in labels]
    if attribute.labels_required and missing:
        yield Problem(place, f"has no point labelled {', '.join(missing)}")
