"""`iopcli programs ...` from a shell: import, find, hear, gaps and check, with every error and exit code."""

import csv
import io
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from support.environment import ROOT
from support.program_lists import FIELDS, row, text, written

EXAMPLE = ROOT / "examples" / "findtreatment-2025-08-19.csv"
CROZIER = "catholic-charities-crozier-01610-d4m8"
TODAY = ("--today", "2026-03-01")
PLAIN = (
    "Program;Town;Phone;Zip;Takes MassHealth;Services\n"
    "Birch House;Worcester;508 555 0142;01608;yes;IOP\n"
    "=1+1;Worcester;none;01608;no;Sober home; Spa\n"
)


@pytest.fixture
def desk(tmp_path, run):
    """A folder with an overlay `town` that holds the programs of the example."""
    shutil.copy(EXAMPLE, tmp_path)
    done = run("programs", "import", EXAMPLE.name, "-o", "town", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")

    def at(*words: str, **more):
        return run("programs", *words, cwd=tmp_path, **more)

    at.folder = tmp_path
    return at


def test_a_row_of_the_table_that_was_heard_is_no_crash_where_every_program_is_listed(desk):
    heard = desk("heard", CROZIER, "evening_available=yes", "spanish=yes", "--data", "town")
    done = desk("--all", "--data", "town", *TODAY)
    assert (heard.returncode, done.returncode, done.stderr) == (0, 0, "")
    assert "Spanish" in done.stdout


def test_a_site_words_a_question_and_adds_a_language_with_its_code(tmp_path, run):
    town = tmp_path / "town"
    town.mkdir()
    somali = 'somali = { kind = "language", says = "Somali", ask = "Is there Somali?" }\n'
    (town / "programs.toml").write_text(f'{somali}[medicaid]\nask = "Do you take MassHealth?"\n')
    (town / "findtreatment.toml").write_text('[f77]\nlabels = ["Somali"]\nyes = ["somali"]\n')
    rows = [row(f77="1"), row(name1="Oak Center", md="1")]
    path = tmp_path / "list-2025-08-19.csv"
    path.write_text(text(rows, [*FIELDS, "oit", "md", "f77"]))
    for _ in range(2):  # the words of the folder are known again
        done = run("programs", "import", path.name, "-o", "town", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
    done = run("programs", "--language", "somali", "--data", "town", "--format", "csv", *TODAY, cwd=tmp_path)
    found = {one["name"]: one for one in listed(done).values()}
    assert {name: one["fits"] for name, one in found.items()} == {"Elm House": "yes", "Oak Center": "not reported"}
    assert found["Elm House"]["reports"] == "iop;somali"
    done = run(
        "programs", "--payer", "medicaid", "--language", "somali", "--all", "--data", "town", *TODAY, cwd=tmp_path
    )
    said = " ".join(done.stdout.split())
    assert "Do you take MassHealth?" in said
    assert "Is there Somali?" in said
    assert "Reports: an intensive outpatient program, Somali" in said


def listed(done) -> dict[str, dict[str, str]]:
    return {one["program"]: one for one in csv.DictReader(io.StringIO(done.stdout))}


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_import_says_that_every_row_is_accounted_for(desk):
    done = desk("import", EXAMPLE.name, "-o", "other")
    assert "40 = 27 programs + 13 more rows about the same programs + 0 left out" in done.stdout
    (path,) = (desk.folder / "other" / "programs").iterdir()
    assert (path.name, path.stat().st_mode & 0o777) == ("findtreatment-2025-08-19.toml", 0o600)


def test_the_hour_of_the_staff_in_one_screen(desk):
    done = desk(
        *("--option", "iop", "--payer", "medicaid", "--near", "01608", "--within", "20", "--language", "spanish"),
        *("--group", "pregnant", "--medication", "buprenorphine", "--data", "town", *TODAY),
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80
    assert "- Renewal Integrative Psychotherapies, Worcester, MA, 0.2 miles: 774-530-6363" in lines
    assert "From FindTreatment.gov, August 19, 2025." in done.stdout


def test_a_folder_that_holds_a_list_is_added_to_and_never_silently_replaced(desk):
    before = everything(desk.folder / "town")
    again = desk("import", EXAMPLE.name, "-o", "town")
    assert (again.returncode, everything(desk.folder / "town")) == (0, before)
    assert "was there already, and nothing was written" in again.stdout
    (desk.folder / EXAMPLE.name).write_bytes(EXAMPLE.read_bytes().replace(b"Crozier House", b"Crozier Home"))
    refused = desk("import", EXAMPLE.name, "-o", "town")
    assert (refused.returncode, everything(desk.folder / "town")) == (5, before)
    assert "has a list named findtreatment-2025-08-19.toml that says something else" in refused.stderr
    shutil.copy(desk.folder / EXAMPLE.name, desk.folder / "newer-2026-01-01.csv")
    added = desk("import", "newer-2026-01-01.csv", "-o", "town")
    assert added.returncode == 0
    assert "26 are on another list here" in added.stdout
    assert before.items() <= everything(desk.folder / "town").items()
    assert desk("import", EXAMPLE.name, "-o", "town", "--force").returncode == 0
    ids = listed(desk("--format", "csv", "--data", "town"))
    assert {id_[:-4] for id_ in ids if "crozier" in id_} == {CROZIER[:-4]}
    assert CROZIER not in ids


def test_programs_keep_the_ids_that_their_folder_knows_them_by(desk):
    (path,) = (desk.folder / "town" / "programs").iterdir()
    head, mark, lines = path.read_text().replace(CROZIER, "crozier-house-01610").partition("lines = '''\n")
    path.write_text(head + mark + "".join(sorted(lines.splitlines(keepends=True)[:-1])) + "'''\n")
    desk("heard", "crozier-house-01610", "medicaid=no", "--data", "town")
    before = everything(desk.folder / "town")
    again = desk("import", EXAMPLE.name, "-o", "town")
    assert (again.returncode, everything(desk.folder / "town")) == (0, before)
    shutil.copy(EXAMPLE, desk.folder / "newer-2026-01-01.csv")
    added = desk("import", "newer-2026-01-01.csv", "-o", "town")
    assert "27 are on another list here" in added.stdout
    programs = listed(desk("--format", "csv", "--data", "town"))
    assert len(programs) == 27
    assert [id_ for id_ in programs if "crozier" in id_] == ["crozier-house-01610"]
    assert "medicaid" in programs["crozier-house-01610"]["does_not_have"]


def test_when_one_of_several_files_is_refused_nothing_is_written(desk):
    (desk.folder / "bad-2025-01-01.csv").write_text("one,two\n")
    (desk.folder / "worse.json").write_text("{")
    done = desk("import", EXAMPLE.name, "bad-2025-01-01.csv", "worse.json", "-o", "new")
    assert done.returncode == 4
    assert "2 files refused, and nothing was written" in done.stderr
    assert "bad-2025-01-01.csv" in done.stderr
    assert "worse.json" in done.stderr
    assert not (desk.folder / "new").exists()


def test_a_plain_list_goes_in_by_its_map_and_what_is_wrong_is_named(desk):
    shutil.copy(ROOT / "examples" / "programs-map.toml", desk.folder / "map.toml")
    (desk.folder / "county.csv").write_text(PLAIN.replace("Sober home; Spa", '"Sober home; Spa"'))
    done = desk("import", "county.csv", "--map", "map.toml", "-o", "town")
    assert done.returncode == 3
    said = " ".join(done.stdout.split())
    assert "county.csv row 3: services has a value that the map does not name, and it was left out." in said
    assert "county.csv row 3: phone does not have ten digits, and was left out." in said
    programs = listed(desk("--format", "csv", "--data", "town"))
    short = {id_[:-5]: one for id_, one in programs.items()}
    assert short["birch-house-01608"]["reports"] == "iop;medicaid"
    bad = short["1-1-01608"]
    assert (bad["name"], bad["does_not_have"]) == ("'=1+1", "medicaid")


BAD_MAPS = {
    "not TOML": ("columns = ", "is not TOML"),
    "no name": ("[columns]\ncity = 'Town'", "does not say which column is the name"),
    "unknown words": (
        "colour = 1\n[columns]\nname = 'Program'\ntown = 'Town'\n[flags]\nmedicade = 'A'\n[values.S]\nx = 'iopp'",
        "4 problems in the map",
    ),
    "words the wrong way round": (
        "[columns]\nname = 'Program'\n[values.Services]\niop = 'IOP'",
        '-> write `"IOP" = "iop"`, with what the list says first',
    ),
    "columns that are not there": ("[columns]\nname = 'Progam'\ncity = 'Twon'", "2 columns of the map not found"),
}


@pytest.mark.parametrize("case", BAD_MAPS)
def test_a_map_that_cannot_be_used_is_refused_with_every_reason(case, desk):
    text, said = BAD_MAPS[case]
    (desk.folder / "map.toml").write_text(text)
    (desk.folder / "county.csv").write_text(PLAIN)
    done = desk("import", "county.csv", "--map", "map.toml", "--as-of", "2026-01-01", "-o", "new")
    assert (done.returncode, done.stdout) == (4, "")
    assert said in done.stderr
    assert not (desk.folder / "new").exists()


REFUSED = {
    "no list": (("--near", "01608"), 2, "there are no local programs here"),
    "no list to check": (("check",), 2, "there are no local programs here"),
    "options before": (("--data", "town", "check"), 2, "options stand after `check`"),
    "no place": (("--within", "5", "--data", "town"), 2, "--within needs a place and a number of miles"),
    "no ZIP": (("--near", "Worcester", "--data", "town"), 2, "--near needs a ZIP code of five digits"),
    "no word": (("--language", "spanisch", "--data", "town"), 2, "did you mean `spanish`"),
    "no payer": (("--payer", "gold", "--data", "town"), 2, "the payer was not understood"),
    "no option": (("--option", "xyzzy", "--data", "town"), 2, "is not an option"),
    "no file": (("import", "none.csv", "-o", "new"), 4, "none.csv cannot be read"),
    "no rows": (("import", "header-2026-01-01.csv", "-o", "new"), 4, "header-2026-01-01.csv has no rows"),
    "no day": (("import", "undated.csv", "-o", "new"), 4, "say it: --as-of"),
    "two names": (("import", EXAMPLE.name, f"twin/{EXAMPLE.name}", "-o", "new"), 4, "two lists have one name"),
    "a file": (("import", EXAMPLE.name, "-o", EXAMPLE.name), 5, "could not be made"),
    "nothing heard": (("heard", CROZIER, "--data", "town"), 2, "heard needs a program and its answers"),
    "no such program": (("heard", "croziers", "medicaid=yes", "--data", "town"), 2, "is not a program on these lists"),
    "tomorrow": (
        ("heard", CROZIER, "medicaid=yes", "--day", "2199-01-01", "--data", "town"), 2,
        "is in the future",
    ),
    "an empty sheet": (("heard", "--sheet", "empty.csv", "--data", "town"), 4, "the sheet has no answer"),
    "gaps of nobody": (("gaps", "--near", "01608", "--within", "5", "--data", "town"), 2, "gaps needs answers"),
    "gaps nowhere": (("gaps", "--answers", "a.toml", "--data", "town"), 2, "gaps needs a place"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_refused_and_changes_nothing(case, desk):
    (desk.folder / "empty.csv").write_text(f"program,ask,answer\n{CROZIER},medicaid,\n")
    shutil.copy(EXAMPLE, desk.folder / "undated.csv")
    (desk.folder / "header-2026-01-01.csv").write_text(EXAMPLE.read_text("utf-8-sig").splitlines()[0] + "\n")
    (desk.folder / "twin").mkdir()
    shutil.copy(EXAMPLE, desk.folder / "twin")
    before = everything(desk.folder)
    words, code, said = REFUSED[case]
    done = desk(*words)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert said in " ".join(done.stderr.split())
    assert everything(desk.folder) == before


def test_a_name_that_programs_of_several_towns_have_is_never_a_guess(desk):
    rows = [
        row(),
        row(city="Lowell", zip="01850"),
        row(name2="North", city="Salem", zip="01970"),
        row(name1="Oak House"),
    ]
    desk("import", written(desk.folder, rows).name, "-o", "homes")
    before = everything(desk.folder)
    done = desk("heard", "Elm House", "medicaid=yes", "waiting_days=x", "--data", "homes")
    assert (done.returncode, done.stdout, everything(desk.folder)) == (2, "", before)
    assert "2 problems in what was heard, and nothing was kept" in done.stderr
    assert "PROGRAM  " in done.stderr
    assert "is the name of more than one program" in done.stderr
    for id_, town in (
        ("elm-house-01608", "Worcester"),
        ("elm-house-01850", "Lowell"),
        ("elm-house-north-01970", "Salem"),
    ):
        assert re.search(f"`{id_}-.{{4}}` \\({town}\\)", done.stderr)
    for name, town in (("elm house, lowell", "Lowell"), ("Elm House, North", "Salem"), ("oak house", "Worcester")):
        done = desk("heard", name, "waiting_days=3", "--data", "homes")
        assert (done.returncode, done.stderr) == (0, "")
        assert f" in {town}, " in done.stdout


def test_everything_that_was_typed_wrong_is_told_at_once(desk):
    done = desk(
        *("--option", "iopp", "--payer", "gold", "--near", "x", "--within", "-3", "--language", "spanisch"),
        *("--data", "town"),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: 5 problems in what was typed\n")
    places = (
        "--payer ",
        "--option `iopp` ",
        "--language spanisch ",
        "--within needs a place",
        "--near needs a ZIP code",
    )
    assert all(f"\n  {place}" in done.stderr for place in places)


def test_the_call_sheet_goes_out_and_comes_back(desk):
    out = desk("--option", "residential", "--near", "01608", "--call-sheet", "-o", "calls.csv", "--data", "town")
    assert out.returncode == 0
    rows = list(csv.DictReader((desk.folder / "calls.csv").read_text().splitlines()))
    filled = {(CROZIER, "residential"): "yes", (CROZIER, "waiting_days"): "4"}
    for one in rows:
        one["answer"], one["day"] = filled.get((one["program"], one["ask"]), ""), "2026-02-20"
    with (desk.folder / "filled.csv").open("w") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = desk("heard", "--sheet", "filled.csv", "--data", "town")
    assert (done.returncode, done.stderr) == (0, "")
    said = " ".join(done.stdout.split())
    assert "Catholic Charities, Crozier House in Worcester, February 20, 2026" in said
    assert "Residential level 3.5: yes. The list says that it may be so." in said
    assert "Days to wait: 4. It was not reported before." in said
    assert "waiting_days" not in said
    crozier = listed(desk("--option", "residential", "--format", "csv", "--data", "town", *TODAY))[CROZIER]
    assert (crozier["fits"], crozier["remarks"].split(". ")[-1]) == (
        "yes", "The wait was 4 days when someone called on February 20, 2026.",
    )  # fmt: skip


def pasted(done) -> list[str]:
    """The commands to type next as they stand: on one line, or with a backslash where the line ends."""
    found = re.findall("`(iopcli [^`]+)`", done.stdout)
    assert all(" \\\n" in command or "\n" not in command for command in found)
    return [command.replace("\\\n", "") for command in found]


def test_every_command_to_type_next_works_as_it_is_pasted(desk, run):
    """It names the folder that was typed; what the environment names needs no word."""
    shutil.copytree(desk.folder / "town", desk.folder / "our town")
    given = ("--data", "our town")
    shutil.copy(ROOT / "tests" / "people" / "medicaid.toml", desk.folder / "me.toml")
    named = []
    for columns in ("60", "80", "120"):
        env = {"COLUMNS": columns}
        named += [
            *pasted(desk(*given, env=env)),
            *pasted(desk("--call-sheet", *given, env=env)),
            *pasted(desk("heard", CROZIER, "medicaid=yes", *given, env=env)),
            *pasted(desk("import", EXAMPLE.name, "-o", "our town", env=env)),
        ]
        for words in (
            ("show", CROZIER, "--all"), ("compare", CROZIER, "iop", "--all"), ("list",), ("topics",),
            ("match", "--answers", "me.toml", "--full"), ("match", "--answers", "me.toml", "--table"),
            ("path", CROZIER, "--all"), ("week", CROZIER, "--all"), ("rules",), ("ask", "what", "is", "an", "iop"),
        ):  # fmt: skip
            named += pasted(run(*words, *given, cwd=desk.folder, env=env))
    assert len(named) > 60
    for command in dict.fromkeys(named):
        assert "--data 'our town'" in command
        placed = command.replace(" ID ", f" {CROZIER} " if "heard" in command else " editors ")
        again = run(*shlex.split(placed.replace(" ZIP ", " 01608 "))[1:], cwd=desk.folder)
        assert again.returncode in (0, 3), command  # 3 where the list is too old by now
        assert again.stderr == "", command
    environment = desk(env={"IOPCLI_DATA": "our town"})
    assert "--data" not in environment.stdout


def test_a_mistyped_name_says_where_local_programs_are_with_the_folder_that_was_typed(desk, run):
    done = run("week", "xyzzy", "--data", "town", cwd=desk.folder)
    assert "`iopcli programs --data town` lists local programs." in done.stderr
    done = run("week", "xyzzy", cwd=desk.folder, env={"IOPCLI_DATA": "town"})
    assert "`iopcli programs` lists local programs." in done.stderr


def test_newer_answers_stand_over_older_ones(desk):
    for day, wait in (("2026-02-10", 9), ("2026-02-20", 3), ("2026-02-01", 20)):
        desk("heard", "Catholic Charities, Crozier House", f"waiting_days={wait}", "--day", day, "--data", "town")
    said = " ".join(desk("--near", "01610", "--data", "town", *TODAY).stdout.split())
    assert "The wait was 3 days when someone called on February 20, 2026." in said
    kept = (desk.folder / "town" / "programs" / "heard.toml").read_text()
    assert kept.count("[[call]]") == 3


def test_nothing_about_a_caller_can_be_kept(desk):
    before = everything(desk.folder / "town")
    done = desk("heard", CROZIER, "caller=Jane Roe", "note=called for Jane Roe", "medicaid=Jane", "--data", "town")
    assert (done.returncode, done.stdout, everything(desk.folder / "town")) == (2, "", before)
    assert "3 problems in what was heard, and nothing was kept" in done.stderr
    assert "Jane" not in done.stderr


def test_check_lists_what_is_old(desk):
    fresh = desk("check", "--data", "town", *TODAY)
    assert (fresh.returncode, fresh.stderr) == (0, "")
    old = desk("check", "--data", "town", "--today", "2026-12-01")
    assert old.returncode == 3
    assert "469 days old, which is more than a year" in " ".join(old.stdout.split())


def test_gaps_of_answers_and_of_a_batch(desk):
    shutil.copy(ROOT / "examples" / "answers.toml", desk.folder)
    place = ("--near", "01608", "--within", "20", "--data", "town")
    done = desk("gaps", "--answers", "answers.toml", *place)
    assert (done.returncode, done.stderr) == (0, "")
    assert "too few people to count" in done.stdout
    (desk.folder / "results.csv").write_text("id,at_least\n" + "1,iop\n" * 15 + "2,inpatient\n" * 3)
    table = json.loads(desk("gaps", "--results", "results.csv", *place, "-f", "json").stdout)
    assert table["schema"] == "iopcli/programs-gaps/1"
    assert [one["people"] for one in table["gaps"]] == [None, None]


def test_a_program_stands_where_an_option_does(desk, run):
    done = run("compare", "lake-avenue-recovery-llc-01605-2d42.iop", "php", "--data", "town", cwd=desk.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "like iop" in done.stdout
    assert "Lists like this one" in " ".join(
        run("show", "Crozier House", "--data", "town", cwd=desk.folder).stdout.split()
    )


def test_match_says_which_plans_can_be_had_near_here(desk, run):
    shutil.copy(ROOT / "examples" / "answers.toml", desk.folder)
    plain = run("match", "--answers", "answers.toml", "-f", "json", cwd=desk.folder)
    near = ("--near", "01608", "--within", "20", "--data", "town")
    done = run("match", "--answers", "answers.toml", *near, "-f", "json", cwd=desk.folder)
    assert done.returncode == plain.returncode
    without, with_ = json.loads(plain.stdout), json.loads(done.stdout)
    available = with_.pop("available")
    assert "available" not in without
    assert with_["plans"] == without["plans"]
    assert [plan["options"] for plan in available["plans"]] == [plan["options"] for plan in with_["plans"]]
    iop = next(one for one in available["options"] if one["option"] == "iop")
    assert (iop["here"], iop["report"], iop["nearest"]) == ("yes", 7, "renewal-integrative-01608-kj4k")
    screen = " ".join(run("match", "--answers", "answers.toml", *near, cwd=desk.folder).stdout.split())
    assert "Within 20 miles of 01608: Intensive outpatient: 7 programs, nearest Renewal" in screen
    assert "Lists are often out of date, so call first." in screen


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--near", "01608"), "--near and --within go together"),
        (("--within", "5"), "--near and --within go together"),
        (("--near", "01608", "--within", "5"), "there are no local programs here"),
    ],
)  # fmt: skip
def test_match_refuses_half_a_place_before_any_question(words, said, run):
    done = run("match", "--set", "relapse_risk=2", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_an_overlay_of_programs_is_no_load_on_other_commands(desk, run):
    """No other command reads the lists: a broken one disturbs nobody."""
    (desk.folder / "town" / "programs" / "broken.toml").write_text("not TOML")
    assert run("list", "--data", "town", cwd=desk.folder).returncode == 0
    broken = desk("--data", "town")
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "programs/broken.toml" in broken.stderr


def test_a_list_is_a_source_that_can_be_read_in_full_and_so_are_those_of_a_program(desk, run):
    list_ = "findtreatment-2025-08-19"
    done = run("sources", list_, "--data", "town", cwd=desk.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"FindTreatment.gov: {EXAMPLE.name}" in " ".join(done.stdout.split())
    done = run("sources", "--option", CROZIER, "--data", "town", "--format", "csv", cwd=desk.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert list_ in done.stdout
