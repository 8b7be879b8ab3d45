"""A checklist of 104 faults that a batch must survive, by number: what is reported, what is rejected and why.

Where this program has a way of its own, it says so beside the case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pytest
from support.batch_run import ends, parquet

from iopcli.batch.columns.mapped import Map, Mapped

LEFT_OUT = {
    57: "no question asks for a date",
    59: "answers that contradict each other are matched by rules of their own, as for one person",
    60: "nothing is required: what is not answered is unknown, and the result is a bracket",
    63: "test_batch_formulas.py has these strings as ids",
    80: "test_batch_faults.py has small files that hold far too much",
    64: "an id has 128 characters at the most, and no other text is written",
    83: "pyarrow is not used",
    84: "Parquet is read by what reads everything else",
    **dict.fromkeys(range(85, 93), "FHIR is not read"),
    **dict.fromkeys(range(93, 102), "test_batch_faults.py and test_batch_signals.py"),
    102: "every run has a folder of its own, and a name is given at once: the last one wins",
    103: "no name is made from what is in a record",
    104: "there is no resuming: a run is whole or did nothing",
}
"""Rows of the checklist that do not apply, or that stand elsewhere."""


class Case(NamedTuple):
    """An input, the ids that are reported, the fields that are rejected, and the lines that were blank."""

    content: bytes
    ids: Sequence[str] = ()
    rejects: Sequence[tuple[int, int | None, str, str]] = ()
    blank: int = 0
    kind: str = "csv"
    given: Mapping[str, Any] = {}


class Refusal(NamedTuple):
    """An input that is refused as a whole, and the beginning of what is said."""

    content: bytes
    said: str
    kind: str = "csv"
    given: Mapping[str, Any] = {}


def csv(*lines: str, head: str = "id,withdrawal,pregnant") -> bytes:
    return "".join(f"{line}\n" for line in (head, *lines)).encode("utf-8", "surrogateescape")


def jsonl(*lines: str | bytes) -> bytes:
    whole = ('{"id":"a","withdrawal":1}', *lines)
    return b"".join((one if isinstance(one, bytes) else one.encode()) + b"\n" for one in whole)


def cells(column: str, **texts: str) -> bytes:
    """One column, and a row for each id with its text."""
    return csv(*(f"{id_},{text}" for id_, text in texts.items()), head=f"id,{column}")


LONG = "9" * (1024 * 1024)
WIDE = b"9" * (9 * 1024 * 1024)

BYTES = {
    "1 a mark before the first name": Case(b"\xef\xbb\xbf" + csv("a,1,no"), ["a"]),
    "2 the mark of another file that was put behind": Case(
        csv("a,1,no", "\ufeffb,1,no"), ["a"], [(2, 3, "id", "ID_CHARS")]
    ),
    "2 its first line": Case(csv("a,1,no", "id,withdrawal,pregnant"), ["a"], [(2, 3, "", "REPEATED_HEADER")]),
    "3 UTF-16, when it is named": Case(
        csv("a,1,no", "b,7,no").decode().encode("utf-16"),
        ["a"],
        [(2, 3, "withdrawal", "OUT_OF_RANGE")],
        given={"encoding": "utf-16"},
    ),
    "5 cp1252, when it is named": Case(csv("Jos\udce9,1,no"), ["José"], given={"encoding": "cp1252"}),
    # A file in cp1252 that is not named as such loses only the records that are not UTF-8, as in 6.
    "6 one byte that is no UTF-8": Case(csv("a,1,no", "b\udcff,1,no", "c,1,no"), ["a", "c"], [(2, 3, "", "BAD_UTF8")]),
    "7 forms that UTF-8 forbids": Case(
        b"id,withdrawal\na\xc0\xaf,1\nb\xed\xa0\x80,1\nc\xf8\x88\x80\x80\x80,1\nd,1\n",
        ["d"],
        [(row, row + 1, "", "BAD_UTF8") for row in (1, 2, 3)],
    ),
    "8 an empty byte in a cell": Case(
        csv("a\0,1,no", "b,1\0,no", "c,1,no"), ["c"], [(1, 2, "", "CONTROL_CHAR"), (2, 3, "", "CONTROL_CHAR")]
    ),
    "10 what cannot be seen": Case(
        csv(
            "a\x1b,1,",
            "b,1,\x1b[31m",
            "c,1,\u202e",
            "d\u202e,1,",
            "\u200be,1,",
            "f\U000e0041,1,",
            "g\x9b,1,",
            '"h\n",1,',
            "i\t,1,",
            head="id,withdrawal,note",
        ),
        ["c"],
        [
            (1, 2, "", "CONTROL_CHAR"),
            (2, 3, "", "CONTROL_CHAR"),
            (4, 5, "id", "ID_CHARS"),
            (5, 6, "id", "ID_CHARS"),
            (6, 7, "id", "ID_CHARS"),
            (7, 8, "", "CONTROL_CHAR"),
            (8, 9, "id", "ID_CHARS"),
            (9, 11, "id", "ID_CHARS"),
        ],
    ),
    "10 the same in ASCII": Case(
        csv("a\t,1", "b,1", '"c\n",1', head="id,withdrawal"),
        ["b"],
        [(1, 2, "id", "ID_CHARS"), (3, 4, "id", "ID_CHARS")],
    ),
    "10 only a tab, in a file without quotes": Case(csv("a\t,1,no", "b,1,no"), ["b"], [(1, 2, "id", "ID_CHARS")]),
    # Ids are told apart by their bytes, and come out as they went in; test_batch_faults.py has the note.
    "11 one letter in two ways of writing it": Case(csv("\u00e9,1,no", "e\u0301,2,no"), ["\u00e9", "e\u0301"]),
    "12 digits of other scripts": Case(
        csv("a,３,no", "b,٣,no"), [], [(1, 2, "withdrawal", "NOT_AN_ANSWER"), (2, 3, "withdrawal", "NOT_AN_ANSWER")]
    ),
    # Names of columns are read in plain letters: signs that are not seen are none.
    "13 spaces that do not look like ones, in names": Case(csv("a,1", head="\u00a0id,\u200bwithdrawal\u00a0"), ["a"]),
    "14 the end mark of an old system": Case(csv("a,1,no") + b"\x1a", ["a"], blank=1),
    "14 a record that begins with one": Case(b"withdrawal\n1\n\x1a1\n", ["1"], [(2, 3, "", "CONTROL_CHAR")]),
}

STRUCTURE = {
    "16 names only, where that is allowed": Case(csv(), given={"allow_empty": True}),
    "18 blank lines": Case(csv("", "a,1,no", "", "", "b,1,no"), ["a", "b"], blank=3),
    "18 blank lines of another system": Case(b"id,withdrawal\r\n\r\na,1\r\n", ["a"], blank=1),
    "18 a line of spaces": Case(csv("a,1,no", "   "), ["a"], [(2, 3, "", "TOO_FEW_FIELDS")]),
    "21 names alike that are not read": Case(csv("a,1,x,y", head="id,withdrawal,How? (1),How? [1]"), ["a"]),
    "22 a column without a name": Case(
        csv("a,1,x", "b,9,", head="id,withdrawal,"), ["a"], [(2, 3, "withdrawal", "OUT_OF_RANGE")]
    ),
    "23 a column that no question knows": Case(csv("a,1,x", head="id,withdrawal,name"), ["a"]),
    "25 too few fields": Case(csv("a,1", "b,1,no"), ["b"], [(1, 2, "", "TOO_FEW_FIELDS")]),
    "26 too many fields": Case(csv("a,1,no,4", "b,1,no"), ["b"], [(1, 2, "", "TOO_MANY_FIELDS")]),
    "27 a comma without quotes": Case(csv("Doe, Jane,1,no", "b,1,no"), ["b"], [(1, 2, "", "TOO_MANY_FIELDS")]),
    "29 text after a closing quote": Case(csv('"a"b,1,no', "c,1,no"), ["c"], [(1, 2, "", "BAD_QUOTE")]),
    "30 a quote in the middle": Case(csv('a"b,1,no', 'c",1,no'), ['a"b', 'c"']),
    "31 a line break in quotes": Case(
        csv('a,1,"x\ny"', "b,9,z", head="id,withdrawal,note"), ["a"], [(2, 4, "withdrawal", "OUT_OF_RANGE")]
    ),
    "31 a line break of another system in quotes": Case(
        b'id,withdrawal\r\n"a\r\nb",1\r\nc,1\r\n', ["c"], [(1, 2, "id", "ID_CHARS")]
    ),
    "32 half a line end": Case(b"id,withdrawal\na\r,1\nb,1\n", ["b"], [(1, 2, "", "LONE_CR")]),
    "34 both kinds of line ends": Case(b"id,withdrawal\r\na,1\nb,9\r\n", ["a"], [(2, 3, "withdrawal", "OUT_OF_RANGE")]),
    "35 no final line end": Case(b"id,withdrawal\na,1\nb,9", ["a"], [(2, 3, "withdrawal", "OUT_OF_RANGE")]),
    "36 another sign, when it is named": Case(b"id;withdrawal\na;1\n", ["a"], given={"delimiter": ";"}),
    "38 a first line that names the sign": Case(
        b"sep=;\r\nid;withdrawal\r\na;1\r\nb;9\r\n", ["a"], [(2, 4, "withdrawal", "OUT_OF_RANGE")]
    ),
    "38 the same with a tab": Case(b"\xef\xbb\xbfsep=\t\nid\twithdrawal\na\t1\n", ["a"]),
    "39 a total at the end": Case(csv("a,1,no", "Total,1"), ["a"], [(2, 3, "", "TOO_FEW_FIELDS")]),
    "40 two tables": Case(
        csv("a,1,no", "id,withdrawal,pregnant", "b,1,no", "x,y", "1,2"),
        ["a", "b"],
        [(2, 3, "", "REPEATED_HEADER"), (4, 5, "", "TOO_FEW_FIELDS"), (5, 6, "", "TOO_FEW_FIELDS")],
    ),
    "41 a space before a quote": Case(csv('a, "1",no'), [], [(1, 2, "withdrawal", "NOT_AN_ANSWER")]),
    "42 other signs for quoting": Case(
        csv("a\\,b,1,no", "'a,b',1,no"), [], [(1, 2, "", "TOO_MANY_FIELDS"), (2, 3, "", "TOO_MANY_FIELDS")]
    ),
    "43 a long cell": Case(csv(f"a,{LONG[:200_000]},no", "b,1,no"), ["b"], [(1, 2, "withdrawal", "NOT_AN_ANSWER")]),
    "43 a cell that is too long": Case(csv(f"a,{LONG}9,no", "b,1,no"), ["b"], [(1, 2, "", "FIELD_TOO_LONG")]),
    "43 cells that are too long together": Case(
        csv(f"a,{LONG},{LONG}", '"b",1,no'), ["b"], [(1, 2, "", "FIELD_TOO_LONG")]
    ),
    "43 a cell that is too long and is not read": Case(
        csv(f"a,1,{LONG}9", "b,1,no", head="id,withdrawal,note"), ["b"], [(1, 2, "", "FIELD_TOO_LONG")]
    ),
    "44 a line that is too long": Case(
        csv("a,1,no") + b"b," + WIDE + b",no\nc,1,no\n", ["a", "c"], [(2, 3, "", "LINE_TOO_LONG")]
    ),
    "44 the same without an end": Case(csv("a,1,no") + WIDE, ["a"], [(2, 3, "", "LINE_TOO_LONG")]),
    "44 the same in UTF-16": Case(
        (csv("a,1,no") + WIDE).decode().encode("utf-16"),
        ["a"],
        [(2, 3, "", "LINE_TOO_LONG")],
        given={"encoding": "utf-16"},
    ),
    "48 a formula that is not read": Case(csv('a,1,=HYPERLINK("x")', head="id,withdrawal,note"), ["a"]),
}

VALUES = {
    "49 ids that look like numbers or like nothing": Case(
        csv(
            *(
                f"{id_},1,no"
                for id_ in ("007", "1E5", "0x1F", "12345678901234567890", "None", "NULL", "nan", "3.10", " 5")
            )
        ),
        ["007", "1E5", "0x1F", "12345678901234567890", "None", "NULL", "nan", "3.10", " 5"],
    ),
    "50 an id that a spreadsheet has cut": Case(
        csv("1.23E+11,1,no", "1E+05,1,no", "E+,1,no"),
        ["E+"],
        [(1, 2, "id", "EXCEL_SCIENTIFIC"), (2, 3, "id", "EXCEL_SCIENTIFIC")],
    ),
    "50 no id, a long one, and one of 128 characters": Case(
        csv(",1,no", f"{'a' * 129},1,no", f"{'b' * 128},1,no"),
        ["b" * 128],
        [(1, 2, "id", "NO_ID"), (2, 3, "id", "ID_TOO_LONG")],
    ),
    "51 levels of care": Case(
        cells("recent_treatment", a="3.1", b="iop;php", c="3.10", d="1-Feb", e="2.0"),
        ["a", "b"],
        [(row, row + 1, "recent_treatment", "NOT_AN_ANSWER") for row in (3, 4, 5)],
    ),
    "52 and 53 numbers": Case(
        cells(
            "weekly_budget",
            a="1",
            b="1.5",
            c="-0",
            d=" 7 ",
            e="1 234",
            f="1_000",
            g="nan",
            h="inf",
            i="1e400",
            j="$5",
            k=".5",
            l="1\u00a0000",
            m='"1,5"',
            n='"1.234,56"',
            o="-1",
            p="9999999999",
            q="100000000",
        ),
        ["a", "b", "c", "d", "g"],  # `nan` says that there is no number
        [
            *((row, row + 1, "weekly_budget", "NOT_A_NUMBER") for row in (5, 6, *range(8, 15))),
            (15, 16, "weekly_budget", "OUT_OF_RANGE"),
            (16, 17, "weekly_budget", "NOT_A_NUMBER"),
            (17, 18, "weekly_budget", "OUT_OF_RANGE"),
        ],
    ),
    "54 yes and no": Case(
        cells("pregnant", a="TRUE", b="tRuE", c="yes", d="Y", e="1", f="no", g=" F", h="sí", i="x", j="on", k="t"),
        ["a", "b", "c", "d", "e", "f"],
        [(row, row + 1, "pregnant", "NOT_AN_ANSWER") for row in range(7, 12)],
    ),
    # `none` is an answer, by its label; usual words for what is not known are read so; others are to be named by a map.
    "55 words for nothing": Case(
        cells("withdrawal_history", a="none", b="None", c="", d="n/a", e="unknown", f="-", g="9", h="99", i="NULL"),
        ["a", "b", "c", "d", "e", "h", "i"],
        [(row, row + 1, "withdrawal_history", "NOT_AN_ANSWER") for row in (6, 7)],
    ),
    "56 ratings": Case(
        cells("withdrawal", a="1", b="1.0", c=" 1 ", d="Severe", e="5", f="-1", g="1.5", h="999", i="1e0", j="0x1"),
        ["a", "b", "c", "d", "h"],
        [
            (5, 6, "withdrawal", "OUT_OF_RANGE"),
            (6, 7, "withdrawal", "NOT_AN_ANSWER"),
            (7, 8, "withdrawal", "NOT_AN_ANSWER"),
            (9, 10, "withdrawal", "NOT_AN_ANSWER"),
            (10, 11, "withdrawal", "NOT_AN_ANSWER"),
        ],
    ),
    "58 ages": Case(
        cells("age_group", a="adult", b="teen", c="17", d="200", e="-3"),
        ["a", "b", "c"],
        [(row, row + 1, "age_group", "OUT_OF_RANGE") for row in (4, 5)],
    ),
    "61 and 62 one id twice": Case(
        csv("a,1,x", "a,1,y", "b,1,", "b,2,", "c,1,", "d,9,", "d,1,", head="id,withdrawal,note"),
        ["a", "c"],
        [
            (2, 3, "id", "DUP_ROW"),
            (3, 4, "id", "DUP_ID_CONFLICT"),
            (4, 5, "id", "DUP_ID_CONFLICT"),
            (6, 7, "id", "DUP_ID_CONFLICT"),
            (7, 8, "id", "DUP_ID_CONFLICT"),
        ],
    ),
    "lists, whose words come once and in any order": Case(
        cells(
            "substances",
            a="none",
            b="opioids;alcohol",
            c="alcohol; opioids",
            d='"alcohol,opioids"',
            e="alcohol;alcohol",
            f="alcohol;none",
            g="; ;",
            h="alcohol|opioids",
        ),
        ["a", "b", "c", "d", "e", "h"],
        [(row, row + 1, "substances", "NOT_AN_ANSWER") for row in (6, 7)],
    ),
    "priorities, whose order counts": Case(
        cells("priorities", a="none", b="hours_per_week;cost_per_week", c="x", d="cost_per_week;cost_per_week"),
        ["a", "b"],
        [(3, 4, "priorities", "NOT_AN_ANSWER"), (4, 5, "priorities", "NAMED_TWICE")],
    ),
    "more than one answer in a record that is none": Case(
        csv("a,x,t"), [], [(1, 2, "withdrawal", "NOT_AN_ANSWER"), (1, 2, "pregnant", "NOT_AN_ANSWER")]
    ),
}

DEEP = "[" * 100_000 + "]" * 100_000

JSON = {
    "65 and 76 what is not JSON": Case(
        jsonl(
            '{"id":"b" "withdrawal":1}',
            "{'id':'c'}",
            '{"id":"d",}',
            "// e",
            '{"id":"f"}{}',
            b'{"id":"\x01"}',
            '{"id":"z"}',
        ),
        ["a", "z"],
        [(row, row, "", "BAD_JSON") for row in range(2, 8)],
    ),
    "66 the end is missing": Case(jsonl() + b'{"id":"b","withd', ["a"], [(2, 2, "", "TRUNCATED_LINE")]),
    "66 only the line end is missing": Case(jsonl() + b'{"id":"b"}', ["a", "b"]),
    "67 what is no object": Case(
        jsonl("[1]", "5", "null", '"x"'), ["a"], [(row, row, "", "NOT_OBJECT") for row in range(2, 6)]
    ),
    "68 a key twice": Case(
        jsonl('{"id":"b","id":"c"}', '{"id":"d","x":{"a":1,"a":2}}', '{"id":"e","id ":"f"}'),
        ["a"],
        [(row, row, "", "DUP_KEY") for row in (2, 3, 4)],
    ),
    "69 and 71 numbers": Case(
        jsonl(
            '{"id":"b","weekly_budget":NaN}',
            '{"id":"c","weekly_budget":-Infinity}',
            '{"id":"d","weekly_budget":1e999}',
            '{"id":"e","weekly_budget":1e2}',
            '{"id":"f","weekly_budget":100.0}',
            f'{{"id":"g","withdrawal":{"1" * 5000}}}',
            '{"id":12345678901234567890}',
        ),
        ["a", "f", "12345678901234567890"],
        [
            (2, 2, "", "BAD_JSON"),
            (3, 3, "", "BAD_JSON"),
            (4, 4, "weekly_budget", "NOT_A_NUMBER"),
            (5, 5, "weekly_budget", "NOT_A_NUMBER"),
            (7, 7, "withdrawal", "NOT_AN_ANSWER"),
        ],
    ),
    "70 depth": Case(jsonl(DEEP, '{"id":"b"}'), ["a", "b"], [(2, 2, "", "TOO_DEEP")]),
    "72 half a character": Case(
        jsonl(
            '{"id":"\\ud800"}', '{"id":"c","pregnant":"\\udc00"}', '{"id":"d","x":"\\ud800"}', '{"id":"\\ud83d\\ude00"}'
        ),
        ["a", "d", "\U0001f600"],
        [(2, 2, "", "BAD_UTF8"), (3, 3, "", "BAD_UTF8")],
    ),
    "73 what some take for line ends": Case(
        jsonl('{"id":"b","x":"\u2028\u0085"}', '{"id":"c\u2028"}', '{"id":"d\u0085"}'),
        ["a", "b"],
        [(3, 3, "id", "ID_CHARS"), (4, 4, "", "CONTROL_CHAR")],
    ),
    "10 what cannot be seen, escaped": Case(
        jsonl('{"id":"\\u202e"}', '{"id":"c\\n"}', '{"id":"d\\u0000"}', '{"id":"e","withdrawal":"\\u001b1"}'),
        ["a"],
        [(2, 2, "id", "ID_CHARS"), (3, 3, "id", "ID_CHARS"), (4, 4, "", "CONTROL_CHAR"), (5, 5, "", "CONTROL_CHAR")],
    ),
    "50 an id that a spreadsheet has cut, escaped": Case(
        jsonl('{"id":"1.2E\\u002b11"}'), ["a"], [(2, 2, "id", "EXCEL_SCIENTIFIC")]
    ),
    "75 a mark before the first record": Case(b"\xef\xbb\xbf" + jsonl('{"id":"b"}'), ["a", "b"]),
    "75 UTF-16, when it is named": Case(
        jsonl('{"id":"é"}').decode().encode("utf-16"), ["a", "é"], given={"encoding": "utf-16"}
    ),
    "75 a byte that is no UTF-8": Case(jsonl(b'{"id":"b","x":"\xff"}'), ["a"], [(2, 2, "", "BAD_UTF8")]),
    "77 blank lines of another system": Case(b'{"id":"a"}\r\n\r\n  \n{"id":"b"}\r\n', ["a", "b"], blank=2),
    "44 a line that is too long": Case(
        jsonl(b'{"id":"b","x":"' + WIDE + b'"}', '{"id":"c"}'), ["a", "c"], [(2, 2, "", "LINE_TOO_LONG")]
    ),
    "43 a value that is too long": Case(
        jsonl(f'{{"id":"b","withdrawal":"{LONG}"}}'), ["a"], [(2, 2, "", "FIELD_TOO_LONG")]
    ),
    # An empty list is an answer only where an answer is a list.
    "lists": Case(
        jsonl(
            '{"id":"b","substances":["alcohol","opioids"]}',
            '{"id":"c","substances":[]}',
            '{"id":"d","substances":[""]}',
            '{"id":"e","substances":["alcohol;opioids"]}',
            '{"id":"f","substances":[null]}',
            '{"id":"g","substances":{}}',
            '{"id":"h","withdrawal":[]}',
            '{"id":"i","pregnant":["yes"]}',
            '{"id":[]}',
            '{"id":"j","substances":["x"]}',
        ),
        ["a", "b", "c"],
        [*((row, row, "", "BAD_VALUE") for row in range(4, 11)), (11, 11, "substances", "NOT_AN_ANSWER")],
    ),
    "kinds of values": Case(
        jsonl(
            '{"id":5}',
            '{"id":5.0,"pregnant":true}',
            '{"id":null}',
            "{}",
            '{"id":"b","withdrawal":true}',
            '{"id":"c","withdrawal":2.0}',
        ),
        ["a", "5", "5.0", "c"],
        [(4, 4, "id", "NO_ID"), (5, 5, "id", "NO_ID"), (6, 6, "withdrawal", "NOT_AN_ANSWER")],
    ),
    "13 names of keys": Case(
        b'{" Id ":"a","Withdrawal ":9}\n{"x":"b"}\n{"Id":"c","Withdrawal":"1"}\n',
        ["c"],
        [(1, 1, "Withdrawal", "OUT_OF_RANGE"), (2, 2, "Id", "NO_ID")],
    ),
}

PARQUET = {
    "81 kinds of columns": Case(
        parquet(
            "SELECT 7::BIGINT AS id, 2::UTINYINT AS withdrawal, true AS pregnant, ['alcohol'] AS substances, "
            "100.5::DECIMAL(10, 2) AS weekly_budget, TIMESTAMP '2024-01-01' AS admitted"
        ),
        ["7"],
    ),
    "43 a value that is too long": Case(
        parquet(f"SELECT 'a' AS id, '{LONG}9' AS withdrawal UNION ALL SELECT 'b', '1'"),
        ["b"],
        [(1, None, "", "FIELD_TOO_LONG")],
    ),
    "81 nothing in a cell": Case(
        parquet("SELECT 'a' AS id, NULL::VARCHAR AS withdrawal, NULL::INT AS pregnant, NULL::VARCHAR[] AS substances"),
        ["a"],
    ),
    "81 nothing in an id": Case(parquet("SELECT NULL::VARCHAR AS id, 1 AS withdrawal"), [], [(1, None, "id", "NO_ID")]),
    "53 numbers that are none": Case(
        parquet("SELECT 'a' AS id, 'nan'::DOUBLE AS weekly_budget, 2.5::DOUBLE AS withdrawal, 2::DOUBLE AS medical"),
        [],
        [(1, None, "withdrawal", "NOT_AN_ANSWER")],
    ),
    "10 what cannot be seen": Case(
        parquet("SELECT unnest(['a' || chr(27), 'b' || chr(8238), 'c' || chr(10), 'd']) AS id, 1 AS withdrawal"),
        ["d"],
        [(row, None, "id", "ID_CHARS") for row in (1, 2, 3)],
    ),
    "50 an id that a spreadsheet has cut": Case(
        parquet("SELECT '1.23E+' || 11 AS id, 1 AS withdrawal"), [], [(1, None, "id", "EXCEL_SCIENTIFIC")]
    ),
}
PARQUET = {name: one._replace(kind="parquet") for name, one in PARQUET.items()}
JSON = {name: one._replace(kind="jsonl") for name, one in JSON.items()}
CASES = {
    f"{kind} {name}": case
    for kind, cases in (
        ("bytes", BYTES),
        ("structure", STRUCTURE),
        ("values", VALUES),
        ("JSON", JSON),
        ("Parquet", PARQUET),
    )
    for name, case in cases.items()
}

WHOLE = parquet("SELECT i::VARCHAR AS id, 1 AS withdrawal FROM range(1000) t(i)")
NO_QUESTION = "the input: no column of the first line answers a question"
NOT_WHOLE = "the input is not a complete Parquet file"

REFUSED = {
    "3 UTF-16": Refusal(csv("a,1,no").decode().encode("utf-16"), "the input is UTF-16"),
    "4 UTF-16 without a mark": Refusal(csv("a,1,no").decode().encode("utf-16-le"), "the input looks like UTF-16"),
    "4 the other kind of it": Refusal(csv("a,1,no").decode().encode("utf-16-be"), "the input looks like UTF-16"),
    "5 a name that is no UTF-8": Refusal(b"id,withdrawal,n\xe9\n", "the first line is not UTF-8"),
    "5 another encoding than was named": Refusal(
        csv("a,1,no"), "the input is not in the encoding", given={"encoding": "utf-16"}
    ),
    "5 an encoding that has no use": Refusal(
        csv("a,1,no"), "the input is not in the encoding", given={"encoding": "idna"}
    ),
    "9 only empty bytes": Refusal(b"\0" * 100, "the input holds no text, only empty bytes"),
    "15 nothing": Refusal(b"", "the input is empty"),
    "16 names only": Refusal(csv(), "the input holds no records"),
    "17 blank lines only": Refusal(b"\xef\xbb\xbf\n \n\r\n", "the input holds no records, only blank lines"),
    "19 no names": Refusal(csv(head="4711,2,no"), NO_QUESTION),
    "20 a name twice": Refusal(csv(head="id,withdrawal,withdrawal"), "the input: columns 2, 3 have one name"),
    "20 a name twice that is not read": Refusal(csv(head="id,withdrawal,x,X"), "the input: columns 3, 4 have one name"),
    "21 names that are read as one": Refusal(
        csv(head="id,withdrawal,Withdrawal "), "the input: columns 2, 3 have one name"
    ),
    "24 no name that a question has": Refusal(csv("x,1", head="name,age"), NO_QUESTION),
    "28 a quote that is not closed": Refusal(
        csv("a,1,no", '"b,1,no', *["c,1,no"] * 99), "the record that starts on line 3 opens a quote"
    ),
    "33 line ends of old systems": Refusal(
        b"id,withdrawal\ra,1\r", "the input has line ends of old systems (CR alone)"
    ),
    "36 semicolons": Refusal(b"id;withdrawal\na;1\n", "the first line has one column and 1 signs `;`"),
    "37 tabs": Refusal(b"id\twithdrawal\na\t1\n", "the first line has one column and 1 signs `tab`"),
    "37 bars": Refusal(b"id|withdrawal|x\na|1|x\n", "the first line has one column and 2 signs `|`"),
    "39 lines before the names": Refusal(b"Export\nof today\nid,withdrawal\na,1\n", NO_QUESTION),
    "39 names on two lines": Refusal(
        b"record,score,score\nid,withdrawal,pregnant\n", "the input: columns 2, 3 have one name"
    ),
    "45 far too many columns": Refusal(
        csv("1", head=",".join(f"c{one}" for one in range(100_000))), "the input has more than 512"
    ),
    "45 a name that is too long": Refusal(csv("1,1", head=f"{LONG}x,withdrawal"), "the first line cannot be read"),
    "47 a web page": Refusal(b"\n<html><table>", "the input is HTML or XML"),
    "47 a spreadsheet": Refusal(b"PK\x03\x04id,withdrawal", "the input is a zip file or a spreadsheet"),
    "47 an old spreadsheet": Refusal(b"\xd0\xcf\x11\xe0id,withdrawal", "the input is an old spreadsheet"),
    "47 compressed": Refusal(b"\x1f\x8b\x08id,withdrawal", "the input is compressed (gzip)"),
    "47 a PDF": Refusal(b"%PDF-1.7 id,withdrawal", "the input is a PDF"),
    "47 Parquet": Refusal(WHOLE, "the input is Parquet"),
    "45 far too many keys, of whichever record": Refusal(
        jsonl(*(f'{{"key {one}":1}}' for one in range(512))), "the input has more than 512", "jsonl"
    ),
    "74 an array": Refusal(b'[\n{"id":"a"},\n{"id":"b"}\n]\n', "the input is a JSON array", "jsonl"),
    "74 an array after a mark": Refusal(b'\xef\xbb\xbf[{"id":"a"}]', "the input is a JSON array", "jsonl"),
    "74 an object on several lines": Refusal(b'{\n "id":"a"\n}\n', "the input is JSON over several lines", "jsonl"),
    "75 UTF-16 JSON": Refusal(jsonl().decode().encode("utf-16"), "the input is UTF-16", "jsonl"),
    "21 keys that are read as one": Refusal(
        b'{"id":"a","Withdrawal":1,"withdrawal":2}\n', "the input: columns 2, 3", "jsonl"
    ),
    "79 no Parquet": Refusal(csv("a,1,no"), NOT_WHOLE, "parquet"),
    "79 nothing in it": Refusal(b"", NOT_WHOLE, "parquet"),
    "79 the end is missing": Refusal(WHOLE[:-10], NOT_WHOLE, "parquet"),
    "79 half of it": Refusal(WHOLE[: len(WHOLE) // 2], NOT_WHOLE, "parquet"),
    "78 bytes that are turned over": Refusal(
        WHOLE[:20] + bytes(one ^ 0xFF for one in WHOLE[20:60]) + WHOLE[60:],
        "the input cannot be read to its end",
        "parquet",
    ),
    "16 Parquet without records": Refusal(
        parquet("SELECT 'a' AS id, 1 AS withdrawal WHERE false"), "the input holds no", "parquet"
    ),
    "81 a day": Refusal(
        parquet("SELECT DATE '2024-01-01' AS id, 1 AS medical"), "column `id` is of the kind DATE", "parquet"
    ),
    "81 bytes": Refusal(parquet("SELECT 'a'::BLOB AS id, 1 AS medical"), "column `id` is of the kind BLOB", "parquet"),
    "81 a structure": Refusal(
        parquet("SELECT {'x': 1} AS medical"), "column `medical` is of the kind STRUCT", "parquet"
    ),
    "81 a list of numbers": Refusal(
        parquet("SELECT [1] AS substances"), "column `substances` is of the kind INTEGER[]", "parquet"
    ),
    "81 a list for one answer": Refusal(
        parquet("SELECT ['1'] AS medical"), "column `medical` is of the kind VARCHAR[]", "parquet"
    ),
    "82 text that is no UTF-8": Refusal(
        parquet("SELECT 'abcdefgh' AS id, 1 AS withdrawal").replace(b"abcdefgh", b"abcd\xff\xfegh"),
        "the input cannot be read to its end",
        "parquet",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_every_record_is_reported_or_rejected_for_a_reason(name):
    case = CASES[name]
    done = ends(case.content, case.kind, **case.given)
    assert done.said == ""
    assert (done.ids, list(done.rejects)) == (list(case.ids), list(case.rejects))
    assert done.code == (3 if case.rejects else 0)
    assert done.counts.blank == case.blank
    assert done.counts.read == len(case.ids) + len({row for row, *_ in case.rejects})


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_as_a_whole_is_refused(name):
    case = REFUSED[name]
    done = ends(case.content, case.kind, **case.given)
    assert (done.code, done.said[: len(case.said)]) == (4, case.said)


def test_a_column_that_is_not_read_is_named_by_its_place_unless_its_name_looks_like_one():
    head = "id,withdrawal,ssn,Jane Doe (born 1980),,123-45-6789,=1+1"
    unknown = ends(csv("a,1,,,,,", head=head)).unknown
    assert unknown == ("ssn", "column 4", "column 5", "column 6", "column 7")


LATER = b'{"id":"a","medical":1}\n' * 1000
"""As many records as are looked at before keys are read; all of one id."""


def test_a_key_that_only_a_later_record_has_is_read_however_it_is_spelled():
    done = ends(LATER + b'{"id":"b"," Withdrawal ":9,"Pets":1}\n{"id":"c","withdrawal_history":"x"}\n', "jsonl")
    assert [one[2:] for one in done.rejects if one.row > 1000] == [
        ("Withdrawal", "OUT_OF_RANGE"),
        ("withdrawal_history", "NOT_AN_ANSWER"),
    ]
    assert (done.ids, done.unknown) == (["a"], ("Pets",))


def test_a_column_of_a_map_that_only_a_later_record_has_is_read():
    map_ = Map(
        title="any", column=(Mapped(from_="medical", to="medical"), Mapped(from_="WM", to="withdrawal")), id="id"
    )
    done = ends(LATER + b'{"id":"b","WM":9}\n', "jsonl", map=map_)
    assert [one[2:] for one in done.rejects if one.row > 1000] == [("WM", "OUT_OF_RANGE")]


def test_two_spellings_of_one_key_are_refused_wherever_they_stand():
    done = ends(LATER + b'{"id":"b","Medical":1}\n', "jsonl")
    assert (done.code, done.said) == (4, "the input: columns 2, 3 have one name")


def test_every_number_of_the_checklist_is_here_or_said_to_be_left_out():
    numbers = {int(word) for name in (*CASES, *REFUSED) for word in name.split() if word.isdigit() and len(word) < 3}
    assert sorted(set(range(1, 105)) - numbers - LEFT_OUT.keys()) == [46]  # many records: test_batch_signals.py
