"""The HTML page as a tagged PDF, with a title, a language, headings and table headers; nothing is loaded for it."""

from __future__ import annotations

from typing import Any

from iopcli.errors import OutputError
from iopcli.facts.result import Result
from iopcli.report.writers import html

TAGGED = "pdf/ua-1"
"""The standard for a PDF that a screen reader can read."""
PAPER = "@page { size: letter }"
"""What printers in the US hold; everything fits A4 too."""
WITHOUT = "write .html and print it from the browser, or `pip install 'iopcli[pdf]'`"


def written(result: Result, width: int) -> bytes:
    """The whole result as PDF.

    Raises:
        OutputError: WeasyPrint or its Pango library is not installed, or could not make the page.
    """
    make, style = _makers()
    try:
        page, paper = make(string=html.written(result, width), url_fetcher=_nothing), style(string=PAPER)
        made: bytes = page.write_pdf(pdf_variant=TAGGED, stylesheets=[paper])
    except Exception as error:
        hint = "write .html and print it from the browser"
        raise OutputError(f"WeasyPrint could not make the PDF: {type(error).__name__}", hint=hint) from error
    return made


def _makers() -> tuple[Any, Any]:
    """WeasyPrint's pages and styles, where it and its libraries are there."""
    try:
        from weasyprint import CSS, HTML
    except ImportError:
        raise OutputError("a PDF needs WeasyPrint, which is not installed", hint=WITHOUT) from None
    except OSError:
        hint = "write .html and print it from the browser, or install Pango (on Debian: libpangoft2-1.0-0)"
        raise OutputError("a PDF needs WeasyPrint, and its Pango library is not installed", hint=hint) from None
    return HTML, CSS


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    """A page holds all that it shows."""
    raise ValueError(url)
