"""An answer of each type is taken as the rules read it, or refused in words that never repeat it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iopcli.dataset.answers import NotAnAnswer, from_text, possible, typed
from iopcli.dataset.load import load
from iopcli.dataset.model import Question

DATASET = load()
QUESTIONS = list(DATASET.questions.values())
LISTS = [question for question in QUESTIONS if question.type in ("choices", "options", "attributes")]
CANARY = "qx7canary"
NUMBER = 83716294
"""No message or hint has either of them in it by chance."""

SCALE = "0 none, 1 mild, 2 moderate, 3 serious, 4 severe"
RATING = ("needs a whole number from 0 to 4", SCALE)
YES_NO = ("needs true or false", "")
HOURS, HOURS_RANGE = ("needs a number", "hours a week"), ("needs a number from 0 to 168", "hours a week")
PAYERS = "use one of private, medicare, medicaid, va, uninsured, tricare"
SUBSTANCES = "use one of alcohol, opioids, benzodiazepines, stimulants, cannabis, other, other_sedatives"
LIST = ("needs a list of words", 'such as ["alcohol"]')
NOT_ONE, TWICE = "is not one of its answers", ("names one thing twice", "name each once")


def one_of(id_: str) -> str:
    return f"use one of {', '.join(DATASET.questions[id_].titles)}"


def put(id_: str, value: Any) -> Any:
    return typed(DATASET.questions[id_], value)


def read(id_: str, text: str) -> Any:
    return from_text(DATASET.questions[id_], text)


@pytest.mark.parametrize(
    ("id_", "value", "answer"),
    [
        ("withdrawal", 0, 0),
        ("withdrawal", 4, 4),
        ("pregnant", True, True),
        ("danger_now", False, False),
        ("hours_available", 0, 0.0),
        ("hours_available", 168, 168.0),
        ("hours_available", 7.5, 7.5),
        ("payer", "private", "private"),
        ("payer", " VA ", "va"),
        ("withdrawal_history", "Seizure or delirium", "seizure_or_delirium"),
        ("substances", [], ()),
        ("substances", ["opioids", "Alcohol"], ("alcohol", "opioids")),
        ("substances", ("other",), ("other",)),
        ("recent_treatment", ["PHP", "2.1", "level 3.7"], ("iop", "php", "residential-medical")),
        ("priorities", ["cost_per_week", "Total cost"], ("cost_per_week", "cost_per_episode")),
        ("substances", ["beer", "Pain pills"], ("alcohol", "opioids")),
        ("payer", "private insurance", "private"),
    ],
)
def test_an_answer_is_taken_as_the_rules_read_it(id_, value, answer):
    made = put(id_, value)
    assert (made, type(made)) == (answer, type(answer))


@pytest.mark.parametrize(
    ("id_", "text", "answer"),
    [
        ("withdrawal", " 3 ", 3),
        ("withdrawal", "Serious", 3),
        ("pregnant", "Yes", True),
        ("pregnant", "FALSE", False),
        ("pregnant", "n", False),
        ("pregnant", "1", True),
        ("hours_available", "7.5", 7.5),
        ("payer", "Medicaid ", "medicaid"),
        ("payer", "none", "uninsured"),
        ("withdrawal_history", "none", "none"),
        ("substances", "alcohol", ("alcohol",)),
        ("substances", " opioids ; Alcohol;", ("alcohol", "opioids")),
        ("substances", "beer, heroin", ("alcohol", "opioids")),
        ("recent_treatment", "day treatment;2.1", ("iop", "php")),
        *((question.id, text, ()) for question in LISTS for text in ("none", " None. ")),
    ],
)
def test_text_is_taken_as_the_same_answer(id_, text, answer):
    made = read(id_, text)
    assert (made, type(made)) == (answer, type(answer))


@pytest.mark.parametrize(
    ("id_", "values", "said"),
    [
        ("withdrawal", (-1, 5, 2.0, "2", True, None, [2], {"is": 2}, 10**30), RATING),
        ("pregnant", (1, 0, "yes", None, [True]), YES_NO),
        ("hours_available", ("6", True, None, [6], float("nan"), float("inf"), float("-inf")), HOURS),
        ("hours_available", (-0.5, 168.5, 1e300), HOURS_RANGE),
        ("payer", (3, True, None, ["private"]), ("needs a word", PAYERS)),
        ("payer", ("", "?", CANARY, "the VA and Medicare"), (NOT_ONE, PAYERS)),
        ("payer", ("medicaide",), (NOT_ONE, "did you mean `medicaid` or `medicare`?")),
        ("substances", ("alcohol", 3, None, {"alcohol": True}, [1], ["alcohol", None], [["alcohol"]]), LIST),
        ("substances", (["alcohol", "alcohl"],), (NOT_ONE, "did you mean `alcohol`?")),
        ("substances", ([CANARY], [""]), (NOT_ONE, SUBSTANCES)),
        ("recent_treatment", (["iop", "IOP"], ["php", "2.5"]), TWICE),
        ("recent_treatment", ([CANARY],), (NOT_ONE, one_of("recent_treatment"))),
        (
            "recent_treatment",
            (["halfway huose"],),
            (NOT_ONE, "did you mean `halfway house` or `halfway` or `safe house`?"),
        ),
        (
            "priorities",
            (["cost_per_weak"],),
            (NOT_ONE, "did you mean `cost per week` or `hours per week` or `cost per episode`?"),
        ),
        ("priorities", ([CANARY],), (NOT_ONE, one_of("priorities"))),
    ],
)
def test_what_is_no_answer_is_refused_with_what_is_wanted(id_, values, said):
    for value in values:
        with pytest.raises(NotAnAnswer) as refused:
            put(id_, value)
        assert (refused.value.message, refused.value.hint) == said, value


@pytest.mark.parametrize(
    ("id_", "texts", "said"),
    [
        ("withdrawal", ("5", "two", "2.5", "", "2 or 3", "0" * 50 + "9", "9" * 5000), RATING),
        ("pregnant", ("maybe", "", "2", "yes and no"), ("needs yes or no", "")),
        ("hours_available", ("six", "", "6 hours", "6,5", "nan", "inf", "1e999"), HOURS),
        ("hours_available", ("-1", "169"), HOURS_RANGE),
        ("payer", ("", "??", CANARY), (NOT_ONE, PAYERS)),
        ("recent_treatment", ("iop;IOP",), TWICE),
        ("substances", ("none;alcohol", f"alcohol;{CANARY}"), (NOT_ONE, SUBSTANCES)),
    ],
)
def test_text_that_is_no_answer_is_refused_with_what_is_wanted(id_, texts, said):
    for text in texts:
        with pytest.raises(NotAnAnswer) as refused:
            read(id_, text)
        assert (refused.value.message, refused.value.hint) == said, text


@pytest.mark.parametrize("text", ["-1", "- 3", "~2"])
def test_a_sign_before_a_rating_is_not_overlooked(text):
    with pytest.raises(NotAnAnswer) as refused:
        read("withdrawal", text)
    assert (refused.value.message, refused.value.hint) == RATING


@pytest.mark.parametrize("question", [one for one in LISTS if one.type != "choices"], ids=lambda one: one.id)
def test_one_word_for_a_list_is_shown_how_to_write_one(question):
    with pytest.raises(NotAnAnswer) as refused:
        typed(question, "iop")
    assert refused.value.message == LIST[0]
    (example_,) = json.loads(refused.value.hint.removeprefix("such as "))
    assert typed(question, [example_]) == (example_,)


def test_a_number_too_large_for_any_sum_is_refused_as_out_of_range():
    with pytest.raises(NotAnAnswer):
        put("hours_available", 10**400)


@pytest.mark.parametrize("text", ["", ";"])
def test_no_text_is_not_the_answer_none(text):
    with pytest.raises(NotAnAnswer):
        read("substances", text)


# --- laws -------------------------------------------------------------------

NAMES = [name for option in DATASET.options.values() for name in (option.id, option.name, *option.aliases)]
KNOWN = [*NAMES, *DATASET.attributes, *(str(one.value) for question in QUESTIONS for one in question.choice)]
a_question = st.sampled_from(QUESTIONS)
strings = st.one_of(
    st.sampled_from(KNOWN),
    st.tuples(st.sampled_from(["", *KNOWN]), st.just(CANARY)).map(" ".join),
    st.text(max_size=8).map(lambda text: f"{CANARY}{text}"),
    st.just(f"\ud800{CANARY}"),
)
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 200), st.just(NUMBER), st.just(NUMBER / 7), st.floats(), strings
)
json_values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(strings, inner, max_size=3), max_leaves=6
)


def is_an_answer(question: Question, answer: Any) -> bool:
    """Whether it is one, straight from the question."""
    choices = [choice.value for choice in question.choice]
    words = {"options": list(DATASET.options), "attributes": list(DATASET.attributes)}.get(question.type, choices)
    match question.type:
        case "rating":
            return type(answer) is int and 0 <= answer <= 4
        case "yesno":
            return type(answer) is bool
        case "number":
            return type(answer) is float and question.least <= answer <= question.most
        case "choice":
            return answer in choices
        case _:
            return type(answer) is tuple and set(answer) <= set(words) and len(set(answer)) == len(answer)


def says_nothing_of_it(refused: NotAnAnswer) -> bool:
    said = f"{refused.message} {refused.hint} {refused}"
    return CANARY not in said and str(NUMBER) not in said and str(NUMBER / 7) not in said


@given(a_question, json_values)
@example(DATASET.questions["payer"], CANARY)
@example(DATASET.questions["hours_available"], NUMBER)
def test_any_value_is_an_answer_or_refused_without_being_repeated(question: Question, value: Any):
    try:
        answer = typed(question, value)
    except NotAnAnswer as refused:
        assert says_nothing_of_it(refused)
    else:
        assert is_an_answer(question, answer)
        assert typed(question, answer) == answer


@given(a_question, st.one_of(strings, st.lists(strings, max_size=4).map(";".join), st.floats().map(str)))
def test_any_text_is_an_answer_or_refused_without_being_repeated(question: Question, text: str):
    try:
        answer = from_text(question, text)
    except NotAnAnswer as refused:
        assert says_nothing_of_it(refused)
    else:
        assert is_an_answer(question, answer)


@pytest.mark.parametrize(
    "text", ["1e1", "1_0", "1,5", "0x1", "inf", "nan", "+5", "٣", "３", "½", "1 0", "5.", ".5", "--1", ""]
)
def test_a_number_is_written_in_plain_digits(text: str):
    with pytest.raises(NotAnAnswer, match="needs a number"):
        from_text(DATASET.questions["hours_available"], text)


def answers(question: Question) -> st.SearchStrategy[Any]:
    """Any answer to a question, as it stands in JSON."""
    ids = {"options": list(DATASET.options), "attributes": list(DATASET.attributes)}.get(
        question.type, [choice.value for choice in question.choice]
    )
    if question.type == "number":
        numbers = st.floats(question.least, question.most).map(lambda number: round(number, 4))
        return numbers.filter(lambda number: "e" not in str(number)) | st.integers(
            int(question.least), int(question.most)
        )
    return st.lists(st.sampled_from(ids), unique=True) if question in LISTS else st.sampled_from(ids)


@given(a_question.flatmap(lambda question: st.tuples(st.just(question), answers(question))))
def test_an_answer_is_itself_in_json_and_the_same_in_text(drawn: tuple[Question, Any]):
    question, value = drawn
    answer = typed(question, value)
    if question in LISTS:
        assert sorted(answer) == sorted(value)
        assert question.type != "attributes" or list(answer) == value  # their order is what they say
    else:
        assert answer == value
    assert typed(question, json.loads(json.dumps(answer))) == answer
    text = ";".join(value) or "none" if isinstance(value, list) else str(value)
    assert from_text(question, text) == answer


# --- what an answer can be --------------------------------------------------


def test_the_answers_worth_thinking_through():
    substances = ("alcohol", "opioids", "benzodiazepines", "stimulants", "cannabis", "other", "other_sedatives")
    options = tuple(DATASET.options)
    expected = {
        "withdrawal": [0, 1, 2, 3, 4],
        "pregnant": [True, False],
        "age_group": ["adult", "adolescent", "older_adult"],
        "substances": [(), *((one,) for one in substances), substances],
        "recent_treatment": [(), *((one,) for one in options), options],
        "hours_available": [],
        "priorities": [],
    }
    for id_, values in expected.items():
        assert possible(DATASET.questions[id_]) == values


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_every_answer_worth_thinking_through_is_one(question):
    for answer in possible(question):
        assert is_an_answer(question, answer)
        assert typed(question, answer) == answer


@pytest.mark.parametrize(("typed", "word"), [("vodka", "alcohol"), ("opiods", "opioids")])
def test_a_drink_or_a_common_misspelling_is_read_as_its_kind(typed: str, word: str):
    assert from_text(DATASET.questions["substances"], typed) == (word,)


def test_an_amount_in_words_is_told_what_common_bottles_hold():
    with pytest.raises(NotAnAnswer) as refused:
        from_text(DATASET.questions["drinks_a_day"], "a pint of vodka")
    assert "pint bottle of vodka (375 mL) is about 8.5 drinks" in refused.value.hint
    assert "a pint" not in refused.value.message
