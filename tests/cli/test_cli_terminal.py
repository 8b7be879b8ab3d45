"""On a real pseudo-terminal and in a pipe: colour where it is wanted and nowhere else, and words that fit."""

import re

import pytest
from support.command_line import STYLE, on_terminal

ANY_ESCAPE = re.compile(r"[\x1b\x9b]")
COLOUR = re.compile(r"\x1b\[(\d+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;\d+)*m")
"""A style that sets a colour; bold, dim and underlined set none."""
RULE = "─"
THREE, FOUR = ("iop", "php", "residential"), ("iop", "php", "residential", "outpatient")
COMMANDS = {
    "compare": ("compare", *THREE),
    "list": ("list",),
    "show": ("show", "iop"),
    "topic": ("topics", "payment"),
    "sources": ("sources", "--option", "iop"),
    "help": ("compare", "--help"),
}
SMALL = ("compare", "iop", "php", "-a", "sleep,hours_per_week")


def words(text):
    return set(re.findall(r"\w+", text))


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_line_is_wider_than_the_terminal_but_a_single_word(command, columns):
    screen = on_terminal(*COMMANDS[command], columns=columns, PAGER="cat")
    assert screen.code == 0
    assert [line for line in screen.words.splitlines() if len(line) > columns and len(line.split()) > 1] == []
    assert not ANY_ESCAPE.search(screen.words)


@pytest.mark.parametrize(("options", "columns"), [(THREE, 80), (FOUR, 120)], ids=["three at 80", "four at 120"])
def test_options_fit_side_by_side_without_a_word_being_cut(options, columns, run):
    screen = on_terminal("compare", *options, "--all", columns=columns, PAGER="cat")
    assert RULE in screen.words
    lines = screen.words.splitlines()
    heads = lines[4 : next(number for number, line in enumerate(lines) if RULE in line)]
    assert all(any(re.search(rf"(?<!\S){id_}(?!\S)", line) for line in heads) for id_ in options)
    as_lines = run("compare", *options, "-f", "text", "--all").stdout
    assert words(as_lines) - words(screen.words) == set()


@pytest.mark.parametrize("command", ["compare", "list"])
def test_sixty_columns_turn_the_table_into_lines(command, run):
    screen = on_terminal(*COMMANDS[command], "--all", columns=60, PAGER="cat")
    assert not re.search(rf"(?m)^{RULE}+$|^\w+ {RULE}+$", screen.words)
    as_lines = run(*COMMANDS[command], "-f", "text", "--all", env={"COLUMNS": "60"}).stdout
    assert {word for word in words(screen.words) - words(as_lines) if not re.fullmatch(r"[A-Z]|\d+", word)} == set()
    assert words(as_lines) - words(screen.words) == set()


def test_a_terminal_of_ten_columns_still_shows_every_word(run):
    screen = on_terminal(*SMALL, columns=10, PAGER="cat")
    assert screen.code == 0
    assert words(run(*SMALL, "-f", "text").stdout) - words(screen.words) == set()


@pytest.mark.parametrize("columns", [60, 80])
def test_an_address_is_whole_even_where_it_is_wider_than_the_terminal(columns, run, dataset):
    ids = list(dataset.sources)[:40]
    screen = on_terminal("sources", *ids, columns=columns, PAGER="cat")
    addresses = {dataset.sources[id_].url for id_ in ids} - {""}
    assert max(map(len, addresses)) > columns
    assert addresses - set(screen.words.split()) == set()


@pytest.mark.parametrize("format_", ["table", "text", "json", "csv", "markdown", "html", "svg"])
def test_a_pipe_gets_no_escape(format_, run):
    for env in ({}, {"TERM": "xterm-256color"}, {"GITHUB_ACTIONS": "true"}, {"FORCE_COLOR": ""}):
        assert not ANY_ESCAPE.search(run(*SMALL, "-f", format_, env=env).stdout)


def test_help_and_errors_in_a_pipe_get_no_escape(run):
    for env in ({}, {"FORCE_COLOR": "1"}, {"GITHUB_ACTIONS": "true"}):
        for line in (("--help",), ("compare", "--help"), ("comprae",), ("compare", "iop")):
            done = run(*line, env=env)
            assert not ANY_ESCAPE.search(done.stdout + done.stderr)


def test_a_terminal_gets_colour():
    assert any(COLOUR.fullmatch(style) for style in on_terminal(*SMALL).styles)


def test_no_color_takes_the_colour_and_empty_does_not():
    plain = on_terminal(*SMALL, NO_COLOR="1")
    assert not any(COLOUR.fullmatch(style) for style in plain.styles)
    coloured = on_terminal(*SMALL, NO_COLOR="")
    assert any(COLOUR.fullmatch(style) for style in coloured.styles)
    assert coloured.words == plain.words


@pytest.mark.parametrize("extra", [{}, {"FORCE_COLOR": "1"}], ids=["alone", "with FORCE_COLOR"])
def test_a_dumb_terminal_gets_no_escape(extra):
    screen = on_terminal(*SMALL, TERM="dumb", **extra)
    assert (screen.code, ANY_ESCAPE.search(screen.text)) == (0, None)
    assert screen.text == on_terminal(*SMALL).words


def test_force_color_colours_a_pipe_and_no_color_wins_over_it(run):
    forced = run(*SMALL, env={"FORCE_COLOR": "1"}).stdout
    assert any(COLOUR.fullmatch(style) for style in STYLE.findall(forced))
    both = run(*SMALL, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    assert not any(COLOUR.fullmatch(style) for style in STYLE.findall(both))
    assert STYLE.sub("", forced) == STYLE.sub("", both)


@pytest.mark.parametrize("format_", ["text", "json", "csv", "markdown", "html"])
def test_formats_without_styles_get_none_even_when_colour_is_forced(format_, run):
    plain = run(*SMALL, "-f", format_).stdout
    assert run(*SMALL, "-f", format_, env={"FORCE_COLOR": "1"}).stdout == plain
    assert on_terminal(*SMALL, "-f", format_).text == plain


def test_a_pipe_is_as_wide_as_columns_says_or_80(run):
    wide = run(*SMALL, env={"COLUMNS": "120"}).stdout
    assert max(map(len, run(*SMALL).stdout.splitlines())) <= 80 < max(map(len, wide.splitlines())) <= 120
    for odd in ("", "0", "-5", "many"):
        assert run(*SMALL, env={"COLUMNS": odd}).stdout == run(*SMALL).stdout


def test_what_a_pipe_gets_is_what_the_terminal_shows(run):
    screen = on_terminal(*SMALL)
    assert [line.rstrip() for line in screen.words.splitlines()] == run(*SMALL).stdout.splitlines()


def test_a_terminal_that_knows_only_ascii_gets_ascii():
    screen = on_terminal(*SMALL, PYTHONIOENCODING="ascii")
    assert screen.code == 0
    assert screen.text.isascii()
    assert screen.text.count("?") == on_terminal(*SMALL).text.count("?")  # none stands for a sign that was lost
