"""What a question asks of a name: what it is, or more; a name that two options have; and what nothing here holds."""

from __future__ import annotations

import pytest

from iopcli.ask.guess import asked_features
from iopcli.ask.understand import AN_OPTION, Language, Mention

IOP = Mention("option", "iop")


@pytest.fixture(scope="module")
def language(dataset):
    return Language(dataset)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("what is an IOP?", True), ("iop", True), ("iop on weekends", False), ("what if i need more than iop", False)],
)
def test_only_what_it_is_is_asked_plainly(language, text, plain):
    assert (IOP in language.meant(language.words(text)).plainly) is plain


def test_how_an_option_is_asked_about_is_the_same_for_each(language):
    one, other = (language.meant(language.words(f"how long is {name}")) for name in ("php", "a sober house"))
    assert one.around == ("how", "long", "is", AN_OPTION)
    assert len(set(asked_features(one)) & set(asked_features(other))) > len(one.words)


@pytest.mark.parametrize(
    "text", ["what is a halfway house", "halfway house cost", "how long can i stay at a halfway house"]
)
def test_a_halfway_house_may_be_either_of_two(afresh, text):
    answer = afresh(text)
    assert set(answer.options) == {"residential-low", "recovery-residence"}
    assert answer.text.startswith("A halfway house can mean either")
    assert answer.comparison


def test_two_that_are_compared_are_no_more(afresh):
    assert set(afresh("halfway house vs sober living").options) == {"residential-low", "recovery-residence"}
    assert "either" not in afresh("halfway house vs sober living").text


@pytest.mark.parametrize("text", ["price of vivitrol", "how much is suboxone at the drugstore", "narcan cost"])
def test_the_price_of_a_medication_is_not_told(afresh, text):
    answer = afresh(text)
    assert (answer.kind, answer.shape, answer.readings) == ("unknown", "refusal", ())
    assert answer.alerts[0].lines


@pytest.mark.parametrize("text", ["does medicaid pay for suboxone", "methadone clinic cost"])
def test_who_pays_and_what_a_clinic_costs_is(afresh, text):
    assert afresh(text).kind == "answer"


@pytest.mark.parametrize(
    "text",
    ["am i drinking too much", "i scored 12 on the AUDIT", "my sister claims im using too often", "quiz for addiction"],
)
def test_what_is_measured_against_a_test_goes_to_the_self_check(afresh, text):
    answer = afresh(text)
    assert answer.kind == "unknown"
    assert [alert.id for alert in answer.alerts] == ["diagnosis"]


@pytest.mark.parametrize("text", ["does php test for depression", "he says i use too much to stay home"])
def test_what_a_program_tests_or_takes_does_not(language, text):
    assert "diagnosis" not in language.refusals.raised(language.words(text))


def test_two_medications_are_told_apart_whoever_asks(afresh):
    answer = afresh("methadone or vivitrol, what is better for him")
    assert answer.kind == "answer"
    assert "medication-for-opioids" in answer.topics
