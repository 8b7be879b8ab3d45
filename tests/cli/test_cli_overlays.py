"""`--data DIR` and `IOPCLI_DATA`: a site's own programs and prices, marked in every format; and what is refused."""

import csv
import json
import os

import pytest
from support.environment import ROOT

NAME_A_FOLDER = "name a folder of TOML files, with --data or in IOPCLI_DATA"
NORTHSIDE = str(ROOT / "examples" / "northside")
TWO = ("compare", "northside-evening", "harbor-house", "-a", "hours_per_week,cost_per_week")
PRICE = """\
id = "{id}"
[facts.cost_per_week]
typical = {price}
basis = "cash"
year = 2026
sources = ["editors"]
confidence = "judgement"
"""


def result_of(done):
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def price(done):
    (row,) = result_of(done)["rows"]
    return [cell["value"]["typical"] for cell in row["cells"]]


def test_the_example_overlay_is_sound(run):
    done = run("data", "check", "--data", NORTHSIDE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Is the dataset sound? Yes." in done.stdout


def test_json_and_csv_say_what_is_local_and_what_is_taken_from_another_option(run):
    result = result_of(run("compare", "northside-evening", "php", "-f", "json", "--data", NORTHSIDE))
    assert result["dataset"]["overlays"] == ["northside"]
    program, php = result["options"]
    assert (program["local"], program["like"]) == ("northside", "iop")
    assert (php["local"], php["like"]) == ("", "")
    cells = {row["attribute"]: row["cells"] for row in result["rows"]}
    assert [(cell["local"], cell["like"]) for cell in cells["cost_per_week"]] == [("northside", ""), ("northside", "")]
    assert [(cell["local"], cell["like"]) for cell in cells["supervision"]] == [("", "iop"), ("", "")]
    rows = run("compare", "northside-evening", "php", "-f", "csv", "--data", NORTHSIDE).stdout.splitlines()
    marks = {(row["option"], row["attribute"]): (row["local"], row["like"]) for row in csv.DictReader(rows)}
    assert marks["northside-evening", "hours_per_week"] == ("northside", "")
    assert marks["northside-evening", "length_days"] == ("", "iop")
    assert marks["php", "hours_per_week"] == ("", "")


@pytest.mark.parametrize("format_", ["table", "text", "markdown", "html", "svg"])
def test_every_page_says_what_is_local(format_, run):
    done = run("compare", "northside-evening", "php", "-f", format_, "--data", NORTHSIDE)
    assert (done.returncode, done.stderr) == (0, "")
    page = " ".join(done.stdout.replace("&#160;", " ").replace("\\", "").split())
    assert "local: northside" in page
    assert "like iop" in page or "as iop" in page
    assert "555-0100" in page
    if format_ != "svg":
        assert "With the overlay northside on top." in page


def test_local_programs_are_found_by_their_names_and_listed_in_order(run, dataset):
    for name in ("northside iop", "NORTHSIDE", "Northside evening program"):
        assert result_of(run("show", name, "-f", "json", "--data", NORTHSIDE))["option"]["id"] == "northside-evening"
    ids = [one["option"]["id"] for one in result_of(run("list", "-f", "json", "--data", NORTHSIDE))["options"]]
    assert set(ids) == {*dataset.options, "northside-evening", "harbor-house"}
    assert ids.index("iop") < ids.index("northside-evening") < ids.index("php")


def test_the_environment_lays_the_same_overlay_as_the_flag(run):
    flag = run(*TWO, "--data", NORTHSIDE)
    assert (flag.returncode, flag.stderr) == (0, "")
    assert run(*TWO, env={"IOPCLI_DATA": NORTHSIDE}).stdout == flag.stdout
    assert run(*TWO, env={"IOPCLI_DATA": f"{os.pathsep}{NORTHSIDE}{os.pathsep}"}).stdout == flag.stdout


def test_the_last_layer_wins_and_the_flag_comes_after_the_environment(run, overlay):
    words = ("compare", "iop", "php", "-a", "cost_per_week", "-f", "json")
    one, two, three = (
        str(overlay({f"options/{id_}.toml": PRICE.format(id=id_, price=number) for id_ in ("iop", "php")}, name))
        for number, name in ((1, "one"), (2, "two"), (3, "three"))
    )
    assert price(run(*words, "--data", one, "--data", two)) == [2, 2]
    assert price(run(*words, "--data", two, "--data", one)) == [1, 1]
    assert price(run(*words, "--data", two, env={"IOPCLI_DATA": f"{one}{os.pathsep}{three}"})) == [2, 2]
    layered = result_of(run(*words, "--data", two, env={"IOPCLI_DATA": f"{one}{os.pathsep}{three}"}))
    assert layered["dataset"]["overlays"] == ["one", "three", "two"]


def test_an_overlay_changes_the_hash_and_only_its_own_cells(run, overlay):
    words = ("compare", "iop", "php", "-a", "cost_per_week,sleep", "-f", "json")
    plain = result_of(run(*words))
    changed = result_of(run(*words, "--data", str(overlay({"options/iop.toml": PRICE.format(id="iop", price=7)}))))
    assert plain["dataset"]["sha256"] != changed["dataset"]["sha256"]
    for before, after in zip(plain["rows"], changed["rows"], strict=True):
        same = [a == b for a, b in zip(before["cells"], after["cells"], strict=True)]
        assert same[0] is (before["attribute"] != "cost_per_week")


def test_a_problem_that_a_reviewer_would_see_is_3_and_stands_in_the_report(run, overlay):
    folder = overlay({"options/iop.toml": 'id = "iop"\nsummary = "For an addict who wants care."\n'})
    done = run("data", "check", "--data", str(folder))
    assert (done.returncode, done.stderr) == (3, "")
    assert "Is the dataset sound? No." in done.stdout
    assert "Problems (1)" in done.stdout
    for format_ in ("csv", "html"):
        done = run("data", "check", "-f", format_, "--data", str(folder))
        assert (done.returncode, done.stderr) == (3, "")
        assert "addict" in done.stdout
    done = run("data", "check", "-o", "check.json", "--data", str(folder), cwd=folder.parent)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "wrote check.json\n")
    written = (folder.parent / "check.json").read_text()
    assert json.loads(written)["sound"] is False
    assert "addict" in written


def test_a_fact_past_its_date_is_a_warning_and_with_strict_a_problem(run, dataset):
    late = str(dataset.about.review_by.replace(year=dataset.about.review_by.year + 1))
    warned = run("data", "check", "--today", late)
    assert warned.returncode == 0
    assert "Warnings (" in warned.stdout
    strict = run("data", "check", "--today", late, "--strict")
    assert strict.returncode == 3
    assert "Problems (" in strict.stdout


BROKEN = {
    "attributes.toml": "a = 1 2\n",
    "help.toml": "[[line]]\nname = 'No id'\n",
    "notes.toml": "",
    "options/iop.toml": 'id = "iop"\n[facts.hours_per_weak]\nmin = 1\n[facts.cost_per_week]\nmin = "dear"\n',
    "options/new.toml": 'id = "new"\nlike = "nothing"\n',
    "sources.toml": b"[a]\ntitle = '\xff'\n",
    "terms.toml": "x" * (1024 * 1024 + 1),
}
WRONG = (
    "site/attributes.toml is not TOML: Expected newline or end of document after a statement (at line 1, column 7)",
    "site/help.toml line number 1 has no id",
    "site/notes.toml is not a file of a dataset",
    "site/options/iop.toml facts.cost_per_week min: needs a number and has text",
    "site/options/iop.toml facts.hours_per_weak `hours_per_weak` is not an attribute",
    "site/options/new.toml like = `nothing` is not an option's id",
    "site/sources.toml line 2 is not UTF-8",
    "site/terms.toml is larger than 1 MiB",
)
WORDS = [("compare", "iop", "php"), ("list",), ("data", "check"), ("data", "schema")]


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_everything_that_is_wrong_with_an_overlay_is_listed_at_once(words, run, overlay):
    folder = overlay(BROKEN)
    done = run(*words, "--data", "site", cwd=folder.parent)
    assert (done.returncode, done.stdout) == (2, "")
    lines = [" ".join(line.split()) for line in done.stderr.splitlines()]
    said = [line for line in lines if line.startswith("site/")]
    assert lines[0] == f"error: {len(said)} problems in the dataset and what is laid over it"
    assert set(WRONG) <= set(said)
    assert lines[-2:] == ["", "hint: run `iopcli data check` after each edit"]


def test_what_is_wrong_with_an_option_is_said_once_with_the_nearest_right_key_and_nothing_else(run, overlay):
    wrong = 'id = "iop"\nsumary = "x"\n[facts.hours_per_weak]\nmin = 1\n[facts.length_days]\nmin = "long"\nmax = 1\n'
    done = run("list", "--data", "site", cwd=overlay({"options/iop.toml": wrong}).parent)
    assert (done.returncode, done.stdout) == (2, "")
    lines = [" ".join(line.split()) for line in done.stderr.splitlines()]
    nearest = [line.partition(" or ")[0].rstrip("?") for line in lines if line.startswith("-> ")]
    assert nearest == ["-> did you mean `hours_per_week`", "-> did you mean `summary`"]
    assert [line for line in lines if line and not line.startswith("-> ")] == [
        "error: 3 problems in the dataset and what is laid over it",
        "site/options/iop.toml facts.length_days min: needs a number and has text",
        "site/options/iop.toml facts.hours_per_weak `hours_per_weak` is not an attribute",
        "site/options/iop.toml sumary is not a known key",
        "hint: run `iopcli data check` after each edit",
    ]


LEFT = {
    "missing": ("cannot be read as a folder: No such file or directory", NAME_A_FOLDER),
    "file": ("cannot be read as a folder: Not a directory", NAME_A_FOLDER),
    "empty": ("holds no TOML file", "see `iopcli data path` for one that does"),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_is_no_overlay_is_named(name, run, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    message, hint = LEFT[name]
    said = (
        f"error: 1 problem in the dataset and what is laid over it\n\n  {name}  {message}\n"
        f"  {' ' * len(name)}  -> {hint}\n\nhint: run `iopcli data check` after each edit\n"
    )
    done = run("show", "iop", "--data", name, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    by_environment = run("show", "iop", cwd=tmp_path, env={"IOPCLI_DATA": name})
    assert (by_environment.returncode, by_environment.stderr) == (2, said)
