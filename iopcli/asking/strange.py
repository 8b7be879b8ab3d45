"""Words that nothing here knows: a question that turns on one is not answered with something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from iopcli.asking.phrases import Phrases, stem
from iopcli.asking.understand import Meant
from iopcli.dataset.model import AskedQuestion, Dataset
from iopcli.hearing.words import STOP
from iopcli.wording import text_of

_WORD = re.compile(r"[a-z]+")
SHORT = 3
"""Letters of a word that is its own stem."""


class Strange:
    """The words of one dataset, and words that questions are known to ask for in vain."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def words(self, meant: Meant) -> list[str]:
        """The words of a question that nothing here knows, those first that others have asked for in vain."""
        unknown = (word for word in meant.content if word.isalpha() and _base(word) not in self._known)
        return list(dict.fromkeys([*self.vain(meant), *unknown]))

    def vain(self, meant: Meant) -> list[str]:
        """The words of a question that others have asked for in vain."""
        return [found.of for found in self._vain.find(meant.words)]

    @cached_property
    def _known(self) -> frozenset[str]:
        """What the words of all texts here have in common with other forms of themselves."""
        return frozenset(_base(word) for text in self._texts() for word in _WORD.findall(text.lower().replace("'", "")))

    @cached_property
    def _vain(self) -> Phrases[str]:
        """Words that were asked for and are not known, as long as no text and no answered question has them."""
        phrases: Phrases[str] = Phrases({})
        missing = {word: None for one in self._asked("unknown") for word in one.missing}
        answered = {_base(word) for text in self._own_texts() for word in _WORD.findall(text.lower())}
        for word in missing:
            plain = _WORD.findall(word.lower())
            if plain and not {_base(one) for one in plain} <= answered:
                phrases.add([" ".join(plain)], word)
        return phrases

    def _asked(self, kind: str) -> Iterator[AskedQuestion]:
        return (one for asked in self._dataset.asked.values() for one in asked.question if one.kind == kind)

    def _own_texts(self) -> Iterator[str]:
        """What the dataset says, and what was asked that it answers."""
        dataset = self._dataset
        for topic in dataset.topics.values():
            yield from (topic.title, *topic.also, *(point.says for point in topic.point))
        for term in dataset.terms.values():
            yield from (term.term, term.means, *term.also)
        for row in dataset.attributes.values():
            yield from (
                row.label,
                row.meaning,
                *row.also,
                *(text for word in row.word for text in (*word.also, word.says)),
            )
        for option in dataset.options.values():
            yield from (option.name, option.short_name, option.summary, *option.aliases)
            for id_, fact in option.facts.items():
                yield from (text_of(dataset, dataset.attributes[id_], fact), fact.note)
        yield from (one.asks for one in self._asked("answer"))

    def _texts(self) -> Iterable[str]:
        """The same, with everyday words that no question turns on."""
        yield from self._own_texts()
        yield from (word for one in self._dataset.asking.list.values() for word in one.words)
        yield from (phrase for cue in self._dataset.asking.cue.values() for phrase in cue.any)


def _base(word: str) -> str:
    return stem(word) if len(word) > SHORT and word != STOP else word
