"""Which column of an export answers which question: by its name, or by a map in TOML that also translates its codes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import tomli

from iopcli.dataset.answers import NONE, SEPARATOR, NotAnAnswer, from_text
from iopcli.dataset.convert import convert
from iopcli.dataset.find import plain
from iopcli.dataset.model import Part, Text
from iopcli.dataset.near import did_you_mean
from iopcli.errors import InputRefused, Problem, UsageError, count

if TYPE_CHECKING:
    from iopcli.dataset.model import Dataset

LARGEST = 1024 * 1024
"""Bytes of a map; one that translates a hundred columns has a tenth of it."""
SHIPPED = Path(__file__).parent / "maps"
NO_CODE = "\x00"
"""What a code that the map does not know becomes: no answer to any question."""
_NAME = re.compile(r"[A-Za-z][\w .-]{0,39}")


class Mapped(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A column that answers a question, with its codes; without codes it holds answers as they are."""

    from_: Text
    to: Text
    codes: Mapping[str, str] = {}
    unknown: tuple[str, ...] = ()
    only_if: Mapping[str, tuple[str, ...]] = {}
    """Other columns with the codes that they must have; if not, the column says nothing."""
    note: str = ""

    def said(self, cell: str) -> str:
        """What one cell says by itself, or nothing."""
        return _said(self, cell, NO_CODE)


class Coded(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A column that says something besides: where the person went, or a group for reports."""

    from_: Text
    name: str = ""
    codes: Mapping[str, str] = {}
    unknown: tuple[str, ...] = ()
    note: str = ""

    def said(self, cell: str) -> str | None:
        """What a cell says; a code that is not known says nothing, and neither does an empty cell."""
        return _said(self, cell, "") or None


def _said(one: Mapped | Coded, cell: str, other: str) -> str:
    if cell in ("", *one.unknown):
        return ""
    return one.codes.get(cell, other) if one.codes else cell


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
        heard = (one for one in self.columns if all(by_name[name] in codes for name, codes in one.only_if.items()))
        said = [text for one in heard if (text := one.said(by_name[one.from_]))]
        if len(self.columns) == 1 or (len(said) < 2 and not many):
            return said[0] if said else ""
        if NO_CODE in said:
            return NO_CODE
        if not many:
            return said[0]
        words = dict.fromkeys(word for text in said for word in text.split(SEPARATOR) if word != NONE)
        return SEPARATOR.join(words) or (NONE if said else "")


class LeftOut(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A column that looks as if it answered a question and is left unknown, and why."""

    from_: Text
    because: Text


class Map(Part, frozen=True, kw_only=True):
    """How an export answers the questions."""

    title: Text
    column: tuple[Mapped, ...]
    source: str = ""
    as_of: date | None = None
    id: str = "id"
    also: tuple[str, ...] = ()
    """Other names of the column `id`."""
    group: tuple[Coded, ...] = ()
    actual: Coded | None = None
    left_out: tuple[LeftOut, ...] = ()


class Columns(NamedTuple):
    """What is read of a file, and what is not."""

    id: str
    """The column that tells records apart, or nothing."""
    answers: tuple[Mapped, ...]
    groups: tuple[Coded, ...]
    actual: Coded | None
    unknown: tuple[str, ...]
    """Columns that no question knows, as they may be shown."""

    @property
    def wanted(self) -> tuple[str, ...]:
        """The names of the file's columns that are read, each once."""
        others = [one.from_ for one in (*self.groups, *([self.actual] if self.actual else []))]
        answers = [name for one in self.answers for name in (one.from_, *one.only_if)]
        return tuple(dict.fromkeys([*([self.id] if self.id else []), *answers, *others]))

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
        InputRefused: no column answers a question, or two have one name.
    """
    names = [name.strip() for name in header]
    _refuse_twins(names, {_plainly(id_) for id_ in (*dataset.questions, "id", "actual")}, shown)
    if map_ is not None:
        missing = [one.from_ for one in map_.column if one.from_ not in names]
        answers = tuple(one for one in map_.column if {one.from_, *one.only_if} <= set(names))
        known = {map_.id, *map_.also, *(one.from_ for one in map_.column), *(one.from_ for one in map_.group)}
        known |= {one.from_ for one in map_.left_out}
        hint = f"the map reads {', '.join(missing[:8])}" if missing else ""
        groups = tuple(one for one in map_.group if one.from_ in names)
        actual = map_.actual if map_.actual and map_.actual.from_ in names else None
        known |= {map_.actual.from_} if map_.actual else set()
        id_ = next((name for name in (map_.id, *map_.also) if name in names), "")
    else:
        by_plain = {_plainly(id_): id_ for id_ in dataset.questions}
        answers = tuple(Mapped(from_=name, to=by_plain[_plainly(name)]) for name in names if _plainly(name) in by_plain)
        id_ = next((name for name in names if _plainly(name) == "id"), "")
        actual_name = next((name for name in names if _plainly(name) == "actual"), "")
        actual, groups = Coded(from_=actual_name) if actual_name else None, ()
        known = {one.from_ for one in answers} | {id_, actual_name}
        hint = f"name columns as the questions, such as {', '.join(list(dataset.questions)[:3])}; or use --map"
    if not answers:
        raise InputRefused(f"{shown}: no column of the first line answers a question", hint=hint)
    unknown = [_shown(name, number) for number, name in enumerate(names, 1) if not name or name not in known]
    return Columns(id_, answers, groups, actual, tuple(unknown))


def read_map(dataset: Dataset, name: str) -> Map:
    """A column map by the name of a shipped one, or from a file.

    Raises:
        InputRefused: it cannot be read, or is not sound; with every problem in it.
    """
    path = SHIPPED / f"{name}.toml" if re.fullmatch(r"[\w-]+", name) else Path(name)
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST + 1)
        if len(text) > LARGEST:
            raise InputRefused("the map is larger than 1 MiB", hint="is it the right file?")
        table = tomli.loads(text.decode("utf-8-sig"))
    except OSError as error:
        shipped = ", ".join(sorted(one.stem for one in SHIPPED.glob("*.toml")))
        raise InputRefused(f"the map cannot be read: {error.strerror}", hint=f"a file, or one of: {shipped}") from None
    except (tomli.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError):
        raise InputRefused("the map is not TOML", hint="`iopcli batch --help` shows where maps are explained") from None
    problems: list[Problem] = []
    made = convert(table, Map, path.name, problems)
    if made is not None:
        problems += _unsound(dataset, made, path.name)
    if made is None or problems:
        raise InputRefused(f"{count(len(problems), 'problem')} in the map", problems)
    return made


def _unsound(dataset: Dataset, map_: Map, place: str) -> Iterable[Problem]:
    """Columns that answer no question, and codes that are no answers."""
    for one in map_.column:
        question = dataset.questions.get(one.to)
        if question is None:
            yield Problem(
                f"{place} {one.from_}", f"`{one.to}` is not a question", did_you_mean(one.to, dataset.questions)
            )
            continue
        for code, text in one.codes.items():
            try:
                from_text(dataset, question, text)
            except NotAnAnswer as error:
                yield Problem(f"{place} {one.from_}", f"code {code}: `{text}` {error.message}", error.hint)
    for code, text in (map_.actual.codes if map_.actual else {}).items():
        if not set(text.split("+")) <= set(dataset.options):
            yield Problem(
                f"{place} {map_.actual.from_ if map_.actual else ''}", f"code {code}: `{text}` is not an option"
            )


def _plainly(name: str) -> str:
    return plain(name).replace(" ", "_")


def _shown(name: str, number: int) -> str:
    """A name that looks like one; else its place, for it could be somebody's data."""
    return name if _NAME.fullmatch(name) else f"column {number}"


def _refuse_twins(names: Sequence[str], known: Collection[str], shown: str) -> None:
    """Refuse names that are the same, and of those that are `known` also those that are read as the same."""
    folded = [_plainly(name) if _plainly(name) in known else name.casefold() for name in names]
    twins = sorted({number for number, name in enumerate(folded, 1) if name and folded.count(name) > 1})
    if twins:
        places = ", ".join(map(str, twins[:8]))
        raise InputRefused(f"{shown}: columns {places} have one name", hint="give each column its own name")
