"""Actual care: where people went, beside the plan that comes first for them: the same, more, less, or another kind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from iopcli.dataset.find import normalized, option_ids
from iopcli.dataset.model import Dataset
from iopcli.match.needs import Needs, frozen
from iopcli.match.plans import Plan

OUTCOMES: Mapping[str, str] = {
    "same": "the same options as the first plan",
    "over": "more than the first plan",
    "under": "less than the first plan",
    "other": "more in one thing, less in another",
    "no_plan": "no plan comes first here",
    "not_known": "where they went is not known",
}
"""How the care that somebody went to compares with the first plan, in words."""
COMPARED = ("same", "over", "under", "other")


class ActualCare:
    """The care that people went to, by the options that a column names; what was compared once is remembered."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._names = option_ids(dataset)
        self.outcome = cache(self._outcome)
        self.plan = cache(self._plan)
        self.lacks = cache(self._lacks)

    def misses(self, actual: str, needs: Needs) -> tuple[str, ...]:
        """The attributes on which somebody needs more than this care has."""
        plan = self.plan(actual)
        return plan.misses(needs) if plan else ()

    def _outcome(self, first: str, actual: str | None) -> str:
        """One of `OUTCOMES`, from the ids of the first plan and what the column says."""
        care = self.plan(actual or "")
        planned = self.plan(first)
        if care is None:
            return "not_known"
        if planned is None:
            return "no_plan"
        if care.options == planned.options:
            return "same"
        return "over" if care.exceeds(planned) else "under" if planned.exceeds(care) else "other"

    def _plan(self, text: str) -> Plan | None:
        """Options joined by `+`, by any of their names, as a plan; None where one is no option."""
        found = {self._names.get(normalized(part)) for part in text.split("+")}
        if None in found:
            return None
        return Plan(self.dataset, [option for option in self.dataset.in_order if option.id in found])

    def _lacks(self, actual: str, rule: str) -> bool:
        """Whether this care has less of something than a rule asks for."""
        plan, needs = self.plan(actual), self.dataset.rules[rule].needs
        return plan is not None and bool(plan.misses({id_: frozen(least) for id_, least in needs.items()}))
