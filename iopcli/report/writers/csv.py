"""CSV writes the rows of a page: a header, and one row per fact or thing, each with the dataset it rests on."""

from __future__ import annotations

import csv
import io

from iopcli.facts.result import Result
from iopcli.facts.wording import FORMULA_SIGNS
from iopcli.report.pages import rows_of

WEAK = "weak source"
_STAMP = ("dataset", "dataset_as_of", "overlays")
"""The columns that every row ends with."""


def written(result: Result, _width: int) -> str:
    """The result as a CSV file."""
    return csv_text(result)


def csv_text(result: Result) -> str:
    """The result as CSV with a header; a cell that a spreadsheet would run as a formula gets a leading `'`."""
    header, rows = rows_of(result)
    stamp = (result.dataset.version, result.dataset.as_of, ";".join(result.dataset.overlays))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*header, *_STAMP])
    writer.writerows([_harmless(str(part)) for part in (*row, *stamp)] for row in rows)
    return stream.getvalue()


def _harmless(text: str) -> str:
    return "'" + text if text.lstrip(" '\"").startswith(FORMULA_SIGNS) or text.startswith(FORMULA_SIGNS) else text
