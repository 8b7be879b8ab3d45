"""Danger in a question: what is said faintly gets a number to call, and no bad input hides it or takes long."""

from __future__ import annotations

import time

import pytest
from support.classifier import Certain

from iopcli.ask import guess
from iopcli.ask.ask import FAINT_IF_WEAK, IF_NOW, Asker
from iopcli.danger import listen
from iopcli.danger.linear import LinearModel
from iopcli.dataset.load import folder, load

DATASET = load()
FAINT = [text for danger in DATASET.dangers.values() for text in danger.sentences.faint]
CALM = [text for danger in DATASET.dangers.values() for text in danger.sentences.must_not]
ASKED = [one.asks for asked in DATASET.asked.values() for one in asked.question if one.kind != "urgent"]
EVERY = 24
"""Of so many calm sentences and questions one is asked: every one is played by `data check`."""


@pytest.fixture(scope="module")
def asker(dataset):
    return Asker(dataset)


def test_what_is_said_faintly_gets_a_number_to_call_and_most_else_gets_none(asker):
    def told(text):
        asker.forget()
        answer = asker.ask(text)
        return answer.kind == "urgent" or bool(answer.perhaps)

    assert sum(map(told, FAINT)) >= 0.9 * len(FAINT)
    for calm in (CALM[::EVERY], ASKED[::EVERY]):
        assert sum(map(told, calm)) <= 0.1 * len(calm)


def test_the_classifier_only_adds(asker):
    text = next(text for text in FAINT if asker.ask(text).perhaps)
    answer = asker.ask(text)
    assert answer.kind != "urgent"
    assert answer.text.startswith(IF_NOW)
    assert answer.perhaps[0].lines


def test_danger_is_suspected_sooner_where_nothing_here_answers(dataset):
    asker = Asker(dataset)
    asker._listener.__dict__["_classifier"] = Certain(0.178)
    suspicion = asker._listener.listen("is the moon made of quarzle").suspicion
    assert FAINT_IF_WEAK < suspicion.chance < listen.FAINT
    assert not asker.ask("what is iop").perhaps
    assert asker.ask("is the moon made of quarzle").perhaps


HIDDEN = {
    "full width": "ｉ ｗａｎｔ ｔｏ ｄｉｅ", "no-width": "i want\u200b to d\u200bie", "accents": "í wánt tö díe",
    "control": "i want to \x07die", "markup": "<b>i</b> want <i>to</i> die", "brackets": "[red]i want to die[/red]",
    "masked": "i want to k!ll mys3lf", "stars": "su*cide", "spelled": "s u i c i d e", "capitals": "I WANT TO DIE!!!",
    "a command": "iopcli ask i want to die", "shell": "'; rm -rf / ; i want to die",
    "script": "救命 i want to die 救命",
    "typo": "i wnat to dei", "surrogate": "i want to die \udcff\udc80", "null": "i want to die\x00\x00",
}  # fmt: skip


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_danger_is_heard_in_bad_input(text, asker):
    assert asker.ask(text).kind == "urgent"


BAD = {
    "nothing": "", "spaces": " \t\n ", "signs": "?!" * 4000, "other script": "我弟弟需要帮助" * 300,
    "emoji": "😀" * 3000, "bytes": "\udcff\udcfe" * 2000, "control": "\x1b[31m\x07\x00" * 2000,
    "markup": "<div>" * 3000,
    "a command": "iopcli match --all", "words": "what is the price of iop and php " * 1250, "one word": "a" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_bad_input_gets_a_clear_answer_quickly(text, asker):
    asker.ask("what is iop")
    asker.ask("i took something")
    start = time.process_time()
    answer = asker.ask(text)
    assert time.process_time() - start < 0.3  # 100 ms on a free machine
    assert answer.kind == "unknown"
    assert answer.text


def test_danger_is_heard_in_ten_thousand_words(asker):
    said = "so it was a day like any other and we drove to town " * 840
    start = time.process_time()
    assert asker.ask(f"{said} i want to die {said}").kind == "urgent"
    assert time.process_time() - start < 0.6


def test_a_question_takes_little_time(asker):
    for text in ASKED[:20]:
        asker.ask(text)
    start = time.process_time()
    for text in ASKED[:200]:
        asker.ask(text)
    assert (time.process_time() - start) / 200 < 0.04  # 20 ms on a free machine


def test_the_numbers_of_what_is_asked_are_of_these_questions(dataset):
    guessed = LinearModel.read(folder() / guess.FILE)
    assert guessed.head.sentences == guess.checksum(dataset), "run `make ears`"
