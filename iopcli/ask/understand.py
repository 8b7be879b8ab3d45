"""A question becomes what it is about: options, rows, words of rows, numbers, and the cues of its shape."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from iopcli.ask.amounts import Number, numbers
from iopcli.ask.phrases import PhraseMatch, Phrases, stem
from iopcli.ask.refusals import RefusalPhrases
from iopcli.danger.words import STOP, Vocabulary, words_of
from iopcli.dataset.find import normalized, option_ids
from iopcli.dataset.model import Dataset

ARTICLES = ("a", "an", "the", "regular", "my", "in")
"""What may stand between `than` and a name."""
ALIKE = "like-"
"""How the id of a list begins whose words are alike in what they are about."""
SPANISH = "es-"
"""How the id of a list begins whose words are Spanish, for the English that follows."""
SPANISH_WORDS, SPANISH_SHARE, SPANISH_ALONE = 2, 0.4, 5
"""How many words, and which part of all, are Spanish where Spanish is spoken; letters of one that may stand alone."""
AN_OPTION = "<option>"
"""What stands where an option is named."""
EITHER = "either-"
"""How the id of a list begins whose words are names of the option that follows as well as of another."""
LONG_NAME = 3
"""Words of a name that counts although none of them says anything by itself: `level of care`."""


class Mention(NamedTuple):
    """One thing that a phrase stands for; `word` is a word of a scale or a set."""

    kind: str
    id: str
    word: str = ""


class Meant(NamedTuple):
    """What a question was taken to be about."""

    words: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    """Rows with a word of theirs: `("resources", "meals")`."""
    numbers: tuple[Number, ...] = ()
    cues: frozenset[str] = frozenset()
    content: tuple[str, ...] = ()
    """Words that say something by themselves."""
    open: tuple[str, ...] = ()
    """Words of those that no name and no phrase has covered."""
    ranked: tuple[str, ...] = ()
    """Rows that a superlative is about, the likeliest first."""
    beside: tuple[str, ...] = ()
    """Words that say something and name no option."""
    around: tuple[str, ...] = ()
    """All words, with `AN_OPTION` where an option is named: how people ask is the same for each."""
    than: str = ""
    """The option that others are measured against: `cheaper than an IOP`."""
    likely: frozenset[str] = frozenset()
    """Rows that people who ask like this want to know: yes or no is said of no other."""
    exact: tuple[Mention, ...] = ()
    """Topics and terms whose name has all the words that say something."""
    alike: tuple[str, ...] = ()
    """The lists of words that are alike, of which a word is one."""
    plainly: tuple[Mention, ...] = ()
    """Those of `exact`, and the option, of which nothing is asked but what it is."""
    either: str = ""
    """A name that two options have: `halfway house`; both are named."""


class Language:
    """The words and phrases of one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        asking = dataset.asking
        lists = {id_: one.words for id_, one in asking.list.items()}
        self._spellings = asking.typed
        self._english = {
            word: tuple(id_.removeprefix(SPANISH).split("-"))
            for id_ in lists
            if id_.startswith(SPANISH)
            for word in lists[id_]
        }
        self._filler = frozenset(lists.get("filler", ()))
        self.small_talk = frozenset(lists.get("small-talk", ()))
        self._plain = frozenset((STOP, *lists.get("plain", ())))
        self._either = {id_.removeprefix(EITHER): lists[id_] for id_ in lists if id_.startswith(EITHER)}
        self._weak = {normalized(name) for name in lists.get("weak", ())}
        self._alike: dict[str, list[str]] = {}
        for id_ in (id_ for id_ in lists if id_.startswith(ALIKE)):
            for form in {*lists[id_], *(stem(word) for word in lists[id_])}:
                self._alike.setdefault(form, []).append(id_.removeprefix(ALIKE))
        self.refusals = RefusalPhrases(asking.refusal.values(), lists)
        self._things: Phrases[Mention] = Phrases(lists, stems=True)
        self._cues: Phrases[str] = Phrases(lists)
        for name, id_ in option_ids(dataset).items():
            alone = name.isdigit()  # a bare 1 or 4 is no level
            self._things.add([f"level|asam|levels {name}"] if alone else [name], Mention("option", id_))
        for attribute in dataset.attributes.values():
            self._things.add((*attribute.also, normalized(attribute.label)), Mention("attribute", attribute.id))
            for word in attribute.word:
                self._things.add(word.also, Mention("value", attribute.id, word.id))
        for cue in asking.cue.values():
            self._cues.add([*cue.any, *(_turned(cue.any) if cue.topic else ())], cue.id)
        self._names: Phrases[Mention] = Phrases({})
        for term in dataset.terms.values():
            self._names.add({normalized(name) for name in (term.term, *term.also)} - {""}, Mention("term", term.id))
        for topic in dataset.topics.values():
            self._names.add(
                {normalized(name) for name in (topic.title, *topic.also)} - {""}, Mention("topic", topic.id)
            )
        self.meaning = self._things.words | self._cues.words | self._names.words
        self._known = Vocabulary(self.meaning, self._filler | self.refusals.words)

    def words(self, text: str) -> list[str]:
        """The words of a text, mended; those of a text in Spanish in English, as far as they are known."""
        words = words_of(text, self._spellings)
        if self._is_spanish(words):
            words = [english for word in words for english in self._english.get(word, (word,))]
        return self._known.mended(words)

    def speaks_spanish(self, text: str) -> bool:
        """Whether a text is in Spanish, or mostly so."""
        return self._is_spanish(words_of(text, self._spellings))

    def _is_spanish(self, words: Sequence[str]) -> bool:
        said = [word for word in words if word != STOP]
        spanish = [word for word in said if word in self._english]
        if len(said) == 1:
            return bool(spanish) and len(said[0]) >= SPANISH_ALONE
        return len(spanish) >= max(SPANISH_WORDS, SPANISH_SHARE * len(said))

    def besides_refusals(self, words: Sequence[str]) -> list[str] | None:
        """The words without those of refusals, with a stop in their place; None if fewer than as many are left."""
        taken = self.refusals.places(words)
        says = [place for place, word in enumerate(words) if self._says(word)]
        left = [place for place in says if place not in taken]
        if len(left) * 2 < len(says):
            return None
        return [STOP if place in taken else word for place, word in enumerate(words)]

    def meant(self, words: Sequence[str]) -> Meant:
        """What the words are about."""
        cued = self._cues.find(words)
        cues = frozenset(found.of for found in cued)
        says = [place for place, word in enumerate(words) if self._says(word)]
        found = _outermost(self._things.find(words))
        options = self._options(words, found, cues)
        either = self._also(words, found, options)
        named = {place for one in found if one.of.kind == "option" and one.of.id in options for place in one.places}
        rows = [one for one in found if one.of.kind != "option" and not named.issuperset(one.places)]
        amounts = tuple(numbers(words, cued, named))
        counted = {place for one in amounts for place in (one.place, one.place + 1)}
        rows = [one for one in rows if not set(one.places) <= counted] or rows
        telling = [one for one in rows if _is_telling(one, says)]
        rows = telling or rows
        covered = {place for one in (*found, *rows) for place in one.places}
        covered |= {place for one in cued for place in one.places}
        whole = self._whole(words, says)
        plainly = [name.of for name in whole if self._asks_plainly(words, name.places)]
        if options and self._asks_plainly(words, named):
            plainly.append(Mention("option", options[0]))
        return Meant(
            words=tuple(words),
            options=tuple(options),
            attributes=tuple(dict.fromkeys(one.of.id for one in rows if one.of.kind == "attribute")),
            values=tuple(dict.fromkeys((one.of.id, one.of.word) for one in rows if one.of.kind == "value")),
            numbers=amounts,
            cues=cues,
            content=tuple(dict.fromkeys(words[place] for place in says)),
            open=tuple(dict.fromkeys(words[place] for place in says if place not in covered)),
            ranked=tuple(_ranked(cued, rows)),
            beside=tuple(dict.fromkeys(words[place] for place in says if place not in named)),
            around=tuple(_around(words, named)),
            than=next((one.of.id for one in found if one.of.id in options and _is_after_than(words, one.start)), ""),
            exact=tuple(name for name in dict.fromkeys(one.of for one in whole) if name.id not in options),
            alike=tuple(sorted({id_ for word in words for id_ in self._like(word)})),
            plainly=tuple(dict.fromkeys(plainly)),
            either=either,
        )

    def _whole(self, words: Sequence[str], says: Sequence[int]) -> list[PhraseMatch[Mention]]:
        """Names of topics and terms that have all the words that say something."""
        telling_words = set(says) or {place for place, word in enumerate(words) if word != STOP}
        return [name for name in self._names.find(words) if telling_words <= set(name.places) or _is_long(name, says)]

    def _also(self, words: Sequence[str], found: Sequence[PhraseMatch[Mention]], options: list[str]) -> str:
        """A name that another option has too, which is added to the options, unless it is compared already."""
        for one in found if len(options) == 1 else ():
            name = " ".join(words[place] for place in one.places)
            for id_ in (id_ for id_, names in self._either.items() if name in names and one.of.id == options[0]):
                options.append(id_)
                return self._either[id_][0]
        return ""

    def _asks_plainly(self, words: Sequence[str], places: Container[int]) -> bool:
        """Whether all words but those at these places only ask what something is."""
        return all(word in self._plain or place in places for place, word in enumerate(words))

    def _like(self, word: str) -> list[str]:
        """The lists of words that are alike, of which this is one, in this form or another."""
        return self._alike.get(word) or self._alike.get(stem(word), [])

    def _says(self, word: str) -> bool:
        number = (word.lstrip("$") or word)[0].isdigit() and word not in self._names.words
        return len(word) > 1 and not number and word not in self._filler

    def _options(self, words: Sequence[str], found: Sequence[PhraseMatch[Mention]], cues: frozenset[str]) -> list[str]:
        """The options named, in order; a name that is mostly said of other things only where no better one is."""
        ruled_out = ("not", "no", "without", "but", "besides", "except")
        named = {
            one.of.id: one.places
            for one in found
            if one.of.kind == "option" and not (one.start and words[one.start - 1] in ruled_out)
        }
        if "versus" in cues and len(named) > 1:
            return list(named)
        names = {id_: " ".join(words[place] for place in places) for id_, places in named.items()}
        strong = [
            id_
            for id_, name in names.items()
            if not {name, name.removesuffix("s")} & self._weak or _is_after_than(words, named[id_][0])
        ]
        if strong:
            return strong
        if cues & {"which", "most", "least"} and any(one.of.kind != "option" for one in found):
            return []
        values = {one.places for one in found if one.of.kind == "value"}
        return [id_ for id_, places in named.items() if places not in values] or list(named)


def _turned(phrases: Iterable[str]) -> Iterator[str]:
    """Phrases of two parts with a gap between them, the other way round: what they are about is the same."""
    for phrase in phrases:
        first, gap, last = phrase.partition(" ~ ")
        if gap and " " not in first + last:
            yield f"{last} ~ {first}"


def _around(words: Sequence[str], named: Container[int]) -> Iterator[str]:
    """The words, with one `AN_OPTION` in the place of those of a name."""
    for place, word in enumerate(words):
        if place not in named:
            yield word
        elif not place or place - 1 not in named:
            yield AN_OPTION


def _outermost(found: Sequence[PhraseMatch[Mention]]) -> list[PhraseMatch[Mention]]:
    """What was found, without those whose words another phrase has as well, and more; a row hides no word of a row."""
    sets = [(one.of.kind, frozenset(one.places)) for one in found]
    return [
        one
        for one, (kind, places) in zip(found, sets, strict=True)
        if not any(places < other and not (kind == "value" and by == "attribute") for by, other in sets)
    ]


def _is_after_than(words: Sequence[str], start: int) -> bool:
    before = [word for word in words[max(start - 2, 0) : start] if word not in ARTICLES]
    return before[-1:] == ["than"]


def _is_telling(row: PhraseMatch[Mention], says: Sequence[int]) -> bool:
    """Whether a row is meant by more than one everyday word: `after` alone says little where another row is named."""
    return any(place in says for place in row.places) or (row.whole and len(row.places) > 1)


def _is_long(name: PhraseMatch[Mention], says: Sequence[int]) -> bool:
    """Whether a name of words none of which says anything by itself counts: `level of care`."""
    return not says and len(name.places) >= LONG_NAME


def _ranked(cued: Iterable[PhraseMatch[str]], rows: Sequence[PhraseMatch[Mention]]) -> Iterator[str]:
    """Rows by how near they stand to `most` or `least`: in the same words, after it, anywhere."""
    at = next((one for one in cued if one.of in ("most", "least")), None)
    if at is not None:
        named = [one for one in rows if one.of.kind == "attribute"]
        yield from (one.of.id for one in named if set(one.places) & set(at.places))
        yield from (one.of.id for one in named if one.start > at.start)
    yield from (one.of.id for one in rows)
