"""A dataset in which a local program is an option when it is named; nothing is read before one is.

Every command that is given an overlay with programs comes here, so this imports as little as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from iopcli.dataset.model import Dataset, Option
from iopcli.dataset.read import PROGRAMS

if TYPE_CHECKING:
    from iopcli.programs.options import Local

T = TypeVar("T")
SIGN = "-"
"""What every id of a program has in it; for a word without it no list is read."""


class OnDemand(Mapping[str, T]):
    """Things by id that are there, and more that are made when they are asked for; only the first are listed."""

    def __init__(self, there: Mapping[str, T], make: Callable[[str], T | None]) -> None:
        self._there, self._make = there, make

    def __getitem__(self, id_: str) -> T:
        if id_ in self._there:
            return self._there[id_]
        if (made := self._make(id_)) is None:
            raise KeyError(id_)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._there)

    def __len__(self) -> int:
        return len(self._there)


class Options(OnDemand["Option"]):
    """The options, and local programs when they are named."""

    def __init__(self, there: Mapping[str, Option], later: ProgramsOnDemand, over: str) -> None:
        super().__init__(there, lambda id_: later.local.option(id_) if SIGN in id_ else None)
        self._later = later
        self.over = f" {over}" if over else ""
        """What a command to type next has to say, so that it knows the same programs."""

    def named(self, name: str) -> list[Option]:
        """The programs of a name, or with an id, as options."""
        return self._later.local.named(name)

    def which(self, programs: Sequence[Option]) -> str:
        """What to say instead of a name that these programs share."""
        return self._later.local.which(programs)


class ProgramsOnDemand:
    """The programs of some overlays, read when the first of them is named."""

    def __init__(self, dataset: Dataset, overlays: Sequence[Path]) -> None:
        self._dataset, self._overlays = dataset, tuple(overlays)

    @cached_property
    def local(self) -> Local:
        """The programs themselves."""
        from iopcli.programs.options import Local

        return Local(self._dataset, self._overlays)


def with_programs(dataset: Dataset, overlays: Sequence[Path], over: str = "") -> Dataset:
    """The dataset in which a program of the overlays is an option when it is named; itself where they have none.

    What was typed to lay them `over` the dataset is named in commands to type next.
    """
    folders = [overlay for overlay in overlays if (overlay / PROGRAMS).is_dir()]
    if not folders:
        return dataset
    later = ProgramsOnDemand(dataset, folders)
    sources = OnDemand(dataset.sources, lambda id_: later.local.source(id_))
    return replace(dataset, options=Options(dataset.options, later, over), sources=sources)
