"""What is asked, in the words for each voice, and the choices that answer it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, get_args

from iopcli.dataset.model.part import Text, Thing
from iopcli.logic.conditions import Condition, condition

Voice = Literal["person", "staff", "family"]
"""Whom texts speak to: the person, staff about the person, or someone who cares for the person."""


class Voiced(Thing, frozen=True, kw_only=True):
    """A text in every voice; where there is none for family, they read what staff do, which is about the person too."""

    person: Text
    staff: Text
    family: str = ""

    def says(self, voice: Voice) -> str:
        """The text in a voice."""
        return {"person": self.person, "staff": self.staff, "family": self.family or self.staff}[voice]


class Sign(Voiced, frozen=True, kw_only=True):
    """What one can see or hear, where it is said differently to each voice."""


class Choice(Voiced, frozen=True, kw_only=True, dict=True):
    """One answer to a question, in words to each voice, with what one can see or hear."""

    value: int | bool | str
    label: Text
    signs: tuple[str | Sign, ...] = ()
    """What one can see or hear; plain text is the same to every voice."""
    also: tuple[str, ...] = ()
    """Other words that people type for it."""
    at_home: str = ""
    """What a page to take home says in place of the words to each voice, since others may read it."""
    alone: bool = False
    """Whether no other answer goes with it, where several may be chosen."""
    years: tuple[int, int] | None = None
    """The years of age that it stands for, both ends counted, where an age is an answer too."""
    possible: Mapping[str, Any] = {}
    """A condition without which this choice is not offered; where it was given anyway, it counts."""

    def shown_by(self, voice: Voice) -> tuple[str, ...]:
        """Its signs in a voice."""
        return tuple(one if isinstance(one, str) else one.says(voice) for one in self.signs)

    @property
    def every_sign(self) -> tuple[str, ...]:
        """Its signs in every voice, each text once."""
        return tuple(dict.fromkeys(text for voice in get_args(Voice) for text in self.shown_by(voice)))

    @cached_property
    def could(self) -> Condition:
        """The condition that `possible` writes down; none is always so."""
        return condition(self.possible)


QuestionType = Literal["rating", "choice", "choices", "yesno", "number", "options", "attributes"]


class Question(Voiced, frozen=True, kw_only=True):
    """What is asked, in each voice; a rating goes from 0 (no problem) to 4 (severe)."""

    id: str
    order: int
    type: QuestionType
    part: Literal["safety", "needs", "about", "wishes"]
    label: Text
    why: Text
    why_about: str = ""
    """The same about the person, for staff and family."""
    sources: tuple[str, ...]
    unit: str = ""
    amounts: str = ""
    """What amounts that people name come to in that unit, told where words stand in place of a number."""
    least: float = 0
    most: float = 0
    choice: tuple[Choice, ...] = ()
    titles: Mapping[str, str] = {}
    """Where an answer names options or attributes: how each is called. It is linked when the dataset is loaded."""
    names: Mapping[str, str] = {}
    """Every name that an answer may use, in plain letters, with its id or word. It is linked as well."""

    def title_of(self, word: Any) -> str:
        """How one answer is called: the label of a choice, the title of an option, the label of an attribute."""
        return self.titles.get(word) or next(choice.label for choice in self.choice if choice.value == word)

    def reason(self, voice: Voice) -> str:
        """Why it is asked, in a voice."""
        return self.why if voice == "person" else self.why_about or self.why

    @property
    def many(self) -> bool:
        """Whether the answer is a list."""
        return self.type in ("choices", "options", "attributes")

    @property
    def wish(self) -> bool:
        """Whether it is a wish, which only puts plans in order."""
        return self.part == "wishes"
