"""The same on Spark: only reading, writing and counting are its own; rules and plans are those of `Batch`.

A record is one line. Rows are numbered in the order in which Spark reads them, which is that of a file, or of the files
of a folder as they come. Results are a folder of parts with `_SUCCESS`, as Spark writes them, made under another name
until they are whole.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial, reduce
from itertools import accumulate
from operator import and_
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
from msgspec.structs import replace

from iopcli.batch.columns import Columns, Map, columns_of, fault_of, text_of
from iopcli.batch.danger import Signs
from iopcli.batch.faults import LONGEST_ID, OF_ID, SUM, TOTALS
from iopcli.batch.frame import COLUMNS, NUMBERS, REJECTED, Batch
from iopcli.batch.reading import (
    DELIMITERS,
    Keys,
    Shape,
    csv_cells,
    header_of,
    json_cells,
    names_in,
    records_of,
    with_usual,
)
from iopcli.batch.run import MANY_TWINS, ROW
from iopcli.batch.summary import summary
from iopcli.batch.tables import Tables
from iopcli.errors import InputRefused, OutputError, UsageError
from iopcli.wording import FORMULA_SIGNS

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

    from iopcli.batch.report import BatchReport
    from iopcli.dataset.model import Dataset

SETTINGS: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.python.sql.dataFrameDebugging.enabled": "false",  # a look at the stack for each of ten thousand expressions
}
"""Nothing is logged: what Spark says of a failure may hold what stands in a cell."""
HERE: Mapping[str, str] = {
    "spark.driver.host": "127.0.0.1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
}
"""Where Spark runs on this machine: it needs no network, and does not plan the rest anew after each step, which is most
of the work on some thousand records."""
_HIDDEN = r"[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]"
_POWER = r"^[0-9](\.[0-9]+)?E\+[0-9]+\z"
_FORMULA = rf"""^[ '"]*[{re.escape("".join(FORMULA_SIGNS))}]"""
"""How a text starts that a spreadsheet would run."""


IN_PART = 33
"""How many bits of a number that Spark gives count within one of its parts; those above name the part."""
MOST_ROWS = 20
"""How many urgent records that could not be read whole are named by their rows."""


class Given(NamedTuple):
    """What is to be read, and how: a file, or a folder of parts, of one kind."""

    path: str
    kind: str
    delimiter: str = ""
    map: Map | None = None
    by: tuple[str, ...] = ()


class Wanted(NamedTuple):
    """Where results and rejects go, and how they are written."""

    results: str
    rejects: str
    kind: str = "csv"
    raw: bool = False
    force: bool = False
    small_cells: int | None = None
    """Below what a report does not show a count; without it there is no report."""


class Counts(NamedTuple):
    """What became of the records, each counted once; and the fields that could not be read."""

    records: int
    statuses: Mapping[str, int]
    """How many records are reported, by status."""
    rejected: int
    problems: Mapping[str, int]
    """How many fields or records could not be read, by reason."""
    unknown: tuple[str, ...]
    """Columns that no question knows, as they may be shown."""
    report: BatchReport | None = None
    urgent_unread: int = 0
    """How many urgent records could not be read whole; they are reported, and stand among the rejects too."""
    urgent_rows: Sequence[int] = ()
    """The rows of the first of these."""

    @property
    def reported(self) -> int:
        """How many records stand in the results."""
        return sum(self.statuses.values())


def match_with_spark(dataset: Dataset, given: Given, wanted: Wanted, master: str) -> Counts:
    """Read records, write results and rejects (id, field, problem, row), and count them; outputs are whole or absent.

    Raises:
        UsageError: Spark is not there or does not start, or there is no column of ids.
        InputRefused: it cannot be read as a whole.
        OutputError: there is something in the way of the outputs, or they cannot be written.
    """
    with session(master) as spark:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        outputs = _Outputs(spark, [wanted.results, wanted.rejects])
        outputs.refuse_if_taken(force=wanted.force)
        try:
            records = _Records(spark, dataset, given)
            if not records.count:
                raise InputRefused("the input holds no records, only names of columns", hint="is it the right file?")
            report = summary(records, small_cells=wanted.small_cells) if wanted.small_cells else None
        except (PySparkException, Py4JError):
            raise InputRefused("the input cannot be read to its end", hint="is it whole?") from None
        try:
            with outputs.whole() as (results, refused):
                _write(_results(records.told, wanted), results, wanted.kind)
                _write(records.rejects.orderBy("row", "field"), refused, "csv")
        except (PySparkException, Py4JError):
            hint = "check the folder, who may write in it, and the space there"
            raise OutputError("the results cannot be written", hint=hint) from None
        statuses = dict(sorted(records.statuses.items()))
        rejected = statuses.pop(REJECTED, 0)
        unread = records.urgent_unread(MOST_ROWS)
        told = (records.columns.unknown, report, *unread)
        return Counts(records.count, statuses, rejected, records.every_problem(), *told)


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """The Spark session that is running, or a new one for as long as it is needed.

    Raises:
        UsageError: Spark or Java is not there, or Spark does not start at this master.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError("--engine spark needs pyspark", hint="pip install 'iopcli[spark]'") from None
    if running := SparkSession.getActiveSession():
        yield running
        return
    if not shutil.which("java", path=_java_path()):
        raise UsageError("--engine spark needs Java", hint="install Java 17 and, where needed, set JAVA_HOME to it")
    builder = SparkSession.builder.appName("iopcli batch").master(master)
    local = master.startswith("local")
    if local:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # elsewhere the Python there has iopcli, or none does
    for name, value in {**SETTINGS, **(HERE if local else {})}.items():
        builder = builder.config(name, value)
    logging.getLogger("DataFrameQueryContextLogger").disabled = True
    try:
        spark = builder.getOrCreate()
    except Exception:  # what a failing start raises differs from one cause to the other
        raise UsageError("Spark does not start", hint="check --master, and that Java is 17 or later") from None
    try:
        yield spark
    finally:
        spark.stop()


def _java_path() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin" if home else None


class _End(NamedTuple):
    """How a record ended: its status, why it could not be read as a whole, and whether it was reported whole."""

    status: str
    fault: str | None
    whole: bool


class _Records:
    """The records of an input as Spark reads them, judged and planned for."""

    each = "explode"

    def __init__(self, spark: SparkSession, dataset: Dataset, given: Given) -> None:
        self.spark = spark
        self.dataset = dataset
        self.given = given
        self.batch = Batch(dataset)
        raw, columns = self._parquet() if given.kind == "parquet" else self._lines()
        places = {name: f"c{place}" for place, name in enumerate(columns.wanted)}
        self._id_name, self._fields, self.columns = columns.id, columns.fields, _renamed(columns, places)
        self.by = {name: f"_by{place}" for place, name in enumerate(given.by)}
        beside = {column: text_of(self.columns.named(name)) for name, column in self.by.items()}
        if self.columns.actual:
            beside["_actual"] = text_of(self.columns.actual)
        self._keep = ("_id", "_fault", "_row", *beside)
        frame = nw.from_native(self._with_faults(raw)).lazy()
        frame = frame.with_columns(**beside) if beside else frame
        self.texts: DataFrame = self.columns.answering(frame, self._keep, dataset.lists).to_native().cache()
        """A text for each question, what is kept, and why the record cannot be used, or nothing."""

    # --- reading ------------------------------------------------------------

    def _columns_of(self, names: Sequence[str]) -> Columns:
        columns = columns_of(self.dataset, names, self.given.map, "the input")
        if not columns.id:
            raise UsageError("--engine spark needs a column of ids", hint="name it `id`, or in the map with id = ...")
        return columns

    def _lines(self) -> tuple[DataFrame, Columns]:
        """Lines, each read by what reads a line of a file elsewhere."""
        from pyspark.sql import functions as f

        bytes_ = f.col("value").cast("binary")
        self._read = self.spark.read.text(self.given.path, lineSep="\n").select(bytes_.alias("line"))
        lines = self._read.where(~f.col("line").isin(b"", b"\r"))
        first = [bytes(row["line"]) for row in lines.limit(1000).collect()]
        if not first:
            raise InputRefused("the input is empty", hint="is it the right file?")
        reading: Callable[[bytes], list[str]]
        if self.given.kind == "jsonl":
            names = names_in(line.decode("utf-8", "surrogateescape") for line in first)
            usual = () if self.given.map else ("actual", *self.dataset.questions)
            columns = self._columns_of(with_usual(names, usual))
            worst = Signs(self.dataset, columns).worst
            reading = partial(_json, keys=Keys(columns.wanted, columns.lists(self.dataset), worst))
        else:
            delimiter = self.given.delimiter or DELIMITERS[self.given.kind]
            line = first[0].decode("utf-8", "surrogateescape").removeprefix("\ufeff")
            header = header_of(next(records_of([line], delimiter), None))
            columns = self._columns_of(header)
            shape = Shape(header, columns.wanted, Signs(self.dataset, columns).worst)
            reading = partial(csv_cells, delimiter=delimiter, shape=shape)
            lines = lines.where(f.col("line") != first[0])  # each part has its header
        cells = f.udf(lambda line: reading(bytes(line)), "array<string>", useArrow=False)
        named = {f"c{place}": f.col("cells")[place + 1] for place in range(len(columns.wanted))}
        parsed = lines.select(cells("line").alias("cells"))
        return parsed.select(f.col("cells")[0].alias("_fault"), *(one.alias(to) for to, one in named.items())), columns

    def _parquet(self) -> tuple[DataFrame, Columns]:
        from pyspark.sql import functions as f

        read = self.spark.read.parquet(self.given.path)
        columns = self._columns_of(read.columns)
        kinds = dict(read.dtypes)
        texts = [_as_text(name, kinds[name]).alias(f"c{place}") for place, name in enumerate(columns.wanted)]
        return read.select(f.lit("").alias("_fault"), *texts), columns

    def _with_faults(self, raw: DataFrame) -> DataFrame:
        """The records with `_id` and `_fault`: what is wrong with it, or that there are others of the same id."""
        from pyspark.sql import functions as f

        id_ = f.col(self.columns.id)
        of_id = (
            f.when(id_.isNull() | (id_ == ""), "NO_ID")
            .when(f.length(id_) > LONGEST_ID, "ID_TOO_LONG")
            .when(id_.rlike(_HIDDEN), "ID_CHARS")
            .when(id_.rlike(_POWER), "EXCEL_SCIENTIFIC")
            .when(self._is_total(id_), "TOTAL_ROW")
        )
        fault = f.when(f.col("_fault") != "", f.col("_fault")).otherwise(of_id)
        records = self._numbered(raw.withColumns({"_id": id_, "_fault": fault})).cache()
        cells = f.struct(*(name for name in records.columns if name not in ("_id", "_fault", "_row")))
        alike = (f.min(cells) == f.max(cells)).alias("_alike")
        twice = records.where("_fault IS NULL").groupBy("_id").agg(f.count("*").alias("_count"), alike)
        twice = twice.where("_count > 1").cache()
        number = twice.limit(MANY_TWINS).count()
        if number == MANY_TWINS:
            raise InputRefused(f"{MANY_TWINS:,} ids or more come up twice", hint="is it the right column for ids?")
        return self._without_twins(records, twice) if number else records

    def _is_total(self, id_: Column) -> Column:
        """Whether a record is a spreadsheet's row of sums."""
        from pyspark.sql import functions as f

        others = [f.col(name) for name in self.columns.wanted if name != self.columns.id]
        sums = (f.coalesce(one, f.lit("")).rlike(rf"^{SUM}\z") for one in others)
        return reduce(and_, sums, f.lower(f.trim(id_)).isin(*TOTALS))

    def _numbered(self, records: DataFrame) -> DataFrame:
        """The records with `_row`, from 1: a number within each part, and how many there are in the parts before it."""
        from pyspark.sql import functions as f

        number = f.monotonically_increasing_id()
        placed = records.withColumn("_at", number).withColumn("_part", f.shiftright("_at", IN_PART)).cache()
        sizes = {row["_part"]: row["count"] for row in placed.groupBy("_part").count().collect()}
        before = [0, *accumulate(sizes.get(part, 0) for part in range(max(sizes, default=0)))]
        frame: nw.LazyFrame[Any] = nw.from_native(placed).lazy()
        found: DataFrame = Tables(frame).looked_up(frame, {"_before": ("_part", before)}).to_native()
        row = f.col("_before") + f.col("_at") % (1 << IN_PART) + 1
        return found.withColumn("_row", row).drop("_at", "_part", "_before")

    def _without_twins(self, records: DataFrame, twice: DataFrame) -> DataFrame:
        """Of records that are the same one counts; of those with one id and other answers none does."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        good = records.where("_fault IS NULL")
        several = good.join(f.broadcast(twice), "_id")
        place = f.row_number().over(Window.partitionBy("_id").orderBy("_row"))
        fault = f.when(~f.col("_alike"), "DUP_ID_CONFLICT").when(place > 1, "DUP_ROW")
        parts = [
            records.where("_fault IS NOT NULL"),
            good.join(f.broadcast(twice), "_id", "left_anti"),
            several.withColumn("_fault", fault),
        ]
        first, *others = (part.select(*records.columns) for part in parts)
        for part in others:
            first = first.union(part)
        return first

    @cached_property
    def blank(self) -> int:
        """How many lines of the input are empty."""
        return 0 if self.given.kind == "parquet" else self._read.where("line IN (X'', X'0D')").count()

    # --- what is said -------------------------------------------------------

    @cached_property
    def told(self) -> DataFrame:
        """What is said of each record; `rejected` where it cannot be used."""
        frame: nw.LazyFrame[Any] = nw.from_native(self.texts).lazy()
        tables = Tables(frame)
        judged = self.batch.read(frame, self._keep, tables)
        self.looked = self.batch.look(judged)
        keep = (*self._keep, *self.batch.counted)
        told: DataFrame = self.batch.told(judged, self.looked, tables, keep).to_native()
        return told.cache()

    @cached_property
    def _ends(self) -> Mapping[_End, int]:
        """How many records ended in which way."""
        whole = (f"status <> '{REJECTED}' AND unread = ''", "_whole")
        rows = self.told.selectExpr("status", "_fault", " AS ".join(whole)).groupBy("status", "_fault", "_whole")
        return {_End(*row[:3]): row["count"] for row in rows.count().collect()}

    @property
    def count(self) -> int:
        """How many records there are."""
        return sum(self._ends.values())

    @property
    def statuses(self) -> Counter[str]:
        """How many records have which status, `rejected` among them."""
        return _summed((end.status, number) for end, number in self._ends.items())

    def urgent_unread(self, most: int) -> tuple[int, list[int]]:
        """How many urgent records could not be read whole, and the first rows of them."""
        number = sum(number for end, number in self._ends.items() if end.status != REJECTED and not end.whole)
        rows = self.told.where(f"status <> '{REJECTED}' AND unread <> ''").select("_row").orderBy("_row").limit(most)
        return number, [row["_row"] for row in rows.collect()] if number else []

    @cached_property
    def rejects(self) -> DataFrame:
        """Every reason why a record or a field of it cannot be read: id, field, problem and row."""
        from pyspark.sql import functions as f

        whole = self.told.where("_fault IS NOT NULL")
        known = f.col("_fault").isin("DUP_ROW", "DUP_ID_CONFLICT")  # an id with a fault is not shown
        id_, field = f.when(known, f.col("_id")), f.when(f.col("_fault").isin(*OF_ID), self._id_name)
        problem, row = f.col("_fault").alias("problem"), f.col("_row").alias("row")
        whole = whole.select(id_.alias("id"), field.alias("field"), problem, row)
        return whole if self._of_cells is None else whole.union(self._of_cells.drop("reported"))

    @cached_property
    def _of_cells(self) -> DataFrame | None:
        """The same of records that can be used but for some cells, if there are any."""
        from pyspark.sql import functions as f

        if not any(not end.whole and (end.fault is None or end.status != REJECTED) for end in self._ends):
            return None
        reported = f.col("status") != REJECTED
        looked = self.told.where(f.when(reported, f.col("unread") != "").otherwise(f.col("_fault").isNull()))
        usable = f.col("_fault").isNull() | (f.col("_fault") == "DUP_ID_CONFLICT")
        cells = looked.select("_row", f.when(usable, f.col("_id")).alias("id"), "_fault", reported.alias("reported"))
        asked = [name for name in self.texts.columns if name in self.dataset.questions]
        pairs = f.explode(f.array(*(f.struct(f.lit(id_).alias("question"), f.col(id_).alias("text")) for id_ in asked)))
        found = self.texts.join(cells, "_row", "left_semi").select("_row", pairs.alias("pair"))
        found = found.select("_row", "pair.*").where("text <> ''").cache()
        faults = [
            (row["question"], row["text"], self._fields[row["question"]], code)
            for row in found.select("question", "text").distinct().toLocalIterator()
            if (code := fault_of(self.dataset, row["question"], row["text"]))
        ]
        known_faults = self.spark.createDataFrame(faults, "question string, text string, field string, problem string")
        of_cells = found.join(known_faults, ["question", "text"]).select("_row", "field", "problem")
        every = cells.join(of_cells, "_row", "left").where("problem IS NOT NULL OR _fault IS NULL")
        problem = f.coalesce("problem", f.lit("NOT_AN_ANSWER")).alias("problem")
        return every.select("id", "field", problem, f.col("_row").alias("row"), "reported").cache()

    def every_problem(self) -> Mapping[str, int]:
        """How often a record or a field of it could not be read, by reason."""
        return self._problems(reported=True)

    def problems(self) -> Mapping[str, int]:
        """How often a record or a field of it was rejected, by reason; not of those that are reported all the same."""
        return self._problems(reported=False)

    def _problems(self, *, reported: bool) -> Mapping[str, int]:
        ends = self._ends.items()
        of_records = ((end.fault, number) for end, number in ends if end.fault and (reported or end.status == REJECTED))
        cells = [] if self._of_cells is None else self._of_cells.groupBy("problem", "reported").count().collect()
        of_cells = ((row["problem"], row["count"]) for row in cells if reported or not row["reported"])
        return dict(sorted(_summed([*of_records, *of_cells]).items()))

    @cached_property
    def reported(self) -> str:
        """The name of a view of what is said of each record that is reported, with its needs."""
        self.told.where(f"status <> '{REJECTED}'").createOrReplaceTempView("_reported")
        return "_reported"

    def counts(self, sql: str) -> list[tuple[Any, ...]]:
        """What a question to the engine gives."""
        return [tuple(row) for row in self.spark.sql(sql).collect()]


def _summed(counted: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, number in counted:
        found[name] += number
    return found


def _json(line: bytes, keys: Keys) -> list[str]:
    return json_cells(line + b"\n", keys)


def _renamed(columns: Columns, to: Mapping[str, str]) -> Columns:
    """The same columns under other names, that Spark takes as they are."""
    answers = tuple(
        replace(one, from_=to[one.from_], only_if={to[name]: codes for name, codes in one.only_if.items()})
        for one in columns.answers
    )
    groups = tuple(replace(one, from_=to[one.from_], name=one.name or one.from_) for one in columns.groups)
    actual = columns.actual and replace(columns.actual, from_=to[columns.actual.from_])
    return columns._replace(id=to[columns.id], answers=answers, groups=groups, actual=actual)


def _as_text(name: str, kind: str) -> Column:
    """A typed column as the cells of a CSV would hold it.

    Raises:
        InputRefused: it is of a kind that no cell could hold.
    """
    from pyspark.sql import functions as f

    column = f.col("`" + name.replace("`", "``") + "`")
    if kind == "array<string>":
        return f.when(f.size(column) == 0, "none").otherwise(f.array_join(column, ";"))
    if kind == "boolean":
        return f.when(column, "yes").when(~column, "no")
    if kind.startswith(("array", "map", "struct", "binary", "date", "timestamp", "interval", "variant")):
        told = f"column `{name}` is of the kind {kind}"
        raise InputRefused(told, hint="use text, numbers, booleans or lists of text")
    return column.cast("string")


def _results(told: DataFrame, wanted: Wanted) -> DataFrame:
    """The rows of the results, each named by its id, or by its row where the id cannot be used.

    Unless they are raw, an id that a spreadsheet would run gets a leading `'`.
    """
    from pyspark.sql import functions as f

    usable = f.col("_fault").isNull() | (f.col("_fault") == "DUP_ID_CONFLICT")
    id_: Column = f.when(usable, f.col("_id")).otherwise(f.concat_ws(" ", f.lit(ROW), "_row"))
    if wanted.kind == "csv" and not wanted.raw:
        id_ = f.when(id_.rlike(_FORMULA), f.concat(f.lit("'"), id_)).otherwise(id_)
    said = [f.col(name) if name in NUMBERS else f.nullif(name, f.lit("")).alias(name) for name in COLUMNS]
    return told.where(f"status <> '{REJECTED}'").select(id_.alias("id"), *said)


def _write(frame: DataFrame, path: str, kind: str) -> None:
    if kind == "csv":
        kept = frame.write.options(ignoreLeadingWhiteSpace=False, ignoreTrailingWhiteSpace=False)
        kept.csv(path, header=True, escape='"', nullValue="", emptyValue="")
    elif kind == "jsonl":
        frame.write.json(path, ignoreNullFields=False)
    else:
        frame.write.parquet(path)


class _Outputs:
    """Folders that are written under other names and get their own when all are whole, wherever Spark keeps them."""

    def __init__(self, spark: SparkSession, names: Sequence[str]) -> None:
        java: Any = spark.sparkContext._jvm
        self._folders = [java.org.apache.hadoop.fs.Path(name) for name in names]
        mark = uuid.uuid4().hex[:8]
        self._made = [one.suffix(f".{mark}.tmp") for one in self._folders]
        self._files = self._folders[0].getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())

    def refuse_if_taken(self, *, force: bool) -> None:
        """Raises OutputError where something is in the way."""
        for folder in self._folders:
            if self._files.exists(folder) and not force:
                raise OutputError(f"{folder.getName()} is already there", hint="use --force to replace it")

    @contextmanager
    def whole(self) -> Iterator[list[str]]:
        """Names to write to; what is there at the end gets its own name, and nothing stays if something fails."""
        try:
            yield [str(one.toString()) for one in self._made]
            for made, folder in zip(self._made, self._folders, strict=True):
                self._files.delete(folder, True)
                if not self._files.rename(made, folder):
                    raise OutputError(f"{folder.getName()} cannot be written", hint="has someone taken the name?")
        finally:
            for made in self._made:
                self._files.delete(made, True)
