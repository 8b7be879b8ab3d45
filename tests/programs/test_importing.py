"""A list becomes programs: every row is accounted for, duplicates become one, and nothing missing is ever a no."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.program_lists import (
    CODES,
    CSV,
    FIELDS,
    HOSTILE,
    JSON,
    OPTIONS,
    SHIPPED,
    WORDS,
    imported,
    known,
    row,
    rows,
    text,
    written,
)

from iopcli.errors import InputRefused, repeated
from iopcli.programs.codes import MENTAL, SUBSTANCE, Codes, plain_label
from iopcli.programs.importing import Imported, dated, identities
from iopcli.programs.store import list_text
from iopcli.programs.words import together

DAY = date(2025, 8, 19)
KNOWN = Codes(SHIPPED)
meaning = KNOWN.meaning


@pytest.fixture
def read(tmp_path):
    """The programs of some rows, or of some bytes."""

    def read(given, name="list-2025-08-19.csv", **said) -> Imported:
        path = tmp_path / name
        content = given if isinstance(given, bytes) else text(given).encode()
        path.write_bytes(content)
        return imported(path, **said)

    return read


def of(found: Imported, name: str):
    return next(one for one in found.programs if one.title == name)


# --- the real lists ----------------------------------------------------------


def test_the_rows_of_the_real_csv_are_all_accounted_for():
    found = imported(CSV)
    with CSV.open(encoding="utf-8-sig") as file:
        assert found.list.rows == sum(1 for _ in csv.reader(file)) - 1 == 40
    assert (found.list.programs, found.list.duplicates, found.list.refused, found.noted) == (27, 13, 0, ())


def test_the_real_json_says_what_its_labels_say():
    found = imported(JSON, DAY)
    assert (found.list.rows, found.list.programs, found.list.duplicates) == (7, 5, 2)
    allies = of(found, "Addiction Allies LLC")
    yes = [
        word
        for word in ("outpatient", "iop", "php", "medicaid", "buprenorphine", "pregnant")
        if allies.says(word) == "yes"
    ]
    assert yes == ["outpatient", "iop", "php", "medicaid", "buprenorphine", "pregnant"]
    assert allies.says("medicare") == allies.says("spanish") == "not reported"
    assert (allies.phone, allies.zip, allies.as_of) == ("434-962-1645", "22901", DAY)


@pytest.mark.parametrize("number", range(10))
def test_ten_programs_say_what_their_rows_say(number: int):
    """Read by hand from the flags of the rows: each word that is tried is set on one of the rows, or on none."""
    with CSV.open(encoding="utf-8-sig") as file:
        table = [{key.strip(): value for key, value in one.items()} for one in csv.DictReader(file)]
    names = sorted({(one["name1"], one["name2"]) for one in table})[number * 2 :: 20]
    flags = {
        "md": "medicaid", "mc": "medicare", "ss": "sliding-fee", "sf": "cash", "sp": "spanish", "ah": "sign-language",
        "pw": "pregnant", "ad": "adolescents", "moa": "opioid-medication-elsewhere", "tele": "telehealth",
        "ccc": "childcare", "ta": "transport", "hs": "housing-help", "adtx": "withdrawal-alcohol", "adlt": "age-adults",
    }  # fmt: skip
    levels = {"oit": "iop", "odt": "php", "rd": "detox", "od": "withdrawal-outpatient"}
    found = {(one.name, one.unit): one for one in imported(CSV).programs}
    for name in names:
        mine = [one for one in table if (one["name1"], one["name2"]) == name]
        program = found[name]
        for code, word in flags.items():
            assert (program.says(word) == "yes") == any(one[code] == "1" for one in mine), (name, word)
        for code, word in levels.items():
            treats = [one for one in mine if one["type_facility"] == "SU"]
            assert (program.says(word) == "yes") == any(one[code] == "1" for one in treats), (name, word)
        assert program.zip == mine[0]["zip"]


# --- what codes mean ---------------------------------------------------------


def test_payers_are_not_taken_for_each_other():
    """`mc` is Medicare and `md` Medicaid; `sf` is cash and `ss` a sliding fee. Others have swapped them."""
    assert list(meaning({"mc", "ss"}, SUBSTANCE)) == ["medicare", "sliding-fee"]
    assert list(meaning({"md", "sf"}, SUBSTANCE)) == ["medicaid", "cash"]


def test_a_code_of_mental_health_care_is_no_level_of_treatment_for_substance_use():
    assert meaning({"oit", "op", "mh"}, MENTAL) == {"mental-health": "yes"}
    both = meaning({"sa", "op", "phdt", "res"}, MENTAL)
    assert {both[id_] for id_ in ("outpatient", "php", "residential", "residential-low")} == {"maybe"}


def test_what_codes_cannot_tell_apart_is_a_maybe_and_is_said():
    for code, options in (
        ("rl", {"residential-low", "residential"}),
        ("hh", {"recovery-residence", "residential-low"}),
    ):
        said = meaning({code}, SUBSTANCE)
        assert {id_ for id_ in OPTIONS if said.get(id_) == "maybe"} == options
    assert meaning({"oit", "tele"}, SUBSTANCE)["telehealth-iop"] == "maybe"
    assert meaning({"omb"}, SUBSTANCE)["buprenorphine"] == "maybe"
    assert meaning({"omb", "bu"}, SUBSTANCE).get("methadone") is None
    unclear = {id_: word.unclear for id_, word in WORDS.items() if word.unclear}
    assert unclear.keys() >= {"residential", "residential-low", "recovery-residence", "telehealth-iop", "methadone"}
    assert all(text.endswith("ask.") or "so ask" in text for text in unclear.values())


def test_a_narrow_code_says_all_that_a_wide_one_does():
    assert meaning({"op", "oit"}, SUBSTANCE) == {"iop": "yes"}
    assert meaning({"dt", "rd"}, SUBSTANCE) == {"detox": "yes"}


def test_only_a_code_that_denies_in_so_many_words_is_a_no():
    denied = meaning({"noop", "naut", "nmaut", "nmoa"}, SUBSTANCE)
    assert set(denied.values()) == {"no"}
    assert denied.keys() == {"methadone", "buprenorphine", "alcohol-medications", "treats-opioids", "treats-alcohol"}


@given(st.sets(st.sampled_from(CODES), max_size=12), st.sampled_from([SUBSTANCE, MENTAL]))
def test_no_code_makes_a_no_but_those_that_say_it(codes, type_):
    said = meaning(codes, type_)
    assert {word for word, its in said.items() if its == "no"} <= {
        word for code in codes for word in KNOWN.known[code].no
    }
    assert list(said) == [word for word in WORDS if word in said]


@given(st.lists(st.sets(st.sampled_from(CODES), max_size=6).map(lambda codes: meaning(codes, SUBSTANCE)), max_size=4))
def test_what_rows_say_together_is_the_most_that_any_says_in_any_order(said):
    found = together(WORDS, *said)
    assert found == together(WORDS, *reversed(said))
    assert {word for word, its in found.items() if its == "yes"} == {w for one in said for w in one if one[w] == "yes"}


def test_a_label_means_what_the_code_means():
    for label, code in (("Intensive outpatient treatment", "oit"), ("Medicaid", "md"), ("medicare®", "mc")):
        assert KNOWN.of("", [label, "Nothing here"]) == {code}
    assert [KNOWN.of(category, ["Young adults"]) for category in ("SG", "AGE")] == [{"tay"}, {"yad"}]


def test_no_label_is_of_two_codes():
    labels = [plain_label(label) for code in KNOWN.known.values() for label in code.labels]
    assert repeated(labels) == []


# --- laws --------------------------------------------------------------------


@given(rows)
def test_counts_add_up(given_rows):
    found = _read(given_rows)
    about = found.list
    assert about.rows == len(given_rows) == about.programs + about.duplicates + about.refused
    assert about.programs == len(found.programs) == len({one.id for one in found.programs})
    assert about.refused == len({note.row for note in found.noted if note.refused})
    assert {note.row for note in found.noted} <= set(range(2, len(given_rows) + 2))


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_makes_no_difference(given_rows, random):
    shuffled = list(given_rows)
    random.shuffle(shuffled)
    one, other = _read(given_rows), _read(shuffled)
    assert one.programs == other.programs
    assert list_text(one) == list_text(other)


@given(given_rows=rows)
def test_what_is_written_is_what_is_read(given_rows, tmp_path_factory):
    folder = tmp_path_factory.mktemp("written")
    (folder / "programs").mkdir()
    found = _read(given_rows)
    (folder / "programs" / "one.toml").write_text(list_text(found), "utf-8")
    back = known([folder])
    assert tuple(back.programs.values()) == found.programs
    assert [stored.list for stored in back.lists.values()] == [found.list]


@given(rows)
def test_text_of_a_list_is_one_printable_line(given_rows):
    for one in _read(given_rows).programs:
        for said in (one.name, one.unit, one.city, one.street, one.phone):
            assert said.isprintable()
            assert "\t" not in said


def _read(given_rows, folder=[]) -> Imported:  # noqa: B006 - one folder for all examples
    from tempfile import mkdtemp

    folder or folder.append(Path(mkdtemp(prefix="iopcli-test-")))
    return imported(written(folder[0], given_rows))


def test_a_missing_flag_is_never_a_no(read):
    (program,) = read([row()]).programs
    assert program.says("iop") == "yes"
    assert {program.says(word) for word in WORDS if word != "iop"} == {"not reported"}


def test_twins_become_one_that_says_what_either_says(read):
    found = read([row(md="1"), row(type_facility="MH", oit="", sp="1", phone="508-555-0999")])
    (program,) = found.programs
    assert (found.list.rows, found.list.duplicates) == (2, 1)
    assert [program.says(word) for word in ("iop", "medicaid", "spanish", "mental-health")] == ["yes"] * 4


def test_two_programs_of_one_name_have_ids_of_their_own(read):
    found = read([row(), row(street1="9 Far Road"), row(zip="01605")])
    ids = [one.id for one in found.programs]
    assert len(set(ids)) == 3
    assert {id_[:-4] for id_ in ids} == {"elm-house-01605-", "elm-house-01608-"}


def test_an_id_is_the_organization_and_whole_words_of_its_part():
    ids = {one.title: one.id for one in imported(CSV).programs}
    assert ids["AdCare Outpatient, Worcester"] == "adcare-outpatient-worcester-01605-dg84"
    assert ids["Catholic Charities, Crozier House"] == "catholic-charities-crozier-01610-d4m8"
    assert ids["Hector Reyes House"] == "hector-reyes-house-01610-q262"
    assert max(map(len, ids.values())) <= 40


@given(rows, rows)
def test_ids_are_short_each_of_one_place_and_the_same_in_any_order_and_in_any_longer_list(before, more):
    def ids(given) -> dict[tuple[str, ...], str]:
        with TemporaryDirectory() as folder:
            return identities(imported(written(Path(folder), given)).programs)

    found = ids(before)
    assert len(set(found.values())) == len(found)
    assert all(len(id_) <= 40 and re.fullmatch("[a-z0-9-]+", id_) for id_ in found.values())
    assert ids(before[::-1]) == found
    assert found.items() <= ids([*more, *before]).items()


def test_a_place_that_is_there_keeps_its_id_and_none_is_given_twice(read):
    (elm,) = read([row()]).programs
    old = {**identities([elm]), ("oak", "", "", ""): "oak-01608"}
    there = {place: f"old-{number}" for number, place in enumerate(old)}
    assert [one.id for one in read([row(), row(name1="Ash")], there=there).programs][1:] == ["old-0"]
    taken = {("oak", "", "", ""): elm.id}
    (other,) = read([row()], there=taken).programs
    assert other.id.startswith(elm.id)
    assert len(other.id) == len(elm.id) + 4


# --- bad input ---------------------------------------------------------------

BAD = {
    "a name": (row(name1=" "), "name", "is missing", True),
    "a type": (row(type_facility="OTHER"), "type_facility", "is neither SU, SA nor MH", True),
    "a phone without digits": (row(phone="call us"), "phone", "does not have ten digits, and was left out", False),
    "an intake number": (row(intake1="123"), "intake", "does not have ten digits, and was left out", False),
    "a ZIP code": (row(zip="0160A"), "zip", "is not a five-digit ZIP code, and was left out", False),
    "a state": (row(state="Atlantis"), "state", "is not a US state, and was left out", False),
    "zero": (row(latitude="0", longitude="0"), "latitude, longitude", "are zero, so its distance is not known", False),
    "swapped": (
        row(latitude="-71.80", longitude="42.26"), "latitude, longitude", "are swapped, and were put right", False,
    ),
    "words": (
        row(latitude="north", longitude="west"), "latitude, longitude",
        "are not two numbers, so its distance is not known", False,
    ),
    "far away": (
        row(latitude="48.85", longitude="2.35"), "latitude, longitude",
        "are not in the United States, so its distance is not known", False,
    ),
    "a flag": (row(oit="2"), "oit", "is neither 1 nor blank, and was taken as not reported", False),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_with_a_row_is_named_and_the_rest_goes_in(case, read):
    bad, field, message, refused = BAD[case]
    found = read([row(name1="Oak Center", street1="2 Oak Road"), bad])
    assert [tuple(note) for note in found.noted] == [(3, field, message, refused)]
    assert found.list.programs == (1 if refused else 2)


def test_swapped_coordinates_stand_where_they_belong(read):
    (program,) = read([row(latitude="-71.80", longitude="42.26")]).programs
    assert (program.latitude, program.longitude) == (42.26, -71.80)


def test_a_zip_code_without_its_zero_has_it_again(read):
    assert [one.zip for one in read([row(zip="1608"), row(zip="01608-1234", name1="B")]).programs] == ["01608", "01608"]


@pytest.mark.parametrize("cut", [1, 20])
def test_a_row_that_is_cut_short_is_refused(cut, read):
    lines = text([row(), row(name1="Oak Center")]).splitlines()
    lines[1] = ",".join(lines[1].split(",")[:-cut])
    found = read("\n".join(lines).encode())
    width = len(FIELDS) + len(CODES)
    assert [tuple(one) for one in found.noted] == [(2, "the whole row", f"has {width - cut} cells of {width}", True)]
    assert found.list.programs == 1


ENCODINGS = {
    "utf-8": "", "utf-8-sig": "", "utf-16": "UTF-16", "utf-16-le": "UTF-16-LE", "utf-16-be": "UTF-16-BE",
    "cp1252": "Windows-1252",
}  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_list_is_read_in_any_encoding(encoding, read):
    found = read(text([row(name1="Élan Café")]).encode(encoding))
    assert (found.programs[0].name, found.encoding) == ("Élan Café", ENCODINGS[encoding])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"\x00\xff\x01\x80", "is not text"),
        (b"name1,type_facility\r\n\x81\x8d,x", "neither UTF-8, UTF-16 nor Windows-1252"),
        (b"\xff\xfea", "not whole"),
        (b"one\r\ntwo\r\n", "no header of two columns"),
        (b"Program,Town\r\nElm,Worcester\r\n", "the columns of list-2025-08-19.csv are not known"),
        (b'{"rows": [', "is not JSON to its end"),
        (b'{"page": 1}', "has no `rows`"),
        (b'name1,type_facility\r\n"never closed', "problem"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused(content, said, read):
    with pytest.raises(InputRefused) as refused:
        read(content)
    assert said in refused.value.summary


def test_every_column_that_is_missing_is_named_at_once(read):
    with pytest.raises(InputRefused) as refused:
        read(b"name1,name2,type_facility,zipp,name2\r\n")
    said = [one.message for one in refused.value.problems]
    missing = [f"has no column `{name}`" for name in ("city", "state", "zip", "phone", "latitude", "longitude")]
    assert said == [*missing, "has the column `name2` twice"]
    assert "zipp" in refused.value.problems[2].hint


def test_rows_of_json_that_are_none_are_named(read):
    good = json.loads(JSON.read_text())["rows"][0]
    table = {"rows": [5, {**good, "services": "x"}, {**good, "typeFacility": None}, good]}
    found = read(json.dumps(table).encode(), name="list.json", as_of=DAY)
    assert [note[:2] for note in found.noted] == [(1, "the whole row"), (2, "services"), (3, "type_facility")]
    assert (found.list.rows, found.list.programs, found.list.refused) == (4, 1, 3)


def test_pages_of_json_are_one_list(read):
    page = json.loads(JSON.read_text())
    half = [{"rows": page["rows"][:3]}, {"rows": page["rows"][3:]}]
    assert read(json.dumps(half).encode(), "a.json", as_of=DAY).programs == tuple(
        _as(one, "a") for one in imported(JSON, DAY).programs
    )


def _as(program, list_):
    from msgspec.structs import replace

    return replace(program, list=list_)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("findtreatment_MA_2025-08-19.csv", DAY), ("export20250819.csv", DAY), ("list 2025.08.19.json", DAY),
        ("findtreatment.json", None), ("2025-13-45.csv", None), ("12025-08-19123.csv", None),
    ],
)  # fmt: skip
def test_the_name_of_a_file_says_the_day(name, day):
    assert dated(name) == day


def test_a_list_of_no_day_is_refused(read):
    with pytest.raises(InputRefused) as refused:
        read([row()], name="list.csv")
    assert "which day" in refused.value.summary
    assert read([row()], name="list.csv", as_of=DAY).list.as_of == DAY


def test_what_a_list_says_is_text(read):
    found = read([row(name1=bad, street1=f"{number} Elm Street") for number, bad in enumerate(HOSTILE)])
    assert found.list.programs == len(HOSTILE)
    assert not any("\x1b" in one.name or "\u202e" in one.name or "\n" in one.name for one in found.programs)


def test_a_blank_line_is_no_row(read):
    lines = text([row()]).splitlines()
    found = read(io.StringIO("\n".join([lines[0], "", lines[1], ""])).read().encode())
    assert (found.list.rows, found.list.programs) == (1, 1)
