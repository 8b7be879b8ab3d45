"""Markdown: words of the dataset are never read as markup, and the table has its columns."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support.datasets import HOSTILE, side_by_side, words
from support.match_cases import HOSTILE_MATCH, SMALL_MATCH
from support.match_cases import RESULTS as DECIDED

from iopcli.report.page import Bullets, Page, Paragraph, Point, Said
from iopcli.report.pages import page
from iopcli.report.writers.markdown import markdown, safe
from iopcli.results.list import list_options
from iopcli.results.show import show
from iopcli.results.sources import sources
from iopcli.results.topics import topic

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ROWS = ["hours_per_week", "sleep", "advantages", "coverage"]


def tokens(text: str) -> list:
    """Every block and inline token of a text, as a reader of Markdown sees it."""
    return [inner for token in READER.parse(text) for inner in (token, *(token.children or ()))]


def made_of(text: str) -> dict[str, int]:
    """How many of each thing that hostile text would like to add."""
    kinds = ("html_block", "link_open", "image", "code_inline", "fence", "code_block", "hr", "s_open", "em_open")
    found = [token.type for token in tokens(text)]
    html = [token.content for token in tokens(text) if token.type == "html_inline"]
    return {kind: found.count(kind) for kind in kinds} | {"html_inline": len([one for one in html if one != "<br>"])}


def cells(text: str) -> list[int]:
    """How many cells each row of each table has."""
    rows: list[int] = []
    for token in READER.parse(text):
        if token.type == "tr_open":
            rows.append(0)
        rows[-1:] = [rows[-1] + (token.type in ("th_open", "td_open"))] if rows else []
    return rows


RESULTS = {
    "compare": lambda dataset: side_by_side(dataset, ("iop", "php", "wait"), attributes=ROWS),
    "show": lambda dataset: show(dataset, dataset.options["iop"]),
    "list": list_options,
    "sources": sources,
    "topic": lambda dataset: topic(dataset, "payment"),
    **DECIDED,
}


@pytest.mark.parametrize("result", RESULTS.values(), ids=list(RESULTS))
def test_hostile_text_adds_no_html_no_link_no_image_and_no_code(result):
    calm, hostile_one = (markdown(page(result(dataset))) for dataset in (SMALL_MATCH, HOSTILE_MATCH))
    found = made_of(hostile_one)
    own_links = hostile_one.count("<https://example.org/")
    assert found.pop("em_open") >= 0  # flags stand in italics
    assert found.pop("link_open") == own_links
    assert set(found.values()) == {0}, found
    assert made_of(calm)["html_inline"] == 0


@pytest.mark.parametrize(("name", "columns"), [("compare", 4), ("show", 2), ("list", 6), ("match settled", 3)])
@pytest.mark.parametrize("dataset", [SMALL_MATCH, HOSTILE_MATCH], ids=["calm", "hostile"])
def test_every_row_has_as_many_cells_as_the_table_has_columns(name: str, columns: int, dataset):
    rows = cells(markdown(page(RESULTS[name](dataset))))
    assert set(rows) == {columns}
    assert len(rows) > 4


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_reads_as_it_was_written(text: str):
    page_of = Page("t", (Bullets((Point(Said(text)),)), Paragraph(Said(text))))
    said = [
        "".join(inner.content for inner in token.children)
        for token in READER.parse(markdown(page_of))
        if token.children
    ]
    assert said[1:] == [" ".join(text.split())] * 2


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"))))
def test_any_text_in_a_sentence_reads_as_it_was_written(text: str):
    (inline,) = (token for token in READER.parse(f"Said: {safe(text)}") if token.type == "inline")
    assert inline.content and {inner.type for inner in inline.children} <= {"text", "text_special"}
    assert "".join(inner.content for inner in inline.children).split() == ["Said:", *text.split()]


def test_every_word_of_the_table_is_there():
    made = page(side_by_side())
    text = markdown(made)
    table = made.blocks[1]
    for row in (row for section in table.sections for row in section.rows):
        for one in (one for box in row.boxes for one in box.says):
            assert not words(one.text) - words(text), one.text


def test_headings_come_in_order_and_the_title_is_the_first():
    levels = [token.tag for token in READER.parse(markdown(page(side_by_side()))) if token.type == "heading_open"]
    assert levels[0] == "h1"
    assert set(levels[1:]) == {"h2"}


def test_the_text_ends_with_one_line_break_and_has_no_double_blank_line():
    text = markdown(page(side_by_side()))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not re.search(r"\n{4,}", text)
