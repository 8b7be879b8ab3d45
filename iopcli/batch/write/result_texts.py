"""Results become columns of text: each text is made once, and records point to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from iopcli.batch.judge.choose import ChosenPlans, PlanChooser, Seen
from iopcli.batch.judge.codes import FAULTS
from iopcli.batch.judge.dictionary import different
from iopcli.batch.judge.rules import flags
from iopcli.batch.judge.texts import Objects, Texts, TextTable, objects
from iopcli.batch.read.chunks import Wholes
from iopcli.dataset.answers import SEPARATOR
from iopcli.dataset.model import Dataset
from iopcli.facts.prices import price_for
from iopcli.match.plans import Plan

COLUMNS = (
    "status", "at_least", "at_most", "plan", "settled", "reasons", "alongside", "urgent", "ask_next", "conflicts",
    "cost_per_week_min", "cost_per_week_max", "conflicts_certain", "clinician", "cost_kind", "cost_year", "cost_weak",
    "unread", "too_few",
)  # fmt: skip
"""The columns of results, besides the id of the record."""
NUMBERS: Mapping[str, type] = {"cost_per_week_min": float, "cost_per_week_max": float, "cost_year": int}
"""The columns that hold numbers."""
REJECTED, URGENT, OK, OPEN = STATUSES = ("rejected", "urgent", "ok", "open")
"""A record with a cell that is no answer is rejected, and nothing else is said of it, unless it is urgent by the rest.

Then what cannot be read counts as not answered, and `unread` names the questions, or why no field can be read.
"""
PAYER = "payer"
"""The question of who pays: by it a price is chosen."""
_DIFFERENT = 2**16
"""Up to so many combinations, the texts of columns that stand beside each other are joined once for all records."""
_TOGETHER = 16
"""How many names are joined in one table of texts, which may have two to the power of this."""


ColumnTexts = Mapping[str, Sequence[Texts]]
"""Results by column: texts that are written one after the other."""


class ResultTexts:
    """Makes the columns of results; each text is made once."""

    def __init__(self, dataset: Dataset, chooser: PlanChooser) -> None:
        self._dataset, self._chooser = dataset, chooser
        self._prices: dict[tuple[int, str | None], tuple[str, ...]] = {}
        rules = dataset.rules.values()
        names = {
            "reasons": dataset.rules,
            "urgent": [rule.id for rule in rules if rule.urgent],
            "clinician": [rule.id for rule in rules if rule.clinician],
            "alongside": dataset.options,
            "conflicts": dataset.by_wish,
            "conflicts_certain": dataset.by_wish,
            "unread": dataset.questions,
        }
        self._names = {column: Names(list(some)) for column, some in names.items()}
        self._statuses, self._yes_or_no = TextTable(STATUSES), TextTable(("no", "yes"))

    def of(self, chosen: ChosenPlans) -> ColumnTexts:
        """The texts of each column."""
        judged, size = chosen.judged, chosen.judged.chunk.size
        names = {
            "reasons": judged.rules,
            "urgent": judged.rules,
            "clinician": {id_: bits & judged.compared for id_, bits in judged.rules.items()},
            "alongside": judged.offered,
            "conflicts": chosen.against,
            "conflicts_certain": chosen.certain,
            "unread": judged.unread,
        }
        by_column = {column: self._names[column].texts(of, size) for column, of in names.items()}
        whole = np.where(judged.flags(judged.reported), judged.chunk.faults, 0)
        if whole.any():
            by_column["unread"] = [_joined(Texts(TextTable(FAULTS), whole), by_column["unread"], size)]
        plans = self._chooser.names
        by_column |= {name: [Texts(plans, of)] for name, of in (("at_least", chosen.first), ("at_most", chosen.last))}
        by_column |= {"plan": [Texts(plans, chosen.choice)], "ask_next": [Texts(self._chooser.asked, chosen.asked)]}
        by_column["status"] = [Texts(self._statuses, self._status(chosen))]
        for column, bits in (("settled", chosen.settled), ("too_few", chosen.too_little)):
            by_column[column] = [Texts(self._yes_or_no, flags(bits, size).astype(np.int8))]
        by_column |= self._costs(chosen)
        return {name: by_column[name] for name in COLUMNS}

    @staticmethod
    def _status(chosen: ChosenPlans) -> Wholes:
        judged = chosen.judged
        met = judged.flags(chosen.settled) & (chosen.first > 0)
        known = np.where(
            judged.flags(judged.urgent), STATUSES.index(URGENT), np.where(met, STATUSES.index(OK), STATUSES.index(OPEN))
        )
        return np.where(judged.flags(judged.reported), known, STATUSES.index(REJECTED))

    def _costs(self, chosen: ChosenPlans) -> dict[str, list[Texts]]:
        """What a week of the plan costs whoever pays for this record."""
        chunk = chosen.judged.chunk
        payers = chunk.answers[PAYER].values if PAYER in chunk.answers else [None]
        by_payer = chunk.codes[PAYER] if PAYER in chunk.codes else np.zeros(chunk.size, np.int32)
        found = [self._price(plan, payer) for plan in range(len(self._chooser.plans)) for payer in payers]
        places = chosen.choice.astype(np.int64) * len(payers) + by_payer
        names = ("cost_per_week_min", "cost_per_week_max", "cost_kind", "cost_year", "cost_weak")
        return {name: [Texts(TextTable([one[nr] for one in found]), places)] for nr, name in enumerate(names)}

    def _price(self, plan: int, payer: str | None) -> tuple[str, ...]:
        if (plan, payer) not in self._prices:
            parts = [self._dataset.options[id_] for id_ in self._chooser.plans[plan]]
            price = week_price(Plan(self._dataset, parts) if parts else None, payer)
            self._prices[plan, payer] = tuple("" if one is None else str(one) for one in price)
        return self._prices[plan, payer]


class WeekPrice(NamedTuple):
    """What a week of a plan costs, as it stands in the columns `cost_*` of a record."""

    per_week_min: float | None
    per_week_max: float | None
    kind: str
    """The kind of price, as `cash` or `medicaid`; nothing where none is known for this payer."""
    year: int | None
    weak: str
    """Yes or no: whether it rests on a weak source."""


def week_price(plan: Plan | None, payer: str | None) -> WeekPrice:
    """The price of a plan for someone with this payer; nothing where there is no plan or no price is known."""
    price = price_for(plan.fact("cost_per_week"), payer) if plan else None
    if price is None or not price.known:
        return WeekPrice(None, None, "", None, "")
    return WeekPrice(price.min, price.max, price.kind, price.year, "yes" if price.weak else "no")


class Names:
    """The names that are true of a record as one text, with `;` between them."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._runs = [_Run(names[low : low + _TOGETHER]) for low in range(0, len(names), _TOGETHER)]

    def texts(self, marked: Mapping[str, int], size: int) -> list[Texts]:
        """The texts of each part; those after the first start with a `;` where something stands before them."""
        found: list[Texts] = []
        before = 0
        for run in self._runs:
            there = [(nr, marked[name]) for nr, name in enumerate(run.names) if marked.get(name)]
            if not there:
                continue
            numbers = np.zeros(size, np.int32)
            for nr, bits in there:
                numbers |= flags(bits, size).astype(np.int32) << nr
            if before:
                numbers |= (flags(before, size) & (numbers > 0)).astype(np.int32) << _TOGETHER
            found.append(run.of(numbers))
            for _, bits in there:
                before |= bits
        return found or [Texts(TextTable([""]), np.zeros(size, np.int8))]


class _Run:
    """Some names, and the texts of those of them that are marked; one more bit says that something stands before."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self._seen = Seen(2 << _TOGETHER)
        self._table = TextTable()

    def of(self, numbers: Wholes) -> Texts:
        places = self._seen.of(numbers)
        self._table.texts += [self._text(number) for number in self._seen.numbers[len(self._table.texts) :]]
        return Texts(self._table, places)

    def _text(self, number: int) -> str:
        text = SEPARATOR.join(name for nr, name in enumerate(self.names) if number >> nr & 1)
        return f"{SEPARATOR}{text}" if number >> _TOGETHER else text


def _joined(first: Texts, others: Sequence[Texts], size: int) -> Texts:
    """One text for each record: a first text followed by others."""
    columns = zip(*(one.written().tolist() for one in (first, *others)), strict=True)
    texts = [SEPARATOR.join(part for part in (whole, "".join(parts)) if part) for whole, *parts in columns]
    return Texts(TextTable(texts), np.arange(size))


def in_columns(by_column: ColumnTexts, nothing: str | None = None) -> dict[str, list[Any]]:
    """Results as columns of values; `nothing` stands where a text is empty, and None where a number is."""
    made: dict[str, list[Any]] = {}
    for name, parts in by_column.items():
        kind = NUMBERS.get(name, str)
        if len(parts) == 1:
            empty = nothing if kind is str else None
            values = [kind(text) if text else empty for text in parts[0].table.texts]
            made[name] = objects(values)[parts[0].places].tolist()
        else:
            whole = zip(*(part.written().tolist() for part in parts), strict=True)
            made[name] = ["".join(some) or nothing for some in whole]
    return made


def in_rows(ids: Sequence[str], by_column: ColumnTexts, quoted: Collection[str] = ()) -> str:
    """Lines of a CSV: an id, as it is to stand there, and the results; columns that are `quoted` may hold commas."""
    parts = []
    for name, some in by_column.items():
        mark = '"' if name in quoted else ""
        for nr, one in enumerate(some):
            before, behind = "" if nr else f",{mark}", mark if nr == len(some) - 1 else ""
            parts.append((one.table.written(before, behind), one.places))
    parts.append((objects(["\n"]), np.zeros(len(ids), np.int8)))
    columns = [objects(ids), *(texts[places] for texts, places in _together(parts))]
    return "".join(np.stack(columns, axis=1).ravel().tolist())


def _together(parts: Iterable[tuple[Objects, Wholes]]) -> Iterator[tuple[Objects, Wholes]]:
    """Texts side by side, joined into one. Where there are few combinations, each is joined only once."""
    made: tuple[Objects, Wholes] | None = None
    for texts, places in parts:
        if made is None:
            made = texts, places
        elif (size := len(made[0]) * len(texts)) > _DIFFERENT:
            yield made
            made = texts, places
        else:
            both = made[1].astype(np.int32) * len(texts) + places
            found, inverse = different(both, size)
            first, second = np.divmod(found, len(texts))
            made = made[0][first] + texts[second], inverse
    if made:
        yield made


def only(by_column: ColumnTexts, marked: npt.NDArray[np.bool_]) -> ColumnTexts:
    """The results of some of the records."""
    return {name: [Texts(one.table, one.places[marked]) for one in parts] for name, parts in by_column.items()}
