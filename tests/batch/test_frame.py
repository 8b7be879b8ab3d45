"""Frames of any engine: text or typed, in any order, one row for each row, and clear words for what is no frame."""

import subprocess
import sys
from datetime import date

import duckdb
import polars as pl
import pytest
from msgspec.structs import replace
from support.environment import ROOT, environment
from support.matching import SHIPPED
from support.records import hostile, in_duckdb, in_polars, names, polars_text, sorted_rows

from iopcli.batch import match_frame
from iopcli.batch.judge.choose import MOST_QUESTIONS
from iopcli.batch.write.result_texts import COLUMNS, NUMBERS
from iopcli.errors import DatasetError, InputRefused, UsageError

RECORDS = hostile(120)
ROWS = in_duckdb(RECORDS)


def rows(frame, **options):
    return sorted_rows(match_frame(frame, SHIPPED, **options).collect().rows())


def test_polars_gives_the_rows_of_duckdb_eager_and_lazy():
    assert sorted_rows(in_polars(RECORDS)) == sorted_rows(ROWS)
    assert rows(polars_text(RECORDS).lazy()) == sorted_rows(ROWS)
    assert {row[1] for row in ROWS} >= {"open", "urgent", "rejected"}


def test_pandas_gives_the_same_rows_in_their_order():
    found = match_frame(polars_text(RECORDS).to_pandas(), SHIPPED)
    assert list(found.columns) == ["id", *COLUMNS]
    texts = [name for name in COLUMNS if name not in NUMBERS]
    assert found[["id", *texts]].to_numpy().tolist() == [
        [row[0], *(row[1 + COLUMNS.index(name)] for name in texts)] for row in ROWS
    ]


def test_rows_keep_their_order_and_a_connection_keeps_nothing():
    connection = duckdb.connect()
    connection.execute("CREATE TABLE r AS SELECT 99 - i AS id, (i % 5)::VARCHAR AS withdrawal FROM range(99) t(i)")
    assert [row[0] for row in match_frame(connection.table("r"), SHIPPED).fetchall()] == list(range(99, 0, -1))
    left = "SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal"
    assert connection.execute(left).fetchall() == [("r",)]


def test_without_pyarrow_the_words_say_what_to_install():
    code = "import sys; sys.modules['pyarrow'] = None; from iopcli.batch import match_frame; match_frame(None)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment())
    assert "UsageError: match_frame needs pyarrow" in done.stderr


def test_neither_the_order_of_rows_nor_other_columns_nor_a_split_change_anything():
    frame = polars_text(RECORDS)
    assert rows(frame.sample(fraction=1, shuffle=True, seed=3)) == sorted_rows(ROWS)
    internal = (
        "_row",
        "_odd",
        "_list",
        "_least0",
        "_words_substances",
        "_plan",
        "_fault",
        "_id",
        "status",
        "plan",
        "a.b",
    )
    assert rows(frame.with_columns(pl.lit("x").alias(name) for name in internal)) == sorted_rows(ROWS)
    renamed = frame.rename({"danger_now": "Danger now", "withdrawal": "WITHDRAWAL", "id": "_row"})
    assert rows(renamed, id="_row") == sorted_rows(ROWS)
    assert sorted_rows(rows(frame[:77]) + rows(frame[77:])) == sorted_rows(ROWS)


def test_every_row_gives_one_row_though_ids_repeat_or_are_missing():
    records = [{**one, "id": ["same", None, ""][number % 3]} for number, one in enumerate(RECORDS)]
    expected = [(record["id"], *row[1:]) for record, row in zip(records, ROWS, strict=True)]
    assert in_duckdb(records) == expected
    assert sorted_rows(in_polars(records)) == sorted_rows(expected)
    empty = pl.DataFrame(schema=dict.fromkeys(names(), pl.String))
    assert rows(empty) == []
    assert rows(pl.DataFrame({"id": [None, None], "readiness": [None, None]}))[0][1] == "open"


def test_one_connection_may_be_asked_again_and_again():
    connection = duckdb.connect()
    connection.execute("CREATE TABLE r AS SELECT i AS id, (i % 5)::VARCHAR AS withdrawal FROM range(9) t(i)")
    several = [match_frame(connection.table("r"), SHIPPED) for _ in range(3)]
    first, *others = (one.fetchall() for one in several)
    assert len(first) == 9
    assert all(other == first for other in others)


TYPED = {
    "id": pl.Series([1, 2, 3, 4, 5, 6]),
    "danger_now": pl.Series([False, False, None, False, False, False]),
    "withdrawal": pl.Series([2.0, None, 1.0, 2.5, 4.0, 0.0]),
    "medical": pl.Series([1, None, 0, 0, 9, 0], dtype=pl.Int8),
    "pregnant": pl.Series([1.0, 0.0, None, None, None, None]),
    "substances": pl.Series(
        [["opioids", "alcohol"], [], None, ["alcohol"], ["alcohol", "nonsense"], ["alcohol", None]]
    ),
    "age_group": pl.Series(["adult", None, "adult", "adult", "adult", "adult"], dtype=pl.Categorical),
    "weekly_budget": pl.Series([100 / 3, 100000.0, 0.0000001, None, None, None]),
    "hours_available": pl.Series([40, 168, 0, None, None, None]),
    "priorities": pl.Series([["cost_per_week"], None, [], None, None, None]),
}
TEXTS = [
    {
        "id": "1", "danger_now": "no", "withdrawal": "2", "medical": "1", "pregnant": "yes",
        "substances": "opioids;alcohol", "age_group": "adult", "weekly_budget": "33.333333", "hours_available": "40",
        "priorities": "cost_per_week",
    },
    {
        "id": "2", "danger_now": "no", "pregnant": "no", "substances": "none", "weekly_budget": "100000",
        "hours_available": "168",
    },
    {
        "id": "3", "withdrawal": "1", "medical": "0", "age_group": "adult", "weekly_budget": "0",
        "hours_available": "0", "priorities": "none",
    },
    {"id": "4", "withdrawal": "nonsense"},
    {
        "id": "5", "danger_now": "no", "withdrawal": "4", "medical": "nonsense", "substances": "nonsense",
        "age_group": "adult",
    },
    {"id": "6", "withdrawal": "nonsense"},
]  # fmt: skip


def test_typed_columns_say_what_their_texts_say():
    expected = in_duckdb(TEXTS)
    frame = pl.DataFrame(TYPED)
    assert sorted_rows((str(row[0]), *row[1:]) for row in match_frame(frame, SHIPPED).collect().rows()) == expected
    connection = duckdb.connect()
    kinds = {"danger_now": "BOOLEAN", "withdrawal": "DECIMAL(5, 2)", "medical": "TINYINT", "pregnant": "FLOAT"}
    kinds |= {"substances": "VARCHAR[]", "priorities": "VARCHAR[]", "weekly_budget": "DOUBLE", "hours_available": "INT"}
    columns = ", ".join(f"{name} {kinds.get(name, 'VARCHAR')}" for name in TYPED)
    connection.execute(f"CREATE TABLE r ({columns})")
    connection.executemany(f"INSERT INTO r VALUES ({', '.join('?' * len(TYPED))})", frame.rows())
    assert sorted_rows(match_frame(connection.table("r"), SHIPPED).fetchall()) == sorted_rows(expected)


def test_no_text_can_be_taken_for_another_cell():
    texts = ["a\x1fb", "\x00", "\x1f", "none;none"]
    odd = [
        {"id": f"{number} {substances[:1]}", "priorities": text, "substances": substances}
        for number, text in enumerate(texts)
        for substances in ("alcohol\x1f", "opioids")
    ]
    good = {"id": "good", "priorities": "cost_per_week"}
    for found in (in_duckdb([*odd, good]), in_polars([*odd, good])):
        assert {row[0]: row[1] for row in found} == {**{one["id"]: "rejected" for one in odd}, "good": "open"}


@pytest.mark.parametrize(
    ("frame", "options", "error", "told"),
    [
        ([{"id": 1}], {}, UsageError, "not a kind of frame"),
        (pl.DataFrame({"readiness": [1]}), {}, UsageError, "no column `id`"),
        (pl.DataFrame({"plan": [1], "readiness": [1]}), {"id": "plan"}, UsageError, "their own column `plan`"),
        (pl.DataFrame({"id": [1], "other": [1]}), {}, UsageError, "no column of the frame answers"),
        (pl.DataFrame({"id": [1], "Readiness": [1], "readiness": [1]}), {}, UsageError, "two columns"),
        (pl.DataFrame({"id": [1], "readiness": [date(2026, 1, 1)]}), {}, InputRefused, "is of the kind date32"),
        (pl.DataFrame({"id": [1], "readiness": [["1"]]}), {}, InputRefused, "is of the kind large_list"),
    ],
)
def test_what_cannot_be_used_is_said(frame, options, error, told):
    with pytest.raises(error, match=told):
        match_frame(frame, SHIPPED, **options)


def test_other_commands_start_without_the_engines():
    code = (
        "import sys; from iopcli.cli import app; import iopcli.match.match, iopcli.report.write;"
        "print([name for name in ('duckdb', 'pyarrow', 'numpy', 'pyspark', 'polars') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment(), check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_columns_are_as_promised():
    assert match_frame(polars_text(RECORDS[:1]), SHIPPED).collect().columns == ["id", *COLUMNS]


def test_a_frame_is_read_as_a_file_is():
    hours = [40.0, -9.0, 1 / 3, float("nan"), None, float("inf"), 1e12]
    found = match_frame(pl.DataFrame({"id": range(len(hours)), "hours_available": hours}), SHIPPED).collect()
    assert [row == "rejected" for row in found["status"]] == [False] * 5 + [True] * 2
    texts = ["2", "  ", "2\x1f", "N/A", "2.0", ""]
    found = match_frame(pl.DataFrame({"id": range(len(texts)), "withdrawal": texts}), SHIPPED).collect()
    assert [row == "rejected" for row in found["status"]] == [False, False, True, False, False, False]
    same = found.filter(pl.col("id").is_in([0, 4])).drop("id").rows()
    unknown = found.filter(pl.col("id").is_in([1, 3, 5])).drop("id").rows()
    assert len(set(same)) == len(set(unknown)) == 1 and same[0] != unknown[0]


def test_a_dataset_with_too_many_questions_says_so():
    some = SHIPPED.questions["hours_available"]
    many = {f"q{number}": replace(some, id=f"q{number}") for number in range(MOST_QUESTIONS + 1)}
    frame = pl.DataFrame({"id": ["a"], "q1": ["2"]})
    with pytest.raises(DatasetError, match="can tell apart 127 questions, and the dataset has 128"):
        match_frame(frame, replace(SHIPPED, questions=many, rules={}))
