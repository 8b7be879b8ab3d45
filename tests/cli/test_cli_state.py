"""`--state` and IOPCLI_STATE: what a state's own rules say comes first, in every format, and the page says which."""

from __future__ import annotations

import json
import re

import pytest

WORDS = {
    "compare": ("compare", "iop", "residential"),
    "list": ("list",),
    "show": ("show", "residential"),
    "match": ("match", "--set", "relapse_risk=2", "--set", "living_situation=0"),
    "ask": ("ask", "how many hours a week is residential"),
}
OWN = "What is marked MD comes from Maryland's own rules or rates. The rest is general."
NONE = "This tool has no facts just for Alaska, so it shows general facts."


def plain(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("format_", ["table", "text", "markdown"])
@pytest.mark.parametrize("command", WORDS)
def test_a_page_says_which_facts_are_the_states_own(command, format_, run):
    said = plain(run(*WORDS[command], "--state", "MD", "-f", format_).stdout)
    assert OWN in said
    assert NONE in plain(run(*WORDS[command], "--state", "Alaska", "-f", format_).stdout)
    assert "state's rules" not in plain(run(*WORDS[command], "-f", format_).stdout)


def test_the_states_number_comes_first_and_the_general_one_stands_in_the_note(run):
    said = plain(
        run("compare", "iop", "residential", "-a", "hours_per_week", "--state", "md", "-f", "text", "--all").stdout
    )
    assert "at least 36 hours a week" in said
    assert "MD's own" in said
    assert "Also: at least 20 (often 25) hours a week." in said


def test_json_and_csv_say_it_cell_by_cell(run):
    done = json.loads(run("compare", "iop", "residential", "--state", "Maryland", "-f", "json").stdout)
    state = done["dataset"]["state"]
    assert (state["code"], state["name"], state["holds"]) == ("MD", "Maryland", True)
    assert "maryland" in state["topics"]
    cells = {(row["attribute"], one["option"]): one for row in done["rows"] for one in row["cells"]}
    assert cells["hours_per_week", "residential"]["rule_of"] == "MD"
    assert cells["keeps_job", "iop"]["rule_of"] == ""
    assert "state" not in json.loads(run("compare", "iop", "residential", "-f", "json").stdout)["dataset"]
    header, *lines = run("show", "residential", "--state", "MD", "-f", "csv").stdout.splitlines()
    assert "rule_of,second_hand" in header
    assert any(",MD," in line for line in lines)


def test_the_rate_of_the_state_is_the_one_of_its_payer(run):
    words = ("compare", "iop", "php", "-a", "cost_per_week", "--payer", "medicaid", "-f", "text", "--all")
    assert "$510 a week" in plain(run(*words, "--state", "MD").stdout)
    said = plain(run(*words, "--state", "AZ").stdout)
    assert "$470 a week, 2023" in said
    assert "AZ's own" in said


def test_the_environment_names_a_state_and_the_word_on_the_line_goes_before_it(run):
    assert OWN in plain(run("list", env={"IOPCLI_STATE": "MD"}).stdout)
    assert NONE in plain(run("list", "--state", "AK", env={"IOPCLI_STATE": "MD"}).stdout)
    assert "state's rules" not in plain(run("list", env={"IOPCLI_STATE": ""}).stdout)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Virgina", "did you mean `Virginia` or `West Virginia`?"),
        ("secret-place", "write its two letters, such as VA for Virginia"),
    ],
)
def test_what_is_no_state_is_one_clear_error_that_does_not_repeat_it(typed, hint, run):
    done = run("list", "--state", typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"""\
error: the state was not understood

  --state  is not a US state
           -> {hint}
"""
    )


def test_a_record_is_replayed_from_the_state_it_was_made_in(run, tmp_path):
    record = tmp_path / "record.json"
    run(*WORDS["match"], "--state", "MD", "--save", str(record))
    assert json.loads(record.read_text())["dataset"]["state"]["code"] == "MD"
    done = run("match", "--replay", str(record))
    assert done.returncode == 0
    assert OWN in plain(done.stdout)
