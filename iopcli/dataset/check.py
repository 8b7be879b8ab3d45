"""Is this dataset fit to be shown? Each question is one small function; every problem comes with its place.

`load` has already refused what cannot be used at all. What is asked here is what a careful reviewer would ask.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from statistics import mean, median
from typing import Any

from iopcli.dataset import plain
from iopcli.dataset.find import names_of
from iopcli.dataset.find import plain as plain_name
from iopcli.dataset.model import PRIMARY_KINDS, WEAK_KINDS, Dataset, Fact, Option, Point, Range
from iopcli.dataset.verify import place_of, where
from iopcli.errors import Problem

PAIRED = ("advantages", "disadvantages")
MOST_APART = 1
"""How many more points an option may have on one side than on the other."""
MOST_UNEQUAL = 1.6
"""How many times as many words an option may spend on one side as on the other, or as the middle of all options."""

_MARKUP = re.compile(r"\[/?(?:[a-z][a-z0-9 #=_./:-]*)?\](?<!\[\])|</?[a-z][^>]*>|:[a-z_]+:", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def check(dataset: Dataset, today: date) -> list[Problem]:
    """Every problem and every warning, in the order of the questions below."""
    return [problem for question in QUESTIONS for problem in question(dataset, today)]


def _everything_is_said(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does every option have every attribute, even if only to say that it is not known?"""
    for option in dataset.options.values():
        for id_ in dataset.attributes:
            if id_ not in option.facts:
                yield Problem(place_of(dataset, option, id_), "is missing", "give a value, or not_known = true")


def _detail_is_equal(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Do both sides of an option have about as many points, in about as many words, as much as the others have?"""
    points = {(option.id, id_): _points(option, id_) for option in dataset.options.values() for id_ in PAIRED}
    spent = {key: sum(len(point.says.split()) for point in said) for key, said in points.items()}
    middle = median(spent.values()) if spent else 0
    for (option_id, id_), words in spent.items():
        opposite = option_id, PAIRED[1 - PAIRED.index(id_)]
        place = place_of(dataset, dataset.options[option_id], id_)
        if len(points[option_id, id_]) - len(points[opposite]) > MOST_APART:
            yield Problem(
                place,
                f"has {len(points[option_id, id_])} points against {len(points[opposite])} on the other side",
                "name what there truly is on both sides",
            )
        if spent[opposite] and words / spent[opposite] > MOST_UNEQUAL:
            yield Problem(
                place, f"takes {words} words against {spent[opposite]} on the other side", "give both sides as many"
            )
        if words and not 1 / MOST_UNEQUAL <= words / middle <= MOST_UNEQUAL:
            yield Problem(
                place, f"takes {words} words where {middle:.0f} are usual", "give every option as much detail"
            )


def _numbers_have_sources(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does every number rest on something other than our own judgement?"""
    for option, id_, fact in _facts(dataset):
        place = place_of(dataset, option, id_)
        for value, sources in _sourced_values(fact):
            kinds = {dataset.sources[source].kind for source in sources}
            if isinstance(value, Range) and kinds <= {"editors"} and not _zero(value):
                yield Problem(
                    place, "has a number and no source but our own judgement", "find a source, or say not_known = true"
                )
        if _DIGIT.search(fact.note) and {dataset.sources[source].kind for source in fact.sources} <= {"editors"}:
            yield Problem(
                place, "has a number in its note and no source but our own judgement", "add its source to the fact's"
            )
        for point in fact.points:
            kinds = {dataset.sources[source].kind for source in point.sources or fact.sources}
            if _DIGIT.search(point.says) and kinds <= {"editors"}:
                yield Problem(
                    place,
                    "has a number in a sentence and no source but our own judgement",
                    "add the point's own source",
                )


def _confidence_is_earned(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does the confidence that a fact claims fit the kinds of its sources?"""
    for option, id_, fact in _facts(dataset):
        if fact.state != "known":
            continue
        for confidence, sources in (
            (fact.confidence, fact.sources),
            *((c.confidence, c.sources) for c in (*fact.also, *fact.disputed)),
        ):
            kinds = {dataset.sources[source].kind for source in sources}
            if kinds <= WEAK_KINDS and confidence != "weak":
                yield Problem(
                    place_of(dataset, option, id_),
                    f"is called {confidence} and rests on weak sources only",
                    'say confidence = "weak"',
                )
            elif confidence == "primary" and not kinds & PRIMARY_KINDS:
                yield Problem(
                    place_of(dataset, option, id_),
                    "is called primary and rests on no primary source",
                    'say confidence = "secondary"',
                )


def _sources_are_used(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does something rest on every source?"""
    used = {source for _, _, fact in _facts(dataset) for source in fact.every_source}
    used |= {source for thing in dataset.beside_facts for source in thing.sources}
    for id_ in dataset.sources:
        place = where(dataset, "source", id_)
        shipped = bool(dataset.overlays) and f"source/{id_}" not in dataset.layers  # its facts may be laid over
        if id_ not in used and not shipped:
            yield Problem(place, "nothing rests on this source", "use it or take it out")


def _sources_say_when_they_were_seen(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does every source say when it was seen?"""
    for id_, source in dataset.sources.items():
        if source.seen is None:
            hint = "add the day: seen = 2026-11-22"
            yield Problem(where(dataset, "source", id_), "does not say when it was seen", hint, warning=True)


def _dates_hold(dataset: Dataset, today: date) -> Iterator[Problem]:
    """Is anything from the future, or due to be read again?"""
    about, help_ = dataset.about, dataset.help
    dated: list[tuple[str, date, date | None]] = [
        (where(dataset, "dataset.toml", "dataset.toml", "review_by"), about.as_of, about.review_by),
        (where(dataset, "help.toml", "help.toml", "review_by"), help_.as_of, help_.review_by),
    ]
    dated.append((where(dataset, "selfcheck.toml", "selfcheck.toml", "as_of"), dataset.checklist.as_of, None))
    dated += [(where(dataset, "topic", topic.id), topic.as_of, None) for topic in dataset.topics.values()]
    for option, id_, fact in _facts(dataset):
        dated.append((place_of(dataset, option, id_), fact.as_of or option.as_of, fact.review_by))
    for place, as_of, review_by in dated:
        if as_of > today:
            yield Problem(place, f"is dated {as_of}, which is not here yet", "check the date, and the clock")
        if review_by is not None and review_by < today:
            yield Problem(
                place, f"was to be reviewed by {review_by}", "read its source again and set a new date", warning=True
            )


def _names_are_one_options(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does every name find one option only? ASAM numbers may be shared; an alias says which option one finds."""
    owners: dict[str, list[str]] = defaultdict(list)
    for option in dataset.options.values():
        for name in {plain_name(name) for name in (option.id, *names_of(option))}:
            owners[name].append(option.id)
    for name, ids in owners.items():
        if len(ids) > 1:
            place = where(dataset, "option", ids[1])
            yield Problem(place, f"the name `{name}` is also one of {ids[0]}", "leave it to one of them")


def _text_is_plain(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Can a tired person read it, and does it still read as whole sentences?"""
    texts = plain.texts(dataset)
    graded = [(text.place, plain.grade(text.sentences)) for text in texts]
    for place, grade in graded:
        if grade > plain.HARDEST:
            yield Problem(
                place,
                f"reads at grade {grade:.1f}, and {plain.HARDEST:.0f} is the most",
                "shorter sentences, shorter words",
            )
    for text in texts:
        for sentence, words in plain.too_long(text.sentences):
            yield Problem(text.place, f"has a sentence of {words} words: `{sentence}`", "make two of it")
    average = mean(grade for _, grade in graded)
    if average > plain.HARDEST_AVERAGE:
        yield Problem("data", f"reads at grade {average:.1f} on average, and {plain.HARDEST_AVERAGE:.0f} is the most")
    if average < plain.EASIEST_AVERAGE:
        yield Problem(
            "data",
            f"reads at grade {average:.1f} on average, and {plain.EASIEST_AVERAGE:.0f} is the least",
            "whole sentences, as a counselor would say them: see docs/voice.md",
        )


def _words_are_person_first(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does any word label people, mean something else to this audience, or stand there as markup?"""
    for text in plain.texts(dataset):
        for sentence in text.sentences:
            for word, better in (*plain.labelling(sentence), *plain.misread(sentence, dataset.about.misread)):
                yield Problem(text.place, f"says `{word}`", f"say {better}")
            if markup := _MARKUP.search(sentence):
                yield Problem(
                    text.place,
                    f"has what looks like markup: `{markup[0]}`",
                    "plain words only; it would be shown as it is",
                )


def _unknown_can_be_asked(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Is there a question to ask a program for everything that is not known?"""
    for option, id_, fact in _facts(dataset):
        if fact.state == "not_known" and dataset.attributes[id_].ask is None:
            yield Problem(
                place_of(dataset, option, id_),
                "is not known, and its attribute has no question to ask",
                "add `ask` in attributes.toml",
            )


QUESTIONS: tuple[Callable[[Dataset, date], Iterable[Problem]], ...] = (
    _everything_is_said,
    _detail_is_equal,
    _numbers_have_sources,
    _confidence_is_earned,
    _sources_are_used,
    _sources_say_when_they_were_seen,
    _dates_hold,
    _names_are_one_options,
    _text_is_plain,
    _words_are_person_first,
    _unknown_can_be_asked,
)


def _facts(dataset: Dataset) -> Iterator[tuple[Option, str, Fact[Any]]]:
    """Every fact that an option states itself."""
    for option in dataset.options.values():
        for id_, fact in option.facts.items():
            if id_ not in option.inherited:
                yield option, id_, fact


def _sourced_values(fact: Fact[Any]) -> Iterator[tuple[Any, tuple[str, ...]]]:
    yield fact.value, fact.sources
    for claim in (*fact.also, *fact.disputed):
        yield claim.value, claim.sources


def _points(option: Option, id_: str) -> tuple[Point, ...]:
    return option.facts[id_].points if id_ in option.facts else ()


def _zero(value: Range) -> bool:
    """None at all needs no source: what is not done takes no hours and has no price."""
    return {value.min, value.max, value.typical} <= {0, None}
