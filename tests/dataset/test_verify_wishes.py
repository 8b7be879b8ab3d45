"""Wishes are rows of data: a site adds one or words one, and every mistake in a row is named."""

from __future__ import annotations

import pytest

from iopcli.match.plans import Plan
from iopcli.match.wishes import conflicts

PLACE = "site/wishes.toml ramp"
QUESTION = """
id = "ramp"
order = 900
type = "yesno"
part = "wishes"
label = "A ramp"
person = "Do you need a way in without steps?"
staff = "Does the person need a way in without steps?"
why = "Some places have only stairs."
why_about = "Some places have only stairs."
sources = ["editors"]
choice = [
  { value = true, label = "yes", person = "You do.", staff = "They do." },
  { value = false, label = "no", person = "You do not.", staff = "They do not." },
]
"""
ROW = {"asks": '"travel_minutes"', "plan": "{ video = false }", "stands": '"ask"', "row": '"resources"',
       "says": '"Ask about the way in."'}  # fmt: skip


def wish(**keys: str | None) -> dict[str, str]:
    """A file with one row; `None` leaves a key out."""
    lines = [f"{key} = {value}" for key, value in {**ROW, **keys}.items() if value is not None]
    return {"wishes.toml": "\n".join(["[[wish]]", 'id = "ramp"', *lines])}


PROBLEMS = {
    "unknown question": (wish(asks='"travel"'), PLACE, "`travel` is not a known question",
                         "did you mean `travel_minutes`?"),
    "unknown attribute": (wish(row='"resource"'), PLACE, "`resource` is not a known attribute",
                          "did you mean `resources`?"),
    "fits and speaks": (wish(stands='"fits"'), PLACE, "fits, and says what stands against it",
                        "leave out `row` and `says`"),
    "silent": (wish(says=None), PLACE, "does not say what stands against it", "give it `row` and `says`"),
    "unknown figure of plans": (wish(plan="{ vidio = true }"), f"{PLACE} plan",
                                "`vidio` is not a known figure of a plan", "did you mean `video`?"),
    "unknown comparison": (wish(plan="{ video = { above = 1 } }"), f"{PLACE} plan",
                           "`above` is not a comparison; use one of is, one_of, at_least, at_most, includes", ""),
    "unknown figure in an answer": (wish(when='{ not = { travel_minutes = { at_least = "{hours}" } } }'),
                                    f"{PLACE} when.travel_minutes", "`hours` is not a known figure of a plan",
                                    "did you mean `housing`?"),
    "an answer that is none": (wish(when="{ travel_minutes = { at_least = true } }"), f"{PLACE} when.travel_minutes",
                               "compares with what is no answer: needs a number", "minutes one way"),
    "unknown question in when": (wish(when='{ paier = "{payer_rate}" }'), f"{PLACE} when",
                                 "`paier` is not a known question", "did you mean `payer`?"),
    "unknown figure said": (wish(says='"It takes {hour_per_week}."'), f"{PLACE} says",
                            "`hour_per_week` is not a known figure of a plan",
                            "did you mean `hours_per_week` or `hours_per_week.most` or `hours_per_week.least`?"),
    "a loose brace": (wish(says='"It takes {hours_per_week."'), f"{PLACE} says", "has a brace that names no figure",
                      "write {hours_per_week} and so on"),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_mistake_in_a_row_is_named(refused, name):
    file, *problem = PROBLEMS[name]
    assert refused(file) == [tuple(problem)]


def test_a_site_words_a_row_and_adds_one_for_a_question_of_its_own(laid):
    worded = '[[wish]]\nid = "nights-away"\nsays = "Nights are spent {sleep}."\n'
    added = '[[wish]]\nid = "ramp"\nasks = "ramp"\nplan.nights = "home"\nwhen.ramp = true\nstands = "ask"\n'
    added += 'row = "resources"\nsays = "Ask the program whether it has a ramp."\n'
    dataset = laid({"wishes.toml": worded + added, "questions/ramp.toml": QUESTION})
    assert [*dataset.by_wish][-1] == "ramp"
    iop, residential = (Plan(dataset, [dataset.options[id_]]) for id_ in ("iop", "residential"))
    assert [one.text for one in conflicts(iop, {"ramp": True})] == ["Ask the program whether it has a ramp."]
    assert conflicts(iop, {"ramp": False}) == conflicts(residential, {"ramp": True}) == ()
    assert [one.text for one in conflicts(residential, {"sleep_at_home": True})] == ["Nights are spent at the program."]
