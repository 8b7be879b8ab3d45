"""A record: what is saved is read back as it was, or refused without a word of what it says."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopcli import __version__
from iopcli.dataset.answers import typed
from iopcli.dataset.load import load
from iopcli.dataset.model import Question
from iopcli.errors import InputRefused, describe
from iopcli.facts.result import Stamp
from iopcli.match.answers import checked
from iopcli.match.match import match
from iopcli.match.record import Saved, read_record, saved
from iopcli.results.replay import replay

DATASET = load()
SECRETS = ("37.25", "uninsured", "adolescent", "sedat", "benzodiazepines")
ANSWERS = {
    "relapse_risk": 3,
    "living_situation": 1,
    "substances": ("benzodiazepines",),
    "age_group": "adolescent",
    "hours_available": 37.25,
    "payer": "uninsured",
}
EDITED = "records are made with `iopcli match --save FILE` and not edited"


def record_of(answers: dict[str, Any]) -> str:
    return saved(DATASET, match(DATASET, answers))


RECORD = record_of(ANSWERS)
TODAY = DATASET.about.as_of


def answers_to(question: Question) -> st.SearchStrategy[Any]:
    """Any answer to a question, as the rules read it."""
    ids = {"options": list(DATASET.options), "attributes": list(DATASET.attributes)}.get(
        question.type, [choice.value for choice in question.choice]
    )
    if question.type == "number":
        return st.floats(question.least, question.most, allow_subnormal=False)
    return st.lists(st.sampled_from(ids), unique=True, max_size=4).map(tuple) if question.many else st.sampled_from(ids)


some_answers = st.fixed_dictionaries({}, optional={id_: answers_to(one) for id_, one in DATASET.questions.items()})


# --- what is saved ----------------------------------------------------------


@given(some_answers)
def test_what_is_saved_is_read_back_and_proved(answers: dict[str, Any]):
    result = match(DATASET, answers, why=True)
    record = read_record(saved(DATASET, result).encode(), "may.json")
    typed_answers = {id_: typed(DATASET.questions[id_], answer) for id_, answer in answers.items()}
    assert checked(DATASET, record.answers, "") == (typed_answers, [])
    assert record.dataset == result.dataset
    assert set(record.fired) == {one.rule for one in result.trace if one.holds}
    assert (record.at_least, record.at_most) == (result.at_least.options, result.at_most.options)
    assert list(record.needs) == list(result.needs)
    again = replay(DATASET, record)
    assert (again.same, again.same_dataset, again.changes) == (True, True, ())
    assert (again.at_least, again.at_most) == (result.at_least, result.at_most)


@given(some_answers, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_no_byte(answers: dict[str, Any], random):
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert record_of(dict(shuffled)) == record_of(answers)


def test_a_record_holds_answers_and_what_came_of_them_and_no_one():
    table = json.loads(RECORD)
    keys = {"schema", "iopcli", "dataset", "answers", "fired", "needs", "at_least", "at_most", "checksum"}
    assert set(table) == keys
    assert (table["schema"], table["iopcli"]) == ("iopcli/record/1", __version__)
    assert table["answers"] == {key: list(v) if isinstance(v, tuple) else v for key, v in ANSWERS.items()}
    assert set(table["answers"]) <= set(DATASET.questions)
    dates = {str(DATASET.about.as_of), str(DATASET.about.review_by)}
    assert set(re.findall(r"\d{4}-\d\d-\d\d", RECORD)) == dates
    assert not re.search(r"\d\d:\d\d|[/\\](home|root|tmp|work|Users)\b", RECORD)
    assert RECORD.endswith("}\n")


def test_an_overlay_is_named_by_its_folder_and_not_by_the_path_to_it(overlay, tmp_path):
    made = load([overlay({"terms.toml": "# nothing\n"})])
    text = saved(made, match(made, ANSWERS))
    assert json.loads(text)["dataset"]["overlays"] == ["site"]
    assert str(tmp_path) not in text


# --- what is no record ------------------------------------------------------


def refusal(content: bytes) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read_record(content, "may.json")
    return caught.value


def tells_nothing(refused: InputRefused) -> bool:
    return not any(secret in describe(refused) for secret in SECRETS)


@pytest.mark.parametrize("end", range(0, len(RECORD.rstrip()), 10))
def test_a_record_that_is_cut_short_is_refused(end):
    refused = refusal(RECORD[:end].encode())
    assert refused.exit_code == 4
    assert re.fullmatch(r"may\.json is not JSON: line \d+", refused.summary)
    assert tells_nothing(refused)


def read_or_refused(text: str) -> Saved | InputRefused:
    try:
        return read_record(text.encode(), "may.json")
    except InputRefused as refused:
        return refused


def test_a_record_in_which_any_one_character_is_changed_is_refused_or_reads_the_same():
    """White space between its parts says nothing; whatever else is changed is seen."""
    record, same = read_record(RECORD.encode(), "may.json"), 0
    for at, character in enumerate(RECORD):
        made = read_or_refused(f"{RECORD[:at]}{chr(ord(character) ^ 1)}{RECORD[at + 1 :]}")
        assert tells_nothing(made) if isinstance(made, InputRefused) else made == record, at
        same += made == record
    assert same == 0


@given(st.integers(0, len(RECORD) - 1), st.integers(0, 3), st.text(max_size=3))
def test_a_record_with_any_few_characters_changed_is_refused_or_reads_the_same(at: int, gone: int, new: str):
    made = read_or_refused(RECORD[:at] + new + RECORD[at + gone :])
    if isinstance(made, InputRefused):
        assert tells_nothing(made)
    else:
        assert made == read_record(RECORD.encode(), "may.json")


def inserted(text: str) -> bytes:
    """The record with more text behind its first brace."""
    return RECORD.replace("{", "{" + text, 1).encode()


def changed(old: str, new: str) -> bytes:
    assert old in RECORD
    return RECORD.replace(old, new, 1).encode()


NOT_A_RECORD = ("may.json is not a saved record", EDITED)
CHANGED = ("may.json was changed after it was saved", "save it again from its answers")
TWICE = ("may.json has a key twice", "one object with a key for each question")
NOT_JSON = "is it complete?"
LAST = RECORD.count("\n")

BAD = {
    "another schema": (changed("iopcli/record/1", "iopcli/record/2"), "may.json is a record of another kind", EDITED),
    "another result": (b'{"schema": "iopcli/recommendation/1", "answers": {}}', *NOT_A_RECORD),
    "answers alone": (b'{"withdrawal": 2}', *NOT_A_RECORD),
    "a key more": (inserted('"name": "uninsured",'), *NOT_A_RECORD),
    "an answer more": (changed('"relapse_risk"', '"readiness": 4, "relapse_risk"'), *CHANGED),
    "a key less": (changed('"iopcli": ', '"": '), *NOT_A_RECORD),
    "a wrong type": (changed('"fired": [', '"fired": [0, '), *NOT_A_RECORD),
    "a key twice": (inserted('"iopcli": "uninsured",'), *TWICE),
    "an answer twice": (changed('"relapse_risk": 3', '"relapse_risk": 3, "relapse_risk": 0'), *TWICE),
    "no checksum": (changed('"checksum"', '"checksum": "", "check"'), *NOT_A_RECORD),
    "TOML": (b'payer = "uninsured"\n', "may.json is not JSON: line 1", NOT_JSON),
    "nothing": (b"", "may.json is not JSON: line 1", NOT_JSON),
    "white space": (b" \n ", "may.json is not JSON: line 2", NOT_JSON),
    "zero bytes": (b"\0" * 64, "may.json is not JSON: line 1", NOT_JSON),
    "two records": (RECORD.encode() * 2, f"may.json holds more than one object: line {LAST + 1}",
                    "one object with the answers of one person"),
    "a list": (f"[{RECORD}]".encode(), "may.json is not a JSON object", 'such as {"withdrawal": 2}'),
    "a word": (b'"uninsured"', "may.json is not a JSON object", 'such as {"withdrawal": 2}'),
    "not UTF-8": (RECORD.encode().replace(b"uninsured", b"uninsured\xff"), *NOT_A_RECORD),
    "a deep nest": (b'{"a":' * 100_000, "may.json is nested too deeply", "one object with a key for each question"),
    "a mebibyte": (changed("uninsured", "uninsured" * 120_000), *CHANGED),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_record_is_refused_and_says_why(what):
    content, *said = BAD[what]
    refused = refusal(content)
    assert [refused.summary, refused.hint] == said
    assert refused.exit_code == 4
    assert tells_nothing(refused)


@pytest.mark.parametrize(
    "content",
    [
        RECORD.encode() + b"\0",
        changed('"version"', '"name": "uninsured", "version"'),
        changed('"hours_per_week": {', '"hours_per_week": {"name": "uninsured",'),
    ],
    ids=["a zero byte at the end", "a key more in its dataset", "a key more in a need"],
)
def test_what_is_added_anywhere_is_seen(content):
    assert tells_nothing(refusal(content))


@pytest.mark.parametrize(
    "value", ["9" * 30, "9" * 5000, "-1e999", "NaN", '"\\ud800"', '["\\udfff"]'],
    ids=["a long number", "a number without end", "infinity", "no number", "half a character", "another half"],
)  # fmt: skip
def test_what_json_can_say_and_no_record_says_is_refused_and_no_crash(value):
    assert tells_nothing(refusal(changed("37.25", value)))


def forged(**changes: Any) -> bytes:
    """The record with other content and a checksum to match: anyone can make one."""
    record = msgspec.structs.replace(read_record(RECORD.encode(), ""), **{"checksum": "", **changes})
    checksum = hashlib.sha256(msgspec.json.encode(record, order="sorted")).hexdigest()
    return msgspec.json.encode(msgspec.structs.replace(record, checksum=checksum))


@pytest.mark.parametrize(
    "changes",
    [
        {"answers": {"zzzz": 1, "withdrawal": 9, "payer": ["uninsured"], "pregnant": None}},
        {"answers": {}, "fired": ("zzzz",), "at_least": ("zzzz",), "at_most": ()},
        {"needs": {"zzzz": {"at_least": 9}, "sleep": {"zzzz": 1}, "supervision": {"at_least": 3}}},
        {"needs": {"hours_per_week": {"at_least": "uninsured", "at_most": ["a"]}, "medications": {"at_least": 4}}},
        {"dataset": Stamp(version="zz", as_of=TODAY, sha256="", review_by=TODAY, overlays=())},
    ],
)  # fmt: skip
def test_a_record_made_by_hand_is_replayed_without_a_crash(changes):
    result = replay(DATASET, read_record(forged(**changes), "may.json"))
    assert result.same == (set(changes) == {"dataset"})
