"""Whole reports of a batch, byte for byte: `UPDATE_GOLDEN=1 pytest` writes them anew; and what each must say."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from msgspec.structs import replace
from support.datasets import hostile
from support.golden import expected
from support.match_cases import SMALL_MATCH
from support.random_batches import people, plainly, read, write

from iopcli.batch.report.batch_report import BatchReport
from iopcli.dataset.link import linked
from iopcli.dataset.load import load
from iopcli.dataset.model import Dataset
from iopcli.report.page import Page
from iopcli.report.pages import page
from iopcli.report.writers.csv import csv_text
from iopcli.report.writers.html import html
from iopcli.report.writers.json import json as as_json
from iopcli.report.writers.markdown import markdown
from iopcli.report.writers.terminal import plain
from iopcli.report.writers.text import linear

SHIPPED = load()
SMALL_BATCH: Dataset = linked(
    replace(
        SMALL_MATCH,
        questions={**{wish: SHIPPED.questions[wish] for wish in SHIPPED.by_wish}, **SMALL_MATCH.questions},
        wishes=SHIPPED.wishes,
        attributes={
            **SMALL_MATCH.attributes,
            **{id_: SHIPPED.attributes[id_] for id_ in ("keeps_job", "sessions_per_week")},
        },
    )
)
"""The small dataset with every wish, and the attributes that wishes are about."""
HOSTILE_BATCH: Dataset = hostile(SMALL_BATCH)
GOLDEN = Path(__file__).parents[2] / "golden" / "batch"
FORMATS: dict[str, Callable[[BatchReport], str]] = {
    "-80.txt": lambda result: plain(page(result), 80),
    "-60.txt": lambda result: plain(page(result), 60),
    "-linear-80.txt": lambda result: linear(page(result), 80),
    ".md": lambda result: markdown(page(result)),
    ".html": lambda result: html(page(result)),
    ".csv": csv_text,
    ".json": as_json,
}
OUTPUTS = [*(("groups", kind) for kind in FORMATS), ("all", "-80.txt"), ("few", "-80.txt")]


@cache
def report(name: str, *, hostile: bool = False) -> BatchReport:
    """Ninety people with groups and where they went, some of whom are rejected; all without limit; and seven."""
    dataset = HOSTILE_BATCH if hostile else SMALL_BATCH
    every = people(dataset, 7 if name == "few" else 90, seed=3)
    more = {
        "region": [["north", "south", "<b>west</b>"][number % 3 if number % 15 else 2] for number in range(len(every))],
        "actual": [["iop", "residential", "wait"][number % 3] for number in range(len(every))],
    }
    with TemporaryDirectory() as folder:
        path = write(Path(folder, "in.csv"), SMALL_BATCH, every, more)
        text = path.read_text().replace("p4,", "p5,", 1)
        path.write_text(text + "again" + ",9" * len(SMALL_BATCH.questions) + ",north,iop\n")
        records = read(dataset, path, plainly(dataset, groups=["region"]), by=("region",))
        return records.summary(small_cells=1 if name == "all" else 11)


@cache
def shipped_page() -> Page:
    """Three hundred people and the shipped dataset."""
    with TemporaryDirectory() as folder:
        path = write(Path(folder, "in.csv"), SHIPPED, people(SHIPPED, 300, seed=1), {"actual": ["iop"] * 300})
        return page(read(SHIPPED, path, plainly(SHIPPED)).summary())


@pytest.mark.parametrize(("name", "format_"), OUTPUTS)
def test_the_report_is_the_one_that_was_looked_at(name: str, format_: str):
    path = GOLDEN / f"{name}{format_}"
    made = FORMATS[format_](report(name)).encode()
    assert made == expected(path, made)


def test_no_golden_file_is_left_over():
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(f"{name}{kind}" for name, kind in OUTPUTS)


@pytest.mark.parametrize("kind", FORMATS)
def test_text_that_a_format_could_act_on_is_written_in_every_format(kind: str):
    made = FORMATS[kind](report("all", hostile=True))
    assert made
    if kind in (".html", ".md"):
        assert "<script>alert(1)</script>" not in made
        assert "<b>west</b>" not in made


def test_a_count_that_is_not_shown_is_null_in_json_and_empty_in_csv():
    made = report("groups")
    told = json.loads(as_json(made))
    assert told["schema"] == "iopcli/batch/1"
    assert None in [one["people"] for one in told["rules"]] + [one["first"] for one in told["plans"]]
    hidden = next(one for one in made.plans if one.first is None)
    assert f"first plan,{'+'.join(hidden.options)},{hidden.name},," in csv_text(made)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_the_shipped_page_is_too_wide(width: int):
    text = plain(shipped_page(), width)
    assert max(map(len, text.splitlines())) <= width


def test_the_first_screen_says_how_far_the_answers_go_and_what_to_collect():
    for dataset_page in (page(report("groups")), shipped_page()):
        lines = plain(dataset_page, 80).splitlines()
        assert next(nr for nr, line in enumerate(lines) if line.startswith("Plans for the")) < 36
        assert any("Urgent: look at these first" in line for line in lines[:14])
        assert any(line.startswith("Too few answers") for line in lines[:24])


def test_of_an_input_that_says_nothing_no_plan_is_told():
    with TemporaryDirectory() as folder:
        path = Path(folder, "in.csv")
        path.write_text("id,withdrawal\n" + "".join(f"p{nr},\n" for nr in range(20)))
        result = read(SHIPPED, path).summary()
    assert (result.too_little, result.planned, result.plans, result.cost) == (20, 0, (), None)
    text = plain(page(result), 80)
    assert "There is no plan to show, because no one gave enough answers." in text
    assert 'People with "Too few answers" may still need care.' in text
    assert "$" not in text and "wait" not in text
    assert "The urgent count covers only what the input asks. The input has no column for: danger now," in " ".join(
        text.split()
    )
    assert "No one in this batch gave an urgent answer to the questions that the input asks." in " ".join(text.split())


def test_the_page_says_what_is_urgent_first_and_that_it_is_about_groups():
    text = " ".join(plain(page(report("all")), 80).split())
    assert text.startswith("A batch of records In danger now? Call 111.")
    heads = [
        "How far the answers go",
        "What to collect first, because it matters most",
        "Plans for the",
        "Urgent",
        "What is needed",
        "Questions still open",
        "Weekly cash price for everyone together",
    ]
    places = [text.index(f" {head} ") if head != heads[-1] else text.index(head) for head in heads]
    assert places == sorted(places)
    assert "These counts describe groups. They do not decide anything for one person." in text
    assert "Whom to call" in text
    assert SMALL_BATCH.help.statement in text
    assert "In short: 89 records reported, urgent: 26, settled: 16, open: 37, too few answers: 10." in text
