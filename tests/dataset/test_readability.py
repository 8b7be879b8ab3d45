"""Readability: how hard each text of the dataset is to read, and words that label people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopcli.dataset.readability import (
    EASIEST_AVERAGE,
    HARDEST,
    HARDEST_AVERAGE,
    LABELS,
    LONGEST,
    grade,
    labelling,
    misread,
    texts,
    too_long,
)
from iopcli.dataset.syllables import WORD, syllables

PERSON = "person with a substance use disorder"
USE = "use, or substance use disorder"
ALCOHOL = "person with alcohol use disorder"
DRUGS = "person who uses drugs"
RECOVERY = "in recovery"
TEST = "negative or positive test"
RETURN = "return to use"
MOUD = "medication for opioid use disorder"
NEEDS = "treatment did not meet needs"
PART = "did not take part"
DIED = "died by suicide"
ILL = "person with a mental illness"

SAID = {
    "He is an addict.": [("addict", PERSON)],
    "ADDICTS and Addicts": [("ADDICTS", PERSON), ("Addicts", PERSON)],
    "drug abuse": [("drug abuse", USE)],
    "alcohol abuser": [("alcohol abuser", USE)],
    "she abused it": [("abused", USE)],
    "substance abusing": [("substance abusing", USE)],
    "an alcoholic": [("alcoholic", ALCOHOL)],
    "a junkie": [("junkie", DRUGS)],
    "two junkies": [("junkies", DRUGS)],
    "a drug user": [("drug user", DRUGS)],
    "substance users": [("substance users", DRUGS)],
    "to stay clean": [("stay clean", RECOVERY)],
    "he has been clean": [("been clean", RECOVERY)],
    "clean and sober": [("clean and sober", RECOVERY)],
    "a dirty urine": [("dirty urine", TEST)],
    "a clean test": [("clean test", TEST)],
    "relapse": [("relapse", RETURN)],
    "a relapser relapsed": [("relapser", RETURN), ("relapsed", RETURN)],
    "a drug habit": [("drug habit", PERSON.removeprefix("person with a "))],
    "replacement therapy": [("replacement therapy", MOUD)],
    "medication-assisted treatment": [("medication-assisted treatment", MOUD)],
    "medication assisted treatment": [("medication assisted treatment", MOUD)],
    "failed treatment": [("failed treatment", NEEDS)],
    "a treatment failure": [("treatment failure", NEEDS)],
    "non-compliant": [("non-compliant", PART)],
    "noncompliance": [("noncompliance", PART)],
    "committed suicide": [("committed suicide", DIED)],
    "mentally ill": [("mentally ill", ILL)],
    "the mentally ill": [("the mentally ill", ILL)],
    "An addict, a junkie and a relapse.": [("addict", PERSON), ("junkie", DRUGS), ("relapse", RETURN)],
    "Alcoholics Anonymous is not for alcoholics only.": [("alcoholics", ALCOHOL)],
    "The Narcotics Anonymous group of an addict": [("addict", PERSON)],
}
NOT_SAID = [
    "people who were sexually abused",
    "Alcoholics Anonymous",
    "Narcotics Anonymous and Cocaine Anonymous",
    "Substance Abuse and Mental Health Services Administration",
    "the Substance Abuse and Mental Health Services",
    "National Institute on Drug Abuse",
    "National Institute on Alcohol Abuse and Alcoholism",
    "A person with a substance use disorder.",
    "addiction",
    "addictive",
    "Addiction treatment program",
    "alcohol use disorder",
    "a clean room",
    "The house is kept clean by those who live there.",
    "keep wounds clean",
    "users of the wheelchair ramp",
    "compliance with the law",
    "a habit",
    "nonalcoholic drinks",
    "failed",
    "a disabuse",
    "prolapse",
    "",
]


@pytest.mark.parametrize("text", SAID)
def test_a_word_that_labels_people_is_found_with_what_to_say_instead(text):
    assert list(labelling(text)) == SAID[text]


@pytest.mark.parametrize("text", NOT_SAID)
def test_other_words_and_official_names_are_let_through(text):
    assert list(labelling(text)) == []


def test_every_pattern_is_in_the_table_above():
    assert {better for found in SAID.values() for _, better in found} == set(LABELS.values())


@given(st.text())
def test_any_text_can_be_looked_through(text):
    for word, better in labelling(text):
        assert word in text
        assert better in LABELS.values()


@given(st.sampled_from(sorted(SAID)), st.sampled_from([str.upper, str.lower, str.title]))
def test_case_hides_no_label(text, case):
    if "Anonymous" not in text:  # a name is only a name as it is written
        assert len(list(labelling(case(text)))) == len(SAID[text])


def test_short_words_and_sentences_grade_low_and_long_ones_high():
    easy = grade(["You sleep at home.", "You go to a group each day."])
    hard = grade(["Comprehensive psychosocial rehabilitation necessitates multidisciplinary collaboration."])
    assert easy < EASIEST_AVERAGE < HARDEST_AVERAGE < HARDEST < hard


@pytest.mark.parametrize("sentences", [[], [""], ["...", "-"], ["\n"]])
def test_what_has_no_words_has_no_grade(sentences):
    assert grade(sentences) == 0


def test_sentences_are_graded_as_they_stand_in_any_order():
    sentences = ["You sleep at home.", "A nurse is there.", "You can call at any hour of the day or night."]
    assert grade(sentences) == pytest.approx(grade(reversed(sentences)))


def test_the_shipped_text_is_plain(dataset):
    every = texts(dataset)
    grades = [grade(text.sentences) for text in every]
    assert max(grades) <= HARDEST
    assert EASIEST_AVERAGE <= sum(grades) / len(grades) <= HARDEST_AVERAGE
    assert not [long for text in every for long in too_long(text.sentences)]


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("the", 1), ("be", 1), ("me", 1), ("people", 2), ("table", 2), ("while", 1), ("medication", 4),
        ("one-on-one", 3),
        ("0", 2), ("7", 2), ("12", 1), ("20", 2), ("47", 4), ("100", 3), ("988", 4), ("1,250", 4), ("$436.38", 4),
        ("$5", 3), ("20%", 4), ("2.1", 3), ("2004", 3), ("2000", 4), ("1918", 4), ("IOP", 3), ("VA", 2), ("TRICARE", 2),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_read_aloud(word, number):
    assert WORD.fullmatch(word)
    assert syllables(word) == number


@given(st.integers(0, 10**7))
def test_a_figure_counts_for_no_more_than_a_year_and_a_dollar_sign_for_two(number):
    assert 1 <= syllables(str(number)) <= syllables("1918")
    assert syllables(f"${number}") == min(syllables(f"{number:,}") + 2, syllables("1918"))


@given(st.text())
def test_every_word_that_is_found_can_be_counted(text):
    assert all(syllables(word) > 0 for word in WORD.findall(text))


def test_a_sentence_that_takes_more_than_one_breath_is_found():
    assert list(too_long(["a " * LONGEST, "One.", "a " * (LONGEST + 1)])) == [("a " * (LONGEST + 1), LONGEST + 1)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Day care is full.", ["day care"]), ("DAY CARE", ["day care"]), ("A holiday care plan.", []),
        ("Every day care is given.", ["day care"]), ("By lot, or by chance.", ["by lot", "by chance"]), ("", []),
    ],
)  # fmt: skip
def test_a_word_that_this_audience_misreads_is_found_whole_and_in_any_case(text, found):
    words = {"day care": "day treatment", "by lot": "randomly assigned", "by chance": "randomly assigned"}
    assert list(misread(text, words)) == [(word, words[word]) for word in found]


def test_no_shipped_text_has_a_word_that_is_misread(dataset):
    said = [sentence for text in texts(dataset) for sentence in text.sentences]
    assert len(dataset.about.misread) > 20
    assert [found for sentence in said for found in misread(sentence, dataset.about.misread)] == []


def test_everything_that_people_read_is_among_the_texts(dataset):
    every = " ".join(sentence for text in texts(dataset) for sentence in text.sentences)
    for option in dataset.options.values():
        read = [option.summary]
        for fact in option.facts.values():
            read += [fact.note, *(claim.note for claim in (*fact.also, *fact.disputed))]
            for value in (fact.value, *(claim.value for claim in (*fact.also, *fact.disputed))):
                read += [point.says for point in value if hasattr(point, "says")] if isinstance(value, tuple) else []
        for text in read:
            assert " ".join(text.split()) in every
    for topic in dataset.topics.values():
        assert topic.title in every
    for line in dataset.help.line:
        assert line.says in every


def test_inherited_text_is_read_once(laid):
    local = 'id = "evening"\nlike = "iop"\nname = "Evening care"\norder = 61\nsummary = "Care at night."\n'
    made = laid({"options/evening.toml": local})
    [text] = [text for text in texts(made) if text.place.endswith("evening.toml")]
    assert text.sentences == ("Evening care", "Care at night.")
