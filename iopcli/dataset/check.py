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

from iopcli.dataset import readability
from iopcli.dataset.find import names_of, normalized
from iopcli.dataset.kinds import beside_facts
from iopcli.dataset.model import PRIMARY_KINDS, WEAK_KINDS, Dataset, Fact, Option, Point, Range
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
                yield Problem(dataset.place_of(option, id_), "is missing", "give a value, or not_known = true")


def _detail_is_equal(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Do both sides of an option have about as many points, in about as many words, as much as the others have?"""
    points = {(option.id, id_): _points(option, id_) for option in dataset.options.values() for id_ in PAIRED}
    spent = {key: sum(len(point.says.split()) for point in said) for key, said in points.items()}
    middle = median(spent.values()) if spent else 0
    for (option_id, id_), words in spent.items():
        opposite = option_id, PAIRED[1 - PAIRED.index(id_)]
        many, others, others_words = len(points[option_id, id_]), len(points[opposite]), spent[opposite]
        place = dataset.place_of(dataset.options[option_id], id_)
        if many - others > MOST_APART:
            what = f"has {many} points against {others} on the other side"
            yield Problem(place, what, "name what there truly is on both sides")
        if others_words and words / others_words > MOST_UNEQUAL:
            what = f"takes {words} words against {others_words} on the other side"
            yield Problem(place, what, "give both sides as many")
        if words and not 1 / MOST_UNEQUAL <= words / middle <= MOST_UNEQUAL:
            what = f"takes {words} words where {middle:.0f} are usual"
            yield Problem(place, what, "give every option as much detail")


def _numbers_have_sources(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does every number rest on something other than our own judgement?"""

    def ours(sources: Iterable[str]) -> bool:
        return {dataset.sources[source].kind for source in sources} <= {"editors"}

    said = "and no source but our own judgement"
    for option, id_, fact in _facts(dataset):
        place = dataset.place_of(option, id_)
        for one in fact.said:
            # none at all needs no source: what is not done takes no hours and has no price
            if isinstance(one.value, Range) and ours(one.sources) and not one.value.zero:
                yield Problem(place, f"has a number {said}", "find a source, or say not_known = true")
        if _DIGIT.search(fact.note) and ours(fact.sources):
            yield Problem(place, f"has a number in its note {said}", "add its source to the fact's")
        for point in fact.points:
            if _DIGIT.search(point.says) and ours(point.sources or fact.sources):
                yield Problem(place, f"has a number in a sentence {said}", "add the point's own source")


def _confidence_is_earned(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does the confidence that a fact claims fit the kinds of its sources?"""
    for option, id_, fact in _facts(dataset):
        place = dataset.place_of(option, id_)
        for one in fact.said if fact.state == "known" else ():
            kinds = {dataset.sources[source].kind for source in one.sources}
            if kinds <= WEAK_KINDS and one.confidence != "weak":
                what = f"is called {one.confidence} and rests on weak sources only"
                yield Problem(place, what, 'say confidence = "weak"')
            elif one.confidence == "primary" and not kinds & PRIMARY_KINDS:
                what = "is called primary and rests on no primary source"
                yield Problem(place, what, 'say confidence = "secondary"')


def _sources_are_used(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does something rest on every source?"""
    used = {source for _, _, fact in _facts(dataset) for source in fact.every_source}
    used |= {source for thing in beside_facts(dataset) for source in thing.sources}
    for id_ in dataset.sources:
        place = dataset.where("source", id_)
        shipped = bool(dataset.overlays) and f"source/{id_}" not in dataset.layers  # its facts may be laid over
        if id_ not in used and not shipped:
            yield Problem(place, "nothing rests on this source", "use it or remove it")


def _sources_say_when_they_were_seen(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does every source say when it was seen?"""
    for id_, source in dataset.sources.items():
        if source.seen is None:
            hint = "add the day: seen = 2026-11-22"
            yield Problem(dataset.where("source", id_), "does not say when it was seen", hint, warning=True)


def _dates_hold(dataset: Dataset, today: date) -> Iterator[Problem]:
    """Is anything from the future, or due to be read again?"""
    about, help_ = dataset.about, dataset.help
    dated: list[tuple[str, date, date | None]] = [
        (dataset.where("dataset.toml", "dataset.toml", "review_by"), about.as_of, about.review_by),
        (dataset.where("help.toml", "help.toml", "review_by"), help_.as_of, help_.review_by),
    ]
    dated.append((dataset.where("selfcheck.toml", "selfcheck.toml", "as_of"), dataset.checklist.as_of, None))
    dated += [(dataset.where("topic", topic.id), topic.as_of, None) for topic in dataset.topics.values()]
    for option, id_, fact in _facts(dataset):
        dated.append((dataset.place_of(option, id_), fact.as_of or option.as_of, fact.review_by))
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
        for name in {normalized(name) for name in (option.id, *names_of(option))}:
            owners[name].append(option.id)
    for name, ids in owners.items():
        if len(ids) > 1:
            place = dataset.where("option", ids[1])
            yield Problem(place, f"the name `{name}` is also one of {ids[0]}", "leave it to one of them")


def _text_is_readable(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Can a tired person read it, and does it still read as whole sentences?"""
    hardest = readability.HARDEST
    texts = readability.texts(dataset)
    graded = [(text.place, readability.grade(text.sentences)) for text in texts]
    for place, grade in graded:
        if grade > hardest:
            what = f"reads at grade {grade:.1f}, and {hardest:.0f} is the most"
            yield Problem(place, what, "shorter sentences, shorter words")
    for text in texts:
        for sentence, words in readability.too_long(text.sentences):
            yield Problem(text.place, f"has a sentence of {words} words: `{sentence}`", "make two of it")
    average, least, most = mean(grade for _, grade in graded), readability.EASIEST_AVERAGE, readability.HARDEST_AVERAGE
    if average > most:
        yield Problem("data", f"reads at grade {average:.1f} on average, and {most:.0f} is the most")
    if average < least:
        hint = "whole sentences, as a counselor would say them: see docs/voice.md"
        yield Problem("data", f"reads at grade {average:.1f} on average, and {least:.0f} is the least", hint)


def _words_are_person_first(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Does any word label people, mean something else to this audience, or stand there as markup?"""
    misread = dataset.about.misread
    for text in readability.texts(dataset):
        for sentence in text.sentences:
            for word, better in (*readability.labelling(sentence), *readability.misread(sentence, misread)):
                yield Problem(text.place, f"says `{word}`", f"say {better}")
            if markup := _MARKUP.search(sentence):
                what = f"has what looks like markup: `{markup[0]}`"
                yield Problem(text.place, what, "plain words only; it would be shown as it is")


def _unknown_can_be_asked(dataset: Dataset, _: date) -> Iterator[Problem]:
    """Is there a question to ask a program for everything that is not known?"""
    for option, id_, fact in _facts(dataset):
        if fact.state == "not_known" and dataset.attributes[id_].ask is None:
            yield Problem(
                dataset.place_of(option, id_),
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
    _text_is_readable,
    _words_are_person_first,
    _unknown_can_be_asked,
)


def _facts(dataset: Dataset) -> Iterator[tuple[Option, str, Fact[Any]]]:
    """Every fact that an option states itself."""
    for option in dataset.options.values():
        for id_, fact in option.facts.items():
            if id_ not in option.inherited:
                yield option, id_, fact


def _points(option: Option, id_: str) -> tuple[Point, ...]:
    return option.facts[id_].points if id_ in option.facts else ()
