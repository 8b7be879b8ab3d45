"""SVG: a picture that loads nothing, the same for the same page whatever the terminal."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from support.datasets import hostile, side_by_side, words
from support.layouts import pages, wide_text
from support.match_cases import HOSTILE_MATCH, RESULTS

from iopcli.report.page import Page
from iopcli.report.pages import page
from iopcli.report.writers.svg import svg
from iopcli.report.writers.terminal import plain


@pytest.mark.parametrize("result", [lambda _: side_by_side(hostile()), *RESULTS.values()], ids=["compare", *RESULTS])
def test_a_picture_is_well_formed_and_loads_nothing(result):
    text = svg(page(result(HOSTILE_MATCH)), 100)
    tree = ElementTree.fromstring(text)
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert "@font-face" not in text
    assert "@import" not in text
    assert set(re.findall(r"url\((.)", text)) <= {"#"}
    used = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert used <= {"svg", "style", "defs", "clipPath", "rect", "g", "text", "circle"}
    attributes = {name.rpartition("}")[2] for element in tree.iter() for name in element.attrib}
    assert not attributes & {"href", "src", "onload", "onclick"}
    assert set(re.findall(r"https?://[^\s\"<]+", re.sub("(?s)<text.*?</text>", "", text))) <= {
        "http://www.w3.org/2000/svg",
        "https://www.textualize.io",
    }


@given(pages(wide_text))
def test_any_page_gives_well_formed_xml(made: Page):
    ElementTree.fromstring(svg(made, 100))


@pytest.mark.parametrize("width", [40, 100])
def test_a_picture_has_every_word_of_the_page(width: int):
    made = page(side_by_side())
    tree = ElementTree.fromstring(svg(made, width))
    drawn = " ".join("".join(element.itertext()) for element in tree.iter("{http://www.w3.org/2000/svg}text"))
    assert not words(plain(made, width)) - words(drawn)


@pytest.mark.parametrize(
    "environment",
    [{"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}, {"FORCE_COLOR": "1", "TERM": "dumb"}, {"COLUMNS": "40"}, {"LINES": "5"}],
    ids=str,
)
def test_the_terminal_does_not_change_the_picture(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]):
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    usual = svg(page(side_by_side()), 100)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert svg(page(side_by_side()), 100) == usual


def test_the_same_page_gives_the_same_bytes():
    assert svg(page(side_by_side()), 100) == svg(page(side_by_side()), 100)
