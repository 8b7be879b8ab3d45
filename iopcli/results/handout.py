"""What a person takes home: what was said, the options side by side, and what is left to ask, to find out and to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct

from iopcli.dataset.find import twice
from iopcli.dataset.model import Ask, Dataset, Option, Point, Question, Source, Voice
from iopcli.errors import UsageError
from iopcli.facts.cells import cited, first_rows, row_for
from iopcli.facts.result import OptionCard, Result, Row, ToAsk, card, common
from iopcli.facts.wording import answer_text
from iopcli.match.hours import life_in
from iopcli.match.plans import Plan
from iopcli.match.recommendation import Alarm, Miss, OptionsOnly, Reason, Recommendation
from iopcli.match.tell import SIDE_BY_SIDE, WAITING
from iopcli.results.path import Paths, paths
from iopcli.results.week import OptionWeek, week_of

QUESTIONS, CONTACT, PAYER, PRIORITIES = "questions_to_ask", "contact", "payer", "priorities"
"""The rows of what to ask a program and how to reach it, and the questions about who pays and what matters most."""
HELPING = "helping-someone-else"
"""The topic for those who care for someone."""
LAST = 4
"""Its last points, which say what to do; those between them and the first say how well it works."""
MOST, PLANS = 4, 2
"""Options, and plans of several, that stand side by side on a printed page."""
CHECKED = 3
"""Questions to any program, beside each one's own."""
DIFFERENCES: Mapping[str, str] = {
    "not_available": "not available",
    "not_covered": "not covered",
    "wait_too_long": "the wait is too long",
    "persons_choice": "the person's choice",
    "clinical_judgment": "clinical judgment",
    "court": "a court order",
    "other": "other",
}
"""Why care that is accepted can differ from what was recommended: a code to its words."""


class Told(Struct, frozen=True, kw_only=True):
    """Something that was said: what it is about, and the answer in plain words."""

    question: str
    label: str
    text: str
    counts: bool
    """Whether a rule that holds rests on it."""


class ToCall(Struct, frozen=True, kw_only=True):
    """A kind of program to call, with what to ask it."""

    option: str
    name: str
    contact: str
    """How to reach it, where it is a local program; nothing for a kind of program."""
    questions: tuple[Point, ...]


class Unknown(Struct, frozen=True, kw_only=True):
    """A cell that is not known, with the question that fills it and the options whose programs can answer it."""

    attribute: str
    label: str
    ask: Ask
    options: tuple[str, ...]
    """Their short names, of which two may be alike."""
    ids: tuple[str, ...]


class Lost(Struct, frozen=True, kw_only=True):
    """What is lost where an option is accepted that does not meet the needs: a need each."""

    option: str
    name: str
    misses: tuple[Miss, ...]


class Handout(Result, frozen=True, kw_only=True, tag="iopcli/handout/1"):
    """One or two pages to take home."""

    voice: Voice
    stopped: bool
    """There is danger now: nothing else is handed out."""
    urgent: tuple[Alarm, ...]
    clinician: tuple[Reason, ...]
    told: tuple[Told, ...]
    matters: tuple[Told, ...]
    """Priorities and wishes."""
    options: tuple[OptionCard, ...]
    """What stands side by side: options, or plans of several."""
    others: tuple[OptionsOnly, ...]
    """The other first plans by the answers, for which the page has no room."""
    payer: str
    rows: tuple[Row, ...]
    first: tuple[str, ...]
    """The rows that decide, by id."""
    weeks: tuple[OptionWeek, ...]
    """A usual week of each, or its own where its times are known."""
    paths: Paths | None
    """The way through from each to aftercare, or the ways that were saved."""
    ask_first: tuple[ToAsk, ...]
    """What to ask each program before anything else."""
    call: tuple[ToCall, ...]
    check: tuple[ToAsk, ...]
    """What to ask any program, so that each need is truly met."""
    unknown: tuple[Unknown, ...]
    until: tuple[str, ...]
    """What to do until there is a place."""
    helping: tuple[str, ...]
    """What someone who cares for the person can do."""
    lost: tuple[Lost, ...]
    differences: Mapping[str, str]
    recommendation: Recommendation | None
    """What the answers came to, where there are any."""
    sources: Mapping[str, Source]


def handout(
    dataset: Dataset,
    options: Sequence[Option] = (),
    recommendation: Recommendation | None = None,
    saved: Paths | None = None,
    *,
    payer: str | None = None,
    voice: Voice = "person",
) -> Handout:
    """The options that were talked about; with none named where saved ways start, or the first plans by the answers.

    Raises:
        UsageError: there is nothing to hand out, an option is named twice, or they are more than a page has room for.
    """
    _refuse_odd_choices(options, recommendation, saved)
    known = recommendation.answers if recommendation else {}
    payer = payer or known.get(PAYER) or (saved.payer if saved else "")
    stopped = any(one is not None and one.stopped for one in (recommendation, saved))
    plans = () if stopped else tuple(_plans(dataset, options, recommendation, saved))
    chosen = tuple(plan.parts[0] if len(plan.parts) == 1 else plan.as_option for plan in plans)
    rows = tuple(row_for(dataset, chosen, one, payer or None) for one in dataset.attributes.values()) if chosen else ()
    columns = tuple(map(card, chosen))
    weeks = tuple(week_of(dataset, plan, life_in(known), recommendation) for plan in plans)
    unknown = tuple(_unknown(rows, columns))
    ways = None if stopped else saved or (paths(dataset, [[plan.parts] for plan in plans]) if plans else None)
    return Handout(
        **common(dataset),
        stopped=stopped,
        **_of_the_person(dataset, recommendation, saved, voice),
        options=columns,
        others=() if stopped or options or saved else _others(recommendation),
        payer=payer,
        rows=rows,
        first=first_rows(dataset),
        weeks=weeks,
        paths=ways,
        call=tuple(map(_to_call, _called(plans, named=bool(options)))),
        check=() if stopped or recommendation is None else _to_check(recommendation, unknown),
        unknown=unknown,
        until=() if stopped else _until(dataset, recommendation),
        helping=_helping(dataset) if voice == "family" and not stopped else (),
        lost=() if stopped else _lost(recommendation, options),
        differences=DIFFERENCES,
        sources=_sources(dataset, rows, weeks, ways, recommendation),
    )


def _of_the_person(
    dataset: Dataset, recommendation: Recommendation | None, saved: Paths | None, voice: Voice
) -> dict[str, Any]:
    """The voice, and what answers fill: what cannot wait, each thing once, what was said, and what was wished for."""
    about = [one for one in (recommendation, saved) if one is not None]
    return {
        "voice": voice,
        "urgent": tuple({alarm.rule: alarm for one in about for alarm in one.urgent}.values()),
        "clinician": tuple({reason.rule: reason for one in about for reason in one.clinician}.values()),
        "told": _told(dataset, recommendation, voice, wishes=False),
        "matters": _told(dataset, recommendation, voice, wishes=True),
        "ask_first": recommendation.ask_first if recommendation else (),
        "recommendation": recommendation,
    }


def _plans(
    dataset: Dataset, named: Sequence[Option], recommendation: Recommendation | None, saved: Paths | None
) -> Iterator[Plan]:
    """What stands side by side: the options that were named, else where saved ways start, else the first plans."""
    starts: Iterable[Sequence[str]] = ()
    if named:
        starts = [(option.id,) for option in named]
    elif saved:
        starts = list(dict.fromkeys(way.stops[0].options for way in saved.ways))[:MOST]
    elif recommendation and is_known(recommendation):
        nearest = [recommendation.nearest] if recommendation.nearest else []
        starts = [one.options for one in recommendation.plans[:PLANS] or nearest]
    yield from (Plan(dataset, [dataset.options[id_] for id_ in ids]) for ids in starts)


def _others(recommendation: Recommendation | None) -> tuple[OptionsOnly, ...]:
    """The plans that `match` names first and that do not stand on the page."""
    if recommendation is None or not is_known(recommendation):
        return ()
    return tuple(OptionsOnly(options=one.options, name=one.name) for one in recommendation.plans[PLANS:SIDE_BY_SIDE])


def _called(plans: Sequence[Plan], *, named: bool) -> Iterator[Option]:
    """The kinds of program to call, each once: of all that were named, else of the first plan."""
    return iter({option.id: option for plan in (plans if named else plans[:1]) for option in plan.parts}.values())


def is_known(recommendation: Recommendation) -> bool:
    """Whether the answers settle a plan or name a need, so that there is a plan to talk over."""
    asked = any(need.at_least is not None for need in recommendation.needs.values())
    return asked or recommendation.settled or not recommendation.plans


def _refuse_odd_choices(options: Sequence[Option], recommendation: Recommendation | None, saved: Paths | None) -> None:
    if not options and recommendation is None and saved is None:
        hint = "name options, such as `iopcli handout iop php`, or give --answers FILE or --path FILE"
        raise UsageError("there is nothing to hand out", hint=hint)
    if problems := twice(options):
        raise UsageError("an option stands on the page once", problems)
    if len(options) > MOST:
        hint = "name the four that matter most; `iopcli compare` takes any number"
        raise UsageError(f"a printed page has room for {MOST} options, and {len(options)} are named", hint=hint)


def _told(dataset: Dataset, recommendation: Recommendation | None, voice: Voice, *, wishes: bool) -> tuple[Told, ...]:
    """What was said, or what is wished for: the priorities first, and not who pays, which the prices say."""
    if recommendation is None:
        return ()
    answers = recommendation.answers
    counts = {given.question for reason in recommendation.reasons for given in reason.answers}
    asked = (dataset.questions[id_] for id_ in answers if id_ != PAYER)
    chosen = sorted((one for one in asked if one.wish is wishes), key=lambda one: one.id != PRIORITIES)
    return tuple(
        Told(question=one.id, label=one.label, text=_plainly(one, answers[one.id], voice), counts=one.id in counts)
        for one in chosen
    )


def _plainly(question: Question, value: Any, voice: Voice) -> str:
    """An answer as the sentence that was chosen, or in a few words where it was no sentence."""
    if question.type in ("rating", "choice"):
        return next(choice.at_home or choice.says(voice) for choice in question.choice if choice.value == value)
    return answer_text(question, value)


def _to_call(option: Option) -> ToCall:
    fact, reach = option.facts.get(QUESTIONS), option.facts.get(CONTACT)
    points = reach.points if reach and option.like else ()
    contact = " ".join(point.says for point in points if point.says not in option.summary)  # which the table has
    return ToCall(option=option.id, name=option.title, contact=contact, questions=fact.points if fact else ())


def _unknown(rows: Iterable[Row], columns: Sequence[OptionCard]) -> Iterable[Unknown]:
    """The cells that are not known, a row each; of prices those of the kind that is shown first."""
    for row in rows:
        cells = zip(row.shown[0].cells, columns, strict=True)
        lacking = [column for cell, column in cells if cell.state == "not_known"]
        if lacking and row.ask is not None:
            names, ids = tuple(one.short_name for one in lacking), tuple(one.id for one in lacking)
            yield Unknown(attribute=row.attribute, label=row.shown[0].label, ask=row.ask, options=names, ids=ids)


def _to_check(recommendation: Recommendation, unknown: Iterable[Unknown]) -> tuple[ToAsk, ...]:
    """What to ask any program of the needs, but for what is asked first, or since it is not known."""
    asked = {one.attribute for one in unknown}
    left = (one for one in recommendation.ask_program if one.attribute not in asked)
    return tuple(islice(left, CHECKED - len(recommendation.ask_first)))


def _until(dataset: Dataset, recommendation: Recommendation | None) -> tuple[str, ...]:
    """What to do until there is a place: by the answers, or what anyone can do."""
    if recommendation is None:
        return _points(dataset, dataset.help.while_waiting)[:WAITING]
    return recommendation.until


def _helping(dataset: Dataset) -> tuple[str, ...]:
    """What someone who cares for the person can do."""
    points = _points(dataset, HELPING)
    return points if len(points) <= LAST else (points[0], *points[-LAST:])


def _points(dataset: Dataset, topic: str) -> tuple[str, ...]:
    """What a topic says."""
    found = dataset.topics.get(topic)
    return tuple(point.says for point in found.point) if found else ()


def _lost(recommendation: Recommendation | None, named: Sequence[Option]) -> tuple[Lost, ...]:
    """What each option named does not meet; with none named, each place and level of treatment, and no treatment."""
    ids = {option.id for option in named}
    verdicts = recommendation.options if recommendation else ()
    return tuple(
        Lost(option=one.option.id, name=one.option.short_name, misses=one.misses)
        for one in verdicts
        if one.misses and (one.option.id in ids if ids else one.option.kind in ("setting", "baseline"))
    )


def _sources(
    dataset: Dataset,
    rows: Iterable[Row],
    weeks: Iterable[OptionWeek],
    ways: Paths | None,
    recommendation: Recommendation | None,
) -> Mapping[str, Source]:
    ruled = recommendation.sources if recommendation else {}
    timed = dataset.cited(id_ for week in weeks for chosen in week.chosen for id_ in chosen.sources)
    shown = cited(dataset, (cell for row in rows for one in row.shown for cell in one.cells))
    return {**ruled, **timed, **(ways.sources if ways else {}), **shown}
