"""On Spark: DuckDB's rows, every record counted once, outputs whole or absent, and clear words without Spark."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from msgspec.structs import replace
from support.batch_run import ends, rejects_of, results_of
from support.environment import ROOT, environment
from support.match_cases import SMALL_MATCH
from support.matching import SHIPPED
from support.records import BAD, as_text, hostile, in_duckdb, names, sorted_rows

from iopcli.batch import match_frame
from iopcli.batch.columns.mapped import Coded, Map, Mapped
from iopcli.batch.read.source import Input
from iopcli.batch.run import Records
from iopcli.batch.write.output import Output
from iopcli.batch.write.result_texts import COLUMNS
from iopcli.cli.batch_run import run
from iopcli.cli.batch_words import Words
from iopcli.errors import InputRefused, NeedsReview, OutputError, UsageError
from iopcli.logic import conditions

pytestmark = pytest.mark.timeout(600)
QUICK = {
    "spark.sql.adaptive.enabled": "false", "spark.sql.shuffle.partitions": "1", "spark.default.parallelism": "1",
    "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",
}  # fmt: skip
"""For few records it takes longer to plan and compile what reads them than to read them."""
TYPED = {"danger_now", "withdrawal", "substances", "weekly_budget"}
FEW = replace(
    SHIPPED,
    rules={
        id_: rule
        for id_, rule in SHIPPED.rules.items()
        if {one.question for one in conditions.tests_of(rule.condition)} <= TYPED
    },
)
"""All questions and few rules: what cells say does not hang on the rules, and Spark plans each of them."""

UNREAD = 1 + COLUMNS.index("unread")


def _with_unread(row: Sequence[Any], said: str) -> tuple[Any, ...]:
    """A row of results in which other cells could not be read."""
    return (*row[:UNREAD], said, *row[UNREAD + 1 :])


@pytest.fixture(scope="session")
def spark():
    """One small session for all tests of this process."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    if not shutil.which("java"):
        pytest.skip("there is no Java")
    from pyspark.sql import SparkSession

    from iopcli.batch.spark.session import LOCAL_SETTINGS, SETTINGS

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[2]")
    for name, value in {**SETTINGS, **LOCAL_SETTINGS, **QUICK}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def test_a_spark_frame_of_text_gives_the_rows_of_duckdb_and_no_bad_cell_stops_it(spark):
    bad = [{"id": f"{id_} {number}", id_: text} for id_ in SMALL_MATCH.questions for number, text in enumerate(BAD)]
    records = hostile(40, dataset=SMALL_MATCH) + bad
    assert spark.conf.get("spark.sql.ansi.enabled") == "true" or spark.version < "4"
    kinds = ", ".join(f"{name} string" for name in names(SMALL_MATCH))
    found = match_frame(spark.createDataFrame(as_text(records, SMALL_MATCH), kinds), SMALL_MATCH).collect()
    assert sorted_rows(found) == sorted_rows(in_duckdb(records, SMALL_MATCH))


def test_a_spark_frame_may_be_typed_and_repeat_ids(spark):
    kinds = "id bigint, danger_now boolean, Withdrawal double, substances array<string>, weekly_budget double, _row int"
    rows = [
        (1, False, 2.0, ["opioids", "alcohol"], 300.5, 1), (1, False, 2.0, [], None, 2),
        (None, None, 2.5, None, 1e7, 3), (2, True, None, ["alcohol", None], float("nan"), 4),
        (3, False, 1.0, ["nonsense"], 0.0, 5),
    ]  # fmt: skip
    found = match_frame(spark.createDataFrame(rows, kinds), FEW).collect()
    texts = [
        {"danger_now": "no", "withdrawal": "2", "substances": "opioids;alcohol", "weekly_budget": "300.5", "id": "1"},
        {"danger_now": "no", "withdrawal": "2", "substances": "none", "id": "1"},
        *({"withdrawal": "x", "id": one} for one in (None, "3")),
        {"danger_now": "yes", "substances": ";", "id": "2"},
    ]
    told = [(str(row[0]) if row[0] else None, *row[1:]) for row in found]
    assert sorted_rows(told) == sorted_rows(in_duckdb(texts, FEW))


def test_a_file_on_spark_gives_what_duckdb_gives_and_counts_every_record_once(spark, tmp_path):
    from iopcli.batch.spark.run import Addresses, match_with_spark

    records = [one for one in hostile(40, seed=2) if not _unreadable(one)]
    calm = next(one for one in records[21:] if in_duckdb([one])[0][1] not in ("urgent", "rejected"))
    again, conflict = records[20], {**calm, "danger_now": "yes", "withdrawal": "3"}
    danger = next(one for one in records if in_duckdb([one])[0][1] == "urgent" and not in_duckdb([one])[0][UNREAD])
    odd = [{**danger, "id": id_} for id_ in ("", "1.2E+11", "x" * 129, "\u202e1", "=cmd")]
    source, results, rejects = tmp_path / "in.csv", tmp_path / "results.csv", tmp_path / "rejects.csv"
    header = [*names(), "notes"]
    with source.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(header)
        lines.writerows([*row, "said"] for row in as_text([*records, again, conflict, *odd]))
        file.write("few,0\r\n\r\n" + "many," * len(header) + '\r\nq,"open\r\n')
    source.write_bytes(source.read_bytes() + b"\xff" + b"," * (len(header) - 1) + b"\r\n")

    ended = match_with_spark(
        SHIPPED, Input(source, "csv"), Output(), Addresses(str(source), str(results), str(rejects)), "local[2]"
    )
    counts = ended.counts

    assert counts.read == len(records) + 2 + len(odd) + 4 == counts.reported + counts.rejected
    assert ended.unknown == ("notes",)
    assert (results / "_SUCCESS").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "rejects.csv", "results.csv"]
    expected = {row[0]: row for row in in_duckdb([*records, {**odd[-1]}]) if row[1] != "rejected"}
    (in_danger,) = in_duckdb([conflict])
    expected[conflict["id"]] = _with_unread(in_danger, "DUP_ID_CONFLICT")
    expected["'=cmd"] = ("'=cmd", *expected.pop("=cmd")[1:])
    (urgent,) = in_duckdb(odd[:1])
    for row, fault in enumerate(("NO_ID", "EXCEL_SCIENTIFIC", "ID_TOO_LONG", "ID_CHARS"), len(records) + 3):
        said = ";".join(filter(None, (fault, urgent[UNREAD])))
        expected[f"row {row}"] = _with_unread((f"row {row}", *urgent[1:]), said)
    assert counts.urgent_unread == 5 + sum(row[UNREAD] != "" for row in in_duckdb(records))
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
        match_with_spark(
            SHIPPED, Input(source, "csv"), Output(), Addresses(str(source), str(results), str(rejects)), "local[2]"
        )


BROKEN = {
    "csv": [
        "id,danger_now,withdrawal,substances",
        "a,yes,?,", "b,yes", "c,x,yes,1,", "d\udcff,yes,1,", '"e"f,yes,1,alcohol',
        ",yes,1,", "1.2E+11,no,4,none", "g,yes,,", "g,no,,", "h,yes,,", "h,yes,,", "Total,1,2,", "Total,1", "i,no,?,",
        "j,no,1,none", "k,yes,9,?", ",no,1,", "l,no,alcohol,x,", "m,no,3,none", ",yes,9,?", "m,no,?,?", "n,4",
    ],
    "jsonl": [
        '{"id":"a","danger_now":true,"withdrawal":9}', '{"id":"b" "danger_now":true}', '[{"danger_now":"yes"}]',
        '{"id":"c","danger_now":false,"danger_now":true}',
        '{"id":"d","danger_now":true,"substances":{}}',
        '{"danger_now":true}', '{"id":"Total","danger_now":1,"withdrawal":3}', '{"id":"e","danger_now":"?"}', "{}",
        '{"id":"f","danger_now":false}', '{"id":"g","withdrawal":4,"danger',
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_sign_of_danger_outlives_its_record_on_spark_as_it_does_on_duckdb(kind, spark, tmp_path):
    from iopcli.batch.spark.run import Addresses, match_with_spark

    source = tmp_path / f"in.{kind}"
    source.write_bytes("\n".join(BROKEN[kind]).encode("utf-8", "surrogateescape") + b"\n")
    at = Addresses(str(source), str(tmp_path / "results.csv"), str(tmp_path / "rejects.csv"))
    ended = match_with_spark(FEW, Input(source, kind), Output(report=True), at, "local[2]")
    counts = ended.counts

    (tmp_path / "work").mkdir()
    records = Records(FEW, Input(source, kind), tmp_path / "work", Output(report=True))
    records.read()
    rows, faults = results_of(records), rejects_of(records)
    assert sorted_rows(row.values() for row in _read(tmp_path / "results.csv")) == sorted_rows(map(_printed, rows))
    told = sorted((row["row"], row["field"], row["problem"]) for row in _read(tmp_path / "rejects.csv"))
    assert told == sorted((str(one.row), one.field, one.problem) for one in faults)
    assert (counts.urgent, counts.urgent_unread) == (records.urgent, records.rejects.urgent_unread)
    assert counts.urgent_unread > 0
    assert list(ended.urgent_rows) == records.rejects.urgent_rows
    assert counts.problems == Counter(one.problem for one in faults)
    assert ended.report == records.summary(small_cells=1)


CODED = Map(
    title="Coded",
    id="CASE",
    column=(
        Mapped(from_="DANGER", to="danger_now"),
        Mapped(from_="W", to="withdrawal", codes={"1": "0", "2": "3", "3": "4"}, unknown=("-9",)),
        Mapped(from_="RISK", to="relapse_risk"),
        Mapped(from_="HOME", to="living_situation", only_if={"SEEN": ("yes",)}),
        Mapped(from_="SPENDS", to="weekly_budget"),
        Mapped(from_="WANTS", to="priorities"),
    ),
    group=(Coded(from_="The region", name="region", codes={"1": "north", "2": "south"}, unknown=("9",)),),
    actual=Coded(from_="WENT", codes={"1": "iop", "2": "residential", "3": "php+house"}),
)


def test_parquet_through_a_map_gives_the_rows_rejects_and_report_of_duckdb(spark, tmp_path):
    from iopcli.batch.spark.run import Addresses, match_with_spark

    every = range(120)
    source = tmp_path / "in.parquet"
    wants = (["cost_per_week"], [], None, ["hours_per_week", "cost_per_week"])
    pl.DataFrame({
        "CASE": [1000 + number for number in every],
        "DANGER": [[False, False, None, True, False][number % 5] for number in every],
        "W": [[1, 2, -9, 3, 1, 1, 7][number % 7] for number in every],
        "RISK": [["2", "3", "", " 4", "none", "nonsense"][number % 6] for number in every],
        "HOME": [float(number % 4) for number in every],
        "SEEN": [number % 3 > 0 for number in every],
        "SPENDS": [[100.5, None, 0.0][number % 3] for number in every],
        "WANTS": [wants[number % 4] for number in every],
        "The region": [[1, 2, 9, 2, 1][number // 3 % 5] for number in every],
        "WENT": [["1", "2", "3", "4", None][number % 5] for number in every],
        "more": ["said"] * len(every),
    }).write_parquet(source)  # fmt: skip

    given = Input(source, "parquet", map=CODED, by=("region",))
    results, rejects = tmp_path / "results.parquet", tmp_path / "rejects.csv"
    output, at = Output("parquet", report=True), Addresses(str(source), str(results), str(rejects))
    report = match_with_spark(SMALL_MATCH, given, output, at, "local[2]", small_cells=5).report

    (tmp_path / "work").mkdir()
    records = Records(SMALL_MATCH, given, tmp_path / "work", output)
    records.read()
    found = sorted((one.field, one.problem) for one in rejects_of(records))
    assert {problem for _, problem in found} == {"BAD_CODE", "NOT_AN_ANSWER"}
    here, written = pl.read_parquet(tmp_path / "work" / "results"), pl.read_parquet(results / "part-*.parquet")
    assert written.columns == here.columns
    assert sorted_rows(written.rows()) == sorted_rows(here.rows())
    assert sorted((row["field"], row["problem"]) for row in _read(rejects)) == found
    assert report == records.summary(small_cells=5)
    assert report.groups and report.agreement and report.rules


def test_the_command_keeps_ids_of_json_lines_to_the_digit_and_writes_a_report(spark, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("iopcli.cli.batch_run.open_dataset", lambda _: SMALL_MATCH)
    source = tmp_path / "in.jsonl"
    lines = [
        '{"id": 3.10, "danger_now": false, "priorities": ["cost_per_week"], "more": {"a": 1}}', "",
        '{"id": "a", "id": "b"}', '{"id": "c"} {"id": "d"}', "3", '{"id": "e", "withdrawal": {"a": 1}}', "{",
        '{"id": "z", "danger_now": true}',
    ]  # fmt: skip
    source.write_text("\n".join(lines), encoding="utf-8")
    output, report = tmp_path / "out.jsonl", tmp_path / "report.json"
    with pytest.raises(NeedsReview):
        run(Words(str(source), str(output), report=report, small_cells=1, engine="spark", master="local[2]"))
    told = "1 urgent: look at these first (status `urgent`)\n7 read: 2 reported, 5 rejected\n"
    assert f"{told}hint: all of them: out.jsonl.rejects.csv\n" in capsys.readouterr().err
    problems = Counter(row["problem"] for row in _read(tmp_path / "out.jsonl.rejects.csv"))
    assert problems == {"DUP_KEY": 1, "BAD_JSON": 2, "NOT_OBJECT": 1, "BAD_VALUE": 1}
    made = "".join(path.read_text("utf-8") for path in output.glob("part-*"))
    said = sorted((one["id"], one["status"]) for one in map(json.loads, made.splitlines()))
    assert said == [("3.10", "open"), ("z", "urgent")]
    told = json.loads(report.read_text("utf-8"))
    assert (told["read"], told["reported"], told["rejected"], told["blank"]) == (7, 2, 5, 1)
    assert {one["problem"]: one["times"] for one in told["faults"]} == problems


def test_nothing_is_left_of_what_spark_cannot_read(spark, tmp_path):
    from iopcli.batch.spark.run import Addresses, match_with_spark

    (tmp_path / "no_id.csv").write_text("danger_now\nno\n")
    for path, kind, error, told in [
        ("no_id.csv", "csv", UsageError, "needs a column of ids"),
        ("absent.csv", "csv", InputRefused, "cannot be read"),
        ("no_id.csv", "parquet", InputRefused, "cannot be read"),
    ]:
        with pytest.raises(error, match=told):
            at = Addresses(str(tmp_path / path), str(tmp_path / "x"), str(tmp_path / "y"))
            match_with_spark(SMALL_MATCH, Input(tmp_path / path, kind), Output(), at, "local[2]")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(("x", "y"))]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"engine": "spark"}, "needs both --engine spark and --master"),
        ({"engine": "duck", "master": "local[2]"}, "needs both --engine spark and --master"),
        ({"output": Path("out.txt")}, "a name for a folder"),
        ({"handouts": Path("pages")}, "--handouts is not for Spark"),
        ({"max_rejects": 0}, "--max-rejects is not for Spark"),
        ({"labels": True}, "--labels is not for Spark"),
        ({"kind": "xlsx"}, "an Excel workbook is not for Spark"),
        ({"report": Path("report")}, "format"),
    ],
)
def test_what_spark_does_not_do_is_refused_before_any_work(words, told):
    given = {"output": Path("out.csv"), "engine": "spark", "master": "" if words == {"engine": "spark"} else "local[2]"}
    with pytest.raises(UsageError, match=told):
        run(Words("absent.csv", **{**given, **words}))


CONNECTED = """
import os, socket, sys
from pyspark.sql.connect.session import SparkSession
os.environ["PYSPARK_PYTHON"] = sys.executable
with socket.create_server(("127.0.0.1", 0)) as free:
    port = str(free.getsockname()[1])
from iopcli.batch.spark.session import LOCAL_SETTINGS, SETTINGS
settings = {**SETTINGS, **LOCAL_SETTINGS, "spark.connect.grpc.binding.port": port}
server = "sc://localhost:" + port
SparkSession._start_connect_server("local[1]", settings)
from iopcli.batch.read.source import Input
from iopcli.batch.spark.run import Addresses, match_with_spark
from iopcli.batch.write.output import Output
from iopcli.dataset.load import load
from iopcli.errors import OutputError
given, at = Input.named("in.csv"), Addresses("in.csv", "results.csv", "rejects.csv")
counts = match_with_spark(load(), given, Output(), at, server).counts
try:
    match_with_spark(load(), given, Output(), at, server)
except OutputError as error:
    print(counts.read, counts.reported, error.summary, flush=True)
os._exit(0)
"""


def test_through_spark_connect_it_is_the_same(tmp_path):
    pytest.importorskip("grpc", reason="what Spark Connect needs is not installed")
    if not shutil.which("java"):
        pytest.skip("there is no Java")
    (tmp_path / "in.csv").write_text("id,danger_now,withdrawal\na,no,2\nb,yes,\nb,no,\nc,no,9\n")
    done = subprocess.run(
        [sys.executable, "-c", CONNECTED],
        capture_output=True, text=True, cwd=tmp_path, env=environment(), timeout=400,
    )  # fmt: skip
    told = done.stdout.splitlines()[-1:]
    assert told == ["4 2 results.csv or rejects.csv is already there"], done.stderr
    expected = ends((tmp_path / "in.csv").read_bytes(), dataset=SHIPPED)
    assert sorted_rows(row.values() for row in _read(tmp_path / "results.csv")) == sorted_rows(
        map(_printed, expected.results)
    )


NO_SPARK = "import sys; sys.modules['pyspark'] = None; sys.modules['pyspark.sql'] = None; "
START = "from iopcli.batch.spark.session import session; session('local[1]').__enter__()"


@pytest.mark.parametrize(
    ("before", "missing", "told"),
    [(NO_SPARK, {}, "needs pyspark"), ("", {"PATH": "/nowhere", "JAVA_HOME": ""}, "needs Java")],
)
def test_without_pyspark_or_java_the_words_say_what_to_install(before, missing, told):
    if told == "needs Java":
        pytest.importorskip("pyspark", reason="pyspark is not installed")
    done = subprocess.run(
        [sys.executable, "-c", before + START], capture_output=True, text=True, cwd=ROOT, env=environment(**missing)
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
