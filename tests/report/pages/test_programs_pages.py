"""Pages of local programs at fixed width, from the real rows of the example, byte for byte."""

import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from support.golden import expected

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "programs"))
from support.program_lists import CSV, HOSTILE, imported, row, written

from iopcli.batch.programs_gaps import gaps
from iopcli.dataset.load import load
from iopcli.programs.store import HeardAnswer, KnownPrograms, Stored, with_heard
from iopcli.programs.wishes import ProgramSearch
from iopcli.report.formats import Format, written_as
from iopcli.report.pages import page, screen
from iopcli.report.writers.csv import csv_text
from iopcli.report.writers.terminal import plain
from iopcli.report.writers.text import linear
from iopcli.results.programs import programs
from iopcli.results.programs_check import programs_check
from iopcli.results.programs_heard import heard_report
from iopcli.results.programs_import import import_report

GOLDEN = Path(__file__).parents[2] / "golden" / "programs"
DATASET = load()
LIST = imported(CSV)
TOLD = [
    HeardAnswer("lake-avenue-recovery-llc-01605-2d42", "waiting_days", 5, date(2026, 2, 20)),
    HeardAnswer("lake-avenue-recovery-llc-01605-2d42", "medicaid", False, date(2026, 2, 20)),
    HeardAnswer("central-mass-clinical-01605-vbgm", "buprenorphine", True, date(2024, 2, 20)),
]
LISTS = {LIST.list.id: Stored(LIST.list, LIST.programs, "0" * 64)}
PLAIN = KnownPrograms({one.id: one for one in LIST.programs}, LISTS, ())
KNOWN = KnownPrograms(with_heard(PLAIN.programs, TOLD), LISTS, ())
TODAY = date(2026, 3, 1)
STAFF = ProgramSearch(("iop",), "medicaid", ("spanish",), ("pregnant",), ("buprenorphine",), near="01608", within=20)
RESIDENTIAL = ProgramSearch(("residential",), near="01608", within=3)


def asked(wanted: ProgramSearch = STAFF, *, sheet: bool = False):
    return programs(DATASET, KNOWN, wanted, TODAY, call_sheet=sheet)


def body(text: str) -> bytes:
    """A page without the dataset's own date, which changes with any fact."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("Dataset ")).encode()


OUTPUTS = {
    **{f"staff-{width}.txt": lambda width=width: plain(screen(asked()), width) for width in (60, 80, 120)},
    "residential-80.txt": lambda: plain(screen(asked(RESIDENTIAL)), 80),
    "residential-linear-80.txt": lambda: linear(screen(asked(RESIDENTIAL)), 80),
    "all-80.txt": lambda: plain(screen(asked(ProgramSearch())), 80),
    "sheet-80.txt": lambda: plain(screen(asked(RESIDENTIAL, sheet=True), ["call-sheet"]), 80),
    "sheet.csv": lambda: csv_text(asked(RESIDENTIAL, sheet=True)),
    "import-80.txt": lambda: plain(screen(import_report(DATASET, [LIST], {}, frozenset())), 80),
    "heard-80.txt": lambda: plain(screen(heard_report(DATASET, PLAIN, TOLD)), 80),
    "check-80.txt": lambda: plain(screen(programs_check(DATASET, KNOWN, date(2026, 9, 1))), 80),
    "gaps-80.txt": lambda: plain(
        page(gaps(DATASET, KNOWN, Counter({("iop",): 20, ("residential",): 12}), "01608", 5, 11)), 80
    ),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_output_is_the_one_that_was_looked_at(name):
    path, made = GOLDEN / name, OUTPUTS[name]()
    made = made.encode() if name.endswith(".csv") else body(made)
    if name.endswith(".csv"):
        made = b"\n".join(line.rpartition(b"," + DATASET.about.version.encode())[0] for line in made.splitlines())
    assert made == expected(path, made)


def test_no_golden_file_is_left_over():
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(OUTPUTS)


@pytest.mark.parametrize(
    "wanted", [STAFF, RESIDENTIAL, ProgramSearch(), ProgramSearch(near="01608"), ProgramSearch(languages=("hmong",))]
)
def test_a_first_screen_is_a_screen(wanted):
    lines = plain(screen(asked(wanted)), 80).splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80


def test_every_screen_says_how_old_the_list_is_and_to_call_first():
    results = [(asked(wanted), ()) for wanted in (STAFF, RESIDENTIAL, ProgramSearch())]
    for result, read in (*results, (asked(STAFF, sheet=True), ("call-sheet",))):
        text = " ".join(plain(screen(result, read), 80).split())
        assert "August 19, 2025" in text
        assert "call first" in text


@pytest.mark.parametrize(
    "wanted", [STAFF, RESIDENTIAL, ProgramSearch(near="01608"), ProgramSearch(("otp",), near="01608")]
)
def test_a_call_sheet_is_one_printed_page(wanted):
    weasyprint = pytest.importorskip("weasyprint")
    letter = weasyprint.CSS(string="@page { size: letter; }")
    made = weasyprint.HTML(string=written_as(asked(wanted, sheet=True), Format.html)).render(stylesheets=[letter])
    assert len(made.pages) == 1


@pytest.mark.parametrize("format_", [Format.table, Format.text, Format.markdown, Format.html, Format.csv, Format.json])
def test_what_a_list_says_is_text_in_every_format(format_, tmp_path):
    rows = [row(name1=bad, street1=f"{number} Elm Street", website=bad) for number, bad in enumerate(HOSTILE)]
    found = imported(written(tmp_path, rows))
    known = KnownPrograms(
        {one.id: one for one in found.programs}, {found.list.id: Stored(found.list, found.programs, "")}, ()
    )
    text = written_as(programs(DATASET, known, ProgramSearch(), TODAY), format_)
    assert "\x1b" not in text
    assert "\u202e" not in text
    if format_ is Format.html:
        assert "<script>alert" not in text
        assert "<b>bold" not in text
    if format_ is Format.csv:
        assert ",=cmd" not in text
        assert ",@SUM" not in text
    if format_ is Format.table:
        assert "[red]markup[/]" in text
