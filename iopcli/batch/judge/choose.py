"""Needs become plans: once for each set of needs, as for one person; and which plan comes first for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from iopcli.batch.judge.codes import CodedChunk, Flags
from iopcli.batch.judge.dictionary import DIRECT, Dictionary
from iopcli.batch.judge.levels import Levels
from iopcli.batch.judge.rules import JudgedChunk, bits_of
from iopcli.batch.judge.texts import TextTable
from iopcli.batch.read.chunks import Slices, Wholes
from iopcli.dataset.answers import SEPARATOR
from iopcli.dataset.model import Dataset
from iopcli.errors import DatasetError
from iopcli.logic.conditions import Condition, read
from iopcli.match.plans import Plan, Planner
from iopcli.match.wishes import Stand, stands, wanted, worse

NONE, CERTAIN, DEPENDS, UNKNOWN = range(4)
"""How a plan sits with a wish: nothing against it, against it for certain, depends on the place, not known."""
_LOST = np.array([0, 1000, 500, 1000], np.int16)
"""What that takes from its score, in thousandths."""
ORDERED = "priorities"
"""The list whose order says something: it is read where plans are put in order, and nowhere else."""
_MOST = 2**18
"""How many orders of priorities are remembered."""
MOST_QUESTIONS = 127
"""An order of questions is kept as text, with a character of ASCII for each."""

Stance = tuple[tuple[Condition, int], ...]
"""How a plan sits with a wish: the first of these conditions that holds says it."""


class Seen:
    """Whole numbers in the order in which they were first seen, each with its place in that order."""

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


class ChosenPlans(NamedTuple):
    """The plans of the records of a chunk."""

    judged: JudgedChunk
    first: Wholes
    """The least intensive plan, as a place in `PlanChooser.plans`; 0 is none."""
    last: Wholes
    """The same for what may be needed."""
    choice: Wholes
    """The plan that comes first by wishes and priorities."""
    settled: int
    """Those of whom no answer still missing can change the plan, and for whom no clinician is asked to look."""
    asked: Wholes
    """The questions that are open, as a place in `PlanChooser.asked`; 0 is none."""
    against: Mapping[str, int]
    """By wish, those whose plan stands against it, or may."""
    certain: Mapping[str, int]
    """By wish, those whose plan stands against it for certain."""

    @property
    def too_little(self) -> int:
        """Those with too few answers for a plan: what is known of them sets no need, and what is not known could."""
        return self.judged.compared & ~self.settled & bits_of(self.judged.least == 0)


class _PlanChoice(NamedTuple):
    """The plans to choose from for the same needs: all, those just enough, and the places of these among all plans."""

    every: tuple[Plan, ...]
    enough: tuple[Plan, ...]
    places: tuple[int, ...]


class PlanChooser:
    """Plans for needs, and their order; remembers what it has found from chunk to chunk."""

    def __init__(self, dataset: Dataset, levels: Levels, planner: Planner) -> None:
        self.dataset, self.levels, self.planner = dataset, levels, planner
        self.plans: list[tuple[str, ...]] = [()]
        """The options of each plan that came up."""
        self.names = TextTable([""])
        """The same as one text."""
        self.asked = TextTable([""])
        """Lists of open questions that came up, each with the most influential question first."""
        self._place: dict[tuple[str, ...], int] = {(): 0}
        self._needs = Seen(levels.worths[-1])
        self._lists: list[_PlanChoice] = []
        self._by_plans: dict[tuple[Plan, ...], int] = {}
        self._of_needs: list[int] = []
        self._orders = Dictionary()
        self._questions = list(dataset.questions)
        if len(self._questions) > MOST_QUESTIONS:
            problem = f"a batch can tell apart {MOST_QUESTIONS} questions, and the dataset has {len(self._questions)}"
            raise DatasetError(problem, hint="remove questions from the folders that are laid over it")
        self._wishes = list(dataset.by_wish)
        self._stances = {wish: _Stances(wish) for wish in self._wishes}
        self._worse = cache(worse)
        self._gains: dict[tuple[int, tuple[str, ...]], list[int]] = {}

    def choose(self, judged: JudgedChunk) -> ChosenPlans:
        """The plans of each record; none where plans are not compared."""
        compared = judged.flags(judged.compared)
        ends = judged.least, judged.most, judged.sure
        lists, most, sure = (self._list_of(np.where(compared, one, 0)) for one in ends)
        first_of = np.array([one.places[0] if one.places else 0 for one in self._lists], np.int32)
        first, last = first_of[lists], first_of[most]
        same = (first == last) & (first == first_of[sure]) & ~judged.flags(judged.clinician) & compared
        for place, may in judged.words.items():
            same &= may <= self._met(place)[lists]
        many = np.array([len(one.enough) for one in self._lists])
        width = max(1, int(many.max(initial=1)))
        nr, against, certain = self._ordered(lists, many[lists], width, judged)
        places = np.array([[*one.places, *[0] * (width - len(one.places))] for one in self._lists], np.int32)
        return ChosenPlans(
            judged=judged,
            first=np.where(compared, first, 0),
            last=np.where(compared, last, 0),
            choice=np.where(compared, places[lists, nr], 0),
            settled=bits_of(same),
            asked=self._asked_next(judged),
            against={wish: bits for wish, one in against.items() if (bits := bits_of(one & compared))},
            certain={wish: bits for wish, one in certain.items() if (bits := bits_of(one & compared))},
        )

    def _list_of(self, needs: Wholes) -> Wholes:
        """For each record the plans to choose from, as a place in the list of choices."""
        found = self._needs.of(needs)
        for number in self._needs.numbers[len(self._of_needs) :]:
            least = self.levels.needs(self.levels.digits(number))
            every = self.planner.plans(least)
            if every not in self._by_plans:
                enough = tuple(plan for plan in every if not self.planner.more_than_needed(plan, least))
                self._by_plans[every] = len(self._lists)
                self._lists.append(_PlanChoice(every, enough, tuple(self._plan_number(plan.ids) for plan in enough)))
            self._of_needs.append(self._by_plans[every])
        return np.array(self._of_needs, np.int32)[found]

    def _plan_number(self, ids: tuple[str, ...]) -> int:
        if ids not in self._place:
            self._place[ids] = len(self.plans)
            self.plans.append(ids)
            self.names.texts.append("+".join(ids))
        return self._place[ids]

    def _met(self, nr: int) -> Wholes:
        """How many minimums of a need that is not an amount the least intensive plan of each list meets."""
        place = self.levels.places[nr]
        row = self.dataset.attributes[place.attribute]
        return np.array(
            [
                sum(some.enough[0].meets(row, least) for least in place.minimums) if some.enough else 0
                for some in self._lists
            ]
        )

    def _asked_next(self, judged: JudgedChunk) -> Wholes:
        """The open questions of each record, the one first on which most steps hang; then in the order of asking."""
        if self._orders.full:
            self._orders, self.asked = Dictionary(), TextTable([""])
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
        self, lists: Wholes, many: Wholes, width: int, judged: JudgedChunk
    ) -> tuple[Wholes, dict[str, Any], dict[str, Any]]:
        """For each record the place in its list of the plan that scores highest, and the wishes that stands against.

        `many` is how many plans its list has, and `width` the most that any has.
        """
        chunk = judged.chunk
        score = np.zeros((width, chunk.size), np.int32)
        codes = {}
        for wish in self._wishes:
            if wish in chunk.codes:
                codes[wish] = self._stances[wish].codes(lists, [one.enough for one in self._lists], judged, width)
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


class _Stances:
    """How each plan of a list stands to one wish: no conflict, perhaps one, or surely one."""

    def __init__(self, wish: str) -> None:
        self._wish = wish
        self._stance = cache(lambda plan: tuple((one.when, _code(one)) for one in stands(plan, wish)))
        self._numbers: dict[Stance, int] = {(): 0}
        self._rows: list[list[int]] = []

    def codes(self, lists: Wholes, plans: Sequence[tuple[Plan, ...]], judged: JudgedChunk, width: int) -> Any:
        """For each plan of its list, how it sits with what each record wishes."""
        for some in plans[len(self._rows) :]:
            self._rows.append([self._numbers.setdefault(self._stance(plan), len(self._numbers)) for plan in some])
        table = np.array([[*row, *[0] * (width - len(row))] for row in self._rows], np.int32)
        by_stance = np.stack([self._of(stance, judged) for stance in self._numbers])
        return by_stance[table[lists].T, np.arange(judged.chunk.size)]

    def _of(self, stance: Stance, judged: JudgedChunk) -> npt.NDArray[np.int8]:
        """What the first condition that holds says; nothing stands against a plan where no wish was stated."""
        found = np.zeros(judged.chunk.size, np.int8)
        left = judged.tested.every & ~judged.tested.unanswered(self._wish)
        for when, code in stance if left else ():
            sure = read(when, judged.tested, judged.tested.every).sure & left
            if sure and code != NONE:
                found[judged.flags(sure)] = code
            left &= ~sure
        return found


def _code(one: Stand) -> int:
    if not one.attribute:
        return NONE
    return CERTAIN if one.certain else DEPENDS if one.depends else UNKNOWN
