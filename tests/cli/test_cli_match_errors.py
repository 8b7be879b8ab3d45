"""Answers that cannot be taken: every message once, whole, with its exit code, and never an answer in it."""

import json
import subprocess

import pytest
from support.command_line import COMMAND, bound_by_permissions, hooked, shell
from support.environment import environment

from iopcli.errors import InputRefused, describe
from iopcli.match.answers import read_answers, read_file
from iopcli.match.record import read_record

ALLOWED = "`iopcli rules --question ID` says what an answer does; leave out what is not known"
RATING = "0 none, 1 mild, 2 moderate, 3 serious, 4 severe"
NEAREST = {
    '{"livingsituation": 2}': ("livingsituation", "is not a question", "did you mean `living_situation`?"),
    '{"payer": "privat"}': ("payer", "is not one of its answers", "did you mean `private`?"),
    '{"substances": ["alcohol", "canabis"]}': ("substances", "is not one of its answers", "did you mean `cannabis`?"),
    '{"withdrawal": 5}': ("withdrawal", "needs a whole number from 0 to 4", RATING),
    '{"withdrawal": -1}': ("withdrawal", "needs a whole number from 0 to 4", RATING),
    '{"withdrawal": "2"}': ("withdrawal", "needs a whole number from 0 to 4", RATING),
    '{"withdrawal": 2.0}': ("withdrawal", "needs a whole number from 0 to 4", RATING),
    '{"withdrawal": true}': ("withdrawal", "needs a whole number from 0 to 4", RATING),
    '{"pregnant": "yes"}': ("pregnant", "needs true or false", ""),
    '{"pregnant": 1}': ("pregnant", "needs true or false", ""),
    '{"hours_available": "ten"}': ("hours_available", "needs a number", "hours a week"),
    '{"hours_available": 169}': ("hours_available", "needs a number from 0 to 168", "hours a week"),
    '{"weekly_budget": -1}': ("weekly_budget", "needs a number from 0 to 100000", "US dollars a week"),
    '{"travel_minutes": 1e999}': ("travel_minutes", "needs a number", "minutes one way"),
    '{"age_group": ["adult"]}': (
        "age_group",
        "needs a word, or an age in years",
        "use one of adult, adolescent, older_adult",
    ),
    '{"substances": "alcohol"}': ("substances", "needs a list of words", 'such as ["alcohol"]'),
    '{"recent_treatment": ["iop", "iop"]}': ("recent_treatment", "names one thing twice", "name each once"),
    "withdrawal = 2026-01-02": ("withdrawal", "needs a whole number from 0 to 4", RATING),
    "[withdrawal]\nlevel = 2": ("withdrawal", "needs a whole number from 0 to 4", RATING),
}


@pytest.fixture
def refusal(dataset, tmp_path):
    """What is said of answers, or of a record, in a file of this name and content; its exit code is 4."""

    def refusal(name, content, *, record=False):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputRefused) as refused:
            read = read_file(tmp_path / name)
            read_record(*read) if record else read_answers(dataset, *read)
        assert refused.value.exit_code == 4
        return describe(refused.value) + "\n"

    return refusal


@pytest.mark.parametrize("text", NEAREST)
def test_an_answer_that_is_none_is_named_with_what_would_be_one(text, refusal):
    question, message, hint = NEAREST[text]
    place = f"case {question}"
    then = f"  {' ' * len(place)}  -> {hint}\n" if hint else ""
    said = f"error: 1 problem in the answers\n\n  {place}  {message}\n{then}\nhint: {ALLOWED}\n"
    assert refusal("case", text.encode()) == said


def test_the_command_says_the_same_and_ends_with_4(refusal, run, tmp_path):
    for name, content in (("answer", b'{"payer": "privat"}'), ("file", b'{"pregnant": tr')):
        said = refusal(name, content)
        done = run("match", "--answers", name, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (4, "", said)


def test_every_problem_of_a_file_is_listed_at_once(run, tmp_path):
    wrong = {"withdrawl": 1, "medical": 7, "hours_available": 500, "pregnant": "maybe", "payer": "cash", "readiness": 1}
    (tmp_path / "case.json").write_text(json.dumps(wrong))
    done = run("match", "--answers", "case.json", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("error: 5 problems in the answers\n")
    for question in wrong:
        assert (f"case.json {question} " in done.stderr) == (question != "readiness")


def test_every_problem_of_set_is_listed_at_once(run):
    words = ("pregnant=perhaps", "withdrawal=9", "hours_available=many", "livingsituation=1", "withdrawal")
    done = run("match", *(word for one in words for word in ("--set", one)))
    said = f"""\
error: 5 answers not understood

  --set pregnant         needs yes or no
  --set withdrawal       needs a whole number from 0 to 4
                         -> {RATING}
  --set hours_available  needs a number
                         -> hours a week
  --set livingsituation  is not a question
                         -> did you mean `living_situation`?
  --set                  has no `=`
                         -> such as --set withdrawal=2

hint: {ALLOWED}
"""
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


SUCH_AS = "such as: withdrawal = 2"
WHOLE = "one object with a key for each question"
FILES = {
    "toml": (b"pregnant = true\nwithdrawal = \n", "is not TOML: line 2", SUCH_AS),
    "words": (b"I drink each day and shake.", "is not TOML: line 1", SUCH_AS),
    "twice in TOML": (b"withdrawal = 2\nwithdrawal = 3\n", "is not TOML: line 2", SUCH_AS),
    "deep TOML": (b"withdrawal = " + b"[" * 50_000, "is nested too deeply", SUCH_AS),
    "JSON": (b'{"pregnant": true,\n "withdrawal": }', "is not JSON: line 2", "is it complete?"),
    "half JSON": (b'{"pregnant": true,\n "withdr', "is not JSON: line 2", "is it complete?"),
    "twice in JSON": (b'{"withdrawal": 2, "withdrawal": 3}', "has a key twice", WHOLE),
    "deep JSON": (b'{"withdrawal": ' + b"[" * 50_000, "is nested too deeply", WHOLE),
    "list": (b'["withdrawal", 2]', "is not a JSON object", 'such as {"withdrawal": 2}'),
    "bytes": (b"withdrawal = 2 # \xff\xfe", "is not UTF-8", "save it as UTF-8"),
    "UTF-16": ("withdrawal = 2".encode("utf-16"), "is not UTF-8", "save it as UTF-8"),
    "large": (b"# " + b"x" * 1024 * 1024, "is larger than 1 MiB", "answers of one person are a few lines"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_holds_no_answers_is_refused_in_words(name, refusal):
    content, what, hint = FILES[name]
    assert refusal(name, content) == f"error: {name} {what}\n\nhint: {hint}\n"


@pytest.mark.parametrize("text", ['{"withdrawal": %s}', "withdrawal = %s\n"], ids=["JSON", "TOML"])
def test_a_number_of_thousands_of_digits_is_refused_in_words(text, run, tmp_path):
    (tmp_path / "case").write_text(text % ("7" * 5000))
    done = run("match", "--answers", "case", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (4, "")
    assert "unexpectedly" not in done.stderr
    assert "777" not in done.stderr


PATHS = {"missing": "No such file or directory", "folder": "Is a directory"}


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("flag", ["--answers", "--replay"])
def test_a_path_that_cannot_be_read_is_named(flag, name, run, tmp_path):
    (tmp_path / "folder").mkdir()
    done = run("match", flag, f"{tmp_path}/{name}")
    said = f"error: {name} cannot be read: {PATHS[name]}\n\nhint: check the path and who may read it\n"
    assert (done.returncode, done.stdout, done.stderr) == (4, "", said)


def test_a_file_that_may_not_be_read_is_named(tmp_path):
    before = bound_by_permissions()
    if before is None:
        pytest.skip("file permissions do not hold for root here, and setpriv cannot make them")
    (tmp_path / "locked.toml").write_text("withdrawal = 2\n")
    (tmp_path / "locked.toml").chmod(0o000)
    command = [*before, *COMMAND, "match", "--answers", "locked.toml"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), cwd=tmp_path, timeout=60)
    said = "error: locked.toml cannot be read: Permission denied\n\nhint: check the path and who may read it\n"
    assert (done.returncode, done.stdout, done.stderr) == (4, "", said)


def test_standard_input_that_is_empty_or_closed_is_refused_in_words():
    empty = shell("iopcli match --answers - </dev/null")
    said = f"error: standard input is empty\n\nhint: {SUCH_AS}\n"
    assert (empty.returncode, empty.stdout, empty.stderr) == (4, "", said)
    closed = shell("iopcli match --answers - <&-")
    assert (closed.returncode, closed.stdout) == (4, "")
    assert "unexpectedly" not in closed.stderr


INTERVIEW = "match asks its questions on a terminal, and there is none"
HOW = "use --answers FILE (- for standard input) or --set question=value; `iopcli rules` names the questions"
TOGETHER = {
    "": (INTERVIEW, HOW),
    "--staff": (INTERVIEW, HOW),
    "--set withdrawal=1 --all": ("--all is for the interview", "leave --answers and --set out"),
    "--replay r.json --answers a.json": ("--replay takes no other answers", "give --replay FILE alone"),
    "--replay r.json --set withdrawal=1": ("--replay takes no other answers", "give --replay FILE alone"),
    "--replay r.json --save s.json": ("--replay takes no other answers", "give --replay FILE alone"),
    "--replay r.json --all": ("--replay takes no other answers", "give --replay FILE alone"),
    "--answers a.json -o x.json --save x.json": (
        "-o and --save name the same file",
        "give the record a name of its own",
    ),
    "--answers a.json -o ./x.json --save x.json": (
        "-o and --save name the same file",
        "give the record a name of its own",
    ),
}


@pytest.mark.parametrize("words", TOGETHER)
def test_words_that_do_not_go_together_are_refused_and_nothing_is_written(words, run, tmp_path):
    (tmp_path / "a.json").write_text('{"withdrawal": 1}')
    (tmp_path / "r.json").write_text("{}")
    done = run("match", *words.split(), cwd=tmp_path)
    summary, hint = TOGETHER[words]
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"error: {summary}\n\nhint: {hint}\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "r.json"]


def test_no_file_of_the_name_that_means_standard_output_is_made(run, tmp_path):
    run("match", "--set", "withdrawal=1", "--save", "-", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


# --- no answer in an error --------------------------------------------------

CANARY = "zq-canary-73911"
VALUES = [CANARY, [CANARY], {CANARY: CANARY}, 7391173911, -7391173911.5, [[CANARY]]]
BROKEN = {
    "broken.toml": f'withdrawal = "{CANARY}\n',
    "bare.toml": f"withdrawal = {CANARY}\n",
    "twice.toml": f'payer = "{CANARY}"\npayer = "{CANARY}"\n',
    "broken.json": f'{{"payer": "{CANARY}", "withdrawal": {CANARY}}}',
    "twice.json": f'{{"payer": "{CANARY}", "payer": "{CANARY}"}}',
    "list.json": f'["{CANARY}"]',
    "bytes.toml": f'payer = "{CANARY}\udcff"\n',
    "record.json": f'{{"schema": "iopcli/record/1", "answers": {{"payer": "{CANARY}"}}}}',
    "large.json": f'{{"payer": "{CANARY * 100_000}"}}',
}


def names_it(done):
    return [text for text in (CANARY, "canary", "73911") if text in done.stdout + done.stderr]


@pytest.mark.parametrize("value", VALUES, ids=json.dumps)
def test_no_error_repeats_an_answer_of_a_file_whatever_it_is_and_whatever_was_asked(value, dataset, refusal):
    said = refusal("case.json", json.dumps(dict.fromkeys(dataset.questions, value)).encode())
    assert "canary" not in said
    assert "73911" not in said
    assert [id_ for id_ in dataset.questions if f"case.json {id_} " not in said] == []


def test_no_refused_answer_is_in_an_error_or_in_the_name_of_a_file(dataset, run, tmp_path):
    (tmp_path / "case.json").write_text(json.dumps(dict.fromkeys(dataset.questions, CANARY)))
    done = run("match", "--answers", "case.json", "--save", "s.json", "-o", "o.html", cwd=tmp_path)
    assert (done.returncode, done.stdout, names_it(done)) == (4, "", [])
    assert [path.name for path in tmp_path.iterdir()] == ["case.json"]


def test_no_error_repeats_an_answer_that_is_set(dataset, run, tmp_path):
    words = [word for id_ in dataset.questions for word in ("--set", f"{id_}={CANARY}")]
    done = run("match", *words, "--set", CANARY, cwd=tmp_path)
    assert (done.returncode, names_it(done)) == (2, [])
    assert done.stderr.startswith(f"error: {len(dataset.questions) + 1} answers not understood\n")


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("record", [False, True], ids=["--answers", "--replay"])
def test_no_error_repeats_what_stands_in_a_broken_file(name, record, refusal):
    said = refusal(name, BROKEN[name].encode(errors="surrogateescape"), record=record)
    assert "canary" not in said
    assert "73911" not in said


BREAKING = """
import iopcli.match.match as match
def broken(dataset, answers, *_, **__): raise RuntimeError(str(answers))
match.match = broken
"""


def test_a_failure_no_one_foresaw_repeats_no_answer(tmp_path):
    done = hooked(BREAKING, tmp_path, "match", "--set", "weekly_budget=73911")
    assert (done.returncode, names_it(done)) == (1, [])
    assert done.stderr.startswith("error: iopcli failed unexpectedly (RuntimeError at ")
