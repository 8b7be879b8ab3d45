"""Each of the twelve criteria of a decision aid is met by what it says, and can be not met."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from iopcli.dataset.audit import audit
from iopcli.dataset.model import Dataset
from iopcli.results.data_check import data_check

CRITERIA = ("1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.1.5", "1.2.1", "2.1.1", "2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.3.1")


@dataclass
class Changed:
    """The shipped dataset with one thing changed."""

    dataset: Dataset

    def about(self, **changes) -> Dataset:
        return replace(self.dataset, about=replace(self.dataset.about, **changes))

    def decision(self, **changes) -> Dataset:
        return self.about(decision=replace(self.dataset.about.decision, **changes))

    def fact(self, attribute: str, **changes) -> Dataset:
        iop = self.dataset.options["iop"]
        facts = {**iop.facts, attribute: replace(iop.facts[attribute], **changes)}
        return replace(self.dataset, options={**self.dataset.options, "iop": replace(iop, facts=facts)})

    def without(self, attribute: str) -> Dataset:
        iop = self.dataset.options["iop"]
        facts = {id_: fact for id_, fact in iop.facts.items() if id_ != attribute}
        return replace(self.dataset, options={**self.dataset.options, "iop": replace(iop, facts=facts)})

    def options(self, *ids: str) -> Dataset:
        return replace(self.dataset, options={id_: self.dataset.options[id_] for id_ in ids})

    def points(self, attribute: str, *drop: int) -> Dataset:
        value = self.dataset.options["iop"].facts[attribute].value
        return self.fact(attribute, value=tuple(point for n, point in enumerate(value) if n not in drop))


NOT_MET = [
    ("1.1.1", "no condition", lambda made: made.decision(condition="")),
    ("1.1.2", "no question", lambda made: made.decision(question="")),
    ("1.1.3", "no baseline", lambda made: made.options("iop", "php", "residential")),
    ("1.1.3", "two options", lambda made: made.options("iop", "wait")),
    ("1.1.4", "advantages missing", lambda made: made.without("advantages")),
    ("1.1.4", "advantages empty", lambda made: made.fact("advantages", value=())),
    ("1.1.5", "disadvantages missing", lambda made: made.without("disadvantages")),
    ("1.1.5", "disadvantages not known", lambda made: made.fact("disadvantages", value=None, not_known=True)),
    ("1.2.1", "no daily life", lambda made: made.without("daily_life")),
    ("1.2.1", "nothing for the mind", lambda made: made.points("daily_life", 2)),
    ("2.1.1", "two advantages fewer", lambda made: made.points("advantages", 0, 1)),
    ("2.1.1", "two disadvantages fewer", lambda made: made.points("disadvantages", 0, 1)),
    ("2.1.1", "no disadvantage", lambda made: made.fact("disadvantages", value=())),
    ("2.2.1", "a fact without a source", lambda made: made.fact("sleep", sources=())),
    ("2.2.2", "no date", lambda made: made.about(as_of=None)),
    ("2.2.3", "no update policy", lambda made: made.about(update_policy="")),
    ("2.2.4", "a fact without a confidence", lambda made: made.fact("sleep", confidence="")),
    ("2.3.1", "no funding", lambda made: made.about(funding="")),
    ("2.3.1", "no conflicts", lambda made: made.about(conflicts="")),
]


def met(dataset: Dataset) -> dict[str, bool]:
    return {criterion.id: criterion.met for criterion in audit(dataset)}


def test_the_shipped_dataset_meets_all_twelve_and_says_by_what(dataset):
    assert met(dataset) == dict.fromkeys(CRITERIA, True)
    assert all(criterion.asks and criterion.by for criterion in audit(dataset))


@pytest.mark.parametrize(
    ("id_", "change"), [(id_, change) for id_, _, change in NOT_MET], ids=[f"{i} {w}" for i, w, _ in NOT_MET]
)
def test_a_criterion_is_not_met_when_what_meets_it_is_gone(id_, change, dataset):
    assert not met(change(Changed(dataset)))[id_]


def test_every_criterion_can_be_not_met():
    assert {id_ for id_, _, _ in NOT_MET} == set(CRITERIA)


def test_one_criterion_that_is_not_met_makes_the_dataset_unsound(dataset):
    made = Changed(dataset).about(funding="")
    result = data_check(made, dataset.about.as_of)
    assert [criterion.id for criterion in result.audit if not criterion.met] == ["2.3.1"]
    assert not [finding for finding in result.findings if not finding.warning]
    assert not result.sound


def test_what_a_criterion_is_met_by_is_counted_not_claimed(dataset):
    by = {criterion.id: criterion.by for criterion in audit(Changed(dataset).points("advantages", 0, 1))}
    number = len(dataset.options["iop"].facts["advantages"].value)
    options = len(dataset.options)
    assert by["2.1.1"].startswith(f"{number - 2} to {number} advantages")
    assert by["1.1.4"] == f"advantages of {options} of {options} options"
    fewer = {criterion.id: criterion.by for criterion in audit(Changed(dataset).without("advantages"))}
    assert fewer["1.1.4"] == f"advantages of {options - 1} of {options} options"
    unsourced = audit(Changed(dataset).fact("sleep", sources=()))
    known = sum(fact.state == "known" for option in dataset.options.values() for fact in option.facts.values())
    assert next(c.by for c in unsourced if c.id == "2.2.1") == f"{known - 1} of {known} known facts have a source"


def test_most_of_what_is_known_rests_on_more_than_our_own_judgement(dataset):
    facts = [fact for option in dataset.options.values() for fact in option.facts.values() if fact.state == "known"]
    ours = [fact for fact in facts if fact.confidence == "judgement"]
    assert len(ours) <= 60, "a cell became our own judgement: find a source for it, or for another one"


def test_a_cell_that_rests_on_us_alone_is_called_our_judgement(dataset):
    for option in dataset.options.values():
        for id_, fact in option.facts.items():
            if fact.state == "known" and set(fact.sources) == {"editors"}:
                assert fact.confidence == "judgement", f"{option.id} {id_}"
