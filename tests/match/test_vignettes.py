"""Every vignette comes out as it expects, with and without a site's own programs, and together they show everything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from iopcli.dataset.answers import typed
from iopcli.dataset.load import load
from iopcli.dataset.model import Dataset, Vignette
from iopcli.errors import Problem
from iopcli.match.match import match
from iopcli.match.plans import Planner
from iopcli.match.recommendation import Recommendation
from iopcli.match.vignettes import vignette_problems

NORTHSIDE = Path(__file__).resolve().parents[2] / "examples" / "northside"
VIGNETTES = load().vignettes
by_id = pytest.mark.parametrize("vignette", VIGNETTES.values(), ids=list(VIGNETTES))


@pytest.fixture(scope="module")
def found(dataset: Dataset) -> list[Problem]:
    return vignette_problems(dataset)


@pytest.fixture(scope="module")
def results(dataset: Dataset) -> dict[str, Recommendation]:
    """What comes out of each vignette."""
    planner = Planner(dataset)
    return {id_: match(dataset, read(dataset, one), planner) for id_, one in dataset.vignettes.items()}


def read(dataset: Dataset, vignette: Vignette) -> dict[str, Any]:
    return {id_: typed(dataset.questions[id_], value) for id_, value in vignette.answers.items()}


def test_there_are_at_least_forty():
    assert len(VIGNETTES) >= 40


@by_id
def test_a_vignette_comes_out_as_it_expects(vignette: Vignette, dataset: Dataset, found: list[Problem]):
    place = dataset.where("vignette", vignette.id)
    assert [problem.message for problem in found if problem.place == place] == []


@by_id
def test_the_plans_urgency_and_bracket_are_those_expected(vignette: Vignette, results: dict[str, Recommendation]):
    expect, result = vignette.expect, results[vignette.id]
    came = {
        "at_least": set(result.at_least.options), "at_most": set(result.at_most.options), "settled": result.settled,
        "urgent": {one.rule for one in result.urgent}, "clinician": {one.rule for one in result.clinician},
    }  # fmt: skip
    for key, is_ in came.items():
        wanted = getattr(expect, key)
        assert wanted is None or (set(wanted) if isinstance(wanted, tuple) else wanted) == is_, key


@by_id
def test_a_vignette_says_what_comes_out(vignette: Vignette):
    expect = vignette.expect
    says = (expect.at_least, expect.at_most, expect.urgent, expect.clinician, expect.conflicts)
    assert any(one is not None for one in says) or expect.alongside or expect.misses


def test_nothing_is_left_to_prove(found: list[Problem]):
    assert found == []


def test_nothing_is_left_to_prove_with_the_programs_of_a_site():
    assert vignette_problems(load([NORTHSIDE])) == []


def test_every_option_is_shown(dataset: Dataset, results: dict[str, Recommendation]):
    in_plans = {
        id_ for result in results.values() for plan in result.plans if not plan.more_than_needed for id_ in plan.options
    }
    offered = {one.option for result in results.values() for one in result.alongside}
    assert in_plans | offered == set(dataset.options)


def test_every_urgent_rule_is_expected_somewhere(dataset: Dataset):
    urgent = {id_ for one in VIGNETTES.values() for id_ in one.expect.urgent or ()}
    assert {id_ for id_, rule in dataset.rules.items() if rule.urgent} == urgent


def test_every_wish_stands_against_a_plan_somewhere(dataset: Dataset, results: dict[str, Recommendation]):
    plans = [plan for result in results.values() for plan in result.plans]
    shown = {conflict.question for plan in plans for conflict in plan.conflicts}
    wishes = {id_ for id_, question in dataset.questions.items() if question.part == "wishes"}
    assert shown == wishes - {"priorities"}  # these only rank
