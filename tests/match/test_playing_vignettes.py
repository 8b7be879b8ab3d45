"""What `data check` finds of rules, questions, options and vignettes that do not do what they should, each once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from iopcli.dataset.load import load
from iopcli.dataset.model import Dataset, Expected, Question, Rule, Vignette
from iopcli.match.vignettes import vignette_problems

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = {
    "danger_now": False, "withdrawal": 0, "withdrawal_history": "none", "substances": [], "pregnant": False,
    "mental_health": 0, "medical": 0, "relapse_risk": 2, "living_situation": 0, "readiness": 0, "medication": [],
    "recent_treatment": [], "age_group": "adult", "hours_available": 2,
}  # fmt: skip
"""A moderate risk and nothing else: 9 hours of care a week, for a person who has 2."""


def told(dataset: Dataset) -> list[tuple[str, str]]:
    return [(problem.place, problem.message) for problem in vignette_problems(dataset)]


def told_of_x(dataset: Dataset) -> list[str]:
    """What is found of the thing that a test has added, which is always called x."""
    return [problem.message for problem in vignette_problems(dataset) if problem.place.endswith("/x")]


LEADING = (
    "no-roof-and-moderate-risk", "hard-withdrawal-from-cannabis", "emergency-with-no-danger", "threat-at-the-door",
    "no-risk-after-a-day-program", "pregnant-and-fentanyl", "wound-that-needs-nurses", "mental-health-first",
    "partner-hits-her", "was-there-a-seizure",
)  # fmt: skip
"""Vignettes that lead to every option: without them, thousands of answers are tried first."""


@pytest.fixture(scope="module")
def bare(dataset) -> Dataset:
    """The shipped dataset without its vignettes, which take their time to play."""
    return replace(dataset, vignettes={})


@pytest.fixture(scope="module")
def few(dataset) -> Dataset:
    """The shipped dataset with few of its vignettes."""
    return replace(dataset, vignettes={id_: dataset.vignettes[id_] for id_ in LEADING})


def case(answers: dict[str, Any] = ANSWERS, **expect: Any) -> Vignette:
    return Vignette(id="x", title="X", story="A case.", answers=answers, expect=Expected(**expect))


def with_case(dataset: Dataset, vignette: Vignette) -> Dataset:
    return replace(dataset, vignettes={**dataset.vignettes, "x": vignette})


def with_rule(dataset: Dataset, when: dict[str, Any], **effect: Any) -> Dataset:
    rule = Rule(id="x", title="X", when=when, because="B.", sources=("editors",), **{"advice": "A.", **effect})
    return replace(dataset, rules={**dataset.rules, "x": rule})


def test_the_shipped_dataset_proves_itself(dataset):
    assert told(dataset) == []
    assert len(dataset.vignettes) >= 40


# --- rules ------------------------------------------------------------------

NEVER, NOT_SHOWN = "can never hold", "no vignette shows it holding or not holding"


@pytest.mark.parametrize(
    "when",
    [
        {"withdrawal": {"at_least": 3, "at_most": 2}},
        {"pregnant": True, "any": [{"pregnant": False}]},
        {"payer": "va", "not": {"payer": ["va", "medicaid"]}},
        {"substances": {"includes": "alcohol"}, "not": {"substances": {"includes": "alcohol"}}},
        {"medical": []},
    ],
)
def test_a_rule_that_can_never_hold_is_named(when, bare):
    assert told_of_x(with_rule(bare, when)) == [NEVER, NOT_SHOWN]


@pytest.mark.parametrize(
    "when",
    [
        {"withdrawal": {"at_least": 2, "at_most": 2}, "medical": 3},
        {"hours_available": {"at_least": 5, "at_most": 20}},
        {"weekly_budget": {"at_most": 50}, "not": {"weekly_budget": {"at_most": 20}}},
        {
            "substances": {"includes": "alcohol"},
            "any": [{"substances": {"includes": "benzodiazepines"}}],
            "not": {"substances": {"includes": "opioids"}},
        },
        {"priorities": {"includes": "cost_per_week"}},
    ],
)
def test_a_rule_that_can_hold_is_not_said_to_hold_never(when, bare):
    assert NEVER not in told_of_x(with_rule(bare, when))


def test_a_rule_that_no_vignette_shows_is_named(bare):
    made = with_rule(bare, {"hours_available": {"at_least": 167}})
    assert told_of_x(made) == [NOT_SHOWN]
    hours = {key: answer for key, answer in ANSWERS.items() if key != "hours_available"}
    holding, not_holding = case({**hours, "hours_available": 168}), case({**hours, "hours_available": 166})
    assert told_of_x(with_case(made, holding)) == ["no vignette shows it not holding"]
    assert told_of_x(with_case(made, not_holding)) == ["no vignette shows it holding"]
    both = replace(made, vignettes={"x": holding, "y": not_holding})
    assert told_of_x(both) == []


def test_an_answer_that_is_missing_shows_a_rule_neither_way(bare):
    made = with_case(with_rule(bare, {"hours_available": {"at_least": 167}}), case({"relapse_risk": 2}))
    assert told_of_x(made) == [NOT_SHOWN]


# --- questions and options --------------------------------------------------


def test_a_question_that_no_rule_uses_is_named_and_a_wish_needs_none(bare):
    number = Question(
        id="x", order=1, type="number", part="about", label="X", person="?", staff="?", why=".", sources=(), most=9
    )
    for part, problems in (("about", ["no rule uses it"]), ("wishes", [])):
        made = replace(bare, questions={**bare.questions, "x": replace(number, part=part)})
        assert told_of_x(made) == problems


def test_an_option_that_no_answers_lead_to_is_named(bare):
    never = replace(bare.options["otp"], id="x", facts={})
    assert told_of_x(replace(bare, options={**bare.options, "x": never})) == ["no answers lead to it"]


def test_an_option_that_is_offered_alongside_is_reached(bare):
    never = replace(bare.options["otp"], id="x", facts={})
    made = replace(bare, options={**bare.options, "x": never})
    assert told_of_x(with_rule(made, {"readiness": 4}, alongside=("x",))) == [NOT_SHOWN]


# --- vignettes --------------------------------------------------------------

RIGHT = {
    "at_least": ("iop",), "at_most": ("iop",), "settled": True, "urgent": (), "clinician": (),
    "conflicts": ("hours_available",), "alongside": ("mutual-help",), "fires": ("moderate-risk",),
    "silent": ("high-risk",), "misses": {"outpatient": ("hours_per_week",), "iop": ()},
}  # fmt: skip
UNKNOWN = {key: answer for key, answer in ANSWERS.items() if key != "living_situation"}


def test_a_vignette_that_comes_out_as_expected_is_no_problem(few):
    assert told_of_x(with_case(few, case(**RIGHT))) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"at_least": ("php", "detox")}, "expects at_least php+detox and gets iop"),
        ({"at_least": ()}, "expects at_least nothing and gets iop"),
        ({"at_most": ("residential",)}, "expects at_most residential and gets iop"),
        ({"settled": False}, "expects settled false and gets true"),
        ({"urgent": ("past-seizure",)}, "expects urgent past-seizure and gets nothing"),
        ({"clinician": ("emergency-but-no-danger",)}, "expects clinician emergency-but-no-danger and gets nothing"),
        ({"conflicts": ()}, "expects conflicts nothing and gets hours_available"),
        ({"alongside": ("mutual-help", "otp")}, "expects otp alongside, and it is not offered"),
        ({"fires": ("moderate-risk", "high-risk")}, "expects high-risk among fires, and it is false"),
        ({"silent": ("moderate-risk",)}, "expects moderate-risk among silent, and it is true"),
        ({"misses": {"outpatient": ()}}, "expects outpatient to miss nothing; it misses hours_per_week"),
        ({"misses": {"iop": ("supervision",)}}, "expects iop to miss supervision; it misses nothing"),
    ],
)
def test_a_vignette_that_comes_out_otherwise_says_in_what(wrong, message, few):
    assert told_of_x(with_case(few, case(**{**RIGHT, **wrong}))) == [message]


@pytest.mark.parametrize("key", ["fires", "silent"])
def test_a_rule_that_is_not_known_to_hold_is_neither_true_nor_false(key, few):
    made = with_case(few, case(UNKNOWN, **{key: ("unsafe-home",)}))
    assert told_of_x(made) == [f"expects unsafe-home among {key}, and it is not known"]


def test_what_a_vignette_leaves_out_is_not_looked_at(few):
    assert told_of_x(with_case(few, case())) == []
    assert told_of_x(with_case(few, case({}))) == []


def test_parts_of_a_plan_may_be_written_in_any_order(few):
    home = {**ANSWERS, "living_situation": 3}
    for options in (("iop", "recovery-residence"), ("recovery-residence", "iop")):
        assert told_of_x(with_case(few, case(home, at_least=options))) == []


def test_every_way_in_which_a_vignette_is_wrong_is_listed(few):
    wrong = case(at_least=("php",), settled=False, fires=("high-risk",))
    assert told_of_x(with_case(few, wrong)) == [
        "expects at_least php and gets iop",
        "expects settled false and gets true",
        "expects high-risk among fires, and it is false",
    ]


# --- overlays ---------------------------------------------------------------

LOCAL = 'id = "evening"\nlike = "iop"\nname = "Evening care"\norder = {order}\nsummary = "Care in the evening."\n'
VIGNETTE = (
    '[[vignette]]\nid = "ours"\ntitle = "Ours"\nstory = "A case."\nanswers = {{ relapse_risk = 2 }}\n'
    "expect = {{ at_least = [{options}] }}\n"
)
RULE = '[[rule]]\nid = "x"\ntitle = "X"\nbecause = "B."\nsources = ["editors"]\n'
LESS_THAN_AN_IOP, SITE = LOCAL.format(order=55), "options/evening.toml"


def test_a_local_program_breaks_no_shipped_vignette_and_its_own_vignettes_see_it(overlay, dataset):
    assert any(one.expect.at_least == ("iop",) for one in dataset.vignettes.values())
    made = load([overlay({SITE: LESS_THAN_AN_IOP, "vignettes/ours.toml": VIGNETTE.format(options='"evening"')})])
    assert told(made) == []


def test_a_vignette_that_an_overlay_changes_is_still_the_shipped_one(overlay, dataset):
    id_ = next(one.id for one in dataset.vignettes.values() if one.expect.at_least == ("iop",))
    words = f'[[vignette]]\nid = "{id_}"\ntitle = "Our own words"\n'
    assert told(load([overlay({SITE: LESS_THAN_AN_IOP, "vignettes/ours.toml": words})])) == []


def test_the_example_overlay_proves_itself():
    assert told(load([ROOT / "examples" / "northside"])) == []


FACT = 'id = "iop"\n[facts.step_up]\nvalue = ["evening"]\nsources = ["editors"]\nconfidence = "judgement"\n'
NAMED = {
    "offered by a rule": {"rules/x.toml": f'{RULE}alongside = ["evening"]\nwhen.relapse_risk.at_least = 1\n'},
    "asked for by a rule": {"rules/x.toml": f'{RULE}advice = "A."\nwhen.recent_treatment.includes = "evening"\n'},
    "in a shipped fact": {"options/iop.toml": FACT},
}


@pytest.mark.parametrize("where", NAMED)
def test_a_local_program_may_be_named_by_what_is_laid_over_the_dataset(where, overlay):
    made = load([overlay({SITE: LESS_THAN_AN_IOP, **NAMED[where]})])
    shipped = {id_: one for id_, one in made.vignettes.items() if one.expect.at_least == ("iop",)}
    assert shipped
    found = vignette_problems(replace(made, vignettes=shipped))
    assert [one.message for one in found if "/vignettes/" in one.place] == []


def test_a_problem_of_an_overlay_says_where_it_was_written(overlay):
    rule = f'{RULE}advice = "A."\nwhen.readiness = [3, 4]\nwhen.not.readiness = [3, 4]\n'
    site = overlay({"rules/x.toml": rule, "vignettes/ours.toml": VIGNETTE.format(options='"php"')})
    assert told(load([site])) == [
        (f"{site}/vignettes/ours.toml ours", "expects at_least php and gets iop"),
        (f"{site}/rules/x.toml x", "can never hold"),
        (f"{site}/rules/x.toml x", "no vignette shows it holding"),
    ]
