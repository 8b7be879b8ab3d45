"""A page as one HTML file: no script, nothing loaded from elsewhere, real table headers, fit to print."""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from iopcli.report.drawing import drawn
from iopcli.report.page import Page
from iopcli.report.plot import LETTERS

_NUMBER = re.compile(r"\b\d+(?:-\d+)+\b")
_FREE_CALL = re.compile(r"1-8\d\d-\d{3}-\d{4}")


def _numbers(text: str) -> Markup:
    """Text in which no number is broken at its hyphens, and a free call is one tap away."""
    return Markup(_NUMBER.sub(_number, str(escape(text))))  # noqa: S704 - escaped before


def _number(found: re.Match[str]) -> str:
    number = found[0]
    if _FREE_CALL.fullmatch(number):
        return f'<a class="number" href="tel:+{number.replace("-", "")}">{number}</a>'
    return f'<span class="number">{number}</span>'


def html(page: Page, cover: Page | None = None) -> str:
    """The page as a whole HTML document, with its cover before it; every word of the dataset is escaped."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.filters["numbers"] = _numbers
    environment.filters["drawn"] = lambda picture: Markup(drawn(picture, "Options on two axes"))  # noqa: S704 - escaped
    return environment.get_template("page.html").render(page=page, cover=cover, letters=LETTERS) + "\n"
