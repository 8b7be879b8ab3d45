"""Every claim of the background articles is reached by a natural question."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli

CLAIMS = {one["number"]: one for one in tomli.loads((Path(__file__).parents[1] / "claims.toml").read_text())["claim"]}
QUESTIONS = {
    1: "do you sleep at home during an iop", 2: "how many days a week is iop",
    3: "who is an iop for", 4: "can an IOP give me Suboxone", 5: "what therapy do they use for cravings",
    6: "do some iops specialize, for working people", 7: "can an iop replace inpatient rehab",
    8: "do I have to live in a sober house", 9: "how often does an iop meet", 10: "how long is an iop",
    11: "does an iop do detox", 12: "what services are in an iop", 13: "what are the good things about iop",
    14: "do rehabs have a gym and meals", 15: "how can I pay for treatment", 16: "is iop right for a moderate problem",
    17: "are there iop groups in the evening", 18: "can my family come to iop", 19: "how does insurance pay for iop",
    20: "what are the drawbacks of an iop", 21: "who should not do an iop",
    22: "I am shy, do I have to talk in a group",
    23: "what happens at intake", 24: "do support groups help", 25: "do they test for HIV or hepatitis",
    26: "iop for depression alone", 27: "what are the steps of an iop", 28: "can I live in a recovery home during iop",
    29: "what comes after an iop",
}  # fmt: skip


@pytest.mark.parametrize("number", CLAIMS)
def test_a_claim_is_reached(number, afresh):
    answer = afresh(QUESTIONS[number])
    cells = {(option, row) for option in answer.options for row in answer.attributes}
    table = answer.comparison.rows if answer.comparison else ()
    cells |= {(cell.option, row.attribute) for row in table for cell in row.cells}
    found = [
        place
        for place in CLAIMS[number]["found"]
        if place.get("topic") in answer.topics or (place.get("option"), place.get("attribute")) in cells
    ]
    assert answer.kind == "answer"
    assert found, (answer.shape, answer.options, answer.attributes, answer.topics)
