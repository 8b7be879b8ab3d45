"""A frame of Spark, judged by what judges a file, part by part where Spark has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
from pyspark.sql.types import StructType

from iopcli.batch.arrow import Frame, refuse_strange, said_fields
from iopcli.dataset.model import Dataset


def in_spark(dataset: Dataset, frame: Any, id: str) -> Any:
    """What is said of each row of a Spark frame, as another."""
    judged = Frame(dataset, frame.columns, id)
    for field in to_arrow_schema(frame.schema):
        if field.name in judged.questions:
            refuse_strange(judged.questions[field.name], field.type)
    schema = StructType([frame.schema[id], *from_arrow_schema(pa.schema(said_fields())).fields])

    def results(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield from judged.results(pa.Table.from_batches([batch])).to_batches()

    return frame.mapInArrow(results, schema)
