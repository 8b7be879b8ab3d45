"""Sentences made of facts; no number stands here that does not stand in a cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from iopcli.dataset.model import Attribute, Dataset, Option, Range
from iopcli.facts.cells import cell
from iopcli.facts.result import Cell
from iopcli.facts.wording import FLAGS, point_text, uncapitalised
from iopcli.results.list import Fits

LEADS = {
    "yes": "Yes.",
    "no": "No.",
    "varies": "It varies.",
    "for some": "It varies.",
    "not known": "This tool does not know.",
}


def named(option: Option) -> str:
    """An option by its full name, with its short form."""
    return f"{option.name} ({option.abbreviation})" if option.abbreviation else option.name


def briefly(option: Option) -> str:
    """An option by its short name, as it can stand in a list: a name with a comma would be taken for two."""
    return option.name if "," in option.title else option.title


def sentence(dataset: Dataset, option: Option, attribute: Attribute, only: frozenset[str] = frozenset()) -> str:
    """One fact in a sentence or a few, with what goes with it; of points only those with one of the labels."""
    one = cell(dataset, option, attribute)
    about = f"{named(option)}, {uncapitalised(attribute.label)}:"
    if one.state == "not_known":
        return f"{attribute.label}: This tool does not know the answer for {option.in_sentence}."
    if one.points:
        points = [point_text(point) for point in one.points if not only or point.label in only]
        return " ".join([about, *_first(points)])
    return " ".join([about, f"{one.text}.", *beside(one)])


MOST_LETTERS = 500
"""Letters of what is said of one option; what is longer ends with a point or a row before it, and a command has all."""


def _first(points: Sequence[str]) -> Sequence[str]:
    """The first points, as many as there is room for, and one at least."""
    lengths = accumulate(map(len, points))
    return [one for one, length in zip(points, lengths, strict=True) if length <= MOST_LETTERS] or points[:1]


def beside(one: Cell) -> Iterable[str]:
    """What a number must not be said without: its note, a weak source, and who says otherwise, without their notes."""
    if one.note:
        yield one.note
    if one.confidence == "weak":
        yield "This rests on a weak source."
    if one.also:
        yield f"Also: {'; '.join(claim.text for claim in one.also)}."
    if one.disputed:
        yield f"Other sources say: {'; '.join(claim.text for claim in one.disputed)}."


def lead(fit: Fits | str, *, disputed: bool) -> str:
    """Yes, no, it varies or not known, as an answer begins."""
    said = LEADS[fit]
    return f"{said.rstrip('.')}, but sources differ." if disputed and fit in ("yes", "no") else said


def flag_lead(value: str, *, disputed: bool) -> str:
    """The same for a yes-or-no row."""
    return lead(value if value in FLAGS else "not known", disputed=disputed)


def size(value: Range, *, most: bool) -> float | None:
    """The number by which a range is put in order: how far it goes, or where it starts."""
    known = [number for number in (value.min, value.typical, value.max) if number is not None]
    return (max(known) if most else min(known)) if known else None
