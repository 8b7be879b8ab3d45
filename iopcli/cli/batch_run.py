"""A batch runs: the words become what is to be read and made, one function does it, and files are shown or named."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from iopcli.batch.columns.explain import described, explained
from iopcli.batch.columns.maps import read_map
from iopcli.batch.columns.sketch import sketched
from iopcli.batch.read.source import Input
from iopcli.batch.run import Records
from iopcli.batch.write.handouts import MOST, NAME, handouts
from iopcli.batch.write.manifest import manifest
from iopcli.batch.write.output import Output
from iopcli.cli.batch_talk import advice, noted, problems, show_counts, show_urgent, unread_columns
from iopcli.cli.batch_words import Words
from iopcli.cli.progress import Work
from iopcli.cli.shared import open_dataset, split
from iopcli.dataset.model import Dataset
from iopcli.errors import InputRefused, NeedsReview, UsageError, count
from iopcli.report.formats import Format, chosen, written_as
from iopcli.report.outputs import MANIFEST, REJECTS, WRITTEN, OutputFiles, copy_out
from iopcli.report.write import in_bytes, refuse_if_taken, save, to_stderr, workplace, written
from iopcli.report.writers.json import json
from iopcli.results.handout import handout


def run(words: Words) -> None:
    """Do what was typed.

    Raises:
        NeedsReview: something could not be read.
    """
    files = OutputFiles(Path(words.input_), Path(words.output) if words.output else None, words.report, words.handouts,
                  words.force)  # fmt: skip
    if words.explain or words.sketch_map:
        needs_review = _only_read(words, files.output)
    elif words.engine != "duckdb" or words.master:
        needs_review = _on_spark(words, files) > 0
    else:
        files.refuse()
        needs_review = _here(words, files) > 0
    if needs_review:
        raise NeedsReview("")


def _input(words: Words) -> Input:
    return Input.named(words.input_, words.kind, words.delimiter, words.encoding)._replace(
        by=tuple(split(words.by)), allow_empty=words.allow_empty
    )


def _with_map(dataset: Dataset, given: Input, words: Words) -> Input:
    return given._replace(map=read_map(dataset, words.map_) if words.map_ else None)


def _refuse(options: Mapping[str, object], why: str, hint: str) -> None:
    """Refuse the first option that was given of some that do not go with the others."""
    if name := next((name for name, given in options.items() if given), ""):
        raise UsageError(f"{name} {why}", hint=hint)


# --- only read ---------------------------------------------------------------


def _only_read(words: Words, target: Path | None) -> bool:
    """Say what a file can answer, or write a map to start from; nothing is judged. Gives whether to look at something.

    Raises:
        UsageError: an option was given that goes with results only.
    """
    sketch = not words.explain
    others = {
        "--report": words.report, "--by": words.by, "--handouts": words.handouts, "--strict": words.strict,
        "--labels": words.labels, "--max-rejects": words.max_rejects is not None,
        "--engine": words.engine != "duckdb", "--master": words.master,
        "-o": target and (words.explain or target.suffix != ".toml"), "--map": words.sketch_map and words.map_,
        "--sketch-map": words.explain and words.sketch_map,
    }  # fmt: skip
    given, dataset = _input(words), open_dataset(words.data)
    _refuse(others, "goes with results, and none are made here", "leave it out")
    if target is not None:
        refuse_if_taken(target, force=words.force)
    given = _with_map(dataset, given, words)
    with workplace(target or Path(tempfile.gettempdir()) / "iopcli") as folder:
        at_hand = given.at_hand(folder)
        records = Records(dataset, at_hand._replace(every=sketch), folder)
        work = Work(records)
        if sketch:
            text, needs_review = work.do("reading", lambda: sketched(records)), False
        else:
            found = work.do("reading", lambda: explained(records))
            text = "".join(f"{line}\n" for line in described(found, by_map=given.map is not None))
            needs_review = found.needs_review
    if target is not None:
        save(text, target, force=words.force)
    else:
        with written():
            print(text, end="")  # noqa: T201 - it is the result
    return needs_review


# --- on this machine ----------------------------------------------------------


def _here(words: Words, files: OutputFiles) -> int:
    """Read, write, and say how it went; gives how many records, and columns, could not be read whole."""
    given, dataset = _input(words), open_dataset(words.data)
    given = _with_map(dataset, given, words)
    people = MOST if files.handouts else 0
    output = Output(files.kind, words.raw_csv, files.report is not None, people, words.labels)
    most = 0 if words.strict else words.max_rejects
    with workplace(files.anchor) as folder:
        records = Records(dataset, given.at_hand(folder), folder, output)
        work = Work(records)
        work.do("reading", records.read)
        for line in noted(records):
            to_stderr(line)
        _refuse_rejects(records, most)
        if files.output or files.report or files.handouts:
            work.do("writing", lambda: _publish(records, words, files, most))
        if files.output is None:
            copy_out(records.results.path)
        show_counts(records.counts, records.rejects.urgent_rows, problems(records), files)
        for line in advice(records):
            to_stderr(f"hint: {line}")
        return records.rejects.rejected + records.rejects.urgent_unread + len(records.columns.lost)


def _refuse_rejects(records: Records, most: int | None) -> None:
    """Refuse an input of which nothing can be reported, or more is rejected than was allowed."""
    counts = records.counts
    rows = counts.rejected + counts.urgent_unread
    if counts.read and not counts.reported:
        hint = next(iter(advice(records)), "compare one record with the questions that `iopcli rules` names")
        one = "the only record would be rejected"
        what = f"all {counts.read:,} records would be rejected" if counts.read > 1 else one
        raise InputRefused(f"{what}, and nothing was written", problems(records), hint)
    if most is not None and rows > most:
        show_urgent(counts, records.rejects.urgent_rows)
        hint = f"fix them, or allow as many with --max-rejects {rows}"
        what = f"{count(rows, 'record')} would be {'read in part or ' if counts.urgent_unread else ''}rejected"
        raise InputRefused(f"{what}, and nothing was written", problems(records), hint)


def _publish(records: Records, words: Words, files: OutputFiles, most: int | None) -> None:
    """Make all that is wanted, and then give it its names; the manifest last, for where it stands all is complete."""
    made: dict[str, tuple[Path, Path]] = {}
    pages: dict[str, str | bytes] = {}
    with records.room():
        if files.output is not None:
            made["results"] = records.results.path, files.output
            if records.rejects.problems:
                made["rejects"] = records.rejects.path, files.beside[REJECTS]
        if files.report is not None:
            path, format_ = records.folder / "report", chosen(None, files.report)
            path.write_bytes(in_bytes(written_as(records.summary(words.small_cells), format_)))
            made["report"] = path, files.report
        if files.handouts is not None:
            made_of = ((row, handout(records.dataset, (), one)) for row, one in handouts(records))
            pages = {NAME.format(row): written_as(one, Format.html) for row, one in made_of}
        options = {
            "map": bool(words.map_), "raw_csv": words.raw_csv, "labels": words.labels, "max_rejects": most,
            "by": records.given.by, "small_cells": words.small_cells,
        }  # fmt: skip
        about = records.folder / "manifest"
        about.write_text(json(manifest(records, options, {name: path for name, (path, _) in made.items()})), "utf-8")
    records.unchanged()
    finished = dict(made.values())
    files.publish(finished | ({about: files.beside[MANIFEST]} if files.output else {}), pages)


# --- on Spark -----------------------------------------------------------------


def _on_spark(words: Words, files: OutputFiles) -> int:
    """The same on Spark, whose results are a folder of parts; gives how many records could not be read whole.

    Addresses such as `s3a://...` reach Spark as they are.
    """
    given = _for_spark(words, files)
    dataset = open_dataset(words.data)
    given, to = _with_map(dataset, given, words), str(words.output)
    output = Output(files.kind, words.raw_csv, report=files.report is not None)
    from iopcli.batch.spark.run import Addresses, match_with_spark  # Spark is not there for most

    at = Addresses(words.input_, to, f"{to}.{REJECTS}", files.force)
    found = match_with_spark(dataset, given, output, at, words.master, small_cells=words.small_cells)
    if files.report and found.report:
        save(written_as(found.report, chosen(None, files.report)), files.report, force=files.force)
    for line in unread_columns(found.unknown, dataset):
        to_stderr(line)
    show_counts(found.counts, found.urgent_rows, (), files)
    unread = found.counts.rejected + found.counts.urgent_unread
    if unread:
        to_stderr(f"hint: all of them: {files.beside[REJECTS].name}")
    return unread


def _for_spark(words: Words, files: OutputFiles) -> Input:
    """What is to be read, where Spark can do all that was asked.

    Raises:
        UsageError: something is missing or not for Spark, or a name says no format.
        OutputError: the name of the report is taken.
    """
    if words.engine != "spark" or not words.master:
        hint = "such as --engine spark --master 'local[4]'"
        raise UsageError("Spark needs both --engine spark and --master", hint=hint)
    given = _input(words)
    others = {
        "--handouts": words.handouts, "--strict": words.strict, "--max-rejects": words.max_rejects is not None,
        "--encoding": words.encoding != "utf-8", "--allow-empty": words.allow_empty, "--labels": words.labels,
        "an Excel workbook": given.kind == "xlsx",
    }  # fmt: skip
    _refuse(others, "is not for Spark", "leave it out, or leave the engine out")
    if files.output is None or not files.kind:
        raise UsageError("Spark needs -o with a name for a folder", hint=f"end it in {', '.join(WRITTEN)}")
    if files.report in (files.output, files.beside[REJECTS]):
        raise UsageError("two outputs have one name", hint="give each its own")
    files._replace(output=None).refuse()  # Spark itself looks whether the folder is there
    return given
