"""The JSON Schema of each kind of file is one, takes every shipped file and refuses broken ones."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator

from iopcli.dataset.load import folder
from iopcli.dataset.schema import schema
from iopcli.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("options", "topics", "questions", "rules", "vignettes", "instruments", "dangers", "asked")
KINDS = (
    "dataset", "attributes", "options", "sources", "topics", "terms", "asking", "parts", "help", "questions", "rules",
    "wishes", "vignettes", "instruments", "selfcheck", "dangers", "waiting", "coverage", "programs",
    "findtreatment", "asked",
)  # fmt: skip
NORTHSIDE = ROOT / "examples" / "northside"
SHIPPED = [path for place in (folder(), NORTHSIDE) for path in sorted(place.rglob("*.toml"))]


@pytest.fixture(scope="module")
def schemas(dataset) -> dict[str, dict[str, Any]]:
    return {kind: json.loads(schema(dataset, kind)) for kind in KINDS}


def as_json(path: Path) -> Any:
    """A file as an editor sees it: dates are text."""
    return json.loads(json.dumps(tomli.loads(path.read_text("utf-8")), default=date.isoformat))


def kind_of(path: Path) -> str:
    return path.parent.name if path.parent.name in FOLDERS else path.stem


def refusals(schemas, kind: str, thing: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schemas[kind]).iter_errors(thing)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_schema_is_valid_and_says_what_it_is(kind, schemas):
    Draft202012Validator.check_schema(schemas[kind])
    assert schemas[kind]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schemas[kind]["title"] == f"iopcli {kind} file"


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_in_a_schema_leads_somewhere(kind, schemas):
    text = json.dumps(schemas[kind])
    for reference in {part.split('"')[0] for part in text.split('"$ref": "')[1:]}:
        assert reference.removeprefix("#/$defs/") in schemas[kind]["$defs"]


def test_the_shipped_files_are_of_every_kind():
    assert {kind_of(path) for path in SHIPPED} == set(KINDS)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_shipped_file_is_taken(path, schemas):
    assert refusals(schemas, kind_of(path), as_json(path)) == []


IOP = folder() / "options" / "iop.toml"


@pytest.mark.parametrize(
    ("attribute", "fact"),
    [
        ("hours_per_week", {"min": "9"}),
        ("hours_per_week", {"min": 9, "mix": 10}),
        ("hours_per_week", {"value": {"min": 9}}),
        ("hours_per_week", {"min": 9, "sources": "va-5090"}),
        ("hours_per_week", {"min": 9, "sources": [3]}),
        ("hours_per_week", {"min": 9, "confidence": "sure"}),
        ("hours_per_week", {"min": 9, "not_known": "yes"}),
        ("hours_per_week", {"min": 9, "disputed": [{"value": {"min": 1}}]}),
        ("hours_per_week", {"min": 9, "disputed": [{"value": {"mix": 1}, "sources": []}]}),
        ("hours_per_week", 9),
        ("cost_per_week", {"min": 9, "basis": "gold", "year": 2026}),
        ("cost_per_week", {"min": 9, "basis": "cash", "year": "2026"}),
        ("supervision", {"value": "butler"}),
        ("supervision", {"value": ["nursing"]}),
        ("sleep", {"value": ["moon"]}),
        ("sleep", {"value": "home"}),
        ("keeps_job", {"value": "maybe"}),
        ("step_up", {"value": ["spa"]}),
        ("suits", {"value": "You."}),
        ("suits", {"value": [{"says": "You.", "say": "I."}]}),
        ("suits", {"value": [{"label": "day"}]}),
        ("slep", {"value": ["home"]}),
    ],
)
def test_a_broken_fact_is_refused(attribute, fact, schemas):
    table = as_json(IOP)
    assert refusals(schemas, "options", table) == []
    table["facts"][attribute] = fact
    assert refusals(schemas, "options", table)


@pytest.mark.parametrize(
    ("attribute", "fact"),
    [
        ("hours_per_week", {"min": 9, "sources": ["va-5090"], "as_of": "2026-11-22", "review_by": "2027-01-01"}),
        ("hours_per_week", {"not_known": True}),
        ("hours_per_week", {"applies": False, "note": "None."}),
        ("suits", {"value": ["You.", {"says": "I.", "sources": ["va-5090"]}]}),
        ("suits", {"value": ["You."], "disputed": [{"value": ["I."], "sources": ["va-5090"], "confidence": "weak"}]}),
        ("step_up", {"value": ["php"]}),
    ],
)
def test_a_fact_as_the_loader_takes_it_is_taken(attribute, fact, schemas):
    table = as_json(IOP)
    table["facts"][attribute] = fact
    assert refusals(schemas, "options", table) == []


@pytest.mark.parametrize(
    ("kind", "thing"),
    [
        ("options", {"id": "iop", "name": "Evening care"}),
        ("topics", {"id": "privacy", "title": "Who will know?"}),
        ("terms", {"term": [{"id": "iop", "means": "A word."}]}),
        ("attributes", {"attribute": [{"id": "sleep", "label": "Nights"}]}),
        ("help", {"line": [{"id": "lifeline", "number": "988"}]}),
        ("sources", {"editors": {"year": 2026}}),
        ("dataset", {"version": "2026.11+site"}),
        ("questions", {"id": "withdrawal", "person": "How bad is withdrawal?"}),
        ("rules", {"rule": [{"id": "unsafe-home", "because": "Home comes first."}]}),
        ("vignettes", {"vignette": [{"id": "first-call", "title": "A first call"}]}),
    ],
)
def test_an_overlay_may_say_only_what_differs(kind, thing, schemas):
    assert refusals(schemas, kind, thing) == []


def test_an_option_needs_its_id(schemas):
    assert refusals(schemas, "options", {"name": "x", "like": "iop"}) == ["'id' is a required property"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_key_is_refused_in_every_kind_of_file(kind, schemas):
    path = next(path for path in SHIPPED if kind_of(path) == kind)
    assert refusals(schemas, kind, {**as_json(path), "unknown-key": 1})


@pytest.mark.parametrize(
    ("kind", "thing"),
    [
        ("questions", {"id": "x", "type": "slider"}),
        ("questions", {"id": "x", "part": "extras"}),
        ("questions", {"id": "x", "choice": [{"value": 1.5, "label": "a", "person": "A.", "staff": "A."}]}),
        ("questions", {"id": "x", "choice": [{"value": "a", "label": "a", "person": "A."}]}),
        ("questions", {"id": "x", "person": ""}),
        ("rules", {"rule": [{"title": "X"}]}),
        ("rules", {"rule": [{"id": "x", "when": "always"}]}),
        ("rules", {"rule": [{"id": "x", "urgent": {"message": "Call."}}]}),
        ("rules", {"rule": [{"id": "x", "alongside": "otp"}]}),
        ("rules", {"rules": []}),
        ("vignettes", {"vignette": [{"id": "x", "answers": []}]}),
        ("vignettes", {"vignette": [{"id": "x", "expect": {"settled": "yes"}}]}),
        ("vignettes", {"vignette": [{"id": "x", "expect": {"atleast": ["iop"]}}]}),
    ],
)
def test_a_broken_question_rule_or_vignette_is_refused(kind, thing, schemas):
    assert refusals(schemas, kind, thing)


@pytest.mark.parametrize("key", ["layers", "inherited"])
def test_what_the_loader_keeps_for_itself_is_refused(key, schemas):
    assert refusals(schemas, "options", {**as_json(IOP), key: {}})


def test_the_words_of_an_overlay_are_in_its_schema(laid):
    text = '[[attribute]]\nid = "pets"\nlabel = "Pets"\nmeaning = "Pets."\ngroup = "place"\ntype = "scale"\n'
    text += '[[attribute.word]]\nid = "cats"\nsays = "cats"\n'
    made = json.loads(schema(laid({"attributes.toml": text}), "options"))
    assert made["properties"]["facts"]["properties"]["pets"]["properties"]["value"] == {"enum": ["cats"]}


@pytest.mark.parametrize("name", ["option", "", "question", "\x1b[31m"])
def test_a_kind_of_file_that_is_none_is_refused_with_those_that_are(name, dataset):
    with pytest.raises(UsageError) as caught:
        schema(dataset, name)
    hint = f"use one of {', '.join(KINDS)}"
    assert caught.value.problems == ((f"`{name}`", "is not a kind of dataset file", hint, False),)
    assert caught.value.exit_code == 2
