"""Whole pages of the self-check, byte for byte: `UPDATE_GOLDEN=1 pytest` writes them anew; and what each must say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.golden import expected
from support.match_cases import HOSTILE_MATCH, SMALL_MATCH

from iopcli.dataset.load import load
from iopcli.report.pages import cover, page, screen
from iopcli.report.writers.csv import csv_text
from iopcli.report.writers.html import html
from iopcli.report.writers.markdown import markdown
from iopcli.report.writers.terminal import plain
from iopcli.report.writers.text import linear
from iopcli.results.check import CheckResult, check

GOLDEN = Path(__file__).parents[2] / "golden" / "check"
DATASET = load()
CALM = {"danger_now": False, "withdrawal": 1}
CASES: dict[str, dict[str, Any]] = {
    "counted": {**CALM, "one": True, "two": False, "sleep_at_home": True, "weekly_budget": 100.0, "help": ("friend",)},
    "range": {**CALM, "two": False},
    "nothing": {},
    "stopped": {"danger_now": True},
}
FORMATS: dict[str, Callable[[CheckResult], str]] = {
    "-first-80.txt": lambda result: plain(screen(result), 80),
    "-60.txt": lambda result: plain(page(result), 60),
    "-80.txt": lambda result: plain(page(result), 80),
    "-linear-80.txt": lambda result: linear(page(result), 80),
    ".md": lambda result: markdown(page(result)),
    ".html": lambda result: html(page(result), cover(result)),
    ".csv": csv_text,
}
OUTPUTS = [*((name, "-80.txt") for name in CASES), *(("counted", kind) for kind in FORMATS if kind != "-80.txt")]


@pytest.mark.parametrize(("name", "format_"), OUTPUTS)
def test_the_page_is_the_one_that_was_looked_at(name: str, format_: str):
    path = GOLDEN / f"{name}{format_}"
    made = FORMATS[format_](check(SMALL_MATCH, CASES[name])).encode()
    assert made == expected(path, made)


def test_no_golden_file_is_left_over():
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(f"{name}{kind}" for name, kind in OUTPUTS)


@pytest.mark.parametrize("kind", FORMATS)
def test_text_that_a_format_could_act_on_is_written_in_every_format(kind: str):
    for answers in CASES.values():
        made = FORMATS[kind](check(HOSTILE_MATCH, answers))
        assert made
        assert "<script>alert(1)</script>" not in made or kind not in (".html", ".md")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_the_shipped_page_is_too_wide_and_it_ends_with_whom_to_talk_to(width: int):
    answers = {sign.id: number < 3 for number, sign in enumerate(DATASET.checklist.sign)}
    text = plain(page(check(DATASET, {**answers, "hours_available": 6.0, "payer": "medicaid"})), width)
    assert max(map(len, text.splitlines())) <= width
    opening, ending = text.splitlines()[2], " ".join(text.split())[-250:]
    assert opening == "In danger now? Call 911. Call or text 988."
    assert "In short: 3 signs, mild. Only a clinician can say what that means for you. " in ending
    assert ending.endswith("You can also call the helpline at 1-800-662-4357 at any hour.")


TIGHT = {"hours_available": 1.0, "weekly_budget": 2.0, "sleep_at_home": True, "substances": ("alcohol",)}


def test_every_option_of_the_shipped_page_is_there_with_what_to_ask_about_it():
    result = check(DATASET, {"hours_available": 6.0})
    words = " ".join(plain(page(result), 80).split())
    for one in result.options:
        assert f"- {one.option.short_name}: {one.option.summary}" in words
        assert all(conflict.text in words for conflict in one.conflicts)


def test_no_option_for_someone_in_danger_is_said_to_go_against_a_wish():
    result = check(DATASET, TIGHT)
    safe = [one for one in result.options if one.for_safety]
    assert [one.option.id for one in safe] == [id_ for id_ in DATASET.options if id_ in DATASET.checklist.for_safety]
    assert any(conflict.certain for one in safe for conflict in one.conflicts)
    words = " ".join(plain(page(result), 80).split())
    for one in safe:
        listed = words.split(f"- {one.option.short_name}: ")[1].split(" - ")[0]
        assert "Against a wish" not in listed


def test_the_first_screen_names_what_was_said_and_holds_up_no_option_against_it():
    result = check(DATASET, TIGHT)
    words = " ".join(plain(screen(result), 80).split())
    said = words[words.index("What you said. ") :]
    assert "Hours free: 1 hour a week" in said
    assert "Ask each program about these before you start." in said
    assert [one.option.short_name for one in result.options if one.option.short_name in said] == []


def test_where_something_is_urgent_no_sign_and_no_option_stands_before_help():
    text = plain(page(check(DATASET, {"danger_now": True, "strong-pull": True})), 80)
    assert text.startswith("Get help first\n\nIn danger now? Call 911.")
    assert "A strong pull" not in text
    assert [option.title for option in DATASET.options.values() if option.title in text] == []
    assert "You can come back to it at any time." in text
