"""A batch that is ended while it runs leaves what was there as it was, and nothing half done under its name."""

import hashlib
import json
import random
import signal
import time

import pytest
from support import batch_process
from support.batch_process import finish, start, wait_for, workplaces, write_records

CODES = {signal.SIGTERM: 143, signal.SIGINT: 130, signal.SIGHUP: 129}
OLD = "what was there before\n"


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Records enough that a run can be met at work: plain ones, and ones that Python reads."""
    folder = tmp_path_factory.mktemp("many")
    return {
        "records.csv": write_records(folder / "quoted.csv", 300_000, quotes=True),
        **dict.fromkeys(("lock", "rejects.csv", "results"), write_records(folder / "plain.csv", 300_000)),
    }


def whole_or_old(folder):
    """What stands under the names that count is what was there, or all of what was made."""
    results, manifest = folder / "out.csv", folder / "out.csv.manifest.json"
    if manifest.exists():
        said = json.loads(manifest.read_text())["outputs"]["results"]["sha256"]
        return hashlib.sha256(results.read_bytes()).hexdigest() == said
    return results.read_text() == OLD or results.read_text().count("\n") == 300_001


def met(many, file, folder, number, wait):
    """A run over an older result that gets a signal once that file is there, and a little later."""
    (folder / "out.csv").write_text(OLD)
    running = start(many[file], "-o", folder / "out.csv", "--force")
    wait_for(running, folder, file)
    time.sleep(wait)
    running.send_signal(number)
    return finish(running)


@pytest.mark.parametrize("file", ["lock", "records.csv", "rejects.csv", "results"])
def test_a_signal_leaves_nothing_behind_and_what_was_there(many, file, tmp_path):
    number = random.choice(list(CODES))
    code, out, err = met(many, file, tmp_path, number, random.uniform(0, 0.3))
    assert (code, out, err) == (CODES[number], "", "") or code == 0
    assert workplaces(tmp_path) == []
    assert whole_or_old(tmp_path)


@pytest.mark.parametrize("number", CODES)
def test_each_signal_has_its_exit_code(many, number, tmp_path):
    code, out, err = met(many, "lock", tmp_path, number, 0.1)
    assert (code, out, err) == (CODES[number], "", "")
    assert [one.name for one in tmp_path.iterdir()] == ["out.csv"]
    assert (tmp_path / "out.csv").read_text() == OLD


@pytest.mark.parametrize("file", ["lock", "results"])
def test_what_a_killed_run_leaves_is_its_own_and_the_next_run_removes_it(many, file, tmp_path):
    code, *_ = met(many, file, tmp_path, signal.SIGKILL, random.uniform(0, 0.3))
    assert code in (-signal.SIGKILL, 0)
    assert whole_or_old(tmp_path)
    for left in workplaces(tmp_path):
        assert left.stat().st_mode & 0o777 == 0o700
    few = write_records(tmp_path / "few.csv", 10)
    code, *_ = batch_process.run(few, "-o", tmp_path / "few.out.csv")
    assert (code, workplaces(tmp_path)) == (0, [])


def test_a_run_leaves_the_folder_of_another_run_alone(many, tmp_path):
    running = start(many["lock"], "-o", tmp_path / "out.csv")
    wait_for(running, tmp_path, "lock")
    (theirs,) = workplaces(tmp_path)
    code, *_ = batch_process.run(write_records(tmp_path / "few.csv", 10), "-o", tmp_path / "few.out.csv")
    assert (code, theirs.exists()) == (0, True)
    running.send_signal(signal.SIGTERM)
    assert finish(running)[0] == 143


def test_an_input_that_grows_while_it_is_read_is_refused(many, tmp_path):
    grown = tmp_path / "in.csv"
    grown.write_bytes(many["lock"].read_bytes())
    running = start(grown, "-o", tmp_path / "out.csv")
    wait_for(running, tmp_path, "rejects.csv")
    with grown.open("a") as file:
        file.write("more,1,1,1,1,1,1,no\n")
    code, out, err = finish(running)
    assert (code, out) == (4, "")
    assert err.endswith(
        "error: the input changed while it was read\n\nhint: wait until it is written, then run again\n"
    )
    assert [one.name for one in tmp_path.iterdir()] == ["in.csv"]


def test_an_input_that_is_gone_while_it_is_read_is_refused(many, tmp_path):
    gone = tmp_path / "in.csv"
    gone.write_bytes(many["lock"].read_bytes())
    running = start(gone, "-o", tmp_path / "out.csv")
    wait_for(running, tmp_path, "rejects.csv")
    gone.unlink()
    code, out, err = finish(running)
    assert (code, out, list(tmp_path.iterdir())) == (4, "", []), err
