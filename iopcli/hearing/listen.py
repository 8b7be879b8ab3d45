"""`Listener` hears danger in a text, whatever else it holds."""

from __future__ import annotations

from collections.abc import Sequence

from iopcli.dataset.model import Dataset
from iopcli.hearing.first import Ear
from iopcli.hearing.words import Known, words_of


class Listener:
    """The ears of one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        asking = dataset.asking
        self._spellings = {typed: tuple(one.id.split("-")) for one in asking.spelling.values() for typed in one.typed}
        self._first = Ear(dataset.parts.values(), dataset.dangers.values())
        filler = asking.list["filler"].words if "filler" in asking.list else ()
        self._known = Known(self._first.words, filler)

    def words(self, text: str) -> list[str]:
        """The words of a text, mended towards what danger is spoken of in."""
        return self._known.mended(words_of(text, self._spellings))

    def heard(self, text: str) -> Sequence[str]:
        """The ids of the dangers that the first ear hears, in the order in which they are said."""
        return self._first.raised(self.words(text))
