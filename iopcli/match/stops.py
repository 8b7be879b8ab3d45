"""The stops on a path from a first plan to aftercare: each next stop is the first step down that the one before names.

A path takes settings one after another and ends in support. Withdrawal care that comes before a plan is its own stop.
Medication and housing that a plan has go along with its setting; medication goes on into aftercare, housing does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from iopcli.dataset.model import Dataset, Option, Range
from iopcli.errors import Problem
from iopcli.facts.bill import LENGTH
from iopcli.facts.ends import DAYS_A_WEEK, Ends, ends_in
from iopcli.match.plans import Plan, sleeps_at_home

ALONG = ("medication", "housing")
"""Kinds that go along with a setting."""
STAFF_AT_NIGHT = "staff"
"""The word of the scale of supervision from which someone is on site at night."""

Weeks = Mapping[str, Decimal]
"""An option to the weeks that someone has chosen for it."""


class Stop(NamedTuple):
    """A plan for so many days; `open` where it has no set end, `chosen` where someone has said how long."""

    plan: Plan
    days: Ends
    usual: Decimal | None
    """How long it is drawn: what is usual, or the middle of the range."""
    open: bool
    chosen: bool

    @property
    def base(self) -> Option:
        """The part that says how long it lasts and what comes next."""
        return self.plan.parts[0]

    @property
    def at_home(self) -> bool:
        """Whether its nights can be spent at home."""
        nights = self.plan.fact("sleep").value
        return nights is None or "home" in nights

    @property
    def staff_at_night(self) -> bool:
        """Whether someone is on site at night, where the person sleeps."""
        row = self.plan.dataset.attributes.get("supervision")
        words = [word.id for word in row.word] if row else []
        if self.at_home or row is None or STAFF_AT_NIGHT not in words:
            return False
        return self.plan.sure(row) >= row.place(STAFF_AT_NIGHT)


def stops_from(dataset: Dataset, chain: Sequence[Plan], weeks: Weeks) -> tuple[Stop, ...]:
    """The stops from the first of these plans through the others, and on by step down to aftercare."""
    plans = [part for plan in chain for part in _apart(dataset, plan)]
    while (then := _next(dataset, plans)) is not None:
        plans.append(then)
    return tuple(_stop(plan, weeks) for plan in plans)


def after(dataset: Dataset, stops: Sequence[Stop]) -> tuple[Option, ...]:
    """What the last stop of a path may be followed by, but for what was on the path."""
    fact = stops[-1].base.facts.get("step_down")
    been = {part.id for stop in stops for part in stop.plan.parts}
    return tuple(dataset.options[id_] for id_ in (fact.value or () if fact else ()) if id_ not in been)


def circles(dataset: Dataset) -> list[Problem]:
    """Every loop among steps down, each given by the option whose step closes it."""
    found: dict[frozenset[str], Problem] = {}
    done: set[str] = set()

    def follow(trail: tuple[str, ...]) -> None:
        last = dataset.options[trail[-1]]
        for then in _down(dataset, last):
            if then.id in trail:
                round_ = trail[trail.index(then.id) :]
                message = f"leads in a circle: {' > '.join([*round_, then.id])}"
                problem = Problem(dataset.place_of(last, "step_down"), message, "name only what is less intensive")
                found.setdefault(frozenset(round_), problem)
            elif then.id not in done:
                follow((*trail, then.id))
        done.add(last.id)

    for id_ in dataset.options:
        if id_ not in done:
            follow((id_,))
    return list(found.values())


def _apart(dataset: Dataset, plan: Plan) -> list[Plan]:
    """A plan with the withdrawal care that comes before it as a plan of its own."""
    if not plan.before:
        return [plan]
    return [Plan(dataset, plan.before), Plan(dataset, plan.lasting)]


def _next(dataset: Dataset, plans: Sequence[Plan]) -> Plan | None:
    """The plan after the last of these, with what goes along; None where the path ends."""
    last = plans[-1].parts[0]
    if last.kind in ("support", "baseline") or _has_no_end(last):
        return None
    been = {part.id for plan in plans for part in plan.parts}
    then = next((option for option in _down(dataset, last) if option.id not in been), None)
    if then is None:
        return None
    along = [part for part in plans[-1].parts[1:] if part.kind in ALONG]
    if then.kind == "support" or not sleeps_at_home(then):
        along = [part for part in along if part.kind == "medication"]
    return Plan(dataset, (then, *along))


def _down(dataset: Dataset, option: Option) -> list[Option]:
    """What may come after an option: the settings it names in its order, then support, the most intensive first."""
    fact = option.facts.get("step_down")
    named = [dataset.options[id_] for id_ in (fact.value or () if fact and fact.state == "known" else ())]
    settings = [one for one in named if one.kind == "setting"]
    return settings + sorted((one for one in named if one.kind == "support"), key=lambda one: -one.order)


def _has_no_end(option: Option) -> bool:
    fact = option.facts.get(LENGTH)
    return fact is not None and fact.state == "not_applicable"


def _stop(plan: Plan, weeks: Weeks) -> Stop:
    base = plan.parts[0]
    named = next((id_ for id_ in (base.id, *(part.id for part in plan.parts[1:])) if id_ in weeks), None)
    if named is not None:
        days = weeks[named] * DAYS_A_WEEK
        return Stop(plan, Ends(min=days, max=days), days, open=False, chosen=True)
    value, ends = getattr(base.facts.get(LENGTH), "value", None), ends_in(base, LENGTH)
    usual = _usual(value, ends) if isinstance(value, Range) else None
    return Stop(plan, ends, usual, open=_has_no_end(base), chosen=False)


def _usual(value: Range, ends: Ends) -> Decimal | None:
    if value.typical is not None:
        return Decimal(str(value.typical))
    if ends.min is not None and ends.max is not None:
        return (ends.min + ends.max) / 2
    return ends.max / 2 if ends.max is not None else ends.min
