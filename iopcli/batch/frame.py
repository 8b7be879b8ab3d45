"""A frame of DuckDB, Polars, pandas or Spark, judged by what judges a file: in through Arrow, and out the same way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from iopcli.batch.columns.cells import NO_CODE
from iopcli.batch.judge.codes import Answers, CodedChunk
from iopcli.batch.judge.dictionary import Wholes
from iopcli.batch.kernel import Kernel
from iopcli.batch.read.source import ROWS
from iopcli.batch.write.say import COLUMNS, NUMBERS, in_columns
from iopcli.dataset.answers import NONE, SEPARATOR
from iopcli.dataset.find import plain
from iopcli.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset, Question


def match_frame(frame: Any, dataset: Dataset | None = None, *, id: str = "id") -> Any:
    """What `match` says of each row of a frame, as a frame of the same kind; a lazy one for Polars.

    Columns are named as the questions and hold what a CSV would hold, or ints, booleans, floats and lists of text; a
    question without a column is unknown for all. Gives the column `id` and `COLUMNS`, one row for each of the frame's
    in their order; a row with a cell that is no answer has the status `rejected`, unless it is urgent by what can be
    read of it. Then `unread` names the questions whose cells cannot be read. pyarrow has to be installed.

    Raises:
        UsageError: it is no frame of a kind that is known, or has no column `id`, or none that answers a question.
        InputRefused: a column holds what no cell could, or far too many texts that are no answers.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise UsageError("match_frame needs pyarrow", hint="pip install 'iopcli[frames]'") from None
    from iopcli.dataset.load import load

    dataset = dataset or load()
    match f"{type(frame).__module__.partition('.')[0].strip('_')}.{type(frame).__name__}":
        case "duckdb.DuckDBPyRelation":
            told = Frame(dataset, frame.columns, id).told(frame.to_arrow_table())
            return frame.query("_frame", "FROM told") if told.num_columns else told
        case "polars.DataFrame" | "polars.LazyFrame":
            import polars as pl

            held = frame.lazy().collect()
            made: Any = pl.from_arrow(Frame(dataset, held.columns, id).told(held.to_arrow()))
            return made.lazy()
        case "pandas.DataFrame":
            table = pa.Table.from_pandas(frame, preserve_index=False)
            return Frame(dataset, table.column_names, id).told(table).to_pandas()
        case "pyspark.DataFrame":
            return _in_spark(dataset, frame, id)
    hint = "use a DuckDB relation, a Polars or pandas DataFrame, a Polars LazyFrame, or a PySpark DataFrame"
    raise UsageError("this is no frame of a kind that is known", hint=hint)


class Frame:
    """The columns of a frame by which its rows are judged.

    Raises:
        UsageError: there is no column `id`, or none that answers a question.
    """

    def __init__(self, dataset: Dataset, names: Sequence[str], id: str) -> None:
        if id not in names or id in COLUMNS:
            told = f"the frame has no column `{id}`" if id not in names else f"the results have their own column `{id}`"
            raise UsageError(told, hint="name the column that tells records apart: id=...")
        self._dataset, self._id = dataset, id
        self.answering = _answering(dataset, [name for name in names if name != id])
        self._kernel: Kernel | None = None

    def told(self, table: Any) -> Any:
        """What is said of each row of an Arrow table, as another.

        Raises:
            InputRefused: a column holds what no cell could, or far too many texts that are no answers.
        """
        import pyarrow as pa

        for question, name in self.answering.items():
            _refuse_strange(self._dataset.questions[question], table.schema.field(name).type)
        schema = dict(said_fields())
        parts: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        for low in range(0, table.num_rows, ROWS):
            for name, values in self._columns(table.slice(low, ROWS)).items():
                parts[name].append(pa.array(values, schema[name]))
        made = {name: pa.chunked_array(some, schema[name]) for name, some in parts.items()}
        return pa.table({self._id: table[self._id], **made})

    def _columns(self, table: Any) -> dict[str, list[Any]]:
        self._kernel = self._kernel or Kernel(self._dataset)
        codes, every = {}, {}
        for question, name in self.answering.items():
            answers = every[question] = Answers(self._dataset, self._dataset.questions[question])
            codes[question] = _codes(answers, table[name])
        none = np.zeros(table.num_rows, np.int8)
        _, said = self._kernel.tell(CodedChunk(1, table.num_rows, codes, every, none, {}))
        return in_columns(said, "")

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_kernel": None}


def said_fields() -> list[tuple[str, Any]]:
    """What is said of each record, as columns in Arrow."""
    import pyarrow as pa

    kinds = {float: pa.float64(), int: pa.int64(), str: pa.string()}
    return [(name, kinds[NUMBERS.get(name, str)]) for name in COLUMNS]


def _codes(answers: Answers, column: Any) -> Wholes:
    """The codes of a column: of different values each is read once."""
    import pyarrow as pa

    if pa.types.is_nested(column.type):
        return np.array([answers.code(_listed(value)) for value in column.to_pylist()], np.int32)
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    held = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    of = [answers.of_value(value) for value in held.dictionary.to_pylist()]
    places = held.indices.cast(pa.int64()).fill_null(-1).to_numpy(zero_copy_only=False)
    codes: Wholes = np.array([*of, 0], np.int32)[places]
    return codes


def _listed(value: Sequence[str | None] | None) -> str:
    """A list as the cell of a CSV; with a hole in it, or with a word that holds several, it is no answer."""
    if value is None:
        return ""
    if any(word is None or SEPARATOR in word for word in value):
        return NO_CODE
    return SEPARATOR.join(str(word) for word in value) or NONE


def _refuse_strange(question: Question, kind: Any) -> None:
    from pyarrow import types

    inner = kind.value_type if types.is_list(kind) or types.is_large_list(kind) or types.is_dictionary(kind) else kind
    texts = (
        types.is_string(inner) or types.is_large_string(inner) or types.is_string_view(inner) or types.is_null(inner)
    )
    single = not types.is_nested(kind) and (
        texts or types.is_boolean(kind) or types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind)
    )
    if not (single or (question.many and types.is_nested(kind) and texts)):
        what = f"the column for `{question.id}` is of the kind {kind}"
        raise InputRefused(what, hint="use text, numbers, booleans, or lists of text where a list is asked for")


def _answering(dataset: Dataset, names: Sequence[str]) -> dict[str, str]:
    """Questions to the columns that answer them, with or without capitals and spaces, as in the header of a file."""
    questions = {plain(id_): id_ for id_ in dataset.questions}
    found: dict[str, str] = {}
    for name in names:
        if (question := questions.get(plain(name))) is None:
            continue
        if question in found:
            raise UsageError(f"two columns of the frame answer `{question}`", hint="give one of them another name")
        found[question] = name
    if not found:
        hint = f"name columns as the questions, such as {', '.join(list(dataset.questions)[:3])}"
        raise UsageError("no column of the frame answers a question", hint=hint)
    return found


def _in_spark(dataset: Dataset, frame: Any, id: str) -> Any:
    import pyarrow as pa
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
    from pyspark.sql.types import StructType

    judged = Frame(dataset, frame.columns, id)
    for field in to_arrow_schema(frame.schema):
        question = next((one for one, name in judged.answering.items() if name == field.name), None)
        if question:
            _refuse_strange(dataset.questions[question], field.type)
    schema = StructType([frame.schema[id], *from_arrow_schema(pa.schema(said_fields())).fields])

    def told(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            yield from judged.told(pa.Table.from_batches([batch])).to_batches()

    return frame.mapInArrow(told, schema)
