"""The linear form: what a screen reader hears is what the table shows, in the same order."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.datasets import SMALL, datasets, side_by_side, words
from support.layouts import other_words, pages, table_words, too_long, wide_text

from iopcli.report.lines import wrapped
from iopcli.report.page import Page, Table
from iopcli.report.pages import page
from iopcli.report.plot import TOO_NARROW
from iopcli.report.writers.terminal import plain
from iopcli.report.writers.text import linear
from iopcli.results.list import list_options

widths = st.integers(20, 120)


def table_of(made: Page) -> Table:
    return next(block for block in made.blocks if isinstance(block, Table))


def line_words(made: Page) -> object:
    return table_words(table_of(made), as_lines=True) + other_words(made)


@given(pages(), widths)
def test_every_word_of_the_page_is_said(made: Page, width: int):
    assert not line_words(made) - words(linear(made, width))


@given(pages(), widths)
def test_the_width_changes_line_breaks_and_no_word(made: Page, width: int):
    assert words(linear(made, width)) == words(linear(made, 500))


@given(pages(), st.integers(20, 120))
def test_no_line_is_longer_than_the_width_unless_one_word_is(made: Page, width: int):
    assert too_long(linear(made, width), width) == []


@given(pages(wide_text), widths)
def test_there_is_no_table_no_bar_and_no_escape(made: Page, width: int):
    text = linear(made, width)
    assert not re.search("[│─█▶·\x1b\t]", text)
    assert not re.search(" $", text, re.MULTILINE)


@given(datasets(("hours_per_week", "sleep", "cost_per_week", "advantages")))
def test_cells_come_in_the_order_of_the_table(dataset):
    made = page(side_by_side(dataset, list(dataset.options)))
    text = " ".join(linear(made, 80).split())
    place = 0
    for section in table_of(made).sections:
        for row in section.rows:
            place = text.index(row.head, place)
            for column, box in zip(table_of(made).columns, row.boxes, strict=True):
                place = text.index(f"{column.title}:", place)
                for one in box.says:
                    place = text.index(" ".join(one.text.split()), place)


def test_what_stands_above_a_column_is_said_too():
    local = replace(SMALL.options["iop"], id="northside", short_name="Northside", like="iop", layers={"id": "site"})
    made = page(side_by_side(replace(SMALL, options={**SMALL.options, "northside": local}), ("northside", "php")))
    lost = [line for column in table_of(made).columns for line in column.lines if line not in linear(made, 100)]
    assert lost == []


def test_every_note_stands_with_the_cell_it_is_about():
    lines = [line.strip() for line in linear(page(side_by_side()), 200).splitlines()]
    start = lines.index("Hours a week")
    assert lines[start : start + 4] == [
        "Hours a week",
        "Intensive outpatient: 9 to 19 hours a week [1] (sources differ)",
        "Another source: at least 9 hours a week. A study names no upper limit. [2]",
        "Partial hospitalization: at least 20 hours a week [1]",
    ]


@pytest.mark.parametrize("result", [side_by_side(), list_options(SMALL)], ids=["compare", "list"])
def test_a_narrow_screen_shows_the_linear_form(result):
    made = page(result)
    drawn, lines = (re.findall(r"\w+", text) for text in (plain(made, 38), linear(made, 38)))
    narrow = re.findall(r"\w+", TOO_NARROW)
    at = next((at for at in range(len(drawn)) if drawn[at : at + len(narrow)] == narrow), len(drawn))
    assert [*drawn[:at], *drawn[at + len(narrow) :]] == lines


shell_words = st.lists(
    st.sampled_from(["iop", "residential-medical", "--data", "'our town'", "elm-house-01608-pgqw", "--set"]),
    min_size=1,
    max_size=6,
)


@given(shell_words, st.lists(st.sampled_from(["Next:", "or", "read", "(see", "it."]), max_size=8), st.integers(32, 120))
def test_a_command_stays_on_one_line_or_goes_on_after_a_backslash(command, before, width):
    typed = f"iopcli show {' '.join(command)}"
    lines = wrapped(f"{' '.join(before)} `{typed}`, or `iopcli list`.", width, "- ", "  ")
    assert all(len(line) <= width for line in lines)
    whole = len(f"`{typed}`,") <= width - 2
    assert any(f"`{typed}`," in line for line in lines) is whole
    assert any(line.endswith(" \\") for line in lines) is not whole
    text = "\n".join(line[2:] for line in lines)
    assert f"`{typed}`," in text.replace(" \\\n", " ")
    assert "`iopcli list`." in text
