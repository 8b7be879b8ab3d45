"""A name becomes a program: its id, its own name, or that of its part; one that several have is never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from iopcli.dataset.find import normalized
from iopcli.programs.model import Program

FEW = 6
"""Programs of one name that a message lists."""


def by_name(programs: Iterable[Program]) -> Mapping[str, list[Program]]:
    """The programs that go by each name, in plain letters."""
    index: dict[str, list[Program]] = {}
    for one in programs:
        for name in dict.fromkeys(map(normalized, one.names)):
            index.setdefault(name, []).append(one)
    return index


def in_town(name: str, city: str) -> str:
    """A program with its town, where that is known."""
    return f"{name} in {city}" if city else name


def which(programs: Sequence[Program], level: str = "") -> str:
    """What to say instead of a name that several programs have: their ids, each with its town."""
    listed = [f"`{one.id}{level}`{_where(one, programs)}" for one in programs[:FEW]]
    last = programs[-1]
    more = f"one of {len(programs) - FEW} more; a town helps, such as `{last.name}, {last.city}`"
    *some, other = [*listed, more] if len(programs) > FEW else listed
    return f"say {', '.join(some)} or {other}"


def _where(program: Program, others: Sequence[Program]) -> str:
    """The town of a program in brackets, and the street too where others are in that town."""
    alone = sum(one.city == program.city for one in others) == 1
    place = ", ".join(filter(None, ("" if alone else program.street or program.zip, program.city)))
    return f" ({place})" if place else ""
