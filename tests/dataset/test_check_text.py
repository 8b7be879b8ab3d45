"""The check reads every text: names that find one option, words that label people, markup, and how hard it reads."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from iopcli.dataset import check as checking
from iopcli.dataset.model import Claim, Expected, Point, Range, Urgent, Vignette

IOP = "data/options/iop.toml"
QUESTION, RULE = "data/questions/withdrawal.toml", "data/rules/home.toml"


def points(*sentences: str) -> tuple[Point, ...]:
    return tuple(Point(says=sentence) for sentence in sentences)


def test_a_name_of_two_options_is_a_problem(dataset, with_option, found):
    php = dataset.options["php"]
    [(place, message)] = found(with_option("php", aliases=(*php.aliases, "Intensive-Outpatient PROGRAM")))
    assert place in (IOP, "data/options/php.toml")
    assert message.startswith("the name `intensive outpatient program` is also one of ")
    assert found(with_option("php", aliases=(*php.aliases, "never heard of"))) == []
    assert found(with_option("php", asam_3=("2.1",))) == []


HARD = (
    "Individualized multidisciplinary rehabilitation necessitates comprehensive psychosocial evaluation, "
    "incorporating neuropsychological considerations alongside pharmacotherapeutic optimization."
)


def test_text_that_is_hard_to_read_is_a_problem(dataset, found):
    topic = replace(dataset.topics["privacy"], title=HARD, point=points(HARD, HARD))
    [(place, message)] = found(replace(dataset, topics={**dataset.topics, "privacy": topic}))
    assert place == "data/topics/privacy.toml"
    assert message.startswith("reads at grade ")
    assert message.endswith(", and 9 is the most")


def test_text_that_is_hard_on_average_is_a_problem(dataset, found, monkeypatch):
    monkeypatch.setattr(checking.readability, "HARDEST_AVERAGE", 0.5)
    [(place, message)] = found(dataset)
    assert place == "data"
    assert message.startswith("reads at grade ")
    assert message.endswith(" on average, and 0 is the most")


def test_text_cut_so_short_that_it_turns_to_fragments_is_a_problem(dataset, found, monkeypatch):
    monkeypatch.setattr(checking.readability, "EASIEST_AVERAGE", 8.0)
    [(place, message)] = found(dataset)
    assert place == "data"
    assert message.endswith(" on average, and 8 is the least")


def test_a_sentence_that_takes_more_than_one_breath_is_a_problem(dataset, found):
    long = f"You can go {'on and ' * 14}on."
    topic = replace(dataset.topics["privacy"], point=(*dataset.topics["privacy"].point, *points(long)))
    [(place, message)] = found(replace(dataset, topics={**dataset.topics, "privacy": topic}))
    assert (place, message) == ("data/topics/privacy.toml", f"has a sentence of 32 words: `{long}`")


def test_a_word_that_this_audience_misreads_is_a_problem(dataset, with_option, found):
    summary = "This is Day Care on most days, and you sleep at home in your own bed."
    [(place, message)] = found(with_option("iop", summary=summary))
    assert (place, message) == (IOP, "says `day care`")


@pytest.mark.parametrize(
    "where",
    [
        "summary",
        "note",
        "claim",
        "point",
        "why",
        "topic",
        "term",
        "help",
        "danger",
        "row",
        "name",
        "label",
        "word",
        "line",
        "question",
        "staff",
        "choice",
        "sign",
        "rule",
        "urgent",
        "advice",
        "clinician",
        "vignette",
        "checklist",
        "tip",
    ],
)
def test_a_word_that_labels_people_is_a_problem_wherever_it_stands(
    where, dataset, with_fact, with_option, with_thing, found
):
    says = "An addict can come."
    d, claim = dataset, Claim(value=Range(min=9), sources=("va-5090",), note=says, confidence="primary")
    term, topic, row = next(iter(d.terms)), "privacy", "sleep"
    choice, *choices = d.questions["withdrawal"].choice
    urgent = Urgent(message=says, lines=("emergency",))
    case = Vignette(id="new", title="T", story=says, answers={}, expect=Expected())
    asked = d.options["iop"].facts["questions_to_ask"].value
    extra = d.checklist.extra[0]
    tip = extra.choice[0]
    words = (replace(d.attributes[row].word[0], says=says), *d.attributes[row].word[1:])
    lines = (replace(d.help.line[0], name=says), *d.help.line[1:])
    made, place = {
        "summary": lambda: (with_option("iop", summary=says), IOP),
        "note": lambda: (with_fact("iop", "sleep", {"note": says}), IOP),
        "claim": lambda: (with_fact("iop", "hours_per_week", {"disputed": (claim,)}), IOP),
        "point": lambda: (with_fact("iop", "suits", {"value": points(says)}), IOP),
        "why": lambda: (
            with_fact("iop", "questions_to_ask", {"value": (replace(asked[0], why=says), *asked[1:])}),
            IOP,
        ),
        "topic": lambda: (with_thing("topics", topic, title=says), "data/topics/privacy.toml"),
        "term": lambda: (with_thing("terms", term, means=says), "data/terms.toml"),
        "help": lambda: (replace(d, help=replace(d.help, statement=says)), "data/help.toml"),
        "danger": lambda: (replace(d, help=replace(d.help, danger=(says,))), "data/help.toml"),
        "name": lambda: (with_option("iop", name=says), IOP),
        "label": lambda: (with_thing("attributes", row, label=says), "data/attributes.toml"),
        "word": lambda: (with_thing("attributes", row, word=words), "data/attributes.toml"),
        "line": lambda: (replace(d, help=replace(d.help, line=lines)), "data/help.toml"),
        "row": lambda: (with_thing("attributes", row, meaning=says), "data/attributes.toml"),
        "question": lambda: (with_thing("questions", "withdrawal", person=says), QUESTION),
        "staff": lambda: (with_thing("questions", "withdrawal", staff=says), QUESTION),
        "choice": lambda: (
            with_thing("questions", "withdrawal", choice=(replace(choice, person=says), *choices)),
            QUESTION,
        ),
        "sign": lambda: (
            with_thing("questions", "withdrawal", choice=(replace(choice, signs=(says,)), *choices)),
            QUESTION,
        ),
        "rule": lambda: (with_thing("rules", "unsafe-home", because=says), RULE),
        "urgent": lambda: (with_thing("rules", "unsafe-home", urgent=urgent), RULE),
        "advice": lambda: (with_thing("rules", "unsafe-home", advice=says), RULE),
        "clinician": lambda: (with_thing("rules", "unsafe-home", clinician=says), RULE),
        "checklist": lambda: (replace(d, checklist=replace(d.checklist, closing=says)), "data/selfcheck.toml"),
        "tip": lambda: (
            replace(d, checklist=replace(d.checklist, extra=(replace(extra, choice=(replace(tip, says=says),)),))),
            "data/selfcheck.toml",
        ),
        "vignette": lambda: (replace(d, vignettes={"new": case}), "vignette/new.toml"),
    }[where]()
    assert (place, "says `addict`") in found(made)


@pytest.mark.parametrize("markup", ["[bold]", "[/]", "[/red]", "[link=http://x.example]", "<b>", "</p>", ":smile:"])
def test_what_looks_like_markup_is_a_problem(markup, with_option, found):
    assert found(with_option("iop", summary=f"Care {markup} here.")) == [
        (IOP, f"has what looks like markup: `{markup}`")
    ]


@pytest.mark.parametrize("text", ["[3 hours]", "It costs 3:1 to 4:1.", "2 < 3 and 4 > 3.", "a :) b"])
def test_what_does_not_look_like_markup_is_none(text, with_option, found):
    assert found(with_option("iop", summary=text)) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("terms.toml", '[[term]]\nid = "new"\nterm = "New"\nmeans = "An addict can come."\n'),
        ("help.toml", 'statement = "An addict can come."\n'),
        ("attributes.toml", '[[attribute]]\nid = "sleep"\nmeaning = "An addict can come."\n'),
        ("options/iop.toml", 'id = "iop"\nsummary = "An addict can come."\n'),
        ("topics/privacy.toml", 'id = "privacy"\ntitle = "An addict can come."\n'),
        ("rules/home.toml", '[[rule]]\nid = "unsafe-home"\nbecause = "An addict can come."\n'),
        ("questions/payer.toml", 'id = "payer"\nwhy = "An addict can come."\n'),
    ],
    ids=["term", "help", "attribute", "option", "topic", "rule", "question"],
)
def test_what_an_overlay_says_is_blamed_on_the_overlay(file, text, laid, found):
    [(place, message)] = found(laid({file: text}))
    assert message == "says `addict`"
    assert f"site/{file}" in place
