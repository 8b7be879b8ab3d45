"""What a report of a batch says. A count of people is None where it is not shown, so that nobody can be identified."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from iopcli.facts.result import Result


class Fault(Struct, frozen=True):
    """A reason why records or fields of them were rejected, and how often it came up."""

    problem: str
    says: str
    times: int


class CellForm(Struct, frozen=True):
    """A form of cells that no single answer has, and how many were read in it; `missing` were taken as not known."""

    form: str
    says: str
    cells: int


class Tally(Struct, frozen=True):
    """How many people something is true of."""

    id: str
    label: str
    people: int | None


class PlanTally(Struct, frozen=True):
    """How many people a plan comes first for, and for how many it is the least that meets what is known."""

    options: tuple[str, ...]
    """None where no plan comes first, since none meets every need."""
    name: str
    first: int | None
    at_least: int | None


class Level(Struct, frozen=True):
    """How many people need just this much: for all that is known, and if all that is open came out that way."""

    level: Any
    label: str
    at_least: int | None
    at_most: int | None


class NeedTally(Struct, frozen=True):
    """A need by its levels, from none."""

    attribute: str
    label: str
    levels: tuple[Level, ...]


class RuleTally(Struct, frozen=True):
    """How many people a rule holds for."""

    rule: str
    title: str
    urgent: bool
    clinician: bool
    people: int | None


class AskTally(Struct, frozen=True):
    """How many people a question is open for that needs depend on: as the first to ask, and at all."""

    question: str
    label: str
    first: int | None
    open: int | None


class Collect(Struct, frozen=True):
    """An open question that much need depends on: whether the input has a column for it, and where it is open.

    They are in the order of the need that depends on them, added up over all people.
    """

    question: str
    label: str
    column: bool
    open: int | None


class WishTally(Struct, frozen=True):
    """How many people have a first plan that stands against a wish, for certain or perhaps."""

    question: str
    label: str
    certain: int | None
    may: int | None


class PlanCosts(Struct, frozen=True, kw_only=True):
    """The cash prices of a week of the first plans, added up over people whose plan is shown; never other rates."""

    people: int
    min: float
    """In US dollars a week; the least price, or nothing where only a highest is known."""
    max: float
    """The same for the highest price; what has no upper end counts with its least."""
    priced: int
    no_upper_end: int
    """Of those with a price, how many have one that may go up without end."""
    no_price: int


class GroupTally(Struct, frozen=True, kw_only=True):
    """The main counts of one group; its name is null where it is not known."""

    name: str | None
    people: int | None
    ok: int | None
    open: int | None
    urgent: int | None
    settled: int | None
    clinician: int | None
    too_little: int | None
    planned: int | None
    """For how many the care that they went to stands beside the first plan; null where that is not shown."""
    agreement: Mapping[str, int | None]


class Groups(Struct, frozen=True):
    """People by group; groups that are too small are named only where the map knows their names."""

    by: str
    groups: tuple[GroupTally, ...]
    not_shown: int
    """People in groups whose size is not shown."""


class Agreed(Struct, frozen=True):
    """How where people went compares with the first plan, of all and of those that are settled or open."""

    id: str
    label: str
    people: int | None
    settled: int | None
    open: int | None


class Agreement(Struct, frozen=True):
    """Where people went beside the first plan, and which needs that does not meet."""

    outcomes: tuple[Agreed, ...]
    misses: tuple[Tally, ...]
    """Attributes of which people need more than their actual care has."""
    by_rule: tuple[Tally, ...]
    """Rules that ask for what their actual care does not have."""


class BatchReport(Result, frozen=True, kw_only=True, tag="iopcli/batch/1"):
    """What came of many records, in counts of people."""

    read: int
    blank: int
    reported: int
    rejected: int
    faults: tuple[Fault, ...]
    small_cells: int
    """Counts under this are not shown, nor others that give them away; 1 shows all. Headlines are always shown."""
    too_few: bool
    """Whether so few records are reported that nothing is counted of them."""
    hides: bool
    """Whether any count is not shown."""
    urgent_unread: int | None
    """Urgent people whose record could not be read whole. What of them could not be read is no part of `faults`."""
    status: tuple[Tally, ...]
    too_little: int
    """Of those open, how many say too little: what is known of them sets no need, and what is not known could."""
    open: int
    """How many of them say something."""
    planned: int
    """People whose plans, needs, wishes and prices are counted: not in danger now, and they do not say too little."""
    unasked: tuple[str, ...]
    """The questions by which someone could be urgent and for which the input has no column, by their labels."""
    collect: tuple[Collect, ...]
    read_as: tuple[CellForm, ...]
    settled: int | None
    stopped: int | None
    """People for whom nothing is compared: they are in danger now, or a sign of danger is all that could be read."""
    clinician: int | None
    plans: tuple[PlanTally, ...]
    needs: tuple[NeedTally, ...]
    rules: tuple[RuleTally, ...]
    ask_next: tuple[AskTally, ...]
    wishes: tuple[WishTally, ...]
    cost: PlanCosts | None
    groups: tuple[Groups, ...]
    agreement: Agreement | None
