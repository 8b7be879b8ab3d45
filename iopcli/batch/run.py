"""A file of records becomes a file of results: every record ends reported or rejected, and the counts add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import narwhals as nw

from iopcli.batch.columns import Columns, Map, columns_of, fault_of, text_of
from iopcli.batch.danger import Signs
from iopcli.batch.faults import LONGEST_ID, NO_PERSON, OF_ID, SUM, TOTALS, UNUSABLE_IDS
from iopcli.batch.frame import COLUMNS, NUMBERS, REJECTED, Batch, Looked
from iopcli.batch.reading import (
    DELIMITERS,
    Csv,
    Keys,
    Look,
    Shape,
    Spool,
    Table,
    careful_csv,
    careful_json,
    csv_header,
    is_even,
    json_names,
    look,
    parquet,
    parquet_kinds,
    plain_csv,
    with_usual,
)
from iopcli.batch.sql import literal, quoted
from iopcli.batch.tables import Tables
from iopcli.dataset.answers import from_text
from iopcli.errors import InputRefused, OutputError
from iopcli.wording import FORMULA_SIGNS

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset

MEMORY = "400MB"
"""What the engine may hold at once; what is more goes to a folder beside the results until the end."""
IN_ORDER = "SET threads = 1"
"""How results are written: several threads that keep an order hold much of them at once, and take longer."""
MANY_TWINS = 100_000
ROW = "row"
"""What stands before the number of a row that names a record in place of its id."""


class Given(NamedTuple):
    """What is to be read, and how."""

    path: Path
    kind: str
    delimiter: str = ""
    encoding: str = "utf-8"
    map: Map | None = None
    by: tuple[str, ...] = ()
    allow_empty: bool = False


class Reject(NamedTuple):
    """A record that cannot be read, or one field of it: where, and why; it is reported all the same if it is urgent."""

    row: int
    line: int | None
    field: str
    problem: str


class Records:
    """The records of an input, as far as they could be read, judged and planned for.

    Nothing is written but to `folder`, which is the caller's to remove.
    """

    each = "unnest"

    def __init__(self, dataset: Dataset, given: Given, folder: Path) -> None:
        self.dataset = dataset
        self.given = given
        self.folder = folder
        self.connection = _connected(folder)
        self._was = self._stat()
        self.look: Look = look(given.path, text=given.kind != "parquet" and given.encoding == "utf-8")
        self._bytes_show = self.look.seen and given.kind != "jsonl"  # there an escape may stand for any character
        self.batch = Batch(dataset)
        self.blank = 0
        self.count = 0
        self.alike = 0
        self._stopped = False

    # --- reading ------------------------------------------------------------

    def read(self) -> None:
        """Read every record; nothing is written yet.

        Raises:
            InputRefused: it cannot be read as a whole.
            OutputError: there is no room to work in.
        """
        self.columns, ways = self._ways()
        for number, way in enumerate(ways, 1):
            try:
                self._take(way())
            except duckdb.OutOfMemoryException:
                raise _no_room() from None
            except duckdb.Error:
                if number == len(ways) or self._stopped:
                    raise InputRefused("the input cannot be read to its end", hint="is it whole?") from None
            else:
                break
        if not self.count and not self.given.allow_empty:
            raise InputRefused(
                "the input holds no records, only names of columns", hint="--allow-empty takes it as it is"
            )
        self._find_twins()
        self.alike = self._alike()

    def _ways(self) -> tuple[Columns, list[Callable[[], Table]]]:
        """What is read, and the ways to read it, the quick one first."""
        given, path = self.given, self.given.path
        spool = Spool(self.folder / "records.csv", lambda: not self._stopped)
        if given.kind == "parquet":
            kinds = parquet_kinds(self.connection, path)
            columns = self._columns(list(kinds))
            lists = columns.lists(self.dataset)
            return columns, [lambda: parquet(self.connection, path, kinds, columns.wanted, lists)]
        if given.kind == "jsonl":
            columns = self._columns(self._keys(json_names(path, given.encoding)))
            return columns, [lambda: self._json(columns, spool)]
        how = Csv(given.delimiter or DELIMITERS[given.kind], given.encoding)
        header, how = csv_header(path, how)
        columns = self._columns(header)
        shape = Shape(header, columns.wanted, Signs(self.dataset, columns).worst)
        ways: list[Callable[[], Table]] = [lambda: careful_csv(path, how, shape, spool)]
        plain = self.look.plain and not how.before and how.encoding == "utf-8"
        if plain and is_even(path, how.delimiter, len(header)):
            ways.insert(0, lambda: plain_csv(path, how, header, columns.wanted))
        return columns, ways

    def _keys(self, names: Sequence[str]) -> list[str]:
        """The keys of JSON Lines, where no record needs to have them all."""
        return with_usual(names, [] if self.given.map else ["id", "actual", *self.dataset.questions])

    def _json(self, columns: Columns, spool: Spool) -> Table:
        """JSON Lines, read again if a later record has brought a column that was not looked for."""
        path, encoding = self.given.path, self.given.encoding
        table, names = careful_json(path, encoding, self._wanted_keys(columns), spool)
        if self._stopped:
            return table
        self.columns = self._columns(self._keys(names))
        if self.columns.wanted != columns.wanted:
            table, _ = careful_json(path, encoding, self._wanted_keys(self.columns), spool)
        return table

    def _wanted_keys(self, columns: Columns) -> Keys:
        return Keys(columns.wanted, columns.lists(self.dataset), Signs(self.dataset, columns).worst)

    def _columns(self, names: Sequence[str]) -> Columns:
        return columns_of(self.dataset, names, self.given.map, "the input")

    def _take(self, table: Table) -> None:
        """Judge every record of a table; the engine keeps what there is to say of each."""
        self._query, self.blank = self._with_faults(table.query), table.blank
        named = {f"_by_{name}": text_of(self.columns.named(name)) for name in self.given.by}
        if self.columns.actual:
            named["_actual"] = text_of(self.columns.actual)
        self._keep = ("_id", "_fault", *named)
        raw: nw.LazyFrame[Any] = nw.from_native(self.connection.sql(self._query)).lazy()
        texts = self._answering(raw.with_columns(**named) if named else raw, self._keep)
        self._tables = Tables(texts, self.connection.sql)
        self._read = self.batch.read(texts, self._keep, self._tables)
        self._read.judged.to_native().create_view("_judged", replace=True)
        self.looked: Looked = self.batch.look(self._read)
        ((self.count,),) = self._rows("SELECT count(*) FROM _judged")

    def _answering(self, frame: nw.LazyFrame[Any], keep: Sequence[str]) -> nw.LazyFrame[Any]:
        return self.columns.answering(frame, keep, self.dataset.lists)

    def _with_faults(self, query: str) -> str:
        """The records with `_id`, and with what is wrong with it, as far as the bytes of the input can hold that."""
        if not self.columns.id:
            return f"SELECT * REPLACE (nullif(_fault, '') AS _fault), CAST(NULL AS VARCHAR) AS _id FROM ({query})"
        column = quoted(self.columns.id)
        tests = [(f"{column} IS NULL OR {column} = ''", "NO_ID"), (f"length({column}) > {LONGEST_ID}", "ID_TOO_LONG")]
        if not self._bytes_show:
            tests.append((f"regexp_matches({column}, '[\\p{{C}}\\p{{Zl}}\\p{{Zp}}]')", "ID_CHARS"))
        if self.look.powers or not self._bytes_show:
            tests.append((f"regexp_matches({column}, '^[0-9](\\.[0-9]+)?E\\+[0-9]+$')", "EXCEL_SCIENTIFIC"))
        others = (quoted(name) for name in self.columns.wanted if name != self.columns.id)
        sums = " AND ".join(f"regexp_full_match(coalesce({name}, ''), {literal(SUM)})" for name in others)
        named = f"lower(trim({column})) IN ({', '.join(map(literal, TOTALS))})"
        tests.append((f"CASE WHEN {named} THEN {sums} ELSE false END", "TOTAL_ROW"))
        cases = " ".join(f"WHEN {test} THEN '{code}'" for test, code in tests)
        fault = f"CASE WHEN _fault <> '' THEN _fault {cases} END AS _fault"
        return f"SELECT * REPLACE ({fault}), {column} AS _id FROM ({query})"

    def _find_twins(self) -> None:
        """Records with one id: the same again, of which the first counts, or in conflict, of which none does."""
        if not self.columns.id:
            return
        twice = "SELECT _id FROM _judged WHERE _fault IS NULL GROUP BY _id HAVING count(*) > 1"
        ids = self._rows(f"{twice} LIMIT {MANY_TWINS}")
        if len(ids) == MANY_TWINS:
            raise InputRefused(f"{MANY_TWINS:,} ids or more come up twice", hint="is it the right column for ids?")
        if ids:
            self.connection.execute("CREATE TEMP TABLE _ids AS SELECT unnest($1) AS _id", [[one for (one,) in ids]])
            records = self._numbered("_fault IS NULL AND _id IN (FROM _ids) ORDER BY _id, _row")
            twins: dict[int, str] = {}
            for _, group in groupby(records, key=lambda record: record["_id"]):
                first, *others = group
                same = all(_cells(one) == _cells(first) for one in others)
                alike = {one["_row"]: "DUP_ROW" for one in others}
                twins |= alike if same else {one["_row"]: "DUP_ID_CONFLICT" for one in (first, *others)}
            self._mark(twins)

    def _mark(self, faults: Mapping[int, str]) -> None:
        """Say of records, by number, why they cannot be used."""
        rows = "SELECT unnest($1::BIGINT[]) AS _row, unnest($2) AS _found"
        self.connection.execute(f"CREATE TEMP TABLE _marked AS {rows}", [list(faults), list(faults.values())])
        marked = "SELECT * EXCLUDE (_found) REPLACE (coalesce(_fault, _found) AS _fault) FROM _read LEFT JOIN _marked"
        self._read.judged.to_native().create_view("_read", replace=True)
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW _judged AS {marked} USING (_row)")
        self._read = self._read._replace(judged=nw.from_native(self.connection.sql("FROM _judged")).lazy())

    def _numbered(self, where: str) -> Iterator[dict[str, Any]]:
        """Records as they came in, each with its number."""
        return _named(self.connection.execute(f"SELECT * FROM ({self._with_numbers}) WHERE {where}"))

    @property
    def _with_numbers(self) -> str:
        return f"SELECT row_number() OVER () AS _row, * FROM ({self._query})"

    # --- what is rejected ---------------------------------------------------

    def rejects(self) -> Iterator[Reject]:
        """Every reason why a record or a field of it cannot be read, in the order of the input."""
        return (one for one, _ in self.faults())

    def faults(self) -> Iterator[tuple[Reject, bool]]:
        """The same, each with whether the record is reported: it is if it is urgent by what can be read of it."""
        bad = f"SELECT _row, _fault AS _why, {self._urgent} AS _stands FROM _judged WHERE {self._unread}"
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE _bad AS {bad}")
        if not self._rows("FROM _bad LIMIT 1"):
            return
        for record in self._texts("FROM _bad", ("_row", "_line", "_why", "_stands")):
            row, line, why, stands = (record.pop(name) for name in ("_row", "_line", "_why", "_stands"))
            where = (row, line if line is not None or self.given.kind == "parquet" else row + 1)
            if why:
                yield Reject(*where, self.columns.id if why in OF_ID else "", why), stands
            if why and not stands:
                continue
            cells = [(id_, fault_of(self.dataset, id_, text)) for id_, text in record.items() if text]
            found = [Reject(*where, self.columns.fields[id_], code) for id_, code in cells if code]
            yield from ((one, stands) for one in found or ([] if why else [Reject(*where, "", "NOT_AN_ANSWER")]))

    @property
    def _unread(self) -> str:
        """In SQL: whether something of a record that was judged cannot be read."""
        return f"({' + '.join(self.batch.unread.names)} > 0 OR _fault IS NOT NULL)"

    @property
    def _urgent(self) -> str:
        """In SQL: whether a record that was judged has an urgent answer, whatever else of it cannot be read."""
        return f"(_urgent > 0 AND (_fault IS NULL OR _fault NOT IN ({', '.join(map(literal, NO_PERSON))})))"

    def _texts(self, rows: str, keep: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Records of these numbers in their order, as the texts of their answers, and beside them `keep`."""
        raw = self.connection.sql(f"FROM ({self._with_numbers}) JOIN ({rows}) USING (_row) ORDER BY _row")
        self._answering(nw.from_native(raw).lazy(), keep).to_native().create_view("_texts", replace=True)
        return _named(self.connection.execute("FROM _texts ORDER BY _row"))

    # --- results ------------------------------------------------------------

    @cached_property
    def reported(self) -> str:
        """The name of a view of what is said of each record that is reported, with its number and its needs."""
        keep = ["_row", *self._keep, *self.batch.counted]
        with self.room():
            told = self.batch.told(self._read, self.looked, self._tables, keep).to_native()
        told.create_view("_told", replace=True)
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW _reported AS FROM _told WHERE status <> '{REJECTED}'")
        return "_reported"

    def answers(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """The number of each record that is reported, with the answers that can be read, as `match` reads them.

        Of a record that cannot be read as a whole there are none: what was guessed of it is good for a warning only.
        """
        codes = ", ".join(map(literal, UNUSABLE_IDS))
        rows = f"SELECT _row FROM {self.reported} WHERE _fault IS NULL OR _fault IN ({codes})"
        for record in self._texts(rows, ("_row",)):
            row = record.pop("_row")
            asked = [(id_, text) for id_, text in record.items() if text and not fault_of(self.dataset, id_, text)]
            yield row, {id_: from_text(self.dataset, self.dataset.questions[id_], text) for id_, text in asked}

    def results(self, *, raw: bool = False) -> str:
        """The name of a view of the results: a row for each record that is reported, in the order of the input.

        Where its id cannot be used, its row names a record. Unless `raw`, an id that a spreadsheet would run as a
        formula gets a leading `'`.
        """
        id_ = "coalesce(_id, CAST(_row AS VARCHAR))"
        if self.columns.id:
            id_ = f"CASE WHEN _fault IS NULL OR _fault = 'DUP_ID_CONFLICT' THEN _id ELSE '{ROW} ' || _row END"
        if not raw:
            starts = [f"left(ltrim({id_}, ' ''\"'), 1)", f"left({id_}, 1)"]
            runs = " OR ".join(
                f"({one} <> '' AND contains({literal(''.join(FORMULA_SIGNS))}, {one}))" for one in starts
            )
            usual = (
                f"({id_} >= '0' AND {id_} < ':') OR ({id_} >= 'A' AND {id_} < '[') OR ({id_} >= 'a' AND {id_} < '{{')"
            )
            id_ = f"CASE WHEN {usual} THEN {id_} WHEN {runs} THEN '''' || {id_} ELSE {id_} END"  # which is seldom
        said = ", ".join(name if name in NUMBERS else f"nullif({name}, '') AS {name}" for name in COLUMNS)
        view = f"SELECT {id_} AS id, {said} FROM {self.reported}"
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW _results AS {view}")
        return "_results"

    def write(self, path: Path, kind: str, *, raw: bool = False) -> int:
        """Write the results to a file as CSV, JSON Lines or Parquet; gives how many records are reported.

        Raises:
            OutputError: there is no room.
        """
        options = {"csv": "FORMAT csv, HEADER", "jsonl": "FORMAT json", "parquet": "FORMAT parquet"}[kind]
        with self.room():
            view = self.results(raw=raw or kind != "csv")
            self.connection.execute(IN_ORDER)
            ((written,),) = self._rows(f"COPY {view} TO {literal(str(path))} ({options})")
        return int(written)

    def rows(self, *, raw: bool = False) -> Iterator[tuple[Any, ...]]:
        """The results as they would stand in a CSV, with the names first."""
        with self.room():
            view = self.results(raw=raw)
            self.connection.execute(IN_ORDER)
            found = self.connection.execute(f"FROM {view}")
        yield tuple(column[0] for column in found.description or ())
        while rows := found.fetchmany(10_000):
            yield from rows

    @property
    def urgent(self) -> int:
        """How many of the records that are reported have an urgent answer."""
        ((number,),) = self._rows(f"SELECT count(*) FROM _judged WHERE {self._urgent}")
        return int(number)

    @property
    def urgent_unread(self) -> int:
        """Of those, how many could not be read whole."""
        ((number,),) = self._rows(f"SELECT count(*) FROM _judged WHERE {self._urgent} AND {self._unread}")
        return int(number)

    def urgent_rows(self, most: int) -> list[int]:
        """The numbers of the first of these, in the order of the input."""
        where = f"{self._urgent} AND {self._unread}"
        return [row for (row,) in self._rows(f"SELECT _row FROM _judged WHERE {where} ORDER BY _row LIMIT {most}")]

    def _alike(self) -> int:
        """How many ids come in spellings that look the same: an accent apart from its letter, or joined."""
        if self._bytes_show or not self.columns.id:
            return 0
        usual, read = "nfc_normalize(_id)", "FROM _judged WHERE _fault IS NULL"
        unusual = f"{usual} IN (SELECT {usual} {read} AND _id <> {usual})"
        several = f"SELECT 1 {read} AND {unusual} GROUP BY {usual} HAVING min(_id) <> max(_id)"
        ((number,),) = self.counts(f"SELECT count(*) FROM ({several})")
        return int(number)

    def unchanged(self) -> None:
        """Refuse what was read if it is no longer what was looked at first.

        Raises:
            InputRefused: it has changed.
        """
        try:
            same = self._stat() == self._was
        except OSError:
            same = False
        if not same:
            raise InputRefused("the input changed while it was read", hint="wait until it is written, then run again")

    def _stat(self) -> tuple[int, int, int]:
        now = self.given.path.stat()
        return now.st_ino, now.st_size, now.st_mtime_ns

    @contextmanager
    def room(self) -> Iterator[None]:
        """What is done inside finds room to work in, and the input where it was.

        Raises:
            InputRefused: the input has changed.
            OutputError: there is no room.
        """
        try:
            yield
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException):
            self.unchanged()
            raise _no_room() from None

    def stop(self) -> None:
        """End what the engine is doing, and what is read for it."""
        self._stopped = True
        self.connection.interrupt()

    def share(self) -> float:
        """How much of what the engine is doing is done, from 0 to 1; 0 where that is not known."""
        done: float = self.connection.query_progress()
        return max(done, 0) / 100

    @property
    def by(self) -> Mapping[str, str]:
        """The groups of the report, each with its column as the engine quotes it."""
        return {name: quoted(f"_by_{name}") for name in self.given.by}

    def problems(self) -> Mapping[str, int]:
        """How often a record or a field of it was rejected, by reason; not of those that are reported all the same."""
        return Counter(one.problem for one, reported in self.faults() if not reported)

    def counts(self, sql: str) -> list[tuple[Any, ...]]:
        """What a question to the engine gives.

        Raises:
            OutputError: there is no room to work in.
        """
        try:
            return self._rows(sql)
        except (duckdb.IOException, duckdb.OutOfMemoryException):
            raise _no_room() from None

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
        return found


def _connected(folder: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for setting in (
        f"memory_limit = '{MEMORY}'",
        f"temp_directory = {literal(str(folder))}",
        "disabled_optimizers = 'join_order,build_side_probe_side'",  # joins that keep the order of the records
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "enable_progress_bar = true",
        "enable_progress_bar_print = false",
    ):
        connection.execute(f"SET {setting}")
    return connection


def _named(rows: Any) -> Iterator[dict[str, Any]]:
    names = [column[0] for column in rows.description]
    while some := rows.fetchmany(10_000):
        yield from (dict(zip(names, row, strict=True)) for row in some)


def _cells(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in ("_row", "_line")}


def _no_room() -> OutputError:
    return OutputError("there is no room left to work in", hint="free some space beside the results")
