"""What every result is made of: cells with their sources, the dataset's date, the help lines, what this is not.

Results are plain structs with the keys that JSON promises; additions are welcome, changes are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from iopcli.dataset.model import Ask, Dataset, HelpLine, Option, Point
from iopcli.dataset.states import STATES, holds, topics_of
from iopcli.facts.prices import Price


class FromState(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The state whose rules and rates come first, and whether the dataset has any of its own for it."""

    code: str
    name: str
    holds: bool
    topics: tuple[str, ...] = ()


class Stamp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which dataset a result rests on, and the state whose rules come first, if one was named."""

    version: str
    as_of: date
    sha256: str
    review_by: date
    overlays: tuple[str, ...]
    state: FromState | None = None


class SaidElsewhere(Struct, frozen=True, kw_only=True):
    """Another claim about a cell: one on another basis, or one that contradicts."""

    value: Any
    text: str
    note: str
    sources: tuple[str, ...]
    confidence: str


class Cell(Struct, frozen=True, kw_only=True):
    """One option's value for one attribute, as it is shown."""

    option: str
    value: Any
    text: str
    brief: str
    """The text without unit and year."""
    short: str
    """The text in as few words as a first screen has room for."""
    sources: tuple[str, ...]
    as_of: date | None
    confidence: str
    note: str
    disputed: tuple[SaidElsewhere, ...]
    also: tuple[SaidElsewhere, ...]
    state: str
    points: tuple[Point, ...]
    local: str
    like: str
    usual_of: str = ""
    """The name of the option whose usual value it is, where the local option says none of its own."""
    rule_of: str = ""
    """The two letters of the state whose own rule or rate it is, where that state was named."""
    rate_of: str = ""
    """The two letters of the one state whose Medicaid rate it is."""
    second_hand: bool = False
    """A number that was not seen in its place: its source is second-hand, or was read in part."""
    price: Price | None = None
    """For money, the price on which options are compared: the payer's own kind, or cash where no payer is given."""

    @property
    def unsure(self) -> bool:
        """Whether its sources differ, or are weak or second-hand."""
        return bool(self.disputed) or self.confidence == "weak" or self.second_hand

    @property
    def every_source(self) -> Iterable[str]:
        """The sources of the value, of its points, and of every other claim, each once."""
        points = (source for point in self.points for source in point.sources)
        others = (source for claim in (*self.also, *self.disputed) for source in claim.sources)
        return dict.fromkeys([*self.sources, *points, *others])


class OptionCard(Struct, frozen=True, kw_only=True):
    """What a column is headed with."""

    id: str
    name: str
    short_name: str
    said: str
    """How it is called in the middle of a sentence."""
    abbreviation: str
    kind: str
    asam_3: tuple[str, ...]
    asam_4: tuple[str, ...]
    summary: str
    local: str
    reworded: Mapping[str, str]
    """Keys, such as `name` or `summary`, that an overlay has changed, with its name."""
    like: str
    stands_for: str = ""
    """Of a local program with several levels of which none was named, such as `lists outpatient treatment`."""


class Row(Struct, frozen=True, kw_only=True):
    """One attribute of each option."""

    attribute: str
    label: str
    short: str
    """The label on a first screen."""
    meaning: str
    unit: str
    group: str
    type: str
    glance: bool
    bar: bool
    basis: str
    """For money, the kind of price that is shown first; others stand on no common scale with it."""
    differs: bool
    cells: tuple[Cell, ...]
    ask: Ask | None
    prices: tuple[Row, ...] = ()
    """For money, the rows that people see: one for each kind of price, the payer's own first, and never two in one."""

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows that people see: of money one for each kind of price, else this one."""
        return self.prices or (self,)


class ToAsk(Struct, frozen=True, kw_only=True):
    """A cell that is not known, as the question that would fill it."""

    attribute: str
    ask: Ask


class Result(Struct, frozen=True, kw_only=True, tag_field="schema"):
    """What no result goes without: its dataset, whom to call, and what this is not."""

    dataset: Stamp
    help: tuple[HelpLine, ...]
    danger: tuple[str, ...]
    statement: str
    statement_brief: str
    """The same in the lines that end a first screen."""
    local: Mapping[str, str]
    """What an overlay added or changed besides options, `line/county` or `topic/paying`, with its name."""


def stamp(dataset: Dataset) -> Stamp:
    """Which dataset this is."""
    about = dataset.about
    return Stamp(
        version=about.version,
        as_of=about.as_of,
        sha256=dataset.sha256,
        review_by=about.review_by,
        overlays=dataset.overlays,
        state=_from_state(dataset),
    )


def common(dataset: Dataset) -> dict[str, Any]:
    """The fields of `Result`, from the dataset."""
    return {
        "dataset": stamp(dataset),
        "help": tuple(line for line in dataset.help.line if line.everywhere),
        "danger": dataset.help.danger,
        "statement": dataset.help.statement,
        "statement_brief": dataset.help.statement_brief or dataset.help.statement,
        "local": dataset.local,
    }


def _from_state(dataset: Dataset) -> FromState | None:
    if not (code := dataset.state):
        return None
    return FromState(code=code, name=STATES[code], holds=holds(dataset), topics=topics_of(dataset))


_NAMING = ("name", "short_name", "abbreviation", "summary", "asam_3", "asam_4")


def card(option: Option) -> OptionCard:
    """An option's names, numbers and summary."""
    return OptionCard(
        id=option.id, name=option.name, short_name=option.title, said=option.in_sentence,
        abbreviation=option.abbreviation, kind=option.kind,
        asam_3=option.asam_3, asam_4=option.asam_4, summary=option.summary, local=option.local, like=option.like,
        stands_for=option.stands_for,
        reworded={} if option.local else {key: option.layers[key] for key in _NAMING if key in option.layers},
    )  # fmt: skip
