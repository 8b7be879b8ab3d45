"""An Arrow table of records becomes one of results, by the kernel that the records of a file go through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from pyarrow import types

from iopcli.batch.columns.cells import NO_CODE
from iopcli.batch.columns.columns import Columns
from iopcli.batch.columns.mapped import Mapped
from iopcli.batch.kernel import Kernel
from iopcli.batch.read.chunks import ROWS, Chunk, Encoded
from iopcli.batch.read.records import fault_in
from iopcli.batch.write.result_texts import COLUMNS, NUMBERS, in_columns
from iopcli.dataset.answers import NONE, SEPARATOR
from iopcli.dataset.find import normalized
from iopcli.dataset.model import Dataset, Question
from iopcli.errors import InputRefused, UsageError


class Frame:
    """The columns of a frame by which its rows are judged."""

    def __init__(self, dataset: Dataset, names: Sequence[str], id: str) -> None:
        if id not in names or id in COLUMNS:
            problem = (
                f"the frame has no column `{id}`" if id not in names else f"the results have their own column `{id}`"
            )
            raise UsageError(problem, hint="name the column that tells records apart: id=...")
        self._dataset, self._id = dataset, id
        self._kernel: Kernel | None = None
        self.questions = {name: dataset.questions[id_] for id_, name in _answering(dataset, names, id).items()}
        """The question that each column answers."""

    def results(self, table: Any) -> Any:
        """The results of an Arrow table of records, row by row, as another table."""
        for name, question in self.questions.items():
            refuse_unfit(question, table.schema.field(name).type)
        schema = dict(result_fields())
        parts: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        for low in range(0, table.num_rows, ROWS):
            for name, values in self._results_of(table.slice(low, ROWS)).items():
                parts[name].append(pa.array(values, schema[name]))
        made = {name: pa.chunked_array(some, schema[name]) for name, some in parts.items()}
        return pa.table({self._id: table[self._id], **made})

    def _results_of(self, table: Any) -> dict[str, list[Any]]:
        if self._kernel is None:
            answers = tuple(Mapped(from_=name, to=question.id) for name, question in self.questions.items())
            self._kernel = Kernel(self._dataset, Columns("", answers, (), None, ()))
        cells = {name: _cells(question, table[name]) for name, question in self.questions.items()}
        chunk = Chunk(1, [None] * table.num_rows, {}, cells, table.num_rows)
        return in_columns(self._kernel.results(chunk).texts, "")

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_kernel": None}


def table_of(frame: Any) -> Any:
    """A pandas frame as an Arrow table."""
    return pa.Table.from_pandas(frame, preserve_index=False)


def result_fields() -> list[tuple[str, Any]]:
    """The columns of results, with their types in Arrow."""
    kinds = {float: pa.float64(), int: pa.int64(), str: pa.string()}
    return [(name, kinds[NUMBERS.get(name, str)]) for name in COLUMNS]


def _cells(question: Question, column: Any) -> Encoded | list[str]:
    """The values of a column as the cells of a CSV would hold them: of different values each is read once."""
    if types.is_nested(column.type):
        return [_list_cell(value) for value in column.to_pylist()]
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    held = whole if types.is_dictionary(whole.type) else whole.dictionary_encode()
    places = held.indices.cast(pa.int64()).fill_null(-1).to_numpy(zero_copy_only=False)
    return Encoded([*(_cell(question, value) for value in held.dictionary.to_pylist()), ""], places)


def _cell(question: Question, value: Any) -> str:
    if value is None or isinstance(value, str):
        return NO_CODE if value and fault_in([value]) else value or ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if question.type == "number":
        return f"{float(value):.6f}".rstrip("0").removesuffix(".")
    return str(float(value)).removesuffix(".0")


def _list_cell(value: Sequence[str | None] | None) -> str:
    """A list as a cell; with a hole in it, or with a word that holds several, it is no answer."""
    if value is None:
        return ""
    if any(word is None or SEPARATOR in word for word in value):
        return NO_CODE
    return SEPARATOR.join(str(word) for word in value) or NONE


def refuse_unfit(question: Question, kind: Any) -> None:
    """Refuse a column whose values no cell could hold."""
    inner = kind.value_type if types.is_list(kind) or types.is_large_list(kind) or types.is_dictionary(kind) else kind
    texts = any(is_(inner) for is_ in (types.is_string, types.is_large_string, types.is_string_view, types.is_null))
    numbers = (types.is_boolean, types.is_integer, types.is_floating, types.is_decimal)
    one = not types.is_nested(kind)
    if not (texts or any(is_(kind) for is_ in numbers) if one else question.many and texts):
        what = f"the column for `{question.id}` is of the kind {kind}"
        raise InputRefused(what, hint="use text, numbers, booleans, or lists of text where a list is asked for")


def _answering(dataset: Dataset, names: Sequence[str], id: str) -> dict[str, str]:
    """Questions to the columns that answer them, with or without capitals and spaces, as in the header of a file."""
    questions = {normalized(id_): id_ for id_ in dataset.questions}
    found: dict[str, str] = {}
    for name in names:
        if name == id or (question := questions.get(normalized(name))) is None:
            continue
        if question in found:
            raise UsageError(f"two columns of the frame answer `{question}`", hint="give one of them another name")
        found[question] = name
    if not found:
        hint = f"name columns as the questions, such as {', '.join(list(dataset.questions)[:3])}"
        raise UsageError("no column of the frame answers a question", hint=hint)
    return found
