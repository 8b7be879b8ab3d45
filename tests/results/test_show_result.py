"""One option in full."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.datasets import SMALL, datasets, with_options

from iopcli.dataset.model import Dataset
from iopcli.facts.cells import cell
from iopcli.match.plans import Plan
from iopcli.report.pages import page
from iopcli.results.show import show

an_id = st.sampled_from(list(SMALL.options))


@given(datasets(), an_id)
def test_a_profile_has_one_cell_for_every_attribute(dataset: Dataset, id_: str):
    result = show(dataset, dataset.options[id_])
    assert [row.attribute for row in result.rows] == list(dataset.attributes)
    assert all([cell.option for cell in row.cells] == [id_] for row in result.rows)
    assert not any(row.differs for row in result.rows)


@given(datasets(), an_id)
def test_a_profile_asks_about_just_what_is_not_known(dataset: Dataset, id_: str):
    facts = dataset.options[id_].facts
    unknown = [i for i in dataset.attributes if i not in facts or facts[i].not_known]
    asked = [one.attribute for one in show(dataset, dataset.options[id_]).ask]
    assert asked == [i for i in unknown if dataset.attributes[i].ask]


def test_a_profile_links_the_topics_about_its_option_and_about_what_it_is_like():
    local = replace(SMALL.options["iop"], id="northside", like="iop")
    dataset = with_options(local)
    assert [topic.id for topic in show(dataset, local).topics] == ["payment"]
    assert [topic.id for topic in show(dataset, dataset.options["iop"]).topics] == ["payment"]
    assert show(dataset, dataset.options["php"]).topics == ()


def test_the_page_says_kind_numbers_and_other_names():
    words = [block.says.text for block in page(show(SMALL, SMALL.options["php"])).blocks[1:3]]
    assert words == [
        "Care all day. You sleep at home.",
        "Kind: a place and level of treatment. ASAM number (3rd and 4th edition): 2.5 / 2.5, 2.7. "
        "Also called: day program.",
    ]


def test_an_empty_alias_does_not_stop_the_page():
    option = replace(SMALL.options["iop"], aliases=("", "evening program"))
    assert page(show(with_options(option), option)).title == "Intensive outpatient program"


def test_the_hours_of_a_stay_that_are_not_known_say_that_it_is_day_and_night(dataset: Dataset):
    said = {id_: show(dataset, dataset.options[id_], ["hours_per_week"]).rows[0].cells[0] for id_ in ("detox", "otp")}
    assert [one.state for one in said.values()] == ["not_known", "not_known"]
    assert (said["detox"].text, said["detox"].short) == ("day and night (hours of treatment not known)", "24/7")
    assert (said["otp"].text, said["otp"].short) == ("not known", "not known")


def test_the_days_before_the_rest_of_a_plan_say_that_they_are_day_and_night(dataset: Dataset):
    plan = Plan(dataset, [dataset.options["iop"], dataset.options["detox"]])
    said = cell(dataset, plan.as_option, dataset.attributes["hours_per_week"])
    then = cell(dataset, dataset.options["iop"], dataset.attributes["hours_per_week"])
    assert said.text == f"first: day and night (hours of treatment not known); then: {then.text}"
    assert said.short == f"first: 24/7; then: {then.short}"
