"""Which of the plans that are just enough comes first for whom: by wishes and priorities, as for one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw

from iopcli.batch.cells import ORDERED, text_name
from iopcli.batch.tables import Beside
from iopcli.dataset.answers import SEPARATOR
from iopcli.logic.conditions import Condition, expression
from iopcli.match.wishes import WISHES, Stand, cash, stands, wanted, worse

if TYPE_CHECKING:
    from iopcli.match.plans import Plan

Frame = nw.LazyFrame[Any]
NONE, CERTAIN, DEPENDS, UNKNOWN = range(4)
"""How a plan sits with a wish: nothing against it, against it for certain, depends on the place, not known."""
_AGAINST = {DEPENDS: 500, CERTAIN: 1000, UNKNOWN: 1000}
Way = tuple[tuple[Condition, int], ...]


class Ways(NamedTuple):
    """The different ways in which plans sit with a wish, and which plan has which; the way 0 is never against."""

    every: tuple[Way, ...]
    of: Mapping[Plan, int]


class Candidates:
    """Lists of plans that are just enough for the same needs, by number; mostly there is one plan in a list."""

    def __init__(self, enough: Mapping[tuple[Plan, ...], tuple[Plan, ...]], wishes: Sequence[str] = WISHES) -> None:
        self.enough = enough
        self._numbers = {every: number for number, every in enumerate(enough)}
        self._width = max((len(plans) for plans in enough.values()), default=1) or 1
        plans = dict.fromkeys(plan for enough_ in enough.values() for plan in enough_)
        self._ways = {wish: _ways(plans, wish) for wish in wishes}
        self._worse = cache(worse)
        self._close = {self._numbers[every]: (every, some) for every, some in enough.items() if len(some) > 1}

    def number(self, every: tuple[Plan, ...]) -> int:
        """The number of a list, by all plans that meet the same needs."""
        return self._numbers[every]

    def first(self, every: tuple[Plan, ...]) -> str:
        """The least intensive plan of a list."""
        return _ids(self.enough[every])

    def beside(self, priorities: Mapping[str, Sequence[str]]) -> list[Beside]:
        """What is known of each list, by `_list`; and what priorities give the plans where there are several."""
        rows = [
            {"_list": number, "_at_least": _ids(some), **self._row(some)}
            for number, some in enumerate(self.enough.values() or [()])
        ]
        made = [Beside(("_list",), {name: [row[name] for row in rows] for name in rows[0]})]
        if self._close:
            gains = [{text_name(ORDERED): text, **self._gains(ids)} for text, ids in {"": (), **priorities}.items()]
            made.append(Beside((text_name(ORDERED),), {name: [row[name] for row in gains] for name in gains[0]}))
        return made

    def chosen(self, frame: Frame) -> Frame:
        """The plan that comes first for each record, its price, and how it sits with each wish."""
        nrs = range(self._width)
        frame = frame.with_columns(**{f"_{wish}{nr}": self._sits(wish, nr) for nr in nrs for wish in self._ways})
        fields = ("plan", "min", "max", *self._ways)
        if self._width == 1:
            return frame.with_columns(**{f"_{field}": nw.col(f"_{field}0") for field in fields})
        frame = frame.with_columns(**{f"_score{nr}": self._gained(nr) - _lost(nr, self._ways) for nr in nrs})
        frame = frame.with_columns(_best=self._best())
        return frame.with_columns(**{f"_{field}": self._of_best(field) for field in fields})

    def conflicts(self, *, certain: bool = False) -> nw.Expr:
        """The wishes that the chosen plan stands against, or may; or those that it stands against for certain."""
        pieces = []
        for wish in self._ways:
            held = nw.col(f"_{wish}") == CERTAIN if certain else nw.col(f"_{wish}") != NONE
            pieces.append(nw.when(held).then(nw.lit(f"{SEPARATOR}{wish}")).otherwise(nw.lit("")))
        return nw.concat_str(pieces, ignore_nulls=True).str.slice(1)

    def _row(self, some: Sequence[Plan]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for nr in range(self._width):
            plan = some[nr] if nr < len(some) else None
            low, high = price(plan) if plan else (None, None)
            made |= {f"_plan{nr}": _ids(some[nr:]), f"_min{nr}": low, f"_max{nr}": high}
            made |= {f"_{wish}_way{nr}": ways.of[plan] if plan else 0 for wish, ways in self._ways.items()}
        return made

    def _sits(self, wish: str, nr: int) -> nw.Expr:
        """How a candidate sits with a wish."""
        chain: Any = nw.when(nw.col(wish).is_null()).then(nw.lit(NONE))
        for number, way in enumerate(self._ways[wish].every):
            if way:
                first: Any = nw
                for condition, code in way:
                    first = first.when(expression(condition).fill_null(False)).then(nw.lit(code))
                chain = chain.when(nw.col(f"_{wish}_way{nr}") == number).then(first.otherwise(nw.lit(NONE)))
        made: nw.Expr = chain.otherwise(nw.lit(NONE))
        return made

    def _gains(self, priorities: Sequence[str]) -> dict[str, int]:
        """What a list of priorities gives each candidate of each list of plans, in thousandths."""
        made = {}
        for number, (every, some) in self._close.items():
            better = {id_: self._worse(every, id_) for id_ in priorities}
            gained = dict(zip(every, wanted(len(every), better), strict=True))
            for nr in range(self._width):
                made[f"_gain{number}_{nr}"] = gained[some[nr]] if nr < len(some) else 0
        return made

    def _gained(self, nr: int) -> nw.Expr:
        """What the priorities give a candidate, where there is more than one."""
        chain: Any = nw
        for number in self._close:
            chain = chain.when(nw.col("_list") == number).then(nw.col(f"_gain{number}_{nr}").fill_null(0))
        made: nw.Expr = chain.otherwise(nw.lit(0))
        return made

    def _best(self) -> nw.Expr:
        """The candidate with the highest score, the first of those that score the same."""
        chain: Any = nw
        for nr in range(self._width - 1, 0, -1):
            ahead = [nw.col(f"_score{nr}") > nw.col(f"_score{other}") for other in range(nr)]
            behind = [nw.col(f"_score{nr}") >= nw.col(f"_score{other}") for other in range(nr + 1, self._width)]
            there = nw.col(f"_plan{nr}") != ""
            chain = chain.when(nw.all_horizontal(there, *ahead, *behind, ignore_nulls=False)).then(nw.lit(nr))
        made: nw.Expr = chain.otherwise(nw.lit(0))
        return made

    def _of_best(self, field: str) -> nw.Expr:
        chain: Any = nw
        for nr in range(1, self._width):
            chain = chain.when(nw.col("_best") == nr).then(nw.col(f"_{field}{nr}"))
        made: nw.Expr = chain.otherwise(nw.col(f"_{field}0"))
        return made


def price(plan: Plan) -> tuple[float | None, float | None]:
    """The cash price of a week, from and to, in US dollars; None where it is not known."""
    money = cash(plan.fact("cost_per_week"))
    return (money.min, money.max) if money else (None, None)


def _ways(plans: Mapping[Plan, None], wish: str) -> Ways:
    numbers: dict[Way, int] = {(): 0}
    of = {}
    for plan in plans:
        way = tuple((one.when, _code(one)) for one in stands(plan, wish))
        of[plan] = numbers.setdefault(way, len(numbers))
    return Ways(tuple(numbers), of)


def _code(one: Stand) -> int:
    if not one.attribute:
        return NONE
    return CERTAIN if one.certain else DEPENDS if one.depends else UNKNOWN


def _lost(nr: int, wishes: Iterable[str]) -> nw.Expr:
    """What conflicts take from a candidate's score, in thousandths."""
    lost: nw.Expr = nw.lit(0)
    for wish in wishes:
        code = nw.col(f"_{wish}{nr}")
        lost = lost + nw.when(code == NONE).then(0).when(code == DEPENDS).then(500).otherwise(1000)
    return lost


def _ids(plans: Sequence[Plan]) -> str:
    return "+".join(plans[0].ids) if plans else ""
