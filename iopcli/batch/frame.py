"""A frame of DuckDB, Polars, pandas or Spark becomes one of results: in and out through Arrow, by the kernel of a file.

What a kind of frame needs is imported where a frame of that kind comes: most who import this have none of the others.
"""

from __future__ import annotations

from typing import Any

from iopcli.dataset.load import load
from iopcli.dataset.model import Dataset
from iopcli.errors import UsageError


def match_frame(frame: Any, dataset: Dataset | None = None, *, id: str = "id") -> Any:
    """The results of `match` for each row of a frame, as a frame of the same kind; a lazy one for Polars.

    Columns are named as the questions and hold what a CSV would hold, or ints, booleans, floats (read to six decimals)
    and lists of text; a question without a column is unknown for all. Gives the column `id` and `COLUMNS`, one row for
    each of the frame's in their order. A row with a cell that is no answer has the status `rejected`, unless it is
    urgent by what can be read of it. Then `unread` names the questions whose cells cannot be read. pyarrow has to be
    installed.

    Raises:
        UsageError: it is no frame of a kind that is known, or has no column `id`, or none that answers a question.
        InputRefused: a column holds what no cell could, or far too many texts that are no answers.
    """
    try:
        from iopcli.batch.arrow import Frame, table_of
    except ImportError:
        raise UsageError("match_frame needs pyarrow", hint="pip install 'iopcli[frames]'") from None
    dataset = dataset or load()
    match f"{type(frame).__module__.partition('.')[0].strip('_')}.{type(frame).__name__}":
        case "duckdb.DuckDBPyRelation":
            results = Frame(dataset, frame.columns, id).results(frame.to_arrow_table())
            return frame.query("_frame", "FROM results") if results.num_columns else results
        case "polars.DataFrame" | "polars.LazyFrame":
            import polars as pl

            held = frame.lazy().collect()
            made: Any = pl.from_arrow(Frame(dataset, held.columns, id).results(held.to_arrow()))
            return made.lazy()
        case "pandas.DataFrame":
            table = table_of(frame)
            return Frame(dataset, table.column_names, id).results(table).to_pandas()
        case "pyspark.DataFrame":
            from iopcli.batch.spark.frame import in_spark

            return in_spark(dataset, frame, id)
    hint = "use a DuckDB relation, a Polars or pandas DataFrame, a Polars LazyFrame, or a PySpark DataFrame"
    raise UsageError("this is not a kind of frame that is known", hint=hint)
