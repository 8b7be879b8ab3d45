"""The words, references and ranges of facts hold together, or every place where they do not is named."""

from __future__ import annotations

import pytest

from iopcli.dataset.verify import verify

EVENING = "options/evening.toml"
LOCAL = 'id = "evening"\nlike = "iop"\nname = "Evening care"\norder = 61\nsummary = "Care in the evening."\n'


def fact(attribute: str, *lines: str, sources: str = '"editors"') -> dict[str, str]:
    body = "\n".join(lines) + (f"\nsources = [{sources}]\n" if sources else "\n") + 'confidence = "judgement"\n'
    return {EVENING: f"{LOCAL}\n[facts.{attribute}]\n{body}"}


def claim(key: str, value: str, sources: str = '"editors"') -> str:
    return f'{key} = [{{ value = {value}, sources = [{sources}], confidence = "weak" }}]'


AT = f"site/{EVENING} facts."
EDITOR = ("`editor` is not a known source", "did you mean `editors`?")
YEAR = ("has a year that is not possible", "")
VALUELESS = "give one, or say not_known = true, or applies = false with a note"
NUMBERS = ("has a number that is not possible", "numbers are zero or more, and below ten million")
ORDERED = ("is not in order", "min is at most typical, and typical at most max")
CASH = 'basis = "cash"'

PROBLEMS = {
    "no value": (fact("hours_per_week"), "hours_per_week", "has no value", VALUELESS),
    "no value, with a note": (fact("sleep", 'note = "Ask."'), "sleep", "has no value", VALUELESS),
    "no source": (
        fact("hours_per_week", "min = 1", sources=""),
        "hours_per_week",
        "has no source",
        'add sources = ["…"]',
    ),
    "no confidence": (
        {EVENING: f'{LOCAL}\n[facts.hours_per_week]\nmin = 1\nsources = ["editors"]\n'},
        "hours_per_week",
        "does not say how sure it is",
        'add confidence = "…": primary, secondary, weak, derived, judgement',
    ),
    "an empty text": (fact("suits", "value = []"), "suits", "has an empty value", "give one, or say not_known = true"),
    "value and not known": (
        fact("hours_per_week", "min = 1", "not_known = true"),
        "hours_per_week",
        "has a value and says there is none",
        "keep one of the two",
    ),
    "value and does not apply": (
        fact("hours_per_week", "min = 1", "applies = false", 'note = "No."'),
        "hours_per_week",
        "has a value and says there is none",
        "keep one of the two",
    ),
    "does not apply, no reason": (
        fact("hours_per_week", "applies = false"),
        "hours_per_week",
        "does not say why it does not apply",
        "add a note",
    ),
    "claim without a source": (
        fact("hours_per_week", "min = 1", "disputed = [{ value = { min = 2 }, sources = [], confidence = 'weak' }]"),
        "hours_per_week",
        "another claim has no source",
        'add sources = ["…"]',
    ),
    "unknown source": (fact("hours_per_week", "min = 1", sources='"editor"'), "hours_per_week", *EDITOR),
    "unknown source of a claim": (
        fact("hours_per_week", "min = 1", claim("also", "{ min = 2 }", '"editor"')),
        "hours_per_week",
        *EDITOR,
    ),
    "unknown source of a point": (fact("suits", 'value = [{ says = "You.", sources = ["editor"] }]'), "suits", *EDITOR),
    "unknown word of a scale": (
        fact("supervision", 'value = "nursin"'),
        "supervision",
        "`nursin` is not a known word",
        "did you mean `nursing`?",
    ),
    "unknown word of a set": (
        fact("sleep", 'value = ["home", "hospitl"]'),
        "sleep",
        "`hospitl` is not a known word",
        "did you mean `hospital`?",
    ),
    "unknown word of a claim": (
        fact("sleep", 'value = ["home"]', claim("disputed", '["hospitl"]')),
        "sleep",
        "`hospitl` is not a known word",
        "did you mean `hospital`?",
    ),
    "unknown option": (
        fact("step_up", 'value = ["residentail"]'),
        "step_up",
        "`residentail` is not a known option",
        "did you mean `residential` or `residential-low` or `residential-medical`?",
    ),
    "min above max": (fact("hours_per_week", "min = 9", "max = 8"), "hours_per_week", *ORDERED),
    "typical above max": (fact("hours_per_week", "typical = 9", "max = 8"), "hours_per_week", *ORDERED),
    "min above typical": (fact("hours_per_week", "min = 9", "typical = 8"), "hours_per_week", *ORDERED),
    "a claim out of order": (
        fact("hours_per_week", "min = 1", claim("also", "{ min = 9, max = 8 }")),
        "hours_per_week",
        *ORDERED,
    ),
    "below zero": (fact("hours_per_week", "min = -1"), "hours_per_week", *NUMBERS),
    "ten million": (fact("hours_per_week", "max = 10000000"), "hours_per_week", *NUMBERS),
    "endless": (fact("hours_per_week", "max = inf"), "hours_per_week", *NUMBERS),
    "no number at all": (fact("hours_per_week", "max = nan"), "hours_per_week", *NUMBERS),
    "only a basis": (
        fact("cost_per_week", CASH, "year = 2026"),
        "cost_per_week",
        "has no number",
        "give min, max or typical",
    ),
    "long ago": (fact("cost_per_week", "min = 1", CASH, "year = 1949"), "cost_per_week", *YEAR),
    "far ahead": (fact("cost_per_week", "min = 1", CASH, "year = 2101"), "cost_per_week", *YEAR),
    "missing labels": (
        fact("daily_life", 'value = [{ label = "day", says = "A." }, { label = "mind", says = "B." }]'),
        "daily_life",
        "has no point labelled body, people",
        "",
    ),
}


@pytest.mark.parametrize("what", PROBLEMS)
def test_a_fact_that_does_not_hold_together_says_why(what, refused):
    files, id_, message, hint = PROBLEMS[what]
    assert refused(files) == [(f"{AT}{id_}", message, hint)]


def test_a_label_that_is_not_known_is_named_with_the_nearest(refused):
    points = ", ".join(f'{{ label = "{label}", says = "A." }}' for label in ("day", "body", "mind", "people", "peple"))
    assert refused(fact("daily_life", f"value = [{points}]")) == [
        (f"{AT}daily_life", "`peple` is not a known label", "did you mean `people`?")
    ]


def test_every_place_is_named_at_once(refused):
    text = LOCAL.replace('"evening"', '"Evening care"')
    text += '[facts.hours_per_week]\nmin = 9\nmax = -8\nsources = ["editor"]\nconfidence = "weak"\n'
    text += '[facts.sleep]\nvalue = ["hom"]\n'
    assert sorted(message for _, message, _ in refused({EVENING: text})) == [
        "`Evening care` is not a good id",
        "`editor` is not a known source",
        "`hom` is not a known word",
        "does not say how sure it is",
        "has a number that is not possible",
        "has no source",
        "is not in order",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("min = 0", "max = 0"),
        ("min = 1", "typical = 1", "max = 1"),
        ("typical = 9999999.9",),
        ("not_known = true",),
        ("applies = false", 'note = "It has none."'),
    ],
)
def test_what_holds_together_is_let_through(lines, laid):
    sources = "" if "=" in lines[0] and lines[0].split()[0] in ("not_known", "applies") else '"editors"'
    assert verify(laid(fact("hours_per_week", *lines, sources=sources))) == []


def test_a_broken_fact_that_others_inherit_is_named_once(refused):
    files = {
        **fact("hours_per_week"),
        "options/night.toml": LOCAL.replace("evening", "night").replace("iop", "evening"),
    }
    assert [place for place, _, _ in refused(files)] == [f"{AT}hours_per_week"]


def test_the_place_of_a_fact_is_the_file_it_was_written_in(laid, tmp_path):
    made = laid(
        fact("hours_per_week", "min = 1"),
        {"options/x.toml": 'id = "iop"\n[facts.sleep]\nvalue = ["home"]\nsources = ["editors"]\nconfidence = "weak"\n'},
    )
    evening, iop = made.options["evening"], made.options["iop"]
    places = {made.place_of(option, id_) for option, id_ in ((evening, "hours_per_week"), (iop, "sleep"))}
    assert {place.removeprefix(f"{tmp_path}/") for place in places} == {
        "site/options/evening.toml facts.hours_per_week",
        "town/options/x.toml facts.sleep",
    }
    assert made.place_of(evening, "sleep").removeprefix(f"{tmp_path}/") == "town/options/x.toml facts.sleep"
    assert made.place_of(evening, "advantages") == "data/options/iop.toml facts.advantages"


def test_the_shipped_dataset_holds_together(dataset):
    assert verify(dataset) == []
