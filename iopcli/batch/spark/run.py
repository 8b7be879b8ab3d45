"""The same on Spark, which only schedules: every partition goes through the kernel that a file goes through.

Spark reads lines and gives them out in Arrow; ids that come twice, what was rejected, counts and reports are its own
operations on what comes back. A record is one line. Rows are numbered in the order in which Spark reads them, which is
that of a file, or of the files of a folder as they come. Results are a folder of parts with `_SUCCESS`, as Spark writes
them. Through Spark Connect (`sc://`) it is the same but for the files, which are then Spark's alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from iopcli.batch.read.source import Input
from iopcli.batch.report.batch_report import BatchReport
from iopcli.batch.spark.outputs import ByConnect, Outputs, write
from iopcli.batch.spark.records import SparkRecords
from iopcli.batch.spark.session import CONNECT, session
from iopcli.batch.write.manifest import Counts
from iopcli.batch.write.output import Output
from iopcli.batch.write.rejects import LISTED
from iopcli.dataset.model import Dataset
from iopcli.errors import InputRefused, OutputError


class Addresses(NamedTuple):
    """Where Spark reads records and writes results and rejects, as it names files and folders."""

    input: str
    results: str
    rejects: str
    force: bool = False


class SparkResults(NamedTuple):
    """What became of the records."""

    counts: Counts
    unknown: tuple[str, ...]
    """Columns that no question knows, as they may be shown."""
    urgent_rows: Sequence[int]
    """The rows of the first urgent records that could not be read whole."""
    report: BatchReport | None


def match_with_spark(
    dataset: Dataset, given: Input, output: Output, at: Addresses, master: str, *, small_cells: int = 1
) -> SparkResults:
    """Read records, write results and rejects (id, field, problem, row), and count them; outputs are whole or absent.

    Raises:
        UsageError: Spark is not there or does not start, or there is no column of ids.
        InputRefused: it cannot be read as a whole.
        OutputError: there is something in the way of the outputs, or they cannot be written.
    """
    with session(master) as spark:
        names = at.results, at.rejects
        outputs = ByConnect(names) if master.startswith(CONNECT) else Outputs(spark, names)
        outputs.refuse_if_taken(force=at.force)
        try:
            records = SparkRecords(spark, dataset, at.input, given, output)
            if not records.count:
                raise InputRefused("the input holds no records, only names of columns", hint="is it the right file?")
            report = records.summary(small_cells) if output.report else None
        except (PySparkException, Py4JError):
            raise InputRefused("the input cannot be read to its end", hint="is it complete?") from None
        try:
            with outputs.whole() as (results, rejects):
                mode = "overwrite" if at.force else "error"
                write(records.results, results, output.kind, mode)
                write(records.rejects.drop("status").orderBy("row", "field"), rejects, "csv", mode)
        except (PySparkException, Py4JError) as error:
            if "PATH_ALREADY_EXISTS" in str(error):
                problem = f"{at.results} or {at.rejects} is already there"
                raise OutputError(problem, hint="use --force to replace it") from None
            hint = "check the folder, who may write in it, and the space there"
            raise OutputError("the results cannot be written", hint=hint) from None
        return SparkResults(records.counts, records.columns.unknown, records.urgent_rows(LISTED), report)
