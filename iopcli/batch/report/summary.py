"""What came of a batch, in counts of people; small counts are left out before anything else is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from iopcli.batch.columns.cells import FORMS
from iopcli.batch.columns.columns import Columns
from iopcli.batch.faults import CODES
from iopcli.batch.judge.levels import Digit, Levels
from iopcli.batch.report.actual import OUTCOMES
from iopcli.batch.report.batch_report import (
    Agreed,
    Agreement,
    AskTally,
    BatchReport,
    CellForm,
    Collect,
    Fault,
    Groups,
    GroupTally,
    Level,
    NeedTally,
    PlanCosts,
    PlanTally,
    RuleTally,
    Tally,
    WishTally,
)
from iopcli.batch.report.counting import LITTLE, NO, NOT_COMPARED, YES, ByGroup, Key, Tallied, Tallies
from iopcli.batch.report.suppression import Shown, by_group, protected, too_few
from iopcli.batch.write.result_texts import week_price
from iopcli.dataset.model import Dataset, Rule
from iopcli.errors import visible
from iopcli.facts.result import common
from iopcli.facts.wording import need_text
from iopcli.match.fits import plan_name
from iopcli.match.plans import Plan

T = TypeVar("T")
SMALL_CELLS = 11
"""Counts under this are not shown unless it is said otherwise: the usual line in US health data."""
STATUS = {"ok": "settled, with a plan", "open": "not settled, or no plan meets every need", "urgent": "urgent"}


class CountedBatch(NamedTuple):
    """A batch that was counted."""

    dataset: Dataset
    columns: Columns
    by: tuple[str, ...]
    """The names of the groups of the report."""
    tally: Tallied
    """What was counted of those who are reported."""
    records: int
    """How many records there are, reported or not."""
    blank: int
    """How many lines of the input hold no record."""
    rejected_for: Mapping[str, int]
    """How often a record or a field of it was rejected, by reason; not of those that are reported all the same."""


def summary(batch: CountedBatch, *, small_cells: int = SMALL_CELLS) -> BatchReport:
    """What came of records that were read and counted."""
    levels = Levels(batch.dataset)
    tallies = Tallies(levels, batch.tally, batch.by, batch.dataset.by_wish, actual=batch.columns.actual is not None)
    few, headlines = too_few(tallies.reported, small_cells), tallies.headlines
    others = {} if few else {key: parts for key, parts in tallies.parts.items() if key not in headlines}
    shown = _Shown(batch, tallies, {**protected(others, small_cells), **headlines}, small_cells)
    groups = () if few else tuple(shown.groups(by) for by in batch.by)
    agreement = shown.agreement() if tallies.actual and not few else None
    faults = sorted(batch.rejected_for.items(), key=lambda one: (-one[1], one[0]))
    forms = {form: cells for form in FORMS if (cells := tallies.forms[form])}
    return BatchReport(
        **common(batch.dataset),
        read=batch.records,
        blank=batch.blank,
        reported=tallies.reported,
        rejected=batch.records - tallies.reported,
        faults=tuple(Fault(code, CODES.get(code, ""), times) for code, times in faults),
        small_cells=small_cells,
        too_few=few,
        hides=few or shown.hides,
        status=shown.tallies("status", STATUS),
        too_little=shown.headline("too_little"),
        open=shown.headline("status", part="open") - shown.headline("too_little"),
        planned=shown.headline("planned"),
        unasked=shown.unasked(),
        collect=shown.collect(),
        read_as=tuple(CellForm(form, FORMS[form], cells) for form, cells in forms.items()),
        urgent_unread=shown.number("unread"),
        settled=shown.number("settled"),
        stopped=shown.number("stopped"),
        clinician=shown.number("clinician"),
        plans=shown.plans(),
        needs=() if few else tuple(map(shown.need, levels.places)),
        rules=shown.rules(),
        ask_next=shown.ask_next(),
        wishes=shown.wishes(),
        cost=shown.cost(),
        groups=groups,
        agreement=agreement,
    )


class _Shown:
    """Counts as they may be shown, with their words; nothing where there are too few people."""

    def __init__(self, batch: CountedBatch, tallied: Tallies, shown: Mapping[Key, Shown[Any]], fewest: int) -> None:
        self.batch, self.tallied = batch, tallied
        self.dataset = batch.dataset
        self.shown = shown
        self.fewest = fewest
        self.hides = any(None in parts.values() for parts in shown.values())
        """Whether any count so far is not shown."""

    def number(self, *key: str, part: Any = YES) -> int | None:
        """One count: 0 for what never came up, None where it is not shown."""
        parts = self.shown.get(key, {})
        return parts.get(part, None if parts and not self._tells(key) else 0)

    def headline(self, *key: str, part: Any = YES) -> int:
        """One count that is shown however small it is."""
        return self.tallied.headlines[key].get(part, 0)

    def _tells(self, key: Key) -> bool:
        """Whether any count of a kind is shown. Where none is, even the names of its parts would tell."""
        return any(number is not None for number in self.shown.get(key, {}).values())

    def _known(self, kind: str, labels: Mapping[str, T]) -> dict[str, T]:
        """Those of these that came up."""
        return {id_: label for id_, label in labels.items() if (kind, id_) in self.shown}

    def tallies(self, kind: str, labels: Mapping[str, str]) -> tuple[Tally, ...]:
        """The parts of one kind, by their labels."""
        return tuple(Tally(id_, label, self.number(kind, part=id_)) for id_, label in labels.items())

    def plans(self) -> tuple[PlanTally, ...]:
        """Every plan that comes first for some, or is the least for some, the most frequent first."""
        kinds = [key for key in (("plan",), ("at_least",)) if self._tells(key)]
        made = [
            PlanTally(
                tuple(ids.split("+")) if ids else (),
                plan_name(self.dataset, ids.split("+")) if ids else "no plan",
                self.number("plan", part=ids),
                self.number("at_least", part=ids),
            )
            for ids in sorted({ids for key in kinds for ids in self.shown[key]})
        ]
        return tuple(sorted(made, key=lambda one: (not one.options, -(one.first or 0), -(one.at_least or 0))))

    def need(self, place: Digit) -> NeedTally:
        """How many people need how much of something; of a set each word stands by itself."""
        row = self.dataset.attributes[place.attribute]
        words = row.type == "set"
        texts = [need_text(row, least) for least in place.minimums]
        levels = [("none", None), *zip(["needed"] if words else texts, place.minimums, strict=True)]
        made = (
            Level(least, label, *(self.number(end, place.name, part=digit) for end in ("least", "most")))
            for digit, (label, least) in enumerate(levels)
        )
        return NeedTally(row.id, f"{row.label}: {texts[0]}" if words else row.label, tuple(made))

    def rules(self) -> tuple[RuleTally, ...]:
        """The rules that hold for somebody: the urgent ones, those for a clinician, then the most frequent."""
        rules = {id_: rule for id_, rule in self.dataset.rules.items() if not self._would_reveal(rule)}
        found = [
            RuleTally(id_, rule.title, rule.urgent is not None, bool(rule.clinician), self.number("rule", id_))
            for id_, rule in self._known("rule", rules).items()
        ]
        return tuple(sorted(found, key=lambda one: (not one.urgent, not one.clinician, -(one.people or 0))))

    def _would_reveal(self, rule: Rule) -> bool:
        """Whether the name of a rule alone would say what holds for the few people whom a headline counts."""
        few = (rule.urgent and self.headline("status", part="urgent") < self.fewest) or (
            rule.clinician and self.headline("clinician") < self.fewest
        )
        return bool(few) and self.number("rule", rule.id) is None

    def unasked(self) -> tuple[str, ...]:
        """The questions that urgent rules ask and for which the input has no column."""
        asked = {id_ for rule in self.dataset.rules.values() if rule.urgent for id_ in rule.asks}
        questions = self.dataset.questions.values()
        return tuple(one.label for one in questions if one.id in asked - self.batch.columns.fields.keys())

    def collect(self) -> tuple[Collect, ...]:
        """The questions on which most steps of need depend, of all people together, the one with most first."""
        columns, steps = self.batch.columns.fields, self.tallied.steps
        order = sorted((id_ for id_ in self.dataset.questions if steps[id_]), key=lambda id_: -steps[id_])
        known = self._known("asked", {id_: self.dataset.questions[id_].label for id_ in order}).items()
        return tuple(Collect(id_, label, id_ in columns, self.number("asked", id_)) for id_, label in known)

    def ask_next(self) -> tuple[AskTally, ...]:
        """The questions that needs depend on and that are open for somebody, by how often they come first."""
        labels = {id_: question.label for id_, question in self.dataset.questions.items()}
        found = [
            AskTally(id_, label, self.number("first", part=id_), self.number("asked", id_))
            for id_, label in self._known("asked", labels).items()
        ]
        return tuple(sorted(found, key=lambda one: (-(one.first or 0), -(one.open or 0))))

    def wishes(self) -> tuple[WishTally, ...]:
        """The wishes in the order they are asked for."""
        asked = {wish: self.dataset.questions[wish].label for wish in self.dataset.by_wish}
        return tuple(
            WishTally(wish, label, *(self.number("wish", wish, part=part) for part in ("certain", "may")))
            for wish, label in self._known("wish", asked).items()
        )

    def cost(self) -> PlanCosts | None:
        """Worked out from the counts of plans that are shown, so that it tells nothing of the others."""
        shown = {ids: number for ids, number in self.shown.get(("plan",), {}).items() if ids and number}
        if not shown:
            return None
        prices = {ids: self._price(ids.split("+")) for ids in shown}
        ends = {ids: price for ids, price in prices.items() if price != (None, None)}
        return PlanCosts(
            people=sum(shown.values()),
            min=sum(shown[ids] * (low or 0) for ids, (low, _) in ends.items()),
            max=sum(shown[ids] * (high if high is not None else low or 0) for ids, (low, high) in ends.items()),
            priced=sum(shown[ids] for ids in ends),
            no_upper_end=sum(shown[ids] for ids, (_, high) in ends.items() if high is None),
            no_price=sum(number for ids, number in shown.items() if ids not in ends),
        )

    def _price(self, ids: Iterable[str]) -> tuple[float | None, float | None]:
        """The cash price of a plan from and to, in US dollars a week; None where it is not known."""
        plan = Plan(self.dataset, [self.dataset.options[id_] for id_ in ids])
        return week_price(plan, None)[:2]

    def groups(self, by: str) -> Groups:
        """The main counts of each group, the largest first; small ones only where their names come from the map."""
        coded = bool(self.batch.columns.named(by).codes) and self._tells(("by", by))
        sizes = {group: size for group, size in self.shown["by", by].items() if size or coded}
        order = sorted(sizes, key=lambda group: (group is None, -(sizes[group] or 0), group or ""))
        shown = [group for group in order if sizes[group]]
        kinds = {
            kind: self._within(groups, shown, order, self._whole(kind))
            for (of, kind), groups in self.tallied.of_group.items()
            if of == by
        }
        made = (
            self._group(group, sizes[group], {kind: parts[group] for kind, parts in kinds.items()}) for group in order
        )
        return Groups(by, tuple(made), self.tallied.reported - sum(size or 0 for size in sizes.values()))

    def _whole(self, kind: str) -> Shown[str]:
        """Everyone, counted in the same parts as the groups."""
        little, planned = self.headline("too_little"), self.headline("planned")
        if kind == "status":
            return {**self.shown["status",], "open": self.headline("status", part="open") - little, LITTLE: little}
        if kind == "outcome":
            return {**self.shown["outcome",], LITTLE: little, NOT_COMPARED: self.tallied.reported - planned - little}
        return self.shown[kind,]

    def _group(self, name: str | None, people: int | None, kinds: Mapping[str, Shown[str]]) -> GroupTally:
        status, outcomes = kinds["status"], kinds.get("outcome", {})
        says, little = status.get("open", 0), status.get(LITTLE, 0)
        agreement = {id_: outcomes.get(id_, 0) for id_ in OUTCOMES} if self.tallied.actual else {}
        compared = [number for number in agreement.values() if number is not None]
        return GroupTally(
            name=None if name is None else visible(name),
            people=people,
            ok=status.get("ok", 0),
            open=None if says is None or little is None else says + little,
            urgent=status.get("urgent", 0),
            settled=kinds["settled"].get(YES, 0),
            clinician=kinds["clinician"].get(YES, 0),
            too_little=little,
            planned=sum(compared) if compared and len(compared) == len(agreement) else None,
            agreement=agreement,
        )

    def agreement(self) -> Agreement:
        """The care that people went to beside the first plan."""
        shown = [YES, NO] if self._tells(("settled",)) else []
        of = self._within(self.tallied.of_settled, shown, [YES, NO], self.shown["outcome",])
        settled, open_ = of[YES], of[NO]
        return Agreement(
            tuple(
                Agreed(id_, label, self.number("outcome", part=id_), settled.get(id_, 0), open_.get(id_, 0))
                for id_, label in OUTCOMES.items()
            ),
            self._most_first("misses", {id_: row.label for id_, row in self.dataset.attributes.items()}),
            self._most_first("rule misses", {id_: rule.title for id_, rule in self.dataset.rules.items()}),
        )

    def _within(
        self, groups: ByGroup, shown: Iterable[str | None], named: Iterable[str | None], whole: Shown[str]
    ) -> Mapping[str | None, Shown[str]]:
        """The parts of each group that is named; none where its size is not shown."""
        found = by_group(groups, shown, whole, self.fewest)
        self.hides |= any(None in parts.values() for parts in found.values())
        return {group: found.get(group, dict.fromkeys(whole)) for group in named}

    def _most_first(self, kind: str, labels: Mapping[str, str]) -> tuple[Tally, ...]:
        known = self._known(kind, labels).items()
        found = [Tally(id_, label, self.number(kind, id_)) for id_, label in known]
        return tuple(sorted(found, key=lambda one: -(one.people or 0)))
