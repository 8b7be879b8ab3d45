"""What can be said of a plan in the rows of its wishes: its attributes, and a few figures made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from iopcli.dataset.model import Attribute, Fact, Money, Option, Range
from iopcli.dataset.states import STATES, rate_of
from iopcli.facts.prices import claim_of, kinds_for
from iopcli.facts.wording import BASES, amount_text, either_text, price_text
from iopcli.logic.conditions import Answers
from iopcli.match.plans import Plan, sleeps_at_home

NOT_KNOWN = "not_known"


class Figures:
    """The figures of one plan by name, each found when it is first asked for; None where there is no such figure."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._found: dict[str, Any] = {}

    def get(self, name: str, _: Any = None) -> Any:
        """What a condition on plans compares: a word, a number, yes or no."""
        if name not in self._found:
            made = _FIGURES.get(name)
            self._found[name] = made(self.plan) if made else self._of_attribute(name)
        return self._found[name]

    def text(self, name: str, answers: Answers) -> Any:
        """What a sentence says: an attribute in words, a figure as it is, or what depends on answers."""
        if name in _OF_ANSWERS:
            return _OF_ANSWERS[name](self.plan, answers)
        if row := self.plan.dataset.attributes.get(name):
            return either_text(row, self.plan.fact(name))
        return self.get(name)

    def _of_attribute(self, name: str) -> Any:
        id_, _, end = name.partition(".")
        row = self.plan.dataset.attributes[id_]
        fact = self.plan.fact(id_)
        if end:
            return _end(self.plan, row, end)
        if fact.state != "known":
            return "not_counted" if fact.state == NOT_KNOWN and self.plan.sure_elsewhere(row) else fact.state
        return "known" if row.type in ("range", "money", "text") else fact.value


def things(plan: Plan, each: str) -> Iterator[Mapping[str, Any]]:
    """What a row is said of: once of the plan, or of each thing in one of its lists."""
    return _EACH[each](plan) if each else iter(({},))


def cash(fact: Fact[Any]) -> Money | None:
    """The cash price, where one is known."""
    price = fact.prices.get("cash")
    return price.value if price else None


def _end(plan: Plan, row: Attribute, end: str) -> float | None:
    """The least that a plan surely gives, or the most that it takes: its usual number where no most is known."""
    value = plan.fact(row.id).value
    if not isinstance(value, Range):
        return None
    if end == "least":
        return plan.sure(row)
    return value.max if value.max is not None else value.typical


def _beginning(plan: Plan) -> Option | None:
    return next((one for one in plan.before if not sleeps_at_home(one)), None)


def _nights(plan: Plan) -> str:
    nights = plan.fact("sleep").value
    return NOT_KNOWN if nights is None else "home" if "home" in nights else "away"


def _trips(plan: Plan) -> float | None:
    """Hours on the road in a week, at the least, for each minute of a one-way trip; none where nobody travels."""
    days = plan.fact("sessions_per_week").value
    visited = (one for one in plan.lasting if one.kind in ("setting", "medication") and "home" in one.listed("sleep"))
    if not isinstance(days, Range) or not any(not by_video(one) for one in visited):
        return None
    return (days.min if days.min is not None else days.typical or 0) * 2 / 60


def _road(plan: Plan, answers: Answers) -> int | None:
    """Whole hours on the road in a week; none where it is less than one."""
    hours = (_trips(plan) or 0) * (answers.get("travel_minutes") or 0)
    return round(hours) if hours >= 1 else None


def _cash(plan: Plan, end: str) -> float | None:
    money = cash(plan.fact("cost_per_week"))
    if money is None:
        return None
    return money.max if end == "most" else money.min if money.min is not None else money.typical or 0


def _cash_text(plan: Plan) -> str | None:
    money = cash(plan.fact("cost_per_week"))
    return price_text(plan.dataset.attributes["cost_per_week"], money) if money else None


def _payer_rate(plan: Plan, answers: Answers) -> str | None:
    """A payer's own price, which is not what is left to pay."""
    kind = kinds_for(answers.get("payer"))[0]
    claim = claim_of(plan.fact("cost_per_week").claims, kind)
    if claim is None:
        return None
    state = STATES.get(rate_of(plan.dataset, claim), "")
    price = amount_text(plan.dataset.attributes["cost_per_week"], claim.value)
    return f"{BASES[kind]} was {price}{f' in {state}' if state else ''} in {claim.value.year}"


def _refused(plan: Plan) -> Iterator[Mapping[str, Any]]:
    for part in plan.parts:
        fact = part.facts.get("coverage")
        for point in fact.points if fact else ():
            if point.is_ == "no" and not _free(part.facts.get("cost_per_week")):
                yield {"payer": point.label, "point": point.says}


def _ordered_other(plan: Plan) -> Iterator[Mapping[str, Any]]:
    """Care that a court can order and the plan is not; an order that names none fits all treatment."""
    options, question = plan.dataset.options, plan.dataset.questions.get("court_order")
    for id_ in (str(choice.value) for choice in question.choice) if question else ():
        if id_ in options and id_ not in plan.options and not any(part.like == id_ for part in plan.parts):
            yield {"option": id_, "name": options[id_].title}


def _free(fact: Fact[Any] | None) -> bool:
    value = fact.value if fact else None
    return isinstance(value, Money) and value.zero


def by_video(option: Option) -> bool:
    """Whether the care itself comes by video, so that no one travels and a room is needed."""
    return option.kind == "setting" and "video" in option.listed("resources")


_FIGURES: Mapping[str, Callable[[Plan], Any]] = {
    "lives_in": lambda plan: not sleeps_at_home(plan.parts[0]),
    "begins_away": lambda plan: _beginning(plan) is not None,
    "beginning": lambda plan: one.title if (one := _beginning(plan)) else None,
    "nights": _nights,
    "video": lambda plan: any(map(by_video, plan.parts)),
    "goes_there": lambda plan: _trips(plan) is not None,
    "cash": lambda plan: NOT_KNOWN if cash(plan.fact("cost_per_week")) is None else "known",
    "cash.least": lambda plan: _cash(plan, "least"),
    "cash.most": lambda plan: _cash(plan, "most"),
    "free": lambda plan: _free(plan.fact("cost_per_week")),
    "kind": lambda plan: plan.parts[0].kind,
}
_OF_ANSWERS: Mapping[str, Callable[[Plan, Answers], Any]] = {
    "road": _road,
    "payer_rate": _payer_rate,
    "cash": lambda plan, _: _cash_text(plan),
}
"""What is said and not compared, since it takes answers or is longer than a word."""
_EACH: Mapping[str, Callable[[Plan], Iterator[Mapping[str, Any]]]] = {
    "refused": _refused,
    "ordered_other": _ordered_other,
}
