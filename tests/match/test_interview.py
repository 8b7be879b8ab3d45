"""The way through the questions: which comes next, which need not be asked, back, changes, and the end."""

import re
from functools import cache
from itertools import chain, combinations
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.dataset.load import load
from iopcli.match.interview import Interview
from iopcli.match.match import match
from iopcli.match.needs import can_be, judged
from iopcli.match.plans import Planner
from iopcli.report.writers.json import json

DATASET = load()
QUESTIONS = DATASET.questions
PLANNERS = {}
WISHES = [one.id for one in QUESTIONS.values() if one.part == "wishes"]
OTHERS = [id_ for id_ in QUESTIONS if id_ not in WISHES]
MOST_STEPS = 500


def words(question):
    """What a list may name."""
    named = {"options": DATASET.options, "attributes": DATASET.attributes}.get(question.type)
    return list(named) if named is not None else [choice.value for choice in question.choice]


def values(question):
    """Any answer to a question."""
    if question.type == "number":
        return st.integers(int(question.least), int(question.most)).map(float)
    if question.many:
        return st.lists(st.sampled_from(words(question)), unique=True, max_size=4).map(tuple)
    return st.sampled_from(words(question))


def every(question):
    """Every answer there is; of long lists none, each thing alone, and all; of numbers the ends."""
    if question.type == "number":
        return [question.least, question.most]
    if not question.many:
        return words(question)
    most = len(words(question)) if question.type == "choices" else 1
    several = chain.from_iterable(combinations(words(question), number) for number in range(most + 1))
    return list(dict.fromkeys([*several, tuple(words(question))]))


def some_answers(ids=QUESTIONS):
    """Answers to some of these questions; danger now is not among them."""
    any_of = {id_: st.just(False) if id_ == "danger_now" else values(QUESTIONS[id_]) for id_ in ids}
    return st.fixed_dictionaries({}, optional=any_of)


def any_answer(question, chance):
    """The same by chance."""
    if question.type == "number":
        return float(chance.randint(int(question.least), int(question.most)))
    named = words(question)
    return tuple(chance.sample(named, chance.randint(0, 3))) if question.many else chance.choice(named)


def only(kind):
    """The dataset with rules that do one kind of thing and nothing else."""
    nothing = {"needs": {}, "alongside": (), "urgent": None, "advice": "", "clinician": ""}
    del nothing[kind]
    return replace(DATASET, rules={id_: replace(rule, **nothing) for id_, rule in DATASET.rules.items()})


DATASETS = {"all rules": DATASET, **{kind: only(kind) for kind in ("needs", "alongside", "advice", "clinician")}}


def matched(answers, dataset=DATASET):
    planner = PLANNERS.setdefault(id(dataset), Planner(dataset))
    return match(dataset, answers, planner)


def said(answers, dataset=DATASET):
    """What an answer that is not a wish is asked for."""
    result = matched(answers, dataset)
    return (
        result.at_least.options,
        result.at_most.options,
        [alarm.rule for alarm in result.urgent],
        [one.rule for one in result.clinician],
        [offer.option for offer in result.alongside],
        [one.advice for one in result.reasons if one.advice],
    )


def after(told, dataset=DATASET, **asked):
    """An interview in which these were answered, in this order."""
    interview = Interview(dataset, **asked)
    for id_, value in told.items():
        interview.put(QUESTIONS[id_], value)
    return interview


def asked_now(answers, dataset=DATASET, **asked):
    """The questions that are asked when nothing more than these answers is ever told."""
    interview = after(answers, dataset, **asked)
    ids = []
    while (question := interview.next_question()) is not None:
        ids.append(question.id)
        interview.put(question, None)
    return ids


# --- the order --------------------------------------------------------------


def test_danger_is_asked_first_and_withdrawal_next():
    interview = Interview(DATASET)
    assert interview.next_question().id == "danger_now"
    interview.put(QUESTIONS["danger_now"], False)
    assert interview.next_question().id == "withdrawal"


@given(some_answers([id_ for id_ in QUESTIONS if id_ != "danger_now"]))
def test_danger_is_asked_first_whatever_is_known(answers):
    assert after(answers).next_question().id == "danger_now"


def test_needs_are_asked_before_wishes_and_every_question_comes_once_in_its_order():
    ids = asked_now({}, everything=True)
    assert ids == sorted(QUESTIONS, key=lambda id_: QUESTIONS[id_].order)
    assert ids == [*OTHERS, *WISHES]


@settings(max_examples=15)
@given(some_answers())
def test_everything_leaves_out_only_what_is_answered(answers):
    new = [id_ for id_ in asked_now(answers, everything=True) if id_ not in answers]
    assert new == [id_ for id_ in QUESTIONS if id_ not in answers]


@settings(max_examples=15)
@given(some_answers())
def test_to_look_for_the_next_question_changes_nothing(answers):
    interview = after(answers)
    assert interview.next_question() is interview.next_question()
    assert (interview.answers, interview.asked, interview.skipped) == (answers, list(answers), set())


# --- only what can change the result ----------------------------------------


@pytest.mark.parametrize("rules", DATASETS)
@settings(max_examples=12)
@given(answers=some_answers())
def test_a_question_that_is_not_asked_cannot_change_the_result(rules, answers):
    dataset = DATASETS[rules]
    asked, now = asked_now(answers, dataset), said(answers, dataset)
    for id_ in OTHERS:
        if id_ not in answers and id_ not in asked:
            more = ({**answers, id_: value} for value in every(QUESTIONS[id_]))
            changing = [one[id_] for one in more if possible(one) and said(one, dataset) != now]
            assert changing == [], id_


def possible(answers):
    """Whether no rule holds that the other answers leave no room for: nobody of 70 is pregnant."""
    return all(can_be(rule, answers) for rule in judged(DATASET, answers).fired)


@given(st.integers(0, 2**32))
@example(277)  # nobody asks a person who uses cannabis alone about medication, unless a rule waits for it
def test_at_the_end_all_that_was_not_asked_cannot_change_it_together(seed):
    chance, interview = Random(seed), after({})
    while (question := interview.next_question()) is not None:
        stops = question.id == "danger_now"
        interview.put(question, None if chance.random() < 0.1 else False if stops else any_answer(question, chance))
    passed_over = [id_ for id_ in OTHERS if id_ not in interview.asked]
    for _ in range(2):
        more = {id_: any_answer(QUESTIONS[id_], chance) for id_ in passed_over if chance.random() < 0.7}
        if not possible({**interview.answers, **more}):
            continue
        assert said({**interview.answers, **more}) == said(interview.answers)
    without_weight = interview.skipped - {question.id for question in interview.could_change()} - set(WISHES)
    for id_ in without_weight:
        more = {**interview.answers, id_: any_answer(QUESTIONS[id_], chance)}
        assert not possible(more) or said(more) == said(interview.answers)


@cache
def wishes_asked_and_wishes_that_count(seed):
    """Which wishes are asked when these needs are known, and which can change the plans."""
    chance = Random(seed)
    known = [id_ for id_ in OTHERS if id_ != "danger_now" and chance.random() < 0.7]
    answers = {id_: any_answer(QUESTIONS[id_], chance) for id_ in known}
    now = matched(answers).plans
    asked = {id_ for id_ in asked_now(answers) if id_ in WISHES}
    counts = (any(matched({**answers, id_: one}).plans != now for one in every(QUESTIONS[id_])) for id_ in WISHES)
    return asked, {id_ for id_, changes in zip(WISHES, counts, strict=True) if changes}


def test_every_wish_that_can_change_the_plans_is_asked():
    for seed in range(6):
        asked, counting = wishes_asked_and_wishes_that_count(seed)
        assert counting - asked == set(), seed


def test_a_wish_that_can_change_nothing_is_not_asked():
    for seed in range(6):
        asked, counting = wishes_asked_and_wishes_that_count(seed)
        assert asked - counting == set(), seed


def test_a_question_that_was_passed_over_is_asked_when_a_changed_answer_gives_it_weight():
    interview = after({"danger_now": False, "withdrawal": 4})
    assert len(matched(interview.answers).plans) == 1
    assert "priorities" not in asked_now(interview.answers)
    interview.put(QUESTIONS["withdrawal"], 1)
    assert "priorities" in asked_now(interview.answers)


# --- what is urgent, and the end --------------------------------------------


@pytest.mark.parametrize(
    ("known", "question", "value", "rule"),
    [
        ({}, "danger_now", True, "danger-now"),
        ({}, "withdrawal", 3, "serious-withdrawal"),
        ({}, "withdrawal", 4, "life-threatening-withdrawal"),
        ({"withdrawal": 3}, "withdrawal", 4, "life-threatening-withdrawal"),
        ({"withdrawal": 1}, "withdrawal_history", "seizure_or_delirium", "past-seizure"),
        ({"withdrawal_history": "seizure_or_delirium"}, "withdrawal", 1, "past-seizure"),
        ({}, "medical", 4, "medical-emergency"),
        ({}, "mental_health", 4, "mental-health-emergency"),
        ({"substances": ("opioids",)}, "pregnant", True, "pregnant-with-opioids"),
        ({"pregnant": True}, "substances", ("alcohol", "opioids"), "pregnant-with-opioids"),
    ],
)
def test_what_is_urgent_is_given_with_the_answer_that_makes_it_so(known, question, value, rule):
    assert rule in [one.id for one in after(known).put(QUESTIONS[question], value)]


@pytest.mark.parametrize(
    ("known", "question", "value"),
    [
        ({}, "danger_now", False),
        ({}, "withdrawal", 2),
        ({"withdrawal": 4}, "withdrawal", 4),
        ({"withdrawal": 4}, "withdrawal", 3),
        ({"withdrawal": 4}, "withdrawal", None),
        ({"withdrawal": 4}, "medical", 0),
        ({"withdrawal": 0}, "withdrawal_history", "seizure_or_delirium"),
        ({"pregnant": True}, "substances", ("cannabis",)),
        ({"pregnant": True}, "substances", None),
    ],
)
def test_what_is_not_urgent_or_was_so_before_is_not_given(known, question, value):
    assert after(known).put(QUESTIONS[question], value) == []


@given(some_answers(), st.randoms(use_true_random=False))
def test_in_any_order_each_urgent_rule_is_given_once(answers, chance):
    order = chance.sample(list(answers), len(answers))
    interview = after({})
    given_back = [rule.id for id_ in order for rule in interview.put(QUESTIONS[id_], answers[id_])]
    urgent = {alarm.rule for alarm in matched(answers).urgent}
    assert len(given_back) == len(set(given_back))
    assert urgent <= set(given_back)
    assert all(DATASET.rules[id_].assume for id_ in set(given_back) - urgent), "what was missing was taken for danger"


@pytest.mark.parametrize("everything", [False, True])
def test_danger_now_is_the_end(everything):
    interview = Interview(DATASET, everything=everything)
    interview.put(QUESTIONS["danger_now"], True)
    assert interview.next_question() is None
    assert matched(interview.answers).stopped
    interview.put(QUESTIONS["danger_now"], False)
    assert interview.next_question().id == "withdrawal"


# --- unknown, back, changes -------------------------------------------------


def test_none_is_unknown_and_is_not_asked_again():
    interview = after({"danger_now": False, "withdrawal": None})
    assert interview.answers == {"danger_now": False}
    assert interview.asked == ["danger_now", "withdrawal"]
    assert interview.next_question().id != "withdrawal"


def test_an_answer_can_become_unknown_and_unknown_an_answer():
    interview = after({"danger_now": False, "withdrawal": 3})
    interview.put(QUESTIONS["withdrawal"], None)
    assert interview.answers == {"danger_now": False}
    interview.put(QUESTIONS["withdrawal"], 0)
    assert interview.answers == {"danger_now": False, "withdrawal": 0}
    assert interview.skipped == set()


def test_no_and_zero_and_none_of_these_are_answers():
    told = {"danger_now": False, "withdrawal": 0, "substances": (), "hours_available": 0.0}
    assert after(told).answers == told


def test_there_is_nothing_before_the_first_question():
    assert Interview(DATASET).back() is None


def test_back_gives_the_question_before_and_its_answer_stays_until_another_is_put():
    interview = after({"danger_now": False, "withdrawal": 3})
    assert interview.back().id == "withdrawal"
    assert interview.answers == {"danger_now": False, "withdrawal": 3}
    interview.put(QUESTIONS["withdrawal"], 0)
    assert interview.answers == {"danger_now": False, "withdrawal": 0}
    assert interview.asked == ["danger_now", "withdrawal"]
    assert [interview.back().id, interview.back().id, interview.back()] == ["withdrawal", "danger_now", None]


def test_back_leads_to_what_was_skipped_as_well():
    interview = after({"danger_now": False, "withdrawal": None})
    assert interview.back().id == "withdrawal"
    interview.put(QUESTIONS["withdrawal"], 2)
    assert interview.answers["withdrawal"] == 2


def test_back_leads_to_everything_again_after_going_back_past_it():
    told = {"danger_now": False, "withdrawal": 3, "withdrawal_history": "none", "substances": None}
    interview = after(told)
    for _ in range(3):
        question = interview.back()
    interview.put(question, 2)
    before = iter(interview.back, None)
    assert {one.id for one in before} == set(told)


def test_a_question_keeps_its_number_when_it_is_asked_again():
    interview = after({"danger_now": False, "withdrawal": None})
    assert [interview.number(QUESTIONS[id_]) for id_ in ("danger_now", "withdrawal", "pregnant")] == [1, 2, 3]
    interview.put(interview.back(), 2)
    assert [interview.number(QUESTIONS[id_]) for id_ in ("danger_now", "withdrawal", "pregnant")] == [1, 2, 3]


# --- walks ------------------------------------------------------------------


@given(st.integers(0, 2**32))
def test_every_walk_ends_and_asks_nothing_twice_in_a_row_unless_one_goes_back(seed):
    chance = Random(seed)
    known = [id_ for id_ in QUESTIONS if id_ != "danger_now" and chance.random() < 0.6]
    told, steps = {id_: any_answer(QUESTIONS[id_], chance) for id_ in known}, 0
    interview = after(told, everything=chance.random() < 0.2)
    question = interview.next_question()
    while question is not None:
        steps += 1
        assert steps < MOST_STEPS
        step = chance.random()
        if step < 0.15 and (before := interview.back()) is not None:
            question = before
            continue
        if step < 0.2 and interview.asked:
            question = QUESTIONS[chance.choice(interview.asked)]
        stops = question.id == "danger_now" and chance.random() < 0.9
        value = None if step > 0.8 else False if stops else any_answer(question, chance)
        interview.put(question, value)
        told.pop(question.id, None)
        if value is not None:
            told[question.id] = value
        following = interview.next_question()
        again = interview.to_ask_again()
        if following is None or not again or following.id != again.question:
            assert following is None or (following is not question and following.id not in told)
        question = following
    result = matched(told)
    assert interview.answers == told
    assert result.stopped is (told.get("danger_now") is True)
    assert (interview.decision.at_least, interview.decision.at_most) == (
        result.at_least.options,
        result.at_most.options,
    )


@settings(max_examples=15)
@given(some_answers(), st.randoms(use_true_random=False))
def test_the_order_of_answering_does_not_change_the_result(answers, chance):
    order = chance.sample(list(answers), len(answers))
    shuffled = after({id_: answers[id_] for id_ in order})
    assert json(matched(shuffled.answers)) == json(matched(answers))


# --- answers that pull against each other -----------------------------------


def test_a_home_that_is_not_safe_and_the_wish_to_sleep_there_are_asked_about_at_once_and_once():
    interview = after({"danger_now": False, "withdrawal": 0, "living_situation": 3}, everything=True)
    safety = [one for one in QUESTIONS.values() if one.part == "safety"]
    for question in safety:
        interview.put(question, interview.answers.get(question.id))
    interview.put(QUESTIONS["sleep_at_home"], True)
    again = interview.next_question()
    assert again.id == "sleep_at_home"
    assert interview.remark(again).startswith(
        "You said that your home is not safe and that you want to sleep there. Could you stay"
    )
    interview.put(again, True)
    assert interview.next_question() is not again
    interview.put(again, False)
    assert interview.to_ask_again() is None


# --- progress, medications, the payer ---------------------------------------


def used(substances):
    """What is asked of a person who uses these, with answers that leave most open."""
    told = {"danger_now": False, "withdrawal": 1, "withdrawal_history": "none", "substances": substances}
    return after(told)


def test_an_alcohol_caller_is_not_asked_about_methadone():
    interview = used(("alcohol",))
    assert interview.open_choices(QUESTIONS["medication"]) == ["naltrexone", "alcohol-medications"]
    assert "medication" in asked_now(interview.answers)
    assert used(("opioids",)).open_choices(QUESTIONS["medication"]) == ["methadone", "buprenorphine", "naltrexone"]
    assert "medication" not in asked_now(used(("stimulants",)).answers)


def test_a_medication_that_was_named_is_still_a_choice_and_everything_asks_about_all():
    interview = used(("alcohol",))
    interview.put(QUESTIONS["medication"], ("methadone",))
    assert "methadone" in interview.open_choices(QUESTIONS["medication"])
    everything = after(used(("alcohol",)).answers, everything=True)
    assert len(everything.open_choices(QUESTIONS["medication"])) == 4


def test_the_payer_is_asked_before_the_budget():
    ids = asked_now({})
    assert ids.index("payer") < ids.index("weekly_budget")


@given(some_answers())
def test_about_how_many_is_what_is_asked_if_nothing_more_is_told(answers):
    interview = after(answers)
    stops = interview.decision.stops
    about = interview.about
    skipping = asked_now(answers)
    again = [id_ for id_ in skipping if id_ in answers]
    assert stops or about == len(answers) + len(skipping) - len(again)


@given(st.integers(0, 2**32))
def test_the_number_never_passes_what_is_said_to_come(seed):
    chance, interview = Random(seed), after({})
    while (question := interview.next_question()) is not None:
        assert 1 <= interview.number(question) <= interview.about <= len(QUESTIONS)
        interview.put(question, False if question.id == "danger_now" else any_answer(question, chance))


# --- voices -----------------------------------------------------------------


def test_every_question_and_every_choice_has_words_for_family_that_say_you_to_nobody_but_them():
    for question in QUESTIONS.values():
        for text in (question.family, *(choice.family for choice in question.choice)):
            assert text, question.id
            assert not re.search(r"\byou(r|rself)?\b", text.replace("you know of", ""), re.IGNORECASE), text


def test_why_a_question_is_asked_says_you_to_nobody_but_the_reader():
    for question in QUESTIONS.values():
        for voice in ("staff", "family"):
            assert not re.search(r"\byour (answer|life)\b|\byou (need|take|use|drink)\b", question.reason(voice))
        assert question.reason("person") == question.why
