"""Standard tests that were given elsewhere: what can be scored, and what the scores mean."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import field

from iopcli.dataset.model.part import Part, Text, Thing


class Items(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A run of items of an instrument, by number, and the points that each can have; never their wording."""

    from_: int
    to: int
    points: tuple[int, ...]
    yes: int | None = None
    """The points of a yes, where the answer is yes or no; a no has the other points."""


class Band(Part, frozen=True, kw_only=True):
    """What a range of scores is called and means; `for` women or men where the cut-offs differ."""

    least: int
    most: int
    label: Text
    means: Text
    for_: Literal["", "women", "men"] = field(default="", name="for")


class Score(Part, frozen=True, kw_only=True):
    """A sum of items, and the bands that it falls into."""

    id: str
    label: Text
    items: tuple[int, ...]
    sources: tuple[str, ...]
    band: tuple[Band, ...]

    def ends(self, points: Mapping[int, Sequence[int]]) -> tuple[int, int]:
        """The least and the most that it can be, where these are the points that each item can have."""
        known = [points.get(number, ()) for number in self.items]
        return sum(min(can, default=0) for can in known), sum(max(can, default=0) for can in known)


class Flag(Part, frozen=True, kw_only=True):
    """What any of some items with so many points calls for, whatever the total."""

    items: tuple[int, ...]
    at_least: int
    message: Text
    lines: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Skip(Part, frozen=True, kw_only=True):
    """Items that the form itself passes over where all the items in `zero` have no points; they count as 0."""

    zero: tuple[int, ...]
    items: tuple[int, ...]
    sources: tuple[str, ...]


class Instrument(Thing, frozen=True, kw_only=True):
    """A standard test that was given elsewhere: item counts, ranges and bands, and no item wording."""

    id: str
    name: Text
    measures: Text
    given_by: Literal["anyone", "clinician"]
    licence: Text
    as_of: date
    item: tuple[Items, ...]
    score: tuple[Score, ...]
    sources: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    note: str = ""
    flag: tuple[Flag, ...] = ()
    skip: tuple[Skip, ...] = ()

    @property
    def runs(self) -> Mapping[int, Items]:
        """Item number to the run it is in."""
        return {number: run for run in self.item for number in range(run.from_, run.to + 1)}

    @property
    def points(self) -> Mapping[int, tuple[int, ...]]:
        """Item number to the points it can have."""
        return {number: run.points for number, run in self.runs.items()}
