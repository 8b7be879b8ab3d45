"""Folders of results as Spark writes them, whole or not there at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from iopcli.errors import OutputError


def write(frame: DataFrame, path: str, kind: str, mode: str = "error") -> None:
    """Write a frame as a folder of parts."""
    writer = frame.write.mode(mode)
    if kind == "csv":
        kept = writer.options(ignoreLeadingWhiteSpace=False, ignoreTrailingWhiteSpace=False)
        kept.csv(path, header=True, escape='"', nullValue="", emptyValue="")
    elif kind == "jsonl":
        writer.json(path, ignoreNullFields=False)
    else:
        writer.parquet(path)


class ByConnect:
    """Folders that only Spark can reach; they are whole where `_SUCCESS` stands."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = list(names)

    def refuse_if_taken(self, *, force: bool) -> None:
        """Spark does that."""

    @contextmanager
    def whole(self) -> Iterator[list[str]]:
        """Names to write to."""
        yield self._names


class Outputs:
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
