"""A column of texts: a table has each text once, and every record points into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from iopcli.batch.read.chunks import Wholes

Objects = npt.NDArray[np.object_]


class TextTable:
    """Texts that are pointed into, and kept as they are written beside others."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self.texts = list(texts)
        self._written: dict[tuple[str, str], Objects] = {}

    def written(self, before: str = "", behind: str = "") -> Objects:
        """Every text with something before and behind it."""
        known = self._written.get((before, behind), objects([]))
        if len(known) < len(self.texts):
            new = objects([f"{before}{text}{behind}" for text in self.texts[len(known) :]])
            known = self._written[before, behind] = np.concatenate([known, new])
        return known


class Texts(NamedTuple):
    """For each record one of some texts."""

    table: TextTable
    places: Wholes

    def written(self, before: str = "", behind: str = "") -> Objects:
        """The text of each record, with something before and behind it."""
        return self.table.written(before, behind)[self.places]


def objects(texts: Sequence[Any]) -> Objects:
    """Things as numpy holds them one by one."""
    made = np.empty(len(texts), object)
    made[:] = texts
    return made
