"""`iopcli show OPTION`: one option in full."""

from __future__ import annotations

from iopcli.cli.shared import (
    Data,
    Force,
    FormatOption,
    OptionName,
    Output,
    State,
    open_dataset,
    options_named,
    show_result,
)


def show(
    option: OptionName,
    state: State = None,
    format_: FormatOption = None,
    output: Output = None,
    force: Force = False,
    data: Data = None,
) -> None:
    """Show one care option in full, with what to ask a program."""
    from iopcli.profile import profile

    dataset = open_dataset(data, state)
    show_result(profile(dataset, options_named(dataset, [" ".join(option)])[0]), format_, output, force)
