"""Plans that people need and no program reports: small counts are not shown, nor what would tell them."""

import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "programs"))
from support.program_lists import CSV, imported

from iopcli.batch.programs_gaps import gaps, plans_in, plans_of
from iopcli.dataset.load import load
from iopcli.errors import InputRefused
from iopcli.programs.store import KnownPrograms, Stored

DATASET = load()
LIST = imported(CSV)
KNOWN = KnownPrograms({one.id: one for one in LIST.programs}, {LIST.list.id: Stored(LIST.list, LIST.programs, "")}, ())
PLANS = [
    ("iop",),
    ("outpatient",),
    ("inpatient",),
    ("residential",),
    ("php", "recovery-residence"),
    ("mutual-help",),
    (),
]


def found(plans, small=11, within=20.0):
    return gaps(DATASET, KNOWN, Counter(plans), "01608", within, small)


counts = st.dictionaries(st.sampled_from(PLANS), st.integers(1, 60), max_size=7)


@given(counts, st.integers(2, 15))
def test_no_small_count_is_shown_and_none_can_be_worked_out(plans, small):
    result = found(plans, small)
    shown = {one.options: one.people for one in result.gaps} | ({(): result.unplanned} if () in plans else {})
    assert all(people is None or people >= small for people in shown.values())
    assert all(people in (None, plans[plan]) for plan, people in shown.items())
    hidden = [plans[plan] for plan, people in shown.items() if people is None]
    if result.people is not None and hidden:
        assert len(hidden) > 1 and sum(hidden) >= small
        assert result.without is None


@given(counts)
def test_with_nothing_to_hide_counts_add_up(plans):
    result = found(plans, small=1)
    if not plans:
        assert result.people is None
        return
    assert result.people == sum(plans.values()) == sum(one.people for one in result.gaps) + result.unplanned
    assert result.without == sum(one.people for one in result.gaps if one.here == "not listed")


def test_the_plans_that_are_hardest_to_find_come_first():
    result = found({("iop",): 20, ("php", "recovery-residence"): 20, ("mutual-help",): 20}, within=20)
    assert [(one.options[0], one.here) for one in result.gaps] == [
        ("php", "maybe"), ("iop", "yes"), ("mutual-help", "not told"),
    ]  # fmt: skip
    far = gaps(DATASET, KNOWN, Counter({("iop",): 20}), "40.0,-100.0", 5, 11)
    assert (far.gaps[0].here, far.gaps[0].missing, far.without) == ("not listed", ("iop",), 20)


def test_answers_become_the_least_plan_that_meets_them():
    answers = {"withdrawal": 0, "relapse_risk": 2, "living_situation": 0, "danger_now": False}
    assert plans_of(DATASET, [answers, {"danger_now": True}]) == {("iop",): 1, (): 1}


def test_results_of_a_batch_are_read(tmp_path):
    path = tmp_path / "results.csv"
    path.write_text("id,at_least\n1,iop\n2,php+recovery-residence\n3,\n")
    assert plans_in(DATASET, path) == {("iop",): 1, ("php", "recovery-residence"): 1, (): 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [("id,plan\n1,iop\n", "has no column `at_least`"), ("id,at_least\n1,iopp\n2,x+y\n", "2 rows not understood")],
)
def test_what_is_no_result_of_a_batch_is_refused(text, said, tmp_path):
    path = tmp_path / "results.csv"
    path.write_text(text)
    with pytest.raises(InputRefused, match=said):
        plans_in(DATASET, path)


def test_what_to_look_for_is_named_by_its_title():
    result = found({("php", "recovery-residence"): 20, ("inpatient",): 20, ("iop",): 20}, within=5.0)
    for one in result.gaps:
        assert one.look_for == tuple(DATASET.options[id_].title for id_ in one.missing or one.maybe)
    assert ("Recovery home",) in [one.look_for for one in result.gaps]
