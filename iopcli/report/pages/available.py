"""The part of a recommendation that says what can be had near a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET

from iopcli.errors import count
from iopcli.facts.clock import date_text
from iopcli.facts.wording import listed
from iopcli.report.page import Block, Bullets, Heading, Paragraph, Point, Said

if TYPE_CHECKING:
    from iopcli.match.recommendation import Recommendation
    from iopcli.programs.available import Available, OfOption

CALL_FIRST = "Lists are often out of date, so call first."
NOT_COVERED, NOT_LISTED = "these lists do not say", "no program reports it, but one may still have it"


def available(result: Recommendation) -> list[Block]:
    """Which plans programs near a place report, with the nearest; nothing where no place was given."""
    found = result.available
    if found is UNSET or not found.plans:
        return []
    names = _names(result)
    points = []
    for plan in found.plans:
        parts = tuple((names[one.option], _where(one, found)) for one in _parts(found, plan.options))
        points.append(Point(Said(" with ".join(names[id_] for id_ in plan.options), role="strong"), parts))
    return [Heading(_within(found)), Bullets(tuple(points)), *call_first(result)]


def near_here(result: Recommendation, plan: Sequence[str]) -> list[tuple[str, str]]:
    """The same of one plan in a line, for a first screen."""
    found = result.available
    if found is UNSET:
        return []
    names = _names(result)
    parts = _parts(found, plan)
    phrases = [_briefly(one, names[one.option] if len(parts) > 1 else "") for one in parts]
    return [(_within(found), f"{'; '.join(phrases)}.")]


def call_first(result: Recommendation) -> list[Block]:
    """How old the lists are, and what to do."""
    found = result.available
    if found is UNSET or not found.plans:
        return []
    dated = listed([date_text(day) for day in sorted(set(found.lists.values()))])
    note = f"{found.note} " if found.note else ""
    return [Paragraph(Said(f"{note}These lists are from {dated}. {CALL_FIRST}", role="muted"))]


def _within(found: Available) -> str:
    return f"Within {found.within:g} miles of {found.near}"


def _names(result: Recommendation) -> Mapping[str, str]:
    return {one.option.id: one.option.short_name for one in result.options}


def _parts(found: Available, plan: Sequence[str]) -> list[OfOption]:
    return [one for id_ in plan for one in found.options if one.option == id_]


def _briefly(one: OfOption, name: str) -> str:
    lead = f"{name}: " if name else ""
    if not one.nearest:
        return f"{lead}{NOT_COVERED if one.here == 'not told' else NOT_LISTED}"
    how = count(one.report, "program") if one.report else f"{count(one.maybe, 'program')} may have it"
    return f"{lead}{how}, nearest {one.name}, {one.miles:.1f} miles ({one.phone or 'no phone listed'})"


def _where(one: OfOption, found: Available) -> str:
    if not one.nearest:
        return f"{NOT_COVERED if one.here == 'not told' else NOT_LISTED}.".capitalize()
    sure = f"{count(one.report, 'program')} {'reports' if one.report == 1 else 'report'} it" if one.report else ""
    maybe = f"{one.maybe:,} may have it, so ask" if one.maybe else ""
    labels = listed(found.also_labels)
    also = f" Of these, {one.also:,} also {'reports' if one.also == 1 else 'report'} {labels}." if labels else ""
    nearest = f"The nearest: {one.name}, {one.miles:.1f} miles, {one.phone or 'no phone listed'}."
    return f"{', '.join(filter(None, (sure, maybe)))}.{also} {nearest}"
