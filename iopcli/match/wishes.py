"""Wishes and priorities put plans in order and name what stands against them; they remove no plan and lower no need.

The score of a plan is what its priorities give it, from 0 to less than 1, minus 1 for each wish it stands against and a
half for each that depends on the place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from iopcli.dataset.model import Fact, Money, Option, Range
from iopcli.errors import count
from iopcli.logic.conditions import Answers
from iopcli.match.plans import Plan, sleeps_at_home
from iopcli.wording import text_of

FULL_TIME = 40
"""Hours a week from which a program without an upper limit is not asked about."""
SHORT_WAY = "Less than an hour a week on the road, or a little more."


class Conflict(Struct, frozen=True, kw_only=True):
    """A wish that a plan stands against; not `certain` where it depends, and one has to ask."""

    question: str
    attribute: str
    text: str
    certain: bool
    depends: bool
    """Whether it depends on the place; what is not known is taken for a conflict in the score."""


def conflicts(plan: Plan, answers: Answers) -> tuple[Conflict, ...]:
    """What in a plan stands against the wishes, or may, in the order the wishes are asked for."""
    found = (check(plan, answers) for id_, check in _WISHES.items() if answers.get(id_) is not None)
    return tuple(conflict for conflict in found if conflict is not None)


def scores(plans: Sequence[Plan], answers: Answers) -> list[float]:
    """The score of each plan among them all, in their order; the order they come in changes none."""
    priorities: Sequence[str] = answers.get("priorities") or ()
    weights = range(len(priorities), 0, -1)
    found = []
    for plan in plans:
        better = (weight * _share_worse(plan, plans, id_) for id_, weight in zip(priorities, weights, strict=True))
        against = sum(0.5 if conflict.depends else 1 for conflict in conflicts(plan, answers))
        found.append(round(sum(better) / (sum(weights) or 1) - against, 3))
    return found


def _share_worse(plan: Plan, plans: Sequence[Plan], attribute: str) -> float:
    """The share of all plans that are worse on an attribute; 0 for what is not known or has no better and worse."""
    own = _worth(plan, attribute)
    if own is None:
        return 0
    others = (_worth(other, attribute) for other in plans)
    return sum(other is not None and other < own for other in others) / len(plans)


def _worth(plan: Plan, id_: str) -> float | None:
    """How good a plan is on an attribute: less time and money is better, otherwise more is."""
    attribute, value = plan.dataset.attributes[id_], plan.fact(id_).value
    if value is None or attribute.type == "text" or (attribute.type == "set" and attribute.together != "union"):
        return None
    if attribute.type == "money":  # prices of one kind only can be put in order
        value = _cash(plan.fact(id_))
        if value is None:
            return None
    if isinstance(value, Range):
        middle = [number for number in (value.min, value.typical, value.max) if number is not None]
        return sum(middle) / len(middle) * (1 if attribute.better == "more" else -1)
    return len(value) if attribute.type == "set" else plan.sure(attribute)


def _hours(plan: Plan, answers: Answers) -> Conflict | None:
    """Hours of care against the hours a person has."""
    row, have = plan.dataset.attributes["hours_per_week"], answers["hours_available"]
    if not sleeps_at_home(plan.parts[0]) and plan.fact("keeps_job").value == "no":
        away = answers.get("sleep_at_home") is False
        return (
            None if away else _maybe("hours_available", "keeps_job", "You live there day and night. Is that possible?")
        )
    value = plan.fact(row.id).value
    if plan.fact(row.id).state == "not_known" and not plan.sure_elsewhere(row):
        return _maybe("hours_available", row.id, "Its hours a week are not known here: ask.", known=False)
    if not isinstance(value, Range):
        return None
    needs = text_of(plan.dataset, row, plan.fact(row.id))
    most = value.max if value.max is not None else value.typical
    if plan.sure(row) > have:
        return _against("hours_available", row.id, f"It needs {needs}. You have {have:g}.")
    if have < (FULL_TIME if most is None else most):
        return _maybe("hours_available", row.id, f"It needs {needs}. You have {have:g}: ask how many it is.")
    return None


def _travel(plan: Plan, answers: Answers) -> Conflict | None:
    """Hours on the road in a week at the least; none for video, or where people live at the program."""
    days = plan.fact("sessions_per_week").value
    visited = [one for one in plan.lasting if one.kind in ("setting", "medication") and "home" in one.listed("sleep")]
    going = [one for one in visited if not _by_video(one)]
    if not answers["travel_minutes"] or not isinstance(days, Range) or not going:
        return None
    road = (days.min if days.min is not None else days.typical or 0) * 2 * answers["travel_minutes"] / 60
    told = f"About {count(round(road), 'hour')} a week on the road, or more." if road >= 1 else SHORT_WAY
    return _maybe("travel_minutes", "sessions_per_week", told)


def _home(plan: Plan, answers: Answers) -> Conflict | None:
    nights = plan.fact("sleep")
    if not answers["sleep_at_home"] or nights.value is None:
        return None
    if "home" in nights.value:
        away = next((one for one in plan.before if not sleeps_at_home(one)), None)
        return _maybe("sleep_at_home", "sleep", f"First some days away from home: {away.title}.") if away else None
    where = text_of(plan.dataset, plan.dataset.attributes["sleep"], nights)
    return _against("sleep_at_home", "sleep", f"You sleep {where}. You want to sleep at home.")


def _evenings(plan: Plan, answers: Answers) -> Conflict | None:
    """Evenings only: against day programs, and against places where one lives and cannot work."""
    evening, job = plan.fact("evening_available"), plan.fact("keeps_job").value
    if not answers["evenings_only"]:
        return None
    if evening.value == "no" or (evening.state == "not_applicable" and job == "no"):
        return _against("evenings_only", "evening_available", "It takes the day. You are free in the evening only.")
    if evening.value == "yes" or evening.state == "not_applicable":
        return None
    told = text_of(plan.dataset, plan.dataset.attributes["evening_available"], evening)
    return _maybe("evenings_only", "evening_available", f"Evenings: {told}. Ask for times.")


def _budget(plan: Plan, answers: Answers) -> Conflict | None:
    """A price against what a person can pay; not where a payer may take it on, since then the price is not the bill."""
    budget, row = answers["weekly_budget"], plan.dataset.attributes["cost_per_week"]
    fact = plan.fact("cost_per_week")
    money = _cash(fact)
    if money is None:
        return (
            None if _free(fact) else _maybe("weekly_budget", row.id, "No cash price is known here: ask.", known=False)
        )
    low, high = money.min if money.min is not None else money.typical or 0, money.max
    text = text_of(plan.dataset, row, Fact(value=money))
    if low > budget:
        if answers.get("payer") not in (None, "uninsured"):
            return _maybe("weekly_budget", row.id, f"The price is {text}. Ask what is left for you to pay.")
        return _against("weekly_budget", row.id, f"The price is {text}. You can pay ${budget:,.0f} a week.")
    if high is not None and high > budget:
        return _maybe("weekly_budget", row.id, f"The price is {text}. You can pay ${budget:,.0f} a week: ask.")
    return None


def _payer(plan: Plan, answers: Answers) -> Conflict | None:
    payer: str = answers["payer"]
    for part in plan.parts:
        fact = part.facts.get("coverage")
        for point in fact.points if fact else ():
            if point.label == payer and point.is_ == "no" and not _free(part.facts.get("cost_per_week")):
                return _against("payer", "coverage", f"{part.title}: {point.says}")
    return None


def _private_room(plan: Plan, answers: Answers) -> Conflict | None:
    if answers["private_internet"] or not any(_by_video(part) for part in plan.parts):
        return None
    return _against("private_internet", "resources", "It comes by video. You have no private room with good internet.")


_WISHES: Mapping[str, Callable[[Plan, Answers], Conflict | None]] = {
    "hours_available": _hours,
    "sleep_at_home": _home,
    "evenings_only": _evenings,
    "weekly_budget": _budget,
    "payer": _payer,
    "private_internet": _private_room,
    "travel_minutes": _travel,
}
"""Each wish, with what looks for a conflict."""


def _against(question: str, attribute: str, text: str) -> Conflict:
    return Conflict(question=question, attribute=attribute, text=text, certain=True, depends=False)


def _maybe(question: str, attribute: str, text: str, *, known: bool = True) -> Conflict:
    return Conflict(question=question, attribute=attribute, text=text, certain=False, depends=known)


def _cash(fact: Fact[Any]) -> Money | None:
    """The cash price, where one is known."""
    price = fact.prices.get("cash")
    return price.value if price else None


def _free(fact: Fact[Any] | None) -> bool:
    value = fact.value if fact else None
    return isinstance(value, Money) and {value.min, value.max, value.typical} <= {0, None}


def _by_video(option: Option) -> bool:
    """Whether the care itself comes by video, so that no one travels and a room is needed."""
    return option.kind == "setting" and "video" in option.listed("resources")
