"""What a state's own rules say comes first, and the general facts stand beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.datasets import SMALL, datasets, with_fact

from iopcli.dataset.load import load
from iopcli.dataset.model import Claim, Money, Range
from iopcli.dataset.states import STATES, holds, in_state, is_own, state_named, topics_of
from iopcli.dataset.trust import is_second_hand

GENERAL, OHIO, TEXAS = "rule-one", "study-two", "price-page"
OWN = {GENERAL: "", OHIO: "OH", TEXAS: "TX"}


def of_states(dataset):
    """The small dataset with a source of Ohio and one of Texas."""
    return replace(dataset, sources={id_: replace(one, state=OWN.get(id_, "")) for id_, one in dataset.sources.items()})


def claim(value, *sources, confidence="primary"):
    return Claim(value=value, sources=sources, confidence=confidence)


def hours(**changes):
    """Hours of an IOP: 9 to 19 in general."""
    general = {
        "value": Range(min=9, max=19),
        "sources": (GENERAL,),
        "confidence": "primary",
        "also": (),
        "disputed": (),
    }
    return of_states(with_fact("iop", "hours_per_week", **{**general, **changes}))


def told(dataset, state, attribute="hours_per_week"):
    return in_state(dataset, state).options["iop"].facts[attribute]


@pytest.mark.parametrize("where", ["also", "disputed"])
def test_a_number_of_the_state_comes_first_and_the_general_one_stands_beside_it(where):
    made = told(hours(**{where: (claim(Range(min=6), OHIO),)}), "OH")
    assert (made.value, made.sources, made.disputed) == (Range(min=6), (OHIO,), ())
    assert [(one.value, one.sources) for one in made.also] == [(Range(min=9, max=19), (GENERAL,))]


def test_another_state_sees_the_general_fact():
    dataset = hours(disputed=(claim(Range(min=6), OHIO),))
    assert told(dataset, "TX") == dataset.options["iop"].facts["hours_per_week"]


def test_a_rate_of_the_state_comes_first_among_its_kind_and_never_before_another_kind():
    def paid(amount, basis="medicaid"):
        return Money(typical=amount, basis=basis, year=2023)

    dataset = of_states(
        with_fact(
            "iop",
            "cost_per_week",
            value=paid(300, "cash"),
            sources=(GENERAL,),
            confidence="primary",
            also=(claim(paid(500), TEXAS), claim(paid(400), OHIO)),
            disputed=(),
        )
    )
    made = told(dataset, "OH", "cost_per_week")
    assert made.value == paid(300, "cash")
    assert [one.value for one in made.also] == [paid(400), paid(500)]


def test_a_word_of_a_scale_stays_where_it_is():
    dispute = claim("nursing", OHIO)
    dataset = of_states(with_fact("iop", "supervision", disputed=(dispute,)))
    assert told(dataset, "OH", "supervision").disputed == (dispute,)


@pytest.mark.parametrize(
    ("sources", "confidence", "own"),
    [
        ((OHIO,), "primary", True),
        ((OHIO, TEXAS), "primary", True),
        ((OHIO, GENERAL), "primary", False),
        ((TEXAS,), "primary", False),
        ((OHIO, TEXAS), "derived", False),
        ((OHIO,), "derived", True),
    ],
)
def test_a_claim_is_a_states_own_by_its_sources(sources, confidence, own):
    dataset = of_states(SMALL)
    one = claim(Range(min=1), *sources, confidence=confidence)
    assert is_own(replace(dataset, state="OH"), one) is own
    assert not is_own(dataset, one)


@given(datasets(), st.sampled_from(["OH", "TX", "VA"]))
def test_no_state_loses_or_adds_a_value_or_a_source(dataset, state):
    made = in_state(of_states(dataset), state)
    for id_, option in dataset.options.items():
        for attribute, fact in option.facts.items():
            there = made.options[id_].facts[attribute]
            assert _values(there) == _values(fact)
            assert set(there.every_source) == set(fact.every_source)


def _values(fact):
    return sorted(repr((one.value, one.sources)) for one in (fact, *fact.also, *fact.disputed))


def test_a_dataset_says_whether_it_holds_anything_of_a_state():
    dataset = of_states(SMALL)
    assert holds(in_state(dataset, "OH"))
    assert not holds(in_state(dataset, "VT"))
    topic = next(iter(dataset.topics.values()))
    with_topic = replace(dataset, topics={**dataset.topics, topic.id: replace(topic, state="VT")})
    assert holds(in_state(with_topic, "VT"))
    assert topics_of(in_state(with_topic, "VT")) == (topic.id,)
    assert topics_of(with_topic) == ()


@pytest.mark.parametrize("text", ["VA", "va", " Virginia ", "VIRGINIA", "v.a."])
def test_a_state_is_read_from_its_letters_or_its_name(text):
    assert state_named(text) == "VA"


def test_what_is_no_state_is_none():
    assert [state_named(text) for text in ("", "XX", "Ontario", "V")] == [None] * 4
    assert all(state_named(name) == code for code, name in STATES.items())


def test_the_states_whose_rules_are_cited_have_a_topic_and_facts():
    dataset = load()
    for code in ("VA", "IL", "DC", "MD", "IN", "NY", "TX", "MN", "OK", "AZ"):
        assert topics_of(in_state(dataset, code)), code


@pytest.mark.parametrize(
    ("confidence", "read", "told_so"),
    [
        ("primary", "whole", False),
        ("primary", "passage", False),
        ("primary", "part", True),
        ("derived", "abstract", True),
        ("secondary", "whole", True),
        ("weak", "part", False),
        ("judgement", "part", False),
    ],
)
def test_a_number_that_was_not_seen_in_its_place_is_second_hand(confidence, read, told_so):
    source = replace(SMALL.sources[GENERAL], read=read)
    dataset = replace(SMALL, sources={**SMALL.sources, GENERAL: source})
    assert is_second_hand(dataset, claim(Range(min=1), GENERAL, confidence=confidence)) is told_so
    assert not is_second_hand(dataset, claim("home", GENERAL, confidence=confidence))
