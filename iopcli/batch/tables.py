"""What narwhals leaves to each engine: all that is in columns in one reading, and small tables to join."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any, NamedTuple

import narwhals as nw
import numpy as np
import numpy.typing as npt

from iopcli.batch.sql import literal, quoted

Frame = nw.LazyFrame[Any]
Numbers = npt.NDArray[Any]
_BETWEEN = "\x1f"
"""What stands between values in a list of text; no name holds it."""
_NUMBERS = count(1)
"""No two tables have one name, also where a connection is used again."""


class Table(NamedTuple):
    """A small table that the engine holds, and the columns by which its rows are found."""

    on: Sequence[str]
    frame: Frame
    name: str = ""


def with_columns(frame: Frame, columns: Mapping[str, nw.Expr]) -> Frame:
    """The frame with some columns beside its own, or none."""
    return frame.with_columns(**columns) if columns else frame


def distinct(frame: Frame, together: Sequence[Sequence[str]], most: int | None = None) -> list[list[tuple[Any, ...]]]:
    """For columns taken together, what is in them besides null, in order; `most` is how much is asked of each."""
    if frame.implementation.is_pyspark():
        return _different_in_spark(frame, together, most) if together else []
    found = []
    for names in together:
        if frame.implementation.is_duckdb():
            rows = frame.select(*names).to_native().distinct().fetchall()
        else:
            rows = frame.select(*names).unique().collect().rows()
        found.append(sorted(row for row in rows if None not in row))
    return found


def _different_in_spark(
    frame: Frame, together: Sequence[Sequence[str]], most: int | None
) -> list[list[tuple[Any, ...]]]:
    """All in one reading: each has its price."""
    from pyspark.sql import functions as f

    native = frame.to_native()
    texts = {name for name, kind in native.dtypes if kind == "string"}
    one = (
        f.struct(f.lit(place).alias("place"), f.array(*(f.col(name).cast("string") for name in names)).alias("values"))
        for place, names in enumerate(together)
    )
    rows = native.select(f.explode(f.array(*one)).alias("pair")).select("pair.*").distinct()
    rows = rows if most is None else rows.limit(most * len(together))
    found: list[list[tuple[Any, ...]]] = [[] for _ in together]
    for place, values in rows.collect():
        if None not in values:
            names = together[place]
            read = (value if name in texts else int(value) for name, value in zip(names, values, strict=True))
            found[place].append(tuple(read))
    return [sorted(some) for some in found]


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
    """Tables that are made, kept and joined by the engine that holds a frame."""

    def __init__(self, frame: Frame, run: Callable[[str], Any] | None = None) -> None:
        """`run` is what runs a statement of SQL, where the frame's own engine is at hand: a frame is slow at it."""
        self._engine = frame.implementation
        self._native = frame.to_native()
        if self._engine.is_duckdb():
            self._run: Callable[[str], Any] = run or partial(self._native.query, "_frame")
        self._kept = ""
        self.row = ("_row",) if self._engine.is_duckdb() else ()
        """The column that numbers the rows from 1, where joins do not keep their order."""

    def kept(self, frame: Frame) -> Frame:
        """The same frame, worked out once and kept by the engine instead of what it kept before.

        DuckDB numbers the rows of the first, for joins do not keep their order.
        """
        if self._engine.is_duckdb():
            row = "" if "_row" in frame.to_native().columns else "rowid + 1 AS _row, "
            before, self._kept = self._kept, self._keep(frame)
            if before:
                self._run(f"DROP TABLE {before}")
            return _lazy(self._run(f"SELECT {row}* FROM {self._kept}"))
        if self._engine.is_pyspark():
            return _lazy(frame.to_native().cache())
        return frame.collect().lazy()

    def table(self, on: Sequence[str], rows: Frame | Mapping[str, Sequence[Any] | Numbers]) -> Table:
        """A small table of some columns, or of what is in a frame."""
        if not isinstance(rows, Mapping):
            if self._engine.is_duckdb():
                name = self._keep(rows)
                return Table(on, _lazy(self._run(f"FROM {name}")), name)
            return Table(on, self.kept(rows))
        if self._engine.is_duckdb():
            name = self._name()
            _iopcli_columns = {column: _array(values) for column, values in rows.items()}  # DuckDB finds it by its name
            self._run(f"CREATE TEMP TABLE {name} AS FROM _iopcli_columns")
            return Table(on, _lazy(self._run(f"FROM {name}")), name)
        if self._engine.is_pyspark():
            kinds = ", ".join(f"`{name}` {_kind(values)[1]}" for name, values in rows.items())
            values = (_array(values).tolist() for values in rows.values())
            made = self._native.sparkSession.createDataFrame(list(zip(*values, strict=True)), kinds)
            return Table(on, _lazy(made))
        import polars as pl

        return Table(on, _lazy(pl.LazyFrame(rows)))

    def join(self, frame: Frame, tables: Iterable[Table]) -> Frame:
        """The frame with the columns of small tables beside it, in no order; null where one has no row."""
        if self._engine.is_duckdb():  # all in one statement: each step of a relation is read anew
            joins = (f"LEFT JOIN {one.name} USING ({_names(one.on)})" for one in tables)
            return _lazy(frame.to_native().query("_frame", f"FROM _frame {' '.join(joins)}"))
        for one in tables:
            other = one.frame
            if self._engine.is_pyspark():
                other = _lazy(other.to_native().hint("broadcast"))  # what is large stays where it is
            frame = frame.join(other, on=list(one.on), how="left")
        return frame

    def in_order(self, frame: Frame) -> Frame:
        """The same rows, worked out once, in the order of their numbers where the engine numbers them."""
        if not self._engine.is_duckdb():
            return frame
        return _lazy(self._run(f"FROM {self._keep(frame, 'ORDER BY _row')}"))

    def looked_up(self, frame: Frame, lists: Mapping[str, tuple[str, Sequence[Any]]]) -> Frame:
        """The frame in its order, and for each name what stands in a list at the place that a column says, from 0."""
        if not lists:
            return frame
        if self._engine.is_duckdb():
            name = self._name()
            listed = ", ".join(f'{_listed(values)} AS "{column}"' for column, (_, values) in lists.items())
            self._run(f"CREATE TEMP TABLE {name} AS SELECT {listed}")
            places = ((column, place) for column, (place, _) in lists.items())
            found = (f'(SELECT "{column}" FROM {name})["{place}" + 1] AS "{column}"' for column, place in places)
            return _lazy(frame.to_native().query("_frame", f"SELECT *, {', '.join(found)} FROM _frame"))
        if self._engine.is_pyspark():
            return _lazy(frame.to_native().withColumns({name: _in_spark(*of) for name, of in lists.items()}))
        by: dict[str, dict[str, Sequence[Any]]] = {}
        for column, (place, values) in lists.items():
            by.setdefault(place, {place: range(len(values))})[column] = values
        return self.join(frame, [self.table((place,), {**rows}) for place, rows in by.items()])

    @staticmethod
    def _name() -> str:
        return f"_iopcli_{next(_NUMBERS)}"

    def _keep(self, frame: Frame, order: str = "") -> str:
        name = self._name()
        frame.to_native().query("_frame", f"CREATE TEMP TABLE {name} AS FROM _frame {order}")
        return name


def _lazy(native: Any) -> Frame:
    frame: Frame = nw.from_native(native).lazy()
    return frame


def _names(names: Sequence[str]) -> str:
    return ", ".join(map(quoted, names))


def _array(values: Sequence[Any] | Numbers) -> Numbers:
    """A column of numbers, or of text, as numpy has it."""
    return np.ascontiguousarray(values, dtype=object if isinstance(values[0], str) else None)


def _listed(values: Sequence[Any]) -> str:
    """A list in SQL, written as one text that is taken apart: many values are slow to read."""
    if any(isinstance(value, str) and not value.isprintable() for value in values):
        codes = _BETWEEN.join(value.encode().hex() for value in values)  # nothing in it can be taken for its end
        return f"list_transform(string_split('{codes}', '{_BETWEEN}'), lambda code: decode(unhex(code)))"
    parts, kind = f"string_split({literal(_joined(values))}, '{_BETWEEN}')", _kind(values)[0]
    if kind == "VARCHAR":
        return parts
    return (
        f"list_transform({parts}, lambda part: CAST(nullif(part, '') AS {kind}))"
        if None in values
        else (f"CAST({parts} AS {kind}[])")
    )


def _joined(values: Sequence[Any]) -> str:
    return _BETWEEN.join("" if value is None else str(value) for value in values)


def _in_spark(place: str, values: Sequence[Any]) -> Any:
    """What stands at a place of a list, which is written as one text that is taken apart once."""
    from pyspark.sql import functions as f

    found, kind = f.split(f.lit(_joined(values)), _BETWEEN)[f.col(place)], _kind(values)[1]
    return found if kind == "string" else f.nullif(found, f.lit("")).cast(kind)


def _kind(values: Sequence[Any] | Numbers) -> tuple[str, str]:
    """The type of a column in DuckDB and in Spark."""
    if any(isinstance(value, str) for value in values):
        return "VARCHAR", "string"
    return ("DOUBLE", "double") if any(isinstance(value, float) for value in values) else ("BIGINT", "bigint")
