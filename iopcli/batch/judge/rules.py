"""Every rule read for many records at once: a whole number has a bit for each record, the first the lowest.

The rules are those of one person, read by the same `state`. What comes of them stays in bits as long as it can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

import numpy as np

from iopcli.batch.faults import NO_PERSON, UNUSABLE_IDS
from iopcli.batch.judge.codes import FAULTS, CodedChunk, Flags
from iopcli.batch.judge.levels import Digit, Levels
from iopcli.batch.read.chunks import Wholes
from iopcli.dataset.model import Dataset, Rule
from iopcli.logic.conditions import Bits, Test
from iopcli.match.needs import State, state

_NOBODY = np.array([fault in NO_PERSON for fault in FAULTS])
_WHOLE = np.array([fault in ("", *UNUSABLE_IDS) for fault in FAULTS])


class JudgedChunk(NamedTuple):
    """What the rules say of the records of a chunk, a bit for each record."""

    chunk: CodedChunk
    tested: Tested
    reported: int
    """Those that can be read whole, or that are urgent and somebody's."""
    compared: int
    """Of these, those whose plans are compared."""
    rules: Mapping[str, int]
    """By rule, those for whom it is given as a reason: where comparing stops, only urgent rules are."""
    urgent: int
    clinician: int
    least: Wholes
    """The needs at least, as numbers of digits; see `Levels`."""
    most: Wholes
    sure: Wholes
    """The needs at least, if nothing were assumed."""
    words: Mapping[int, Wholes]
    """By place that is no amount, how far it may go."""
    offered: Mapping[str, int]
    unread: Mapping[str, int]
    """By question, those with a cell that is no answer to it."""
    open: Mapping[str, Wholes]
    """By question that is open for somebody, how many steps of need hang on it."""

    def flags(self, some: int) -> Flags:
        """Bits as flags."""
        return flags(some, self.chunk.size)


class BatchJudge:
    """The rules of a dataset, for chunks of records."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.levels = Levels(dataset)
        self._rules = list(dataset.rules.values())
        self._raising = [
            (place, rule, nr)
            for nr, place in enumerate(self.levels.places)
            for rule in self._rules
            if any(rule.id in ids for ids in place.rules)
        ]

    def judge(self, chunk: CodedChunk) -> JudgedChunk:
        """Every rule for every record; a cell that is no answer answers nothing."""
        tested, size = Tested(chunk), chunk.size
        states = {rule.id: state(rule, tested, tested.every) for rule in self._rules}
        on, may = ({id_: getattr(its, end) for id_, its in states.items()} for end in ("on", "may"))
        urgent = any_of(on[rule.id] for rule in self._rules if rule.urgent)
        stops = any_of(on[rule.id] for rule in self._rules if rule.urgent and rule.urgent.stop)
        unread = {id_: bits_of(chunk.unreadable(id_)) for id_ in self.dataset.questions if id_ in chunk.codes}
        faulty = any_of(unread.values()) | bits_of(chunk.faults > 0)
        nobody, whole = (bits_of(table[chunk.faults]) for table in (_NOBODY, _WHOLE))
        reported = (tested.every ^ faulty) | (urgent & ~nobody)
        compared = reported & whole & ~stops
        rules = {rule.id: on[rule.id] & (compared | (reported if rule.urgent else 0)) for rule in self._rules}
        rules = {id_: bits for id_, bits in rules.items() if on[id_]}
        reached = [place.reached(on) for place in self.levels.places]
        least = self._numbers(reached, size)
        return JudgedChunk(
            chunk=chunk,
            tested=tested,
            reported=reported,
            compared=compared,
            rules=rules,
            urgent=urgent & reported,
            clinician=any_of(bits for id_, bits in rules.items() if self.dataset.rules[id_].clinician),
            least=least,
            most=self._numbers(self._far(reached, may), size),
            sure=self._unassumed(states, least, size),
            words={nr: times(one.reached(may), size) for nr, one in enumerate(self.levels.places) if not one.amount},
            offered={id_: bits for id_ in self.dataset.options if (bits := compared & self._offers(id_, on))},
            unread={id_: some for id_, bits in unread.items() if (some := bits & reported)},
            open=self._weights(states, reached, tested, compared),
        )

    def _far(self, reached: Sequence[list[int]], may: Mapping[str, int]) -> list[list[int]]:
        """How far needs may go: only those that are amounts can be more or less."""
        places = zip(self.levels.places, reached, strict=True)
        return [place.reached(may) if place.amount else now for place, now in places]

    def _unassumed(self, states: Mapping[str, State], least: Wholes, size: int) -> Wholes:
        """The needs at least, if nothing were assumed."""
        if all(its.unassumed == its.on for its in states.values()):
            return least
        unassumed = {id_: its.unassumed for id_, its in states.items()}
        return self._numbers([place.reached(unassumed) for place in self.levels.places], size)

    def _offers(self, option: str, on: Mapping[str, int]) -> int:
        return any_of(on[rule.id] for rule in self._rules if option in rule.offers)

    def _numbers(self, reached: Sequence[Sequence[int]], size: int) -> Wholes:
        """Needs as numbers, by the minimums that each record reaches."""
        made = np.zeros(size, np.int64)
        for worth, bits in zip(self.levels.worths, reached, strict=False):
            if any(bits):
                made += times(bits, size).astype(np.int64) * worth
        return made

    def _weights(
        self, states: Mapping[str, State], reached: Sequence[Sequence[int]], tested: Tested, compared: int
    ) -> dict[str, Wholes]:
        """How many steps of need depend on each question that is open."""
        sums: dict[str, list[int]] = {}
        for place, rule, nr in self._raising:
            its = states[rule.id]
            open_ = its.may & ~its.on & compared
            for digit in range(_digit_of(place, rule)) if open_ else ():
                raising = open_ & ~reached[nr][digit]
                for id_ in rule.asks if raising else ():
                    _add(
                        sums.setdefault(id_, []),
                        raising & tested.unanswered(id_),
                        place.steps[digit + 1] - place.steps[digit],
                    )
        return {id_: _weighed(sums[id_], tested.size) for id_ in self.dataset.questions if any(sums.get(id_, ()))}


class Tested:
    """What tests say of the records of a chunk."""

    def __init__(self, chunk: CodedChunk) -> None:
        self._chunk, self.size = chunk, chunk.size
        self.every = (1 << chunk.size) - 1
        self._tests: dict[Test, Bits] = {}
        self._unanswered: dict[str, int] = {}

    def __call__(self, test: Test) -> Bits:
        """In which records a test holds, and in which it may."""
        if test not in self._tests:
            id_, chunk = test.question, self._chunk
            sure = bits_of(chunk.answers[id_].holds(test)[chunk.codes[id_]]) if id_ in chunk.codes else 0
            self._tests[test] = Bits(sure, sure | self.unanswered(id_))
        return self._tests[test]

    def unanswered(self, question: str) -> int:
        """The records that do not answer a question."""
        if question not in self._unanswered:
            codes, answers = self._chunk.codes, self._chunk.answers
            known = bits_of(answers[question].answered[codes[question]]) if question in codes else 0
            self._unanswered[question] = self.every ^ known
        return self._unanswered[question]


def bits_of(marked: Flags) -> int:
    """Flags as bits."""
    return int.from_bytes(np.packbits(marked, bitorder="little").tobytes(), "little")


def flags(some: int, size: int) -> Flags:
    """Bits as flags."""
    as_bytes = np.frombuffer(some.to_bytes((size + 7) // 8, "little"), np.uint8)
    return np.unpackbits(as_bytes, count=size, bitorder="little").view(bool)


def times(some: Iterable[int], size: int) -> Wholes:
    """In how many of some numbers the bit of each record is set."""
    found = np.zeros(size, np.int16)
    for bits in some:
        if bits:
            found += flags(bits, size)
    return found


def any_of(some: Iterable[int]) -> int:
    """The bits that are set in any of some numbers."""
    return reduce(or_, some, 0)


def _digit_of(place: Digit, rule: Rule) -> int:
    return next(digit for digit, ids in enumerate(place.rules, 1) if rule.id in ids)


def _add(planes: list[int], bits: int, times: int) -> None:
    """Add so much for each record whose bit is set, to sums that have a whole number for each binary digit."""
    for nr in range(times.bit_length()):
        carry, at = bits if times >> nr & 1 else 0, nr
        while carry:
            planes += [0] * (at + 1 - len(planes))
            planes[at], carry, at = planes[at] ^ carry, planes[at] & carry, at + 1


def _weighed(planes: Sequence[int], size: int) -> Wholes:
    """Such sums as numbers."""
    return sum(
        (flags(bits, size).astype(np.int16) << nr for nr, bits in enumerate(planes) if bits), np.zeros(size, np.int16)
    )
