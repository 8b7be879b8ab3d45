"""Ways that were saved are read again: the same stops and weeks, found anew; what cannot be used is refused."""

from __future__ import annotations

import json as js
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopcli.dataset.model import Dataset
from iopcli.errors import InputRefused
from iopcli.facts.bill import Payer
from iopcli.report.writers.json import json
from iopcli.results.path import paths
from iopcli.results.path_saved import read_paths


def reread(dataset: Dataset, made, **changed):
    """What is read of ways that were written as JSON, with some keys changed."""
    content = {**js.loads(json(made)), **changed}
    return read_paths(dataset, js.dumps(content).encode(), "ways.json", answered=False)


def test_paths_come_back_as_they_were(dataset: Dataset):
    names = [id_ for id_, one in dataset.options.items() if one.kind in ("setting", "support", "withdrawal")]

    @given(
        st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True),
        st.none() | st.integers(0, 365),
        st.none() | st.decimals(Decimal("0.5"), 60, places=1),
        st.sampled_from([None, "medicaid", "medicare"]),
    )
    def law(starts, wait, long, payer):
        chains = [[[dataset.options[id_]]] for id_ in starts]
        weeks = {} if long is None else {starts[0]: long}
        made = paths(dataset, chains, weeks=weeks, wait=wait, payer=Payer(dataset, payer))
        again = reread(dataset, made)
        assert [one.stops for one in again.ways] == [one.stops for one in made.ways]
        assert (again.wait, again.payer) == (wait, payer or "")

    law()


def test_withdrawal_care_before_a_plan_and_what_goes_along_come_back(dataset: Dataset):
    parts = [dataset.options[id_] for id_ in ("iop", "recovery-residence", "detox")]
    made = paths(dataset, [[parts]])
    assert [one.stops for one in reread(dataset, made).ways] == [one.stops for one in made.ways]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"schema": "iopcli/week/1", "ways": []}', b"\xff\xfe", b"[" * 100_000,
     b'{"schema": "iopcli/path/1", "ways": 1}'],
    ids=["empty", "cut short", "a list", "a week", "no text", "deep", "no list"],
)  # fmt: skip
def test_what_is_no_file_of_ways_is_refused(dataset: Dataset, content: bytes):
    with pytest.raises(InputRefused) as refused:
        read_paths(dataset, content, "ways.json", answered=False)
    assert refused.value.summary == "ways.json is not a file of ways"
    assert "iopcli path iop -o ways.json" in refused.value.hint


def test_every_problem_is_named_at_once_and_no_word_of_the_file_but_ids(dataset: Dataset):
    made = paths(dataset, [[[dataset.options["iop"]]]])
    stop = {"options": ["here-once"], "chosen": True, "weeks": {"min": -1}}
    with pytest.raises(InputRefused) as refused:
        reread(dataset, made, ways=[{"stops": [stop, {"options": []}]}], wait=999, payer="nobody at all")
    assert [f"{one.place} {one.message}" for one in refused.value.problems] == [
        "ways.json `here-once` is not an option here",
        "ways.json stops have no options",
        "ways.json wait is not a number of days",
        "ways.json weeks are not a length",
        "ways.json payer is not a payer here",
    ]
    assert "nobody" not in str(refused.value.problems)


@pytest.mark.parametrize(
    ("changed", "summary"),
    [
        ({"people": 2}, "ways.json has the ways of 2 people, and a page is for one"),
        ({"urgent": [{}]}, "ways.json is from answers that cannot wait"),
        ({"clinician": [{}]}, "ways.json is from answers that cannot wait"),
        ({"ways": []}, "ways.json has no way in it"),
        ({"ways": [{"stops": []}]}, "ways.json has no way in it"),
    ],
    ids=["two people", "urgent", "a clinician", "no way", "no stop"],
)
def test_paths_that_are_not_for_one_calm_page_are_refused(dataset: Dataset, changed, summary):
    with pytest.raises(InputRefused) as refused:
        reread(dataset, paths(dataset, [[[dataset.options["iop"]]]]), **changed)
    assert refused.value.summary == summary
    assert refused.value.hint
