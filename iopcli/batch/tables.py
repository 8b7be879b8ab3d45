"""What narwhals leaves to each engine: all that is in columns in one reading, and small tables to join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import narwhals as nw

Frame = nw.LazyFrame[Any]
_BETWEEN = "\x1f"
"""What stands between values in a list of text; no name holds it."""


class Beside(NamedTuple):
    """A small table by its columns, and those of them by which it is found."""

    on: Sequence[str]
    columns: Mapping[str, Sequence[Any]]


def distinct(frame: Frame, together: Sequence[Sequence[str]]) -> list[list[tuple[Any, ...]]]:
    """For columns taken together, what is in them besides null, in order."""
    found = []
    for names in together:
        if frame.implementation.is_duckdb():
            rows = frame.select(*names).to_native().distinct().fetchall()
        elif frame.implementation.is_pyspark():
            rows = [tuple(row) for row in frame.select(*names).unique().to_native().collect()]
        else:
            rows = frame.select(*names).unique().collect().rows()
        found.append(sorted(row for row in rows if None not in row))
    return found


def texts_in(frame: Frame, columns: Sequence[str], most: int) -> list[list[str]]:
    """The different texts in each column; of a column with more than `most` as many."""
    if not frame.implementation.is_pyspark():
        return [[text for (text,) in distinct(frame.select(name), [(name,)])[0][:most]] for name in columns]
    from pyspark.sql import functions as f  # all in one reading: each has its price

    one = (f.struct(f.lit(place).alias("place"), f.col(name).alias("text")) for place, name in enumerate(columns))
    rows = frame.to_native().select(f.explode(f.array(*one)).alias("pair")).select("pair.*").dropna().distinct()
    found: list[list[str]] = [[] for _ in columns]
    for place, text in sorted(rows.limit(most * len(columns)).collect()):
        found[place].append(text)
    return found


def joined(frame: Frame, columns: Sequence[str], separator: str) -> Frame:
    """The frame with `_words_*` beside columns that hold lists of text: their words as one text."""
    if not columns:
        return frame
    native = frame.to_native()
    if frame.implementation.is_duckdb():
        lists = ", ".join(f'array_to_string("{name}", \'{separator}\') AS "_words_{name}"' for name in columns)
        return _lazy(native.query("_frame", f"SELECT *, {lists} FROM _frame"))
    if frame.implementation.is_pyspark():
        from pyspark.sql import functions as f

        return _lazy(native.withColumns({f"_words_{name}": f.array_join(name, separator) for name in columns}))
    import polars as pl

    return _lazy(native.with_columns(pl.col(name).list.join(separator).alias(f"_words_{name}") for name in columns))


class Tables:
    """Small tables, made by the engine that holds a frame."""

    def __init__(self, frame: Frame) -> None:
        self._native = frame.to_native()
        self._engine = frame.implementation
        self._made = 0

    def kept(self, frame: Frame) -> Frame:
        """The same frame, worked out once and kept by the engine; DuckDB, which keeps order, adds its `_row` from 1."""
        if self._engine.is_duckdb():
            name = self._name()
            frame.to_native().query("_frame", f"CREATE TEMP TABLE {name} AS FROM _frame")
            return _lazy(self._native.query("_frame", f"SELECT rowid + 1 AS _row, * FROM {name}"))
        if self._engine.is_pyspark():
            return _lazy(frame.to_native().cache())
        return frame.collect().lazy()

    def join(self, frame: Frame, beside: Sequence[Beside]) -> Frame:
        """The frame with the columns of small tables beside it, one after the other; null where one has no row."""
        if self._engine.is_duckdb():  # all in one statement: each step of a relation is read anew
            joins = (f"LEFT JOIN {self._in_duckdb(one.columns)} USING ({_names(one.on)})" for one in beside)
            return _lazy(frame.to_native().query("_frame", f"FROM _frame {' '.join(joins)}"))
        for one in beside:
            frame = frame.join(_lazy(self._table(one)), on=list(one.on), how="left")
        return frame

    def _name(self) -> str:
        self._made += 1
        return f"_iopcli_{id(self)}_{self._made}"

    def _table(self, one: Beside) -> Any:
        if self._engine.is_pyspark():
            kinds = ", ".join(f"`{name}` {_kind(values)[1]}" for name, values in one.columns.items())
            made = self._native.sparkSession.createDataFrame(list(zip(*one.columns.values(), strict=True)), kinds)
            return made.hint("broadcast")  # what is large stays where it is, in its order
        import polars as pl

        return pl.LazyFrame(one.columns)

    def _in_duckdb(self, columns: Mapping[str, Sequence[Any]]) -> str:
        """The name of a table; each column goes in as one text that is taken apart: many values are slow to read."""
        name = self._name()
        lists = ", ".join(f'{_unnested(values)} AS "{column}"' for column, values in columns.items())
        self._native.query("_frame", f"CREATE TEMP TABLE {name} AS SELECT {lists}")
        return name


def _lazy(native: Any) -> Frame:
    frame: Frame = nw.from_native(native).lazy()
    return frame


def _names(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _unnested(values: Sequence[Any]) -> str:
    if any(isinstance(value, str) and not value.isprintable() for value in values):
        codes = _BETWEEN.join(value.encode().hex() for value in values)  # nothing in it can be taken for its end
        return f"decode(unhex(unnest(string_split('{codes}', '{_BETWEEN}'))))"
    text = _BETWEEN.join("" if value is None else str(value) for value in values).replace("'", "''")
    parts, kind = f"unnest(string_split('{text}', '{_BETWEEN}'))", _kind(values)[0]
    return parts if kind == "VARCHAR" else f"CAST(nullif({parts}, '') AS {kind})"


def _kind(values: Sequence[Any]) -> tuple[str, str]:
    """The type of a column in DuckDB and in Spark."""
    if any(isinstance(value, str) for value in values):
        return "VARCHAR", "string"
    return ("DOUBLE", "double") if any(isinstance(value, float) for value in values) else ("BIGINT", "bigint")
