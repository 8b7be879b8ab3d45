"""Readability: how hard each text of the dataset is to read, and words that label people or are misread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from iopcli.dataset.kinds import KINDS, under
from iopcli.dataset.model import Dataset
from iopcli.dataset.syllables import WORD, syllables

HARDEST = 9.0
"""The Flesch-Kincaid school grade that no one text may go above."""
EASIEST_AVERAGE, HARDEST_AVERAGE = 5.0, 7.0
"""What all texts have on average: below it words are cut so short that they turn to fragments."""
LONGEST = 30
"""Words in a sentence that can still be said in one breath."""

OFFICIAL_NAMES = re.compile(
    r"(Alcoholics|Narcotics|Cocaine) Anonymous|Drug Abuse Screening Test"
    r"|Substance Abuse and Mental Health Services( Administration)?"
    r"|National Institute on (Drug|Alcohol) Abuse( and Alcoholism)?"
)
"""Names that are as they are."""

LABELS: dict[str, str] = {
    r"addicts?": "person with a substance use disorder",
    r"(substance |drug |alcohol )?(?<!sexually )abus(e|er|ers|ed|ing)": "use, or substance use disorder",
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
_SENTENCE = re.compile(r"(?<=[.?!])(?<!D\.C\.)\s+")


class FileText(NamedTuple):
    """The plain sentences of one file."""

    place: str
    sentences: tuple[str, ...]


def texts(dataset: Dataset) -> list[FileText]:
    """All text that people read, put together by file: a grade of one short text would mean little."""
    by_file: dict[str, list[str]] = {}
    for place, text in _everything(dataset):
        file = place.partition(".toml")[0] + ".toml"
        by_file.setdefault(file, []).extend(part for part in _SENTENCE.split(text) if part)
    return [FileText(place, tuple(sentences)) for place, sentences in by_file.items() if sentences]


def _everything(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Every text with its place."""
    for kind in KINDS:
        for id_, thing in kind.things(dataset).items():
            for keys in kind.texts.split():
                first, dot, rest = keys.partition(".")
                for key in first.split("|"):
                    yield from ((dataset.where(kind.name, id_, key), text) for text in under(thing, key + dot + rest))
    for option in dataset.options.values():
        for id_, fact in option.facts.items():
            if id_ not in option.inherited:
                yield from ((dataset.place_of(option, id_), text) for text in fact.texts if text)


def grade(sentences: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of sentences taken together (Kincaid et al. 1975), read aloud; 0 for none."""
    lines = [words for sentence in sentences if (words := WORD.findall(sentence))]
    syllable_counts = [syllables(word) for words in lines for word in words]
    return (
        0.39 * len(syllable_counts) / len(lines) + 11.8 * sum(syllable_counts) / len(syllable_counts) - 15.59
        if syllable_counts
        else 0.0
    )


def too_long(sentences: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each sentence of too many words, with their number."""
    for sentence in sentences:
        if (words := len(WORD.findall(sentence))) > LONGEST:
            yield sentence, words


def labelling(text: str) -> Iterator[tuple[str, str]]:
    """Each word that labels people, with what to say instead."""
    for match in _LABEL.finditer(OFFICIAL_NAMES.sub("", text)):
        found = match[0]
        yield found, next(better for label, better in LABELS.items() if re.fullmatch(label, found, re.IGNORECASE))


def misread(text: str, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each word that this audience misreads, with what to say instead."""
    if words and _whole(*words).search(text):  # most sentences have none, and are looked through once
        yield from ((word, better) for word, better in words.items() if _whole(word).search(text))


@cache
def _whole(*words: str) -> re.Pattern[str]:
    """Any of these words, not as a part of another and not joined to one, in any case."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", re.IGNORECASE)
