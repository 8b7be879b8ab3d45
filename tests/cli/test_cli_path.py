"""`iopcli path`: what it takes, what it refuses, how it ends, and cost in `compare` and `match`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PEOPLE = Path(__file__).parents[1] / "people"
NURSE, MEDICARE = str(PEOPLE / "nurse.toml"), str(PEOPLE / "medicare.toml")
SILVER = str(Path(__file__).parents[2] / "examples" / "silver.toml")
CIRCLE = 'id = "{}"\n[facts.step_down]\nvalue = ["{}"]\nsources = ["editors"]\nconfidence = "judgement"\n'


def result_of(done, code: int = 0):
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_options_by_any_name_start_a_way_each(run):
    ways = result_of(run("path", "2.1", "rehab", "detox,iop", "iop+sober house", "-f", "json"))["ways"]
    assert [way["stops"][0]["options"] for way in ways] == [
        ["iop"], ["residential"], ["detox"], ["iop", "recovery-residence"],
    ]  # fmt: skip


def test_the_keys_that_scripts_rely_on_are_there(run):
    result = result_of(run("path", "iop", "--payer", "medicare", "-f", "json"))
    assert result["schema"] == "iopcli/path/1"
    (way,) = result["ways"]
    stop = way["stops"][0]
    assert {"options", "weeks", "hours_per_week", "nights_away", "supervision", "cost", "enough"} <= stop.keys()
    assert {"weeks", "hours", "nights_away", "hand_offs", "cost"} <= way["totals"].keys()
    assert {"dataset", "ways", "help"} <= result.keys()
    assert "unknown" in way
    assert {"kind", "year", "min", "max"} <= stop["cost"][0].keys()
    assert stop["cost"][0]["min"] == 1152.86


def test_answers_that_are_urgent_end_with_10_and_still_show_ways(run):
    done = run("path", "--answers", MEDICARE)
    assert done.returncode == 10
    assert "Withdrawal this strong needs medical help today." in done.stdout
    assert "week 0" in done.stdout


def test_the_payer_of_the_answers_is_taken_unless_another_is_named(run):
    assert result_of(run("path", "--answers", MEDICARE, "-f", "json"), 10)["payer"] == "medicare"
    assert result_of(run("path", "--answers", MEDICARE, "--payer", "va", "-f", "json"), 10)["payer"] == "va"


def test_every_problem_of_what_was_typed_is_said_at_once(run):
    done = run(
        "path", "iopp", "--weeks", "iop=0", "--weeks", "php", "--weeks", "iop=x", "--wait", "soon",
        "--payer", "nobody", "--deductible", "1,500", "--coinsurance", "120",
    )  # fmt: skip
    assert done.returncode == 2
    for text in (
        "error: 8 problems in what was typed", "`iopp`", "--weeks number 1", "does not say of what", "--wait",
        "--payer", "has a comma in it", "is more than 100",
    ):  # fmt: skip
        assert text in done.stderr
    assert "1,500" not in done.stderr


@pytest.mark.parametrize("wait", ["-1", "366", "1.5", "two", "3 days"])
def test_a_wait_is_a_whole_number_of_days(run, wait: str):
    done = run("path", "iop", f"--wait={wait}")
    assert (done.returncode, "--wait  is not a number of days" in done.stderr) == (2, True)


@pytest.mark.parametrize("weeks", ["iop=", "iop=-2", "iop=1.55", "iop=521", "iop=three", "iop=000"])
def test_weeks_are_more_than_none(run, weeks: str):
    done = run("path", "iop", "--weeks", weeks)
    assert (done.returncode, "is not a number of weeks" in done.stderr) == (2, True)


def test_the_weeks_of_an_option_are_said_once(run):
    done = run("path", "iop", "--weeks", "iop=3", "--weeks", "2.1=4")
    assert "says the weeks of `iop` again" in done.stderr


def test_a_circle_that_an_overlay_makes_is_named_with_its_place(run, overlay):
    site = overlay({"options/iop.toml": CIRCLE.format("iop", "php")})
    done = run("path", "iop", "--data", str(site))
    assert done.returncode == 2
    assert "options/iop.toml facts.step_down" in done.stderr.replace("  ", " ") or "facts.step_down" in done.stderr
    assert "leads in a circle: php > iop > php" in done.stderr or "leads in a circle: iop > php > iop" in done.stderr


def test_an_overlay_changes_what_is_said_of_waiting(run, overlay):
    tip = '[[tip]]\nid = "meetings"\nsays = "Come to our open group on Monday at 6."\n'
    site = overlay({"waiting.toml": tip})
    assert "Come to our open group on Monday at 6." in run("path", "iop", "--all", "--data", str(site)).stdout


def test_a_file_of_a_plan_says_what_a_person_pays_and_words_go_over_it(run):
    kept = result_of(run("path", "iop", "--coverage", SILVER, "-f", "json"))
    more = result_of(run("path", "iop", "--coverage", SILVER, "--coinsurance", "50", "-f", "json"))
    assert kept["payer"] == "private"
    assert kept["ways"][0]["totals"]["pays"][0]["min"] < more["ways"][0]["totals"]["pays"][0]["min"]


def test_a_file_that_cannot_be_used_is_refused_with_4(run, tmp_path):
    path = tmp_path / "plan.toml"
    path.write_text("[coverage]\ndeductible = -1\n")
    done = run("path", "iop", "--coverage", str(path))
    assert (done.returncode, "plan.toml deductible  has a sign in it" in done.stderr) == (4, True)


def test_a_wait_puts_days_on_what_to_do(run):
    text = run("path", "iop", "--wait", "14", "--all").stdout
    assert "Each week, on day 0, 7, 14: " in text
    assert "Each day, from day 0 to day 14: " in text


def test_compare_says_what_weeks_cost_and_what_is_paid_of_it(run):
    result = result_of(run("compare", "iop", "php", "--weeks", "4", "--deductible", "1500", "-f", "json"))
    costs = result["costs"]
    assert [one["options"] for one in costs] == [["iop"], ["php"]]
    assert costs[0]["cost"][0]["min"] == 1076
    assert costs[0]["pays"][0]["max"] == 1500
    assert "costs" not in result_of(run("compare", "iop", "php", "-f", "json"))


def test_match_says_what_weeks_of_the_first_plans_cost(run):
    done = run("match", "--answers", NURSE, "--weeks", "6", "-f", "json")
    assert [one["weeks"] for one in result_of(done)["costs"]] == [{"min": 6.0, "max": 6.0}] * 3
    assert "costs" not in result_of(run("match", "--answers", NURSE, "-f", "json"))


@pytest.mark.parametrize("command", [("compare", "iop", "php"), ("match", "--answers", NURSE)])
def test_weeks_that_are_none_are_refused(run, command):
    done = run(*command, "--weeks", "0")
    assert (done.returncode, "--weeks  is not a number of weeks" in done.stderr) == (2, True)


@pytest.mark.parametrize("format_", ["table", "text", "json", "csv", "markdown", "html", "svg"])
def test_every_format_is_written(run, format_: str):
    done = run("path", "iop", "residential", "-f", format_)
    assert (done.returncode, done.stderr) == (0, "")
    assert "911" in done.stdout


def test_the_timeline_alone_is_a_picture(run):
    done = run("path", "iop", "--picture", "-f", "svg")
    assert done.stdout.startswith("<svg")
    assert "Aftercare" in done.stdout
