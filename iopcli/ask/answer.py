"""The answer to a question: one text with the cells and topics it rests on; or what is not known, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from iopcli.dataset.model import HelpLine, Point, Source
from iopcli.facts.result import Cell, Result, ToAsk
from iopcli.results.compare import Comparison

Kind = Literal["answer", "unknown", "urgent"]


class Line(Struct, frozen=True, kw_only=True):
    """A line under the text: what it is about, and what the dataset says of it."""

    option: str
    attribute: str
    label: str
    text: str
    sources: tuple[str, ...]


class Alert(Struct, frozen=True, kw_only=True):
    """What cannot wait, or what no table should answer, with whom to call."""

    id: str
    message: str
    lines: tuple[HelpLine, ...]


class Reading(Struct, frozen=True, kw_only=True):
    """A topic, or a word with what it means, that is the answer or stands beside it."""

    kind: Literal["topic", "term"]
    id: str
    title: str
    points: tuple[Point, ...]
    sources: tuple[str, ...]


class See(Struct, frozen=True, kw_only=True):
    """A topic that may hold more of what was asked."""

    id: str
    title: str


class Answer(Result, frozen=True, kw_only=True, tag="iopcli/answer/1"):
    """The answer to one question."""

    question: str
    kind: Kind
    shape: str
    text: str
    """All of it in words: what cannot wait, then what was asked."""
    said: str
    """What was asked alone."""
    alerts: tuple[Alert, ...]
    options: tuple[str, ...]
    attributes: tuple[str, ...]
    topics: tuple[str, ...]
    """What can be read on it, the nearest first: the readings, and what to see."""
    sources: tuple[str, ...]
    suggestions: tuple[str, ...]
    """Questions that can be answered here."""
    perhaps: tuple[Alert, ...] = ()
    """Dangers that are suspected by the classifier alone: it stands above the answer, and changes nothing else."""
    lines: tuple[Line, ...]
    cells: tuple[Cell, ...]
    """The cells that the text and the lines rest on."""
    rests: tuple[str, ...]
    """The sources that the text itself rests on."""
    comparison: Comparison | None
    readings: tuple[Reading, ...]
    see: tuple[See, ...]
    unread: tuple[str, ...]
    """Words of the question that say something and that the answer makes no use of."""
    ask: tuple[ToAsk, ...]
    cited: Mapping[str, Source]
