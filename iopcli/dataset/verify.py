"""What every command relies on: ids, words, references and ranges hold together."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from iopcli.dataset.model import (
    ALARM_LINES,
    CONFIDENCE,
    Attribute,
    Claim,
    Dataset,
    Fact,
    HelpLine,
    Money,
    Option,
    Point,
    Range,
    Source,
    Term,
    Topic,
)
from iopcli.dataset.near import did_you_mean
from iopcli.errors import Problem

_URL = re.compile(r"https?://[^\s<>\"'`]+")
GOOD_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


class _Whole(NamedTuple):
    """The dataset, and the ids of each kind that are written down, also of things that could not be read."""

    dataset: Dataset
    names: Mapping[str, Collection[str]]

    def unknown(self, place: str, kind: str, used: Iterable[str]) -> Iterator[Problem]:
        """A problem for each word that is the id of no thing of this kind."""
        return _unknown(place, kind, used, self.names[kind])

    def unknown_sources(self, place: str, sources: Iterable[str], points: Iterable[Point] = ()) -> Iterator[Problem]:
        """The same for sources, those of the points among them; each once."""
        return self.unknown(place, "source", dict.fromkeys([*sources, *(s for point in points for s in point.sources)]))


def verify(dataset: Dataset, written: Mapping[str, Collection[str]] | None = None) -> list[Problem]:
    """Every place where the dataset contradicts itself; empty when it can be used.

    `written` are the ids of each kind in its files; what could not be read is not missed a second time.
    """
    things: dict[str, Mapping[str, Any]] = {
        "group": dataset.groups,
        "attribute": dataset.attributes,
        "option": dataset.options,
        "source": dataset.sources,
        "topic": dataset.topics,
        "term": dataset.terms,
        "line": {line.id: line for line in dataset.help.line},
    }
    whole = _Whole(dataset, {kind: {*of, *(written or {}).get(kind, ())} for kind, of in things.items()})
    problems = []
    for kind, of in things.items():
        for id_, thing in of.items():
            place = where(dataset, kind, id_)
            if not GOOD_ID.fullmatch(id_):
                problems.append(Problem(place, f"`{id_}` is not a good id", "use small letters, digits and hyphens"))
            problems += _CHECKS[kind](whole, thing)
    missing = [id_ for id_ in ALARM_LINES if id_ not in whole.names["line"]]
    return problems + [
        Problem("data/help.toml", f"has no line `{id_}`", "every page starts with it") for id_ in missing
    ]


def where(dataset: Dataset, kind: str, id_: str, key: str = "") -> str:
    """The place where a thing, or a key of it, was written."""
    own = f"{kind}/{id_}"
    return dataset.places.get(f"{own}/{key}") or dataset.places.get(own) or own


def place_of(dataset: Dataset, option: Option, attribute: str) -> str:
    """The file and fact that a cell of the table was read from."""
    return f"{where(dataset, 'option', option.id, attribute)} facts.{attribute}"


def _nothing(_: _Whole, __: Any) -> Iterator[Problem]:
    yield from ()


def _attribute(whole: _Whole, attribute: Attribute) -> Iterator[Problem]:
    yield from whole.unknown(where(whole.dataset, "attribute", attribute.id, "group"), "group", [attribute.group])
    needs_words = attribute.type in ("scale", "set") and not attribute.words
    if needs_words != bool(attribute.word):
        place = where(whole.dataset, "attribute", attribute.id, "word")
        yield Problem(place, "a scale or a set lists its words, other types do not", "write [[attribute.word]]")


def _source(whole: _Whole, source: Source) -> Iterator[Problem]:
    if source.url and not _URL.fullmatch(source.url):
        place = where(whole.dataset, "source", source.id, "url")
        yield Problem(place, "has an address that is none", "write https://…")


def _topic(whole: _Whole, topic: Topic) -> Iterator[Problem]:
    def place(key: str) -> str:
        return where(whole.dataset, "topic", topic.id, key)

    yield from whole.unknown(place("options"), "option", topic.options)
    yield from whole.unknown(place("attributes"), "attribute", topic.attributes)
    yield from whole.unknown_sources(place("sources"), topic.sources)
    yield from whole.unknown_sources(place("point"), (), topic.point)


def _term(whole: _Whole, term: Term) -> Iterator[Problem]:
    either = {*whole.names["option"], *whole.names["attribute"]}
    yield from _unknown(where(whole.dataset, "term", term.id, "see"), "option or attribute", term.see, either)
    yield from whole.unknown_sources(where(whole.dataset, "term", term.id, "sources"), term.sources)


def _line(whole: _Whole, line: HelpLine) -> Iterator[Problem]:
    if line.id in ALARM_LINES and "call" not in line.how:
        yield Problem(where(whole.dataset, "line", line.id, "how"), "cannot be called", 'its `how` needs "call"')
    yield from whole.unknown_sources(where(whole.dataset, "line", line.id, "sources"), line.sources)


def _option(whole: _Whole, option: Option) -> Iterator[Problem]:
    if not math.isfinite(option.order):
        yield Problem(where(whole.dataset, "option", option.id, "order"), "has an order that is no number", "write 60")
    for id_, fact in option.facts.items():
        if id_ not in option.inherited:
            yield from _fact(whole, whole.dataset.attributes[id_], fact, place_of(whole.dataset, option, id_))


def _fact(whole: _Whole, attribute: Attribute, fact: Fact[Any], place: str) -> Iterator[Problem]:
    yield from _state(fact, place)
    yield from whole.unknown_sources(place, fact.sources, fact.points)
    if fact.value is not None:
        yield from _value(whole, attribute, fact.value, place)
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


def _claim(whole: _Whole, attribute: Attribute, claim: Claim[Any], place: str) -> Iterator[Problem]:
    if not claim.sources:
        yield Problem(place, "another claim has no source", 'add sources = ["…"]')
    yield from whole.unknown_sources(place, claim.sources)
    yield from _value(whole, attribute, claim.value, place)


def _value(whole: _Whole, attribute: Attribute, value: Any, place: str) -> Iterator[Problem]:
    if isinstance(value, Range):
        yield from _range(value, place)
    elif attribute.type == "text":
        yield from _labels(attribute, value, place)
    elif attribute.words == "options":
        yield from whole.unknown(place, "option", value)
    elif attribute.type != "flag":
        words = [word.id for word in attribute.word]
        yield from _unknown(place, "word", [value] if isinstance(value, str) else value, words)


def _range(value: Range, place: str) -> Iterator[Problem]:
    numbers = [number for number in (value.min, value.typical, value.max) if number is not None]
    if not numbers:
        yield Problem(place, "has no number", "give min, max or typical")
    if any(not 0 <= number < 10_000_000 for number in numbers):
        yield Problem(place, "has a number that cannot be", "numbers are zero or more, and below ten million")
    if numbers != sorted(numbers):
        yield Problem(place, "is not in order", "min is at most typical, and typical at most max")
    if isinstance(value, Money) and not 1950 <= value.year <= 2100:
        yield Problem(place, "has a year that cannot be")


def _labels(attribute: Attribute, points: Iterable[Point], place: str) -> Iterator[Problem]:
    labels = [point.label for point in points if point.label]
    yield from _unknown(place, "label", labels, attribute.labels)
    missing = [label for label in attribute.labels if label not in labels]
    if attribute.labels_required and missing:
        yield Problem(place, f"has no point labelled {', '.join(missing)}")


def _unknown(place: str, what: str, used: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    for word in used:
        if word not in known:
            yield Problem(place, f"`{word}` is not a known {what}", did_you_mean(word, known))


_CHECKS: Mapping[str, Any] = {
    "group": _nothing,
    "attribute": _attribute,
    "option": _option,
    "source": _source,
    "topic": _topic,
    "term": _term,
    "line": _line,
}
