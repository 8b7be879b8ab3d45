"""What one state's own rules say comes first: its numbers and rates before the general ones.

A claim is a state's own where it rests on that state's sources. Numbers and prices of a state go first, as a payer's
price does; the general ones stand beside them. A word of a scale or a set stays where it is and is only marked: rules
often say what a program *may* have, and what is enough for a person never rests on a *may*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from iopcli.dataset.model import Claim, Dataset, Fact, Money, Option, Range

STATES: Mapping[str, str] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
    "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "PR": "Puerto Rico",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah",
    "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
"""The states, the District of Columbia and Puerto Rico, by their two letters."""

LETTERS = "write its two letters, such as VA for Virginia"


def state_named(text: str) -> str | None:
    """The two letters of a state, from them or from its name in any case; None where it is no state."""
    typed = " ".join(text.replace(".", "").split()).casefold()
    return next((code for code, name in STATES.items() if typed in (code.casefold(), name.casefold())), None)


def is_own(dataset: Dataset, claim: Claim[Any] | Fact[Any]) -> bool:
    """Whether a claim is the own rule of the state that the dataset is localized to.

    Every source of it is some state's, and one is this state's. Points, and what was worked out from several sources,
    need them all to be this state's.
    """
    if not dataset.state or claim.value is None:
        return False
    points = claim.points if isinstance(claim, Fact) else ()
    states = {dataset.sources[id_].state for id_ in (*claim.sources, *(id_ for one in points for id_ in one.sources))}
    if points or claim.confidence == "derived":
        return states == {dataset.state}
    return dataset.state in states and "" not in states


def rate_of(dataset: Dataset, claim: Claim[Any] | Fact[Any]) -> str:
    """The two letters of the one state whose Medicaid rate a price is; nothing for any other claim."""
    if not isinstance(claim.value, Money) or claim.value.basis != "medicaid":
        return ""
    states = {dataset.sources[id_].state for id_ in claim.sources} - {""}
    return states.pop() if len(states) == 1 else ""


def in_state(dataset: Dataset, code: str) -> Dataset:
    """The dataset localized to a state: what is the state's own comes first."""
    there = replace(dataset, state=code)
    return replace(there, options={id_: _option(there, one) for id_, one in dataset.options.items()})


def holds(dataset: Dataset) -> bool:
    """Whether the dataset has any fact or topic of the state that it is looked at from."""
    facts = (fact for option in dataset.in_order for fact in option.facts.values())
    own = (is_own(dataset, fact) or any(is_own(dataset, one) for one in (*fact.also, *fact.disputed)) for fact in facts)
    return bool(topics_of(dataset)) or any(own)


def topics_of(dataset: Dataset) -> tuple[str, ...]:
    """The topics about the state that the dataset is localized to."""
    return tuple(id_ for id_, topic in dataset.topics.items() if dataset.state and topic.state == dataset.state)


def _option(dataset: Dataset, option: Option) -> Option:
    return replace(option, facts={id_: _own_first(dataset, fact) for id_, fact in option.facts.items()})


def _own_first(dataset: Dataset, fact: Fact[Any]) -> Fact[Any]:
    """A number or price with the state's own claim first, and what stood there beside it."""
    if not isinstance(fact.value, Range) or fact.confidence is None or is_own(dataset, fact):
        return fact
    own = [claim for claim in (*fact.also, *fact.disputed) if is_own(dataset, claim)]
    if not own:
        return fact
    first = own[0]
    general: Claim[Any] = Claim(
        value=fact.value, note=fact.note, sources=fact.sources, confidence=fact.confidence, as_of=fact.as_of
    )
    others = _without(fact.also, own)
    if isinstance(fact.value, Money) and first.value.basis != fact.value.basis:
        return replace(fact, also=(*own, *others), disputed=_without(fact.disputed, own))
    return replace(
        fact,
        value=first.value,
        note=first.note,
        sources=first.sources,
        confidence=first.confidence,
        as_of=first.as_of,
        also=(*own[1:], general, *others),
        disputed=_without(fact.disputed, own),
    )


def _without(claims: Sequence[Claim[Any]], taken: Sequence[Claim[Any]]) -> tuple[Claim[Any], ...]:
    return tuple(claim for claim in claims if claim not in taken)
