"""What care costs whom: of the prices that a fact states, the one that goes with who pays.

A payer's own kind of price comes first, and cash stands beside it under its own name. Where the dataset has no price of
a payer's kind it is not known, and is never filled with a price of another kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from iopcli.dataset.model import Claim, Fact, Money

CASH, NO_KIND, FREE = "cash", "", "free"
KIND_OF: Mapping[str, str] = {"uninsured": CASH, "medicare": "medicare", "medicaid": "medicaid"}
"""A payer to the kind of price that is its own; of any other payer the dataset has none."""


class Price(Struct, frozen=True, kw_only=True):
    """A price of one kind, in US dollars; without numbers where none of this kind is known."""

    kind: str
    """`cash`, `medicare` and so on; `free` where nobody pays; empty where a payer's prices are not in the dataset."""
    known: bool = False
    year: int | None = None
    min: float | None = None
    max: float | None = None
    """None where no end is known; both ends are the same where one number stands alone."""
    weak: bool = False


def kinds_for(payer: str | None) -> tuple[str, ...]:
    """The kinds of price to show, one a row: a payer's own, then cash; cash alone where nobody is said to pay."""
    own = KIND_OF.get(payer, NO_KIND) if payer else CASH
    return (CASH,) if own == CASH else (own, CASH)


def own_kind(payer: str | None) -> str:
    """The kind of price that a payer's share is worked out on: its own, or cash where the dataset has none of it."""
    return kinds_for(payer)[0] or CASH


def price_for(fact: Fact[Any], payer: str | None) -> Price:
    """What a fact says of the price for someone with this payer, by id; None where no payer is known."""
    return price_of(fact, kinds_for(payer)[0])


def price_of(fact: Fact[Any], kind: str) -> Price:
    """What a fact says of one kind of price."""
    claim = claim_of(fact.claims, kind)
    if claim is None:
        return Price(kind=kind)
    value: Money = claim.value
    least, most = value.ends
    return Price(
        kind=kind if value.basis == kind else FREE,
        known=True,
        year=value.year,
        min=least,
        max=most,
        weak=claim.confidence == "weak",
    )


def claim_of(claims: Sequence[Claim[Any]], kind: str) -> Claim[Any] | None:
    """The first claim to a kind of price; what is free in cash is free whoever pays."""
    cash = next((claim for claim in claims if claim.value.basis == CASH), None)
    free = cash if cash and is_free(cash.value) else None
    return next((claim for claim in claims if claim.value.basis == kind), free)


def is_free(value: Money) -> bool:
    """Whether nothing is paid: its highest number is 0, and it has one."""
    return value.ends[1] == 0
