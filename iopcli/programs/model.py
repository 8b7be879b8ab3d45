"""What a program is: a real place, what a list says of it, and what was heard by phone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field

Said = Literal["yes", "maybe", "no", "not reported"]
"""What is known of a word: `maybe` where the codes of a list cannot tell, and never `no` where a list is silent."""
SAID: tuple[Said, ...] = ("yes", "maybe", "not reported", "no")
"""The same in the order in which they answer a wish."""
SURE, PERHAPS, NOT = "", "?", "-"
"""How a word is written in a file: alone, before a `?` where it may be so, and after a `-` where it is not."""


class ListOf(Struct, frozen=True, kw_only=True):
    """A list of programs: where it is from, which day it is of, and what became of its rows."""

    id: str
    title: str
    publisher: str
    file: str
    as_of: date
    url: str = ""
    rows: int = 0
    programs: int = 0
    duplicates: int = field(default=0, name="twins")
    """Rows about a place that another row is about too, such as its mental health side."""
    refused: int = 0
    """Rows that could not be read."""


class PhoneAnswer(Struct, frozen=True, kw_only=True):
    """What was heard by phone, and when."""

    value: bool | float | str
    heard: date


class Program(Struct, frozen=True, kw_only=True):
    """A real place: how to reach it, what it says of itself on a list, and what it said by phone."""

    id: str
    name: str
    unit: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    county: str = ""
    phone: str = ""
    intake: str = ""
    """The number for people who want to start."""
    website: str = ""
    latitude: float | None = None
    longitude: float | None = None
    words: Mapping[str, Said] = {}
    """What the list says, by word, in the order of the words."""
    list: str = ""
    """The id of the list."""
    as_of: date
    heard: Mapping[str, PhoneAnswer] = {}

    @property
    def title(self) -> str:
        """The name and, after it, the part of the organization."""
        return f"{self.name}, {self.unit}" if self.unit else self.name

    @property
    def names(self) -> tuple[str, ...]:
        """What finds it: its id, with or without the mark at the end, its title, its part, and either with its town."""
        names = (self.title, self.name, *((self.unit,) if self.unit else ()))
        in_town = (f"{name}, {self.city}" for name in names) if self.city else ()
        return self.id, self.id.rpartition("-")[0], *names, *in_town

    @property
    def call(self) -> str:
        """The number to call: the one for people who want to start, where there is one."""
        return self.intake or self.phone

    def says(self, word: str) -> Said:
        """What is known of a word: by phone before by list, and not reported where neither says."""
        if answer := self.heard.get(word):
            return "yes" if answer.value else "no"
        return self.words.get(word, "not reported")

    @property
    def known(self) -> Mapping[str, Said]:
        """Every word of which something is known."""
        return {
            **self.words,
            **{word: self.says(word) for word, one in self.heard.items() if one.value in (True, False)},
        }
