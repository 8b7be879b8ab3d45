"""Which numbers were read in the original source, and which are only quoted by another."""

from __future__ import annotations

from typing import Any

from iopcli.dataset.model import FIRST_HAND, Claim, Dataset, Fact, Range

_FROM_THE_TEXT = ("primary", "derived")


def is_second_hand(dataset: Dataset, claim: Claim[Any] | Fact[Any]) -> bool:
    """Whether a number is quoted by another, or comes from a source that was read in part or as an abstract only.

    A weak source and our own judgement are called so already.
    """
    if not isinstance(claim.value, Range) or claim.confidence == "secondary":
        return isinstance(claim.value, Range)
    seen = any(dataset.sources[id_].read in FIRST_HAND for id_ in claim.sources)
    return claim.confidence in _FROM_THE_TEXT and not seen
