"""The private self-check: from answers to what was found, whom one can talk to, and how each option sits with wishes.

It finds no level of care for anyone, and sets no time by which to act unless there is danger: every option is there, in
the usual order, whatever was answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from iopcli.dataset.checklist import check_questions
from iopcli.dataset.model import Checklist, Dataset, Option, Severity, Source, Voice
from iopcli.facts.result import OptionCard, Result, ToAsk, card, common
from iopcli.logic.conditions import Answers
from iopcli.match.needs import Judged, judged
from iopcli.match.plans import Plan
from iopcli.match.recommendation import Alarm, Given
from iopcli.match.tell import alarm, given
from iopcli.match.wishes import Conflict, conflicts


class SignName(Struct, frozen=True, kw_only=True):
    """A sign, by its id and what it is called."""

    id: str
    label: str


class SignCount(Struct, frozen=True, kw_only=True):
    """How many signs there are, from the least to the most there can be, and every band that this may be in."""

    over: str
    yes: tuple[SignName, ...]
    no: tuple[SignName, ...]
    skipped: tuple[SignName, ...]
    least: int
    most: int
    bands: tuple[Severity, ...]
    guide: str
    """How far to trust the count."""
    several: str
    """What is said where it may be in more than one band."""
    sources: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether anything was said about any sign."""
        return bool(self.yes or self.no)


class Advice(Struct, frozen=True, kw_only=True):
    """What to know to stay safe."""

    says: str
    sources: tuple[str, ...]


class Aid(Struct, frozen=True, kw_only=True):
    """Someone who could help or something that gets in the way, and what may be done with it."""

    about: str
    id: str
    label: str
    says: str
    sources: tuple[str, ...]


class OptionFit(Struct, frozen=True, kw_only=True):
    """One option, and what of it stands or may stand against what the person wishes."""

    option: OptionCard
    conflicts: tuple[Conflict, ...]
    sources: tuple[str, ...]
    """What the facts behind the conflicts rest on."""
    for_safety: bool = False
    """Whether someone goes there in danger, so that no wish is held against it."""


class CheckResult(Result, frozen=True, kw_only=True, tag="iopcli/selfcheck/1"):
    """What a self-check says; what is urgent comes first, and alone where the rest can wait."""

    voice: Voice
    stopped: bool
    urgent: tuple[Alarm, ...]
    after_urgent: str
    unanswered: tuple[str, ...]
    """The labels of safety questions that were not answered and could be urgent."""
    found: SignCount
    advice: tuple[Advice, ...]
    you_can: tuple[Advice, ...]
    """What someone who cares for the person can do."""
    tips: tuple[Aid, ...]
    wishes: tuple[Given, ...]
    options: tuple[OptionFit, ...]
    choosing: str
    ask_program: tuple[ToAsk, ...]
    closing: str
    sources: Mapping[str, Source]


def check(dataset: Dataset, answers: Answers, voice: Voice = "person") -> CheckResult:
    """What these answers say, which are typed and checked; a missing key was skipped."""
    one = dataset.checklist.to(voice)
    questions = check_questions(dataset, voice)
    known = {id_: answers[id_] for id_ in questions if answers.get(id_) is not None}
    rules = judged(dataset, known)
    urgent = tuple(alarm(dataset, rule, rule.urgent) for rule in rules.fired if rule.urgent)
    found = _found(one, known)
    tips = tuple(_tips(one, known))
    unanswered = tuple(questions[id_].label for id_ in one.safety if id_ in rules.may_be_urgent - known.keys())
    advice = _advice(one, rules, unanswered)
    you_can = tuple(_you_can(dataset, voice))
    options = tuple(_fit(dataset, option, known) for option in dataset.in_order)
    parts: tuple[SignCount | Severity | Advice | Aid | OptionFit, ...] = (
        found,
        *found.bands,
        *advice,
        *you_can,
        *tips,
        *options,
    )
    return CheckResult(
        **common(dataset),
        voice=voice,
        stopped=any(one.ends_with(rule) for rule in rules.fired),
        urgent=urgent,
        after_urgent=one.urgent,
        unanswered=unanswered,
        found=found,
        advice=advice,
        you_can=you_can,
        tips=tips,
        wishes=tuple(
            given(questions[id_], known[id_]) for id_ in one.matters if id_ in known and id_ in dataset.questions
        ),
        options=options,
        choosing=one.choosing,
        ask_program=_ask(dataset, options),
        closing=one.closing,
        sources=dataset.cited(source for part in parts for source in part.sources),
    )


def _found(one: Checklist, known: Answers) -> SignCount:
    """The count of signs: those that were skipped may each be one more."""
    said: dict[bool | None, list[SignName]] = {True: [], False: [], None: []}
    for sign in one.sign:
        said[known.get(sign.id)].append(SignName(id=sign.id, label=sign.label))
    least, most = len(said[True]), len(said[True]) + len(said[None])
    bands = tuple(band for band in one.band if band.least <= most and band.most >= least)
    several = one.several if len(bands) > 1 and least + len(said[False]) else ""
    return SignCount(
        over=one.over, yes=tuple(said[True]), no=tuple(said[False]), skipped=tuple(said[None]),
        least=least, most=most, bands=bands, guide=one.guide, several=several, sources=one.sources,
    )  # fmt: skip


def _advice(one: Checklist, rules: Judged, unanswered: Sequence[str]) -> tuple[Advice, ...]:
    """The warnings of the rules that hold; where there are none or safety is open, also what everyone has to know."""
    warn, safe = one.warnings, one.safe
    warnings = tuple(Advice(says=rule.advice, sources=rule.sources) for rule in rules.fired if rule.id in warn)
    return warnings if warnings and not unanswered else (*warnings, Advice(says=safe.says, sources=safe.sources))


def _you_can(dataset: Dataset, voice: Voice) -> Iterator[Advice]:
    """What the topic for family says, where the self-check speaks to family."""
    own = dataset.checklist.family
    if own and voice == "family":
        topic = dataset.topics[own.topic]
        yield from (Advice(says=point.says, sources=point.sources or topic.sources) for point in topic.point)


def _tips(one: Checklist, known: Answers) -> Iterator[Aid]:
    """What was chosen of the extra questions, in the order they are asked."""
    for extra in one.extra:
        for tip in extra.choice:
            if tip.value in known.get(extra.id, ()):
                yield Aid(about=extra.label, id=tip.value, label=tip.label, says=tip.says, sources=tip.sources)


def _fit(dataset: Dataset, option: Option, known: Answers) -> OptionFit:
    against = conflicts(Plan(dataset, (option,)), known)
    facts = (option.facts[one.attribute] for one in against if one.attribute in option.facts)
    sources = dict.fromkeys(source for fact in facts for source in fact.every_source)
    safe = option.id in dataset.checklist.for_safety
    return OptionFit(option=card(option), conflicts=against, sources=tuple(sources), for_safety=safe)


def _ask(dataset: Dataset, options: Sequence[OptionFit]) -> tuple[ToAsk, ...]:
    """Questions to a program: those for everyone, and one for each wish that depends on the place."""
    open_ones = {conflict.attribute for one in options for conflict in one.conflicts if not conflict.certain}
    wanted = open_ones.union(dataset.checklist.ask)
    rows = (row for row in dataset.attributes.values() if row.id in wanted)
    return tuple(ToAsk(attribute=row.id, ask=row.ask) for row in rows if row.ask is not None)
