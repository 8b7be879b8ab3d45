"""The table in the terminal: no word is cut or lost, no line is too long, columns stay columns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from support.datasets import SMALL, hostile, side_by_side, words
from support.layouts import ascii_text, other_words, pages, table_words, too_long, wide_text

from iopcli.report.colour import STYLES, coloured
from iopcli.report.page import Box, ColumnHead, Page, Said, Section, Table, TableRow
from iopcli.report.pages import page
from iopcli.report.writers.terminal import column_widths, laid_out, plain
from iopcli.results.list import list_options
from iopcli.results.show import show

widths = st.integers(40, 200)
IDS = list(SMALL.options)


def table_of(made: Page) -> Table:
    return next(block for block in made.blocks if isinstance(block, Table))


@given(pages(), widths, st.booleans())
def test_no_word_is_cut_or_lost(made: Page, width: int, ascii_only: bool):
    as_lines = column_widths(table_of(made), width) is None
    assert words(plain(made, width, ascii_only=ascii_only)) == table_words(
        table_of(made), as_lines=as_lines
    ) + other_words(made)


@given(pages(), widths)
def test_no_line_is_longer_than_the_screen(made: Page, width: int):
    assert too_long(plain(made, width), width) == []


@given(pages(wide_text), widths)
def test_no_line_with_wide_characters_is_longer_than_the_screen(made: Page, width: int):
    assert too_long(plain(made, width), width) == []


@pytest.mark.parametrize("width", [40, 50, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_no_line_of_a_real_page_is_longer_than_the_screen(dataset, width: int, count: int):
    chosen = list(dataset.options)[3 : 3 + count]
    result = side_by_side(dataset, chosen) if count > 1 else show(dataset, dataset.options[chosen[0]])
    assert too_long(plain(page(result), width), width) == []


def test_the_list_of_all_options_is_a_table_at_80_columns_and_lines_at_40(dataset):
    table = table_of(page(list_options(dataset)))
    assert column_widths(table, 80) is not None
    assert column_widths(table, 40) is None


def test_three_options_are_a_table_at_80_columns_and_two_are_lines_at_40(dataset):
    every = list(dataset.options)
    for start in range(len(every) - 2):
        table = table_of(page(side_by_side(dataset, every[start : start + 3])))
        assert column_widths(table, 80) is not None, every[start : start + 3]
        assert column_widths(table, 40) is None


PLACES = {
    "value": lambda word: (ColumnHead("One"), Box((Said(word),))),
    "point": lambda word: (ColumnHead("One"), Box((Said(word[2:] or "w"),), points=True)),
    "flag": lambda word: (ColumnHead("One"), Box((Said("short"),), flags=(word,))),
    "title": lambda word: (ColumnHead(word), Box((Said("short"),))),
    "line under the title": lambda word: (ColumnHead("One", (word,)), Box((Said("short"),))),
}


@pytest.mark.parametrize("place", PLACES.values(), ids=list(PLACES))
@pytest.mark.parametrize("length", [1, 14, 15, 29, 30, 31, 60])
def test_a_word_that_does_not_fit_its_column_turns_the_table_into_lines(place, length: int):
    """At 60 columns, the heads of rows take 12, two gaps 4 and the other column at least 14: 30 are left."""
    head, box = place("w" * length)
    row = TableRow("Head", "", (box, Box((Said("short"),))))
    table = Table("", "", (head, ColumnHead("Two")), (Section("", (row,)),))
    drawn = column_widths(table, 60)
    assert (drawn is None) == (length > 30)
    assert drawn is None or (drawn[1] >= length and sum(drawn) + 4 <= 60)


@given(st.lists(wide_text, min_size=2, max_size=4), st.integers(80, 160))
def test_columns_stay_aligned_beside_wide_characters(texts: list[str], width: int):
    """The last column says only `here`: it must start at the same screen column in every line."""
    rows = tuple(TableRow("Row", "", (Box((Said(text),)), Box((Said("here"),)))) for text in texts)
    made = Page("", (Table("", "", (ColumnHead("One"), ColumnHead("here")), (Section("", rows),)),))
    lines = [line for line in plain(made, width).splitlines() if line.endswith("here")]
    assert len(lines) == 1 + len(texts)
    assert len({cell_len(line) for line in lines}) == 1


@given(pages(), widths)
def test_ascii_only_has_only_ascii(made: Page, width: int):
    assert plain(made, width, ascii_only=True).isascii()


@given(pages(wide_text), widths)
def test_plain_text_has_no_escape_and_no_blank_at_the_end_of_a_line(made: Page, width: int):
    text = plain(made, width)
    assert "\x1b" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert text.endswith("\n")


def without_codes(made: Page, width: int) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", coloured(laid_out(made, width, ascii_only=False)))


@given(pages(ascii_text), widths)
def test_a_coloured_page_has_the_words_of_the_plain_one(made: Page, width: int):
    assert words(without_codes(made, width)) == words(plain(made, width))


@pytest.mark.parametrize("width", [30, 40, 80])
def test_a_coloured_screen_loses_no_word_of_a_real_page(width: int):
    made = page(show(SMALL, SMALL.options["iop"]))
    assert words(without_codes(made, width)) == words(plain(made, width))


def test_markup_and_emoji_codes_are_shown_as_they_are():
    text = without_codes(page(side_by_side(hostile(), attributes=["advantages"])), 120)
    assert "[red]markup[/]" in text
    assert ":smile:" in text


@given(pages(), widths)
def test_every_part_of_a_line_has_a_style_that_is_there(made: Page, width: int):
    styles = {style for line in laid_out(made, width, ascii_only=False) for _, style in line}
    assert styles <= set(STYLES)
