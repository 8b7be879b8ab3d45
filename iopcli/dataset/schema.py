"""The JSON Schema of each kind of dataset file, so that an editor can complete and check while one types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from iopcli.dataset.kinds import KINDS, Kind, homes
from iopcli.dataset.model import FACTS, INLINE, Attribute, Dataset, Option, Point
from iopcli.errors import Problem, UsageError

Schema = dict[str, Any]


def schema(dataset: Dataset, name: str) -> str:
    """The schema of one kind of dataset file, such as `options` or `rules`, as JSON text.

    Raises:
        UsageError: no such kind of file.

    """
    known = {home.removesuffix(".toml"): kinds for home, kinds in homes().items()}
    if name not in known:
        problem = Problem(f"`{name}`", "is not a kind of dataset file", f"use one of {', '.join(known)}")
        raise UsageError("no such schema", [problem])
    made, parts = _options(dataset) if name == "options" else _file(known[name])
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    whole = {**head, **made, "title": f"iopcli {name} file", "$defs": parts}
    text = msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"
    return text.replace(f"{Point.__module__}.", "")  # of types that are made of others, Python tells the module too


def _components(*shapes: Any) -> tuple[list[Schema], Schema]:
    """The schema of each class, and of all that they are made of by name."""
    made, parts = msgspec.json.schema_components(shapes, ref_template="#/$defs/{name}")
    for kind in KINDS:
        if (part := parts.get(kind.shape.__name__)) is not None:
            part["required"] = [key for key in part.get("required", ()) if key == "id"]  # an overlay is a part
            for key in kind.filled.split():
                del part["properties"][key]
    return list(made), dict(parts)


def _file(kinds: Sequence[Kind]) -> tuple[Schema, Schema]:
    """A file of `[[lists]]`, one a kind of thing; or a file that is one thing, or has a thing by each id."""
    found, parts = _components(*(kind.shape for kind in kinds))
    kind, reference = kinds[-1], found[-1]
    if kind.form == "by id":
        return {"type": "object", "additionalProperties": reference}, parts
    if kind.form != "listed":
        return dict(parts[reference["$ref"].rpartition("/")[2]]), parts
    lists = {one.name: {"type": "array", "items": item} for one, item in zip(kinds, found, strict=True)}
    return {"type": "object", "properties": lists, "additionalProperties": False}, parts


def _options(dataset: Dataset) -> tuple[Schema, Schema]:
    """An option file: its keys, and each attribute with the facts of its type and its words."""
    _, parts = _components(Option, *FACTS.values(), Point)
    option = parts.pop("Option")
    facts = {id_: _fact(attribute, parts) for id_, attribute in dataset.attributes.items()}
    every = {"type": "object", "properties": facts, "additionalProperties": False}
    properties = {**option["properties"], "facts": every}
    made = {"type": "object", "properties": properties, "required": ["id"], "additionalProperties": False}
    return made, parts


def _fact(attribute: Attribute, parts: Mapping[str, Schema]) -> Schema:
    """The keys that a fact of this attribute may have, as they are written."""
    (reference,), _ = _components(FACTS[attribute.type])
    fact = parts[reference["$ref"].rpartition("/")[2]]
    properties = dict(fact["properties"])
    if attribute.type in INLINE:
        value = parts["Money" if attribute.type == "money" else "Range"]
        del properties["value"]
        properties |= value["properties"]
    elif attribute.type in ("scale", "set"):
        words = list(attribute.titles) or [word.id for word in attribute.word]
        one: Schema = {"enum": words}
        properties["value"] = one if attribute.type == "scale" else {"type": "array", "items": one}
    elif attribute.type == "text":
        points = {"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Point"}]}}
        claim = parts[properties["also"]["items"]["$ref"].rpartition("/")[2]]
        claims = {"type": "array", "items": {**claim, "properties": {**claim["properties"], "value": points}}}
        properties |= {"value": points, "also": claims, "disputed": claims}
    return {"type": "object", "description": attribute.meaning, "properties": properties, "additionalProperties": False}
