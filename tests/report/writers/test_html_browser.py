"""The HTML page in a real browser: it reads there, and it prints whole."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from support.datasets import hostile, side_by_side, words
from support.match_cases import CASES, HOSTILE_MATCH

from iopcli.match.match import match
from iopcli.report.page import Page, Table
from iopcli.report.pages import page
from iopcli.report.writers.html import html
from iopcli.results.show import show

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def browse(folder: Path, text: str, *words: str) -> str:
    """What headless Chromium says about a page."""
    file = folder / "page.html"
    file.write_text(text, "utf-8")
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    command = [CHROMIUM, *quiet, f"--user-data-dir={folder / 'user'}", *words, file.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, cwd=folder).stdout


def table_of(made: Page) -> Table:
    return next(block for block in made.blocks if isinstance(block, Table))


def cell_words(table: Table):
    """The words of every head and cell, as they must stand on the page at least once."""
    for section in table.sections:
        for row in section.rows:
            yield words(row.head)
            for box in row.boxes:
                yield from (words(one.text) for one in box.says)
                yield from (words(flag) for flag in box.flags)
                yield from (words(one.text) for note in box.notes for one in note.says)


def printed(folder: Path, text: str) -> str:
    browse(folder, text, f"--print-to-pdf={folder / 'page.pdf'}", "--no-pdf-header-footer")
    return subprocess.run(
        ["pdftotext", "-layout", folder / "page.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout


def test_a_browser_sees_the_table_and_runs_nothing(tmp_path: Path):
    made = page(side_by_side(hostile(), ("iop", "php", "wait")))
    seen = browse(tmp_path, html(made), "--dump-dom")
    assert seen.count("<table") == 1
    assert seen.count("<tr") == 1 + sum(len(section.rows) + 1 for section in table_of(made).sections)
    assert "<script" not in seen
    assert "<b>" not in seen
    assert "<img" not in seen


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine")
def test_every_word_of_a_comparison_is_on_the_printed_pages(tmp_path: Path, dataset):
    made = page(side_by_side(dataset, ("iop", "php", "residential")))
    on_paper = words(printed(tmp_path, html(made)))
    for one in cell_words(table_of(made)):
        assert not one - on_paper, one


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine")
def test_every_word_of_one_option_is_on_the_printed_pages(tmp_path: Path, dataset):
    made = page(show(dataset, dataset.options["iop"]))
    on_paper = words(printed(tmp_path, html(made)))
    for one in cell_words(table_of(made)):
        assert not one - on_paper, one


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine")
def test_what_is_urgent_and_every_word_of_the_plans_are_on_the_printed_pages(tmp_path: Path, dataset):
    answers = {"withdrawal": 3, "relapse_risk": 3, "living_situation": 3, "substances": ("opioids",), "pregnant": True}
    result = match(dataset, answers)
    made = page(result)
    text = printed(tmp_path, html(made))
    on_paper = words(text)
    assert len(result.urgent) > 1
    for one in (*map(words, (alarm.message for alarm in result.urgent)), *cell_words(table_of(made))):
        assert not one - on_paper, one
    in_one_line = " ".join(text.split())
    assert in_one_line.index(result.urgent[0].message) < in_one_line.index("What is needed")
    assert "Add --set" not in in_one_line


def test_hostile_answers_and_rules_run_nothing_in_a_browser(tmp_path: Path):
    seen = browse(tmp_path, html(page(match(HOSTILE_MATCH, CASES["urgent"], why=True))), "--dump-dom")
    assert "<script" not in seen
    assert "<b>" not in seen
    assert "<img" not in seen
