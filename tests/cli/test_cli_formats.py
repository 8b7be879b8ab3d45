"""Every command in every format: it ends well, and carries what no result goes without."""

import csv
import io
import json
from xml.etree import ElementTree

import html5lib
import pytest

PAGES = ("table", "text", "markdown", "html", "svg")
ABOUT_CARE = {
    "compare": ("compare", "iop", "php", "-a", "sleep", "--all"),
    "list": ("list", "--all"),
    "show": ("show", "wait", "--all"),
    "sources": ("sources", "--option", "wait", "--all"),
    "topics": ("topics", "--all"),
    "topic": ("topics", "payment", "--all"),
    "match": ("match", "--set", "relapse_risk=2", "--set", "living_situation=3", "--full"),
    "rules": ("rules", "--question", "living_situation", "--all"),
}
SCHEMAS = {
    "compare": "iopcli/comparison/1",
    "list": "iopcli/list/1",
    "show": "iopcli/option/1",
    "sources": "iopcli/sources/1",
    "topics": "iopcli/topics/1",
    "topic": "iopcli/topic/1",
    "match": "iopcli/recommendation/1",
    "rules": "iopcli/rules/1",
    "check": "iopcli/check/1",
}
COMMANDS = {**ABOUT_CARE, "check": ("data", "check")}


def words_in(format_: str, text: str) -> str:
    """The words a reader sees, in one line: without tags, escapes, and blanks that a layout adds."""
    if format_ == "html":
        text = " ".join(html5lib.parse(text, namespaceHTMLElements=False).itertext())
    elif format_ == "svg":
        text = " ".join(ElementTree.fromstring(text).itertext())
    elif format_ == "markdown":
        text = text.replace("\\", "")
    return " ".join(text.split())


@pytest.mark.parametrize("format_", PAGES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_page_says_which_dataset_it_rests_on(command, format_, run, dataset):
    done = run(*COMMANDS[command], "--format", format_)
    assert (done.returncode, done.stderr) == (0, "")
    page = words_in(format_, done.stdout)
    assert f"Dataset {dataset.about.version}, as of {dataset.about.as_of}" in page
    if command in ABOUT_CARE:
        assert "In danger now? Call 911. Call or text 988." in page
        assert dataset.help.statement in page
        for line in (one for one in dataset.help.line if one.everywhere):
            assert f"{line.name}: " in page
            assert line.number in page


@pytest.mark.parametrize("command", COMMANDS)
def test_json_has_the_dataset_the_crisis_lines_and_the_statement(command, run, dataset):
    done = run(*COMMANDS[command], "-f", "json")
    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    assert result["schema"] == SCHEMAS[command]
    assert result["dataset"] == {
        "version": dataset.about.version,
        "as_of": str(dataset.about.as_of),
        "sha256": dataset.sha256,
        "review_by": str(dataset.about.review_by),
        "overlays": [],
    }
    assert [line["number"] for line in result["help"]] == [line.number for line in dataset.help.line if line.everywhere]
    assert result["danger"] == list(dataset.help.danger)
    assert result["statement"] == dataset.help.statement


@pytest.mark.parametrize("command", COMMANDS)
def test_csv_has_a_header_and_rows_as_wide(command, run):
    done = run(*COMMANDS[command], "-f", "csv")
    assert (done.returncode, done.stderr) == (0, "")
    header, *rows = csv.reader(io.StringIO(done.stdout, newline=""))
    assert all(header)
    assert rows
    assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("format_", ["json", "html", "svg"])
def test_the_same_command_gives_the_same_bytes(format_, run):
    words = ("compare", "iop", "php", "-a", "sleep", "-f", format_)
    first, second = (
        run(*words, env={"PYTHONHASHSEED": seed, "TZ": zone}) for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    )
    assert first.stdout
    assert first.stdout == second.stdout
