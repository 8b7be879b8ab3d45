"""Which column of a file answers which question: by its name, by how REDCap names it, or by a map."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from iopcli.batch.columns.cells import LEFT, NO_CODE, NOT_KNOWN, code_of
from iopcli.batch.columns.maps import Coded, Map, Mapped, fitted, shipped_maps
from iopcli.batch.columns.redcap import ID, WITHIN, box_of, tick
from iopcli.dataset.answers import NONE, SEPARATOR
from iopcli.dataset.find import plain
from iopcli.dataset.near import did_you_mean
from iopcli.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from iopcli.batch.read.source import Chunk
    from iopcli.dataset.model import Dataset

_NAME = re.compile(r"[A-Za-z][\w .-]{0,39}")
_PLACES = ("name1", "name2", "street1", "type_facility", "typefacility", "intake1", "hotline1", "intake_prompt", "frid")
"""Columns of a list of places of treatment, as FindTreatment.gov exports it."""
_ENOUGH = 4
"""How many columns of one kind of file tell that it is one."""
_BY_CHANCE = 8
"""From so many columns that are named as questions on a file is one of answers."""


class Answered(NamedTuple):
    """A question with the columns that answer it."""

    question: str
    columns: tuple[Mapped, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the file on which the answer hangs."""
        return tuple(dict.fromkeys(name for one in self.columns for name in (one.from_, *one.only_if)))

    def text(self, cells: Sequence[str], *, many: bool) -> str:
        """What cells under these names say together, or nothing.

        Of a list that is every word, each once; otherwise it is what the first column says that says anything.
        """
        by_name = dict(zip(self.names, cells, strict=True))
        heard = (
            one for one in self.columns if all(code_of(by_name[name]) in codes for name, codes in one.only_if.items())
        )
        every = [text for one in heard if (text := one.said(by_name[one.from_], many=many))]
        said = [text for text in every if text not in (NOT_KNOWN, LEFT)]
        if not said:
            return min(every, default="")
        if len(self.columns) == 1 or (len(said) < 2 and not many):
            return said[0]
        if NO_CODE in said:
            return NO_CODE
        if not many:
            return said[0]
        words = dict.fromkeys(word for text in said for word in text.split(SEPARATOR) if word != NONE)
        return SEPARATOR.join(words) or (NONE if said else "")


class Columns(NamedTuple):
    """What is read of a file, and what is not."""

    id: str
    """The column that tells records apart, or nothing."""
    answers: tuple[Mapped, ...]
    groups: tuple[Coded, ...]
    actual: Coded | None
    unknown: tuple[str, ...]
    """Columns that no question knows, as they may be shown."""
    within: tuple[str, ...] = ()
    """Columns that tell records of one id apart, as the events of a study do."""
    lost: tuple[str, ...] = ()
    """Columns that hold answers, and cannot be read without a map."""
    left: Mapping[str, str] = {}
    """Columns that the map leaves out, each with why."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names of the file's columns that are read, each once."""
        others = [one.from_ for one in (*self.groups, *([self.actual] if self.actual else []))]
        answers = [name for one in self.answers for name in (one.from_, *one.only_if)]
        return tuple(dict.fromkeys([*([self.id] if self.id else []), *self.within, *answers, *others]))

    def ids(self, chunk: Chunk) -> Sequence[str]:
        """What tells the records of a chunk apart: an id, with what tells records of one id apart behind it."""
        first = chunk.texts(self.id)
        if not self.within:
            return first
        rows = zip(first, *(chunk.texts(name) for name in self.within), strict=True)
        return [_joined(row) for row in rows]

    def id_of(self, cells: Mapping[str, str]) -> str:
        """The same of the cells of one record."""
        return _joined([cells[name] for name in (self.id, *self.within)])

    @property
    def fields(self) -> Mapping[str, str]:
        """Each question that is answered, with the names of its columns."""
        asked = dict.fromkeys(one.to for one in self.answers)
        return {to: ";".join(one.from_ for one in self.answers if one.to == to) for to in asked}

    def lists(self, dataset: Dataset) -> set[str]:
        """The names of the columns that answer with a list."""
        return {one.from_ for one in self.answers if one.to in dataset.lists}

    def asked(self) -> dict[str, Answered]:
        """How each question is answered that has columns."""
        by_question: dict[str, list[Mapped]] = {}
        for one in self.answers:
            by_question.setdefault(one.to, []).append(one)
        return {to: Answered(to, tuple(ones)) for to, ones in by_question.items()}

    def named(self, name: str) -> Coded:
        """A column that a report may be grouped by.

        Raises:
            UsageError: the map has none of that name.
        """
        known = {one.name or one.from_: one for one in self.groups}
        if name not in known:
            hint = did_you_mean(name, known) or (
                f"use one of {', '.join(known)}" if known else "a map names them: --map"
            )
            raise UsageError("--by names no column for groups", hint=hint)
        return known[name]


def columns_of(dataset: Dataset, header: Sequence[str], map_: Map | None, shown: str) -> Columns:
    """What is read of a file with this header.

    Raises:
        InputRefused: no column answers a question, or two have one name, or it is a file of another kind.
    """
    names = [name.strip() for name in header]
    refuse_twins(names, {plainly(id_) for id_ in (*dataset.questions, "id", "actual")}, shown)
    if map_ is not None:
        return _by_map(names, map_, shown)
    found = _by_name(dataset, names)
    _refuse_others(dataset, names, len(found.answers), shown)
    if not found.answers:
        hint = f"name columns as the questions, such as {', '.join(list(dataset.questions)[:3])}; or use --map"
        raise _no_answers(shown, hint)
    return found


def _by_map(names: Sequence[str], map_: Map, shown: str) -> Columns:
    known = _names_for(names, map_)
    made, there = fitted(map_, known), set(names)
    answers = tuple(one for one in made.column if {one.from_, *one.only_if} <= there)
    if not answers:
        wanted = dict.fromkeys(one.from_ for one in map_.column)
        raise _no_answers(shown, f"the map reads {', '.join(list(wanted)[:8])}")
    actual = made.actual if made.actual and made.actual.from_ in there else None
    left = {one.from_: one.because for one in made.left_out if one.from_ in there}
    others = {*known.values(), *left, *([actual.from_] if actual else [])}
    return Columns(
        next((known[name] for name in (map_.id, *map_.also) if name in known), ""),
        answers,
        tuple(one for one in made.group if one.from_ in there),
        actual,
        _others(names, {*others, *map_.within}),
        within=tuple(name for name in map_.within if name in there),
        left=left,
    )


def _names_for(names: Sequence[str], map_: Map) -> dict[str, str]:
    """For each column that the map may name the name that the file has for it, with or without capitals."""
    asked = [map_.id, *map_.also, *map_.reads]
    by_plain = {plainly(name): name for name in reversed(names)}
    found = {}
    for name in dict.fromkeys(asked):
        for spelled in (name, *map_.names.get(name, ())):
            if (there := spelled if spelled in names else by_plain.get(plainly(spelled))) is not None:
                found[name] = there
                break
    return found


def _by_name(dataset: Dataset, names: Sequence[str]) -> Columns:
    """What columns answer by their names: those of questions, and boxes of REDCap that are named after an answer."""
    by_plain = {plainly(id_): id_ for id_ in dataset.questions}
    answers = [Mapped(from_=name, to=by_plain[plainly(name)]) for name in names if plainly(name) in by_plain]
    boxes = {name: box for name in names if (box := box_of(dataset, name))}
    answers += [tick(name, box.question, box.word) for name, box in boxes.items() if box.word]
    id_ = next((name for usual in ("id", ID) for name in names if plainly(name) == usual), "")
    within = tuple(name for name in names if name in WITHIN) if id_ and plainly(id_) == ID else ()
    actual = next((name for name in names if plainly(name) == "actual"), "")
    known = {*(one.from_ for one in answers), id_, actual, *within, *boxes}
    return Columns(
        id_,
        tuple(answers),
        (),
        Coded(from_=actual) if actual else None,
        _others(names, known),
        within=within,
        lost=tuple(name for name, box in boxes.items() if not box.word),
    )


def _no_answers(shown: str, hint: str) -> InputRefused:
    return InputRefused(f"{shown}: no column of the first line answers a question", hint=hint)


def _refuse_others(dataset: Dataset, names: Sequence[str], answers: int, shown: str) -> None:
    """Refuse a file that is known to be of another kind, with what to do.

    Raises:
        InputRefused: it lists places of treatment, or is what a shipped map reads.
    """
    there = {plainly(name) for name in names}
    if len(there & set(_PLACES)) >= _ENOUGH:
        told = f"{shown}: this is a list of places of treatment, and a batch wants a row for each person"
        raise InputRefused(told, hint="your own places go into a folder for --data: see `iopcli compare --help`")
    for name, map_ in shipped_maps(dataset).items() if answers < _BY_CHANCE else ():
        columns = {_names_for(names, map_).get(one.from_) for one in map_.column} - {None}
        if len(columns) >= _ENOUGH and len(columns) > answers:
            raise InputRefused(f"{shown}: this looks like {map_.title}", hint=f"use --map {name}")


def plainly(name: str) -> str:
    """A name as names are compared: without capitals, and with `_` for spaces and signs."""
    return plain(name).replace(" ", "_")


def _shown(name: str, number: int) -> str:
    """A name that looks like one; else its place, for it could be somebody's data."""
    return name if looks_like_a_name(name) else f"column {number}"


def looks_like_a_name(name: str) -> bool:
    """Whether a name of a column may be shown: letters first, and not long."""
    return bool(_NAME.fullmatch(name))


def _joined(parts: Sequence[str]) -> str:
    return "/".join(part for part in parts if part) if parts[0] else ""


def _others(names: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(_shown(name, number) for number, name in enumerate(names, 1) if not name or name not in known)


def refuse_twins(names: Sequence[str], known: Collection[str], shown: str) -> None:
    """Refuse names that are the same, and of those that are `known` also those that are read as the same."""
    folded = [plainly(name) if plainly(name) in known else name.casefold() for name in names]
    twins = sorted({number for number, name in enumerate(folded, 1) if name and folded.count(name) > 1})
    if twins:
        places = ", ".join(map(str, twins[:8]))
        raise InputRefused(f"{shown}: columns {places} have one name", hint="give each column its own name")
