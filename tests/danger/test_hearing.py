"""Danger in any words: rules of the detector, weights of the classifier, and what may confuse neither."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.classifier import Certain

from iopcli.danger import listen
from iopcli.danger.alike import Alike
from iopcli.danger.detector import SignDetector
from iopcli.danger.linear import Head, LinearModel, keys, packed
from iopcli.danger.listen import Listener
from iopcli.dataset.load import load
from iopcli.dataset.model import Danger, DangerSign, SpokenPart

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
DATASET = load()
EVERY = 8
"""Of so many sentences one is heard: every one is played by `data check`."""


@pytest.fixture(scope="module")
def listener(dataset):
    return Listener(dataset)


def detector(*hear, **sign):
    """A detector with one danger, `x`, of one sign."""
    parts = {
        "not": "not, cant", "wake": "wake, waking up, despiert*", "other": "he, my friend", "took": "took",
        "pill": "pill, pills", "now": "right now", "past": "years ago", "general": "what is", "here": "my @other took",
        "figure": "wake up call",
    }  # fmt: skip
    made = DangerSign(says="x", hear=hear, **sign)
    danger = Danger(id="x", title="x", message="x", lines=("emergency",), sign=(made,))
    return SignDetector([SpokenPart(id=id_, words=words) for id_, words in parts.items()], [danger])


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
    assert bool(detector(hear).raised(text.split()).dangers) is heard


def test_a_sign_may_count_long_ago_alone_far_apart_or_not_beside_a_part():
    def heard(text, *hear, **sign):
        return detector(*hear, **sign).raised(text.split()).dangers

    assert heard("took pills years ago", "took + pill", even=("past",))
    assert not heard("he took", "took", alone=True)
    assert heard("took", "took", alone=True)
    assert heard("took . it was . pills", "took + pill", wide=True)
    assert not heard("took pills", "took", unless=("pill",))


def test_a_faint_sign_is_only_suspected_unless_another_is_heard():
    made = detector("took + pill", perhaps=("wake", "pill"))
    assert made.raised(["wake"]) == ([], ["x"])
    assert made.raised(["took", "pills"]) == (["x"], [])
    assert made.raised(["he"]) == ([], [])


def test_every_sentence_is_heard_as_its_file_says(dataset):
    assert listen.misheard(dataset) == []


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_the_classifier_takes_no_sign_of_the_detector_back(chance, dataset):
    both, first = Listener(dataset), Listener(dataset)
    both.__dict__["_classifier"], first.__dict__["_classifier"] = Certain(chance), None
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


def test_the_numbers_are_of_these_sentences(dataset):
    assert listen.checked_in_training(dataset), "run `make ears`"


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
    model = LinearModel(second_ear(small))
    listener = Listener(small)
    for danger in small.dangers.values():
        told = [model.apart(listener.features(text)) for text in danger.sentences.must]
        assert sum(one[danger.id] > one[listen.CALM] for one in told) > 0.9 * len(told)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"things":["calm"],"scale":1,"sentences":0}\nnot packed'])
def test_numbers_that_cannot_be_read_are_no_model(content, tmp_path):
    path = tmp_path / "model"
    path.write_bytes(content)
    assert LinearModel.read(path) is None
    assert LinearModel.read(tmp_path / "none") is None


def test_each_thing_is_as_likely_as_its_numbers_say():
    known, strange = keys(["wake", "sleep"]), keys(["pill"])
    model = LinearModel(packed(Head(("calm", "x"), 0.1, 0), known, [1.0, 1.0], [0, 100, 0, 50]))
    assert model.apart(known)["calm"] == pytest.approx(0.5)
    assert model.apart(known)["x"] > 0.99
    assert model.apart([*known, *strange]) == model.apart(known)
    assert model.apart(strange) == {}


def test_chances_are_shares_of_one_and_what_no_text_had_says_nothing():
    known, strange = keys(["wake", "sleep"]), keys(["pill"])
    model = LinearModel(packed(Head(("calm", "x"), 0.1, 0), known, [1.0, 3.0], [0, 100, 50, 50]))
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


@given(text=st.text(max_size=200))
def test_any_text_is_heard_without_fail(text, listener):
    dangers, suspicion = listener.listen(text)
    assert set(dangers) <= set(DATASET.dangers)
    assert suspicion is None or (not dangers and 0 <= suspicion.chance <= 1)
