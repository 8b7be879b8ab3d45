"""How plans sit with what people wish for."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from iopcli.dataset.model.part import Text, Thing
from iopcli.logic.conditions import Condition, condition

FIGURE = re.compile(r"\{(?P<names>[a-z0-9_.|]+)(?::(?P<form>[^{}]*))?\}")
"""A figure of a plan in a wish: names of which the first that is known counts, and how it is written."""
FIGURES = frozenset({
    "answer", "begins_away", "beginning", "cash", "cash.least", "cash.most", "free", "goes_there", "kind", "lives_in",
    "nights", "payer_rate", "road", "video",
})  # fmt: skip
"""What can be said of a plan besides its attributes."""
FIGURES_OF_EACH = {
    "": frozenset[str](), "refused": frozenset({"payer", "point"}),
    "ordered_other": frozenset({"option", "name"}),
}  # fmt: skip
"""What can be said of each thing in a plan's lists."""


class Wish(Thing, frozen=True, kw_only=True, dict=True):
    """How plans of one sort sit with one wish; of a wish's rows the first that holds is what is said."""

    id: str
    asks: str
    """The question whose answer is the wish."""
    plan: Mapping[str, Any] = {}
    """Which plans it is about: a condition on what they have; none is every plan."""
    when: Mapping[str, Any] = {}
    """Which answers it is about; a value in braces is a figure of the plan."""
    each: Literal["", "refused", "ordered_other"] = ""
    """A list of the plan's for each of which it is said."""
    stands: Literal["fits", "conflict", "ask", "not_known"]
    row: str = ""
    """The attribute that stands against the wish."""
    says: Text | tuple[Text, ...] = ()

    @cached_property
    def plans(self) -> Condition:
        """The condition that `plan` writes down."""
        return condition(self.plan)

    @cached_property
    def condition(self) -> Condition:
        """The condition that `when` writes down, its figures still by name."""
        return condition(self.when)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What may be said, the fullest first."""
        return (self.says,) if isinstance(self.says, str) else self.says
