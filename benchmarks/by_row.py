"""The same rules as a decision table of the GoRules ZEN engine, record by record; prints the seconds it takes."""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import zen

from iopcli.dataset.answers import from_text
from iopcli.dataset.load import load
from iopcli.logic.conditions import All, Condition, Not, Some, Test

SAYS = {
    "is": "$ == {}",
    "at_least": "$ >= {}",
    "at_most": "$ <= {}",
    "includes": "contains($, {})",
    "one_of": "$ in {}",
}
Row = dict[str, list[str]]


def rows_of(one: Condition, *, yes: bool = True) -> Iterator[Row]:
    """The rows of a table that say what a condition says, or with `yes` false that it does not hold."""
    match one:
        case Test(question, kind, value):
            said = SAYS[kind].format(json.dumps(value))
            yield {question: [said if yes else f"not({said})"]}
        case Not(part):
            yield from rows_of(part, yes=not yes)
        case All(parts) | Some(parts) if isinstance(one, All) is yes:
            made: list[Row] = [{}]
            for part in parts:
                more = list(rows_of(part, yes=yes))
                made = [{key: [*a.get(key, []), *b.get(key, [])] for key in {**a, **b}} for a in made for b in more]
            yield from made
        case All(parts) | Some(parts):
            for part in parts:
                yield from rows_of(part, yes=yes)


def decision(dataset: Any) -> Any:
    """Every rule of the dataset as rows of one table that gives all that hold."""
    rows = [(rule.id, row) for rule in dataset.rules.values() for row in rows_of(rule.condition)]
    asked = list(dict.fromkeys(question for _, row in rows for question in row))
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": one, "name": one, "field": one} for one in asked],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [
            {"_id": str(nr), "rule": json.dumps(id_), **{one: " and ".join(row.get(one, [])) for one in asked}}
            for nr, (id_, row) in enumerate(rows)
        ],
    }
    place = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", **place},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table, **place},
        {"id": "out", "name": "out", "type": "outputNode", **place},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
        {"id": "b", "sourceId": "table", "targetId": "out", "type": "edge"},
    ]
    return zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))


def main() -> None:
    """Read the records, which is not timed, and decide each."""
    dataset = load()
    questions = dataset.questions
    with Path(sys.argv[1]).open(newline="") as file:
        texts = [row for _, row in zip(range(int(sys.argv[2])), csv.DictReader(file), strict=False)]
    answered = (
        {id_: from_text(questions[id_], text) for id_, text in row.items() if text and id_ in questions}
        for row in texts
    )
    records = [{id_: list(one) if isinstance(one, tuple) else one for id_, one in row.items()} for row in answered]
    decide = decision(dataset).evaluate
    start = time.perf_counter()
    for record in records:
        decide(record)
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
