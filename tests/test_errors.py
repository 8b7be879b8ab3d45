"""What a person reads when something is wrong, and the exit code that goes with it."""

from __future__ import annotations

import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopcli import errors
from iopcli.errors import IopcliError, Problem, Stopped, UsageError, count, describe, visible


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("IopcliError", 1),
        ("UsageError", 2),
        ("DatasetError", 2),
        ("NeedsReview", 3),
        ("OutputError", 5),
        ("ReaderGone", 141),
    ],
)
def test_each_end_of_a_run_has_its_exit_code(name: str, code: int):
    assert getattr(errors, name)("x").exit_code == code


@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_with_128_and_its_number(number: int, code: int):
    assert Stopped(number).exit_code == code


def test_a_summary_alone_is_one_line():
    assert describe(UsageError("it went wrong")) == "error: it went wrong"


def test_every_problem_stands_in_a_column_with_its_hint_under_it():
    error = UsageError(
        "2 problems in the dataset",
        [Problem("a.toml  iop", "has no source", "add one"), Problem("b.toml", "is not TOML")],
        hint="run it again",
    )
    assert describe(error) == (
        "error: 2 problems in the dataset\n\n"
        "  a.toml  iop  has no source\n"
        "               -> add one\n"
        "  b.toml       is not TOML\n\n"
        "hint: run it again"
    )


def test_a_long_place_does_not_push_the_others_away():
    text = describe(UsageError("x", [Problem("p" * 200, "long"), Problem("q", "short")]))
    assert text.splitlines()[3] == f"  {'q':<48}  short"


def test_a_problem_without_a_hint_has_no_line_for_one():
    assert describe(UsageError("x", [Problem("place", "is bad")])) == "error: x\n\n  place  is bad"


@given(st.text())
def test_nothing_a_terminal_would_act_on_is_said(typed: str):
    said = describe(UsageError(typed, [Problem(typed, typed, typed)], typed))
    assert all(character.isprintable() or character == "\n" for character in said)


@given(st.text(alphabet=st.characters(exclude_characters="\n")))
def test_readable_text_stays_as_it_is(text: str):
    assert (visible(text) == text) == text.isprintable()


@pytest.mark.parametrize("typed", ["`x\nerror: all is well`", "`x\r\nhint: send money`"])
def test_what_was_typed_cannot_start_a_line_of_its_own(typed: str):
    lines = describe(UsageError("1 name not understood", [Problem(typed, "is not an option")])).splitlines()
    assert [line for line in lines if line.startswith(("error:", "hint:"))] == ["error: 1 name not understood"]


@pytest.mark.parametrize(("number", "text"), [(0, "0 problems"), (1, "1 problem"), (2, "2 problems")])
def test_a_number_comes_with_its_noun(number: int, text: str):
    assert count(number, "problem") == text


def test_the_message_of_an_error_is_its_summary():
    assert str(IopcliError("short", [Problem("secret", "secret")])) == "short"
