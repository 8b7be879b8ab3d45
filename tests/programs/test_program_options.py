"""A program as an option: like its level, with its own facts, and what a list does not say is not known."""

import re

import pytest
from support.program_lists import row

from iopcli.dataset.find import find
from iopcli.errors import UsageError
from iopcli.facts.cells import cited
from iopcli.facts.payer import Payer
from iopcli.match.hours import Life
from iopcli.programs.ondemand import with_programs
from iopcli.programs.options import PHONE
from iopcli.report.pages import screen
from iopcli.report.writers.text import linear
from iopcli.results.compare import compare
from iopcli.results.handout import handout
from iopcli.results.list import list_options
from iopcli.results.path import paths
from iopcli.results.show import show
from iopcli.results.week import week

HEARD = """
[[call]]
program = "elm-house-01608-pgqw"
day = 2026-11-20
hours_per_week = 12
evening_available = true
medicaid = false
buprenorphine = true
"""


@pytest.fixture
def local(dataset, town):
    def local(*rows, heard: str = ""):
        folder = town(rows or [row(oit="1", ort="1", md="1", fco="1")])
        if heard:
            (folder / "programs" / "heard.toml").write_text(heard)
        return with_programs(dataset, [folder])

    return local


def test_a_program_is_like_its_level_with_its_own_facts(local, dataset):
    option = local().options["elm-house-01608-pgqw.iop"]
    assert (option.like, option.kind, option.local) == ("iop", "setting", "list-2025-08-19")
    assert option.facts["hours_per_week"].value == dataset.options["iop"].facts["hours_per_week"].value
    assert option.inherited["hours_per_week"] == "iop"
    assert option.facts["contact"].points[0].says == "Call 508-555-0100."
    assert option.facts["family_involvement"].value == "yes"
    assert "iop" not in option.aliases


def test_the_level_is_the_least_intensive_unless_one_is_named(local):
    dataset = local()
    assert dataset.options["elm-house-01608-pgqw"].like == "outpatient"
    assert dataset.options["elm-house-01608-pgqw.iop"].like == "iop"
    assert "elm-house-01608-pgqw.php" not in dataset.options


def test_what_the_list_does_not_say_is_not_known_and_not_taken_from_the_level(local):
    facts = local().options["elm-house-01608-pgqw.iop"].facts
    assert facts["medications"].state == "not_known"
    covered = {point.label: (point.is_, point.says) for point in facts["coverage"].points}
    assert covered["medicaid"] == ("yes", "The program takes Medicaid.")
    assert covered["medicare"] == covered["private"] == ("", "The list does not say, so ask.")
    assert set(covered) == {"private", "medicare", "medicaid", "uninsured"}


def test_every_fact_of_its_own_rests_on_the_list_and_its_day(local):
    dataset = local()
    option = dataset.options["elm-house-01608-pgqw.iop"]
    own = [option.facts[id_] for id_ in option.facts if id_ not in option.inherited]
    assert own
    assert all(fact.sources == ("list-2025-08-19",) for fact in own if fact.state == "known")
    source = dataset.sources["list-2025-08-19"]
    assert (source.publisher, str(source.seen)) == ("SAMHSA", "2025-08-19")


def test_what_was_heard_stands_over_the_list_and_says_so(local):
    option = local(heard=HEARD).options["elm-house-01608-pgqw.iop"]
    hours = option.facts["hours_per_week"]
    assert (hours.value.typical, hours.sources, str(hours.as_of)) == (12, (PHONE,), "2026-11-20")
    assert option.facts["evening_available"].value == "yes"
    assert option.facts["medications"].value == ("buprenorphine",)
    medicaid = next(point for point in option.facts["coverage"].points if point.label == "medicaid")
    assert (medicaid.is_, medicaid.sources) == ("no", (PHONE,))


def test_what_is_only_a_maybe_says_so(local):
    option = local(row(oit="", rl="1")).options["elm-house-01608-pgqw"]
    assert "The program may offer residential level 3.1." in option.summary
    assert "3.1, 3.5 and 3.7" in option.summary


def test_a_program_can_be_compared_and_shown_with_its_sources(local):
    dataset = local(heard=HEARD)
    chosen = [one.option for one in find(dataset, ["elm-house-01608-pgqw.iop", "php"])]
    result = compare(dataset, chosen)
    assert [one.id for one in result.options] == ["elm-house-01608-pgqw.iop", "php"]
    assert PHONE in result.sources
    shown = show(dataset, chosen[0])
    assert {PHONE, "list-2025-08-19"} <= set(shown.sources)
    assert cited(dataset, (one.cells[0] for one in shown.rows))


def test_programs_are_no_part_of_the_list_of_options(local, dataset):
    with_local = local()
    assert list(with_local.options) == list(dataset.options)
    assert [one.option.id for one in list_options(with_local).options] == [
        one.option.id for one in list_options(dataset).options
    ]


@pytest.mark.parametrize(
    "name", ["Elm House", "elm house", "ELM-HOUSE-01608", "elm-house-01608.outpatient", "elm-house-01608-pgqw"]
)
def test_a_program_is_found_by_id_and_by_name(name, local):
    assert find(local(), [name])[0].option.like == "outpatient"


def test_an_option_is_never_taken_for_a_program_of_its_name(local):
    assert find(local(row(name1="IOP")), ["iop"])[0].option.id == "iop"


def test_a_name_of_two_programs_asks_which(local):
    dataset = local(row(), row(zip="01605", street1="2 Oak Road"))
    with pytest.raises(UsageError) as refused:
        find(dataset, ["Elm House"])
    (problem,) = refused.value.problems
    assert problem.message == "is the name of more than one program"
    assert re.search(
        r"`elm-house-01605-....` \(2 Oak Road, Worcester\) or `elm-house-01608-pgqw` \(1 Elm Street, Worcester\)",
        problem.hint,
    )


def test_what_is_neither_says_where_programs_are_listed(local):
    with pytest.raises(UsageError) as refused:
        find(local(), ["no such place"])
    assert "`iopcli programs` lists local programs" in refused.value.hint


def test_a_word_that_is_no_id_of_a_program_reads_no_list(local, dataset, tmp_path):
    with_local = local()
    (tmp_path / "town" / "programs" / "broken.toml").write_text("not TOML")
    assert "none" not in with_local.options
    assert with_local.options.get("iop") == dataset.options["iop"]


def test_an_overlay_without_programs_changes_nothing(dataset, tmp_path):
    assert with_programs(dataset, [tmp_path]) is dataset


def test_what_is_only_usual_of_its_kind_names_that_kind_and_what_is_its_own_does_not(local):
    dataset = local(heard=HEARD)
    option = dataset.options["elm-house-01608-pgqw.iop"]
    cells = {row.attribute: row.cells[0] for row in show(dataset, option).rows}
    assert cells["length_days"].usual_of == cells["cost_per_week"].usual_of == "Intensive outpatient"
    assert cells["hours_per_week"].usual_of == cells["coverage"].usual_of == ""


def test_every_usual_value_is_marked_on_a_page_that_says_what_the_mark_means(local, dataset):
    with_local = local()
    shown = show(with_local, with_local.options["elm-house-01608-pgqw.iop"])
    page = " ".join(linear(screen(shown)).split())
    usual = "typical of care like this (Intensive outpatient). Ask Elm House whether they are true there."
    assert f"Facts marked ~ are {usual}" in page
    assert "30 to 60 days*~" in page
    assert "Call 508-555-0100. The address is 1 Elm Street, Worcester, MA 01608." in page
    assert "~" not in linear(screen(show(dataset, dataset.options["iop"])))


def test_a_sentence_of_what_sets_options_apart_rests_on_no_usual_value(local):
    dataset = local()
    chosen = [one.option for one in find(dataset, ["elm-house-01608-pgqw.iop", "php"])]
    assert compare(dataset, chosen).apart == ()


def test_a_path_says_whose_usual_length_and_price_it_has(local, dataset):
    with_local = local()
    options = with_local.options
    assert paths(with_local, [[[options["elm-house-01608-pgqw.iop"]]]]).usual == {"Elm House": "Intensive outpatient"}
    assert paths(dataset, [[[dataset.options["iop"]]]]).usual == {}


def test_what_is_usual_of_a_kind_is_said_once_for_all_programs_of_that_kind(local):
    dataset = local(
        row(), row(name1="Oak House", zip="01605"), row(name1="Ash House", zip="01606", oit="", ort="1", md="")
    )
    programs = [one.option for name in ("Elm House", "Oak House", "Ash House") for one in find(dataset, [name])]
    for shown in (screen(compare(dataset, programs)), screen(compare(dataset, programs), ["all"])):
        text = " ".join(linear(shown, 80).split())
        assert text.count("Facts marked ~") == len({one.like for one in programs})
    ways = " ".join(linear(screen(paths(dataset, [[[one]] for one in programs])), 80).split())
    assert ways.count("whether they are true there.") == len({one.like for one in programs})


def test_a_name_of_many_programs_lists_a_few_and_says_that_a_town_helps(local):
    rows = [row(zip=f"016{number:02}", city=f"Town {number}") for number in range(9)]
    dataset = local(*rows)
    with pytest.raises(UsageError) as refused:
        find(dataset, ["Elm House.iop"])
    hint = refused.value.problems[0].hint
    assert hint.count(".iop` (Town ") == 6
    assert hint.endswith("or one of 3 more; a town helps, such as `Elm House, Town 8`")
    assert find(dataset, ["Elm House, Town 8"])[0].option.id.startswith("elm-house-01608")
    assert find(dataset, ["Elm House, Town 8.iop"])[0].option.like == "iop"


def test_hours_that_were_heard_stand_in_the_week_the_handout_and_the_way(local):
    dataset = local(heard=HEARD)
    option = dataset.options["elm-house-01608-pgqw.iop"]
    (drawn,) = week(dataset, [option], Life()).weeks
    assert drawn.totals.treatment == 12 * 60
    assert (drawn.chosen[0].times, PHONE in drawn.chosen[0].sources) == ("hours", True)
    (taken,) = handout(dataset, [option], None).weeks
    assert taken.totals.treatment == 12 * 60
    (way,) = paths(dataset, [[[option]]]).ways
    assert way.stops[0].hours_per_week.max == way.stops[0].hours_per_week.min == 12


def test_a_path_says_that_the_program_on_it_does_not_take_the_payer(local):
    dataset = local(heard=HEARD)
    option = dataset.options["elm-house-01608-pgqw.iop"]
    found = paths(dataset, [[[option]]], payer=Payer(dataset, "medicaid"))
    assert any("Elm House: The program does not take Medicaid." in one.says for one in found.covers)


def test_a_program_whose_level_was_not_said_says_as_what_it_is_shown_wherever_it_is_shown(local):
    dataset = local()
    several, named = (dataset.options[f"elm-house-01608-pgqw{level}"] for level in ("", ".iop"))
    assert (several.stands_for, named.stands_for) == ("lists outpatient treatment", "")
    for option, told in ((several, True), (named, False)):
        for result in (
            show(dataset, option), compare(dataset, [option, dataset.options["iop"]]), paths(dataset, [[[option]]]),
            week(dataset, [option], Life()), handout(dataset, [option], None),
        ):  # fmt: skip
            for shown in (screen(result), screen(result, ["all"])):
                for width in (60, 80, 120):
                    text = " ".join(linear(shown, width).split()).casefold()
                    assert ("lists outpatient treatment" in text) is told
                    assert ("ask which level" in text) is told


def test_a_program_with_one_level_is_that_level_and_one_that_may_have_several_says_so(local):
    one, perhaps = row(ort=""), row(name1="Oak House", zip="01605", oit="", rl="1")
    dataset = local(one, perhaps)
    stands_for = [find(dataset, [name])[0].option.stands_for for name in ("Elm House", "Oak House")]
    assert stands_for == ["", "may have residential level 3.1"]


def test_a_page_to_take_home_says_it_below_the_table_too_since_a_phone_shows_no_heads(local):
    both = {"oit": "1", "ort": "1"}
    rows = (row(**both), row(name1="Oak House", zip="01605", **both), row(name1="Ash House", zip="01606"))
    dataset = local(*rows)
    programs = [find(dataset, [name])[0].option for name in ("Elm House", "Oak House", "Ash House")]
    text = " ".join(linear(screen(handout(dataset, programs), ["all"]), 80).split())
    assert [bool(one.stands_for) for one in programs] == [True, True, False]
    assert "Elm House and Oak House: each lists outpatient treatment and is shown that way." in text
    assert text.count("Ask which level it would be.") == 1
