"""A saved result under another dataset: proved, or every change with its reason."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from iopcli.dataset.load import load
from iopcli.dataset.model import Dataset, Range, Rule
from iopcli.match.match import match
from iopcli.match.record import Saved, read_record, saved
from iopcli.results.replay import Change, Replay, replay

ANSWERS = {
    "danger_now": False, "withdrawal": 0, "withdrawal_history": "none", "substances": (), "pregnant": False,
    "mental_health": 0, "medical": 0, "relapse_risk": 2, "living_situation": 0, "readiness": 0, "medication": (),
    "recent_treatment": (), "age_group": "adult", "payer": "va",
}  # fmt: skip
"""A moderate risk of return to use, and nothing else."""


def record_of(dataset: Dataset, answers: dict[str, Any]) -> Saved:
    return read_record(saved(dataset, match(dataset, answers)).encode(), "may.json")


@pytest.fixture
def replayed(dataset):
    """The record of these answers, saved with the shipped dataset, under another one of a later day."""

    def replayed(other: Dataset, answers: dict[str, Any] = ANSWERS) -> Replay:
        return replay(replace(other, sha256="another"), record_of(dataset, answers))

    return replayed


def without(things: dict[str, Any], id_: str) -> dict[str, Any]:
    return {key: thing for key, thing in things.items() if key != id_}


def with_rule(dataset: Dataset, id_: str, **changes: Any) -> Dataset:
    return replace(dataset, rules={**dataset.rules, id_: replace(dataset.rules[id_], **changes)})


def change(about: str, was: str, now: str, why: str) -> Change:
    return Change(about=about, was=was, now=now, why=why)


HOURS = "Hours a week"
FEWER = "rules that ask for it now: some-risk"
ABOVE = "see the rules and needs above"
TO_OUTPATIENT = [
    change(f"{HOURS}, at least", "at least 9 hours a week", "at least 1 hour a week", FEWER),
    change(f"{HOURS}, at most", "at least 9 hours a week", "at least 1 hour a week", FEWER),
    change("At least", "Intensive outpatient", "Outpatient", ABOVE),
    change("At most", "Intensive outpatient", "Outpatient", ABOVE),
]


def test_the_same_dataset_proves_it(dataset):
    result = replay(dataset, record_of(dataset, ANSWERS))
    assert (result.same, result.same_dataset, result.changes) == (True, True, ())
    assert result.at_least.options == result.at_most.options == ("iop",)
    assert result.saved == result.dataset


def test_another_dataset_in_which_nothing_of_it_changed_proves_it_too(replayed, dataset):
    result = replayed(replace(dataset, about=replace(dataset.about, version="2027.05")))
    assert (result.same, result.same_dataset, result.changes) == (True, False, ())
    assert (result.saved.version, result.dataset.version) == (dataset.about.version, "2027.05")


def test_a_rule_that_was_taken_out(replayed, dataset):
    result = replayed(replace(dataset, rules=without(dataset.rules, "moderate-risk")))
    gone = change("Rule moderate-risk", "held", "does not hold", "the rule is no longer there")
    assert list(result.changes) == [gone, *TO_OUTPATIENT]
    assert not result.same
    assert result.at_least.options == ("outpatient",)


def test_a_rule_that_asks_for_more_before_it_holds(replayed, dataset):
    result = replayed(with_rule(dataset, "moderate-risk", when={"relapse_risk": {"at_least": 3}}))
    stricter = change("Rule moderate-risk", "held", "does not hold", "the rule asks for more now")
    assert list(result.changes) == [stricter, *TO_OUTPATIENT]


def test_a_rule_that_needs_more_than_before(replayed, dataset):
    result = replayed(with_rule(dataset, "moderate-risk", needs={"hours_per_week": 20}))
    assert list(result.changes) == [
        change(
            f"{HOURS}, at least",
            "at least 9 hours a week",
            "at least 20 hours a week",
            "rules that ask for it now: moderate-risk",
        ),
        change(
            f"{HOURS}, at most",
            "at least 9 hours a week",
            "at least 20 hours a week",
            "rules that ask for it now: moderate-risk",
        ),
        change("At least", "Intensive outpatient", "Partial hospitalization", ABOVE),
        change("At most", "Intensive outpatient", "Partial hospitalization", ABOVE),
    ]


def test_a_rule_that_is_new(replayed, dataset):
    new = Rule(id="new", title="N", when={"payer": "va"}, because="It is new.", sources=("editors",), advice="A.")
    result = replayed(replace(dataset, rules={**dataset.rules, "new": new}))
    assert list(result.changes) == [change("Rule new", "did not hold", "holds", "It is new.")]


def test_a_need_that_is_new_stood_at_nothing(replayed, dataset):
    new = replace(dataset.rules["moderate-risk"], id="new", needs={"housing": "staffed"}, because="It is new.")
    changes = {one.about: one for one in replayed(replace(dataset, rules={**dataset.rules, "new": new})).changes}
    housing = dataset.attributes["housing"]
    told = changes[f"{housing.label}, at least"]
    assert (told.was, told.now) == ("nothing", housing.says("staffed"))


def test_a_question_that_is_gone(replayed, dataset):
    result = replayed(replace(dataset, questions=without(dataset.questions, "payer")))
    assert list(result.changes) == [change("Question payer", "answered", "not used", "it is no longer asked")]


def test_an_answer_that_is_none_any_more_is_not_repeated(replayed, dataset):
    payer = dataset.questions["payer"]
    fewer = replace(payer, choice=tuple(one for one in payer.choice if one.value != "va"), names={})
    result = replayed(replace(dataset, questions={**dataset.questions, "payer": fewer}))
    assert list(result.changes) == [change("Question payer", "answered", "not used", "is not one of its answers")]


def test_a_fact_that_changed_the_plan(replayed, dataset):
    """An IOP of fewer hours is none that meets 9 hours a week."""
    facts = without(dataset.options, "iop") | {
        id_: replace(
            dataset.options[id_],
            facts={
                **dataset.options[id_].facts,
                "hours_per_week": replace(dataset.options[id_].facts["hours_per_week"], value=Range(min=4, max=8)),
            },
        )
        for id_ in ("iop", "telehealth-iop")
    }
    result = replayed(replace(dataset, options=facts))
    why = "the facts of the options changed"
    assert list(result.changes) == [
        change("At least", "Intensive outpatient", "Partial hospitalization", why),
        change("At most", "Intensive outpatient", "Partial hospitalization", why),
    ]


LOCAL = 'id = "evening"\nlike = "iop"\nname = "Evening care"\norder = 55\nsummary = "Care in the evening."\n'


def test_a_local_program_that_is_not_laid_over_the_dataset_now_is_called_by_its_id(overlay, dataset):
    local = load([overlay({"options/evening.toml": LOCAL})])
    assert [(one.about, one.was, one.now) for one in replay(dataset, record_of(local, ANSWERS)).changes] == [
        ("At least", "evening", "Intensive outpatient"),
        ("At most", "evening", "Intensive outpatient"),
    ]
    tried = replay(dataset, record_of(local, {**ANSWERS, "recent_treatment": ("evening",)}))
    gone = change("Question recent_treatment", "answered", "not used", "is not one of its answers")
    assert tried.changes[0] == gone


def test_an_attribute_that_is_gone_is_called_by_its_id(replayed, dataset):
    facts = {id_: replace(one, facts=without(one.facts, "services")) for id_, one in dataset.options.items()}
    rules = {id_: replace(rule, needs=without(rule.needs, "services")) for id_, rule in dataset.rules.items()}
    attributes = without(dataset.attributes, "services")
    changes = replayed(replace(dataset, attributes=attributes, options=facts, rules=rules)).changes
    assert [(one.about, one.now) for one in changes] == [
        ("services, at least", "nothing"),
        ("services, at most", "nothing"),
    ]


def test_what_is_urgent_is_shown_with_the_lines_to_call_and_stops_as_it_did(dataset):
    for answers, stopped in (({**ANSWERS, "danger_now": True}, True), ({**ANSWERS, "medical": 4}, False)):
        result = replay(dataset, record_of(dataset, answers))
        assert (result.same, result.stopped) == (True, stopped)
        assert [one.rule for one in result.urgent] == [one.rule for one in match(dataset, answers).urgent]
        assert result.urgent[0].help
        assert result.help
