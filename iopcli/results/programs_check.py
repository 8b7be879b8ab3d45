"""What is old or missing among local programs: lists of more than a year, old answers, and places without a phone."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from iopcli.dataset.model import Dataset
from iopcli.facts.result import Result, common
from iopcli.programs.heard import STALE, STALE_DAYS, label_of, stale
from iopcli.programs.lists import ListCard, accuracy, list_cards
from iopcli.programs.store import KnownPrograms


class Old(Struct, frozen=True, kw_only=True):
    """What was heard of a program, and is too old to go by."""

    program: str
    name: str
    city: str
    phone: str
    word: str
    label: str
    """What the word stands for, as people read it."""
    heard: date
    days_old: int
    good_for: int
    """Days for which such an answer is good."""


class Lacking(Struct, frozen=True, kw_only=True):
    """A program that lacks what one needs to call it or to say how far it is."""

    program: str
    name: str
    lacks: str


class ProgramsCheck(Result, frozen=True, kw_only=True, tag="iopcli/programs-check/1"):
    """How old what is known of local programs is."""

    today: date
    programs: int
    lists: tuple[ListCard, ...]
    old_programs: int
    """How many programs rest on a list of more than a year."""
    heard: int
    """How many answers were heard by phone."""
    old: tuple[Old, ...]
    unmatched: tuple[str, ...]
    """Ids of programs of which something was heard, and that no list has any more."""
    lacking: tuple[Lacking, ...]
    accuracy: str

    @property
    def needs_review(self) -> bool:
        """Whether there is something to look at."""
        return bool(self.old or self.unmatched or any(one.old for one in self.lists))


def programs_check(dataset: Dataset, known: KnownPrograms, today: date) -> ProgramsCheck:
    """What is old, and what is missing."""
    programs = known.programs.values()
    return ProgramsCheck(
        **common(dataset),
        today=today,
        programs=len(programs),
        lists=list_cards(known, today),
        old_programs=sum((today - one.as_of).days > STALE for one in programs),
        heard=sum(len(one.heard) for one in programs),
        old=tuple(
            Old(
                program=one.id, name=one.title, city=one.city, phone=one.call, word=word,
                label=label_of(dataset, word), heard=answer.heard,
                days_old=(today - answer.heard).days, good_for=STALE_DAYS.get(word, STALE),
            )
            for one in programs
            for word, answer in one.heard.items()
            if stale(word, answer, today)
        ),
        unmatched=tuple(dict.fromkeys(one.program for one in known.unmatched)),
        lacking=tuple(
            Lacking(program=one.id, name=one.title, lacks=what)
            for one in programs
            for what, there in (("phone", one.call), ("place on the map", one.latitude is not None))
            if not there
        ),
        accuracy=accuracy(dataset),
    )  # fmt: skip
