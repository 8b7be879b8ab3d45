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

from iopcli.batch.packed import SMALL, Digit, Packed, small, total
from iopcli.batch.tables import Table, Tables, with_columns
from iopcli.batch.ways import Answered, Ways, answers_to, by_question
from iopcli.logic.conditions import Test, tests_of, weighed

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
        tests = dict.fromkeys(test for rule in self.rules for test in rule_tests(rule))
        self.tests = by_question(tests)
        """Each question with the tests of its answers."""
        self._column = {test: f"_test{number}" for number, test in enumerate(tests)}

    def said_by(self, question: str, ways: Ways) -> dict[str, list[int]]:
        """For each way to answer a question which tests hold, and whether there is no answer: 1 or 0."""
        tests = {self._column[test]: ways.holds(test) for test in self.tests[question]}
        return {f"_no_{question}": [1] + [0] * (ways.size - 1), **tests}

    def reckoned(self, frame: Frame) -> Frame:
        """The frame with the state of each rule, and the digit of each place by the rules that hold."""
        frame = frame.with_columns(**self._states())
        return with_columns(frame, {place.name: place.digit(on) for place in self.places})

    def says(self, numbers: Numbers) -> dict[str, nw.Expr]:
        """What there is to say of each row of such a frame, in numbers."""
        made = {
            **numbers.least.columns({place.name: nw.col(place.name) for place in self.places}),
            **numbers.most.columns({place.name: place.digit(may if place.amount else on) for place in self.places}),
            **numbers.sure.columns({place.name: place.digit(unassumed) for place in self.places}),
            **numbers.narrow.columns({place.name: place.digit(may) for place in self.places if not place.amount}),
            **numbers.open.columns(self._weights()),
        }
        for packed in numbers.rules.values():
            made |= packed.columns({rule.id: on(rule.id) for rule in self.told if rule.id in packed.place})
        offers = {id_: [rule for rule in self.told if id_ in rule.offers] for id_ in numbers.alongside.place}
        offered = {id_: total(on(rule.id) for rule in some) for id_, some in offers.items() if some}
        urgent = [rule for rule in self.told if rule.urgent]
        return {
            **made,
            **numbers.alongside.columns(offered),
            "_urgent": total(on(rule.id) for rule in urgent),
            "_stops": total(on(rule.id) for rule in urgent if rule.urgent and rule.urgent.stop),
        }

    def _states(self) -> dict[str, nw.Expr]:
        """Whether each rule holds, whether it would without what is assumed, and whether it may yet hold: 1 or 0."""
        made: dict[str, nw.Expr] = {}
        for rule in self.rules:
            on_, may_ = weighed(rule.condition, self._both, small(1), rule.assume)
            if rule.possible:  # what is not known cannot make it hold where the other answers leave no room
                may_ = on_ + (may_ - on_) * weighed(rule.could, self._both, small(1))[1]
            sure = weighed(rule.condition, self._both, small(1))[0] if rule.assume else on_
            made |= {f"_on_{rule.id}": on_, f"_sure_{rule.id}": sure, f"_may_{rule.id}": may_}
        return made

    def _both(self, test: Test) -> tuple[nw.Expr, nw.Expr]:
        sure = nw.col(self._column[test])
        return sure, sure + nw.col(f"_no_{test.question}")

    def _weights(self) -> dict[str, nw.Expr]:
        """How many steps of need hang on each question that is open, as far as these places go."""
        raised: dict[str, list[nw.Expr]] = {}
        for place in self.places:
            for rule in self.rules:
                if place.digit_of(rule.id):
                    steps = (may(rule.id) - on(rule.id)) * place.raised(rule.id)
                    for id_ in rule.asks:
                        raised.setdefault(id_, []).append(steps)
        return {id_: nw.col(f"_no_{id_}") * total(steps) for id_, steps in raised.items()}


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


def on(rule: str) -> nw.Expr:
    """Whether a rule holds: 1 or 0."""
    return nw.col(f"_on_{rule}")


def unassumed(rule: str) -> nw.Expr:
    """Whether a rule holds by what was answered alone: 1 or 0."""
    return nw.col(f"_sure_{rule}")


def may(rule: str) -> nw.Expr:
    """Whether a rule holds or may yet hold: 1 or 0."""
    return nw.col(f"_may_{rule}")


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
        told: list[Table] = []
        sums: dict[str, list[nw.Expr]] = {name: [] for name in numbers.names}
        keys = self._tables.in_duckdb(keyed, [packed.names for packed in self._keys])
        for nr, (group, packed) in enumerate(zip(self._groups, self._keys, strict=True)):
            says = group.says(numbers)
            frame = group.reckoned(self._answers(nr, keys[nr]))
            own = {f"{name}_of{nr}": column for name, column in says.items()}
            told.append(self._tables.from_duckdb(packed.names, frame.select(*packed.names, **own)))
            for name in says:
                sums[name].append(nw.col(f"{name}_of{nr}"))
        found = self._tables.join(keyed, told)
        return found.select(*keep, **{name: total(columns) for name, columns in sums.items()})

    def _answers(self, nr: int, keys: Frame) -> Frame:
        """Every way that records answer the questions of a group, by its key: which tests hold, what is not known."""
        packed, ways = self._keys[nr], self._ways[nr]
        taken = {f"_way_{id_}": nw.col(whole) // worth % ways[id_].size for id_, (whole, worth) in packed.place.items()}
        said = {
            name: (f"_way_{id_}", values)
            for id_, one in ways.items()
            for name, values in self._groups[nr].said_by(id_, one).items()
        }
        return self._tables.here.looked_up(keys.with_columns(**taken), said)


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
