"""The words of programs as they are looked up: `data/programs.toml` has them, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from iopcli.dataset.model import ProgramWord, ProgramWordKind
from iopcli.programs.model import Said

Words = Mapping[str, ProgramWord]


def of_kind(words: Words, *kinds: ProgramWordKind) -> tuple[str, ...]:
    """The ids of the words of some kinds."""
    return tuple(id_ for id_, word in words.items() if word.kind in kinds)


def together(words: Words, *said: Mapping[str, Said]) -> dict[str, Said]:
    """What several rows say of one place, in the order of the words: a `yes` of any stands, then a `maybe`."""
    found: dict[str, Said] = {}
    for what in _WEAKEST_FIRST:
        found |= {id_: its for one in said for id_, its in one.items() if its == what}
    return {id_: found[id_] for id_ in words if id_ in found}


_WEAKEST_FIRST: tuple[Said, ...] = ("no", "maybe", "yes")
