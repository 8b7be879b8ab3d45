"""`iopcli review EARLIER LATER`: what changed between two records of one person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from iopcli.cli.shared import Everything, Out, end, named, open_dataset
from iopcli.errors import UsageError
from iopcli.match.answers import read_file
from iopcli.match.record import read_record
from iopcli.report.formats import STDOUT
from iopcli.results.review import review

Earlier = Annotated[
    Path, typer.Argument(metavar="EARLIER", readable=False, help="A record saved earlier with `match --save`.")
]
Later = Annotated[
    Path, typer.Argument(metavar="LATER", readable=False, help="A record of the same person saved later.")
]


def run(earlier: Earlier, later: Later, everything: Everything = False, *, out: Out) -> None:
    """Compare two records of the same person: what improved, what got worse, step up, step down or stay."""
    if earlier == later == STDOUT:
        raise UsageError("review needs two files", hint="only one of the two can come from standard input")
    dataset = open_dataset(out.data)
    result = review(dataset, *(read_record(*read_file(path)) for path in (earlier, later)))
    out.show(result, read=named(all=everything))
    end(result)
