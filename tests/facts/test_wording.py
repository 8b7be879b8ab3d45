"""Values become text once: every form a range, a sum, a flag, a set and a text can take."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.datasets import SMALL, facts, ranges, spreads
from support.match_cases import SMALL_MATCH

from iopcli.dataset.answers import possible
from iopcli.dataset.load import load
from iopcli.dataset.model import Attribute, Fact, Money, Point, Question, Range, Rule
from iopcli.facts.numbers import sum_of
from iopcli.facts.wording import (
    BASES,
    answer_text,
    brief_price_text,
    brief_text,
    effect_text,
    effects_of,
    need_text,
    point_text,
    price_text,
    text_of,
    value_text,
    when_text,
)

HOURS, DAYS, SLEEP = (SMALL.attributes[id_] for id_ in ("hours_per_week", "length_days", "sleep"))
COST, FLAG, SCALE = (SMALL.attributes[id_] for id_ in ("cost_per_week", "evening_available", "supervision"))
TEXT, OPTIONS = SMALL.attributes["coverage"], SMALL.attributes["step_up"]


def cash(**spread: float) -> Money:
    return Money(**spread, basis="cash", year=2020)


@pytest.mark.parametrize(
    ("attribute", "value", "text", "brief"),
    [
        (HOURS, Range(min=9, max=19), "9 to 19 hours a week", "9 to 19"),
        (HOURS, Range(min=20), "at least 20 hours a week", "at least 20"),
        (HOURS, Range(max=30), "up to 30 hours a week", "up to 30"),
        (HOURS, Range(typical=5.5), "about 5.5 hours a week", "about 5.5"),
        (HOURS, Range(typical=0), "0 hours a week", "0"),
        (HOURS, Range(min=0, max=0), "0 hours a week", "0"),
        (HOURS, Range(max=0), "up to 0 hours a week", "up to 0"),
        (HOURS, Range(min=0, max=1), "0 to 1 hours a week", "0 to 1"),
        (HOURS, Range(min=1), "at least 1 hour a week", "at least 1"),
        (HOURS, Range(min=1, max=2), "1 to 2 hours a week", "1 to 2"),
        (HOURS, Range(min=20, typical=25), "at least 20 (often 25) hours a week", "at least 20"),
        (DAYS, Range(min=14, typical=28, max=90), "14 to 90 (often 28) days", "14 to 90"),
        (DAYS, Range(min=14, typical=14, max=90), "14 to 90 days", "14 to 90"),
        (DAYS, Range(typical=28, max=90), "up to 90 (often 28) days", "up to 90"),
        (DAYS, Range(min=28, typical=28, max=28), "28 days", "28"),
        (DAYS, Range(typical=1), "about 1 day", "about 1"),
        (DAYS, Range(min=1, max=1), "1 day", "1"),
        (DAYS, Range(min=1000, max=12345.5), "1,000 to 12,345.5 days", "1,000 to 12,345.5"),
        (COST, cash(min=250, max=350), "$250 to $350 a week, cash price, 2020", "$250 to $350, cash price"),
        (COST, cash(typical=474.65), "about $470 a week, cash price, 2020", "about $470, cash price"),
        (COST, cash(typical=0), "$0 a week, cash price, 2020", "$0, cash price"),
        (COST, cash(min=1250, max=1250), "$1,250 a week, cash price, 2020", "$1,250, cash price"),
        (FLAG, "yes", "yes", "yes"),
        (FLAG, "no", "no", "no"),
        (FLAG, "varies", "it varies", "it varies"),
        (SCALE, "nursing", "nurses day and night", "nurses day and night"),
        (SLEEP, ("home", "program"), "at home, at the program", "at home, at the program"),
        (SLEEP, (), "none", "none"),
        (OPTIONS, ("php", "residential"), "Partial hospitalization, Residential treatment", None),
        (TEXT, (Point(says="One."), Point(says="Two.")), "One.; Two.", None),
    ],
)
def test_each_form_of_a_value_reads_like_this(attribute: Attribute, value: object, text: str, brief: str | None):
    assert value_text(attribute, value) == text
    assert brief_text(attribute, value) == (text if brief is None else brief)


@pytest.mark.parametrize(("basis", "says"), BASES.items())
def test_a_sum_says_what_kind_of_price_it_is(basis: str, says: str):
    assert value_text(COST, Money(min=1, basis=basis, year=1994)) == f"at least $1 a week, {says}, 1994"


@pytest.mark.parametrize(
    ("point", "text"),
    [
        (Point(says="Ask."), "Ask."),
        (Point(says="Ask.", label="private"), "Private: Ask."),
        (Point(says="Ask.", is_="varies"), "It varies. Ask."),
        (Point(says="Ask.", is_="no", label="medicare"), "Medicare: No. Ask."),
    ],
)
def test_a_point_stands_behind_its_label_and_its_answer(point: Point, text: str):
    assert point_text(point) == text


@pytest.mark.parametrize("attribute", SMALL.attributes.values(), ids=list(SMALL.attributes))
def test_what_is_not_known_and_what_does_not_apply_is_said_for_every_type(attribute: Attribute):
    assert text_of(attribute, Fact(not_known=True)) == "not known"
    assert text_of(attribute, Fact(applies=False, note="No.")) == "does not apply"


def numbers_in(text: str) -> list[float]:
    return [float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


@given(ranges)
def test_every_number_of_a_range_is_shown_and_none_twice(value: Range):
    numbers = {number for number in (value.min, value.typical, value.max) if number is not None}
    assert sorted(numbers_in(value_text(HOURS, value))) == sorted(numbers)


hundredths = st.integers(0, 999_999_999).map(lambda cents: cents / 100)


@given(spreads(hundredths))
def test_a_number_is_not_rounded_away(spread: dict[str, float]):
    assert sorted(numbers_in(value_text(HOURS, Range(**spread)))) == sorted(set(spread.values()))


@pytest.mark.parametrize(
    ("exact", "said"),
    [
        (777.39, "about $780"), (66.51, "about $67"), (98.75, "about $99"), (99.6, "about $100"), (135, "about $140"),
        (995, "about $1,000"), (1632, "about $1,650"), (2512.51, "about $2,500"), (6250.09, "about $6,250"),
        (9996, "about $10,000"), (12419, "about $12,500"), (25989, "about $26,000"), (0.4, "about $0.40"), (0, "$0"),
    ],
)  # fmt: skip
def test_a_sum_is_rounded_as_people_say_it(exact: float, said: str):
    assert value_text(COST, cash(typical=exact)) == f"{said} a week, cash price, 2020"


def test_a_least_is_rounded_down_and_a_most_up_so_that_both_stay_true():
    assert value_text(COST, cash(min=135)) == "at least $130 a week, cash price, 2020"
    assert value_text(COST, cash(max=5306)) == "up to $5,350 a week, cash price, 2020"


def test_a_fixed_sum_is_not_rounded():
    assert value_text(COST, cash(min=1736, max=1736)) == "$1,736 a week, cash price, 2020"
    assert value_text(COST, cash(min=112.5, max=112.5)) == "$112.50 a week, cash price, 2020"


def test_two_ends_that_sound_alike_are_said_once():
    assert value_text(COST, cash(min=269, max=271)) == "about $270 a week, cash price, 2020"
    assert value_text(COST, cash(min=269, typical=272, max=846)) == "$270 to $850 a week, cash price, 2020"


@given(hundredths)
def test_a_rounded_sum_is_near_the_exact_one_and_only_nothing_is_free(exact: float):
    (said,) = numbers_in(value_text(COST, cash(typical=exact)).rsplit(", ", 2)[0])
    assert abs(said - exact) <= max(0.5, 0.05 * exact)
    assert (said == 0) == (exact == 0)


@given(hundredths, hundredths)
def test_rounding_never_turns_two_sums_around(one: float, other: float):
    assert (sum_of(one) <= sum_of(other)) or one > other


@given(hundredths)
def test_what_is_rounded_stays_as_it_is(exact: float):
    assert sum_of(sum_of(exact)) == sum_of(exact)


@given(spreads(hundredths), st.sampled_from(list(BASES)), st.integers(1950, 2100))
def test_a_sum_is_said_with_its_kind_and_year_and_the_brief_form_with_its_kind(spread, basis, year):
    value = Money(**spread, basis=basis, year=year)
    assert value_text(COST, value).endswith(f" a week, {BASES[basis]}, {year}")
    assert brief_text(COST, value).endswith(f", {BASES[basis]}")
    assert price_text(COST, value) == value_text(COST, value).replace(f", {BASES[basis]}", "")
    assert brief_price_text(value).endswith(f", {year}")


@given(st.data())
def test_text_is_one_line_and_never_empty(data: st.DataObject):
    attribute = data.draw(st.sampled_from([one for one in SMALL.attributes.values() if one.type != "text"]))
    text = text_of(attribute, data.draw(facts(attribute)))
    assert text == text.strip() != ""
    assert "\n" not in text


# --- answers, needs and rules -----------------------------------------------

DATASET = load()


@pytest.mark.parametrize(
    ("question", "answer", "text"),
    [
        ("withdrawal", 3, "3 (serious)"),
        ("withdrawal", 0, "0 (none)"),
        ("pregnant", True, "yes"),
        ("pregnant", False, "no"),
        ("hours_available", 7.5, "7.5 hours a week"),
        ("payer", "va", "VA health care"),
        ("substances", ("opioids", "alcohol"), "opioids, alcohol"),
        ("substances", (), "none"),
        ("recent_treatment", ("iop", "php"), "Intensive outpatient, Partial hospitalization"),
        ("priorities", ("cost_per_week",), "Weekly cost"),
    ],
)
def test_an_answer_reads_in_the_words_of_its_question(question: str, answer: object, text: str):
    assert answer_text(DATASET.questions[question], answer) == text


@pytest.mark.parametrize(
    ("attribute", "least", "text"),
    [
        ("hours_per_week", 9, "at least 9 hours a week"),
        ("hours_per_week", 1, "at least 1 hour a week"),
        ("hours_per_week", 2.5, "at least 2.5 hours a week"),
        ("supervision", "nursing", "nurses day and night"),
        ("sleep", ("home", "program"), "at home and at the program"),
        ("sleep", ["program"], "at the program"),
    ],
)
def test_a_need_reads_as_a_minimum(attribute: str, least: object, text: str):
    assert need_text(SMALL.attributes[attribute], least) == text


def rule(when: dict[str, object], **effect: object) -> Rule:
    return Rule(id="x", title="X", when=when, because="B.", sources=(), **effect)


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ({"danger_now": True}, '"Danger now" is yes'),
        ({"withdrawal": 3}, '"Withdrawal" is 3 (serious)'),
        ({"withdrawal": {"at_least": 4}}, '"Withdrawal" is 4 (severe)'),
        (
            {"withdrawal": {"at_least": 2, "at_most": 3}},
            '"Withdrawal" is 2 (moderate) or more and "Withdrawal" is 3 (serious) or less',
        ),
        ({"withdrawal": [0, 4]}, '"Withdrawal" is 0 (none) or 4 (severe)'),
        ({"not": {"danger_now": False}}, 'not ("Danger now" is no)'),
        (
            {"danger_now": False, "any": [{"withdrawal": 1}, {"danger_now": True, "not": {"withdrawal": 2}}]},
            '"Danger now" is no and ("Withdrawal" is 1 (mild) or ("Danger now" is yes and not '
            '("Withdrawal" is 2 (moderate))))',
        ),
    ],
)
def test_a_condition_reads_as_one_sentence_with_brackets_where_they_are_needed(when: dict[str, object], text: str):
    assert when_text(SMALL_MATCH, rule(when)) == text


FORMS = {"is": "{}", "one_of": "{}", "at_least": "{} or more", "at_most": "{} or less", "includes": "includes {}"}


@pytest.mark.parametrize("question", DATASET.questions.values(), ids=list(DATASET.questions))
def test_every_answer_that_a_rule_may_ask_for_reads_in_every_comparison(question: Question):
    kinds = {"rating": ("is", "one_of", "at_least", "at_most"), "number": ("at_least", "at_most"), "yesno": ("is",)}
    answers = possible(question) or ([question.least, question.most] if not question.many else [("sleep",)])
    single = [one[0] for one in answers if len(one) == 1] if question.many else answers
    for answer in single:
        said = answer_text(question, (answer,) if question.many else answer)
        for kind in ("includes",) if question.many else kinds.get(question.type, ("is", "one_of")):
            tested = [answer] if kind == "one_of" else answer
            text = when_text(DATASET, rule({question.id: {kind: tested}}))
            form = FORMS[kind].format(said)
            if (kind, answer) in (("at_least", 4), ("at_most", 0)) and question.type == "rating":
                form = said  # there is no more, and no less
            assert text == (f'"{question.label}" {form}' if kind == "includes" else f'"{question.label}" is {form}')


def test_what_a_rule_does_is_said_in_full_and_in_this_order():
    hard, risk, high = (SMALL_MATCH.rules[id_] for id_ in ("hard-withdrawal", "some-risk", "high-risk"))
    assert effect_text(effects_of(SMALL_MATCH, hard)) == "Urgent: Do not stop alone. See a doctor today."
    hours, house = SMALL_MATCH.attributes["hours_per_week"].label.lower(), SMALL_MATCH.options["house"].title
    assert (
        effect_text(effects_of(SMALL_MATCH, risk))
        == f"What is needed: The plan needs at least 9 hours a week ({hours}). Advice: Tell a friend."
    )
    assert effect_text(effects_of(SMALL_MATCH, high)) == (
        f"What is needed: The plan needs at least 20 hours a week ({hours}). Offered alongside: {house}."
    )


def test_each_effect_ends_once_before_the_next():
    both = rule({"danger_now": True}, urgent=SMALL_MATCH.rules["danger-now"].urgent, advice="Tell a friend.")
    assert effect_text(effects_of(SMALL_MATCH, both)) == f"Urgent: {both.urgent.message} Advice: Tell a friend."
