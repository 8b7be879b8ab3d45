"""Questions that people typed while they tried `ask`, each with the idea that a wrong answer had missed."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("question", "topics"),
    [
        ("my son overdosed last week", {"overdose", "after-detox-overdose-risk", "helping-someone-else"}),
        (
            "we almost lost our daughter to an od in march",
            {"overdose", "after-detox-overdose-risk", "helping-someone-else"},
        ),
        ("im homeless and need help", {"where-to-live", "no-insurance"}),
        ("been couch surfing, where can i get help", {"where-to-live", "no-insurance"}),
        ("trouble sleeping after i stopped smoking weed", {"cannabis"}),
    ],
)
def test_a_statement_is_answered_by_what_helps_there(question, topics, afresh):
    answer = afresh(question)
    assert answer.kind == "answer"
    assert topics & set(answer.topics)


@pytest.mark.parametrize("question", ["i work nights can i still go to iop", "he works overnights, is php possible"])
def test_when_someone_works_is_not_when_they_want_to_go(question, afresh):
    answer = afresh(question)
    assert "keeps_job" in answer.attributes or "work-and-leave" in answer.topics[:1]
    assert not answer.text.startswith("Yes. Intensive outpatient program (IOP), evenings")


@pytest.mark.parametrize("care", ["detox", "php", "residential"])
def test_what_happens_there_is_what_a_day_is_like(care, afresh):
    answer = afresh(f"what happens in {care}")
    assert (answer.options, answer.attributes) == ((care,), ("daily_life",))


def test_to_do_nothing_is_not_the_cheapest_care(afresh):
    answer = afresh("whats the cheapest way to get sober")
    assert answer.options == ("mutual-help",)
    assert "Next: " in answer.text


def test_where_one_can_live_is_ranked_where_that_is_asked(afresh):
    assert "shelter" in afresh("cheapest place to live sober").options


@pytest.mark.parametrize(
    ("typed", "accented"),
    [
        ("cuanto cuesta un iop", "¿Cuánto cuesta un IOP?"),
        ("que es un iop", "¿Qué es un IOP?"),
        ("recai que hago", "recaí, ¿qué hago?"),
    ],
)
def test_spanish_is_understood_with_accents_and_without(typed, accented, afresh):
    plain, marked = afresh(typed), afresh(accented)
    assert plain.kind == "answer"
    assert (plain.options, plain.attributes, plain.topics) == (marked.options, marked.attributes, marked.topics)
    assert [alert.id for alert in plain.alerts] == ["other-language"]


def test_spanish_that_is_not_understood_gets_a_line_in_spanish(afresh):
    answer = afresh("mi perro ladra mucho en la casa")
    assert (answer.kind, [alert.id for alert in answer.alerts]) == ("unknown", ["other-language"])


@pytest.mark.parametrize("text", ["is la a good place", "my son is in a group", "whats MI in counseling", "iop"])
def test_english_is_not_taken_for_spanish(text, afresh):
    assert "other-language" not in [alert.id for alert in afresh(text).alerts]


@pytest.mark.parametrize(
    ("question", "refusal"),
    [
        ("how do i come off klonopin, been on 4 mg for years", "dose"),
        ("Would BCBS cover nurses around the clock at a residential rehab", "one-payer"),
    ],
)
def test_what_is_refused_stands_above_what_is_known(question, refusal, afresh):
    answer = afresh(question)
    assert answer.kind == "answer"
    assert [alert.id for alert in answer.alerts] == [refusal]


@pytest.mark.parametrize("question", ["how much suboxone should i take", "am i an alcoholic", "can i bring my dog"])
def test_what_is_refused_and_not_known_is_refused(question, afresh):
    assert afresh(question).shape == "refusal"


def test_a_topic_that_is_nearly_as_likely_is_read_with_the_first(dataset, afresh):
    both = [
        answer
        for asked in (dataset.asked["family"], dataset.asked["work"])
        for one in asked.question[::3]
        if (answer := afresh(one.asks)).shape == "topic" and len(answer.readings) > 1
    ]
    assert both
    for answer in both:
        assert all(reading.title in answer.text for reading in answer.readings)
        assert not {reading.id for reading in answer.readings} & {one.id for one in answer.see}


@pytest.mark.parametrize(
    ("question", "name"),
    [("iop in spokane", "spokane"), ("does walgreens have iop", "walgreens"), ("does probuphine work", "probuphine")],
)
def test_a_place_a_shop_or_a_brand_that_nothing_here_holds_is_named(question, name, afresh):
    answer = afresh(question)
    assert (answer.kind, answer.text) == ("unknown", f"This tool has no facts about {name}.")


@pytest.mark.parametrize(("question", "name"), [("what's in 90210", "90210"), ("how to lower a1c", "a1c")])
def test_what_nothing_here_knows_is_named_once_also_where_it_is_written_with_numbers(question, name, afresh):
    assert afresh(question).text == f"This tool has no facts about {name}."


def test_a_topic_is_read_from_the_point_that_was_asked_for(dataset, afresh):
    answer = afresh("what is the baker act")
    assert answer.readings[0].points[0].label == "A hold in a crisis"
    assert answer.text.startswith("A hold in a crisis: ")
    told = {point.label for point in answer.readings[0].points}
    assert told == {point.label for point in dataset.topics["court-and-commitment"].point}


@pytest.mark.parametrize("question", ["who do i call in a crisis", "what is 988", "is 988 free"])
def test_what_is_for_safety_stays_first_whatever_was_asked(question, afresh):
    answer = afresh(question)
    assert [one.points[0].label for one in answer.readings if one.id == "emergency"] == ["Call 911"]
