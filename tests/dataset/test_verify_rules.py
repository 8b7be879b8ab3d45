"""Rules hold together, or every place where they do not is named; an overlay changes one by id or adds its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.match_cases import SMALL_MATCH, some_answers

from iopcli.dataset.model import Rule
from iopcli.dataset.verify import verify
from iopcli.facts.wording import when_text
from iopcli.logic.conditions import TESTS, holds
from iopcli.match.match import match

PLACE = "site/rules/x.toml x"
WHEN = f"{PLACE} when"
RULE = {
    "title": '"X"',
    "when": "{ medical = 2 }",
    "because": '"A reason."',
    "sources": '["editors"]',
    "advice": '"Ask."',
}


def rule(id_: str = "x", **keys: str | None) -> dict[str, str]:
    """A file with one rule; `None` leaves a key out."""
    lines = [f"{key} = {value}" for key, value in {**RULE, **keys}.items() if value is not None]
    return {"rules/x.toml": "\n".join(["[[rule]]", f'id = "{id_}"', *lines])}


def when(condition: str) -> dict[str, str]:
    return rule(when=condition)


def urgent(inner: str) -> dict[str, str]:
    return rule(urgent=inner, advice=None)


ORDINAL, BY_SIZE = "use one of is, one_of, at_least, at_most", "use one of at_least, at_most"
SCALE = "0 none, 1 mild, 2 moderate, 3 serious, 4 severe"
NO_ANSWER = "compares with what is no answer: "
RATING = (f"{NO_ANSWER}needs a whole number from 0 to 4", SCALE)
KINDS = "is, one_of, at_least, at_most, includes"
EVERYONE = ("holds for everyone", "say when it holds")
SLEP = ("`slep` is not a known attribute", "did you mean `sleep`?")

PROBLEMS = {
    "id": (rule("Our rule"), "site/rules/x.toml Our rule", "`Our rule` is not a good id",
           "use small letters, digits and hyphens"),
    "unknown source": (rule(sources='["editor"]'), PLACE, "`editor` is not a known source", "did you mean `editors`?"),
    "no source": (rule(sources="[]"), PLACE, "has no source", 'add sources = ["…"]'),
    "no effect": (rule(advice=None), PLACE, "has no effect",
                  "give it needs, alongside, urgent, advice, clinician or ask_again"),
    "empty when": (when("{}"), PLACE, *EVERYONE),
    "unknown question": (when("{ withdrawl = 2 }"), f"{WHEN}.withdrawl", "`withdrawl` is not a known question",
                         "did you mean `withdrawal` or `withdrawal_history`?"),
    "unknown question deep inside": (when("{ not = { any = [{ paier = 2 }] } }"), f"{WHEN}.paier",
                                     "`paier` is not a known question", "did you mean `payer`?"),
    "unknown comparison": (when("{ medical.atleast = 2 }"), WHEN,
                           f"`atleast` is not a comparison; use one of {KINDS}", ""),
    "any that is a table": (when("{ any = { medical = 2 } }"), WHEN, "`any` takes a list of tables", ""),
    "any of no tables": (when("{ any = [2] }"), WHEN, "`any` takes a list of tables", ""),
    "not that is a list": (when("{ not = [{ medical = 2 }] }"), WHEN, "`not` takes one table", ""),
    "not of a word": (when('{ medical = 2, not = "home" }'), WHEN, "`not` takes one table", ""),
    "includes of a rating": (when("{ medical.includes = 2 }"), f"{WHEN}.medical", "compares with `includes`", ORDINAL),
    "is of a number": (when("{ hours_available = 2 }"), f"{WHEN}.hours_available", "compares with `is`", BY_SIZE),
    "at_least of yes and no": (when("{ pregnant.at_least = 1 }"), f"{WHEN}.pregnant", "compares with `at_least`",
                               "use one of is"),
    "at_most of a choice": (when('{ payer.at_most = "va" }'), f"{WHEN}.payer", "compares with `at_most`",
                            "use one of is, one_of"),
    "is of a list of choices": (when('{ substances = "alcohol" }'), f"{WHEN}.substances", "compares with `is`",
                                "use one of includes"),
    "one of a list of options": (when('{ recent_treatment = ["iop"] }'), f"{WHEN}.recent_treatment",
                                 "compares with `one_of`", "use one of includes"),
    "at_least of a list of attributes": (when("{ priorities.at_least = 1 }"), f"{WHEN}.priorities",
                                         "compares with `at_least`", "use one of includes"),
    "rating out of range": (when("{ medical.at_least = 5 }"), f"{WHEN}.medical", *RATING),
    "rating with a part": (when("{ medical.at_least = 2.5 }"), f"{WHEN}.medical", *RATING),
    "rating in a list": (when("{ medical = [3, 5] }"), f"{WHEN}.medical", *RATING),
    "number out of range": (when("{ hours_available.at_most = 200 }"), f"{WHEN}.hours_available",
                            f"{NO_ANSWER}needs a number from 0 to 168", "hours a week"),
    "word for yes": (when('{ pregnant = "yes" }'), f"{WHEN}.pregnant", f"{NO_ANSWER}needs true or false", ""),
    "unknown choice": (when('{ payer = "medicaide" }'), f"{WHEN}.payer", f"{NO_ANSWER}is not one of its answers",
                       "did you mean `medicaid` or `medicare`?"),
    "unknown word of a list": (when('{ substances.includes = "alcohl" }'), f"{WHEN}.substances",
                               f"{NO_ANSWER}is not one of its answers", "did you mean `alcohol`?"),
    "unknown option": (when('{ recent_treatment.includes = "halfway huose" }'), f"{WHEN}.recent_treatment",
                       f"{NO_ANSWER}is not one of its answers",
                       "did you mean `halfway house` or `halfway` or `safe house`?"),
    "need of an unknown attribute": (rule(needs='{ slep = "home" }'), f"{PLACE} needs", *SLEP),
    "need that is no word of its scale": (rule(needs='{ supervision = "nursin" }'), f"{PLACE} needs.supervision",
                                          "`nursin` is not a known word", "did you mean `nursing`?"),
    "need that is no word of its set": (rule(needs='{ medications = ["methadon"] }'), f"{PLACE} needs.medications",
                                        "`methadon` is not a known word",
                                        "did you mean `methadone` or `here:methadone`?"),
    "number for a scale": (rule(needs="{ supervision = 2 }"), f"{PLACE} needs.supervision",
                           "needs a word of its scale", ""),
    "word for a set": (rule(needs='{ medications = "methadone" }'), f"{PLACE} needs.medications",
                       "needs a list of its words", ""),
    "nothing of a set": (rule(needs="{ medications = [] }"), f"{PLACE} needs.medications",
                         "needs a list of its words", ""),
    "word for a number": (rule(needs='{ hours_per_week = "9" }'), f"{PLACE} needs.hours_per_week",
                          "needs a number above zero", "hours a week"),
    "need of nothing": (rule(needs="{ hours_per_week = 0 }"), f"{PLACE} needs.hours_per_week",
                        "needs a number above zero", "hours a week"),
    "need without end": (rule(needs="{ hours_per_week = inf }"), f"{PLACE} needs.hours_per_week",
                         "needs a number above zero", "hours a week"),
    "need of a flag": (rule(needs='{ keeps_job = "yes" }'), f"{PLACE} needs.keeps_job",
                       "needs a number, scale or set", ""),
    "need of a text": (rule(needs='{ suits = "You." }'), f"{PLACE} needs.suits", "needs a number, scale or set", ""),
    "need of a price": (rule(needs="{ cost_per_week = 9 }"), f"{PLACE} needs.cost_per_week",
                        "needs a number, scale or set", ""),
    "unknown option alongside": (rule(alongside='["otpp"]'), PLACE, "`otpp` is not a known option",
                                 "did you mean `otp`?"),
    "unknown option of less_than": (rule(less_than='["phpp"]'), PLACE, "`phpp` is not a known option",
                                    "did you mean `php`?"),
    "assumes what it does not ask": (rule(assume='{ medical = "Bad." }', when="{ withdrawal = 2 }"), PLACE,
                                     "assumes `medical`, which its `when` does not ask", "name one it asks"),
    "possible by an unknown question": (rule(possible="{ withdrawl = 2 }"), f"{PLACE} possible.withdrawl",
                                        "`withdrawl` is not a known question",
                                        "did you mean `withdrawal` or `withdrawal_history`?"),
    "asks an unknown question again": (rule(ask_again='{ question = "slep_at_home", says = "Is it?" }'),
                                       f"{PLACE} ask_again", "`slep_at_home` is not a known question",
                                       "did you mean `sleep_at_home`?"),
    "offer without a reason": (rule(alongside='[{ option = "otp" }]'), PLACE, "has no `alongside[0].because`", ""),
    "unknown help line": (urgent('{ message = "Call.", lines = ["lifelin"] }'), PLACE,
                          "`lifelin` is not a known line", "did you mean `lifeline`?"),
    "no message": (urgent('{ lines = ["lifeline"] }'), PLACE, "has no `urgent.message`", ""),
    "no lines": (urgent('{ message = "Call." }'), PLACE, "has no `urgent.lines`", ""),
    "unknown key of urgent": (urgent('{ message = "Call.", lines = ["lifeline"], stops = true }'), PLACE,
                              "urgent.stops is not a known key", "did you mean `stop`?"),
    "no title": (rule(title=None), PLACE, "has no `title`", ""),
    "no when": (rule(when=None), PLACE, "has no `when`", ""),
    "no because": (rule(because=None), PLACE, "has no `because`", ""),
    "when that is a word": (when('"always"'), PLACE, "when: needs a table and has text", ""),
    "unknown key": (rule(becuase='"B."'), PLACE, "becuase is not a known key", "did you mean `because`?"),
}  # fmt: skip


@pytest.mark.parametrize("what", PROBLEMS)
def test_a_rule_that_does_not_hold_together_says_why(what, refused):
    files, *problem = PROBLEMS[what]
    assert refused(files) == [tuple(problem)]


SOUND = [
    when("{ medical = 2 }"),
    when("{ medical = [2, 3] }"),
    when("{ medical.at_least = 1, medical.at_most = 2 }"),
    when("{ hours_available.at_least = 5, hours_available.at_most = 20.5 }"),
    when("{ pregnant = false }"),
    when('{ payer = ["va", "medicaid"], priorities.includes = "sleep" }'),
    when('{ any = [{ substances.includes = "alcohol" }, { not = { recent_treatment.includes = "iop" } }] }'),
    rule(needs='{ supervision = "nursing", hours_per_week = 9.5, medications = ["methadone"] }', advice=None),
    rule(alongside='["otp"]', advice=None),
    rule(clinician='"Look again."', advice=None),
    urgent('{ message = "Call.", lines = ["lifeline"], stop = true }'),
]


@pytest.mark.parametrize("files", SOUND, ids=range(len(SOUND)))
def test_a_rule_that_holds_together_is_let_through(files, laid):
    assert verify(laid(files)) == []


@pytest.mark.parametrize("value", ["3", "true", '"private"', "{ is = 2 }"])
def test_one_of_that_is_no_list_is_one_problem(value, refused):
    [(place, _, _)] = refused(when(f"{{ payer.one_of = {value} }}"))
    assert place.startswith(WHEN)


@pytest.mark.parametrize("condition", ["{ any = [] }", "{ not = {} }"])
def test_what_holds_for_no_one_is_not_said_to_hold_for_everyone(condition, refused):
    [(_, message, _)] = refused(when(condition))
    assert message != EVERYONE[0]


def test_a_question_that_is_compared_with_nothing_is_a_problem(refused):
    """Left out in silence, the rule would hold for more people than its author wrote down."""
    [(place, _, _)] = refused(when("{ medical = 2, payer = {} }"))
    assert place.startswith(WHEN)


@pytest.mark.parametrize(
    ("question", "condition", "exact"),
    [
        ("payer", '= "Private"', "private"),
        ("payer", '.one_of = ["va", "VA health care"]', "va"),
        ("substances", '.includes = "beer"', "alcohol"),
        ("recent_treatment", '.includes = "PHP"', "php"),
        ("priorities", '.includes = "Weekly cost"', "cost_per_week"),
    ],
)
def test_another_name_of_an_answer_is_refused_for_such_a_rule_would_never_hold(question, condition, exact, refused):
    told = (f"compares with another name of `{exact}`", f"write `{exact}`")
    assert refused(when(f"{{ {question}{condition} }}")) == [(f"{WHEN}.{question}", *told)]


def test_every_problem_of_a_rule_is_listed_at_once(refused):
    files = rule(when="{ withdrawl = 2, pregnant = 3 }", sources='["editor"]', needs='{ slep = "home" }')
    assert {(place, message) for place, message, _ in refused(files)} == {
        (f"{WHEN}.withdrawl", "`withdrawl` is not a known question"),
        (f"{WHEN}.pregnant", f"{NO_ANSWER}needs true or false"),
        (PLACE, "`editor` is not a known source"),
        (f"{PLACE} needs", "`slep` is not a known attribute"),
    }


def test_a_key_that_an_overlay_changes_is_blamed_on_the_overlay(refused):
    files = {"rules/home.toml": '[[rule]]\nid = "unsafe-home"\nwhen.living_situation = 7\n'}
    assert refused(files) == [("site/rules/home.toml unsafe-home when.living_situation", *RATING)]


# --- any condition ----------------------------------------------------------

names = st.sampled_from([*SMALL_MATCH.questions, "zzzz"])
plain = st.one_of(
    st.integers(-1, 5), st.booleans(), st.floats(0, 9), st.sampled_from(["yes", "Sleep", "sleep", "hours_per_week", ""])
)
values = plain | st.lists(plain, max_size=3)
compared = st.dictionaries(st.sampled_from([*TESTS, "atleast"]), values, max_size=2)
tables = st.recursive(
    st.dictionaries(names, values | compared, max_size=3),
    lambda inner: st.fixed_dictionaries(
        {}, optional={"any": st.lists(inner, max_size=2) | inner, "not": inner | st.just("x"), "medical": values}
    ),
    max_leaves=4,
)


@given(tables, some_answers())
def test_any_condition_is_a_problem_or_holds_or_not_and_reads(table, answers):
    made = Rule(id="x", title="X", when=table, because="B.", sources=("rule-one",), advice="A.")
    dataset = replace(SMALL_MATCH, rules={"x": made})
    problems = verify(dataset)
    assert all(problem.place.startswith("rule/x") and problem.message for problem in problems)
    if not problems:
        assert holds(made.condition, answers) in (True, False, None)
        assert when_text(dataset, made)


# --- overlays ---------------------------------------------------------------

AT_HOME = {"living_situation": 3, "relapse_risk": 1}


def test_an_overlay_changes_a_rule_by_its_id_and_leaves_the_rest(laid, dataset):
    text = '[[rule]]\nid = "unsafe-home"\nwhen.living_situation = 4\nbecause = "Home comes first."\n'
    changed = laid({"rules/any-name.toml": text})
    shipped = dataset.rules["unsafe-home"]
    assert changed.rules["unsafe-home"] == replace(shipped, when={"living_situation": 4}, because="Home comes first.")
    assert {**changed.rules, "unsafe-home": shipped} == dataset.rules
    assert list(changed.rules) == list(dataset.rules)
    assert changed.layers["rule/unsafe-home/because"] == "site"
    assert "rule/unsafe-home" not in changed.layers
    fired = [{one.rule for one in match(made, AT_HOME).reasons} for made in (dataset, changed)]
    assert fired[0] - fired[1] == {"unsafe-home"}


def test_an_overlay_adds_a_rule_that_holds_like_any_other(laid, dataset):
    changed = laid(rule(when="{ living_situation = 3 }", needs="{ hours_per_week = 15 }"))
    assert list(changed.rules) == [*dataset.rules, "x"]
    assert changed.layers["rule/x"] == "site"
    before, after = (match(made, AT_HOME) for made in (dataset, changed))
    assert [one.rule for one in after.reasons] == [*(one.rule for one in before.reasons), "x"]
    assert (before.needs["hours_per_week"].at_least, after.needs["hours_per_week"].at_least) == (1, 15)
    assert after.needs["hours_per_week"].rules == ("x",)


def test_the_later_of_two_overlays_wins(laid):
    first, second = (rule(because=f'"{text}"') for text in ("One.", "Two."))
    assert laid(first, second).rules["x"].because == "Two."
    assert laid(second, first).rules["x"].because == "One."
