"""CSV of `match`, `review` and `rules`: a row for each thing that JSON says, and nothing that runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec
import pytest
from hypothesis import given
from msgspec.structs import replace
from support.match_cases import HOSTILE_MATCH, RESULTS, SMALL_MATCH, some_answers

from iopcli.facts.result import Result
from iopcli.match.match import match
from iopcli.report.writers.csv import csv_text
from iopcli.report.writers.json import json
from iopcli.results.rules import rules

STARTS = tuple("=+-@\t\r\n＝＋－＠")


def rows(result: Result) -> list[dict[str, str]]:
    """The rows as any reader of CSV sees them."""
    found = list(csv.DictReader(io.StringIO(csv_text(result), newline=""), strict=True))
    assert all(None not in row and None not in row.values() for row in found)
    return found


def told(result: Result) -> dict[str, Any]:
    return msgspec.json.decode(json(result))


def of(read: list[dict[str, str]], kind: str, *keys: str) -> list[tuple[str, ...]]:
    return [tuple(row[key] for key in keys) for row in read if row["kind"] == kind]


@given(some_answers())
def test_csv_of_a_match_has_a_row_for_everything_urgent_needed_planned_offered_and_reasoned(answers):
    result = match(SMALL_MATCH, answers)
    read, said = rows(result), told(result)
    assert of(read, "urgent", "id", "says") == [(one["rule"], one["message"]) for one in said["urgent"]]
    assert of(read, "need", "id", "says", "more") == [
        (id_, one["at_least_text"], one["at_most_text"]) for id_, one in said["needs"].items()
    ]
    assert of(read, "plan", "id") == [("+".join(one["options"]),) for one in said["plans"]]
    for one, (more,) in zip(said["plans"], of(read, "plan", "more"), strict=True):
        assert all(conflict["text"] in more for conflict in one["conflicts"])
    assert of(read, "alongside", "id", "more") == [(one["option"], one["rule"]) for one in said["alongside"]]
    assert of(read, "reason", "id", "more") == [(one["rule"], ";".join(one["sources"])) for one in said["reasons"]]
    assert of(read, "ask next", "id") == [(id_,) for id_ in said["ask_next"]]
    assert of(read, "flip", "id", "says") == [(one["question"], one["text"]) for one in said["flips"]]
    ends = [] if result.stopped else [("+".join(said["at_least"]["options"]),)]
    assert of(read, "at least", "id") == ends


def test_csv_of_a_review_has_a_row_for_every_answer_and_need():
    result = RESULTS["review"](SMALL_MATCH)
    read, said = rows(result), told(result)
    assert [row["kind"] for row in read if row["id"] in SMALL_MATCH.questions] == [
        one["change"] for one in said["areas"]
    ]
    assert [row["id"] for row in read if row["kind"].startswith("need ")] == [one["attribute"] for one in said["needs"]]
    assert of(read, "direction", "id") == [(said["direction"],)]


def test_csv_of_a_replay_says_what_came_of_it_and_has_a_row_for_every_change():
    result = RESULTS["replay changed"](SMALL_MATCH)
    said = [(one["about"], one["was"], one["now"], one["why"]) for one in told(result)["changes"]]
    assert said
    first, *read = [tuple(row[key] for key in ("about", "was", "now", "why")) for row in rows(result)]
    assert first == ("result", "", "has changed", "")
    assert read == said


def test_csv_of_the_rules_has_a_row_for_every_rule():
    read = rows(rules(SMALL_MATCH))
    assert [row["rule"] for row in read] == list(SMALL_MATCH.rules)
    assert all(row["when"] and row["then"] and row["because"] and row["sources"] for row in read)


@pytest.mark.parametrize("name", RESULTS)
def test_every_row_names_the_dataset_and_its_overlay_and_none_starts_a_formula(name: str):
    read = rows(RESULTS[name](HOSTILE_MATCH))
    for row in read:
        assert (row["dataset"], row["dataset_as_of"]) == ("0.1", "2020-02-03")
        assert row["overlays"] == "<i>site</i> | *x*"
        assert not any(cell.startswith(STARTS) for cell in row.values())


@pytest.mark.parametrize("start", [one for one in STARTS if one != "\r"])
def test_a_formula_in_a_rule_is_made_harmless(start: str):
    rule = replace(SMALL_MATCH.rules["unsafe-home"], because=f"{start}1")
    dataset = replace(SMALL_MATCH, rules={**SMALL_MATCH.rules, "unsafe-home": rule})
    (row,) = rows(rules(dataset, "unsafe-home"))
    assert row["because"] == f"'{start}1"
    reasons = of(rows(match(dataset, {"living_situation": 3})), "reason", "says")
    assert reasons == [(f"'{start}1",)]


def test_a_result_that_still_holds_says_so_in_csv():
    """A table with a header alone would read as nothing at all."""
    (row,) = rows(RESULTS["replay same"](SMALL_MATCH))
    assert (row["about"], row["now"]) == ("result", "still holds")
