"""The table of comparison: its rows, and the options that are its columns."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal, get_args

from iopcli.dataset.model.part import ON_SITE, Part, Text, Thing
from iopcli.dataset.model.values import Confidence, Fact, Type

Kind = Literal["setting", "withdrawal", "medication", "housing", "support", "baseline"]


OPTION_KINDS = get_args(Kind)


FLAG_WORDS = ("no", "varies", "yes")
"""The words of a flag, from the least to the most."""


class Word(Part, frozen=True, kw_only=True):
    """A word that a scale or a set may use, and how it reads."""

    id: str
    says: Text
    brief: str = ""
    """How it reads on a first screen."""
    also: tuple[str, ...] = ()
    """Phrases by which people ask for it."""


class Ask(Part, frozen=True, kw_only=True):
    """What to ask a program, why, and what to listen for."""

    says: Text
    why: Text
    listen_for: Text


class Group(Thing, frozen=True, kw_only=True):
    """A heading of the table."""

    id: str
    label: Text


class Attribute(Thing, frozen=True, kw_only=True, dict=True):
    """A row of the table."""

    id: str
    label: Text
    meaning: Text
    group: str
    type: Type
    unit: str = ""
    better: Literal["more", "less", ""] = ""
    glance: bool = False
    first: int = 0
    """Its place on a first screen, the smallest number first; with 0 it is not there."""
    brief: str = ""
    """Its label there."""
    apart: str = ""
    """How a sentence on what sets options apart says it, with `{}` for the value."""
    bar: bool = False
    words: Literal["options", ""] = ""
    """Where its words are ids of other things."""
    word: tuple[Word, ...] = ()
    labels: tuple[str, ...] = ()
    labels_required: bool = False
    also: tuple[str, ...] = ()
    """Phrases by which people ask for it."""
    ask: Ask | None = None
    together: Literal["sum", "highest", "lowest", "union", "shared", "each"] = "each"
    """How the facts of a plan's parts become one."""
    with_before: bool = False
    """Whether withdrawal care that comes before a plan counts too; most of what it has lasts for days only."""
    intensity: bool = False
    """Whether more of it is more intensive care."""
    amount: bool = True
    """Whether a need for it is a minimum that can rise. Who is admitted, for example, is not an amount."""
    met_by: Mapping[str, str] = {}
    """Another attribute, and the word of its scale from which on a need for this one counts as met."""

    titles: Mapping[str, str] = {}
    """Where its words are options: how each is called. It is linked when the dataset is loaded."""

    def says(self, word: str) -> str:
        """How a word of this attribute's scale or set reads in a sentence, or the title of an option."""
        return next((known.says for known in self.word if known.id == word), self.titles.get(word, word))

    def says_briefly(self, word: str) -> str:
        """The same on a first screen."""
        return next((known.brief for known in self.word if known.id == word), "") or self.says(word)

    @property
    def needed(self) -> tuple[str, ...]:
        """The words that a need may ask of a set: each to be had in any way, and each to be had there."""
        return tuple(form for word in self.word for form in (word.id, f"{ON_SITE}{word.id}"))

    def place(self, value: str | float) -> float:
        """Where a value stands among others: a word on its scale, from 0 on, or the number itself.

        Raises:
            ValueError: it is no word of this attribute.
        """
        if not isinstance(value, str):
            return float(value)
        return self._places.index(value)

    @cached_property
    def _places(self) -> list[str]:
        return list(FLAG_WORDS) if self.type == "flag" else [word.id for word in self.word]


class Visit(Part, frozen=True, kw_only=True):
    """When one comes: the whole of these hours on each of their days, or so many minutes on so many of the days."""

    times: Text
    """Days and hours, such as `mon, tue, thu 18:00-21:00`."""
    days: int = 0
    """How many of the days one comes on; 0 is all of them."""
    minutes: int = 0
    """How long one stays, at any time within the hours; 0 is the whole of them."""


class Sessions(Part, frozen=True, kw_only=True):
    """A usual week of an option, of which it may have several, such as one by day and one in the evening."""

    id: str
    label: Text
    """What this week is called, such as `evening group`."""
    visit: tuple[Visit, ...] = ()
    stays: bool = False
    """Whether one lives there day and night, and the week is not one's own."""
    sources: tuple[str, ...] = ()
    confidence: Confidence
    note: str = ""


class Option(Thing, frozen=True, kw_only=True):
    """Anything a person can be offered: a level of care, housing, medication, support, or waiting."""

    id: str
    name: Text
    kind: Kind
    order: float
    as_of: date
    summary: Text
    short_name: str = ""
    said: str = ""
    """How it is called in the middle of a sentence: `a detox unit`."""
    abbreviation: str = ""
    aliases: tuple[str, ...] = ()
    asam_3: tuple[str, ...] = ()
    asam_4: tuple[str, ...] = ()
    like: str = ""
    sessions: tuple[Sessions, ...] = ()
    facts: Mapping[str, Fact[Any]] = {}
    layers: Mapping[str, str] = {}
    """Attribute id (or a key of the option) to the overlay that set it."""
    inherited: Mapping[str, str] = {}
    """Attributes whose fact is another option's, with the id of that option."""
    at_first: Mapping[str, Fact[Any]] = {}
    """Of a plan in stages, the facts of the days before the rest where they differ; no file has it."""
    stays_first: bool = False
    """Whether people stay day and night in those days; no file has it."""
    stands_for: str = ""
    """Of a local program with several levels of which none was named, what it is shown as; no file has it."""

    @property
    def every_source(self) -> tuple[str, ...]:
        """The sources that its usual weeks rest on, each once; a fact says its own."""
        return tuple(dict.fromkeys(source for one in self.sessions for source in one.sources))

    @property
    def stays(self) -> bool:
        """Whether people are there day and night."""
        return any(one.stays for one in self.sessions)

    @property
    def title(self) -> str:
        """The short name a column is headed with."""
        return self.short_name or self.name

    @property
    def in_sentence(self) -> str:
        """How it is called where it is said aloud."""
        return self.said or self.title

    def listed(self, attribute: str) -> tuple[str, ...]:
        """The words of a set; none where it is not known."""
        fact = self.facts.get(attribute)
        return (fact.value or ()) if fact else ()

    @property
    def local(self) -> str:
        """The overlay that brought this option, if one did."""
        return self.layers.get("id", "")
