"""What a rule still turns on: never less than what another answer would change, and never more."""

from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopcli.dataset.answers import possible
from iopcli.dataset.load import load
from iopcli.logic.conditions import holds
from iopcli.match.deciding_questions import DecidingQuestions, askable, deciding_questions

DATASET = load()
QUESTIONS = DATASET.questions
ASKED = sorted(frozenset[str]().union(*(rule.asks for rule in DATASET.rules.values())))


def any_answer(question, chance):
    if question.type == "number":
        return float(chance.randint(int(question.least), int(question.most)))
    if not question.many:
        return chance.choice(possible(question))
    words = [word for (word,) in possible(question)[1:-1]]
    return tuple(chance.sample(words, chance.randint(0, 3)))


def comes_out(rule, answers):
    """Whether a rule holds by whole answers that leave room for it."""
    return bool(holds(rule.condition, answers) and holds(rule.could, answers))


def is_asked(answers):
    """Whether nobody is asked about one of the words of an answer."""
    return all(
        askable(QUESTIONS[id_], word, {**answers, id_: None})
        for id_, value in answers.items()
        if QUESTIONS[id_].many
        for word in value
    )


@given(st.integers(0, 2**32))
def test_a_rule_turns_on_every_question_whose_answer_would_change_what_comes_out(seed):
    chance = Random(seed)
    whole = {id_: any_answer(QUESTIONS[id_], chance) for id_ in ASKED}
    for rule in DATASET.rules.values():
        for id_ in rule.asks:
            other = {**whole, id_: any_answer(QUESTIONS[id_], chance)}
            missing = {id_, *(one for one in ASKED if chance.random() < 0.4)}
            known = {one: value for one, value in whole.items() if one not in missing}
            if comes_out(rule, whole) != comes_out(rule, other) and is_asked(whole) and is_asked(other):
                assert id_ in {one.question for one in deciding_questions(DATASET, rule, known)}, (rule.id, id_)


@settings(max_examples=15)
@given(st.integers(0, 2**32))
def test_what_is_remembered_of_other_answers_changes_nothing(seed):
    """As in an interview, in which an answer is put, changed or taken back."""
    chance, known, remembered = Random(seed), {}, DecidingQuestions(DATASET)
    for _ in range(12):
        id_ = chance.choice(ASKED)
        known[id_] = any_answer(QUESTIONS[id_], chance)
        known.pop(chance.choice(ASKED), None)
        for rule in DATASET.rules.values():
            assert remembered.of(rule, known) == deciding_questions(DATASET, rule, known), rule.id


def ways(rule, known):
    """Every way to complete some answers, where a rule asks for few."""
    open_ones = [
        id_ for id_ in sorted(rule.asks | {test for test in rule.possible if test in QUESTIONS}) if id_ not in known
    ]
    choices = [
        [some for size in range(3) for some in combinations([c.value for c in QUESTIONS[id_].choice], size)]
        if QUESTIONS[id_].many
        else possible(QUESTIONS[id_])
        for id_ in open_ones
    ]
    return [{**known, **dict(zip(open_ones, values, strict=True))} for values in product(*choices)]


SMALL = [
    rule.id
    for rule in DATASET.rules.values()
    if all(QUESTIONS[id_].type in ("rating", "yesno", "choice") for id_ in rule.asks)
    and len(rule.asks) < 4
    and not rule.possible
]


@pytest.mark.parametrize("id_", SMALL)
def test_a_small_rule_turns_on_no_question_that_changes_nothing(id_):
    rule = DATASET.rules[id_]
    for known_id in (None, *sorted(rule.asks)):
        for value in [None] if known_id is None else possible(QUESTIONS[known_id]):
            known = {} if known_id is None else {known_id: value}
            complete = ways(rule, known)
            changing = {
                one
                for one in rule.asks - known.keys()
                for answers in complete
                for other in possible(QUESTIONS[one])
                if comes_out(rule, answers) != comes_out(rule, {**answers, one: other})
            }
            assert {one.question for one in deciding_questions(DATASET, rule, known)} == changing


def test_a_rule_about_opioids_turns_on_no_medication_where_only_alcohol_is_used():
    rule = DATASET.rules["naltrexone-with-opioids"]
    assert {one.word for one in deciding_questions(DATASET, rule, {})} >= {"methadone", "naltrexone", "opioids"}
    assert deciding_questions(DATASET, rule, {"substances": ("alcohol",)}) == frozenset()
    assert {one.word for one in deciding_questions(DATASET, rule, {"substances": ("opioids",)})} == {"naltrexone"}


@pytest.mark.parametrize(
    ("substances", "medications"),
    [
        (None, ["methadone", "buprenorphine", "naltrexone", "alcohol-medications"]),
        ((), ["methadone", "buprenorphine", "naltrexone", "alcohol-medications"]),
        (("alcohol",), ["naltrexone", "alcohol-medications"]),
        (("opioids",), ["methadone", "buprenorphine", "naltrexone"]),
        (("alcohol", "opioids"), ["methadone", "buprenorphine", "naltrexone", "alcohol-medications"]),
        (("cannabis",), []),
    ],
)
def test_people_are_asked_about_the_medications_for_what_they_use(substances, medications):
    question = QUESTIONS["medication"]
    asked = [one.value for one in question.choice if askable(question, one.value, {"substances": substances})]
    assert asked == medications
