"""A question becomes what it is about: options, rows, words of rows, numbers, and the cues of its shape."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from iopcli.ask.phrases import Found, Phrases, stem
from iopcli.ask.warnings import Warnings
from iopcli.danger.words import STOP, Known, words_of
from iopcli.dataset.find import option_ids, plain
from iopcli.dataset.model import Dataset

UNITS = {
    "hour": ("hours_per_week", 1), "dollar": ("cost_per_week", 1), "buck": ("cost_per_week", 1),
    "day": ("length_days", 1), "week": ("length_days", 7), "month": ("length_days", 30), "year": ("length_days", 365),
}  # fmt: skip
"""A unit of time or money: the row it measures, and how many of that row's units it is."""

TIMES = ("day", "time", "session", "visit", "meeting", "group")
"""What is counted by the week."""
NUMBERS = {
    "couple": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
    "hundred": 100, "thousand": 1000,
}  # fmt: skip
TIMES_OF = {"hundred": 100, "thousand": 1000}
Test = Literal["at least", "at most", "below"]
TESTS: dict[str, Test] = {"at-least": "at least", "at-most": "at most", "below": "below"}
NEAR_A_NUMBER = 3
"""Words between a number and a word before it that says which side of it is asked for."""
NO_AMOUNT = frozenset(("old", "pregnant", "along", "sober", "clean", "ago", "since", "preg"))
"""Words after a number and its unit that make it no length of care: `20 weeks pregnant`."""
HOURS_OF_A_WEEK = 168
"""A larger number a week, without a unit, is money."""
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
LONG_NAME = 3
"""Words of a name that counts although none of them says anything by itself: `level of care`."""


class Mention(NamedTuple):
    """One thing that a phrase stands for; `word` is a word of a scale or a set."""

    kind: str
    id: str
    word: str = ""


class Number(NamedTuple):
    """A number with the row that it is about, and the side of it that is asked for."""

    attribute: str
    value: float
    test: Test = "at most"
    place: int = -1


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


class Language:
    """The words and phrases of one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        asking = dataset.asking
        lists = {id_: one.words for id_, one in asking.list.items()}
        self._spellings = {typed: tuple(one.id.split("-")) for one in asking.spelling.values() for typed in one.typed}
        self._english = {
            word: tuple(id_.removeprefix(SPANISH).split("-"))
            for id_ in lists
            if id_.startswith(SPANISH)
            for word in lists[id_]
        }
        self._filler = frozenset(lists.get("filler", ()))
        self.small_talk = frozenset(lists.get("small-talk", ()))
        self._weak = {plain(name) for name in lists.get("weak", ())}
        self._alike: dict[str, list[str]] = {}
        for id_ in (id_ for id_ in lists if id_.startswith(ALIKE)):
            for form in {*lists[id_], *(stem(word) for word in lists[id_])}:
                self._alike.setdefault(form, []).append(id_.removeprefix(ALIKE))
        self.refusals = Warnings(asking.refusal.values(), lists)
        self._things: Phrases[Mention] = Phrases(lists, stems=True)
        self._cues: Phrases[str] = Phrases(lists)
        for name, id_ in option_ids(dataset).items():
            alone = name.isdigit()  # a bare 1 or 4 is no level
            self._things.add([f"level|asam|levels {name}"] if alone else [name], Mention("option", id_))
        for attribute in dataset.attributes.values():
            self._things.add((*attribute.also, plain(attribute.label)), Mention("attribute", attribute.id))
            for word in attribute.word:
                self._things.add(word.also, Mention("value", attribute.id, word.id))
        for cue in asking.cue.values():
            self._cues.add([*cue.any, *(_turned(cue.any) if cue.topic else ())], cue.id)
        self._names: Phrases[Mention] = Phrases({})
        for term in dataset.terms.values():
            self._names.add({plain(name) for name in (term.term, *term.also)} - {""}, Mention("term", term.id))
        for topic in dataset.topics.values():
            self._names.add({plain(name) for name in (topic.title, *topic.also)} - {""}, Mention("topic", topic.id))
        self.meaning = self._things.words | self._cues.words | self._names.words
        self._known = Known(self.meaning, self._filler | self.refusals.words)

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
        named = {place for one in found if one.of.kind == "option" and one.of.id in options for place in one.places}
        rows = [one for one in found if one.of.kind != "option" and not named.issuperset(one.places)]
        numbers = tuple(_numbers(words, cued, named))
        counted = {place for one in numbers for place in (one.place, one.place + 1)}
        rows = [one for one in rows if not set(one.places) <= counted] or rows
        telling = [one for one in rows if _is_telling(one, says)]
        rows = telling or rows
        covered = {place for one in (*found, *rows) for place in one.places}
        covered |= {place for one in cued for place in one.places}
        names = self._names.find(words)
        told = set(says) or {place for place, word in enumerate(words) if word != STOP}
        whole = [name.of for name in names if told <= set(name.places) or _is_long(name, says)]
        return Meant(
            words=tuple(words),
            options=tuple(options),
            attributes=tuple(dict.fromkeys(one.of.id for one in rows if one.of.kind == "attribute")),
            values=tuple(dict.fromkeys((one.of.id, one.of.word) for one in rows if one.of.kind == "value")),
            numbers=numbers,
            cues=cues,
            content=tuple(dict.fromkeys(words[place] for place in says)),
            open=tuple(dict.fromkeys(words[place] for place in says if place not in covered)),
            ranked=tuple(_ranked(cued, rows)),
            beside=tuple(dict.fromkeys(words[place] for place in says if place not in named)),
            around=tuple(_around(words, named)),
            than=next((one.of.id for one in found if one.of.id in options and _is_after_than(words, one.start)), ""),
            exact=tuple(name for name in dict.fromkeys(whole) if name.id not in options),
            alike=tuple(sorted({id_ for word in words for id_ in self._like(word)})),
        )

    def _like(self, word: str) -> list[str]:
        """The lists of words that are alike, of which this is one, in this form or another."""
        return self._alike.get(word) or self._alike.get(stem(word), [])

    def _says(self, word: str) -> bool:
        number = (word.lstrip("$") or word)[0].isdigit() and word not in self._names.words
        return len(word) > 1 and not number and word not in self._filler

    def _options(self, words: Sequence[str], found: Sequence[Found[Mention]], cues: frozenset[str]) -> list[str]:
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


def _outermost(found: Sequence[Found[Mention]]) -> list[Found[Mention]]:
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


def _is_telling(row: Found[Mention], says: Sequence[int]) -> bool:
    """Whether a row is meant by more than one everyday word: `after` alone says little where another row is named."""
    return any(place in says for place in row.places) or (row.whole and len(row.places) > 1)


def _is_long(name: Found[Mention], says: Sequence[int]) -> bool:
    """Whether a name of words none of which says anything by itself counts: `level of care`."""
    return not says and len(name.places) >= LONG_NAME


def _ranked(cued: Iterable[Found[str]], rows: Sequence[Found[Mention]]) -> Iterator[str]:
    """Rows by how near they stand to `most` or `least`: in the same words, after it, anywhere."""
    at = next((one for one in cued if one.of in ("most", "least")), None)
    if at is not None:
        named = [one for one in rows if one.of.kind == "attribute"]
        yield from (one.of.id for one in named if set(one.places) & set(at.places))
        yield from (one.of.id for one in named if one.start > at.start)
    yield from (one.of.id for one in rows)


def _numbers(words: Sequence[str], cued: Sequence[Found[str]], named: Container[int]) -> Iterator[Number]:
    """Numbers with a unit or a dollar sign, in digits or words; none that is part of a name, and no age."""
    bare: list[Number] = []  # a number without a unit has that of the next: `9 to 19 hours`
    for place, word in enumerate(words):
        value = _value(word)
        if value is None or place in named or words[place - 1 : place] in (["hundred"], ["thousand"]):
            continue
        after = [one.removesuffix("s") for one in words[place + 1 : place + 5]]
        while after and after[0] in (*TIMES_OF, "of"):
            value *= TIMES_OF.get(after.pop(0), 1)
        if not NO_AMOUNT.isdisjoint(after[:2]):
            continue
        measured = _measured(word, value, after)
        to = after[:1] in (["to"], ["and"])
        number = Number("", value, "at least" if to and not measured else _test(cued, place), place)
        if measured is None:
            bare.append(number)
            continue
        attribute, times = measured
        yield from (one._replace(attribute=attribute, value=one.value * times) for one in (*bare, number))
        bare = []


def _measured(word: str, value: float, after: Sequence[str]) -> tuple[str, float] | None:
    """The row that a number measures, and how many of that row's units it is; None if it has no unit."""
    if after[:1] and after[0] in TIMES and _a_week(after[1:3]):
        return "sessions_per_week", 1
    if word[0] == "$" or (value > HOURS_OF_A_WEEK and _a_week(after[:2])):
        return "cost_per_week", 1
    return UNITS.get(after[0]) if after else None


def _test(cued: Sequence[Found[str]], place: int) -> Test:
    """Which side of a number is asked for, by the nearest word that says so, those before it first; else up to it."""
    tests = [one for one in cued if one.of in TESTS]
    near = [one for one in tests if one.end <= place and place - one.end < NEAR_A_NUMBER] or [
        one for one in tests if one.start > place
    ]
    here = [one.of for one in near if abs(one.start - place) == min(abs(each.start - place) for each in near)]
    return next((TESTS[id_] for id_ in ("below", "at-least", "at-most") if id_ in here), "at most")


def _a_week(words: Sequence[str]) -> bool:
    return len(words) == 2 and words[0] in ("a", "per", "each", "every") and words[1].startswith("w")


def _value(word: str) -> float | None:
    """What a number is, in digits or as a word; None if it is none."""
    if word in NUMBERS:
        return NUMBERS[word]
    digits = word.lstrip("$").replace(",", "")
    thousands = digits.endswith("k")
    try:
        return float(digits.removesuffix("k")) * (1000 if thousands else 1)
    except ValueError:  # 1.2.3
        return None
