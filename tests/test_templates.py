"""Every sentence that the program puts together, with every value that can stand in it.

They stand in tests/golden/templates.txt, where they were read once, all of them: `UPDATE_GOLDEN=1 pytest` writes them
anew, and the difference is to be read aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from msgspec.structs import replace
from support.golden import expected

from iopcli.dataset.answers import possible
from iopcli.dataset.load import load
from iopcli.dataset.model import Attribute, Option, Question, Urgent, Voice
from iopcli.dataset.readability import labelling, misread
from iopcli.facts.wording import (
    NOT_APPLICABLE,
    NOT_KNOWN,
    answer_text,
    availability_of,
    availability_text,
    capitalised,
    effect_text,
    effects_of,
    flip_text,
    gap_text,
    met_text,
    need_text,
    spread_text,
    text_of,
    when_text,
)
from iopcli.match.fits import options_only

DATASET = load()
GOLDEN = Path(__file__).parent / "golden" / "templates.txt"
PLAN = options_only(DATASET, ("iop", "detox")).said
UNKNOWN = (NOT_KNOWN, NOT_APPLICABLE)
ABOUT = re.compile(r"\bthe person\b|\bthey (is|was|has|does|gets|takes|keeps|knows|sleeps)\b", re.IGNORECASE)
"""What is never said to family: staff's words, and a verb that goes with them."""
VERB_FIRST = re.compile(
    r"(?<!legal )\b(has|needs|need) "
    r"(sends|treats|works|checked|during|only|see|ask|not known|does|by referral|at some)\b"
)
"""What follows *has* or *needs* is a thing, never a sentence of its own."""


def needs_of(attribute: Attribute) -> list[Any]:
    """Every minimum that rules set on an attribute, once."""
    set_by_rules = (rule.needs[attribute.id] for rule in DATASET.rules.values() if attribute.id in rule.needs)
    return list(dict.fromkeys(tuple(one) if isinstance(one, list) else one for one in set_by_rules))


def has_of(attribute: Attribute) -> list[str]:
    """What an option can have there: each fact, and each word of the row."""
    facts = (option.facts[attribute.id] for option in DATASET.in_order if attribute.id in option.facts)
    words = [word.says for word in attribute.word] if attribute.type == "scale" else []
    return list(dict.fromkeys([*words, *(text_of(attribute, fact) for fact in facts)]))


NEEDED = [one for one in DATASET.attributes.values() if needs_of(one)]


def of_needs() -> Iterator[str]:
    """A need with each thing that a plan can have, and each need as what may still come."""
    for attribute in NEEDED:
        least = [need_text(attribute, one) for one in needs_of(attribute)]
        yield from (f"{attribute.label}: {spread_text(None, one)}." for one in least)
        yield from (f"{attribute.label}: {spread_text(least[0], one)}." for one in least[1:])
        known = [has for has in has_of(attribute) if has not in UNKNOWN]
        yield from (met_text(attribute, least[-1], has, "staff") for has in known)
        for has in has_of(attribute):
            yield f"{attribute.label} ({gap_text(least[-1], has)})."
        yield from (met_text(attribute, one, known[-1], "person") for one in least)


def of_words() -> Iterator[str]:
    """What to ask where a word of a set is not had everywhere."""
    for attribute in DATASET.attributes.values():
        for option in DATASET.in_order if attribute.type == "set" else ():
            fact = option.facts.get(attribute.id)
            words = fact.value or () if fact else ()
            yield from (
                availability_text(attribute, fact, word)
                for word in words
                if fact and availability_of(fact, word) != "here"
            )


def of_rules() -> Iterator[str]:
    """Every rule in words."""
    for rule in DATASET.rules.values():
        yield f"{rule.id}. When: {when_text(DATASET, rule)}. Then: {effect_text(effects_of(DATASET, rule))}"
        yield from (rule.because, *rule.offers.values())


def of_questions() -> Iterator[str]:
    """Every answer that can be given: as it is said of it, and as one that would change the plan."""
    for question in DATASET.questions.values():
        answers = [one for one in possible(question) if not isinstance(one, tuple) or len(one) <= 1]
        told = [answer_text(question, one) for one in answers]
        yield from (flip_text(question, one, told[0], PLAN) for one in told[1:])
        yield from choices_of(question)


def choices_of(question: Question) -> Iterator[str]:
    """Each choice as staff, the person and family read it."""
    for choice in question.choice:
        yield from (f"{capitalised(choice.label)}. {choice.says(voice)}" for voice in get_args(Voice))
        yield from choice.every_sign


RENDERED = {"needs": [*of_needs()], "words": [*of_words()], "rules": [*of_rules()], "questions": [*of_questions()]}
EVERY = [sentence for kind in RENDERED.values() for sentence in kind]


def test_every_sentence_is_one_that_was_read():
    parts = (f"# {kind}\n\n" + "\n".join(dict.fromkeys(lines)) + "\n" for kind, lines in RENDERED.items())
    made = "\n".join(parts).encode()
    assert made == expected(GOLDEN, made)


def flawed(sentences: Iterable[str]) -> list[str]:
    """Sentences that cannot be grammatical, whatever they say."""
    marks = re.compile(r"\.\.|;;|,,| ,| \.|\b(\w+)[:.,]? \1\b|: :|\(\)|\?\.|''", re.IGNORECASE)
    return [one for one in sentences if marks.search(one) or VERB_FIRST.search(one) or one.rstrip("'")[-1] not in ".?"]


def test_no_sentence_is_broken_by_what_stands_in_it():
    assert flawed(EVERY) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Medical care: you need a doctor can be reached, and this plan has sends you to a doctor.",
        "Moderate. Moderate: tremor.",
        "It has nurses..",
        "Supervision: the person needs during visits, and this plan has nurses.",
        "This one does not end",
    ],
)
def test_the_flaws_are_found_where_there_are_some(sentence: str):
    assert flawed([sentence]) == [sentence]


def test_no_choice_says_its_level_twice():
    for question in DATASET.questions.values():
        for choice in question.choice:
            assert not choice.staff.lower().startswith(f"{choice.label.lower()}:"), (question.id, choice.value)


def test_staff_read_of_the_person_and_the_person_of_themselves():
    spoken_to = re.compile(r"\b(you|your|yours|yourself)\b", re.IGNORECASE)
    for question in DATASET.questions.values():
        signs = {voice: [text for one in question.choice for text in one.shown_by(voice)] for voice in get_args(Voice)}
        assert not [text for text in signs["person"] if re.search(r"\b(they|them|their)\b", text, re.IGNORECASE)]
        for said in (question.staff, *(choice.staff for choice in question.choice), *signs["staff"]):
            assert not spoken_to.search(said), (question.id, said)
        for said in (question.says("family"), *(one.says("family") for one in question.choice), *signs["family"]):
            assert not ABOUT.search(said), (question.id, said)
            assert not re.search(r"\b(your|yourself)\b|\byou (?!know)", said, re.IGNORECASE), (question.id, said)
        for said in (question.person, *(choice.person for choice in question.choice), *signs["person"]):
            assert not re.search(r"\bthe person\b", said, re.IGNORECASE), (question.id, said)
    for rule in DATASET.rules.values():
        assert not spoken_to.search(rule.clinician), rule.id
        assert isinstance(rule.urgent, Urgent | None)


def test_no_sentence_labels_people_or_is_misread():
    assert [found for one in EVERY for found in (*labelling(one), *misread(one, DATASET.about.misread))] == []


KINDS_OF_CARE = [option for option in DATASET.in_order if option.said]


@pytest.mark.parametrize("option", KINDS_OF_CARE, ids=lambda one: one.id)
def test_a_kind_of_care_is_small_in_the_middle_of_a_sentence(option: Option):
    plan = options_only(DATASET, ("iop", option.id)).said
    assert not re.match(r"[A-Z][a-z]", option.in_sentence)
    assert not re.search(r"(?<!^)[A-Z][a-z]", plan), plan


def test_a_program_by_its_own_name_keeps_its_capital():
    house = replace(DATASET.options["residential"], said="", name="Harbor House", short_name="")
    assert house.in_sentence == "Harbor House"
