"""What sets options apart, in two or three sentences built from the facts: the rows and their words are data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from iopcli.dataset.model import Attribute, Dataset, Option
from iopcli.dataset.states import STATES
from iopcli.facts.cells import STAY_BRIEFLY
from iopcli.facts.prices import FREE
from iopcli.facts.result import Cell, Row
from iopcli.facts.wording import BASES, NOT_KNOWN, capitalised, listed

CAN: Mapping[str, str] = {"yes": "can", "varies": "can sometimes", "no": "cannot"}
STAYS, NO, NOTHING = "you stay day and night", "no", "none"
"""What is said where people stay day and night, and of 0: before its unit, and where the unit was said."""
MOST = 3
"""Sentences."""


def apart(dataset: Dataset, options: Sequence[Option], rows: Sequence[Row]) -> tuple[str, ...]:
    """The first rows that differ and the last, which is what it costs, each in a sentence."""
    by_id = {row.attribute: row for row in rows}
    telling = sorted((one for one in dataset.attributes.values() if one.apart), key=lambda one: one.first)
    differing = [(one, by_id[one.id].shown[0]) for one in telling if one.id in by_id]
    differing = [
        (one, row)
        for one, row in differing
        if row.differs
        and any(each.state == "known" for each in row.cells)
        and not any(each.usual_of for each in row.cells)
    ]
    chosen = [*differing[: MOST - 1], *differing[MOST - 1 :][-1:]]
    return tuple(_sentence(one, row, [option.in_sentence for option in options]) for one, row in chosen)


def _sentence(attribute: Attribute, row: Row, names: Sequence[str]) -> str:
    """`With A, plan on 9 to 19 hours a week; with B or C, at least 20.`"""
    holders: dict[str, list[str]] = {}
    for cell, name in zip(row.cells, names, strict=True):
        holders.setdefault(_value(attribute, cell), []).append(name)
    known = [(value, having) for value, having in holders.items() if value != NOT_KNOWN]
    known.sort(key=lambda one: (NOTHING, STAYS).index(one[0]) + 1 if one[0] in (NOTHING, STAYS) else 0)
    first = NO if known[0][0] == NOTHING else known[0][0]
    unit = _unit(attribute, next(cell for cell in row.cells if _value(attribute, cell) == known[0][0]))
    kind = f" ({BASES[row.basis]})" if attribute.type == "money" and row.basis in BASES else ""
    clauses = [f"{_with(known[0][1])}, {attribute.apart.format(first)}{unit}{kind}"]
    lead = attribute.apart.partition("{}")[0] if attribute.type == "flag" else ""
    clauses += [f"{_with(having)}, {lead}{value}" for value, having in known[1:]]
    clauses += [f"{_with(holders[NOT_KNOWN])}, ask the program"] if NOT_KNOWN in holders else []
    return capitalised("; ".join(clauses)) + "."


def _with(names: Sequence[str]) -> str:
    return f"with {listed(names, last='or')}"


def _value(attribute: Attribute, cell: Cell) -> str:
    """A cell as it reads inside a sentence."""
    if cell.state != "known":
        return STAYS if cell.short == STAY_BRIEFLY else NOT_KNOWN
    if attribute.type == "range" and cell.brief == "0":
        return NOTHING
    if attribute.type == "flag":
        return CAN[cell.value]
    if attribute.type == "set" and attribute.words != "options":
        return " or ".join(attribute.says(word) for word in cell.value)
    if attribute.type == "money" and cell.short == FREE:
        return "nothing"  # where a price of this kind makes no sense, since nobody pays
    if place := STATES.get(cell.rate_of, ""):
        alone = cell.short.removesuffix(f" ({place})")
        return cell.short if alone == cell.short else f"{alone} in {place}"
    return cell.brief if attribute.type == "range" else cell.short


def _unit(attribute: Attribute, cell: Cell) -> str:
    """The unit of a number, as its text has it: `hour a week` after a 1."""
    words = attribute.unit.split() if attribute.type == "range" else []
    return " ".join(["", *cell.text.split()[-len(words) :]]) if words else ""
