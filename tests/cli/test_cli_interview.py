"""The interview as a person meets it: on a real pseudo-terminal, line by line, with every way through it and out."""

import json
import re
import signal
import stat

import pytest
from support.command_line import STYLE, shell
from support.questionnaire import CTRL_C, CTRL_D, Sitting, last_of, through

from iopcli.match.match import match

STOPPED = "\nStopped. Nothing was saved. In danger now? Call 911. Call or text 988.\n"
REFUSED = "That is not one of the answers."
TYPED = {
    "danger_now": "2", "withdrawal": "0", "withdrawal_history": "1", "substances": "5", "pregnant": "2",
    "mental_health": "1", "medical": "0", "relapse_risk": "2", "living_situation": "3", "readiness": "0",
    "medication": "0", "recent_treatment": "0", "age_group": "1", "hours_available": "6", "sleep_at_home": "2",
    "evenings_only": "1", "weekly_budget": "0", "payer": "5", "private_internet": "2", "travel_minutes": "45",
    "priorities": "0", "drinks_a_day": "0", "days_of_use": "1", "court_order": "1",
}  # fmt: skip
"""No withdrawal, moderate risk of return to use, and a home where others use; few hours and no money."""
MEANT = {
    "danger_now": False, "withdrawal": 0, "withdrawal_history": "none", "substances": ["cannabis"], "pregnant": False,
    "mental_health": 1, "medical": 0, "relapse_risk": 2, "living_situation": 3, "readiness": 0, "medication": [],
    "recent_treatment": [], "age_group": "adult", "hours_available": 6, "sleep_at_home": False, "evenings_only": True,
    "drinks_a_day": 0, "days_of_use": 1, "court_order": "none",
    "weekly_budget": 0, "payer": "uninsured", "private_internet": False, "travel_minutes": 45, "priorities": [],
}  # fmt: skip
WORDS = {
    "danger_now": "NO", "withdrawal": " 0 ", "withdrawal_history": "None", "substances": "Cannabis", "pregnant": "n",
    "mental_health": "Mild", "medical": "0", "relapse_risk": "MODERATE", "living_situation": "3", "readiness": "none",
    "medication": "NONE", "recent_treatment": "none", "age_group": "ADULT", "hours_available": "6.0",
    "drinks_a_day": "0", "days_of_use": "1", "court_order": "none",
    "sleep_at_home": "No", "evenings_only": "true", "weekly_budget": "0", "payer": "Uninsured",
    "private_internet": "no", "travel_minutes": "45", "priorities": "None",
}  # fmt: skip
"""The same in words."""


def one_line(text):
    return " ".join(text.split())


def asks(question):
    """How a question with choices is asked of the person, on one line."""
    told = []
    for number, choice in enumerate(question.choice, 1):
        label = "" if question.type == "yesno" else f"{choice.label[0].upper()}{choice.label[1:]}. "
        told.append(f"{choice.value if question.type == 'rating' else number} {label}{choice.person}")
    if question.many:
        told.append("0 None of these. Type one number or more, with spaces between them. 0 is none.")
    else:
        told.append("Type the number of the answer, then Enter.")
    return " ".join([question.label, question.person, *told])


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


# --- a whole interview ------------------------------------------------------


def test_it_opens_with_the_help_lines_what_is_kept_and_the_keys():
    assert (
        Sitting()
        .opening()
        .startswith(
            "In danger now? Call 911. Call or text 988.\n"
            "Nothing you type is saved. Nothing is sent. You can skip any question.\n"
            "Enter or s skips. ? or why says why we ask. b goes back. r shows your answers.\n"
            "q stops and shows what is known.\n\n1 of about 24. Danger now\n"
        )
    )


def test_a_whole_interview_asks_in_order_and_ends_with_the_result_of_its_answers(dataset, tmp_path):
    sitting = Sitting("-o", "result.json", cwd=tmp_path)
    asked = through(sitting, dataset, TYPED)
    screen = sitting.end()
    ids = [id_ for id_, _ in asked]
    assert ids == [id_ for id_ in dataset.questions if id_ in ids]
    settled = [match(dataset, {id_: MEANT[id_] for id_ in ids[:number]}).settled for number in range(len(ids))].index(
        True
    )
    assert f"Settled after {settled} questions: no other answer can change the plan." in one_line(asked[settled][1])
    assert screen.text.count("Settled after") == 1
    for number, (id_, said) in enumerate(asked, 1):
        if dataset.questions[id_].choice:
            heading = re.search(rf"^{number} of about \d+\. {dataset.questions[id_].label}$", said, re.MULTILINE)
            assert one_line(said[heading.start() :]).endswith(f". {asks(dataset.questions[id_])} >")
    result = json.loads((tmp_path / "result.json").read_text())
    assert result["answers"] == {id_: MEANT[id_] for id_ in ids}
    assert (result["settled"], screen.code) == (True, 0)
    assert screen.text.endswith(
        "There are no more questions, because no other answer can change the result.\nwrote result.json\n"
    )


def test_the_result_alone_is_on_standard_output_and_is_that_of_the_same_answers(dataset, run, tmp_path):
    sitting = Sitting(line="iopcli match > result.txt", cwd=tmp_path)
    ids = [id_ for id_, _ in through(sitting, dataset, TYPED)]
    screen = sitting.end()
    (tmp_path / "answers.json").write_text(json.dumps({id_: MEANT[id_] for id_ in ids}))
    told = run("match", "--answers", "answers.json", cwd=tmp_path)
    assert (tmp_path / "result.txt").read_text() == told.stdout
    assert (screen.code, told.stderr) == (told.returncode, "")
    assert screen.text.endswith("There are no more questions, because no other answer can change the result.\n")


def test_words_and_upper_case_are_taken_as_numbers_are(dataset, tmp_path):
    sitting = Sitting("--all", "-o", "result.json", cwd=tmp_path)
    through(sitting, dataset, WORDS)
    assert REFUSED not in sitting.end().text
    assert json.loads((tmp_path / "result.json").read_text())["answers"] == MEANT


def test_all_asks_every_question_once(dataset):
    sitting = Sitting("--all")
    assert [id_ for id_, _ in through(sitting, dataset, TYPED)] == list(dataset.questions)
    assert sitting.end().code == 0


def test_staff_are_asked_in_words_for_staff(dataset):
    sitting = Sitting("--all", "--staff")
    for id_, said in through(sitting, dataset, TYPED):
        question, told = dataset.questions[id_], one_line(said)
        assert question.staff in told
        assert question.person not in told
        assert all(choice.staff in told for choice in question.choice)


def test_family_is_asked_in_words_about_the_person_and_told_what_they_can_do(dataset, run):
    sitting = Sitting("--all", "--for", "family")
    assert "You are answering for the person you care for." in one_line(sitting.opening())
    for id_, said in through(sitting, dataset, TYPED):
        question, told = dataset.questions[id_], one_line(said)
        assert question.family in told
        assert question.person not in told or question.person == question.family
        assert all(choice.family in told for choice in question.choice)
    assert "`iopcli topics helping-someone-else`" in one_line(sitting.end().words)
    plans = run("match", "--set", "withdrawal=1", "--set", "substances=alcohol", "--for", "family", "--plans").stdout
    assert "What they should know" in plans


def test_staff_is_one_voice_with_for_and_two_are_refused(run):
    words = ("match", "--set", "relapse_risk=2")
    assert run(*words, "--staff").stdout == run(*words, "--for", "staff").stdout
    assert run(*words, "--for", "person").stdout == run(*words).stdout
    done = run(*words, "--staff", "--for", "family")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: --staff and --for name two voices\n")


def test_an_alcohol_caller_sees_no_methadone_and_can_still_type_it(tmp_path):
    sitting = Sitting("-o", "result.json", cwd=tmp_path)
    said = sitting.answer("2", "1", "1", "1", "4", "2", "2", "1", "0", "2", "0", "0")
    assert last_of(said) == "Medication"
    assert "ethadone" not in said
    assert re.findall(r"^ +(\d)  (\w+)", said, re.MULTILINE) == [
        ("1", "Naltrexone"),
        ("2", "Medications"),
        ("0", "None"),
    ]
    assert "For another one, type its name." in one_line(said)
    sitting.answer("methadone", "q")
    sitting.end()
    assert json.loads((tmp_path / "result.json").read_text())["answers"]["medication"] == ["methadone"]


# --- the screen -------------------------------------------------------------


def a_bit_of_everything(sitting):
    """Every kind of thing that is said, then the result."""
    sitting.answer("?", "no such answer", "b", "2", "3", "b", "", "r", "9", "1", "", "r", "", "1 2", "q")
    return sitting.end()


@pytest.mark.parametrize("columns", [60, 80])
def test_no_line_is_wider_than_the_terminal(columns):
    screen = a_bit_of_everything(Sitting(columns=columns))
    assert [line for line in screen.words.splitlines() if len(line) > columns] == []
    assert max(map(len, screen.words.splitlines())) > columns - 5


def test_questions_are_as_wide_as_the_terminal_when_the_result_goes_to_a_file(tmp_path):
    screen = a_bit_of_everything(Sitting(line="iopcli match > result.txt", columns=60, cwd=tmp_path))
    assert [line for line in screen.words.splitlines() if len(line) > 60] == []


def test_nothing_but_lines_is_written_while_it_asks_and_a_dumb_terminal_gets_no_escape_at_all():
    bright, dumb = (a_bit_of_everything(Sitting(TERM=terminal)) for terminal in ("xterm-256color", "dumb"))
    questions, _, _ = bright.text.partition("Stopped here.")
    assert "\x1b" not in questions
    assert STYLE.search(bright.text)
    assert "\x1b" not in dumb.text
    assert dumb.text == bright.words


# --- what can be typed ------------------------------------------------------


def test_a_question_mark_says_why_and_names_the_signs_and_the_question_stays(dataset):
    assert Sitting().answer("2", "why") == Sitting().answer("2", "?")
    sitting = Sitting()
    told = one_line(sitting.answer("2", "?"))
    question = dataset.questions["withdrawal"]
    assert told.startswith(question.why)
    assert all(sign in told for choice in question.choice for sign in choice.shown_by("person"))
    assert "\n3 of about 24. Past withdrawal\n" in sitting.answer("0")


@pytest.mark.parametrize("voice", ["person", "staff", "family"])
def test_a_question_mark_speaks_in_the_voice_of_the_interview(dataset, voice):
    sitting = Sitting("--for", voice, "--all")
    for question in dataset.questions.values():
        told = one_line(sitting.answer("?"))
        assert question.reason(voice) in told
        assert all(sign in told for choice in question.choice for sign in choice.shown_by(voice))
        sitting.answer("s")


def test_b_goes_back_and_enter_keeps_the_answer(tmp_path):
    sitting = Sitting("-o", "result.json", cwd=tmp_path)
    assert sitting.answer("b") == "This is the first question.\n> "
    again = sitting.answer("2", "3", "1", "b", "back")
    assert last_of(again) == "Withdrawal"
    assert "Your answer so far: 3 (serious). Enter keeps your answer." in again
    sitting.answer("", "q")
    sitting.end()
    answers = json.loads((tmp_path / "result.json").read_text())["answers"]
    assert answers == {"danger_now": False, "withdrawal": 3, "withdrawal_history": "none"}


def test_r_shows_every_answer_and_changes_one(tmp_path):
    sitting = Sitting("-o", "result.json", cwd=tmp_path)
    assert sitting.answer("r") == "Nothing is answered yet.\n> "
    assert sitting.answer("2", "3", "", "alcohol, opioids", "r") == (
        "   1  Danger now: no\n   2  Withdrawal: 3 (serious)\n   3  Past withdrawal: unknown\n"
        "   4  Substances used: alcohol, opioids\nType a number to change that answer, or Enter to go on.\n> "
    )
    assert sitting.answer("7") == "Type one of the numbers above, or Enter to go on.\n> "
    assert last_of(sitting.answer("2")) == "Withdrawal"
    assert last_of(sitting.answer("1")) == "Drinks a day"
    assert last_of(sitting.answer("r", "")) == "Drinks a day"
    sitting.answer("q")
    sitting.end()
    answers = json.loads((tmp_path / "result.json").read_text())["answers"]
    assert answers == {"danger_now": False, "withdrawal": 1, "substances": ["alcohol", "opioids"]}


def test_r_shows_every_answer_after_going_back_past_some():
    told = Sitting().answer("2", "3", "1", "", "b", "b", "b", "2", "r")
    assert re.findall(r"^ +\d  (.+)$", told, re.MULTILINE) == [
        "Danger now: no", "Withdrawal: 2 (moderate)", "Past withdrawal: none", "Substances used: unknown",
    ]  # fmt: skip


def test_a_question_that_is_skipped_is_unknown_whether_it_was_answered_before_or_not(tmp_path):
    sitting = Sitting("-o", "result.json", cwd=tmp_path)
    assert last_of(sitting.answer("2", "3", "")) == "Substances used"
    assert last_of(sitting.answer("b", "b", "s")) == "Substances used"
    sitting.answer("S", "skip", "q")
    sitting.end()
    assert json.loads((tmp_path / "result.json").read_text())["answers"] == {"danger_now": False}


def test_what_was_skipped_and_could_still_change_the_result_is_named_at_the_end(dataset):
    sitting = Sitting()
    through(sitting, dataset, {})
    questions, _, _ = one_line(sitting.end().text).partition("What to talk over, based on these answers")
    assert (
        "No more questions. You skipped some that could still change the result: danger now, withdrawal, " in questions
    )
    assert "no answer left can change" not in questions


# --- what is urgent ---------------------------------------------------------


def test_what_is_urgent_is_said_before_the_next_question_and_ends_with_10():
    sitting = Sitting()
    said = sitting.answer("2", "4")
    urgent, _, _ = said.partition("Past withdrawal")
    assert urgent.startswith("\nURGENT: ")
    assert "  Call 911 (Emergency).\n" in urgent
    wait = "Get that help first. The other questions can wait. To stop here, type q."
    assert wait in one_line(urgent)
    assert "Settled" not in urgent
    after = sitting.answer("1")
    assert "URGENT" not in after
    assert wait not in after
    sitting.answer("q")
    screen = sitting.end()
    assert screen.code == 10
    result = screen.words.partition("What to talk over, based on these answers")[2].split()
    assert " ".join(result).startswith("In danger now? Call 911. Call or text 988. Urgent ")


@pytest.mark.parametrize("ended", ["\r", CTRL_D], ids=["Enter", "end of input"])
def test_danger_now_ends_it_with_whom_to_call_and_no_plan(ended, dataset):
    sitting = Sitting()
    assert sitting.answer("1").startswith("\nURGENT: ")
    result = one_line(STYLE.sub("", sitting.press(ended)))
    screen = sitting.end()
    assert screen.code == 10
    assert [line.number for line in dataset.help.line if line.everywhere and line.number not in result] == []
    assert [one.id for one in dataset.options.values() if one.title in result or one.name in result] == []
    assert "2 of about" not in screen.text


@pytest.mark.parametrize("lines", [["1"], ["2", "0", "1", "r", "1", "1"]], ids=["at once", "in the list of answers"])
def test_danger_now_that_was_typed_by_mistake_can_be_taken_back(lines):
    sitting = Sitting()
    said = sitting.answer(*lines)
    assert "If you typed this by mistake, type b. Enter shows whom to call." in one_line(said)
    assert last_of(sitting.answer("b")) == "Danger now"
    assert last_of(sitting.answer("2")) != "Danger now"
    sitting.answer("q")
    assert sitting.end().code == 0


# --- ways out ---------------------------------------------------------------


def test_ctrl_c_at_every_prompt_ends_it_with_130_a_word_and_no_file(dataset, tmp_path):
    """At every question, in the list of answers, after a line that is no answer, and where danger now ends it."""
    before = [[""] * number for number in range(len(dataset.questions))]
    before += [["2", "r"], ["2", "r", "x"], ["x"], ["?"], ["1"], ["2", "3", "b"]]
    for first in range(0, len(before), 3):  # a few start at a time
        sittings = [
            (lines, Sitting("--all", "--save", "a.json", "-o", "a.html", cwd=tmp_path))
            for lines in before[first : first + 3]
        ]
        for lines, sitting in sittings:
            sitting.answer(*lines)
            said = sitting.press(CTRL_C)
            assert (said, sitting.end().code) == (STOPPED.removeprefix("\n"), 130), lines
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_other_signals_end_it_in_the_same_way(number, code, tmp_path):
    sitting = Sitting("--save", "a.json", cwd=tmp_path)
    sitting.answer("2")
    sitting.kill(number)
    screen = sitting.end()
    assert (screen.text.endswith(STOPPED), screen.code, left_in(tmp_path)) == (True, code, [])


@pytest.mark.parametrize("lines", [[], ["2", "3", "r"]], ids=["the first question", "the list of answers"])
def test_the_end_of_input_shows_what_is_known_as_q_does(lines, tmp_path):
    ends = []
    for name, keys in (("q.json", "q\r"), ("end.json", CTRL_D)):
        sitting = Sitting("-o", name, cwd=tmp_path)
        sitting.answer(*lines)
        sitting.press(keys)
        screen = sitting.end()
        assert screen.text.endswith(f"Stopped here. This is what we know so far.\nwrote {name}\n")
        ends.append((screen.code, (tmp_path / name).read_text()))
    assert ends[0] == ends[1]


# --- files ------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--save", "-o"])
def test_a_name_that_is_taken_is_refused_before_the_first_question(option, tmp_path):
    (tmp_path / "taken.json").write_text("mine")
    screen = Sitting(option, "taken.json", cwd=tmp_path).end()
    hint = "hint: choose another name, or add --force to replace it\n"
    assert (screen.text, screen.code) == (f"error: taken.json is already there\n\n{hint}", 5)
    assert (tmp_path / "taken.json").read_text() == "mine"


def test_save_says_so_and_keeps_answers_for_their_owner_alone(run, tmp_path):
    sitting = Sitting("--save", "a.json", cwd=tmp_path)
    assert "Your answers are saved in the file you named, and nowhere else." in one_line(sitting.opening())
    sitting.answer("2", "3", "q")
    assert "\nsaved a.json, for your eyes only; it holds the answers and no name\n" in sitting.end().text
    assert stat.S_IMODE((tmp_path / "a.json").stat().st_mode) == 0o600
    assert json.loads((tmp_path / "a.json").read_text())["answers"] == {"danger_now": False, "withdrawal": 3}
    assert left_in(tmp_path) == ["a.json"]
    assert run("match", "--replay", "a.json", cwd=tmp_path).returncode == 10


def test_nothing_is_saved_that_was_not_asked_for(dataset, tmp_path):
    sitting = Sitting(cwd=tmp_path, HOME=str(tmp_path), TMPDIR=str(tmp_path))
    through(sitting, dataset, TYPED)
    assert (sitting.end().code, left_in(tmp_path)) == (0, [])


def test_what_is_kept_is_not_denied_when_the_result_goes_to_a_file(tmp_path):
    sitting = Sitting("-o", "result.json", cwd=tmp_path)
    opening = sitting.opening()
    sitting.answer("2", "3", "q")
    sitting.end()
    assert '"withdrawal": 3' in (tmp_path / "result.json").read_text()
    assert "Nothing you type is saved." not in opening


@pytest.mark.parametrize("given", ["< /dev/null", "<&-", "< answers", "< <(yes 2)"])
def test_without_a_terminal_it_says_how_to_pass_answers_and_takes_none(given, tmp_path):
    (tmp_path / "answers").write_text("2\n" * 30)
    done = shell(f"iopcli match --save a.json {given}", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "error: match asks its questions on a terminal, and there is none\n\n"
        "hint: use --answers FILE (- for standard input) or --set question=value; `iopcli rules` names the questions\n"
    )
    assert left_in(tmp_path) == ["answers"]
