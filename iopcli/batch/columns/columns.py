"""Which column of a file answers which question: by its name, by how REDCap names it, or by a map."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from iopcli.batch.columns.cells import LEFT, NO_CODE, NOT_KNOWN, code_of
from iopcli.batch.columns.mapped import Coded, Map, Mapped, fitted
from iopcli.batch.columns.maps import plainly, shipped_maps
from iopcli.batch.columns.redcap import ID, WITHIN, box_of, tick
from iopcli.dataset.answers import NONE, SEPARATOR
from iopcli.dataset.model import Dataset
from iopcli.dataset.near import did_you_mean
from iopcli.errors import InputRefused, UsageError

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
        """The columns of the file on which the answer depends."""
        return tuple(dict.fromkeys(name for one in self.columns for name in (one.from_, *one.only_if)))

    def text(self, cells: Sequence[str], *, many: bool) -> str:
        """The answer that cells under these names give together, or nothing.

        Where several answers may be given it is every word once; otherwise the first column that says anything counts.
        """
        by_name = dict(zip(self.names, cells, strict=True))
        counting = (
            one for one in self.columns if all(code_of(by_name[name]) in codes for name, codes in one.only_if.items())
        )
        every = [text for one in counting if (text := one.said(by_name[one.from_], many=many))]
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
        return SEPARATOR.join(words) or NONE


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
        """The columns of the file that are read, each named once."""
        others = [one.from_ for one in (*self.groups, *([self.actual] if self.actual else []))]
        answers = [name for one in self.answers for name in (one.from_, *one.only_if)]
        return tuple(dict.fromkeys([*([self.id] if self.id else []), *self.within, *answers, *others]))

    def ids(self, texts: Callable[[str], Sequence[str]]) -> Sequence[str]:
        """The id of each record, by the cells of its columns: what tells records of one id apart stands behind it."""
        if not self.within:
            return texts(self.id)
        rows = zip(*(texts(name) for name in (self.id, *self.within)), strict=True)
        return ["/".join(part for part in row if part) if row[0] else "" for row in rows]

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
        """A column that a report may be grouped by."""
        known = {one.name or one.from_: one for one in self.groups}
        if name not in known:
            hint = did_you_mean(name, known) or (
                f"use one of {', '.join(known)}" if known else "a map names them: --map"
            )
            raise UsageError("--by names no column for groups", hint=hint)
        return known[name]


def columns_of(dataset: Dataset, header: Sequence[str], map_: Map | None) -> Columns:
    """What is read of a file with this header.

    Raises:
        InputRefused: no column answers a question, or two have one name, or it is a file of another kind.
    """
    names = [name.strip() for name in header]
    _refuse_duplicates(names, {plainly(id_) for id_ in (*dataset.questions, "id", "actual")})
    if map_ is not None:
        return _by_map(names, map_)
    found = _by_name(dataset, names)
    _refuse_others(dataset, names, len(found.answers))
    if not found.answers:
        hint = f"name columns as the questions, such as {', '.join(list(dataset.questions)[:3])}; or use --map"
        raise _no_answers(hint)
    return found


def every_column(header: Sequence[str]) -> Columns:
    """All columns with plausible names, each read as a group."""
    names = [name.strip() for name in header]
    _refuse_duplicates(names, ())
    if not (named := [name for name in names if _looks_like_a_name(name)]):
        raise InputRefused("the input: no column has a name", hint="the first line names the columns")
    others = tuple(f"column {nr}" for nr, name in enumerate(names, 1) if not _looks_like_a_name(name))
    return Columns("", (), tuple(Coded(from_=name, name=name) for name in named), None, others)


def _by_map(names: Sequence[str], map_: Map) -> Columns:
    known = _names_for(names, map_)
    made, there = fitted(map_, known), set(names)
    answers = tuple(one for one in made.column if {one.from_, *one.only_if} <= there)
    if not answers:
        wanted = dict.fromkeys(one.from_ for one in map_.column)
        raise _no_answers(f"the map reads {', '.join(list(wanted)[:8])}")
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
    """For each column that the map names, the name in the file, whatever its capitals."""
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


def _no_answers(hint: str) -> InputRefused:
    return InputRefused("the input: no column of the first line answers a question", hint=hint)


def _refuse_others(dataset: Dataset, names: Sequence[str], answers: int) -> None:
    """Refuse a file that is known to be of another kind, with what to do."""
    there = {plainly(name) for name in names}
    if len(there & set(_PLACES)) >= _ENOUGH:
        problem = "the input: this is a list of places of treatment, and a batch needs a row for each person"
        raise InputRefused(problem, hint="your own places go into a folder for --data: see `iopcli compare --help`")
    for name, map_ in shipped_maps(dataset, there, _ENOUGH).items() if answers < _BY_CHANCE else ():
        columns = {_names_for(names, map_).get(one.from_) for one in map_.column} - {None}
        if len(columns) >= _ENOUGH and len(columns) > answers:
            raise InputRefused(f"the input: this looks like {map_.title}", hint=f"use --map {name}")


def _looks_like_a_name(name: str) -> bool:
    """Whether a name of a column may be shown: letters first, and not long."""
    return bool(_NAME.fullmatch(name))


def _others(names: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """Columns that are not read; what does not look like a name stands there as its place, for it could be data."""
    return tuple(
        name if _looks_like_a_name(name) else f"column {number}"
        for number, name in enumerate(names, 1)
        if not name or name not in known
    )


def _refuse_duplicates(names: Sequence[str], known: Collection[str]) -> None:
    """Refuse columns of one name; of names that are `known`, spellings that are read as the same count as one."""
    folded = [plainly(name) if plainly(name) in known else name.casefold() for name in names]
    if same := [number for number, name in enumerate(folded, 1) if name and folded.count(name) > 1]:
        places = ", ".join(map(str, same[:8]))
        raise InputRefused(f"the input: columns {places} have one name", hint="give each column its own name")
