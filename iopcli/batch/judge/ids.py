"""Ids tell records apart: which of them can be used, which come twice, and how they stand in the results."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np

from iopcli.batch.faults import LONGEST_ID, SUM, TOTALS
from iopcli.batch.judge.codes import Flags
from iopcli.batch.read.chunks import Wholes
from iopcli.batch.read.records import quoted
from iopcli.errors import InputRefused
from iopcli.facts.wording import FORMULA_SIGNS

ROW = "row"
"""What stands before the number of a row that names a record in place of its id."""
MANY_DUPLICATES = 100_000
_POWER = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+")
_SUM = re.compile(SUM)


def faults_of(ids: Sequence[str], others: Callable[[int], Iterable[str]]) -> dict[int, str]:
    """The places of ids that cannot be used, each with the reason; `others` gives the other cells of a record."""
    together = "".join(ids)
    if together.isalnum() and "total" not in together.lower() and "" not in ids:
        long = max(map(len, ids), default=0) > LONGEST_ID
        return {nr: "ID_TOO_LONG" for nr, id_ in enumerate(ids) if len(id_) > LONGEST_ID} if long else {}
    found = ((nr, _fault(id_) or _total(id_, nr, others)) for nr, id_ in enumerate(ids))
    return {nr: fault for nr, fault in found if fault}


def _fault(id_: str) -> str:
    if not id_:
        return "NO_ID"
    if len(id_) > LONGEST_ID:
        return "ID_TOO_LONG"
    if not id_.isprintable() and any(_hidden(sign) for sign in id_):
        return "ID_CHARS"
    return "EXCEL_SCIENTIFIC" if "E+" in id_ and _POWER.fullmatch(id_) else ""


def _hidden(sign: str) -> bool:
    """Whether a character is a control, a mark of direction, a line end or not assigned."""
    kind = unicodedata.category(sign)
    return kind[0] == "C" or kind in ("Zl", "Zp")


def _total(id_: str, nr: int, others: Callable[[int], Iterable[str]]) -> str:
    """Whether a record is a spreadsheet's row of sums."""
    named = id_.strip(" ").lower() in TOTALS
    return "TOTAL_ROW" if named and all(_SUM.fullmatch(one) for one in others(nr)) else ""


def shown(ids: Sequence[str], *, raw: bool, written: bool) -> list[str]:
    """Ids as results name records: unless `raw` one that a spreadsheet would run gets a leading `'`.

    Where it is `written` it is the cell of a CSV.
    """
    if "".join(ids).isalnum():
        return list(ids)
    made = ids if raw else [f"'{id_}" if _runs(id_) else id_ for id_ in ids]
    return [quoted(id_) for id_ in made] if written else list(made)


def _runs(id_: str) -> bool:
    start = id_.lstrip(" '\"")[:1], id_[:1]
    return any(sign and sign in FORMULA_SIGNS for sign in start)


class Ids:
    """The ids of all records, kept as hashes."""

    def __init__(self) -> None:
        self._hashes: list[Wholes] = []
        self._unusual: dict[str, set[str]] = {}

    def see(self, ids: Sequence[str], usable: Flags, *, ascii_only: bool) -> None:
        """Take in the ids of a chunk; `ascii_only` where they are ASCII."""
        hashes = np.fromiter(map(hash, ids), np.int64, len(ids))
        hashes[~usable] = 0
        self._hashes.append(hashes)
        for id_ in (
            () if ascii_only else (one for one, can in zip(ids, usable, strict=True) if can and not one.isascii())
        ):
            if (usual := unicodedata.normalize("NFC", id_)) != id_:
                self._unusual.setdefault(usual, set()).add(id_)

    @property
    def alike(self) -> int:
        """How many ids look the same but are spelled differently: an accent apart from its letter, or joined."""
        if not self._unusual:
            return 0
        hashes = np.concatenate(self._hashes)
        there = np.isin(np.fromiter(map(hash, self._unusual), np.int64), hashes)
        return sum(len(some) > 1 or bool(also) for some, also in zip(self._unusual.values(), there, strict=True))

    def twice(self) -> list[int]:
        """The numbers of the records whose ids may come up twice, from 1."""
        hashes = np.sort(np.concatenate(self._hashes)) if self._hashes else np.zeros(0, np.int64)
        again = np.unique(hashes[1:][(hashes[1:] == hashes[:-1]) & (hashes[1:] != 0)])
        if len(again) >= MANY_DUPLICATES:
            raise InputRefused(f"{MANY_DUPLICATES:,} ids or more come up twice", hint="is it the right column for ids?")
        if not len(again):
            return []
        row, found = 1, []
        for some in self._hashes:
            found += (np.flatnonzero(np.isin(some, again)) + row).tolist()
            row += len(some)
        return found


def duplicates(records: Iterable[tuple[int, str, Sequence[str]]]) -> Iterator[tuple[int, str]]:
    """What records with one id are, by row: of those that are alike the first counts, and of others none does."""
    for _, group in groupby(sorted(records, key=lambda one: (one[1], one[0])), key=lambda one: one[1]):
        (row, _, cells), *others = group
        same = all(its == cells for _, _, its in others)
        if not same:
            yield row, "DUP_ID_CONFLICT"
        yield from ((nr, "DUP_ROW" if same else "DUP_ID_CONFLICT") for nr, *_ in others)
