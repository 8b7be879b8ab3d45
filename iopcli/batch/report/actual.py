"""Where people went, beside the plan that comes first for them: the same, more, less, or another kind of care."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from iopcli.dataset.find import option_ids, plain
from iopcli.match.needs import Needs, frozen
from iopcli.match.plans import Plan

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset

OUTCOMES: Mapping[str, str] = {
    "same": "the same options as the first plan",
    "over": "more than the first plan",
    "under": "less than the first plan",
    "other": "more in one thing, less in another",
    "no_plan": "no plan comes first here",
    "not_known": "where they went is not known",
}
"""How where somebody went compares with the first plan, in words."""
COMPARED = ("same", "over", "under", "other")


class Went:
    """Where people went, by the options that a column names; remembers what it has compared."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._names = option_ids(dataset)
        self.outcome = cache(self._outcome)
        self.plan = cache(self._plan)
        self.lacks = cache(self._lacks)

    def misses(self, actual: str, needs: Needs) -> tuple[str, ...]:
        """The attributes on which somebody needs more than there was."""
        plan = self.plan(actual)
        return plan.misses(needs) if plan else ()

    def _outcome(self, first: str, actual: str | None) -> str:
        """One of `OUTCOMES`, from the ids of the first plan and what the column says."""
        went = self.plan(actual or "")
        planned = self.plan(first)
        if went is None:
            return "not_known"
        if planned is None:
            return "no_plan"
        if went.options == planned.options:
            return "same"
        return "over" if went.exceeds(planned) else "under" if planned.exceeds(went) else "other"

    def _plan(self, text: str) -> Plan | None:
        """Options joined by `+`, by any of their names, as a plan; None where one is no option."""
        found = {self._names.get(plain(part)) for part in text.split("+")}
        if None in found:
            return None
        return Plan(self.dataset, [option for option in self.dataset.in_order if option.id in found])

    def _lacks(self, actual: str, rule: str) -> bool:
        """Whether there was less of something than a rule asks for."""
        plan, needs = self.plan(actual), self.dataset.rules[rule].needs
        return plan is not None and bool(plan.misses({id_: frozen(least) for id_, least in needs.items()}))
