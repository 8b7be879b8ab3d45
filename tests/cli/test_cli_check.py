"""`check` as a person alone meets it: on a real pseudo-terminal and through a pipe, with every way through and out."""

import json
import stat

import pytest
from support import forked
from support.command_line import STYLE, shell
from support.environment import environment
from support.questionnaire import CTRL_C, CTRL_D, Sitting, last_of

from iopcli.cli.check import CLEAR
from iopcli.dataset.checklist import check_questions

CALM = ("2", "0", "1", "cannabis")
"""No danger, no withdrawal, never a seizure, cannabis only."""
SIGNS = ("y", "n", "2", "1", "", "no", "NO", "2", "2", "YES", "n")
"""Four yes, one skipped."""
MATTERS = ("6", "y", "50", "3", "y", "n", "8", "1 4 9")
STOPPED = "\nStopped. Nothing was saved. In danger now? Call 911. Call or text 988.\n"
ASKS_TO_CLEAR = "Clear the screen? Type y or n, or all to read all of it first.\n"
CLOSE = "To leave nothing on the screen, close this window.\n"
REFUSED = "That is not one of the answers."


def one_line(text):
    return " ".join(text.split())


def checking(*words, **more):
    """`iopcli check` on a terminal."""
    return Sitting(*words, command="check", **more)


def piped(lines, tmp_path, words=""):
    """The same with its answers from a file."""
    (tmp_path / "lines").write_bytes(lines if isinstance(lines, bytes) else "".join(f"{x}\n" for x in lines).encode())
    done = forked.run(["check", *words.split()], environment(COLUMNS="80"), tmp_path, tmp_path / "lines")
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
    return done


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


# --- the whole of it --------------------------------------------------------


def test_it_opens_with_whom_to_call_and_that_it_is_private():
    said = one_line(checking().opening())
    assert said.startswith(
        "In danger now? Call 911. Call or text 988. Nothing you type is saved. Nothing is sent. You can skip any "
        "question. This check is just for you. It asks about alcohol or drugs in your life. "
        "This check is private. It keeps no log, and you can clear the screen at the end."
    )
    assert "The first few questions check whether it is safe to go on. 1 of about 24. Danger now" in said


def test_a_whole_check_asks_in_order_and_ends_with_whom_to_talk_to(dataset, tmp_path):
    sitting = checking(cwd=tmp_path, HOME=str(tmp_path), TMPDIR=str(tmp_path))
    asked = [last_of(sitting.opening())]
    for line in (*CALM, *SIGNS, *MATTERS[:-1]):
        asked.append(last_of(sitting.answer(line)))
    assert asked == [one.label for one in check_questions(dataset).values() if one.id != "pregnant"]
    result = one_line(STYLE.sub("", sitting.answer(MATTERS[-1])))
    assert "You said yes to 3, no to 7 and skipped 1. That makes 3 to 4 of 11 signs in the past 12 months." in result
    assert "You can go over those signs with the person you talk to." in result
    assert "Money: Call 1-800-662-4357" in result
    assert "In short: 3 to 4 signs, mild or moderate. Only a clinician" in result
    assert result.endswith(f"{ASKS_TO_CLEAR.strip()} >")
    whole = one_line(STYLE.sub("", sitting.answer("all")))
    assert [option.id for option in dataset.options.values() if f"- {option.title}: " not in whole] == []
    assert whole.index("Whom to call") < whole.index("In short: 3 to 4 signs, mild or moderate. Only a clinician")
    sitting.answer("n")
    assert (sitting.end().code, left_in(tmp_path)) == (0, [])


def test_a_pipe_gives_the_same_page_line_by_line(tmp_path):
    done = piped((*CALM, *SIGNS, *MATTERS), tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("What came up\n\nIn danger now?")
    assert "3 to 4 of 11 signs" in one_line(done.stdout)
    assert done.stderr.endswith(f"> No more questions. Here is what came up.\n\n{CLOSE}")
    assert REFUSED not in done.stderr


def test_a_program_gets_it_as_json(dataset, tmp_path):
    result = json.loads(piped((*CALM, *SIGNS, *MATTERS), tmp_path, "--format json").stdout)
    assert (result["schema"], result["stopped"]) == ("iopcli/selfcheck/1", False)
    assert (result["found"]["least"], result["found"]["most"]) == (3, 4)
    assert [one["option"]["id"] for one in result["options"]] == [option.id for option in dataset.in_order]


# --- keys -------------------------------------------------------------------


def test_the_keys_are_those_of_match():
    sitting = checking()
    sitting.answer(*CALM)
    assert "An urge that keeps coming back" in one_line(sitting.answer("y", "y", "y", "?"))
    assert last_of(sitting.answer("b")) == "The time it takes"
    assert "More than you planned: yes" in sitting.answer("", "r")
    assert last_of(sitting.answer("5")) == "More than you planned"
    sitting.answer("s")
    assert "yes to 2, no to 0 and skipped 9" in one_line(STYLE.sub("", sitting.answer("q")))


def test_no_one_goes_with_no_other_answer():
    sitting = checking()
    said = one_line(sitting.answer(*CALM, *SIGNS, *MATTERS[:6], "1 8"))
    assert "Choose `no one right now` alone, or leave it out. Type one number or more" in said
    assert last_of(sitting.answer("nobody")) == "What gets in the way"


# --- what is urgent ---------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("1",), "Someone may be in danger right now. Get help first."),
        (("2", "3"), "Withdrawal this strong needs medical help today."),
        (("2", "0", "1", "opioids", "y"), "Do not stop opioids suddenly while you are pregnant."),
    ],
    ids=["danger", "withdrawal", "pregnant"],
)
def test_what_is_urgent_ends_the_questions_with_what_to_do_first_and_10(lines, message, dataset):
    sitting = checking()
    said = sitting.answer(*lines)
    assert said.startswith("\nURGENT: ")
    assert message in one_line(said)
    result = STYLE.sub("", sitting.answer(""))
    assert result.startswith("Get help first\n\nIn danger now? Call 911. Call or text 988.\n\nUrgent\n")
    assert [option.title for option in dataset.options.values() if f"- {option.title}: " in result] == []
    sitting.answer("n")
    assert sitting.end().code == 10


def test_what_to_do_before_stopping_is_said_at_once_and_the_check_goes_on():
    sitting = checking()
    said = sitting.answer("2", "0", "2", "alcohol")
    assert "URGENT: A seizure or delirium (sudden severe confusion) in withdrawal can happen again." in one_line(said)
    assert last_of(sitting.answer("y")) == "A wish to use less"
    result = STYLE.sub("", sitting.answer("q"))
    urgent, found = (result.index(text) for text in ("\n\nUrgent\n", "yes to 1"))
    assert urgent < found
    sitting.answer("n")
    assert sitting.end().code == 10


def test_danger_that_was_typed_by_mistake_can_be_taken_back():
    sitting = checking()
    assert "typed this by mistake" in one_line(sitting.answer("1"))
    assert last_of(sitting.answer("b")) == "Danger now"
    assert last_of(sitting.answer("2")) == "Withdrawal"


# --- ways out ---------------------------------------------------------------


@pytest.mark.parametrize("lines", [(), CALM, (*CALM, *SIGNS), ("1",)], ids=["start", "signs", "matters", "danger"])
def test_ctrl_c_says_that_nothing_was_saved_and_whom_to_call(lines, tmp_path):
    sitting = checking("-o", "page.html", cwd=tmp_path)
    sitting.answer(*lines)
    said = sitting.press(CTRL_C)
    assert (said, sitting.end().code, left_in(tmp_path)) == (STOPPED.removeprefix("\n"), 130, [])


def test_y_at_the_end_clears_the_screen_and_what_has_scrolled_by():
    sitting = checking()
    sitting.answer("q")
    sitting.answer("Y")
    assert sitting.end().text.endswith(CLEAR)
    assert CLEAR.startswith("\x1b[3J\x1b[H\x1b[2J")
    assert CLEAR.endswith("\x1b[3J")


def test_ctrl_c_at_the_end_leaves_quietly_with_130():
    sitting = checking()
    sitting.answer("q")
    assert sitting.press(CTRL_C) == ""
    assert sitting.end().code == 130


@pytest.mark.parametrize("leaves", ["n\r", CTRL_D], ids=["n", "end of input"])
def test_no_or_the_end_of_input_leaves_the_screen_as_it_is(leaves):
    sitting = checking()
    sitting.answer("q")
    assert sitting.answer("what?") == f"{ASKS_TO_CLEAR}> "
    assert sitting.answer("") == f"{ASKS_TO_CLEAR}> "  # Enter skips a question, and one too many is no answer
    sitting.press(leaves)
    assert CLEAR not in sitting.end().text


@pytest.mark.parametrize(
    ("line", "env"),
    [("iopcli check", {"TERM": "dumb"}), ("iopcli check | cat", {}), ("iopcli check 2>/dev/null < /dev/null", {})],
    ids=["dumb", "page in a pipe", "nobody types"],
)
def test_where_the_screen_cannot_be_cleared_no_escape_is_written(line, env):
    sitting = Sitting(line=line, **env)
    if asks := sitting.asks:
        sitting.answer("q")
    screen = sitting.end()
    assert not asks or CLOSE in screen.text
    assert ASKS_TO_CLEAR not in screen.text
    assert "\x1b[3J" not in screen.text


# --- files ------------------------------------------------------------------


def test_a_page_that_was_asked_for_is_for_its_owner_alone_and_says_what_is_in_it(tmp_path):
    sitting = checking("-o", "page.html", cwd=tmp_path)
    opening = one_line(sitting.opening())
    assert "Your answers are saved in the file you named, and nowhere else." in opening
    assert "Nothing you type is saved." not in opening
    said = one_line(sitting.answer(*CALM, "y", "q"))
    assert "wrote page.html It holds your answers and no name, and only you can open it." in said
    assert "A wish to use less".lower() not in (tmp_path / "page.html").read_text()
    assert "more than you planned" in (tmp_path / "page.html").read_text()
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o600
    assert left_in(tmp_path) == ["page.html"]


def test_a_name_that_cannot_be_written_is_refused_before_the_first_question(tmp_path):
    (tmp_path / "taken.html").write_text("mine")
    for name, code in (("taken.html", 5), ("page.xyz", 2)):
        screen = checking("-o", name, cwd=tmp_path).end()
        assert (screen.code, "Danger now" in screen.text) == (code, False)


# --- bad input --------------------------------------------------------------

BAD = {
    "punctuation": "?!;,.",
    "long": "x" * 100_000,
    "long number": "9" * 100_000,
    "control": "\x1b[2J\x07\x00\x7f",
    "other words": "vielleicht",
    "other letters": "да нет はい 是",
    "markup": "<script>alert(1)</script> [bold]",
    "not utf-8": b"\xff\xfe\x80",
}


@pytest.mark.parametrize("what", BAD)
def test_a_line_that_is_no_answer_is_asked_again_and_never_repeated(what, tmp_path):
    text = BAD[what] if isinstance(BAD[what], bytes) else BAD[what].encode()
    for before in (b"", b"2\n0\n1\n", b"2\n0\n1\ncannabis\n", b"2\n0\n1\ncannabis\n" + b"no\n" * 11):
        done = piped(before + text + b"\n", tmp_path)
        assert one_line(done.stderr).count(REFUSED) == 1
        assert text not in done.stderr.encode() + done.stdout.encode()
        assert done.returncode == (0 if b"no" in before else 3)
    assert "\x1b" not in done.stderr + done.stdout


@pytest.mark.parametrize("given", ["< /dev/null", "<&-", "< <(printf '\\n\\n')"])
def test_without_an_answer_it_says_so_and_ends_with_3(given):
    done = shell(f"iopcli check {given}")
    assert done.returncode == 3
    assert "You answered none of the questions about signs." in one_line(done.stdout)
    assert "Stopped here. This is what we know so far." in done.stderr


def test_input_without_end_is_no_trouble():
    done = shell("yes 2 | iopcli check --format json")
    assert (done.returncode, json.loads(done.stdout)["found"]["most"]) == (10, 0)  # a past seizure, and no to all signs
