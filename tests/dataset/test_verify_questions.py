"""Questions and vignettes hold together, or every place where they do not is named; an overlay words them anew."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from iopcli.dataset.verify import verify

PLACE = "site/questions/x.toml"
QUESTION = {
    "order": "500",
    "type": '"choice"',
    "part": '"about"',
    "label": '"X"',
    "person": '"Which?"',
    "staff": '"Which one"',
    "why": '"To know."',
    "sources": '["editors"]',
}


def choices(*values: str) -> str:
    each = [f'{{ value = {value}, label = "a", person = "A.", staff = "A" }}' for value in values]
    return f"[{', '.join(each)}]"


def question(id_: str = "x", **keys: str | None) -> dict[str, str]:
    """A file with one question; `None` leaves a key out."""
    filled = {**QUESTION, "choice": choices('"a"', '"b"'), **keys}
    lines = [f"{key} = {value}" for key, value in filled.items() if value is not None]
    return {"questions/x.toml": "\n".join([f'id = "{id_}"', *lines])}


def of_type(type_: str, **keys: str | None) -> dict[str, str]:
    return question(**{"type": f'"{type_}"', "choice": None, **keys})


RATINGS, FLAGS = choices(*"01234"), choices("true", "false")
NOT_WORDS = ("has choices that are not good words", "use small letters, digits, _ and -")
OTHER_RATINGS = ("has other choices than 0, 1, 2, 3, 4", "write them in order")
OTHER_FLAGS = ("has other choices than True, False", "write them in order")
TWICE = ("has a choice twice", "leave one of them")
SPAN = ("a number has a least and a most, other types have not", "")

PROBLEMS = {
    "id": (question("Our question"), "`Our question` is not a good id", "use small letters, digits and hyphens"),
    "unknown source": (question(sources='["editor"]'), "`editor` is not a known source", "did you mean `editors`?"),
    "a rating to five": (of_type("rating", choice=choices(*"012345")), *OTHER_RATINGS),
    "a rating from one": (of_type("rating", choice=choices(*"1234")), *OTHER_RATINGS),
    "a rating the other way": (of_type("rating", choice=choices(*"43210")), *OTHER_RATINGS),
    "a rating in words": (of_type("rating", choice=choices(*(f'"{n}"' for n in range(5)))), *OTHER_RATINGS),
    "a rating without choices": (of_type("rating"), *OTHER_RATINGS),
    "yes without no": (of_type("yesno", choice=choices("true")), *OTHER_FLAGS),
    "yes and no as numbers": (of_type("yesno", choice=choices("1", "0")), *OTHER_FLAGS),
    "a choice of nothing": (question(choice=None), *NOT_WORDS),
    "a choice of numbers": (question(choice=choices("1", "2")), *NOT_WORDS),
    "a choice that is no word": (question(choice=choices('"a"', '"Big B"')), *NOT_WORDS),
    "choices of nothing": (of_type("choices"), *NOT_WORDS),
    "a choice twice": (question(choice=choices('"a"', '"b"', '"a"')), *TWICE),
    "choices of a number": (
        of_type("number", most="9", choice=choices('"a"')),
        "has choices, which number has not",
        "remove them",
    ),
    "choices of options": (
        of_type("options", choice=choices('"iop"')),
        "has choices, which options has not",
        "remove them",
    ),
    "a number without an end": (of_type("number"), *SPAN),
    "a number of one value": (of_type("number", least="3", most="3"), *SPAN),
    "a number the other way": (of_type("number", least="9", most="3"), *SPAN),
    "a choice with an end": (question(most="9"), *SPAN),
    "unknown type": (
        of_type("slider"),
        "type: `slider` is not one of rating, choice, choices, yesno, number, options, attributes",
        "",
    ),
    "unknown part": (question(part='"extras"'), "part: `extras` is not one of safety, needs, about, wishes", ""),
    "no words for the person": (question(person=None), "has no `person`", ""),
    "no words for staff": (question(staff=None), "has no `staff`", ""),
    "no reason": (question(why=None), "has no `why`", ""),
    "a choice without words for staff": (
        question(choice='[{ value = "a", label = "a", person = "A." }]'),
        "has no `choice[0].staff`",
        "",
    ),
    "unknown key": (question(lable='"X"'), "lable is not a known key", "did you mean `label`?"),
}


@pytest.mark.parametrize("what", PROBLEMS)
def test_a_question_that_does_not_hold_together_says_why(what, refused):
    files, *problem = PROBLEMS[what]
    assert refused(files) == [(PLACE, *problem)]


SOUND = [
    question(),
    of_type("choices", choice=choices('"a_b"', '"c-d"')),
    of_type("rating", choice=RATINGS),
    of_type("yesno", choice=FLAGS),
    of_type("number", least="-5", most="5.5", unit='"miles"'),
    of_type("options"),
    of_type("attributes"),
]


@pytest.mark.parametrize("files", SOUND, ids=range(len(SOUND)))
def test_a_question_that_holds_together_is_let_through(files, laid):
    made = laid(files)
    assert verify(made) == []
    assert list(made.questions)[-1] == "x"


# --- another voice ----------------------------------------------------------


def test_an_overlay_words_a_question_anew_and_leaves_the_rest(laid, dataset):
    text = 'id = "withdrawal"\nperson = "¿Qué pasa si deja de usar hoy?"\nwhy = "Para cuidarle."\n'
    changed = laid({"questions/any-name.toml": text})
    said = {"person": "¿Qué pasa si deja de usar hoy?", "why": "Para cuidarle."}
    assert changed.questions["withdrawal"] == replace(dataset.questions["withdrawal"], **said)
    assert list(changed.questions) == list(dataset.questions)
    assert (changed.layers["question/withdrawal/person"], "question/withdrawal" in changed.layers) == ("site", False)


def test_an_overlay_words_the_choices_anew_all_of_them(laid, refused):
    head = 'id = "pregnant"\nchoice = '
    made = laid({"questions/pregnant.toml": head + FLAGS})
    assert [(one.value, one.label) for one in made.questions["pregnant"].choice] == [(True, "a"), (False, "a")]
    assert refused({"questions/pregnant.toml": head + choices("true")}) == [
        ("site/questions/pregnant.toml", *OTHER_FLAGS)
    ]


def test_a_choice_that_a_rule_asks_for_cannot_be_taken_out(refused):
    adults_only = choices('"adult"')
    found = refused({"questions/x.toml": f'id = "age_group"\nchoice = {adults_only}'})
    told = [place for place, message, _ in found if message.startswith("compares with what is no answer")]
    assert "data/rules/people.toml teenager when.age_group" in told
    assert all(place.endswith("age_group") for place in told)


def test_an_overlay_moves_a_question_by_its_order(laid, dataset):
    last = list(dataset.questions)[-1]
    first, *_ = laid({"questions/x.toml": f'id = "{last}"\norder = -1\n'}).questions
    assert first == last


# --- vignettes --------------------------------------------------------------


def vignette(answers: str = "{ medical = 2 }", expect: str = "{}", *more: str) -> dict[str, str]:
    lines = ['id = "x"', 'title = "X"', 'story = "A case."', f"answers = {answers}", f"expect = {expect}", *more]
    return {"vignettes/x.toml": "\n".join(["[[vignette]]", *lines])}


CASE = "site/vignettes/x.toml x"
UNSAFE = ("`unsafe-hom` is not a known rule", "did you mean `unsafe-home`?")
OTPP = ("`otpp` is not a known option", "did you mean `otp`?")
SCALE = "0 none, 1 mild, 2 moderate, 3 serious, 4 severe"

CASES = {
    "unknown question": (
        vignette("{ paier = 2 }"),
        f"{CASE} answers",
        "`paier` is not a known question",
        "did you mean `payer`?",
    ),
    "no answer": (vignette("{ medical = 5 }"), f"{CASE} answers.medical", "needs a whole number from 0 to 4", SCALE),
    **{
        f"rule in {key}": (vignette(expect=f'{{ {key} = ["unsafe-hom"] }}'), f"{CASE} expect", *UNSAFE)
        for key in ("urgent", "clinician", "fires", "silent")
    },
    **{
        f"option in {key}": (vignette(expect=f'{{ {key} = ["otpp"] }}'), f"{CASE} expect", *OTPP)
        for key in ("at_least", "at_most", "alongside")
    },
    "option in misses": (vignette(expect='{ misses.otpp = ["sleep"] }'), f"{CASE} expect", *OTPP),
    "attribute in misses": (
        vignette(expect='{ misses.otp = ["slep"] }'),
        f"{CASE} expect",
        "`slep` is not a known attribute",
        "did you mean `sleep`?",
    ),
    "question in conflicts": (
        vignette(expect='{ conflicts = ["paier"] }'),
        f"{CASE} expect",
        "`paier` is not a known question",
        "did you mean `payer`?",
    ),
    "unknown key": (
        vignette(expect='{ atleast = ["iop"] }'),
        CASE,
        "expect.atleast is not a known key",
        "did you mean `at_least`?",
    ),
    "a word for a list": (
        vignette(expect='{ at_least = "iop" }'),
        CASE,
        "expect.at_least: needs a list and has text",
        "",
    ),
    "answers that are a list": (vignette("[2]"), CASE, "answers: needs a table and has a list", ""),
    "unknown key beside": (vignette("{}", "{}", 'note = "N."'), CASE, "note is not a known key", ""),
}


@pytest.mark.parametrize("what", CASES)
def test_a_vignette_that_does_not_hold_together_says_why(what, refused):
    files, *problem = CASES[what]
    assert refused(files) == [tuple(problem)]


def test_a_vignette_that_holds_together_is_let_through(laid):
    expect = (
        '{ at_least = ["iop"], at_most = [], settled = true, urgent = [], clinician = [], conflicts = ["payer"], '
        'alongside = ["otp"], fires = ["unsafe-home"], silent = [], misses = { otp = ["sleep"] } }'
    )
    made = laid(vignette("{ medical = 2, substances = [] }", expect))
    assert verify(made) == []
    assert list(made.vignettes)[-1] == "x"
