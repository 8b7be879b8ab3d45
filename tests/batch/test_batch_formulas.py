"""Ids that a spreadsheet would run are made harmless in CSV, and only there; the same input gives the same bytes."""

import csv
import json

import duckdb
import pytest
from support import batch_process
from support.batch_process import write_records

SIGNS = tuple("=+-@\t\r\n＝＋－＠")
PAYLOADS = (
    "=1+1", "+1", "-1", "@SUM(A1)",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example","x")', "  =1+1", "'=1+1",
    '"=1+1', "''  =1", "＝1+1", "＋1", "－1", "＠x", "-", "=", "%0A=1", ";=1", "|=1", "1E5", "007", "plain",
    "a=1", "'quoted'", "null", "<script>alert(1)</script>", "../../etc/passwd", "{{7*7}}", "$(touch x)", "🏳0🌈",
    "Ω≈ç√∫˜µ≤≥÷", "test\u00a0test", "NIL", "undefined", "1;DROP TABLE users", "%s%n", "`ls`", "\\", "\\N", "#NAME?",
)  # fmt: skip
"""What is put into cells to be run, and strings that are known to be naughty."""


def batch(*words, **how):
    return batch_process.run(*words, **how)


def runs(text):
    return text.startswith(SIGNS) or text.lstrip(" '\"").startswith(SIGNS)


def safe(id_):
    return f"'{id_}" if runs(id_) else id_


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    path = tmp_path_factory.mktemp("formulas") / "in.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "withdrawal"), *((id_, "1") for id_ in PAYLOADS)])
    return path


def ids(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [row["id"] for row in csv.DictReader(file)]


def test_no_cell_of_a_csv_starts_a_formula_and_no_other_id_is_changed(records, tmp_path):
    assert batch(records, "-o", tmp_path / "out.csv")[0] == 0
    found = ids(tmp_path / "out.csv")
    assert found == [safe(id_) for id_ in PAYLOADS]
    assert [id_ for id_ in found if id_.startswith(SIGNS)] == []
    assert [safe(id_)[1:] if runs(id_) else id_ for id_ in PAYLOADS] == list(PAYLOADS)  # and the way back
    _, out, _ = batch(records)
    assert [row["id"] for row in csv.DictReader(out.splitlines())] == found


def test_raw_csv_keeps_ids_as_they_are(records, tmp_path):
    assert batch(records, "-o", tmp_path / "out.csv", "--raw-csv")[0] == 0
    assert ids(tmp_path / "out.csv") == list(PAYLOADS)


def test_json_lines_and_parquet_keep_ids_as_they_are(records, tmp_path):
    for kind in ("jsonl", "parquet"):
        assert batch(records, "-o", tmp_path / f"out.{kind}")[0] == 0
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == list(PAYLOADS)
    rows = duckdb.sql(f"SELECT id FROM '{tmp_path / 'out.parquet'}'").fetchall()
    assert [id_ for (id_,) in rows] == list(PAYLOADS)


def test_the_same_input_gives_the_same_bytes_wherever_it_is_run(tmp_path):
    given = write_records(tmp_path / "in.csv", 3000)
    with given.open("a") as file:
        file.write("x,9,,,,,,\n")
    made = []
    for name, env in {
        "here": {"PYTHONHASHSEED": "0"},
        "there": {"PYTHONHASHSEED": "1", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"},
    }.items():
        (tmp_path / name).mkdir()
        assert batch(given, "-o", "out.csv", cwd=tmp_path / name, env=env)[0] == 3
        made.append({one.name: one.read_bytes() for one in (tmp_path / name).iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == 3
