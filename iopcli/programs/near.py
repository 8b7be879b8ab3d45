"""How far it is: miles between places on the globe, and the middle of a ZIP code from the programs in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from iopcli.errors import UsageError
from iopcli.programs.model import Program

EARTH = 3958.8
"""Miles from the middle of the earth to its surface, on average."""


class StartingPoint(NamedTuple):
    """A place from which is measured, and how it was found where that is not as it was asked for."""

    latitude: float
    longitude: float
    note: str = ""


def miles(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way as the crow flies between two places, by the haversine formula (R. W. Sinnott, 1984)."""
    (north, east), (to_north, to_east) = ((math.radians(a), math.radians(b)) for a, b in (one, other))
    half = math.sin((to_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(to_north) * math.sin((to_east - east) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, half)))


def spot(near: str, programs: Iterable[Program]) -> StartingPoint:
    """Where a ZIP code is, from the programs in it, or those whose code starts alike; or `42.27,-71.80` itself.

    Raises:
        UsageError: it is neither, or no program has such a code.
    """
    if "," in near:
        return _numbers(near)
    if not (near.isascii() and near.isdigit() and len(near) == 5):
        hint = "give a ZIP code such as --near 01608, or latitude and longitude: --near 42.27,-71.80"
        raise UsageError("--near needs a ZIP code of five digits", hint=hint)
    by_zip: dict[str, list[tuple[float, float]]] = {}
    for one in programs:
        if one.zip and one.latitude is not None and one.longitude is not None:
            by_zip.setdefault(one.zip, []).append((one.latitude, one.longitude))
    for length in (5, 4, 3):
        alike = sorted(place for code, places in by_zip.items() if code[:length] == near[:length] for place in places)
        if alike:
            north, east = (math.fsum(numbers) / len(alike) for numbers in zip(*alike, strict=True))
            note = (
                f"No program has the ZIP code {near}, so this is measured from those that start with {near[:length]}."
            )
            return StartingPoint(north, east, "" if length == len(near) else note)
    hint = "give latitude and longitude instead, such as --near 42.27,-71.80"
    raise UsageError(f"no program of these lists has a ZIP code near {near}", hint=hint)


def _numbers(near: str) -> StartingPoint:
    try:
        north, east = (float(part) for part in near.split(","))
    except ValueError:
        north, east = math.nan, math.nan
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        raise UsageError("--near needs two numbers", hint="latitude, then longitude: --near 42.27,-71.80")
    return StartingPoint(north, east)


def distances(programs: Mapping[str, Program], start: StartingPoint) -> dict[str, float]:
    """How far each program is, by id; one whose place is not known is not there."""
    here = start.latitude, start.longitude
    return {
        id_: miles(here, (one.latitude, one.longitude))
        for id_, one in programs.items()
        if one.latitude is not None and one.longitude is not None
    }
