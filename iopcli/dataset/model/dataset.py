"""The dataset: everything that was loaded, each kind of thing by its ids."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Self

from msgspec import Struct
from msgspec.structs import replace

from iopcli.dataset.model.asking import Asked, Asking
from iopcli.dataset.model.dangers import Danger, SpokenPart
from iopcli.dataset.model.instruments import Instrument
from iopcli.dataset.model.part import Part, Text, Thing
from iopcli.dataset.model.programs import Code, ProgramWord
from iopcli.dataset.model.questions import Question
from iopcli.dataset.model.rules import Rule, Vignette
from iopcli.dataset.model.selfcheck import Checklist
from iopcli.dataset.model.table import Attribute, Group, Option
from iopcli.dataset.model.texts import Help, Source, Term, Topic
from iopcli.dataset.model.way import Coverage, WaitingTip
from iopcli.dataset.model.wishes import Wish


class Decision(Part, frozen=True, kw_only=True):
    """The decision that the dataset is about."""

    condition: Text
    question: Text


class About(Thing, frozen=True, kw_only=True):
    """Who made the dataset, when, for which decision, and how it is kept up."""

    name: Text
    version: Text
    as_of: date
    review_by: date
    decision: Decision
    funding: Text
    conflicts: Text
    authors: tuple[str, ...]
    update_policy: Text
    order: Text
    rules: str = ""
    """For whom the rules are, and what a result of them is not."""
    misread: Mapping[str, str] = {}
    """Words that this audience takes for something else, each with what to say instead."""


class Dataset(Struct, frozen=True, kw_only=True, dict=True):
    """Everything that was loaded, checked for shape, with overlays laid over it."""

    about: About
    groups: Mapping[str, Group]
    attributes: Mapping[str, Attribute]
    options: Mapping[str, Option]
    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    terms: Mapping[str, Term]
    questions: Mapping[str, Question]
    rules: Mapping[str, Rule]
    wishes: Mapping[str, Wish]
    vignettes: Mapping[str, Vignette]
    instruments: Mapping[str, Instrument]
    checklist: Checklist
    asking: Asking
    parts: Mapping[str, SpokenPart]
    dangers: Mapping[str, Danger]
    asked: Mapping[str, Asked]
    help: Help
    waiting: Mapping[str, WaitingTip] = {}
    coverage: Mapping[str, Coverage] = {}
    program_words: Mapping[str, ProgramWord] = {}
    codes: Mapping[str, Code] = {}
    others: Mapping[str, Mapping[str, Any]] = {}
    """Things of kinds that have no field of their own here, by kind and id."""
    overlays: tuple[str, ...]
    sha256: str
    places: Mapping[str, str]
    """Where each thing was read: `option/iop` to its file, `option/iop/sleep` to the file of an overlay that set it."""
    layers: Mapping[str, str] = {}
    """Which overlay brought a thing, `topic/paying`, or changed a key of it, `topic/paying/title`."""
    state: str = ""
    """The state that it is looked at from, by its two letters; empty for the whole country."""

    @cached_property
    def in_order(self) -> tuple[Option, ...]:
        """The options from least to most intensive care."""
        return tuple(sorted(self.options.values(), key=lambda option: (option.order, option.id)))

    @cached_property
    def local(self) -> Mapping[str, str]:
        """What an overlay added or changed besides options, `line/county` or `topic/paying`, with its name."""
        things = ((key.split("/"), overlay) for key, overlay in self.layers.items())
        return {"/".join(key[:2]): overlay for key, overlay in things if key[0] != "option"}

    @cached_property
    def by_wish(self) -> Mapping[str, tuple[Wish, ...]]:
        """The questions that are wishes, in the order they are spoken of, each with how plans sit with it."""
        asked = dict.fromkeys(one.asks for one in self.wishes.values() if one.asks in self.questions)
        return {id_: tuple(one for one in self.wishes.values() if one.asks == id_) for id_ in asked}

    @cached_property
    def lists(self) -> frozenset[str]:
        """The questions whose answer is a list."""
        return frozenset(id_ for id_, one in self.questions.items() if one.many)

    def cited(self, ids: Iterable[str]) -> dict[str, Source]:
        """The sources with these ids, each once, in the order they first come up."""
        return {id_: self.sources[id_] for id_ in ids}

    def under(self, overlays: Sequence[str]) -> Self:
        """The same with the names of what is laid over it."""
        return replace(self, overlays=tuple(overlays))

    def where(self, kind: str, id_: str, key: str = "") -> str:
        """The place where a thing, or a key of it, was written."""
        own = f"{kind}/{id_}"
        return self.places.get(f"{own}/{key}") or self.places.get(own) or own

    def place_of(self, option: Option, attribute: str) -> str:
        """The file and fact that a cell of the table was read from."""
        return f"{self.where('option', option.id, attribute)} facts.{attribute}"
