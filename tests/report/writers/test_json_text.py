"""JSON: the keys that design.md promises, and the same bytes whatever the machine."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from support.datasets import SMALL, datasets, side_by_side
from support.match_cases import RESULTS as DECIDED
from support.match_cases import SMALL_MATCH, taken_home

from iopcli.dataset.model import Dataset
from iopcli.report.writers.json import json
from iopcli.results.list import list_options
from iopcli.results.show import show
from iopcli.results.sources import sources
from iopcli.results.topics import topic, topics

RESULTS = {
    "iopcli/comparison/1": side_by_side(),
    "iopcli/option/1": show(SMALL, SMALL.options["iop"]),
    "iopcli/list/1": list_options(SMALL),
    "iopcli/sources/1": sources(SMALL),
    "iopcli/topics/1": topics(SMALL),
    "iopcli/topic/1": topic(SMALL, "payment"),
    "iopcli/recommendation/1": DECIDED["match why"](SMALL_MATCH),
    "iopcli/replay/1": DECIDED["replay changed"](SMALL_MATCH),
    "iopcli/review/1": DECIDED["review"](SMALL_MATCH),
    "iopcli/rules/1": DECIDED["rules"](SMALL_MATCH),
    "iopcli/handout/1": taken_home(SMALL_MATCH, "settled", "staff"),
}


@pytest.mark.parametrize("schema", RESULTS)
def test_every_result_says_its_schema_first_and_carries_what_none_goes_without(schema: str):
    told = msgspec.json.decode(json(RESULTS[schema]))
    assert next(iter(told.items())) == ("schema", schema)
    assert {"version", "as_of", "sha256"} <= set(told["dataset"])
    assert [line["number"] for line in told["help"]] == ["111", "222"]
    assert told["danger"] == ["Someone will not wake up."]
    assert told["statement"] == "This made-up tool is not medical advice."


@given(datasets())
def test_a_comparison_has_every_key_of_the_contract(dataset: Dataset):
    told = msgspec.json.decode(json(side_by_side(dataset, list(dataset.options))))
    assert {"schema", "dataset", "options", "rows", "sources"} <= set(told)
    assert all({"id", "name"} <= set(option) for option in told["options"])
    for row in told["rows"]:
        assert {"attribute", "label", "unit", "differs", "cells"} <= set(row)
        for cell in row["cells"]:
            promised = {"option", "value", "text", "sources", "as_of", "confidence", "note", "disputed"}
            assert promised <= set(cell)
            others = [*cell["also"], *cell["disputed"], *cell["points"]]
            named = [*cell["sources"], *(source for one in others for source in one["sources"])]
            assert set(named) <= set(told["sources"])


def test_values_keep_their_type():
    rows = {row["attribute"]: row["cells"] for row in msgspec.json.decode(json(side_by_side()))["rows"]}
    assert rows["hours_per_week"][0]["value"] == {"min": 9.0, "max": 19.0, "typical": None}
    assert rows["cost_per_week"][0]["value"] == {
        "min": 250.0, "max": 350.0, "typical": None, "basis": "cash", "year": 2020,
    }  # fmt: skip
    assert rows["evening_available"][0]["value"] == "yes"
    assert rows["sleep"][0]["value"] == ["home"]
    assert (rows["supervision"][1]["value"], rows["supervision"][1]["text"]) == (None, "not known")
    assert rows["hours_per_week"][0]["disputed"][0]["text"] == "at least 9 hours a week"
    assert rows["hours_per_week"][0]["as_of"] == "2020-02-03"


@pytest.mark.parametrize("schema", RESULTS)
def test_it_ends_with_a_line_break_and_is_the_same_twice(schema: str):
    text = json(RESULTS[schema])
    assert text == json(RESULTS[schema])
    assert text.endswith("}\n")


ENVIRONMENTS = [
    {"PYTHONHASHSEED": "0"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "COLUMNS": "40", "NO_COLOR": "1"},
    {"PYTHONHASHSEED": "random", "TZ": "America/Los_Angeles", "LC_ALL": "C", "FORCE_COLOR": "1", "TERM": "dumb"},
]
"""Each differs from the others in all that could matter, so that whatever does would show."""


WHAT_IF = "match --set relapse_risk=2 --set priorities=cost_per_week;sleep --set substances=alcohol;opioids"


@pytest.mark.parametrize("command", ["compare iop php residential", "list --sleep home", "sources", WHAT_IF, "rules"])
def test_the_bytes_are_the_same_whatever_seed_clock_language_and_screen(run, command: str):
    said = {run(*command.split(), "--format", "json", env=env).stdout for env in ENVIRONMENTS}
    assert len(said) == 1
    assert msgspec.json.decode(said.pop())["schema"].startswith("iopcli/")


@pytest.mark.parametrize("format_", ["csv", "markdown", "html", "svg"])
def test_every_other_format_for_files_is_the_same_too(run, format_: str):
    said = {run("compare", "iop", "php", "-f", format_, env=env).stdout for env in ENVIRONMENTS}
    assert len(said) == 1
    assert said.pop()


@pytest.mark.parametrize("format_", ["json", "csv", "markdown", "html", "svg"])
def test_letters_beyond_ascii_come_out_whatever_the_locale(run, overlay, format_: str):
    files = {"options/iop.toml": 'id = "iop"\nname = "Clínica José 日本"\nshort_name = "Clínica José"\n'}
    words = ("compare", "iop", "php", "-a", "sleep", "-f", format_, "--data", str(overlay(files)))
    usual = run(*words).stdout
    assert "José" in usual
    assert run(*words, env={"PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"}).stdout == usual
