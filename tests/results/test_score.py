"""Scores of tests given elsewhere: sums and bands, ranges where items are missing, and flags that cannot wait."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from iopcli.dataset.load import load
from iopcli.dataset.model import Instrument
from iopcli.errors import InputRefused, UsageError, describe
from iopcli.results.score import ScoreResult, find_instrument, instruments, score, whole_number

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


def passed_over(one: Instrument, points: list[int | None]) -> set[int]:
    """The items without an answer that the form itself passes over."""
    filled, skipped = dict(enumerate(points, 1)), set[int]()
    for skip in one.skip:
        if all(filled[number] == 0 for number in skip.zero):
            skipped |= {number for number in skip.items if filled[number] is None}
            filled |= dict.fromkeys(skipped, 0)
    return skipped


def bands_of(result: ScoreResult) -> dict[str, list[tuple[str, str]]]:
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
    skipped = passed_over(one, points)
    whole = [
        value if value is not None else 0 if number in skipped else data.draw(st.sampled_from(one.points[number]))
        for number, value in enumerate(points, 1)
    ]
    full = score(DATASET, one, typed(list(whole)))
    for partly, fully in zip(result.scores, full.scores, strict=True):
        assert partly.least <= fully.least <= partly.most
        assert set(partly.missing) == {n for n in partly.items if points[n - 1] is None and n not in skipped}
        assert set(partly.skipped) == skipped.intersection(partly.items)
        assert {band.label for band in fully.bands} <= {band.label for band in partly.bands}
    surely = {flag.message for flag in result.flags if flag.certain}
    perhaps = {flag.message for flag in result.flags}
    assert surely <= {flag.message for flag in full.flags} <= perhaps


def states(result: ScoreResult) -> dict[tuple[int, ...], bool]:
    """The flags that are up, or may be, by their items; whether they are up for certain."""
    return {flag.items: flag.certain for flag in result.flags}


def brute(one: Instrument, points: list[int | None], total: int | None) -> dict[tuple[int, ...], bool]:
    """The same by going through every way to fill in what is missing."""
    (only,) = one.score
    skipped = passed_over(one, points)
    every = [
        (value,) if value is not None else (0,) if number in skipped else one.points[number]
        for number, value in enumerate(points, 1)
    ]
    ways = [way for way in product(*every) if total is None or sum(way[n - 1] for n in only.items) == total]
    found = {}
    for flag in one.flag:
        up = [any(way[number - 1] >= flag.at_least for number in flag.items) for way in ways]
        if any(up):
            found[flag.items] = all(up)
    return found


WITH_TOTAL = [one for one in EVERY if len(one.score) == 1]
FLAGGED = [one for one in WITH_TOTAL if one.flag]


@given(st.sampled_from(WITH_TOTAL), st.data())
def test_a_total_alone_is_in_the_band_of_its_items(one: Instrument, data: st.DataObject):
    points = data.draw(item_points(one, missing=False))
    by_items = score(DATASET, one, typed(points))
    total = by_items.scores[0].least
    alone = score(DATASET, one, total=total)
    assert bands_of(alone) == bands_of(by_items) == bands_of(score(DATASET, one, typed(points), total))
    assert {flag.message for flag in alone.flags if flag.certain} <= {flag.message for flag in by_items.flags}
    assert {flag.message for flag in by_items.flags} <= {flag.message for flag in alone.flags}


@given(st.sampled_from(FLAGGED), st.data())
def test_a_flag_is_certain_where_every_way_to_fill_in_the_form_raises_it_and_gone_where_none_does(
    one: Instrument, data: st.DataObject
):
    points = data.draw(item_points(one, missing=False))
    (only,) = one.score
    total = data.draw(st.none() | st.just(sum(points[number - 1] or 0 for number in only.items)))
    hidden = data.draw(st.sets(st.sampled_from(range(len(points))), max_size=4))
    partly = [None if number in hidden else value for number, value in enumerate(points)]
    skipped = passed_over(one, partly)
    assume(all(points[number - 1] == 0 for number in skipped))
    result = score(DATASET, one, typed(partly), total)
    assert states(result) == brute(one, partly, total)
    for flag in result.flags:
        given_ = [partly[number - 1] for number in flag.items]
        raised = any(value is not None and value >= flag.at_least for value in given_)
        assert flag.implied == (flag.certain and not raised)
        assert flag.certain or flag.missing


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
    (band,) = score(DATASET, DATASET.instruments[name], total=total).scores[0].bands
    assert band.label.startswith(label)


def test_cut_offs_that_differ_for_women_and_men_are_both_shown():
    bands = score(DATASET, DATASET.instruments["audit-c"], total=3).scores[0].bands
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


@pytest.mark.parametrize(("words", "total", "skipped"), [
    ("audit 0 - - - - - - - 0 0", 0, (2, 3, 4, 5, 6, 7, 8)), ("audit 1 0 0 - - - - - 0 0", 1, (4, 5, 6, 7, 8)),
    ("audit 0 0 0 0 - - - - 2 4", 6, (5, 6, 7, 8)), ("audit-c 0 - -", 0, (2, 3)),
    ("bam 0 0 0 0 - 0 - 0 0 0 0 0 0 0 0 0 0", 0, (5,)),
])  # fmt: skip
def test_what_the_form_itself_skips_counts_as_0_and_is_said(words: str, total: int, skipped: tuple[int, ...]):
    name, *points = words.split()
    first = score(DATASET, DATASET.instruments[name], points).scores[0]
    assert (first.least, first.most, first.skipped, first.missing) == (total, total, skipped, ())


@pytest.mark.parametrize("points", ["1 - - - - - - - 0 0", "1 0 1 - - - - - 0 0", "- 0 0 - - - - - - -"])
def test_what_the_form_does_not_skip_stays_missing(points: str):
    (only,) = score(DATASET, DATASET.instruments["audit"], points.split()).scores
    assert only.least < only.most
    assert only.missing


@pytest.mark.parametrize(("total", "certain"), [(0, None), (1, False), (24, False), (25, True), (27, True)])
def test_a_total_that_cannot_be_without_item_nine_raises_its_flag_and_one_that_can_hide_it_asks(
    total: int, certain: bool | None
):
    result = score(DATASET, DATASET.instruments["phq-9"], total=total)
    assert [(flag.certain, flag.implied, flag.missing) for flag in result.flags] == (
        [] if certain is None else [(certain, certain, (9,))]
    )
    assert result.urgent == bool(certain)


def test_yes_and_no_are_read_where_an_item_is_answered_so_and_item_3_of_the_dast_counts_the_other_way():
    dast = DATASET.instruments["dast-10"]
    words = score(DATASET, dast, ["yes", *["no"] * 9])
    assert words.scores[0].least == words.scores[0].most == 2
    assert score(DATASET, dast, ["Y", "n", "TRUE", "false", "n", "n", "n", "n", "n", "n"]).scores[0].least == 1
    assert score(DATASET, dast, ["1", "0", "1", "0", "0", "0", "0", "0", "0", "0"]).scores[0].least == 2
    assert score(DATASET, DATASET.instruments["bam"], [*"0" * 13, "yes", *"000"]).scores[2].least == 4
    for name, typed_ in (("phq-2", ["yes", "0"]), ("bam", [*"0" * 13, "1", *"000"])):
        with pytest.raises(InputRefused):
            score(DATASET, DATASET.instruments[name], typed_)


def test_points_written_with_a_zero_after_the_point_are_whole_numbers():
    (only,) = score(DATASET, DATASET.instruments["phq-9"], ["1.0", "2.0", *["0"] * 7]).scores
    assert only.least == only.most == 3
    assert [whole_number(text) for text in ("2", "2.0", "2.00", "-1", "2.5", "2.", "1e2", "٢", "", "2\n")] == [
        *(2, 2, 2, -1), *[None] * 6,
    ]  # fmt: skip


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
    with pytest.raises(UsageError) as caught:
        score(DATASET, DATASET.instruments["phq-9"], ["0"] * number)
    assert f"has 9 items, and {told} given" in caught.value.summary


@given(
    st.text(min_size=1).filter(
        lambda text: whole_number(text) not in range(4) and text.casefold() not in ("-", "?", "na", "missing")
    )
)
def test_points_that_cannot_be_are_refused_and_not_repeated(text: str):
    with pytest.raises(InputRefused) as caught:
        score(DATASET, DATASET.instruments["phq-9"], [text, *["0"] * 7, f"canary{text}"])
    told = [(problem.place, problem.message, problem.hint) for problem in caught.value.problems]
    wanted = ("has points that it cannot have", "one of 0, 1, 2, 3, or `-`")
    assert told == [("item 1", *wanted), ("item 9", *wanted)]
    assert "canary" not in describe(caught.value)


@pytest.mark.parametrize(("name", "total", "problem"), [
    ("phq-9", 28, ("total", "cannot be", "the score goes from 0 to 27")),
    ("phq-9", -1, ("total", "cannot be", "the score goes from 0 to 27")),
    ("bam", 5, ("total", "there is none", "it has 3 scores, Use, Risk, Protective: give item points")),
])  # fmt: skip
def test_a_total_that_cannot_be_is_refused(name: str, total: int, problem: tuple[str, str, str]):
    with pytest.raises(InputRefused) as caught:
        score(DATASET, DATASET.instruments[name], total=total)
    assert [one[:3] for one in caught.value.problems] == [problem]


@pytest.mark.parametrize("points", ["1 1 1 1 1 1 1 1 1", "1 1 1 1 1 1 1 3 -"])
def test_a_total_that_is_not_the_sum_of_the_items_is_told_and_nothing_is_guessed(points: str):
    with pytest.raises(InputRefused) as caught:
        score(DATASET, DATASET.instruments["phq-9"], points.split(), 8)
    assert describe(caught.value).splitlines()[2:] == [
        "  total  cannot be the sum of these items",
        "         -> check it and each item against the form",
    ]


def test_a_total_and_items_that_cannot_be_are_told_together():
    with pytest.raises(InputRefused) as caught:
        score(DATASET, DATASET.instruments["gad-2"], ["7", "0"], 9)
    assert [problem.place for problem in caught.value.problems] == ["item 1", "total"]


# --- the command ------------------------------------------------------------


def test_the_command_scores_shows_what_cannot_wait_first_and_ends_with_10(run):
    done = run("score", "phq-9", "1", "2", "0", "3", "1", "-", "0", "1", "1")
    assert (done.returncode, done.stderr) == (10, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "Patient Health Questionnaire (PHQ-9)"
    assert lines[4].startswith("Item 9 is above zero.")
    assert "Total: 9 to 12. Not answered: item 6, so the score is a range." in done.stdout


def test_the_page_says_what_the_form_skips_why_a_total_raises_a_flag_and_what_it_may_hide(run):
    def words(*typed_: str) -> str:
        return " ".join(run("score", *typed_, "--all").stdout.split())

    said = "Total: 0. After these answers, the form skips items 2, 3, 4, 5, 6, 7, 8, so each counts as 0."
    assert said in words("audit", "0", *"-------", "0", "0")
    assert "After these answers, the form skips item 5, so it counts as 0." in words("bam", *"0000-0-0000000000")
    assert "The total shows this, because" in words("phq-9", "--total", "26")
    asked = "What these points may hide - Item 9 was not answered, so look at the form, or ask the person."
    assert f"{asked} [2,3,4] With 1 point or more: Item 9 is above zero." in words("phq-9", "--total", "9")
    assert "Items 4, 5, 6 were not answered, so look at the form, or ask the person." in words("audit", "--total", "9")
    assert "may hide" not in words("phq-9", "--total", "0")


def test_a_total_that_cannot_be_read_is_refused_without_its_value(run):
    done = run("score", "phq-9", "--total", "canary7")
    assert done.stderr.startswith("error: --total needs a whole number\n")
    assert "canary" not in done.stdout + done.stderr


@pytest.mark.parametrize(("words", "code"), [
    (("score",), 0), (("score", "audit", "--total", "3"), 0), (("score", "audit"), 2), (("score", "auditt", "1"), 2),
    (("score", "audit", "1", "--total", "3"), 2), (("score", "gad-2", "1"), 2), (("score", "gad-2", "1", "9"), 4),
    (("score", "gad-2", "1", "2", "--total", "3.0"), 0), (("score", "gad-2", "1", "2", "--total", "4"), 4),
    (("score", "gad-2", "--total", "many"), 2), (("score", "gad-2", "--total", "-1"), 4),
    (("score", "phq-9", "--total", "27"), 10), (("score", "phq-9", "--total", "24"), 0),
    (("score", "phq-9", *"33333333-", "--total", "25"), 10), (("score", "dast-10", "yes", *["no"] * 9), 0),
])  # fmt: skip
def test_the_command_ends_as_promised(run, words: tuple[str, ...], code: int):
    done = run(*words)
    assert done.returncode == code
    assert bool(done.stderr) == (code not in (0, 10))
    assert "Traceback" not in done.stderr


def test_csv_has_what_the_form_skips(run):
    assert "skipped by the form,total,counts as 0,2;3" in run("score", "audit-c", "0", "-", "-", "-f", "csv").stdout


@pytest.mark.parametrize("format_", ["table", "text", "json", "csv", "markdown", "html"])
def test_every_format_has_the_flag_and_the_band(run, format_: str):
    done = run("score", "gad-7", "--total", "15", "--format", format_)
    assert done.returncode == 0
    assert "severe" in done.stdout
    flagged = run("score", "phq-9", *["0"] * 8, "2", "--format", format_)
    assert flagged.returncode == 10
    assert "Ask about those thoughts now" in " ".join(flagged.stdout.split())


def test_json_names_its_schema_and_its_sources(run):
    made = json.loads(run("score", "cows", "--total", "20", "-f", "json").stdout)
    assert made["schema"] == "iopcli/score/1"
    assert made["scores"][0]["least"] == made["scores"][0]["most"] == 20
    assert {source for one in made["scores"] for source in one["sources"]} <= set(made["sources"])
