"""`iopcli handout`: what is typed, where the page goes, and which code it ends with."""

import json
import re

import pytest
from support.command_line import hooked
from support.environment import ROOT

HEADER = ("Name", "Street", "Town", "State", "Zip")
PAIR = ("handout", "iop", "php")
CALM = "danger_now = false\nwithdrawal = 1\nrelapse_risk = 2\nliving_situation = 3\npayer = 'medicaid'\n"


@pytest.fixture
def answers(tmp_path):
    """A file of answers."""

    def made(text=CALM):
        path = tmp_path / "answers.toml"
        path.write_text(text)
        return str(path)

    return made


def test_without_a_file_the_whole_page_is_printed_as_text(run, tmp_path):
    done = run(*PAIR)
    assert (done.returncode, done.stderr) == (0, "")
    path = tmp_path / "page.txt"
    assert run(*PAIR, "-o", str(path)).returncode == 0
    assert done.stdout == path.read_text()
    assert done.stdout.startswith("To take home\n============\n")
    assert "\nNext steps\n" in done.stdout
    assert "\nWhom to call\n" in done.stdout


@pytest.mark.parametrize("end", ["html", "md", "csv", "json", "svg"])
def test_the_name_after_o_says_the_format(run, tmp_path, end):
    path = tmp_path / f"page.{end}"
    done = run(*PAIR, "-o", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"wrote {path}\n")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_pdf_starts_as_one(run, tmp_path):
    pytest.importorskip("weasyprint")
    path = tmp_path / "page.pdf"
    assert run(*PAIR, "-o", str(path)).returncode == 0
    assert path.read_bytes().startswith(b"%PDF-1.7")


def test_json_has_the_tag_of_its_contract(run):
    assert json.loads(run(*PAIR, "-f", "json").stdout)["schema"] == "iopcli/handout/1"


def test_answers_choose_the_plans_and_who_pays(run, answers):
    made = json.loads(run("handout", "--answers", answers(), "-f", "json").stdout)
    assert made["payer"] == "medicaid"
    assert [one["id"] for one in made["options"]] == [
        "+".join(one["options"]) for one in made["recommendation"]["plans"][:2]
    ]
    named = json.loads(run(*PAIR, "--answers", answers(), "--payer", "medicare", "-f", "json").stdout)
    assert [one["id"] for one in named["options"]] == ["iop", "php"]
    assert named["payer"] == "medicare"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (CALM, 0),
        (CALM.replace("danger_now = false", "danger_now = true"), 10),
        ("pregnant = true\nage_group = 'child'\n", 4),
    ],
    ids=["calm", "danger", "no answer"],
)
def test_the_code_says_what_was_found(run, answers, text, code):
    done = run("handout", "--answers", answers(text))
    assert done.returncode == code
    assert bool(done.stdout) is (code != 4)


def test_nothing_to_hand_out_is_refused_with_two_ways_on(run):
    done = run("handout")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is nothing to hand out" in done.stderr
    assert "`iopcli handout iop php`" in done.stderr
    assert "--answers FILE" in done.stderr


def test_an_option_named_twice_is_refused(run):
    done = run("handout", "iop", "2.1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "`iop`  is named twice" in done.stderr


def test_more_options_than_a_page_has_room_for_are_refused(run):
    done = run("handout", "iop", "php", "wait", "detox", "otp")
    assert (done.returncode, done.stdout) == (2, "")
    assert "a printed page has room for 4 options, and 5 are named" in done.stderr


def test_a_file_that_is_there_is_left_alone(run, tmp_path, answers):
    path = tmp_path / "page.html"
    path.write_text("mine")
    assert run(*PAIR, "-o", str(path)).returncode == 5
    assert path.read_text() == "mine"
    given = answers()
    done = run("handout", "--answers", given, "-o", given, "-f", "html", "--force")
    assert done.returncode == 2
    assert "an output is a file that is read" in done.stderr


def test_without_the_pdf_library_it_ends_with_5_says_two_ways_on_and_writes_nothing(tmp_path):
    done = hooked("import sys\nsys.modules['weasyprint'] = None\n", tmp_path, *PAIR, "-o", "page.pdf")
    assert (done.returncode, done.stdout) == (5, "")
    assert "a PDF needs WeasyPrint, which is not installed" in done.stderr
    assert "write .html and print it from the browser" in done.stderr
    assert "pip install 'iopcli[pdf]'" in done.stderr
    assert not [path for path in tmp_path.iterdir() if path.is_file()]


def test_saved_ways_are_drawn_and_their_starts_stand_side_by_side(run, tmp_path):
    ways = str(tmp_path / "ways.json")
    assert run("path", "detox,iop", "php", "--weeks", "php=3", "--wait", "14", "-o", ways).returncode == 0
    done = run("handout", "--path", ways, "-f", "json")
    assert (done.returncode, done.stderr) == (0, "")
    made, saved = json.loads(done.stdout), json.loads((tmp_path / "ways.json").read_text())
    assert [one["stops"] for one in made["paths"]["ways"]] == [one["stops"] for one in saved["ways"]]
    assert [one["id"] for one in made["options"]] == ["detox", "php"]
    text = run("handout", "--path", ways).stdout
    assert "waiting for an opening, 14 days" in " ".join(text.split())
    assert "Partial hospitalization, 3 weeks;" in " ".join(text.split())


def test_paths_from_urgent_answers_are_handed_out_only_with_what_to_do(run, tmp_path, answers):
    told = answers(CALM + "withdrawal_history = 'seizure_or_delirium'\nsubstances = ['alcohol']\n")
    ways = str(tmp_path / "ways.json")
    urgent = run("path", "--answers", told, "-o", ways).returncode
    assert urgent in (3, 10)
    alone = run("handout", "--path", ways)
    assert (alone.returncode, alone.stdout) == (4, "")
    assert "ways.json is from answers that cannot wait" in alone.stderr
    assert "--answers FILE" in alone.stderr
    assert run("handout", "--path", ways, "--answers", told).returncode == urgent


def test_one_standard_input_is_one_thing(run):
    done = run("handout", "--answers", "-", "--path", "-")
    assert done.returncode == 2
    assert "handout reads one thing from standard input" in done.stderr


def test_batch_hands_out_the_same_page(run, tmp_path, answers):
    table = tmp_path / "in.csv"
    table.write_text("danger_now,withdrawal,relapse_risk,living_situation,payer\nno,1,2,3,medicaid\n")
    assert (
        run("batch", str(table), "--handouts", str(tmp_path / "pages"), "-o", str(tmp_path / "o.csv")).returncode == 0
    )
    assert run("handout", "--answers", answers(), "-o", str(tmp_path / "page.html")).returncode == 0
    assert (tmp_path / "pages" / "r000001.html").read_text() == (tmp_path / "page.html").read_text()


def test_a_local_program_is_called_by_its_own_number_and_its_list_has_a_date(run, tmp_path):
    town = str(tmp_path / "town")
    listed = str(ROOT / "examples" / "findtreatment-2025-08-19.csv")
    assert run("programs", "import", listed, "-o", town).returncode in (0, 3)
    done = run("handout", "nulife-behavioral-health-01608", "adcare-outpatient-worcester-01605", "--data", town)
    assert done.returncode == 0
    text = " ".join(done.stdout.split())
    assert "Call: NuLife Behavioral Health (Outpatient Services) - Call 508-203-6770." in text
    assert "This list is from August 19, 2025. Lists like this one are often out of date, so call first" in text
    assert done.stdout.count("\n- How will we know if once a week is not enough?\n") == 1


def test_programs_of_one_name_stand_apart_by_their_city_or_street_and_each_has_its_own_line(run, tmp_path):
    town = str(tmp_path / "town")
    list_ = tmp_path / "list-2026-01-02.csv"
    list_.write_text(
        "Name,Street,Town,State,Zip,IOP\nElm House,1 A Street,Lowell,MA,01852,yes\n"
        "Elm House,2 B Street,Lowell,MA,01852,yes\nElm House,3 C Street,Lynn,MA,01901,yes\n"
    )
    columns = ("name", "street", "city", "state", "zip")
    named = "".join(f'{field} = "{column}"\n' for field, column in zip(columns, HEADER, strict=True))
    (tmp_path / "map.toml").write_text(f'[columns]\n{named}[flags]\niop = "IOP"\n')
    assert run("programs", "import", str(list_), "--map", str(tmp_path / "map.toml"), "-o", town).returncode == 0
    ids = [one.split(",")[0] for one in run("programs", "-f", "csv", "--data", town).stdout.splitlines()[1:]]
    done = run("handout", *ids, "--data", town, env={"COLUMNS": "200"})
    assert done.returncode == 0
    for name in ("Elm House, 1 A Street, Lowell", "Elm House, 2 B Street, Lowell", "Elm House, Lynn"):
        assert f"Call: {name}\n" in done.stdout
    sheet = done.stdout.partition("Call sheet")[2].partition("Next steps")[0]
    named = re.findall(r"(Elm House[^:\n]*): _", sheet)
    assert named
    assert set(named) == {"Elm House, 1 A Street, Lowell", "Elm House, 2 B Street, Lowell", "Elm House, Lynn"}
    one = run("handout", f"{ids[0]}", f"{ids[0]}.iop", "--data", town)
    assert one.stdout.count("column 1: _") == one.stdout.count("column 2: _") > 0
