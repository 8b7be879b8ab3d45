"""Tables become the classes of the model, strictly; every problem is listed with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec

from iopcli.dataset.model import FACTS, INLINE, Attribute, Fact
from iopcli.dataset.near import did_you_mean
from iopcli.errors import Problem

T = TypeVar("T")
_IN_VALUE = re.compile(r"^value\.|(?<=`)value\.")


def convert(
    table: Any, shape: type[T], place: str, problems: list[Problem], places: Mapping[str, str] | None = None
) -> T | None:
    """The table as `shape`, or None with every reason it is not one added to `problems`.

    `places` names, by key, the other files that a key was set in.
    """
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError:
        problems += _reasons(table, shape, place, places or {})
        return None


def fact(table: Any, attribute: Attribute, place: str, problems: list[Problem]) -> Fact[Any] | None:
    """One fact of an attribute's type; where its value stands inline, it is put under `value` first."""
    shape: type[Fact[Any]] = FACTS[attribute.type]
    found: list[Problem] = []
    made = convert(_unfolded(table, attribute.type), shape, place, found)
    inline = attribute.type in INLINE  # as it is written, such a value has no `value`
    problems += [one._replace(message=_IN_VALUE.sub("", one.message)) if inline else one for one in found]
    return made


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


def _reasons(value: Any, shape: Any, place: str, places: Mapping[str, str], path: str = "") -> Iterator[Problem]:
    """Every reason why a value is not of this shape, found part by part."""
    item, struct = _item_shape(shape), next((one for one in (shape, *get_args(shape)) if _is_struct(one)), None)
    if struct is not None and isinstance(value, dict):
        yield from _struct_reasons(value, struct, place, places, path)
    elif item is not None and isinstance(value, list):
        for number, one in enumerate(value):
            yield from _reasons(one, item, place, places, f"{path}[{number}]")
    else:
        try:
            msgspec.convert(value, shape)
        except msgspec.ValidationError as error:
            what, hint = _plainly(str(error), value, shape)
            yield Problem(place, f"{path}: {what}" if path else what, hint)


_PLAIN = {"str": "text", "int": "a whole number", "float": "a number", "array": "a list", "object": "a table"}
_PLAIN |= {"bool": "true or false", "date": "a date such as 2026-11-22", "datetime": "a date with a time"}
_EXPECTED = re.compile(r"Expected `(?P<wanted>\w+)[^`]*`, got `(?P<got>\w+)`")


def _plainly(error: str, value: Any, shape: Any) -> tuple[str, str]:
    """What is wrong with a value, and a hint, in words that are not Python's."""
    words = [word for one in (shape, *get_args(shape)) if get_origin(one) is Literal for word in get_args(one)]
    if words and isinstance(value, str):
        return f"`{value}` is not one of {', '.join(filter(None, words))}", did_you_mean(value, words)
    if match := _EXPECTED.match(error):
        wanted, got = (_PLAIN.get(match[part], match[part]) for part in ("wanted", "got"))
        return f"needs {wanted} and has {got}", ""
    if "length >= 1" in error:
        return "is empty", "say something, or leave it out"
    return ("needs a date such as 2026-11-22", "") if "RFC3339" in error else (error.partition(" - at ")[0], "")


def _struct_reasons(
    table: dict[str, Any], shape: Any, place: str, places: Mapping[str, str], path: str
) -> Iterator[Problem]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    inside = f"{path}." if path else ""
    for name, field in fields.items():
        here = place if path else places.get(name, place)
        if name in table:
            yield from _reasons(table[name], field.type, here, places, f"{inside}{name}")
        elif field.required:
            yield Problem(place, f"has no `{inside}{name}`")
    for key in [key for key in table if key not in fields]:
        hint = did_you_mean(str(key), [*fields, *INLINE["money"]])
        yield Problem(place if path else places.get(key, place), f"{inside}{key} is not a known key", hint)


def _is_struct(shape: Any) -> bool:
    cls = get_origin(shape) or shape
    return isinstance(cls, type) and issubclass(cls, msgspec.Struct)


def _item_shape(shape: Any) -> Any:
    """The shape of the items, where the shape is a row of structs, or nothing or such a row."""
    for one in (shape, *get_args(shape)):
        items = get_args(one)
        if get_origin(one) is tuple and len(items) == 2 and any(map(_is_struct, (items[0], *get_args(items[0])))):
            return items[0]
    return None
