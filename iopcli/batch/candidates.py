"""Which of the plans that are just enough comes first for whom: by wishes and priorities, as for one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from iopcli.batch.cells import ORDERED
from iopcli.batch.packed import SMALL, Digit, Packed, total
from iopcli.logic.conditions import Condition, Test, holds, tests_of
from iopcli.match.wishes import Stand, stands, wanted, worse
from iopcli.prices import price_for

if TYPE_CHECKING:
    from iopcli.batch.ways import Answered
    from iopcli.match.plans import Plan

NONE, CERTAIN, DEPENDS, UNKNOWN = range(4)
"""How a plan sits with a wish: nothing against it, against it for certain, depends on the place, not known."""
_LOST = {NONE: 0, DEPENDS: 500, CERTAIN: 1000, UNKNOWN: 1000}
"""What that takes from its score, in thousandths."""
FEW = 2**10
"""How many texts are made for a number that stands for what is said, at the most."""

Way = tuple[tuple[Condition, int], ...]
"""How a plan sits with a wish: the first of these conditions that holds says it."""
Columns = dict[str, list[Any]]


class Sitting(NamedTuple):
    """How the plans of each list sit with a wish."""

    every: tuple[tuple[Way, ...], ...]
    """What there is: a way for each plan of a list."""
    of: Sequence[int]
    """Which of them each list has."""


class Candidates:
    """Lists of plans that are just enough for the same needs, by number; mostly there is one plan in a list."""

    def __init__(self, enough: Mapping[tuple[Plan, ...], tuple[Plan, ...]], wishes: Sequence[str]) -> None:
        self._every = tuple(enough)
        self.lists = tuple(enough.values())
        self.number = {every: number for number, every in enumerate(enough)}
        """The number of a list, by all plans that meet the same needs."""
        self.width = max(map(len, self.lists), default=1) or 1
        self.against = Packed("_against", [Digit(wish, 2) for wish in wishes], most=FEW)
        """The wishes that the chosen plan stands against, or may."""
        self.certain = Packed("_certain", [Digit(wish, 2) for wish in wishes], most=FEW)
        """Those that it stands against for certain."""
        ways = cache(_way)
        self._sitting = {
            wish: _sitting([tuple(ways(plan, wish) for plan in some) for some in self.lists]) for wish in wishes
        }

    @property
    def first(self) -> list[str]:
        """The least intensive plan of each list."""
        return [ids_of(some) for some in self.lists]

    def tests(self, wish: str) -> list[Test]:
        """The tests of answers that decide how plans sit with a wish."""
        ways = (way for plans in self._sitting[wish].every for way in plans)
        return list(dict.fromkeys(test for way in ways for condition, _ in way for test in tests_of(condition)))

    # --- tables -------------------------------------------------------------

    def by_list(self) -> Columns:
        """For each list how many plans it has, and how they sit with the wishes."""
        sits = {f"_sits_{wish}": list(sitting.of) for wish, sitting in self._sitting.items()}
        return {"_many": [len(some) for some in self.lists], **sits}

    def by_wish(self, wish: str, answered: Sequence[Answered]) -> Columns:
        """What stands against each plan of a list, by how they sit with a wish and the answers that it hangs on."""
        worth = self.against.place[wish][1]  # and the same of those that are certain
        made: Columns = {f"{name}{nr}_{wish}": [] for nr in range(self.width) for name in ("_at", "_sure", "_lost")}
        codes = cache(_code)
        for ways in self._sitting[wish].every:
            for some in product(*(one.answers for one in answered)):
                answers = tuple((one.question, answer) for one, answer in zip(answered, some, strict=True))
                found = [codes(way, wish, answers) for way in ways] + [NONE] * (self.width - len(ways))
                against = ((worth * (code != NONE), worth * (code == CERTAIN), _LOST[code]) for code in found)
                _add(made, [part for parts in against for part in parts])
        return made

    @staticmethod
    def place(wish: str, answered: Sequence[Answered]) -> nw.Expr:
        """Where in those columns a record is."""
        place = nw.col(f"_sits_{wish}")
        for one in answered:
            place = place * len(one.answers) + nw.col(one.column)
        return place

    def by_priorities(self, priorities: Mapping[str, Sequence[str]]) -> Columns:
        """What the priorities in a text give each plan of the lists that have more than one, in thousandths."""
        worse_by = cache(worse)
        made: Columns = {"_list": [], ORDERED: [], **{f"_gained{nr}": [] for nr in range(self.width)}}
        for number, (every, some) in enumerate(zip(self._every, self.lists, strict=True)):
            for text, ids in priorities.items() if len(some) > 1 else ():
                gained = wanted(len(every), {id_: worse_by(every, id_) for id_ in ids})
                by_plan = dict(zip(every, gained, strict=True))
                _add(made, [number, text, *(by_plan[plan] for plan in some), *[0] * (self.width - len(some))])
        return made

    def of_choice(self) -> Columns:
        """The options of each plan, with room for as many plans in every list."""
        return {"plan": [ids_of(plans) for plans in self._choices]}

    def prices(self, payers: Sequence[str | None]) -> Columns:
        """The price of each plan for each payer, in the order of the plans, all payers of one beside each other."""
        found = [told_price(plans, payer) for plans in self._choices for payer in payers]
        return {f"cost_{name}": [getattr(one, name) for one in found] for name in Told._fields}

    @property
    def _choices(self) -> list[Sequence[Plan]]:
        return [some[nr : nr + 1] for some in self.lists for nr in range(self.width)]

    # --- columns ------------------------------------------------------------

    def chosen(self, wishes: Sequence[str], *, gained: bool) -> nw.Expr:
        """The place in its list of the plan with the highest score, the first of those that score the same."""
        zero = nw.lit(0)
        lost = [total([zero, *(nw.col(f"_lost{nr}_{wish}") for wish in wishes)]) for nr in range(self.width)]
        score = [(nw.col(f"_gained{nr}").fill_null(0) if gained else zero) - lost[nr] for nr in range(self.width)]
        there = [nw.col("_many") > nr for nr in range(self.width)]
        best: Any = zero
        for nr in range(1, self.width):
            ahead = [~there[other] | (score[nr] >= score[other]) for other in range(nr + 1, self.width)]
            best_ = nw.all_horizontal(
                there[nr], *(score[nr] > score[other] for other in range(nr)), *ahead, ignore_nulls=False
            )
            best = nw.when(best_).then(nw.lit(nr)).otherwise(best)
        made: nw.Expr = best
        return made

    def against_chosen(self, wishes: Sequence[str]) -> dict[str, nw.Expr]:
        """What the plan at `_chosen` stands against, as whole numbers."""
        made = {}
        for packed, name in ((self.against, "_at"), (self.certain, "_sure")):
            for whole in packed.names:
                some = [wish for wish in wishes if packed.place[wish][0] == whole]
                sums = [
                    total([nw.lit(0), *(nw.col(f"{name}{nr}_{wish}") for wish in some)]) for nr in range(self.width)
                ]
                made[whole] = sums[0]
                for nr in range(1, self.width):
                    made[whole] = nw.when(nw.col("_chosen") == nr).then(sums[nr]).otherwise(made[whole])
                made[whole] = made[whole].cast(SMALL)
        return made


class Told(NamedTuple):
    """What a week of a plan costs, as it stands in the columns `cost_*` of a record."""

    per_week_min: float | None
    per_week_max: float | None
    kind: str
    """The kind of price, as `cash` or `medicaid`; nothing where none is known for this payer."""
    year: int | None
    weak: str
    """Yes or no: whether it rests on a weak source."""


NO_PRICE = Told(None, None, "", None, "")


def told_price(plans: Sequence[Plan], payer: str | None) -> Told:
    """The price of the first plan for someone with this payer; nothing of no plan, or where none is known."""
    price = price_for(plans[0].fact("cost_per_week"), payer) if plans else None
    if price is None or not price.known:
        return NO_PRICE
    return Told(price.min, price.max, price.kind, price.year, "yes" if price.weak else "no")


def price(plan: Plan) -> tuple[float | None, float | None]:
    """The cash price from and to, in US dollars a week; None where it is not known."""
    return told_price([plan], None)[:2]


def ids_of(plans: Sequence[Plan]) -> str:
    """The options of the first plan, with `+` between them; nothing of no plan."""
    return "+".join(plans[0].ids) if plans else ""


def _sitting(lists: Sequence[tuple[Way, ...]]) -> Sitting:
    numbers = {ways: number for number, ways in enumerate(dict.fromkeys(lists))}
    return Sitting(tuple(numbers), [numbers[ways] for ways in lists])


def _way(plan: Plan, wish: str) -> Way:
    return tuple((one.when, _said(one)) for one in stands(plan, wish))


def _said(one: Stand) -> int:
    if not one.attribute:
        return NONE
    return CERTAIN if one.certain else DEPENDS if one.depends else UNKNOWN


def _code(way: Way, wish: str, answers: tuple[tuple[str, Any], ...]) -> int:
    """How a plan sits with a wish by some answers; well where the wish was not stated."""
    known = dict(answers)
    if known.get(wish) is None:
        return NONE
    return next((code for condition, code in way if holds(condition, known)), NONE)


def _add(columns: Columns, row: Sequence[Any]) -> None:
    for values, value in zip(columns.values(), row, strict=True):
        values.append(value)
