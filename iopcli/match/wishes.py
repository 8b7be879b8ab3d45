"""Wishes and priorities put plans in order and name what stands against them; they remove no plan and lower no need.

The score of a plan is what its priorities give it, from 0 to less than 1, minus 1 for each wish it stands against and a
half for each that depends on the place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from iopcli.dataset.model import Attribute, Fact, Money, Option, Range
from iopcli.errors import count
from iopcli.facts.prices import CASH, claim_of, kinds_for
from iopcli.facts.wording import BASES, price_text, text_of
from iopcli.logic.conditions import All, Answers, Condition, Not, Test, holds
from iopcli.match.plans import Plan, sleeps_at_home

ALWAYS = All(())
FULL_TIME = 40
"""Hours a week from which a program without an upper limit is not asked about."""


FOLLOW = "It has to be followed until the court changes it. A lawyer or the program can ask the court to."
"""What to know where a plan is not what was ordered."""
SHORT_WAY = "Travel takes less than an hour a week, or a little more."


class Conflict(Struct, frozen=True, kw_only=True):
    """A wish that a plan stands against; not `certain` where it depends, and one has to ask."""

    question: str
    attribute: str
    text: str
    certain: bool
    depends: bool
    """Whether it depends on the place; what is not known is taken for a conflict in the score."""


Says = str | Callable[[Answers], str]


class Stand(NamedTuple):
    """How a plan sits with a wish where a condition on the answers holds: a conflict, or none where no attribute is."""

    when: Condition
    attribute: str
    says: Says
    certain: bool
    depends: bool

    @property
    def against(self) -> int:
        """What it takes from the score, in thousandths."""
        return 0 if not self.attribute else 500 if self.depends else 1000


def stands(plan: Plan, wish: str) -> tuple[Stand, ...]:
    """How a plan sits with a wish that was stated: of these the first whose condition holds."""
    return tuple(_WISHES[wish](plan))


def against(plan: Plan, answers: Answers) -> dict[str, Stand]:
    """The wishes that a plan stands against, or may, in the order they are asked for; each with how it does."""
    stated = [wish for wish in WISHES if answers.get(wish) is not None]
    found = ((wish, next((one for one in stands(plan, wish) if holds(one.when, answers)), None)) for wish in stated)
    return {wish: one for wish, one in found if one is not None and one.attribute}


def conflicts(plan: Plan, answers: Answers) -> tuple[Conflict, ...]:
    """The same in words."""
    return tuple(
        Conflict(
            question=wish,
            attribute=one.attribute,
            text=one.says if isinstance(one.says, str) else one.says(answers),
            certain=one.certain,
            depends=one.depends,
        )
        for wish, one in against(plan, answers).items()
    )


def scores(plans: Sequence[Plan], answers: Answers) -> list[float]:
    """The score of each plan among them all, in their order; the order they come in changes none."""
    gained = wanted(len(plans), {id_: worse(plans, id_) for id_ in answers.get("priorities") or ()})
    lost = (sum(one.against for one in against(plan, answers).values()) for plan in plans)
    return [(gain - loss) / 1000 for gain, loss in zip(gained, lost, strict=True)]


def wanted(plans: int, better: Mapping[str, Sequence[int]]) -> list[int]:
    """What priorities give each of so many plans, in thousandths, from 0 to less than 1000.

    `better` says of each priority, the most important first, for each plan how many are worse on it.
    """
    weights = range(len(better), 0, -1)
    most = 2 * plans * sum(weights) or 1
    gained = (
        sum(weight * worse[nr] for weight, worse in zip(weights, better.values(), strict=True)) for nr in range(plans)
    )
    return [(2000 * gain + most // 2) // most for gain in gained]


def worse(plans: Sequence[Plan], attribute: str) -> list[int]:
    """For each plan how many of them all are worse on an attribute; 0 for what is not known or has no better."""
    worths = [_worth(plan, attribute) for plan in plans]
    return [0 if own is None else sum(other is not None and other < own for other in worths) for own in worths]


def _worth(plan: Plan, id_: str) -> float | None:
    """How good a plan is on an attribute: less time and money is better, otherwise more is."""
    attribute, value = plan.dataset.attributes[id_], plan.fact(id_).value
    if value is None or attribute.type == "text" or (attribute.type == "set" and attribute.together != "union"):
        return None
    if attribute.type == "money":  # prices of one kind only can be put in order
        value = cash(plan.fact(id_))
        if value is None:
            return None
    if isinstance(value, Range):
        middle = [number for number in (value.min, value.typical, value.max) if number is not None]
        return sum(middle) / len(middle) * (1 if attribute.better == "more" else -1)
    return len(value) if attribute.type == "set" else plan.sure(attribute)


def _hours(plan: Plan) -> Iterator[Stand]:
    """Hours of care against the hours a person has."""
    row = plan.dataset.attributes["hours_per_week"]
    if not sleeps_at_home(plan.parts[0]) and plan.fact("keeps_job").value == "no":
        yield _fine(Test("sleep_at_home", "is", False))
        yield _maybe(ALWAYS, "keeps_job", "It means living at the program day and night. Ask whether that is possible.")
        return
    value = plan.fact(row.id).value
    if plan.fact(row.id).state == "not_known" and not plan.sure_elsewhere(row):
        yield _maybe(ALWAYS, row.id, "This tool does not know its hours a week, so ask.", known=False)
        return
    if not isinstance(value, Range):
        return
    most = value.max if value.max is not None else value.typical

    def told(answers: Answers) -> str:
        takes, free = text_of(plan.dataset, row, plan.fact(row.id)), answers["hours_available"]
        return f"It takes {takes}, and {free:g} {'hour is' if free == 1 else 'hours are'} free"

    yield _against(_less("hours_available", plan.sure(row)), row.id, lambda answers: f"{told(answers)}.")
    short = _less("hours_available", FULL_TIME if most is None else most)
    yield _maybe(short, row.id, lambda answers: f"{told(answers)}. Ask how many it is.")


def _travel(plan: Plan) -> Iterator[Stand]:
    """Hours on the road in a week at the least; none for video, or where people live at the program."""
    days = plan.fact("sessions_per_week").value
    visited = [one for one in plan.lasting if one.kind in ("setting", "medication") and "home" in one.listed("sleep")]
    going = [one for one in visited if not by_video(one)]
    if not isinstance(days, Range) or not going:
        return
    trips = (days.min if days.min is not None else days.typical or 0) * 2 / 60

    def told(answers: Answers) -> str:
        road = trips * answers["travel_minutes"]
        return f"Travel takes about {count(round(road), 'hour')} a week, or more." if road >= 1 else SHORT_WAY

    yield _maybe(Not(Test("travel_minutes", "is", 0)), "sessions_per_week", told)


def _home(plan: Plan) -> Iterator[Stand]:
    nights = plan.fact("sleep")
    if nights.value is None:
        return
    if "home" in nights.value:
        away = next((one for one in plan.before if not sleeps_at_home(one)), None)
        if away:
            yield _maybe(
                _yes("sleep_at_home"), "sleep", f"The first days are spent away from home, in this care: {away.title}."
            )
        return

    def told(_: Answers) -> str:
        where = text_of(plan.dataset, plan.dataset.attributes["sleep"], nights)
        return f"Nights are spent {where}, and the wish is to sleep at home."

    yield _against(_yes("sleep_at_home"), "sleep", told)


def _evenings(plan: Plan) -> Iterator[Stand]:
    """Evenings only: against day programs, and against places where one lives and cannot work."""
    evening, job = plan.fact("evening_available"), plan.fact("keeps_job").value
    wanted = _yes("evenings_only")
    if evening.value == "no" or (evening.state == "not_applicable" and job == "no"):
        yield _against(wanted, "evening_available", "It is in the daytime, and only evenings and weekends are free.")
    elif evening.value != "yes" and evening.state != "not_applicable":
        row = plan.dataset.attributes["evening_available"]
        yield _maybe(
            wanted,
            row.id,
            lambda _: f"Evening or weekend hours: {text_of(plan.dataset, row, evening)}. Ask for the times.",
        )


def _budget(plan: Plan) -> Iterator[Stand]:
    """A cash price against what a person can pay; not where a payer may take it on, since then it is not the bill."""
    row, fact = plan.dataset.attributes["cost_per_week"], plan.fact("cost_per_week")
    money = cash(fact)

    def unknown(answers: Answers) -> str:
        return _not_the_bill(row, fact, answers.get("payer")) or "This tool knows no cash price for it, so ask."

    if money is None:
        if not _free(fact):
            yield _maybe(ALWAYS, row.id, unknown, known=False)
        return
    low, high = money.min if money.min is not None else money.typical or 0, money.max

    def cash_price() -> str:
        return f"The cash price is {price_text(row, money)}."

    def insured(answers: Answers) -> str:
        return _not_the_bill(row, fact, answers.get("payer")) or f"{cash_price()} Ask what is left to pay."

    def told(answers: Answers) -> str:
        return f"{cash_price()} The budget is ${answers['weekly_budget']:,.0f} a week"

    def near(answers: Answers) -> str:
        return _not_the_bill(row, fact, answers.get("payer")) or f"{told(answers)}, so ask."

    short = _less("weekly_budget", low)
    yield _maybe(All((short, Not(Test("payer", "is", "uninsured")))), row.id, insured)
    yield _against(short, row.id, lambda answers: f"{told(answers)}.")
    if high is not None:
        yield _maybe(_less("weekly_budget", high), row.id, near)


def _not_the_bill(row: Attribute, fact: Fact[Any], payer: str | None) -> str:
    """What is known of a payer's own price, which is not what is left to pay; nothing for those who pay it all."""
    kind = kinds_for(payer)[0]
    if kind == CASH:
        return ""
    claim = claim_of(fact.claims, kind)
    if claim is None:
        return "This tool does not know what the health plan pays, so ask the plan what is left to pay."
    rate = f"{BASES[kind]} is {price_text(row, claim.value)}"
    return f"The {rate}. That is not the bill, so ask what is left to pay."


def _payer(plan: Plan) -> Iterator[Stand]:
    question = plan.dataset.questions.get("payer")
    labels = {choice.value: choice.label for choice in question.choice} if question else {}
    for part in plan.parts:
        fact = part.facts.get("coverage")
        for point in fact.points if fact else ():
            if point.is_ == "no" and not _free(part.facts.get("cost_per_week")):
                text = f"{part.title}, {labels.get(point.label, point.label)}: {point.says}"
                yield _against(Test("payer", "is", point.label), "coverage", text)


def _private_room(plan: Plan) -> Iterator[Stand]:
    if any(by_video(part) for part in plan.parts):
        told = "It is by video, and there is no private room with good internet."
        yield _against(Test("private_internet", "is", False), "resources", told)


def _court(plan: Plan) -> Iterator[Stand]:
    """The setting that was ordered against those of the plan; an order that names none fits all treatment."""
    options, question = plan.dataset.options, plan.dataset.questions.get("court_order")
    for id_ in (str(choice.value) for choice in question.choice) if question else ():
        if id_ in options and id_ not in plan.options and not any(part.like == id_ for part in plan.parts):
            asks = f"The court ordered this care: {options[id_].title}."
            yield _maybe(Test("court_order", "is", id_), "suits", f"{asks} {FOLLOW}")
    if plan.parts[0].kind == "baseline":
        text = "The court ordered treatment. Whoever gave the order should be asked before anyone waits."
        yield _maybe(Not(Test("court_order", "is", "none")), "suits", text)


_WISHES: Mapping[str, Callable[[Plan], Iterator[Stand]]] = {
    "hours_available": _hours,
    "sleep_at_home": _home,
    "evenings_only": _evenings,
    "payer": _payer,
    "weekly_budget": _budget,
    "private_internet": _private_room,
    "travel_minutes": _travel,
    "court_order": _court,
}
"""Each wish, with how a plan sits with it, the first that holds first."""
WISHES = tuple(_WISHES)


def _less(question: str, than: float) -> Condition:
    return Not(Test(question, "at_least", than))


def _yes(question: str) -> Condition:
    return Test(question, "is", True)


def _fine(when: Condition) -> Stand:
    return Stand(when, "", "", certain=False, depends=False)


def _against(when: Condition, attribute: str, says: Says) -> Stand:
    return Stand(when, attribute, says, certain=True, depends=False)


def _maybe(when: Condition, attribute: str, says: Says, *, known: bool = True) -> Stand:
    return Stand(when, attribute, says, certain=False, depends=known)


def cash(fact: Fact[Any]) -> Money | None:
    """The cash price, where one is known."""
    price = fact.prices.get("cash")
    return price.value if price else None


def _free(fact: Fact[Any] | None) -> bool:
    value = fact.value if fact else None
    return isinstance(value, Money) and {value.min, value.max, value.typical} <= {0, None}


def by_video(option: Option) -> bool:
    """Whether the care itself comes by video, so that no one travels and a room is needed."""
    return option.kind == "setting" and "video" in option.listed("resources")
