"""The score of a standard test that was given elsewhere: its band, what it means, and what cannot wait.

What is missing is never a zero: a score with items missing is a range. What the form itself passes over is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from iopcli.dataset.answers import NUMBER, YES_NO
from iopcli.dataset.find import normalized
from iopcli.dataset.model import Band, Dataset, Flag, HelpLine, Instrument, Items, Score, Source
from iopcli.dataset.near import did_you_mean
from iopcli.errors import InputRefused, Problem, UsageError, count
from iopcli.facts.result import Result, common

MISSING = ("-", "?", "na", "missing")
"""What stands for an item that was not answered."""
Points = Mapping[int, tuple[int, ...]]
"""Item number to the points it can have."""


class Scored(Struct, frozen=True, kw_only=True):
    """One score: from the least to the most it can be, and the bands that it may be in."""

    id: str
    label: str
    least: int
    most: int
    items: tuple[int, ...]
    missing: tuple[int, ...]
    skipped: tuple[int, ...]
    """Items that the form itself passes over after such answers; each counts as 0."""
    bands: tuple[Band, ...]
    sources: tuple[str, ...]


class RaisedFlag(Struct, frozen=True, kw_only=True):
    """A flag that is up, or may be, where its items were not all given."""

    message: str
    items: tuple[int, ...]
    at_least: int
    missing: tuple[int, ...]
    """The items to ask for: those that may raise it, and were not given."""
    certain: bool
    implied: bool
    """Whether it is the total that makes it certain, and none of its items alone."""
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


class ScoreResult(Result, frozen=True, kw_only=True, tag="iopcli/score/1"):
    """What item points, or a total, mean; with no instrument named, the instruments there are."""

    instrument: Card | None
    instruments: tuple[Card, ...]
    scores: tuple[Scored, ...]
    flags: tuple[RaisedFlag, ...]
    sources: Mapping[str, Source]

    @property
    def urgent(self) -> bool:
        """Whether a flag is surely up that names whom to call."""
        return any(flag.certain and flag.help for flag in self.flags)


def instruments(dataset: Dataset) -> ScoreResult:
    """Every instrument that can be scored."""
    cards = tuple(_card(one) for one in dataset.instruments.values())
    return ScoreResult(**common(dataset), instrument=None, instruments=cards, scores=(), flags=(), sources={})


def find_instrument(dataset: Dataset, name: str) -> Instrument:
    """The instrument of that name, in any case and with or without hyphens.

    Raises:
        UsageError: there is none; the nearest are named.
    """
    by_name = {
        normalized(each): one for one in dataset.instruments.values() for each in (*one.aliases, one.name, one.id)
    }
    if (found := by_name.get(normalized(name))) is None:
        problem = Problem(f"`{name}`", "is not an instrument", did_you_mean(normalized(name), dataset.instruments))
        raise UsageError("no such instrument", [problem], f"instruments: {', '.join(dataset.instruments)}")
    return found


def score(
    dataset: Dataset, one: Instrument, points: Sequence[str] | None = None, total: int | None = None
) -> ScoreResult:
    """The scores of an instrument from the points of its items in their order, from its total, or from both.

    Points are a whole number, or yes or no where the form has these; `-` stands for an item that was not answered.

    Raises:
        UsageError: too many or too few items.
        InputRefused: points that an item cannot have, or a total that there cannot be or that is not the sum of the
            items; every one of these is named, and never with what was typed.
    """
    form, problems = _read(one, points)
    if total is not None:
        problems += _of_total(one, form, total)
    if problems:
        raise InputRefused(f"{one.name} cannot be scored", problems)
    scored = [_scored(one, each, form, total) for each in one.score]
    flags = [raised for flag in one.flag if (raised := _raised_flag(dataset, one, flag, form, total))]
    used = (*(source for each in scored for source in each.sources), *one.every_source)
    return ScoreResult(
        **common(dataset), instrument=_card(one), instruments=(), scores=tuple(scored), flags=tuple(flags),
        sources=dataset.cited(used),
    )  # fmt: skip


def whole_number(text: str) -> int | None:
    """A whole number as people and programs write it, such as `2` or `2.0`; None for anything else."""
    return int(float(text)) if re.fullmatch(NUMBER, text) and float(text).is_integer() else None


class _Form(NamedTuple):
    """A form as far as it is filled in: the points that each item can have, one where it is known."""

    can: Points
    missing: frozenset[int]
    """Items that were not answered."""
    skipped: frozenset[int]
    """Items not answered because the form itself passes over them."""


def _read(one: Instrument, points: Sequence[str] | None) -> tuple[_Form, list[Problem]]:
    """The form with what was given of its items; what cannot be read is named, and counts as not answered."""
    if points is None:
        return _Form(one.points, frozenset(), frozenset()), []
    if len(points) != len(one.points):
        were = "was" if len(points) == 1 else "were"
        hint = f"give the points of {count(len(one.points), 'item')} in order, `-` for one that is missing; or --total"
        raise UsageError(f"{one.name} has {len(one.points)} items, and {len(points)} {were} given", hint=hint)
    given: dict[int, int] = {}
    problems = []
    for (number, run), text in zip(one.runs.items(), points, strict=True):
        if (value := _points(run, text)) is not None:
            given[number] = value
        elif text.casefold() not in MISSING:
            can = ", ".join([*(["yes", "no"] if run.yes is not None else []), *map(str, run.points)])
            problems.append(Problem(f"item {number}", "has points that it cannot have", f"one of {can}, or `-`"))
    known = dict(given)
    for skip in one.skip:
        if all(known.get(number) == 0 for number in skip.zero):
            known |= dict.fromkeys(set(skip.items) - known.keys(), 0)
    can_have = {number: (known[number],) if number in known else every for number, every in one.points.items()}
    missing, skipped = one.points.keys() - known.keys(), known.keys() - given.keys()
    return _Form(can_have, frozenset(missing), frozenset(skipped)), problems


def _points(run: Items, text: str) -> int | None:
    """The points that a number, a yes or a no stands for; None if it stands for none."""
    if (value := whole_number(text)) in run.points:
        return value
    if run.yes is None or (said := YES_NO.get(text.casefold() if text.isalpha() else "")) is None:
        return None
    return run.yes if said else next(value for value in run.points if value != run.yes)


def _of_total(one: Instrument, form: _Form, total: int) -> list[Problem]:
    """What is wrong with a total."""
    if len(one.score) != 1:
        names = ", ".join(each.label for each in one.score)
        return [Problem("total", "there is none", f"it has {len(one.score)} scores, {names}: give item points")]
    (only,) = one.score
    if total not in _sums(only, one.points):
        least, most = only.ends(one.points)
        return [Problem("total", "cannot be", f"the score goes from {least} to {most}")]
    if total not in _sums(only, form.can):
        return [Problem("total", "cannot be the sum of these items", "check it and each item against the form")]
    return []


def _sums(score: Score, can: Points) -> set[int]:
    """Every value that a score can have."""
    found = {0}
    for number in score.items:
        found = {value + more for value in found for more in can[number]}
    return found


def _scored(one: Instrument, each: Score, form: _Form, total: int | None) -> Scored:
    """A score from its least to its most, with every band that it may be in."""
    least, most = each.ends(form.can) if total is None else (total, total)
    skipped = tuple(number for number in each.items if number in form.skipped)
    rules = (source for skip in one.skip for source in skip.sources if set(skip.items).intersection(skipped))
    return Scored(
        id=each.id,
        label=each.label,
        least=least,
        most=most,
        items=each.items,
        missing=tuple(number for number in each.items if number in form.missing),
        skipped=skipped,
        bands=tuple(band for band in each.band if band.least <= most and band.most >= least),
        sources=tuple(dict.fromkeys([*each.sources, *rules])),
    )


def _raised_flag(dataset: Dataset, one: Instrument, flag: Flag, form: _Form, total: int | None) -> RaisedFlag | None:
    """A flag, if some way to fill in what is missing raises it; it is certain if every way does."""

    def possible(can: Points) -> bool:
        return all(can.values()) and (total is None or total in _sums(one.score[0], can))

    low = {number: tuple(value for value in form.can[number] if value < flag.at_least) for number in flag.items}
    high = {number: tuple(value for value in form.can[number] if value >= flag.at_least) for number in flag.items}
    may_be = [number for number in flag.items if possible({**form.can, number: high[number]})]
    if not may_be:
        return None
    certain = not possible({**form.can, **low})
    return RaisedFlag(
        message=flag.message,
        items=flag.items,
        at_least=flag.at_least,
        missing=tuple(number for number in may_be if len(form.can[number]) > 1),
        certain=certain,
        implied=certain and all(low.values()),
        help=dataset.help.lines(flag.lines),
        sources=flag.sources,
    )


def _card(one: Instrument) -> Card:
    return Card(
        id=one.id, name=one.name, measures=one.measures, given_by=one.given_by, items=len(one.points),
        licence=one.licence, note=one.note,
    )  # fmt: skip
