"""`rules`: the rules in words, all, one, or those of a question."""

import csv
import io
import json
import re

import pytest
from test_cli_formats import words_in


def result_of(done):
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_all_rules_stand_in_the_order_of_the_dataset_with_reasons_and_sources(run, dataset):
    result = result_of(run("rules", "-f", "json"))
    assert result["schema"] == "iopcli/rules/1"
    assert [one["id"] for one in result["rules"]] == list(dataset.rules)
    for one in result["rules"]:
        rule = dataset.rules[one["id"]]
        assert (one["title"], one["because"], tuple(one["sources"])) == (rule.title, rule.because, rule.sources)
        assert one["when"]
        assert one["effect"]
        assert set(one["questions"]) == rule.asks
        assert set(one["sources"]) <= set(result["sources"])


@pytest.mark.parametrize("format_", ["table", "html"])
def test_one_rule_is_told_in_full_on_a_page(format_, run, dataset):
    done = run("rules", "unsafe-home", "-f", format_, "--all")
    assert (done.returncode, done.stderr) == (0, "")
    page = words_in(format_, done.stdout)
    rule = dataset.rules["unsafe-home"]
    for text in (
        rule.title,
        '"Living situation" is 3 (serious) or more',
        rule.because,
        "shared house run by its residents",
    ):
        assert text in page
    for source in rule.sources:
        assert dataset.sources[source].title in page
    assert "dangerous-home" not in page


def test_csv_has_a_row_for_each_rule(run, dataset):
    rows = list(csv.DictReader(io.StringIO(run("rules", "-f", "csv").stdout)))
    assert [row["rule"] for row in rows] == list(dataset.rules)
    assert all(row["when"] and row["then"] and row["because"] and row["sources"] for row in rows)


@pytest.mark.parametrize("question", ["living_situation", "withdrawal_history", "recent_treatment"])
def test_a_question_has_its_wording_its_choices_and_every_rule_that_asks_it(question, run, dataset):
    result = result_of(run("rules", "--question", question, "-f", "json"))
    asked = dataset.questions[question]
    assert (result["question"]["id"], result["question"]["person"], result["question"]["staff"]) == (
        question, asked.person, asked.staff,
    )  # fmt: skip
    assert [one["id"] for one in result["rules"]] == [
        id_ for id_, rule in dataset.rules.items() if question in rule.asks
    ]
    page = " ".join(run("rules", "--question", question, "--all").stdout.split())
    assert f"{asked.label} In danger now? Call 911. Call or text 988. {asked.person} {asked.why}" in page
    for choice in asked.choice:
        assert choice.label in page
    for rule in result["rules"]:
        assert f"{rule['title']} ({rule['id']})" in page


def test_a_rating_says_what_each_number_means(run, dataset):
    page = " ".join(run("rules", "--question", "withdrawal").stdout.split())
    for choice in dataset.questions["withdrawal"].choice:
        assert f"- {choice.value}: {choice.label}. " in page


def test_a_wish_says_that_it_only_puts_plans_in_order(run):
    done = run("rules", "--question", "weekly_budget")
    assert (done.returncode, done.stderr) == (0, "")
    assert "which only puts plans in order" in done.stdout
    assert result_of(run("rules", "--question", "weekly_budget", "-f", "json"))["rules"] == []


def test_a_question_and_a_rule_together_are_both_kept_to(run):
    ids = [one["id"] for one in result_of(run("rules", "unsafe-home", "-f", "json"))["rules"]]
    assert ids == ["unsafe-home"]
    both = result_of(run("rules", "unsafe-home", "--question", "living_situation", "-f", "json"))
    assert [one["id"] for one in both["rules"]] == ["unsafe-home"]
    neither = result_of(run("rules", "unsafe-home", "--question", "pregnant", "-f", "json"))
    assert neither["rules"] == []


WRONG = {
    ("unsave-home",): ("rule", "unsave-home", "unsafe-home"),
    ("--question", "livingsituation"): ("question", "livingsituation", "living_situation"),
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_misspelled_name_finds_the_nearest(words, run):
    what, typed, nearest = WRONG[words]
    done = run("rules", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        f"error: no such {what}\n\n  `{typed}`  is not a {what}\n  {' ' * len(typed)}    -> did you mean `{nearest}`"
    )


@pytest.mark.parametrize("words", [("qqqqqqqq",), ("--question", "qqqqqqqq"), ("Unsafe", "home")], ids=" ".join)
def test_a_name_that_is_none_is_refused_with_what_there_is(words, run, dataset):
    done = run("rules", *words)
    assert (done.returncode, done.stdout) == (2, "")
    hint = done.stderr.partition("hint: ")[2]
    assert hint
    known = dataset.questions if words[0] == "--question" else dataset.rules
    assert "iopcli rules" in hint or set(known) <= set(re.findall(r"[\w-]+", hint))


def test_a_rule_of_an_overlay_stands_with_the_others_and_says_where_it_is_from(run, overlay):
    rule = """\
[[rule]]
id = "county-van"
title = "A van from the county"
when.travel_minutes.at_least = 90
advice = "Ask for the county van."
because = "The county runs one each morning."
sources = ["editors"]
"""
    site = str(overlay({"rules/site.toml": rule}))
    result = result_of(run("rules", "--question", "travel_minutes", "-f", "json", "--data", site))
    assert [(one["id"], one["local"]) for one in result["rules"]] == [("county-van", "site")]
    page = " ".join(run("rules", "county-van", "--data", site).stdout.split())
    assert 'When: "Travel time" is 90 minutes one way or more' in page
    assert "Local: site" in page


def test_a_rule_that_an_overlay_changed_says_so(run, overlay):
    changed = {"rules/site.toml": '[[rule]]\nid = "unsafe-home"\nneeds.housing = "staffed"\n'}
    page = " ".join(run("rules", "unsafe-home", "--data", str(overlay(changed))).stdout.split())
    assert "a bed with staff there day and night" in page
    assert "local: site" in page.lower()
