"""What gets in the way of a batch: no room, names that are taken, readers that go. An exit code says which."""

import json
import os
import resource
import shutil
import subprocess
import threading

import pytest
from support import batch_process
from support.batch_process import COMMAND, finish, start, write_records
from support.batch_run import parquet
from support.environment import ROOT, environment

TAKEN = "what was there before\n"


@pytest.fixture
def records(tmp_path):
    """Twenty thousand records in a folder of their own, of which one cannot be used."""
    path = write_records(tmp_path / "in.csv", 20_000)
    with path.open("a") as file:
        file.write("x,9,,,,,,\n")
    return path


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def ended(*words, **how):
    return batch_process.run(*words, **how)


@pytest.mark.parametrize("quotes", [False, True], ids=["plain", "with quotes"])
@pytest.mark.parametrize("room", [0, 30, 1_000_000])
def test_a_full_disk_is_5_and_leaves_what_was_there(quotes, room, tmp_path, place):
    path = write_records(tmp_path / "in.csv", 20_000, quotes=quotes)
    (place / "out.csv").write_text(TAKEN)
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))}
    code, out, err = ended(path, "-o", place / "out.csv", "--force", **limit, env={"PYTHONDONTWRITEBYTECODE": "1"})
    assert (code, out) == (5, "")
    assert err.startswith(("error: there is no room left to work in\n", "error: no room to read the input: "))
    assert [(one.name, one.read_text()) for one in place.iterdir()] == [("out.csv", TAKEN)]


def test_a_small_disk_is_5_and_leaves_it_empty(records, place):
    batch = f"{' '.join(COMMAND)} {records} -o {place}/o.csv; echo $?; ls -A {place}"
    inside = f"mount -t tmpfs -o size=400k none {place} && {{ {batch}; }}"
    unshare = shutil.which("unshare")
    if (
        not unshare
        or subprocess.run([unshare, "-rm", "mount", "-t", "tmpfs", "none", place], capture_output=True).returncode
    ):
        pytest.skip("a test may not mount a disk here")
    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", inside], capture_output=True, text=True, env=environment(), timeout=60
    )
    assert done.stdout == "5\n"
    assert done.stderr.startswith("error: there is no room left to work in\n")


def test_standard_output_that_is_full_or_gone_is_said_by_the_exit_code(records):
    line = f"{' '.join(COMMAND)} {records}"
    done = subprocess.run(
        ["bash", "-c", f"{line} | head -1; echo ${{PIPESTATUS[0]}}; {line} > /dev/full; echo $?"],
        capture_output=True, text=True, env=environment(), timeout=60,
    )  # fmt: skip
    header, first, second = done.stdout.splitlines()
    assert (header[:10], first, second) == ("id,status,", "141", "5")
    assert "Traceback" not in done.stderr


def test_a_name_that_is_taken_is_left_alone_unless_by_force(tmp_path, place):
    few = write_records(tmp_path / "few.csv", 3)
    for name in ("out.csv", "out.csv.rejects.csv", "out.csv.manifest.json"):
        (place / name).write_text(TAKEN)
        code, out, err = ended(few, "-o", place / "out.csv")
        assert (code, out, (place / name).read_text()) == (5, "", TAKEN)
        assert "add --force to replace it" in err
    assert ended(few, "-o", place / "out.csv", "--force")[0] == 0
    assert {one.name for one in place.iterdir()} == {"out.csv", "out.csv.manifest.json"}
    assert {one.stat().st_mode & 0o777 for one in place.iterdir()} == {0o600}


def test_names_that_are_no_place_for_results_are_refused(tmp_path, place):
    few = write_records(tmp_path / "few.csv", 3)
    (place / "link.csv").symlink_to(place / "else.csv")
    (place / "again.csv").symlink_to(few)
    (place / "folder.csv").mkdir()
    os.mkfifo(place / "pipe.csv")
    os.link(few, place / "same.csv")
    before = sorted(place.iterdir())
    refused = {
        (2, "the name after -o does not say which format"): ("-o", "/dev/full"),
        (2, "an output is the input itself"): ("-o", few),
        (2, "an output is the input itself "): ("-o", place / "same.csv"),
        (2, "an output is the input itself  "): ("-o", place / "again.csv"),
        (2, "two outputs have one name"): ("-o", place / "a.csv", "--report", place / "a.csv"),
        (5, "is a link"): ("-o", place / "link.csv"),
        (5, "is a folder"): ("-o", place / "folder.csv"),
        (5, "is not a plain file"): ("-o", place / "pipe.csv"),
        (5, "could not be written: No such file or directory"): ("-o", place / "none" / "a.csv"),
        (5, "could not be written: File name too long"): ("-o", place / f"{'a' * 250}.csv"),
    }
    for (code, said), words in refused.items():
        found, out, err = ended(few, *words, "--force")
        assert (found, out) == (code, ""), said
        assert said.rstrip() in err.splitlines()[0]
    assert sorted(place.iterdir()) == before
    assert not (place / "else.csv").exists()


def _bound():
    """What to put before a command so that permissions hold, also for root; None where that cannot be done."""
    if os.geteuid() != 0:
        return []
    command = [shutil.which("setpriv") or "", "--bounding-set=-dac_override,-dac_read_search"]
    able = command[0] and subprocess.run([*command, "true"], capture_output=True).returncode == 0
    return command if able else None


def test_what_may_not_be_read_or_written_is_refused(tmp_path, place):
    if (before := _bound()) is None:
        pytest.skip("root may read and write everything here")
    few = write_records(tmp_path / "few.csv", 3)

    def codes(*words):
        done = subprocess.run(
            [*before, *COMMAND, *words], capture_output=True, text=True, env=environment(), timeout=60
        )
        return done.returncode, done.stdout, done.stderr.splitlines()[0].partition(": ")[2]

    place.chmod(0o500)
    code, out, said = codes(few, "-o", place / "a.csv")
    assert (code, out, said.endswith("could not be written: Permission denied")) == (5, "", True)
    few.chmod(0)
    assert codes(few) == (4, "", "the input cannot be read: Permission denied")


def test_inputs_that_come_once_are_read_like_files(tmp_path, place):
    few = write_records(tmp_path / "few.csv", 3)
    _, expected, _ = ended(few)
    with few.open("rb") as file:
        assert ended("-", stdin=file)[:2] == (0, expected)
    os.mkfifo(place / "pipe.csv")
    feeder = threading.Thread(target=lambda: (place / "pipe.csv").write_bytes(few.read_bytes()))
    feeder.start()
    assert ended(place / "pipe.csv", "-o", place / "out.csv")[:2] == (0, "")
    feeder.join()
    assert (place / "out.csv").read_text() == expected
    assert ended("-")[::2] == (4, "error: the input is empty\n\nhint: is it the right file?\n")


def test_inputs_that_are_not_there_or_no_file_are_refused(tmp_path):
    assert ended(tmp_path / "none.csv")[0] == 4
    assert ended(tmp_path, "--from", "csv")[0] == 4


def test_ids_that_only_look_the_same_are_told_of_once_and_never_shown(tmp_path):
    rows = {"\u00e9": 1, "e\u0301": 2, "\u212a": 1, "K": 1, "o\u0308": 1, "z": 1}
    told = "note: ids: 2 in spellings that look the same (an accent apart or joined)"
    for made, text in {
        "in.csv": "id,withdrawal\n" + "".join(f"{id_},{one}\n" for id_, one in rows.items()),
        "in.jsonl": "".join(json.dumps({"id": id_, "withdrawal": one}) + "\n" for id_, one in rows.items()),
    }.items():
        (tmp_path / made).write_text(text, "utf-8")
        code, out, err = ended(tmp_path / made)
        assert (code, [line.split(",")[0] for line in out.splitlines()[1:]]) == (0, list(rows))
        assert err.splitlines()[0] == f"{told}; each spelling counts as an id of its own"
        assert err.count("look the same") == 1


FAR_TOO_MUCH = "as text the input would be more than 1,000 times as large as its file"
TOO_LARGE = "the input has a page or a list that is too large to hold"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("SELECT repeat('x', 50000) AS id, 1 AS withdrawal FROM range(2000)", FAR_TOO_MUCH),
        ("SELECT i AS id, w AS substances FROM range(2000) t(i), (SELECT repeat('x', 50000) AS w)", FAR_TOO_MUCH),
        ("SELECT 'a' AS id, repeat('x', 140000000) AS withdrawal", TOO_LARGE),
    ],
    ids=["ids", "lists", "one cell"],
)
def test_a_small_file_that_holds_far_too_much_is_refused_and_fills_nothing(rows, said, tmp_path, place):
    (tmp_path / "in.parquet").write_bytes(parquet(rows))
    assert (tmp_path / "in.parquet").stat().st_size < 10_000_000
    room = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))}
    code, out, err = ended(tmp_path / "in.parquet", "-o", place / "out.csv", **room)
    assert (code, out, err.splitlines()[0], list(place.iterdir())) == (4, "", f"error: {said}", [])


def test_a_batch_that_may_have_no_rejects_writes_nothing(records, place):
    for words in (("--strict",), ("--max-rejects", "0")):
        code, out, err = ended(records, "-o", place / "out.csv", *words)
        assert (code, out, list(place.iterdir())) == (4, "", [])
        assert err.splitlines()[1] == "error: 1 record would be rejected, and nothing was written"
    assert ended(records, "-o", place / "out.csv", "--max-rejects", "1")[0] == 3


# --- no network ---------------------------------------------------------------

NO_SOCKETS = """
import socket
class Refused(socket.socket):
    def __init__(self, *_, **__):
        raise RuntimeError("a socket was asked for")
socket.socket = Refused
"""


def test_nothing_needs_a_network(tmp_path, place):
    few = write_records(tmp_path / "few.csv", 3)
    unshare = shutil.which("unshare")
    able = unshare and not subprocess.run([unshare, "-rn", "true"], capture_output=True).returncode
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    env = environment(PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}", HOME=str(place))
    for kind in ("csv", "jsonl", "parquet"):
        words = [*([unshare, "-rn"] if able else []), *COMMAND, few, "-o", tmp_path / f"out.{kind}"]
        done = subprocess.run(words, capture_output=True, text=True, env=env, timeout=60)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr.splitlines()[1:] == ["3 read: 3 reported, 0 rejected"]
    assert list(place.rglob("*")) == []  # no extension was installed at home


# --- what was there, and what another run writes ----------------------------


def test_a_run_that_comes_second_leaves_all_that_the_first_wrote(tmp_path, place):
    path = write_records(tmp_path / "in.csv", 200_000, quotes=True)
    slow = start(path, "-o", place / "out.csv")
    few = write_records(tmp_path / "few.csv", 10)
    code, *_ = ended(few, "-o", place / "out.csv")
    first = {one.name: one.read_bytes() for one in place.iterdir() if not one.name.startswith(".")}
    assert (code, sorted(first)) == (0, ["out.csv", "out.csv.manifest.json"])
    code, out, err = finish(slow)
    assert (code, out) == (5, "")
    assert err.startswith("error: ") and "--force" in err
    assert {one.name: one.read_bytes() for one in place.iterdir()} == first


@pytest.mark.parametrize("room", [180, 400])
def test_too_little_memory_is_5_and_one_sentence(room, tmp_path, place):
    path = write_records(tmp_path / "in.csv", 400_000)
    limit = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_AS, (room * 2**20, room * 2**20))}
    code, out, err = ended(path, "-o", place / "out.csv", **limit)
    assert (code, out, err.count("error: "), list(place.iterdir())) in (
        (5, "", 1, []), (0, "", 0, sorted(place.iterdir())),
    )  # fmt: skip
    assert code == 0 or "memory" in err


def test_standard_input_that_is_closed_is_said(place):
    line = f"{' '.join(COMMAND)} - -o {place}/out.csv <&-"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=environment(), timeout=60)
    assert (done.returncode, list(place.iterdir())) == (5, [])
    assert done.stderr.startswith("error: standard input is closed\n")


def test_a_map_without_end_is_refused(records, place):
    code, out, err = ended(records, "-o", place / "out.csv", "--map", "/dev/zero")
    assert (code, out, list(place.iterdir())) == (4, "", [])
    assert err.startswith("error: the map is larger than 1 MiB\n")


def test_too_many_pages_are_refused_before_anything_is_published(records, place):
    code, _, err = ended(records, "-o", place / "out.csv", "--handouts", place / "pages")
    assert code == 2 and "--handouts makes at most" in err
    assert list(place.iterdir()) == []
