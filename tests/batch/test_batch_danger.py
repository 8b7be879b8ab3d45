"""A sign of danger outlives its record: whatever else cannot be read, who is in danger stands in the results."""

from __future__ import annotations

import subprocess

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from support import batch_process
from support.batch_process import COMMAND
from support.batch_run import SHIPPED, ends, parquet
from support.environment import environment

from iopcli.batch.columns.mapped import Map, Mapped
from iopcli.batch.faults import CODES, NO_PERSON
from iopcli.batch.read.source import Input
from iopcli.batch.run import Records
from iopcli.batch.write.handouts import handouts
from iopcli.batch.write.output import Output
from iopcli.dataset.answers import from_text
from iopcli.match.match import match
from iopcli.match.plans import Planner

URGENT = {id_: rule for id_, rule in SHIPPED.rules.items() if rule.urgent}
DANGER = replace(
    SHIPPED, rules={id_: rule for id_, rule in URGENT.items() if id_ in ("danger-now", "serious-withdrawal")}
)
"""The shipped dataset with two urgent rules, which is quicker."""
HEAD = "id,danger_now,pregnant,note\n"
LONG = "9" * (1024 * 1024)


def csv(*lines: str, head: str = HEAD) -> bytes:
    return (head + "".join(f"{line}\n" for line in lines)).encode("utf-8", "surrogateescape")


# --- each cell that cannot be read ------------------------------------------


def test_what_can_be_read_of_a_record_counts_and_what_cannot_is_told_of_as_a_fault_of_its_cell():
    lines = (
        "1,yes,4,alcohol,?",
        "2,yes,,nonsense,no",
        "3,no,4,alcohol,?",
        "4,1.0,,,",
        "5,yes,4,alcohol,no",
        "6,no,1,,?",
    )
    done = ends(csv(*lines, head="id,danger_now,withdrawal,substances,pregnant\n"), dataset=DANGER)
    assert done.urgent == {"1": "pregnant", "2": "substances", "3": "pregnant", "4": "", "5": ""}
    assert [(one.row, one.field) for one in done.rejects] == [
        (1, "pregnant"), (2, "substances"), (3, "pregnant"), (6, "pregnant"),
    ]  # fmt: skip
    counts = (done.counts.reported, done.counts.rejected, done.counts.urgent, done.counts.urgent_unread, done.code)
    assert counts == (5, 1, 5, 3, 3)


@pytest.mark.parametrize("rule", URGENT)
def test_every_urgent_rule_holds_beside_a_cell_that_cannot_be_read(rule):
    asked = _answers_to(rule)
    other = next(id_ for id_ in ("readiness", "payer") if id_ not in asked)
    content = csv(f"a,{','.join(asked.values())},?", head=f"id,{','.join(asked)},{other}\n")
    few = {id_: SHIPPED.rules[id_] for id_ in (rule, "medical-emergency")}
    assert ends(content, dataset=replace(SHIPPED, rules=few)).urgent == {"a": other}


def _answers_to(rule: str) -> dict[str, str]:
    """Answers, as text, by which an urgent rule holds."""
    every = {
        "danger_now": "yes", "withdrawal": "4", "withdrawal_history": "seizure_or_delirium", "medical": "4",
        "mental_health": "4", "living_situation": "4", "pregnant": "yes", "age_group": "adolescent",
        "substances": "alcohol;opioids;benzodiazepines;other_sedatives", "relapse_risk": "4",
        "recent_treatment": "detox", "medication": "none",
    }  # fmt: skip
    return {id_: every[id_] for id_ in SHIPPED.rules[rule].asks}


@settings(max_examples=5)
@given(st.data())
def test_an_urgent_record_with_cells_that_cannot_be_read_gets_what_match_says_of_the_others(data):
    texts = {"withdrawal": "3", "medical": "2", "substances": "alcohol", "payer": "private", "relapse_risk": "4"}
    texts |= {"hours_available": "10", "priorities": "cost_per_week", "living_situation": "1"}
    bad = data.draw(st.sets(st.sampled_from([one for one in texts if one != "withdrawal"])))
    cells = ["?" if one in bad else text for one, text in texts.items()]
    done = ends(csv(",".join(["a", *cells]), head=f"id,{','.join(texts)}\n"), dataset=SHIPPED)
    known = {one: from_text(SHIPPED.questions[one], text) for one, text in texts.items() if one not in bad}
    found = match(SHIPPED, known, Planner(SHIPPED))
    assert done.urgent == {"a": ";".join(one for one in SHIPPED.questions if one in bad)}
    ((_, status, at_least, at_most, plan, *_),) = done.results
    assert (status, at_least) == ("urgent", "+".join(found.at_least.options))
    assert (at_most, plan) == ("+".join(found.at_most.options), "+".join(found.plans[0].options))


# --- each reason to reject a record -----------------------------------------

OF_RECORDS = {
    "BAD_UTF8": csv("a,yes,no,\udcff"),
    "CONTROL_CHAR": csv("a,yes,no,\x1b[2J"),
    "TOO_FEW_FIELDS": csv("a,yes"),
    "TOO_MANY_FIELDS": csv("a,b,yes,no,x"),
    "BAD_QUOTE": csv('"a"b,yes,no,x'),
    "LONE_CR": csv("a,yes\r,no,x", "b,no,no,x"),
    "FIELD_TOO_LONG": csv(f"a,yes,no,{LONG}9"),
    "LINE_TOO_LONG": csv(f"a,yes,no,{LONG * 4}") + f"b{LONG * 8},yes,no,x\n".encode(),
    "BAD_JSON": b'{"id":"z"}\n{"id":"a" "danger_now": true}\n',
    "TRUNCATED_LINE": b'{"id":"z"}\n{"danger_now":"yes","id":"a',
    "NOT_OBJECT": b'{"id":"z"}\n[{"danger_now":true}]\n',
    "DUP_KEY": b'{"id":"z"}\n{"id":"a","danger_now":false,"Danger_now":1,"danger_now":"YES"}\n',
    "TOO_DEEP": b'{"id":"z"}\n{"danger_now":true,"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
    "BAD_VALUE": b'{"id":"z"}\n{"id":"a","danger_now":true,"pregnant":{"x":1}}\n',
    "NO_ID": csv(",yes,no,x"),
    "ID_TOO_LONG": csv(f"{'a' * 129},yes,no,x"),
    "ID_CHARS": csv("a\u202e,yes,no,x"),
    "ID_NOT_TEXT": b'{"id":"yes"}\n{"id":true,"danger_now":true}\n',
    "EXCEL_SCIENTIFIC": csv("1.23E+11,yes,no,x"),
    "DUP_ID_CONFLICT": csv("a,yes,no,x", "a,no,no,x"),
}
OF_CELLS = {
    "NOT_AN_ANSWER": csv("a,yes,perhaps,x"),
    "BAD_CODE": csv("a,yes,7,x"),
    "NOT_A_NUMBER": csv("a,yes,many", head="id,danger_now,weekly_budget\n"),
    "OUT_OF_RANGE": csv("a,yes,9", head="id,danger_now,withdrawal\n"),
    "NAMED_TWICE": csv("a,yes,cost_per_week;cost_per_week", head="id,danger_now,priorities\n"),
}
CODED = Map(
    title="Coded",
    column=(Mapped(from_="danger_now", to="danger_now"), Mapped(from_="pregnant", to="pregnant", codes={"1": "yes"})),
)


def test_there_is_a_case_for_every_reason():
    assert {*OF_RECORDS, *OF_CELLS, *NO_PERSON} == set(CODES)


@pytest.mark.parametrize("code", [*OF_RECORDS, *OF_CELLS])
def test_whoever_is_in_danger_stands_in_the_results_whatever_the_record_is_rejected_for(code):
    content = {**OF_RECORDS, **OF_CELLS}[code]
    kind = "jsonl" if content[:1] == b"{" else "csv"
    done = ends(content, kind, dataset=DANGER, map=CODED if code == "BAD_CODE" else None)
    assert code in {one.problem for one in done.rejects}
    assert done.urgent
    whole = code in OF_RECORDS
    assert all(unread == code if whole else unread and unread != code for unread in done.urgent.values())
    lines = content.count(b"yes") if kind == "csv" else 1
    assert (len(done.urgent), done.counts.urgent, done.counts.urgent_unread) == (lines, lines, lines)
    assert done.counts.read == done.counts.reported + done.counts.rejected
    plans = {row[4] for row in done.results if row[0] in done.urgent}
    assert plans == {None}


def test_in_parquet_a_text_that_is_too_long_hides_no_danger_beside_it():
    done = ends(parquet(f"SELECT 'a' AS id, true AS danger_now, '{LONG}9' AS withdrawal"), "parquet", dataset=DANGER)
    assert done.urgent == {"row 1": "FIELD_TOO_LONG"}


def test_a_record_without_an_id_that_can_be_used_is_named_by_its_row_and_keeps_its_plan():
    done = ends(csv("a,no,0", ",no,3", "1.2E+11,no,3", head="id,danger_now,withdrawal\n"), dataset=DANGER)
    assert done.urgent == {"row 2": "NO_ID", "row 3": "EXCEL_SCIENTIFIC"}
    assert all(row[2] for row in done.results)
    assert [(one.row, one.field, one.problem) for one in done.rejects] == [
        (2, "id", "NO_ID"),
        (3, "id", "EXCEL_SCIENTIFIC"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        '{"id":"a","danger_now":"ye\\u0073","pregnant":{}}',
        "{'id': 'a', 'danger_now': True}",
        "{id: a, danger_now: yes}",
        '{"id":"a",\t"danger_now"\t:\t"Y"',
        '{"id":"a","x":"' + "9" * 5_000_000 + '","danger_now":1.0}',
        '{"id":"a","withdrawal":3,"substances":["alcohol",',
    ],
)
def test_in_a_line_that_is_hardly_json_danger_is_found_by_its_name(line):
    done = ends(f'{{"id":"z"}}\n{line}\n'.encode(), "jsonl", dataset=DANGER)
    assert [(id_, code in CODES) for id_, code in done.urgent.items()] == [("row 2", True)]


def test_a_record_that_repeats_another_is_urgent_once_and_two_of_one_id_each_for_itself():
    done = ends(csv("a,yes,no,x", "a,yes,no,x", "b,yes,no,", "b,yes,yes,"), dataset=DANGER)
    assert [(row[0], row[1]) for row in done.results] == [("a", "urgent"), ("b", "urgent"), ("b", "urgent")]
    assert (done.counts.urgent, done.counts.urgent_unread, done.counts.rejected) == (3, 2, 1)


# --- fields too many or too few ---------------------------------------------

WIDTH = 6


@settings(max_examples=8)
@given(
    st.lists(st.tuples(st.integers(0, WIDTH - 1), st.integers(0, WIDTH), st.integers(-3, 3)), min_size=1, max_size=30)
)
def test_no_field_too_many_or_too_few_hides_that_someone_is_in_danger(records):
    """Fields are lost or gained at one place, wherever that is; the sign itself is there."""
    for place in range(WIDTH):
        head = ["id", *(f"x{number}" for number in range(WIDTH - 1))]
        head[place:place] = ["danger_now"]
        lines = []
        for number, (_, at, moved) in enumerate(records):
            cells = [str(number), *["x"] * (WIDTH - 1)]
            cells[place:place] = ["yes"]
            if moved > 0:
                cells[at:at] = [""] * moved
            else:
                del cells[at : min(at - moved, place) if at <= place else at - moved]
            lines.append(",".join(cells))
        done = ends(csv(*lines, head=f"{','.join(head)}\n"), dataset=DANGER)
        assert done.counts.urgent + sum(one.problem == "DUP_ROW" for one in done.rejects) == len(records)


def test_a_list_that_came_apart_at_its_commas_is_read_together():
    rule = replace(SHIPPED, rules={"alcohol-with-sedatives": SHIPPED.rules["alcohol-with-sedatives"]})
    done = ends(csv("a,1,alcohol,benzodiazepines,x", head="id,withdrawal,substances,note\n"), dataset=rule)
    assert done.urgent == {"row 1": "TOO_MANY_FIELDS"}


def test_what_codes_stand_for_is_looked_for_through_the_map():
    map_ = Map(
        title="Coded",
        column=(
            Mapped(from_="D", to="danger_now", codes={"7": "yes", "8": "no"}, only_if={"SEEN": ("1",)}),
            Mapped(from_="SEEN", to="readiness"),
        ),
    )
    done = ends(csv("a,x,7,1", "b,x,8,1", "c,x,7,2", head="id,D,SEEN\n"), dataset=DANGER, map=map_)
    assert done.urgent == {"row 1": "TOO_MANY_FIELDS"}


def test_a_trailing_delimiter_never_moves_a_cell_with_or_without_a_quote_in_the_file():
    lines = ("r1,ok,no,yes,", "r2,fine,no,no")
    for note in ("", '"'):
        done = ends(csv(*lines, head=f"id,{note}notes{note},danger_now,pregnant\n"), dataset=DANGER)
        assert (done.code, done.urgent) == (3, {"row 1": "TOO_MANY_FIELDS"})
        assert [row[:2] for row in done.results] == [("row 1", "urgent"), ("r2", "open")]
        assert [(one.row, one.problem) for one in done.rejects] == [(1, "TOO_MANY_FIELDS")]


# --- what is no person ------------------------------------------------------


@pytest.mark.parametrize(
    "total", ["Total,1,2,", "TOTAL,1,,", "Grand Total,1.0,2,", "total:,1,12%,", "Total,1", "Total,1,2,,,"]
)
def test_a_total_of_a_spreadsheet_is_told_of_and_no_person(total):
    done = ends(csv("a,no,2,alcohol", total, head="id,danger_now,withdrawal,substances\n"), dataset=DANGER)
    assert (done.urgent, done.ids, [one.row for one in done.rejects]) == ({}, ["a"], [2])


def test_whoever_is_called_total_and_has_answers_in_words_is_a_person():
    done = ends(csv("Total,yes,2,alcohol", head="id,danger_now,withdrawal,substances\n"), dataset=DANGER)
    assert done.urgent == {"Total": ""}


def test_a_first_line_that_comes_again_is_no_person():
    done = ends(csv("a,no,no,x", HEAD.strip()), dataset=DANGER)
    assert (done.urgent, [one.problem for one in done.rejects]) == ({}, ["REPEATED_HEADER"])


# --- numbers with a point ---------------------------------------------------


def test_a_yes_or_no_that_a_program_kept_as_a_number_is_read():
    done = ends(csv("1.0,0.0,1.0,alcohol,2.0", "2.0,1.0,,,", head="id,danger_now,withdrawal,substances,relapse_risk\n"))
    assert (done.code, done.ids) == (0, ["1.0", "2.0"])
    done = ends(
        parquet("SELECT 'a' AS id, 1.0::DOUBLE AS danger_now, 0.0::DOUBLE AS pregnant"), "parquet", dataset=DANGER
    )
    assert (done.code, done.urgent) == (0, {"a": ""})


# --- what is said of it -----------------------------------------------------


def test_the_terminal_names_who_is_urgent_first_and_the_rows_that_could_not_be_read_whole(tmp_path):
    (tmp_path / "in.csv").write_bytes(csv("a,no,no,", "b,yes,no,", ",yes,no,", "c,yes", "d,no,?,"))
    code, out, err = batch_process.run("in.csv", cwd=tmp_path)
    assert code == 3
    assert err.splitlines()[1:4] == [
        "3 urgent: look at these first (status `urgent`)",
        "2 of them could not be read whole: rows 3, 4. The column `unread` says what",
        "5 read: 4 reported, 1 rejected",
    ]
    assert [line.split(",")[0] for line in out.splitlines()] == ["id", "a", "b", "row 3", "row 4"]


def test_who_is_urgent_is_named_also_where_nothing_is_written(tmp_path):
    (tmp_path / "in.csv").write_bytes(csv("a,yes,?,", "b,no,no,"))
    code, out, err = batch_process.run("in.csv", "-o", "out.csv", "--strict", cwd=tmp_path)
    assert (code, out, [one.name for one in tmp_path.iterdir()]) == (4, "", ["in.csv"])
    assert "1 of them could not be read whole: row 1." in err
    assert "error: 1 record would be read in part or rejected, and nothing was written" in err


def test_ids_stay_apart_on_a_terminal_with_fewer_letters(tmp_path):
    (tmp_path / "in.csv").write_text("id,danger_now\nZoë,no\nZoé,yes\n山田,no\n", "utf-8")
    done = subprocess.run(
        [*COMMAND, "in.csv"], capture_output=True, cwd=tmp_path, env=environment(PYTHONIOENCODING="ascii"), timeout=60
    )
    assert [line.split(",")[0] for line in done.stdout.decode("utf-8").splitlines()[1:]] == ["Zoë", "Zoé", "山田"]


@pytest.fixture
def records(tmp_path):
    """Forty people, thirty of them urgent: nine but for a cell, three in a line with too few fields."""
    lines = [f"a{number},yes,{'?' if number < 9 else 'no'},x" for number in range(27)]
    lines += [f"a{number},yes" for number in range(27, 30)] + [f"a{number},no,no,x" for number in range(30, 40)]
    (tmp_path / "in.csv").write_bytes(csv(*lines, "b,no,?,x"))
    (tmp_path / "work").mkdir()
    made = Records(DANGER, Input(tmp_path / "in.csv", "csv"), tmp_path / "work", Output(report=True, handouts=50))
    made.read()
    return made


def test_the_report_counts_urgent_records_that_could_not_be_read_whole_however_few(records):
    for small, shown in ((1, 12), (11, 12), (13, 12)):
        report = records.summary(small_cells=small)
        assert report.urgent_unread == shown
        assert (report.read, report.reported, report.rejected) == (41, 40, 1)
        assert {one.problem: one.times for one in report.faults} == {"NOT_AN_ANSWER": 1}


def test_a_page_is_made_of_what_can_be_read_and_none_of_what_is_guessed(records):
    made = dict(handouts(records))
    assert set(range(1, 41)) - set(made) == {28, 29, 30}
    assert [one.rule for one in made[1].urgent] == ["danger-now"]


def test_results_have_the_same_columns_in_every_format(records, tmp_path):
    for kind in ("csv", "jsonl", "parquet"):
        made = Records(DANGER, records.given, records.folder, Output(kind))
        made.read()
        (records.folder / "results").rename(tmp_path / f"out.{kind}")
    with duckdb.connect() as connection:
        found = [
            connection.sql(f"SELECT id, status, unread FROM '{tmp_path}/out.{kind}'").fetchall()
            for kind in ("csv", "jsonl", "parquet")
        ]
    assert found[0] == found[1] == found[2]
    assert found[0][0] == ("a0", "urgent", "pregnant") and found[0][27] == ("row 28", "urgent", "TOO_FEW_FIELDS")
