"""Whole outputs at fixed width, byte for byte, from the small dataset: `UPDATE_GOLDEN=1 pytest` writes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from looked_at import looked_at
from making import SMALL, side_by_side
from msgspec.structs import replace

from iopcli.compare import Comparison
from iopcli.listing import Listing, listing
from iopcli.profile import profile
from iopcli.report.csv import csv_text
from iopcli.report.html import html
from iopcli.report.linear import linear
from iopcli.report.markdown import markdown
from iopcli.report.page import Page
from iopcli.report.pages import page
from iopcli.report.terminal import plain

GOLDEN = Path(__file__).parents[1] / "golden" / "report"


def compared() -> Page:
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
    return page(side_by_side(dataset, ("northside", "php", "residential"), glance=True))


def paid_for() -> Comparison:
    """What three options cost someone on Medicare: one is free, and one is not known."""
    return side_by_side(ids=("wait", "iop", "residential"), attributes=["cost_per_week"], payer="medicare")


def listed() -> Listing:
    """The options at a glance for someone on Medicare."""
    return listing(SMALL, payer="medicare")


OUTPUTS = {
    **{f"compare-{width}.txt": lambda width=width: plain(compared(), width) for width in (60, 80, 100, 120)},
    "compare-80-ascii.txt": lambda: plain(compared(), 80, ascii_only=True),
    "compare-linear-80.txt": lambda: linear(compared(), 80),
    "compare.md": lambda: markdown(compared()),
    "compare.html": lambda: html(compared()),
    "compare.csv": lambda: csv_text(side_by_side()),
    **{f"compare-payer-{width}.txt": lambda width=width: plain(page(paid_for()), width) for width in (60, 80, 120)},
    "compare-payer-linear-80.txt": lambda: linear(page(paid_for()), 80),
    "compare-payer.md": lambda: markdown(page(paid_for())),
    "compare-payer.html": lambda: html(page(paid_for())),
    "compare-payer.csv": lambda: csv_text(paid_for()),
    **{f"list-payer-{width}.txt": lambda width=width: plain(page(listed()), width) for width in (60, 80)},
    "list-payer.csv": lambda: csv_text(listed()),
    "list-80.txt": lambda: plain(page(listing(SMALL)), 80),
    "show-80.txt": lambda: plain(page(profile(SMALL, SMALL.options["iop"])), 80),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_output_is_the_one_that_was_looked_at(name: str):
    path, made = GOLDEN / name, OUTPUTS[name]().encode()
    assert made == looked_at(path, made)


def test_no_golden_file_is_left_over():
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(OUTPUTS)
