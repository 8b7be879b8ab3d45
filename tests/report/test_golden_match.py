"""Whole pages of `match`, `review` and `rules`, byte for byte: `UPDATE_GOLDEN=1 pytest` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from deciding import PAGES, SMALL_MATCH
from looked_at import looked_at

from iopcli.report.csv import csv_text
from iopcli.report.html import html
from iopcli.report.linear import linear
from iopcli.report.markdown import markdown
from iopcli.report.pages import page
from iopcli.report.terminal import plain
from iopcli.result import Result

GOLDEN = Path(__file__).parents[1] / "golden" / "match"
FORMATS: dict[str, Callable[[Result], str]] = {
    "-60.txt": lambda result: plain(page(result), 60),
    "-80.txt": lambda result: plain(page(result), 80),
    "-linear-80.txt": lambda result: linear(page(result), 80),
    ".md": lambda result: markdown(page(result)),
    ".html": lambda result: html(page(result)),
    ".csv": csv_text,
}
UNREAD = ("match stopped", "match settled", "replay urgent", "replay stopped", "review open", "review stopped")
"""Pages that differ from another only in what a test of its own looks at."""
OUTPUTS = [
    *((name, "-80.txt") for name in PAGES if name not in UNREAD),
    ("glance settled", "-60.txt"),
    ("glance settled", "-linear-80.txt"),
    ("glance settled", ".md"),
    ("glance urgent", ".html"),
    ("match urgent", ".csv"),
    ("match open", ".csv"),
    ("replay changed", ".csv"),
    ("review", ".csv"),
    ("rules", ".csv"),
]


def file_of(name: str, format_: str) -> Path:
    return GOLDEN / f"{name.replace(' ', '-')}{format_}"


@pytest.mark.parametrize(("name", "format_"), OUTPUTS)
def test_the_page_is_the_one_that_was_looked_at(name: str, format_: str):
    path, made = file_of(name, format_), FORMATS[format_](PAGES[name](SMALL_MATCH)).encode()
    assert made == looked_at(path, made)


def test_no_golden_file_is_left_over():
    assert sorted(GOLDEN.iterdir()) == sorted(file_of(*one) for one in OUTPUTS)
