"""The shipped questions: the ids that scripts rely on, danger first, two voices, and signs one can see."""

from __future__ import annotations

from typing import get_args

import pytest

from iopcli.dataset.answers import words
from iopcli.dataset.find import normalized
from iopcli.dataset.load import load
from iopcli.dataset.model import Voice

AREAS = ("withdrawal", "medical", "mental_health", "readiness", "relapse_risk", "living_situation")
YES_NO = ("danger_now", "pregnant", "sleep_at_home", "evenings_only", "private_internet")
NUMBERS = {"hours_available": "week", "weekly_budget": "US dollars", "travel_minutes": "minutes"}
CHOICES = {
    "withdrawal_history": ("none", "seizure_or_delirium"),
    "age_group": ("adult", "adolescent", "older_adult"),
    "substances": ("alcohol", "opioids", "benzodiazepines", "stimulants", "cannabis", "other", "other_sedatives"),
    "payer": ("private", "medicare", "medicaid", "va", "uninsured", "tricare"),
    "court_order": ("none", "outpatient", "iop", "php", "residential", "any"),
}
LISTS = ("substances", "recent_treatment", "priorities")
ALL = {*AREAS, *YES_NO, *NUMBERS, *CHOICES, *LISTS}
WISHES = {
    "hours_available", "sleep_at_home", "evenings_only", "weekly_budget", "payer", "private_internet",
    "travel_minutes", "court_order", "priorities",
}  # fmt: skip
QUESTIONS = load().questions
each = pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))


def test_the_ids_that_scripts_rely_on_are_there():
    assert set(QUESTIONS) >= ALL
    assert len(QUESTIONS) <= 24


def test_each_is_of_the_type_that_scripts_rely_on():
    assert {QUESTIONS[id_].type for id_ in AREAS} == {"rating"}
    assert {QUESTIONS[id_].type for id_ in YES_NO} == {"yesno"}
    assert {QUESTIONS[id_].type for id_ in NUMBERS} == {"number"}
    assert {id_ for id_ in ALL if QUESTIONS[id_].many} == set(LISTS)
    assert (QUESTIONS["recent_treatment"].type, QUESTIONS["priorities"].type) == ("options", "attributes")
    assert [id_ for id_, one in QUESTIONS.items() if one.type == "rating"] == [i for i in QUESTIONS if i in AREAS]


@pytest.mark.parametrize("id_", CHOICES)
def test_the_choices_that_scripts_rely_on_are_there(id_):
    assert tuple(choice.value for choice in QUESTIONS[id_].choice) == CHOICES[id_]


def test_danger_is_asked_first_then_withdrawal_and_wishes_last():
    ids = list(QUESTIONS)
    assert ids[:2] == ["danger_now", "withdrawal"]
    wishes = [id_ for id_ in ids if QUESTIONS[id_].part == "wishes"]
    assert set(wishes) == WISHES
    assert ids[-len(wishes) :] == wishes
    assert len({question.order for question in QUESTIONS.values()}) == len(QUESTIONS)


@each
def test_a_question_has_two_voices_and_says_why_it_is_asked(question):
    assert question.person != question.staff
    assert question.person.endswith((".", "?"))
    assert "you" in question.person.lower()
    assert question.why
    assert question.sources
    assert all(choice.person != choice.staff for choice in question.choice)


@each
def test_a_number_has_a_unit_and_nothing_else_has(question):
    assert (question.unit != "") == (question.type == "number")
    assert NUMBERS.get(question.id, "") in question.unit


@pytest.mark.parametrize("id_", [*AREAS, "danger_now", "withdrawal_history", "substances"])
def test_choices_have_signs_that_one_can_see_or_hear(id_):
    told = [choice for choice in QUESTIONS[id_].choice if choice.value not in (False, "none")]
    assert all(choice.signs for choice in told)
    for voice in get_args(Voice):
        signs = [sign for choice in told for sign in choice.shown_by(voice)]
        assert len(set(signs)) == len(signs)


@pytest.mark.parametrize("id_", AREAS)
def test_each_step_of_a_rating_is_told_apart(id_):
    for voice in ("label", "person", "staff"):
        assert len({getattr(choice, voice) for choice in QUESTIONS[id_].choice}) == 5


@each
def test_every_name_of_a_choice_finds_that_choice_only(question, dataset):
    for choice in question.choice:
        for name in (str(choice.value), choice.label, *choice.also):
            assert words(question)[normalized(name)] == str(choice.value)


@each
def test_no_question_speaks_of_a_level_or_names_a_criterion(question):
    text = " ".join([question.person, question.why, *(choice.person for choice in question.choice)])
    assert "ASAM" not in text
    assert "level" not in text.lower()
