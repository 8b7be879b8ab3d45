"""The self-check holds together: its questions, signs and bands are there once, and it can be asked."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from iopcli.dataset.answers import NotAnAnswer, from_text, typed
from iopcli.dataset.checklist import check_questions

FILE = "site/selfcheck.toml"
SIGN = '[[sign]]\nid = "{}"\nlabel = "Sign"\nasks = "Is it so?"\nwhy = "It is a sign."\n'
BAND = '[[band]]\nleast = {}\nmost = {}\nlabel = "some"\nmeans = "Some."\ntalk = "Talk."\nsources = ["editors"]\n'
TIP = '[[extra.choice]]\nvalue = "{}"\nlabel = "a friend"\nsays = "Ask."\nsources = ["editors"]\n'
EXTRA = '[[extra]]\nid = "barriers"\nlabel = "Help"\nasks = "Who?"\nwhy = "It helps."\n{}'
SUPPORT = '[[extra]]\nid = "support"\nlabel = "Help"\nasks = "Who?"\nwhy = "It helps."\n' + TIP.format("a")
ONCE = "small letters, each once"
COVER = "has bands that do not cover 0 to {}"

PROBLEMS = {
    "source": ('sources = ["editor"]', "`editor` is not a known source", "did you mean `editors`?"),
    "safety": ('safety = ["danger"]', "`danger` is not a known question", "did you mean `danger_now`?"),
    "matters": ('matters = ["suport"]', "`suport` is not a known question", "did you mean `support`?"),
    "ask": ('ask = ["medication"]', "`medication` is not a known attribute", "did you mean `medications`?"),
    "for safety": ('for_safety = ["detx"]', "`detx` is not a known option", "did you mean `detox`?"),
    "warnings": (
        'warnings = ["never-stop-sudenly"]',
        "`never-stop-sudenly` is not a known rule with advice",
        "did you mean `never-stop-suddenly`?",
    ),
    "before stopping": (
        'before_stopping = ["past-seisure"]',
        "`past-seisure` is not a known urgent rule",
        "did you mean `past-seizure`?",
    ),
    "before stopping, not urgent": (
        'before_stopping = ["never-stop-suddenly"]',
        "`never-stop-suddenly` is not a known urgent rule",
        "",
    ),
    "warning without advice": ('warnings = ["danger-now"]', "`danger-now` is not a known rule with advice", ""),
    "gap": (BAND.format(0, 1) + BAND.format(3, 11), COVER.format(11), "each number once"),
    "overlap": (BAND.format(0, 3) + BAND.format(3, 11), COVER.format(11), "each number once"),
    "too few": (BAND.format(0, 10), COVER.format(11), "each number once"),
    "no bands": ("band = []", COVER.format(11), "each number once"),
    "taken": (
        SIGN.format("payer") + BAND.format(0, 1),
        "`payer` is not a good id, or there twice",
        "small letters, each once",
    ),
    "bad word": (SUPPORT + EXTRA.format(TIP.format("A b")), "barriers has choices that are not good words", ONCE),
    "twice": (SUPPORT + EXTRA.format(TIP.format("a") * 2), "barriers has choices that are not good words", ONCE),
    "none": (SUPPORT + EXTRA.format("choice = []"), "barriers has choices that are not good words", ONCE),
    "key": ('openin = "x"', "openin is not a known key", "did you mean `opening`?"),
}


@pytest.mark.parametrize("what", PROBLEMS)
def test_what_does_not_hold_together_is_named_where_it_was_written(what, refused):
    text, message, hint = PROBLEMS[what]
    assert refused({"selfcheck.toml": f"{text}\n"}) == [(FILE, message, hint)]


def test_a_sign_that_is_there_twice_is_a_problem(refused):
    text = SIGN.format("a") * 2 + BAND.format(0, 2)
    assert {found[1] for found in refused({"selfcheck.toml": text})} == {"`a` is not a good id, or there twice"}


def test_an_overlay_changes_single_texts_and_the_rest_stays(laid, dataset):
    made = laid({"selfcheck.toml": 'closing = "Ask at the desk."\n'})
    assert made.checklist == replace(dataset.checklist, closing="Ask at the desk.")


def test_its_questions_come_in_three_parts_each_once(dataset):
    one, ids = dataset.checklist, list(check_questions(dataset))
    assert ids == [*one.safety, *(sign.id for sign in one.sign), *one.matters]
    assert len(set(ids)) == len(ids)
    assert len(one.sign) == 11


def test_an_answer_that_goes_alone_goes_with_no_other(dataset):
    support = check_questions(dataset)["support"]
    assert typed(support, ["no-one"]) == ("no-one",)
    assert from_text(support, "family; a friend") == ("family", "friend")
    for text in ("nobody; family", "doctor, no one"):
        with pytest.raises(NotAnAnswer, match="goes with no other answer") as caught:
            from_text(support, text)
        assert caught.value.hint == "choose `no one right now` alone, or leave it out."
