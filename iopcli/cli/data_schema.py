"""`iopcli data schema [FILE]`: the JSON Schema of a kind of dataset file."""

from __future__ import annotations

from typing import Annotated

import typer

from iopcli.cli.shared import Data, open_dataset
from iopcli.dataset.schema import schema
from iopcli.report.write import out

Kind = Annotated[str, typer.Argument(metavar="[FILE]", help="options, rules, questions, or another kind of file.")]


def run(name: Kind = "options", data: Data = None) -> None:
    """Print the JSON Schema of a kind of dataset file, for editors."""
    out(schema(open_dataset(data), name))
