"""`Asker` answers questions of one dataset, one after the other; a follow-up keeps the subject of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from iopcli.asking.answer import Alert, Answer, Line, Reading
from iopcli.asking.nearest import Index, Near, facts, readings
from iopcli.asking.shapes import Place, Saying, fitting
from iopcli.asking.understand import Language, Meant
from iopcli.asking.words import STOP, letters
from iopcli.dataset.lines import reach
from iopcli.dataset.model import Danger, Dataset, Point, Refusal
from iopcli.result import ToAsk, common
from iopcli.wording import point_text

LONGEST = 1000
"""Characters of a question; a longer text is looked through for danger, and not answered."""
SURE, LIKELY = 0.75, 0.62
"""How much of a question a topic has to cover to be the answer alone, and to stand beside one."""
ENOUGH_WORDS = 2
"""Words besides an option's name without which no topic stands beside a fact."""
MOST_READINGS = 2
"""Topics beside an answer."""
NEAREST = 3
"""Suggestions where nothing is known."""

NOT_A_QUESTION = "There is no question here. Ask in a few plain words."
TOO_LONG = "That is long. Ask one thing, in a sentence or two."
NOT_KNOWN_HERE = "Not known here."
SAFE = "When you are safe:"


def ask(dataset: Dataset, question: str) -> Answer:
    """The answer to one question; never raises, whatever it holds."""
    return Asker(dataset).ask(question)


class Asker:
    """Answers, and keeps what the last question was about."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._language = Language(dataset)
        self._before = Meant()

    @cached_property
    def _index(self) -> Index:
        return Index(readings(self._dataset))

    def ask(self, question: str) -> Answer:
        """The answer; what is dangerous comes before all else, and is looked for in all of the text."""
        words = self._language.words(question)
        dangers = self._language.dangers.raised(words)
        answer = self._calm(question, words)
        return self._urgent(answer, dangers) if dangers else answer

    def _urgent(self, answer: Answer, dangers: Sequence[str]) -> Answer:
        from msgspec.structs import replace

        alerts = tuple(self._alert(self._dataset.asking.danger[id_]) for id_ in dangers)
        first = " ".join(
            f"{one.message} {' '.join(f'{reach(line)} ({line.name}).' for line in one.lines)}" for one in alerts
        )
        topics = [topic for id_ in dangers if (topic := self._dataset.asking.danger[id_].topic)]
        made = self._made(
            answer.question, Saying("danger", ""), readings=tuple(self._reading("topic", id_) for id_ in topics[:1])
        )
        told = {"said": "", "text": first}
        if answer.kind == "answer" and answer.rests:  # shortly: no table, no lines
            told = {"said": answer.said, "text": f"{first} {SAFE} {answer.said}"}
            kept = {key: getattr(answer, key) for key in ("options", "attributes", "cells", "rests")}
            used = {**answer.cited, **made.cited}
            made = replace(made, **kept, sources=tuple(used), cited=used)
        return replace(made, kind="urgent", alerts=alerts, **told)

    def _calm(self, question: str, words: list[str]) -> Answer:
        if not letters(question):
            return self._unknown(question, NOT_A_QUESTION)
        if len(question) > LONGEST:
            return self._unknown(question, TOO_LONG)
        if refusals := self._language.refusals.raised(words):
            refusal = self._dataset.asking.refusal[refusals[0]]
            return self._unknown(question, refusal.message, refusal=refusal)
        said = [word for word in words if word != STOP]
        if sum(map(str.isascii, said)) < len(said) / 2:
            refusal = self._dataset.asking.refusal["other-language"]
            return self._unknown(question, refusal.message, refusal=refusal)
        meant = self._with_subject(self._language.meant(words))
        self._before = meant
        return self._answered(question, meant)

    def _with_subject(self, meant: Meant) -> Meant:
        """The question with the subject of the one before, where it names none and reads like a follow-up."""
        before, short = self._before, len(meant.words) <= 8
        if not before.words or not short:
            return meant
        if not meant.options and (meant.attributes or meant.values or meant.numbers):
            return meant._replace(options=before.options)
        if meant.options and not (meant.attributes or meant.values or meant.numbers) and "follow" in meant.cues:
            return meant._replace(attributes=before.attributes, values=before.values, cues=meant.cues | before.cues)
        return meant

    def _answered(self, question: str, meant: Meant) -> Answer:
        """What a shape says, with a topic beside it; a topic or a word alone; or that it is not known here."""
        cues = self._dataset.asking.cue.values()
        strange = [word for word in meant.open if not self._index.knows(word)]
        saying = fitting(self._dataset, meant)
        near = self._index.nearest(meant.content if saying is None else meant.beside)
        enough = SURE if strange or saying else LIKELY
        telling = saying is None or len(meant.beside) >= ENOUGH_WORDS
        best = [(one.kind, one.id) for one in near if telling and (one.named if saying else one.covers) >= enough][:1]
        cued = [("topic", cue.topic) for cue in cues if cue.topic and cue.id in meant.cues]
        exact = [(one.kind, one.id) for one in meant.exact]
        if "what" in meant.cues:
            exact.sort(key=lambda one: one[0] != "term")
        if saying is not None and not self._holds(saying, meant, strange, known=[*exact, *cued, *best]):
            saying = None
        if not [*exact, *cued] and (saying is None or (saying.shape == "what it is" and "what" not in meant.cues)):
            saying = self._row_of_option(meant) or saying
        found = dict.fromkeys([*exact, *cued, *best])
        if saying is not None:  # a word means little beside a fact
            found = dict.fromkeys(one for one in found if one[0] == "topic")
        elif not found:
            return self._unknown(question, NOT_KNOWN_HERE, near=near)
        shown = tuple(self._reading(*one) for one in found)[: MOST_READINGS if saying is None else 1]
        return self._made(question, saying or Saying("topic", "", meant.options), readings=shown)

    def _row_of_option(self, meant: Meant) -> Saying | None:
        """The row of the option named that has the most words of the question."""
        if len(meant.options) != 1:
            return None
        index = Index(facts(self._dataset, self._dataset.options[meant.options[0]]))
        best = next(iter(index.nearest(meant.beside)), None)
        found = best is not None and best.covers >= LIKELY
        return fitting(self._dataset, meant._replace(attributes=(best.id,))) if best and found else None

    def _holds(self, saying: Saying, meant: Meant, strange: Sequence[str], known: Sequence[object]) -> bool:
        """Whether what a shape says is about enough of the question: a bare name or row is not, if more was said."""
        if saying.shape == "what it is":
            asked = "what" in meant.cues and not meant.open
            return asked or not (strange or known)
        looked_for = "which" in meant.cues or meant.numbers
        if saying.shape == "each option" or (saying.shape == "which" and not looked_for):
            return not (strange or known)
        return saying.shape != "which" or not strange

    def _made(self, question: str, saying: Saying, *, readings: tuple[Reading, ...] = ()) -> Answer:
        """The answer that says this, with its sources and what to ask where a cell is not known."""
        dataset = self._dataset
        cells = tuple(one.cell for one in saying.places)
        rests = dict.fromkeys(source for one in cells for source in one.every_source)
        used = dict.fromkeys([*rests, *(source for one in readings for source in one.sources)])
        unknown = dict.fromkeys(one.attribute for one in saying.places if one.cell.state == "not_known")
        asks = ((id_, dataset.attributes[id_].ask) for id_ in unknown if id_ in saying.attributes)
        said = saying.text or " ".join(point_text(point) for one in readings[:1] for point in one.points)
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
            topics=tuple(one.id for one in readings),
            sources=tuple(used),
            suggestions=(),
            lines=tuple(self._line(one, saying.labels) for one in saying.places) if saying.listed else (),
            cells=cells,
            rests=tuple(rests),
            comparison=saying.comparison,
            readings=readings,
            ask=tuple(ToAsk(attribute=id_, ask=ask) for id_, ask in asks if ask is not None),
            cited={id_: dataset.sources[id_] for id_ in used},
        )

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

    def _unknown(self, question: str, text: str, near: Sequence[Near] = (), refusal: Refusal | None = None) -> Answer:
        from msgspec.structs import replace

        made = self._made(question, Saying("refusal" if refusal else "unknown", text, unknown=True))
        topics = self._dataset.topics
        nearest = [topics[one.id].title for one in near if one.kind == "topic" and one.covers > 0][:NEAREST]
        suggestions = refusal.instead if refusal else tuple(nearest or list(FIRST_QUESTIONS))
        alerts = (self._alert(refusal),) if refusal else ()
        return replace(made, suggestions=suggestions, alerts=alerts)

    def _alert(self, told: Danger | Refusal) -> Alert:
        lines = {line.id: line for line in self._dataset.help.line}
        return Alert(id=told.id, message=told.message, lines=tuple(lines[id_] for id_ in told.lines))

    def _reading(self, kind: str, id_: str) -> Reading:
        """A topic in full, or a word with what it means."""
        if kind == "topic":
            topic = self._dataset.topics[id_]
            return Reading(kind="topic", id=id_, title=topic.title, points=topic.point, sources=topic.every_source)
        term = self._dataset.terms[id_]
        return Reading(kind="term", id=id_, title=term.term, points=(Point(says=term.means),), sources=term.sources)


FIRST_QUESTIONS = (
    "What is an IOP?",
    "How is an IOP different from other kinds of care?",
    "How can I pay for treatment?",
)
