"""The usual weeks of an option: read, checked, laid over, and packed as they are."""

from __future__ import annotations

import pytest

from iopcli.dataset.load import load, shipped
from iopcli.dataset.pack import pack, unpack
from iopcli.errors import DatasetError

HEAD = 'id = "late"\nlike = "iop"\nname = "Late program"\norder = 61\nsummary = "A group late in the evening."\n'
GOOD = """[[sessions]]
id = "late"
label = "late group"
sources = ["editors"]
confidence = "secondary"

[[sessions.visit]]
times = "mon, wed 20:00-22:00"
"""
BROKEN = {
    ('times = "mon, wed 20:00-22:00"', 'times = "mon 8-10"'): "does not say whether it is morning or afternoon",
    ('times = "mon, wed 20:00-22:00"', 'times = "mon 20:00-22:00"\ndays = 2'): "needs more days than it names",
    ('times = "mon, wed 20:00-22:00"', 'times = "mon 20:00-22:00"\nminutes = 121'): "lasts longer than its hours",
    ('times = "mon, wed 20:00-22:00"', 'times = "mon 20:00-22:00"\nminutes = -1'): "lasts longer than its hours",
    ('times = "mon, wed 20:00-22:00"', "days = 2"): "has no `sessions[0].visit[0].times`",
    ('confidence = "secondary"', 'confidence = "secondary"\nstays = true'): "has visits and is a stay, or is neither",
    ('\n[[sessions.visit]]\ntimes = "mon, wed 20:00-22:00"', ""): "has visits and is a stay, or is neither",
    ('sources = ["editors"]', ""): "has no source",
    ('sources = ["editors"]', 'sources = ["nobody-at-all"]'): "`nobody-at-all` is not a known source",
    ('id = "late"', 'id = "Late!"'): "has an id that is not good, or there twice",
    ('label = "late group"', 'label = "late group"\ncolor = "red"'): "sessions[0].color is not a known key",
    ('confidence = "secondary"', 'confidence = "sure"'): "`sure` is not one of",
}


def test_a_local_program_has_its_own_times_and_one_without_has_those_it_is_like(overlay):
    plain = HEAD.replace('"late"', '"plain"').replace("Late", "Plain")
    folder = overlay({"options/late.toml": HEAD + GOOD, "options/plain.toml": plain})
    dataset = load([folder])
    late, like = dataset.options["late"], dataset.options["plain"]
    assert [one.visit[0].times for one in late.sessions] == ["mon, wed 20:00-22:00"]
    assert late.layers["sessions"] == folder.name
    assert like.sessions == dataset.options["iop"].sessions
    assert "sessions" not in like.layers


def test_an_overlay_lays_times_over_an_option_that_is_there(overlay):
    folder = overlay({"options/iop.toml": f'id = "iop"\n{GOOD}'})
    one = load([folder]).options["iop"]
    assert [each.id for each in one.sessions] == ["late"]
    assert one.layers == {"sessions": folder.name}


@pytest.mark.parametrize("change", BROKEN)
def test_what_is_wrong_is_told_with_its_place(change, overlay):
    folder = overlay({"options/late.toml": HEAD + GOOD.replace(*change)})
    with pytest.raises(DatasetError) as caught:
        load([folder])
    found = [one for one in caught.value.problems if BROKEN[change] in one.message]
    assert found
    assert all("options/late.toml" in one.place for one in caught.value.problems)


def test_two_weeks_with_one_id_are_refused(overlay):
    folder = overlay({"options/late.toml": HEAD + GOOD + GOOD})
    with pytest.raises(DatasetError) as caught:
        load([folder])
    assert [one.message for one in caught.value.problems] == ["has an id that is not good, or there twice"]


def test_they_are_packed_as_they_are(dataset):
    base = shipped()
    again = unpack(pack(dataset, base), base)
    assert again is not None
    assert {id_: one.sessions for id_, one in again.options.items()} == {
        id_: one.sessions for id_, one in dataset.options.items()
    }


def test_every_option_but_those_without_care_says_when_one_comes(dataset):
    without = [one.id for one in dataset.options.values() if not one.sessions]
    assert without == ["wait", "shelter"]


def test_where_one_sleeps_at_the_program_and_cannot_work_one_stays(dataset):
    stays = {one.id for one in dataset.options.values() if any(each.stays for each in one.sessions)}
    away = {one.id for one in dataset.options.values() if "home" not in one.listed("sleep")}
    works = {id_ for id_ in away if dataset.options[id_].facts["keeps_job"].value == "yes"}
    assert stays == away - works


def test_the_hours_of_a_week_are_within_those_that_the_facts_say(dataset):
    from iopcli.match.hours import Life
    from iopcli.results.week import week

    for one in dataset.options.values():
        hours = one.facts["hours_per_week"].value
        if not one.sessions or hours is None or one.sessions[0].stays:
            continue
        (made,) = week(dataset, [one], Life()).weeks
        low = hours.min if hours.min is not None else hours.typical or 0
        most = hours.max if hours.max is not None else 40
        assert low <= made.totals.treatment / 60 <= most, one.id
