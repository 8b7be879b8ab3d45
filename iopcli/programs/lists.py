"""The lists that programs are from: how old each is, and how often such lists are right."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from iopcli.dataset.model import Dataset
from iopcli.programs.heard import STALE
from iopcli.programs.store import KnownPrograms

ACCURACY = "riley-2024"
"""The source on how often lists of programs are right."""
CALL_FIRST = "Lists of programs are often out of date, so call first."


class ListCard(Struct, frozen=True, kw_only=True):
    """A list that programs are from, how old it is, and the hash of its file."""

    id: str
    title: str
    publisher: str
    file: str
    as_of: date
    days_old: int
    old: bool
    programs: int
    sha256: str


def accuracy(dataset: Dataset) -> str:
    """How often lists of programs are right, where the dataset has the source for it."""
    if ACCURACY not in dataset.sources:
        return CALL_FIRST
    return (
        "A study in 4 states called 697 programs from 10 online lists. On average, everything on the list was right "
        "for 56 percent of them, so call first."
    )


def list_cards(known: KnownPrograms, today: date) -> tuple[ListCard, ...]:
    """The lists, the newest first, with how old each is."""
    cards = [
        ListCard(
            id=one.list.id, title=one.list.title, publisher=one.list.publisher, file=one.list.file,
            as_of=one.list.as_of, days_old=(today - one.list.as_of).days, old=(today - one.list.as_of).days > STALE,
            programs=len(one.programs), sha256=one.sha256,
        )
        for one in known.lists.values()
    ]  # fmt: skip
    return tuple(sorted(cards, key=lambda one: (-one.as_of.toordinal(), one.id)))
