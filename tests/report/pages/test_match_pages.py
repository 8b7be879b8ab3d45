"""Pages of `match`, `review` and `rules`: what is urgent comes first, and every format says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import html5lib
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from support.datasets import words
from support.layouts import other_words, table_words, too_long
from support.match_cases import CASES, HOSTILE_MATCH, LOOKS, RESULTS, SMALL_MATCH, STOPPED, URGENT, some_answers

from iopcli.dataset.answers import typed
from iopcli.dataset.model import Dataset
from iopcli.match.match import match
from iopcli.match.plans import Planner
from iopcli.match.recommendation import Recommendation
from iopcli.report.page import Bullets, Footnotes, Heading, Lines, Page, Paragraph, Said, ShellHint, Table
from iopcli.report.pages import page
from iopcli.report.writers.csv import csv_text
from iopcli.report.writers.html import html
from iopcli.report.writers.json import json
from iopcli.report.writers.markdown import markdown
from iopcli.report.writers.svg import svg
from iopcli.report.writers.terminal import column_widths, plain
from iopcli.report.writers.text import linear

WIDTHS = (60, 80, 120)
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
every_result = pytest.mark.parametrize("name", RESULTS)
every_look = pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))
calm_and_hostile = pytest.mark.parametrize("dataset", [SMALL_MATCH, HOSTILE_MATCH], ids=["calm", "hostile"])


def table_of(made: Page) -> Table | None:
    return next((block for block in made.blocks if isinstance(block, Table)), None)


def owed(made: Page, width: int | None) -> object:
    """The words of a page as it is drawn at a width, or in lines."""
    tables = [block for block in made.blocks if isinstance(block, Table)]
    drawn = (width is not None and column_widths(one, width) is not None for one in tables)
    told = (table_words(one, as_lines=not fits) for one, fits in zip(tables, drawn, strict=True))
    return sum(told, other_words(made))


def sentences(made: Page, *, on_paper: bool = False) -> Iterator[str]:
    """Everything that a page says, piece by piece; what to type next is of no use on paper."""
    yield made.title
    for block in made.blocks:
        match block:
            case Heading(text) | Paragraph(Said(text)):
                yield text
            case ShellHint(text, before):
                yield before if on_paper else f"{before} {text}"
            case Lines(says):
                yield from (one.text for one in says)
            case Bullets(points):
                yield from (f"{point.says.text} {' '.join(map(' '.join, point.parts))}" for point in points)
            case Footnotes(notes):
                yield from (note.text for note in notes)
            case Table():
                yield from (" ".join([column.title, *column.lines]) for column in block.columns)
                yield from (row.head for section in block.sections for row in section.rows)
                for box in (box for section in block.sections for row in section.rows for box in row.boxes):
                    yield from (one.text for one in box.says)
                    yield from (one.text for note in box.notes for one in note.says)


def seen(format_: str, made: Page) -> str:
    """The text that a reader of a format sees."""
    if format_ == "html":
        return " ".join(html5lib.parse(html(made), namespaceHTMLElements=False).find("body").itertext())
    if format_ == "svg":
        texts = ElementTree.fromstring(svg(made, 100)).iter("{http://www.w3.org/2000/svg}text")
        return "\n".join("".join(text.itertext()) for text in texts)
    if format_ == "markdown":
        inline = [token.children or () for token in READER.parse(markdown(made)) if token.type == "inline"]
        return "\n".join("".join(part.content or " " for part in parts) for parts in inline)
    return plain(made, 80)


def first_said(made: Page) -> list[str]:
    """The paragraphs, lines and headings of a page, in order."""
    said: list[str] = []
    for block in made.blocks:
        match block:
            case Heading(text) | Paragraph(Said(text)):
                said.append(text)
            case Lines(says):
                said += [one.text for one in says]
    return said


# --- the same words ---------------------------------------------------------


@every_result
@every_look
@calm_and_hostile
@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_is_cut_or_lost_and_no_line_is_too_wide(name: str, look, dataset: Dataset, width: int):
    made = look(RESULTS[name](dataset))
    drawn, lines = plain(made, width), linear(made, width)
    assert words(drawn) == owed(made, width)
    assert words(lines) == owed(made, None)
    assert too_long(drawn, width) == too_long(lines, width) == []


@every_result
@every_look
@calm_and_hostile
@pytest.mark.parametrize("format_", ["html", "svg", "markdown"])
def test_every_sentence_is_in_every_format(name: str, look, dataset: Dataset, format_: str):
    made = look(RESULTS[name](dataset))
    there = words(seen(format_, made))
    for text in sentences(made, on_paper=format_ != "svg"):
        assert not words(text) - there, text


@given(some_answers(), st.booleans(), st.sampled_from(list(LOOKS.values())))
def test_no_answers_make_a_line_too_wide_or_lose_a_word(answers, why: bool, look):
    made = look(match(SMALL_MATCH, answers, why=why))
    for width in WIDTHS:
        assert too_long(plain(made, width), width) == too_long(linear(made, width), width) == []
    assert words(linear(made, 60)) == owed(made, None)


# --- urgent first -----------------------------------------------------------

CALL = "In danger now? Call 111. Call or text 222."


def alarms(result) -> list[str]:
    return [text for one in result.urgent for text in (one.message, " ".join(_lines(one)))]


def _lines(alarm) -> Iterator[str]:
    for line in alarm.help:
        ways = "Call or text" if "text" in line.how else "Call"
        yield f"{ways} {line.number} ({line.name})."


@pytest.mark.parametrize("name", URGENT)
@every_look
def test_after_the_title_comes_whom_to_call_and_then_what_is_urgent(name: str, look):
    result = RESULTS[name](SMALL_MATCH)
    assert result.urgent
    said = first_said(look(result))
    assert said[: 2 + len(alarms(result))] == [CALL, "Urgent", *alarms(result)]


@pytest.mark.parametrize("name", URGENT)
@every_look
@pytest.mark.parametrize("format_", ["table", "html", "svg", "markdown"])
def test_no_format_hides_what_is_urgent_or_puts_anything_before_it(name: str, look, format_: str):
    result = RESULTS[name](SMALL_MATCH)
    made = look(result)
    text = " ".join(re.sub(r"[#*]", " ", seen(format_, made)).split())
    wanted = " ".join([CALL, "Urgent", *alarms(result)])
    assert text.partition(made.title)[2].strip().startswith(wanted)


@pytest.mark.parametrize("name", URGENT)
def test_what_is_urgent_comes_first_in_csv_and_before_any_plan_in_json(name: str):
    result = RESULTS[name](SMALL_MATCH)
    _, *rows = csv_text(result).splitlines()
    assert all(row.startswith("urgent,") for row in rows[: len(result.urgent)])
    assert all(one.message in row for one, row in zip(result.urgent, rows, strict=False))
    keys = list(msgspec.json.decode(json(result)))
    later = {"needs", "plans", "at_least", "at_most", "alongside", "changes", "areas", "earlier"} & set(keys)
    assert later
    assert keys.index("urgent") < min(keys.index(key) for key in later)


@given(some_answers(), st.sampled_from(list(LOOKS.values())))
def test_no_answers_put_anything_before_what_is_urgent(answers, look):
    result = match(SMALL_MATCH, answers)
    holds = answers.get("danger_now") is True or answers.get("withdrawal", 0) >= 3
    assert bool(result.urgent) == holds
    said = first_said(look(result))
    assert said[0] == CALL
    assert (said[1] == "Urgent") == holds
    assert said[2 : 2 + len(alarms(result))] == alarms(result) or not holds


# --- danger now -------------------------------------------------------------


@pytest.mark.parametrize("name", STOPPED)
@every_look
def test_danger_now_leaves_nothing_on_the_page_but_help(name: str, look):
    result = RESULTS[name](SMALL_MATCH)
    made = look(result)
    assert made.title == "Get help first"
    said = first_said(made)
    before, ending = said[: said.index("Whom to call")], said[said.index("Whom to call") :]
    assert before == [CALL, "Urgent", *alarms(result)]
    assert [text for text in ending[1:] if not HELP.match(text)] == []
    assert table_of(made) is None
    assert names_care(made, SMALL_MATCH) == []


HELP = re.compile("Call 111 now|Emergency: call 111|This made-up tool is not medical advice|Dataset 0.1, as of")


def names_care(made: Page, dataset: Dataset) -> list[str]:
    """The options and plans that a page names."""
    text = " ".join(sentences(made))
    titles = {name for option in dataset.options.values() for name in (option.name, option.title)}
    return [name for name in (*titles, "Plan 1", "Plans") if name in text]


@given(some_answers(), st.booleans(), st.sampled_from(list(LOOKS.values())))
def test_danger_now_names_no_care_whatever_else_is_known(answers, why: bool, look):
    known = {**answers, "danger_now": True}
    made = look(match(SMALL_MATCH, known, why=why))
    assert names_care(made, SMALL_MATCH) == []
    assert table_of(made) is None


def test_danger_now_leaves_no_care_in_json_and_csv_either():
    answers = {"danger_now": True, "relapse_risk": 4, "living_situation": 4}
    result = match(SMALL_MATCH, answers)
    assert result.alongside == ()
    assert [row.partition(",")[0] for row in csv_text(result).splitlines() if "house" in row] == []


# --- the shipped dataset ----------------------------------------------------


@pytest.fixture(scope="module")
def cases(dataset: Dataset) -> dict[str, Recommendation]:
    """What comes of every vignette of the shipped dataset."""
    planner = Planner(dataset)
    found = {}
    for id_, one in dataset.vignettes.items():
        answers = {key: typed(dataset.questions[key], value) for key, value in one.answers.items()}
        found[id_] = match(dataset, answers, planner)
    return found


@every_look
def test_no_line_of_any_vignette_is_too_wide(cases, look):
    for id_, result in cases.items():
        made = look(result)
        for width in WIDTHS:
            assert too_long(plain(made, width), width) == [], id_


@every_look
def test_every_vignette_says_what_is_urgent_first_and_names_no_care_in_danger(cases, look, dataset: Dataset):
    assert any(result.stopped for result in cases.values())
    for id_, result in cases.items():
        made = look(result)
        said = first_said(made)
        assert (said[1] == "Urgent") == bool(result.urgent), id_
        assert said[2 : 2 + 2 * len(result.urgent) : 2] == [one.message for one in result.urgent], id_
        assert not result.stopped or names_care(made, dataset) == [], id_


@every_look
def test_no_page_of_a_vignette_shows_an_id_where_words_belong(cases, look, dataset: Dataset):
    ids = [id_ for id_ in (*dataset.questions, *dataset.attributes) if "_" in id_]
    for id_, result in cases.items():
        text = " ".join(sentences(look(result), on_paper=True))
        assert [one for one in ids if one in text] == [], id_


@pytest.mark.parametrize("name", [name for name in RESULTS if "rule" not in name])
@every_look
def test_no_page_about_a_person_shows_an_id_where_words_belong(name: str, look):
    text = " ".join(sentences(look(RESULTS[name](SMALL_MATCH)), on_paper=True))
    assert [id_ for id_ in (*SMALL_MATCH.questions, *SMALL_MATCH.attributes) if "_" in id_ and id_ in text] == []


def test_every_hint_names_an_option_to_read_on():
    for case in CASES:
        blocks = page(match(SMALL_MATCH, CASES[case])).blocks
        hints = [one.text for one in blocks if isinstance(one, ShellHint)]
        for hint in hints:
            named = re.findall(r"iopcli (?:show|compare)([^`]*)`", hint)
            assert all(set(ids.split()) & set(SMALL_MATCH.options) for ids in named), (case, hint)


def test_a_need_that_is_only_not_known_any_more_is_open_and_not_called_lower():
    """The later record leaves out what had set two needs: nothing says that they have gone."""
    result = RESULTS["review open"](SMALL_MATCH)
    changes = {one.attribute: one.change for one in result.needs}
    assert changes == {"hours_per_week": "same", "supervision": "open", "housing": "open"}
    said = list(sentences(page(result)))
    for need, most in (("Supervision", "nurses day and night"), ("Housing", "a house run by its residents")):
        (line,) = (text for text in said if text.startswith(f"{need}: "))
        assert line.startswith(f"{need}: too early to say. Earlier: ")
        assert line.strip().endswith(f"but maybe {most}.")
