"""Whole care paths from today to aftercare side by side: how long, how many hours and nights, what they cost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from iopcli.dataset.model import Dataset, Option, Source
from iopcli.dataset.states import rate_of
from iopcli.errors import DatasetError, Problem, UsageError, refuse, repeated
from iopcli.facts.bill import LENGTH, NOT_COUNTED
from iopcli.facts.payer import Payer
from iopcli.facts.prices import claim_of
from iopcli.facts.result import OptionCard, Result, card, common
from iopcli.logic.conditions import Answers, holds
from iopcli.match.decide import Decision, decide
from iopcli.match.plans import Plan, Planner
from iopcli.match.recommendation import Alarm, Reason, help_now
from iopcli.match.stops import Stop, Weeks, circles, stops_from
from iopcli.match.tell import alarms, for_clinician
from iopcli.results.care_path import CarePath, PathStop, Start, care_path

FIVE_STEPS = "five-steps"
"""The topic whose points are the steps from intake to aftercare, each with its number first."""
PRICED = ("cost_per_week", "cost_per_episode")
COUNTED = ("cost_per_week", "hours_per_week", LENGTH)
"""Facts that the sums of a path are made of."""
FEW = 3
"""Plans that paths start from, where no option is named; where some are, the first plan stands beside them."""


class Meanwhile(Struct, frozen=True, kw_only=True):
    """What is safe to do until a place is free."""

    person: int
    tip: str
    label: str
    says: str
    often: str
    sources: tuple[str, ...]
    now: bool = False
    """Whether the person needs help before any program, so that it is until then."""


class Step(Struct, frozen=True, kw_only=True):
    """One of the steps from intake to aftercare, by its number, with its parts by name."""

    number: int
    label: str
    says: tuple[str, ...]


class PayerAsks(Struct, frozen=True, kw_only=True):
    """What a payer asks of a person, in a sentence."""

    says: str
    sources: tuple[str, ...]


class Paths(Result, frozen=True, kw_only=True, tag="iopcli/path/1"):
    """Care paths side by side."""

    people: int
    """How many people's answers there are."""
    ways: tuple[CarePath, ...]
    payer: str
    pays: bool
    """Whether what the person would pay is worked out."""
    kinds: tuple[str, ...]
    """The kinds of price that come first: the payer's own, then cash."""
    wait: int | None
    """Days until a place is free, where someone has said how many."""
    waiting: tuple[Meanwhile, ...]
    steps: tuple[Step, ...]
    covers: tuple[PayerAsks, ...]
    """What the payer asks of a person, and what it does not pay for."""
    not_counted: str
    urgent: tuple[Alarm, ...]
    clinician: tuple[Reason, ...]
    stopped: bool
    sources: Mapping[str, Source]
    rates_of: tuple[str, ...] = ()
    """The states whose Medicaid rates are in the sums, but for the one that the dataset is localized to."""
    programs: tuple[OptionCard, ...] = ()
    """The local programs on the paths."""
    usual: Mapping[str, str] = {}
    """The name of a local program on a path to the name of the option whose usual length, hours or price it has."""


Chain = Sequence[Sequence[Option]]
"""Options taken together, one plan after another."""


def paths(
    dataset: Dataset,
    chains: Sequence[Chain],
    people: Sequence[Answers] = (),
    *,
    weeks: Weeks | None = None,
    wait: int | None = None,
    payer: Payer | None = None,
) -> Paths:
    """Care paths from each chain of options; with answers, from the plans that meet the needs first.

    Raises:
        UsageError: there is nothing to start from, an option stands twice on one path, or a length is for none of them.
        DatasetError: steps down lead in a circle.
    """
    _refuse_endless(dataset, chains, people)
    payer = payer or Payer(dataset)
    planner = Planner(dataset) if people else None
    decisions = [decide(dataset, answers, planner) for answers in people]
    starts = list(_starts(dataset, chains, decisions))
    stops = [stops_from(dataset, start.chain, weeks or {}) for start in starts]
    _refuse_odd(dataset, stops, weeks or {})
    care_paths = tuple(care_path(start, on_it, payer) for start, on_it in zip(starts, stops, strict=True))
    waiting = tuple(_waiting(dataset, [(0, {}, False)] if not people else _in_need(decisions)))
    used = _in_order(dataset, {part.id for on_it in stops for stop in on_it for part in stop.plan.parts})
    covers = tuple(_covers(payer, [dataset.options[id_] for id_ in used]))
    return Paths(
        **common(dataset),
        people=len(people),
        ways=care_paths,
        payer=payer.id or "", pays=any(one.totals.pays for one in care_paths), kinds=payer.kinds,
        wait=wait,
        rates_of=_rates_of(dataset, used),
        programs=tuple(card(part) for part in _local(stops)),
        usual=_usual(dataset, stops),
        waiting=waiting,
        steps=_steps(dataset),
        covers=covers,
        not_counted=NOT_COUNTED,
        urgent=tuple(alarm for one in decisions for alarm in alarms(one)),
        clinician=tuple(reason for one in decisions for reason in for_clinician(one)),
        stopped=bool(decisions) and all(one.stops for one in decisions),
        sources=_sources(dataset, care_paths, waiting, covers),
    )  # fmt: skip


def _usual(dataset: Dataset, stops: Sequence[Sequence[Stop]]) -> dict[str, str]:
    """Local programs, each with the option whose usual lengths and prices it has on these paths."""
    return {
        part.title: dataset.options[id_].title
        for part in _local(stops)
        for id_ in map(part.inherited.get, COUNTED)
        if id_
    }


def _local(stops: Sequence[Sequence[Stop]]) -> list[Option]:
    """The local programs on some paths, each once."""
    parts = (part for on_it in stops for stop in on_it for part in stop.plan.parts)
    return list({part.id: part for part in parts if part.like}.values())


def _rates_of(dataset: Dataset, used: Collection[str]) -> tuple[str, ...]:
    """The other states whose Medicaid rates some options have."""
    facts = (dataset.options[id_].facts.get(row) for id_ in used for row in PRICED)
    claims = (claim_of(fact.claims, "medicaid") for fact in facts if fact is not None and fact.state == "known")
    found = {rate_of(dataset, claim) for claim in claims if claim is not None} - {"", dataset.state}
    return tuple(sorted(found))


def _starts(dataset: Dataset, chains: Sequence[Chain], decisions: Sequence[Decision]) -> Iterator[Start]:
    """The plans that meet each person's needs, then what was named; what was named alone where there are no answers."""
    for person, decision in enumerate(decisions, 1):
        if decision.stops:
            continue
        named = [[Plan(dataset, parts) for parts in chain] for chain in chains]
        ranked = [one.plan for one in decision.plans if not any(chain[0].ids == one.plan.ids for chain in named)]
        nearest = [] if named or decision.nearest is None else [decision.nearest]
        for plan in ranked[: 1 if named else FEW] or nearest:
            yield Start([plan], decision, person)
        yield from (Start(plans, decision, person) for plans in named)
    if not decisions:
        yield from (Start([Plan(dataset, parts) for parts in chain], None, 0) for chain in chains)


def _refuse_endless(dataset: Dataset, chains: Sequence[Chain], people: Sequence[Answers]) -> None:
    """Refuse paths that have no start, or no end."""
    if not chains and not people:
        hint = "such as `iopcli path iop residential`, or --answers FILE"
        raise UsageError("path needs an option to start from, or answers", hint=hint)
    hint = "a way ends in aftercare, so every step down has to lead to less care"
    refuse(circles(dataset), DatasetError, "in the steps down", hint, thing="circle")


def _refuse_odd(dataset: Dataset, stops_by_path: Sequence[Sequence[Stop]], weeks: Weeks) -> None:
    problems = []
    for stops in stops_by_path:
        ids = [part.id for stop in stops for part in stop.plan.parts if part.kind not in ("medication", "housing")]
        problems += [Problem(f"`{id_}`", "is twice on one path", "a way never comes back") for id_ in repeated(ids)]
    been = {part.id for stops in stops_by_path for stop in stops for part in stop.plan.parts}
    on_them = f"the options on them: {', '.join(_in_order(dataset, been))}"
    astray = [id_ for id_ in weeks if id_ not in been and stops_by_path]
    problems += [Problem(f"--weeks {id_}", "is not on any of these paths", on_them) for id_ in astray]
    refuse(problems, UsageError, "with these paths")


def _in_order(dataset: Dataset, ids: Collection[str]) -> list[str]:
    """Ids of options as the dataset has them, then those of local programs, which are on no list of it."""
    listed = [id_ for id_ in dataset.options if id_ in ids]
    return [*listed, *sorted({*ids} - {*listed})]


def _in_need(decisions: Sequence[Decision]) -> Iterator[tuple[int, Answers, bool]]:
    """Each person by number, with the answers and whether help comes before any program."""
    for person, one in enumerate(decisions, 1):
        yield person, one.answers, help_now(alarms(one))


def _waiting(dataset: Dataset, people: Iterable[tuple[int, Answers, bool]]) -> Iterator[Meanwhile]:
    """What each person can do meanwhile: all that their answers do not rule out.

    Who needs help now waits for no opening.
    """
    for person, answers, now in people:
        for tip in dataset.waiting.values():
            if holds(tip.condition, answers) is not False and not (now and tip.opening):
                yield Meanwhile(
                    person=person, tip=tip.id, label=tip.label, says=tip.says, often=tip.often, sources=tip.sources,
                    now=now,
                )  # fmt: skip


def _steps(dataset: Dataset) -> tuple[Step, ...]:
    """The steps from intake to aftercare, by the number that the label of a point starts with."""
    topic = dataset.topics.get(FIVE_STEPS)
    by_number: dict[int, list[tuple[str, str]]] = {}
    for point in topic.point if topic else ():
        number, dot, label = point.label.partition(". ")
        if dot and number.isdigit():
            by_number.setdefault(int(number), []).append((label, point.says))
    return tuple(
        Step(number=number, label=" and ".join([label.lower() if at else label for at, (label, _) in enumerate(parts)]),
             says=tuple(says for _, says in parts))
        for number, parts in sorted(by_number.items())
    )  # fmt: skip


def _covers(payer: Payer, options: Sequence[Option]) -> Iterator[PayerAsks]:
    """What the payer asks and does not pay for, of the options on a path; not where a person gave their own."""
    if payer.given:
        return
    published = {one.id: one for one in map(payer.published, options) if one is not None and one.note}
    yield from (PayerAsks(says=one.note, sources=one.sources) for one in published.values())
    for option in (option for option in options if payer.refuses(option)):
        for point in option.facts["coverage"].points:
            if point.label == payer.id:
                yield PayerAsks(says=f"{option.title}: {point.says}", sources=point.sources)


def _sources(
    dataset: Dataset, care_paths: Sequence[CarePath], waiting: Sequence[Meanwhile], covers: Sequence[PayerAsks]
) -> Mapping[str, Source]:
    """What the paths rest on: the facts they are made of, what is said of waiting, and what the payer publishes."""
    stops = (stop for one in care_paths for stop in one.stops)
    parts: tuple[PathStop | Meanwhile | PayerAsks, ...] = (*stops, *waiting, *covers)
    return dataset.cited(source for one in parts for source in one.sources)
