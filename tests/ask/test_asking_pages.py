"""One answer of each shape as it is shown, and every refusal once."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.golden import expected
from support.question_scores import some_asked

from iopcli.ask.ask import NOT_A_QUESTION, SMALL_TALK, TOO_LONG, Asker
from iopcli.report.pages import screen
from iopcli.report.writers.terminal import plain

GOLDEN = Path(__file__).parents[1] / "golden" / "ask"
SHAPES = {
    "what": ("what is it", "what is php"),
    "fact": ("fact", "iop hours"),
    "yes-or-no": ("yes or no", "could I work part-time during a partial program?"),
    "versus": ("versus", "iop or inpatient, which costs less"),
    "which": ("which", "which ones are under $150 a week"),
    "most": ("most or least", "most treatment hours i can get and still sleep in my own bed"),
    "before": ("before", "what comes before iop"),
    "topic": ("topic", "i got no insurance and no money now what"),
    "not-known": ("fact", "whats the price of virtual iop"),
    "refused": ("refusal", "how much suboxone should i take"),
    "urgent": ("danger", "can iop help my husband hes turning blue"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_an_answer_reads_as_it_should(name, afresh):
    shown = plain(screen(afresh(SHAPES[name][1])), 80)
    made = shown.encode()
    assert made == expected(GOLDEN / f"{name}-80.txt", made)
    assert max(map(len, shown.splitlines())) <= 80


REFUSED = {
    "dose": "how much suboxone should i take", "medicine-price": "what does vivitrol cost",
    "mixing": "can i mix xanax and wine",
    "diagnosis": "am i an alcoholic", "which-one": "which program is best for me",
    "legal": "will i go to jail for my dui",
    "drug-test": "how long does coke stay in my system", "prescription": "can you prescribe me something",
    "unproven": "does ibogaine help", "one-payer": "does aetna pay for php", "one-program": "how much is hazelden",
    "house-rules": "can i bring my dog to rehab", "not-this": "write me a poem",
    "other-language": "wo finde ich hilfe",
}  # fmt: skip


@pytest.mark.parametrize("id_", REFUSED)
def test_what_no_table_should_answer_says_why_and_whom_to_ask(id_, dataset, afresh):
    answer = afresh(REFUSED[id_])
    refusal = dataset.asking.refusal[id_]
    assert (answer.kind, answer.text, answer.suggestions) == ("unknown", refusal.message, refusal.instead)
    assert [line.id for line in answer.alerts[0].lines] == list(refusal.lines)


def test_every_refusal_is_tried(dataset):
    assert list(REFUSED) == list(dataset.asking.refusal)


def test_what_a_refusal_offers_can_be_asked(dataset, afresh):
    offered = {one for refusal in dataset.asking.refusal.values() for one in refusal.instead}
    offered |= {one.asks for one in dataset.asking.suggestion.values()}
    assert {one: afresh(one).kind for one in offered} == dict.fromkeys(offered, "answer")


@pytest.mark.parametrize("text", ["", "   ", "?!...", "\x00\x07", "\u200b\u202e"])
def test_what_is_no_question_is_said(text, afresh):
    assert afresh(text).text == NOT_A_QUESTION


@pytest.mark.parametrize("text", ["thanks", "Thank you so much!", "ok cool", "hi there", "that was helpful"])
def test_small_talk_is_no_question(text, afresh):
    assert afresh(text).text == SMALL_TALK


def test_a_long_question_is_not_answered(afresh):
    assert afresh("what is iop " * 200).text == TOO_LONG


def test_markup_is_words_like_others(afresh):
    assert afresh("[bold]what is <i>iop</i>[/bold]").kind in ("answer", "unknown")


TALLEST, TALLEST_BESIDE, HELP = 25, 40, 10
"""Lines of an answer at 80 columns, of one that compares, since that is a first screen of `compare`, and what a number
to call above the answer may add."""


def test_an_answer_fits_a_screen(dataset):
    asker = Asker(dataset)
    tall = {}
    for one in some_asked(dataset):
        asker.forget()
        answer = asker.ask(one.asks)
        lines = plain(screen(answer), 80).strip().splitlines()
        most = TALLEST_BESIDE if answer.comparison else TALLEST + HELP * len(answer.perhaps)
        if answer.kind != "urgent" and len(lines) > most:
            tall[one.asks] = len(lines)
    assert not tall
