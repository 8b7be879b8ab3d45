"""Every line that can be typed into the interview: answers, what is none, and random walks through all of it."""

import io
import json
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.questionnaire import CTRL_D, Hand, Sitting, Walker, last_of, typing

from iopcli.cli.talk import Ended, Talk
from iopcli.danger.listen import IF_NOW, Listener
from iopcli.dataset.load import load
from iopcli.match.interview import Interview
from iopcli.match.match import match
from iopcli.match.plans import Planner
from iopcli.report.writers.json import json as as_json

DATASET = load()
QUESTIONS = DATASET.questions
PLANNER = Planner(DATASET)
REFUSED = "> That is not one of the answers."


@pytest.fixture(autouse=True)
def eighty_columns(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


def ask(**how):
    """What a person answers who is asked here."""
    return Talk(DATASET, Interview(DATASET, **how)).hold()


def one_line(text):
    return " ".join(text.split())


def typed_at(id_, lines: Sequence[str]):
    """Lines typed where a question is asked, then the end of input: what was said after it was asked, and answers."""
    interview, screen = Interview(DATASET, everything=True), io.StringIO()
    for question in QUESTIONS.values():
        if question.id == id_:
            break
        interview.put(question, None)
    talk = Talk(DATASET, interview)
    with typing(io.StringIO("".join(f"{line}\n" for line in lines)), screen), suppress(Ended):
        talk.run()
    _, prompt, said = screen.getvalue().partition("\n> ")
    return prompt[1:] + said, interview.answers


def wants(id_):
    """What is asked for again after a line that is no answer."""
    question = QUESTIONS[id_]
    if question.type == "number":
        return f"Type a number: {question.unit}."
    if question.many:
        order = ", the most important first" if question.type == "attributes" else ""
        return f"Type one number or more, with spaces between them{order}. 0 is none."
    return "Type the number of the answer, then Enter."


# --- answers ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("id_", "line", "value"),
    [
        ("danger_now", "2", False),
        ("danger_now", "No", False),
        ("danger_now", "FALSE", False),
        ("pregnant", "1", True),
        ("pregnant", " yes ", True),
        ("pregnant", "Y", True),
        ("withdrawal", "0", 0),
        ("withdrawal", "\t4", 4),
        ("withdrawal", "MODERATE", 2),
        ("withdrawal_history", "1", "none"),
        ("withdrawal_history", "2", "seizure_or_delirium"),
        ("withdrawal_history", "SEIZURE_OR_DELIRIUM", "seizure_or_delirium"),
        ("substances", "0", ()),
        ("substances", "None", ()),
        ("substances", "1", ("alcohol",)),
        ("substances", "2 1", ("alcohol", "opioids")),
        ("substances", "1,2", ("alcohol", "opioids")),
        ("substances", "1, 2; 4", ("alcohol", "opioids", "stimulants")),
        ("substances", "Alcohol; OPIOIDS", ("alcohol", "opioids")),
        ("recent_treatment", "IOP, php", ("iop", "php")),
        ("recent_treatment", "2.1", ("iop",)),
        ("age_group", "adolescent", "adolescent"),
        ("age_group", "Under 18", "adolescent"),
        ("hours_available", "0", 0.0),
        ("hours_available", "12.5", 12.5),
        ("hours_available", "168", 168.0),
        ("payer", "VA", "va"),
        ("payer", "No insurance", "uninsured"),
        ("priorities", "cost_per_week, sleep", ("cost_per_week", "sleep")),
    ],
)
def test_an_answer_is_taken_by_number_and_in_words(id_, line, value):
    said, answers = typed_at(id_, [line])
    assert answers == {id_: value}
    assert REFUSED not in said


@pytest.mark.parametrize(
    ("id_", "lines"),
    [
        ("withdrawal", ["5", "-1", "1.5", "1 1", "yes", "1e0", "0x1", "99999999"]),
        ("danger_now", ["0", "3", "-1", "-0", "1 2", "99999999"]),
        ("withdrawal_history", ["0", "3", "seizure", "99999999"]),
        ("substances", ["8", "1 0", "0 0", "-1", "1.5", "1 alcohol", "99999999"]),
        ("recent_treatment", ["99", "1 1", "iop, IOP", "wiat"]),
        ("hours_available", ["-1", "168.1", "169", "nan", "inf", "1 2", "12 hours", "1e400"]),
        ("priorities", ["99", "1 1", "sleep, sleep"]),
    ],
)
def test_a_line_that_is_no_answer_is_refused_and_asked_for_again(id_, lines):
    said, answers = typed_at(id_, lines)
    assert answers == {}
    assert said.count(REFUSED) == len(lines)
    assert one_line(said).count(wants(id_)) == len(lines)
    assert said.endswith("\n> \n")


CANARY = "kanarie"
HOSTILE = {
    "letters": CANARY,
    "markup": f"<b>{CANARY}</b> [red]{CANARY}[/] `{CANARY}` {{{{ {CANARY} }}}}",
    "formats": f"%s %n {{0}} {CANARY}",
    "emoji": f"🙂{CANARY}",
    "other letters": f"né {CANARY} ‮ ﬁ ß",
    "escape": f"\x1b[31m{CANARY}\x1b]0;{CANARY}\x07",
    "control characters": f"\x00\x07\x08{CANARY}\x7f\x9b",
    "half a letter": f"\udce9{CANARY}",
    "a path": f"../../{CANARY}",
    "10,000 characters": CANARY.ljust(10_000, "x"),
    "9,000 digits": "9" * 9_000,
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(
    "id_", ["danger_now", "withdrawal", "payer", "substances", "recent_treatment", "hours_available"]
)
def test_no_line_is_echoed_taken_or_too_much(id_, line):
    said, answers = typed_at(id_, [line])
    assert answers == {}
    assert said.count(REFUSED) == 1
    assert CANARY not in said
    assert "99" not in said
    assert said.replace("\n", "").isprintable()
    assert one_line(said).count(wants(id_)) == 1


@pytest.mark.parametrize(
    ("id_", "line"),
    [
        ("danger_now", "²"),
        ("danger_now", "00012"),
        ("withdrawal_history", "①"),
        ("payer", "0001" + "1" * 5_000),
        ("substances", "²"),
        ("recent_treatment", "1 ①"),
        ("substances", ","),
        ("priorities", "; ,"),
    ],
    ids=lambda value: value[:12],
)
def test_a_line_that_only_looks_like_numbers_is_no_answer(id_, line):
    said, answers = typed_at(id_, [line])
    assert answers == {}
    assert said.count(REFUSED) == 1


@pytest.mark.parametrize("line", ["0", "3", "x", "²", "00019", "1" * 5_000, "b"], ids=lambda line: line[:5])
def test_what_is_no_number_of_an_answer_is_said_and_asked_for_again(line):
    said, answers = typed_at("danger_now", ["2", "3", "r", line])
    assert said.endswith("> Type one of the numbers above, or Enter to go on.\n> \n")
    assert answers == {"danger_now": False, "withdrawal": 3}


@pytest.mark.parametrize("length", [9_999, 10_000, 10_001, 19_999, 20_000, 30_001])
def test_the_end_of_a_long_line_is_no_answer_of_its_own(length):
    said, answers = typed_at("danger_now", [f"{'x' * length}1"])
    assert (answers, said.count(REFUSED)) == ({}, 1)


def test_a_line_that_is_nearly_right_gets_the_nearest_word():
    said, _ = typed_at("substances", ["alchol, opioids"])
    assert "id you mean `alcohol`?" in one_line(said)


@pytest.mark.parametrize(
    ("keys", "env"),
    [(b"\xe9\r", {"PYTHONIOENCODING": "utf-8:strict"}), ("é\r".encode(), {"PYTHONIOENCODING": "ascii"})],
    ids=["half a letter", "a letter that the terminal does not have"],
)
def test_letters_that_cannot_be_read_are_no_answer_and_nothing_is_lost(keys, env):
    """A UTF-8 locale reads strictly; keys such as Alt-i and a deleted half of a letter send such bytes."""
    sitting = Sitting(**env)
    assert sitting.press(keys).startswith(REFUSED.removeprefix("> "))
    assert last_of(sitting.answer("2")) == "Withdrawal"


def test_enter_is_offered_for_not_sure_only_where_it_leaves_a_question_open():
    said, _ = typed_at("danger_now", ["x", "2", "b", "x"])
    first, again = one_line(said).split("Your answer so far: no. Enter keeps your answer.")
    assert "Enter if you are not sure." in first
    assert "Enter if you are not sure." not in again


@pytest.mark.parametrize(
    ("line", "danger"), [("i want to die", "suicide"), ("he wont wake up and his lips are blue", "overdose")]
)
@pytest.mark.parametrize("id_", ["danger_now", "substances", "drinks_a_day"])
def test_a_danger_that_is_told_in_place_of_an_answer_is_heard(id_, line, danger):
    said, answers = typed_at(id_, [line])
    assert one_line(DATASET.dangers[danger].message) in one_line(said)
    assert "That is not one of the answers." in said
    assert answers.get(id_) is None


def test_a_danger_that_is_only_suspected_is_told_as_one():
    listener = Listener(DATASET)
    faint = (text for one in DATASET.dangers.values() for text in one.sentences.faint)
    line = next(text for text in faint if not listener.listen(text).dangers)
    said, _ = typed_at("substances", [line])
    assert IF_NOW in said
    sure, _ = typed_at("substances", ["i want to die"])
    assert IF_NOW not in sure


def test_a_calm_line_that_is_no_answer_raises_no_alarm():
    said, _ = typed_at("substances", ["how much does it cost"])
    assert not [one for one in DATASET.dangers.values() if one_line(one.message) in one_line(said)]


# --- the end of input -------------------------------------------------------


def test_the_end_of_input_is_as_q_at_every_prompt():
    lines = [
        "2",
        "3",
        "1",
        "1 2",
        "3",
        "5",
        "2",
        "1",
        "1",
        "2",
        "3",
        "1",
        "0",
        "6",
        "1",
        "6",
        "2",
        "1",
        "3",
        "50",
        "2",
        "45",
        "1",
        "12",
    ]
    for number in range(len(lines)):
        ends = []
        for last in ("", "q\n"):
            screen = io.StringIO()
            with typing(io.StringIO("".join(f"{line}\n" for line in lines[:number]) + last), screen):
                ends.append((ask(everything=True), one_line(screen.getvalue())))
        assert ends[0] == ends[1]
        assert list(ends[0][0]) == list(QUESTIONS)[:number]
        assert ends[0][1].endswith("> Stopped here. This is what we know so far.")


# --- walks ------------------------------------------------------------------


@given(st.integers(0, 2**32))
def test_a_walk_ends_with_what_was_told_and_says_all_that_is_urgent(seed):
    walker, screen = Walker(DATASET, seed), io.StringIO()
    with typing(Hand(walker.line, screen), screen):
        answers = ask(everything=seed % 5 == 0)
    assert answers == walker.told
    result = match(DATASET, walker.told, PLANNER)
    said = one_line(screen.getvalue())
    assert [alarm.rule for alarm in result.urgent if alarm.message not in said] == []
    assert [line for line in screen.getvalue().splitlines() if len(line.removeprefix("> ")) > 79] == []


@pytest.mark.parametrize("seed", range(25))
def test_a_walk_on_a_terminal_ends_with_the_result_of_what_was_told(seed, tmp_path):
    walker = Walker(DATASET, seed)
    sitting = Sitting("-o", "result.json", cwd=tmp_path)
    said = sitting.opening()
    while sitting.asks:
        line = walker.line(said)
        said = sitting.press(CTRL_D if line is None else f"{line}\r")
    screen = sitting.end()
    result = match(DATASET, walker.told)
    assert (tmp_path / "result.json").read_text() == as_json(result)
    assert json.loads(as_json(result))["urgent"] == [] or screen.code == 10
    assert screen.code in (0, 3, 10)
