"""The private self-check: counts that are ranges, bands that are all shown, options that never go, and the way."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.dataset.checklist import check_questions
from iopcli.dataset.load import load
from iopcli.dataset.model import Question
from iopcli.match.interview import Check
from iopcli.match.plans import Plan
from iopcli.match.wishes import conflicts
from iopcli.report.pages import screen
from iopcli.report.writers.json import json as as_json
from iopcli.report.writers.terminal import plain
from iopcli.results.check import check

DATASET = load()
ONE = DATASET.checklist
SIGNS = [sign.id for sign in ONE.sign]
QUESTIONS = check_questions(DATASET)
IN_ORDER = [option.id for option in DATASET.in_order]
URGENT = (
    ({"danger_now": True}, "danger-now"),
    ({"withdrawal": 4}, "life-threatening-withdrawal"),
    ({"withdrawal": 3}, "serious-withdrawal"),
    ({"withdrawal": 1, "withdrawal_history": "seizure_or_delirium"}, "past-seizure"),
    ({"withdrawal": 0, "withdrawal_history": "seizure_or_delirium", "substances": ("alcohol",)}, "past-seizure"),
    ({"withdrawal": 1, "substances": ("alcohol", "benzodiazepines")}, "alcohol-with-sedatives"),
    ({"substances": ("opioids",), "pregnant": True}, "pregnant-with-opioids"),
)

vectors = st.lists(st.sampled_from([True, False, None]), min_size=len(SIGNS), max_size=len(SIGNS))


def values(question: Question) -> st.SearchStrategy[Any]:
    """Any answer to a question."""
    if question.type == "number":
        return st.integers(int(question.least), int(question.most)).map(float)
    words = st.sampled_from([choice.value for choice in question.choice])
    return st.lists(words, unique=True, max_size=4).map(tuple) if question.many else words


answered = st.fixed_dictionaries({}, optional={id_: values(one) for id_, one in QUESTIONS.items()})


def signs(vector: list[bool | None]) -> dict[str, bool]:
    return {id_: value for id_, value in zip(SIGNS, vector, strict=True) if value is not None}


# --- laws -------------------------------------------------------------------


@given(vectors)
def test_the_count_goes_from_the_signs_that_are_there_to_those_that_may_be(vector: list[bool | None]):
    found = check(DATASET, signs(vector)).found
    assert (found.least, found.most) == (vector.count(True), vector.count(True) + vector.count(None))
    for value, marked in ((True, found.yes), (False, found.no), (None, found.skipped)):
        assert [one.id for one in marked] == [id_ for id_, said in zip(SIGNS, vector, strict=True) if said is value]


@given(vectors)
def test_the_bands_are_just_those_that_a_count_in_the_range_has(vector: list[bool | None]):
    found = check(DATASET, signs(vector)).found
    counts = range(found.least, found.most + 1)
    assert list(found.bands) == [band for band in ONE.band if any(band.least <= n <= band.most for n in counts)]
    assert bool(found.several) == (len(found.bands) > 1 and found.answered)


@given(vectors, st.data())
def test_an_answer_to_a_skipped_sign_never_leaves_the_range(vector: list[bool | None], data: st.DataObject):
    skipped = [number for number, value in enumerate(vector) if value is None]
    before = check(DATASET, signs(vector)).found
    if skipped:
        vector[data.draw(st.sampled_from(skipped))] = data.draw(st.booleans())
    after = check(DATASET, signs(vector)).found
    assert before.least <= after.least <= after.most <= before.most
    assert {band.label for band in after.bands} <= {band.label for band in before.bands}


@given(answered)
def test_no_option_is_missing_or_out_of_order_whatever_is_answered(answers: dict[str, Any]):
    result = check(DATASET, answers)
    assert [one.option.id for one in result.options] == IN_ORDER
    for one in result.options:
        assert one.conflicts == conflicts(Plan(DATASET, (DATASET.options[one.option.id],)), answers)


@given(answered)
def test_it_names_no_level_that_is_needed_and_no_risk_in_percent(answers: dict[str, Any]):
    result = json.loads(as_json(check(DATASET, answers)))
    for key in ("help", "ask_program", "sources"):  # a line for veterans; what to ask, and why; titles of studies
        del result[key]
    text = json.dumps(result).casefold()
    assert [word for word in ("you need", "%", "percent", "best", "level of care you") if word in text] == []


DEADLINE = re.compile(
    r"\b(within|today|tonight|tomorrow|soon(er)?|right away|immediately|(next|this|few|two|a) (days?|weeks?))\b"
)


@given(answered)
def test_it_advises_no_level_of_care_and_sets_no_time_by_which_to_act_but_in_danger(answers: dict[str, Any]):
    result = check(DATASET, answers)
    told = [result.found.guide, result.found.several, result.choosing, result.closing]
    told += [text for band in result.found.bands for text in (band.means, band.talk)]
    told += [one.says for one in (*result.advice, *result.tips)]
    levels = [option for option in DATASET.options.values() if option.kind in ("setting", "withdrawal", "housing")]
    names = {name.casefold() for option in levels for name in (option.name, option.title, option.abbreviation) if name}
    for text in map(str.casefold, told):
        assert DEADLINE.search(text) is None
        assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", text)] == []


@given(answered)
def test_of_what_the_rules_advise_only_warnings_are_repeated(answers: dict[str, Any]):
    warnings = {DATASET.rules[id_].advice for id_ in ONE.warnings}
    assert {one.says for one in check(DATASET, answers).advice} <= {*warnings, ONE.safe.says}


@given(answered)
def test_every_source_that_is_cited_is_there_and_no_other(answers: dict[str, Any]):
    result = check(DATASET, answers)
    parts = (result.found, *result.found.bands, *result.advice, *result.tips, *result.options)
    assert set(result.sources) == {source for part in parts for source in part.sources}


@given(answered)
def test_the_urgent_rules_decide_what_is_urgent(answers: dict[str, Any]):
    result = check(DATASET, answers)
    questionnaire = Check(DATASET)
    questionnaire.answers = answers
    assert result.stopped == bool({one.rule for one in result.urgent} - {*ONE.before_stopping}) == questionnaire.stops
    assert (questionnaire.next_question() is None) or not questionnaire.stops


# --- what it says -----------------------------------------------------------


@pytest.mark.parametrize(("answers", "rule"), URGENT)
def test_danger_and_dangerous_withdrawal_are_urgent(answers: dict[str, Any], rule: str):
    result = check(DATASET, answers)
    (alarm,) = (one for one in result.urgent if one.rule == rule)
    assert alarm.help
    assert [line.id for line in alarm.help] == list(alarm.lines)


@pytest.mark.parametrize(("answers", "rule"), URGENT)
def test_only_what_holds_before_someone_stops_lets_the_check_go_on(answers: dict[str, Any], rule: str):
    old = rule in {"past-seizure", "alcohol-with-sedatives"}
    assert check(DATASET, answers).stopped is not old
    given = {"danger_now": False, "withdrawal": 0, **answers, SIGNS[0]: True, SIGNS[1]: True}
    page = " ".join(plain(screen(check(DATASET, given)), 80).split())
    alarm = " ".join(DATASET.rules[rule].urgent.message.split())
    assert page.index("In danger now?") < page.index(alarm)
    assert ("of 11 signs" in page[page.index(alarm) :]) is old


@pytest.mark.parametrize(
    ("yes", "label"),
    [(0, "few or none"), (1, "few or none"), (2, "mild"), (3, "mild"), (4, "moderate"), (5, "moderate"), (6, "severe")]
    + [(number, "severe") for number in (7, 11)],
)
def test_the_bands_are_those_of_the_source(yes: int, label: str):
    (band,) = check(DATASET, {id_: number < yes for number, id_ in enumerate(SIGNS)}).found.bands
    assert (band.label, "hasin-2013" in band.sources) == (label, yes > 1)


def test_only_signs_of_the_body_say_that_prescribed_medication_does_not_count():
    noted = [sign.id for sign in ONE.sign if sign.note]
    assert noted == ["body-used-to-it", "ill-without-it"]
    assert all(sign.note in QUESTIONS[sign.id].person for sign in ONE.sign)
    assert all("In the past 12 months: " in QUESTIONS[id_].person for id_ in SIGNS)


def test_what_was_chosen_comes_with_what_may_help_and_nothing_else_does():
    result = check(DATASET, {"support": ("no-one",), "barriers": ("work", "money")})
    assert [(one.about, one.id) for one in result.tips] == [
        ("Who could help", "no-one"), ("What gets in the way", "money"), ("What gets in the way", "work"),
    ]  # fmt: skip
    assert check(DATASET, {}).tips == ()


def test_what_is_safe_comes_from_the_rules_and_where_safety_is_open_is_what_everyone_has_to_know():
    def told(**answers: Any) -> list[str]:
        return [one.says for one in check(DATASET, answers).advice]

    calm = {"danger_now": False, "withdrawal": 0, "withdrawal_history": "none"}
    assert told() == [ONE.safe.says]
    assert ONE.safe.says in told(pregnant=True)
    assert told(**calm, substances=("alcohol",)) == [DATASET.rules["never-stop-suddenly"].advice]
    assert told(**calm, substances=("cannabis",)) == [ONE.safe.says]
    assert "naloxone" in " ".join(told(**calm, substances=("opioids",), pregnant=False))
    assert told(**calm, substances=("cannabis",), pregnant=True) == [ONE.safe.says]


def test_safety_that_was_skipped_is_named_as_long_as_something_urgent_hangs_on_it():
    assert check(DATASET, {}).unanswered == (
        "Danger now", "Withdrawal", "Past withdrawal", "Substances used", "Pregnancy",
    )  # fmt: skip
    calm = {"danger_now": False, "withdrawal": 0, "withdrawal_history": "none", "substances": ("cannabis",)}
    assert check(DATASET, calm).unanswered == ()


def test_a_wish_that_hangs_on_the_place_brings_its_question_to_a_program():
    def asked(answers: dict[str, Any]) -> set[str]:
        return {one.attribute for one in check(DATASET, answers).ask_program}

    assert asked({}) == set(ONE.ask)
    assert asked({"evenings_only": True}) == {*ONE.ask, "evening_available"}


# --- the way through it -----------------------------------------------------


@given(st.data())
def test_the_questions_come_in_order_each_once_and_end(data: st.DataObject):
    questionnaire, asked = Check(DATASET), []
    while (question := questionnaire.next_question()) is not None:
        asked.append(question.id)
        questionnaire.put(question, data.draw(st.none() | values(question)))
    assert asked == [id_ for id_ in QUESTIONS if id_ in asked]
    assert questionnaire.stops or set(asked) >= {*SIGNS, *ONE.matters}


def test_a_person_with_no_danger_is_asked_no_more_of_safety_than_can_be_urgent():
    questionnaire = Check(DATASET)
    for value in (False, 0, "none", ("cannabis",)):
        question = questionnaire.next_question()
        assert question is not None
        questionnaire.put(question, value)
    assert questionnaire.asked == ["danger_now", "withdrawal", "withdrawal_history", "substances"]
    following = questionnaire.next_question()
    assert following is not None
    assert following.id == SIGNS[0]


def test_each_part_is_led_in_once_and_none_after_what_is_urgent():
    questionnaire, said = Check(DATASET), []
    while (question := questionnaire.next_question()) is not None:
        said.append(questionnaire.remark(question))
        questionnaire.put(question, None)
    assert [text for text in said if text] == [ONE.lead.safety, ONE.lead.signs, ONE.lead.matters]
    questionnaire.put(QUESTIONS["danger_now"], True)
    assert (questionnaire.remark(QUESTIONS["withdrawal"]), questionnaire.next_question()) == ("", None)


def test_an_urgent_answer_that_was_a_mistake_can_be_taken_back():
    questionnaire = Check(DATASET)
    assert [rule.id for rule in questionnaire.put(QUESTIONS["danger_now"], True)] == ["danger-now"]
    assert questionnaire.latest is QUESTIONS["danger_now"]
    questionnaire.put(QUESTIONS["danger_now"], False)
    assert not questionnaire.stops


# --- for someone who cares for the person -----------------------------------


def test_family_is_asked_about_safety_and_signs_and_not_about_what_matters_to_another():
    questions = check_questions(DATASET, "family")
    one = DATASET.checklist
    assert list(questions) == [*one.safety, *(sign.id for sign in one.sign)]
    for sign in one.sign:
        assert questions[sign.id].says("family") == f"In {one.over}: {sign.family}"
        assert not re.search(r"\byour?\b", sign.family, re.IGNORECASE)


def test_family_reads_the_topic_for_them_and_the_bands_in_their_words():
    answers = {sign.id: True for sign in DATASET.checklist.sign[:4]}
    person, family = (check(DATASET, answers, voice) for voice in ("person", "family"))
    topic = DATASET.topics[DATASET.checklist.family.topic]
    assert [one.says for one in family.you_can] == [point.says for point in topic.point]
    assert person.you_can == ()
    assert [(band.least, band.most, band.label) for band in family.found.bands] == [
        (band.least, band.most, band.label) for band in person.found.bands
    ]
    assert all("Families can also call" in band.talk for band in family.found.bands)
    assert all(set(one.sources) <= set(family.sources) for one in family.you_can)
    assert (family.found.least, family.found.most) == (person.found.least, person.found.most)


def test_an_overlay_without_words_for_family_keeps_its_own():
    own = replace(DATASET.checklist, family=None)
    assert own.to("family") is own
    assert own.to("staff") is own
