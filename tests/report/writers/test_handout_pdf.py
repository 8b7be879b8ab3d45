"""The page as PDF: tagged, with a title, a language, headings and table headers, and nothing loaded for it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from support.match_cases import ANSWERS, PAIR, SMALL_MATCH, taken_home

from iopcli.errors import OutputError
from iopcli.match.match import match
from iopcli.report.formats import Format, emit
from iopcli.report.pages import page
from iopcli.report.writers import pdf
from iopcli.report.writers.html import html
from iopcli.results.handout import handout

RESULTS = {
    "options": lambda: handout(SMALL_MATCH, PAIR),
    "answers": lambda: taken_home(SMALL_MATCH, "settled"),
    "staff": lambda: taken_home(SMALL_MATCH, "settled", "staff"),
}


def tags(node, found: Counter[str]) -> Counter[str]:
    """How often each tag stands in a structure tree."""
    import pikepdf

    if isinstance(node, pikepdf.Array):
        for one in node:
            tags(one, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found[str(node.S)] += 1
        if "/K" in node:
            tags(node.K, found)
    return found


@pytest.mark.parametrize("result", RESULTS.values(), ids=list(RESULTS))
def test_a_pdf_is_tagged_and_has_a_title_a_language_headings_and_table_headers(tmp_path: Path, result):
    pikepdf = pytest.importorskip("pikepdf")
    pytest.importorskip("weasyprint")
    emit(result(), Format.pdf, tmp_path / "page.pdf")
    with pikepdf.open(tmp_path / "page.pdf") as made:
        assert bool(made.Root.MarkInfo.Marked)
        assert str(made.Root.Lang) == "en"
        with made.open_metadata() as about:
            assert about["dc:title"] == str(made.docinfo["/Title"])
            assert about["dc:title"].startswith(("To take home", "Handout"))
            assert about["pdfuaid:part"] == "1"
        found = tags(made.Root.StructTreeRoot.K, Counter())
    assert found["/H1"] == 1
    assert found["/H2"] >= 5
    assert found["/Table"] >= 2
    assert found["/TH"] > found["/Table"]
    assert found["/LI"] >= 5


LONGEST = {
    "answers": ("letter", "mental-health-first", ()),
    "plans of three": ("A4", "shakes-and-would-use-today", ()),
    "plans of three on Letter": ("letter", "shakes-and-would-use-today", ()),
    "four options": ("letter", "", ("outpatient", "iop", "php", "residential")),
    "four of which much is unknown": (
        "letter",
        "",
        ("residential-low", "residential-medical", "crisis-stabilization", "inpatient"),
    ),
    "four with few unknown": ("letter", "", ("otp", "telehealth-iop", "residential-low", "detox")),
    "four of housing and care": ("letter", "", ("otp", "shelter", "php", "residential-medical")),
    "four and answers": ("letter", "roommates-who-drink-now-and-then", ("iop", "php", "residential", "detox")),
    "four of much and an emergency": (
        "letter",
        "emergency-with-no-danger",
        ("otp", "detox", "residential-medical", "inpatient"),
    ),
    "options": ("letter", "", ("crisis-stabilization", "otp", "recovery-residence")),
}
"""What fills its paper most, of the vignettes and of options that were drawn; a page for family is the longer."""


@pytest.mark.parametrize("name", LONGEST)
def test_the_longest_pages_for_a_person_and_family_are_two_on_paper(dataset, name: str):
    paper, vignette, ids = LONGEST[name]
    weasyprint = pytest.importorskip("weasyprint")
    fonts = subprocess.run(["fc-match", "Arial"], capture_output=True, text=True, check=False).stdout
    if not re.search("Arial|Liberation", fonts):
        pytest.skip("no font here is as wide as Arial")
    size = weasyprint.CSS(string=f"@page {{ size: {paper}; }}")
    found = match(dataset, dataset.vignettes[vignette].answers, voice="family") if vignette else None
    text = html(page(handout(dataset, [dataset.options[id_] for id_ in ids], found, voice="family")))
    assert len(weasyprint.HTML(string=text).render(stylesheets=[size]).pages) == 2


def test_nothing_on_a_printed_page_is_smaller_than_ten_points(tmp_path: Path, dataset):
    pytest.importorskip("weasyprint")
    emit(handout(dataset, (), match(dataset, ANSWERS)), Format.pdf, tmp_path / "page.pdf")
    found = subprocess.run(
        ["pdftotext", "-bbox-layout", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    lines = re.findall(r'<line xMin="[^"]+" yMin="([^"]+)" xMax="[^"]+" yMax="([^"]+)"', found)
    assert len(lines) > 50
    assert min(float(low) - float(high) for high, low in lines) > 11  # a line of 10 points is 11.2 high


def test_where_the_library_is_missing_a_sentence_says_what_to_do_and_nothing_is_written(tmp_path: Path, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(OutputError, match="a PDF needs WeasyPrint, which is not installed") as refused:
        emit(RESULTS["options"](), Format.pdf, tmp_path / "page.pdf")
    assert refused.value.hint == pdf.WITHOUT
    assert [*tmp_path.iterdir()] == []


def test_where_pango_is_missing_a_sentence_names_it(tmp_path: Path, monkeypatch):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libgobject-2.0-0')\n")
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(OutputError, match="its Pango library is not installed") as refused:
        emit(RESULTS["options"](), Format.pdf, tmp_path / "page.pdf")
    assert "libpangoft2" in refused.value.hint
    assert not (tmp_path / "page.pdf").exists()


def test_a_page_loads_nothing():
    with pytest.raises(ValueError, match="example"):
        pdf._nothing("https://example.org/font.woff")
