"""Refusals: finds phrases for what no table should answer in all that was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from iopcli.ask.phrases import Phrases
from iopcli.danger.words import STOP
from iopcli.dataset.model import Refusal


class RefusalPhrases:
    """The phrases of all refusals; what a phrase of `unless` covers does not count."""

    def __init__(self, things: Iterable[Refusal], lists: Mapping[str, tuple[str, ...]]) -> None:
        self._signs: Phrases[str] = Phrases(lists)
        self._others: Phrases[str] = Phrases(lists)
        for thing in things:
            self._signs.add(thing.any, thing.id)
            self._others.add(thing.unless, thing.id)

    @property
    def words(self) -> set[str]:
        """Every word of every phrase."""
        return self._signs.words | self._others.words

    def raised(self, words: Sequence[str]) -> list[str]:
        """The ids of what the words say, each once, in the order in which it is said."""
        words = [STOP, *words, STOP]
        signs = self._signs.find(words)
        if not signs:
            return []
        others = self._others.find(words)
        excused: dict[tuple[str, int], int] = {}
        for other in others:
            excused[other.of, other.start] = max(other.end, excused.get((other.of, other.start), 0))
        reach = {id_: _reach(excused, id_, len(words)) for id_ in {sign.of for sign in signs}}
        return list(dict.fromkeys(sign.of for sign in signs if reach[sign.of][sign.start] < sign.end))

    def places(self, words: Sequence[str]) -> set[int]:
        """The places of the words that any sign is made of."""
        return {place for sign in self._signs.find(words) for place in sign.places}


def _reach(excused: Mapping[tuple[str, int], int], id_: str, length: int) -> list[int]:
    """For each word, how far the phrases of `unless` that began there or before reach."""
    furthest, reach = 0, []
    for start in range(length):
        furthest = max(furthest, excused.get((id_, start), 0))
        reach.append(furthest)
    return reach
