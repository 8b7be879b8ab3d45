"""A page as one HTML file: no script, nothing loaded from elsewhere, real table headers, fit to print."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from iopcli.report.page import Page


def html(page: Page) -> str:
    """The page as a whole HTML document; every word of the dataset is escaped."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["kind"] = lambda block: type(block).__name__
    return environment.get_template("page.html").render(page=page) + "\n"
