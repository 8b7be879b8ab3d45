"""Standard tests: their items, scores and bands."""

from __future__ import annotations

from collections.abc import Iterator

from iopcli.dataset.model import Flag, Instrument, Score, Skip
from iopcli.dataset.verify.whole import Place, Whole, covered
from iopcli.errors import Problem


def instrument(_: Whole, one: Instrument, place: Place) -> Iterator[Problem]:
    """Are its items numbered, and does every score that they can give have one band?"""
    numbers = [number for run in one.item for number in range(run.from_, run.to + 1)]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        yield Problem(place("item"), "does not number its items from 1 on, each once", "write from and to of each run")
    if any(len(run.points) < 2 or list(run.points) != sorted(set(run.points)) for run in one.item):
        yield Problem(place("item"), "has points that are not in order", "such as points = [0, 1, 2, 3]")
    if any(run.yes is not None and (run.yes not in run.points or len(run.points) != 2) for run in one.item):
        yield Problem(place("item"), "has a yes that is not one of two points", "such as points = [0, 1] and yes = 1")
    parts: tuple[Score | Flag | Skip, ...] = (*one.score, *one.flag, *one.skip)
    for items in (*(part.items for part in parts), *(skip.zero for skip in one.skip)):
        if unknown := [number for number in items if number not in numbers]:
            yield Problem(place("score"), f"has no item {unknown[0]}", "use the numbers of its items")
    points = one.points
    for skip in one.skip:
        if not skip.zero or not all(0 in points.get(number, (0,)) for number in (*skip.zero, *skip.items)):
            yield Problem(place("skip"), "skips by or over an item that cannot have 0 points", "see its points")
    for score in one.score:
        least, most = score.ends(points)
        for who in {band.for_ for band in score.band}:
            if not covered([(band.least, band.most) for band in score.band if band.for_ == who], least, most):
                yield Problem(
                    place("score"), f"{score.id} has bands that do not cover {least} to {most}", "each number once"
                )
