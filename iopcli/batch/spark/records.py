"""The records of an input as Spark gives them out, and what came back, counted by Spark's own operations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate

from pyspark.sql import Column, DataFrame, SparkSession, Window
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import from_arrow_schema

from iopcli.batch.columns.columns import Columns
from iopcli.batch.judge.ids import MANY_DUPLICATES
from iopcli.batch.read.csv_file import header_of
from iopcli.batch.read.danger import Signs
from iopcli.batch.read.json_lines import names_in
from iopcli.batch.read.records import Shape, records_of
from iopcli.batch.read.source import DELIMITERS, Input
from iopcli.batch.report.batch_report import BatchReport
from iopcli.batch.report.counting import of_text
from iopcli.batch.report.summary import CountedBatch, summary
from iopcli.batch.spark.part import LineFormat, Partition, schema
from iopcli.batch.write.manifest import Counts
from iopcli.batch.write.output import Output
from iopcli.batch.write.result_texts import COLUMNS, REJECTED, URGENT
from iopcli.dataset.model import Dataset
from iopcli.errors import InputRefused, UsageError

IN_PART = 33
"""How many bits of a number that Spark gives count within one of its parts; those above name the part."""


class SparkRecords:
    """The records of an input on Spark."""

    def __init__(self, spark: SparkSession, dataset: Dataset, address: str, given: Input, output: Output) -> None:
        self.spark, self.dataset, self._address, self._input, self._output = spark, dataset, address, given, output
        raw, self._lines = self._parquet() if given.kind == "parquet" else self._text()
        self.columns = self._lines.columns
        self._raw = self._numbered(raw)
        self.judged = self._judge({})
        if same := self._duplicates():
            self.judged = self._judge(same)

    def _judge(self, same: Mapping[int, str]) -> DataFrame:
        raw_ids = self._output.raw_ids or self._output.kind != "csv"
        part = Partition(self.dataset, self._lines, self._input.by, self._output.report, raw_ids, same)
        return self._raw.mapInArrow(part.results, from_arrow_schema(schema())).cache()

    # --- reading ------------------------------------------------------------

    def _with_id(self, columns: Columns) -> Columns:
        if not columns.id:
            raise UsageError("--engine spark needs a column of ids", hint="name it `id`, or in the map with id = ...")
        return columns

    def _text(self) -> tuple[DataFrame, LineFormat]:
        """Lines, each parsed like a line of a file that is read without Spark."""
        bytes_ = f.col("value").cast("binary")
        self._every = self.spark.read.text(self._address, lineSep="\n").select(bytes_.alias("line"))
        lines = self._every.where(~f.col("line").isin(b"", b"\r"))
        first = [bytes(row["line"]) for row in lines.limit(1000).collect()]
        if not first:
            raise InputRefused("the input is empty", hint="is it the right file?")
        if self._input.kind == "jsonl":
            names = names_in(line.decode("utf-8", "surrogateescape") for line in first)
            keys = self._input.keys(self.dataset, names, usual=("actual",))
            return lines, LineFormat(self._with_id(keys.columns), keys=keys)
        delimiter = self._input.delimiter or DELIMITERS[self._input.kind]
        line = first[0].decode("utf-8", "surrogateescape").removeprefix("\ufeff")
        header = header_of(next(records_of([line], delimiter), None))
        columns = self._with_id(self._input.columns_among(self.dataset, header))
        shape = Shape(header, columns.wanted, Signs(self.dataset, columns).worst)
        records = lines.where(f.col("line") != f.lit(first[0]))  # every part has the names of columns
        return records, LineFormat(columns, shape=shape, delimiter=delimiter)

    def _parquet(self) -> tuple[DataFrame, LineFormat]:
        read_ = self.spark.read.parquet(self._address)
        columns = self._with_id(self._input.columns_among(self.dataset, read_.columns))
        kinds = dict(read_.dtypes)
        texts = [_as_text(name, kinds[name]).alias(f"c{place}") for place, name in enumerate(columns.wanted)]
        return read_.select(*texts), LineFormat(columns)

    def _numbered(self, records: DataFrame) -> DataFrame:
        """The records with `_row`, from 1: a number within each part, and how many there are in the parts before it."""
        number = f.monotonically_increasing_id()
        placed = records.withColumn("_at", number).withColumn("_part", f.shiftright("_at", IN_PART)).cache()
        sizes = {row["_part"]: row["count"] for row in placed.groupBy("_part").count().collect()}
        before = [0, *accumulate(sizes.get(part, 0) for part in range(max(sizes, default=0)))]
        self.count = sum(sizes.values())
        places = self.spark.createDataFrame(list(enumerate(before)), "_part bigint, _before bigint")
        row = f.col("_before") + f.col("_at") % (1 << IN_PART) + 1
        return placed.join(f.broadcast(places), "_part").withColumn("_row", row).drop("_at", "_part", "_before")

    def _duplicates(self) -> dict[int, str]:
        """Of records that are the same one counts; of those with one id and other answers none does."""
        ids = self.judged.where("_same IS NOT NULL").select("_row", "_id", "_same")
        alike = (f.min("_same") == f.max("_same")).alias("_alike")
        twice = ids.groupBy("_id").agg(f.count("*").alias("_count"), alike).where("_count > 1").cache()
        number = twice.limit(MANY_DUPLICATES).count()
        if number == MANY_DUPLICATES:
            raise InputRefused(f"{MANY_DUPLICATES:,} ids or more come up twice", hint="is it the right column for ids?")
        if not number:
            return {}
        several = ids.join(f.broadcast(twice), "_id")
        place = f.row_number().over(Window.partitionBy("_id").orderBy("_row"))
        fault = f.when(~f.col("_alike"), "DUP_ID_CONFLICT").when(place > 1, "DUP_ROW")
        found = several.select("_row", fault.alias("_fault")).where("_fault IS NOT NULL")
        return {row["_row"]: row["_fault"] for row in found.toLocalIterator()}

    # --- what is said -------------------------------------------------------

    @property
    def results(self) -> DataFrame:
        """The rows of the results."""
        return self._reported.select("id", *COLUMNS)

    @property
    def _reported(self) -> DataFrame:
        return self.judged.where(f"status <> '{REJECTED}'")

    @cached_property
    def rejects(self) -> DataFrame:
        """Every reason why a record or a field of it cannot be read: id, field, problem and row."""
        one = self.judged.select("_id", "_row", "status", f.explode("_rejects").alias("one"))
        fields = ("_id AS id", "nullif(one.field, '') AS field", "one.problem AS problem", "_row AS row", "status")
        return one.selectExpr(*fields).cache()

    @cached_property
    def counts(self) -> Counts:
        """How every record ended."""
        status = "status", "status <> 'rejected' AND unread IS NOT NULL AS unread"
        rows = self.judged.selectExpr(*status).groupBy("status", "unread").count().collect()
        statuses: Counter[str] = Counter()
        for row in rows:
            statuses[row["status"]] += row["count"]
        return Counts(
            read=self.count, reported=self.count - statuses[REJECTED], rejected=statuses[REJECTED], not_reached=0,
            blank=0, urgent=statuses[URGENT], urgent_unread=sum(row["count"] for row in rows if row["unread"]),
            problems=self._problems(),
        )  # fmt: skip

    def urgent_rows(self, most: int) -> list[int]:
        """The first urgent records that could not be read whole, by row."""
        if not self.counts.urgent_unread:
            return []
        rows = self._reported.where("unread IS NOT NULL").select("_row").orderBy("_row").limit(most)
        return [row["_row"] for row in rows.collect()]

    def _problems(self, where: str = "true") -> dict[str, int]:
        """How often a record or a field of it could not be read, by reason."""
        rows = self.rejects.where(where).groupBy("problem").count().orderBy("problem").collect()
        return {row["problem"]: row["count"] for row in rows}

    def summary(self, small_cells: int) -> BatchReport:
        """The report of all who are reported, added up by Spark."""
        pairs = self.judged.where("_tally IS NOT NULL").select(f.explode("_tally").alias("key", "number"))
        rows = pairs.groupBy("key").agg(f.sum("number").alias("number")).collect()
        tally = of_text({row["key"]: row["number"] for row in rows})
        rejected = self._problems(f"status = '{REJECTED}'")
        blank = 0 if self._input.kind == "parquet" else self._every.where("line IN (X'', X'0D')").count()
        counted = CountedBatch(self.dataset, self.columns, self._input.by, tally, self.count, blank, rejected)
        return summary(counted, small_cells=small_cells)


def _as_text(name: str, kind: str) -> Column:
    """A typed column as the cells of a CSV would hold it."""
    column = f.col("`" + name.replace("`", "``") + "`")
    if kind == "array<string>":
        return f.when(f.size(column) == 0, "none").otherwise(f.array_join(column, ";"))
    if kind == "boolean":
        return f.when(column, "yes").when(~column, "no")
    if kind.startswith(("array", "map", "struct", "binary", "date", "timestamp", "interval", "variant")):
        problem = f"column `{name}` is of the kind {kind}"
        raise InputRefused(problem, hint="use text, numbers, booleans or lists of text")
    return column.cast("string")
