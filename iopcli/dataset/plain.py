"""The plain text of the dataset: where it stands, how hard it reads, and words that label people or are misread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple, get_args

from iopcli.dataset.aloud import WORD, syllables
from iopcli.dataset.model import FIGURE, Checklist, Dataset, Fact, ForFamily, Point, Voice
from iopcli.dataset.verify import place_of, where

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
_SENTENCE = re.compile(r"(?<=[.?!])(?<!D\.C\.)\s+")


class Text(NamedTuple):
    """The plain sentences of one file."""

    place: str
    sentences: tuple[str, ...]


def texts(dataset: Dataset) -> list[Text]:
    """All text that people read, by the file it stands in; short strings are not graded one by one."""
    by_file: dict[str, list[str]] = {}
    for place, text in _everything(dataset):
        by_file.setdefault(place.partition(".toml")[0] + ".toml", []).extend(_sentences(text))
    return [Text(place, tuple(sentences)) for place, sentences in by_file.items() if sentences]


def _everything(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Every piece of text with its place."""
    for option in dataset.options.values():
        for key, text in (("name", f"{option.name}."), ("short_name", f"{option.title}."), ("summary", option.summary)):
            yield where(dataset, "option", option.id, key), text
        for id_, fact in option.facts.items():
            if id_ not in option.inherited:
                yield from ((place_of(dataset, option, id_), text) for text in _of_fact(fact))
    for row in dataset.attributes.values():
        asked = (row.ask.says, row.ask.why, row.ask.listen_for) if row.ask else ()
        place = where(dataset, "attribute", row.id)
        yield where(dataset, "attribute", row.id, "meaning"), row.meaning
        yield from (
            (where(dataset, "attribute", row.id, "label"), f"{text}.")
            for text in (row.label, *(word.says for word in row.word))
        )
        yield from ((where(dataset, "attribute", row.id, "ask") or place, text) for text in asked)
    for topic in dataset.topics.values():
        yield where(dataset, "topic", topic.id, "title"), topic.title
        yield from ((where(dataset, "topic", topic.id, "point"), text) for text in _of_points(topic.point))
    for term in dataset.terms.values():
        yield where(dataset, "term", term.id, "term"), f"{term.term}."
        yield where(dataset, "term", term.id, "means"), term.means
    for question in dataset.questions.values():
        said = {voice: question.says(voice) for voice in get_args(Voice)}
        said |= {"label": f"{question.label}.", "why": question.why}
        said |= {"why_about": question.why_about} if question.why_about else {}
        yield from ((where(dataset, "question", question.id, key), text) for key, text in said.items())
        place = where(dataset, "question", question.id, "choice")
        for choice in question.choice:
            voiced = (choice.says(voice) for voice in get_args(Voice))
            yield from ((place, text) for text in (f"{choice.label}.", *voiced, *choice.signs))
    for rule in dataset.rules.values():
        said = {"title": f"{rule.title}.", "because": rule.because, "advice": rule.advice, "clinician": rule.clinician}
        said["urgent"] = rule.urgent.message if rule.urgent else ""
        yield from ((where(dataset, "rule", rule.id, key), text) for key, text in said.items() if text)
    for wish in dataset.wishes.values():
        yield from ((where(dataset, "wish", wish.id), FIGURE.sub("5 hours", text)) for text in wish.sentences)
    for one in dataset.vignettes.values():
        yield from ((where(dataset, "vignette", one.id), text) for text in (f"{one.title}.", one.story))
    for test in dataset.instruments.values():
        place = where(dataset, "instrument", test.id)
        bands = (band for score in test.score for band in score.band)
        said_of = [f"{test.measures}.", test.licence, test.note, *(flag.message for flag in test.flag)]
        yield from ((place, text) for text in (*said_of, *(band.means for band in bands)) if text)
    yield from _of_checklist(dataset)
    yield from ((where(dataset, "danger", one.id), one.message) for one in dataset.dangers.values())
    yield from ((where(dataset, "refusal", one.id), one.message) for one in dataset.asking.refusal.values())
    for line in dataset.help.line:
        yield where(dataset, "line", line.id, "name"), f"{line.name}."
        yield where(dataset, "line", line.id, "says"), line.says
    yield where(dataset, "help.toml", "help.toml", "statement"), dataset.help.statement
    yield from ((where(dataset, "help.toml", "help.toml", "danger"), sign) for sign in dataset.help.danger)


def grade(sentences: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of sentences taken together (Kincaid et al. 1975), read aloud; 0 for none."""
    lines = [words for sentence in sentences if (words := WORD.findall(sentence))]
    spoken = [syllables(word) for words in lines for word in words]
    return 0.39 * len(spoken) / len(lines) + 11.8 * sum(spoken) / len(spoken) - 15.59 if spoken else 0.0


def too_long(sentences: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each sentence of too many words, with their number."""
    for sentence in sentences:
        if (words := len(WORD.findall(sentence))) > LONGEST:
            yield sentence, words


def labelling(text: str) -> Iterator[tuple[str, str]]:
    """Each word that labels people, with what to say instead."""
    for match in _LABEL.finditer(OFFICIAL_NAMES.sub("", text)):
        yield (
            match[0],
            next(better for pattern, better in LABELS.items() if re.fullmatch(pattern, match[0], re.IGNORECASE)),
        )


def misread(text: str, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each word that this audience misreads, with what to say instead."""
    for word, better in words.items():
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE):
            yield word, better


def _of_fact(fact: Fact[Any]) -> Iterator[str]:
    claims = (*fact.also, *fact.disputed)
    yield from (note for note in (fact.note, *(claim.note for claim in claims)) if note)
    for value in (fact.value, *(claim.value for claim in claims)):
        if isinstance(value, tuple) and value and isinstance(value[0], Point):
            yield from _of_points(value)


def _of_checklist(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """The texts of the self-check, each with the place of its key."""
    one = dataset.checklist
    tips = [tip for extra in one.extra for tip in extra.choice]
    said: dict[str, Iterable[str]] = {
        "sign": (
            text
            for sign in one.sign
            for text in (f"{sign.label}.", sign.asks, sign.why, sign.note, sign.family, sign.why_about)
        ),
        "extra": (
            *(text for extra in one.extra for text in (f"{extra.label}.", extra.asks, extra.why)),
            *(text for tip in tips for text in (f"{tip.label}.", tip.says)),
        ),
        "urgent": (one.urgent,),
        **_in_its_voice(one),
        **({"family": chain.from_iterable(_in_its_voice(one.family).values())} if one.family else {}),
    }
    for key, texts_ in said.items():
        place = where(dataset, "selfcheck.toml", "selfcheck.toml", key)
        yield from ((place, text) for text in texts_ if text)


def _in_its_voice(one: Checklist | ForFamily) -> dict[str, Iterable[str]]:
    """The texts of the self-check that family reads in other words."""
    return {
        "opening": one.opening,
        "safe": (one.safe.says,),
        "lead": (one.lead.safety, one.lead.signs, one.lead.matters),
        "band": [text for band in one.band for text in (f"{band.label}.", band.means, band.talk)],
        **{key: (getattr(one, key),) for key in ("guide", "several", "choosing", "closing")},
    }


def _of_points(points: Iterable[Point]) -> Iterator[str]:
    return (text for point in points for text in (point.says, point.why, point.listen_for) if text)


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part]
