"""Rules that ask the same few questions are judged together, once for each way these were answered.

Each place of the needs is decided by one group, and each rule told by one. So what is said of a record in numbers is
the sum of what its groups say, and millions of records come down to some thousands of ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals as nw
import numpy as np
import numpy.typing as npt

from iopcli.batch.packed import SMALL, Digit, Packed, Wholes, small, total
from iopcli.batch.tables import Tables, distinct
from iopcli.batch.ways import Answered, Ways, answers_to, by_question
from iopcli.logic.conditions import Bits, Test, tests_of
from iopcli.match.needs import state

if TYPE_CHECKING:
    from iopcli.batch.levels import Place
    from iopcli.dataset.model import Dataset, Rule

Frame = nw.LazyFrame[Any]
FEW = 5_000
"""Groups are made larger as long as their questions can be answered in no more ways than this."""


class Group:
    """Some questions, the places of the needs that hang on them alone, and the rules that are told of them."""

    def __init__(self, places: Sequence[Place], told: Sequence[Rule], rules: Mapping[str, Rule]) -> None:
        self.places = places
        self.told = told
        needed = {id_ for place in places for ids in place.rules for id_ in ids} | {rule.id for rule in told}
        self.rules = [rule for id_, rule in rules.items() if id_ in needed]
        self.tests = by_question(test for rule in self.rules for test in rule_tests(rule))
        """Each question with the tests of its answers."""

    def says(self, ways: Mapping[str, Ways], answered: Mapping[str, Wholes], numbers: Numbers) -> dict[str, Wholes]:
        """What there is to say in numbers of each way to answer; `answered` has for each question which way that is."""
        of = _States(self, ways, answered)
        on = of.on
        made = {
            **numbers.least.numbers({place.name: of.count(place.reached(on)) for place in self.places}),
            **numbers.most.numbers(
                {place.name: of.count(place.reached(of.may if place.amount else on)) for place in self.places}
            ),
            **numbers.sure.numbers({place.name: of.count(place.reached(of.unassumed)) for place in self.places}),
            **numbers.narrow.numbers(
                {place.name: of.count(place.reached(of.may)) for place in self.places if not place.amount}
            ),
            **numbers.open.numbers(self._weights(of)),
        }
        for packed in numbers.rules.values():
            made |= packed.numbers({rule.id: of.count([on(rule.id)]) for rule in self.told if rule.id in packed.place})
        offers = {id_: [rule for rule in self.told if id_ in rule.offers] for id_ in numbers.alongside.place}
        offered = {id_: of.count(on(rule.id) for rule in some) for id_, some in offers.items() if some}
        urgent = [rule for rule in self.told if rule.urgent]
        return {
            **made,
            **numbers.alongside.numbers(offered),
            "_urgent": of.count(on(rule.id) for rule in urgent),
            "_stops": of.count(on(rule.id) for rule in urgent if rule.urgent and rule.urgent.stop),
        }

    def _weights(self, of: _States) -> dict[str, Wholes]:
        """How many steps of need hang on each question that is open, as far as these places go."""
        found: dict[str, Wholes] = {}
        for place in self.places:
            reached = place.reached(of.on)
            for rule in self.rules:
                for digit in range(place.digit_of(rule.id)):
                    raising = of.may(rule.id) & ~(of.on(rule.id) | reached[digit])
                    for id_ in rule.asks:
                        steps = of.count([raising & of.unanswered[id_]]) * (place.steps[digit + 1] - place.steps[digit])
                        found[id_] = found.get(id_, 0) + steps
        return found


class _States:
    """Whether the rules of a group hold, for each way to answer its questions: a bit a way."""

    def __init__(self, group: Group, ways: Mapping[str, Ways], answered: Mapping[str, Wholes]) -> None:
        self.size = len(next(iter(answered.values())))
        every = (1 << self.size) - 1
        self.unanswered = {id_: self._bits(way == 0) for id_, way in answered.items()}
        """For each question the ways in which it is not answered."""
        self._tests: dict[Test, Bits] = {}
        for id_, tests in group.tests.items():
            for test in tests:
                sure = self._bits(np.array(ways[id_].holds(test), dtype=bool)[answered[id_]])
                self._tests[test] = Bits(sure, sure | self.unanswered[id_])
        self._of = {rule.id: state(rule, self._tests.__getitem__, every) for rule in group.rules}

    def on(self, rule: str) -> int:
        """Where a rule holds."""
        return self._of[rule].on

    def may(self, rule: str) -> int:
        """Where it holds or may yet hold."""
        return self._of[rule].may

    def unassumed(self, rule: str) -> int:
        """Where it holds by what was answered alone."""
        return self._of[rule].unassumed

    def count(self, some: Iterable[int]) -> Wholes:
        """For each way in how many of some numbers its bit is set."""
        found = np.zeros(self.size, dtype=np.int16)
        for bits in some:
            as_bytes = np.frombuffer(bits.to_bytes((self.size + 7) // 8, "little"), dtype=np.uint8)
            found += np.unpackbits(as_bytes, count=self.size, bitorder="little")
        return found

    @staticmethod
    def _bits(marked: npt.NDArray[np.bool_]) -> int:
        return int.from_bytes(np.packbits(marked, bitorder="little").tobytes(), "little")


class Numbers(NamedTuple):
    """What is said of records in whole numbers."""

    least: Packed
    most: Packed
    """The needs on both ends."""
    sure: Packed
    """The needs at least, if nothing were assumed."""
    narrow: Packed
    """How far needs that are no amounts may go."""
    open: Packed
    """The questions that needs hang on, each with how many steps of need that is."""
    rules: Mapping[str, Packed]
    """The rules that hold, of all or of a kind."""
    alongside: Packed
    """The options that are offered, each with by how many rules."""

    @property
    def names(self) -> list[str]:
        """Their columns; besides, how many rules that hold are urgent, and how many stop all comparing."""
        every = (
            self.least, self.most, self.sure, self.narrow, self.open, *self.rules.values(), self.alongside
        )  # fmt: skip
        return [*(name for packed in every for name in packed.names), "_urgent", "_stops"]


class Judging:
    """The records of one frame, judged by groups."""

    def __init__(self, groups: Sequence[Group], answered: Iterable[Answered], tables: Tables) -> None:
        self._groups = groups
        self._answered = {one.question: one for one in answered}
        self._tables = tables
        self._ways = [{id_: Ways(tests) for id_, tests in group.tests.items()} for group in groups]
        self._cells = [
            {id_: list(map(ways[id_].of, self._answered[id_].answers)) for id_ in ways if id_ in self._answered}
            for ways in self._ways
        ]
        """For each group and question the way that each cell is."""
        self._keys = [
            Packed(f"_key{nr}_", [Digit(id_, one.size) for id_, one in ways.items()], most=2**50)
            for nr, ways in enumerate(self._ways)
        ]

    def keyed(self, coded: Frame, keep: Sequence[str], unread: Packed) -> Frame:
        """The columns `keep`, the ways of each group as whole numbers, and those of `unread` with what lists add."""
        places = {
            name: (one.column, values)
            for one in self._answered.values()
            if not one.texts
            for name, values in self._adds(one).items()
        }
        by_text = [
            self._tables.table((one.column,), {one.column: one.texts, **self._adds(one)})
            for one in self._answered.values()
            if one.texts
        ]
        found = self._tables.join(self._tables.looked_up(coded, places), by_text)
        keys: dict[str, nw.Expr] = {}
        for nr, (cells, packed) in enumerate(zip(self._cells, self._keys, strict=True)):
            parts: dict[str, list[nw.Expr]] = {whole: [] for whole in packed.names}
            for id_ in cells:
                parts[packed.place[id_][0]].append(nw.col(f"_in{nr}_{id_}"))
            keys |= {whole: total(columns) for whole, columns in parts.items()}
        flags: dict[str, list[nw.Expr]] = {whole: [nw.col(whole)] for whole in unread.names}
        for id_, one in self._answered.items():
            if one.odd:
                whole, worth = unread.place[id_]
                flags[whole].append(nw.col(f"_odd_{id_}").cast(SMALL) * small(worth))
        return found.select(*keep, **{whole: total(columns) for whole, columns in flags.items()}, **keys)

    def _adds(self, one: Answered) -> dict[str, list[int]]:
        """What each place of a column adds to the keys of groups; and whether it is no answer, where it holds texts."""
        made = {
            f"_in{nr}_{one.question}": [way * packed.place[one.question][1] for way in cells[one.question]]
            for nr, (cells, packed) in enumerate(zip(self._cells, self._keys, strict=True))
            if one.question in cells
        }
        odd = set(one.odd)
        return made | ({f"_odd_{one.question}": [int(text in odd) for text in one.texts]} if odd else {})

    def judged(self, keyed: Frame, keep: Sequence[str], numbers: Numbers) -> Frame:
        """The columns `keep`, and what there is to say of each record in numbers."""
        sums: dict[str, list[nw.Expr]] = {name: [] for name in numbers.names}
        told = []
        seen = distinct(keyed, [packed.names for packed in self._keys])
        for nr, (group, packed, rows) in enumerate(zip(self._groups, self._keys, seen, strict=True)):
            keys = dict(zip(packed.names, np.array(rows or [(0,) * len(packed.names)]).T, strict=True))
            ways = self._ways[nr]
            answered = {id_: keys[whole] // worth % ways[id_].size for id_, (whole, worth) in packed.place.items()}
            says = group.says(ways, answered, numbers)
            own = {f"{name}_of{nr}": values for name, values in says.items()}
            told.append(self._tables.table(packed.names, {**keys, **own}))
            for name in says:
                sums[name].append(nw.col(f"{name}_of{nr}"))
        found = self._tables.join(keyed, told)
        return found.select(*keep, **{name: total(columns) for name, columns in sums.items()})


def groups_of(dataset: Dataset, places: Iterable[Place]) -> list[Group]:
    """Groups that decide every place and tell of every rule, each once; as few as stay small."""
    size = cache(lambda tests: prod(_ways(dataset, tests)))
    units = [_Unit((place,), (), _tests(dataset.rules[id_] for ids in place.rules for id_ in ids)) for place in places]
    units += [_Unit((), (rule,), _tests([rule])) for rule in dataset.rules.values()]
    made: list[_Unit] = []
    for unit in sorted(units, key=lambda unit: -size(unit.tests)):
        joined = [(one.with_(unit), nr) for nr, one in enumerate(made)]
        fitting = [(one, nr) for one, nr in joined if size(one.tests) <= max(FEW, size(made[nr].tests))]
        if fitting:
            best, nr = min(fitting, key=lambda pair: size(pair[0].tests) - size(made[pair[1]].tests))
            made[nr] = best
        else:
            made.append(unit)
    return [Group(unit.places, unit.told, dataset.rules) for unit in made]


class _Unit(NamedTuple):
    """What one group has to decide and tell of, and the tests that it hangs on."""

    places: tuple[Place, ...]
    told: tuple[Rule, ...]
    tests: frozenset[Test]

    def with_(self, other: _Unit) -> _Unit:
        return _Unit(self.places + other.places, self.told + other.told, self.tests | other.tests)


def _tests(rules: Iterable[Rule]) -> frozenset[Test]:
    return frozenset(test for rule in rules for test in rule_tests(rule))


def rule_tests(rule: Rule) -> Iterator[Test]:
    """Every test on which it hangs whether a rule holds, or may yet hold."""
    yield from tests_of(rule.condition)
    yield from tests_of(rule.could)


def _ways(dataset: Dataset, tests: Iterable[Test]) -> Iterator[int]:
    """For each question in how many ways it can be answered, as far as these tests tell, at the most."""
    for id_, some in by_question(tests).items():
        question = dataset.questions[id_]
        if question.many:
            yield 1 + 2 ** len(some)
        elif question.type == "number":
            yield 2 + 2 * len(some)
        else:
            ways = Ways(some)
            for answer in answers_to(question):
                ways.of(answer)
            yield ways.size
