"""`iopcli batch`: what `match` would say of each record of a file, for a few or for many millions."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

from iopcli.cli.shared import Data, Force, open_dataset, split

if TYPE_CHECKING:
    from iopcli.batch.run import Records
    from iopcli.batch.spark.run import Given as GivenToSpark
    from iopcli.batch.write.manifest import Counts
    from iopcli.dataset.model import Dataset
    from iopcli.errors import Problem

T = TypeVar("T")
WRITTEN = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet"}
"""What results are written as, by the end of the name."""
SECONDS = 5
"""How long work may take to end when it is told to."""
_ONLY = "the only record would be rejected"
SHOWN = 20
"""Columns that are not read and are listed on the screen."""

Input = Annotated[
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
    Path | None, typer.Option("--handouts", metavar="DIR", help="One page a record, named by row; small batches.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Write nothing if any record is rejected.")]
MaxRejects = Annotated[
    int | None, typer.Option("--max-rejects", metavar="N", min=0, help="Write nothing if more are rejected.")
]
AllowEmpty = Annotated[bool, typer.Option("--allow-empty", help="Take an input without records as it is.")]
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
    labels: Labels = False,
    explain: Explain = False,
    sketch_map: Sketch = False,
    engine: Engine = "duckdb",
    master: Master = "",
    force: Force = False,
    data: Data = None,
) -> None:
    """Say of every record of a file what `match` would say of it alone.

    Columns are named as the questions (`iopcli rules` names them), or a map names them: docs/batch.md. An empty cell is
    unknown. Beside FILE stand FILE.rejects.csv, if anything could not be read, and FILE.manifest.json, written last.
    An urgent answer counts whatever else of its record cannot be read: the column `unread` names that.
    Ends with 3 if something could not be read, with 4 if the input cannot be used and nothing was written.
    """
    from iopcli.batch.columns.maps import read_map
    from iopcli.batch.read.packed import opened
    from iopcli.batch.run import Given, Records, Wanted
    from iopcli.batch.write.handouts import MOST
    from iopcli.errors import NeedsLook
    from iopcli.report.write import workplace

    source, target = Path(input_), Path(output) if output else None
    if explain or sketch_map:
        asked = {
            "--report": report, "--by": by, "--handouts": handouts, "--strict": strict, "--labels": labels,
            "--max-rejects": max_rejects is not None, "--engine": engine != "duckdb", "--master": master,
            "-o": target and (explain or target.suffix != ".toml"), "--map": sketch_map and map_,
            "--sketch-map": explain and sketch_map,
        }  # fmt: skip
        how = How(source, kind, _sign(delimiter), _codec(encoding), map_, explain)
        _look(open_dataset(data), how, target, [name for name, given in asked.items() if given], force=force)
        return
    names = Names(source, target, report, handouts, force)
    on_spark = engine != "duckdb" or bool(master)
    if on_spark:
        others = {
            "--handouts": handouts, "--strict": strict, "--max-rejects": max_rejects is not None,
            "--encoding": encoding != "utf-8", "--allow-empty": allow_empty,
            "--labels": labels, "an Excel workbook": _kind(source, kind) == "xlsx",
        }  # fmt: skip
        _refuse_on_spark(engine, master, names, [name for name, given in others.items() if given])
    else:
        names.refuse()
    dataset = open_dataset(data)
    column_map = read_map(dataset, map_) if map_ else None
    groups = tuple(split(by))
    if on_spark:
        from iopcli.batch.spark.run import Given as GivenToSpark

        read = GivenToSpark(str(input_), _kind(source, kind), _sign(delimiter), column_map, groups)
        rejected = _on_spark(dataset, read, str(output), names, master, raw=raw_csv, small_cells=small_cells)
    else:
        with workplace(names.anchor) as folder:
            path, read_as = opened(_taken(source, folder), _kind(source, kind), folder)
            given = Given(
                path=path,
                kind=read_as,
                delimiter=_sign(delimiter),
                encoding=_codec(encoding),
                map=column_map,
                by=groups,
                allow_empty=allow_empty,
            )
            most = 0 if strict else max_rejects
            wanted = Wanted(
                kind=WRITTEN[target.suffix.lower()] if target else "csv",
                raw=raw_csv,
                counted=report is not None,
                people=MOST if handouts else 0,
                labels=labels,
            )
            records = Records(dataset, given, folder, wanted)
            rejected = _run(records, names, most=most, small_cells=small_cells)
    if rejected:
        raise NeedsLook("")


class How(NamedTuple):
    """An input that is only looked at, and how it is read."""

    source: Path
    kind: str
    delimiter: str
    encoding: str
    map: str
    explains: bool
    """Whether it is to be explained; else a map is sketched."""


def _look(dataset: Dataset, how: How, target: Path | None, others: Sequence[str], *, force: bool) -> None:
    """Say what a file can answer, or write a map to start from; nothing is judged.

    Raises:
        UsageError: one of the `others` was given, which go with results only.
    """
    from iopcli.batch.columns.explain import explained, told
    from iopcli.batch.columns.maps import read_map
    from iopcli.batch.columns.sketch import every_column, sketched
    from iopcli.batch.read.packed import opened
    from iopcli.batch.run import Given, Records
    from iopcli.errors import NeedsLook, UsageError
    from iopcli.report.write import refuse_if_taken, save, workplace, written

    sketch = not how.explains
    if others:
        raise UsageError(f"{others[0]} goes with results, and none are made here", hint="leave it out")
    if target is not None:
        refuse_if_taken(target, force=force)
    map_ = read_map(dataset, how.map) if how.map else None
    with workplace(target or Path(tempfile.gettempdir()) / "iopcli") as folder:
        path, kind = opened(_taken(how.source, folder), _kind(how.source, how.kind), folder)
        given = Given(path, kind, how.delimiter, how.encoding, map_)
        records = Records(dataset, given._replace(columns=every_column) if sketch else given, folder)
        work = Work(records)
        if sketch:
            text = work.do("reading", lambda: sketched(records))
        else:
            found = work.do("reading", lambda: explained(records))
            text = "".join(f"{line}\n" for line in told(found, by_map=map_ is not None))
    if target is not None:
        save(text, target, force=force)
    else:
        with written():
            print(text, end="")  # noqa: T201 - it is the result
    if not sketch and found.to_look_at:
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

    @property
    def every(self) -> list[Path]:
        """Every file that is written, the results first."""
        return [one for one in (self.output, self.report, *self.beside.values()) if one is not None]

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
        every = self.every
        if len({one.absolute() for one in every}) < len(every):
            raise UsageError("two outputs have one name", hint="give each its own")
        for one in every:
            if one.exists() and self.input.exists() and one.samefile(self.input):
                raise UsageError("an output is the input itself", hint="choose another name")
            refuse_if_taken(one, force=self.force)


def _run(records: Records, names: Names, *, most: int | None, small_cells: int) -> int:
    """Read, write, and say how it went; gives how many records could not be read whole."""
    from iopcli.batch.write.manifest import counted
    from iopcli.errors import InputRefused, count
    from iopcli.report.write import say

    work = Work(records)
    work.do("reading", records.read)
    for line in _noted(records):
        say(line)
    rows = records.rejected + records.urgent_unread
    if records.count and not records.reported:
        hint = next(iter(_advice(records)), "compare one record with the questions that `iopcli rules` names")
        what = f"all {records.count:,} records would be rejected" if records.count > 1 else _ONLY
        raise InputRefused(f"{what}, and nothing was written", _problems(records), hint)
    if most is not None and rows > most:
        _tell_urgent(records.urgent, records.urgent_unread, records.urgent_rows)
        hint = f"mend them, or allow as many with --max-rejects {rows}"
        what = f"{count(rows, 'record')} would be {'read in part or ' if records.urgent_unread else ''}rejected"
        raise InputRefused(f"{what}, and nothing was written", _problems(records), hint)
    counts = counted(records)
    if names.output or names.report or names.handouts:
        work.do("writing", lambda: _publish(records, names, counts, most=most, small_cells=small_cells))
    if names.output is None:
        _print(records)
    _tell(counts, records.urgent_rows, _problems(records), names)
    for line in _advice(records):
        say(f"hint: {line}")
    return rows + len(records.columns.lost)


def _publish(records: Records, names: Names, counts: Counts, *, most: int | None, small_cells: int) -> None:
    """Make all that is wanted, and then give it its names; the manifest last, for where it stands all is complete."""
    from iopcli.batch.write.manifest import manifest
    from iopcli.report.write import publish, refuse_if_taken
    from iopcli.report.writers.json import json

    made: dict[str, tuple[Path, Path]] = {}
    with records.room():
        if names.output is not None:
            made["results"] = records.folder / "results", names.output
            if records.problems:
                made["rejects"] = records.folder / "rejects.csv", names.beside["rejects.csv"]
        if names.report is not None:
            made["report"] = _report(records, small_cells, names.report), names.report
        pages = _pages(records) if names.handouts is not None else []
        said = {
            "map": bool(records.given.map), "raw_csv": records.wanted.raw,
            "labels": records.wanted.labels, "max_rejects": most, "by": records.given.by,
            "small_cells": small_cells,
        }  # fmt: skip
        outputs = {name: path for name, (path, _) in made.items()}
        about = records.folder / "manifest"
        about.write_text(json(manifest(records, counts, said, outputs)), "utf-8")
    records.unchanged()
    for name in names.every:  # another run may have taken one meanwhile; what it wrote stays whole
        refuse_if_taken(name, force=names.force)
    if names.handouts is not None:
        _hand_out(pages, names.handouts, force=names.force)
    for kind, beside in names.beside.items():
        if kind == "manifest.json" or "rejects" not in made:
            beside.unlink(missing_ok=True)
    for path, name in made.values():
        publish(path, name, force=names.force)
    if names.output is not None:
        publish(about, names.beside["manifest.json"], force=names.force)


def _report(records: Records, small_cells: int, name: Path) -> Path:
    """Write the report to the folder of the work, as the name says."""
    from iopcli.batch.report.summary import summary
    from iopcli.report.formats import chosen, written_as

    result, path = summary(records, small_cells=small_cells), records.folder / "report"
    path.write_text(written_as(result, chosen(None, name)), "utf-8")
    return path


def _pages(records: Records) -> list[tuple[str, str]]:
    """One page for each record that is reported, each with its name."""
    from iopcli.batch.write.handouts import handouts
    from iopcli.report.formats import Format, written_as

    return [(one.name, written_as(one.recommendation, Format.html)) for one in handouts(records)]


def _hand_out(pages: Sequence[tuple[str, str]], folder: Path, *, force: bool) -> None:
    """Pages in a folder that only its owner can open."""
    from iopcli.errors import OutputError
    from iopcli.report.write import refuse_if_taken, save

    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        hint = "name a folder in one that is there"
        raise OutputError(f"{folder} cannot be made: {error.strerror}", hint=hint) from None
    for name, _ in pages:
        refuse_if_taken(folder / name, force=force)
    for name, page in pages:
        save(page, folder / name, force=force)


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


def _on_spark(
    dataset: Dataset, given: GivenToSpark, output: str, names: Names, master: str, *, raw: bool, small_cells: int
) -> int:
    """The same on Spark, whose results are a folder of parts; gives how many records were rejected.

    Addresses such as `s3a://...` reach Spark as they are.
    """
    from iopcli.batch.spark.run import Wanted, match_with_spark
    from iopcli.report.formats import chosen, written_as
    from iopcli.report.write import save, say

    wanted = Wanted(
        results=output,
        rejects=f"{output}.rejects.csv",
        kind=WRITTEN[Path(output).suffix.lower()],
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
        """End the work, which looks at each chunk whether it is to go on."""
        self._records.stop()
        ended.wait(SECONDS)

    def _show(self, what: str) -> None:
        """How far it is, how fast, and how long it may still take, once a second has gone."""
        gone = time.monotonic() - self._start
        if not self._shows or gone < 1:
            return
        share, done = self._records.share, self._records.count
        rate = f"{done / gone:,.0f} records a second" if share else ""
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
        OutputError: there is no standard input, or no room for what comes from it.
    """
    from iopcli.batch.read.source import BLOCK, kept
    from iopcli.errors import InputRefused, OutputError

    if path.is_file():
        return path
    if path.is_dir():
        raise InputRefused("the input is a folder", hint="name a file in it")
    if str(path) == "-":
        if sys.stdin is None:  # closed before this began
            raise OutputError("standard input is closed", hint="give it something to read, or name a file")
        return kept(iter(partial(sys.stdin.buffer.read, BLOCK), b""), folder / "input")
    try:
        with path.open("rb") as stream:  # a pipe can be read once
            return kept(iter(partial(stream.read, BLOCK), b""), folder / "input")
    except OSError as error:
        raise InputRefused(
            f"the input cannot be read: {error.strerror}", hint="check the path and who may read it"
        ) from None


def _kind(path: Path, kind: str) -> str:
    from iopcli.batch.read.source import FORMATS
    from iopcli.errors import UsageError

    known = list(dict.fromkeys(FORMATS.values()))
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    found = kind or FORMATS.get(suffix.lower(), "csv" if str(path) == "-" else "")
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
    from iopcli.batch.columns.cells import FORMS
    from iopcli.errors import visible

    yield from _unread(records.columns.unknown, records.dataset)
    if lost := records.columns.lost:
        told = f"{', '.join(map(visible, lost[:SHOWN]))}{' and more' if len(lost) > SHOWN else ''}"
        yield f"note: answers stand in columns that were not read: {told}. --map says what their boxes stand for"
    if read_as := records.forms:
        told = "; ".join(f"{read_as[form]:,} {what}" for form, what in FORMS.items() if form in read_as)
        yield f"note: cells read in another form: {told}"
    if not records.columns.id:
        yield "note: there is no column of ids, so records are named by their number"
    if alike := records.ids.alike:
        told = f"{alike:,} in spellings that look the same (an accent apart or joined)"
        yield f"note: ids: {told}; each spelling counts as an id of its own"


def _advice(records: Records) -> Iterator[str]:
    """What to do about cells that many records have and that cannot be read; never what stands in them."""
    from iopcli.errors import count

    for field, (times, rows) in records.codes.items():
        more = f" and {times - len(rows):,} more" if times > len(rows) else ""
        told = f"{count(times, 'cell')} of {field} {'has a code' if times == 1 else 'have codes'} that the map does not"
        yield f"{told} know: {'row' if times == 1 else 'rows'} {', '.join(map(str, rows))}{more}. Add them to the map"
    if records.problems["BAD_UTF8"] and records.given.encoding == "utf-8":
        yield "some text is not UTF-8: name how it is written, such as --encoding cp1252"


def _problems(records: Records) -> list[Problem]:
    """The first rejected fields, as problems."""
    from iopcli.batch.faults import CODES
    from iopcli.errors import Problem

    return [
        Problem(
            f"row {one.row}" + (f", line {one.line}" if one.line else ""),
            " ".join(part for part in (one.field, CODES.get(one.problem, ""), f"({one.problem})") if part),
        )
        for one in records.listed
    ]


def _print(records: Records) -> None:
    """Results on standard output as CSV, in UTF-8 wherever it goes so that ids stay what they are."""
    import shutil

    from iopcli.report.write import written

    with written(), (records.folder / "results").open("rb") as results:
        sys.stdout.flush()
        shutil.copyfileobj(results, sys.stdout.buffer)
        sys.stdout.buffer.flush()


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
