"""The laws of the list: an option is listed or left out, and what is not known is never left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.datasets import SMALL, datasets, with_options

from iopcli.dataset.model import Dataset
from iopcli.errors import UsageError, describe
from iopcli.results.list import ListFilter, list_options

LISTED = ("hours_per_week", "length_days", "evening_available", "sleep", "supervision", "cost_per_week")


def wanted(attribute: str, test: str, value: str) -> ListFilter:
    return ListFilter(attribute=attribute, test=test, value=value)


filters = st.one_of(
    st.builds(
        wanted,
        st.sampled_from(["hours_per_week", "length_days", "cost_per_week"]),
        st.just("at most"),
        st.integers(0, 500).map(str),
    ),
    st.builds(wanted, st.just("sleep"), st.just("has"), st.sampled_from(["home", "program"])),
    st.builds(wanted, st.just("evening_available"), st.just("has"), st.just("yes")),
    st.builds(wanted, st.just("supervision"), st.just("at least"), st.sampled_from(["none", "scheduled", "nursing"])),
    st.builds(wanted, st.just("kind"), st.just("kind"), st.sampled_from(["setting", "baseline", "housing"])),
)
asked = st.lists(filters, max_size=4, unique_by=lambda one: one.attribute)


def ids(listed) -> list[str]:
    return [one.option.id for one in listed]


@given(datasets(LISTED), asked)
def test_an_option_is_listed_or_left_out_never_both_or_neither(dataset: Dataset, asked: list[ListFilter]):
    result = list_options(dataset, asked)
    assert sorted(ids(result.options) + ids(result.left_out)) == sorted(dataset.options)


@given(datasets(LISTED), asked, filters)
def test_adding_a_filter_never_adds_an_option(dataset: Dataset, asked: list[ListFilter], one_more: ListFilter):
    without = [one for one in asked if one.attribute != one_more.attribute]
    assert set(ids(list_options(dataset, [*without, one_more]).options)) <= set(
        ids(list_options(dataset, without).options)
    )


def test_two_filters_on_one_row_both_hold():
    strict, lax = wanted("supervision", "at least", "nursing"), wanted("supervision", "at least", "none")
    for both in ([strict, lax], [lax, strict]):
        assert ids(list_options(SMALL, both).options) == ids(list_options(SMALL, [strict]).options)


@given(asked)
def test_what_is_not_known_is_never_left_out(asked: list[ListFilter]):
    facts = [one for one in asked if one.test != "kind"]
    result = list_options(with_options(replace(SMALL.options["iop"], facts={})), facts)
    assert "iop" in ids(result.options)
    fits = next(one.fits for one in result.options if one.option.id == "iop")
    assert fits == ("not known" if facts else "yes")


@given(datasets(LISTED), asked)
def test_what_is_left_out_says_which_rows_it_misses(dataset: Dataset, asked: list[ListFilter]):
    for one in list_options(dataset, asked).left_out:
        alone = [each for each in asked if one.option.id in ids(list_options(dataset, [each]).left_out)]
        labels = [dataset.attributes[each.attribute].label if each.test != "kind" else "kind" for each in alone]
        assert sorted(one.because) == sorted(labels) != []


@given(datasets(LISTED))
def test_without_a_filter_all_are_listed_from_least_to_most_intensive(dataset: Dataset):
    result = list_options(dataset)
    assert ids(result.options) == ["wait", "iop", "php", "residential"]
    assert {one.fits for one in result.options} == {"yes"}


@pytest.mark.parametrize(
    ("filter_", "fits"),
    [
        (wanted("hours_per_week", "at most", "19"), {"wait": "yes", "iop": "yes", "residential": "not known"}),
        (wanted("hours_per_week", "at most", "18.9"), {"wait": "yes", "iop": "for some", "residential": "not known"}),
        (wanted("hours_per_week", "at most", "8"), {"wait": "yes", "residential": "not known"}),
        (
            wanted("hours_per_week", "at most", "20"),
            {"wait": "yes", "iop": "yes", "php": "for some", "residential": "not known"},
        ),
        (
            wanted("length_days", "at most", "41"),
            {"wait": "for some", "iop": "for some", "php": "yes", "residential": "yes"},
        ),
        (wanted("cost_per_week", "at most", "300"), {"wait": "yes", "iop": "for some", "residential": "not known"}),
        (wanted("cost_per_week", "at most", "0"), {"wait": "yes", "residential": "not known"}),
        (wanted("sleep", "has", "home"), {"wait": "yes", "iop": "yes", "php": "yes"}),
        (wanted("sleep", "has", "program"), {"residential": "yes"}),
        (wanted("supervision", "at least", "scheduled"), {"iop": "yes", "php": "not known", "residential": "yes"}),
        (wanted("supervision", "at least", "nursing"), {"php": "not known", "residential": "yes"}),
        (wanted("evening_available", "has", "yes"), {"iop": "yes", "php": "for some"}),
        (wanted("kind", "kind", "baseline"), {"wait": "yes"}),
    ],
    ids=lambda given: f"{given.attribute} {given.test} {given.value}" if isinstance(given, ListFilter) else "",
)
def test_each_filter_keeps_what_meets_it(filter_: ListFilter, fits: dict[str, str]):
    result = list_options(SMALL, [filter_])
    assert {one.option.id: one.fits for one in result.options} == fits


def test_an_upper_end_alone_may_fit_for_some():
    """`up to 30 days` may start anywhere, so it is not above 20 for sure."""
    result = list_options(SMALL, [wanted("length_days", "at most", "20")])
    assert {one.option.id: one.fits for one in result.options}.get("residential") == "for some"


def test_the_worst_answer_is_the_one_that_is_said():
    both = [wanted("evening_available", "has", "yes"), wanted("supervision", "at least", "scheduled")]
    result = list_options(SMALL, both)
    assert {one.option.id: one.fits for one in result.options} == {"iop": "yes", "php": "not known"}
    assert {one.option.id: one.because for one in result.left_out} == {
        "wait": ("Evenings", "Supervision"),
        "residential": ("Evenings",),
    }


def test_every_source_of_a_listed_cell_is_there():
    result = list_options(SMALL)
    assert set(result.sources) == {s for one in result.options for each in one.cells for s in each.every_source}


def test_words_that_a_row_does_not_have_are_refused_all_at_once():
    with pytest.raises(UsageError) as refused:
        list_options(SMALL, [wanted("sleep", "has", "car"), wanted("supervision", "at least", "robot")])
    assert describe(refused.value) == (
        "error: a filter was not understood\n\n"
        "  `car`    is not a word for sleep\n           -> use home, program\n"
        "  `robot`  is not a word for supervision\n           -> use none, scheduled, nursing"
    )


def test_a_kind_that_is_none_is_refused():
    with pytest.raises(UsageError):
        list_options(SMALL, [wanted("kind", "kind", "spaceship")])
