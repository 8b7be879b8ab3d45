"""A terminal that cannot move its cursor, or does not say what it is, is dumb."""

import pytest

from iopcli.report.screen import is_dumb


@pytest.mark.parametrize(
    ("terminal", "dumb"),
    [(None, True), ("", True), ("dumb", True), ("unknown", True), ("xterm-256color", False), ("linux", False)],
)
def test_a_terminal_is_dumb_unless_it_says_what_it_is(terminal, dumb, monkeypatch):
    monkeypatch.delenv("TERM", raising=False)
    if terminal is not None:
        monkeypatch.setenv("TERM", terminal)
    assert is_dumb() is dumb
