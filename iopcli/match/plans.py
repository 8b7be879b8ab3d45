"""Needs become plans: options taken together, whose facts, taken together, meet every need.

A plan is one setting. Where the needs ask for it, a day program joins a home that people leave by day; housing,
medication, and withdrawal care before it are added. No plan has a part that it does not need.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any

from iopcli.dataset.model import Attribute, Dataset, Fact, Option, Range
from iopcli.facts.wording import text_of
from iopcli.match.needs import Judge, Needs
from iopcli.match.together import as_one, name_in_sentence, name_of, together

STAGED = ("scale", "flag", "set", "range")
"""The types of rows that show a plan stage by stage where its stages differ; what each part costs stands in notes."""
ADDED = {"housing": "housing", "medication": "medications", "withdrawal": "withdrawal_management"}
"""Kinds that are added to a setting, each with the need that asks for it."""


Facts = dict[tuple[str, tuple[str, ...]], Fact[Any]]
"""What options have together, by an attribute and their ids."""


class Plan:
    """Options taken together, with the facts they have together."""

    def __init__(self, dataset: Dataset, parts: Sequence[Option], known: Facts | None = None) -> None:
        """`known` is shared by plans with parts in common, so that each combined fact is worked out once."""
        self.dataset = dataset
        self.parts = tuple(parts)
        self.before = tuple(part for part in parts if part.kind == "withdrawal" and len(parts) > 1)
        """Withdrawal care, which comes before the rest and lasts for days."""
        self.lasting = tuple(part for part in parts if part not in self.before)
        """The parts that go on together."""
        self.options = frozenset(part.id for part in parts)
        self.added = {ADDED[part.kind] for part in parts if part.kind in ADDED}
        """The needs that its housing, medication and withdrawal care answer."""
        self._facts: dict[str, Fact[Any]] = {}
        self._known: Facts = {} if known is None else known
        self._sure: dict[str, float] = {}
        self._met: dict[tuple[str, Any], bool] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its options, the setting first."""
        return tuple(part.id for part in self.parts)

    @property
    def name(self) -> str:
        """Its options by name: `First Detox, then Outpatient`."""
        return name_of(self.lasting, self.before)

    @property
    def in_sentence(self) -> str:
        """The same as it is said aloud: `first a detox unit, then outpatient care`."""
        return name_in_sentence(self.lasting, self.before)

    def fact(self, attribute: str) -> Fact[Any]:
        """What it gives for an attribute."""
        if attribute not in self._facts:
            row = self.dataset.attributes[attribute]
            parts = self.parts if row.with_before else self.lasting
            key = attribute, tuple(part.id for part in parts)
            if key not in self._known:
                self._known[key] = together(row, parts)
            self._facts[attribute] = self._known[key]
        return self._facts[attribute]

    @cached_property
    def as_option(self) -> Option:
        """The plan as one option, so that it stands in a table as any other."""
        facts = {id_: self.fact(id_) for id_ in self.dataset.attributes}
        return as_one(self.lasting, self.before, facts, self._at_first(facts))

    def _at_first(self, facts: Mapping[str, Fact[Any]]) -> dict[str, Fact[Any]]:
        """What withdrawal care that comes before the rest gives, on the rows that count it apart and differ."""
        if not self.before:
            return {}
        rows = [row for row in self.dataset.attributes.values() if row.type in STAGED and not row.with_before]
        first = {row.id: together(row, self.before) for row in rows}
        return {
            row.id: first[row.id]
            for row in rows
            if "not_applicable" not in (first[row.id].state, facts[row.id].state)
            and text_of(row, first[row.id]) != text_of(row, facts[row.id])
        }

    @cached_property
    def intensity(self) -> tuple[tuple[float, ...], tuple[float, ...], tuple[str, ...]]:
        """What plans are sorted by: the parts that last, most intensive first; then what comes before them."""
        return _orders(self.lasting), _orders(self.before), self.ids

    @cached_property
    def levels(self) -> tuple[float | None, ...]:
        """How much it has of each attribute that makes care intensive; None where that is not known."""
        rows = [row for row in self.dataset.attributes.values() if row.intensity]
        known = [self.fact(row.id).state != "not_known" or self.sure(row) > 0 for row in rows]
        return tuple(self.sure(row) if is_ else None for row, is_ in zip(rows, known, strict=True))

    def exceeds(self, other: Plan) -> bool:
        """Whether it is more intensive in something and less in nothing; if all is equal, what comes before decides.

        What is not known of one of the two is left out.
        """
        both = [(a, b) for a, b in zip(self.levels, other.levels, strict=True) if a is not None and b is not None]
        if self.levels == other.levels:
            return _orders(self.before) > _orders(other.before)
        return all(own >= its for own, its in both) and any(own > its for own, its in both)

    def short_of(self, needs: Needs) -> float:
        """How far it stays below the needs it misses: steps of scales, hours, words of sets."""
        rows = ((self.dataset.attributes[id_], needs[id_]) for id_ in self.misses(needs))
        return sum(
            sum(not self.fact(row.id).has(word) for word in least)
            if row.type == "set"
            else row.place(least) - self.sure(row)
            for row, least in rows
        )

    def sure(self, attribute: Attribute) -> float:
        """How much of a range, scale or flag it gives: its least number, or its usual one where no least is known.

        Without end where counting makes no sense, and 0 where it is not known.
        """
        if attribute.id not in self._sure:
            self._sure[attribute.id] = self._surely(attribute)
        return self._sure[attribute.id]

    def _surely(self, attribute: Attribute) -> float:
        if self.sure_elsewhere(attribute):
            return math.inf
        value = self.fact(attribute.id).value
        if isinstance(value, Range):
            return (value.min if value.min is not None else value.typical) or 0
        return 0 if value is None else attribute.place(value)

    def sure_elsewhere(self, attribute: Attribute) -> Attribute | None:
        """The row whose fact stands for this one: with doctors and nurses day and night, hours are not counted."""
        scales = ((self.dataset.attributes[id_], word) for id_, word in attribute.met_by.items())
        return next((scale for scale, word in scales if self.sure(scale) >= scale.place(word)), None)

    def meets(self, attribute: Attribute, least: Any) -> bool:
        """Whether it gives at least this much. What is not known meets nothing."""
        key = attribute.id, least
        if key not in self._met:
            if attribute.type == "set":
                self._met[key] = all(map(self.fact(attribute.id).has, least))
            else:
                self._met[key] = self.sure(attribute) >= attribute.place(least)
        return self._met[key]

    def misses(self, needs: Needs) -> tuple[str, ...]:
        """The attributes on which it does not meet the needs."""
        return tuple(id_ for id_, least in needs.items() if not self.meets(self.dataset.attributes[id_], least))


class Planner:
    """Every plan that can be made of a dataset's options; remembers which of them meet a set of needs.

    The judge beside it says what is needed, and remembers that.
    """

    def __init__(self, dataset: Dataset, without: Collection[str] = ()) -> None:
        self.dataset = dataset
        self.judge = Judge(dataset)
        options = [option for option in dataset.in_order if option.id not in without]
        known: Facts = {}
        made = (Plan(dataset, parts, known) for parts in _combinations(options))
        self._every = sorted(made, key=lambda plan: plan.intensity)
        self._adding = {id_: self._marked(id_ in plan.added for plan in self._every) for id_ in ADDED.values()}
        """A need to the plans that add something for it, one bit for each of `_every`."""
        self._meeting: dict[tuple[str, Any], int] = {}
        """A minimum to the plans that meet it."""
        self._found: dict[int, tuple[tuple[Plan, ...], tuple[Plan, ...]]] = {}
        """Plans that meet some needs to those that are just enough, and those that are more than needed."""

    def plans(self, needs: Needs) -> tuple[Plan, ...]:
        """Every plan that meets the needs and has no part too many: what is just enough first, then by intensity."""
        enough, more = self._sorted_out(needs)
        return enough + more

    def more_than_needed(self, plan: Plan, needs: Needs) -> bool:
        """Whether a plan is more than needed: another that meets the needs has less."""
        return plan not in self._sorted_out(needs)[0]

    def _sorted_out(self, needs: Needs) -> tuple[tuple[Plan, ...], tuple[Plan, ...]]:
        """The plans that are just enough, and those that are more than needed."""
        bits = self._bits(needs)
        if bits not in self._found:
            meeting = [plan for number, plan in enumerate(self._every) if bits >> number & 1]
            lean = [plan for plan in meeting if not any(plan.options > other.options for other in meeting)]
            more = [plan for plan in lean if any(plan.exceeds(other) for other in lean)]
            more = more if len(more) < len(lean) else []  # where facts are not known, each may exceed another
            self._found[bits] = tuple(plan for plan in lean if plan not in more), tuple(more)
        return self._found[bits]

    def _bits(self, needs: Needs) -> int:
        """The plans that meet all needs and add nothing that is not asked for, one bit for each."""
        bits = (1 << len(self._every)) - 1
        for id_ in self._adding.keys() - needs.keys():
            bits &= ~self._adding[id_]
        for id_, least in needs.items():
            if (id_, least) not in self._meeting:
                row = self.dataset.attributes[id_]
                self._meeting[id_, least] = self._marked(plan.meets(row, least) for plan in self._every)
            bits &= self._meeting[id_, least]
        return bits

    @staticmethod
    def _marked(plans: Iterable[bool]) -> int:
        """A bit for each plan that is marked."""
        return sum(1 << number for number, marked in enumerate(plans) if marked)

    def least(self, needs: Needs) -> tuple[str, ...]:
        """The options of the least intensive plan that meets the needs; none if no plan does."""
        plans = self.plans(needs)
        return plans[0].ids if plans else ()

    def nearest(self, needs: Needs) -> Plan:
        """The plan that misses the fewest needs and by the least, for when none meets all."""
        every = self._asked_for(needs)
        return min(every, key=lambda plan: (len(plan.misses(needs)), plan.short_of(needs), plan.intensity))

    def _asked_for(self, needs: Needs) -> Iterator[Plan]:
        """Plans in which each housing, medication and withdrawal care answers a need for just that."""
        return (plan for plan in self._every if plan.added <= needs.keys())


def _combinations(options: Sequence[Option]) -> Iterator[tuple[Option, ...]]:
    """Every way to take options together: a base, a day program where people leave by day, and what is added."""
    of: dict[str, list[Option]] = {}
    for option in options:
        of.setdefault(option.kind, []).append(option)
    yield from ((option,) for option in of.get("baseline", ()))
    days = [option for option in of.get("setting", ()) if sleeps_at_home(option)]
    for base in (*of.get("setting", ()), *of.get("medication", ())):
        kinds = [kind for kind in ADDED if kind != base.kind and (kind != "housing" or sleeps_at_home(base))]
        joining = [days if leaves_by_day(base) else [], *(of.get(kind, []) for kind in kinds)]
        for parts in product(*([None, *choice] for choice in joining)):
            plan = (base, *(part for part in parts if part is not None))
            if not _nights_apart(plan):
                yield plan


def _nights_apart(plan: Sequence[Option]) -> bool:
    """Whether a person would be at home for withdrawal and at a program for what follows."""
    by_day = any(one.kind == "withdrawal" and sleeps_at_home(one) for one in plan)
    return by_day and not sleeps_at_home(plan[0])


def _orders(options: Sequence[Option]) -> tuple[float, ...]:
    """Where options stand from least to most intensive, the most intensive first."""
    return tuple(sorted((option.order for option in options), reverse=True))


def sleeps_at_home(option: Option) -> bool:
    """Whether its nights can be spent at home."""
    return "home" in option.listed("sleep")


def leaves_by_day(option: Option) -> bool:
    """Whether people live there and go out by day, so that care elsewhere can join."""
    job = option.facts.get("keeps_job")
    return option.kind == "setting" and not sleeps_at_home(option) and job is not None and job.value == "yes"
