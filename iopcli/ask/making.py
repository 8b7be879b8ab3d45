"""Answers as they are handed on: what is said, with its cells, its sources, and what to read and to ask besides."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from iopcli.ask.answer import Alert, Answer, Line, Reading, See
from iopcli.ask.nearest import Index, Searchable
from iopcli.ask.shapes import Place, Saying
from iopcli.ask.understand import Mention
from iopcli.dataset.lines import call
from iopcli.dataset.model import Danger, Dataset, Point, Refusal
from iopcli.facts.result import ToAsk, common
from iopcli.facts.wording import point_text

IN_SHORT = "In short"
"""The label of a point that answers what its topic asks."""
COVERED = 0.4
"""How much of a question a point has to cover to be read first."""


class Maker:
    """Makes answers from one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def made(
        self,
        question: str,
        saying: Saying,
        *,
        readings: Sequence[Mention] = (),
        see: Sequence[Mention] = (),
        unread: tuple[str, ...] = (),
        words: Sequence[str] = (),
    ) -> Answer:
        """The answer that says this, with its sources and what to ask where a cell is not known.

        What is read begins with what the words of the question are about.
        """
        dataset = self._dataset
        read = tuple(self._reading(one, words) for one in readings)
        cells = tuple(one.cell for one in saying.places)
        rests = dict.fromkeys(source for one in cells for source in one.every_source)
        used = dict.fromkeys([*rests, *(source for one in read for source in one.sources)])
        unknown = dict.fromkeys(one.attribute for one in saying.places if one.cell.state == "not_known")
        asks = ((id_, dataset.attributes[id_].ask) for id_ in unknown if id_ in saying.attributes)
        said = saying.text or _read_out(read)
        return Answer(
            **common(dataset),
            question=question,
            kind="unknown" if saying.unknown else "answer",
            shape=saying.shape,
            text=said,
            said=said,
            alerts=(),
            options=saying.options,
            attributes=saying.attributes,
            topics=(*(one.id for one in readings), *(one.id for one in see)),
            sources=tuple(used),
            suggestions=(),
            lines=tuple(self._line(one, saying.labels) for one in saying.places) if saying.listed else (),
            cells=cells,
            rests=tuple(rests),
            comparison=saying.comparison,
            readings=read,
            see=tuple(self._see(one) for one in see),
            unread=unread,
            ask=tuple(ToAsk(attribute=id_, ask=ask) for id_, ask in asks if ask is not None),
            cited=dataset.cited(used),
        )

    def unknown(
        self, question: str, text: str, *, see: Sequence[Mention] = (), refusal: Refusal | None = None
    ) -> Answer:
        """That it is not known here, or what no table should answer, with what can be read or asked instead."""
        saying = Saying("refusal" if refusal else "unknown", text, unknown=True)
        first = tuple(one.asks for one in self._dataset.asking.suggestion.values())
        suggestions = refusal.instead if refusal else () if see else first
        alerts = (self.alert(refusal),) if refusal else ()
        return replace(self.made(question, saying, see=see), suggestions=suggestions, alerts=alerts)

    def alert(self, told: Danger | Refusal) -> Alert:
        """What cannot wait, or what no table should answer, with its lines."""
        lines = {line.id: line for line in self._dataset.help.line}
        return Alert(id=told.id, message=told.message, lines=tuple(lines[id_] for id_ in told.lines))

    def _reading(self, one: Mention, words: Sequence[str]) -> Reading:
        """A topic in full, or a word with what it means."""
        if one.kind == "topic":
            topic = self._dataset.topics[one.id]
            points = topic.point if topic.in_order else _asked_first(topic.point, words)
            return Reading(kind="topic", id=one.id, title=topic.title, points=points, sources=topic.every_source)
        term = self._dataset.terms[one.id]
        return Reading(kind="term", id=one.id, title=term.term, points=(Point(says=term.means),), sources=term.sources)

    def _see(self, one: Mention) -> See:
        topic = self._dataset.topics.get(one.id) if one.kind == "topic" else None
        return See(id=one.id, title=topic.title if topic else self._dataset.terms[one.id].term)

    def _line(self, place: Place, labels: frozenset[str]) -> Line:
        """A cell in a line of its own; of points only those with one of the labels, if any was asked for."""
        attribute, one = self._dataset.attributes[place.attribute], place.cell
        told = [point_text(point) for point in one.points if not labels or point.label in labels]
        return Line(
            option=one.option,
            attribute=attribute.id,
            label=f"{self._dataset.options[one.option].title}, {attribute.label.lower()}",
            text=" ".join(told) or one.text,
            sources=one.sources,
        )


def _asked_first(points: Sequence[Point], words: Sequence[str]) -> tuple[Point, ...]:
    """Points with the one first that covers most of a question, unless the first is the answer in short, or a step."""
    if points[0].label == IN_SHORT or points[0].label[:1].isdigit():
        return tuple(points)
    place = {str(number): one for number, one in enumerate(points)}
    found = Index([Searchable("point", id_, one.label, one.says) for id_, one in place.items()]).nearest(words)
    covered = {place[one.id]: one.covers for one in found}
    best = max(points, key=lambda one: covered.get(one, 0))
    if covered.get(best, 0) < COVERED or covered.get(points[0], 0) > covered[best] / 2:
        return tuple(points)
    return (best, *(one for one in points if one is not best))


def _read_out(readings: Sequence[Reading]) -> str:
    """What is read, in one text: all of one topic, or the beginning of each of two."""
    if len(readings) > 1:
        return " ".join(f"{one.title} {point_text(one.points[0])}" for one in readings)
    return " ".join(point_text(point) for one in readings for point in one.points)


def told(alert: Alert) -> str:
    """What cannot wait, and whom to call, in one text."""
    return f"{alert.message} {call(alert.lines)}".rstrip()
