"""The page to take home: whole outputs, and what each reader gets of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.golden import expected
from support.layouts import too_long
from support.match_cases import PAIR, SMALL_MATCH, some_answers, taken_home

from iopcli.match.match import match
from iopcli.report.page import Form, Heading, Page, Timeline
from iopcli.report.pages import page, rows_of
from iopcli.report.writers.csv import csv_text
from iopcli.report.writers.html import html
from iopcli.report.writers.markdown import markdown
from iopcli.report.writers.text import linear
from iopcli.results.handout import handout

GOLDEN = Path(__file__).parents[2] / "golden" / "handout"

OUTPUTS = {
    "options-80.txt": lambda: linear(page(handout(SMALL_MATCH, PAIR)), 80),
    "options-60.txt": lambda: linear(page(handout(SMALL_MATCH, PAIR)), 60),
    "options.html": lambda: html(page(handout(SMALL_MATCH, PAIR))),
    "options.md": lambda: markdown(page(handout(SMALL_MATCH, PAIR))),
    "options-staff-80.txt": lambda: linear(page(handout(SMALL_MATCH, PAIR, voice="staff")), 80),
    "answers-80.txt": lambda: linear(page(taken_home(SMALL_MATCH, "settled")), 80),
    "answers.html": lambda: html(page(taken_home(SMALL_MATCH, "settled"))),
    "answers.csv": lambda: csv_text(taken_home(SMALL_MATCH, "settled", "staff")),
    "answers-staff-80.txt": lambda: linear(page(taken_home(SMALL_MATCH, "settled", "staff")), 80),
    "answers-family-80.txt": lambda: linear(page(taken_home(SMALL_MATCH, "settled", "family")), 80),
    "stopped-80.txt": lambda: linear(page(taken_home(SMALL_MATCH, "stopped")), 80),
    "urgent-80.txt": lambda: linear(page(taken_home(SMALL_MATCH, "urgent")), 80),
    "none-fits-staff-80.txt": lambda: linear(page(taken_home(SMALL_MATCH, "none fits", "staff")), 80),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_output_is_the_one_that_was_looked_at(name: str):
    path, made = GOLDEN / name, OUTPUTS[name]().encode()
    assert made == expected(path, made)


def test_no_golden_file_is_left_over():
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(OUTPUTS)


def test_whom_to_call_in_an_emergency_stands_once_where_two_things_are_urgent(dataset):
    answers = dataset.vignettes["fentanyl-and-a-racing-heart"].answers
    for voice in ("person", "family", "staff"):
        result = handout(dataset, (), match(dataset, answers, voice=voice), voice=voice)
        text = " ".join(linear(page(result), 80).split())
        assert len(result.urgent) == 2
        assert all(alarm.message in text for alarm in result.urgent)
        assert text.count("Call 911 (Emergency). Call 1-800-662-4357 (SAMHSA National Helpline).") == 1


def test_families_are_told_once_that_the_help_lines_are_for_them_too(dataset):
    result = handout(dataset, [dataset.options["iop"]], voice="family")
    assert any("1-800-662-4357" in text and "988" in text for text in result.helping)
    text = linear(page(result), 80)
    assert "Whom to call, for them or for yourself" in text
    assert "Families can also call" not in text


def headings(made: Page) -> list[str]:
    return [block.text for block in made.blocks if isinstance(block, Heading)]


def asked(made: Page) -> list[str]:
    return [blank.says.text for block in made.blocks if isinstance(block, Form) for blank in block.blanks]


def test_sources_reasons_and_the_gap_sheet_are_for_staff_alone():
    alone = {"Gap sheet", "What is missing if the person accepts only one of these", "Why", "Sources"}
    for voice in ("person", "family"):
        made = page(taken_home(SMALL_MATCH, "settled", voice))
        assert not alone & {*headings(made)}
        assert "[1]" not in linear(made, 80)
    text = linear(page(taken_home(SMALL_MATCH, "settled", "staff")), 80)
    assert all(f"\n{name}\n" in text for name in alone)


def test_of_a_home_that_is_not_safe_the_page_says_only_that_a_safe_place_is_needed(dataset):
    choice = next(one for one in dataset.questions["living_situation"].choice if one.value == 4)
    for voice in ("person", "staff", "family"):
        result = match(dataset, {"living_situation": 4, "relapse_risk": 2}, voice=voice)
        text = " ".join(linear(page(handout(dataset, (), result, voice=voice)), 80).split())
        assert f"Living situation: {choice.at_home}" in text
        assert choice.says(voice) not in text
        assert "hurting you at home" not in text


def test_a_plan_for_which_the_page_has_no_room_is_named_with_how_to_print_it(dataset):
    result = match(dataset, {"withdrawal": 2, "substances": ("alcohol",), "relapse_risk": 2, "living_situation": 0})
    made = handout(dataset, (), result)
    text = " ".join(linear(page(made), 80).split())
    assert len(result.plans) > len(made.options) == 2
    for plan in result.plans[2:3]:
        assert f"Not on this page: {plan.name} (`iopcli handout {' '.join(plan.options)} --answers FILE`)" in text
        assert not handout(dataset, [dataset.options[id_] for id_ in plan.options], result).others


def test_every_cell_that_is_not_known_is_a_question_with_a_line_for_each_option_that_can_answer(dataset):
    made = handout(dataset, [dataset.options[id_] for id_ in ("telehealth-iop", "residential-low")], payer="medicaid")
    open_rows = [
        row.attribute for row in made.rows
        if row.ask and any(cell.state == "not_known" for cell in row.shown[0].cells)
    ]  # fmt: skip
    assert open_rows
    assert [one.attribute for one in made.unknown] == open_rows
    blanks = [blank for block in page(made).blocks if isinstance(block, Form) for blank in block.blanks]
    for one in made.unknown:
        (blank,) = [blank for blank in blanks if blank.says.text == one.ask.says]
        assert tuple(row[0] for row in blank.rows) == one.options


def test_a_plan_with_a_long_name_is_asked_about_by_its_name(dataset):
    found = match(dataset, dataset.vignettes["shakes-and-would-use-today"].answers)
    made = handout(dataset, (), found)
    (open_one, *_) = made.unknown
    assert open_one.options == (made.options[1].short_name,)
    (blank,) = [
        blank
        for block in page(made).blocks
        if isinstance(block, Form)
        for blank in block.blanks
        if blank.says.text == open_one.ask.says
    ]
    assert blank.rows == ((made.options[1].short_name,),)


def test_the_way_through_says_the_name_of_a_plan_once(dataset):
    made = handout(dataset, [dataset.options[id_] for id_ in ("iop", "residential")])
    (drawn,) = [block for block in page(made).blocks if isinstance(block, Timeline)]
    assert [track.name for track in drawn.tracks] == ["Path 1", "Path 2"]
    assert drawn.tracks[0].legs[0].says.startswith("Intensive outpatient, ")


def test_each_option_has_as_many_advantages_as_drawbacks(dataset):
    for option in dataset.options.values():
        tables = [
            block
            for block in page(handout(dataset, [option])).blocks
            if getattr(block, "caption", "") == "For and against"
        ]
        for table in tables:
            pros, cons = table.sections[0].rows
            assert len(pros.boxes[0].says) == len(cons.boxes[0].says)


def test_danger_hands_out_whom_to_call_and_nothing_to_compare():
    made = taken_home(SMALL_MATCH, "stopped")
    assert (made.rows, made.unknown, made.call, made.lost, made.until) == ((), (), (), (), ())
    assert asked(page(made)) == []
    assert rows_of(made)


def test_what_is_lost_is_what_an_option_that_was_named_misses_of_the_needs():
    made = taken_home(SMALL_MATCH, "settled", "staff", PAIR)
    verdicts = {one.option.id: one.misses for one in made.recommendation.options}
    assert {one.option: one.misses for one in made.lost} == {
        option.id: verdicts[option.id] for option in PAIR if verdicts[option.id]
    }


@given(some_answers(), st.sampled_from(["person", "staff", "family"]), st.sampled_from([(), PAIR[:1], PAIR]))
def test_whatever_was_answered_danger_comes_first_and_no_line_is_too_long(answers, voice, options):
    found = match(SMALL_MATCH, answers, voice=voice)
    made = handout(SMALL_MATCH, options, found, voice=voice)
    text = linear(page(made), 80)
    assert "\n".join(text.splitlines()[3:4]) == "In danger now? Call 111. Call or text 222."
    assert made.urgent == found.urgent
    assert all(" ".join(one.message.split()) in " ".join(text.split()) for one in found.urgent)
    assert not too_long(text, 80)
    assert not made.stopped or not (made.options or asked(page(made)))


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_four_kinds_of_program_to_call_have_fewer_questions_on_the_page_and_all_of_them_in_csv(dataset, number):
    named = [dataset.options[id_] for id_ in ("outpatient", "iop", "php", "residential")[:number]]
    result = handout(dataset, named)
    text = linear(page(result), 80)
    asked = [[question.says for question in one.questions] for one in result.call]
    shown = [sum(" ".join(text.split()).count(says) > 0 for says in questions) for questions in asked]
    assert shown == ([2] * 4 if number == 4 else [len(questions) for questions in asked])
    _, rows = rows_of(result)
    told = {row[2] for row in rows if row[0] == "ask"}
    assert {says for questions in asked for says in questions} <= told
