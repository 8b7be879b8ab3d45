"""The page of paths: a timeline to one scale, what each path asks and costs, what to do while waiting, every stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from iopcli.dataset.lines import reach
from iopcli.dataset.states import STATES
from iopcli.errors import count
from iopcli.facts.bill import Cost, Share
from iopcli.facts.ends import Ends
from iopcli.facts.prices import FREE
from iopcli.facts.wording import BASES, gap_text, listed, spread_of
from iopcli.report.page import (
    Block,
    Box,
    Bullets,
    ColumnHead,
    Heading,
    Lines,
    Numbers,
    Paragraph,
    Point,
    Rows,
    Said,
    Section,
    ShellHint,
    Table,
    TableRow,
)
from iopcli.report.pages import cost as money
from iopcli.report.pages.parts import clinician, footnotes, urgent, usual_texts, which_level
from iopcli.report.pages.path_timeline import path_name, stop_length, timeline
from iopcli.results.care_path import CarePath, PathStop, PathTotals
from iopcli.results.path import Paths

OFTEN = {"today": "Today", "day": "Each day", "week": "Each week"}
TITLE = "The path from today to aftercare"
HELP_FIRST = "Get help first"
FEW_TIPS = 4
"""What else to do meanwhile, by name, on a first screen."""
FEW_PATHS, FEW_IF_URGENT = 3, 2
"""Ways on a first screen, and where something cannot wait."""


def blocks(result: Paths) -> tuple[str, list[Block]]:
    """The title, and everything: timeline, sums, costs, what to do meanwhile, each stop, what is unknown."""
    if result.stopped:
        return HELP_FIRST, urgent(result.urgent)
    numbers = Numbers(result.dataset.as_of)
    body = [*_cannot_wait(result), *timeline(result), *_sums(result, first=False), *_money(result, numbers)]
    body += [*_usual(result), *_meanwhile(result, numbers), *_stops(result, numbers), *_steps(result)]
    return TITLE, [*body, *footnotes(numbers, result.sources)]


def first(result: Paths) -> tuple[str, list[Block]]:
    """The timeline, the sums, and what to do today."""
    if result.stopped:
        return HELP_FIRST, urgent(result.urgent)
    result = _few(result)
    short = [
        Said(point.says.text) for number, path in enumerate(result.ways, 1) for point in _not_enough(path, number, 1)
    ]
    last = [Lines((*short, *_today(result)))] if short or result.waiting else []
    hint = ShellHint("Read more: --all, --sources, --weeks, --wait.", _signs(result))
    drawn = [block._replace(says=block.says[: len(result.steps[:1])]) for block in timeline(result)]
    return TITLE, [*_cannot_wait(result), *drawn, *_sums(result, first=True), *_usual(result), *last, hint]


def _usual(result: Paths) -> list[Block]:
    """As what a program is shown, and which numbers are only usual; nothing where none is."""
    usual = (f"The weeks, hours and prices are {text}" for text in usual_texts(result.usual.items()))
    return [*which_level(result.programs), *(Paragraph(Said(text)) for text in usual)]


def _signs(result: Paths) -> str:
    """What signs behind sums mean, in few words."""
    brief = {money.WEAK: "* weak source.", money.MORE: "+ more, not known."}
    return " ".join(brief[sign] for sign in money.signs(*_money_of(result.ways)))


def _rates_of(result: Paths) -> list[str]:
    """Whose Medicaid rates are in the sums; nothing where none is in them, or their state was asked for."""
    there = any(cost.kind == "medicaid" for path in result.ways for cost in path.totals.cost)
    states = [STATES[code] for code in result.rates_of]
    return [f"The Medicaid rates are from {listed(states)}."] if there and states else []


def _few(result: Paths) -> Paths:
    """The first paths alone, so that they fit a screen: of several people the first of each, fewer if it is urgent."""
    urgent_now = bool(result.urgent or result.clinician)
    most = FEW_IF_URGENT if urgent_now else FEW_PATHS
    each = max(1, most // max(1, result.people))
    people = (tuple(paths) for _, paths in groupby(result.ways, key=lambda path: path.person))
    paths = tuple(path for paths in people for path in paths[:each])[:most]
    steps = () if urgent_now or any(path.enough is False for path in result.ways) else result.steps
    return replace(result, ways=paths, steps=steps)


def _today(result: Paths) -> Iterator[Said]:
    """What to do until there is a place: what a life may hang on in full, the rest by name."""
    for tip in result.waiting[:1]:
        yield Said(f"Until {'help is there' if tip.now else 'there is an opening'}: {tip.says}", role="strong")
    if others := [*dict.fromkeys(tip.label.lower() for tip in result.waiting[1:])]:
        more = f"; {len(others) - FEW_TIPS} more" if len(others) > FEW_TIPS else ""
        yield Said(f"Also: {'; '.join(others[:FEW_TIPS])}{more}.")


def sources(result: Paths) -> list[Block]:
    """What the paths rest on."""
    numbers = Numbers(result.dataset.as_of)
    numbers.of(tuple(result.sources))
    return footnotes(numbers, result.sources)


def _cannot_wait(result: Paths) -> list[Block]:
    return [*urgent(result.urgent), *clinician(result.clinician)]


# --- sums -------------------------------------------------------------------


def _sums(result: Paths, *, first: bool) -> list[Block]:
    """What each path asks in all, a row for each thing."""
    paths = result.ways
    if not paths:
        return [Paragraph(Said("No path starts from these answers. A clinician needs to look at them first."))]
    rows = [
        _row("Weeks", paths, lambda path: spread_of(path.totals.weeks)),
        _row("Treatment hours", paths, lambda path: spread_of(path.totals.hours)),
        _row(
            "Hours/week at first" if first else "Hours a week at first",
            paths,
            lambda path: spread_of(_main(path).hours_per_week),
        ),
        _row("Nights away", paths, lambda path: _nights(path.totals.nights_away)),
        _row("Nights with staff", paths, lambda path: _nights(path.totals.night_staff)),
        _row("Hand-offs", paths, lambda path: str(path.totals.hand_offs)),
    ]
    rows += money.rows(*_money_of(paths), result.payer, first=first, rates_of=result.rates_of)
    rows.append(_row("Not known", paths, _how_much_unknown if first else _not_known))
    if not first:
        rows.append(_row("What comes after", paths, lambda path: ", ".join(path.after) or "nothing set"))
    names = [path_name(result, path, number) for number, path in enumerate(paths, 1)]
    heads = tuple(ColumnHead(f"Path {number}" if first else name) for number, name in enumerate(names, 1))
    table = Table("The paths side by side", "", heads, (Section("", tuple(rows)),), tight=first)
    short = [] if first else [point for number, path in enumerate(paths, 1) for point in _not_enough(path, number)]
    return [table, *([Bullets(tuple(short))] if short else [])]


def _main(path: CarePath) -> PathStop:
    """The first stop that is more than withdrawal care: the first with hours, else the first."""
    return next((stop for stop in path.stops if stop.hours_per_week.known), path.stops[0])


def _row(head: str, paths: Iterable[CarePath], says: Callable[[CarePath], str]) -> TableRow:
    return TableRow(head, "", tuple(Box((Said(says(path)),)) for path in paths))


def _nights(ends: Ends) -> str:
    return "none" if ends.max == 0 else spread_of(Ends(min=ends.min or None, max=ends.max))


def _money_of(paths: Sequence[CarePath]) -> tuple[list[Sequence[Cost]], list[Sequence[Share]]]:
    """What each path costs, and what of it the person would pay."""
    return [path.totals.cost for path in paths], [path.totals.pays for path in paths]


def _how_much_unknown(path: CarePath) -> str:
    """How much sums leave out, in few words."""
    prices = sum(map(len, path.unpriced.values()))
    others = len(path.unknown)
    said = [count(prices, "price")] * bool(prices) + [f"{others} more"] * bool(others)
    return ", ".join(said) or "nothing"


def _not_known(path: CarePath) -> str:
    """What sums leave out."""
    said = [f"{one.label.lower()} of {one.name}" for one in path.unknown]
    said += [f"{BASES[kind]} of {listed(names)}" for kind, names in path.unpriced.items() if names]
    return "; ".join(said) or "nothing"


def _not_enough(path: CarePath, number: int, most: int | None = None) -> Iterator[Point]:
    """Why a path is not enough to start with, by the first facts that say so, at `most` so many."""
    if path.enough is False:
        shown = path.misses[:most]
        said = "; ".join(f"{one.label.lower()} ({gap_text(one.needs, one.has)})" for one in shown)
        more = f", and {len(path.misses) - len(shown)} more" if len(path.misses) > len(shown) else ""
        yield Point(Said(f"Path {number} does not start with enough care: {said}{more}."))


# --- money ------------------------------------------------------------------


def _money(result: Paths, numbers: Numbers) -> list[Block]:
    """What the payer asks, what a price of its kind is, what is not counted, and what signs mean."""
    said = [Said(one.says, numbers.of(one.sources)) for one in result.covers]
    said += [Said(text) for text in _rates_of(result)]
    said += [Said(text) for text in money.notes(*_money_of(result.ways), result.payer)]
    return [Heading("About the costs"), Bullets(tuple(map(Point, said)))]


# --- while waiting ----------------------------------------------------------


def _meanwhile(result: Paths, numbers: Numbers) -> list[Block]:
    """What is safe in the days before a place is free, today first; with the days where someone has said how many."""
    found: list[Block] = []
    for person in dict.fromkeys(tip.person for tip in result.waiting):
        whom = f" (person {person})" if result.people > 1 else ""
        tips = [tip for tip in result.waiting if tip.person == person]
        points = tuple(
            Point(Said(f"{_when(tip.often, result.wait)}: {tip.says}", numbers.of(tip.sources))) for tip in tips
        )
        head = "Until help is there" if tips[0].now else "While you wait for an opening"
        found += [Heading(f"{head}{whom}"), Bullets(points)]
    return found


def _when(often: str, wait: int | None) -> str:
    """When to do something, with the days of a wait that is known."""
    if wait is None or often == "today":
        return OFTEN[often]
    if often == "day":
        return f"{OFTEN[often]}, from day 0 to day {wait}"
    days = ", ".join(map(str, range(0, wait + 1, 7)))
    return f"{OFTEN[often]}, on day {days}"


# --- every stop -------------------------------------------------------------


def _stops(result: Paths, numbers: Numbers) -> list[Block]:
    found: list[Block] = []
    for number, path in enumerate(result.ways, 1):
        points = tuple(_stop(stop, at, numbers) for at, stop in enumerate(path.stops, 1))
        found += [Heading(f"Path {path_name(result, path, number)}"), Bullets(points)]
    return found


def _stop(stop: PathStop, at: int, numbers: Numbers) -> Point:
    parts = [
        ("How long", f"{stop_length(stop)}{' (as you chose)' if stop.chosen else ''}"),
        ("Hours a week", spread_of(stop.hours_per_week)),
        ("Total hours", spread_of(stop.hours)),
        ("Nights", stop.sleep),
        ("Nights with staff", _nights(stop.night_staff)),
        *(_stop_cost(one) for one in stop.cost),
    ]
    return Point(Said(f"{at}. {stop.name}", numbers.of(stop.sources), "strong"), tuple(parts))


def _stop_cost(one: Cost) -> tuple[str, str]:
    if one.kind == FREE:
        return "Cost", "free"
    return money.priced(one.kind, one.year), money.price(one)


def _steps(result: Paths) -> list[Block]:
    points = tuple(Point(Said(f"{step.number}. {step.label}: {' '.join(step.says)}")) for step in result.steps)
    return [Heading("The steps from intake to aftercare"), Bullets(points)] if points else []


PARTS = {"picture": timeline, "sources": sources}
"""What can be read on by name."""


def rows(result: Paths) -> Rows:
    """One line for each number of each stop and of each path in all, then what to do meanwhile."""
    header = ("way", "person", "stop", "options", "name", "what", "kind", "year", "min", "max", "says")
    said: list[tuple[Any, ...]] = [
        ("", "", "", "", one.rule, "urgent", "", "", "", "", one.message) for one in result.urgent
    ]
    for number, path in enumerate(result.ways, 1):
        enough = {True: "yes", False: "no", None: ""}[path.enough]
        missed = "; ".join(f"{miss.label}: {gap_text(miss.needs, miss.has)}" for miss in path.misses)
        whole: tuple[Any, ...] = (number, path.person or "", "all", "", path.name)
        said.append((*whole, "enough", "", "", "", "", f"{enough} {missed}".strip()))
        for at, stop in enumerate(path.stops, 1):
            lead = (*whole[:2], at, "+".join(stop.options), stop.name)
            said += [(*lead, *row) for row in (*_ends(stop), *money.sums(stop.cost, ()))]
        said += [(*whole, *row) for row in (*_ends(path.totals), *money.sums(path.totals.cost, path.totals.pays))]
        said.append((*whole, "hand_offs", "", "", path.totals.hand_offs, path.totals.hand_offs, ""))
        said += [(*whole, "not known", "", "", "", "", f"{one.name}: {one.label}") for one in path.unknown]
        unpriced = ((kind, "; ".join(names)) for kind, names in path.unpriced.items() if names)
        said += [(*whole, "price not known", kind, "", "", "", names) for kind, names in unpriced]
    said += [
        ("", tip.person or "", "", "", tip.label, "while waiting", tip.often, "", "", "", tip.says)
        for tip in result.waiting
    ]
    said += [("", "", "", "", line.name, "whom to call", line.id, "", "", "", reach(line)) for line in result.help]
    said.append(("", "", "", "", "", "what this is not", "", "", "", "", f"{result.not_counted} {result.statement}"))
    return header, said


def _ends(of: PathStop | PathTotals) -> Iterable[tuple[Any, ...]]:
    """How long, how many hours and nights, from least to most; empty where an end is not known."""
    for name in ("weeks", "hours_per_week", "hours", "nights_away", "night_staff"):
        if (ends := getattr(of, name, None)) is not None:
            yield name, "", "", money.number(ends.min), money.number(ends.max), ""
