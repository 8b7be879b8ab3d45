"""Danger in any words: the rules of the first ear, the numbers of the second, and what neither may be confused by."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from iopcli.ask import guess
from iopcli.ask.ask import FAINT_IF_WEAK, IF_NOW, Asker
from iopcli.danger import listen
from iopcli.danger.alike import Alike
from iopcli.danger.first import Ear
from iopcli.danger.linear import Head, Keyed, keys, packed
from iopcli.danger.listen import Listener
from iopcli.dataset.load import folder, load
from iopcli.dataset.model import Danger, DangerSign, SpokenPart

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
DATASET = load()
FAINT = [text for danger in DATASET.dangers.values() for text in danger.sentences.faint]
CALM = [text for danger in DATASET.dangers.values() for text in danger.sentences.must_not]
ASKED = [one.asks for asked in DATASET.asked.values() for one in asked.question if one.kind != "urgent"]
EVERY = 8
"""Of so many calm sentences and questions one is asked: every one is played by `data check`."""


@pytest.fixture(scope="module")
def listener(dataset):
    return Listener(dataset)


@pytest.fixture(scope="module")
def asker(dataset):
    return Asker(dataset)


def ear(*hear, **sign):
    """An ear with one danger, `x`, of one sign."""
    parts = {
        "not": "not, cant", "wake": "wake, waking up, despiert*", "other": "he, my friend", "took": "took",
        "pill": "pill, pills", "now": "right now", "past": "years ago", "general": "what is", "here": "my @other took",
        "figure": "wake up call",
    }  # fmt: skip
    made = DangerSign(says="x", hear=hear, **sign)
    danger = Danger(id="x", title="x", message="x", lines=("emergency",), sign=(made,))
    return Ear([SpokenPart(id=id_, words=words) for id_, words in parts.items()], [danger])


@pytest.mark.parametrize(
    ("hear", "text", "heard"),
    [
        ("-wake + other", "he cant wake", True),
        ("-wake + other", "he is waking up", False),
        ("-wake + other", "he cant . wake", False),
        ("-wake + other", "cant he and wake", False),
        ("wake + other", "he despierta", True),
        ("wake + other", "a wake up call he", False),
        ("wake + other", "wake", False),
        ("wake + other", "he a b c d e f g h i wake", False),
        ("took > pill", "took the pills", True),
        ("took > pill", "pills took", False),
        ("took >> pill", "took one two three pills", False),
        ("took|wake + pill", "pills wake", True),
        ("~took + ~pill", "not took pills", True),
        ("took + pill", "not took pills", False),
        ("took + pill", "took pills years ago", False),
        ("took + pill", "took pills years ago and right now", True),
        ("took + pill", "what is took pills", False),
        ("took + pill", "what is my friend took pills", False),
        ("took + pill", "what is my he took pills", True),
        ("wake + wake", "wake", False),
    ],
)
def test_parts_make_a_sign_by_rule(hear, text, heard):
    assert bool(ear(hear).raised(text.split()).dangers) is heard


def test_a_sign_may_count_long_ago_alone_far_apart_or_not_beside_a_part():
    def heard(text, *hear, **sign):
        return ear(*hear, **sign).raised(text.split()).dangers

    assert heard("took pills years ago", "took + pill", even=("past",))
    assert not heard("he took", "took", alone=True)
    assert heard("took", "took", alone=True)
    assert heard("took . it was . pills", "took + pill", wide=True)
    assert not heard("took pills", "took", unless=("pill",))


def test_a_faint_sign_is_only_suspected_unless_another_is_heard():
    made = ear("took + pill", perhaps=("wake", "pill"))
    assert made.raised(["wake"]) == ([], ["x"])
    assert made.raised(["took", "pills"]) == (["x"], [])
    assert made.raised(["he"]) == ([], [])


class Certain:
    """A second ear that makes the same of every text."""

    def __init__(self, danger):
        self._danger = danger

    def apart(self, keys):
        return {listen.CALM: 1 - self._danger, "overdose": self._danger}


def test_every_sentence_is_heard_as_its_file_says(dataset):
    assert listen.misheard(dataset) == []


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_the_second_ear_takes_no_sign_of_the_first_back(chance, dataset):
    both, first = Listener(dataset), Listener(dataset)
    both.__dict__["_second"], first.__dict__["_second"] = Certain(chance), None
    for danger in dataset.dangers.values():
        for text in danger.sentences.must[::EVERY]:
            alone, together = first.listen(text), both.listen(text)
            assert set(alone.dangers) <= set(together.dangers)
            assert alone.suspicion is None or together.dangers or together.suspicion.chance >= listen.FAINT


def test_large_dangers_have_sixty_sentences_each_way_and_small_ones_some(dataset):
    large = (
        "overdose",
        "suicide",
        "withdrawal-alcohol",
        "withdrawal-sedatives",
        "poisoning",
        "violence",
        "chest-and-breath",
    )
    for danger in dataset.dangers.values():
        said = danger.sentences
        least = 60 if danger.id in large else 10
        assert min(len({*said.must, *said.faint}), len(set(said.must_not))) >= least, danger.id


def test_what_is_said_faintly_gets_a_number_to_call_and_most_else_gets_none(asker):
    def told(text):
        asker.forget()
        answer = asker.ask(text)
        return answer.kind == "urgent" or bool(answer.perhaps)

    assert sum(map(told, FAINT)) >= 0.9 * len(FAINT)
    for calm in (CALM[:: 3 * EVERY], ASKED[:: 3 * EVERY]):
        assert sum(map(told, calm)) <= 0.1 * len(calm)


def test_the_second_ear_only_adds(asker):
    text = next(text for text in FAINT if asker.ask(text).perhaps)
    answer = asker.ask(text)
    assert answer.kind != "urgent"
    assert answer.text.startswith(IF_NOW)
    assert answer.perhaps[0].lines


def test_danger_is_suspected_sooner_where_nothing_here_answers(dataset):
    asker = Asker(dataset)
    asker._listener.__dict__["_second"] = Certain(0.178)
    suspicion = asker._listener.listen("is the moon made of quarzle").suspicion
    assert FAINT_IF_WEAK < suspicion.chance < listen.FAINT
    assert not asker.ask("what is iop").perhaps
    assert asker.ask("is the moon made of quarzle").perhaps


def test_the_numbers_are_of_these_sentences(dataset):
    guessed = Keyed.read(folder() / guess.FILE)
    assert listen.proved(dataset), "run `make ears`"
    assert guessed.head.sentences == guess.checksum(dataset), "run `make ears`"


def few(dataset, many):
    """The dataset with the first sentences of two dangers, and of a kind of question."""
    kept = {id_: dataset.dangers[id_] for id_ in ("overdose", "suicide")}
    dangers = {
        id_: replace(
            one,
            sentences=replace(
                one.sentences, must=one.sentences.must[:many], must_not=one.sentences.must_not[:many], faint=()
            ),
        )
        for id_, one in kept.items()
    }
    asked = {"cost": replace(dataset.asked["cost"], question=dataset.asked["cost"].question[:many])}
    return replace(dataset, dangers=dangers, asked=asked, topics={}, terms={})


def test_the_same_sentences_give_the_same_numbers_which_tell_them_apart(dataset):
    from linear import second_ear, subjects

    small = few(dataset, 40)
    assert second_ear(small) == second_ear(small)
    assert subjects(small) == subjects(small)
    ear = Keyed(second_ear(small))
    listener = Listener(small)
    for danger in small.dangers.values():
        told = [ear.apart(listener.features(text)) for text in danger.sentences.must]
        assert sum(one[danger.id] > one[listen.CALM] for one in told) > 0.9 * len(told)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"things":["calm"],"scale":1,"sentences":0}\nnot packed'])
def test_numbers_that_cannot_be_read_are_no_ear(content, tmp_path):
    path = tmp_path / "ear"
    path.write_bytes(content)
    assert Keyed.read(path) is None
    assert Keyed.read(tmp_path / "none") is None


def test_each_thing_is_as_likely_as_its_numbers_say():
    known, strange = keys(["wake", "sleep"]), keys(["pill"])
    model = Keyed(packed(Head(("calm", "x"), 0.1, 0), known, [1.0, 1.0], [0, 100, 0, 50]))
    assert model.apart(known)["calm"] == pytest.approx(0.5)
    assert model.apart(known)["x"] > 0.99
    assert model.apart([*known, *strange]) == model.apart(known)
    assert model.apart(strange) == {}


def test_chances_are_shares_of_one_and_what_no_text_had_says_nothing():
    known, strange = keys(["wake", "sleep"]), keys(["pill"])
    model = Keyed(packed(Head(("calm", "x"), 0.1, 0), known, [1.0, 3.0], [0, 100, 50, 50]))
    chances = model.chances([*known, *strange])
    assert sum(chances.values()) == pytest.approx(1)
    assert chances["x"] > 0.9
    assert model.chances(known) == chances
    assert model.chances(strange) == {}


def test_words_that_are_used_alike_have_the_same_names(tmp_path):
    alike = Alike("mom mother\ndad father\n\nbeer wine\n")
    assert list(alike.names(["mom"])) == list(alike.names(["mother"])) == ["@0", "@@0"]
    assert set(alike.names(["dad", "beer"])) >= {"@1 @2", "@@0 @@1"}
    assert set(alike.names(["dad", "x", "beer"])) >= {"@1 x", "x @2", "@1 _ @2"}
    assert list(alike.names(["x", "y"])) == []
    assert list(Alike.read(tmp_path / "none").names(["mom"])) == []


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


@given(text=st.text(max_size=200))
def test_any_text_is_heard_without_fail(text, listener):
    dangers, suspicion = listener.listen(text)
    assert set(dangers) <= set(DATASET.dangers)
    assert suspicion is None or (not dangers and 0 <= suspicion.chance <= 1)
