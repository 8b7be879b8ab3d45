"""Whole pages of `match`, `review` and `rules`, byte for byte: `UPDATE_GOLDEN=1 pytest` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.golden import expected
from support.match_cases import LOOKS, RESULTS, SMALL_MATCH

from iopcli.facts.result import Result
from iopcli.report.pages import cover, page, screen
from iopcli.report.writers.csv import csv_text
from iopcli.report.writers.html import html
from iopcli.report.writers.markdown import markdown
from iopcli.report.writers.terminal import plain
from iopcli.report.writers.text import linear

GOLDEN = Path(__file__).parents[1] / "golden" / "match"
FORMATS: dict[str, Callable[[Result], str]] = {
    **{
        f"-{look}-{width}.txt": lambda result, look=look, width=width: plain(LOOKS[look](result), width)
        for look in LOOKS for width in (60, 80, 120)
    },
    "-first-linear-80.txt": lambda result: linear(screen(result), 80),
    "-say-80.txt": lambda result: plain(screen(result, ["say"]), 80),
    ".md": lambda result: markdown(page(result)),
    ".html": lambda result: html(page(result), cover(result)),
    ".csv": csv_text,
}  # fmt: skip
UNREAD = ("match stopped", "match settled", "replay urgent", "replay stopped", "review open", "review stopped")
"""Pages that differ from another only in what a test of its own looks at."""
OUTPUTS = [
    *((name, "-whole-80.txt") for name in RESULTS if name not in UNREAD),
    *((name, "-first-80.txt") for name in RESULTS if name != "match why"),
    *(("match settled", f"-{look}-{width}.txt") for look in LOOKS for width in (60, 120)),
    ("match settled", "-first-linear-80.txt"),
    ("match settled", "-say-80.txt"),
    ("match settled", ".md"),
    ("match urgent", ".html"),
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
    path, made = file_of(name, format_), FORMATS[format_](RESULTS[name](SMALL_MATCH)).encode()
    assert made == expected(path, made)


def test_no_golden_file_is_left_over():
    assert sorted(GOLDEN.iterdir()) == sorted(file_of(*one) for one in OUTPUTS)
