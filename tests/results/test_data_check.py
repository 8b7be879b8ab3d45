"""What `data check` finds: counts that add up, and warnings that `--strict` makes problems."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from support.datasets import SMALL, with_fact, with_options
from support.match_cases import SMALL_MATCH

from iopcli.dataset.model import Attribute, Dataset
from iopcli.results.data_check import counts, data_check

LONG_AFTER = date(2999, 1, 1)
STATES = ("known", "not known", "does not apply")
CONFIDENCE = tuple(f"known, {name}" for name in ("primary", "secondary", "derived", "weak", "judgement"))


def test_a_stale_fact_is_a_warning_and_with_strict_a_problem(dataset: Dataset):
    usual, strict = (data_check(dataset, LONG_AFTER, strict=strict) for strict in (False, True))
    stale = [one for one in usual.findings if one.warning]
    assert stale
    assert not any(one.warning for one in strict.findings)
    assert [one.message for one in strict.findings] == [one.message for one in usual.findings]
    assert not strict.sound


def test_a_dataset_is_sound_if_nothing_is_a_problem_and_every_criterion_is_met(dataset: Dataset):
    for result in (data_check(dataset, dataset.about.as_of), data_check(SMALL, SMALL.about.as_of)):
        problems = [one for one in result.findings if not one.warning]
        assert result.sound == (not problems and all(one.met for one in result.audit))
    assert not result.sound
    assert {"is missing"} <= {one.message for one in result.findings}


def test_the_states_of_cells_and_the_confidence_of_known_ones_add_up(dataset: Dataset):
    found = counts(dataset)
    assert found["cells"] == found["options"] * found["attributes"] == sum(found[state] for state in STATES)
    assert found["known"] == sum(found[name] for name in CONFIDENCE)


def test_a_cell_that_no_file_mentions_counts_as_not_known_as_it_is_shown():
    row = Attribute(id="contact", label="Contact", meaning="How to call.", group="time", type="text")
    found = counts(replace(SMALL, attributes={**SMALL.attributes, "contact": row}))
    assert found["cells"] == sum(found[state] for state in STATES)


def test_a_fact_more_is_counted_where_it_belongs():
    before, after = counts(SMALL), counts(with_fact("residential", "hours_per_week", not_known=True))
    assert after == before
    known = counts(with_fact("wait", "step_up", value=("iop",), sources=("rule-one",), confidence="derived"))
    changed = {key: known[key] - before[key] for key in known if known[key] != before[key]}
    assert changed == {"known": 1, "known, derived": 1} or changed == {"known": 1, "not known": -1, "known, derived": 1}


def test_disputed_facts_are_counted():
    assert counts(SMALL)["disputed"] == 1
    calm = with_options(replace(SMALL.options["iop"], facts={}))
    assert counts(calm)["disputed"] == 0


def test_questions_rules_and_vignettes_are_counted(dataset: Dataset):
    for made in (dataset, SMALL_MATCH):
        found = counts(made)
        assert (found["questions"], found["rules"], found["vignettes"]) == (
            len(made.questions),
            len(made.rules),
            len(made.vignettes),
        )


def test_what_is_found_of_rules_stands_behind_what_is_found_of_text(dataset: Dataset):
    says = replace(dataset.questions["payer"], person="An addict can come.")
    made = replace(dataset, questions={**dataset.questions, "payer": says}, vignettes={})
    messages = [one.message for one in data_check(made, dataset.about.as_of).findings]
    assert messages[0] == "says `addict`"
    assert messages[1:] == ["no vignette shows it holding or not holding"] * len(dataset.rules)
    assert not data_check(made, dataset.about.as_of).sound


@pytest.mark.parametrize("strict", [False, True])
def test_the_reading_grade_is_an_average_and_a_highest(dataset: Dataset, strict: bool):
    grades = data_check(dataset, dataset.about.as_of, strict=strict).reading_grade
    assert 0 < grades["average"] <= grades["highest"]
