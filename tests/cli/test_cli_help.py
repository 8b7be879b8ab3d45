"""`--help`, `--version`, `data path` and `data schema`: what the program says about itself."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import tomli

from iopcli import __version__

COMMANDS = (
    "list",
    "show",
    "compare",
    "match",
    "batch",
    "check",
    "review",
    "rules",
    "score",
    "ask",
    "topics",
    "sources",
    "data",
    "data check",
    "data schema",
    "data path",
)
KINDS = (
    "options", "attributes", "sources", "topics", "terms", "questions", "rules", "vignettes", "instruments",
    "asking", "parts", "dangers", "asked", "help", "selfcheck", "dataset",
)  # fmt: skip


def test_version_is_the_packages(run):
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"iopcli {__version__}\n", "")


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_names_every_command_and_whom_to_call(flag, run):
    done = run(flag)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.findall(r"^  ([a-z]+)  +[A-Z]", done.stdout, re.MULTILINE) == [c for c in COMMANDS if " " not in c]
    assert "In danger now? In the US call 911. In crisis, call or text 988." in " ".join(done.stdout.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_says_how_it_is_used(command, run):
    done = run(*command.split(), "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: iopcli {command} ")
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize("command", ["list", "show", "compare", "match", "rules", "ask", "topics", "sources"])
def test_the_example_in_the_help_runs(command, run):
    (example,) = re.findall(r"Example: iopcli (.+)", run(command, "--help").stdout)
    done = run(*example.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


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
