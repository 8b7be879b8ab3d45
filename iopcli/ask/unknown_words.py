"""Unknown words: a question that hangs on a word that nothing here knows is not answered with something else."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from iopcli.ask.phrases import stem
from iopcli.ask.understand import ALIKE, SPANISH, Meant
from iopcli.danger.words import STOP, Vocabulary, words_of
from iopcli.dataset.model import AskedQuestion, Dataset
from iopcli.facts.wording import text_of

_WORD = re.compile(r"[a-z0-9]+")
TELLING = ("drug",)
"""Lists of words on which a question may hang, besides the lists of words that are alike."""
NAMED = ("like-place", "like-shop", "like-brand")
"""Lists of names of places, shops and brands, most of which nothing here knows; a general answer is none for them."""
SHORT = 3
"""Letters of a word that is its own stem."""


class UnknownWords:
    """Finds the words of a question that one dataset does not know, or that it is known to have no answer for."""

    def __init__(self, dataset: Dataset, meaning: Container[str]) -> None:
        self._dataset = dataset
        self._meaning = meaning  # what is looked for in questions need not be looked for in texts

    def words(self, meant: Meant, unanswerable: Sequence[str]) -> list[str]:
        """The unknown words of a question, those first that are known to be unanswerable."""
        named = {word for one in unanswerable if one in self._missing for word in self._missing[one][1]}
        odd = (word for word in meant.content if word.isalpha() and word not in self._meaning and word not in named)
        unknown = (word for word in odd if _base(word) not in self._everyday and _base(word) not in self._known_bases)
        return list(dict.fromkeys([*unanswerable, *(word for word in unknown if self._near.mended([word]) == [word])]))

    def known_unanswerable(self, meant: Meant) -> list[str]:
        """The words that others have asked about without an answer, unless a text or an answer has them by now."""
        asked = self.ever_unanswerable(meant)
        unanswerable = [
            word for word in asked if not all(_base(one) in self._known_bases for one in self._missing[word][1])
        ]
        named = (word for word in meant.words if word in self._names and _base(word) not in self._text_bases)
        return list(dict.fromkeys([*unanswerable, *named]))

    def ever_unanswerable(self, meant: Meant) -> list[str]:
        """The words that others have asked about without an answer, also those that stand in other answers."""
        said = f" {' '.join(map(_base, meant.words))} "
        return [word for word, (plain, _) in self._missing.items() if plain in said]

    @cached_property
    def _missing(self) -> dict[str, tuple[str, list[str]]]:
        """What was asked about without an answer, as it stands among the words of a question, and its words."""
        words = dict.fromkeys(word for one in self._asked("unknown") for word in one.missing)
        split = ((word, words_of(word, {})) for word in words)
        return {word: (f" {' '.join(map(_base, plain))} ", plain) for word, plain in split}

    @cached_property
    def _names(self) -> frozenset[str]:
        """Names of places, shops and brands."""
        lists = self._dataset.asking.list
        return frozenset(word for id_ in NAMED if id_ in lists for word in lists[id_].words)

    @cached_property
    def _texts_words(self) -> set[str]:
        """The words of all texts of the dataset."""
        return _words(self._own_texts())

    @cached_property
    def _answered(self) -> set[str]:
        """The words of questions that the dataset answers."""
        return _words(one.asks for one in self._asked("answer"))

    @cached_property
    def _text_bases(self) -> set[str]:
        """The stems of the words of all texts."""
        return set(map(_base, self._texts_words))

    @cached_property
    def _known_bases(self) -> set[str]:
        """The stems of the words of all texts and of all questions that it answers."""
        return self._text_bases | set(map(_base, self._answered))

    @cached_property
    def _near(self) -> Vocabulary:
        """Known words, by which a mistyped one is recognised."""
        return Vocabulary(filter(str.isalpha, self._texts_words | self._answered), ())

    @cached_property
    def _everyday(self) -> set[str]:
        """The stems of everyday words, that decide no question, and of the cues of a question."""
        lists = (
            word
            for one in self._dataset.asking.list.values()
            if one.id not in TELLING and not one.id.startswith((ALIKE, SPANISH))
            for word in one.words
        )
        return set(
            map(_base, _words((*lists, *(phrase for cue in self._dataset.asking.cue.values() for phrase in cue.any))))
        )

    def _asked(self, kind: str) -> Iterator[AskedQuestion]:
        return (one for asked in self._dataset.asked.values() for one in asked.question if one.kind == kind)

    def _own_texts(self) -> Iterator[str]:
        """What the dataset says."""
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
                yield from (text_of(dataset.attributes[id_], fact), fact.note)


def _words(texts: Iterable[str]) -> set[str]:
    """The words of some texts, each once."""
    parts = set(" ".join(texts).lower().replace("'", "").split())
    return set(_WORD.findall(" ".join(parts)))


@lru_cache(maxsize=4096)
def _base(word: str) -> str:
    return stem(word) if len(word) > SHORT and word != STOP else word
