"""Small files of the kinds that people have, each with what is right; where a kind is mended its case stays here."""

import csv
import gzip
import io
import json
import zipfile

import pytest
from msgspec.structs import replace
from support import batch_process
from support.batch_run import SHIPPED, ends, parquet
from support.environment import ROOT

from iopcli.batch.columns.cells import FORMS, MISSING, read_cell
from iopcli.batch.columns.mapped import CodeRange, Map, Mapped
from iopcli.batch.columns.maps import read_map, shipped_maps

TEDS = read_map(SHIPPED, "teds-a")
ROWS = "ROWID,AGE,PREG,HLTHINS,PRIMPAY,SUB1,SUB2,SUB3,FREQ1,LIVARAG\n1,4,-9,-9,-9,2,-9,-9,3,1\n2,12,1,2,4,7,2,-9,2,3\n"


def of(content, column, **given):
    """What a batch says of each id in one column of its results."""
    from iopcli.batch.write.result_texts import COLUMNS

    done = ends(content if isinstance(content, bytes) else content.encode(), dataset=SHIPPED, **given)
    assert done.said == ""
    return {row[0]: row[COLUMNS.index(column) + 1] for row in done.results}


def run(tmp_path, name, content, *words, **env):
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return batch_process.run(name, *words, cwd=tmp_path, env=env)


# --- danger, ids and rows that are no person --------------------------------


def test_danger_is_read_before_anything_can_reject_the_record():
    rows = "id,danger_now,withdrawal,substances,pregnant\n1,yes,4,alcohol,maybe\n2,yes,,heroin;fentanyl,no\n"
    found = of(f"{rows}3,no,4,alcohol,perhaps\n4,1.0,,,\n5,no,,,perhaps\n", "status")
    assert found == dict.fromkeys("1234", "urgent")
    assert of("id,danger_now,pregnant\na,yes,Unknown\nb,yes,no\n", "status") == {"a": "urgent", "b": "urgent"}


@pytest.mark.parametrize("careful", [False, True])
def test_a_field_too_many_rejects_a_record_and_not_its_danger(careful):
    done = ends(b"id,notes,danger_now,pregnant\nr1,ok,no,yes,\nr2,fine,no,no\n", dataset=SHIPPED, careful=careful)
    assert done.ids == ["row 1", "r2"]
    assert [one.problem for one in done.rejects] == ["TOO_MANY_FIELDS"]


def test_ids_stay_apart_where_letters_are_few(tmp_path):
    code, out, _ = run(
        tmp_path, "in.csv", "id,danger_now\nZoë,no\nZoé,yes\n山田,no\n", "-o", "out.csv", PYTHONIOENCODING="ascii"
    )
    assert (code, out) == (0, "")
    assert [row["id"] for row in csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8")))] == [
        "Zoë", "Zoé", "山田",
    ]  # fmt: skip


def test_a_row_of_totals_is_no_person():
    done = ends(b"id,danger_now,withdrawal,substances\n1,no,2,alcohol\nTotal,1,2,\n", dataset=SHIPPED)
    assert (done.ids, done.urgent, done.rejects[0].problem) == (["1"], {}, "TOTAL_ROW")


# --- how answers are written ------------------------------------------------


def test_labels_markers_and_ages_are_read_and_what_is_read_in_another_form_is_counted():
    content = (
        'id,danger_now,withdrawal,substances,pregnant,age_group\n1,TRUE,Mild,"Alcohol, Opioids",N/A,Adult\n'
        "2,Y,2 - moderate,Alcohol|Benzos,Unknown,45\n3,FALSE,severe,heroin;fentanyl,n,Teen\n"
        "4,no ,NULL,none,NA,adult\n5,Refused,99,alcohol,.,\n"
    )
    done = ends(content.encode(), dataset=SHIPPED)
    assert (done.code, len(done.ids), done.rejects) == (0, 5, ())
    assert done.urgent.keys() == {"1", "2", "3"}
    assert done.counts.read_as == {"missing": 7, "labelled": 1, "bars": 1}


@pytest.mark.parametrize("marker", sorted(MISSING))
def test_a_marker_is_an_answer_only_where_the_question_has_one(marker):
    for question in SHIPPED.questions.values():
        found = read_cell(question, f" {marker.upper()} ")
        assert found.value is not None or (found.form == "missing" and not found.fault)


def test_a_number_with_another_label_is_no_answer():
    withdrawal = SHIPPED.questions["withdrawal"]
    good = {"2 - moderate", "2: Moderate", "moderate (2)", "2) moderate", "2 = MODERATE"}
    assert {read_cell(withdrawal, text).value for text in good} == {2}
    assert all(read_cell(withdrawal, text).fault for text in ("2 - severe", "5 - moderate", "2 -", "- 2"))


def test_two_drugs_of_one_class_are_that_class_once():
    assert of("id,danger_now,withdrawal,substances\n1,no,1,heroin;fentanyl\n", "status") == {"1": "open"}


def test_a_whole_number_may_have_a_point_in_answers_and_in_codes():
    plain = of("id,danger_now,withdrawal,relapse_risk\n1,0,1,2\n2,1,,\n", "reasons")
    assert of("id,danger_now,withdrawal,relapse_risk\n1,0.0,1.0,2.0\n2,1.0,,\n", "reasons") == plain
    dotted = "".join(
        ",".join(f"{cell}.0" if nr and row[:1] != "R" else cell for nr, cell in enumerate(row.split(","))) + "\n"
        for row in ROWS.splitlines()
    )
    assert ".0" in dotted
    assert of(dotted, "reasons", map=TEDS) == of(ROWS, "reasons", map=TEDS)


def test_in_parquet_1_0_is_yes_and_a_number_that_is_none_is_not_known():
    rows = "SELECT * FROM (VALUES ('a', 'no', 1.0::DOUBLE, 1.5::DOUBLE), ('b', 'no', 0.0, 'nan'::DOUBLE), "
    content = parquet(f"{rows}('c', 'no', NULL, NULL)) AS t(id, danger_now, pregnant, hours_available)")
    assert ["pregnancy-care" in (text or "") for text in of(content, "reasons", kind="parquet").values()] == [
        True, False, False,
    ]  # fmt: skip
    assert ends(content, "parquet").counts.read_as == {"missing": 1}


# --- maps -------------------------------------------------------------------


def test_headers_of_a_map_are_matched_without_capitals_and_spaces():
    head, rest = ROWS.split("\n", 1)
    assert of(f"{head.lower()}\n{rest}", "reasons", map=TEDS) == of(ROWS, "reasons", map=TEDS)
    assert of(f"{head.replace(',', ' , ')}\n{rest}", "reasons", map=TEDS) == of(ROWS, "reasons", map=TEDS)


def test_the_shipped_map_reads_labels_as_it_reads_codes():
    labels = (
        "patient_id,age_group,pregnant,health_insurance,payment_source,primary_substance,secondary_substance,"
        "tertiary_substance,frequency_primary,living_arrangement\n"
        "1,21-24,,,,Alcohol,,,Daily use,Homeless\n"
        "2,65+,Yes,Medicaid,Medicaid,Other opiates/synthetics,Alcohol,,Some use,Independent living\n"
    )
    assert of(labels, "reasons", map=TEDS) == of(ROWS, "reasons", map=TEDS)
    assert set(TEDS.labels) <= {*TEDS.reads}
    for name, some in TEDS.labels.items():  # each label has a code that the map knows
        known = {code for one in (*TEDS.column, *TEDS.group, TEDS.actual) if one.from_ == name for code in one.codes}
        known |= {code for one in TEDS.column if one.from_ == name for code in one.unknown}
        assert set(some.values()) <= known


def test_ranges_and_several_codes_in_a_cell_and_a_site_s_own_marker_are_read(tmp_path):
    (tmp_path / "map.toml").write_text(
        """
title = "Ours"
missing = ["not asked"]
[[column]]
from = "CIWA"
to = "withdrawal"
[[column.values]]
to = 9
is = 1
[[column.values]]
from = 10
to = 18.5
is = 2
[[column]]
from = "Drugs"
to = "substances"
codes = { A = "alcohol", O = "opioids" }
[[column]]
from = "Drugs"
to = "pregnant"
codes = { A = "no", O = "no" }
"""
    )
    ours = read_map(SHIPPED, str(tmp_path / "map.toml"))
    content = b'id,ciwa,drugs\n1,0,"A,O"\n2,10.0,o|A\n3,18.5,Not asked\n4,-9,A\n5,19,\n6,12,Q\n'
    done = ends(content, dataset=SHIPPED, map=ours)
    assert [(one.row, one.field, one.problem) for one in done.rejects] == [
        (1, "drugs", "BAD_CODE"),  # two codes are two answers to a list, and none to a yes or no
        (2, "drugs", "BAD_CODE"),
        (5, "ciwa", "BAD_CODE"),
        (6, "drugs", "BAD_CODE"), (6, "drugs", "BAD_CODE"),
    ]  # fmt: skip
    only_lists = replace(ours, column=ours.column[:2])
    reasons = of(b"id,ciwa,drugs\n1,0,A|O\n2,10,a\n", "reasons", map=only_lists)
    assert "opioid-medication-offered" in reasons["1"] and "moderate-withdrawal" in reasons["2"]


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (CodeRange(from_=3, to=1, is_=0), "ends before it starts"),
        (CodeRange(from_=0, to=1, is_=9), "needs a whole number from 0 to 4"),
    ],
)
def test_a_range_that_cannot_be_is_told(part, told, tmp_path):
    name = tmp_path / "map.toml"
    name.write_text(
        f'title = "x"\n[[column]]\nfrom = "A"\nto = "withdrawal"\n'
        f"values = [{{ from = {part.from_}, to = {part.to}, is = {part.is_} }}]\n"
    )
    code, _, err = run(tmp_path, "in.csv", "id,A\n1,2\n", "--map", "map.toml")
    assert (code, told in err) == (4, True)


def test_codes_that_a_map_does_not_know_are_told_all_at_once_by_column_and_rows(tmp_path):
    (tmp_path / "map.toml").write_text(
        'title = "x"\n[[column]]\nfrom = "W"\nto = "withdrawal"\ncodes = { a = "1" }\n'
        '[[column]]\nfrom = "P"\nto = "pregnant"\ncodes = { a = "no" }\n'
    )
    rows = "".join(f"{nr},{'a' if nr < 3 else 'Zq7'},{'Zq7' if nr == 30 else 'a'}\n" for nr in range(1, 31))
    code, _, err = run(tmp_path, "in.csv", f"id,W,P\n{rows}", "--map", "map.toml", "-o", "out.csv")
    assert code == 3
    assert "28 cells of W have codes that the map does not know: rows 3, 4, 5," in err
    assert "22 and 8 more. Add them to the map" in " ".join(err.split())
    assert "1 cell of P has a code that the map does not know: row 30." in err
    assert "Zq7" not in err


# --- what is no batch of records --------------------------------------------


def test_a_run_in_which_every_record_is_rejected_writes_nothing(tmp_path):
    code, out, err = run(tmp_path, "in.csv", "id,withdrawal\na,x\nb,y\n", "-o", "out.csv", "--report", "r.md")
    assert (code, out, [one.name for one in tmp_path.iterdir()]) == (4, "", ["in.csv"])
    assert "all 2 records would be rejected, and nothing was written" in err
    assert "row 2, line 3  withdrawal is not one of the answers" in err


def test_text_in_another_encoding_names_the_option(tmp_path):
    code, _, err = run(tmp_path, "in.csv", "id,withdrawal\nZoë,1\nb,1\n".encode("cp1252"), "-o", "out.csv")
    assert (code, "--encoding cp1252" in err) == (3, True)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name1,name2,street1,city,type_facility,phone\nA,B,C,D,SA,1\n", "a list of places of treatment"),
        (ROWS, "use --map teds-a"),
        (ROWS.lower(), "use --map teds-a"),
    ],
)
def test_a_file_of_a_known_other_kind_is_recognised(content, told, tmp_path):
    code, out, err = run(tmp_path, "in.csv", content)
    assert (code, out, told in err) == (4, "", True)


def workbook(*sheets):
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


BOOK = [["id", "danger_now", "withdrawal", "substances"], [7, False, 2.0, "alcohol, opioids"], ["b", "no", None, 'x"y']]


def test_a_workbook_with_one_sheet_is_read_and_any_other_is_told_of(tmp_path):
    code, out, err = run(tmp_path, "in.xlsx", workbook(BOOK))
    assert (code, [line.split(",")[:2] for line in out.splitlines()][1:]) == (3, [["7", "open"]])
    assert "row 2, line 3  substances" in err
    assert run(tmp_path, "named.csv", workbook(BOOK))[0] == 3
    code, _, err = run(tmp_path, "two.xlsx", workbook(BOOK, BOOK))
    assert (code, "with 2 sheets" in err, "save it as CSV" in err) == (4, True, True)
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as file:
        file.writestr("xl/workbook.xml", "none")
    code, _, err = run(tmp_path, "broken.xlsx", broken.getvalue())
    assert (code, "this is an Excel workbook" in err, "save it as CSV" in err) == (4, True, True)
    code, _, err = run(tmp_path, "no.xlsx", "id,danger_now\n1,no\n")
    assert (code, "it is not one" in err) == (4, True)


def test_without_its_extra_a_workbook_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "openpyxl.py").write_text("raise ImportError")
    code, _, err = run(tmp_path, "in.xlsx", workbook(BOOK), PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert code == 4
    assert err == "error: this is an Excel workbook\n\nhint: save it as CSV, or pip install 'iopcli[excel]'\n"


def test_gzip_is_read_as_it_comes(tmp_path):
    packed = gzip.compress(b"id,danger_now\n1,no\n")
    for name in ("in.csv.gz", "in.csv"):
        code, out, _ = run(tmp_path, name, packed)
        assert (code, out.splitlines()[1][:2]) == (0, "1,")
    code, _, err = run(tmp_path, "in.csv.gz", packed[:-9])
    assert (code, "compressed (gzip) and not complete" in err) == (4, True)
    code, _, err = run(tmp_path, "in.csv.gz", gzip.compress(bytes(80 * 1024 * 1024)))
    assert (code, "more than 1,000 times as large" in err) == (4, True)


# --- REDCap -----------------------------------------------------------------

REDCAP = (
    "record_id,redcap_event_name,substances___alcohol,substances___opioids,withdrawal,danger_now\n"
    "1,intake_arm_1,1,0,1,0\n1,later_arm_1,0,1,0,0\n2,intake_arm_1,0,0,,\n"
)
DICTIONARY = """"Variable / Field Name","Form Name","Field Type","Field Label","Choices, Calculations, OR Slider Labels"
study_id,intake,text,Study,
substances,intake,checkbox,Used,"1, Alcohol | 2, Opioids | 98, Tea"
withdrawal,intake,radio,W,"0, None | 1, Mild | 2, Moderate | 8, Refused"
pregnant,intake,yesno,P,
age_group,intake,text,Age,
notes,intake,notes,N,
"""


def test_boxes_of_redcap_are_read_and_one_that_is_not_ticked_says_nothing():
    assert of(REDCAP, "status") == {"1/intake_arm_1": "open", "1/later_arm_1": "open", "2/intake_arm_1": "open"}
    reasons = of(REDCAP, "reasons")
    assert "opioid-medication-offered" in reasons["1/later_arm_1"]
    assert "opioid-medication-offered" not in reasons["1/intake_arm_1"]
    assert "substances" in of(REDCAP, "ask_next")["2/intake_arm_1"]


def test_boxes_that_only_a_map_can_read_are_told_of_by_the_exit_code(tmp_path):
    code, out, err = run(tmp_path, "in.csv", "record_id,substances___1,withdrawal\n1,1,1\n")
    assert (code, "answers stand in columns that were not read: substances___1" in err) == (3, True)
    assert out.splitlines()[1].startswith("1,open")


def test_a_data_dictionary_of_redcap_is_a_map(tmp_path):
    (tmp_path / "dictionary.csv").write_text(DICTIONARY)
    found = read_map(SHIPPED, str(tmp_path / "dictionary.csv"))
    assert (found.id, [one.from_ for one in found.column]) == (
        "study_id", ["substances___1", "substances___2", "withdrawal", "pregnant", "age_group"],
    )  # fmt: skip
    content = b"study_id,substances___1,substances___2,substances___98,withdrawal,pregnant,age_group\n"
    content += b"a,1,1,0,2,0,33\nb,0,0,1,8,,70\nc,Unchecked,Checked,Unchecked,Mild,Yes,16\n"
    done = ends(content, dataset=SHIPPED, map=found)
    assert (done.ids, done.rejects) == (["a", "b", "c"], ())
    reasons = of(content, "reasons", map=found)
    assert "opioid-medication-offered" in reasons["a"] and "pregnancy-care" in reasons["c"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a,b\n1,2\n", "not a data dictionary"),
        (DICTIONARY.replace("substances", "x").replace("withdrawal", "y").replace("pregnant", "z").replace("age_", "q"),
         "no field of the data dictionary is named as a question"),
    ],
)  # fmt: skip
def test_a_csv_that_is_no_map_is_told(content, told, tmp_path):
    (tmp_path / "dictionary.csv").write_text(content)
    code, _, err = run(tmp_path, "in.csv", "id,withdrawal\n1,1\n", "--map", "dictionary.csv")
    assert (code, told in err) == (4, True)


# --- what the run says of it ------------------------------------------------


def test_the_manifest_counts_cells_that_were_read_in_another_form(tmp_path):
    code, _, err = run(tmp_path, "in.csv", "id,withdrawal,pregnant\n1,2 - moderate,NA\n", "-o", "out.csv")
    assert (code, FORMS["missing"] in err) == (0, True)
    manifest = json.loads((tmp_path / "out.csv.manifest.json").read_text())
    assert manifest["counts"]["read_as"] == {"labelled": 1, "missing": 1}


def test_a_column_may_be_named_twice_by_a_map_for_two_questions():
    both = Map(title="x", column=(Mapped(from_="A", to="withdrawal"), Mapped(from_="a", to="relapse_risk")))
    assert "mild-withdrawal" in of("id,A\n1,1\n", "reasons", map=both)["1"]


HELP = (
    "rownames,age,sex,g1b,homeless,i1,i2,id,substance\n1,37,male,yes,housed,13,26,1,cocaine\n"
    "2,37,male,yes,homeless,56,62,2,alcohol\n3,26,male,no,housed,0,0,3,heroin\n4,66,female,no,housed,17,20,4,heroin\n"
)
"""Made-up people in the columns of the HELP trial."""


def test_the_map_of_the_help_trial_that_is_an_example_reads_its_columns():
    example = read_map(SHIPPED, str(ROOT / "examples" / "maps" / "help-baseline.toml"))
    done = ends(HELP.encode(), dataset=SHIPPED, map=example)
    assert (done.ids, done.rejects) == (["1", "2", "3", "4"], ())
    assert done.unknown == ("rownames", "i2")
    reasons = of(HELP, "reasons", map=example)
    assert {"stimulants", "never-stop-suddenly"} <= {*reasons["1"].split(";")}  # cocaine, and 13 drinks a day
    assert "opioid-medication-offered" in reasons["3"] and "never-stop-suddenly" not in reasons["3"]
    asked = of(HELP, "ask_next", map=example)
    assert "drinks_a_day" in asked["1"]  # an average of 13 could be more than 17 on a day with drinks
    assert "drinks_a_day" not in asked["2"]


def test_the_map_that_the_documentation_shows_is_sound(tmp_path):
    shown = (ROOT / "docs" / "batch.md").read_text("utf-8").split("```toml")[1].split("```")[0]
    (tmp_path / "map.toml").write_text(shown)
    ours = read_map(SHIPPED, str(tmp_path / "map.toml"))
    content = "client_no,drugs used,CIWA,Office\n1,A;O,5,North office\n2,not asked,12,2\n3,x,-9,\n"
    done = ends(content.encode(), dataset=SHIPPED, map=ours)
    assert (done.ids, done.rejects, done.unknown) == (["1", "2", "3"], (), ())
    assert done.counts.read_as == {"left": 3, "missing": 1}


def test_a_shipped_map_is_read_only_where_a_file_has_enough_of_its_columns():
    assert not shipped_maps(SHIPPED, {"danger_now", "withdrawal", "region"}, 4)
    assert list(shipped_maps(SHIPPED, {"caseid", "age", "sub1", "services"}, 4)) == ["teds-a"]
    assert list(shipped_maps(SHIPPED, {"patient_id", "age_group", "primary_substance", "sex"}, 4)) == ["teds-a"]
