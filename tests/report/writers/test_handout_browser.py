"""The page to take home in a real browser: axe-core finds nothing, on a desk and on a phone, and paper cuts no row."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import count
from pathlib import Path

import pytest
from support.match_cases import ANSWERS, SMALL_MATCH, taken_home
from test_html_browser import CHROMIUM, browse

from iopcli.match.match import match
from iopcli.report.pages import page
from iopcli.report.writers.html import html
from iopcli.results.handout import handout

AXE = Path(__file__).parents[2] / "axe" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
RUN = """<script>%s</script><script>axe.run().then(found => document.body.textContent =
'FOUND ' + found.violations.map(one => one.id + ' ' + one.nodes.map(node => node.html).join(' ')).join(', ') +
' OF ' + found.passes.length)</script></body>"""


def made(dataset, voice: str) -> str:
    return html(page(handout(dataset, (), match(dataset, ANSWERS, voice=voice), voice=voice)))


def checked(folder: Path, text: str, width: int) -> tuple[str, int]:
    """What axe-core finds wrong with a page, and how many of its rules found it right."""
    policy = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
    assert policy.search(text)  # the page itself lets no script run, so it is read without its policy
    open_ = policy.sub("", text).replace("</body>", RUN % AXE.read_text("utf-8"))
    seen = browse(folder, open_, f"--window-size={width},900", "--virtual-time-budget=20000", "--dump-dom")
    found = re.search(r"FOUND (.*) OF (\d+)</body>", seen, re.DOTALL)
    assert found, "axe-core did not run"
    return found[1], int(found[2])


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm install --prefix tests/axe")
@pytest.mark.parametrize(("voice", "width"), [("person", 1200), ("family", 500), ("staff", 1200)])
def test_axe_finds_nothing_wrong(tmp_path: Path, dataset, voice: str, width: int):
    wrong, right = checked(tmp_path, made(dataset, voice), width)
    assert wrong == ""
    assert right > 10


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm install --prefix tests/axe")
def test_axe_would_find_a_page_without_a_language_and_a_heading(tmp_path: Path):
    text = html(page(taken_home(SMALL_MATCH, "settled"))).replace('<html lang="en">', "<html>")
    assert "html-has-lang" in checked(tmp_path, text, 1200)[0]


def marked(text: str) -> tuple[str, int]:
    """The page with a mark in the head of each row and at the end of each of its cells, and how many rows it has."""
    rows = count()

    def mark(row: re.Match[str]) -> str:
        sign = f"zq{next(rows)}z"
        return row[0].replace("</th>", f" {sign}</th>").replace("</td>", f" {sign}</td>")

    return re.sub(r'<tr role="row"><th role="rowheader".*?</tr>', mark, text, flags=re.DOTALL), next(rows)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext on this machine")
@pytest.mark.parametrize("paper", ["letter", "A4"])
def test_no_row_is_cut_and_no_word_runs_off_the_paper(tmp_path: Path, dataset, paper: str):
    options = [dataset.options[id_] for id_ in ("iop", "php", "residential", "otp")]
    text, rows = marked(html(page(handout(dataset, options, voice="staff"))))
    sized = text.replace("@page { margin: 7mm 10mm; }", f"@page {{ margin: 7mm 10mm; size: {paper}; }}")
    assert sized != text
    browse(tmp_path, sized, f"--print-to-pdf={tmp_path / 'page.pdf'}", "--no-pdf-header-footer")
    boxes = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    sheets = re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', boxes, re.DOTALL)
    at: dict[str, set[int]] = {}
    for number, (width, height, words) in enumerate(sheets):
        for right, bottom, word in re.findall(r'xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', words):
            assert float(right) < float(width) - 20, word
            assert float(bottom) < float(height) - 18, word  # a quarter of an inch, which printers leave white
            for sign in re.findall(r"zq\d+z", word):
                at.setdefault(sign, set()).add(number)
    assert len(at) == rows > 10
    assert [sign for sign, pages in at.items() if len(pages) > 1] == []
    assert len(sheets) > 2
