"""What a file can answer, before anything is judged: its columns, and for each question how much is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple

import numpy as np

from iopcli.batch.columns.cells import FORMS
from iopcli.batch.columns.columns import Columns
from iopcli.batch.judge.codes import Coder
from iopcli.batch.read.chunks import ChunkSource
from iopcli.batch.run import Records
from iopcli.errors import visible

_FEW = 8
"""How many names are listed where a screen has no room for more."""


class AnswerCounts(NamedTuple):
    """How many records answer a question, leave it open, or have a cell that is no answer to it."""

    known: int
    missing: int
    refused: int


class Explained(NamedTuple):
    """What was found in a file."""

    columns: Columns
    records: int
    answers: Mapping[str, AnswerCounts]
    forms: Mapping[str, int]
    questions: Sequence[str]

    @property
    def needs_review(self) -> bool:
        """Whether something of it cannot be read."""
        return bool(self.columns.lost) or any(one.refused for one in self.answers.values())


def explained(records: Records) -> Explained:
    """Every record read and coded, and none judged."""

    def read(source: ChunkSource) -> Explained:
        coder, every, forms = Coder(records.dataset, source.columns), 0, Counter[str]()
        found: dict[str, list[int]] = {id_: [0, 0] for id_ in source.columns.fields}
        for chunk in source.chunks():
            coded = coder.code(chunk, np.zeros(chunk.size, np.int8))
            every += chunk.size
            for id_, codes in coded.codes.items():
                found[id_][0] += int(np.count_nonzero(coded.answers[id_].answered[codes]))
                found[id_][1] += int(np.count_nonzero(coded.unreadable(id_)))
            forms.update(coded.forms())
        known = {id_: AnswerCounts(good, every - good - refused, refused) for id_, (good, refused) in found.items()}
        return Explained(source.columns, every, known, forms, list(records.dataset.questions))

    return records.only_read(read)


def described(found: Explained, *, by_map: bool) -> Iterator[str]:
    """The lines of one screen."""
    for line in _described(found, by_map=by_map):
        yield from [line] if not line or "  " in line else wrap(line, 80, subsequent_indent="  ")


def _described(found: Explained, *, by_map: bool) -> Iterator[str]:
    columns, questions = found.columns, found.questions
    yield f"{found.records:,} {'record' if found.records == 1 else 'records'} read, and none judged."
    yield ""
    yield f"{'Question':<18}{'Known':>10}{'Missing':>10}{'Refused':>10}  Read from"
    for id_ in (one for one in questions if one in found.answers):
        known, missing, refused = found.answers[id_]
        first, *more = wrap(_from(columns, id_, by_map=by_map), 30)
        yield f"{id_:<18}{known:>10,}{missing:>10,}{refused:>10,}  {first}"
        yield from (f"{'':<50}{line}" for line in more)
    yield ""
    named = visible(columns.id) if columns.id else "their number, because there is no column of ids"
    yield f"Records are named by {named}."
    without = [id_ for id_ in questions if id_ not in found.answers]
    if without:
        yield f"No column answers {len(without)} of {len(questions)} questions: {_listed(without)}."
    if columns.groups:
        yield f"Groups for a report (--by): {_listed([one.name or one.from_ for one in columns.groups])}."
    if columns.actual:
        yield f"Where people went: {visible(columns.actual.from_)}."
    if columns.lost:
        yield f"Answers that only a map can read: {_listed(columns.lost)}."
    if columns.left:
        yield f"Left alone by the map, which says why: {_listed(list(columns.left))}."
    if columns.unknown:
        yield f"Left alone, because they answer no question: {_listed(columns.unknown)}."
    if forms := [f"{cells:,} {what}" for form, what in FORMS.items() if (cells := found.forms.get(form))]:
        yield f"Cells read in another form: {'; '.join(forms)}."


def _from(columns: Columns, id_: str, *, by_map: bool) -> str:
    """The columns that answer a question, and whether that was guessed from a name."""
    names = dict.fromkeys(one.from_ for one in columns.answers if one.to == id_)
    guessed = not by_map and any(name != id_ for name in names)
    return f"{_listed(list(names))}{' (guessed)' if guessed else ''}"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return f"{', '.join(map(visible, names[:_FEW]))}{more}"
