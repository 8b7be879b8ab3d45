"""The page as PDF: tagged, with a title, a language, headings and table headers, and nothing loaded for it."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
from deciding import SMALL_MATCH, taken_home
from test_handout import PAIR

from iopcli.errors import OutputError
from iopcli.report.formats import Format, emit
from iopcli.report.writers import pdf
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
