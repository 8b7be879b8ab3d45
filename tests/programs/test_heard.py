"""What is heard by phone: only answers about a program, by what they are about; the newest stand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.program_lists import WORDS, known, row

from iopcli.errors import DatasetError, InputRefused, UsageError
from iopcli.programs.heard import WAITING, askable, assigned, checked, sheet_answers, stale
from iopcli.programs.model import PhoneAnswer
from iopcli.programs.store import HeardAnswer, heard_in, heard_text
from iopcli.results.programs_heard import merged

DAY = date(2026, 11, 20)
CANARY = "qx7canary"


def keep(dataset, *answers: str):
    return checked(dataset, "elm", assigned(answers), DAY)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("waiting_days=5", 5), ("waiting_days=0", 0), ("buprenorphine=yes", True), ("medicaid=no", False),
        ("medicaid=TRUE", True), ("hours_per_week=9.5", 9.5), ("cost_per_week=400", 400),
        ("evening_available=yes", True),
        ("supervision=nursing", "nursing"), ("sliding-fee=y", True), ("Sliding Fee=y", True),
    ],
)  # fmt: skip
def test_an_answer_is_kept_as_what_it_is_about_wants(said, value, dataset):
    (one,), problems = keep(dataset, said)
    assert (one.value, type(one.value), one.day, problems) == (value, type(value), DAY, [])


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (f"caller={CANARY}", "is not something a program can be asked"),
        (f"note={CANARY}", "is not something a program can be asked"),
        (f"{CANARY}=yes", "is not something a program can be asked"),
        (f"buprenorphine={CANARY}", "needs yes or no"),
        ("medicaid=maybe", "needs yes or no"),
        ("waiting_days=-1", "needs a whole number of days from 0 to 730"),
        ("waiting_days=1.5", "needs a whole number of days from 0 to 730"),
        ("waiting_days=5000", "needs a whole number of days from 0 to 730"),
        (f"hours_per_week={CANARY}", "needs a number, in hours a week"),
        ("supervision=lots", "needs one of none, scheduled, on-call, staff, nursing, physician"),
        ("daily_life=it is nice", "is not something a program can be asked"),
    ],
)
def test_nothing_else_can_be_kept_and_it_is_not_repeated(said, message, dataset):
    kept, (problem,) = keep(dataset, said)
    assert (kept, problem.message) == ([], message)
    assert CANARY not in f"{problem.place} {problem.message} {problem.hint}"


@given(word=st.text(max_size=40), value=st.text(max_size=40))
def test_no_free_text_is_ever_kept(word, value, dataset):
    kept, _ = checked(dataset, "elm", [("answer 1", word, value)], DAY)
    for one in kept:
        words = [known.id for row in dataset.attributes.values() for known in row.word]
        assert one.word in askable(dataset)
        assert isinstance(one.value, bool | int | float) or one.value in words


def test_every_problem_is_said_at_once(dataset):
    kept, problems = keep(dataset, "waiting_days=x", "medicaid=yes", "medicaid=no", "nothing=1")
    assert len(problems) == 3
    assert "is answered twice" in [one.message for one in problems]
    assert kept


def test_an_answer_without_a_sign_is_refused():
    with pytest.raises(UsageError) as refused:
        assigned(["waiting_days=5", "yes", "no"])
    assert [(one.place, one.message) for one in refused.value.problems] == [
        ("answer 2", "has no `=`"), ("answer 3", "has no `=`"),
    ]  # fmt: skip


answers = st.lists(
    st.builds(
        HeardAnswer,
        st.just("elm-house-01608-pgqw"),
        st.sampled_from(["medicaid", "spanish", WAITING]),
        st.sampled_from([True, False]),
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    ),
    max_size=8,
    unique_by=lambda one: (one.word, one.day),
)


@given(heard=answers)
def test_the_newest_answer_stands_whatever_order_they_came_in(heard, tmp_path_factory):
    folder = tmp_path_factory.mktemp("heard")
    (folder / "programs").mkdir()
    text = heard_text(merged([], heard))
    assert text == heard_text(merged(heard[:3], reversed(heard)))
    (folder / "programs" / "heard.toml").write_text(text)
    assert sorted(heard_in(folder)) == sorted(heard)
    newest = {one.word: one for one in sorted(heard, key=lambda one: one.day)}
    assert {one.word: one.value for one in known([folder]).unmatched} == {w: one.value for w, one in newest.items()}


def test_by_phone_stands_over_the_list_and_a_no_is_a_no(town):
    folder = town([row(md="1")])
    (folder / "programs" / "heard.toml").write_text(
        '[[call]]\nprogram = "elm-house-01608-pgqw"\nday = 2026-11-20\nmedicaid = false\nspanish = true\n'
        "waiting_days = 5\n"
    )
    (program,) = known([folder]).programs.values()
    assert [program.says(word) for word in ("medicaid", "spanish", "medicare")] == ["no", "yes", "not reported"]
    assert program.known["medicaid"] == "no"
    assert "waiting_days" not in program.known


@pytest.mark.parametrize(("word", "days", "old"), [(WAITING, 14, False), (WAITING, 15, True), ("medicaid", 366, True)])
def test_an_answer_goes_stale_by_its_own_day(word, days, old):
    answer = PhoneAnswer(value=True, heard=date.fromordinal(DAY.toordinal() - days))
    assert stale(word, answer, DAY) is old


def test_a_filled_sheet_is_read_from_csv_and_toml(tmp_path):
    csv_sheet, toml_sheet = tmp_path / "calls.csv", tmp_path / "calls.toml"
    csv_sheet.write_text("program,name,ask,answer,day\nelm,Elm,medicaid,yes,2026-11-19\nelm,Elm,spanish,,\n")
    toml_sheet.write_text('[elm]\nday = 2026-11-19\nmedicaid = "yes"\n')
    (one,), (other,) = sheet_answers(csv_sheet), sheet_answers(toml_sheet)
    assert (
        (one[0], one[1], *one[3:]) == (other[0], other[1], *other[3:]) == ("elm", date(2026, 11, 19), "medicaid", "yes")
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "one,two\n1,2\n", "is not a call sheet"),
        ("a.csv", "program,ask,answer,day\nelm,medicaid,yes,soon\n", "a day was not understood"),
        ("a.toml", "elm = 5\n", "is not a call sheet"),
        ("a.toml", "elm = [", "is not TOML"),
        ("a.toml", '[elm]\nday = "soon"\n', "a day was not understood"),
        ("a.json", "[1]", "is JSON"),
    ],
)
def test_a_sheet_that_is_none_is_refused(name, content, said, tmp_path):
    (tmp_path / name).write_text(content)
    with pytest.raises(InputRefused, match=said):
        sheet_answers(tmp_path / name)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("call = 5", "`call` is not a list of tables"), ("[[call]]\nprogram = 5", "has no program, or no day"),
        ("not toml", "cannot be read"),
    ],
)  # fmt: skip
def test_a_broken_file_of_answers_is_said(content, said, town):
    folder = town([row()])
    (folder / "programs" / "heard.toml").write_text(content)
    with pytest.raises(DatasetError) as refused:
        known([folder])
    assert said in refused.value.problems[0].message
    with pytest.raises(DatasetError):
        heard_in(folder)


def test_every_question_reads_as_one(dataset):
    assert all(word.ask.endswith("?") for word in WORDS.values())
    assert set(askable(dataset)) >= set(WORDS)
