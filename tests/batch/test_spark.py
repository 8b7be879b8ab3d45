"""On Spark: DuckDB's rows, every record counted once, outputs whole or absent, and clear words without Spark."""

import csv
import os
import shutil
import subprocess
import sys
from collections import Counter

import pytest
from batch.records import as_text, hostile, in_duckdb, names, sorted_rows
from conftest import ROOT, clean_environment
from match.people import SHIPPED

from iopcli.batch import match_frame
from iopcli.batch.frame import COLUMNS
from iopcli.errors import InputRefused, OutputError, UsageError

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.timeout(600)]
QUICK = {
    "spark.sql.shuffle.partitions": "2", "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN", "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}  # fmt: skip
"""For few records it takes longer to compile what reads them than to read them."""


@pytest.fixture(scope="session")
def spark():
    """One small session for all tests of this process."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    if not shutil.which("java"):
        pytest.skip("there is no Java")
    from pyspark.sql import SparkSession

    from iopcli.batch.spark import HERE, SETTINGS

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[2]")
    for name, value in {**SETTINGS, **HERE, **QUICK}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def test_a_spark_frame_of_text_gives_the_rows_of_duckdb_and_no_bad_cell_stops_it(spark):
    records = hostile(40)
    assert spark.conf.get("spark.sql.ansi.enabled") == "true" or spark.version < "4"
    frame = spark.createDataFrame(as_text(records), ", ".join(f"{name} string" for name in names()))
    assert sorted_rows(match_frame(frame, SHIPPED).collect()) == sorted_rows(in_duckdb(records))


def test_a_spark_frame_may_be_typed_and_repeat_ids(spark):
    kinds = "id bigint, danger_now boolean, Withdrawal double, substances array<string>, weekly_budget double, _row int"
    rows = [
        (1, False, 2.0, ["opioids", "alcohol"], 300.5, 1), (1, False, 2.0, [], None, 2),
        (None, None, 2.5, None, 1e7, 3), (2, True, None, ["alcohol", None], float("nan"), 4),
        (3, False, 1.0, ["nonsense"], 0.0, 5),
    ]  # fmt: skip
    found = match_frame(spark.createDataFrame(rows, kinds), SHIPPED).collect()
    texts = [
        {"danger_now": "no", "withdrawal": "2", "substances": "opioids;alcohol", "weekly_budget": "300.5", "id": "1"},
        {"danger_now": "no", "withdrawal": "2", "substances": "none", "id": "1"},
        *({"withdrawal": "x", "id": one} for one in (None, "2", "3")),
    ]
    told = [(str(row[0]) if row[0] else None, *row[1:]) for row in found]
    assert sorted_rows(told) == sorted_rows(in_duckdb(texts))


def test_a_file_on_spark_gives_what_duckdb_gives_and_counts_every_record_once(spark, tmp_path):
    from iopcli.batch.spark import Given, Wanted, match_with_spark

    records = [one for one in hostile(40, seed=2) if not _unreadable(one)]
    again, conflict = records[20], {**records[21], "danger_now": "yes", "withdrawal": "3"}
    odd = [{**records[5], "id": id_} for id_ in ("", "1.2E+11", "x" * 129, "\u202e1", "=cmd")]
    source, results, rejects = tmp_path / "in.csv", tmp_path / "results.csv", tmp_path / "rejects.csv"
    header = [*names(), "notes"]
    with source.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(header)
        lines.writerows([*row, "said"] for row in as_text([*records, again, conflict, *odd]))
        file.write("few,1\r\n\r\n" + "many," * len(header) + '\r\nq,"open\r\n')
    source.write_bytes(source.read_bytes() + b"\xff" + b"," * (len(header) - 1) + b"\r\n")

    counts = match_with_spark(SHIPPED, Given(str(source), "csv"), Wanted(str(results), str(rejects)), "local[2]")

    assert counts.records == len(records) + 2 + len(odd) + 4 == counts.reported + counts.rejected
    assert counts.unknown == ("notes",)
    assert (results / "_SUCCESS").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "rejects.csv", "results.csv"]
    expected = {row[0]: row for row in in_duckdb([*records, {**odd[-1]}]) if row[1] != "rejected"}
    del expected[conflict["id"]]
    expected["'=cmd"] = ("'=cmd", *expected.pop("=cmd")[1:])
    rows = _read(results)
    assert all(list(row) == ["id", *COLUMNS] for row in rows)
    assert sorted_rows(row.values() for row in rows) == sorted_rows(map(_printed, expected.values()))
    found = _read(rejects)
    assert Counter(row["problem"] for row in found) == counts.problems
    of_records = {"TOO_FEW_FIELDS": 1, "TOO_MANY_FIELDS": 1, "BAD_QUOTE": 1, "BAD_UTF8": 1}
    of_ids = {"NO_ID": 1, "EXCEL_SCIENTIFIC": 1, "ID_TOO_LONG": 1, "ID_CHARS": 1, "DUP_ROW": 1, "DUP_ID_CONFLICT": 2}
    assert {**of_records, **of_ids}.items() <= counts.problems.items()
    assert {row["field"] for row in found if row["problem"] in of_ids} == {"id"}
    assert not any("1.2E" in row["id"] or "xxx" in row["id"] for row in found)

    with pytest.raises(OutputError, match="already there"):
        match_with_spark(SHIPPED, Given(str(source), "csv"), Wanted(str(results), str(rejects)), "local[2]")


def test_json_lines_keep_ids_to_the_digit_and_nothing_is_left_of_what_cannot_be_read(spark, tmp_path):
    from iopcli.batch.spark import Given, Wanted, match_with_spark

    source = tmp_path / "in.jsonl"
    lines = [
        '{"id": 3.10, "danger_now": false, "substances": ["alcohol"], "more": {"a": 1}}',
        '{"id": "a", "id": "b"}', '{"id": "c"} {"id": "d"}', "3", '{"id": "e", "withdrawal": {"a": 1}}', "{",
    ]  # fmt: skip
    source.write_text("\n".join(lines), encoding="utf-8")
    wanted = Wanted(str(tmp_path / "out"), str(tmp_path / "rejects"), "jsonl")
    counts = match_with_spark(SHIPPED, Given(str(source), "jsonl"), wanted, "local[2]")
    assert counts.records == 6
    assert counts.problems == {"DUP_KEY": 1, "BAD_JSON": 2, "NOT_OBJECT": 1, "BAD_VALUE": 1}
    (made,) = [text for path in (tmp_path / "out").glob("part-*") if (text := path.read_text("utf-8"))]
    assert made.startswith('{"id":"3.10","status":"open"')

    (tmp_path / "no_id.csv").write_text("danger_now\nno\n")
    for path, kind, error, told in [
        ("no_id.csv", "csv", UsageError, "needs a column of ids"),
        ("absent.csv", "csv", InputRefused, "cannot be read"),
        ("no_id.csv", "parquet", InputRefused, "cannot be read"),
    ]:
        with pytest.raises(error, match=told):
            out = Wanted(str(tmp_path / "x"), str(tmp_path / "y"))
            match_with_spark(SHIPPED, Given(str(tmp_path / path), kind), out, "local[2]")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(("x", "y"))]


NO_SPARK = "import sys; sys.modules['pyspark'] = None; sys.modules['pyspark.sql'] = None; "
START = "from iopcli.batch.spark import session; session('local[1]').__enter__()"


@pytest.mark.parametrize(
    ("before", "environment", "told"),
    [(NO_SPARK, {}, "needs pyspark"), ("", {"PATH": "/nowhere", "JAVA_HOME": ""}, "needs Java")],
)
def test_without_pyspark_or_java_the_words_say_what_to_install(before, environment, told):
    if told == "needs Java":
        pytest.importorskip("pyspark", reason="pyspark is not installed")
    done = subprocess.run(
        [sys.executable, "-c", before + START],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=clean_environment(**environment),
    )
    assert f"UsageError: --engine spark {told}" in done.stderr


def _unreadable(record):
    return any(not text.isprintable() for text in record.values() if text and "\u00a0" not in text)


def _printed(row):
    return tuple("" if value is None else str(value) for value in row)


def _read(folder):
    rows = []
    for part in folder.glob("part-*.csv"):
        with part.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows
