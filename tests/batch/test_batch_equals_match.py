"""What a batch says of a record is what `match` says of it alone."""

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.match_cases import SMALL_MATCH
from support.matching import NORTHSIDE, RATINGS, SHIPPED
from support.records import answer, as_text, in_duckdb, in_polars, people, said, said_quickly, sorted_rows

from iopcli.dataset.answers import from_text
from iopcli.match.match import match
from iopcli.match.plans import Planner

PLANNERS = {
    name: Planner(of) for name, of in {"shipped": SHIPPED, "small": SMALL_MATCH, "northside": NORTHSIDE}.items()
}


@pytest.mark.parametrize("name", PLANNERS)
@given(data=st.data())
@settings(max_examples=4)
def test_every_record_gets_what_match_says_of_it_alone(name, data):
    planner = PLANNERS[name]
    some = data.draw(st.lists(people(planner.dataset), min_size=1, max_size=40))
    alone = [said(match(planner.dataset, one, planner), planner) for one in some]
    records = [{**one, "id": f"{number:02}"} for number, one in enumerate(some)]
    expected = [(record["id"], *row) for record, row in zip(records, alone, strict=True)]
    assert in_duckdb(records, planner.dataset) == expected
    assert sorted_rows(in_polars(records, planner.dataset)) == sorted_rows(expected)
    assert [said_quickly(one, planner) for one in some] == alone


CLOSE = {"relapse_risk": 4, "living_situation": 4, "withdrawal": 2, "substances": ("alcohol",), "payer": "private"}
"""Someone for whom two plans are just enough, against both of which something stands."""
CLOSER = {"relapse_risk": 2, "living_situation": 2, "withdrawal": 0, "hours_available": 5.0}
"""Someone for whom three are."""


def test_what_is_said_of_a_record_hangs_on_no_other():
    close = CLOSE | {"weekly_budget": 138.26, "hours_available": 1.27, "travel_minutes": 300.5, "evenings_only": False}
    close |= {"medication": ("methadone",), "priorities": ("step_up",), "age_group": "adolescent", "medical": 0}
    records = [{**close, "id": "0"}, {**CLOSER, "id": "1"}]
    apart = [row for record in records for row in in_duckdb([record], NORTHSIDE)]
    planner = PLANNERS["northside"]
    assert [row[1:] for row in apart] == [said(match(NORTHSIDE, one, planner), planner) for one in (close, CLOSER)]
    assert in_duckdb(records, NORTHSIDE) == apart
    assert sorted_rows(in_polars(records, NORTHSIDE)) == sorted_rows(apart)


@given(data=st.data())
@settings(max_examples=20)
def test_texts_are_read_back_as_the_answers_they_were(data):
    """What makes the others tests of what they say."""
    question = data.draw(st.sampled_from(list(SHIPPED.questions.values())))
    value = data.draw(answer(question, SHIPPED))
    (row,) = as_text([{question.id: value}])
    assert from_text(question, next(cell for cell in row if cell is not None)) == value


@pytest.mark.timeout(400)
def test_every_rating_gets_what_match_says_of_it_alone():
    """Every five ratings together; readiness comes by chance, since it changes no need and no plan (`test_laws`)."""
    planner, dice = PLANNERS["shipped"], random.Random(7)
    others = [id_ for id_ in SHIPPED.questions if id_ not in (*RATINGS, "danger_now")]
    rated = [id_ for id_ in RATINGS if id_ != "readiness"]
    known = {
        id_: [from_text(SHIPPED.questions[id_], text) for text in texts]
        for id_, texts in {
            "withdrawal_history": ["none", "seizure_or_delirium"], "substances": ["none", "alcohol", "opioids;alcohol"],
            "drinks_a_day": ["2", "12", "20"], "days_of_use": ["1", "7"],
            "pregnant": ["yes", "no"], "medication": ["none", "methadone"],
            "recent_treatment": ["none", "php", "residential", "detox"],
            "age_group": ["40", "15", "70"], "hours_available": ["4", "10", "40"], "sleep_at_home": ["yes", "no"],
            "evenings_only": ["yes", "no"], "weekly_budget": ["0", "50", "900.5"], "payer": ["medicaid", "private"],
            "private_internet": ["yes", "no"], "travel_minutes": ["10", "90"], "court_order": ["none", "iop", "any"],
            "priorities": ["cost_per_week", "hours_per_week;cost_per_week"],
        }.items()
    }  # fmt: skip
    assert sorted(known) == sorted(others)
    some = [
        dict(zip(rated, vector, strict=True))
        | {"readiness": dice.randrange(5)}
        | {id_: dice.choice(values) for id_, values in known.items() if dice.random() < 0.5}
        for vector in product(range(5), repeat=len(rated))
    ]
    assert len(some) == 3_125
    rows = in_duckdb({**one, "id": str(number)} for number, one in enumerate(some))
    for one, row in zip(some, rows, strict=True):
        assert row[1:] == said_quickly(one, planner), one
