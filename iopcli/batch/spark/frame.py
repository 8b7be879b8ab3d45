"""A Spark frame becomes one of results; each partition goes through the kernel that a file goes through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
from pyspark.sql.types import StructType

from iopcli.batch.arrow import Frame, refuse_unfit, result_fields
from iopcli.dataset.model import Dataset


def in_spark(dataset: Dataset, frame: Any, id: str) -> Any:
    """The results of a Spark frame of records, row by row, as another frame."""
    judged = Frame(dataset, frame.columns, id)
    for field in to_arrow_schema(frame.schema):
        if field.name in judged.questions:
            refuse_unfit(judged.questions[field.name], field.type)
    schema = StructType([frame.schema[id], *from_arrow_schema(pa.schema(result_fields())).fields])

    def results(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield from judged.results(pa.Table.from_batches([batch])).to_batches()

    return frame.mapInArrow(results, schema)
