"""Each question of the check finds its problem, and finds nothing where there is none."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from iopcli.dataset import check as checking
from iopcli.dataset.check import check
from iopcli.dataset.load import load
from iopcli.dataset.model import Claim, Fact, Money, Point, Range, Source
from iopcli.results.data_check import data_check

IOP = "data/options/iop.toml"
HOURS = f"{IOP} facts.hours_per_week"


def points(*sentences: str) -> tuple[Point, ...]:
    return tuple(Point(says=sentence) for sentence in sentences)


def with_source(dataset, kind: str, id_: str = "new"):
    source = Source(id=id_, title="T", publisher="P", year=2026, kind=kind, seen=date(2026, 1, 1))
    return replace(
        dataset,
        sources={**dataset.sources, id_: source},
        places={**dataset.places, f"source/{id_}": f"data/sources.toml {id_}"},
    )


def test_the_shipped_dataset_has_no_problem(dataset, found):
    assert found(dataset) == []


def test_the_example_overlay_has_no_problem(found):
    assert found(load([Path(__file__).resolve().parents[2] / "examples" / "northside"])) == []


def test_a_missing_fact_is_a_problem_and_one_that_says_not_known_is_none(with_fact, found):
    assert found(with_fact("iop", "sleep", None)) == [(f"{IOP} facts.sleep", "is missing")]
    unknown = {"value": None, "not_known": True, "also": (), "disputed": ()}
    assert found(with_fact("iop", "sleep", unknown)) == []


@pytest.mark.parametrize("side", ["advantages", "disadvantages"])
def test_two_points_more_than_on_the_other_side_are_a_problem_and_one_is_none(side, dataset, with_fact, found):
    value = dataset.options["iop"].facts[side].value
    usual = len(value)
    uneven = (f"{IOP} facts.{side}", f"has {usual + 2} points against {usual} on the other side")
    assert uneven in found(with_fact("iop", side, {"value": (*value, *value[:2])}))
    assert not [one for one in found(with_fact("iop", side, {"value": value[1:]})) if "points against" in one[1]]


def test_one_side_told_at_more_length_is_a_problem(dataset, with_fact, found):
    number = len(dataset.options["iop"].facts["advantages"].value)
    sentence = "You can go on with your job and see your family at home on each and every day of the week."
    longer = number * len(sentence.split())
    other = sum(len(point.says.split()) for point in dataset.options["iop"].facts["disadvantages"].value)
    assert longer / other > checking.MOST_UNEQUAL
    place, told = (
        f"{IOP} facts.advantages",
        found(with_fact("iop", "advantages", {"value": points(*[sentence] * number)})),
    )
    assert (place, f"takes {longer} words against {other} on the other side") in told
    assert all(where == place for where, _ in told)


@pytest.mark.parametrize(
    "sentence",
    [
        "Home.",
        "Your job, home, family and friends all stay as they were, and each day you go on with all that you did "
        "before any of this began.",
    ],
)
def test_an_option_told_at_another_length_than_the_others_is_a_problem(sentence, dataset, with_option, found):
    facts = dict(dataset.options["iop"].facts)
    for side in checking.PAIRED:
        facts[side] = replace(facts[side], value=points(*[sentence] * len(facts[side].value)))
    told = found(with_option("iop", facts=facts))
    assert {place for place, _ in told} == {f"{IOP} facts.{side}" for side in checking.PAIRED}
    assert all(message.endswith("are usual") for _, message in told)


def test_a_number_without_a_source_but_our_judgement_is_a_problem(with_fact, found):
    message = "has a number and no source but our own judgement"
    ours = {"value": Range(min=9), "sources": ("editors",), "confidence": "judgement", "also": (), "disputed": ()}
    assert (HOURS, message) in found(with_fact("iop", "hours_per_week", ours))
    claim = Claim(value=Range(min=9), sources=("editors",), confidence="judgement")
    assert (HOURS, message) in found(with_fact("iop", "hours_per_week", {"disputed": (claim,)}))
    none_at_all = {**ours, "value": Range(min=0, max=0)}
    assert message not in dict(found(with_fact("iop", "hours_per_week", none_at_all))).values()
    sourced = {**ours, "sources": ("editors", "va-5090")}
    assert message not in dict(found(with_fact("iop", "hours_per_week", sourced))).values()


def test_a_number_in_a_sentence_without_a_source_is_a_problem(with_fact, found):
    message = "has a number in a sentence and no source but our own judgement"
    ours = {"value": points("You have 3 free days."), "sources": ("editors",), "confidence": "judgement"}
    assert (f"{IOP} facts.suits", message) in found(with_fact("iop", "suits", ours))
    with_its_own = {**ours, "value": (Point(says="You have 3 free days.", sources=("va-5090",)),)}
    for sound in (with_its_own, {**ours, "value": points("You have three free days.")}):
        assert message not in dict(found(with_fact("iop", "suits", sound))).values()


def test_a_number_in_a_note_without_a_source_is_a_problem(with_fact, found):
    message = "has a number in its note and no source but our own judgement"
    ours = {"note": "On 3 days.", "sources": ("editors",), "confidence": "judgement"}
    assert (f"{IOP} facts.sleep", message) in found(with_fact("iop", "sleep", ours))
    for sound in ({**ours, "note": "On three days."}, {**ours, "sources": ("editors", "va-5090")}):
        assert found(with_fact("iop", "sleep", {**sound, "also": (), "disputed": ()})) == []


WEAK = {"value": Range(min=9), "also": (), "disputed": (), "sources": ("new",)}


@pytest.mark.parametrize(
    ("kind", "confidence", "message"),
    [
        ("industry", "primary", "is called primary and rests on weak sources only"),
        ("article", "secondary", "is called secondary and rests on weak sources only"),
        ("article", "derived", "is called derived and rests on weak sources only"),
        ("industry", "weak", ""),
        ("program", "primary", "is called primary and rests on no primary source"),
        ("news", "primary", "is called primary and rests on no primary source"),
        ("program", "secondary", ""),
        ("regulation", "primary", ""),
        ("regulation", "weak", ""),
    ],
)
@pytest.mark.parametrize("where", ["fact", "also", "disputed"])
def test_a_confidence_must_be_earned_by_its_sources(where, kind, confidence, message, dataset, with_fact, found):
    if where == "fact":
        changes = {**WEAK, "confidence": confidence}
    else:
        changes = {where: (Claim(value=Range(min=9), sources=("new",), confidence=confidence),)}
    made = with_source(with_fact("iop", "hours_per_week", changes), kind)
    told = [text for place, text in found(made) if place == HOURS and text.startswith("is called")]
    assert told == ([message] if message else [])


def test_a_source_that_nothing_rests_on_is_a_problem(dataset, with_fact, found):
    assert found(with_source(dataset, "agency")) == [("data/sources.toml new", "nothing rests on this source")]
    fact = dataset.options["iop"].facts["hours_per_week"]
    claims = (*fact.also, Claim(value=Range(min=9), sources=("new",), confidence="primary"))
    users = (
        with_fact("iop", "hours_per_week", {"sources": (*fact.sources, "new")}),
        with_fact("iop", "hours_per_week", {"also": claims}),
        replace(dataset, help=replace(dataset.help, line=_also(dataset.help.line))),
        replace(dataset, topics=_first(dataset.topics)),
        replace(dataset, terms=_first(dataset.terms)),
        replace(dataset, questions=_first(dataset.questions)),
        replace(dataset, rules=_first(dataset.rules)),
    )
    for user in users:
        assert found(with_source(user, "agency")) == []


def test_a_source_that_does_not_say_when_it_was_seen_is_told_of(dataset, with_fact, found):
    used = with_fact("iop", "hours_per_week", {"sources": ("va-5090", "new")})
    whole = with_source(used, "regulation")
    unseen = replace(whole, sources={**whole.sources, "new": replace(whole.sources["new"], seen=None)})
    assert found(whole) == []
    assert found(unseen) == [("data/sources.toml new", "does not say when it was seen")]


def _also(things):
    return (replace(things[0], sources=(*things[0].sources, "new")), *things[1:])


def _first(things):
    id_, *_ = things
    return {**things, id_: replace(things[id_], sources=(*things[id_].sources, "new"))}


def test_an_overlay_is_asked_about_its_own_sources_only(laid, found):
    source = '[new]\ntitle = "T"\npublisher = "P"\nyear = 2026\nkind = "program"\nseen = 2026-01-01\n'
    fact = '\n[facts.sleep]\nvalue = ["home"]\nsources = ["editors"]\nconfidence = "judgement"\n'
    made = laid({"sources.toml": source}, {"options/iop.toml": f'id = "iop"{fact}'})
    assert [place.endswith("site/sources.toml new") for place, _ in found(made)] == [True]


def test_a_date_that_is_not_here_yet_is_a_problem(dataset, with_fact, with_option, found):
    day = dataset.about.as_of + timedelta(days=1)
    message = f"is dated {day}, which is not here yet"
    topic = dataset.topics["privacy"]
    for made, place in (
        (replace(dataset, about=replace(dataset.about, as_of=day)), "data/dataset.toml"),
        (replace(dataset, help=replace(dataset.help, as_of=day)), "data/help.toml"),
        (replace(dataset, topics={**dataset.topics, "privacy": replace(topic, as_of=day)}), "data/topics/privacy.toml"),
        (with_fact("iop", "sleep", {"as_of": day}), f"{IOP} facts.sleep"),
    ):
        assert (place, message) in found(made, dataset.about.as_of)
        assert found(made, day) == []
    assert len(found(with_option("iop", as_of=day))) == len(dataset.options["iop"].facts)


@pytest.mark.parametrize("strict", [False, True])
def test_what_was_to_be_reviewed_is_a_warning_and_with_strict_a_problem(strict, dataset, with_fact):
    day = dataset.about.as_of
    made = with_fact("iop", "sleep", {"review_by": day})
    assert data_check(made, day, strict=strict).findings == ()
    result = data_check(made, day + timedelta(days=1), strict=strict)
    [finding] = result.findings
    assert (finding.place, finding.message) == (f"{IOP} facts.sleep", f"was to be reviewed by {day}")
    assert finding.hint == "read its source again and set a new date"
    assert (finding.warning, result.sound) == (not strict, not strict)


def test_the_dataset_and_the_help_lines_come_up_for_review_too(dataset, found):
    places = {place for place, message in found(dataset, date(2100, 1, 1)) if message.startswith("was to be reviewed")}
    assert {"data/dataset.toml", "data/help.toml"} <= places


def test_a_problem_makes_the_dataset_unsound_with_and_without_strict(dataset, with_fact):
    made = with_fact("iop", "sleep", None)
    for strict in (False, True):
        assert not data_check(made, dataset.about.as_of, strict=strict).sound
        assert data_check(dataset, dataset.about.as_of, strict=strict).sound


def test_what_is_not_known_must_have_a_question_to_ask(with_fact, with_thing, found):
    unknown = {"value": None, "not_known": True, "also": (), "disputed": ()}
    made = with_thing("attributes", "sleep", of=with_fact("iop", "sleep", unknown), ask=None)
    message = "is not known, and its attribute has no question to ask"
    assert (f"{IOP} facts.sleep", message) in found(made)
    assert found(with_thing("attributes", "sleep", ask=None)) == []


def test_facts_that_are_inherited_are_asked_about_once(laid, found):
    local = 'id = "evening"\nlike = "iop"\nname = "Evening care"\norder = 61\nsummary = "An addict can come."\n'
    own = '[facts.sleep]\nvalue = ["home"]\nsources = ["editors"]\nconfidence = "primary"\n'
    places = [place.rpartition("/site/")[2] for place, _ in found(laid({"options/evening.toml": local + own}))]
    assert sorted(places) == ["options/evening.toml", "options/evening.toml facts.sleep"]


def test_every_problem_is_listed_at_once_with_a_place_and_most_with_a_hint(dataset, with_option):
    facts = {**dataset.options["iop"].facts, "sleep": Fact(value=("home",), sources=("editors",), confidence="primary")}
    del facts["housing"]
    problems = check(with_option("iop", facts=facts, summary="An addict [b] can come."), dataset.about.as_of)
    assert {problem.message for problem in problems} >= {
        "is missing",
        "is called primary and rests on no primary source",
        "says `addict`",
        "has what looks like markup: `[b]`",
    }
    assert all(problem.place and problem.hint for problem in problems)


def test_money_without_a_source_is_a_problem_on_any_basis(with_fact, found):
    ours = {"sources": ("editors",), "confidence": "judgement", "also": (), "disputed": ()}
    value = Money(min=100, basis="cash", year=2026)
    place = f"{IOP} facts.cost_per_week"
    assert place in dict(found(with_fact("iop", "cost_per_week", {**ours, "value": value})))
