"""`iopcli compare OPTION OPTION ...`: the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

import typer

from iopcli.cli.shared import (
    Data,
    Force,
    FormatOption,
    OptionNames,
    Output,
    Payer,
    State,
    open_dataset,
    options_named,
    payer_named,
    show_result,
    split,
)

Attributes = Annotated[
    list[str] | None,
    typer.Option("--attributes", "-a", metavar="ID,ID", help="Only these rows, such as hours_per_week,sleep."),
]
Groups = Annotated[
    list[str] | None,
    typer.Option("--group", "-g", metavar="ID,ID", help="Only the rows of these groups, such as time,money."),
]
Differences = Annotated[bool, typer.Option("--differences", "-d", help="Only the rows where the options differ.")]
Everything = Annotated[
    bool, typer.Option("--all", help="Every row, not only those at a glance; JSON and CSV always have every row.")
]


def compare(
    options: OptionNames = None,
    attributes: Attributes = None,
    group: Groups = None,
    differences: Differences = False,
    everything: Everything = False,
    payer: Payer = None,
    state: State = None,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Put care options side by side."""
    from iopcli.compare import compare as side_by_side
    from iopcli.dataset.find import find_attributes
    from iopcli.report.formats import FOR_PROGRAMS, chosen

    dataset = open_dataset(data, state)
    asked = find_attributes(dataset, split(attributes), split(group)) if attributes or group else None
    glance = not everything and chosen(format_, output) not in FOR_PROGRAMS
    named, who = options_named(dataset, _apart(options or [])), payer_named(dataset, payer)
    result = side_by_side(dataset, named, asked, payer=who, glance=glance, differences=differences)
    show_result(result, format_, output, force)


BETWEEN = frozenset(("vs", "vs.", "v", "versus", "and", "or", "with", "against", "to"))
"""What people type between two names."""
VERSUS = re.compile(r"\s+(?:vs\.?|versus)\s+", re.IGNORECASE)


def _apart(names: Sequence[str]) -> list[str]:
    """The names without the words between them: `iop vs php` is `iop php`, in quotes or not."""
    return [part for name in names if name.casefold() not in BETWEEN for part in VERSUS.split(name)]
