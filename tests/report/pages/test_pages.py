"""Results become pages: every number has its source on the page, and marks and numbers lead somewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from support.datasets import SMALL, datasets, side_by_side, with_fact

from iopcli.dataset.model import Dataset, Point
from iopcli.report.page import Bullets, Footnotes, Heading, Numbers, Page, Paragraph, Table, refs_text
from iopcli.report.pages import page
from iopcli.results.list import ListFilter, list_options
from iopcli.results.show import show


def table_of(made: Page) -> Table:
    return next(block for block in made.blocks if isinstance(block, Table))


def footnotes_of(made: Page) -> dict[int, str]:
    return {note.number: note.id for block in made.blocks if isinstance(block, Footnotes) for note in block.notes}


def boxes(made: Page):
    return [box for section in table_of(made).sections for row in section.rows for box in row.boxes]


@given(datasets())
def test_every_number_in_brackets_is_a_footnote_and_every_footnote_is_used(dataset: Dataset):
    made = page(side_by_side(dataset, list(dataset.options)))
    used = {ref for box in boxes(made) for one in box.says for ref in one.refs}
    used |= {ref for box in boxes(made) for note in box.notes for one in note.says for ref in one.refs}
    assert used == set(footnotes_of(made))
    assert sorted(used) == list(range(1, len(used) + 1))


@given(datasets())
def test_a_known_value_never_stands_without_a_source(dataset: Dataset):
    result = side_by_side(dataset, list(dataset.options))
    cells = [cell for row in result.rows for cell in row.cells]
    drawn = [box for section in table_of(page(result)).sections for row in section.rows for box in row.boxes]
    by_text = {cell.text for cell in cells if cell.state == "known"}
    for box in drawn:
        if not box.points and box.says[0].text in by_text:
            assert box.says[0].refs


def test_a_point_without_a_source_of_its_own_shows_the_sources_of_its_fact():
    points = (Point(says="One.", sources=("study-two",)), Point(says="Two."))
    dataset = with_fact("iop", "advantages", value=points, sources=("rule-one",))
    made = page(side_by_side(dataset, attributes=["advantages"]))
    named = footnotes_of(made)
    assert [[named[ref] for ref in one.refs] for one in boxes(made)[0].says] == [["study-two"], ["rule-one"]]


@given(datasets())
def test_marks_are_letters_in_order_and_each_is_there_once(dataset: Dataset):
    marks = [note.mark for box in boxes(page(side_by_side(dataset, list(dataset.options)))) for note in box.notes]
    numbers = Numbers()
    assert marks == [numbers.mark() for _ in marks]


def test_after_z_comes_aa():
    numbers = Numbers()
    marks = [numbers.mark() for _ in range(704)]
    assert (marks[0], marks[25], marks[26], marks[51], marks[52], marks[701:]) == (
        "a",
        "z",
        "aa",
        "az",
        "ba",
        ["zz", "aaa", "aab"],
    )
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize(
    ("refs", "text"),
    [
        ((), ""),
        ((1,), "[1]"),
        ((1, 2, 3), "[1,2,3]"),
        ((1, 2, 3, 4), "[1,2,3] [4]"),
        (tuple(range(1, 8)), "[1,2,3] [4,5,6] [7]"),
    ],
)
def test_numbers_of_sources_break_after_three(refs: tuple[int, ...], text: str):
    assert refs_text(refs) == text


def test_weak_and_disputed_values_are_marked_in_words():
    flags = {
        row.head: [box.flags for box in row.boxes] for s in table_of(page(side_by_side())).sections for row in s.rows
    }
    assert flags["Hours a week"] == [("sources differ",), ()]
    assert flags["Evenings"] == [("weak source",), ("weak source",)]
    assert flags["How long"] == [(), ()]


def test_a_number_and_a_source_say_when_they_were_not_read_in_their_place():
    from msgspec.structs import replace

    from iopcli.report.pages.parts import source_text

    one = replace(SMALL.sources["rule-one"], read="abstract")
    dataset = replace(SMALL, sources={**SMALL.sources, "rule-one": one})
    flags = {row.head: row.boxes[1].flags for s in table_of(page(side_by_side(dataset))).sections for row in s.rows}
    assert flags["Hours a week"] == ("secondhand",)
    assert flags["Where you sleep"] == ()
    assert source_text(one).endswith("2018 (only its abstract was read)")
    assert source_text(SMALL.sources["price-page"]).endswith("2020 (weak source, read in part)")
    assert source_text(replace(one, read="passage")).endswith("2018")


def test_what_an_overlay_changed_says_so_in_its_cell():
    from msgspec.structs import replace

    option = replace(SMALL.options["iop"], layers={"sleep": "northside"}, inherited={"hours_per_week": "php"})
    dataset = replace(SMALL, options={**SMALL.options, "iop": option})
    flags = {row.head: row.boxes[0].flags for s in table_of(page(side_by_side(dataset))).sections for row in s.rows}
    assert flags["Where you sleep"] == ("local: northside",)
    assert flags["Hours a week"] == ("sources differ", "~ typical of care like this (Partial hospitalization), so ask")


def test_a_page_starts_with_whom_to_call_and_ends_with_the_date_of_the_dataset():
    blocks = page(side_by_side()).blocks
    assert isinstance(blocks[0], Paragraph)
    assert (blocks[0].says.text, blocks[0].says.role) == ("In danger now? Call 111. Call or text 222.", "alert")
    call = blocks.index(Heading("Whom to call"))
    bullets = next(block for block in blocks[call:] if isinstance(block, Bullets))
    assert [one.says.text for one in bullets.points] == [
        "Emergency: call 111. Call if a life is in danger. Day and night. Free.",
        "Warm line: call or text 222; chat at line.example. Reach out on a hard day. Every evening. Free.",
    ]


def test_no_page_names_another_emergency_number_than_the_line_of_its_dataset():
    said = [block.says.text for block in page(side_by_side()).blocks if isinstance(block, Paragraph)]
    assert [text for text in said if "911" in text] == []


def test_options_that_do_not_differ_say_so_and_nothing_more_is_drawn():
    made = page(side_by_side(attributes=["sleep"], differences=True))
    assert not any(isinstance(block, Table) for block in made.blocks)
    assert made.blocks[1].says.text == "There is nothing to show, because these options do not differ on these rows."


def test_a_list_says_what_it_left_out_and_why():
    made = page(list_options(SMALL, [ListFilter(attribute="sleep", test="has", value="program")]))
    said = [block.says.text for block in made.blocks if isinstance(block, Paragraph)]
    assert (
        "Your filters left out No treatment for now (where you sleep), "
        "Intensive outpatient (where you sleep), Partial hospitalization (where you sleep)."
    ) in said


def test_a_profile_turns_questions_into_a_list_of_their_own():
    made = page(show(SMALL, SMALL.options["iop"]))
    heading = made.blocks.index(Heading("Questions to ask a program"))
    (point,) = made.blocks[heading + 1].points
    assert (point.says.text, point.parts) == ("Which days?", (("Why", "To plan."), ("Listen for", "Real days.")))
    assert "Questions to ask" not in [row.head for section in table_of(made).sections for row in section.rows]
