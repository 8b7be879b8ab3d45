"""What stands in an input is never said: a token in every field of every fault comes up nowhere but among the ids."""

import pytest
from support import batch_process

TOKEN = "Zq7Canary"
"""In every header, key and cell; never looks like a name of a column, which may be shown once."""
HEAD = f"id,withdrawal,pregnant,weekly_budget,substances,priorities,{TOKEN} (1980)"
LINES = {
    "no answers": f"{TOKEN}1,{TOKEN},{TOKEN},{TOKEN},{TOKEN},{TOKEN},{TOKEN}",
    "numbers that are none": f"{TOKEN}2,9,2,1e9{TOKEN},;,x{TOKEN},",
    "too few": f"{TOKEN}3,{TOKEN}",
    "too many": ",".join([TOKEN] * 20),
    "a quote": f'"{TOKEN}"{TOKEN},1,,,,,',
    "a control character": f"{TOKEN}\x1b[31m,1,,,,,",
    "an empty byte": f"{TOKEN}\0,1,,,,,",
    "no id": f",{TOKEN},,,,,{TOKEN}",
    "a long id": f"{TOKEN * 20},1,,,,,",
    "an id that cannot be seen": f"{TOKEN}\u202e,1,,,,,",
    "an id twice": f"{TOKEN}4,1,,,,,\n{TOKEN}4,2,,,,,",
    "a row twice": f"{TOKEN}5,1,,,,,\n{TOKEN}5,1,,,,,",
    "good": f"{TOKEN}6,1,,,,,",
}
JSON = f"""{{"id":"{TOKEN}1","withdrawal":"{TOKEN}","{TOKEN} (1980)":"{TOKEN}"}}
{{"id":"{TOKEN}2","{TOKEN}":
{{"id":"{TOKEN}3","withdrawal":{{"{TOKEN}":1}}}}
{{"id":"{TOKEN}4","id":"{TOKEN}"}}
["{TOKEN}"]
{TOKEN}
{{"id":"{TOKEN}5","withdrawal":1}}
"""
REFUSED = {
    "no names": (f"{TOKEN},{TOKEN}2\n{TOKEN},1\n", "csv"),
    "names twice": (f"id,withdrawal,{TOKEN} (1),{TOKEN} (1)\n{TOKEN},1,,\n", "csv"),
    "another sign": (f"{TOKEN};{TOKEN}2\n{TOKEN};1\n", "csv"),
    "a quote that is not closed": (f'id,withdrawal\n{TOKEN},1\n"{TOKEN},1\n{TOKEN},1\n', "csv"),
    "a page": (f"<html>{TOKEN}</html>", "csv"),
    "UTF-16": (f"\ufeffid,withdrawal\n{TOKEN},1\n".encode("utf-16-le"), "csv"),
    "a name that is no UTF-8": (f"id,withdrawal,{TOKEN}".encode() + b"\xff\n", "csv"),
    "an array": (f'[{{"{TOKEN}":"{TOKEN}"}}]', "jsonl"),
    "no Parquet": (f"PAR1{TOKEN}PAR1", "parquet"),
}


def said(*words, cwd):
    code, out, err = batch_process.run(*words, cwd=cwd)
    assert "Traceback" not in err
    assert "unexpectedly" not in err
    return code, out, err


def where_it_stands(folder, err):
    """The files besides the input and the results that hold the token, and standard error if it does."""
    found = [one.name for one in folder.iterdir() if TOKEN in one.name]
    files = [one for one in folder.iterdir() if not one.name.startswith("in.") and one.suffix != ".toml"]
    found += [one.name for one in files if one.name != "out.csv" and TOKEN.encode() in one.read_bytes()]
    return found + (["stderr"] if TOKEN in err else [])


def test_a_rejected_record_is_told_by_its_place_only(tmp_path):
    (tmp_path / "in.csv").write_bytes("\n".join([HEAD, *LINES.values(), ""]).encode())
    (tmp_path / "in.jsonl").write_text(JSON)
    for name in ("in.csv", "in.jsonl"):
        code, out, err = said(name, "-o", "out.csv", "--force", cwd=tmp_path)
        assert (code, out) == (3, "")
        assert "rejected" in err
        assert where_it_stands(tmp_path, err) == []
    code, out, err = said("in.csv", cwd=tmp_path)
    assert (code, where_it_stands(tmp_path, err)) == (3, [])
    assert [line.split(",")[0] for line in out.splitlines() if TOKEN in line] == [f"{TOKEN}5", f"{TOKEN}6"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_says_nothing_of_what_stands_in_the_input(name, tmp_path):
    content, kind = REFUSED[name]
    (tmp_path / f"in.{kind}").write_bytes(content if isinstance(content, bytes) else content.encode())
    code, out, err = said(f"in.{kind}", "-o", "out.csv", cwd=tmp_path)
    assert (code, out) == (4, "")
    assert where_it_stands(tmp_path, err) == []
    assert [one.name for one in tmp_path.iterdir()] == [f"in.{kind}"]


def test_a_map_that_cannot_be_read_is_not_repeated(tmp_path):
    (tmp_path / "in.csv").write_text(f"{TOKEN},x\n{TOKEN},1\n")
    (tmp_path / "map.toml").write_text(f"{TOKEN} = = {TOKEN}")
    code, out, err = said("in.csv", "-o", "out.csv", "--map", "map.toml", cwd=tmp_path)
    assert (code, out) == (4, "")
    assert where_it_stands(tmp_path, err) == []


def test_a_column_whose_code_a_map_does_not_know_is_named_and_not_the_code(tmp_path):
    (tmp_path / "in.csv").write_text(f"key,W,G\n{TOKEN}1,{TOKEN},{TOKEN}\n{TOKEN}2,5,{TOKEN}\n")
    (tmp_path / "map.toml").write_text(
        'title = "Ours"\nid = "key"\n[[column]]\nfrom = "W"\nto = "withdrawal"\ncodes = { 5 = "2" }\n'
    )
    code, _, err = said("in.csv", "-o", "out.csv", "--map", "map.toml", cwd=tmp_path)
    assert (code, where_it_stands(tmp_path, err)) == (3, [])
    assert (tmp_path / "out.csv.rejects.csv").read_text() == "row,field,problem,line\n1,W,BAD_CODE,2\n"
