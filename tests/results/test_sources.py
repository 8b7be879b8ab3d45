"""Every source, and what rests on it: complete both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.datasets import SMALL, datasets, side_by_side
from support.match_cases import SMALL_MATCH

from iopcli.dataset.model import Dataset
from iopcli.errors import UsageError, describe
from iopcli.results.show import show
from iopcli.results.sources import sources

some_ids = st.lists(st.sampled_from(list(SMALL.options)), min_size=2, unique=True)


def pairs(dataset: Dataset, **asked) -> list[tuple[str, str, str]]:
    """Source, option and attribute of every fact that the bibliography names."""
    return [
        (one.source.id, rest.option, rest.attribute)
        for one in sources(dataset, **asked).citations
        for rest in one.rests
        if rest.kind == "fact"
    ]


def written(dataset: Dataset) -> set[tuple[str, str, str]]:
    """The same, straight from the facts."""
    found = set()
    for option in dataset.options.values():
        for id_, fact in option.facts.items():
            points = fact.value if dataset.attributes[id_].type == "text" and fact.value else ()
            claims = (*fact.also, *fact.disputed)
            sources = [*fact.sources, *(s for part in (*points, *claims) for s in part.sources)]
            found |= {(source, option.id, id_) for source in sources}
    return found


@given(datasets(), some_ids)
def test_every_source_in_any_cell_is_listed_with_the_result(dataset: Dataset, ids: list[str]):
    result = side_by_side(dataset, ids)
    named = {source for row in result.rows for cell in row.cells for source in cell.sources}
    named |= {
        s for row in result.rows for cell in row.cells for claim in (*cell.also, *cell.disputed) for s in claim.sources
    }
    named |= {s for row in result.rows for cell in row.cells for point in cell.points for s in point.sources}
    assert set(result.sources) == named


@given(datasets())
def test_what_rests_on_a_source_is_what_cites_it_and_nothing_else(dataset: Dataset):
    found = pairs(dataset)
    assert set(found) == written(dataset)
    assert len(found) == len(set(found))


@given(datasets(), st.sampled_from(list(SMALL.options)))
def test_one_column_rests_on_what_its_profile_cites(dataset: Dataset, id_: str):
    option = dataset.options[id_]
    result = sources(dataset, option=option)
    assert {one.source.id for one in result.citations} == set(show(dataset, option).sources)
    assert set(pairs(dataset, option=option)) == {pair for pair in written(dataset) if pair[1] == id_}
    assert all(one.rests for one in result.citations)


def test_every_source_of_the_shipped_dataset_is_complete_both_ways(dataset: Dataset):
    assert set(pairs(dataset)) == written(dataset)
    assert [one.source.id for one in sources(dataset).citations] == list(dataset.sources)


def test_topics_words_and_help_lines_rest_on_sources_too():
    rests = {one.source.id: [r for r in one.rests if r.kind != "fact"] for one in sources(SMALL).citations}
    named = {(source, r.kind, r.id, r.text) for source, resting in rests.items() for r in resting}
    assert named == {
        ("rule-one", "topic", "payment", "How can I pay?"),
        ("rule-one", "term", "iop", "Intensive outpatient program (IOP)"),
        ("rule-one", "help line", "lifeline", "Warm line"),
        ("study-two", "help line", "emergency", "Emergency"),
        ("price-page", "topic", "payment", "How can I pay?"),
        ("rule-one", "self-check", "selfcheck", "The private self-check"),
        ("study-two", "self-check", "selfcheck", "The private self-check"),
    }


def test_questions_and_rules_rest_on_sources_too():
    rests = {
        (one.source.id, rest.kind, rest.id): rest.text
        for one in sources(SMALL_MATCH).citations
        for rest in one.rests
        if rest.kind in ("question", "rule")
    }
    questions = {(s, "question", one.id): one.label for one in SMALL_MATCH.questions.values() for s in one.sources}
    rules = {(s, "rule", one.id): one.title for one in SMALL_MATCH.rules.values() for s in one.sources}
    assert rests == questions | rules
    assert rests["study-two", "rule", "hard-withdrawal"] == "Hard withdrawal"


def test_one_column_rests_on_no_rule_and_no_question():
    for option in SMALL_MATCH.options.values():
        kinds = {rest.kind for one in sources(SMALL_MATCH, option=option).citations for rest in one.rests}
        assert kinds <= {"fact"}


def test_a_source_on_which_nothing_rests_is_listed_all_the_same():
    unused = next(one for one in sources(SMALL).citations if one.source.id == "unused")
    assert unused.rests == ()


def test_only_the_sources_asked_for_in_the_order_of_the_dataset():
    result = sources(SMALL, ["price-page", "rule-one"])
    assert [one.source.id for one in result.citations] == ["rule-one", "price-page"]


def test_sources_that_are_not_there_are_refused_all_at_once():
    with pytest.raises(UsageError) as refused:
        sources(SMALL, ["rule-on", "zzzzzz", "rule-one"])
    assert describe(refused.value) == (
        "error: 2 sources not known\n\n"
        "  `rule-on`  is not a source\n             -> did you mean `rule-one`?\n"
        "  `zzzzzz`   is not a source\n\n"
        "hint: `iopcli sources` lists them all"
    )
