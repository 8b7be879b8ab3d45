"""What `match` says: what is urgent, the needs, the plans that meet them, and every reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from msgspec import UNSET, Struct, UnsetType

from iopcli.dataset.model import Group, HelpLine, Point, Source, Voice
from iopcli.facts.bill import WeeksCost
from iopcli.facts.result import OptionCard, Result, Row, ToAsk
from iopcli.facts.wording import Effect
from iopcli.match.wishes import Conflict
from iopcli.programs.available import Available

CAN_WAIT = "Get that help first. The other questions can wait."
"""What is said where help comes before any program."""
SUBSTANCES = "substances"
"""The question of what is used."""


class Alarm(Struct, frozen=True, kw_only=True):
    """Something urgent: what to do at once, and whom to call."""

    rule: str
    title: str
    message: str
    lines: tuple[str, ...]
    stop: bool
    help: tuple[HelpLine, ...]
    now: bool = False
    """Whether help comes before any program: nothing is waited for, and other questions can wait."""


def help_now(alarms: Iterable[Alarm]) -> bool:
    """Whether any of what is urgent needs help before any program."""
    return any(one.now for one in alarms)


class Need(Struct, frozen=True, kw_only=True):
    """A minimum on an attribute: what is known to be needed, and how far it may go."""

    label: str
    at_least: Any
    at_most: Any
    at_least_text: str
    at_most_text: str
    rules: tuple[str, ...]
    """The rules that set it."""
    open_rules: tuple[str, ...]
    """The rules that would raise it if an answer still missing made them hold."""


class OptionsOnly(Struct, frozen=True, kw_only=True):
    """The options of a plan, and its name."""

    options: tuple[str, ...]
    name: str
    said: str = ""
    """The name as it is said aloud."""


class Assumed(Struct, frozen=True, kw_only=True):
    """What is taken for true until a question is answered, since it would be dangerous if it were."""

    rule: str
    question: str
    text: str


class LimitedAvailability(Struct, frozen=True, kw_only=True):
    """Something needed that places of a plan have only by referral, or only some of them have: to be asked first."""

    attribute: str
    word: str
    how: Literal["referral", "some"]
    text: str


class Again(Struct, frozen=True, kw_only=True):
    """A question to ask again, since answers pull against each other."""

    rule: str
    question: str
    says: str


class Miss(Struct, frozen=True, kw_only=True):
    """A need that is not met: what is needed, and what there is."""

    attribute: str
    label: str
    needs: str
    has: str


class Planned(Struct, frozen=True, kw_only=True):
    """A plan, with how it meets the needs and how it sits with the wishes."""

    options: tuple[str, ...]
    name: str
    said: str
    """The plan as it is said aloud: `an intensive outpatient program with a recovery home`."""
    meets_needs: bool
    more_than_needed: bool
    fit: str
    """How it fits, in words."""
    enough_in_any_case: bool
    """Whether it would be enough whatever the answers still missing are."""
    conflicts: tuple[Conflict, ...]
    ask_first: tuple[LimitedAvailability, ...]
    """What it can meet only where a place has it, or by referral."""
    score: float
    because: tuple[str, ...]
    misses: tuple[Miss, ...]
    then: tuple[str, ...]
    """What usually comes after its setting."""


class Verdict(Struct, frozen=True, kw_only=True):
    """How one option by itself stands to the needs, and which plans it is a part of."""

    option: OptionCard
    meets_needs: bool
    misses: tuple[Miss, ...]
    plans: tuple[int, ...]
    """The numbers of the plans, from 1, that it is a part of."""


class Offer(Struct, frozen=True, kw_only=True):
    """An option to offer whatever the plan."""

    option: str
    name: str
    rule: str
    because: str


class Given(Struct, frozen=True, kw_only=True):
    """An answer that a rule used."""

    question: str
    label: str
    value: Any
    text: str


class Reason(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rule that holds, the answers that made it hold, and on what it rests."""

    rule: str
    title: str
    because: str
    answers: tuple[Given, ...]
    sources: tuple[str, ...]
    advice: str
    meanwhile: bool
    """Whether the advice is what to do until a place is found."""
    clinician: str
    first: bool = False
    """Whether it comes before any other, since a life may hang on it."""


class OpenQuestion(Struct, frozen=True, kw_only=True):
    """A question that was not answered, and which rules wait for it."""

    question: str
    label: str
    asks: str
    said: str
    """The same as it is put to the person."""
    rules: tuple[str, ...]
    urgent: bool
    """Whether an answer could be urgent."""


class Flip(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One answer that would change the plan."""

    question: str
    from_: Any
    to: Any
    at_least: OptionsOnly
    text: str


class Traced(Struct, frozen=True, kw_only=True):
    """One rule of all: whether it holds, and what it says."""

    rule: str
    title: str
    holds: bool | None
    when: str
    effect: str
    effects: tuple[Effect, ...]
    """The same thing by thing."""


class Recommendation(Result, frozen=True, kw_only=True, omit_defaults=True, tag="iopcli/recommendation/1"):
    """From answers to plans that meet the needs, with every reason."""

    answers: Mapping[str, Any]
    given: tuple[Given, ...]
    voice: Voice
    scope: str
    """For whom the rules are, and what this is not."""
    stopped: bool
    """There is danger now: nothing is compared."""
    urgent: tuple[Alarm, ...]
    clinician: tuple[Reason, ...]
    """Answers that do not fit together: a clinician has to look."""
    needs: Mapping[str, Need]
    settled: bool
    at_least: OptionsOnly
    at_most: OptionsOnly
    assumed: tuple[Assumed, ...]
    """What the needs take for true until it is answered."""
    ask_again: tuple[Again, ...]
    plans: tuple[Planned, ...]
    first_because: str
    """Why the first plan comes first, where another that is enough is less intensive."""
    nearest: Planned | None
    """The plan that misses least, where none meets all needs."""
    options: tuple[Verdict, ...]
    alongside: tuple[Offer, ...]
    reasons: tuple[Reason, ...]
    ask_next: tuple[str, ...]
    unanswered: tuple[OpenQuestion, ...]
    flips: tuple[Flip, ...]
    trace: tuple[Traced, ...]
    columns: tuple[OptionCard, ...]
    """The first plans, each as one option, for the table."""
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    ask: tuple[ToAsk, ...]
    """What the dataset does not know of the first plans, to ask a program."""
    meanwhile: tuple[Point, ...]
    """What anyone can do until a place is found."""
    ask_program: tuple[ToAsk, ...]
    """What else to ask a program: on each need, so that it is truly met."""
    sources: Mapping[str, Source]
    ask_first: tuple[ToAsk, ...] = ()
    """What to ask each program before anything else, whatever the plan."""
    costs: tuple[WeeksCost, ...] = ()
    """What some weeks of each of the first plans cost, where that was asked for."""
    available: Available | UnsetType = UNSET
    """What can be had near a place, where one was given."""

    @property
    def help_now(self) -> bool:
        """Whether help comes before any program."""
        return help_now(self.urgent)

    @property
    def until(self) -> tuple[str, ...]:
        """What to do until there is an opening: the advice that cannot wait for one, else what holds for anyone.

        What a life may hang on comes first. As long as it is not known what is used, what holds for anyone stands too.
        Who needs help now waits for no opening, so nothing is said of waiting lists.
        """
        found = sorted((one for one in self.reasons if one.meanwhile), key=lambda one: not one.first)
        advice = dict.fromkeys(one.advice for one in found)
        anyone = [point.says for point in self.meanwhile]
        safe = () if advice and SUBSTANCES in self.answers else anyone[:1]
        return (*advice, *safe, *(() if self.help_now else anyone[1:]))
