"""The page of weeks: for each option its times, the seven days, what is lost, the nights, and what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from iopcli.dataset.lines import reach
from iopcli.errors import count
from iopcli.facts.clock import from_to, length_text, short_days, time_text
from iopcli.facts.wording import capitalised, gap_text, listed
from iopcli.logic.week import DAYS, HOUR, NAMES
from iopcli.report.page import (
    Block,
    Bullets,
    DayRow,
    Heading,
    Numbers,
    Paragraph,
    Point,
    Rows,
    Said,
    ShellHint,
    Stretch,
    Timetable,
)
from iopcli.report.pages.parts import clinician, footnotes, question, urgent, which_level
from iopcli.report.timetable import days_in_words
from iopcli.results.week import Block as Taken
from iopcli.results.week import ChosenTimes, Clash, OptionWeek, Weeks

LABELS: Mapping[str, str] = {
    "stay": "at the program", "treatment": "treatment", "travel": "travel", "work": "work",
    "care": "caregiving", "sleep": "sleep", "clash": "clash", "on-the-way": "on the way", "free": "free",
}  # fmt: skip
MEETING, EITHER = "meetings", "sessions"
LOST: Mapping[str, str] = {"work": "work", "care": "caregiving", "daytime": "other daytime"}
TIMES: Mapping[str, str] = {
    "own": "the program's own times",
    "hours": "the program's hours a week, at times we guessed, so ask the program",
    "usual": "usual times, so ask the program",
    "guess": "our guess, so ask the program",
}
NO_PLAN = "No plan meets every need in these answers, so there is no week to show. Name an option to see its week."
STAY = "all week"
TIRED = "Do not drive if you have not slept."
ABOUT = "This does not count the trip to work. Travel is from home and back on each day of treatment."


def blocks(result: Weeks) -> tuple[str, list[Block]]:
    """The title of the page, and its blocks."""
    numbers = Numbers()
    body: list[Block] = [*urgent(result.urgent), *clinician(result.clinician), *_none(result)]
    body += [Paragraph(Said(both, role="strong"))] if (both := _both(result)) else []
    for number, one in enumerate(result.weeks):
        body += [Heading(_name(one)), *which_level(one.options)]
        body.append(_table(result, one, with_key=not number, whole=True, numbers=numbers))
        body += _clashes(one)
    body += [*asks(result), Paragraph(Said(ABOUT, role="muted"))] if result.weeks else []
    return _title(result), [*body, *footnotes(numbers, result.sources)]


def first(result: Weeks) -> tuple[str, list[Block]]:
    """The same on one screen: without notes, sources and what is lost on each day."""
    body: list[Block] = [*urgent(result.urgent), *clinician(result.clinician), *_none(result)]
    for number, one in enumerate(result.weeks, 1):
        body += [Heading(_name(one)), *which_level(one.options)]
        body.append(_table(result, one, with_key=number == len(result.weeks)))
    hint = ShellHint("Read more: --days (in words), --ask (the program), --sources, --all.", _both(result))
    return _title(result), [*body, *([hint] if result.weeks else [])]


def asks(result: Weeks) -> list[Block]:
    """What to ask the programs; nothing where all is known and nothing clashes."""
    by_ask = {ask.attribute: ask for one in result.weeks for ask in one.ask}
    points: list[Point] = []
    for id_, ask in by_ask.items():
        names = [one.name for one in result.weeks if any(each.attribute == id_ for each in one.ask)]
        point = question(ask)
        points.append(point._replace(parts=(*point.parts, ("For", listed(names)))) if len(result.weeks) > 1 else point)
    return [Heading("What to ask the program"), Bullets(tuple(points))] if points else []


def days(result: Weeks) -> list[Block]:
    """Each week day by day, in words."""
    found: list[Block] = []
    for one in result.weeks:
        points = tuple(Point(Said(text)) for text in days_in_words(_table(result, one)))
        found += [Heading(_name(one)), Bullets(points)]
    return found


def sources(result: Weeks) -> list[Block]:
    """Where the times are from, with what the sources say of them."""
    numbers = Numbers()
    points = tuple(Point(one) for week in result.weeks for one in _notes(week, numbers))
    return [*([Bullets(points)] if points else []), *footnotes(numbers, result.sources)]


PARTS = {"days": days, "ask": asks, "sources": sources}
"""What can be read on by name."""


def _title(result: Weeks) -> str:
    if result.stopped:
        return "Get help first"
    return f"A usual week: {'; '.join(one.name for one in result.weeks)}" if result.weeks else "A week in treatment"


def _name(one: OptionWeek) -> str:
    return f"{one.name} ({one.option})"


def _none(result: Weeks) -> list[Block]:
    return [] if result.weeks or result.stopped else [Paragraph(Said(NO_PLAN))]


def _both(result: Weeks) -> str:
    """What of the person's own week is at the same time, whatever the option."""
    both = result.own.both if result.weeks else 0
    return f"Even without treatment, work and caregiving overlap for {length_text(both)} a week." if both else ""


# --- one week -----------------------------------------------------------------


def _table(
    result: Weeks, one: OptionWeek, *, with_key: bool = False, whole: bool = False, numbers: Numbers | None = None
) -> Timetable:
    rows = tuple(_day(one, id_) for id_ in DAYS)
    used = {each.kind for week in result.weeks for id_ in DAYS for each in _day(week, id_).stretches}
    words = {kind: dict.fromkeys(_word(week, kind) for week in result.weeks) for kind in LABELS}
    named = ((kind, words[kind]) for kind in LABELS if kind in used or kind == "free")
    key = tuple((kind, next(iter(labels)) if len(labels) == 1 else EITHER) for kind, labels in named)
    notes = _notes(one, numbers) if numbers else ()
    return Timetable(
        caption=_name(one),
        above=(*_above(one, briefly=numbers is None), *notes),
        days=rows,
        below=tuple(Said(text) for text in _below(result, one)),
        key=key if with_key else (),
        words=whole,
    )


def _notes(one: OptionWeek, numbers: Numbers) -> tuple[Said, ...]:
    """What is said of the times, each behind the name of its option where there are several."""
    several = len(one.options) > 1
    return tuple(
        Said(f"{chosen.name}: {chosen.note}" if several and chosen.note else chosen.note or "Where the times are from:",
             numbers.of(chosen.sources), "muted")
        for chosen in one.chosen
    )  # fmt: skip


def _above(one: OptionWeek, *, briefly: bool) -> Iterator[Said]:
    if one.enough is False:
        gaps = (miss.label.lower() + ("" if briefly else f" ({gap_text(miss.needs, miss.has)})") for miss in one.misses)
        missed = ("," if briefly else ";").join(f" {gap}" for gap in gaps).strip()
        yield Said(f"Based on the answers, this care alone is not enough. Missing: {missed}.", role="alert")
    if one.before:
        yield Said(f"{capitalised(listed(one.before))} comes first and is not shown here.")
    several = len(one.options) > 1
    for chosen in one.chosen:
        yield Said(_chosen(chosen, several=several))
    for untimed in one.untimed:
        says = "This tool does not know the times, so ask." if untimed.planned else "There are no set sessions."
        yield Said(f"{untimed.name}: {says}" if several else says)


def _chosen(chosen: ChosenTimes, *, several: bool) -> str:
    local = f" ({chosen.local})" if chosen.local else ""
    others = f" Also common: {listed(chosen.others)}." if chosen.others and chosen.times != "own" else ""
    others = f" Also: {listed(chosen.others)}." if chosen.others and chosen.times == "own" else others
    label = f"{chosen.name}, {chosen.label}" if several else capitalised(chosen.label)
    times = f"; {TIMES[chosen.times]}{local}" if chosen.says != STAY or local else ""
    return f"{label}: {chosen.says}{times}.{others}"


def _below(result: Weeks, one: OptionWeek) -> Iterator[str]:
    """What is lost, what is left for sleep, and the sums."""
    totals = one.totals
    if one.stays:
        yield " ".join([*_lost(result, one), "Nights are at the program."])
        return
    sums = {_word(one, kind): getattr(totals, kind) for kind in ("treatment", "travel")}
    parts = [f"{length_text(minutes)} of {what}" for what, minutes in sums.items() if minutes]
    in_all = ", ".join([*parts, f"{length_text(totals.left)} free"])
    yield " ".join([*_lost(result, one), _nights(result, one), f"In all: {in_all}."])


def _lost(result: Weeks, one: OptionWeek) -> Iterator[str]:
    """What is lost of the kinds that were given, the days named once where they are the same."""
    own = result.own
    asked = {"work": own.work_minutes, "care": own.care_minutes, "daytime": own.evenings_only}
    lost = {kind: getattr(one.lost, kind) for kind, is_ in asked.items() if is_}
    if not lost:
        return
    if one.short_of_sleep:
        yield _sleep_lost(result, one)
    if not any(lost.values()):
        own_time = " or ".join(LOST[kind] for kind in lost if kind != "daytime")
        yield f"No missed {own_time}." if own_time else "All sessions are in the evening or on weekends."
        return
    by_days: dict[str, list[str]] = {}
    for kind, minutes in lost.items():
        if minutes:
            of = LOST[kind] if len(lost) > 1 or kind != "daytime" else kind
            by_days.setdefault(_on(one, kind), []).append(f"{length_text(minutes)} of {of}")
    none = "".join(f", no {LOST[kind]}" for kind in ("work", "care") if lost.get(kind) == 0)
    yield f"Missed: {'; '.join(f'{listed(losses)} ({days})' for days, losses in by_days.items())}{none}."


def _sleep_lost(result: Weeks, one: OptionWeek) -> str:
    """On which days hardly any sleep is left, and what not to do then."""
    days = short_days(map(DAYS.index, one.short_of_sleep))
    few = count(len(one.short_of_sleep), "day")
    have = "has" if len(one.short_of_sleep) == 1 else "have"
    least = length_text(result.own.sleep_minutes // 2)
    return f"Too little sleep: {few} {have} less than {least} for sleep ({days}). {TIRED}"


def _on(one: OptionWeek, kind: str) -> str:
    return short_days(DAYS.index(clash.day) for clash in one.clashes if clash.kind == kind)


def _nights(result: Weeks, one: OptionWeek) -> str:
    wanted = length_text(result.own.sleep_minutes)
    short = [night for night in one.nights if not night.enough]
    if not short:
        return f"Sleep: {wanted} or more."
    least = min(short, key=lambda night: night.minutes)
    on = NAMES[DAYS.index(least.day)]
    return (
        f"Sleep: less than {wanted} on {count(len(short), 'night')}, and only {length_text(least.minutes)} on the "
        f"shortest night ({on} from {_clock(least.from_)})."
    )


def _clock(text: str) -> str:
    return time_text(_minute(text))


def _minute(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * HOUR + int(minute)


def _clashes(one: OptionWeek) -> list[Block]:
    """Each clash with its days and hours; a whole stay says it in one sentence."""
    if one.stays or not one.clashes:
        return []
    alike: dict[tuple[str, str, str, str], list[int]] = {}
    for clash in one.clashes:
        alike.setdefault((clash.from_, clash.to, clash.by, clash.kind), []).append(DAYS.index(clash.day))
    points = tuple(
        Point(Said(
            f"{short_days(days)}, {from_to(_minute(start), _minute(end))}: {_word(one, by)} takes "
            f"{length_text(_minute(end) - _minute(start))} of {LOST[kind]}{' each day' if len(days) > 1 else ''}."
        ))
        for (start, end, by, kind), days in alike.items()
    )  # fmt: skip
    return [Bullets(points)]


def _word(one: OptionWeek, kind: str) -> str:
    """What a kind of time is called in a week: what is no treatment is a meeting."""
    return MEETING if kind == "treatment" and _meets(one) else LABELS[kind]


def _meets(one: OptionWeek) -> bool:
    return bool(one.chosen) and all(chosen.label.endswith("meeting") for chosen in one.chosen)


def _day(one: OptionWeek, id_: str) -> DayRow:
    taken = [block for block in one.blocks if block.day == id_]
    clashes = [clash for clash in one.clashes if clash.day == id_]
    spans = [Stretch(_minute(block.from_), _minute(block.to), block.kind) for block in taken]
    spans += [
        Stretch(_minute(clash.from_), _minute(clash.to), "on-the-way" if clash.by == "travel" else "clash")
        for clash in clashes
    ]
    return DayRow(NAMES[DAYS.index(id_)][:3], tuple(spans), _said(one, taken, _lost_hours(clashes)))


def _lost_hours(clashes: Iterable[Clash]) -> dict[str, list[tuple[int, int]]]:
    """The hours of each kind that are lost, those that follow on each other as one."""
    found: dict[str, list[tuple[int, int]]] = {}
    spans = sorted((_minute(one.from_), _minute(one.to), one.kind) for one in clashes)
    for start, end, kind in spans:
        runs = found.setdefault(kind, [])
        if runs and runs[-1][1] == start:
            runs[-1] = runs[-1][0], end
        else:
            runs.append((start, end))
    return found


def _said(one: OptionWeek, taken: Sequence[Taken], lost: Mapping[str, Sequence[tuple[int, int]]]) -> str:
    """A day in words: what it holds in the order of its hours, then what clashes."""
    if not taken:
        return "nothing planned"
    stretches = [
        "at the program, day and night" if block.kind == "stay"
        else f"{_word(one, block.kind)} {from_to(_minute(block.from_), _minute(block.to))}"
        for block in taken
    ]  # fmt: skip
    clash = [f"clash with {LOST[kind]} {listed([from_to(*span) for span in spans])}" for kind, spans in lost.items()]
    return "; ".join([", ".join(stretches), *clash])


def rows(result: Weeks) -> Rows:
    """One line for each block, clash and night of each week, and one for each thing said."""
    header = ("option", "what", "kind", "day", "from", "to", "minutes", "says")
    said: list[tuple[Any, ...]] = [
        ("", "urgent", one.rule, "", "", "", "", f"{one.message} {'; '.join(reach(line) for line in one.help)}".strip())
        for one in result.urgent
    ]
    said += [("", "needs a clinician", one.rule, "", "", "", "", one.clinician) for one in result.clinician]
    for one in result.weeks:
        said += [(one.option, "times", c.times, "", "", "", "", f"{c.name}, {c.label}: {c.says}") for c in one.chosen]
        said += [(one.option, "block", b.kind, b.day, b.from_, b.to, b.minutes, "") for b in one.blocks]
        said += [(one.option, "clash", c.kind, c.day, c.from_, c.to, c.minutes, c.by) for c in one.clashes]
        enough = {True: "enough", False: "short"}
        said += [(one.option, "night", "sleep", n.day, n.from_, n.to, n.minutes, enough[n.enough]) for n in one.nights]
        for what, sums in (("in the week", one.totals), ("lost", one.lost)):
            said += [(one.option, what, id_, "", "", "", getattr(sums, id_), "") for id_ in sums.__struct_fields__]
        said += [(one.option, "ask the program", ask.attribute, "", "", "", "", ask.ask.says) for ask in one.ask]
    said += [("", "whom to call", line.id, "", "", "", "", f"{line.name}: {reach(line)}") for line in result.help]
    said.append(("", "what this is not", "", "", "", "", "", result.statement))
    return header, said
