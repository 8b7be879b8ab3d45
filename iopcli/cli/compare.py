"""`iopcli compare OPTION OPTION ...`: the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

import typer

from iopcli.cli.paying import TypedCoverage, Weeks, cost_of
from iopcli.cli.shared import (
    Attributes,
    Everything,
    Groups,
    Notes,
    OptionNames,
    Out,
    Payer,
    Sources,
    State,
    named,
    open_dataset,
    options_named,
    payer_named,
    rows_named,
    split,
)
from iopcli.dataset.find import find_attributes
from iopcli.dataset.model import Dataset
from iopcli.errors import NeedsReview
from iopcli.results.compare import AXES, Comparison, compare

Differences = Annotated[bool, typer.Option("--differences", "-d", help="Only the rows where the options differ.")]
Picture = Annotated[bool, typer.Option("--picture", help="The options on two axes, each range a box.")]
Axes = Annotated[
    str | None,
    typer.Option(
        "--axes", metavar="ID,ID", help="The axes of the picture, across and up, such as supervision,hours_per_week."
    ),
]


def run(
    options: OptionNames = None,
    attributes: Attributes = None,
    group: Groups = None,
    differences: Differences = False,
    payer: Payer = None,
    weeks: Weeks = None,
    *,
    asks: TypedCoverage,
    state: State = None,
    picture: Picture = False,
    axes: Axes = None,
    notes: Notes = False,
    sources: Sources = False,
    everything: Everything = False,
    out: Out,
) -> None:
    """Put care options side by side."""
    dataset = open_dataset(out.data, state)
    chosen, who = options_named(dataset, _apart(options or [])), payer_named(dataset, payer)
    drawn = _axes(dataset, split([axes])) if axes is not None else AXES
    rows = None if picture or axes is not None else rows_named(dataset, attributes, group)
    asked = cost_of(dataset, who, weeks, asks)
    who = asked.payer.id if asked else who
    result = compare(dataset, chosen, rows, payer=who, differences=differences, axes=drawn, asked=asked)
    read = named(picture=picture or axes is not None, notes=notes, sources=sources, all=everything)
    out.show(result, read=read)
    if "picture" in read and _has_no_place_for_any(result):
        raise NeedsReview("")


def _has_no_place_for_any(result: Comparison) -> bool:
    """Whether a picture would be empty."""
    from iopcli.report.pages.picture import picture  # a shell that completes ids need not wait for it

    return not picture(result).spots


BETWEEN = frozenset(("vs", "vs.", "v", "versus", "and", "or", "with", "against", "to"))
"""What people type between two names."""
VERSUS = re.compile(r"\s+(?:vs\.?|versus)\s+", re.IGNORECASE)


def _apart(names: Sequence[str]) -> list[str]:
    """The names without the words between them: `iop vs php` is `iop php`, in quotes or not."""
    return [part for name in names if name.casefold() not in BETWEEN for part in VERSUS.split(name)]


def _axes(dataset: Dataset, names: list[str]) -> list[str]:
    """The rows of the axes, in the order they were typed."""
    find_attributes(dataset, names)  # refuses all that are not known at once
    return [id_ for name in names for id_ in find_attributes(dataset, [name])]
