"""Values become text once, here: the same words stand in the table, in JSON and in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, Protocol

from msgspec import Struct

from iopcli.dataset.model import ON_SITE, Attribute, Dataset, Fact, Money, Point, Question, Range, Rule
from iopcli.facts.numbers import InWords, about, exactly, in_dollars, number_text, spread, unit_text
from iopcli.logic.conditions import Test, describe

NOT_KNOWN = "not known"
NOT_APPLICABLE = "does not apply"

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell starts with that a spreadsheet would run."""
BASES = {
    "cash": "cash price",
    "medicare": "Medicare rate",
    "medicaid": "Medicaid rate",
    "economic": "cost found in a study",
    "estimate": "government estimate",
}
"""What a sum of money is; sums of different kinds never share a range."""
RATES: Mapping[str, str] = {
    "medicare": "A Medicare rate is what Medicare pays the program. It is not your bill, so ask what you would pay.",
    "medicaid": "A Medicaid rate is what Medicaid in one state pays the program. Other states may pay a different "
    "rate. It is not your bill, so ask what you would pay.",
    "": "This tool does not know what this health plan pays, so ask the plan. The cash price is for people without a "
    "health plan. It is not your bill.",
}
"""What a payer's own kind of price means for the person; the empty kind is of payers whose prices are not here."""

DOLLARS = "US dollars"
"""How a unit of money begins, which is said as `$` before its number."""

FLAGS = {"yes": "yes", "no": "no", "varies": "it varies"}

CONFIDENCE = {
    "primary": "from a primary source",
    "secondary": "from a secondhand source",
    "weak": "weak source",
    "derived": "worked out from a source",
    "judgement": "our judgment",
}

READ = {"whole": (), "passage": (), "abstract": ("only its abstract was read",), "part": ("read in part",)}
"""What is said of a source that was not read where its numbers stand."""

KIND_TEXTS = {
    "setting": "a place and level of treatment",
    "withdrawal": "help to stop safely",
    "medication": "treatment with medication",
    "housing": "a place to live",
    "support": "support during treatment and after it",
    "baseline": "no treatment for now",
}


def state_text(code: str, name: str, holds: bool, topics: Sequence[str]) -> str:
    """Which facts of a page are a state's own, and where to read more on that state."""
    if not holds:
        return f"This tool has no facts just for {name}, so it shows general facts."
    more = f" To read more: {', '.join(f'`iopcli topics {id_}`' for id_ in topics)}." if topics else ""
    return f"What is marked {code} comes from {name}'s own rules or rates. The rest is general.{more}"


def text_of(attribute: Attribute, fact: Fact[Any]) -> str:
    """A fact as one line: `9 to 19 hours a week`, `not known`."""
    if fact.state == "not_known":
        return NOT_KNOWN
    if fact.state == "not_applicable":
        return NOT_APPLICABLE
    if fact.referral or fact.some:
        return _words_by_how(attribute, fact)
    return value_text(attribute, fact.value)


def either_text(attribute: Attribute, fact: Fact[Any]) -> str:
    """A fact in a sentence about one time or place, of which it is one: `at home or in a recovery home`."""
    words = fact.value if attribute.type == "set" and not (fact.some or fact.referral) else None
    return listed([attribute.says(word) for word in words], "or") if words else text_of(attribute, fact)


def short_text(attribute: Attribute, fact: Fact[Any], value: Any) -> str:
    """A value in as few words as a first screen has room for: `9 to 19`, `30 to 60 days`, `a phone line`."""
    if isinstance(value, Range) and not isinstance(value, Money):
        named = attribute.unit.split()[:1] == [] or attribute.unit.split()[0] in attribute.label.casefold()
        unit = "" if named else unit_text(attribute.unit, value)
        return f"{spread(value, exactly, often=False)} {unit}".rstrip()
    if attribute.type == "scale":
        return attribute.says_briefly(value)
    if attribute.type == "set" and attribute.words != "options" and value:
        return _briefly_by_how(attribute, fact)
    return brief_text(attribute, value)


_HOW = {"here": "", "some": "at some programs", "referral": "by referral"}
_BRIEFLY = {"here": "", "some": "at some: ", "referral": "by referral: "}


def _words_by_how(attribute: Attribute, fact: Fact[Any]) -> str:
    """The words of a set by how people get them: `methadone; buprenorphine and naltrexone at some programs`."""
    (first, words), *rest = [
        (_HOW[how], listed(words)) for how, words in _by_how(fact, attribute.says).items() if words
    ]
    return "; ".join([f"{words} {first}".rstrip(), *(f"{words} {how}" for how, words in rest)])


def _briefly_by_how(attribute: Attribute, fact: Fact[Any]) -> str:
    """The same on a first screen: `methadone; at some: buprenorphine, naltrexone`."""
    by_how = _by_how(fact, attribute.says_briefly)
    return "; ".join(f"{_BRIEFLY[how]}{', '.join(words)}" for how, words in by_how.items() if words)


def _by_how(fact: Fact[Any], says: Callable[[str], str]) -> dict[str, list[str]]:
    by_how: dict[str, list[str]] = {how: [] for how in _HOW}
    for word in fact.value or ():
        by_how[availability_of(fact, word)].append(says(word))
    return by_how


def listed(names: Sequence[str], last: str = "and") -> str:
    """Names in a sentence: `a, b and c`."""
    return f" {last} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def availability_of(fact: Fact[Any], word: str) -> Literal["here", "referral", "some"]:
    """How people get what a word of a set names: there, by referral, or only at some places."""
    return "some" if word in fact.some else "referral" if word in fact.referral else "here"


def availability_text(attribute: Attribute, fact: Fact[Any], word: str) -> str:
    """What to ask a program about something that only some places have, or that it refers people elsewhere for."""
    name = attribute.says(word)
    if availability_of(fact, word) == "some":
        return f"Ask each program about {name}. {capitalised(fact.some[word])}."
    return f"You may get a referral for {name}. Ask where you would go, and how soon it can start."


def value_text(attribute: Attribute, value: Any) -> str:
    """A value as one line, in its attribute's unit and words."""
    if isinstance(value, Money):
        return f"{amount_text(attribute, value)}, {BASES[value.basis]}, {value.year}"
    if isinstance(value, Range):
        return f"{spread(value, exactly)} {unit_text(attribute.unit, value)}".rstrip()
    if attribute.type == "flag":
        return FLAGS[value]
    if attribute.type == "text":
        return "; ".join(point_text(point) for point in value)
    return ", ".join(map(attribute.says, [value] if isinstance(value, str) else value)) or "none"


def brief_text(attribute: Attribute, value: Any) -> str:
    """The same without unit and year, for a column whose head names the unit."""
    if isinstance(value, Money):
        return f"{spread(value, in_dollars, often=False)}, {BASES[value.basis]}"
    return spread(value, exactly, often=False) if isinstance(value, Range) else value_text(attribute, value)


def amount_text(attribute: Attribute, value: Money) -> str:
    """A sum as people say it, without its kind and year: `about $780 a week`."""
    return f"{spread(value, in_dollars)} {attribute.unit.removeprefix(DOLLARS).strip()}"


def price_text(attribute: Attribute, value: Money) -> str:
    """A sum in a row that names its kind: `$270 to $850 a week, 2025`."""
    return f"{amount_text(attribute, value)}, {value.year}"


def brief_price_text(value: Money) -> str:
    """The same without unit, for a column whose head names it."""
    return f"{spread(value, in_dollars, often=False)}, {value.year}"


def sum_text(value: Money) -> str:
    """The sum alone, for a row that names all the rest: `$270 to $850`."""
    return spread(value, in_dollars, often=False)


class Bounded(Protocol):
    """Anything with a least and a most (a length, a cost, a share); None for an end that is not known."""

    @property
    def min(self) -> Decimal | None: ...  # noqa: D102
    @property
    def max(self) -> Decimal | None: ...  # noqa: D102


def spread_of(of: Bounded) -> str:
    """A range in words, in whole numbers from 10 on: `4.3 to 8.6`, `at least 20`, `not known`."""
    return _ends_text(of, about)


def sum_spread(of: Bounded) -> str:
    """A range of money: `$1,150 to $7,250`, `up to $68,500`. A single sum is given to the cent."""
    return _ends_text(of, in_dollars)


def price_spread(of: Bounded) -> str:
    """The same for a price, which is only an estimate: a single sum is given as `about`."""
    alone = float(of.min) if of.min and of.min == of.max else None
    return sum_spread(of) if alone is None else spread(Range(typical=alone), in_dollars)


def _ends_text(of: Bounded, number: InWords) -> str:
    low, high = (None if end is None else float(end) for end in (of.min, of.max))
    return NOT_KNOWN if low is high is None else spread(Range(min=low, max=high), number, often=False)


def price_label(dataset: Dataset, attribute: Attribute, kind: str, payer: str | None) -> str:
    """The head of a row of one kind of price: `Weekly cost, Medicaid rate`, `Weekly cost, private insurance`."""
    question = dataset.questions.get("payer")
    labels = {choice.value: choice.label for choice in question.choice} if question else {}
    return f"{attribute.label}, {BASES.get(kind) or labels.get(payer or '', payer)}"


def unknown_price_text(kind: str, payer: str | None) -> str:
    """What stands where no price of a kind is known: whom to ask, where it is the payer's own."""
    if not payer:
        return NOT_KNOWN
    return f"{NOT_KNOWN}, so ask {'the program' if kind == 'cash' else 'the plan'}"


def need_text(attribute: Attribute, least: Any) -> str:
    """A minimum in words: `at least 9 hours a week`, `staff on site day and night`."""
    if attribute.type == "range":
        return f"at least {number_text(least)} {unit_text(attribute.unit, Range(min=least))}"
    if isinstance(least, str):
        return attribute.says(least)
    words = [word for word in least if f"{ON_SITE}{word}" not in least]
    return listed(
        [
            f"{attribute.says(word.removeprefix(ON_SITE))}{' (on site)' if word.startswith(ON_SITE) else ''}"
            for word in words
        ]
    )


def met_text(attribute: Attribute, needs: str, has: str, voice: str) -> str:
    """How a plan meets a need, in a sentence: `Supervision: you need a nurse, and this option offers a nurse.`"""
    who = "you need" if voice == "person" else "the person needs"
    return f"{attribute.label}: {who} {needs}, and this option offers {has}."


def gap_text(needs: str, has: str) -> str:
    """What is needed and what there is, each by its name: `needed: at least 9 hours a week; here: up to 8 hours`."""
    return f"needed: {needs}; here: {'none' if has == NOT_APPLICABLE else has}"


def spread_text(least: str | None, most: str) -> str:
    """A need that may be more than is known: `at least 9 hours a week, but maybe at least 20 hours a week`."""
    return f"{least or 'not known yet'}, but maybe {most}"


def flip_text(question: Question, answer: str, before: str, plan: str) -> str:
    """What one other answer would lead to."""
    return f'If the answer to "{question.label}" changed from {before} to {answer}, the plan would be {plan}.'


def answer_text(question: Question, value: Any) -> str:
    """An answer in words: `3 (serious)`, `yes`, `alcohol, opioids`."""
    if question.type == "rating":
        return f"{value} ({question.title_of(value)})"
    if question.type == "yesno":
        return FLAGS["yes" if value else "no"]
    if question.type == "number" and question.unit.startswith(DOLLARS):
        return f"{in_dollars(value, None)}{question.unit.removeprefix(DOLLARS)}"
    if question.type == "number":
        return f"{number_text(value)} {unit_text(question.unit, Range(min=value))}"
    if question.type == "choice":
        return question.title_of(value)
    return ", ".join(map(question.title_of, value)) or "none"


def when_text(dataset: Dataset, rule: Rule) -> str:
    """The condition of a rule in the dataset's own words."""
    return describe(rule.condition, lambda test: _test_text(dataset.questions[test.question], test))


def _test_text(question: Question, test: Test) -> str:
    if test.kind == "includes":
        return f'"{question.label}" includes {answer_text(question, (test.value,))}'
    if test.kind == "one_of":
        either = " or ".join(answer_text(question, one) for one in test.value)
        return f'"{question.label}" is {either}'
    text = answer_text(question, test.value)
    ends = {"at_least": question.choice[-1:], "at_most": question.choice[:1]}.get(test.kind, ())
    more = {"at_least": " or more", "at_most": " or less"}.get(test.kind, "")
    last = "" if any(choice.value == test.value for choice in ends) else more
    return f'"{question.label}" is {text}{last}'


def named(attribute: Attribute) -> str:
    """A row in brackets inside a sentence, without brackets of its own: `withdrawal care`."""
    return attribute.label.casefold().partition(" (")[0]


class Effect(Struct, frozen=True, kw_only=True):
    """One thing that a rule does when it holds: its kind in a word or two, and what is then said or needed."""

    does: str
    says: str


def effects_of(dataset: Dataset, rule: Rule) -> tuple[Effect, ...]:
    """What a rule does when it holds, what is urgent first."""
    rows = dataset.attributes
    needed = [f"{need_text(rows[id_], least)} ({named(rows[id_])})" for id_, least in rule.needs.items()]
    also = [f"{'It also' if number else 'The plan'} needs {one}." for number, one in enumerate(needed)]
    offered = listed([dataset.options[id_].in_sentence for id_ in rule.offers])
    every = {
        "Urgent": rule.urgent.message if rule.urgent else "",
        "For a clinician": rule.clinician,
        "What is needed": " ".join(also),
        "Offered alongside": f"{offered}." if offered else "",
        "Advice": rule.advice,
        "Ask again": rule.ask_again.says if rule.ask_again else "",
    }
    return tuple(Effect(does=does, says=says) for does, says in every.items() if says)


def effect_text(effects: Sequence[Effect]) -> str:
    """What a rule does in one line, each thing behind its name."""
    return " ".join(f"{one.does}: {one.says}" for one in effects)


def point_text(point: Point) -> str:
    """A point as a sentence, with its label before it."""
    label = f"{capitalised(point.label)}: " if point.label else ""
    answer = f"{capitalised(FLAGS[point.is_])}. " if point.is_ else ""
    return f"{label}{answer}{point.says}"


def capitalised(text: str) -> str:
    """A text with its first letter large, and the rest as it is."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """A text with its first letter small, and the rest as it is: `weekly cost, Medicaid rate`."""
    return text[:1].lower() + text[1:]
