"""The way to care: what is safe to do before a place is free, and what a public payer asks of a person."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from iopcli.dataset.model.part import Text, Thing
from iopcli.logic.conditions import Condition, condition


class WaitingTip(Thing, frozen=True, kw_only=True, dict=True):
    """Something that is safe to do in the days before a place is free."""

    id: str
    label: Text
    """Its name on a timeline."""
    says: Text
    often: Literal["today", "day", "week"]
    """Whether it is done once and now, each day, or each week."""
    when: Mapping[str, Any] = {}
    """A condition on answers; it is said unless the answers rule it out."""
    opening: bool = False
    """Whether it is only for those who wait for an opening, and not for someone who needs help now."""
    sources: tuple[str, ...]

    @cached_property
    def condition(self) -> Condition:
        """The condition that `when` writes down; none always holds."""
        return condition(self.when)


class Coverage(Thing, frozen=True, kw_only=True):
    """What a public payer asks of a person for some options in one year, as the payer publishes it."""

    id: str
    label: Text
    payer: str
    year: int
    options: tuple[str, ...]
    deductible: float = 0
    deductible_of: str = ""
    """The coverage whose deductible it is, where one deductible counts for several."""
    coinsurance: float = 0
    """Percent of what is left after the deductible."""
    copay_per_day: float = 0
    copay_from_day: int = 1
    """The first day for which the copay is asked."""
    note: str = ""
    sources: tuple[str, ...]
