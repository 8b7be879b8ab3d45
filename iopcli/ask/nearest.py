"""Full-text search: which topics, terms and rows are nearest to a question, and how much of it each one covers."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from iopcli.dataset.model import Dataset


class Near(NamedTuple):
    """A search result, and how much of the question (0 to 1) its words cover."""

    kind: str
    id: str
    covers: float
    named: float
    """The same for its names alone."""


class Searchable(NamedTuple):
    """Something that can be found: by its names, and by what it says."""

    kind: str
    id: str
    names: str
    says: str


def things(dataset: Dataset) -> list[Searchable]:
    """Every topic, term and row, with the questions that people asked about it."""
    asked: dict[str, list[str]] = {}
    for one in (one for kind in dataset.asked.values() for one in kind.question if one.kind == "answer"):
        for id_ in (*one.topics, *one.attributes):
            asked.setdefault(id_, []).append(one.asks)
    for cue in dataset.asking.cue.values():
        asked.setdefault(cue.topic, []).extend(phrase.replace("|", " ") for phrase in cue.any)
    searchable = [
        ("topic", one.id, (one.title, *one.also), tuple(point.says for point in one.point))
        for one in dataset.topics.values()
    ]
    searchable += [("term", one.id, (one.id, one.term, *one.also), (one.means,)) for one in dataset.terms.values()]
    searchable += [
        (
            "row",
            one.id,
            (one.label, *one.also),
            (one.meaning, *(text for word in one.word for text in (word.says, *word.also))),
        )
        for one in dataset.attributes.values()
    ]
    return [
        Searchable(
            kind, id_, " ".join(names).replace("|", " "), " ".join((*says, *asked.get(id_, ()))).replace("|", " ")
        )
        for kind, id_, names, says in searchable
    ]


def words_of_rows(dataset: Dataset) -> list[Searchable]:
    """Every word of a scale or a set, by its row: its names are how people say it, and how it is shown."""
    return [
        Searchable(attribute.id, word.id, " ".join((*word.also, word.says)).replace("|", " "), "")
        for attribute in dataset.attributes.values()
        for word in attribute.word
    ]


class Index:
    """Things by the words of their names and of what they say, in any form of the word."""

    def __init__(self, things: Sequence[Searchable]) -> None:
        self._things = things
        self._rows_of: dict[tuple[str, str], frozenset[int]] = {}

    @cached_property
    def _table(self) -> sqlite3.Connection:
        table = sqlite3.connect(":memory:")
        table.execute("CREATE VIRTUAL TABLE thing USING fts5(names, says, tokenize='porter unicode61')")
        rows = [(number, names, says) for number, (_, _, names, says) in enumerate(self._things)]
        table.executemany("INSERT INTO thing(rowid, names, says) VALUES (?, ?, ?)", rows)
        return table

    def nearest(self, words: Iterable[str]) -> list[Near]:
        """What covers any of the words, the most first; a rare word counts for more, one that is nowhere for most."""
        asked = dict.fromkeys(word for word in words if word.isalnum())
        if not asked:
            return []
        rows = {word: (self._with("names", word), self._with("says", word)) for word in asked}
        worth = {
            word: math.log((len(self._things) + 1) / (len(names | says) + 0.5)) for word, (names, says) in rows.items()
        }
        order = self._ranked(list(asked))
        whole = sum(worth.values())

        def near(row: int) -> Near:
            named = sum(worth[word] for word, (names, _) in rows.items() if row in names)
            said = sum(worth[word] for word, (names, says) in rows.items() if row in says - names)
            return Near(*self._things[row][:2], (named + SAYS * said) / whole, named / whole)

        found = [near(row) for row in order]
        return sorted(found, key=lambda near: -near.covers)

    def _with(self, column: str, word: str) -> frozenset[int]:
        """The rows of the things that have a word, cached, since one question asks for the same word more than once."""
        if (column, word) not in self._rows_of:
            rows = self._table.execute("SELECT rowid FROM thing WHERE thing MATCH ?", (f'{column} : "{word}"',))
            self._rows_of[column, word] = frozenset(row for (row,) in rows)
        return self._rows_of[column, word]

    def _ranked(self, words: Sequence[str]) -> list[int]:
        asked = " OR ".join(f'"{word}"' for word in words)
        rows = self._table.execute(
            "SELECT rowid FROM thing WHERE thing MATCH ? ORDER BY bm25(thing, ?, 1.0), rowid", (asked, NAMES)
        )
        return [row for (row,) in rows]


SAYS = 0.6
"""What a word counts that stands only in what a thing says, not in its names."""
NAMES = 4.0
"""How much more its names count when things are ranked."""
