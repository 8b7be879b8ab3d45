"""Counts of the people in a batch. The parts of each count add up to everyone who is reported."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from iopcli.batch.columns.columns import Columns
from iopcli.batch.columns.mapped import Coded
from iopcli.batch.judge.choose import ChosenPlans, PlanChooser
from iopcli.batch.judge.codes import Coder, Flags
from iopcli.batch.judge.levels import Levels
from iopcli.batch.judge.rules import any_of, bits_of, flags
from iopcli.batch.judge.texts import Texts
from iopcli.batch.read.chunks import Wholes
from iopcli.batch.report.actual import COMPARED, OUTCOMES, ActualCare
from iopcli.batch.write.result_texts import STATUSES
from iopcli.dataset.answers import SEPARATOR

YES, NO = "yes", "no"
STATUS = ("ok", "open", "urgent")
LITTLE, NOT_COMPARED = "too_little", "not_compared"
"""Parts of a group besides statuses and outcomes: those who say too little, and others whose plans are not compared."""
HEADLINES = ("status", "settled", "stopped", "clinician", "unread", "too_little", "planned")
"""Counts that are shown however small they are: who reads a report has to know how many are urgent."""
ACTUAL = "actual"
"""The name under which a column stands that says where people went."""

Key = tuple[str, ...]
"""What is counted: a kind, and within it a rule, question, wish, attribute or level."""
Tallied = Counter[tuple[Any, ...]]
"""People by a key and its part; where parts are of a group or of who is settled, these stand before the part."""
ByGroup = dict[str | None, Counter[str]]
"""Parts of each group; None is the group of those of whom it is not known."""


def coded_groups(columns: Columns, by: Sequence[str]) -> list[tuple[str, Coded]]:
    """The columns by which people are counted, with their names; the last may say where they went."""
    groups = [(name, columns.named(name)) for name in by]
    return [*groups, *([(ACTUAL, columns.actual)] if columns.actual else [])]


def tally(chosen: ChosenPlans, status: Texts, chooser: PlanChooser, coder: Coder, actual: ActualCare | None) -> Tallied:
    """What is counted of the records of a chunk that are reported."""
    return _Chunk(chosen, status, chooser, coder, actual).tally()


class _Chunk:
    """One chunk, and what is counted of it."""

    def __init__(
        self, chosen: ChosenPlans, status: Texts, chooser: PlanChooser, coder: Coder, actual: ActualCare | None
    ) -> None:
        self.chosen, self.chooser, self.coder, self.actual = chosen, chooser, coder, actual
        self.judged = judged = chosen.judged
        self.chunk = judged.chunk
        self.reported = judged.flags(judged.reported)
        self.made: Tallied = Counter()
        self.status = np.asarray(status.places)
        little = chosen.too_little
        self.planned = judged.flags(judged.compared & ~little)
        """Those whose plans are counted: the others are in danger now, or have too few answers."""
        unread = any_of([*judged.unread.values(), bits_of(self.chunk.faults > 0)]) & judged.reported
        self.true = {
            "settled": chosen.settled,
            LITTLE: little & ~judged.urgent,
            "planned": judged.compared & ~little,
            "stopped": judged.reported & ~judged.compared,
            "clinician": judged.clinician & judged.compared,
            "unread": unread,
        }

    def tally(self) -> Tallied:
        """Count everything."""
        self._texts()
        self._bits()
        self._levels("least", self.judged.least)
        self._levels("most", self.judged.most)
        for by in self.chunk.groups:
            if by != ACTUAL:
                self._group(by)
        if self.actual:
            self._agreement()
        return self.made

    def _texts(self) -> None:
        plans = self.chooser.names.texts
        self._count(("status",), STATUSES, self.status, self.reported)
        self._count(("plan",), plans, self.chosen.choice, self.planned)
        self._count(("at_least",), plans, self.chosen.first, self.planned)
        asked = np.bincount(self.chosen.asked[self.reported])
        for text, people in zip(self.chooser.asked.texts, asked.tolist(), strict=False):
            if people:
                ids = text.split(SEPARATOR) if text else []
                self.made["first", ids[0] if ids else ""] += people
                for id_ in ids:
                    self.made["asked", id_, YES] += people
        for id_, steps in self.judged.open.items():
            self.made["steps", id_] += int(steps.sum())
        for form, cells in self.chunk.forms().items():
            self.made["form", form] += cells

    def _count(self, key: Key, parts: Iterable[str], places: Wholes, of: Flags) -> None:
        for part, people in zip(parts, np.bincount(places[of]).tolist(), strict=False):
            if people:
                self.made[*key, part] += people

    def _bits(self) -> None:
        judged, chosen = self.judged, self.chosen
        for kind, bits in self.true.items():
            self.made[kind, YES] += bits.bit_count()
        for id_, bits in judged.rules.items():
            if people := (bits & judged.reported).bit_count():
                self.made["rule", id_, YES] += people
        planned = self.true["planned"]
        for wish in self.chooser.dataset.by_wish:
            may, certain = chosen.against.get(wish, 0), chosen.certain.get(wish, 0)
            self.made["wish", wish, "certain"] += (planned & certain).bit_count()
            self.made["wish", wish, "may"] += (planned & may & ~certain).bit_count()
            self.made["wish", wish, NO] += (planned & ~may).bit_count()

    def _levels(self, end: str, needs: Wholes) -> None:
        levels = self.chooser.levels
        numbers, people = np.unique(needs[self.planned], return_counts=True)
        for place, worth in zip(levels.places, levels.worths, strict=False):
            digits = numbers // worth % len(place.steps)
            for digit, several in enumerate(np.bincount(digits, people, len(place.steps)).astype(int).tolist()):
                self.made[end, place.name, digit] += several

    def _group(self, by: str) -> None:
        little = flags(self.true[LITTLE], self.chunk.size)
        ends = (*STATUSES, LITTLE)
        kinds: list[tuple[str, Sequence[str], Any]] = [("status", ends, np.where(little, len(STATUSES), self.status))]
        kinds += [(kind, (NO, YES), flags(self.true[kind], self.chunk.size)) for kind in ("settled", "clinician")]
        if self.actual:
            others = np.where(little, len(OUTCOMES), len(OUTCOMES) + 1)
            compared = np.where(self.planned, self._outcomes, others)
            kinds.append(("outcome", (*OUTCOMES, LITTLE, NOT_COMPARED), compared))
        groups = self.coder.group(by)
        for kind, parts, places in kinds:
            pairs = self.chunk.groups[by].astype(np.int64) * len(parts) + places
            found = np.unique(pairs[self.reported], return_counts=True)
            for pair, people in zip(*(some.tolist() for some in found), strict=True):
                group, part = divmod(pair, len(parts))
                self.made["by", by, kind, groups[group], parts[part]] += people

    @cached_property
    def _outcomes(self) -> Wholes:
        """How the actual care of each person compares with the first plan, as a place in OUTCOMES."""
        assert self.actual is not None  # noqa: S101 - counted only where there is such a column
        texts, names = self.coder.group(ACTUAL), list(OUTCOMES)
        pairs = self.chosen.choice.astype(np.int64) * len(texts) + self.chunk.groups[ACTUAL]
        some, inverse = np.unique(pairs, return_inverse=True)
        found = (divmod(pair, len(texts)) for pair in some.tolist())
        plans = self.chooser.names.texts
        outcomes = [names.index(self.actual.outcome(plans[plan], texts[actual])) for plan, actual in found]
        return np.array(outcomes, np.int64)[inverse]

    def _agreement(self) -> None:
        assert self.actual is not None  # noqa: S101 - counted only where there is such a column
        settled = flags(self.chosen.settled, self.chunk.size)
        self._count(("outcome",), OUTCOMES, self._outcomes, self.planned)
        for word, marked in ((YES, settled), (NO, ~settled)):
            counts = np.bincount(self._outcomes[self.planned & marked], minlength=len(OUTCOMES)).tolist()
            for part, people in zip(OUTCOMES, counts, strict=True):
                self.made["of_settled", word, part] += people
        compared = np.isin(self._outcomes, [nr for nr, name in enumerate(OUTCOMES) if name in COMPARED]) & self.planned
        levels, actual = self.chooser.levels, self.chunk.groups[ACTUAL]
        for nr, text in enumerate(self.coder.group(ACTUAL)):
            here = compared & (actual == nr)
            if text is None or not here.any():
                continue
            numbers, people = np.unique(self.judged.least[here], return_counts=True)
            for number, several in zip(numbers.tolist(), people.tolist(), strict=True):
                for attribute in self.actual.misses(text, levels.needs(levels.digits(number))):
                    self.made["misses", attribute, YES] += several
            bits = bits_of(here)
            for rule, holding in self.judged.rules.items():
                if (several := (bits & holding).bit_count()) and self.actual.lacks(text, rule):
                    self.made["rule misses", rule, YES] += several


class Tallies:
    """All parts of the people reported, from what was counted of every chunk."""

    def __init__(
        self,
        levels: Levels,
        counted: Mapping[tuple[Any, ...], int],
        by: Iterable[str],
        wishes: Iterable[str],
        *,
        actual: bool,
    ) -> None:
        self.by, self.actual = tuple(by), actual
        self.of_group: dict[tuple[str, str], ByGroup] = {}
        """A column of groups and a kind of count to the parts of each group."""
        self.of_settled: ByGroup = {YES: Counter(), NO: Counter()}
        """How actual care compares with the first plan, for those settled and those open."""
        self._parts = self._none_yet(levels, wishes)
        self._true: Counter[Key] = Counter({(kind,): 0 for kind in HEADLINES if kind != "status"})
        self.steps: Counter[str] = Counter()
        """By question how many steps of need hang on it, of all people together."""
        self.forms: Counter[str] = Counter()
        """How many cells were read in each form that no single answer has."""
        for (*key, part), people in counted.items():
            match key:
                case ["by", by_, kind, group]:
                    self.of_group.setdefault((by_, kind), {}).setdefault(group, Counter())[part] += people
                case ["steps"]:
                    self.steps[part] += people
                case ["form"]:
                    self.forms[part] += people
                case ["of_settled", word]:
                    self.of_settled[word][part] += people
                case [kind, *_] if part == YES and kind not in ("wish", "by"):
                    self._true[tuple(key)] += people
                case _:
                    self._parts[tuple(key)][part] += people

    def _none_yet(self, levels: Levels, wishes: Iterable[str]) -> dict[Key, Counter[Any]]:
        """Every possible part with a count of 0; plans and questions are added as they come up."""
        parts: dict[Key, Iterable[Any]] = {("status",): STATUS, ("plan",): (), ("at_least",): (), ("first",): ()}
        for place in levels.places:
            parts["least", place.name] = parts["most", place.name] = range(len(place.steps))
        parts |= {("wish", wish): ("certain", "may", NO) for wish in wishes}
        parts |= {("outcome",): OUTCOMES} if self.actual else {}
        return {key: Counter(dict.fromkeys(cells, 0)) for key, cells in parts.items()}

    @property
    def reported(self) -> int:
        """How many people there are."""
        return self._parts["status",].total()

    @property
    def headlines(self) -> dict[Key, Mapping[Any, int]]:
        """The counts that are shown in any case."""
        return {key: parts for key, parts in self.parts.items() if key[0] in HEADLINES}

    @property
    def parts(self) -> dict[Key, Mapping[Any, int]]:
        """Everything that was counted. What is true of some people is counted with its opposite."""
        found: dict[Key, Mapping[Any, int]] = dict(self._parts)
        found |= {key: {YES: number, NO: self.reported - number} for key, number in self._true.items()}
        for by in self.by:
            groups = self.of_group.get((by, "status"), {})
            found["by", by] = {group: parts.total() for group, parts in groups.items()}
        return found


def to_text(counted: Mapping[tuple[Any, ...], int]) -> dict[str, int]:
    """A tally with its keys as texts."""
    return {json.dumps(key): people for key, people in counted.items()}


def of_text(counted: Mapping[str, int]) -> Tallied:
    """A tally read back from its texts."""
    return Counter({tuple(json.loads(key)): people for key, people in counted.items()})
