"""Files become tables, or every file that cannot is named with what to do about it."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from iopcli.errors import describe

NAME_A_FOLDER = "name a folder of TOML files, with --data or in IOPCLI_DATA"
LOCAL = 'id = "evening"\nlike = "iop"\nname = "Evening care"\norder = 61\nsummary = "Care in the evening."\n'
FILE = "options/evening.toml"
MIB = 1024 * 1024

NOT_TOML = "strings need quotes, keys need `=`"
DEEP = ("is not TOML: nested too deep, or a number too long", NOT_TOML)
HIDDEN = "remove terminal codes and invisible characters"

WHAT_ONE_FILE_CAN_BE = {
    "not UTF-8": (LOCAL.encode() + b'# a\ncity = "Jos\xe9"\n', "line 7 is not UTF-8", "save the file as UTF-8"),
    "UTF-16": (LOCAL.encode("utf-16"), "line 1 is not UTF-8", "save the file as UTF-8"),
    "not TOML": ('id = "evening"\nname = Evening\n', "is not TOML: Invalid value (at line 2, column 8)", NOT_TOML),
    "key twice": (
        'id = "evening"\nid = "night"\n',
        "is not TOML: Cannot overwrite a value (at line 2, column 13)",
        NOT_TOML,
    ),
    "2,000 arrays in one another": (f"{LOCAL}deep = {'[' * 2000}{']' * 2000}\n", *DEEP),
    "2,000 tables in one another": (f"{LOCAL}deep = {'{a = ' * 2000}1{'}' * 2000}\n", *DEEP),
    "a key of 5,000 parts": (f"{LOCAL}{'.'.join('a' * 5000)} = 1\n", *DEEP),
    "a number of 5,000 digits": (f"{LOCAL}deep = {'9' * 5000}\n", *DEEP),
    "a terminal code as it is": (
        f'{LOCAL}short_name = "\x1b[31mred"\n',
        "is not TOML: Illegal character '\\x1b' (at line 6, column 15)",
        NOT_TOML,
    ),
    "a terminal code written out": (
        f'{LOCAL}short_name = "\\u001b[31mred"\n',
        "has a hidden character (U+001B) in its text",
        HIDDEN,
    ),
    "a one-byte terminal code": (
        f'{LOCAL}short_name = "\x9b31mred"\n',
        "has a hidden character (U+009B) in its text",
        HIDDEN,
    ),
    "a character that turns text around": (
        f'{LOCAL}short_name = "\u202egnineve"\n',
        "has a hidden character (U+202E) in its text",
        HIDDEN,
    ),
    "the same written out": (
        f'{LOCAL}short_name = "\\u202egnineve"\n',
        "has a hidden character (U+202E) in its text",
        HIDDEN,
    ),
    "one in a key": (f'{LOCAL}"\\u202eeman" = "Evening"\n', "has a hidden character (U+202E) in its text", HIDDEN),
    "one deep inside": (
        f'{LOCAL}[[facts.suits.value]]\nsays = "A\\u0007"\n',
        "has a hidden character (U+0007) in its text",
        HIDDEN,
    ),
    "a private character": (f'{LOCAL}short_name = "\\ue000"\n', "has a hidden character (U+E000) in its text", HIDDEN),
    "a line separator": (f'{LOCAL}short_name = "a\\u2028b"\n', "has a hidden character (U+2028) in its text", HIDDEN),
    "only zero bytes": (b"\0" * 64, "is not TOML: Invalid statement (at line 1, column 1)", NOT_TOML),
}


@pytest.mark.parametrize("what", WHAT_ONE_FILE_CAN_BE)
def test_a_file_that_cannot_be_read_says_why_and_where(what, refused):
    content, message, hint = WHAT_ONE_FILE_CAN_BE[what]
    assert refused({FILE: content}) == [(f"site/{FILE}", message, hint)]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + LOCAL.encode(),
        LOCAL.replace("\n", "\r\n").encode(),
        LOCAL.rstrip("\n").encode(),
        (LOCAL + "# \u202e a comment is not shown to anyone\n").encode(),
        (LOCAL + 'aliases = ["caf\\u00e9", "caf\u00e9 \u2014 \u65e5\u672c"]\n').encode(),
    ],
    ids=["byte order mark", "CRLF", "no last newline", "hidden character in a comment", "letters of any language"],
)
def test_a_file_as_any_editor_writes_it_is_read(content, laid):
    assert laid({FILE: content}).options["evening"].name == "Evening care"


def test_a_file_of_one_mebibyte_is_read_and_one_byte_more_is_not(laid, refused):
    padding = b"#" * (MIB - len(LOCAL))
    assert "evening" in laid({FILE: LOCAL.encode() + padding}).options
    message, hint = "is larger than 1 MiB", "a dataset file is small text; is this another kind of file?"
    assert refused({FILE: LOCAL.encode() + padding + b"#"}) == [(f"site/{FILE}", message, hint)]


def test_a_file_of_100_megabytes_is_refused_without_being_read_whole(overlay, problems_in):
    folder = overlay({FILE: LOCAL})
    os.truncate(folder / FILE, 100 * MIB)
    tracemalloc.start()
    try:
        found = problems_in(folder)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [message for _, message, _ in found] == ["is larger than 1 MiB"]
    assert peak < 20 * MIB


def test_a_folder_with_the_name_of_a_file_is_a_problem(overlay, problems_in):
    folder = overlay({FILE: LOCAL})
    (folder / "options" / "x.toml").mkdir()
    assert problems_in(folder) == [("site/options/x.toml", "is not a file", "only plain files are read")]


def test_a_link_that_leads_nowhere_is_a_problem(overlay, problems_in):
    folder = overlay({FILE: LOCAL})
    (folder / "terms.toml").symlink_to(folder / "gone.toml")
    assert problems_in(folder) == [
        ("site/terms.toml", "cannot be read: No such file or directory", "check the path and who may read it")
    ]


def test_a_pipe_with_the_name_of_a_file_is_a_problem_and_is_not_waited_for(overlay):
    folder = overlay({FILE: LOCAL})
    os.mkfifo(folder / "options" / "x.toml")
    code = "import sys, pathlib; from iopcli.dataset.load import load; load([pathlib.Path(sys.argv[1])])"
    try:
        ended = subprocess.run(
            [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, timeout=10, check=False
        )
    except subprocess.TimeoutExpired:
        pytest.fail("waited for someone to write into the pipe")
    assert "DatasetError: 1 problem in" in ended.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_folder_that_may_not_be_read_is_a_problem(overlay, problems_in):
    folder = overlay({FILE: LOCAL})
    folder.chmod(0)
    try:
        found = problems_in(folder)
    finally:
        folder.chmod(0o700)
    assert found == [("site", "cannot be read as a folder: Permission denied", NAME_A_FOLDER)]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gone", "cannot be read as a folder: No such file or directory"),
        ("site/options/evening.toml", "cannot be read as a folder: Not a directory"),
        ("empty", "holds no TOML file"),
        ("x" * 300, "cannot be read as a folder: File name too long"),
        ("loop", "cannot be read as a folder: Too many levels of symbolic links"),
    ],
    ids=["missing", "a file", "empty", "too long", "a link to itself"],
)
def test_a_folder_that_holds_no_dataset_is_a_problem(name, message, overlay, tmp_path, problems_in):
    overlay({FILE: LOCAL})
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert [found[:2] for found in problems_in(tmp_path / name)] == [(name, message)]


def test_files_that_are_no_part_of_a_dataset_are_named_and_others_passed_over(refused, laid):
    passed_over = {"README.md": "# Read me", ".hidden.toml": "?", "options/.x.toml": "?", ".git/a.toml": "?"}
    assert laid({FILE: LOCAL, **passed_over}).overlays == ("site",)
    hint = (
        "a dataset has dataset.toml, attributes.toml, sources.toml, terms.toml, asking.toml, parts.toml, "
        "help.toml, wishes.toml, selfcheck.toml, waiting.toml, coverage.toml, programs.toml, findtreatment.toml, "
        "and files in options/, topics/, questions/, rules/, vignettes/, instruments/, dangers/, asked/"
    )
    assert refused(
        {FILE: LOCAL, "evening.toml": LOCAL, "option/x.toml": LOCAL, "options/terms.toml": 'id = "iop"\n'}
    ) == [
        ("site/evening.toml", "is not a file of a dataset", hint),
        ("site/option/x.toml", "is not a file of a dataset", hint),
    ]


def test_a_file_name_that_is_not_unicode_is_no_crash(overlay, problems_in):
    folder = overlay({FILE: LOCAL})
    Path(os.fsdecode(os.fsencode(folder) + b"/options/\xff.toml")).write_text("id = 3", "utf-8")
    assert len(problems_in(folder)) == 1


def test_every_problem_of_every_file_and_overlay_is_listed_at_once(overlay, tmp_path):
    from iopcli.dataset.load import load
    from iopcli.errors import DatasetError

    site = overlay({"options/a.toml": "id =", "options/b.toml": b"\xff", "notes.toml": ""})
    town = overlay({"terms.toml": 'term = "\\u001b"', "topics/c.toml": "[["}, "town")
    with pytest.raises(DatasetError) as caught:
        load([site, town, tmp_path / "gone"])
    text = describe(caught.value).replace(f"{tmp_path}/", "")
    assert [line.split("  ")[1] for line in text.splitlines() if line.startswith("  ") and "->" not in line] == [
        "site/notes.toml",
        "site/options/a.toml",
        "site/options/b.toml",
        "town/terms.toml",
        "town/topics/c.toml",
        "gone",
    ]
    assert text.startswith("error: 6 problems in the dataset and what is laid over it\n")
    assert caught.value.exit_code == 2
