"""A page as one HTML file: no script, nothing loaded from elsewhere, real table headers, fit to print."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from iopcli.facts.result import Result
from iopcli.report.drawing import drawn
from iopcli.report.page import TYPED, Form, Page, Timeline, Timetable
from iopcli.report.pages import cover, page
from iopcli.report.plot import LETTERS
from iopcli.report.timetable import SIGNS, days_in_words

_FREE_CALL = re.compile(r"\b1-8\d\d-\d{3}-\d{4}\b")


def _numbers(text: str) -> Markup:
    """Text in which a free call is one tap away, not broken at its hyphens, and a command looks like one."""
    called = _FREE_CALL.sub(_call, str(escape(text)))
    return Markup(TYPED.sub(r"<code>\1</code>", called))  # noqa: S704 - escaped before


def _call(number: re.Match[str]) -> str:
    return f'<a class="number" href="tel:+{number[0].replace("-", "")}">{number[0]}</a>'


def written(result: Result, _width: int) -> str:
    """The whole result as HTML."""
    return html(page(result), cover(result))


def html(page: Page, cover: Page | None = None) -> str:
    """The page as a whole HTML document, with its cover before it; every word of the dataset is escaped."""
    kinds = {type(block) for block in (*page.blocks, *(cover.blocks if cover else ()))}
    drawings = {"has_timeline": Timeline in kinds, "has_timetable": Timetable in kinds, "has_form": Form in kinds}
    return _template().render(page=page, cover=cover, letters=LETTERS, signs=SIGNS, **drawings) + "\n"


@cache
def _template() -> Template:
    """The template, which is compiled once for any number of pages."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.filters["numbers"] = _numbers
    environment.filters["in_words"] = days_in_words
    environment.filters["drawn"] = lambda picture: Markup(drawn(picture, "Options on two axes"))  # noqa: S704 - escaped
    return environment.get_template("page.html")
