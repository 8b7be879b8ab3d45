"""The page of weeks: six people whose outputs were looked at, and what every width, format and timetable keeps."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.golden import expected
from support.layouts import too_long

from iopcli.dataset.hours import minutes_of
from iopcli.dataset.load import load
from iopcli.logic.week import WEEK, stretch
from iopcli.match.hours import Life
from iopcli.report.pages import page, screen
from iopcli.report.timetable import SIGNS, drawn
from iopcli.report.writers.html import html
from iopcli.report.writers.markdown import markdown
from iopcli.report.writers.terminal import plain
from iopcli.report.writers.text import linear
from iopcli.results.week import week

DATASET = load()
GOLDEN = Path(__file__).parents[2] / "golden" / "week"
PEOPLE = {
    "nurse-on-nights": ["iop", "otp", "--work", "mon-thu 19:00-7:00", "--travel", "30"],
    "father-of-two": [
        "iop", "telehealth-iop", "--work", "mon-fri 8:00-17:00", "--care-for", "mon-fri 17:30-19:30, sat 8:00-12:00",
        "--travel", "90",
    ],
    "medicaid-part-time": ["iop", "php", "recovery-residence", "--work", "tue-sat 10am-4pm", "--travel", "35"],
    "medicare-at-70": ["php", "outpatient", "--care-for", "mon-fri 15:00-18:00", "--travel", "25", "--sleep", "7"],
    "day-laborer": ["outpatient", "mutual-help", "--work", "mon-sat 6:00-15:00", "--travel", "50", "--evenings-only"],
    "student": [
        "iop", "residential", "--work", "mon,wed,fri 9:00-14:00; tue,thu 13:00-17:00", "--work", "sat 12:00-20:00",
        "--travel", "15",
    ],
}  # fmt: skip
"""Six people, each with the week that fits the story; school is work."""
OUTPUTS = {
    **{f"{name}-80.txt": (name, ["table"], 80) for name in PEOPLE},
    "nurse-on-nights-60.txt": ("nurse-on-nights", ["table"], 60),
    "nurse-on-nights-120.txt": ("nurse-on-nights", ["table"], 120),
    "father-of-two-linear-80.txt": ("father-of-two", ["text"], 80),
    "father-of-two-days-80.txt": ("father-of-two", ["table", "--days"], 80),
    "medicaid-part-time-whole-80.txt": ("medicaid-part-time", ["table", "--all"], 80),
    "medicaid-part-time-ask-80.txt": ("medicaid-part-time", ["table", "--ask"], 80),
    "medicare-at-70.md": ("medicare-at-70", ["markdown"], 80),
    "day-laborer.csv": ("day-laborer", ["csv"], 80),
    "student.html": ("student", ["html"], 80),
    "student.json": ("student", ["json"], 80),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_output_is_the_one_that_was_looked_at(name, run):
    who, format_, width = OUTPUTS[name]
    done = run("week", *PEOPLE[who], "--format", *format_, env={"COLUMNS": str(width)})
    assert (done.returncode, done.stderr) == (0, "")
    made = re.sub(r'"sha256": "[0-9a-f]{64}"', '"sha256": "..."', done.stdout).encode()
    assert made == expected(GOLDEN / name, made)


def test_no_golden_file_is_left_over():
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(OUTPUTS)


def hours(text: str) -> int:
    return minutes_of([text], "")[0]


BUSY = Life(hours("mon-fri 9:00-17:00"), hours("mon-fri 15:00-18:00"), 40, True)
OPTIONS = list(DATASET.options.values())


def test_two_weeks_fit_one_screen():
    long = {
        (one.id, other.id): lines
        for one, other in combinations(OPTIONS, 2)
        if (lines := len(plain(screen(week(DATASET, [one, other], BUSY)), 80).splitlines())) > 40
    }
    assert long == {}


pieces = st.lists(st.tuples(st.integers(0, WEEK - 1), st.integers(15, 12 * 60)), max_size=5)


def put(found):
    made = 0
    for start, length in found:
        made |= stretch(start, length)
    return made


lives = st.builds(
    lambda work, care, way, only: Life(put(work), put(care), way, only),
    pieces, pieces, st.integers(0, 90), st.booleans(),
)  # fmt: skip


@given(st.sampled_from(OPTIONS), lives, st.integers(60, 140), st.booleans())
def test_no_line_is_too_wide_in_any_form(option, life, width, whole):
    result = week(DATASET, [option], life)
    made = page(result) if whole else screen(result)
    for ascii_only in (True, False):
        text = plain(made, width, ascii_only=ascii_only)
        assert too_long(text, width) == []
    assert too_long(linear(made, width), width) == []


@given(st.sampled_from(OPTIONS), lives)
def test_seven_days_are_drawn_and_the_letters_are_those_of_the_key(option, life):
    (table,) = [block for block in screen(week(DATASET, [option], life)).blocks if hasattr(block, "days")]
    lines = ["".join(words for words, _ in line) for line in drawn(table, 100, ascii_only=True)]
    rows = [line for line in lines if re.match(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ", line)]
    assert [len(row) for row in rows] == [100] * 7
    key = {sign for sign, _, _ in (part.partition(" ") for part in lines[-1].split(", "))}
    assert {letter for row in rows for letter in row[4:]} <= key


@given(st.sampled_from(OPTIONS), lives)
def test_a_clash_is_never_hidden_by_what_else_is_in_its_quarter_of_an_hour(option, life):
    result = week(DATASET, [option], life)
    (table,) = [block for block in screen(result).blocks if hasattr(block, "days")]
    lines = ["".join(words for words, _ in line) for line in drawn(table, 100)]
    rows = {line[:3].lower(): line[4:] for line in lines if re.match(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ", line)}
    for clash in result.weeks[0].clashes:
        quarter = (int(clash.from_[:2]) * 60 + int(clash.from_[3:])) // 15
        assert rows[clash.day][quarter] in "Xx"


def test_every_kind_has_a_letter_of_its_own():
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_html_has_the_days_in_words_and_hides_the_drawing_from_readers_of_it():
    text = html(page(week(DATASET, [DATASET.options["php"]], BUSY)))
    assert text.count('class="week" aria-hidden="true"') == 1
    assert "clash with work 9 am to 3:40 pm" in text
    assert "<script" not in text


def test_every_form_says_the_same_days():
    made = page(week(DATASET, [DATASET.options["iop"]], BUSY))
    forms = [linear(made, 1000), plain(made, 1000), markdown(made).replace("\\", ""), html(made)]
    for says in (
        "clash with caregiving 5:20 to 6 pm",
        "treatment 6 to 9 pm",
        "Saturday and Sunday: sleep midnight to 7 am",
    ):
        assert all(says in form for form in forms)


def test_json_keeps_what_scripts_rely_on(run):
    told = json.loads(run("week", "iop", "--work", "mon-fri 9:00-17:00", "--format", "json").stdout)
    assert told["schema"] == "iopcli/week/1"
    (one,) = told["weeks"]
    assert {"option", "blocks", "clashes", "ask"} <= one.keys()
    assert {"day", "from", "to", "kind"} <= one["blocks"][0].keys()


def test_what_is_read_on_is_there_by_name(run):
    for name, says in (("--days", "Monday"), ("--ask", "Which days and times"), ("--sources", "prodigal-iop")):
        assert says in run("week", "iop", name).stdout


def test_sleep_that_is_lost_is_said_first(run):
    words = ("iop", "--work", "sun-thu 22:00-6:00", "--care-for", "mon-fri 15:00-20:00", "--travel", "25")
    said = " ".join(run("week", *words).stdout.split())
    assert (
        "Too little sleep: 3 days have less than 4 hours for sleep (Mon, Tue, Thu). Do not drive if you have not "
        "slept. No missed work or caregiving." in said
    )


def test_it_reads_without_color_on_a_narrow_screen_and_in_ascii(run):
    env = {"COLUMNS": "60", "NO_COLOR": "1", "FORCE_COLOR": "1"}
    done = run("week", "iop", "--work", "mon-fri 9:00-17:00", env=env)
    assert not re.search(r"\x1b\[[0-9;]*3[1-7]m", done.stdout)
    assert "Mon zzz" not in done.stdout
