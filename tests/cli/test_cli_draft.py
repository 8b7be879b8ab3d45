"""`match --draft FILE`: kept only when asked, whole at any moment, gone on with, removed at the end, or refused."""

import json
import re
import signal
import stat

import pytest
from support.questionnaire import CTRL_C, CTRL_D, Sitting, last_of, through
from test_cli_interview import MEANT, TYPED

from iopcli.errors import ResumeRefused

ANEW = "give another name to start over; this file was left as it is"


@pytest.fixture
def begun(tmp_path):
    """A draft of an interview that was left after five questions, one of them skipped."""
    sitting = Sitting("--draft", "d.json", cwd=tmp_path)
    sitting.answer("2", "1", "", "1", "4", "q")
    assert "\nkept the draft d.json, for your eyes only; give it again to go on\n" in sitting.end().text
    return tmp_path / "d.json"


def test_it_says_what_is_kept_and_keeps_it_for_its_owner_alone(begun):
    kept = json.loads(begun.read_text())
    assert kept["schema"] == "iopcli/draft/1"
    assert kept["asked"] == ["danger_now", "withdrawal", "withdrawal_history", "substances", "drinks_a_day"]
    assert kept["answers"] == {"danger_now": False, "withdrawal": 1, "substances": ["alcohol"], "drinks_a_day": 4.0}
    assert stat.S_IMODE(begun.stat().st_mode) == 0o600
    opening = " ".join(Sitting("--draft", "d.json", cwd=begun.parent).opening().split())
    assert "Your answers are kept in the draft d.json until the end, and nowhere else." in opening
    assert [one.name for one in begun.parent.iterdir()] == ["d.json"]


def test_the_same_command_goes_on_where_it_was_left(begun):
    sitting = Sitting("--draft", "d.json", cwd=begun.parent)
    opening = sitting.opening()
    assert "This goes on from your draft, with 4 answers. r shows them." in opening
    assert re.search(r"^6 of about \d+\. Days of use$", opening, re.MULTILINE)
    assert "Withdrawal: 1 (mild)" in sitting.answer("r")
    assert last_of(sitting.answer("", "b", "b", "b")) == "Past withdrawal"


def test_at_the_end_it_is_removed_and_what_came_of_it_is_as_in_one_go(dataset, tmp_path):
    typed = iter(TYPED[id_] for id_ in ("danger_now", "withdrawal", "withdrawal_history", "substances"))
    first = Sitting("--draft", "d.json", cwd=tmp_path)
    first.answer(*typed)
    first.press(CTRL_C)
    assert first.end().code == 130
    second = Sitting("--draft", "d.json", "-o", "two.json", cwd=tmp_path)
    through(second, dataset, TYPED)
    screen = second.end()
    assert (screen.code, screen.text.endswith("wrote two.json\nremoved the draft d.json\n")) == (0, True)
    once = Sitting("-o", "one.json", cwd=tmp_path)
    through(once, dataset, TYPED)
    once.end()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["one.json", "two.json"]
    assert (tmp_path / "one.json").read_text() == (tmp_path / "two.json").read_text()
    assert json.loads((tmp_path / "one.json").read_text())["answers"].items() <= MEANT.items()


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, None)]
)
@pytest.mark.parametrize("answers", [1, 3])
def test_a_signal_leaves_it_whole_with_every_answer(number, code, answers, tmp_path):
    sitting = Sitting("--draft", "d.json", cwd=tmp_path)
    sitting.answer(*["2", "1", "1"][:answers])
    sitting.kill(number)
    screen = sitting.end()
    assert screen.code == code
    if code:
        told = " ".join(screen.text.split())
        assert told.endswith("Stopped. Your answers are in d.json. In danger now? Call 911. Call or text 988.")
    assert [one.name for one in tmp_path.iterdir()] == ["d.json"]
    assert f"with {answers} answer" in Sitting("--draft", "d.json", cwd=tmp_path).opening()


def test_the_end_of_input_keeps_it_and_a_draft_in_which_nothing_was_asked_is_removed(begun):
    sitting = Sitting("--draft", "d.json", cwd=begun.parent)
    sitting.press(CTRL_D)
    assert "kept the draft" in sitting.end().text
    other = Sitting("--draft", "other.json", cwd=begun.parent)
    other.press(CTRL_D)
    assert "removed the draft other.json\n" in other.end().text
    assert [one.name for one in begun.parent.iterdir()] == ["d.json"]


def test_what_is_urgent_in_it_is_said_before_the_next_question(tmp_path):
    sitting = Sitting("--draft", "d.json", cwd=tmp_path)
    sitting.answer("2", "4", "q")
    assert sitting.end().code == 10
    opening = Sitting("--draft", "d.json", cwd=tmp_path).opening()
    assert opening.index("URGENT: ") < opening.index("3 of about")


def test_danger_now_keeps_it_and_can_be_taken_back_when_one_goes_on(tmp_path):
    sitting = Sitting("--draft", "d.json", cwd=tmp_path)
    sitting.answer("1", "")
    assert sitting.end().code == 10
    again = Sitting("--draft", "d.json", cwd=tmp_path)
    assert "If you typed this by mistake, type b." in again.opening()
    assert last_of(again.answer("b")) == "Danger now"
    assert last_of(again.answer("2")) == "Withdrawal"


# --- what cannot be gone on with --------------------------------------------


def refused(path, *words):
    """What is said of a draft that is refused, and that it is left as it was."""
    before = path.read_bytes()
    screen = Sitting("--draft", path.name, *words, cwd=path.parent).end()
    assert screen.code == ResumeRefused.exit_code == 6
    assert path.read_bytes() == before
    assert screen.text.endswith(f"\nhint: {ANEW}\n")
    return screen.text.partition("\n")[0]


@pytest.mark.parametrize("part", [0, 1, 50, 300, -3])
def test_one_that_was_cut_short_is_refused(part, begun):
    begun.write_bytes(begun.read_bytes()[:part])
    assert refused(begun) == "error: d.json is not a draft of an interview, or only part of one"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[]", b'{"schema": "iopcli/record/1"}', b"withdrawal = 2\n"])
def test_what_is_no_draft_is_refused_and_never_written_over(content, tmp_path):
    (tmp_path / "d.json").write_bytes(content)
    assert refused(tmp_path / "d.json") == "error: d.json is not a draft of an interview, or only part of one"


def test_one_that_was_changed_is_refused(begun):
    begun.write_text(begun.read_text().replace('"withdrawal": 1', '"withdrawal": 0'))
    assert refused(begun) == "error: d.json was changed after it was kept"


def test_one_of_another_dataset_is_refused(begun, overlay):
    folder = overlay({"options/own.toml": 'id = "own"\nlike = "iop"\nname = "Own"\n'})
    said = refused(begun, "--data", str(folder))
    assert said.startswith("error: d.json was made with another dataset (20")
    assert said.endswith("), whose questions may mean something else")


def test_a_place_that_cannot_be_written_is_said_before_the_first_question(tmp_path):
    screen = Sitting("--draft", "none/d.json", cwd=tmp_path).end()
    assert (screen.code, "Danger now" in screen.text) == (5, False)


@pytest.mark.parametrize("words", [("--set", "withdrawal=1"), ("--answers", "-")])
def test_it_is_for_the_interview(words, run):
    done = run("match", "--draft", "d.json", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--draft is for the interview" in done.stderr


def test_a_disk_that_is_full_ends_no_interview(tmp_path):
    sitting = Sitting("--draft", "d.json", "-o", "r.json", cwd=tmp_path)
    sitting.answer("2")
    (tmp_path / "d.json").unlink()
    (tmp_path / "d.json").mkdir()
    assert last_of(sitting.answer("1")) == "Past withdrawal"
    assert sitting.answer("1").count("error:") == 0
    assert sitting.text.count("error: d.json is a folder") == 1
