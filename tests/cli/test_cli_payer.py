"""`--payer` of `compare` and `list`, and the answer `payer` of `match`: whose price is shown, in every format."""

from __future__ import annotations

import json
import re

import pytest

FORMATS = ("table", "text", "markdown", "html", "csv", "json")
WORDS = {
    "compare": ("compare", "iop", "residential", "--payer", "medicaid", "--all"),
    "list": ("list", "--payer", "medicaid", "--all"),
    "match": ("match", "--set", "relapse_risk=2", "--set", "living_situation=0", "--set", "payer=medicaid", "--full"),
}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("command", WORDS)
def test_every_format_says_the_payers_rate_and_its_year_and_cash_apart(command, format_, run):
    said = " ".join(run(*WORDS[command], "-f", format_, env={"COLUMNS": "200"}).stdout.split())
    if (command, format_) == ("list", "csv"):
        assert '"about $510 a week, 2023 (Maryland)"' in said
        assert "medicaid,2023,508.53,508.53,no,2025,269.0,846.0,yes" in said
        return
    if format_ == "table":  # where a head may stand on two lines beside others
        assert "A Medicaid rate is what Medicaid in one state pays the program" in said
        assert re.search(r"Weekly cost,.+Medicaid", said)
    else:
        assert "Weekly cost, Medicaid rate" in said
        assert "Weekly cost, cash price" in said
    assert "$510" in said
    assert "2023" in said


@pytest.mark.parametrize("width", ["60", "80", "120"])
@pytest.mark.parametrize("command", WORDS)
def test_a_screen_of_any_width_has_both_kinds_apart(command, width, run):
    said = " ".join(run(*WORDS[command], env={"COLUMNS": width}).stdout.split())
    assert "Medicaid rate is what Medicaid in one state pays the program" in said
    assert "$270 to" in said
    assert "$510" in said


def test_where_no_price_of_a_plan_is_known_it_says_so_once_in_a_list(run):
    said = " ".join(run("list", "--payer", "private", "-f", "text", "--all").stdout.split())
    assert said.count("does not know what this health plan pays") == 1
    assert "private insurance" not in said
    assert "Weekly cost, cash price: $270 to $850, 2025" in said


@pytest.mark.parametrize("command", [("list",), ("compare", "iop", "php")])
def test_a_payer_is_read_as_an_answer_is(command, run):
    assert run(*command, "--payer", "No insurance").stdout == run(*command, "--payer", "uninsured").stdout
    done = run(*command, "--payer", "medicad")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == """\
error: the payer was not understood

  --payer  is not one of its answers
           -> did you mean `medicaid` or `medicare`?
"""
    )


def test_an_answer_for_a_payer_is_never_repeated(run):
    assert "secret" not in run("list", "--payer", "secret").stderr


def test_results_say_for_which_payer_they_are(run):
    for words in (("list",), ("compare", "iop", "php")):
        assert json.loads(run(*words, "-f", "json", "--payer", "va").stdout)["payer"] == "va"
        assert json.loads(run(*words, "-f", "json").stdout)["payer"] == ""


def test_a_match_on_medicaid_says_what_the_rate_is_and_not_that_it_is_the_bill(run):
    said = " ".join(run(*WORDS["match"], "--set", "weekly_budget=50", "-f", "text").stdout.split())
    assert (
        "The Medicaid rate was about $510 a week in Maryland in 2023. That is not your bill, so ask what you would owe."
        in said
    )
    assert "You can pay" not in said
