"""Rows of CSV that several pages share: a fact, a price in numbers, what is urgent, whom to call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from iopcli.dataset.lines import reach
from iopcli.facts.prices import Price
from iopcli.facts.result import Cell, OptionCard, Result, Row, SaidElsewhere

if TYPE_CHECKING:
    from iopcli.match.recommendation import Alarm

_PRICED = ("price_kind", "price_year", "price_min", "price_max", "price_weak")
FACT = (
    "option", "name", "attribute", "label", "state", "value", "unit", "confidence", "sources", "as_of", "note", "also",
    "disputed", "local", "like", *_PRICED, "rule_of", "second_hand",
)  # fmt: skip
"""The header of facts."""


def fact_row(option: OptionCard, row: Row, cell: Cell) -> Iterable[Any]:
    """A cell under `FACT`."""
    return (
        cell.option, option.name, row.attribute, row.label, cell.state, cell.text, row.unit, cell.confidence,
        ";".join(cell.every_source), cell.as_of or "", cell.note, _claims(cell.also), _claims(cell.disputed),
        cell.local, cell.like, *price_columns(cell.price), cell.rule_of, "yes" if cell.second_hand else "no",
    )  # fmt: skip


def price_columns(price: Price | None) -> Iterable[Any]:
    """A price in numbers: its kind, year, ends, and whether it rests on a weak source; empty where none is known."""
    if price is None or not price.known:
        return ("", "", "", "", "")
    return tuple(
        "" if part is None else part
        for part in (price.kind, price.year, price.min, price.max, "yes" if price.weak else "no")
    )


def _claims(claims: Iterable[SaidElsewhere]) -> str:
    """Claims in one cell, each with how sure it is, its sources and its note."""
    texts = (f"{claim.text} [{claim.confidence}; {', '.join(claim.sources)}] {claim.note}".rstrip() for claim in claims)
    return " | ".join(texts)


def urgent_rows(alarms: Iterable[Alarm]) -> list[tuple[Any, ...]]:
    """What is urgent, with whom to call for it."""
    return [("urgent", one.rule, one.message, "; ".join(reach(line) for line in one.help)) for one in alarms]


def ending_rows(result: Result, scope: str = "") -> list[tuple[Any, ...]]:
    """Whom to call, and what this is not."""
    calls = [("whom to call", line.id, f"{line.name}: {reach(line)}", line.says) for line in result.help]
    return [*calls, ("what this is not", "", f"{scope} {result.statement}".strip(), "")]
