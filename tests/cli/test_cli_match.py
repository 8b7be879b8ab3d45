"""`match --answers` and `--set`: from answers to a result, its exit code, what comes first, and what is kept."""

import csv
import io
import json
import re
import stat
import subprocess

import pytest
from support.command_line import COMMAND
from support.environment import environment
from test_cli_formats import words_in

PAGES = ("table", "text", "markdown", "html", "svg")
TOML = """\
danger_now = false
withdrawal = 0
withdrawal_history = "none"
substances = ["stimulants"]
pregnant = false
mental_health = 1
medical = 0
relapse_risk = 2
living_situation = 1
medication = []
recent_treatment = []
age_group = "adult"
hours_available = 12.5
priorities = ["cost_per_week", "sleep"]
"""
ANSWERS = {
    "danger_now": False, "withdrawal": 0, "withdrawal_history": "none", "substances": ["stimulants"],
    "pregnant": False, "mental_health": 1, "medical": 0, "relapse_risk": 2, "living_situation": 1, "medication": [],
    "recent_treatment": [], "age_group": "adult", "hours_available": 12.5, "priorities": ["cost_per_week", "sleep"],
}  # fmt: skip
TYPED = {
    "danger_now": "no", "withdrawal": "0", "withdrawal_history": "none", "substances": "stimulants", "pregnant": "n",
    "mental_health": "1", "medical": "0", "relapse_risk": "2", "living_situation": "1", "medication": "none",
    "recent_treatment": "none", "age_group": "adult", "hours_available": "12.5", "priorities": "cost_per_week;sleep",
}  # fmt: skip


def sets(**answers):
    """The words that set answers on the command line."""
    return [word for id_, value in answers.items() for word in ("--set", f"{id_}={value}")]


def result_of(done, code=0):
    assert (done.returncode, done.stderr) == (code, "")
    return json.loads(done.stdout)


@pytest.fixture
def matched(run, tmp_path):
    """Run `match` on answers from a file, in a folder of its own."""

    def matched(answers, *words, **options):
        (tmp_path / "answers.json").write_text(json.dumps(answers))
        return run("match", "--answers", "answers.json", *words, cwd=tmp_path, **options)

    return matched


# --- answers come in --------------------------------------------------------


def test_toml_json_standard_input_and_set_give_the_same_bytes(run, tmp_path):
    (tmp_path / "answers.toml").write_text(TOML)
    (tmp_path / "answers.json").write_text("\ufeff" + json.dumps(ANSWERS))
    words = ("-f", "json")
    by_toml = run("match", "--answers", "answers.toml", *words, cwd=tmp_path)
    assert result_of(by_toml)["answers"] == ANSWERS
    assert run("match", "--answers", "answers.json", *words, cwd=tmp_path).stdout == by_toml.stdout
    assert run("match", *sets(**TYPED), *words).stdout == by_toml.stdout
    for text in (TOML, json.dumps(ANSWERS), "\n\n" + json.dumps(ANSWERS, indent=4)):
        command = [*COMMAND, "match", "--answers", "-", *words]
        piped = subprocess.run(command, input=text, capture_output=True, text=True, env=environment(), timeout=60)
        assert (piped.returncode, piped.stdout, piped.stderr) == (0, by_toml.stdout, "")


def test_the_example_of_the_project_is_taken(run):
    result = result_of(run("match", "--answers", "examples/answers.toml", "-f", "json"))
    assert result["plans"]
    assert {"danger_now", "withdrawal", "relapse_risk", "living_situation"} <= set(result["answers"])


def test_a_what_if_changes_one_answer_of_a_file_and_takes_another_out(matched):
    words = ("-f", "json", *sets(relapse_risk=3, hours_available="", medication="naltrexone;alcohol-medications"))
    expected = {**ANSWERS, "relapse_risk": 3, "medication": ["naltrexone", "alcohol-medications"]}
    del expected["hours_available"]
    assert result_of(matched(ANSWERS, *words))["answers"] == expected


def test_an_answer_of_null_is_not_known(matched):
    assert "withdrawal" not in result_of(matched({**ANSWERS, "withdrawal": None}, "-f", "json"))["answers"]


SPELLED = {
    "pregnant": ("Yes", True),
    "evenings_only": ("false", False),
    "sleep_at_home": ("1", True),
    "substances": (" alcohol ; opioids ", ["alcohol", "opioids"]),
    "recent_treatment": ("2.1;PHP", ["iop", "php"]),
    "payer": ("VA", "va"),
    "travel_minutes": ("45", 45.0),
    "withdrawal_history": ("none", "none"),
    "priorities": ("none", []),
}


def test_answers_may_be_spelled_as_people_do(run):
    done = run("match", *sets(**{id_: text for id_, (text, _) in SPELLED.items()}), "-f", "json")
    assert json.loads(done.stdout)["answers"] == {id_: value for id_, (_, value) in SPELLED.items()}


def test_the_same_answers_give_the_same_bytes_in_any_order_and_with_any_seed(run):
    lists = {**TYPED, "substances": "alcohol;stimulants"}
    first, second = (
        run("match", *sets(**answers), "--why", "-f", "json", env={"PYTHONHASHSEED": seed, "TZ": zone, "LANG": lang})
        for answers, seed, zone, lang in (
            (lists, "1", "UTC", "C"),
            (dict(reversed(lists.items())), "77", "Asia/Tokyo", "tr_TR.UTF-8"),
        )
    )
    assert first.stdout
    assert first.stdout == second.stdout


# --- exit codes -------------------------------------------------------------

UNFITTING = {
    "attributes.toml": """\
[[attribute]]
id = "pets"
label = "Pets"
meaning = "Whether pets may come along."
group = "place"
type = "scale"
word = [{ id = "none", says = "none" }, { id = "welcome", says = "pets are welcome" }]
""",
    "rules/site.toml": """\
[[rule]]
id = "a-dog"
title = "A dog that cannot stay behind"
when.relapse_risk.at_least = 1
needs.pets = "welcome"
because = "It has no one else."
sources = ["editors"]
""",
}


def test_answers_that_lead_to_a_plan_end_with_0(matched):
    result = result_of(matched(ANSWERS, "-f", "json"))
    assert (result["urgent"], result["clinician"], result["settled"]) == ([], [], True)


def test_no_answer_at_all_is_no_failure(run):
    result = result_of(run("match", *sets(withdrawal=""), "-f", "json"))
    assert (result["answers"], result["settled"]) == ({}, False)
    assert result["ask_next"]


def test_answers_that_do_not_fit_together_end_with_3(run):
    done = run("match", *sets(substances="opioids", relapse_risk=0), "-f", "json")
    assert [one["rule"] for one in result_of(done, 3)["clinician"]] == ["opioids-but-no-risk"]


def test_needs_that_no_plan_meets_end_with_3_and_the_nearest_plan_is_named(matched, overlay):
    site = str(overlay(UNFITTING))
    result = result_of(matched({"relapse_risk": 1, "danger_now": False}, "-f", "json", "--data", site), 3)
    assert (result["plans"], result["at_least"]["options"]) == ([], [])
    assert [miss["attribute"] for miss in result["nearest"]["misses"]] == ["pets"]
    page = matched({"relapse_risk": 1}, "--data", site)
    assert page.returncode == 3
    assert "No plan here meets every need." in page.stdout


def test_the_most_severe_exit_code_wins(matched, overlay):
    site = str(overlay(UNFITTING))
    unfit = {"relapse_risk": 1, "substances": ["opioids"], "pregnant": True}
    assert matched(unfit, "--data", site).returncode == 10
    assert matched({"withdrawal": 4, "danger_now": False}).returncode == 10


def test_each_urgent_rule_ends_with_10_by_a_vignette_that_shows_it(matched, dataset):
    shown = {rule: one.answers for one in dataset.vignettes.values() for rule in one.expect.urgent or ()}
    urgent = [rule for rule in dataset.rules.values() if rule.urgent]
    assert len(urgent) >= 7
    for rule in urgent:
        result = result_of(matched(shown[rule.id], "-f", "json"), 10)
        alarms = {one["rule"]: one for one in result["urgent"]}
        assert alarms[rule.id]["message"] == rule.urgent.message
        assert [line["id"] for line in alarms[rule.id]["help"]] == list(rule.urgent.lines)


# --- urgent first, and danger now -------------------------------------------

CALL = "In danger now? Call 911. Call or text 988."
URGENT = {"substances": ["opioids"], "pregnant": True, "relapse_risk": 3, "danger_now": False}
DANGER = {**ANSWERS, **URGENT, "danger_now": True, "living_situation": 4}


def after_the_title(format_, done, title):
    """What a reader sees after the title and whom to call, in one line."""
    assert (done.returncode, done.stderr) == (10, "")
    page = " ".join(re.sub(r"[#*=]|--+", " ", words_in(format_, done.stdout)).split())
    return page.partition(f"{title} {CALL} ")[2]


@pytest.mark.parametrize("format_", PAGES)
def test_what_is_urgent_is_the_first_thing_after_the_title(format_, matched, dataset):
    page = after_the_title(format_, matched(URGENT, "-f", format_), "What to talk over, based on these answers")
    assert page.startswith(f"Urgent {dataset.rules['pregnant-with-opioids'].urgent.message} Call ")


@pytest.mark.parametrize("words", [*((format_,) for format_ in PAGES), ("table", "--why", "--full")], ids=" ".join)
def test_in_danger_now_a_page_has_help_and_no_option_and_no_plan(words, matched, dataset):
    page = after_the_title(words[0], matched(DANGER, "-f", *words), "Get help first")
    assert page.startswith(f"Urgent {dataset.rules['danger-now'].urgent.message} Call 911")
    names = {name for option in dataset.options.values() for name in (option.name, option.title)}
    assert [name for name in (*names, "Plan 1", "Side by side", "What is needed", "ASAM") if name in page] == []
    assert [line.number for line in dataset.help.line if line.everywhere and line.number not in page] == []


def test_what_is_urgent_is_the_first_row_of_csv(matched):
    done = matched(URGENT, "-f", "csv")
    assert (done.returncode, done.stderr) == (10, "")
    _, first, *_ = csv.reader(io.StringIO(done.stdout))
    assert first[:2] == ["urgent", "pregnant-with-opioids"]


def test_in_danger_now_json_has_help_and_nothing_to_compare(matched, dataset):
    result = result_of(matched(DANGER, "-f", "json"), 10)
    assert result["stopped"] is True
    assert [line["id"] for line in result["help"]] == [line.id for line in dataset.help.line if line.everywhere]
    for key in ("plans", "needs", "options", "columns", "rows", "flips", "ask_next", "ask", "ask_program"):
        assert not result[key], key


# --- --why, --save, -o ------------------------------------------------------


def test_why_tells_of_every_rule_how_it_was_read(matched, dataset):
    trace = result_of(matched({"relapse_risk": 2}, "--why", "-f", "json"))["trace"]
    held = {one["rule"]: one["holds"] for one in trace}
    assert list(held) == list(dataset.rules)
    assert (held["moderate-risk"], held["high-risk"], held["unsafe-home"]) == (True, False, None)
    page = matched({"relapse_risk": 2}, "--why", "--staff").stdout
    assert "moderate-risk: applies" not in matched({"relapse_risk": 2}, "--why").stdout
    for word in ("moderate-risk: applies", "high-risk: does not apply", "unsafe-home: not known yet", "Scores: "):
        assert word in page
    plain = matched({"relapse_risk": 2})
    assert "unsafe-home" not in plain.stdout
    assert result_of(matched({"relapse_risk": 2}, "-f", "json"))["trace"] == []


def test_nothing_is_saved_unless_asked(matched, tmp_path):
    assert matched(ANSWERS).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]


SAID = "saved record.json, for your eyes only; it holds the answers and no name\n"


def test_a_record_is_for_its_owner_only_and_the_result_is_shown_all_the_same(matched, tmp_path):
    done = matched(ANSWERS, "--save", "record.json", "-f", "json")
    assert (done.returncode, done.stderr) == (0, SAID)
    assert json.loads(done.stdout)["answers"] == ANSWERS
    assert stat.S_IMODE((tmp_path / "record.json").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.json", "record.json"]


def test_a_record_is_saved_when_something_is_urgent_too(matched, tmp_path):
    assert matched(DANGER, "--save", "record.json").returncode == 10
    assert json.loads((tmp_path / "record.json").read_text())["answers"]["danger_now"] is True


@pytest.mark.parametrize("flag", ["--save", "-o"])
def test_a_name_that_is_taken_is_refused_before_anything_is_shown_and_by_force_replaced(flag, matched, tmp_path):
    (tmp_path / "taken.json").write_text("old")
    done = matched(ANSWERS, flag, "taken.json")
    said = "error: taken.json is already there\n\nhint: choose another name, or add --force to replace it\n"
    assert (done.returncode, done.stdout, done.stderr) == (5, "", said)
    assert (tmp_path / "taken.json").read_text() == "old"
    assert matched(ANSWERS, flag, "taken.json", "--force").returncode == 0
    assert json.loads((tmp_path / "taken.json").read_text())["answers"] == ANSWERS


@pytest.mark.parametrize("suffix", ["txt", "json", "md"])
def test_the_suffix_says_the_format_and_the_file_is_for_its_owner_only(suffix, matched, tmp_path):
    formats = {"txt": "text", "md": "markdown"}
    file = tmp_path / f"plan.{suffix}"
    done = matched(URGENT, "-o", file.name)
    assert (done.returncode, done.stdout, done.stderr) == (10, "", f"wrote {file.name}\n")
    assert file.read_text() == matched(URGENT, "-f", formats.get(suffix, suffix), "--full").stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
