"""A file that is only looked at: what it can answer, and a map to start from; and results with names in words."""

import csv
import io
import json

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from support import batch_process
from support.batch_run import SHIPPED

from iopcli.batch.columns.maps import read_map
from iopcli.batch.columns.sketch import FEWEST, MOST_CODES, sketched
from iopcli.batch.read.source import Input
from iopcli.batch.run import Records
from iopcli.batch.write.labels import LABELS
from iopcli.batch.write.result_texts import COLUMNS
from iopcli.match.fits import plan_name

SECRET = "Zq7Canary"


def run(tmp_path, content, *words, name="in.csv"):
    (tmp_path / name).write_text(content)
    return batch_process.run(name, *words, cwd=tmp_path)


def sketch(tmp_path, content, name="in.csv"):
    path = tmp_path / name
    path.write_text(content)
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    return sketched(Records(SHIPPED, Input(path, "csv", every=True), work))


# --- explain ----------------------------------------------------------------


def test_what_a_file_can_answer_is_told_on_one_screen_and_nothing_is_written(tmp_path):
    content = f"id,Danger Now,withdrawal,{SECRET} (1),color\n1,no,2 - moderate,{SECRET},red\n2,N/A,{SECRET},,\n3,,1,,\n"
    code, out, err = run(tmp_path, content, "--explain")
    assert (code, err, [one.name for one in tmp_path.iterdir()]) == (3, "", ["in.csv"])
    assert SECRET not in out
    lines = out.splitlines()
    assert len(lines) <= 24 and max(map(len, lines)) <= 80
    rows = {line.split()[0]: line.split()[1:] for line in lines if line[:1].islower()}
    assert rows["danger_now"] == ["1", "2", "0", "Danger", "Now", "(guessed)"]
    assert rows["withdrawal"] == ["2", "0", "1", "withdrawal"]
    assert "Left alone, because they answer no question: column 4, color." in out
    assert "No column answers 22 of 24 questions" in out
    assert "1 taken as not known" in out and "1 a number with its label" in " ".join(out.split())


def test_what_a_map_leaves_alone_is_told(tmp_path):
    code, out, _ = run(tmp_path, "rowid,age,freq1,livarag,race\n1,4,2,1,3\n", "--explain", "--map", "teds-a")
    assert code == 0
    assert "Left alone by the map, which says why: freq1." in out
    assert "Groups for a report (--by): use_of_main_substance, living_arrangement." in out
    assert "guessed" not in out


def test_boxes_that_only_a_map_can_read_are_told(tmp_path):
    code, out, _ = run(tmp_path, "record_id,substances___1,withdrawal\n1,1,1\n", "--explain")
    assert (code, "Answers that only a map can read: substances___1." in out) == (3, True)


def test_keys_that_only_a_later_record_has_are_looked_at(tmp_path):
    rows = "".join(f'{{"id": {nr}, "withdrawal": 1}}\n' for nr in range(1001)) + '{"id": "x", "PREGNANT": true}\n'
    code, out, _ = run(tmp_path, rows, "--explain", name="in.jsonl")
    assert (code, out.startswith("1,002 records read")) == (0, True)
    assert "pregnant                   1     1,001         0  PREGNANT" in out


@pytest.mark.parametrize(
    "words",
    [
        ("--explain", "-o", "x.csv"), ("--explain", "--sketch-map"), ("--sketch-map", "-o", "x.csv"),
        ("--sketch-map", "--map", "teds-a"), ("--explain", "--report", "x.md"), ("--explain", "--labels"),
    ],
)  # fmt: skip
def test_what_goes_with_results_only_is_refused(words, tmp_path):
    code, out, err = run(tmp_path, "id,withdrawal\n1,1\n", *words)
    assert (code, out, "none are made here" in err) == (2, "", True)


# --- a map to start from ----------------------------------------------------


def test_a_sketch_says_of_each_column_what_it_was_taken_for_and_is_a_map(tmp_path):
    head = f"Record ID,withdrawal,Withdrawl,Used,Pregnant,substances___alcohol,substances___9,note,{SECRET} (1)\n"
    rows = "".join(
        f"{nr},{'12'[nr % 2]},x,{['alcohol', 'heroin'][nr % 2]},{['no', 'P'][nr % 2]},1,0,{SECRET}{nr},{SECRET}\n"
        for nr in range(40)
    )
    made = sketch(tmp_path, head + rows)
    assert SECRET not in made
    assert 'id = "Record ID" # by its name' in made
    assert 'All of its codes are answers as they are: "1", "2".' in made
    assert "# [[column]] # perhaps withdrawal: its name is like that" in made
    assert "# [[column]] # perhaps substances: most of what stands there is an answer to it" in made
    assert 'codes = { "no" = "no" } # to say: "P" = ?' in made
    assert "[[column]] # a box of REDCap: say what it stands for" in made
    assert "Not looked at, because their names could be somebody's data: column 9." in made
    (tmp_path / "map.toml").write_text(made)
    assert {one.from_: one.to for one in read_map(SHIPPED, str(tmp_path / "map.toml")).column} == {
        "withdrawal": "withdrawal", "Pregnant": "pregnant", "substances___alcohol": "substances",
        "substances___9": "substances",
    }  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 14)), min_size=1, max_size=35, unique_by=lambda one: one[0])
)
def test_codes_are_told_only_where_they_are_few_and_each_is_frequent(tmp_path_factory, seen):
    cells = [f"code{number}" for number, times in seen for _ in range(times)]
    content = "id,pregnant,other\n" + "".join(f"{nr},{cell},{cell}\n" for nr, cell in enumerate(cells))
    made = sketch(tmp_path_factory.mktemp("sketch"), content)
    tomli.loads(made)
    told = len(seen) <= MOST_CODES and all(times >= FEWEST for _, times in seen)
    assert ("code" in made.replace("codes", "").replace("# Codes", "")) == told
    for number, _ in seen:
        assert (f'"code{number}"' in made) == told


def test_a_sketch_goes_to_a_file_of_its_own(tmp_path):
    code, out, err = run(tmp_path, "id,withdrawal\n1,1\n", "--sketch-map", "-o", "map.toml")
    assert (code, out, err) == (0, "", "")
    assert tomli.loads((tmp_path / "map.toml").read_text())["title"] == "Our export"
    assert run(tmp_path, "id,withdrawal\n1,1\n", "--sketch-map", "-o", "map.toml")[0] == 5
    code, _, err = run(tmp_path, f"{SECRET} (1),1999\n1,1\n", "--sketch-map")
    assert (code, "no column has a name" in err) == (4, True)


# --- names in words ---------------------------------------------------------


def test_names_in_words_stand_behind_ids_in_every_format(tmp_path):
    content = "id,danger_now,withdrawal,substances,relapse_risk,pregnant\na,no,1,opioids,3,yes\nb,yes,,,,\nc,no,,,,\n"
    code, out, _ = run(tmp_path, content)
    plain = list(csv.DictReader(io.StringIO(out)))
    code, out, _ = run(tmp_path, content, "--labels")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [{key: row[key] for key in ("id", *COLUMNS)} for row in rows] == plain
    assert list(rows[0])[-len(LABELS) :] == list(LABELS)
    first = rows[0]
    options, rules = SHIPPED.options, SHIPPED.rules
    assert first["reasons_in_words"] == "; ".join(rules[id_].title for id_ in first["reasons"].split(";"))
    assert first["alongside_in_words"] == "; ".join(options[id_].name for id_ in first["alongside"].split(";"))
    assert first["plan_in_words"] == plan_name(SHIPPED, first["plan"].split("+"))
    assert [row["status_in_words"] for row in rows] == ["urgent", "urgent", "open"]
    assert rows[1]["plan_in_words"] == ""
    for name in ("out.jsonl", "out.parquet"):
        assert run(tmp_path, content, "--labels", "-o", name)[0] == 0
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [one["reasons_in_words"] or "" for one in lines] == [row["reasons_in_words"] for row in rows]
    import duckdb

    found = duckdb.execute(
        "SELECT plan_in_words, reasons_in_words FROM read_parquet(?)", [str(tmp_path / "out.parquet")]
    )
    assert [(plan or "", why or "") for plan, why in found.fetchall()] == [
        (row["plan_in_words"], row["reasons_in_words"]) for row in rows
    ]
