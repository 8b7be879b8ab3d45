"""The score of a standard test that was given elsewhere: its band, what it means, and what cannot wait.

What is missing is never a zero: a score with items missing is a range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from iopcli.dataset.answers import whole
from iopcli.dataset.find import plain
from iopcli.dataset.model import Band, Dataset, HelpLine, Instrument, Score, Source
from iopcli.dataset.near import did_you_mean
from iopcli.errors import InputRefused, Problem, UsageError, count
from iopcli.result import Result, common

MISSING = ("-", "?", "na", "missing")
"""What stands for an item that was not answered."""


class Scored(Struct, frozen=True, kw_only=True):
    """One score: from the least to the most it can be, and the bands that it may be in."""

    id: str
    label: str
    least: int
    most: int
    items: tuple[int, ...]
    missing: tuple[int, ...]
    bands: tuple[Band, ...]
    sources: tuple[str, ...]


class Raised(Struct, frozen=True, kw_only=True):
    """A flag that is up, or may be, where its items were not all given."""

    message: str
    items: tuple[int, ...]
    certain: bool
    help: tuple[HelpLine, ...]
    sources: tuple[str, ...]


class Card(Struct, frozen=True, kw_only=True):
    """An instrument: what it measures, how many items it has, on what terms it may be used."""

    id: str
    name: str
    measures: str
    given_by: str
    items: int
    licence: str
    note: str


class Scoring(Result, frozen=True, kw_only=True, tag="iopcli/score/1"):
    """What item points, or a total, mean; with no instrument named, the instruments there are."""

    instrument: Card | None
    instruments: tuple[Card, ...]
    scores: tuple[Scored, ...]
    flags: tuple[Raised, ...]
    sources: Mapping[str, Source]

    @property
    def urgent(self) -> bool:
        """Whether a flag is surely up that names whom to call."""
        return any(flag.certain and flag.help for flag in self.flags)


def instruments(dataset: Dataset) -> Scoring:
    """Every instrument that can be scored."""
    cards = tuple(_card(one) for one in dataset.instruments.values())
    return Scoring(**common(dataset), instrument=None, instruments=cards, scores=(), flags=(), sources={})


def find_instrument(dataset: Dataset, name: str) -> Instrument:
    """The instrument of that name, in any case and with or without hyphens.

    Raises:
        UsageError: there is none; the nearest are named.
    """
    by_name = {plain(each): one for one in dataset.instruments.values() for each in (*one.aliases, one.name, one.id)}
    if (found := by_name.get(plain(name))) is None:
        problem = Problem(f"`{name}`", "is not an instrument", did_you_mean(plain(name), dataset.instruments))
        raise UsageError("no such instrument", [problem], f"instruments: {', '.join(dataset.instruments)}")
    return found


def score(dataset: Dataset, one: Instrument, points: Sequence[str]) -> Scoring:
    """The scores of an instrument from the points of its items, in their order; `-` for one that was not answered.

    Raises:
        InputRefused: too many or too few items, or points that an item cannot have; never with the points.
    """
    wanted = one.points
    if len(points) != len(wanted):
        hint = (
            f"give the points of {count(len(wanted), 'item')} in their order, `-` for one that is missing; or --total"
        )
        were = "was" if len(points) == 1 else "were"
        raise InputRefused(f"{one.name} has {len(wanted)} items, and {len(points)} {were} given", hint=hint)
    given: dict[int, int | None] = {}
    problems = []
    for number, text in enumerate(points, 1):
        value = whole(text)
        given[number] = value if value in wanted[number] else None
        if text.casefold() not in MISSING and value not in wanted[number]:
            can = ", ".join(map(str, wanted[number]))
            problems.append(Problem(f"item {number}", "has points that it cannot have", f"one of {can}, or `-`"))
    if problems:
        raise InputRefused(f"{count(len(problems), 'item')} of {one.name} cannot be scored", problems)
    scored = [
        _scored(each, one.ends(each, given), tuple(number for number in each.items if given[number] is None))
        for each in one.score
    ]
    return _scoring(dataset, one, scored, given)


def score_of_total(dataset: Dataset, one: Instrument, total: int) -> Scoring:
    """The band of a total; flags that hang on single items may be up, and it says so.

    Raises:
        InputRefused: the instrument has no total, or the total cannot be.
    """
    if len(one.score) != 1:
        names = ", ".join(each.label for each in one.score)
        raise InputRefused(
            f"{one.name} has no total", hint=f"it has {len(one.score)} scores, {names}: give item points"
        )
    (only,) = one.score
    least, most = one.ends(only)
    if not least <= total <= most:
        raise InputRefused(f"{one.name} cannot have that total", hint=f"it goes from {least} to {most}")
    return _scoring(dataset, one, [_scored(only, (total, total))], dict.fromkeys(one.points))


def _scored(each: Score, ends: tuple[int, int], missing: tuple[int, ...] = ()) -> Scored:
    """A score from its least to its most, with every band that it may be in."""
    least, most = ends
    return Scored(
        id=each.id, label=each.label, least=least, most=most, items=each.items, missing=missing,
        bands=tuple(band for band in each.band if band.least <= most and band.most >= least), sources=each.sources,
    )  # fmt: skip


def _scoring(dataset: Dataset, one: Instrument, scored: Sequence[Scored], given: Mapping[int, int | None]) -> Scoring:
    flags = []
    for flag in one.flag:
        known = [given[number] for number in flag.items]
        certain = any(value is not None and value >= flag.at_least for value in known)
        if certain or None in known:
            flags.append(
                Raised(
                    message=flag.message,
                    items=flag.items,
                    certain=certain,
                    sources=flag.sources,
                    help=dataset.help.lines(flag.lines),
                )
            )
    used = dict.fromkeys([*(source for each in scored for source in each.sources), *one.every_source])
    return Scoring(
        **common(dataset), instrument=_card(one), instruments=(), scores=tuple(scored), flags=tuple(flags),
        sources={id_: dataset.sources[id_] for id_ in used},
    )  # fmt: skip


def _card(one: Instrument) -> Card:
    return Card(
        id=one.id, name=one.name, measures=one.measures, given_by=one.given_by, items=len(one.points),
        licence=one.licence, note=one.note,
    )  # fmt: skip
