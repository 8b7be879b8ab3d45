"""The rules in words: all, one, or those that a question decides, each with its reason and its sources."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from support.match_cases import SMALL_MATCH

from iopcli.dataset.load import load
from iopcli.dataset.model import Dataset
from iopcli.errors import UsageError, describe
from iopcli.facts.wording import named
from iopcli.results.rules import rules

DATASET = load()
CARDS = {card.id: card for card in rules(DATASET).rules}
QUESTION_IDS = {id_ for id_ in DATASET.questions if "_" in id_}
CHOICE_IDS = {str(one.value) for question in DATASET.questions.values() for one in question.choice}
RAW = {word for word in QUESTION_IDS | CHOICE_IDS | set(DATASET.options) if re.search(r"[-_]", word)}
each_rule = pytest.mark.parametrize("card", CARDS.values(), ids=list(CARDS))


def ids(dataset: Dataset, id_: str = "", question: str = "") -> list[str]:
    return [card.id for card in rules(dataset, id_, question).rules]


def refusal(id_: str = "", question: str = "") -> str:
    with pytest.raises(UsageError) as refused:
        rules(SMALL_MATCH, id_, question)
    assert refused.value.exit_code == 2
    return describe(refused.value)


# --- which rules ------------------------------------------------------------


def test_all_rules_stand_in_the_order_of_the_dataset_with_every_question():
    found = rules(DATASET)
    assert [card.id for card in found.rules] == list(DATASET.rules)
    assert [(one.id, one.label) for one in found.questions] == [(q.id, q.label) for q in DATASET.questions.values()]
    assert found.question is None
    assert set(found.sources) == {source for rule in DATASET.rules.values() for source in rule.sources}


@pytest.mark.parametrize("id_", SMALL_MATCH.rules)
def test_one_rule_comes_with_its_own_sources_only(id_):
    found = rules(SMALL_MATCH, id_)
    assert [card.id for card in found.rules] == [id_]
    assert tuple(found.sources) == SMALL_MATCH.rules[id_].sources
    assert found.questions == ()


def test_a_question_finds_the_rules_that_ask_it_however_deep_inside():
    assert ids(SMALL_MATCH, question="living_situation") == ["unsafe-home", "use-at-once"]
    assert ids(SMALL_MATCH, question="danger_now") == ["danger-now", "hard-but-no-danger"]
    assert ids(SMALL_MATCH, question="weekly_budget") == []


def test_every_rule_is_found_by_each_question_it_asks_and_by_no_other():
    for id_ in DATASET.questions:
        assert ids(DATASET, question=id_) == [card.id for card in CARDS.values() if id_ in card.questions]
    assert all(card.questions for card in CARDS.values())


def test_a_rule_and_a_question_are_both_kept_to():
    assert ids(SMALL_MATCH, "unsafe-home", "relapse_risk") == ["unsafe-home"]
    assert ids(SMALL_MATCH, "danger-now", "relapse_risk") == []


def test_a_question_is_shown_with_both_voices_and_its_answers():
    asked = rules(SMALL_MATCH, question="danger_now").question
    assert (asked.person, asked.staff, asked.why) == (
        "Is someone in danger now?",
        "Immediate danger",
        "Help comes first.",
    )
    assert asked.choices == ("true: yes. Yes", "false: no. No")
    rating = rules(SMALL_MATCH, question="living_situation").question
    assert rating.choices[3] == "3: serious. Unsafe"
    assert rules(SMALL_MATCH, question="weekly_budget").question.choices == ()


# --- names that are none ----------------------------------------------------


def test_a_rule_that_is_not_there_gets_the_nearest():
    assert refusal("unsafe-hom").splitlines()[:4] == [
        "error: no such rule",
        "",
        "  `unsafe-hom`  is not a rule",
        "                -> did you mean `unsafe-home`?",
    ]


def test_a_question_that_is_not_there_gets_the_nearest():
    told = refusal(question="livingsituation")
    assert "error: no such question" in told
    assert "`livingsituation`  is not a question" in told
    assert "did you mean `living_situation`?" in told


@pytest.mark.parametrize("name", ["zzzzzz", "\x1b[31m", " ", "x" * 10_000])
def test_a_name_like_no_other_is_told_what_there_is_in_characters_that_change_no_screen(name):
    for told in (refusal(name), refusal(question=name)):
        assert "`iopcli rules` names every rule and question" in told
        assert all(character.isprintable() or character == "\n" for character in told)
        assert len(told) < 2000


def test_both_names_are_told_of_at_once():
    told = refusal("unsafe-hom", "livingsituation")
    assert "did you mean `unsafe-home`?" in told
    assert "did you mean `living_situation`?" in told


# --- every rule reads -------------------------------------------------------


@each_rule
def test_a_rule_has_a_title_a_reason_and_sources_that_are_known(card):
    assert card.title
    assert card.because.endswith(".")
    assert card.sources
    assert set(card.sources) <= set(DATASET.sources)


@each_rule
def test_when_it_holds_is_said_in_words(card):
    assert not re.search(r"[{}\[\]_<>=]|\b(True|False|None|at_least|at_most|one_of)\b", card.when)
    assert not any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", card.when) for word in RAW)
    assert all(f'"{DATASET.questions[id_].label}"' in card.when for id_ in card.questions)
    assert card.when.startswith(('"', "not (", "("))


@each_rule
def test_what_it_does_is_said_in_words_and_in_full(card):
    rule = DATASET.rules[card.id]
    assert not re.search(r"[{}\[\]_]|\bNone\b", card.effect)
    said = [rule.advice, rule.clinician, rule.urgent.message if rule.urgent else ""]
    said += [DATASET.options[id_].in_sentence for id_ in rule.offers]
    said += [named(DATASET.attributes[id_]) for id_ in rule.needs]
    assert all(part.rstrip(".") in card.effect for part in said)
    assert card.needs == rule.needs


@each_rule
def test_it_speaks_of_needs_and_never_of_an_asam_level(card):
    text = f"{card.title} {card.effect} {card.because}"
    assert "ASAM" not in text
    assert not re.search(r"\blevel (of care )?\d|\byou need (a )?level\b", text, re.IGNORECASE)


@each_rule
def test_no_two_rules_have_one_title(card):
    assert [other.id for other in CARDS.values() if other.title == card.title] == [card.id]


# --- overlays ---------------------------------------------------------------


def test_a_rule_of_an_overlay_says_whose_it_is(overlay):
    ours = '[[rule]]\nid = "ours"\ntitle = "Ours"\nwhen.medical = 4\nbecause = "B."\nadvice = "Call."\n'
    made = load([overlay({"rules/ours.toml": f'{ours}sources = ["editors"]\n'})])
    assert {card.id: card.local for card in rules(made).rules} == {**dict.fromkeys(DATASET.rules, ""), "ours": "site"}


def test_a_rule_is_told_in_the_words_of_the_dataset_it_stands_in():
    question = replace(SMALL_MATCH.questions["living_situation"], label="El hogar")
    made = replace(SMALL_MATCH, questions={**SMALL_MATCH.questions, "living_situation": question})
    (card,) = rules(made, "use-at-once").rules
    assert card.when == '"Risk of return to use" is 4 (severe) and "El hogar" is 4 (severe)'
