"""What every command relies on: ids, words, references and ranges hold together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from iopcli.dataset.model import ALARM_LINES, CONFIDENCE, Attribute, Claim, Dataset, Fact, Money, Option, Point, Range
from iopcli.errors import Problem

_URL = re.compile(r"https?://[^\s<>\"'`]+")
_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


_WITH_IDS = {"attribute": "attributes", "option": "options", "source": "sources", "topic": "topics", "term": "terms"}


def verify(dataset: Dataset) -> list[Problem]:
    """Every place where the dataset contradicts itself; empty when it can be used."""
    problems = [
        Problem(dataset.places[f"{kind}/{id_}"], f"`{id_}` is not a good id", "use small letters, digits and hyphens")
        for kind, things in _WITH_IDS.items()
        for id_ in getattr(dataset, things)
        if not _ID.fullmatch(id_)
    ]
    for attribute in dataset.attributes.values():
        problems += _attribute(dataset, attribute)
    for option in dataset.options.values():
        problems += _option(dataset, option)
    for topic in dataset.topics.values():
        place = dataset.places[f"topic/{topic.id}"]
        problems += _unknown(place, "option", topic.options, dataset.options)
        problems += _unknown(place, "attribute", topic.attributes, dataset.attributes)
        problems += _sources(dataset, place, topic.sources, topic.point)
    for term in dataset.terms.values():
        place = dataset.places[f"term/{term.id}"]
        problems += _unknown(place, "option or attribute", term.see, {*dataset.options, *dataset.attributes})
        problems += _sources(dataset, place, term.sources)
    for id_, source in dataset.sources.items():
        if source.url and not _URL.fullmatch(source.url):
            problems.append(Problem(dataset.places[f"source/{id_}"], "has an address that is none", "write https://…"))
    problems += _alarm_lines(dataset)
    for line in dataset.help.line:
        problems += _sources(dataset, dataset.places[f"line/{line.id}"], line.sources)
    return problems


def place_of(dataset: Dataset, option: Option, attribute: str) -> str:
    """The file and fact that a cell of the table was read from."""
    key = f"option/{option.id}"
    return f"{dataset.places.get(f'{key}/{attribute}', dataset.places[key])} facts.{attribute}"


def _alarm_lines(dataset: Dataset) -> Iterator[Problem]:
    """The lines that head every page must be there, and be there to call."""
    lines = {line.id: line for line in dataset.help.line}
    for id_ in ALARM_LINES:
        if id_ not in lines:
            yield Problem("data/help.toml", f"has no line `{id_}`", "every page starts with it")
        elif "call" not in lines[id_].how:
            yield Problem(dataset.places[f"line/{id_}"], "cannot be called", 'its `how` needs "call"')


def _attribute(dataset: Dataset, attribute: Attribute) -> Iterator[Problem]:
    place = dataset.places[f"attribute/{attribute.id}"]
    yield from _unknown(place, "group", [attribute.group], dataset.groups)
    needs_words = attribute.type in ("scale", "set") and not attribute.words
    if needs_words != bool(attribute.word):
        yield Problem(place, "a scale or a set lists its words, other types do not", "write [[attribute.word]]")


def _option(dataset: Dataset, option: Option) -> Iterator[Problem]:
    for id_, fact in option.facts.items():
        if id_ in option.inherited:
            continue
        attribute, place = dataset.attributes[id_], place_of(dataset, option, id_)
        yield from _state(fact, place)
        points = fact.value if attribute.type == "text" and fact.value else ()
        yield from _sources(dataset, place, fact.sources, points)
        if fact.value is not None:
            yield from _value(dataset, attribute, fact.value, place)
        for claim in (*fact.also, *fact.disputed):
            yield from _claim(dataset, attribute, claim, place)


def _state(fact: Fact[Any], place: str) -> Iterator[Problem]:
    if fact.state == "known" and fact.value is None:
        yield Problem(place, "has no value", "give one, or say not_known = true, or applies = false with a note")
    elif fact.state == "known" and not fact.sources:
        yield Problem(place, "has no source", 'add sources = ["…"]')
    elif fact.state == "known" and fact.confidence is None:
        yield Problem(place, "does not say how sure it is", f'add confidence = "…": {", ".join(CONFIDENCE)}')
    elif fact.state == "known" and not isinstance(fact.value, Range) and not fact.value:
        yield Problem(place, "has an empty value", "give one, or say not_known = true")
    elif fact.state != "known" and fact.value is not None:
        yield Problem(place, "has a value and says there is none", "keep one of the two")
    elif fact.state == "not_applicable" and not fact.note:
        yield Problem(place, "does not say why it does not apply", "add a note")


def _claim(dataset: Dataset, attribute: Attribute, claim: Claim[Any], place: str) -> Iterator[Problem]:
    if not claim.sources:
        yield Problem(place, "another claim has no source", 'add sources = ["…"]')
    yield from _sources(dataset, place, claim.sources)
    yield from _value(dataset, attribute, claim.value, place)


def _value(dataset: Dataset, attribute: Attribute, value: Any, place: str) -> Iterator[Problem]:
    if isinstance(value, Range):
        yield from _range(value, place)
    elif attribute.type == "text":
        yield from _labels(attribute, value, place)
    elif attribute.type != "flag":
        words = dataset.options if attribute.words == "options" else [word.id for word in attribute.word]
        yield from _unknown(
            place,
            "option" if attribute.words else "word",
            [value] if isinstance(value, str) else value,
            words,
        )


def _range(value: Range, place: str) -> Iterator[Problem]:
    numbers = [number for number in (value.min, value.typical, value.max) if number is not None]
    if not numbers:
        yield Problem(place, "has no number", "give min, max or typical")
    if numbers != sorted(numbers):
        yield Problem(place, "is not in order", "min is at most typical, and typical at most max")
    if any(not 0 <= number < 10_000_000 for number in numbers):
        yield Problem(place, "has a number that cannot be", "numbers are zero or more, and below ten million")
    if isinstance(value, Money) and not 1950 <= value.year <= 2100:
        yield Problem(place, "has a year that cannot be")


def _labels(attribute: Attribute, points: Iterable[Point], place: str) -> Iterator[Problem]:
    labels = [point.label for point in points if point.label]
    yield from _unknown(place, "label", labels, attribute.labels)
    missing = [label for label in attribute.labels if label not in labels]
    if attribute.labels_required and missing:
        yield Problem(place, f"has no point labelled {', '.join(missing)}")


def _sources(dataset: Dataset, place: str, sources: Iterable[str], points: Iterable[Point] = ()) -> Iterator[Problem]:
    every = dict.fromkeys([*sources, *(source for point in points for source in point.sources)])
    yield from _unknown(place, "source", every, dataset.sources)


def _unknown(place: str, what: str, used: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    for word in used:
        if word not in known:
            from iopcli.dataset.near import did_you_mean

            yield Problem(place, f"`{word}` is not a known {what}", did_you_mean(word, known))
