"""What came of a batch, in counts of people; small counts are left out before anything else is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from iopcli.batch.agreement import OUTCOMES
from iopcli.batch.cells import FORMS
from iopcli.batch.choose import told_price
from iopcli.batch.counting import LITTLE, NO, NOT_COMPARED, YES, ByGroup, Counts, Key, Tallied
from iopcli.batch.faults import CODES
from iopcli.batch.levels import Levels
from iopcli.batch.report import (
    Agreed,
    Agreement,
    AskTally,
    BatchReport,
    Collect,
    Cost,
    Fault,
    Form,
    Groups,
    GroupTally,
    Level,
    NeedTally,
    PlanTally,
    RuleTally,
    Tally,
    WishTally,
)
from iopcli.batch.small import Shown, by_group, protected, too_few
from iopcli.errors import visible
from iopcli.facts.result import common
from iopcli.facts.wording import need_text
from iopcli.match.plans import Plan
from iopcli.match.tell import plan_name

if TYPE_CHECKING:
    from iopcli.batch.columns import Columns
    from iopcli.batch.levels import Place
    from iopcli.dataset.model import Dataset, Rule

SMALL_CELLS = 11
"""Counts under this are not shown unless it is said otherwise: the usual line in US health data."""
STATUS = {"ok": "settled, with a plan", "open": "not settled, or no plan meets every need", "urgent": "urgent"}


class Counted(Protocol):
    """A batch that was counted."""

    @property
    def dataset(self) -> Dataset:
        """By what it was judged."""

    @property
    def columns(self) -> Columns:
        """What was read of the input."""

    @property
    def by(self) -> tuple[str, ...]:
        """The names of the groups of the report."""

    @property
    def tally(self) -> Tallied:
        """What was counted of those who are reported."""

    @property
    def count(self) -> int:
        """How many records there are, reported or not."""

    @property
    def blank(self) -> int:
        """How many lines of the input hold no record."""

    @property
    def rejected_for(self) -> Mapping[str, int]:
        """How often a record or a field of it was rejected, by reason; not of those that are reported all the same."""


def summary(records: Counted, *, small_cells: int = SMALL_CELLS) -> BatchReport:
    """What came of records that were read and counted."""
    faults, levels = records.rejected_for, Levels(records.dataset)
    counts = Counts(levels, records.tally, records.by, records.dataset.by_wish, went=records.columns.actual is not None)
    few, headlines = too_few(counts.reported, small_cells), counts.headlines
    others = {} if few else {key: parts for key, parts in counts.parts.items() if key not in headlines}
    shown = {**protected(others, small_cells), **headlines}
    told = _Told(records, counts, shown, small_cells)
    groups = () if few else tuple(told.groups(by) for by in counts.by)
    agreement = told.agreement() if counts.went and not few else None
    return BatchReport(
        **common(records.dataset),
        read=records.count,
        blank=records.blank,
        reported=counts.reported,
        rejected=records.count - counts.reported,
        faults=tuple(
            Fault(problem=code, says=CODES.get(code, ""), times=faults[code])
            for code in sorted(faults, key=lambda code: (-faults[code], code))
        ),
        small_cells=small_cells,
        too_few=few,
        hides=few or told.hides,
        status=told.tallies("status", STATUS),
        too_little=told.headline("too_little"),
        open=told.headline("status", part="open") - told.headline("too_little"),
        planned=told.headline("planned"),
        unasked=told.unasked(),
        collect=told.collect(),
        read_as=tuple(
            Form(form=form, says=says, cells=counts.forms[form]) for form, says in FORMS.items() if counts.forms[form]
        ),
        urgent_unread=told.number("unread"),
        settled=told.number("settled"),
        stopped=told.number("stopped"),
        clinician=told.number("clinician"),
        plans=told.plans(),
        needs=() if few else told.needs(levels.places),
        rules=told.rules(),
        ask_next=told.ask_next(),
        wishes=told.wishes(),
        cost=told.cost(),
        groups=groups,
        agreement=agreement,
    )


class _Told:
    """Counts as they may be shown, with their words; nothing where there are too few people."""

    def __init__(self, records: Counted, counts: Counts, shown: Mapping[Key, Shown[Any]], small: int) -> None:
        self.records, self.counts = records, counts
        self.dataset = records.dataset
        self.shown = shown
        self.small = small
        self.hides = any(None in parts.values() for parts in shown.values())
        """Whether any count that was told so far is not shown."""

    def number(self, *key: str, part: Any = YES) -> int | None:
        """One count: 0 of what never came up, None where it is not shown."""
        parts = self.shown.get(key, {})
        return parts.get(part, None if parts and not self._tells(key) else 0)

    def headline(self, *key: str, part: Any = YES) -> int:
        """One count that is told however small it is."""
        return self.counts.headlines[key].get(part, 0)

    def _tells(self, key: Key) -> bool:
        """Whether any count of a kind is shown; where none is, the names of its parts alone would tell."""
        return any(number is not None for number in self.shown.get(key, {}).values())

    def _known(self, kind: str, labels: Mapping[str, str]) -> dict[str, str]:
        """Of these the ones that came up, each with its label."""
        return {id_: label for id_, label in labels.items() if (kind, id_) in self.shown}

    def tallies(self, kind: str, labels: Mapping[str, str]) -> tuple[Tally, ...]:
        """The parts of one kind, by their labels."""
        return tuple(Tally(id=id_, label=label, people=self.number(kind, part=id_)) for id_, label in labels.items())

    def plans(self) -> tuple[PlanTally, ...]:
        """Every plan that comes first for some, or is the least for some, the most frequent first."""
        kinds = [key for key in (("plan",), ("at_least",)) if self._tells(key)]
        made = [
            PlanTally(
                options=tuple(ids.split("+")) if ids else (),
                name=plan_name(self.dataset, ids.split("+")) if ids else "no plan",
                first=self.number("plan", part=ids),
                at_least=self.number("at_least", part=ids),
            )
            for ids in sorted({ids for key in kinds for ids in self.shown[key]})
        ]
        return tuple(sorted(made, key=lambda one: (not one.options, -(one.first or 0), -(one.at_least or 0))))

    def needs(self, places: Iterable[Place]) -> tuple[NeedTally, ...]:
        """Every need that rules set, by level; of a set each word by itself."""
        return tuple(self._need(place) for place in places)

    def _need(self, place: Place) -> NeedTally:
        row = self.dataset.attributes[place.attribute]
        words = row.type == "set"
        texts = [need_text(row, least) for least in place.minimums]
        levels = [("none", None), *zip(["needed"] if words else texts, place.minimums, strict=True)]
        return NeedTally(
            attribute=row.id,
            label=f"{row.label}: {texts[0]}" if words else row.label,
            levels=tuple(
                Level(
                    level=least,
                    label=label,
                    at_least=self.number("least", place.name, part=digit),
                    at_most=self.number("most", place.name, part=digit),
                )
                for digit, (label, least) in enumerate(levels)
            ),
        )

    def rules(self) -> tuple[RuleTally, ...]:
        """The rules that hold for somebody: the urgent ones, those for a clinician, then the most frequent."""
        titles = {id_: rule.title for id_, rule in self.dataset.rules.items() if not self._would_tell(rule)}
        found = [
            RuleTally(
                rule=id_,
                title=title,
                urgent=self.dataset.rules[id_].urgent is not None,
                clinician=bool(self.dataset.rules[id_].clinician),
                people=self.number("rule", id_),
            )
            for id_, title in self._known("rule", titles).items()
        ]
        return tuple(sorted(found, key=lambda one: (not one.urgent, not one.clinician, -(one.people or 0))))

    def _would_tell(self, rule: Rule) -> bool:
        """Whether the name of a rule alone would tell of few people, whose number is told as urgent, or for whom."""
        few = (rule.urgent and self.headline("status", part="urgent") < self.small) or (
            rule.clinician and self.headline("clinician") < self.small
        )
        return bool(few) and self.number("rule", rule.id) is None

    def unasked(self) -> tuple[str, ...]:
        """The questions that urgent rules ask and for which the input has no column."""
        asked = {id_ for rule in self.dataset.rules.values() if rule.urgent for id_ in rule.asks}
        questions = self.dataset.questions.values()
        return tuple(one.label for one in questions if one.id in asked - self.records.columns.fields.keys())

    def collect(self) -> tuple[Collect, ...]:
        """The questions on which most steps of need hang, of all people together, the one with most first."""
        columns, steps = self.records.columns.fields, self.counts.steps
        order = sorted((id_ for id_ in self.dataset.questions if steps[id_]), key=lambda id_: -steps[id_])
        labels = {id_: self.dataset.questions[id_].label for id_ in order}
        known = self._known("asked", labels).items()
        return tuple(
            Collect(question=id_, label=label, column=id_ in columns, open=self.number("asked", id_))
            for id_, label in known
        )

    def ask_next(self) -> tuple[AskTally, ...]:
        """The questions that needs hang on and that are open for somebody, by how often they come first."""
        labels = {id_: question.label for id_, question in self.dataset.questions.items()}
        found = [
            AskTally(question=id_, label=label, first=self.number("first", part=id_), open=self.number("asked", id_))
            for id_, label in self._known("asked", labels).items()
        ]
        return tuple(sorted(found, key=lambda one: (-(one.first or 0), -(one.open or 0))))

    def wishes(self) -> tuple[WishTally, ...]:
        """The wishes in the order they are asked for."""
        asked = {wish: self.dataset.questions[wish].label for wish in self.dataset.by_wish}
        return tuple(
            WishTally(
                question=wish,
                label=label,
                certain=self.number("wish", wish, part="certain"),
                may=self.number("wish", wish, part="may"),
            )
            for wish, label in self._known("wish", asked).items()
        )

    def cost(self) -> Cost | None:
        """Worked out from the counts of plans that are shown, so that it tells nothing of the others."""
        shown = {ids: number for ids, number in self.shown.get(("plan",), {}).items() if ids and number}
        if not shown:
            return None
        prices = {ids: self._price(ids.split("+")) for ids in shown}
        ends = {ids: price for ids, price in prices.items() if price != (None, None)}
        return Cost(
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
        return told_price([plan], None)[:2]

    def groups(self, by: str) -> Groups:
        """The main counts of each group, the largest first; small ones only where their names come from the map."""
        coded = bool(self.records.columns.named(by).codes) and self._tells(("by", by))
        sizes = {group: size for group, size in self.shown["by", by].items() if size or coded}
        order = sorted(sizes, key=lambda group: (group is None, -(sizes[group] or 0), group or ""))
        told = [group for group in order if sizes[group]]
        kinds = {
            kind: self._within(groups, told, order, self._whole(kind))
            for (of, kind), groups in self.counts.of_group.items()
            if of == by
        }
        return Groups(
            by=by,
            groups=tuple(
                self._group(group, sizes[group], {kind: parts[group] for kind, parts in kinds.items()})
                for group in order
            ),
            not_shown=self.counts.reported - sum(size or 0 for size in sizes.values()),
        )

    def _whole(self, kind: str) -> Shown[str]:
        """All people in the parts that their groups have."""
        little, planned = self.headline("too_little"), self.headline("planned")
        if kind == "status":
            return {**self.shown["status",], "open": self.headline("status", part="open") - little, LITTLE: little}
        if kind == "outcome":
            return {**self.shown["outcome",], LITTLE: little, NOT_COMPARED: self.counts.reported - planned - little}
        return self.shown[kind,]

    def _group(self, name: str | None, people: int | None, kinds: Mapping[str, Shown[str]]) -> GroupTally:
        status, went = kinds["status"], kinds.get("outcome", {})
        says, little = status.get("open", 0), status.get(LITTLE, 0)
        agreement = {id_: went.get(id_, 0) for id_ in OUTCOMES} if self.counts.went else {}
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
        """Where people went beside the first plan."""
        shown = [YES, NO] if self._tells(("settled",)) else []
        of = self._within(self.counts.of_settled, shown, [YES, NO], self.shown["outcome",])
        settled, open_ = of[YES], of[NO]
        return Agreement(
            outcomes=tuple(
                Agreed(
                    id=id_,
                    label=label,
                    people=self.number("outcome", part=id_),
                    settled=settled.get(id_, 0),
                    open=open_.get(id_, 0),
                )
                for id_, label in OUTCOMES.items()
            ),
            misses=self._most_first("misses", {id_: row.label for id_, row in self.dataset.attributes.items()}),
            by_rule=self._most_first("rule misses", {id_: rule.title for id_, rule in self.dataset.rules.items()}),
        )

    def _within(
        self, groups: ByGroup, told: Iterable[str | None], named: Iterable[str | None], whole: Shown[str]
    ) -> Mapping[str | None, Shown[str]]:
        """The parts of each group that is named; none where its size is not `told`."""
        found = by_group(groups, told, whole, self.small)
        self.hides |= any(None in parts.values() for parts in found.values())
        return {group: found.get(group, dict.fromkeys(whole)) for group in named}

    def _most_first(self, kind: str, labels: Mapping[str, str]) -> tuple[Tally, ...]:
        known = self._known(kind, labels).items()
        found = [Tally(id=id_, label=label, people=self.number(kind, id_)) for id_, label in known]
        return tuple(sorted(found, key=lambda one: -(one.people or 0)))
