"""What tests of `match` are made of: a small dataset with questions and rules, cases, and every kind of result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.dataset.answers import possible
from iopcli.dataset.build import parse
from iopcli.dataset.model import Dataset, Option, Question, Voice
from iopcli.dataset.read import Layer, files
from iopcli.facts.result import Result
from iopcli.match.match import match
from iopcli.match.record import Saved, read_record, saved
from iopcli.report.page import Page
from iopcli.report.pages import page, screen
from iopcli.results.handout import Handout, handout
from iopcli.results.replay import Replay, replay
from iopcli.results.review import review
from iopcli.results.rules import rules
from support.datasets import hostile

HERE = Path(__file__).parents[1]
SMALL_MATCH: Dataset = replace(
    parse([files(Layer(HERE / folder, "data")) for folder in ("small", "small_match")]), overlays=()
)
"""The small dataset with seven questions, nine rules, and a home to live in."""
ANSWERS = {
    "danger_now": False, "withdrawal": 1, "relapse_risk": 3, "living_situation": 2, "mental_health": 1,
    "substances": ("opioids",), "payer": "medicaid", "hours_available": 20.0, "priorities": ("keeps_job",),
}  # fmt: skip
"""What someone said, on the real dataset."""
PAIR = [SMALL_MATCH.options[id_] for id_ in ("iop", "php")]
HOSTILE_MATCH: Dataset = hostile(SMALL_MATCH)

CASES: Mapping[str, Mapping[str, Any]] = {
    "settled": {
        "danger_now": False, "withdrawal": 1, "relapse_risk": 2, "living_situation": 3, "sleep_at_home": True,
        "priorities": ("cost_per_week",),
    },
    "open": {"danger_now": False, "withdrawal": 0, "relapse_risk": 2},
    "stopped": {"danger_now": True, "withdrawal": 4, "relapse_risk": 3, "living_situation": 4, "sleep_at_home": True},
    "urgent": {"danger_now": False, "withdrawal": 4, "relapse_risk": 0, "living_situation": 0},
    "none fits": {"danger_now": False, "withdrawal": 0, "relapse_risk": 4, "living_situation": 4},
}  # fmt: skip
"""Answers to the small dataset: settled, open, danger now, urgent and at odds, and more needed than any plan has."""
LATER = {"danger_now": False, "withdrawal": 0, "relapse_risk": 3, "living_situation": 3, "sleep_at_home": False}
"""The settled case some months on: less withdrawal, more risk, another wish, and one answer not given again."""


def record(answers: Mapping[str, Any], dataset: Dataset = SMALL_MATCH) -> Saved:
    """The record of some answers, as it is read back from its file."""
    return read_record(saved(dataset, match(dataset, answers)).encode(), "record.json")


def changed(dataset: Dataset) -> Dataset:
    """The dataset a year on: one rule asks for more, one is gone."""
    rules = {id_: rule for id_, rule in dataset.rules.items() if id_ != "mild-withdrawal"}
    stricter = replace(rules["some-risk"], needs={"hours_per_week": 20})
    return replace(dataset, rules={**rules, "some-risk": stricter}, sha256="0" * 64)


def replayed(case: str, then: Dataset, now: Dataset) -> Replay:
    return replay(now, record(CASES[case], then))


RESULTS: Mapping[str, Callable[[Dataset], Result]] = {
    **{f"match {name}": lambda data, name=name: match(data, CASES[name]) for name in CASES},
    "match why": lambda data: match(data, CASES["settled"], why=True),
    "replay same": lambda data: replayed("settled", data, data),
    "replay changed": lambda data: replayed("settled", data, changed(data)),
    "replay urgent": lambda data: replayed("urgent", data, data),
    "replay stopped": lambda data: replayed("stopped", data, data),
    "review": lambda data: review(data, record(CASES["settled"], data), record(LATER, data)),
    "review open": lambda data: review(data, record(CASES["settled"], data), record({"relapse_risk": 2}, data)),
    "review urgent": lambda data: review(data, record(CASES["settled"], data), record(CASES["urgent"], data)),
    "review stopped": lambda data: review(data, record(CASES["settled"], data), record(CASES["stopped"], data)),
    "rules": rules,
    "rules of a question": lambda data: rules(data, question="living_situation"),
    "rules of a wish": lambda data: rules(data, question="weekly_budget"),
    "one rule": lambda data: rules(data, "unsafe-home"),
}
"""Every kind of result about one person or about the rules, from the small dataset or one made of it."""
LOOKS: Mapping[str, Callable[[Result], Page]] = {"first": screen, "whole": page}
"""The first screen of a result, and the whole of it."""
URGENT = [name for name in RESULTS if "urgent" in name or "stopped" in name]
STOPPED = [name for name in RESULTS if "stopped" in name]


def taken_home(dataset: Dataset, case: str, voice: Voice = "person", options: Sequence[Option] = ()) -> Handout:
    """What someone with the answers of a case takes home."""
    return handout(dataset, options, match(dataset, CASES[case], voice=voice), voice=voice)


def some_answers(dataset: Dataset = SMALL_MATCH) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to any of the questions, each given or not."""
    return st.fixed_dictionaries({}, optional={id_: _answer(dataset, one) for id_, one in dataset.questions.items()})


def _answer(dataset: Dataset, question: Question) -> st.SearchStrategy[Any]:
    if question.type == "number":
        return st.floats(question.least, question.most)
    if question.type == "attributes":
        return st.lists(st.sampled_from(list(dataset.attributes)), unique=True).map(tuple)
    return st.sampled_from(possible(question))
