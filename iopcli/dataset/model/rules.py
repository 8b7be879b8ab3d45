"""What follows from answers: rules, and the vignettes that prove them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from iopcli.dataset.model.part import Part, Text, Thing
from iopcli.dataset.model.table import Ask
from iopcli.logic.conditions import Condition, condition, fields_of


class Urgent(Part, frozen=True, kw_only=True):
    """What to do at once, and whom to call; `stop` where comparing stops."""

    message: Text
    lines: tuple[str, ...]
    stop: bool = False
    now: bool = False
    """Whether help comes before any program, so that no opening is waited for and other questions can wait."""


class Offered(Part, frozen=True, kw_only=True):
    """An option that a rule offers whatever the plan, and why."""

    option: str
    because: Text


class AskAgain(Part, frozen=True, kw_only=True):
    """A question to ask again where answers pull against each other, and what to say then."""

    question: str
    says: Text


class AskFirst(Ask, frozen=True, kw_only=True):
    """What to ask each program before anything else, in place of what the attribute that it is about asks."""

    attribute: str


class Rule(Thing, frozen=True, kw_only=True, dict=True):
    """When a condition holds: needs, options to offer alongside, what is urgent, advice, or a contradiction."""

    id: str
    title: Text
    when: Mapping[str, Any]
    because: Text
    sources: tuple[str, ...]
    needs: Mapping[str, Any] = {}
    alongside: tuple[str | Offered, ...] = ()
    """Options to offer whatever the plan; one that is only named is offered for the rule's own reason."""
    urgent: Urgent | None = None
    advice: str = ""
    meanwhile: bool = False
    """Whether the advice is what to do until a place is found."""
    first: bool = False
    """Whether its reason, advice and question come before any other, since a life may hang on them."""
    ask: AskFirst | None = None
    """What to ask each program before anything else, whatever the plan."""
    clinician: str = ""
    ask_again: AskAgain | None = None
    """What to ask at once where answers pull against each other and nobody but the person can say which holds."""
    assume: Mapping[str, Text] = {}
    """Questions whose missing answer is taken for the dangerous one until it is given, with what is then assumed."""
    possible: Mapping[str, Any] = {}
    """A condition without which missing answers cannot make the rule hold; answers that were given stand."""
    less_than: tuple[str, ...] = ()
    """Options after which less care may be enough, by this rule's own reason."""

    @cached_property
    def condition(self) -> Condition:
        """The condition that `when` writes down."""
        return condition(self.when)

    @cached_property
    def could(self) -> Condition:
        """The condition that `possible` writes down; none is always so."""
        return condition(self.possible)

    @cached_property
    def asks(self) -> frozenset[str]:
        """The questions whose answers decide it."""
        return fields_of(self.condition)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The same, and those that `possible` asks for."""
        return self.asks | fields_of(self.could)

    @cached_property
    def offers(self) -> Mapping[str, str]:
        """The options that it offers, each with the reason."""
        given = (Offered(option=one, because=self.because) if isinstance(one, str) else one for one in self.alongside)
        return {one.option: one.because for one in given}


class Expected(Part, frozen=True, kw_only=True):
    """What must come out of a vignette; what is left out is not looked at."""

    at_least: tuple[str, ...] | None = None
    at_most: tuple[str, ...] | None = None
    settled: bool | None = None
    urgent: tuple[str, ...] | None = None
    clinician: tuple[str, ...] | None = None
    conflicts: tuple[str, ...] | None = None
    """Wishes that stand against the first plan."""
    alongside: tuple[str, ...] = ()
    fires: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    misses: Mapping[str, tuple[str, ...]] = {}
    """Option to the needs that it alone does not meet."""


class Vignette(Thing, frozen=True, kw_only=True):
    """A short case with the expected outcome: a test that a clinician can read."""

    id: str
    title: Text
    story: Text
    answers: Mapping[str, Any]
    expect: Expected
