"""What holds for a batch over any bytes: every record is accounted for, and how the file is written changes nothing."""

import io
from csv import QUOTE_ALL, writer

from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from support.batch_run import SHIPPED, ends

from iopcli.batch.columns.cells import MISSING
from iopcli.batch.read.csv_file import Csv, csv_header
from iopcli.batch.read.records import Shape, records_of
from iopcli.batch.read.unquoted_csv import UnquotedCsv
from iopcli.batch.write.result_texts import COLUMNS

HEAD = b"id,withdrawal,pregnant,weekly_budget,substances\n"
GOOD = {
    "withdrawal": st.sampled_from(["", "0", "1", "4", "2.0", " 3", "mild"]),
    "pregnant": st.sampled_from(["", "yes", "no", "TRUE", "n"]),
    "weekly_budget": st.sampled_from(["", "0", "250", "99.5"]),
    "substances": st.sampled_from(["", "none", "alcohol", "opioids;alcohol"]),
}
BAD = {
    "withdrawal": ["5", "-1", "x", "1.5", "\u0663", "\u202e1", "1;2"],
    "pregnant": ["maybe", "2", "\ufeffyes", "'no'"],
    "weekly_budget": ["-1", "1e3", "inf", "1 000", "$5", "0x1"],
    "substances": [";", "tea", "none;alcohol"],
}
ids = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=9).filter(
    lambda id_: "E+" not in id_
)
records = st.lists(st.tuples(*GOOD.values()), min_size=1, max_size=12)


def written(rows, head=("id", *GOOD), **how):
    made = io.StringIO()
    writer(made, **{"lineterminator": "\n", **how}).writerows([head, *rows])
    return made.getvalue().encode()


# --- every record is accounted for ------------------------------------------

PIECES = (
    *(b'"', b'""', b"\n", b"\r\n", b"\r", b"\n\n", b",", b";", b"\t", b"\0", b"\xef\xbb\xbf", b"\xff", b"\xed\xa0\x80"),
    *(
        "\u2028".encode(),
        "\u00e9".encode(),
        b"\x1a",
        b"\x1b[2J",
        b"a,1,no,5,alcohol\n",
        b"b,9,no,,\n",
        b"c,",
        b"1",
        b"sep=;",
    ),
    *(b'"d,\ne",2,yes,,\n', HEAD, b"withdrawal", b"id", b" ", b"E+", b"'", b"\\", b"#", b"NULL", b"=1+1"),
)
mixtures = st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join)
JSON_PIECES = (
    *(
        b'{"id":"a","withdrawal":1}\n',
        b'{"id":"b","withdrawal":9}\n',
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b":",
        b",",
        b"\n",
        b"\r",
    ),
    *(
        b'"id"',
        b'"withdrawal"',
        b"null",
        b"NaN",
        b"1e999",
        b"\\ud800",
        b"\xff",
        b"\0",
        b"\xef\xbb\xbf",
        b"true",
        b'["a"]',
    ),
)


def accounted(done):
    """Exit 0, 3 or 4; read is reported and rejected; only who is urgent is in both; all in order; nothing on 4."""
    assert done.code in (0, 3, 4)
    if done.code == 4:
        assert done.counts is None
        return
    rows = [one.row for one in done.rejects]
    assert rows == sorted(rows)
    assert done.counts.read == done.counts.reported + done.counts.rejected
    in_both = sum(bool(unread) for unread in done.urgent.values())
    assert done.counts.urgent_unread == in_both or len(done.urgent) < done.counts.urgent  # ids may come twice
    assert done.counts.reported == len(done.ids)
    assert done.counts.rejected + done.counts.urgent_unread == len(set(rows))
    assert (done.code == 3) == bool(rows)


@settings(max_examples=8)
@given(st.binary(max_size=300))
def test_any_bytes_are_accounted_for_or_refused(content):
    for kind in ("csv", "jsonl", "parquet"):
        accounted(ends(content, kind))


@settings(max_examples=5)
@given(mixtures, st.booleans())
@example(b"a\r\r\n", False)
@example(b"\r", False)
@example(b'"', False)
def test_any_mixture_behind_a_good_header_is_accounted_for_or_refused(content, careful):
    accounted(ends(HEAD + content, careful=careful))


@settings(max_examples=4)
@given(mixtures.map(lambda text: b'id,withdrawal,"' + text))
def test_any_header_is_accounted_for_or_refused(content):
    accounted(ends(content))


@settings(max_examples=4)
@given(st.lists(st.sampled_from(JSON_PIECES), max_size=30).map(b"".join))
def test_any_mixture_of_json_is_accounted_for_or_refused(content):
    accounted(ends(b'{"id":"z"}\n' + content, "jsonl"))


@settings(max_examples=3)
@given(records, st.dictionaries(st.integers(0, 11), st.sampled_from(list(GOOD))), st.data())
def test_a_record_with_a_bad_cell_is_rejected_for_that_field_unless_it_is_urgent_without_it(good, broken, data):
    rows = [[f"r{number}", *cells] for number, cells in enumerate(good)]
    where = {number: field for number, field in broken.items() if number < len(rows)}
    for number, field in where.items():
        rows[number][1 + list(GOOD).index(field)] = ""
    without = ends(written(rows))
    for number, field in where.items():
        rows[number][1 + list(GOOD).index(field)] = data.draw(st.sampled_from(BAD[field]))
    done = ends(written(rows))
    assert [(one.row, one.line, one.field) for one in done.rejects] == [
        (number + 1, number + 2, where[number]) for number in sorted(where)
    ]
    assert done.urgent == {id_: where.get(int(id_[1:]), "") for id_ in without.urgent}
    stands = [row for row in without.results if row[0] in without.urgent or int(row[0][1:]) not in where]
    assert [_but_unread(row) for row in done.results] == [_but_unread(row) for row in stands]


def _but_unread(row):
    place = 1 + COLUMNS.index("unread")
    return (*row[:place], *row[place + 1 :])


@settings(max_examples=3)
@given(records, st.dictionaries(st.integers(0, 11), st.sampled_from(list(GOOD))), st.data())
def test_a_marker_of_a_missing_answer_says_what_an_empty_cell_says(good, marked, data):
    rows = [[f"r{number}", *cells] for number, cells in enumerate(good)]
    where = {number: field for number, field in marked.items() if number < len(rows)}
    for number, field in where.items():
        rows[number][1 + list(GOOD).index(field)] = ""
    empty = ends(written(rows))
    for number, field in where.items():
        words = [one for one in sorted(MISSING) if field != "weekly_budget" or not one.isdecimal()]
        rows[number][1 + list(GOOD).index(field)] = data.draw(st.sampled_from(words))
    done = ends(written(rows))
    assert (done.results, done.rejects) == (empty.results, ())
    assert done.counts.read_as == ({"missing": len(where)} if where else {})


# --- the quick way and the careful way --------------------------------------

plain_cells = st.text(
    st.characters(codec="utf-8", exclude_characters='"\n\r,', exclude_categories=["Cc", "Cs"]), max_size=6
)
plain_files = st.builds(
    lambda lines, end, last: HEAD.replace(b"\n", end) + end.join(lines) + (end if last else b""),
    st.lists(
        st.one_of(
            st.lists(
                plain_cells | st.sampled_from(["", " ", "NULL", "'", "\\", "#", "id", "\\N", "\ufeff"]),
                min_size=5,
                max_size=5,
            ).map(",".join),
            st.sampled_from(
                [
                    ",,,,",
                    "id,withdrawal,pregnant,weekly_budget,substances",
                    "a,1,no,,",
                    " id ,withdrawal,pregnant,weekly_budget, substances",
                ]
            ),
        ).map(str.encode),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from([b"\n", b"\r\n"]),
    st.booleans(),
)


@given(plain_files)
def test_a_plain_file_is_read_in_the_same_way_by_both_readers(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "plain.csv"
    path.write_bytes(content)
    quick, careful = by_both_readers(path, Csv())
    assert quick == careful


def by_both_readers(path, how):
    """What is used of each record, its fault or its cells, by the quick reader, or nothing, and by the careful one."""
    header, how = csv_header(path, how)
    shape = Shape(header, header, lambda _: [""] * len(header))
    block = b"".join(path.read_bytes().splitlines(keepends=True)[how.before :])
    lines = [line.decode() for line in io.BytesIO(block)]
    careful = [shape.checked(one) for one in records_of(lines, how.delimiter) if one.cells]
    plain = UnquotedCsv.of(block, how.delimiter, shape)
    if plain is None:
        return None, [used(fault, cells) for _, fault, cells in careful]
    (chunk,) = [chunk for chunk, _ in plain.chunks(1, 1)] or [None]
    rows = zip(*(chunk.texts(name) for name in header), strict=True) if chunk else ()
    quick = [used(chunk.faults.get(place, ""), cells) for place, cells in enumerate(rows)]
    return quick, [used(fault, cells) for _, fault, cells in careful]


def used(fault, cells):
    return fault or list(cells)


@settings(max_examples=2)
@given(st.lists(st.one_of(*GOOD.values(), st.sampled_from(BAD["withdrawal"])), min_size=1, max_size=12))
def test_a_plain_file_ends_in_the_same_way_for_both_readers(cells):
    content = written([[f"r{number}", cell] for number, cell in enumerate(cells)], head=("id", "withdrawal"))
    assert ends(content) == ends(content, careful=True)


DANGER = replace(SHIPPED, rules={id_: SHIPPED.rules[id_] for id_ in ("danger-now", "life-threatening-withdrawal")})
"""The shipped dataset with two rules, for what is read does not hang on the others."""
NARROW = ("id", "notes", "danger_now", "pregnant", "withdrawal")
WIDE = ("danger_now", *(f"x{number}" for number in range(40)), "withdrawal", "id", "substances")
few_cells = st.sampled_from(["", "", " ", "yes", "no", "1", "4", "a", "b", "x", "Total", "\ufeff", "é", "'", "id"])


@st.composite
def ragged_files(draw):
    """The header, the lines as cells, and how they are written: the sign, line ends, whether also the last, a mark."""
    header = draw(st.sampled_from([NARROW, NARROW, WIDE, ("withdrawal",)]))
    sizes = st.sampled_from([0, 0, 0, 0, 1, -1, 2, -2]).map(lambda more: max(1, len(header) + more))
    lines = draw(st.lists(sizes.flatmap(lambda size: st.lists(few_cells, min_size=size, max_size=size)), max_size=8))
    lines = draw(st.permutations([*lines, list(header)])) if draw(st.booleans()) else lines
    whole = draw(st.sampled_from([(",", "csv"), (",", "csv"), ("\t", "tsv"), (";", "csv"), ("|", "csv")]))
    ends = draw(st.sampled_from(["\n", "\n", "\r\n"])), draw(st.booleans())
    return header, [line for line in lines if line != [""]], whole, ends, draw(st.sampled_from(["", "", "\ufeff"]))


def joined(header, lines, delimiter, end, last, mark):
    return (mark + end.join(delimiter.join(line) for line in (header, *lines)) + (end if last else "")).encode()


@settings(max_examples=10)
@given(ragged_files())
@example((("id", "notes", "danger_now", "pregnant"), [["r1", "ok", "no", "yes", ""]], (",", "csv"), ("\n", True), ""))
@example((NARROW, [["r1", "", "yes", "no", "1"]], (",", "csv"), ("\n", True), "\ufeff"))
@example((NARROW, [["r1", "", "yes", "no", "1", ""], ["r2", "", "no", "no"]], (",", "csv"), ("\n", False), ""))
def test_one_quote_anywhere_changes_no_row_no_reject_and_no_exit_code(file):
    header, lines, (delimiter, kind), (end, last), mark = file
    given_ = {"delimiter": delimiter, "dataset": DANGER}
    plain = ends(joined(header, lines, delimiter, end, last, mark), kind, **given_)
    quoted = ends(joined((f'"{header[0]}"', *header[1:]), lines, delimiter, end, last, mark), kind, **given_)
    assert plain == quoted


@given(ragged_files())
def test_only_a_file_with_as_many_fields_on_every_line_is_read_as_it_is_and_then_as_any_other(tmp_path_factory, file):
    header, lines, (delimiter, _), (end, last), mark = file
    path = tmp_path_factory.getbasetemp() / "even.csv"
    path.write_bytes(joined(header, lines, delimiter, end, last, mark))
    quick, careful = by_both_readers(path, Csv(delimiter))
    if quick is not None:
        assert all(len(line) == len(header) for line in lines)
        assert quick == careful


# --- how a file is written --------------------------------------------------


@settings(max_examples=2)
@given(st.lists(ids, min_size=1, max_size=8, unique=True), st.data())
def test_how_a_file_is_written_changes_no_result(names, data):
    rows = [[name, *(data.draw(cell) for cell in GOOD.values())] for name in names]
    plain = ends(written(rows))
    assert plain.code in (0, 3)
    turned = [[one[0], *reversed(one[1:])] for one in rows]
    more = [["x", *one, '"\n'] for one in rows]
    for other in (
        written(rows, lineterminator="\r\n"),
        b"\xef\xbb\xbf" + written(rows),
        written(rows, quoting=QUOTE_ALL),
        written(rows).rstrip(b"\n"),
        written(turned, head=("id", *reversed(GOOD))),
        written(more, head=("note", "id", *GOOD, "more")),
    ):
        assert ends(other).results == plain.results
    assert ends(written(rows, delimiter=";"), delimiter=";").results == plain.results
    assert ends(written(rows).decode().encode("utf-16"), encoding="utf-16").results == plain.results
