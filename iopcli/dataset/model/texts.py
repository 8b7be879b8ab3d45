"""What is said beside the table: topics, terms, crisis lines, and the sources of it all."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from iopcli.dataset.model.part import Text, Thing
from iopcli.dataset.model.values import Confidence, Points

ALARM_LINES = ("emergency", "lifeline")
"""The help lines that head every page."""


SourceKind = Literal[
    "regulation", "agency", "statistics", "study", "review", "guideline",
    "news", "trade", "program", "industry", "article", "editors",
]  # fmt: skip
Read = Literal["whole", "passage", "abstract", "part"]
"""How much of a source was read: all, the passage that its facts rest on, the abstract; `part` if it is not certain."""
FIRST_HAND = ("whole", "passage")
"""How a source has to be read for its numbers to be first-hand."""


PRIMARY_KINDS = frozenset({"regulation", "agency", "statistics", "study", "review", "guideline"})
WEAK_KINDS = frozenset({"industry", "article"})


class Source(Thing, frozen=True, kw_only=True):
    """Who said it, where, when, and how much of it was read."""

    id: str = ""
    title: Text
    publisher: Text
    year: int
    kind: SourceKind
    read: Read = "part"
    seen: date | None = None
    """The day by which it had been seen."""
    state: str = ""
    """The two letters of the state whose rule or rate it is."""
    url: str = ""
    note: str = ""


class Topic(Thing, frozen=True, kw_only=True):
    """An answer that is not a single fact: how payment works, the five steps of an IOP."""

    id: str
    title: Text
    as_of: date
    confidence: Confidence
    point: Points
    also: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    state: str = ""
    """The two letters of the one state that it is about."""
    first: int = 0
    """Its place among the topics of a first screen, from 1; 0 is none."""
    in_order: bool = False
    """Whether its points stay in their order, whatever was asked: the first is for safety, or others go on from it."""


class Term(Thing, frozen=True, kw_only=True):
    """A word people meet, in plain words."""

    id: str
    term: Text
    means: Text
    also: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class HelpLine(Thing, frozen=True, kw_only=True):
    """Whom to call, when."""

    id: str
    name: Text
    brief: str = ""
    """Its name in the lines that end a first screen."""
    number: Text
    how: tuple[str, ...]
    says: Text
    hours: Text
    cost: Text
    order: int
    as_of: date
    sources: tuple[str, ...]
    everywhere: bool = True
    """Whether every page names it; if not, only what it is for does."""


class Help(Thing, frozen=True, kw_only=True):
    """The crisis lines and the statement of what the tool is not; on every page."""

    as_of: date
    review_by: date
    statement: Text
    statement_brief: str = ""
    """The same in the lines that end a first screen."""
    while_waiting: str = ""
    """The topic whose first points say what to do until a place is found."""
    danger: tuple[str, ...]
    line: tuple[HelpLine, ...]

    def lines(self, ids: Iterable[str]) -> tuple[HelpLine, ...]:
        """The lines with these ids, in the order of the ids."""
        by_id = {line.id: line for line in self.line}
        return tuple(by_id[id_] for id_ in ids)
