"""`match --save`, `match --replay` and `review`: a result proved on a later day, and two of one person compared."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from test_cli_formats import words_in

from iopcli import __version__
from iopcli.dataset.answers import typed
from iopcli.match.match import match
from iopcli.match.record import saved

HOLDS = "The saved result still holds"
CHANGED = "The saved result has changed"
STRICTER = {
    "rules/use.toml": """\
[[rule]]
id = "moderate-risk"
needs.hours_per_week = 20
"""
}
KNOWN = {
    "danger_now": False, "withdrawal": 0, "withdrawal_history": "none", "substances": ["stimulants"],
    "pregnant": False, "mental_health": 0, "medical": 0, "relapse_risk": 2, "living_situation": 0, "readiness": 1,
    "medication": [], "recent_treatment": [], "age_group": "adult",
}  # fmt: skip


@pytest.fixture
def keep(dataset, tmp_path):
    """Keep the record of some answers under a name, as `match --save` does; gives its folder."""

    def keep(name, answers):
        known = {id_: typed(dataset.questions[id_], value) for id_, value in answers.items() if value is not None}
        (tmp_path / name).write_text(saved(dataset, match(dataset, known)))
        return tmp_path

    return keep


def result_of(done, code=0):
    assert (done.returncode, done.stderr) == (code, "")
    return json.loads(done.stdout)


# --- what is saved ----------------------------------------------------------


def test_a_record_holds_the_answers_and_what_came_of_them_and_nothing_of_the_machine(run, dataset, tmp_path):
    (tmp_path / "answers.json").write_text(json.dumps(KNOWN))
    assert run("match", "--answers", "answers.json", "--save", "record.json", cwd=tmp_path).returncode == 0
    text = (tmp_path / "record.json").read_text()
    record = json.loads(text)
    assert record["schema"] == "iopcli/record/1"
    assert record["iopcli"] == __version__
    assert record["dataset"]["sha256"] == dataset.sha256
    assert record["answers"] == KNOWN
    assert record["at_least"] == record["at_most"] == ["iop"]
    assert {"some-risk", "moderate-risk"} <= set(record["fired"])
    for word in (str(tmp_path), tmp_path.name, "answers.json", str(Path.home())):
        assert f'"{word}' not in text
    assert not re.search(r"\d\d:\d\d", text)


def test_the_same_answers_are_saved_in_the_same_bytes(keep, run):
    folder = keep("one.json", KNOWN)
    (folder / "answers.json").write_text(json.dumps(dict(reversed(KNOWN.items()))))
    assert run("match", "--answers", "answers.json", "--save", "two.json", cwd=folder).returncode == 0
    assert (folder / "one.json").read_bytes() == (folder / "two.json").read_bytes()


# --- replay -----------------------------------------------------------------


@pytest.mark.parametrize("format_", ["table", "html"])
def test_a_saved_result_is_proved_on_a_page(format_, keep, run):
    folder = keep("record.json", KNOWN)
    done = run("match", "--replay", "record.json", "-f", format_, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    page = words_in(format_, done.stdout)
    assert HOLDS in page
    assert "It was saved with the same dataset." in page


def test_a_saved_result_is_proved_in_json_and_from_standard_input(keep, run, dataset):
    folder = keep("record.json", KNOWN)
    result = result_of(run("match", "--replay", "record.json", "-f", "json", cwd=folder))
    assert result["schema"] == "iopcli/replay/1"
    assert (result["same"], result["same_dataset"], result["changes"]) == (True, True, [])
    assert result["saved"]["sha256"] == result["dataset"]["sha256"] == dataset.sha256
    assert result["at_least"]["options"] == ["iop"]


def test_with_a_rule_that_asks_for_more_it_is_3_and_every_change_is_listed(keep, run, overlay):
    folder = keep("record.json", KNOWN)
    words = ("match", "--replay", "record.json", "--data", str(overlay(STRICTER)))
    result = result_of(run(*words, "-f", "json", cwd=folder), 3)
    assert (result["same"], result["same_dataset"]) == (False, False)
    told = {one["about"]: (one["was"], one["now"]) for one in result["changes"]}
    assert told["Hours a week, at least"] == ("at least 9 hours a week", "at least 20 hours a week")
    assert told["At least"] == ("Intensive outpatient", "Partial hospitalization")
    assert all(one["why"] for one in result["changes"])
    done = run(*words, cwd=folder)
    assert done.returncode == 3
    page = " ".join(done.stdout.split())
    assert CHANGED in page
    assert "Was: Intensive outpatient Now: Partial hospitalization Why: " in page
    rows = list(csv.DictReader(io.StringIO(run(*words, "-f", "csv", cwd=folder).stdout)))
    assert [row["about"] for row in rows][-len(told) :] == list(told)


def test_with_another_dataset_that_changes_nothing_it_still_holds_and_says_so(keep, run, overlay):
    site = str(overlay({"options/wait.toml": 'id = "wait"\nsummary = "A summary of another site."\n'}))
    folder = keep("record.json", KNOWN)
    done = run("match", "--replay", "record.json", "--data", site, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    page = " ".join(done.stdout.split())
    assert HOLDS in page
    assert "It was saved with another dataset" in page


def test_an_urgent_record_is_10_and_says_what_is_urgent_first_whatever_has_changed(keep, run, overlay):
    folder = keep("record.json", {**KNOWN, "withdrawal": 3, "substances": ["alcohol"]})
    for words in ((), ("--data", str(overlay(STRICTER)))):
        done = run("match", "--replay", "record.json", *words, cwd=folder)
        assert (done.returncode, done.stderr) == (10, "")
        page = " ".join(done.stdout.split())
        assert " In danger now? Call 911. Call or text 988. Urgent Withdrawal this strong" in page


def test_a_record_of_danger_now_shows_help_and_no_plan(keep, run):
    folder = keep("record.json", {**KNOWN, "danger_now": True})
    done = run("match", "--replay", "record.json", cwd=folder)
    assert done.returncode == 10
    assert done.stdout.startswith("Get help first\n")
    assert "Intensive outpatient" not in done.stdout


def test_a_record_whose_answers_do_not_fit_together_keeps_its_exit_code(keep, run):
    """What had to be looked at when it was saved has to be looked at when it is read again."""
    folder = keep("record.json", {**KNOWN, "substances": ["opioids"], "relapse_risk": 0})
    assert run("match", "--replay", "record.json", cwd=folder).returncode == 3
    assert run("review", "record.json", "record.json", cwd=folder).returncode == 3


NOT_EDITED = "records are made with `iopcli match --save FILE` and not edited"
ANEW = "save it again from its answers"


def broken(text):
    """A record spoiled in every way that happens, with what is said of each."""
    record = json.loads(text)
    another = json.dumps({**record, "answers": {**record["answers"], "relapse_risk": 1}})
    return {
        "empty": ("", "is not JSON: line 1", "is it complete?"),
        "cut": (text[: len(text) // 2], None, None),
        "cut at the end": (text[:-3], None, "is it complete?"),
        "edited": (another, "was changed after it was saved", ANEW),
        "by hand": (json.dumps({**record, "at_least": ["wait"]}), "was changed after it was saved", ANEW),
        "no checksum": (json.dumps({**record, "checksum": ""}), "was changed after it was saved", ANEW),
        "more": (json.dumps({**record, "name": "x"}), "is not a saved record", NOT_EDITED),
        "less": (json.dumps({key: record[key] for key in ("schema", "answers")}), "is not a saved record", NOT_EDITED),
        "answers": (json.dumps(record["answers"]), "is not a saved record", NOT_EDITED),
        "TOML": ("withdrawal = 2\n", "is not JSON: line 1", "is it complete?"),
        "later": (text.replace("iopcli/record/1", "iopcli/record/2"), "is a record of another kind", NOT_EDITED),
    }


BROKEN = list(broken('{"answers": {}, "schema": ""}'))


@pytest.mark.parametrize("name", BROKEN)
def test_a_record_that_is_cut_edited_or_foreign_is_refused_with_4(name, keep, run):
    folder = keep("record.json", KNOWN)
    content, message, hint = broken((folder / "record.json").read_text())[name]
    (folder / "record.json").write_text(content)
    done = run("match", "--replay", "record.json", cwd=folder)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith(f"error: record.json {message or 'is not JSON: line '}")
    assert done.stderr.endswith(f"\n\nhint: {hint or 'is it complete?'}\n")


def test_a_review_refuses_a_record_that_was_edited_first_or_last(keep, run):
    folder = keep("good.json", KNOWN)
    content, message, _ = broken((folder / "good.json").read_text())["edited"]
    (folder / "bad.json").write_text(content)
    for names in (("good.json", "bad.json"), ("bad.json", "good.json")):
        done = run("review", *names, cwd=folder)
        assert (done.returncode, done.stdout) == (4, "")
        assert done.stderr.startswith(f"error: bad.json {message}\n")


def test_a_record_is_no_answer_sheet(keep, run):
    done = run("match", "--answers", "record.json", cwd=keep("record.json", KNOWN))
    said = "error: record.json is a saved record\n\nhint: use --replay, or give its `answers` alone\n"
    assert (done.returncode, done.stdout, done.stderr) == (4, "", said)


# --- review -----------------------------------------------------------------

DIRECTIONS = {
    "stay": ({}, {"readiness": 0}, 0),
    "step up": ({}, {"relapse_risk": 3}, 0),
    "step down": ({}, {"relapse_risk": 1}, 0),
    "open": ({}, {"relapse_risk": None}, 0),
    "urgent": ({}, {"withdrawal": 3, "substances": ["alcohol"]}, 10),
}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_two_records_say_which_way_the_needs_point(direction, keep, run):
    earlier, later, code = DIRECTIONS[direction]
    folder = keep("may.json", {**KNOWN, **earlier})
    keep("august.json", {**KNOWN, **later})
    result = result_of(run("review", "may.json", "august.json", "-f", "json", cwd=folder), code)
    assert (result["schema"], result["direction"]) == ("iopcli/review/1", direction)
    told = {one["question"]: one["change"] for one in result["areas"]}
    assert list(told) == list(KNOWN)
    for question in later:
        expected = {"stay": "better", "step up": "worse", "step down": "better", "open": "not known"}
        assert told[question] == expected.get(direction, "changed" if question == "substances" else "worse")
    assert {told[question] for question in KNOWN if question not in later} == {"same"}


def test_a_step_down_is_the_way_back_from_a_step_up(keep, run):
    folder = keep("low.json", KNOWN)
    keep("high.json", {**KNOWN, "relapse_risk": 3, "living_situation": 3})
    up, down = (
        result_of(run("review", *names, "-f", "json", cwd=folder))
        for names in (("low.json", "high.json"), ("high.json", "low.json"))
    )
    assert (up["direction"], down["direction"]) == ("step up", "step down")
    assert (up["earlier"], up["later"]) == (down["later"], down["earlier"])
    opposite = {"higher": "lower", "lower": "higher", "same": "same"}
    assert [opposite[one["change"]] for one in up["needs"]] == [one["change"] for one in down["needs"]]


@pytest.mark.parametrize("format_", ["table", "html"])
def test_the_page_of_a_review_says_what_improved_what_got_worse_and_where_it_points(format_, keep, run):
    folder = keep("may.json", {**KNOWN, "mental_health": 1})
    keep("august.json", {**KNOWN, "relapse_risk": 3})
    done = run("review", "may.json", "august.json", "-f", format_, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    page = words_in(format_, done.stdout)
    for text in (
        "a step up",
        "What got worse",
        "2 (moderate), now 3 (serious)",
        "What improved",
        "What stayed the same",
    ):
        assert text in page
    assert page.index("What got worse") < page.index("Risk of return to use") < page.index("What improved")


def test_a_review_says_first_what_is_urgent_and_in_danger_now_nothing_else(keep, run):
    folder = keep("may.json", KNOWN)
    keep("june.json", {**KNOWN, "withdrawal": 3, "substances": ["alcohol"]})
    keep("july.json", {**KNOWN, "danger_now": True})
    urgent = run("review", "may.json", "june.json", cwd=folder)
    danger = run("review", "may.json", "july.json", cwd=folder)
    assert (urgent.returncode, danger.returncode) == (10, 10)
    page = " ".join(urgent.stdout.split())
    assert page.startswith("What has changed In danger now? Call 911. Call or text 988. Urgent Withdrawal this strong")
    assert danger.stdout.startswith("Get help first\n")
    assert "What stayed the same" not in danger.stdout


def test_records_of_another_dataset_are_read_anew_and_the_page_says_so(keep, run, overlay):
    folder = keep("may.json", KNOWN)
    done = run("review", "may.json", "may.json", "--data", str(overlay(STRICTER)), cwd=folder)
    assert done.returncode == 0
    page = " ".join(done.stdout.split())
    assert "both were read again with this dataset." in page
    assert "Now, at least: a partial hospitalization program." in page


def test_a_review_wants_two_records(run, tmp_path):
    done = run("review", "may.json", cwd=tmp_path)
    said = "error: LATER is missing\n\nhint: `iopcli review --help` shows what it takes\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    done = run("review", "may.json", "august.json", cwd=tmp_path)
    said = "error: may.json cannot be read: No such file or directory\n\nhint: check the path and who may read it\n"
    assert (done.returncode, done.stdout, done.stderr) == (4, "", said)
