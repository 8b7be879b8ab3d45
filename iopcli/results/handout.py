"""What a person takes home: what was said, the options side by side, and what is left to ask, to find out and to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from iopcli.dataset.model import Ask, Dataset, Option, Point, Question, Source, Voice
from iopcli.errors import Problem, UsageError
from iopcli.facts.cells import cited, first_rows, row_for
from iopcli.facts.result import OptionCard, Result, Row, ToAsk, card, common
from iopcli.facts.wording import answer_text
from iopcli.match.plans import Plan
from iopcli.match.recommendation import Alarm, Miss, Reason, Recommendation
from iopcli.match.tell import WAITING
from iopcli.results.apart import apart

QUESTIONS, PAYER, PRIORITIES = "questions_to_ask", "payer", "priorities"
"""The row of what to ask a program, and the questions about who pays and what matters most."""
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


class ToCall(Struct, frozen=True, kw_only=True):
    """A kind of program to call, with what to ask it."""

    option: str
    name: str
    questions: tuple[Point, ...]


class Unknown(Struct, frozen=True, kw_only=True):
    """A cell that is not known, with the question that fills it and the options whose programs can answer it."""

    attribute: str
    label: str
    ask: Ask
    options: tuple[str, ...]


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
    payer: str
    rows: tuple[Row, ...]
    first: tuple[str, ...]
    """The rows that decide, by id."""
    apart: tuple[str, ...]
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
    *,
    payer: str | None = None,
    voice: Voice = "person",
) -> Handout:
    """The options that were talked about, or the first plans by the answers; with both, the options by those answers.

    Raises:
        UsageError: there is nothing to hand out, an option is named twice, or more are named than a page has room for.
    """
    _refuse_odd_choices(options, recommendation)
    known = recommendation.answers if recommendation else {}
    payer = payer or known.get(PAYER)
    stopped = recommendation is not None and recommendation.stopped
    plans = _plans(dataset, recommendation) if recommendation and not (options or stopped) else ()
    named = () if stopped else tuple(options)
    chosen = named or tuple(plan.as_option for plan in plans)
    rows = tuple(row_for(dataset, chosen, one, payer) for one in dataset.attributes.values()) if chosen else ()
    columns = tuple(card(option) for option in chosen)
    return Handout(
        **common(dataset),
        voice=voice,
        stopped=stopped,
        urgent=recommendation.urgent if recommendation else (),
        clinician=recommendation.clinician if recommendation else (),
        told=_told(dataset, known, voice, wishes=False),
        matters=_told(dataset, known, voice, wishes=True),
        options=columns,
        payer=payer or "",
        rows=rows,
        first=first_rows(dataset),
        apart=apart(dataset, chosen, rows) if len(chosen) > 1 else (),
        call=tuple(_to_call(option) for option in named or (plans[0].parts if plans else ())),
        check=() if stopped or recommendation is None else recommendation.ask_program[:CHECKED],
        unknown=tuple(_unknown(rows, columns)),
        until=() if stopped else _until(dataset, recommendation),
        helping=_helping(dataset) if voice == "family" and not stopped else (),
        lost=_lost(recommendation, named) if recommendation and not stopped else (),
        differences=DIFFERENCES,
        recommendation=recommendation,
        sources=_sources(dataset, rows, recommendation),
    )


def _plans(dataset: Dataset, recommendation: Recommendation) -> tuple[Plan, ...]:
    """The first plans by the answers, or the nearest one; none where too little is known to talk any over."""
    nearest = [recommendation.nearest] if recommendation.nearest else []
    shown = recommendation.plans[:PLANS] or nearest if is_known(recommendation) else ()
    return tuple(Plan(dataset, [dataset.options[id_] for id_ in one.options]) for one in shown)


def is_known(recommendation: Recommendation) -> bool:
    """Whether the answers settle a plan or name a need, so that there is a plan to talk over."""
    asked = any(need.at_least is not None for need in recommendation.needs.values())
    return asked or recommendation.settled or not recommendation.plans


def _refuse_odd_choices(options: Sequence[Option], recommendation: Recommendation | None) -> None:
    if not options and recommendation is None:
        hint = "name options, such as `iopcli handout iop php`, or give --answers FILE"
        raise UsageError("there is nothing to hand out", hint=hint)
    twice = [id_ for id_, times in Counter(option.id for option in options).items() if times > 1]
    if twice:
        hint = "two of the names you typed mean this option"
        raise UsageError(
            "an option stands on the page once", [Problem(f"`{id_}`", "is named twice", hint) for id_ in twice]
        )
    if len(options) > MOST:
        hint = "name the four that matter most; `iopcli compare` takes any number"
        raise UsageError(f"a printed page has room for {MOST} options, and {len(options)} are named", hint=hint)


def _told(dataset: Dataset, answers: Mapping[str, Any], voice: Voice, *, wishes: bool) -> tuple[Told, ...]:
    """What was said, or what is wished for: the priorities first, and not who pays, which the prices say."""
    asked = (dataset.questions[id_] for id_ in answers if id_ != PAYER)
    chosen = sorted((one for one in asked if one.wish is wishes), key=lambda one: one.id != PRIORITIES)
    return tuple(Told(question=one.id, label=one.label, text=_plainly(one, answers[one.id], voice)) for one in chosen)


def _plainly(question: Question, value: Any, voice: Voice) -> str:
    """An answer as the sentence that was chosen, or in a few words where it was no sentence."""
    if question.type in ("rating", "choice"):
        return next(choice.says(voice) for choice in question.choice if choice.value == value)
    return answer_text(question, value)


def _to_call(option: Option) -> ToCall:
    fact = option.facts.get(QUESTIONS)
    return ToCall(option=option.id, name=option.title, questions=fact.points if fact else ())


def _unknown(rows: Iterable[Row], columns: Sequence[OptionCard]) -> Iterable[Unknown]:
    """The cells that are not known, a row each; of prices those of the kind that is shown first."""
    for row in rows:
        cells = zip(row.shown[0].cells, columns, strict=True)
        names = tuple(column.short_name for cell, column in cells if cell.state == "not_known")
        if names and row.ask is not None:
            yield Unknown(attribute=row.attribute, label=row.shown[0].label, ask=row.ask, options=names)


def _until(dataset: Dataset, recommendation: Recommendation | None) -> tuple[str, ...]:
    """The advice that cannot wait for a place, and what holds for anyone who waits."""
    if recommendation is None:
        return _points(dataset, dataset.help.while_waiting)[:WAITING]
    advice = (one.advice for one in recommendation.reasons if one.meanwhile)
    return (*advice, *(point.says for point in recommendation.meanwhile))


def _helping(dataset: Dataset) -> tuple[str, ...]:
    """What someone who cares for the person can do."""
    points = _points(dataset, HELPING)
    return points if len(points) <= LAST else (points[0], *points[-LAST:])


def _points(dataset: Dataset, topic: str) -> tuple[str, ...]:
    """What a topic says."""
    found = dataset.topics.get(topic)
    return tuple(point.says for point in found.point) if found else ()


def _lost(recommendation: Recommendation, named: Sequence[Option]) -> tuple[Lost, ...]:
    """What each option named does not meet; with none named, each place and level of treatment, and no treatment."""
    ids = {option.id for option in named}
    return tuple(
        Lost(option=one.option.id, name=one.option.short_name, misses=one.misses)
        for one in recommendation.options
        if one.misses and (one.option.id in ids if ids else one.option.kind in ("setting", "baseline"))
    )


def _sources(dataset: Dataset, rows: Iterable[Row], recommendation: Recommendation | None) -> Mapping[str, Source]:
    ruled = recommendation.sources if recommendation else {}
    return {**ruled, **cited(dataset, (cell for row in rows for one in row.shown for cell in one.cells))}
