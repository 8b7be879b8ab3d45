"""Chooses the answer to a question: of all candidates the likeliest, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from iopcli.ask.guess import ASKING, ELSEWHERE, NOTHING, SIDE_BY_SIDE, Guess
from iopcli.ask.nearest import Index, Near, things, words_of_rows
from iopcli.ask.shapes import FEW, Saying, fitting
from iopcli.ask.sure import ANSWERED, ITSELF, chance_of
from iopcli.ask.understand import Meant, Mention
from iopcli.dataset.model import Dataset

MOST_READ, MOST_SEE = 4, 2
"""Topics and terms that may be the answer by a guess, and those that are named under it."""
WORTH_SEEING = {"topic": 0.0001, "term": 0.05}
"""How likely a topic or a term has to be to be named under an answer."""
LIKELY_ROW = 0.05
"""How likely a row that was recognised has to be to be asked for, and to be answered with yes or no."""
ALSO_MEANT, MOST_MEANT = 0.2, 2
"""Which part of the likeliest row's chance another has to have to be answered with it, and how many are."""
A_WORD = 0.4
"""How much of a question a word of a row has to cover to be what is looked for."""
LOOKED_FOR = ("which", "most or least")
"""Shapes of what looks for options."""
FACTS = ("fact", "yes or no")
"""Shapes of what one option has in its rows."""
BY_NAME = {"what it is": 0.6, "before": 0.6, "versus": 0.9}
"""Shapes of what is said of options for their names alone, and how likely a topic is that comes before them."""
WORTH_A_FACT = 0.015
"""How likely a row that was named has to be for what an option has there to come before any topic, where a word of the
question is left over."""
CERTAIN = 0.95
"""How likely what was guessed has to be for what was only named to be held against it."""
GOES_ON = "goes on"
"""The cue of a question that is asked of the option before it."""
LIKELY_MEANT = 0.3
"""How likely a row is that comes before one that was named and is not likely meant."""
SAID = 0.8
"""How sure it is that a row is meant which every word says and the guess too."""
NEARLY, CLEAR = 0.6, 0.6
"""Which part of an answer's own likelihood a topic has to have to be read with it, and how likely an answer is that is
read alone."""
COUNTS = 0.2
"""How much it counts that an answer itself is right, beside that it or what stands under it is."""
LEAST = 0.001
"""No chance counts for less."""
SIDES = ("i", "im", "ive", "my", "he", "hes", "she", "shes", "we", "they", "the", "that", "thats", "it", "you")
"""Words with which a statement begins, rather than a question."""


class Candidate(NamedTuple):
    """A possible answer: sentences of facts or a topic to read, what is named under it, and what speaks for it."""

    saying: Saying | None
    reading: Mention | None
    see: tuple[Mention, ...]
    marks: Mapping[str, float]
    sure: float = 0
    """How likely it is that the question is answered, here or under it."""
    beside: tuple[Mention, ...] = ()
    """What is read with it, since it is nearly as likely what was asked for."""


class AnswerChooser:
    """Chooses among the answers that one dataset can give."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    @cached_property
    def _index(self) -> Index:
        return Index(things(self._dataset))

    @cached_property
    def _words_of_rows(self) -> Index:
        return Index(words_of_rows(self._dataset))

    def best(
        self, meant: Meant, guesses: Sequence[Guess], unknown_words: Sequence[str], *, unanswerable: bool
    ) -> Candidate | None:
        """What is likeliest to be the answer; None if nothing may be."""
        tried = self.candidates(meant, guesses, unknown_words, unanswerable=unanswerable)
        found = [one for one in tried if not one.saying or _may_be(one.saying, one.marks["share"], meant, guesses)]
        best = guesses[0].chance if guesses else 0
        likely = [one for one in found if best < CERTAIN or one.marks["share"] >= WORTH_A_FACT]
        plain = next((one for one in found if _is_plain(one, meant) and (one in likely or _is_named(one, meant))), None)
        if plain and (not plain.marks["none likelier"] or ("what" in meant.cues and not plain.saying)):
            return plain._replace(sure=1)
        found = [one for one in likely if one.marks.get("a fact alone")] or found
        sure = [one._replace(sure=max(chance_of(one.marks, ANSWERED), _least(one, meant))) for one in found]
        chosen = max(sure, key=lambda one: one.sure + COUNTS * chance_of(one.marks, ITSELF), default=None)
        return chosen and self._with_fact(chosen, meant, found)

    def _with_fact(self, chosen: Candidate, meant: Meant, found: Sequence[Candidate]) -> Candidate:
        """A topic that was chosen, after what the option that was named has in a row that was named.

        The row is one that the topic is about, or no word of the question is left over.
        """
        topic = self._dataset.topics.get(chosen.reading.id) if chosen.reading else None
        if chosen.reading is None or topic is None or len(meant.options) != 1:
            return chosen
        named = _named(meant) & set(topic.attributes) if meant.open else _named(meant)
        facts = (one.saying for one in found if one.saying and one.saying.shape in FACTS and not one.saying.unknown)
        fact = next((one for one in facts if one.attributes and set(one.attributes) <= named), None)
        return chosen._replace(saying=fact, reading=None, beside=(chosen.reading,)) if fact else chosen

    def candidates(
        self, meant: Meant, guesses: Sequence[Guess], unknown_words: Sequence[str], *, unanswerable: bool
    ) -> list[Candidate]:
        """All that may be the answer: what the shapes say of the rows that may be meant, and what can be read."""
        chances = {(one.kind, one.id): one.chance for one in guesses}
        best = guesses[0] if guesses else Guess("", "", 0)
        readable = [Mention(one.kind, one.id) for one in guesses if one.kind in ("topic", "term")]
        near = {Mention(one.kind, one.id): one for one in self._index.nearest(meant.content) if one.kind != "row"}
        worth = [one for one in readable if chances[one[:2]] >= WORTH_SEEING[one.kind]]
        common = _marks_of_question(meant, guesses, unknown_words, unanswerable=unanswerable)

        def choice(
            saying: Saying | None, reading: Mention | None, chance: float, marks: Mapping[str, float]
        ) -> Candidate:
            see = tuple(one for one in worth if one != reading)[:MOST_SEE]
            near_it = tuple(one for one in see[:1] if chances[one[:2]] >= NEARLY * chance) if chance < CLEAR else ()
            under = sum(chances.get(one[:2], 0) for one in see)
            own = {
                "chance": _log(chance), "share": chance, "chance or under": _log(chance + under),
                "likeliest": float(chance >= best.chance), "under": under,
            }  # fmt: skip
            return Candidate(saying, reading, see, {**common, **own, **marks}, beside=near_it)

        beside = {one.id: one for one in self._index.nearest(meant.beside) if one.kind == "row"}
        row = max((one.chance for one in guesses if one.kind == "row"), default=0)
        found = []
        for saying in self._sayings(meant, guesses):
            chance = sum(chances.get(("row", row), 0) for row in saying.attributes)
            if saying.shape == "versus":
                chance += chances.get(("option", SIDE_BY_SIDE), 0)
            elif saying.shape == "what it is":
                chance = sum(chances.get((kind, saying.options[0]), 0) for kind in ("option", "term"))
            marks = _marks_of_saying(saying, meant, chance, beside)
            alone = float(_is_fact(saying, meant, chance, row))
            found.append(choice(saying, None, chance, {**marks, "a fact alone": alone}))
        cues = self._dataset.asking.cue.values()
        cued = {Mention("topic", one.topic) for one in cues if one.topic and one.id in meant.cues}
        for reading in dict.fromkeys([*meant.exact, *readable[:MOST_READ], *list(near)[:1]]):
            marks = {
                f"a {reading.kind}": 1.0, "covers": near[reading].covers if reading in near else 0,
                "named": near[reading].named if reading in near else 0, "cued": float(reading in cued),
                "exact": float(reading in meant.exact), "though an option": float(bool(meant.options)),
            }  # fmt: skip
            found.append(choice(None, reading, chances.get(reading[:2], 0), marks))
        return found

    def _sayings(self, meant: Meant, guesses: Sequence[Guess]) -> Iterator[Saying]:
        """What the shapes say of all rows that were recognised, of the likely ones, of the likeliest, and of none."""
        chances = {one.id: one.chance for one in guesses if one.kind == "row"}
        likely = frozenset(id_ for id_, chance in chances.items() if chance >= LIKELY_ROW)
        meant = self._with_word(meant)._replace(likely=likely)
        first = next(iter(chances.values()), 0)
        near = [id_ for id_, chance in chances.items() if chance >= ALSO_MEANT * first][:MOST_MEANT]
        one_subject = len(meant.options) < 2 or bool(meant.either)
        tries = [meant, _only(meant, likely), *([_only(meant, near[:1], add=True)] if near and one_subject else [])]
        if meant.options:
            tries.append(meant._replace(attributes=(), values=(), numbers=(), cues=meant.cues - {"before"}))
        said = [fitting(self._dataset, one) for one in tries]
        both = fitting(self._dataset, _only(meant, near, add=True)) if near[1:] and one_subject else None
        if both and all(one.cell.state == "known" for one in both.places):
            said.append(both)
        yield from {(one.shape, one.options, one.attributes): one for one in said if one}.values()

    def _with_word(self, meant: Meant) -> Meant:
        """The question with the nearest word of a row it names, where it looks for options and names no word."""
        if meant.options or meant.values or meant.numbers or "which" not in meant.cues:
            return meant
        near = self._words_of_rows.nearest(meant.words)
        found = next((one for one in near if one.kind in meant.attributes and one.named >= A_WORD), None)
        return meant._replace(values=((found.kind, found.id),)) if found else meant


def _marks_of_question(
    meant: Meant, guesses: Sequence[Guess], unknown_words: Sequence[str], *, unanswerable: bool
) -> dict[str, float]:
    """What speaks for or against any answer: what the question itself is like, and how far one guess is ahead."""
    chances = {(one.kind, one.id): one.chance for one in guesses}
    best, second = (*guesses[:2], Guess("", "", 0), Guess("", "", 0))[:2]
    asked = not meant.cues.isdisjoint(ASKING)
    content = len(meant.content)
    return {
        "nothing": _log(chances.get((NOTHING, NOTHING), 0)),
        "elsewhere": _log(chances.get((NOTHING, ELSEWHERE), 0)),
        "none likelier": float(best.kind == NOTHING), "strange": float(min(len(unknown_words), 2)),
        "vain": float(unanswerable),
        "asked": float(asked), "told": float(not asked and bool(meant.words) and meant.words[0] in SIDES),
        "words": min(len(meant.words), 12) / 12, "ahead": best.chance - second.chance, "alone": float(content == 1),
        "few and strange": float(content <= FEW and bool(unknown_words)), "open": len(meant.open) / (content or 1),
    }  # fmt: skip


def _marks_of_saying(saying: Saying, meant: Meant, chance: float, near: Mapping[str, Near]) -> dict[str, float]:
    """What speaks for what a shape says."""
    recognised = float(bool(_named(meant) & set(saying.attributes)))
    rows = [near[row] for row in saying.attributes if row in near]
    marks = {
        saying.shape: 1.0, "recognised": recognised, "recognised and likely": recognised * _log(chance),
        "chance of a saying": _log(chance),
        "rows cover": max((row.covers for row in rows), default=float(not meant.beside)),
        "rows named": max((row.named for row in rows), default=0.0), "not known": float(saying.unknown),
    }  # fmt: skip
    if saying.shape in ("which", "each option", "most or least"):
        marks["looks for options"] = float("which" in meant.cues or bool(meant.numbers))
        marks["unread in a list"] = len(meant.open) / (len(meant.content) or 1)
    return marks


def _least(one: Candidate, meant: Meant) -> float:
    """How sure it is at least that what an option has in a row is meant: where all words say so, and the guess too."""
    likely = one.marks["share"] >= LIKELY_MEANT or GOES_ON in meant.cues
    whole = one.marks.get("a fact alone") and not meant.open and likely
    return SAID if whole else 0


def _is_named(one: Candidate, meant: Meant) -> bool:
    """Whether it is of rows that were named, if of any."""
    return one.saying is None or not one.saying.attributes or bool(_named(meant) & set(one.saying.attributes))


def _is_plain(one: Candidate, meant: Meant) -> bool:
    """Whether a question is no more than a name, or looks for options, and every word of it is understood."""
    if one.saying is None:
        return one.reading in meant.plainly and not meant.options
    if meant.open:
        return False
    if one.saying.shape == "what it is" or (one.saying.shape == "versus" and meant.either):
        return _plainly(one.saying, meant)
    return one.saying.shape in LOOKED_FOR and ("which" in meant.cues or bool(meant.numbers))


def _may_be(saying: Saying, share: float, meant: Meant, guesses: Sequence[Guess]) -> bool:
    """Whether an answer about options that were only named may be the answer: not where another is likely meant."""
    if saying.shape == "what it is" and meant.open:
        return False
    best = guesses[0] if guesses else Guess("", "", 0)
    clear = BY_NAME.get(saying.shape, 1)
    return best.kind != "topic" or best.chance < clear or share >= WORTH_A_FACT or _plainly(saying, meant)


def _plainly(saying: Saying, meant: Meant) -> bool:
    """Whether only what an option is was asked."""
    return Mention("option", saying.options[0]) in meant.plainly


def _is_fact(saying: Saying, meant: Meant, chance: float, row: float) -> bool:
    """Whether it is what one option has in a row that was named, and nothing else was: it comes before any topic.

    It does not where another row is likely meant.
    """
    of_one = saying.shape in FACTS or (saying.shape == "versus" and bool(meant.either))
    if not of_one or not _named(meant) & set(saying.attributes):
        return False
    return chance >= WORTH_A_FACT or (not meant.open and row < LIKELY_MEANT)


def _named(meant: Meant) -> set[str]:
    """The rows that were recognised."""
    return {*meant.attributes, *(row for row, _ in meant.values), *(one.attribute for one in meant.numbers)}


def _only(meant: Meant, rows: Collection[str], *, add: bool = False) -> Meant:
    """The question about these rows alone, as far as they were recognised, or about them as if they were."""
    return meant._replace(
        attributes=tuple(rows) if add else tuple(row for row in meant.attributes if row in rows),
        values=tuple(one for one in meant.values if one[0] in rows),
    )


def _log(chance: float) -> float:
    return math.log(max(chance, LEAST))
