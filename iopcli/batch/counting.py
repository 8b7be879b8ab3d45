"""People of a batch, counted by the engine that holds the records, in parts that add up to all who are reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from iopcli.batch.agreement import COMPARED, OUTCOMES, Went
from iopcli.match.wishes import WISHES

if TYPE_CHECKING:
    from iopcli.batch.columns import Columns
    from iopcli.batch.frame import Batch, Looked
    from iopcli.dataset.model import Dataset

YES, NO = "yes", "no"
STATUS = ("ok", "open", "urgent")
STOPPED = "stopped"
"""Beside the levels of a need: people in danger now, for whom nothing is compared."""
_ASKED = "?"
"""What a question starts with where rules stand in the same list."""

Key = tuple[str, ...]
"""What is counted: a kind, and within it a rule, question, wish, attribute or level."""
ByGroup = dict[str | None, Counter[str]]
"""Parts of each group; None is the group of those of whom it is not known."""


class Judged(Protocol):
    """Records that an engine holds, and what is asked of it to count them."""

    dataset: Dataset
    batch: Batch
    columns: Columns
    each: str
    """What the engine calls a row for each part of a list."""

    @property
    def looked(self) -> Looked:
        """What is among the records, with the plans for it."""

    @property
    def by(self) -> Mapping[str, str]:
        """The groups of the report, each with its column as the engine quotes it."""

    @property
    def count(self) -> int:
        """How many records there are, reported or not."""

    @property
    def blank(self) -> int:
        """How many lines of the input hold no record."""

    @property
    def reported(self) -> str:
        """The name of a view of what is said of each record that is reported, with its needs."""

    def problems(self) -> Mapping[str, int]:
        """How often a record or a field of it was rejected, by reason; not of those that are reported all the same."""

    def counts(self, sql: str) -> list[tuple[Any, ...]]:
        """What a question to the engine gives."""


class Counts:
    """All parts of the people reported, in a few readings of the records."""

    def __init__(self, records: Judged) -> None:
        self.records = records
        self.view = records.reported
        self.went = Went(records.dataset) if records.columns.actual else None
        self.by = records.by
        self.of_group: dict[tuple[str, str], ByGroup] = {}
        """A column of groups and a kind of count to the parts of each group."""
        self.of_settled: ByGroup = {YES: Counter(), NO: Counter()}
        """How where people went compares with the first plan, for those settled and those open."""
        self._parts = self._none_yet()
        self._true: Counter[Key] = Counter({(kind,): 0 for kind in ("settled", "stopped", "clinician", "unread")})
        self._count()
        self._count_lists()

    def _none_yet(self) -> dict[Key, Counter[Any]]:
        """All parts that can be, at 0; of plans and questions those that come up are added."""
        parts: dict[Key, Iterable[Any]] = {("status",): STATUS, ("plan",): (), ("at_least",): (), ("first",): ()}
        for place in self.records.batch.levels.places:
            parts["least", place.name] = parts["most", place.name] = (*range(len(place.steps)), STOPPED)
        parts |= {("wish", wish): ("certain", "may", NO) for wish in WISHES}
        parts |= {("outcome",): OUTCOMES} if self.went else {}
        return {key: Counter(dict.fromkeys(cells, 0)) for key, cells in parts.items()}

    @property
    def reported(self) -> int:
        """How many people there are."""
        return self._parts["status",].total()

    @property
    def parts(self) -> dict[Key, Mapping[Any, int]]:
        """All that was counted; of what is true of some, how many they are and how many are left."""
        found: dict[Key, Mapping[Any, int]] = dict(self._parts)
        found |= {key: {YES: number, NO: self.reported - number} for key, number in self._true.items()}
        for by in self.by:
            groups = self.of_group.get((by, "status"), {})
            found["by", by] = {group: parts.total() for group, parts in groups.items()}
        return found

    def _count(self) -> None:
        """Everything that one column says or a few together, in one reading."""
        least, most = self.records.batch.least.names, self.records.batch.most.names
        one = {kind: (kind,) for kind in ("status", "settled", "plan", "at_least", "first", "_clinician", "_unread")}
        together: dict[Key, Sequence[str]] = {(kind,): columns for kind, columns in one.items()}
        together["conflicts",] = ("conflicts", "conflicts_certain")
        together["least",], together["most",] = ("_going", *least), ("_going", *most)
        if self.went:
            together["actual",] = ("plan", "_actual", "settled", *least)
        for by, column in self.by.items():
            for kind in ("status", "settled", "_clinician"):
                together["by", by, kind] = (column, kind)
            if self.went:
                together["by", by, "outcome"] = (column, "plan", "_actual")
        for key, rows in self._grouped(together).items():
            for *values, number in rows:
                self._take(key, values, number)

    def _grouped(self, together: Mapping[Key, Sequence[str]]) -> dict[Key, list[tuple[Any, ...]]]:
        """For columns taken together, what is in them and how often."""
        names = list(dict.fromkeys(name for columns in together.values() for name in columns))
        sets = list(dict.fromkeys(map(tuple, together.values())))
        by_bits = {
            sum(1 << place for place, name in enumerate(reversed(names)) if name not in one): one for one in sets
        }
        more = "split_part(ask_next, ';', 1) AS first, clinician <> '' AS _clinician, unread <> '' AS _unread"
        grouping = ", ".join(f"({', '.join(one)})" for one in sets)
        rows = self.records.counts(
            f"SELECT GROUPING_ID({', '.join(names)}), {', '.join(names)}, count(*) "
            f"FROM (SELECT *, {more} FROM {self.view}) GROUP BY GROUPING SETS ({grouping})"
        )
        found: dict[tuple[str, ...], list[tuple[Any, ...]]] = {one: [] for one in sets}
        for bits, *values, number in rows:
            one = by_bits[bits]
            found[one].append((*(values[names.index(name)] for name in one), number))
        return {key: found[tuple(columns)] for key, columns in together.items()}

    def _take(self, key: Key, values: Sequence[Any], number: int) -> None:
        """Add what some columns say of so many people."""
        match key:
            case ("settled",):
                self._true[key] += number if values[0] == YES else 0
            case ("_clinician",) | ("_unread",):
                self._true[key[0].removeprefix("_"),] += number if values[0] else 0
            case ("conflicts",):
                self._conflicts(*values, number=number)
            case ("least" | "most" as end,):
                self._needs(end, *values, number=number)
            case ("actual",):
                self._actual(*values, number=number)
            case ("by", by, kind):
                group, *rest = values
                part = self.went.outcome(*rest) if kind == "outcome" and self.went else _part(rest[0])
                groups = self.of_group.setdefault((by, kind.removeprefix("_")), {})
                groups.setdefault(group, Counter())[part] += number
            case _:
                self._parts[key][values[0]] += number

    def _conflicts(self, may: str, certain: str, *, number: int) -> None:
        for wish in WISHES:
            part = "certain" if wish in certain.split(";") else "may" if wish in may.split(";") else NO
            self._parts["wish", wish][part] += number

    def _needs(self, end: str, going: bool, *numbers: int, number: int) -> None:
        if end == "least":
            self._true["stopped",] += 0 if going else number
        batch = self.records.batch
        digits = (batch.least if end == "least" else batch.most).digits(numbers)
        for place in batch.levels.places:
            part = digits[place.name] if going else STOPPED
            self._parts[end, place.name][part] += number

    def _actual(self, first: str, actual: str | None, settled: str, *numbers: int, number: int) -> None:
        assert self.went is not None  # noqa: S101 - counted only where there is such a column
        batch, outcome = self.records.batch, self.went.outcome(first, actual)
        self._parts["outcome",][outcome] += number
        self.of_settled[settled][outcome] += number
        if actual is not None and outcome in COMPARED:
            for attribute in self.went.misses(actual, batch.levels.needs(batch.least.digits(numbers))):
                self._true["misses", attribute] += number

    def _count_lists(self) -> None:
        """The rules and open questions, of which a record has several; and the rules that where people went misses."""
        asked = f"'{_ASKED}' || replace(nullif(ask_next, ''), ';', ';{_ASKED}')"
        words = f"{self.records.each}(split(concat_ws(';', nullif(reasons, ''), {asked}), ';')) AS word"
        beside = ", plan, _actual" if self.went else ""
        rows = self.records.counts(
            f"SELECT word, count(*){beside} FROM (SELECT {words}{beside} FROM {self.view}) WHERE word <> '' "
            "GROUP BY ALL"
        )
        for word, number, *went in rows:
            self._true["asked" if word.startswith(_ASKED) else "rule", word.removeprefix(_ASKED)] += number
            compared = self.went and not word.startswith(_ASKED) and self.went.outcome(*went) in COMPARED
            if self.went and compared and self.went.lacks(went[1], word):
                self._true["rule misses", word] += number


def _part(value: Any) -> str:
    """What a column says, yes or no as a word."""
    return (YES if value else NO) if isinstance(value, bool) else str(value)
