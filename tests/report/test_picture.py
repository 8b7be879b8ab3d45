"""A comparison as a picture: every option is on it or named beside it, in characters, as SVG and in words."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.datasets import SMALL, datasets, side_by_side
from support.layouts import too_long

from iopcli.dataset.load import load
from iopcli.errors import UsageError
from iopcli.report.drawing import drawn, svg_of
from iopcli.report.page import Axis, Bar, Picture, Spot
from iopcli.report.pages import screen
from iopcli.report.pages.picture import picture
from iopcli.report.plot import TOO_NARROW, plotted
from iopcli.results.compare import compare

DATASET = load()
AXES = [("hours_per_week", "cost_per_week"), ("supervision", "hours_per_week"), ("cost_per_week", "supervision")]


@given(datasets(("hours_per_week", "supervision", "cost_per_week")), st.sampled_from(AXES))
def test_every_option_is_on_it_once_or_beside_it_with_why(dataset, axes):
    made = picture(compare(dataset, list(dataset.options.values()), axes=axes))
    beside = [text.partition(": ")[0] for text in made.beside]
    assert sorted([*(spot.name for spot in made.spots), *beside]) == sorted(o.title for o in dataset.options.values())
    for spot in made.spots:
        for bar in (spot.across, spot.up):
            assert 0 <= bar.start <= bar.end <= 1
    for axis in (made.across, made.up):
        assert [at for at, _ in axis.ticks] == sorted(at for at, _ in axis.ticks)
        assert all(0 <= at <= 1 for at, _ in axis.ticks)


@given(datasets(("hours_per_week", "supervision", "cost_per_week")), st.sampled_from(AXES), st.integers(20, 140))
def test_no_line_is_too_wide_and_every_option_is_named(dataset, axes, width):
    made = picture(compare(dataset, list(dataset.options.values()), axes=axes))
    for ascii_only in (True, False):
        lines = plotted(made, width, ascii_only=ascii_only)
        text = "\n".join(lines)
        assert too_long(text, width) == []
        assert all(spot.name in " ".join(text.split()) for spot in made.spots)
        assert text.isascii() or not ascii_only


@given(datasets(("hours_per_week", "supervision", "cost_per_week")), st.sampled_from(AXES))
def test_it_is_well_formed_svg_with_a_letter_for_each_option(dataset, axes):
    result = compare(dataset, list(dataset.options.values()), axes=axes)
    root = ElementTree.fromstring(svg_of(screen(result, ["picture"])))
    texts = ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]
    letters = [text for text in texts if re.fullmatch("[A-Z]", text)]
    assert len(letters) == len(picture(result).spots)
    assert any(text.startswith("In danger now?") for text in texts)


def test_hostile_words_are_text_in_it():
    hostile = Axis('<script>"&', ((0.5, "</text><b>"),))
    made = Picture(hostile, hostile, (Spot("<b>", "]]>", Bar(0, 1), Bar(0, 1)),))
    root = ElementTree.fromstring(drawn(made, "<title>"))
    assert {one.tag.rpartition("}")[2] for one in root.iter()} == {"svg", "title", "path", "rect", "text"}


def test_boxes_stand_where_their_numbers_are():
    made = picture(compare(DATASET, [DATASET.options[id_] for id_ in ("iop", "php")]))
    iop, php = made.spots
    assert iop.across.end < php.across.start
    assert iop.up.end < php.up.start
    assert (iop.across.open, php.across.open) == (False, True)
    assert [text for _, text in made.across.ticks] == ["0", "10", "20"]


def test_a_scale_is_an_axis_with_its_words_in_order():
    made = picture(compare(SMALL, [SMALL.options["wait"], SMALL.options["residential"]], axes=AXES[1]))
    assert [text for _, text in made.across.ticks] == ["no one", "only during visits", "nurses"]
    (wait,) = made.spots
    assert wait.across == Bar(0, 1 / 3)
    assert made.beside == ("Residential treatment: hours a week is not known",)


def test_a_narrow_screen_says_so_and_loses_nothing():
    made = picture(side_by_side())
    text = " ".join(" ".join(plotted(made, 20)).split())
    assert text.startswith(TOO_NARROW)
    assert all(spot.name in text for spot in made.spots)


@pytest.mark.parametrize(
    ("axes", "message", "problem"),
    [
        (("hours_per_week",), "a picture has two different axes, across and up", None),
        (("hours_per_week", "hours_per_week"), "a picture has two different axes, across and up", None),
        (("sleep", "hours_per_week"), "an axis needs numbers or a scale", "`sleep`"),
    ],
)
def test_axes_that_are_none_are_refused(axes, message, problem):
    with pytest.raises(UsageError) as refused:
        compare(SMALL, [SMALL.options["iop"], SMALL.options["php"]], axes=axes)
    assert refused.value.summary == message
    assert [one.place for one in refused.value.problems] == ([problem] if problem else [])


def test_json_says_which_axes():
    from iopcli.report.writers.json import json as written

    assert json.loads(written(side_by_side()))["axes"] == list(AXES[0])
