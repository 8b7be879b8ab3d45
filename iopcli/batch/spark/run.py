"""The same on Spark, which only schedules: every partition goes through the kernel that a file goes through.

Spark reads lines and gives them out in Arrow; ids that come twice, what was rejected, counts and reports are its own
operations on what comes back. A record is one line. Rows are numbered in the order in which Spark reads them, which is
that of a file, or of the files of a folder as they come. Results are a folder of parts with `_SUCCESS`, as Spark writes
them. Through Spark Connect (`sc://`) it is the same but for the files, which are then Spark's alone.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import sys
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from iopcli.batch.columns.columns import Columns, columns_of
from iopcli.batch.columns.maps import Map
from iopcli.batch.frame import said_fields
from iopcli.batch.judge.codes import FAULTS
from iopcli.batch.judge.danger import Signs
from iopcli.batch.judge.ids import MANY_TWINS, ROW, shown
from iopcli.batch.kernel import Desk
from iopcli.batch.read.json_lines import Keys, names_in, with_usual
from iopcli.batch.read.records import Shape, decoded, header_of, record_of, records_of
from iopcli.batch.read.source import DELIMITERS, Chunk, Plain, in_chunks
from iopcli.batch.report.counting import Tallied, read, written
from iopcli.batch.report.summary import summary
from iopcli.batch.write.say import COLUMNS, REJECTED, in_columns
from iopcli.errors import InputRefused, OutputError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

    from iopcli.batch.report.batch_report import BatchReport
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
IN_PART = 33
"""How many bits of a number that Spark gives count within one of its parts; those above name the part."""
CONNECT = "sc://"
"""How the address of a Spark Connect server starts: it needs no Java here, and only Spark reaches the files."""
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

        names = wanted.results, wanted.rejects
        outputs = _ByConnect(names) if master.startswith(CONNECT) else _Outputs(spark, names)
        outputs.refuse_if_taken(force=wanted.force)
        try:
            records = _Records(spark, dataset, given, wanted)
            if not records.count:
                raise InputRefused("the input holds no records, only names of columns", hint="is it the right file?")
            report = summary(records, small_cells=wanted.small_cells) if wanted.small_cells else None
        except (PySparkException, Py4JError):
            raise InputRefused("the input cannot be read to its end", hint="is it whole?") from None
        try:
            with outputs.whole() as (results, refused):
                mode = "overwrite" if wanted.force else "error"
                _write(records.results, results, wanted.kind, mode)
                _write(records.rejects.drop("status").orderBy("row", "field"), refused, "csv", mode)
        except (PySparkException, Py4JError) as error:
            if "PATH_ALREADY_EXISTS" in str(error):
                told = f"{wanted.results} or {wanted.rejects} is already there"
                raise OutputError(told, hint="use --force to replace it") from None
            hint = "check the folder, who may write in it, and the space there"
            raise OutputError("the results cannot be written", hint=hint) from None
        statuses = dict(sorted(records.statuses.items()))
        rejected = statuses.pop(REJECTED, 0)
        unread = records.urgent_unread(MOST_ROWS)
        said = (records.columns.unknown, report, *unread)
        return Counts(records.count, statuses, rejected, records.every_problem(), *said)


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
    if not master.startswith(CONNECT) and not shutil.which("java", path=_java_path()):
        raise UsageError("--engine spark needs Java", hint="install Java 17 and, where needed, set JAVA_HOME to it")
    builder = SparkSession.builder.appName("iopcli batch")
    builder = builder.remote(master) if master.startswith(CONNECT) else builder.master(master)
    local = master.startswith("local")
    if local:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # elsewhere the Python there has iopcli, or none does
    settings = {} if master.startswith(CONNECT) else {**SETTINGS, **(HERE if local else {})}
    for name, value in settings.items():
        builder = builder.config(name, value)
    logging.getLogger("DataFrameQueryContextLogger").disabled = True
    try:
        spark = builder.getOrCreate()
    except Exception:  # what a failing start raises differs from one cause to the other
        hint = "check --master" if master.startswith(CONNECT) else "check --master, and that Java is 17 or later"
        raise UsageError("Spark does not start", hint=hint) from None
    try:
        yield spark
    finally:
        spark.stop()


def _java_path() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return f"{home}/bin" if home else None


class Lines(NamedTuple):
    """How the cells of a line are found."""

    columns: Columns
    keys: Keys | None = None
    """Of objects, one a line."""
    shape: Shape | None = None
    """Of lines with delimiters."""
    delimiter: str = ""

    def chunk(self, batch: Any) -> Chunk:
        """The records of a batch in Arrow: lines, or cells that Spark has read."""
        wanted, size = self.columns.wanted, batch.num_rows
        if self.keys is None and self.shape is None:
            columns = {name: batch[f"c{nr}"].to_pylist() for nr, name in enumerate(wanted)}
            texts = {name: [cell or "" for cell in cells] for name, cells in columns.items()}
            return Chunk(1, [None] * size, {}, texts, size)
        lines = batch["line"].to_pylist()
        if self.keys is not None:
            rows = [(None, *self.keys.read(f"{decoded(line)}\n")[:2]) for line in lines]
            return next(in_chunks(rows, 1, wanted))
        assert self.shape is not None  # noqa: S101 - one of the two is there
        name = max(wanted, key=len).encode()
        if plain := Plain.of(b"\n".join([*lines, b""]), self.delimiter, self.shape, name):
            return next(chunk for chunk, _ in plain.chunks(1, 1))
        places = self.shape.places
        records = (record_of(line, self.delimiter)._replace(line=1) for line in lines)
        return next(in_chunks([self.shape.checked(record, places) for record in records], 1, wanted))


class Part(NamedTuple):
    """What every part of the records goes through, on whatever machine it is."""

    dataset: Dataset
    lines: Lines
    by: tuple[str, ...]
    counted: bool
    raw: bool
    marks: Mapping[int, str]
    """Why records with an id that comes twice cannot be used, by row."""

    def told(self, batches: Iterator[Any]) -> Iterator[Any]:
        """What is said of each record of some batches, as `schema()` has it."""
        import pyarrow as pa

        desk = Desk(self.dataset, self.lines.columns, self.by, counted=self.counted)
        for batch in batches:
            if batch.num_rows:
                yield pa.RecordBatch.from_pydict(self._told(batch, desk), schema())

    def _told(self, batch: Any, desk: Desk) -> dict[str, Any]:
        chunk, rows = self.lines.chunk(batch), batch["_row"].to_pylist()
        told = desk.tell(chunk, {place: self.marks[row] for place, row in enumerate(rows) if row in self.marks})
        ids, by_row = told.ids or [], told.by_row.tolist()
        cells = zip(*(chunk.texts(name) for name in self.lines.columns.wanted), strict=True)
        rejects: list[list[dict[str, str]]] = [[] for _ in rows]
        for place, field, problem, _ in desk.problems(told.chosen):
            rejects[place].append({"field": field, "problem": problem})
        named = zip(shown(ids, raw=self.raw, written=False), by_row, rows, strict=True)
        tallies: list[Any] = [list(written(told.tally).items()) if self.counted else None]
        return {
            "id": [f"{ROW} {row}" if hidden else name for name, hidden, row in named],
            **in_columns(told.said),
            "_row": rows,
            "_id": [None if hidden else id_ for id_, hidden in zip(ids, by_row, strict=True)],
            "_same": [_digest(some) if one else None for some, one in zip(cells, told.usable.tolist(), strict=True)],
            "_rejects": rejects,
            "_fault": [FAULTS[fault] or None for fault in told.chosen.judged.chunk.faults.tolist()],
            "_tally": tallies + [None] * (len(rows) - 1),
        }


def _digest(cells: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(cells).encode("utf-8", "surrogatepass")).hexdigest()


def schema() -> Any:
    """What comes back of each record: the results, and beside them what is counted and compared."""
    import pyarrow as pa

    reject = pa.struct([("field", pa.string()), ("problem", pa.string())])
    return pa.schema(
        [
            ("id", pa.string()), *said_fields(), ("_row", pa.int64()), ("_id", pa.string()), ("_same", pa.string()),
            ("_rejects", pa.list_(reject)), ("_fault", pa.string()), ("_tally", pa.map_(pa.string(), pa.int64())),
        ]
    )  # fmt: skip


class _End(NamedTuple):
    """How a record ended: its status, why it could not be read as a whole, and whether it was reported whole."""

    status: str
    fault: str | None
    whole: bool


class _Records:
    """The records of an input as Spark gives them out, and what came back."""

    def __init__(self, spark: SparkSession, dataset: Dataset, given: Given, wanted: Wanted) -> None:
        self.spark, self.dataset, self.given, self.wanted = spark, dataset, given, wanted
        raw, self._lines = self._parquet() if given.kind == "parquet" else self._text()
        self.columns = self._lines.columns
        self._raw = self._numbered(raw)
        self.told = self._tell({})
        if marks := self._twins():
            self.told = self._tell(marks)

    def _tell(self, marks: Mapping[int, str]) -> DataFrame:
        from pyspark.sql.pandas.types import from_arrow_schema

        part = Part(self.dataset, self._lines, self.given.by, bool(self.wanted.small_cells), self._raw_ids, marks)
        return self._raw.mapInArrow(part.told, from_arrow_schema(schema())).cache()

    @property
    def by(self) -> tuple[str, ...]:
        """The names of the groups of the report."""
        return self.given.by

    @property
    def _raw_ids(self) -> bool:
        return self.wanted.raw or self.wanted.kind != "csv"

    # --- reading ------------------------------------------------------------

    def _columns_of(self, names: Sequence[str]) -> Columns:
        columns = columns_of(self.dataset, names, self.given.map, "the input")
        if not columns.id:
            raise UsageError("--engine spark needs a column of ids", hint="name it `id`, or in the map with id = ...")
        return columns

    def _text(self) -> tuple[DataFrame, Lines]:
        """Lines, each read by what reads a line of a file elsewhere."""
        from pyspark.sql import functions as f

        bytes_ = f.col("value").cast("binary")
        self._every = self.spark.read.text(self.given.path, lineSep="\n").select(bytes_.alias("line"))
        lines = self._every.where(~f.col("line").isin(b"", b"\r"))
        first = [bytes(row["line"]) for row in lines.limit(1000).collect()]
        if not first:
            raise InputRefused("the input is empty", hint="is it the right file?")
        if self.given.kind == "jsonl":
            names = names_in(line.decode("utf-8", "surrogateescape") for line in first)
            usual = () if self.given.map else ("actual", *self.dataset.questions)
            columns = self._columns_of(with_usual(names, usual))
            keys = Keys(columns, columns.lists(self.dataset), Signs(self.dataset, columns).worst)
            return lines, Lines(columns, keys=keys)
        delimiter = self.given.delimiter or DELIMITERS[self.given.kind]
        line = first[0].decode("utf-8", "surrogateescape").removeprefix("\ufeff")
        header = header_of(next(records_of([line], delimiter), None))
        columns = self._columns_of(header)
        shape = Shape(header, columns.wanted, Signs(self.dataset, columns).worst)
        records = lines.where(f.col("line") != f.lit(first[0]))  # every part has the names of columns
        return records, Lines(columns, shape=shape, delimiter=delimiter)

    def _parquet(self) -> tuple[DataFrame, Lines]:
        read_ = self.spark.read.parquet(self.given.path)
        columns = self._columns_of(read_.columns)
        kinds = dict(read_.dtypes)
        texts = [_as_text(name, kinds[name]).alias(f"c{place}") for place, name in enumerate(columns.wanted)]
        return read_.select(*texts), Lines(columns)

    def _numbered(self, records: DataFrame) -> DataFrame:
        """The records with `_row`, from 1: a number within each part, and how many there are in the parts before it."""
        from pyspark.sql import functions as f

        number = f.monotonically_increasing_id()
        placed = records.withColumn("_at", number).withColumn("_part", f.shiftright("_at", IN_PART)).cache()
        sizes = {row["_part"]: row["count"] for row in placed.groupBy("_part").count().collect()}
        before = [0, *accumulate(sizes.get(part, 0) for part in range(max(sizes, default=0)))]
        self.count = sum(sizes.values())
        places = self.spark.createDataFrame(list(enumerate(before)), "_part bigint, _before bigint")
        row = f.col("_before") + f.col("_at") % (1 << IN_PART) + 1
        return placed.join(f.broadcast(places), "_part").withColumn("_row", row).drop("_at", "_part", "_before")

    def _twins(self) -> dict[int, str]:
        """Of records that are the same one counts; of those with one id and other answers none does."""
        from pyspark.sql import Window
        from pyspark.sql import functions as f

        ids = self.told.where("_same IS NOT NULL").select("_row", "_id", "_same")
        alike = (f.min("_same") == f.max("_same")).alias("_alike")
        twice = ids.groupBy("_id").agg(f.count("*").alias("_count"), alike).where("_count > 1").cache()
        number = twice.limit(MANY_TWINS).count()
        if number == MANY_TWINS:
            raise InputRefused(f"{MANY_TWINS:,} ids or more come up twice", hint="is it the right column for ids?")
        if not number:
            return {}
        several = ids.join(f.broadcast(twice), "_id")
        place = f.row_number().over(Window.partitionBy("_id").orderBy("_row"))
        fault = f.when(~f.col("_alike"), "DUP_ID_CONFLICT").when(place > 1, "DUP_ROW")
        found = several.select("_row", fault.alias("_fault")).where("_fault IS NOT NULL")
        return {row["_row"]: row["_fault"] for row in found.toLocalIterator()}

    @cached_property
    def blank(self) -> int:
        """How many lines of the input are empty."""
        return 0 if self.given.kind == "parquet" else self._every.where("line IN (X'', X'0D')").count()

    # --- what is said -------------------------------------------------------

    @property
    def results(self) -> DataFrame:
        """The rows of the results."""
        return self.told.where(f"status <> '{REJECTED}'").select("id", *COLUMNS)

    @cached_property
    def _ends(self) -> Mapping[_End, int]:
        """How many records ended in which way."""
        whole = f"status <> '{REJECTED}' AND unread IS NULL AS _whole"
        rows = self.told.selectExpr("status", "_fault", whole).groupBy("status", "_fault", "_whole")
        return {_End(*row[:3]): row["count"] for row in rows.count().collect()}

    @property
    def statuses(self) -> Counter[str]:
        """How many records have which status, `rejected` among them."""
        return _summed((end.status, number) for end, number in self._ends.items())

    def urgent_unread(self, most: int) -> tuple[int, list[int]]:
        """How many urgent records could not be read whole, and the first rows of them."""
        number = sum(number for end, number in self._ends.items() if end.status != REJECTED and not end.whole)
        rows = (
            self.told.where(f"status <> '{REJECTED}' AND unread IS NOT NULL").select("_row").orderBy("_row").limit(most)
        )
        return number, [row["_row"] for row in rows.collect()] if number else []

    @cached_property
    def rejects(self) -> DataFrame:
        """Every reason why a record or a field of it cannot be read: id, field, problem and row."""
        from pyspark.sql import functions as f

        one = self.told.select("_id", "_row", "status", f.explode("_rejects").alias("one"))
        fields = ("_id AS id", "nullif(one.field, '') AS field", "one.problem AS problem", "_row AS row", "status")
        return one.selectExpr(*fields).cache()

    @cached_property
    def _problems(self) -> Mapping[tuple[str, str], int]:
        rows = self.rejects.groupBy("problem", "status").count().collect()
        return {(row["problem"], row["status"]): row["count"] for row in rows}

    def every_problem(self) -> Mapping[str, int]:
        """How often a record or a field of it could not be read, by reason."""
        return dict(sorted(_summed((problem, number) for (problem, _), number in self._problems.items()).items()))

    @property
    def rejected_for(self) -> Mapping[str, int]:
        """How often a record or a field of it was rejected, by reason; not of those that are reported all the same."""
        some = ((problem, number) for (problem, status), number in self._problems.items() if status == REJECTED)
        return dict(sorted(_summed(some).items()))

    @cached_property
    def tally(self) -> Tallied:
        """What was counted of those who are reported, added up by Spark."""
        from pyspark.sql import functions as f

        pairs = self.told.where("_tally IS NOT NULL").select(f.explode("_tally").alias("key", "number"))
        rows = pairs.groupBy("key").agg(f.sum("number").alias("number")).collect()
        return read({row["key"]: row["number"] for row in rows})


def _summed(counted: Iterable[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for name, number in counted:
        found[name] += number
    return found


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


def _write(frame: DataFrame, path: str, kind: str, mode: str = "error") -> None:
    writer = frame.write.mode(mode)
    if kind == "csv":
        kept = writer.options(ignoreLeadingWhiteSpace=False, ignoreTrailingWhiteSpace=False)
        kept.csv(path, header=True, escape='"', nullValue="", emptyValue="")
    elif kind == "jsonl":
        writer.json(path, ignoreNullFields=False)
    else:
        writer.parquet(path)


class _ByConnect:
    """Folders that only Spark can reach; they are whole where `_SUCCESS` stands."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(names)

    def refuse_if_taken(self, *, force: bool) -> None:
        """Spark does that."""

    @contextmanager
    def whole(self) -> Iterator[list[str]]:
        """Names to write to."""
        yield self._names


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
