"""Scores of tests given elsewhere: sums and bands, ranges where items are missing, and flags that cannot wait."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopcli.dataset.load import load
from iopcli.dataset.model import Instrument
from iopcli.errors import InputRefused, UsageError, describe
from iopcli.scoring import Scoring, find_instrument, instruments, score, score_of_total

DATASET = load()
EVERY = list(DATASET.instruments.values())
NAMED = ("audit", "audit-c", "bam", "ciwa-ar", "cows", "dast-10", "gad-2", "gad-7", "phq-2", "phq-9")


def item_points(one: Instrument, *, missing: bool) -> st.SearchStrategy[list[int | None]]:
    """Points for every item of an instrument, some of them missing."""
    nothing = st.none() if missing else st.nothing()
    return st.tuples(*(st.sampled_from(can) | nothing for can in one.points.values())).map(list)


def filled(missing: bool) -> st.SearchStrategy[tuple[Instrument, list[int | None]]]:
    return st.sampled_from(EVERY).flatmap(lambda one: st.tuples(st.just(one), item_points(one, missing=missing)))


def typed(points: list[int | None]) -> list[str]:
    return ["-" if value is None else str(value) for value in points]


def bands_of(result: Scoring) -> dict[str, list[tuple[str, str]]]:
    return {one.id: [(band.for_, band.label) for band in one.bands] for one in result.scores}


# --- laws -------------------------------------------------------------------


def test_the_instruments_are_those_that_were_promised():
    assert tuple(DATASET.instruments) == NAMED
    assert [card.id for card in instruments(DATASET).instruments] == list(NAMED)
    assert all(card.licence for card in instruments(DATASET).instruments)


@given(filled(missing=False))
def test_a_score_is_the_sum_of_its_items_and_has_one_band_for_each_person(drawn: tuple[Instrument, list[int]]):
    one, points = drawn
    result = score(DATASET, one, typed(list(points)))
    for scored in result.scores:
        total = sum(points[number - 1] for number in scored.items)
        assert (scored.least, scored.most, scored.missing) == (total, total, ())
        for who in {band.for_ for band in scored.bands}:
            (band,) = (band for band in scored.bands if band.for_ == who)
            assert band.least <= total <= band.most


@given(filled(missing=True), st.data())
def test_what_is_missing_is_a_range_that_holds_every_way_to_fill_it(drawn: Any, data: st.DataObject):
    one, points = drawn
    result = score(DATASET, one, typed(points))
    whole = [
        value if value is not None else data.draw(st.sampled_from(one.points[number]))
        for number, value in enumerate(points, 1)
    ]
    full = score(DATASET, one, typed(list(whole)))
    for partly, fully in zip(result.scores, full.scores, strict=True):
        assert partly.least <= fully.least <= partly.most
        assert set(partly.missing) == {number for number in partly.items if points[number - 1] is None}
        assert {band.label for band in fully.bands} <= {band.label for band in partly.bands}
    surely = {flag.message for flag in result.flags if flag.certain}
    perhaps = {flag.message for flag in result.flags}
    assert surely <= {flag.message for flag in full.flags} <= perhaps


@given(st.sampled_from([one for one in EVERY if len(one.score) == 1]), st.data())
def test_a_total_alone_is_in_the_band_of_its_items(one: Instrument, data: st.DataObject):
    points = data.draw(item_points(one, missing=False))
    by_items = score(DATASET, one, typed(points))
    total = by_items.scores[0].least
    assert bands_of(score_of_total(DATASET, one, total)) == bands_of(by_items)


# --- what a clinician can read ----------------------------------------------


@pytest.mark.parametrize(
    ("name", "total", "label"),
    [
        ("audit", 7, "zone I: low risk"), ("audit", 8, "zone II: risky"), ("audit", 20, "zone IV: possible dependence"),
        ("phq-9", 4, "few or none"), ("phq-9", 10, "moderate"), ("phq-9", 27, "severe"),
        ("gad-7", 14, "moderate"), ("gad-7", 15, "severe"),
        ("ciwa-ar", 9, "mild"), ("ciwa-ar", 19, "severe"), ("cows", 13, "moderate"), ("cows", 37, "severe"),
    ],
)  # fmt: skip
def test_the_band_of_a_total(name: str, total: int, label: str):
    (band,) = score_of_total(DATASET, DATASET.instruments[name], total).scores[0].bands
    assert band.label.startswith(label)


def test_cut_offs_that_differ_for_women_and_men_are_both_shown():
    bands = score_of_total(DATASET, DATASET.instruments["audit-c"], 3).scores[0].bands
    assert {(band.for_, "positive" in band.label) for band in bands} == {("women", True), ("men", False)}


def test_item_nine_of_the_phq_calls_for_help_whatever_the_total():
    quiet = score(DATASET, DATASET.instruments["phq-9"], ["0"] * 9)
    loud = score(DATASET, DATASET.instruments["phq-9"], [*["0"] * 8, "1"])
    unasked = score(DATASET, DATASET.instruments["phq-9"], [*["0"] * 8, "-"])
    assert (quiet.flags, quiet.urgent) == ((), False)
    assert loud.urgent
    assert [line.id for line in loud.flags[0].help] == ["lifeline", "emergency"]
    assert not unasked.urgent
    assert [flag.certain for flag in unasked.flags] == [False]


@pytest.mark.parametrize("name", ["PHQ-9", "phq9", "Phq 9", "Patient Health Questionnaire (PHQ-9)"])
def test_an_instrument_is_found_by_any_of_its_names(name: str):
    assert find_instrument(DATASET, name).id == "phq-9"


# --- what is refused --------------------------------------------------------


def test_an_instrument_that_is_not_there_gets_the_nearest():
    with pytest.raises(UsageError) as caught:
        find_instrument(DATASET, "audti")
    assert "-> did you mean `audit` or `audit-c`?" in describe(caught.value)


@pytest.mark.parametrize(("number", "told"), [(0, "0 were"), (1, "1 was"), (8, "8 were"), (10, "10 were")])
def test_too_few_or_too_many_items_are_refused_and_never_filled_with_zeros(number: int, told: str):
    with pytest.raises(InputRefused) as caught:
        score(DATASET, DATASET.instruments["phq-9"], ["0"] * number)
    assert f"has 9 items, and {told} given" in caught.value.summary


@given(
    st.text(min_size=1).filter(lambda text: text not in "0123" and text.casefold() not in ("-", "?", "na", "missing"))
)
def test_points_that_cannot_be_are_refused_and_not_repeated(text: str):
    with pytest.raises(InputRefused) as caught:
        score(DATASET, DATASET.instruments["phq-9"], [text, *["0"] * 7, f"canary{text}"])
    told = [(problem.place, problem.message, problem.hint) for problem in caught.value.problems]
    wanted = ("has points that it cannot have", "one of 0, 1, 2, 3, or `-`")
    assert told == [("item 1", *wanted), ("item 9", *wanted)]
    assert "canary" not in describe(caught.value)


@pytest.mark.parametrize(("name", "total", "hint"), [
    ("phq-9", 28, "it goes from 0 to 27"), ("phq-9", -1, "it goes from 0 to 27"),
    ("bam", 5, "it has 3 scores, Use, Risk, Protective: give item points"),
])  # fmt: skip
def test_a_total_that_cannot_be_is_refused(name: str, total: int, hint: str):
    with pytest.raises(InputRefused) as caught:
        score_of_total(DATASET, DATASET.instruments[name], total)
    assert caught.value.hint == hint


# --- the command ------------------------------------------------------------


def test_the_command_scores_shows_what_cannot_wait_first_and_ends_with_10(run):
    done = run("score", "phq-9", "1", "2", "0", "3", "1", "-", "0", "1", "1")
    assert (done.returncode, done.stderr) == (10, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Patient Health Questionnaire (PHQ-9)"
    assert lines[4].startswith("Item 9 is above zero.")
    assert "Total: 9 to 12. Not answered: item 6, so it is a range." in done.stdout


@pytest.mark.parametrize(("words", "code"), [
    (("score",), 0), (("score", "audit", "--total", "3"), 0), (("score", "audit"), 2), (("score", "auditt", "1"), 2),
    (("score", "audit", "1", "--total", "3"), 2), (("score", "gad-2", "1"), 4), (("score", "gad-2", "1", "9"), 4),
])  # fmt: skip
def test_the_command_ends_as_promised(run, words: tuple[str, ...], code: int):
    done = run(*words)
    assert done.returncode == code
    assert bool(done.stderr) == (code != 0)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("format_", ["table", "text", "json", "csv", "markdown", "html"])
def test_every_format_has_the_flag_and_the_band(run, format_: str):
    done = run("score", "gad-7", "--total", "15", "--format", format_)
    assert done.returncode == 0
    assert "severe" in done.stdout
    flagged = run("score", "phq-9", *["0"] * 8, "2", "--format", format_)
    assert flagged.returncode == 10
    assert "Ask about it now" in " ".join(flagged.stdout.split())


def test_json_names_its_schema_and_its_sources(run):
    made = json.loads(run("score", "cows", "--total", "20", "-f", "json").stdout)
    assert made["schema"] == "iopcli/score/1"
    assert made["scores"][0]["least"] == made["scores"][0]["most"] == 20
    assert {source for one in made["scores"] for source in one["sources"]} <= set(made["sources"])
