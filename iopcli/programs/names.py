"""A name becomes a program: its id, its own name, or that of its part; one that several have is never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from iopcli.dataset.find import plain
from iopcli.programs.model import Program

FEW = 6
"""Programs of one name that a message lists."""


def by_name(programs: Iterable[Program]) -> Mapping[str, list[Program]]:
    """The programs that go by each name, in plain letters."""
    index: dict[str, list[Program]] = {}
    for one in programs:
        for name in dict.fromkeys(map(plain, one.names)):
            index.setdefault(name, []).append(one)
    return index


def in_town(name: str, city: str) -> str:
    """A program with its town, where that is known."""
    return f"{name} in {city}" if city else name


def which(programs: Sequence[Program], level: str = "") -> str:
    """What to say instead of a name that several programs have: their ids, each with its town."""
    ids = [f"`{one.id}{level}`" for one in programs[:FEW]]
    listed = [f"{id_} ({one.city})" if one.city else id_ for id_, one in zip(ids, programs, strict=False)]
    last = programs[-1]
    more = f"one of {len(programs) - FEW} more; a town helps, such as `{last.name}, {last.city}`"
    *some, other = [*listed, more] if len(programs) > FEW else listed
    return f"say {', '.join(some)} or {other}"
