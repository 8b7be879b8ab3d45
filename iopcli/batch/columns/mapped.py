"""What a map is made of: columns with what they answer, what their codes stand for, and how it fits one file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import force_setattr, replace

from iopcli.batch.columns.cells import LEFT, NO_CODE, NOT_KNOWN, code_of, is_missing, parts_of
from iopcli.dataset.answers import NUMBER, SEPARATOR
from iopcli.dataset.model import Part, Text


class CodeRange(Part, frozen=True, kw_only=True, rename={"from_": "from", "is_": "is"}):
    """Numbers that stand for one answer, or without one for none; an end that is not named is open.

    What may say that an answer is missing, as -9 or 99, is in a range only where both of its ends are named.
    """

    from_: float = float("-inf")
    to: float = float("inf")
    is_: str | int | float | bool | None = None

    @property
    def closed(self) -> bool:
        """Whether both ends are named."""
        return float("-inf") < self.from_ and self.to < float("inf")

    @property
    def text(self) -> str:
        """The answer as a cell would hold it."""
        if self.is_ is None:
            return LEFT
        return ("yes" if self.is_ else "no") if isinstance(self.is_, bool) else str(self.is_)


class _Column(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A column of a file, with what its codes stand for."""

    from_: Text
    codes: Mapping[str, str] = {}
    unknown: tuple[str, ...] = ()
    """Codes that say nothing."""
    note: str = ""

    def __post_init__(self) -> None:
        force_setattr(self, "codes", {code_of(code): text for code, text in self.codes.items()})
        force_setattr(self, "unknown", tuple(map(code_of, self.unknown)))


class Mapped(_Column, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A column that answers a question, by its codes or by ranges of numbers; without them it holds answers."""

    to: Text
    values: tuple[CodeRange, ...] = ()
    """Ranges of numbers, of which the first that holds a number counts."""
    only_if: Mapping[str, tuple[str, ...]] = {}
    """Other columns with the codes that they must have; if not, the column says nothing."""

    def __post_init__(self) -> None:
        super().__post_init__()
        force_setattr(self, "only_if", {name: tuple(map(code_of, some)) for name, some in self.only_if.items()})

    def said(self, cell: str, *, many: bool = False) -> str:
        """The answer in one cell, or nothing. Where a question takes several answers, a cell may hold `many` codes."""
        code = code_of(cell)
        if not code or code in self.unknown:
            return (NOT_KNOWN if is_missing(code) else LEFT) if code else ""
        if not self.codes and not self.values:
            return cell
        if (found := self._of_code(code)) is not None:
            return found
        several = [self._of_code(part) for part in parts_of(code)] if many else []
        if several and None not in several:
            return SEPARATOR.join(dict.fromkeys(text for text in several if text and text != LEFT))
        return NOT_KNOWN if is_missing(code) else NO_CODE

    def _of_code(self, code: str) -> str | None:
        if (found := self.codes.get(code)) is not None or not self.values or not re.fullmatch(NUMBER, code):
            return found
        ranges = (one for one in self.values if one.closed) if is_missing(code) else self.values
        return next((one.text for one in ranges if one.from_ <= float(code) <= one.to), None)


class Coded(_Column, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A column that answers no question: the care where the person went, or a group for reports."""

    name: str = ""

    def said(self, cell: str) -> str | None:
        """What a cell says; a code that is not known says nothing, and neither does an empty cell."""
        code = code_of(cell)
        if not code or code in self.unknown:
            return None
        return self.codes.get(code) if self.codes else cell


class SkippedColumn(Part, frozen=True, kw_only=True, rename={"from_": "from"}):
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
    within: tuple[str, ...] = ()
    """Columns that tell rows of one id apart, as the events of a study do; those that a file has are read."""
    names: Mapping[str, tuple[str, ...]] = {}
    """Other names of any column: the first of them that the file has is read in its place."""
    labels: Mapping[str, Mapping[str, str]] = {}
    """For a column what its cells may say in place of a code: each label with its code."""
    missing: tuple[str, ...] = ()
    """What a site writes, in any column, where an answer is not known."""
    group: tuple[Coded, ...] = ()
    actual: Coded | None = None
    left_out: tuple[SkippedColumn, ...] = ()

    @property
    def reads(self) -> list[str]:
        """The columns that it names, besides those of ids."""
        coded = [one.from_ for one in (*self.group, *([self.actual] if self.actual else []))]
        answers = [name for one in self.column for name in (one.from_, *one.only_if)]
        return [*answers, *coded, *(one.from_ for one in self.left_out)]


def fitted(map_: Map, header: Mapping[str, str]) -> Map:
    """The map as it reads one file: with the file's own names of columns, and labels beside codes.

    `header` gives for each column that the map may name the name that the file has for it.
    """

    def named(name: str) -> str:
        return header.get(name, name)

    def labels_of(one: _Column, known: Mapping[str, str] | Sequence[str]) -> dict[str, str]:
        said = map_.labels.get(one.from_, {})
        return {label: code_of(code) for label, code in said.items() if code_of(code) in known}

    def coded(one: _Column) -> dict[str, object]:
        more = {label: one.codes[code] for label, code in labels_of(one, one.codes).items()}
        unknown = (*one.unknown, *labels_of(one, one.unknown), *map_.missing)
        return {"from_": named(one.from_), "codes": {**one.codes, **more}, "unknown": unknown}

    def beside(one: Mapped) -> dict[str, tuple[str, ...]]:
        found = {}
        for name, codes in one.only_if.items():
            said = map_.labels.get(name, {})
            found[named(name)] = (*codes, *(label for label, code in said.items() if code_of(code) in codes))
        return found

    return replace(
        map_,
        column=tuple(replace(one, **coded(one), only_if=beside(one)) for one in map_.column),
        group=tuple(replace(one, **coded(one), name=one.name or one.from_) for one in map_.group),
        actual=map_.actual and replace(map_.actual, **coded(map_.actual)),
        left_out=tuple(replace(one, from_=named(one.from_)) for one in map_.left_out),
    )
