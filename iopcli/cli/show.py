"""`iopcli show OPTION`: one option, first in ten facts."""

from __future__ import annotations

from iopcli.cli.shared import (
    Attributes,
    Everything,
    Groups,
    OptionName,
    Out,
    State,
    named,
    open_dataset,
    options_named,
    rows_named,
)
from iopcli.results.show import show


def run(
    option: OptionName,
    attributes: Attributes = None,
    group: Groups = None,
    everything: Everything = False,
    state: State = None,
    *,
    out: Out,
) -> None:
    """Show one care option: ten facts, then what you ask for, with what to ask a program."""
    dataset = open_dataset(out.data, state)
    one = options_named(dataset, [" ".join(option)])[0]
    result = show(dataset, one, rows_named(dataset, attributes, group))
    out.show(result, read=named(all=everything))
