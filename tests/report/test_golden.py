"""Whole outputs at fixed width, byte for byte, from the small dataset: `UPDATE_GOLDEN=1 pytest` writes them anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.datasets import SMALL, side_by_side
from support.golden import expected

from iopcli.report.formats import Format, written_as
from iopcli.report.pages import cover, page, screen
from iopcli.report.writers.csv import csv_text
from iopcli.report.writers.html import html
from iopcli.report.writers.markdown import markdown
from iopcli.report.writers.terminal import plain
from iopcli.report.writers.text import linear
from iopcli.results.compare import Comparison
from iopcli.results.list import ListFilter, ListResult, list_options
from iopcli.results.show import show
from iopcli.results.sources import sources
from iopcli.results.topics import topic, topics

GOLDEN = Path(__file__).parents[1] / "golden" / "report"


def compared() -> Comparison:
    """Three options, one of them local, and like another."""
    local = replace(
        SMALL.options["iop"],
        id="northside",
        name="Northside evening program",
        short_name="Northside evenings",
        like="iop",
        layers={"id": "site", "evening_available": "site"},
        inherited={id_: "iop" for id_ in SMALL.options["iop"].facts if id_ != "evening_available"},
    )
    dataset = replace(SMALL, options={**SMALL.options, "northside": local}, overlays=("site",))
    return side_by_side(dataset, ("northside", "php", "residential"))


def paid_for(rows: Sequence[str] | None = ("cost_per_week",)) -> Comparison:
    """What three options cost someone on Medicare: one is free, and one is not known."""
    return side_by_side(ids=("wait", "iop", "residential"), attributes=rows, payer="medicare")


def asked_for() -> ListResult:
    """Options of few hours: one fits, and one is not known to."""
    return list_options(SMALL, [ListFilter(attribute="hours_per_week", test="at most", value="12")])


def listed() -> ListResult:
    """The options at a glance for someone on Medicare."""
    return list_options(SMALL, payer="medicare")


OUTPUTS = {
    **{f"compare-{width}.txt": lambda width=width: plain(page(compared()), width) for width in (60, 80, 100, 120)},
    **{f"first-compare-{width}.txt": lambda width=width: plain(screen(compared()), width) for width in (60, 80, 120)},
    "compare-80-ascii.txt": lambda: plain(page(compared()), 80, ascii_only=True),
    "compare-linear-80.txt": lambda: linear(page(compared()), 80),
    "first-compare-80-ascii.txt": lambda: plain(screen(compared()), 80, ascii_only=True),
    "first-compare-linear-80.txt": lambda: linear(screen(compared()), 80),
    "first-compare-payer-80.txt": lambda: plain(screen(paid_for(None)), 80),
    "first-compare-asked-80.txt": lambda: plain(screen(paid_for()), 80),
    "compare-notes-80.txt": lambda: plain(screen(compared(), ["notes"]), 80),
    "compare-sources-80.txt": lambda: plain(screen(compared(), ["sources"]), 80),
    "compare-picture-80.txt": lambda: plain(screen(compared(), ["picture"]), 80),
    "compare-picture-80-ascii.txt": lambda: plain(screen(compared(), ["picture"]), 80, ascii_only=True),
    "compare-picture.svg": lambda: written_as(compared(), Format.svg, ["picture"]),
    "compare.md": lambda: markdown(page(compared())),
    "compare.html": lambda: html(page(compared()), cover(compared())),
    "compare.csv": lambda: csv_text(side_by_side()),
    **{f"compare-payer-{width}.txt": lambda width=width: plain(page(paid_for()), width) for width in (60, 80, 120)},
    "compare-payer-linear-80.txt": lambda: linear(page(paid_for()), 80),
    "compare-payer.md": lambda: markdown(page(paid_for())),
    "compare-payer.html": lambda: html(page(paid_for()), cover(paid_for())),
    "compare-payer.csv": lambda: csv_text(paid_for()),
    **{f"list-payer-{width}.txt": lambda width=width: plain(page(listed()), width) for width in (60, 80)},
    **{f"first-list-{width}.txt": lambda width=width: plain(screen(asked_for()), width) for width in (60, 80, 120)},
    "first-list-payer-80.txt": lambda: plain(screen(listed()), 80),
    "list-payer.csv": lambda: csv_text(listed()),
    "list-80.txt": lambda: plain(page(list_options(SMALL)), 80),
    "show-80.txt": lambda: plain(page(show(SMALL, SMALL.options["iop"])), 80),
    **{
        f"first-show-{width}.txt": lambda width=width: plain(screen(show(SMALL, SMALL.options["iop"])), width)
        for width in (60, 80, 120)
    },
    "show-time-80.txt": lambda: plain(screen(show(SMALL, SMALL.options["iop"], ["hours_per_week", "sleep"])), 80),
    "first-sources-80.txt": lambda: plain(screen(sources(SMALL)), 80),
    "first-topics-80.txt": lambda: plain(screen(topics(SMALL)), 80),
    "first-topic-80.txt": lambda: plain(screen(topic(SMALL, "payment")), 80),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_output_is_the_one_that_was_looked_at(name: str):
    path, made = GOLDEN / name, OUTPUTS[name]().encode()
    assert made == expected(path, made)


def test_no_golden_file_is_left_over():
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(OUTPUTS)
