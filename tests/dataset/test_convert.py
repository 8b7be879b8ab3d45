"""Every reason a table is not what it should be, at once, in the file where it was written, with the nearest key."""

from __future__ import annotations

import pytest

EVENING = "options/evening.toml"
PLACE = f"site/{EVENING}"
LOCAL = 'id = "evening"\nlike = "iop"\nname = "Evening care"\norder = 61\nsummary = "Care in the evening."\n'
HOURS = "\n[facts.hours_per_week]\n"
SOURCED = 'sources = ["editors"]\nconfidence = "judgement"\n'

REASONS = {
    "unknown key": ('shortname = "E"', "", "shortname is not a known key", "did you mean `short_name` or `name`?"),
    "unknown key, nothing near": ("zzzz = 1", "", "zzzz is not a known key", ""),
    "number for text": ("short_name = 3", "", "short_name: needs text and has a whole number", ""),
    "text for a list": ('aliases = "x"', "", "aliases: needs a list and has text", ""),
    "number in a list": ('aliases = ["x", 3]', "", "aliases: needs text and has a whole number", ""),
    "unknown kind": (
        'kind = "hotel"',
        "",
        "kind: `hotel` is not one of setting, withdrawal, medication, housing, support, baseline",
        "",
    ),
    "text for a date": ('as_of = "soon"', "", "as_of: needs a date such as 2026-11-22", ""),
    "time for a date": (
        "as_of = 2026-11-22T10:00:00",
        "",
        "as_of: needs a date such as 2026-11-22 and has a date with a time",
        "",
    ),
    "text for a number": (HOURS, 'min = "9"', "min: needs a number and has text", ""),
    "unknown key of a fact": (HOURS, 'sourcs = ["x"]', "sourcs is not a known key", "did you mean `sources`?"),
    "unknown key of a value": (HOURS, "mix = 9", "mix is not a known key", "did you mean `min` or `max`?"),
    "unknown confidence": (
        HOURS,
        'confidence = "sure"',
        "confidence: `sure` is not one of primary, secondary, weak, derived, judgement",
        "",
    ),
    "claim without a value": (
        HOURS,
        'disputed = [{ sources = ["editors"], confidence = "weak" }]',
        "has no `disputed[0].value`",
        "",
    ),
    "claim without sources": (HOURS, "also = [{ value = { min = 1 } }]", "has no `also[0].sources`", ""),
    "unknown key deep inside": (
        HOURS,
        'also = [{ value = { min = 1, mx = 2 }, sources = ["editors"], confidence = "weak" }]',
        "also[0].value.mx is not a known key",
        "did you mean `max`?",
    ),
    "money without a year": ("\n[facts.cost_per_week]\n", 'min = 9\nbasis = "cash"', "has no `year`", ""),
    "flag that is no flag": (
        "\n[facts.keeps_job]\n",
        'value = "maybe"',
        "value: `maybe` is not one of yes, no, varies",
        "",
    ),
    "point without a sentence": ("\n[facts.suits]\n", 'value = [{ label = "day" }]', "has no `value[0].says`", ""),
}


@pytest.mark.parametrize("what", REASONS)
def test_what_is_wrong_is_said_with_the_nearest_known_key(what, refused):
    head, body, message, hint = REASONS[what]
    place = f"{PLACE} {head.strip().strip('[]')}" if head.startswith("\n") else PLACE
    sourced = head.startswith("\n") and "sources =" not in body and "confidence" not in body
    text = f"{LOCAL}{head}{body}\n{SOURCED if sourced else ''}"
    assert (place, message, hint) in refused({EVENING: text})


def test_every_reason_is_listed_not_the_first(refused):
    text = f"{LOCAL}zzzz = 1\nyyyy = 2\nabbreviation = 3\n{HOURS}min = true\nmax = 'x'\n{SOURCED}[facts.slep]\n"
    found = refused({EVENING: text})
    assert sorted(found) == [
        (PLACE, "abbreviation: needs text and has a whole number", ""),
        (PLACE, "yyyy is not a known key", ""),
        (PLACE, "zzzz is not a known key", ""),
        (f"{PLACE} facts.hours_per_week", "max: needs a number and has text", ""),
        (f"{PLACE} facts.hours_per_week", "min: needs a number and has true or false", ""),
        (f"{PLACE} facts.slep", "`slep` is not an attribute", "did you mean `sleep`?"),
    ]


def test_a_broken_fact_that_others_inherit_is_named_once(refused):
    night = LOCAL.replace("evening", "night").replace("iop", "evening")
    broken = f"{LOCAL}{HOURS}min = true\n{SOURCED}"
    assert [place for place, _, _ in refused({EVENING: broken, "options/night.toml": night})] == [
        f"{PLACE} facts.hours_per_week"
    ]


def test_every_key_that_is_missing_is_listed(refused):
    messages = {message for _, message, _ in refused({EVENING: 'id = "evening"\n'})}
    assert messages == {f"has no `{key}`" for key in ("name", "kind", "order", "as_of", "summary")}


def test_a_key_of_the_wrong_type_is_not_also_said_to_be_missing(refused):
    text = LOCAL.replace('"Evening care"', "3")
    assert refused({EVENING: text}) == [(PLACE, "name: needs text and has a whole number", "")]


@pytest.mark.parametrize("key", ["a.b", "a[0]", "a[b]", "a`b", "", " ", "a - at `$.b`", "\u00e9", "'"])
def test_a_key_with_signs_in_it_is_a_problem_like_any_other(key, refused):
    text = f'{LOCAL}"{key}" = 1\n{HOURS}min = 1\n"{key}" = 1\n{SOURCED}'
    assert {place for place, _, _ in refused({EVENING: text})} == {PLACE, f"{PLACE} facts.hours_per_week"}


@pytest.mark.parametrize("parts", [100, 400, 900])
def test_a_key_of_many_parts_is_a_problem_like_any_other(parts, refused):
    assert len(refused({EVENING: f"{LOCAL}{'.'.join('a' * parts)} = 1\n"})) == 1


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("options/iop.toml", 'id = "iop"\nnam = "x"\n', "site/options/iop.toml"),
        ("options/iop.toml", 'id = "iop"\nname = 3\n', "site/options/iop.toml"),
        ("options/iop.toml", f'id = "iop"\n{HOURS}min = "x"\n', "site/options/iop.toml facts.hours_per_week"),
        ("topics/privacy.toml", 'id = "privacy"\ntitel = "x"\n', "site/topics/privacy.toml"),
        ("terms.toml", '[[term]]\nid = "iop"\nmean = "x"\n', "site/terms.toml iop"),
        ("sources.toml", "[editors]\nyer = 3\n", "site/sources.toml editors"),
        ("attributes.toml", '[[attribute]]\nid = "sleep"\nlable = "x"\n', "site/attributes.toml sleep"),
        ("help.toml", 'statment = "x"\n', "site/help.toml"),
        ("dataset.toml", 'versoin = "x"\n', "site/dataset.toml"),
        ("questions/any.toml", 'id = "withdrawal"\nperso = "x"\n', "site/questions/any.toml"),
        ("rules/any.toml", '[[rule]]\nid = "unsafe-home"\nbecuse = "x"\n', "site/rules/any.toml unsafe-home"),
    ],
    ids=[
        "option",
        "option's name",
        "fact",
        "topic",
        "term",
        "source",
        "attribute",
        "help",
        "dataset",
        "question",
        "rule",
    ],
)
def test_a_wrong_key_laid_over_the_dataset_is_blamed_on_the_overlay(file, text, place, refused):
    assert refused({file: text})[0][0] == place


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("options/iop.toml", 'id = "iop"\nkind = "hotel"\n'),
        ("attributes.toml", '[[attribute]]\nid = "sleep"\ngrupo = "x"\n'),
        ("sources.toml", '[editors]\nkind = "rumour"\n'),
        ("help.toml", '[[line]]\nid = "emergency"\nnumber = 911\n'),
        (EVENING, LOCAL.replace('"iop"', '"ipo"')),
        ("questions/any.toml", 'id = "withdrawal"\ntype = "slider"\n'),
        ("rules/any.toml", '[[rule]]\nid = "unsafe-home"\nadvice = 3\n'),
    ],
    ids=["an option", "an attribute", "a source", "a help line", "a like", "a question", "a rule"],
)
def test_one_mistake_is_one_problem_not_one_for_each_thing_that_leans_on_it(file, text, refused):
    assert len(refused({file: text})) == 1


def test_problems_come_in_the_order_they_were_written(refused):
    keys = ("qqa", "qqz", "qqm", "qqb", "qqy", "qqc", "qqx", "qqd")
    found = refused({EVENING: LOCAL + "".join(f"{key} = 1\n" for key in keys)})
    assert [message for _, message, _ in found] == [f"{key} is not a known key" for key in keys]


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
def test_an_order_that_cannot_be_ordered_is_a_problem(number, refused):
    assert len(refused({EVENING: LOCAL.replace("61", number)})) == 1


@pytest.mark.parametrize("number", ["9" * 400, f"0x{'f' * 5000}", "1e999", "-1e999", "nan"])
def test_a_number_that_cannot_be_is_a_problem(number, refused):
    found = refused({EVENING: f"{LOCAL}{HOURS}min = {number}\n{SOURCED}"})
    assert [place for place, _, _ in found] == [f"{PLACE} facts.hours_per_week"]


@pytest.mark.parametrize(
    "line",
    [
        f'kind = "{"a" * 50_000}"',
        f"{'a' * 50_000} = 1",
        f'"{"a" * 50_000}" = 1',
        f'like = "{"a" * 50_000}"',
        f"[facts.{'a' * 50_000}]",
        f'[facts.sleep]\nvalue = ["{"a" * 50_000}"]',
        f'[facts.sleep]\nvalue = ["home"]\nsources = ["{"a" * 50_000}"]',
    ],
    ids=["value", "key", "quoted key", "like", "attribute", "word", "source"],
)
def test_a_long_word_does_not_make_a_long_message(line, refused):
    key = line.split(" ")[0]
    lines = [kept for kept in LOCAL.splitlines() if kept.split(" ")[0] != key]
    for problem in refused({EVENING: "\n".join([*lines, line])}):
        assert len(" ".join(problem)) <= 2000


def test_a_text_may_be_written_as_plain_sentences(laid):
    text = (
        f'{LOCAL}\n[facts.suits]\nvalue = ["You work by day.", {{ says = "You sleep at home." }}]\n{SOURCED}'
        'disputed = [{ value = ["No."], sources = ["editors"], confidence = "weak" }]\n'
    )
    fact = laid({EVENING: text}).options["evening"].facts["suits"]
    assert [point.says for point in fact.value] == ["You work by day.", "You sleep at home."]
    assert fact.disputed[0].value[0].says == "No."
