"""What each check is given: the dataset, and which ids there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from iopcli.dataset.model import Dataset, Point
from iopcli.dataset.near import did_you_mean
from iopcli.errors import Problem

Place = Callable[..., str]
"""Gives the place where a thing was written, or that of one of its keys."""


class Whole(NamedTuple):
    """The dataset, and the ids of each kind that are written down, also of things that could not be read."""

    dataset: Dataset
    names: Mapping[str, Collection[str]]

    def unknown(self, place: str, kind: str, used: Iterable[str]) -> Iterator[Problem]:
        """A problem for each word that is no id of this kind, or of these kinds: `topic or term`."""
        known = (
            self.names[kind] if kind in self.names else {id_ for one in kind.split(" or ") for id_ in self.names[one]}
        )
        return unknown(place, kind, used, known)

    def unknown_sources(self, place: str, sources: Iterable[str], points: Iterable[Point] = ()) -> Iterator[Problem]:
        """The same for sources, those of the points among them; each once."""
        return self.unknown(place, "source", dict.fromkeys([*sources, *(s for point in points for s in point.sources)]))


def unknown(place: str, what: str, used: Iterable[str], known: Collection[str]) -> Iterator[Problem]:
    """A problem for each word that is not known, with the nearest that are."""
    for word in used:
        if word not in known:
            yield Problem(place, f"`{word}` is not a known {what}", did_you_mean(word, known))


def covered(bands: Iterable[tuple[int, int]], least: int, most: int) -> bool:
    """Whether bands hold each number from the least to the most, once."""
    ends = sorted(bands)
    joined = all(low == high + 1 for (_, high), (low, _) in pairwise(ends))
    return bool(ends) and joined and ends[0][0] == least and ends[-1][1] == most
