"""How people ask: the words and phrases that `ask` knows, and questions in people's own words."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from iopcli.dataset.model.part import Part, Text, Thing


class WordList(Thing, frozen=True, kw_only=True):
    """Words that a phrase may name together: `@self` is any of the list `self`."""

    id: str
    words: tuple[str, ...]


class Spelling(Thing, frozen=True, kw_only=True):
    """A word, its id, and other ways in which people type it."""

    id: str
    typed: tuple[str, ...]


class Cue(Thing, frozen=True, kw_only=True):
    """Phrases that say what shape a question has, or whom it is about; a topic then stands beside the answer."""

    id: str
    any: tuple[str, ...]
    topic: str = ""


class Refusal(Thing, frozen=True, kw_only=True):
    """Phrases for what no table should answer; `lines` are whom to ask, `instead` what can be asked here.

    One that is firm stands above an answer that is sure; another gives way to it, and stands above what the rest of the
    question gets. Below one that is alone no answer stands, however sure: nothing here holds any of it.
    """

    id: str
    any: tuple[str, ...]
    message: Text
    lines: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    firm: bool = True
    alone: bool = False


class Suggestion(Thing, frozen=True, kw_only=True):
    """A question that is suggested where nothing is known of what was asked."""

    id: str
    asks: Text


class AskedQuestion(Part, frozen=True, kw_only=True):
    """A question in people's words, and what a good answer is about; `missing` are words that nothing here knows."""

    asks: Text
    kind: Literal["answer", "unknown", "urgent"] = "answer"
    options: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """Topics or terms."""
    missing: tuple[str, ...] = ()


class Asked(Thing, frozen=True, kw_only=True):
    """Questions of one kind, such as those about cost."""

    id: str
    title: Text
    question: tuple[AskedQuestion, ...]


class Asking(Struct, frozen=True, kw_only=True):
    """How people ask: everything that `ask` has to recognise besides dangers and the names of things."""

    refusal: Mapping[str, Refusal] = {}
    cue: Mapping[str, Cue] = {}
    list: Mapping[str, WordList] = {}
    spelling: Mapping[str, Spelling] = {}
    suggestion: Mapping[str, Suggestion] = {}

    @property
    def typed(self) -> Mapping[str, tuple[str, ...]]:
        """What people type for some words, with those words."""
        return {typed: tuple(one.id.split("-")) for one in self.spelling.values() for typed in one.typed}
