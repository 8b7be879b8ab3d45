"""Whatever the bytes of a file are, there is a dataset or a list of short problems, and nothing else."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from iopcli.dataset.load import folder, load
from iopcli.dataset.model import (
    INLINE,
    About,
    Asked,
    Attribute,
    Checklist,
    Code,
    Coverage,
    Danger,
    Dataset,
    Fact,
    HelpLine,
    Option,
    ProgramWord,
    Question,
    Refusal,
    Rule,
    Source,
    SpokenPart,
    Term,
    Topic,
    Vignette,
    WaitingTip,
)
from iopcli.errors import DatasetError, describe

LONGEST = 2000
IOP = (folder() / "options" / "iop.toml").read_bytes()
FIELDS = {
    "options/x.toml": Option, "topics/x.toml": Topic, "terms.toml": Term, "attributes.toml": Attribute,
    "help.toml": HelpLine, "selfcheck.toml": Checklist, "sources.toml": Source, "dataset.toml": About,
    "questions/x.toml": Question, "rules/x.toml": Rule, "vignettes/x.toml": Vignette,
    "asking.toml": Refusal, "dangers/x.toml": Danger, "asked/x.toml": Asked, "parts.toml": SpokenPart,
    "waiting.toml": WaitingTip, "coverage.toml": Coverage,
    "programs.toml": ProgramWord, "findtreatment.toml": Code,
}  # fmt: skip
LISTS = {
    "terms.toml": "term", "attributes.toml": "attribute", "help.toml": "line", "rules/x.toml": "rule",
    "vignettes/x.toml": "vignette", "asking.toml": "refusal", "parts.toml": "part",
    "waiting.toml": "tip", "coverage.toml": "coverage",
}  # fmt: skip
FACT = [*(field.encode_name for field in fields(Fact)), *INLINE["money"], "zz"]
WORDS = ("primary", "cash", "home", "yes", "iop", "editors", "2026-11-22")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder whose one file each example writes anew."""
    made = tmp_path_factory.mktemp("fuzz") / "site"
    for name in ("options", "topics", "questions", "rules", "vignettes", "instruments", "dangers", "asked"):
        (made / name).mkdir(parents=True)
    return made


def dataset_or_problems(place, content: bytes, name: str = "options/x.toml") -> None:
    (place / name).write_bytes(content)
    try:
        assert isinstance(load([place]), Dataset)
    except DatasetError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.place
            assert problem.message
            assert len(" ".join(problem[:3])) <= LONGEST
        assert all(character.isprintable() or character == "\n" for character in describe(error))
    finally:
        (place / name).unlink()


@given(content=st.binary(max_size=300))
def test_any_bytes(content, place):
    dataset_or_problems(place, content)


@given(at=st.integers(0, len(IOP)), length=st.integers(0, 40), new=st.binary(max_size=12))
def test_a_good_file_with_some_bytes_changed(at, length, new, place):
    dataset_or_problems(place, IOP[:at] + new + IOP[at + length :])


leaf = st.one_of(
    st.sampled_from(WORDS), st.booleans(), st.integers(), st.floats(), st.text(max_size=10), st.dates(), st.datetimes()
)
key = st.sampled_from(["says", "value", "min", "sources", "id", "why"]) | st.text(max_size=8)
value = st.just("x" * 3000) | st.recursive(
    leaf, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(key, inner, max_size=4), max_leaves=8
)


def tables(keys: list[str]) -> st.SearchStrategy[dict[str, object]]:
    """Tables with the keys they should have, and others."""
    return st.dictionaries(st.sampled_from(keys) | st.text(max_size=8), value, max_size=6)


def written(thing: object) -> str:
    """A value as TOML."""
    if isinstance(thing, dict):
        return "{" + ", ".join(f"{written(key)} = {written(part)}" for key, part in thing.items()) + "}"
    if isinstance(thing, list):
        return f"[{', '.join(map(written, thing))}]"
    if isinstance(thing, date | datetime):
        return thing.isoformat()
    if isinstance(thing, float):
        return repr(thing) if "." in repr(thing) or not repr(thing)[-1].isdigit() else f"{thing:.1f}"
    return json.dumps(thing, ensure_ascii=False)


def file_of(things: dict[str, object]) -> bytes:
    text = "".join(f"{written(key)} = {written(part)}\n" for key, part in things.items())
    return text.encode("utf-8", "replace")


@given(data=st.data(), name=st.sampled_from(sorted(FIELDS)))
def test_any_table_in_any_file(data, name, place):
    shape = FIELDS[name]
    table = data.draw(tables([field.encode_name for field in fields(shape)]))
    id_ = data.draw(st.sampled_from(["x", "iop", "privacy", "sleep", "lifeline", "editors"]) | value)
    if name in ("sources.toml", "programs.toml", "findtreatment.toml"):
        table = {"editors": table, "x": table}
    elif name in LISTS:
        table = {LISTS[name]: [{**table, "id": id_}, table]}
    elif name not in ("dataset.toml", "selfcheck.toml"):
        table = {**table, "id": id_}
    dataset_or_problems(place, file_of(table), name)


@given(
    facts=st.dictionaries(
        st.sampled_from(["hours_per_week", "cost_per_week", "sleep", "suits", "zz"]), tables(FACT), max_size=2
    )
)
def test_any_fact_of_an_option_that_is_there(facts, place):
    dataset_or_problems(place, file_of({"id": "iop", "facts": facts}))
