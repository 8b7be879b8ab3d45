"""Tables become the classes of the model, strictly; every problem is listed with its place."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any, TypeVar

import msgspec

from iopcli.dataset.model import FACTS, INLINE, Attribute, Fact
from iopcli.errors import Problem

T = TypeVar("T")

_WHERE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"unknown field `(?P<key>[^`]*)`")
_STEP = re.compile(r"\.(?P<key>[^.\[]+)|\[(?P<index>\d+)\]")


def convert(table: Any, shape: type[T], place: str, problems: list[Problem]) -> T | None:
    """The table as `shape`, or None with every reason it is not one added to `problems`."""
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError:
        problems += _reasons(table, shape, place)
        return None


def fact(table: Any, attribute: Attribute, place: str, problems: list[Problem]) -> Fact[Any] | None:
    """One fact of an attribute's type; where its value stands inline, it is put under `value` first."""
    shape: type[Fact[Any]] = FACTS[attribute.type]
    return convert(_unfolded(table, attribute.type), shape, place, problems)


def _unfolded(table: Any, type_: str) -> Any:
    if not isinstance(table, dict):
        return table
    if inline := INLINE.get(type_):
        value = {key: table[key] for key in inline if key in table}
        rest = {key: part for key, part in table.items() if key not in inline}
        return {**rest, "value": value} if value else rest
    if type_ == "text":
        return _with_points(table)
    return table


def _with_points(table: dict[str, Any]) -> dict[str, Any]:
    """A text may be written as plain sentences; each becomes a point."""
    filled = dict(table)
    if isinstance(table.get("value"), list):
        filled["value"] = [{"says": point} if isinstance(point, str) else point for point in table["value"]]
    for key in ("also", "disputed"):
        if isinstance(table.get(key), list):
            filled[key] = [_with_points(claim) if isinstance(claim, dict) else claim for claim in table[key]]
    return filled


def _reasons(table: Any, shape: type[Any], place: str) -> list[Problem]:
    """All reasons, not the first: take out what was refused and try again."""
    table = deepcopy(table)
    reasons: list[Problem] = []
    while len(reasons) < 50:
        try:
            msgspec.convert(table, shape)
        except msgspec.ValidationError as error:
            where = _WHERE.match(str(error))
            assert where is not None  # noqa: S101 - the pattern matches any text
            what, path = where["what"], where["path"] or "$"
            unknown = _UNKNOWN.search(what)
            if unknown:
                path = f"{path}.{unknown['key']}"
            reasons.append(_reason(what, path, unknown["key"] if unknown else "", shape, place))
            if not _remove(table, path):
                return reasons
        else:
            return reasons
    return reasons


def _reason(what: str, path: str, unknown: str, shape: type[Any], place: str) -> Problem:
    from iopcli.dataset.near import did_you_mean

    inside = path.removeprefix("$").removeprefix(".")
    if unknown:
        return Problem(place, f"{inside} is not a known key", did_you_mean(unknown, _keys_of(shape)))
    words = (
        what.replace("Object missing required field", "has no").replace("Expected", "expected").replace("Object ", "")
    )
    return Problem(place, f"{inside}: {words}" if inside else words)


def _keys_of(shape: type[Any]) -> list[str]:
    """Every key that could stand somewhere in this shape."""
    inline = ("min", "max", "typical", "basis", "year")
    fields = [field.encode_name for field in msgspec.structs.fields(getattr(shape, "__origin__", shape))]
    return [*fields, *inline, "says", "label", "is", "why", "listen_for"]


def _remove(table: Any, path: str) -> bool:
    """Take out what a path like `$.disputed[0].note` names; False where there is nothing more to take."""
    steps = [match["key"] if match["key"] is not None else int(match["index"]) for match in _STEP.finditer(path)]
    if not steps:
        return False
    for step in steps[:-1]:
        table = table[step]
    del table[steps[-1]]
    return True
