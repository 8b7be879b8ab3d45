"""What a batch says on standard error: what was not read, who is urgent, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iopcli.batch.columns.cells import FORMS
from iopcli.batch.faults import CODES
from iopcli.batch.run import Records
from iopcli.batch.write.manifest import Counts
from iopcli.dataset.model import Dataset
from iopcli.dataset.near import did_you_mean
from iopcli.errors import NeedsReview, Problem, count, describe, visible
from iopcli.report.outputs import REJECTS, OutputFiles
from iopcli.report.write import to_stderr

SHOWN = 20
"""Columns that are not read and are listed on the screen."""


def unread_columns(names: Sequence[str], dataset: Dataset) -> Iterator[str]:
    """The columns that are not read, each once."""
    for name in names[:SHOWN]:
        near = did_you_mean(name, dataset.questions)
        yield f"note: {visible(name)} answers no question and is not read{f'; {near}' if near else ''}"
    if len(names) > SHOWN:
        yield f"note: {len(names) - SHOWN} more columns are not read"


def noted(records: Records) -> Iterator[str]:
    """What is not read, and what may surprise, each once."""
    yield from unread_columns(records.columns.unknown, records.dataset)
    if lost := records.columns.lost:
        names = f"{', '.join(map(visible, lost[:SHOWN]))}{' and more' if len(lost) > SHOWN else ''}"
        yield f"note: answers stand in columns that were not read: {names}. --map says what their boxes stand for"
    if read_as := records.forms:
        counts = "; ".join(f"{read_as[form]:,} {what}" for form, what in FORMS.items() if form in read_as)
        yield f"note: cells read in another form: {counts}"
    if not records.columns.id:
        yield "note: there is no column of ids, so records are named by their number"
    if alike := records.ids.alike:
        spellings = f"{alike:,} in spellings that look the same (an accent apart or joined)"
        yield f"note: ids: {spellings}; each spelling counts as an id of its own"


def advice(records: Records) -> Iterator[str]:
    """What to do about cells that many records have and that cannot be read; never what stands in them."""
    for field, (times, rows) in records.rejects.codes.items():
        cells = (
            f"{count(times, 'cell')} of {field} {'has a code' if times == 1 else 'have codes'} that the map does not"
        )
        yield f"{cells} know: {_rows(rows, times)}. Add them to the map"
    if records.rejects.problems["BAD_UTF8"] and records.given.encoding == "utf-8":
        yield "some text is not UTF-8: name its encoding, such as --encoding cp1252"


def problems(records: Records) -> list[Problem]:
    """The first rejected fields, as problems."""
    return [
        Problem(
            f"row {one.row}" + (f", line {one.line}" if one.line else ""),
            " ".join(part for part in (one.field, CODES.get(one.problem, ""), f"({one.problem})") if part),
        )
        for one in records.rejects.listed
    ]


def show_urgent(counts: Counts, rows: Sequence[int]) -> None:
    """Whom to look at first; and the first rows of those that could not be read whole."""
    if counts.urgent:
        to_stderr(f"{counts.urgent:,} urgent: look at these first (status `urgent`)")
    if unread := counts.urgent_unread:
        to_stderr(f"{unread:,} of them could not be read whole: {_rows(rows, unread)}. The column `unread` says what")


def show_counts(counts: Counts, urgent_rows: Sequence[int], listed: Sequence[Problem], files: OutputFiles) -> None:
    """How it went: who is urgent first, then how many were read, and what of them could not be."""
    blank = f", and {count(counts.blank, 'blank line')} skipped" if counts.blank else ""
    show_urgent(counts, urgent_rows)
    to_stderr(f"{counts.read:,} read: {counts.reported:,} reported, {counts.rejected:,} rejected{blank}")
    if listed:
        where = f"all of them: {files.beside[REJECTS].name}" if files.output else "-o FILE writes all of them down"
        unread = counts.rejected + counts.urgent_unread
        found = NeedsReview(f"{count(unread, 'record')} could not be read whole", listed, where)
        to_stderr(describe(found).replace("error:", "note:", 1))


def _rows(rows: Sequence[int], every: int) -> str:
    """The first rows of all that there are."""
    more = f" and {every - len(rows):,} more" if every > len(rows) else ""
    return f"{'row' if len(rows) == 1 and every == 1 else 'rows'} {', '.join(map(str, rows))}{more}"
