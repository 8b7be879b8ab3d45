"""Suppression: small counts of people are not shown, nor counts from which they could be worked out.

A count is small below `fewest` and above 0. One number alone is never left out: whoever knows the total would know it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
C = TypeVar("C", bound=Hashable)
Parts = Mapping[C, int]
"""Counts of people that add up to a total which is known."""
Shown = Mapping[C, int | None]
"""The same as they may be shown; None where one may not."""
FEWEST = 3
"""Of fewer people in all, two counts that are left out could still be worked out."""


def too_few(people: int, fewest: int) -> bool:
    """Whether there are so few people, or none, that nothing is counted of them."""
    return not people or (fewest > 1 and people < max(fewest, FEWEST))


def protected(every: Mapping[K, Parts[C]], fewest: int) -> dict[K, Shown[C]]:
    """Each of several parts as it may be shown; a number left out of one is left out of all, for they may be the same.

    In each what is left out differs, and is not small taken together; so any of it could be another number.
    """
    out: set[int] = set()
    while True:
        hidden = {key: _hidden(parts, fewest, out) for key, parts in every.items()}
        now = {every[key][cell] for key, cells in hidden.items() for cell in cells} - {0}
        if now <= out:
            return {
                key: {cell: None if cell in hidden[key] else number for cell, number in parts.items()}
                for key, parts in every.items()
            }
        out |= now


def _hidden(parts: Parts[C], fewest: int, out: set[int]) -> set[C]:
    """What is left out: small numbers, those in `out`, and the next ones up until none can be worked out."""
    numbers = sorted({number for number in parts.values() if number})
    left = {number for number in numbers if number < fewest or number in out}
    rest = [number for number in numbers if number not in left]
    while left and rest and (len(left) < 2 or _together(parts, left) < fewest):
        left.add(rest.pop(0))
    alike = len(left) < 2 or sum(parts.values()) <= len(parts)
    if left and not rest and alike:
        return set(parts)  # a 0 would tell that all others are the same
    return {cell for cell, number in parts.items() if number in left}


def _together(parts: Parts[C], left: set[int]) -> int:
    return sum(number for number in parts.values() if number in left)


def by_group(groups: Mapping[K, Parts[C]], shown: Iterable[K], whole: Shown[C], fewest: int) -> dict[K, Shown[C]]:
    """The parts of each group that is itself `shown`; all parts of a group are, or none but those that are 0 for all.

    Groups whose parts are left out are more than one, and no part of them taken together is small. Where a part of
    the `whole` is left out, no group says more. A group of nobody hides nobody and has nothing to hide.
    """
    shown_groups = {key: groups[key] for key in shown}
    groups = {key: parts for key, parts in groups.items() if any(parts.values())}
    if fewest <= 1:
        return dict(shown_groups)
    if None in whole.values():
        return {key: dict.fromkeys(whole) for key in shown_groups}
    safe = {key: parts for key, parts in shown_groups.items() if key in groups and not _any_small(parts, fewest)}
    while True:
        rest = [parts for key, parts in groups.items() if key not in safe]
        sums = {cell: sum(parts.get(cell, 0) for parts in rest) for cell in whole}
        if not rest or not safe or (len(rest) > 1 and not _any_small(sums, fewest)):
            break
        least = min(sum(parts.values()) for parts in safe.values())
        safe = {key: parts for key, parts in safe.items() if sum(parts.values()) > least}
    nothing = {cell: None if number else 0 for cell, number in sums.items()}
    return {key: safe.get(key, nothing) if key in groups else parts for key, parts in shown_groups.items()}


def _any_small(parts: Parts[C], fewest: int) -> bool:
    return any(0 < number < fewest for number in parts.values())
