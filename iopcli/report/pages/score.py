"""The page of a score: what cannot wait, the bands, and on what terms the instrument may be used."""

from __future__ import annotations

from typing import Any

from iopcli.dataset.lines import call
from iopcli.facts.wording import capitalised
from iopcli.report.page import Block, Bullets, Heading, Numbers, Paragraph, Point, Rows, Said, ShellHint
from iopcli.report.pages.parts import bare, footnotes
from iopcli.results.score import Card, RaisedFlag, Scored, ScoreResult


def blocks(result: ScoreResult) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers()
    one = result.instrument
    if one is None:
        points = tuple(
            Point(Said(f"{card.name} ({card.id}): {card.items} items, {card.measures}.")) for card in result.instruments
        )
        hint = ShellHint("To score a test: `iopcli score phq-2 1 2`, or with --total.")
        return "Instruments", [Bullets(points), hint]
    certain = [flag for flag in result.flags if flag.certain]
    open_ones = [flag for flag in result.flags if not flag.certain]
    body: list[Block] = []
    for flag in certain:
        body += [Paragraph(Said(flag.message, numbers.of(flag.sources), "alert")), *_implied(flag), *_lines(flag)]
    for scored in result.scores:
        body += _score(scored, numbers)
    if open_ones:
        points = tuple(_hidden(flag, numbers) for flag in open_ones)
        body += [Heading("What these points may hide"), Bullets(points)]
    return one.name, [*body, *_about(one), *footnotes(numbers, {id_: result.sources[id_] for id_ in numbers.sources})]


def first(result: ScoreResult) -> tuple[str, list[Block]]:
    """The same without sources."""
    title, body = blocks(result)
    return title, [*bare(body), ShellHint("For the sources, add --all.")] if result.instrument else body


def _score(scored: Scored, numbers: Numbers) -> list[Block]:
    """A score and the bands that it may be in."""
    value = f"{scored.least}" if scored.least == scored.most else f"{scored.least} to {scored.most}"
    said = [f"{scored.label}: {value}."]
    if scored.missing:
        range_ = "" if scored.least == scored.most else ", so the score is a range"
        said.append(f"Not answered: {_listed(scored.missing)}{range_}.")
    if scored.skipped:
        each = "it counts" if len(scored.skipped) == 1 else "each counts"
        said.append(f"After these answers, the form skips {_listed(scored.skipped)}, so {each} as 0.")
    head = Paragraph(Said(" ".join(said), numbers.of(scored.sources), "strong"))
    points = tuple(
        Point(
            Said(f"{f'For {band.for_}: ' if band.for_ else ''}{band.label} ({band.least} to {band.most}). {band.means}")
        )
        for band in scored.bands
    )
    return [head, Bullets(points)]


def _implied(flag: RaisedFlag) -> list[Block]:
    """Why a flag is up that no single item raises."""
    why = "The total shows this, because the other items cannot add up to that many points."
    return [Paragraph(Said(why))] if flag.implied else []


def _hidden(flag: RaisedFlag, numbers: Numbers) -> Point:
    """What to ask for, where a flag may be up, and what it would say."""
    asked = _listed(flag.missing)
    says = f"{capitalised(asked)} {_were(flag.missing)} not answered, so look at the form, or ask the person."
    points = "1 point" if flag.at_least == 1 else f"{flag.at_least} points"
    return Point(Said(says, numbers.of(flag.sources)), ((f"With {points} or more", flag.message),))


def _lines(flag: RaisedFlag) -> list[Block]:
    said = call(flag.help)
    return [Paragraph(Said(said, role="strong"))] if said else []


def _about(one: Card) -> list[Block]:
    rated = " A trained clinician rates it." if one.given_by == "clinician" else ""
    about = [Paragraph(Said(f"This test measures {one.measures}.{rated}"))]
    about += [Paragraph(Said(one.note))] if one.note else []
    return [Heading("About the test"), *about, Paragraph(Said(f"License: {one.licence}", role="muted"))]


def _listed(numbers: tuple[int, ...]) -> str:
    return f"{'item' if len(numbers) == 1 else 'items'} {', '.join(map(str, numbers))}"


def _were(numbers: tuple[int, ...]) -> str:
    return "was" if len(numbers) == 1 else "were"


def rows(result: ScoreResult) -> Rows:
    """A line for each instrument, flag, score and band."""
    said: list[tuple[Any, ...]] = [("instrument", one.id, one.name, one.licence) for one in result.instruments]
    said += [
        ("flag" if one.certain else "look at", ";".join(map(str, one.items)), one.message, "") for one in result.flags
    ]
    for one in result.scores:
        said.append(("score", one.id, f"{one.least} to {one.most}", ";".join(map(str, one.missing))))
        said += [("skipped by the form", one.id, "counts as 0", ";".join(map(str, one.skipped)))] if one.skipped else []
        said += [
            ("band", one.id, f"{band.label}{f' ({band.for_})' if band.for_ else ''}", band.means) for band in one.bands
        ]
    return ("kind", "id", "says", "more"), said
