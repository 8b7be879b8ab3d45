"""What a place has there, sends elsewhere for, or only some places have: three answers, in facts, needs and plans."""

from __future__ import annotations

import pytest
from support.matching import SHIPPED, known, option, world

from iopcli.dataset.model import Fact
from iopcli.facts.wording import need_text, text_of
from iopcli.match.match import match
from iopcli.match.plans import Plan
from iopcli.match.together import together

MEDICATIONS = SHIPPED.attributes["medications"]
HALF = "50 of 100 places had it in 2025"
THERE = known(("buprenorphine",))
ELSEWHERE = known(("buprenorphine",), referral=("buprenorphine",))
SOMEWHERE = known(("buprenorphine",), some={"buprenorphine": HALF})


def joined(*facts: Fact) -> Fact:
    parts = [option(f"part-{number}", medications=fact) for number, fact in enumerate(facts)]
    return together(MEDICATIONS, parts)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ((THERE,), "buprenorphine"),
        ((ELSEWHERE,), "buprenorphine by referral"),
        ((SOMEWHERE,), "buprenorphine at some programs"),
        ((ELSEWHERE, SOMEWHERE), "buprenorphine at some programs"),
        ((ELSEWHERE, SOMEWHERE, THERE), "buprenorphine"),
    ],
)
def test_a_plan_has_a_word_as_surely_as_its_surest_part(facts, text):
    assert text_of(MEDICATIONS, joined(*facts)) == text


@pytest.mark.parametrize(("fact", "any_way", "there"), [(THERE, 1, 1), (SOMEWHERE, 1, 1), (ELSEWHERE, 1, 0)])
def test_a_need_to_have_it_there_is_not_met_by_referral(fact, any_way, there):
    plan = Plan(world([one := option("place", medications=fact)]), (one,))
    assert plan.meets(MEDICATIONS, ("buprenorphine",)) == any_way
    assert plan.meets(MEDICATIONS, ("here:buprenorphine",)) == there


def test_a_need_to_have_it_there_reads_so_and_once():
    assert (
        need_text(MEDICATIONS, ("methadone", "here:methadone", "buprenorphine"))
        == "methadone (on site) and buprenorphine"
    )


def test_every_plan_that_rests_on_what_only_some_places_have_says_what_to_ask_first():
    result = match(SHIPPED, {"danger_now": False, "substances": ("opioids",), "relapse_risk": 2, "medication": ()})
    first = result.plans[0]
    assert first.options == ("iop",)
    (ask,) = first.ask_first
    assert (ask.attribute, ask.word, ask.how) == ("medications", "buprenorphine", "some")
    share = SHIPPED.options["iop"].facts["medications"].some["buprenorphine"]
    assert ask.text == f"Ask each program about buprenorphine. {share}."


def test_by_referral_it_is_asked_who_gives_it():
    needs = {"danger_now": False, "medication": ("naltrexone",), "substances": ()}
    asked = {ask.text for plan in match(SHIPPED, needs).plans for ask in plan.ask_first}
    assert "You may get a referral for naltrexone. Ask where you would go, and how soon it can start." in asked
