"""HTML: one file without a script, nothing loaded, real table headers, and no element made of hostile text."""

from __future__ import annotations

import re
from collections import Counter

import html5lib
import pytest
from hypothesis import given
from support.datasets import HOSTILE, hostile, side_by_side, words
from support.layouts import pages, wide_text
from support.match_cases import HOSTILE_MATCH, SMALL_MATCH, taken_home
from support.match_cases import RESULTS as DECIDED

from iopcli.report.page import Page
from iopcli.report.pages import page
from iopcli.report.writers.html import html
from iopcli.results.list import list_options
from iopcli.results.show import show
from iopcli.results.sources import sources
from iopcli.results.topics import topic, topics

RESULTS = {
    "compare": lambda dataset: side_by_side(dataset, ("iop", "php", "wait")),
    "show": lambda dataset: show(dataset, dataset.options["iop"]),
    "list": list_options,
    "sources": sources,
    "topics": topics,
    "topic": lambda dataset: topic(dataset, "payment"),
    "handout": lambda dataset: taken_home(dataset, "settled", "staff"),
    **DECIDED,
}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "div", "table", "caption", "thead",
    "tbody", "tr", "th", "td", "small", "span", "ul", "ol", "li", "sup", "a", "section", "figure", "figcaption",
    *(f"{{http://www.w3.org/2000/svg}}{name}" for name in ("svg", "title", "path", "rect", "text")),
}  # fmt: skip
every_result = pytest.mark.parametrize("result", RESULTS.values(), ids=list(RESULTS))


def parsed(text: str):
    """The document, refused at the first error in its HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


@every_result
@pytest.mark.parametrize("dataset", [SMALL_MATCH, HOSTILE_MATCH], ids=["calm", "hostile"])
def test_a_strict_parser_finds_no_error(result, dataset):
    parsed(html(page(result(dataset))))


@given(pages(wide_text))
def test_any_page_is_html_without_an_error(made: Page):
    parsed(html(made))


@every_result
def test_hostile_text_makes_no_element_and_no_attribute(result):
    document = parsed(html(page(result(HOSTILE_MATCH))))
    assert {element.tag for element in document.iter()} <= ALLOWED
    attributes = {name for element in document.iter() for name in element.attrib}
    assert attributes <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "style", "scope", "colspan", "href", "id", "value",
        "aria-hidden", "tabindex", "role", "aria-label", "aria-labelledby", "data-of",
        "viewBox", "font-family", "font-size", "font-weight", "d", "x", "y", "width", "height", "rx", "fill",
        "fill-opacity", "stroke", "stroke-width", "text-anchor",
    }  # fmt: skip


def test_hostile_text_reads_as_it_was_written():
    document = parsed(html(page(side_by_side(hostile(), attributes=["advantages"]))))
    said = ["".join(item.itertext()) for item in document.iter("li")]
    for text in HOSTILE:
        assert any(one.startswith(text) for one in said), text


@every_result
def test_nothing_is_loaded_and_nothing_runs(result):
    text = html(page(result(HOSTILE_MATCH)))
    document = parsed(text)
    policy = [one.attrib["content"] for one in document.iter("meta") if "http-equiv" in one.attrib]
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert not list(document.iter("script"))
    assert all(one.attrib["href"].startswith("#") for one in document.iter() if "href" in one.attrib)
    assert not any(name in one.attrib for one in document.iter() for name in ("src", "srcset", "data", "action"))
    (style,) = document.iter("style")
    assert "url(" not in style.text
    assert "@import" not in style.text
    assert all("url(" not in one.attrib.get("style", "") for one in document.iter())


@every_result
def test_every_link_leads_somewhere_and_no_id_is_there_twice(result):
    document = parsed(html(page(result(SMALL_MATCH))))
    ids = [one.attrib["id"] for one in document.iter() if "id" in one.attrib]
    assert [id_ for id_, times in Counter(ids).items() if times > 1] == []
    assert {one.attrib["href"][1:] for one in document.iter("a")} <= set(ids)


@given(pages())
def test_ids_stay_unique_on_any_page(made: Page):
    ids = re.findall(r' id="([^"]+)"', html(Page(made.title, made.blocks[:1])))
    assert len(ids) == len(set(ids))


@every_result
def test_every_header_says_what_it_heads_and_every_row_has_one(result):
    document = parsed(html(page(result(SMALL_MATCH))))
    assert {one.attrib.get("scope") for one in document.iter("th")} <= {"col", "row", "rowgroup"}
    for table in document.iter("table"):
        assert table[0].tag == "caption"
        columns = len(table.findall("thead/tr/th"))
        for row in table.findall("tbody/tr"):
            wide = sum(int(one.attrib.get("colspan", 1)) for one in row)
            assert (wide, row[0].tag) == (columns, "th")
            assert "".join(row[0].itertext()).strip()


@every_result
def test_the_document_has_a_language_a_title_and_one_first_heading(result):
    made = page(result(SMALL_MATCH))
    document = parsed(html(made))
    assert document.attrib["lang"] == "en"
    assert document.findtext("head/title") == made.title
    assert ["".join(one.itertext()) for one in document.iter("h1")] == [made.title]
    assert len(list(document.iter("main"))) == 1


def test_every_word_of_the_table_is_there():
    made = page(side_by_side())
    text = " ".join(parsed(html(made)).find("body").itertext())
    for row in (row for section in made.blocks[1].sections for row in section.rows):
        for one in (one for box in row.boxes for one in box.says):
            assert not words(one.text) - words(text), one.text


@every_result
def test_the_same_result_gives_the_same_bytes(result):
    assert html(page(result(SMALL_MATCH))) == html(page(result(SMALL_MATCH)))
