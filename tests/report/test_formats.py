"""Which format a result is written in, and that every format writes every result."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.datasets import SMALL, side_by_side
from support.match_cases import RESULTS as DECIDED
from support.match_cases import SMALL_MATCH, taken_home

from iopcli.errors import OutputError, UsageError, describe
from iopcli.report.formats import SUFFIXES, Format, chosen, emit
from iopcli.results.data_check import data_check
from iopcli.results.list import list_options
from iopcli.results.show import show
from iopcli.results.sources import sources
from iopcli.results.topics import topic, topics

RESULTS = {
    "compare": lambda: side_by_side(),
    "show": lambda: show(SMALL, SMALL.options["iop"]),
    "list": lambda: list_options(SMALL),
    "sources": lambda: sources(SMALL),
    "topics": lambda: topics(SMALL),
    "topic": lambda: topic(SMALL, "payment"),
    "term": lambda: topic(SMALL, "iop"),
    "check": lambda: data_check(SMALL, date(2020, 2, 3)),
    "handout": lambda: taken_home(SMALL_MATCH, "settled", "staff"),
    **{name: lambda make=make: make(SMALL_MATCH) for name, make in DECIDED.items()},
}


@pytest.mark.parametrize(
    ("suffix", "format_"),
    [
        ("txt", "text"), ("text", "text"), ("json", "json"), ("csv", "csv"), ("md", "markdown"),
        ("markdown", "markdown"), ("html", "html"), ("htm", "html"), ("svg", "svg"), ("SVG", "svg"), ("Html", "html"),
    ],
)  # fmt: skip
def test_the_name_of_a_file_says_its_format(suffix: str, format_: str):
    assert chosen(None, Path(f"a.b/out.{suffix}")) is Format(format_)


def test_what_was_asked_for_wins_over_the_name_and_a_screen_gets_a_table():
    assert chosen(Format.csv, Path("out.json")) is Format.csv
    assert chosen(Format.csv, None) is Format.csv
    assert chosen(None, None) is Format.table


@pytest.mark.parametrize("name", ["out", "out.rtf", "out.", ".json", "html/out", "out.json.bak"])
def test_a_name_that_says_nothing_is_refused(name: str):
    with pytest.raises(UsageError) as refused:
        chosen(None, Path(name))
    assert describe(refused.value) == (
        "error: the name of the output file does not say which format\n\n"
        f"hint: end the name in {', '.join(SUFFIXES)}, or add --format"
    )


TEXTS = [one for one in Format if one is not Format.pdf]
"""The formats that are text; what a PDF holds is read in `test_handout_pdf.py`."""


@pytest.mark.parametrize("format_", TEXTS)
@pytest.mark.parametrize("result", RESULTS.values(), ids=list(RESULTS))
def test_every_format_writes_every_result_to_a_file(tmp_path: Path, capsys, result, format_: Format):
    path = tmp_path / "out"
    emit(result(), format_, path)
    said = capsys.readouterr()
    text = path.read_text("utf-8")
    assert (said.out, said.err) == ("", f"wrote {path}\n")
    assert text.endswith("\n")
    assert "\x1b" not in text
    assert all(not line.endswith((" ", "\t")) for line in text.splitlines()) or format_ in (Format.html, Format.svg)


@pytest.mark.parametrize("format_", [Format.json, Format.csv, Format.markdown, Format.html, Format.svg])
def test_a_file_and_standard_output_get_the_same(tmp_path: Path, capsys, format_: Format):
    emit(side_by_side(), format_, tmp_path / "out")
    emit(side_by_side(), format_)
    assert capsys.readouterr().out == (tmp_path / "out").read_text("utf-8")


CARE = [name for name in RESULTS if name != "check"]
PAGES = [Format.table, Format.text, Format.markdown, Format.html]


@pytest.mark.parametrize("format_", PAGES)
@pytest.mark.parametrize("name", CARE)
def test_no_page_about_care_goes_without_whom_to_call_and_what_this_is_not(tmp_path: Path, name: str, format_: Format):
    path = tmp_path / "out"
    emit(RESULTS[name](), format_, path)
    text = " ".join(path.read_text("utf-8").split())
    assert "In danger now? Call 111. Call or text 222." in text
    assert "chat at line.example" in text
    assert "This made-up tool is not medical advice." in text
    assert "Dataset 0.1, as of 2020-02-03, to be reviewed by 2021-02-03." in text


@pytest.mark.parametrize("format_", [one for one in TEXTS if one is not Format.csv])
def test_every_result_names_the_overlays_it_rests_on(tmp_path: Path, format_: Format):
    from msgspec.structs import replace

    path = tmp_path / "out"
    emit(side_by_side(replace(SMALL, overlays=("northside",))), format_, path)
    assert "northside" in path.read_text("utf-8")


def test_a_file_that_is_there_is_left_alone(tmp_path: Path):
    path = tmp_path / "out.json"
    path.write_text("mine")
    with pytest.raises(OutputError):
        emit(side_by_side(), Format.json, path)
    assert path.read_text() == "mine"
    emit(side_by_side(), Format.json, path, force=True)
    assert path.read_text() != "mine"
