"""Pages of ways: six people's whole outputs byte for byte, first screens that fit, one scale, and no word lost."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from support.golden import expected

from iopcli.dataset.load import load
from iopcli.facts.payer import Payer
from iopcli.match.answers import read_answers, read_file
from iopcli.report.drawing import svg_of
from iopcli.report.page import Timeline
from iopcli.report.pages import cover, page, screen
from iopcli.report.pages.path_timeline import timeline
from iopcli.report.timeline import drawn, places
from iopcli.report.writers.csv import csv_text
from iopcli.report.writers.html import html
from iopcli.report.writers.json import json
from iopcli.report.writers.markdown import markdown
from iopcli.report.writers.terminal import plain
from iopcli.report.writers.text import linear
from iopcli.results.path import Paths, paths

DATASET = load()
PEOPLE = Path(__file__).parents[2] / "people"
GOLDEN = Path(__file__).parents[2] / "golden" / "path"
NAMES = ("nurse", "father", "medicaid", "medicare", "laborer", "student")
LINES, COLUMNS = 40, 80


def of(name: str, *options: str, **asked: Any) -> Paths:
    known = read_answers(DATASET, *read_file(PEOPLE / f"{name}.toml"))
    named = [[[DATASET.options[id_]]] for id_ in options]
    return paths(DATASET, named, [known], payer=Payer(DATASET, known.get("payer")), **asked)


RESULTS: dict[str, Callable[[], Paths]] = {
    **{name: lambda name=name: of(name) for name in NAMES},
    "medicaid-named": lambda: of("medicaid", "php", "iop", wait=14),
    "options": lambda: paths(DATASET, [[[DATASET.options[id_]]] for id_ in ("iop", "residential")]),
}
FORMATS: dict[str, Callable[[Paths], str]] = {
    "-first-60.txt": lambda result: plain(screen(result), 60),
    "-first-80.txt": lambda result: plain(screen(result), 80),
    "-first-120.txt": lambda result: plain(screen(result), 120),
    "-first-80-ascii.txt": lambda result: plain(screen(result), 80, ascii_only=True),
    "-linear-80.txt": lambda result: linear(screen(result), 80),
    "-whole-80.txt": lambda result: plain(page(result), 80),
    ".md": lambda result: markdown(page(result)),
    ".html": lambda result: html(page(result), cover(result)),
    ".svg": lambda result: svg_of(screen(result, ["picture"])),
    ".csv": csv_text,
    ".json": json,
}
OUTPUTS = [
    *((name, format_) for name in NAMES for format_ in ("-first-80.txt", "-whole-80.txt")),
    ("medicaid-named", "-first-80.txt"),
    *(("options", format_) for format_ in FORMATS if not format_.startswith("-whole")),
]


@pytest.mark.parametrize(("name", "format_"), OUTPUTS)
def test_the_page_is_the_one_that_was_looked_at(name: str, format_: str):
    made = FORMATS[format_](RESULTS[name]()).encode()
    assert made == expected(GOLDEN / f"{name}{format_}", made)


def test_no_golden_file_is_left_over():
    assert sorted(GOLDEN.iterdir()) == sorted(GOLDEN / f"{name}{format_}" for name, format_ in OUTPUTS)


@pytest.mark.parametrize("name", RESULTS)
def test_a_first_screen_is_no_longer_than_a_screen(name: str):
    lines = plain(screen(RESULTS[name]()), COLUMNS).splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= COLUMNS


@pytest.mark.parametrize("id_", DATASET.options)
def test_paths_from_any_two_options_fit_a_first_screen(id_: str):
    named = [[[DATASET.options[one]]] for one in dict.fromkeys((id_, "iop"))]
    assert len(plain(screen(paths(DATASET, named)), COLUMNS).splitlines()) <= LINES


@pytest.mark.parametrize("name", NAMES)
def test_all_ways_are_drawn_to_one_scale_and_none_over_another(name: str):
    (drawing,) = timeline(RESULTS[name]())
    for track in drawing.tracks:
        assert track.legs[0].start == 0
        assert all(0 <= leg.start <= leg.end <= 1.0001 for leg in track.legs)
        ends = [(start, end) for _, start, end in places(track, 60)]
        assert all(end > start for start, end in ends)
        assert all(one[1] <= then[0] for one, then in pairwise(ends))
    assert max(track.legs[-1].end for track in drawing.tracks) == pytest.approx(1)


def test_a_longer_wait_moves_every_stop_to_the_right():
    (short,), (long,) = (timeline(of("nurse", wait=days)) for days in (0, 70))
    assert short.tracks[0].legs[0].fill != "wait"
    assert long.tracks[0].legs[0].fill == "wait"
    assert long.tracks[0].legs[1].start > 0.1


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_a_timeline_fits_any_width(width: int, ascii_only: bool):
    (drawing,) = timeline(RESULTS["medicare"]())
    lines = drawn(drawing, width, ascii_only=ascii_only)
    assert max(map(len, lines)) <= max(width, 18)
    assert not ascii_only or all(line.isascii() for line in lines)


def test_every_stop_of_every_way_stands_in_every_writer():
    result = RESULTS["options"]()
    made = [FORMATS[key](result) for key in ("-linear-80.txt", ".md", ".html", ".csv", ".json", ".svg")]
    for way in result.ways:
        for stop in way.stops:
            assert all(stop.title.split()[0] in text for text in made)


def test_a_page_without_steps_or_advice_is_still_one():
    from support.datasets import SMALL

    result = paths(SMALL, [[[SMALL.options["iop"]]]])
    assert not any(isinstance(block, Timeline) and block.tracks[0].marks for block in page(result).blocks)
    assert "weeks" in plain(page(result), 80).lower()


def test_of_several_people_the_first_way_of_each_stands_on_the_first_screen():
    known = [read_answers(DATASET, *read_file(PEOPLE / f"{name}.toml")) for name in ("father", "student")]
    text = plain(screen(paths(DATASET, [], known)), 80)
    assert [number for number in (1, 2, 3) if f"Person {number}: " in text] == [1, 2]
