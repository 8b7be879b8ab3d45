"""What was written down after a call: of each program the answers that now stand, and what they stand over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from iopcli.dataset.model import Dataset
from iopcli.facts.result import Result, common
from iopcli.programs.heard import answer_text, label_of
from iopcli.programs.model import Program
from iopcli.programs.store import HeardAnswer, KnownPrograms


class KeptAnswer(Struct, frozen=True, kw_only=True):
    """An answer of a program, and what was known before."""

    program: str
    name: str
    city: str
    word: str
    label: str
    """What the word stands for, as people read it."""
    answer: bool | float | str
    day: date
    before: bool | float | str | None
    """What it stands over: an older answer, or what the list says; None where nothing was known."""
    before_from: str
    """`phone` or `list`; empty where nothing was known."""
    stands: bool
    """Whether it is the newest; an older answer does not stand over a newer one."""
    says: str
    """The answer in words."""
    said_before: str
    """What it stands over in words; empty where nothing was known."""


class HeardReport(Result, frozen=True, kw_only=True, tag="iopcli/programs-heard/1"):
    """What was heard by phone."""

    kept: tuple[KeptAnswer, ...]


def heard_report(dataset: Dataset, known: KnownPrograms, heard: Sequence[HeardAnswer]) -> HeardReport:
    """The answers with what was known before they were kept."""
    return HeardReport(**common(dataset), kept=tuple(_kept(dataset, known.programs[one.program], one) for one in heard))


def _kept(dataset: Dataset, program: Program, one: HeardAnswer) -> KeptAnswer:
    older, listed = program.heard.get(one.word), program.words.get(one.word)
    return KeptAnswer(
        program=program.id,
        name=program.title,
        city=program.city,
        word=one.word,
        label=label_of(dataset, one.word),
        answer=one.value,
        day=one.day,
        before=older.value if older else listed,
        before_from="phone" if older else "list" if listed else "",
        stands=older is None or older.heard <= one.day,
        says=answer_text(dataset, one.word, one.value),
        said_before=answer_text(dataset, one.word, older.value) if older else listed or "",
    )


def merged(before: Iterable[HeardAnswer], new: Iterable[HeardAnswer]) -> list[HeardAnswer]:
    """Every answer of every day; one that was given twice on a day is what was said last."""
    found = {(one.program, one.day, one.word): one for one in (*before, *new)}
    return list(found.values())
