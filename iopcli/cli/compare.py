"""`iopcli compare OPTION OPTION ...`: the table."""

from __future__ import annotations

from typing import Annotated

import typer

from iopcli.cli.shared import (
    Attributes,
    Data,
    Everything,
    Force,
    FormatOption,
    Groups,
    Notes,
    OptionNames,
    Output,
    Payer,
    Sources,
    named,
    open_dataset,
    options_named,
    payer_named,
    rows_named,
    show_result,
)

Differences = Annotated[bool, typer.Option("--differences", "-d", help="Only the rows where the options differ.")]


def compare(
    options: OptionNames = None,
    attributes: Attributes = None,
    group: Groups = None,
    differences: Differences = False,
    payer: Payer = None,
    notes: Notes = False,
    sources: Sources = False,
    everything: Everything = False,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Put care options side by side.

    Example: iopcli compare iop php residential
    """
    from iopcli.compare import compare as side_by_side

    dataset = open_dataset(data)
    chosen, who = options_named(dataset, options or []), payer_named(dataset, payer)
    result = side_by_side(dataset, chosen, rows_named(dataset, attributes, group), payer=who, differences=differences)
    show_result(result, format_, output, force, read=named(notes=notes, sources=sources, all=everything))
