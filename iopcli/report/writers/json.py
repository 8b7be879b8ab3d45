"""JSON renders the result itself, with every key of the contract."""

from __future__ import annotations

import msgspec

from iopcli.facts.result import Result


def written(result: Result, _width: int) -> str:
    """The result as a JSON file."""
    return json(result)


_ENCODER = msgspec.json.Encoder(decimal_format="number")
"""Exact sums are written as the numbers they are."""


def json(result: Result) -> str:
    """The result as JSON: keys in a fixed order, dates as ISO text, the same bytes for the same result."""
    return msgspec.json.format(_ENCODER.encode(result), indent=2).decode() + "\n"
