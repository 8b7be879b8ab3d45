"""The JSON Schema of each kind of dataset file, so that an editor can complete and check while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from iopcli.dataset.model import (
    FACTS,
    INLINE,
    About,
    Asked,
    Attribute,
    Checklist,
    Cue,
    Danger,
    Dataset,
    Group,
    Help,
    HelpLine,
    Instrument,
    Option,
    Point,
    Question,
    Refusal,
    Rule,
    Source,
    Spelling,
    SpokenPart,
    Term,
    Topic,
    Vignette,
    Wish,
    WordList,
)
from iopcli.errors import Problem, UsageError

Schema = dict[str, Any]

_LAID_BY_ID = {
    "About",
    "Asked",
    "Attribute",
    "Checklist",
    "Cue",
    "Danger",
    "Group",
    "Help",
    "HelpLine",
    "Instrument",
    "Question",
    "Refusal",
    "Rule",
    "Source",
    "Spelling",
    "SpokenPart",
    "Term",
    "Topic",
    "Vignette",
    "WordList",
}
_LOADER_FILLS = ("facts", "layers", "inherited")


def schema(dataset: Dataset, name: str) -> str:
    """The schema of one kind of dataset file, such as `options` or `rules`, as JSON text.

    Raises:
        UsageError: no such kind of file.

    """
    if name not in _SCHEMAS:
        problem = Problem(f"`{name}`", "is not a kind of dataset file", f"use one of {', '.join(_SCHEMAS)}")
        raise UsageError("no such schema", [problem])
    made, parts = _SCHEMAS[name](dataset)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    whole = {**head, **made, "title": f"iopcli {name} file", "$defs": parts}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode() + "\n"


def _components(*shapes: Any) -> tuple[list[Schema], Schema]:
    made, parts = msgspec.json.schema_components(shapes, ref_template="#/$defs/{name}")
    for name in _LAID_BY_ID & parts.keys():  # an overlay says only what differs
        parts[name]["required"] = [key for key in parts[name].get("required", ()) if key == "id"]
    return list(made), dict(parts)


def _options(dataset: Dataset) -> tuple[Schema, Schema]:
    """An option file: its keys, and each attribute with the facts of its type and its words."""
    _, parts = _components(Option, *FACTS.values(), Point)
    option = parts.pop("Option")
    properties = {key: part for key, part in option["properties"].items() if key not in _LOADER_FILLS}
    facts = {id_: _fact(dataset, attribute, parts) for id_, attribute in dataset.attributes.items()}
    properties["facts"] = {"type": "object", "properties": facts, "additionalProperties": False}
    made = {
        "type": "object",
        "properties": properties,
        "required": ["id"],  # an overlay says only what differs
        "additionalProperties": False,
    }
    return made, parts


def _fact(dataset: Dataset, attribute: Attribute, parts: Mapping[str, Schema]) -> Schema:
    """The keys that a fact of this attribute may have, as they are written."""
    (reference,), _ = _components(FACTS[attribute.type])
    fact = parts[reference["$ref"].rpartition("/")[2]]
    properties = dict(fact["properties"])
    if attribute.type in INLINE:
        value = parts["Money" if attribute.type == "money" else "Range"]
        del properties["value"]
        properties |= value["properties"]
    elif attribute.type in ("scale", "set"):
        words = list(dataset.options) if attribute.words else [word.id for word in attribute.word]
        one: Schema = {"enum": words}
        properties["value"] = one if attribute.type == "scale" else {"type": "array", "items": one}
    elif attribute.type == "text":
        points = {"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Point"}]}}
        claim = parts[properties["also"]["items"]["$ref"].rpartition("/")[2]]
        claims = {"type": "array", "items": {**claim, "properties": {**claim["properties"], "value": points}}}
        properties |= {"value": points, "also": claims, "disputed": claims}
    return {"type": "object", "description": attribute.meaning, "properties": properties, "additionalProperties": False}


def _lists(**shapes: Any) -> Callable[[Dataset], tuple[Schema, Schema]]:
    """A file of [[lists]], each of one kind of thing."""

    def made(_: Dataset) -> tuple[Schema, Schema]:
        found, parts = _components(*shapes.values())
        lists = {key: {"type": "array", "items": one} for key, one in zip(shapes, found, strict=True)}
        return {"type": "object", "properties": lists, "additionalProperties": False}, parts

    return made


def _one(shape: Any, **lists: Any) -> Callable[[Dataset], tuple[Schema, Schema]]:
    """A file that is one thing; `lists` are keys that the loader fills from [[lists]] in it."""

    def made(_: Dataset) -> tuple[Schema, Schema]:
        (reference, *_rest), parts = _components(shape, *lists.values())
        return dict(parts[reference["$ref"].rpartition("/")[2]]), parts

    return made


def _sources(_: Dataset) -> tuple[Schema, Schema]:
    """A table of sources by id."""
    (reference,), parts = _components(Source)
    return {"type": "object", "additionalProperties": reference}, parts


_SCHEMAS: Mapping[str, Callable[[Dataset], tuple[Schema, Schema]]] = {
    "options": _options,
    "attributes": _lists(group=Group, attribute=Attribute),
    "sources": _sources,
    "topics": _one(Topic),
    "terms": _lists(term=Term),
    "questions": _one(Question),
    "rules": _lists(rule=Rule),
    "wishes": _lists(wish=Wish),
    "vignettes": _lists(vignette=Vignette),
    "instruments": _one(Instrument),
    "asking": _lists(refusal=Refusal, cue=Cue, list=WordList, spelling=Spelling),
    "parts": _lists(part=SpokenPart),
    "dangers": _one(Danger),
    "asked": _one(Asked),
    "help": _one(Help, line=HelpLine),
    "selfcheck": _one(Checklist),
    "dataset": _one(About),
}
