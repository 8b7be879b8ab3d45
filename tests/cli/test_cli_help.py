"""`--help`, `--version`, `data path` and `data schema`: what the program says about itself."""

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
import tomli
from support.command_line import shell
from support.environment import ROOT
from support.questionnaire import CTRL_D, Sitting

from iopcli import __version__
from iopcli.cli.commands import COMMANDS, loaded

HEADINGS = ["Compare", "Decide", "Ask", "Batch", "Data and setup"]
KINDS = (
    "options", "attributes", "sources", "topics", "terms", "questions", "rules", "vignettes", "instruments",
    "asking", "parts", "waiting", "coverage", "dangers", "asked", "help", "selfcheck", "dataset",
)  # fmt: skip


@pytest.mark.parametrize("word", ["--version", "version"])
def test_version_is_the_packages(word, run):
    done = run(word)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"iopcli {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_table_of_commands_says_what_each_command_says_of_itself(command):
    assert loaded(command).get_short_help_str(limit=500) == COMMANDS[command].summary


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_names_every_command_and_whom_to_call(flag, run):
    done = run(flag)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.findall(r"^  ([a-z]+)  +[A-Z]", done.stdout, re.MULTILINE) == [c for c in COMMANDS if " " not in c]
    assert [one for one in re.findall(r"^(\w[\w ]*):$", done.stdout, re.MULTILINE) if one != "Options"] == HEADINGS
    assert "..." not in done.stdout.partition("Compare:")[2]
    assert "In danger now? In the US call 911. In crisis, call or text 988." in " ".join(done.stdout.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_says_how_it_is_used(command, run):
    done = run(*command.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: iopcli {command} ")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_help_is_what_the_option_says(run):
    assert run("help").stdout == run("--help").stdout
    for command in COMMANDS:
        assert run("help", *command.split()).stdout == run(*command.split(), "--help").stdout


@pytest.fixture
def desk(tmp_path, run):
    """A folder with the files that the examples name."""
    shutil.copy(ROOT / "examples" / "intakes.csv", tmp_path)
    shutil.copytree(ROOT / "examples" / "northside", tmp_path / "northside")
    for name in ("findtreatment-2025-08-19.csv", "findtreatment.json"):
        shutil.copy(ROOT / "examples" / name, tmp_path)
    run("programs", "import", "findtreatment-2025-08-19.csv", "-o", "town", cwd=tmp_path)
    (tmp_path / "calls.csv").write_text("program,ask,answer\nhector-reyes-house-01610,waiting_days,3\n")
    shutil.copy(ROOT / "examples" / "answers.toml", tmp_path / "may.toml")
    (tmp_path / "out.csv").write_text("id,at_least\n1,iop\n")
    for name, risk in (("may", 1), ("august", 3)):
        run("match", "--set", f"relapse_risk={risk}", "--save", f"{name}.json", cwd=tmp_path)
    return tmp_path


LOOK = (0, 3)
"""How an example ends that may find something to look at: a list grows old."""


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_ends_with_two_examples_that_run(command, run, desk):
    _, _, said = run(*command.split(), "--help").stdout.rpartition("\n  Examples:\n")
    examples = [line.strip() for line in said.splitlines()]
    assert len(examples) == 2
    for number, example in enumerate(examples):
        if example.startswith("iopcli check") or "--draft" in example:
            sitting = Sitting(line=f"cd {desk} && {example}")
            assert "1 of about" in sitting.opening()
            sitting.press(CTRL_D)
            while sitting.asks:
                sitting.press(CTRL_D)
            assert sitting.end().code in (0, 3)
            continue
        line = example.replace("-o results.csv", f"-o results{number}.csv")
        alone = not set(line) & set("|><;&$*'\"")
        done = run(*line.split()[1:], cwd=desk) if alone else shell(line, cwd=desk, COLUMNS="80")
        ends = LOOK if example.startswith("iopcli programs check") else (0,)
        assert done.returncode in ends, f"{example}: {done.stderr}"
        assert "error:" not in done.stderr
        assert done.stdout or "-o " in example


def test_alone_it_says_in_ten_lines_what_to_type_and_the_lines_run(run):
    done = run()
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr, len(lines)) == (0, "", 10)
    assert "In danger now? In the US call 911. In crisis, call or text 988." in lines
    examples = [line.removeprefix("  iopcli ") for line in lines if line.startswith("  iopcli ")]
    assert len(examples) == 3
    for example in examples:
        assert run(*example.split()).returncode == 0


@pytest.mark.parametrize("columns", [20, 60, 80, 120])
def test_alone_it_keeps_to_the_width_of_the_screen(columns, run):
    said = run(env={"COLUMNS": str(columns)}).stdout
    assert [line for line in said.splitlines() if len(line) > columns] == []


@pytest.mark.parametrize("flag", ["--kind", "--sleep", "--supervision", "--medication"])
def test_help_names_the_words_that_a_filter_takes(flag, run, dataset):
    text = " ".join(run("list", "--help").stdout.split())
    said = re.search(rf"{flag} [A-Z]+ (.*?\.) --", text)[1]
    attribute = {"--medication": "medications"}.get(flag, flag.removeprefix("--"))
    known = [word.id for word in dataset.attributes[attribute].word] if flag != "--kind" else KNOWN_KINDS
    assert set(re.findall(r"[a-z]+(?:-[a-z]+)*", said)) - {"ne", "of", "t", "least", "or"} == set(known)


KNOWN_KINDS = ["setting", "withdrawal", "medication", "housing", "support", "baseline"]


def test_data_path_is_the_folder_of_the_dataset(run):
    done = run("data", "path")
    assert (done.returncode, done.stderr) == (0, "")
    assert (Path(done.stdout.removesuffix("\n")) / "dataset.toml").is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one_and_holds_for_the_files_it_is_for(kind, run):
    done = run("data", "schema", kind)
    assert (done.returncode, done.stderr) == (0, "")
    schema = json.loads(done.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    folder = Path(run("data", "path").stdout.strip())
    files = sorted(folder.glob(f"{kind}/*.toml")) or [folder / f"{kind}.toml"]
    validator = jsonschema.Draft202012Validator(schema)
    for file in files[:3]:
        table = json.loads(json.dumps(tomli.loads(file.read_text()), default=str))
        assert [error.message[:200] for error in validator.iter_errors(table)] == []
    assert list(validator.iter_errors({"no such key": 1, "id": 5}))


def test_the_schema_of_options_is_the_default_and_knows_the_rows_of_an_overlay(run, overlay):
    assert run("data", "schema").stdout == run("data", "schema", "options").stdout
    row = (
        '[[attribute]]\nid = "parking"\nlabel = "Parking"\nmeaning = "Where to park."\ngroup = "place"\ntype = "text"\n'
    )
    folder = overlay({"attributes.toml": row})
    facts = json.loads(run("data", "schema", "--data", str(folder)).stdout)["properties"]["facts"]["properties"]
    assert facts["parking"]["description"] == "Where to park."
