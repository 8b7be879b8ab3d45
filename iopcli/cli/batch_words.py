"""The words that `iopcli batch` takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from iopcli.cli.shared import Data, Force

File = Annotated[
    str, typer.Argument(metavar="FILE", help="CSV, JSON Lines, Parquet or xlsx, by its name; - for stdin.")
]
Results = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Results: .csv, .jsonl or .parquet.")
]
Kind = Annotated[str, typer.Option("--from", metavar="KIND", help="csv, tsv, jsonl or parquet, where no name says so.")]
MapFile = Annotated[
    str,
    typer.Option(
        "--map", metavar="MAP", help="Which column answers what: a TOML file, `teds-a`, or a dictionary of REDCap."
    ),
]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="How many per plan and need: .html, .md, .txt, .json.")
]
By = Annotated[list[str] | None, typer.Option("--by", metavar="GROUP", help="Group the report by a column of the map.")]
Small = Annotated[int, typer.Option("--small-cells", metavar="N", min=1, help="Counts under N are not shown.")]
Handouts = Annotated[
    Path | None, typer.Option("--handouts", metavar="DIR", help="One handout a record, named by row; small batches.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Write nothing if any record is rejected.")]
MaxRejects = Annotated[
    int | None, typer.Option("--max-rejects", metavar="N", min=0, help="Write nothing if more are rejected.")
]
AllowEmpty = Annotated[bool, typer.Option("--allow-empty", help="Accept an input without records.")]
Delimiter = Annotated[str, typer.Option("--delimiter", metavar="SIGN", help="Between cells: , ; | or tab.")]
Encoding = Annotated[str, typer.Option("--encoding", metavar="NAME", help="Such as utf-16 or cp1252; never guessed.")]
Engine = Annotated[
    str, typer.Option("--engine", metavar="NAME", help="spark for more than one machine; otherwise this one.")
]
Master = Annotated[
    str, typer.Option("--master", metavar="URL", help="Where Spark runs: local[4], spark://..., sc://...")
]
RawIds = Annotated[bool, typer.Option("--raw-csv", help="Ids as they are, though a spreadsheet could run them.")]
Labels = Annotated[bool, typer.Option("--labels", help="Add columns with names in words; the ids stay as they are.")]
Explain = Annotated[
    bool, typer.Option("--explain", help="Only say which questions the file can answer, and how many cells do.")
]
Sketch = Annotated[bool, typer.Option("--sketch-map", help="Only write a map to start from; with -o to a .toml file.")]


class Words(NamedTuple):
    """What can be typed."""

    input_: File
    output: Results = None
    kind: Kind = ""
    map_: MapFile = ""
    report: Report = None
    by: By = None
    small_cells: Small = 11
    handouts: Handouts = None
    strict: Strict = False
    max_rejects: MaxRejects = None
    allow_empty: AllowEmpty = False
    delimiter: Delimiter = ""
    encoding: Encoding = "utf-8"
    raw_csv: RawIds = False
    labels: Labels = False
    explain: Explain = False
    sketch_map: Sketch = False
    engine: Engine = "duckdb"
    master: Master = ""
    force: Force = False
    data: Data = None
