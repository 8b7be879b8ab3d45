"""Real programs near a place, by distance: what they report of what was asked for, and what to ask them by phone.

A list is silent where it does not say yes. What it does not say is a question to ask, and never a no.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from iopcli.dataset.model import Dataset, Source
from iopcli.errors import UsageError, count
from iopcli.facts.clock import date_text
from iopcli.facts.result import Result, common
from iopcli.facts.wording import listed
from iopcli.programs.heard import WAITING, askable, label_of, stale
from iopcli.programs.lists import ACCURACY, ListCard, accuracy, list_cards
from iopcli.programs.model import SAID, PhoneAnswer, Program, Said
from iopcli.programs.near import StartingPoint, distances, spot
from iopcli.programs.options import address, source_of
from iopcli.programs.store import KnownPrograms
from iopcli.programs.wishes import Preference, ProgramSearch, says, wishes_of
from iopcli.programs.words import Words, of_kind

WAITING_ASK, EVENING = "How many days is it until a first visit?", "evening_available"
PAYING = ("medicaid", "sliding-fee")
"""What is asked of paying where no payer was named."""
ANYONE = ("spanish", "childcare")
"""What is asked besides where nothing else was asked for."""
BY_DAY = frozenset({"outpatient", "iop", "telehealth-iop", "php", "withdrawal-outpatient", "otp"})
"""Care with nights at home, of which people ask whether it leaves the day free."""
FOR_OPIOIDS, FOR_ALCOHOL = ("buprenorphine", "methadone"), ("alcohol-medications", "naltrexone")
"""Medications of which any answers the question whether a program has one."""


class From(Struct, frozen=True, kw_only=True):
    """Where distances are measured from."""

    asked: str
    latitude: float
    longitude: float
    within: float | None
    note: str


class Asked(Struct, frozen=True, kw_only=True):
    """One thing to ask a program: what it is about, the question, and how the answer is written."""

    ask: str
    about: str
    """The same in a few words, for a line to write on."""
    question: str
    wants: str


class Listed(Struct, frozen=True, kw_only=True):
    """A program, what it says of what was asked for, and what to ask it."""

    id: str
    name: str
    unit: str
    address: str
    city: str
    county: str
    state: str
    phone: str
    website: str
    miles: float | None
    fits: Said
    wishes: tuple[Said, ...]
    """What it says of each thing that was asked for, in their order."""
    says: Mapping[str, Said]
    """All that is known of it, by word; what is not here is not reported."""
    labels: Mapping[str, str]
    """How each of these words reads, in the order in which they are shown."""
    heard: Mapping[str, Any]
    """What it said by phone, each with its day, and whether that is too old."""
    remarks: tuple[str, ...]
    questions: tuple[Asked, ...]
    list: str
    as_of: date

    @property
    def title(self) -> str:
        """The name and the part of the organization."""
        return f"{self.name}, {self.unit}" if self.unit else self.name


class Programs(Result, frozen=True, kw_only=True, tag="iopcli/programs/1"):
    """The programs that report, or may have, what was asked for."""

    wanted: tuple[Preference, ...]
    near: From | None
    programs: tuple[Listed, ...]
    fitting: int
    """How many report all of it."""
    to_ask: int
    """How many have to be asked."""
    silent: int
    """How many within the distance do not report the care itself; that is no `no`."""
    refused: int
    """How many say no to something."""
    unplaced: int
    """How many are left out because nobody knows where they are."""
    unclear: tuple[str, ...]
    """What the codes of the lists cannot tell apart."""
    lists: tuple[ListCard, ...]
    accuracy: str
    """How often lists of programs are right, with the source under `sources`."""
    call_sheet: bool
    today: date
    sources: Mapping[str, Source]


def programs(
    dataset: Dataset, known: KnownPrograms, wanted: ProgramSearch, today: date, *, call_sheet: bool = False
) -> Programs:
    """The programs that were asked for, those that report all of it first, each part by distance.

    Raises:
        UsageError: a word is none, or nobody knows where the place is.
    """
    wishes, reach, start = wishes_of(dataset, wanted), reach_of(wanted), start_of(known, wanted)
    away = distances(known.programs, start) if start else {}
    near = [one for one in known.programs.values() if away.get(one.id, math.inf) <= reach]
    said = {one.id: tuple(says(one, wish) for wish in wishes) for one in near}
    silent = [id_ for id_, its in said.items() if _is_silent(wishes, its)]
    refused = [id_ for id_, its in said.items() if "no" in its and id_ not in silent]
    left_out = {*silent, *refused}
    found = [
        _listed(dataset, one, wishes, said[one.id], away.get(one.id), today) for one in near if one.id not in left_out
    ]
    ordered = sorted(found, key=lambda one: (one.fits != "yes", one.miles is None, one.miles or 0.0, one.id))
    fitting = sum(one.fits == "yes" for one in ordered)
    return Programs(
        **common(dataset),
        wanted=tuple(wishes),
        near=start
        and From(
            asked=wanted.near or "",
            latitude=start.latitude,
            longitude=start.longitude,
            within=wanted.within,
            note=start.note,
        ),
        programs=tuple(ordered),
        fitting=fitting,
        to_ask=len(ordered) - fitting,
        silent=len(silent),
        refused=len(refused),
        unplaced=sum(one not in away for one in known.programs) if wanted.within is not None else 0,
        unclear=_unclear(dataset.program_words, wishes, ordered),
        lists=list_cards(known, today),
        accuracy=accuracy(dataset),
        call_sheet=call_sheet,
        today=today,
        sources=sources(dataset, known, [*dict.fromkeys(one.list for one in ordered), ACCURACY]),
    )


def reach_of(wanted: ProgramSearch) -> float:
    """How many miles away a program may be; without end where nothing was said.

    Raises:
        UsageError: it is no distance, or there is no place from which it is measured.
    """
    if wanted.within is None:
        return math.inf
    if wanted.near is None or not 0 < wanted.within < math.inf:
        raise UsageError("--within needs a place and a number of miles", hint="such as --near 01608 --within 20")
    return wanted.within


def start_of(known: KnownPrograms, wanted: ProgramSearch) -> StartingPoint | None:
    """Where distances are measured from; None where no place was named.

    Raises:
        UsageError: nobody knows where the place is.
    """
    return spot(wanted.near, known.programs.values()) if wanted.near else None


def _is_silent(wishes: Sequence[Preference], said: Sequence[Said]) -> bool:
    """Whether the care itself is not reported, which leaves a program out."""
    return any(wish.option and its == "not reported" for wish, its in zip(wishes, said, strict=True))


def _unclear(known: Words, wishes: Sequence[Preference], shown: Sequence[Listed]) -> tuple[str, ...]:
    """What the codes cannot tell apart, where it matters for what was asked for."""
    words = (word for wish in wishes for word in wish.words)
    maybe = (word for word in words if any(one.says.get(word) == "maybe" for one in shown))
    return tuple(dict.fromkeys(filter(None, (known[word].unclear for word in maybe))))


def sources(dataset: Dataset, known: KnownPrograms, ids: Sequence[str]) -> Mapping[str, Source]:
    """The lists and studies that a result rests on, each once."""
    lists = {id_: source_of(known.lists[id_].list) for id_ in ids if id_ in known.lists}
    return {**lists, **dataset.cited(id_ for id_ in ids if id_ in dataset.sources)}


def _listed(
    dataset: Dataset, one: Program, wishes: Sequence[Preference], said: Sequence[Said], miles: float | None, today: date
) -> Listed:
    return Listed(
        id=one.id, name=one.name, unit=one.unit, address=address(one), city=one.city, county=one.county,
        state=one.state, phone=one.call, website=one.website, miles=_rounded(miles),
        fits=max((*said, SAID[0]), key=SAID.index), wishes=tuple(said), says=one.known,
        labels={id_: word.says for id_, word in dataset.program_words.items() if id_ in one.known},
        heard={word: _heard(word, its, today) for word, its in one.heard.items()},
        remarks=tuple(_remarks(dataset.program_words, one, wishes, said, today)),
        questions=questions(dataset, one, wishes, said, today),
        list=one.list, as_of=one.as_of,
    )  # fmt: skip


def _heard(word: str, answer: PhoneAnswer, today: date) -> dict[str, Any]:
    return {"value": answer.value, "day": answer.heard, "old": stale(word, answer, today)}


def _rounded(miles: float | None) -> float | None:
    return None if miles is None else round(miles, 1)


def _remarks(
    words: Words, one: Program, wishes: Sequence[Preference], said: Sequence[Said], today: date
) -> Iterable[str]:
    """What stands under a program: how long one waits there, what was heard and is old, and what is half an answer."""
    if who := _only(words, one):
        yield f"The list names only these people: {listed(who)}."
    if wait := one.heard.get(WAITING):
        old = " That answer is old, so ask again." if stale(WAITING, wait, today) else ""
        yield f"The wait was {count(int(wait.value), 'day')} when someone called on {date_text(wait.heard)}.{old}"
    for wish, its in zip(wishes, said, strict=True):
        heard = [one.heard[word] for word in wish.words if word in one.heard]
        if heard and any(stale(word, one.heard[word], today) for word in wish.words if word in one.heard):
            yield f"It answered by phone on {date_text(heard[0].heard)}, so ask again: {wish.ask}"
        medication = any(words[word].kind == "gives" for word in wish.words)
        elsewhere = (
            "alcohol-medication-elsewhere" if "alcohol-medications" in wish.words else "opioid-medication-elsewhere"
        )
        if medication and its != "yes" and one.says(elsewhere) == "yes":
            yield f"It accepts {words[elsewhere].says}."


def _only(words: Words, one: Program) -> list[str]:
    """Whom it reports as the only ones: one part of all ages or of all people, where it reports others as well."""
    only = [words[word].says for word in of_kind(words, "only") if one.says(word) == "yes"]
    sexes = [word for word in ("female", "male") if one.says(word) == "yes"]
    only += [{"female": "women and girls", "male": "men and boys"}[word] for word in sexes if len(sexes) == 1]
    ages = [word for word in of_kind(words, "age") if one.says(word) == "yes"]
    return only + [words[word].says for word in ages if not {"age-adults", "age-young-adults"} & set(ages)]


def questions(
    dataset: Dataset, one: Program, wishes: Sequence[Preference], said: Sequence[Said], today: date
) -> tuple[Asked, ...]:
    """What to ask a program: of what was asked for all that is not sure, then what any caller needs to know."""
    wants = askable(dataset)
    words = {wish.words[0]: (wish.says, wish.ask) for wish, its in zip(wishes, said, strict=True) if its != "yes"}
    words |= {
        wish.words[0]: (wish.says, wish.ask)
        for wish in wishes
        for word in wish.words
        if word in one.heard and stale(word, one.heard[word], today)
    }
    usual = _needed(dataset.program_words, one, wishes, today)
    needed = [word for word in usual if word in wants and _open(one, word, today)]
    words |= {word: _usual_ask(dataset, word) for word in needed if word not in words}
    return tuple(Asked(ask=word, about=about, question=ask, wants=wants[word]) for word, (about, ask) in words.items())


def _usual_ask(dataset: Dataset, word: str) -> tuple[str, str]:
    """What a question is about, in a few words, and the question."""
    label = label_of(dataset, word)
    if word == WAITING:
        return label, WAITING_ASK
    if known := dataset.program_words.get(word):
        return known.says, known.ask
    ask = dataset.attributes[word].ask
    return label, ask.says if ask else label


def _needed(words: Words, one: Program, wishes: Sequence[Preference], today: date) -> Iterable[str]:
    """What any caller needs to know, but for what their own wishes ask: opening, paying, evenings, medications."""
    kinds = {words[word].kind for wish in wishes for word in wish.words}
    care = {wish.option for wish in wishes if wish.option}
    yield WAITING
    if not kinds & {"payer", "help"}:
        yield from PAYING
    if BY_DAY & (care or {word for word in BY_DAY if one.says(word) in ("yes", "maybe")}):
        yield EVENING
    if "gives" not in kinds:
        yield from _of_medications(one, care, today)
    yield from () if wishes else ANYONE


def _of_medications(one: Program, care: Iterable[str], today: date) -> Iterable[str]:
    """The medications of which a program says nothing, unless it treats no one who could need them."""
    alcohol = "only-opioids" if {*care} != {"otp"} else ""
    for medications, others, treats in (
        (FOR_OPIOIDS, "only-alcohol", "treats-opioids"), (FOR_ALCOHOL, alcohol, "treats-alcohol"),
    ):  # fmt: skip
        has = any(one.says(word) == "yes" and not _open(one, word, today) for word in medications)
        if others and not has and one.says(others) != "yes" and one.says(treats) != "no":
            yield medications[0]


def _open(one: Program, word: str, today: date) -> bool:
    """Whether a program has not said of a word how it is, or too long ago."""
    if word in one.heard:
        return stale(word, one.heard[word], today)
    return one.words.get(word) not in ("yes", "no")
