"""Wishes name what stands against them and put plans in order; the score can be worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.matching import PLANNER, QUIET, SHIPPED, WISHES, answers, decided, known, option, rule, wishes, world

from iopcli.dataset.model import FIGURES, FIGURES_OF_EACH, Claim, Fact, Money, Option, Point, Range
from iopcli.match.figures import Figures, things
from iopcli.match.match import match
from iopcli.match.plans import Plan
from iopcli.match.wishes import conflicts, scores

NOT_KNOWN: Fact[Any] = Fact(not_known=True)
NO_SUCH: Fact[Any] = Fact(applies=False, note="There is none.")
HOME, PROGRAM = ("home", "recovery-home"), ("program",)


def plan(*parts: Option) -> Plan:
    return Plan(SHIPPED, parts)


def against(parts: Option | tuple[Option, ...], **wished: Any) -> list[tuple[str, bool]]:
    """The words of each conflict, and whether it is certain."""
    found = conflicts(plan(*(parts if isinstance(parts, tuple) else (parts,))), wished)
    assert all(one.question in wished for one in found)
    assert all(one.attribute in SHIPPED.attributes for one in found)
    return [(one.text, one.certain) for one in found]


def day(**facts: Any) -> Option:
    return option("day", **{"sleep": HOME, "keeps_job": "yes", **facts})


def cash(low: float, high: float | None = None, **more: Any) -> Fact[Any]:
    return known(Money(min=low, max=high, basis="cash", year=2025), **more)


# --- hours ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("have", "said"),
    [
        (8, [("This care takes 9 to 19 hours a week, but only 8 hours are available.", True)]),
        (8.5, [("This care takes 9 to 19 hours a week, but only 8.5 hours are available.", True)]),
        (9, [("This care takes 9 to 19 hours a week, and 9 hours are available. Ask how many hours it takes.", False)]),
        (
            18,
            [("This care takes 9 to 19 hours a week, and 18 hours are available. Ask how many hours it takes.", False)],
        ),
        (19, []),
    ],
)
def test_fewer_hours_than_the_least_stand_against_a_plan_and_fewer_than_the_most_may(have: float, said: list[Any]):
    assert against(day(hours_per_week=Range(min=9, max=19)), hours_available=float(have)) == said


def test_without_an_upper_end_one_has_to_ask_how_many_hours_it_is_short_of_full_time():
    open_ended = day(hours_per_week=Range(min=20))
    assert against(open_ended, hours_available=25.0) == [
        ("This care takes at least 20 hours a week, and 25 hours are available. Ask how many hours it takes.", False)
    ]
    assert against(open_ended, hours_available=168.0) == []


def test_the_hours_of_all_parts_count():
    house = option("house", kind="housing", sleep=("recovery-home",), hours_per_week=Range(min=2, max=2))
    with_house = (day(hours_per_week=Range(min=9, max=9)), house)
    assert against(with_house, hours_available=11.0) == []
    assert against(with_house, hours_available=10.0) == [
        ("This care takes 11 hours a week, but only 10 hours are available.", True)
    ]


@pytest.mark.parametrize("hours", [0.0, 20.0, 168.0])
def test_where_one_lives_day_and_night_hours_do_not_count_and_one_has_to_ask(hours: float):
    live_in = option("live-in", sleep=PROGRAM, keeps_job="no", hours_per_week=Range(min=20))
    assert against(live_in, hours_available=hours) == [
        ("This care means living at the program day and night. Check whether that would work.", False)
    ]
    assert against(live_in, hours_available=hours, sleep_at_home=False) == []


def test_where_one_lives_and_leaves_by_day_the_hours_count():
    house = option("house", sleep=PROGRAM, keeps_job="yes", hours_per_week=Range(min=5, max=5))
    assert against(house, hours_available=4.0) == [
        ("This care takes 5 hours a week, but only 4 hours are available.", True)
    ]
    assert against(house, hours_available=5.0) == []


# --- nights -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("sleep", "said"),
    [
        (("home",), []),
        (HOME, []),
        (("recovery-home",), [("This care means sleeping in a recovery home, not at home.", True)]),
        (PROGRAM, [("This care means sleeping at the program, not at home.", True)]),
        (("hospital",), [("This care means sleeping in the hospital, not at home.", True)]),
    ],
)
def test_nights_away_stand_against_sleeping_at_home(sleep: tuple[str, ...], said: list[Any]):
    assert against(day(sleep=sleep), sleep_at_home=True) == said
    assert against(day(sleep=sleep), sleep_at_home=False) == []


def test_a_recovery_home_beside_a_day_program_is_a_night_away():
    house = option("house", kind="housing", sleep=("recovery-home",))
    assert against((day(), house), sleep_at_home=True) == [
        ("This care means sleeping in a recovery home, not at home.", True)
    ]


def test_withdrawal_care_in_a_bed_before_care_at_home_is_some_days_away_and_one_has_to_ask():
    ward = option("ward", kind="withdrawal", sleep=PROGRAM)
    visits = option("visits", kind="withdrawal", sleep=("home",))
    away = [("This care starts with some days away from home: Ward.", False)]
    assert against((day(), ward), sleep_at_home=True) == away
    assert against((day(), ward), sleep_at_home=False) == []
    assert against((day(), visits), sleep_at_home=True) == []


# --- evenings ---------------------------------------------------------------

PRICE = "The cash price is $270 to $850 a week, 2025."
TAKES_THE_DAY = [("This care is in the daytime, but only evenings and weekends are available.", True)]


@pytest.mark.parametrize(
    ("evening", "job", "said"),
    [
        ("yes", "yes", []),
        ("no", "yes", TAKES_THE_DAY),
        ("varies", "yes", [("Evening or weekend hours: it varies. Ask about the times.", False)]),
        (NOT_KNOWN, "yes", [("Evening or weekend hours: not known. Ask about the times.", False)]),
        (NO_SUCH, "no", TAKES_THE_DAY),
    ],
)
def test_care_by_day_stands_against_evenings_only(evening: Any, job: str, said: list[Any]):
    one = day(evening_available=evening, keeps_job=job)
    assert against(one, evenings_only=True) == said
    assert against(one, evenings_only=False) == []


def test_no_treatment_stands_against_no_wish():
    wished = {
        "hours_available": 0.0, "sleep_at_home": True, "evenings_only": True, "weekly_budget": 0.0,
        "payer": "uninsured", "private_internet": False, "travel_minutes": 60.0,
    }  # fmt: skip
    assert against(SHIPPED.options["wait"], **wished) == []


# --- money ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        (268, [("The cash price is $270 to $850 a week, 2025. The budget is $268 a week.", True)]),
        (269, [(f"{PRICE} The budget is $269 a week, so ask about the price.", False)]),
        (845, [(f"{PRICE} The budget is $845 a week, so ask about the price.", False)]),
        (846, []),
    ],
)
def test_a_price_above_the_budget_stands_against_a_plan(budget: float, said: list[Any]):
    priced = day(cost_per_week=cash(269, 846))
    assert against(priced, weekly_budget=float(budget)) == said
    assert [one.text for one in conflicts(plan(priced), {"weekly_budget": budget, "payer": "uninsured"})] == [
        text for text, _ in said
    ]


@pytest.mark.parametrize("payer", ["private", "medicare", "medicaid", "va"])
def test_where_a_payer_may_take_it_on_the_price_is_not_the_bill(payer: str):
    assert against(day(cost_per_week=cash(269, 846)), weekly_budget=100.0, payer=payer) == [
        ("This tool does not know what the health plan pays, so ask the plan what you would owe.", False)
    ]


def test_only_a_cash_price_is_set_against_a_budget():
    rate = Money(min=10, basis="medicare", year=2025)
    price = Claim(value=Money(min=500, max=500, basis="cash", year=2024), sources=("editors",), confidence="weak")
    not_known = [("This tool does not know the cash price, so ask the program.", False)]
    assert against(day(cost_per_week=rate), weekly_budget=100.0) == not_known
    assert against(day(cost_per_week=NOT_KNOWN), weekly_budget=100.0) == not_known
    assert against(day(cost_per_week=known(rate, also=(price,))), weekly_budget=100.0) == [
        ("The cash price is $500 a week, 2024. The budget is $100 a week.", True)
    ]


def test_what_is_free_stands_against_no_budget():
    assert against(day(cost_per_week=cash(0, 0)), weekly_budget=0.0) == []


def covered(is_: str) -> Any:
    return (Point(says="Sometimes.", label="medicaid", is_="varies"), Point(says="It is so.", label="private", is_=is_))


def test_a_payer_that_does_not_pay_for_a_part_stands_against_the_plan():
    house = option("house", kind="housing", coverage=covered("no"))
    assert against((day(coverage=covered("yes")), house), payer="private") == [("It is so.", True)]
    assert against((day(coverage=covered("yes")), house), payer="medicaid") == []


@pytest.mark.parametrize("is_", ["yes", "varies"])
def test_a_payer_that_pays_or_may_pay_stands_against_nothing(is_: str):
    assert against(day(coverage=covered(is_)), payer="private") == []


def test_what_is_free_needs_no_payer():
    assert against(day(coverage=covered("no"), cost_per_week=cash(0, 0)), payer="private") == []


# --- video and the road -----------------------------------------------------


def test_care_by_video_stands_against_having_no_private_room():
    video = day(resources=("video",))
    said = [("This care is by video, but there is no private room with good internet.", True)]
    assert against(video, private_internet=False) == said
    assert against(video, private_internet=True) == []
    assert against(day(resources=("counselor",)), private_internet=False) == []
    clinic = option("clinic", kind="medication", sleep=HOME, resources=("video",), sessions_per_week=Range(min=3))
    assert against(clinic, private_internet=False) == []
    assert against(clinic, travel_minutes=30.0) == [("Travel takes about 3 hours a week or more.", False)]


def test_hours_on_the_road_are_told_and_are_never_certain():
    three_days = day(sessions_per_week=Range(min=3, max=5))
    assert against(three_days, travel_minutes=30.0) == [("Travel takes about 3 hours a week or more.", False)]
    assert against(three_days, travel_minutes=90.0) == [("Travel takes about 9 hours a week or more.", False)]
    assert against(three_days, travel_minutes=0.0) == []


def test_no_one_is_on_the_road_to_care_by_video_or_where_they_live():
    days = {"sessions_per_week": Range(min=3)}
    assert against(day(resources=("video",), **days), travel_minutes=30.0) == []
    assert against(day(sleep=PROGRAM, **days), travel_minutes=30.0) == []


def test_time_on_the_road_is_never_told_as_none():
    for ids in (("outpatient",), ("iop",), ("php",), ("iop", "otp"), ("php", "otp")):
        for minutes in (5.0, 10.0, 25.0, 30.0):
            ((text, _),) = against(tuple(SHIPPED.options[id_] for id_ in ids), travel_minutes=minutes)
            assert " 0 hours" not in text, (ids, minutes)


# --- figures ----------------------------------------------------------------


def test_every_figure_that_a_row_may_name_is_there():
    figures = Figures(plan(SHIPPED.options["iop"]))
    for name in FIGURES - {"answer"}:
        figures.text(name, {"travel_minutes": 30.0, "payer": "medicaid"})


@pytest.mark.parametrize("each", [each for each in FIGURES_OF_EACH if each])
def test_every_figure_of_a_list_is_there(each: str):
    of_all = [thing for option in SHIPPED.options.values() for thing in things(plan(option), each)]
    assert of_all
    assert all(thing.keys() == FIGURES_OF_EACH[each] for thing in of_all)


# --- all wishes together ----------------------------------------------------


def test_conflicts_come_in_the_order_in_which_wishes_are_asked_for():
    bad = option(
        "bad", sleep=PROGRAM, keeps_job="no", evening_available="no", cost_per_week=cash(500, 500),
        resources=("video",), coverage=covered("no"),
    )  # fmt: skip
    wished = {
        "private_internet": False, "payer": "private", "weekly_budget": 1.0, "evenings_only": True,
        "sleep_at_home": True, "hours_available": 1.0,
    }  # fmt: skip
    found = [one.question for one in conflicts(plan(bad), wished)]
    assert found == [id_ for id_ in WISHES if id_ in wished]
    assert set(WISHES) - set(found) == {"travel_minutes", "priorities", "court_order"}


@given(answers(), wishes)
def test_a_wish_that_was_not_stated_stands_against_nothing(given_: dict[str, Any], wished: dict[str, Any]):
    for one in PLANNER.plans(decided(given_).least):
        assert {conflict.question for conflict in conflicts(one, wished)} <= set(wished) - {"priorities"}
        assert conflicts(one, given_) == ()


# --- the score --------------------------------------------------------------

SHORT = plan(option("short", hours_per_week=Range(min=1, max=8), evening_available="yes", cost_per_week=cash(100, 100)))
LONG = plan(option("long", hours_per_week=Range(min=9, max=19), evening_available="varies", cost_per_week=cash(50, 50)))
DAILY = plan(option("daily", hours_per_week=Range(min=20), evening_available="no", supervision="staff"))
THREE = [SHORT, LONG, DAILY]


@pytest.mark.parametrize(
    ("wished", "expected"),
    [
        ({}, [0, 0, 0]),
        ({"priorities": ("hours_per_week",)}, [0.667, 0.333, 0]),
        ({"priorities": ("evening_available",)}, [0.667, 0.333, 0]),
        ({"priorities": ("supervision",)}, [0, 0, 0]),
        ({"priorities": ("cost_per_week",)}, [0, 0.333, 0]),
        ({"priorities": ("cost_per_week", "hours_per_week")}, [0.222, 0.333, 0]),
        ({"priorities": ("hours_per_week", "cost_per_week")}, [0.444, 0.333, 0]),
        ({"priorities": ("advantages", "step_up")}, [0, 0, 0]),
        ({"evenings_only": True}, [0, -0.5, -1]),
        ({"evenings_only": True, "hours_available": 8.0}, [0, -1.5, -2]),
        ({"evenings_only": True, "priorities": ("hours_per_week",)}, [0.667, -0.167, -1]),
    ],
)
def test_the_score_is_the_share_that_is_worse_by_priority_less_what_stands_against_it(wished: Any, expected: list[Any]):
    assert scores(THREE, wished) == expected


def test_what_depends_on_the_place_counts_half_and_a_price_that_is_not_known_counts_whole():
    dear, depends, unpriced = (
        plan(option("one", cost_per_week=cost)) for cost in (cash(200, 300), cash(50, 300), NOT_KNOWN)
    )
    assert scores([dear, depends, unpriced], {"weekly_budget": 100.0}) == [-1, -0.5, -1]


def test_what_is_not_known_is_neither_better_nor_worse():
    nursed = plan(option("nursed", supervision="nursing"))
    assert scores([nursed, DAILY, LONG], {"priorities": ("supervision",)}) == [0.333, 0, 0]


@given(answers(), wishes, st.randoms())
def test_the_order_in_which_plans_come_changes_no_score(given_: dict[str, Any], wished: Any, shuffled: Any):
    found = list(PLANNER.plans(decided(given_).least))
    by_plan = dict(zip([one.ids for one in found], scores(found, wished), strict=True))
    shuffled.shuffle(found)
    assert dict(zip([one.ids for one in found], scores(found, wished), strict=True)) == by_plan
    share = {ids: score % 0.5 for ids, score in by_plan.items()}
    assert all(0 <= one < 1 for one in share.values())


# --- the ranking ------------------------------------------------------------

BY_DAY, BY_NIGHT = (
    option(id_, order=order, sleep=HOME, keeps_job="yes", hours_per_week=Range(min=9, max=9), evening_available=evening)
    for id_, order, evening in (("by-day", 60, "no"), ("by-night", 61, "yes"))
)
ALL_DAY = option("all-day", order=70, sleep=HOME, hours_per_week=Range(min=20, max=20), evening_available="yes")
NINE_HOURS = rule("nine", {"relapse_risk": 2}, hours_per_week=9)


@pytest.mark.parametrize("options", [(BY_DAY, BY_NIGHT, ALL_DAY), (ALL_DAY, BY_NIGHT, BY_DAY)])
def test_a_wish_puts_another_plan_first_and_leaves_the_least_as_it_is(options: tuple[Option, ...]):
    dataset = world(options, [NINE_HOURS])
    usual = match(dataset, {"relapse_risk": 2})
    evenings = match(dataset, {"relapse_risk": 2, "evenings_only": True})
    assert [one.options for one in usual.plans] == [("by-day",), ("by-night",), ("all-day",)]
    assert [one.options for one in evenings.plans] == [("by-night",), ("by-day",), ("all-day",)]
    assert evenings.at_least == usual.at_least
    assert [(one.score, one.more_than_needed) for one in evenings.plans] == [(0, False), (-1, False), (0, True)]


def test_a_wish_that_every_plan_stands_against_removes_none():
    result = match(SHIPPED, {**QUIET, "living_situation": 4, "sleep_at_home": True})
    assert result.plans
    assert all("sleep_at_home" in {conflict.question for conflict in one.conflicts} for one in result.plans)
    assert result.plans == tuple(sorted(result.plans, key=lambda one: (one.more_than_needed, -one.score)))
