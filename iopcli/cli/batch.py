"""`iopcli batch`: what `match` would say of each record of a file, for a few or for many millions."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

from iopcli.cli.shared import Data, Force, open_dataset, split

if TYPE_CHECKING:
    from iopcli.batch.manifest import Counts
    from iopcli.batch.run import Records
    from iopcli.batch.spark import Given as GivenToSpark
    from iopcli.dataset.model import Dataset
    from iopcli.errors import Problem

T = TypeVar("T")
WRITTEN = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet"}
"""What results are written as, by the end of the name."""
SECONDS = 5
"""How long work may take to end when it is told to."""
SHOWN = 20
"""Rejected fields that are listed on the screen; a file has them all."""

Input = Annotated[
    Path, typer.Argument(metavar="FILE", readable=False, help="CSV, JSON Lines or Parquet, by its name; - for stdin.")
]
Results = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Results: .csv, .jsonl or .parquet.")
]
Kind = Annotated[str, typer.Option("--from", metavar="KIND", help="csv, tsv, jsonl or parquet, where no name says so.")]
MapFile = Annotated[
    str, typer.Option("--map", metavar="MAP", help="Which column answers what: a TOML file, or `teds-a`.")
]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="How many per plan and need: .html, .md, .txt, .json.")
]
By = Annotated[list[str] | None, typer.Option("--by", metavar="GROUP", help="Group the report by a column of the map.")]
Small = Annotated[int, typer.Option("--small-cells", metavar="N", min=1, help="Counts under N are not shown.")]
Handouts = Annotated[
    Path | None, typer.Option("--handouts", metavar="DIR", help="One page a record, named by row; small batches.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Write nothing if any record is rejected.")]
MaxRejects = Annotated[
    int | None, typer.Option("--max-rejects", metavar="N", min=0, help="Write nothing if more are rejected.")
]
AllowEmpty = Annotated[bool, typer.Option("--allow-empty", help="Take an input without records as it is.")]
Delimiter = Annotated[str, typer.Option("--delimiter", metavar="SIGN", help="Between cells: , ; | or tab.")]
Encoding = Annotated[str, typer.Option("--encoding", metavar="NAME", help="Such as utf-16 or cp1252; never guessed.")]
Engine = Annotated[str, typer.Option("--engine", metavar="NAME", help="duckdb, or spark for more than one machine.")]
Master = Annotated[str, typer.Option("--master", metavar="URL", help="Where Spark runs, such as local[4].")]
RawIds = Annotated[bool, typer.Option("--raw-csv", help="Ids as they are, though a spreadsheet could run them.")]


def batch(
    input_: Input,
    output: Results = None,
    kind: Kind = "",
    map_: MapFile = "",
    report: Report = None,
    by: By = None,
    small_cells: Small = 11,
    handouts: Handouts = None,
    strict: Strict = False,
    max_rejects: MaxRejects = None,
    allow_empty: AllowEmpty = False,
    delimiter: Delimiter = "",
    encoding: Encoding = "utf-8",
    raw_csv: RawIds = False,
    engine: Engine = "duckdb",
    master: Master = "",
    force: Force = False,
    data: Data = None,
) -> None:
    """Say of every record of a file what `match` would say of it alone.

    Columns are named as the questions (`iopcli rules` names them); an empty cell is unknown. Beside FILE stand
    FILE.rejects.csv, if anything could not be read, and FILE.manifest.json, written last.
    An urgent answer counts whatever else of its record cannot be read: the column `unread` names that.
    Ends with 3 if something could not be read, with 4 if the input cannot be used and nothing was written.

    Example: iopcli batch intakes.csv -o results.csv --report report.html
    """
    from iopcli.batch.columns import read_map
    from iopcli.batch.run import Given, Records
    from iopcli.errors import NeedsLook
    from iopcli.report.write import workplace

    names = Names(input_, output, report, handouts, force)
    on_spark = engine != "duckdb" or bool(master)
    if on_spark:
        others = {
            "--handouts": handouts, "--strict": strict, "--max-rejects": max_rejects is not None,
            "--encoding": encoding != "utf-8", "--allow-empty": allow_empty,
        }  # fmt: skip
        _refuse_on_spark(engine, master, names, [name for name, given in others.items() if given])
    else:
        names.refuse()
    dataset = open_dataset(data)
    column_map = read_map(dataset, map_) if map_ else None
    groups = tuple(split(by))
    if on_spark:
        from iopcli.batch.spark import Given as GivenToSpark

        read = GivenToSpark(str(input_), _kind(input_, kind), _sign(delimiter), column_map, groups)
        rejected = _on_spark(dataset, read, names, master, raw=raw_csv, small_cells=small_cells)
    else:
        with workplace(names.anchor) as folder:
            given = Given(
                path=_taken(input_, folder),
                kind=_kind(input_, kind),
                delimiter=_sign(delimiter),
                encoding=_codec(encoding),
                map=column_map,
                by=groups,
                allow_empty=allow_empty,
            )
            most = 0 if strict else max_rejects
            rejected = _run(Records(dataset, given, folder), names, raw=raw_csv, most=most, small_cells=small_cells)
    if rejected:
        raise NeedsLook("")


class Names(NamedTuple):
    """Where results go, and what stands beside them."""

    input: Path
    output: Path | None
    report: Path | None
    handouts: Path | None
    force: bool

    @property
    def anchor(self) -> Path:
        """The file beside which there is room to work."""
        return self.output or self.report or Path(tempfile.gettempdir()) / "iopcli"

    @property
    def beside(self) -> dict[str, Path]:
        """What stands beside the results: what was rejected, and what the run says of itself."""
        if self.output is None:
            return {}
        return {kind: Path(f"{self.output}.{kind}") for kind in ("rejects.csv", "manifest.json")}

    def refuse(self) -> None:
        """Refuse names that cannot be written, before any work.

        Raises:
            UsageError: a name says no format, or is the input's.
            OutputError: a name is taken.
        """
        from iopcli.errors import UsageError
        from iopcli.report.formats import chosen
        from iopcli.report.write import refuse_if_taken

        if self.output is not None and self.output.suffix.lower() not in WRITTEN:
            raise UsageError("the name after -o does not say which format", hint=f"end it in {', '.join(WRITTEN)}")
        if self.report is not None:
            chosen(None, self.report)
        every = [one for one in (self.output, self.report, *self.beside.values()) if one is not None]
        if len({one.absolute() for one in every}) < len(every):
            raise UsageError("two outputs have one name", hint="give each its own")
        for one in every:
            if one.exists() and self.input.exists() and one.samefile(self.input):
                raise UsageError("an output is the input itself", hint="choose another name")
            refuse_if_taken(one, force=self.force)


def _run(records: Records, names: Names, *, raw: bool, most: int | None, small_cells: int) -> int:
    """Read, write, and say how it went; gives how many records were rejected."""
    from iopcli.batch.manifest import counted, manifest
    from iopcli.errors import InputRefused, count
    from iopcli.report.json import json
    from iopcli.report.write import publish, say

    work = Work(records)
    work.do("reading", records.read)
    for line in _noted(records):
        say(line)
    rejects = records.folder / "rejects.csv"
    found = work.do("checking", lambda: _rejected(records, rejects))
    listed, rows = _listed(rejects), found.rejected + found.reported
    if most is not None and rows > most:
        _tell_urgent(records.urgent, found.reported, records.urgent_rows(SHOWN))
        hint = f"mend them, or allow as many with --max-rejects {rows}"
        what = f"{count(rows, 'record')} would be {'read in part or ' if found.reported else ''}rejected"
        raise InputRefused(f"{what}, and nothing was written", listed, hint)
    made: dict[str, Path] = {}
    if names.output is None:
        counts = counted(records, _print(records, raw=raw), found.problems, found.rejected)
        records.unchanged()
    else:
        results, kind = records.folder / "results", WRITTEN[names.output.suffix.lower()]
        reported = work.do("writing", lambda: records.write(results, kind, raw=raw))
        counts = counted(records, reported, found.problems, found.rejected)
        records.unchanged()
        names.beside["manifest.json"].unlink(missing_ok=True)  # where it stands, all else is complete
        publish(results, names.output, force=names.force)
        if rows:
            publish(rejects, names.beside["rejects.csv"], force=names.force)
        else:
            names.beside["rejects.csv"].unlink(missing_ok=True)
        made = {"results": names.output, **({"rejects": names.beside["rejects.csv"]} if rows else {})}
    if names.report is not None:
        made["report"] = work.do("counting", lambda: _report(records, names, found.rejected_for, small_cells))
    if names.handouts is not None:
        _hand_out(records, names.handouts, force=names.force)
    if names.output is not None:
        said = {
            "map": bool(records.given.map), "raw_csv": raw, "max_rejects": most, "by": records.given.by,
            "small_cells": small_cells,
        }  # fmt: skip
        with records.room():
            (records.folder / "manifest").write_text(json(manifest(records, counts, said, made)), "utf-8")
        publish(records.folder / "manifest", names.beside["manifest.json"], force=names.force)
    _tell(counts, records.urgent_rows(SHOWN), listed, names)
    return rows


def _report(records: Records, names: Names, rejected: Mapping[str, int], small_cells: int) -> Path:
    """Write the report under its name."""
    from iopcli.batch.summary import summary
    from iopcli.report.formats import chosen, written_as
    from iopcli.report.write import publish

    path = names.report or Path()
    result = summary(records, small_cells=small_cells, rejected=rejected)
    (records.folder / "report").write_text(written_as(result, chosen(None, path)), "utf-8")
    publish(records.folder / "report", path, force=names.force)
    return path


def _hand_out(records: Records, folder: Path, *, force: bool) -> None:
    """One page for each record that is reported, in a folder only its owner can open."""
    from iopcli.batch.handouts import handouts
    from iopcli.errors import OutputError
    from iopcli.report.formats import Format, written_as
    from iopcli.report.write import save

    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        hint = "name a folder in one that is there"
        raise OutputError(f"{folder} cannot be made: {error.strerror}", hint=hint) from None
    for one in handouts(records):
        save(written_as(one.recommendation, Format.html), folder / one.name, force=force)


def _refuse_on_spark(engine: str, master: str, names: Names, others: Sequence[str]) -> None:
    """Refuse what Spark does not do, and names that cannot be written, before any work; `others` are such options.

    Raises:
        UsageError: something is missing or not for Spark, or a name says no format.
        OutputError: the name of the report is taken.
    """
    from iopcli.errors import UsageError

    if engine != "spark" or not master:
        raise UsageError(
            "Spark wants both --engine spark and --master", hint="such as --engine spark --master 'local[4]'"
        )
    if others:
        raise UsageError(f"{others[0]} is not for Spark", hint="leave it out, or leave the engine out")
    if names.output is None or names.output.suffix.lower() not in WRITTEN:
        raise UsageError("Spark wants -o with a name for a folder", hint=f"end it in {', '.join(WRITTEN)}")
    if names.report in (names.output, names.beside["rejects.csv"]):
        raise UsageError("two outputs have one name", hint="give each its own")
    names._replace(output=None).refuse()  # Spark itself looks whether the folder is there


def _on_spark(dataset: Dataset, given: GivenToSpark, names: Names, master: str, *, raw: bool, small_cells: int) -> int:
    """The same on Spark, whose results are a folder of parts; gives how many records were rejected."""
    from iopcli.batch.spark import Wanted, match_with_spark
    from iopcli.report.formats import chosen, written_as
    from iopcli.report.write import save, say

    output = names.output or Path()
    wanted = Wanted(
        results=str(output),
        rejects=str(names.beside["rejects.csv"]),
        kind=WRITTEN[output.suffix.lower()],
        raw=raw,
        force=names.force,
        small_cells=small_cells if names.report else None,
    )
    counts = match_with_spark(dataset, given, wanted, master)
    if names.report and counts.report:
        save(written_as(counts.report, chosen(None, names.report)), names.report, force=names.force)
    for line in _unread(counts.unknown, dataset):
        say(line)
    _tell_urgent(counts.statuses.get("urgent", 0), counts.urgent_unread, counts.urgent_rows)
    say(f"{counts.records:,} read: {counts.reported:,} reported, {counts.rejected:,} rejected")
    unread = counts.rejected + counts.urgent_unread
    if unread:
        say(f"hint: all of them: {names.beside['rejects.csv'].name}")
    return unread


class Work:
    """Long work with its progress on standard error, that a signal ends at once."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._start = time.monotonic()
        self._shows = sys.stderr.isatty() and os.environ.get("TERM", "dumb") not in ("dumb", "unknown")

    def do(self, what: str, work: Callable[[], T]) -> T:
        """The result of a piece of work, done beside this thread, which listens for signals meanwhile."""
        found: list[T] = []
        failed: list[BaseException] = []
        ended = threading.Event()

        def run() -> None:
            try:
                found.append(work())
            except BaseException as error:
                failed.append(error)
            finally:
                ended.set()

        threading.Thread(target=run, daemon=True).start()
        try:
            while not ended.wait(0.1):  # not `join`, which takes a thread for gone when a signal comes
                self._show(what)
        except BaseException:
            self._end(ended)
            raise
        finally:
            self._clear()
        if failed:
            raise failed[0]
        return found[0]

    def _end(self, ended: threading.Event) -> None:
        """End the work: each call ends one statement of the engine, and there may be more."""
        for _ in range(SECONDS * 10):
            self._records.stop()
            if ended.wait(0.1):
                return

    def _show(self, what: str) -> None:
        """How far it is, how fast, and how long it may still take, once a second has gone."""
        gone = time.monotonic() - self._start
        if not self._shows or gone < 1:
            return
        share = self._records.share()
        rate = f"{share * self._records.look.lines / gone:,.0f} records a second" if share else ""
        left = f"{gone / share - gone:,.0f} s left" if share else ""
        told = ", ".join(part for part in (f"{what} {share:.0%}" if share else what, rate, left) if part)
        print(f"\r\x1b[K{told}", end="", file=sys.stderr, flush=True)  # noqa: T201 - one line that is drawn again

    def _clear(self) -> None:
        if self._shows:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201


def _taken(path: Path, folder: Path) -> Path:
    """The input as a file that can be read more than once.

    Raises:
        InputRefused: it is not there, or is a folder.
    """
    from iopcli.batch.reading import taken_in
    from iopcli.errors import InputRefused

    if path.is_file():
        return path
    if path.is_dir():
        raise InputRefused("the input is a folder", hint="name a file in it")
    if str(path) == "-":
        return taken_in(sys.stdin.buffer, folder)
    try:
        with path.open("rb") as stream:  # a pipe can be read once
            return taken_in(stream, folder)
    except OSError as error:
        raise InputRefused(
            f"the input cannot be read: {error.strerror}", hint="check the path and who may read it"
        ) from None


def _kind(path: Path, kind: str) -> str:
    from iopcli.batch.reading import FORMATS
    from iopcli.errors import UsageError

    known = list(dict.fromkeys(FORMATS.values()))
    found = kind or FORMATS.get(path.suffix.lower(), "csv" if str(path) == "-" else "")
    if found not in known:
        what = "--from names no kind of input" if kind else "the name of the input does not say what it is"
        raise UsageError(what, hint=f"use --from with one of {', '.join(known)}")
    return found


def _sign(text: str) -> str:
    from iopcli.errors import UsageError

    found = {"tab": "\t", "\\t": "\t"}.get(text, text)
    if len(found) > 1 or found in ('"', "\n", "\r"):
        raise UsageError("--delimiter wants one sign", hint="such as --delimiter ';' or --delimiter tab")
    return found


def _codec(name: str) -> str:
    import codecs
    import io

    from iopcli.errors import UsageError

    try:
        io.TextIOWrapper(io.BytesIO(), name)  # some codecs are not about text
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise UsageError("--encoding names no encoding", hint="such as utf-8, utf-16 or cp1252") from None


def _unread(names: Sequence[str], dataset: Dataset) -> Iterator[str]:
    """The columns that are not read, each once."""
    from iopcli.dataset.near import did_you_mean
    from iopcli.errors import visible

    for name in names[:SHOWN]:
        near = did_you_mean(name, dataset.questions)
        yield f"note: {visible(name)} answers no question and is not read{f'; {near}' if near else ''}"
    if len(names) > SHOWN:
        yield f"note: {len(names) - SHOWN} more columns are not read"


def _noted(records: Records) -> Iterator[str]:
    """What is not read, and what is odd, each once."""
    yield from _unread(records.columns.unknown, records.dataset)
    if not records.columns.id:
        yield "note: there is no column of ids, so records are named by their number"
    if records.alike:
        told = f"{records.alike:,} in spellings that look the same (an accent apart or joined)"
        yield f"note: ids: {told}; each spelling counts as an id of its own"


class Faults(NamedTuple):
    """How often a record or a field could not be read, by reason, in all and of those rejected; how many records."""

    problems: Mapping[str, int]
    rejected_for: Mapping[str, int]
    rejected: int
    reported: int
    """Those that are urgent by what could be read of them, and so reported all the same."""


def _rejected(records: Records, path: Path) -> Faults:
    """Write to a file what could not be read, and why."""
    import csv

    problems: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    rows, last = {True: 0, False: 0}, 0
    with records.room(), path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("row", "field", "problem", "line"))
        for one, reported in records.faults():
            writer.writerow((one.row, one.field, one.problem, "" if one.line is None else one.line))
            problems[reported][one.problem] += 1
            rows[reported] += one.row != last
            last = one.row
    return Faults(problems[True] + problems[False], problems[False], rows[False], rows[True])


def _listed(path: Path) -> list[Problem]:
    """The first rejected fields, as problems."""
    import csv

    from iopcli.batch.faults import CODES
    from iopcli.errors import Problem

    with path.open(encoding="utf-8", newline="") as file:
        few = [one for _, one in zip(range(SHOWN), csv.DictReader(file), strict=False)]
    return [
        Problem(
            f"row {one['row']}" + (f", line {one['line']}" if one["line"] else ""),
            " ".join(part for part in (one["field"], CODES.get(one["problem"], ""), f"({one['problem']})") if part),
        )
        for one in few
    ]


def _print(records: Records, *, raw: bool) -> int:
    """Results on standard output as CSV, in UTF-8 wherever it goes so that ids stay what they are; gives how many."""
    import csv
    import io

    from iopcli.report.write import written

    with written():
        sys.stdout.flush()
        stream = io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline="")
        try:
            writer = csv.writer(stream, lineterminator="\n")
            reported = -1  # the names come first
            for row in records.rows(raw=raw):
                writer.writerow(row)
                reported += 1
            stream.flush()
        finally:
            stream.detach()
    return reported


def _tell_urgent(people: int, unread: int, rows: Sequence[int]) -> None:
    """Whom to look at first, on standard error; and the first rows of those that could not be read whole."""
    from iopcli.report.write import say

    if people:
        say(f"{people:,} urgent: look at these first (status `urgent`)")
    if unread:
        more = f" and {unread - len(rows):,} more" if unread > len(rows) else ""
        named = f"{'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, rows))}{more}"
        say(f"{unread:,} of them could not be read whole: {named}. The column `unread` says what")


def _tell(counts: Counts, urgent: Sequence[int], listed: Sequence[Problem], names: Names) -> None:
    """How it went, on standard error: who is urgent first, with the rows of those that could not be read whole."""
    from iopcli.errors import NeedsLook, count, describe
    from iopcli.report.write import say

    blank = f", and {count(counts.blank, 'blank line')} skipped" if counts.blank else ""
    _tell_urgent(counts.urgent, counts.urgent_unread, urgent)
    say(f"{counts.read:,} read: {counts.reported:,} reported, {counts.rejected:,} rejected{blank}")
    if listed:
        where = (
            f"all of them: {names.beside['rejects.csv'].name}" if names.output else "-o FILE writes all of them down"
        )
        unread = counts.rejected + counts.urgent_unread
        found = NeedsLook(f"{count(unread, 'record')} could not be read whole", listed, where)
        say(describe(found).replace("error:", "note:", 1))
