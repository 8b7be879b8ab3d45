"""`iopcli week` as it is typed: what it understands, what it refuses, all at once, and how it ends."""

from __future__ import annotations

import json

import pytest

WEEK = ["week", "iop", "php"]
ANSWERS = "relapse_risk = 2\nliving_situation = 3\ntravel_minutes = 25\nevenings_only = true\n"


@pytest.fixture
def answers(tmp_path):
    """A file of answers with this text."""

    def write(text: str = ANSWERS) -> str:
        path = tmp_path / "answers.toml"
        path.write_text(text)
        return str(path)

    return write


def test_the_line_of_the_manual_runs(run):
    words = ("--work", "mon-fri 9:00-17:00", "--travel", "40", "--evenings-only", "--care-for", "mon-fri 15:00-18:00")
    done = run(*WEEK, *words, "--sleep", "8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Even without treatment, work and caregiving overlap for 10 hours a week." in " ".join(done.stdout.split())


def test_every_problem_is_told_at_once_and_no_value_with_it(run):
    done = run("week", "iop", "nosuchthing", "--work", "mon 9-5, fri 25:00-26:00", "--care-for", "blursday 1pm-2pm",
               "--travel", "-5", "--sleep", "forever")  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    lines = [line.strip() for line in done.stderr.splitlines()]
    assert lines[0] == "error: 6 problems in what was typed"
    for place in ("`nosuchthing`", "--work part 1", "--work part 2", "--care-for", "--travel", "--sleep"):
        assert [line for line in lines if line.startswith(place)], place
    assert not any(value in done.stderr for value in ("9-5,", "25:00", "blursday", "-5\n", "forever"))


REFUSED = {
    "week": "week needs an option, or answers",
    "week iop IOP": "is named twice",
    "week iop --travel 601": "needs a number from 0 to 600",
    "week iop --travel 12.5": "needs a number from 0 to 600 in whole minutes",
    "week iop --travel x": "needs a number from 0 to 600",
    "week iop --sleep 15": "needs a number from 0 to 14",
    "week iop --sleep 7.33": "needs a number from 0 to 14 in whole minutes",
    "week iop --work ''": "is empty",
    "week iop --nights": "",
}


@pytest.mark.parametrize("line", REFUSED)
def test_it_is_refused_with_2(line, run):
    done = run(*[word.strip("'") for word in line.split()])
    assert (done.returncode, done.stdout) == (2, "")
    assert REFUSED[line] in done.stderr


def test_hours_may_be_given_again(run):
    both = run("week", "iop", "--work", "mon 9:00-17:00", "--work", "tue 9:00-17:00", "--format", "json").stdout
    once = run("week", "iop", "--work", "tue 9:00-17:00, mon 9:00-17:00", "--format", "json").stdout
    assert json.loads(both)["weeks"] == json.loads(once)["weeks"]


def test_half_an_hour_of_sleep_is_whole_minutes(run):
    assert json.loads(run("week", "iop", "--sleep", "7.5", "--format", "json").stdout)["own"]["sleep_minutes"] == 450


def test_answers_say_how_far_and_when_and_which_plans(answers, run):
    done = run("week", "--answers", answers(), "--format", "json")
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert (told["own"]["travel_minutes"], told["own"]["evenings_only"]) == (25, True)
    assert 1 <= len(told["weeks"]) <= 3
    assert all(one["enough"] for one in told["weeks"])


def test_what_is_typed_stands_over_the_answers(answers, run):
    told = json.loads(run("week", "iop", "--answers", answers(), "--travel", "0", "--format", "json").stdout)
    assert told["own"]["travel_minutes"] == 0
    assert told["weeks"][0]["enough"] is False


def test_answers_that_cannot_be_read_are_refused_with_4(answers, run):
    done = run("week", "iop", "--answers", answers("relapse_risk = 9\n"))
    assert (done.returncode, done.stdout) == (4, "")
    assert "relapse_risk" in done.stderr


def test_an_urgent_answer_comes_first_and_ends_with_10(answers, run):
    done = run("week", "iop", "--answers", answers("danger_now = true\n"))
    assert done.returncode == 10
    assert "911" in done.stdout
    assert "Mon " not in done.stdout


def test_answers_that_do_not_fit_together_are_for_a_clinician_and_end_with_3(answers, run):
    none = dict.fromkeys(("withdrawal", "mental_health", "medical", "living_situation", "readiness"), 0)
    told = {**none, "relapse_risk": 2, "withdrawal_history": "none", "substances": ["alcohol"], "drinks_a_day": 10}
    known = {**told, "danger_now": False, "pregnant": False, "medication": [], "age_group": "adult", "days_of_use": 7}
    text = json.dumps(known)
    done = run("week", "iop", "--answers", answers(text))
    assert done.returncode == 3
    assert "A clinician needs to look at this" in done.stdout


def test_a_program_of_a_site_has_its_own_times(run):
    done = run("week", "northside-evening", "--data", "examples/northside")
    assert "Evening group: Mon to Thu, 6 to 9 pm; the program's own times (northside)." in done.stdout


# --- the same hours in match --------------------------------------------------


def matched(run, *words):
    done = run("match", *words, "--format", "json")
    assert done.returncode in (0, 3, 10), done.stderr
    return json.loads(done.stdout)["answers"]


HOURS = ("--work", "mon-fri 9:00-17:00", "--care-for", "mon-fri 15:00-18:00", "--travel", "40")


def test_match_makes_wishes_of_hours(run):
    assert matched(run, *HOURS, "--set", "relapse_risk=2") == {
        "relapse_risk": 2, "hours_available": 11.0, "evenings_only": True, "travel_minutes": 40.0,
    }  # fmt: skip


def test_match_lets_an_answer_that_is_given_stand(answers, run):
    found = matched(run, *HOURS, "--answers", answers(), "--set", "hours_available=3")
    assert (found["hours_available"], found["evenings_only"], found["travel_minutes"]) == (3.0, True, 25.0)


def test_match_takes_hours_alone(run):
    assert matched(run, "--evenings-only") == {"evenings_only": True}


def test_match_refuses_hours_that_cannot_be_read_before_anything_else(run):
    done = run("match", "--work", "mon 9-5", "--travel", "-1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "2 problems in the hours" in done.stderr


@pytest.mark.parametrize("words", [("--all",), ("--draft", "draft.json")])
def test_match_asks_nothing_where_hours_are_given(words, run, tmp_path):
    done = run("match", "--travel", "20", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert f"{words[0]} is for the interview" in done.stderr
