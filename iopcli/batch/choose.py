"""Needs become plans: once for each set of needs, as for one person; and which plan comes first for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from iopcli.batch.judge import Judged, bits_of
from iopcli.batch.texts import Table
from iopcli.batch.words import DIRECT, Slices, Wholes, Words, different
from iopcli.dataset.answers import SEPARATOR
from iopcli.facts.prices import price_for
from iopcli.logic.conditions import Condition, Test, holds, tests_of
from iopcli.match.plans import Plan, Planner
from iopcli.match.wishes import Stand, stands, wanted, worse

if TYPE_CHECKING:
    from iopcli.batch.codes import Answers, CodedChunk, Flags
    from iopcli.batch.levels import Levels
    from iopcli.dataset.model import Dataset

NONE, CERTAIN, DEPENDS, UNKNOWN = range(4)
"""How a plan sits with a wish: nothing against it, against it for certain, depends on the place, not known."""
_LOST = np.array([0, 1000, 500, 1000], np.int16)
"""What that takes from its score, in thousandths."""
ORDERED = "priorities"
"""The list whose order says something: it is read where plans are put in order, and nowhere else."""
PAYER = "payer"
"""The question of who pays: by it a price is chosen."""
_MOST = 2**18
"""How many lists of questions, and of priorities, are remembered."""

Way = tuple[tuple[Condition, int], ...]
"""How a plan sits with a wish: the first of these conditions that holds says it."""


class Seen:
    """Whole numbers that have come up, each with its place in the order in which they did."""

    def __init__(self, size: int) -> None:
        """The numbers are below `size`."""
        self.numbers: list[int] = []
        self._places = np.full(size, -1, np.int32) if size <= DIRECT else None
        self._known: dict[int, int] = {}

    def of(self, numbers: Wholes) -> Wholes:
        """The place of each number."""
        if self._places is None:
            some, inverse = np.unique(numbers, return_inverse=True)
            places = [self._known.setdefault(number, len(self._known)) for number in some.tolist()]
            self.numbers += list(self._known)[len(self.numbers) :]
            return np.array(places, np.int32)[inverse]
        found = self._places[numbers]
        if len(new := np.unique(numbers[found < 0])):
            self._places[new] = range(len(self.numbers), len(self.numbers) + len(new))
            self.numbers += new.tolist()
            found = self._places[numbers]
        return found


class Chosen(NamedTuple):
    """The plans of the records of a chunk."""

    judged: Judged
    first: Wholes
    """The least intensive plan, as a place in `Chooser.plans`; 0 is none."""
    last: Wholes
    """The same for what may be needed."""
    choice: Wholes
    """The plan that comes first by wishes and priorities."""
    settled: int
    """Those of whom no answer still missing can change the plan, and for whom no clinician is asked to look."""
    asked: Wholes
    """The questions that are open, as a place in `Chooser.asked`; 0 is none."""
    against: Mapping[str, int]
    """By wish, those whose plan stands against it, or may."""
    certain: Mapping[str, int]
    """By wish, those whose plan stands against it for certain."""


class Told(NamedTuple):
    """What a week of a plan costs, as it stands in the columns `cost_*` of a record."""

    per_week_min: float | None
    per_week_max: float | None
    kind: str
    """The kind of price, as `cash` or `medicaid`; nothing where none is known for this payer."""
    year: int | None
    weak: str
    """Yes or no: whether it rests on a weak source."""


class _List(NamedTuple):
    """Plans for the same needs: all that meet them, those just enough, and the places of these among all plans."""

    every: tuple[Plan, ...]
    enough: tuple[Plan, ...]
    places: tuple[int, ...]


class Chooser:
    """Plans for needs, and their order; remembers what it has found from chunk to chunk."""

    def __init__(self, dataset: Dataset, levels: Levels, planner: Planner) -> None:
        self.dataset, self.levels, self.planner = dataset, levels, planner
        self.plans: list[tuple[str, ...]] = [()]
        """The options of each plan that came up."""
        self.names = Table([""])
        """The same as one text."""
        self.asked = Table([""])
        """Lists of open questions that came up, the one first on which most hangs."""
        self._place: dict[tuple[str, ...], int] = {(): 0}
        self._needs = Seen(levels.worths[-1])
        self._lists: list[_List] = []
        self._by_plans: dict[tuple[Plan, ...], int] = {}
        self._of_needs: list[int] = []
        self._orders = Words()
        self._questions = list(dataset.questions)
        self._wishes = list(dataset.by_wish)
        self._against = {wish: _Against(wish) for wish in self._wishes}
        self._worse = cache(worse)
        self._gains: dict[tuple[int, tuple[str, ...]], list[int]] = {}

    def choose(self, judged: Judged) -> Chosen:
        """The plans of each record; none where plans are not compared."""
        going = judged.flags(judged.going)
        ends = judged.least, judged.most, judged.sure
        lists, most, sure = (self._list_of(np.where(going, one, 0)) for one in ends)
        first_of = np.array([one.places[0] if one.places else 0 for one in self._lists], np.int32)
        first, last = first_of[lists], first_of[most]
        same = (first == last) & (first == first_of[sure]) & ~judged.flags(judged.clinician) & going
        for place, may in judged.narrow.items():
            same &= may <= self._met(place)[lists]
        many = np.array([len(one.enough) for one in self._lists])
        width = max(1, int(many.max(initial=1)))
        nr, against, certain = self._ordered(lists, many[lists], width, judged)
        places = np.array([[*one.places, *[0] * (width - len(one.places))] for one in self._lists], np.int32)
        return Chosen(
            judged=judged,
            first=np.where(going, first, 0),
            last=np.where(going, last, 0),
            choice=np.where(going, places[lists, nr], 0),
            settled=bits_of(same),
            asked=self._asked_next(judged),
            against={wish: bits for wish, one in against.items() if (bits := bits_of(one & going))},
            certain={wish: bits for wish, one in certain.items() if (bits := bits_of(one & going))},
        )

    def _list_of(self, needs: Wholes) -> Wholes:
        """For each record the list of plans that are just enough for its needs."""
        found = self._needs.of(needs)
        for number in self._needs.numbers[len(self._of_needs) :]:
            least = self.levels.needs(self.levels.digits(number))
            every = self.planner.plans(least)
            if every not in self._by_plans:
                enough = tuple(plan for plan in every if not self.planner.more_than_needed(plan, least))
                self._by_plans[every] = len(self._lists)
                self._lists.append(_List(every, enough, tuple(self._placed(plan.ids) for plan in enough)))
            self._of_needs.append(self._by_plans[every])
        return np.array(self._of_needs, np.int32)[found]

    def _placed(self, ids: tuple[str, ...]) -> int:
        if ids not in self._place:
            self._place[ids] = len(self.plans)
            self.plans.append(ids)
            self.names.texts.append("+".join(ids))
        return self._place[ids]

    def _met(self, nr: int) -> Wholes:
        """How far the least intensive plan of each list meets a need that is no amount."""
        place = self.levels.places[nr]
        row = self.dataset.attributes[place.attribute]
        return np.array(
            [
                sum(some.enough[0].meets(row, least) for least in place.minimums) if some.enough else 0
                for some in self._lists
            ]
        )

    def _asked_next(self, judged: Judged) -> Wholes:
        """The open questions of each record, the one first on which most steps hang; then in the order of asking."""
        if self._orders.many:
            self._orders, self.asked = Words(), Table([""])
        bits = len(self._questions).bit_length()
        last = (1 << bits) - 1
        keys = np.zeros((judged.chunk.size, len(judged.open)), np.int32)
        for nr, (id_, steps) in enumerate(judged.open.items()):
            keys[:, nr] = np.where(steps > 0, steps.astype(np.int32) << bits | last - self._questions.index(id_), 0)
        keys.sort(axis=1)
        order = np.where(keys > 0, last - (keys & last) + 1, 0).astype(np.uint8)[:, ::-1]
        places = self._orders.numbers(Slices.of_rows(order))
        asked = self.asked.texts
        for text in self._orders.texts[len(asked) :]:
            asked.append(SEPARATOR.join(self._questions[ord(sign) - 1] for sign in text))
        return places

    # --- which comes first --------------------------------------------------

    def _ordered(
        self, lists: Wholes, many: Wholes, width: int, judged: Judged
    ) -> tuple[Wholes, dict[str, Any], dict[str, Any]]:
        """For each record the place in its list of the plan that scores highest, and the wishes that stands against.

        `many` is how many plans its list has, and `width` the most that any has.
        """
        chunk = judged.chunk
        score = np.zeros((width, chunk.size), np.int32)
        codes = {}
        for wish in self._wishes:
            if wish in chunk.codes:
                codes[wish] = self._against[wish].of(lists, [one.enough for one in self._lists], chunk, width)
                score -= _LOST[codes[wish]]
        if ORDERED in chunk.codes and width > 1:
            score += self._gained(lists, many > 1, chunk, width)
        score[np.arange(width)[:, None] >= np.maximum(many, 1)] = -(2**30)
        best = score.argmax(axis=0)
        chosen = {wish: np.take_along_axis(some, best[None], axis=0)[0] for wish, some in codes.items()}
        return (
            best,
            {wish: one != NONE for wish, one in chosen.items()},
            {wish: one == CERTAIN for wish, one in chosen.items()},
        )

    def _gained(self, lists: Wholes, several: Flags, chunk: CodedChunk, width: int) -> Wholes:
        """What priorities give each plan of a list that has more than one, in thousandths."""
        made = np.zeros((width, chunk.size), np.int32)
        codes, values = chunk.codes[ORDERED], chunk.answers[ORDERED].values
        some = np.flatnonzero(several & np.array([bool(value) for value in values])[codes])
        pairs, inverse = np.unique(lists[some].astype(np.int64) * len(values) + codes[some], return_inverse=True)
        gains = [self._gain(pair // len(values), values[pair % len(values)], width) for pair in pairs.tolist()]
        if gains:
            made[:, some] = np.array(gains, np.int32)[inverse].T
        return made

    def _gain(self, nr: int, wishes: tuple[str, ...], width: int) -> list[int]:
        if len(self._gains) > _MOST:
            self._gains.clear()
        if (nr, wishes) not in self._gains:
            every, enough, _ = self._lists[nr]
            gained = wanted(len(every), {id_: self._worse(every, id_) for id_ in wishes})
            by_plan = dict(zip(every, gained, strict=True))
            self._gains[nr, wishes] = [by_plan[plan] for plan in enough]
        found = self._gains[nr, wishes]
        return found + [0] * (width - len(found))


class _Against:
    """What stands between a wish and the plans of each list, by the answers that it hangs on."""

    def __init__(self, wish: str) -> None:
        self._wish = wish
        self._way = cache(lambda plan: _way(plan, wish))
        self._numbers: dict[tuple[Way, ...], int] = {}
        self._of_list: list[int] = []
        self._ways: list[tuple[Way, ...]] = []
        self._code = cache(_code)
        self._rows: dict[int, list[int]] = {}
        self._rows_of: Any = None

    def of(self, lists: Wholes, plans: Sequence[tuple[Plan, ...]], chunk: CodedChunk, width: int) -> Any:
        """How each plan of its list sits with what each record wishes."""
        for some in plans[len(self._of_list) :]:
            ways = tuple(self._way(plan) for plan in some)
            self._of_list.append(self._numbers.setdefault(ways, len(self._numbers)))
        self._ways = list(self._numbers)
        tests = self._tests()
        asked = [id_ for id_ in dict.fromkeys([self._wish, *(test.question for test in tests)]) if id_ in chunk.codes]
        number, sizes, values = np.array(self._of_list, np.int64)[lists], [], []
        for id_ in asked:
            of_code, some_values = _classes(chunk.answers[id_], [test for test in tests if test.question == id_])
            number = number * len(some_values) + of_code[chunk.codes[id_]]
            sizes.append(len(some_values))
            values.append(some_values)
        keys, inverse = different(number, len(self._ways) * int(np.prod(sizes)))
        if self._rows_of != (of := (len(self._ways), asked, sizes, values, width)):
            self._rows, self._rows_of = {}, of
        for key in keys.tolist():
            if key not in self._rows:
                self._rows[key] = self._row(key, asked, sizes, values, width)
        rows = [self._rows[key] for key in keys.tolist()]
        return np.array(rows, np.int8).reshape(len(rows), width).T[:, inverse]

    def _tests(self) -> list[Test]:
        ways = chain.from_iterable(self._ways)
        return list(dict.fromkeys(test for way in ways for condition, _ in way for test in tests_of(condition)))

    def _row(
        self, key: int, asked: Sequence[str], sizes: Sequence[int], values: Sequence[Any], width: int
    ) -> list[int]:
        answers = []
        for id_, size, some in zip(reversed(asked), reversed(sizes), reversed(values), strict=True):
            key, place = divmod(key, size)
            answers.append((id_, some[place]))
        found = [self._code(way, self._wish, tuple(answers)) for way in self._ways[key]]
        return found + [NONE] * (width - len(found))


def _classes(answers: Answers, tests: Sequence[Test]) -> tuple[Wholes, list[Any]]:
    """For each code a class of answers of which tests say the same, and an answer of each class; 0 is no answer."""
    if answers.question.type == "number":
        cuts = sorted({value for test in tests for value in (test.value if test.kind == "one_of" else [test.value])})
        known = np.array([np.nan if value is None else value for value in answers.values])
        places = np.searchsorted(cuts, known, "left") + np.searchsorted(cuts, known, "right")
        keys = np.where(np.isnan(known), -1, places).tolist()
    else:
        held = [answers.holds(test) for test in tests]
        rows = zip(*held, strict=True) if held else [()] * len(answers)
        keys = [(value is not None, *row) for value, row in zip(answers.values, rows, strict=True)]
    numbers: dict[Any, int] = {keys[0]: 0}
    of_code = [numbers.setdefault(key, len(numbers)) for key in keys]
    values = dict(zip(reversed(of_code), reversed(answers.values), strict=True))
    values[0] = None
    return np.array(of_code), [values[nr] for nr in range(len(numbers))]


def told_price(plans: Sequence[Plan], payer: str | None) -> Told:
    """The price of the first plan for someone with this payer; nothing of no plan, or where none is known."""
    price = price_for(plans[0].fact("cost_per_week"), payer) if plans else None
    if price is None or not price.known:
        return Told(None, None, "", None, "")
    return Told(price.min, price.max, price.kind, price.year, "yes" if price.weak else "no")


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
