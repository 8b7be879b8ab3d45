"""What came of a batch: the counts are those of `match` for each person, and small ones are not shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support.random_batches import people, plainly, read, write

from iopcli.batch.columns.maps import read_map
from iopcli.batch.report.actual import OUTCOMES
from iopcli.batch.report.batch_report import BatchReport
from iopcli.batch.write.handouts import NAME, handouts
from iopcli.batch.write.result_texts import week_price
from iopcli.dataset.load import load
from iopcli.errors import UsageError
from iopcli.match.match import match
from iopcli.match.needs import frozen
from iopcli.match.plans import Plan, Planner
from iopcli.match.recommendation import Recommendation

DATASET = load()
PLANNER = Planner(DATASET)
EVERY = people(DATASET, 400, seed=5)
WENT = ["iop", "PHP", "", "inpatient", "outpatient+recovery-residence", "2.1", "nowhere", "wait"]
ACTUAL = [WENT[number % len(WENT)] for number in range(len(EVERY))]
REGIONS = [["north", "south", "", "east"][min(number % 10 // 3, 3)] for number in range(len(EVERY))]
TEDS = Path(__file__).parents[4] / "shared" / "data" / "teds_a_2023_sample1000_recoded.csv"


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], BatchReport]:
    """A report of the people above, with any limit for small counts."""
    path = write(tmp_path_factory.mktemp("batch") / "in.csv", DATASET, EVERY, {"region": REGIONS, "actual": ACTUAL})
    records = read(DATASET, path, plainly(DATASET, groups=["region"]), by=("region",))
    return lambda small: records.summary(small_cells=small)


def first(found: Any) -> str:
    return "+".join(found.plans[0].options) if found.plans else ""


def status(found: Any) -> str:
    return "urgent" if found.urgent else "ok" if found.settled and found.at_least.options else "open"


def says_something(found: Any) -> bool:
    """Whether plans are told of someone: what is known sets a need, or what is not known could set none."""
    return not found.stopped and (found.settled or any(one.at_least for one in found.needs.values()))


@cache
def matched() -> list[Recommendation]:
    """What `match` says of each of them."""
    return [match(DATASET, one, PLANNER) for one in EVERY]


@cache
def planned() -> list[Recommendation]:
    """Of those of whom plans are told."""
    return [one for one in matched() if says_something(one)]


def nonzero(counts: dict[Any, Any]) -> dict[Any, Any]:
    return {key: number for key, number in counts.items() if number}


# --- the counts -------------------------------------------------------------


def test_status_and_what_is_settled_and_for_a_clinician_are_counted_as_match_tells_them(counted):
    report = counted(1)
    assert {one.id: one.people for one in report.status} == dict(Counter(map(status, matched())))
    assert report.settled == sum(one.settled for one in matched())
    assert report.stopped == sum(one.stopped for one in matched()) > 0
    assert report.clinician == sum(bool(one.clinician) for one in matched())
    assert (report.read, report.reported, report.rejected, report.faults) == (400, 400, 0, ())
    assert not report.hides and not report.too_few
    assert report.planned == len(planned())
    little = [one for one in matched() if not one.stopped and not one.urgent and not says_something(one)]
    assert (report.too_little, report.open) == (len(little), list(map(status, matched())).count("open") - len(little))


def test_plans_are_counted_as_match_tells_them(counted):
    report = counted(1)
    assert nonzero({"+".join(one.options): one.first for one in report.plans}) == Counter(map(first, planned()))
    least = Counter("+".join(one.at_least.options) for one in planned())
    assert nonzero({"+".join(one.options): one.at_least for one in report.plans}) == least


def test_needs_are_counted_by_level_as_match_tells_them(counted):
    going = planned()
    for need in counted(1).needs:
        row = DATASET.attributes[need.attribute]
        for end in ("at_least", "at_most"):
            told = {level.level: getattr(level, end) for level in need.levels}
            own = [getattr(one.needs[row.id], end) if row.id in one.needs else None for one in going]
            if row.type == "set":
                (word,) = need.levels[1].level
                own = [(word,) if word in (each or ()) else None for each in own]
            assert nonzero(told) == Counter(own)


def test_rules_questions_and_wishes_are_counted_as_match_tells_them(counted):
    report = counted(1)
    assert {one.rule: one.people for one in report.rules} == Counter(
        each.rule for one in matched() for each in one.reasons
    )
    assert {one.question: one.open for one in report.ask_next} == Counter(
        id_ for one in matched() for id_ in one.ask_next
    )
    asked = Counter(one.ask_next[0] for one in matched() if one.ask_next)
    assert nonzero({one.question: one.first for one in report.ask_next}) == asked
    stand = [each for one in planned() if one.plans for each in one.plans[0].conflicts]
    certain = Counter(each.question for each in stand if each.certain)
    assert nonzero({one.question: one.certain for one in report.wishes}) == certain
    assert nonzero({one.question: one.may for one in report.wishes}) == Counter(
        each.question for each in stand if not each.certain
    )


def test_the_cash_price_is_the_sum_of_the_prices_of_first_plans(counted):
    cost = counted(1).cost
    plans = [Plan(DATASET, [DATASET.options[id_] for id_ in one.plans[0].options]) for one in planned() if one.plans]
    prices = [week_price(one, None)[:2] for one in plans]
    assert cost.people == len(plans)
    assert cost.no_price == prices.count((None, None))
    assert cost.priced == len(plans) - cost.no_price
    known = [one for one in prices if one != (None, None)]
    assert cost.no_upper_end == sum(high is None for _, high in known)
    assert cost.min == pytest.approx(sum(low or 0 for low, _ in known))
    assert cost.max == pytest.approx(sum((low or 0) if high is None else high for low, high in known))


def test_groups_have_the_counts_of_their_people(counted):
    (groups,) = counted(1).groups
    assert groups.not_shown == 0
    assert [one.name for one in groups.groups] == ["north", "south", "east", None]  # what is not known comes last
    for group in groups.groups:
        mine = [one for one, region in zip(matched(), REGIONS, strict=True) if (region or None) == group.name]
        assert group.people == len(mine)
        assert (group.ok, group.open, group.urgent) == tuple(
            sum(status(one) == each for one in mine) for each in ("ok", "open", "urgent")
        )
        assert group.settled == sum(one.settled for one in mine)
        assert group.clinician == sum(bool(one.clinician) for one in mine)
        assert group.planned == sum(map(says_something, mine)) == sum(group.agreement.values())
        little = sum(status(one) == "open" and not says_something(one) for one in mine)
        assert group.too_little == little


# --- where people went ------------------------------------------------------

NAMED = {"iop": ["iop"], "PHP": ["php"], "2.1": ["iop"], "inpatient": ["inpatient"], "wait": ["wait"]} | {
    "outpatient+recovery-residence": ["outpatient", "recovery-residence"]
}


def went(text: str) -> Plan | None:
    return Plan(DATASET, [DATASET.options[id_] for id_ in NAMED[text]]) if text in NAMED else None


def outcome(found: Any, text: str) -> str:
    actual = went(text)
    if actual is None:
        return "not_known"
    if not found.plans:
        return "no_plan"
    plan = Plan(DATASET, [DATASET.options[id_] for id_ in found.plans[0].options])
    if actual.options == plan.options:
        return "same"
    return "over" if actual.exceeds(plan) else "under" if plan.exceeds(actual) else "other"


def test_where_people_went_is_compared_with_the_first_plan(counted):
    told = counted(1).agreement
    every = [(one, outcome(one, text)) for one, text in zip(matched(), ACTUAL, strict=True) if says_something(one)]
    assert nonzero({one.id: one.people for one in told.outcomes}) == Counter(each for _, each in every)
    assert nonzero({one.id: one.settled for one in told.outcomes}) == Counter(e for one, e in every if one.settled)
    assert nonzero({one.id: one.open for one in told.outcomes}) == Counter(e for one, e in every if not one.settled)


def test_what_where_people_went_does_not_have_is_counted_by_need_and_by_rule(counted):
    told = counted(1).agreement
    misses: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    for found, text in zip(matched(), ACTUAL, strict=True):
        actual = went(text)
        if actual is None or not found.plans or not says_something(found):
            continue
        needs = {id_: need.at_least for id_, need in found.needs.items() if need.at_least is not None}
        misses.update(actual.misses(needs))
        for one in found.reasons:
            asked = {id_: frozen(least) for id_, least in DATASET.rules[one.rule].needs.items()}
            rules[one.rule] += bool(actual.misses(asked))
    assert {one.id: one.people for one in told.misses} == misses
    assert {one.id: one.people for one in told.by_rule} == nonzero(rules)


# --- small counts -----------------------------------------------------------

HEADLINES = {"status", "settled", "stopped", "clinician", "urgent_unread", "too_little", "open", "planned"}
NO_PEOPLE = {
    "read",
    "blank",
    "reported",
    "rejected",
    "small_cells",
    "min",
    "max",
    "level",
    "help",
    "dataset",
    "read_as",
}


def headlines(report: BatchReport) -> list[Any]:
    return [*(one.people for one in report.status), *(getattr(report, id_) for id_ in sorted(HEADLINES - {"status"}))]


def without_headlines(report: BatchReport) -> dict[str, Any]:
    return {id_: getattr(report, id_) for id_ in report.__struct_fields__ if id_ not in HEADLINES | NO_PEOPLE}


def every_count(told: Any, key: str = "") -> list[int | None]:
    """Every number in a report that counts people."""
    if hasattr(told, "__struct_fields__"):
        fields = [field for field in told.__struct_fields__ if field not in NO_PEOPLE]
        return [one for field in fields for one in every_count(getattr(told, field), field)]
    if isinstance(told, dict):
        return [one for value in told.values() for one in every_count(value)]
    if isinstance(told, tuple):
        return [one for value in told for one in every_count(value)]
    return [told] if isinstance(told, int) and not isinstance(told, bool) else []


@pytest.mark.parametrize("small", [2, 5, 11, 40])
def test_no_count_under_the_limit_is_shown(counted, small: int):
    report = counted(small)
    assert report.hides
    assert [one for one in every_count(without_headlines(report)) if 0 < one < small] == []
    assert headlines(report) == headlines(counted(1))
    for group in report.groups[0].groups:  # nor is one told by taking a count from another
        if group.open is not None:
            assert not 0 < group.open - group.too_little < small
        if group.planned is not None:
            assert not 0 < group.people - group.planned < small


def test_what_is_shown_is_the_same_as_where_all_is_shown(counted):
    whole, some = counted(1), counted(11)
    every = {one.options: one for one in whole.plans}
    for one in some.plans:
        assert one.first in (None, every[one.options].first)
        assert one.at_least in (None, every[one.options].at_least)
    for rule, own in zip(
        sorted(some.rules, key=lambda each: each.rule), sorted(whole.rules, key=lambda each: each.rule), strict=True
    ):
        assert rule.people in (None, own.people)


def test_the_price_is_added_up_over_people_whose_plan_is_shown(counted):
    report = counted(11)
    assert report.cost.people == sum(one.first or 0 for one in report.plans if one.options)
    assert report.cost.people < counted(1).cost.people


def test_of_few_people_only_the_totals_are_told(tmp_path: Path):
    report = read(DATASET, write(tmp_path / "in.csv", DATASET, EVERY[:10])).summary()
    assert (report.read, report.reported, report.too_few, report.hides) == (10, 10, True, True)
    assert every_count(without_headlines(report)) == []
    told = Counter(map(status, matched()[:10]))
    assert {one.id: one.people for one in report.status} == {id_: told[id_] for id_ in ("ok", "open", "urgent")}
    assert report.planned == sum(map(says_something, matched()[:10]))
    assert (report.plans, report.needs, report.rules, report.cost, report.groups) == ((), (), (), None, ())


def test_a_group_that_is_too_small_is_named_only_where_the_map_knows_its_name(tmp_path: Path):
    regions = ["north" if number % 2 else "south" for number in range(397)] + ["Jane Doe"] * 3
    path = write(tmp_path / "in.csv", DATASET, EVERY, {"region": regions})
    (raw,) = read(DATASET, path, plainly(DATASET, groups=["region"]), by=("region",)).summary().groups
    assert [one.name for one in raw.groups] == ["south"]
    assert raw.not_shown == 201
    codes = {"north": "North", "south": "South", "Jane Doe": "East"}
    map_ = plainly(DATASET, groups=["region"], codes=codes)
    (coded,) = read(DATASET, path, map_, by=("region",)).summary().groups
    assert [(one.name, one.people) for one in coded.groups] == [("South", 199), ("East", None), ("North", None)]


def test_what_is_rejected_is_counted_by_reason(tmp_path: Path):
    path = write(tmp_path / "in.csv", DATASET, EVERY[:20])
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[1], "x" + ",nonsense" * len(DATASET.questions)]) + "\n")
    report = read(DATASET, path).summary(small_cells=1)
    assert (report.read, report.reported, report.rejected) == (22, 20, 2)
    assert {one.problem: one.times for one in report.faults}["DUP_ROW"] == 1
    assert sum(one.people for one in report.status) == 20
    assert ("DUP_ROW", "repeats an earlier record", 1) in {(one.problem, one.says, one.times) for one in report.faults}


# --- TEDS-A -----------------------------------------------------------------


@pytest.mark.skipif(not TEDS.exists(), reason="the sample of TEDS-A is not beside the project")
def test_the_sample_of_teds_is_counted_through_the_shipped_map(tmp_path: Path):
    path = tmp_path / "teds.csv"
    path.write_bytes(TEDS.read_bytes())
    report = read(DATASET, path, read_map(DATASET, "teds-a"), by=("region",)).summary()
    assert (report.read, report.reported) == (1000, 1000)
    assert [one for one in every_count(without_headlines(report)) if 0 < one < 11] == []
    assert (report.too_little, report.open, report.planned) == (853, 143, 147)  # TEDS knows little that sets a need
    assert [one.question for one in report.collect[:3]] == ["withdrawal", "relapse_risk", "substances"]
    assert [one.column for one in report.collect[:3]] == [False, False, True]
    agreed = {one.id: one.people for one in report.agreement.outcomes}
    assert set(agreed) == set(OUTCOMES)
    assert sum(number or 0 for number in agreed.values()) <= 147
    (groups,) = report.groups
    assert sum(one.people or 0 for one in groups.groups) + groups.not_shown == 1000
    assert len(groups.groups) == 5


# --- handouts ---------------------------------------------------------------


def test_each_record_gets_the_page_that_match_gives_it_by_its_row(tmp_path: Path):
    path = write(tmp_path / "in.csv", DATASET, EVERY[:30])
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:3], lines[1].replace("p0", "bad", 1) + ",1", *lines[3:]]) + "\n")
    made = list(handouts(read(DATASET, path)))
    assert [row for row, _ in made] == [row for row in range(1, 32) if row != 3]
    assert [page for _, page in made] == matched()[:30]
    assert NAME.format(31) == "r000031.html"


def test_handouts_of_many_records_are_refused_before_the_first(tmp_path: Path):
    records = read(DATASET, write(tmp_path / "in.csv", DATASET, EVERY[:12]))
    with pytest.raises(UsageError) as refused:
        handouts(records, most=11)
    assert refused.value.summary == "--handouts makes at most 11 pages, and 12 records are reported"
    assert len(list(handouts(records, most=12))) == 12
