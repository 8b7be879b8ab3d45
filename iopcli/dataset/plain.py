"""The plain text of the dataset: where it stands, how hard it reads, and words that label people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from iopcli.dataset.model import Dataset, Fact, Option, Point

HARDEST, AVERAGE = 8.0, 6.0
"""Flesch-Kincaid school grades: no one text above the first, all together not above the second."""

OFFICIAL_NAMES = re.compile(
    r"(Alcoholics|Narcotics|Cocaine) Anonymous|Substance Abuse and Mental Health Services( Administration)?"
    r"|National Institute on (Drug|Alcohol) Abuse( and Alcoholism)?"
)
"""Names that are as they are."""

LABELS: dict[str, str] = {
    r"addicts?": "person with a substance use disorder",
    r"(substance |drug |alcohol )?abus(e|er|ers|ed|ing)": "use, or substance use disorder",
    r"alcoholics?": "person with alcohol use disorder",
    r"junk(ie|ies|y)": "person who uses drugs",
    r"(drug |substance )users?": "person who uses drugs",
    r"(stay|get|got|been|being|be|is|are) clean": "in recovery",
    r"clean and sober": "in recovery",
    r"(clean|dirty) (urine|test|tests|screen|screens)": "negative or positive test",
    r"relaps(e|es|ed|ing|er|ers)": "return to use",
    r"drug habits?": "substance use disorder",
    r"(replacement|substitution) (therapy|treatment)": "medication for opioid use disorder",
    r"medication[- ]assisted treatment": "medication for opioid use disorder",
    r"failed (treatment|out)|treatment failures?": "treatment did not meet needs",
    r"non-?complian(t|ce)": "did not take part",
    r"committed suicide|commits? suicide": "died by suicide",
    r"mentally ill|the mentally ill": "person with a mental illness",
}
_LABEL = re.compile(rf"\b(?:{'|'.join(f'(?:{pattern})' for pattern in LABELS)})\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


class Text(NamedTuple):
    """The plain sentences of one place, read together: short strings cannot be graded one by one."""

    place: str
    sentences: tuple[str, ...]


def texts(dataset: Dataset) -> Iterator[Text]:
    """All text that people read, by the place that a reviewer would sign off."""
    for option in dataset.options.values():
        yield Text(dataset.places[f"option/{option.id}"], tuple(_of_option(option)))
    for topic in dataset.topics.values():
        yield Text(dataset.places[f"topic/{topic.id}"], (topic.title, *_of_points(topic.point)))
    for kind, said in _in_lists(dataset):
        yield Text(f"data/{kind}", tuple(part for text in said for part in _sentences(text)))


def _in_lists(dataset: Dataset) -> Iterator[tuple[str, list[str]]]:
    """The text of files that are lists, file by file."""
    help_, rows = dataset.help, dataset.attributes.values()
    yield "terms.toml", [text for term in dataset.terms.values() for text in (f"{term.term}.", term.means)]
    yield "help.toml", [help_.statement, *help_.danger, *(line.says for line in help_.line)]
    asked = [text for row in rows if row.ask for text in (row.ask.says, row.ask.why, row.ask.listen_for)]
    words = [f"{row.label}: {', '.join([word.says for word in row.word])}." for row in rows]
    yield "attributes.toml", [*(row.meaning for row in rows), *asked, *words]


def grade(sentences: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of sentences taken together (Kincaid et al. 1975); 0 for none."""
    from readability import getmeasures

    lines = [sentence for sentence in sentences if any(character.isalpha() for character in sentence)]
    return float(getmeasures("\n".join(lines), lang="en")["readability grades"]["Kincaid"]) if lines else 0.0


def labelling(text: str) -> Iterator[tuple[str, str]]:
    """Each word that labels people, with what to say instead."""
    for match in _LABEL.finditer(OFFICIAL_NAMES.sub("", text)):
        yield (
            match[0],
            next(better for pattern, better in LABELS.items() if re.fullmatch(pattern, match[0], re.IGNORECASE)),
        )


def _of_option(option: Option) -> Iterator[str]:
    yield from (f"{option.name}.", f"{option.title}.", *_sentences(option.summary))
    for id_, fact in option.facts.items():
        if id_ not in option.inherited:
            yield from _of_fact(fact)


def _of_fact(fact: Fact[Any]) -> Iterator[str]:
    yield from _sentences(fact.note)
    for claim in (*fact.also, *fact.disputed):
        yield from _sentences(claim.note)
    for value in (fact.value, *(claim.value for claim in (*fact.also, *fact.disputed))):
        if isinstance(value, tuple) and value and isinstance(value[0], Point):
            yield from _of_points(value)


def _of_points(points: Iterable[Point]) -> Iterator[str]:
    for point in points:
        for text in (point.says, point.why, point.listen_for):
            yield from _sentences(text)


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part]
