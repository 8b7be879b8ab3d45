"""What is typed wrong: every message once, whole, on stderr, with exit code 2 and nothing on stdout."""

import re

import pytest

from iopcli.cli.compare import BETWEEN, VERSUS
from iopcli.dataset.find import names_of
from iopcli.errors import UsageError

OWN = {
    ("compare",): """\
error: compare needs two options or more

hint: add another, or read one in full: `iopcli show iop`
""",
    ("compare", "php"): """\
error: compare needs two options or more

hint: add another, or read one in full: `iopcli show php`
""",
    ("compare", "iop", "2.1", "php", "PHP"): """\
error: compare needs different options

  `iop`  is named twice
         -> two of the names you typed mean this option
  `php`  is named twice
         -> two of the names you typed mean this option
""",
    ("compare", "iop", "zzzzzzzz", "qqqqqqqq"): """\
error: 2 names not understood

  `zzzzzzzz`  is not an option
  `qqqqqqqq`  is not an option

hint: `iopcli list` shows every option; quotes keep words together. In danger now? Call 911. Call or text 988.
""",
    ("sources", "zzzzzzzz", "qqqqqqqq"): """\
error: 2 sources not known

  `zzzzzzzz`  is not a source
  `qqqqqqqq`  is not a source

hint: `iopcli sources` lists them all
""",
    ("data", "schema", "option"): """\
error: no such schema

  `option`  is not a kind of dataset file
            -> use one of dataset, attributes, options, sources, topics, terms, asking, parts, help, questions, rules, \
wishes, vignettes, instruments, selfcheck, dangers, waiting, coverage, programs, \
findtreatment, asked
""",
    ("compare", "iop", "php", "-o", "table.xls"): """\
error: the name of the output file does not say which format

hint: end the name in .txt, .text, .json, .csv, .md, .markdown, .html, .htm, .svg, .pdf, or add --format
""",
}


@pytest.mark.parametrize("words", OWN, ids=" ".join)
def test_an_error_says_what_is_wrong_and_what_to_do(words, run):
    done = run(*words)
    assert (done.returncode, done.stdout, done.stderr) == (UsageError.exit_code, "", OWN[words])


NEAR = {
    ("show", "xqzzvkj"): (
        "1 name not understood",
        "is not an option",
        "`iopcli list` shows every option; quotes keep words together. In danger now? Call 911. Call or text 988.",
    ),
    ("sources", "zebra-row"): ("1 source not known", "is not a source", "`iopcli sources` lists them all"),
    ("topics", "zebra-too"): (
        "nothing to read under that name",
        "is not a topic or a word explained here",
        "`iopcli topics` lists them all. In danger now? Call 911. Call or text 988.",
    ),
}
ZEBRA = {
    "options/zebra.toml": 'id = "xqzzvkj-xxww"\nlike = "iop"\nname = "Quokka"\n',
    "sources.toml": '[zebra-rows]\ntitle = "T"\npublisher = "P"\nyear = 2026\nkind = "program"\nread = "whole"\n',
    "topics/zebra.toml": 'id = "zebra-topic"\ntitle = "T"\nas_of = 2026-11-22\nconfidence = "judgement"\npoint = []\n',
}
FOUND = {"show": "xqzzvkj-xxww", "sources": "zebra-rows", "topics": "zebra-topic"}


@pytest.mark.parametrize("words", NEAR, ids=" ".join)
def test_a_misspelled_name_finds_the_nearest(words, run, overlay):
    summary, message, hint = NEAR[words]
    typed = f"`{words[-1]}`"
    done = run(*words, "--data", str(overlay(ZEBRA)))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: {summary}\n\n  {typed}  {message}\n"
        f"  {' ' * len(typed)}  -> did you mean `{FOUND[words[0]]}`?\n\nhint: {hint}\n"
    )


def test_two_options_where_one_is_shown_are_sent_to_compare(run):
    done = run("show", "iop", "php")
    assert (done.returncode, done.stdout) == (2, "")
    assert "names more than one option" in done.stderr
    assert "see them side by side: `iopcli compare iop php`" in done.stderr


def test_a_name_of_two_words_needs_no_quotes(run):
    assert run("show", "sober", "house").stdout == run("show", "recovery-residence").stdout
    assert run("topics", "stop", "drinking").stdout == run("topics", "detox-safety").stdout


def test_no_one_who_mistypes_is_sent_to_no_treatment(run):
    for typed in ("ER", "recovry", "scared", "heroin"):
        assert "`wait`" not in run("show", typed).stderr.partition("hint:")[0]


def test_an_unknown_name_without_a_near_one_has_no_hint_but_the_list(run):
    done = run("topics", "qqqqqqqq")
    assert done.returncode == 2
    assert done.stderr == (
        "error: nothing to read under that name\n\n  `qqqqqqqq`  is not a topic or a word explained here\n\n"
        "hint: `iopcli topics` lists them all. In danger now? Call 911. Call or text 988.\n"
    )


def test_unknown_rows_and_groups_are_all_named_with_those_that_exist(run, dataset):
    done = run("compare", "iop", "php", "-a", "sleap,zzzzzzzz", "-g", "tme")
    expected = f"""\
error: 3 names not understood

  `sleap`     is not an attribute
              -> did you mean `sleep`?
  `zzzzzzzz`  is not an attribute
  `tme`       is not a group
              -> did you mean `time`?

hint: groups: {", ".join(dataset.groups)}; `iopcli show iop` shows every row
"""
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)


@pytest.mark.parametrize("attribute", ["sleep", "supervision", "medications"])
def test_a_filter_names_the_words_it_takes(attribute, run, dataset):
    flag = f"--{attribute.removesuffix('s')}"
    done = run("list", flag, "zzzz")
    words = ", ".join(word.id for word in dataset.attributes[attribute].word)
    expected = f"""\
error: a filter was not understood

  `zzzz`  is not a word for {attribute}
          -> use {words}
"""
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)


def test_every_filter_that_is_not_understood_is_named_at_once(run):
    done = run("list", "--sleep", "zzzz", "--supervision", "yyyy")
    assert done.returncode == 2
    assert "`zzzz`  is not a word for sleep" in done.stderr
    assert "`yyyy`  is not a word for supervision" in done.stderr


def test_a_kind_that_does_not_exist_is_refused_and_not_an_empty_list(run):
    done = run("list", "--kind", "seting")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == """\
error: a filter was not understood

  `seting`  is not a word for kind
            -> use setting, withdrawal, medication, housing, support, baseline
"""
    )


LIMITS = {"--max-cost": "cost_per_week", "--max-hours": "hours_per_week", "--max-days": "length_days"}


@pytest.mark.parametrize("flag", LIMITS)
def test_a_limit_is_a_number(flag, run):
    for word in ("-1", "inf", "-0.5"):
        assert run("list", flag, word).returncode == 2
    done = run("list", flag, "nan")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"""\
error: a filter was not understood

  `nan`  is not a limit for {LIMITS[flag]}
         -> give a number, 0 or more
"""
    )


FORMATS = "table, text, json, csv, markdown, html, svg, pdf"
OF_TYPER = {
    ("comapre", "iop", "php"): (
        "",
        "`comapre` is not a command",
        "did you mean `compare`? `iopcli --help` lists them all",
    ),
    ("comprae", "iop", "php"): (
        "",
        "`comprae` is not a command",
        "did you mean `compare`? `iopcli --help` lists them all",
    ),
    ("zzzzzzzz",): ("", "`zzzzzzzz` is not a command", "`iopcli --help` lists them all"),
    ("data", "chekc"): ("", "`chekc` is not a command", "did you mean `check`? `iopcli data --help` lists them all"),
    ("help", "shwo"): ("", "`shwo` is not a command", "did you mean `show`? `iopcli --help` lists them all"),
    ("help", "show", "iop"): ("", "`show` has no command of its own", "`iopcli help show` is about all of it"),
    ("show",): ("show", "OPTION is missing", ""),
    ("sources", "--option"): ("", "--option needs a value", ""),
    ("compare", "iop", "php", "-o"): ("", "-o needs a value", ""),
    ("show", "iop", "--froce"): ("show", "`--froce` is not an option of `iopcli show`", "did you mean `--force`? "),
    ("show", "iop", "-f", "rtf"): ("show", f"--format needs one of {FORMATS}", ""),
    ("match", "--for", "friend"): ("match", "--for needs one of person, staff, family", ""),
    ("list", "--max-cost", "cheap"): ("list", "--max-cost needs a number", ""),
    ("data", "check", "--today", "May"): ("data check", "--today needs a date such as 2026-11-22", ""),
}


@pytest.mark.parametrize("words", OF_TYPER, ids=" ".join)
def test_a_word_in_the_wrong_place_is_said_like_every_other_error(words, run):
    command, message, hint = OF_TYPER[words]
    more = "" if hint and not hint.endswith(" ") else f"`{f'iopcli {command}'.strip()} --help` shows what it takes"
    done = run(*words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"error: {message}\n\nhint: {hint}{more}\n")


PYTHON_WORDS = re.compile(r"valid|float|integer|\bint\b|range|None|null|argument|Traceback|x>=", re.IGNORECASE)


@pytest.mark.parametrize(
    "words",
    [*OF_TYPER, ("batch", "x.csv", "--small-cells", "few"), ("batch", "x.csv", "--max-rejects", "-1")],
    ids=" ".join,
)
def test_an_error_has_no_words_of_python_and_no_value_that_was_typed(words, run):
    said = run(*words).stderr
    assert not PYTHON_WORDS.search(said)
    assert "cheap" not in said
    assert "few" not in said


def test_words_between_names_are_left_out(run):
    wanted = run("compare", "iop", "php")
    for words in (
        ("iop", "vs", "php"),
        ("iop", "VS.", "php"),
        ("iop", "versus", "php"),
        ("iop vs php",),
        ("iop", "or", "php"),
    ):
        done = run("compare", *words)
        assert (done.returncode, done.stdout, done.stderr) == (0, wanted.stdout, "")


def test_no_option_is_named_by_a_word_that_is_left_out(dataset):
    names = {name.casefold() for option in dataset.options.values() for name in (option.id, *names_of(option))}
    assert not names & BETWEEN
    assert [name for name in names if VERSUS.search(name)] == []


def test_a_part_of_a_name_finds_those_that_have_it(run):
    for name, found in (("cost", ("cost_per_week", "cost_per_episode")), ("hours", ("housing", "hours_per_week"))):
        assert (
            f"did you mean {' or '.join(f'`{one}`' for one in found)}?"
            in run("compare", "iop", "php", "-a", name).stderr
        )


def test_a_rule_that_is_not_there_names_the_three_nearest(run):
    assert (
        run("rules", "unsafe").stderr
        == """\
error: no such rule

  `unsafe`  is not a rule
            -> did you mean `unsafe-home` or `unsafe-home-but-sleep-there` or `safe-place-first`?

hint: `iopcli rules` names every rule and question
"""
    )


def test_a_group_alone_shows_its_help(run):
    done = run("data")
    assert done.returncode == 2
    assert done.stderr == run("data", "--help").stdout
