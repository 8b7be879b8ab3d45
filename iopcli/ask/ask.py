"""`Asker` answers questions of one dataset, one after the other; a follow-up keeps the subject of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from iopcli.ask.answer import Alert, Answer, Line, Reading, See
from iopcli.ask.guess import NOTHING, Guess, Guesser
from iopcli.ask.nearest import Index, Near, facts, readings, words_of_rows
from iopcli.ask.shapes import FEW, Place, Saying, fitting
from iopcli.ask.strange import Strange
from iopcli.ask.understand import Language, Meant, Mention
from iopcli.danger.listen import FAINT, Listener, Suspicion
from iopcli.danger.words import STOP, letters
from iopcli.dataset.lines import reach
from iopcli.dataset.model import Danger, Dataset, Point, Refusal
from iopcli.facts.result import ToAsk, common
from iopcli.facts.wording import listed, point_text

LONGEST = 1000
"""Characters of a question; a longer text is looked through for danger, and not answered."""
SURE, LIKELY = 0.55, 0.45
"""How much of a question a topic has to cover to be the answer alone, and to stand beside one."""
ENOUGH_WORDS = 2
"""Words besides an option's name without which no topic stands beside a fact."""
CUED, LEARNED, SURE_OF_A_TOPIC = 0.5, 2.0, 0.5
"""What it counts for a topic that a cue names it, how much a guess counts, and from where a guess is enough."""
MOST_READINGS = 1
"""Topics that are read from, where nothing else answers."""
WORTH_A_LINE, MOST_SEE = 0.4, 2
"""How much of a question a topic has to cover to be named under an answer, and how many are."""
A_WORD = 0.4
"""How much of a question a word of a row has to cover to be what is looked for."""
NEAREST = 3
"""Suggestions where nothing is known."""

NOT_A_QUESTION = "There is no question here. Ask in a few plain words."
TOO_LONG = "That is long. Ask one thing, in a sentence or two."
PROGRAM, A_COMMAND = "iopcli", "That is a command. Type it by itself, without `ask` before it."
NOT_KNOWN_HERE = "Not known here."
SAFE = "When you are safe:"
WORTH_A_GUESS, ALONE, SURE_OF_A_ROW, SURE_THOUGH_STRANGE = 0.03, 0.25, 0.5, 0.6
"""How likely a guess has to be to be named, to answer alone, to choose the row, and to answer beside a strange word."""
BEYOND_A_NAME = 0.8
"""How likely a guess has to be to come before a topic that has the words for its name."""
LIKELIER = 0.6
"""How likely a topic has to be to stand in the place of a refusal that gives way."""
SURE_OF_NOTHING, PERHAPS_NOTHING, NEARLY = 0.4, 0.15, 0.5
"""How likely it has to be that a text is not about care: by itself, or beside another guess, and how near to that."""
LIKELIEST = 6
"""Guesses among which a row that was recognised is likely enough."""
LOOSE, ON_THE_SUBJECT = ("topic", "each option", "what it is"), 0.05
"""Shapes that need few words to fit, and how likely their subject has to be to be what was asked."""
MOST_STRANGE = 3
"""Words that are named as not known."""
IF_NOW = "If this is happening now:"
FAINT_IF_WEAK = 0.20
"""From where danger is suspected if nothing here answers."""
MOST_ALERTS = 2
"""Dangers that are told of at once, the first that were said."""


def ask(dataset: Dataset, question: str) -> Answer:
    """The answer to one question; never raises, whatever it holds."""
    return Asker(dataset).ask(question)


class Asker:
    """Answers, and keeps what the last question was about."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._language = Language(dataset)
        self._listener = Listener(dataset)
        self._guesser = Guesser(dataset)
        self._strange = Strange(dataset, self._language.meaning)
        self._before = Meant()

    def forget(self) -> None:
        """Take the next question as the first."""
        self._before = Meant()

    @cached_property
    def _index(self) -> Index:
        return Index(readings(self._dataset))

    def ask(self, question: str) -> Answer:
        """The answer; what is dangerous comes before all else, and is looked for in all of the text."""
        heard = self._listener.listen(question)
        answer = self._calm(question, self._language.words(question))
        return self._urgent(answer, heard.dangers) if heard.dangers else self._perhaps(answer, heard.suspicion)

    def _perhaps(self, answer: Answer, suspicion: Suspicion | None) -> Answer:
        """The answer, with whom to call above it where danger is suspected; sooner where the answer is weak."""
        from msgspec.structs import replace

        if suspicion is None or suspicion.chance < (FAINT if self._is_strong(answer) else FAINT_IF_WEAK):
            return answer
        alert = self._alert(self._dataset.dangers[suspicion.danger])
        return replace(answer, perhaps=(alert,), text=f"{IF_NOW} {told(alert)} {answer.text}")

    def _is_strong(self, answer: Answer) -> bool:
        """Whether something here answers the question, or says why not: then it was less likely about danger."""
        return answer.kind == "answer" or bool(answer.alerts)

    def _urgent(self, answer: Answer, dangers: Sequence[str]) -> Answer:
        from msgspec.structs import replace

        alerts = tuple(self._alert(self._dataset.dangers[id_]) for id_ in dangers[:MOST_ALERTS])
        first = " ".join(map(told, alerts))
        topics = [topic for id_ in dangers if (topic := self._dataset.dangers[id_].topic)]
        made = self._made(
            answer.question, Saying("danger", ""), readings=tuple(self._reading("topic", id_) for id_ in topics[:1])
        )
        said = {"said": "", "text": first}
        if answer.kind == "answer" and answer.rests:  # shortly: no table, no lines
            said = {"said": answer.said, "text": f"{first} {SAFE} {answer.said}"}
            kept = {key: getattr(answer, key) for key in ("options", "attributes", "cells", "rests")}
            used = {**answer.cited, **made.cited}
            made = replace(made, **kept, sources=tuple(used), cited=used)
        return replace(made, kind="urgent", alerts=alerts, **said)

    def _calm(self, question: str, words: list[str]) -> Answer:
        if not letters(question):
            return self._unknown(question, NOT_A_QUESTION)
        if len(question) > LONGEST:
            return self._unknown(question, TOO_LONG)
        if words[:1] == [PROGRAM]:
            return self._unknown(question, A_COMMAND)
        if refusals := self._language.refusals.raised(words):
            refusal = self._dataset.asking.refusal[refusals[0]]
            rest = self._language.besides_refusals(words)
            refused = self._unknown(question, refusal.message, refusal=refusal)
            if not refusal.firm and (answer := self._likelier(question, words)):
                return answer
            return refused if refusal.firm or rest is None else self._besides(question, rest, refused)
        said = [word for word in words if word != STOP]
        if sum(map(str.isascii, said)) < len(said) / 2:
            refusal = self._dataset.asking.refusal["other-language"]
            return self._unknown(question, refusal.message, refusal=refusal)
        meant = self._with_subject(self._language.meant(words))
        self._before = meant
        return self._weighed(question, meant)

    def _weighed(self, question: str, meant: Meant) -> Answer:
        """What was recognised, held against what people who asked like this wanted to know."""
        guesses = self._guesser.about(meant)
        likely = [one for one in guesses if one.kind in ("topic", "term") and one.chance >= WORTH_A_GUESS]
        topics = [*likely[:1], *(one for one in likely[1:] if one.kind == "topic")][: MOST_SEE + 1]
        best = guesses[0].chance if guesses else 0
        named = meant.options or meant.values or meant.numbers or meant.exact
        nothing = next((one.chance for one in guesses if one.kind == NOTHING), 0)
        if nothing >= min(SURE_OF_NOTHING, best * NEARLY) and nothing >= PERHAPS_NOTHING and not named:
            return self._unknown(question, NOT_KNOWN_HERE)
        strange = self._strange.words(meant)
        if strange and (best < SURE_THOUGH_STRANGE or self._strange.vain(meant)):
            return self._unknown(question, f"Not known here: {listed(strange[:MOST_STRANGE])}.", likely=topics)
        answer = self._answered(question, meant, guesses)
        beside = answer.kind == "answer" and self._is_beside(answer, meant, guesses)
        if beside or (answer.kind == "unknown" and not answer.options):
            if topics and topics[0].chance >= ALONE:
                return self._alone(question, topics, meant.options)
            if beside:
                return self._unknown(question, NOT_KNOWN_HERE, likely=topics)
        seen = {one.id for one in answer.readings}
        return self._also(answer, [one for one in topics if one.id not in seen])

    def _is_beside(self, answer: Answer, meant: Meant, guesses: Sequence[Guess]) -> bool:
        """Whether an answer only shares words with the question, and hardly anyone who asked like this wanted it."""
        if answer.shape not in LOOSE or meant.exact or not guesses:
            return False
        if answer.shape == "what it is" and ("what" in meant.cues or len(meant.words) <= FEW):
            return False
        told = {*answer.attributes, *(one.id for one in answer.readings)}
        return sum(one.chance for one in guesses if one.id in told) < ON_THE_SUBJECT

    def _alone(self, question: str, topics: Sequence[Guess], options: tuple[str, ...] = ()) -> Answer:
        """The likeliest topic as the answer, with the next beside it."""
        first, *rest = topics
        reading = self._reading(first.kind, first.id)
        return self._made(question, Saying("topic", "", options), readings=(reading,), see=self._see(rest[:MOST_SEE]))

    def _also(self, answer: Answer, near: Sequence[Guess]) -> Answer:
        """The answer with what is likeliest to hold more of what was asked, before what only has its words."""
        from msgspec.structs import replace

        see = tuple({one.id: one for one in (*self._see(near), *answer.see)}.values())[:MOST_SEE]
        return replace(answer, see=see, topics=(*(one.id for one in answer.readings), *(one.id for one in see)))

    def _see(self, near: Sequence[Guess]) -> tuple[See, ...]:
        """Topics to read, and words with what they mean."""
        named = (
            (one.id, self._dataset.topics[one.id].title if one.kind == "topic" else self._dataset.terms[one.id].term)
            for one in near
        )
        return tuple(See(id=id_, title=title) for id_, title in named)

    def _likelier(self, question: str, words: Sequence[str]) -> Answer | None:
        """What people who asked like this wanted to know, where that is likely and no refusal."""
        guesses = self._guesser.about(self._language.meant(words))
        topics = [one for one in guesses if one.kind in ("topic", "term") and one.chance >= WORTH_A_GUESS]
        return self._alone(question, topics) if topics and topics[0].chance >= LIKELIER else None

    def _besides(self, question: str, rest: Sequence[str], refused: Answer) -> Answer:
        """What the rest of the question gets, with the refusal above, if it asks for a row by itself."""
        from msgspec.structs import replace

        meant = self._language.meant(rest)
        answer = self._answered(question, meant) if meant.attributes or meant.values else refused
        return replace(answer, alerts=refused.alerts) if answer.kind == "answer" else refused

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

    def _answered(self, question: str, meant: Meant, guesses: Sequence[Guess] = ()) -> Answer:
        """What a shape says, with a topic beside it; a topic or a word alone; or that it is not known here."""
        meant = self._with_row(self._with_word(meant), guesses)
        meant = meant._replace(likely=frozenset(one.id for one in guesses[:LIKELIEST] if one.kind == "row"))
        saying = fitting(self._dataset, meant)
        strange = [word for word in meant.open if not self._index.knows(word)]
        near = self._index.nearest(meant.content if saying is None else meant.beside)
        told = self._told(meant, near, guesses, beside=saying is not None, strange=bool(strange))
        if saying is not None and not self._holds(saying, meant, strange, known=told):
            saying = None
        if not told and (saying is None or (saying.shape == "what it is" and "what" not in meant.cues)):
            saying = self._row_of_option(meant) or saying
        found = list(told)
        if saying is not None:  # a word means little beside a fact
            found = [one for one in found if one.kind == "topic"]
        elif not found:
            return self._unknown(question, NOT_KNOWN_HERE, near=near)
        shown = [] if saying else found[:MOST_READINGS]
        also = [Mention("topic", one.id) for one in near if one.kind == "topic" and one.named >= WORTH_A_LINE]
        see = [one for one in dict.fromkeys([*found, *also]) if one.kind == "topic" and one not in shown][:MOST_SEE]
        return self._made(
            question,
            saying or Saying("topic", "", meant.options),
            readings=tuple(self._reading(one.kind, one.id) for one in shown),
            see=tuple(See(id=one.id, title=self._dataset.topics[one.id].title) for one in see),
            unread=meant.open if saying else (),
        )

    def _with_word(self, meant: Meant) -> Meant:
        """The question with the nearest word of a row it names, where it looks for options and names no word."""
        if meant.options or meant.values or meant.numbers or "which" not in meant.cues:
            return meant
        near = Index(words_of_rows(self._dataset)).nearest(meant.words)
        found = next((one for one in near if one.kind in meant.attributes and one.named >= A_WORD), None)
        return meant._replace(values=((found.kind, found.id),)) if found else meant

    def _with_row(self, meant: Meant, guesses: Sequence[Guess]) -> Meant:
        """The question with the row that it is likely about, where it names an option and another row, or none."""
        row = next((one for one in guesses[:1] if one.kind == "row" and one.chance >= SURE_OF_A_ROW), None)
        likely = {one.id for one in guesses[:LIKELIEST]}
        if row is None or len(meant.options) != 1 or likely & {*meant.attributes, *(one for one, _ in meant.values)}:
            return meant
        return meant._replace(attributes=(row.id,), values=())

    def _told(
        self, meant: Meant, near: Sequence[Near], guesses: Sequence[Guess], *, beside: bool, strange: bool
    ) -> list[Mention]:
        """The topics and terms that may answer, best first.

        By name, then those that a cue, their words, or people who asked like this speak for.
        """
        covers = {Mention(one.kind, one.id): one.named if beside else one.covers for one in near}
        cued = self._cued(meant)
        chances = {Mention(one.kind, one.id): one.chance for one in guesses if one.kind in ("topic", "term")}
        learned = [one for one, chance in chances.items() if chance >= SURE_OF_A_TOPIC]
        worth = {
            one: covers.get(one, 0) + (CUED if one in cued else 0) + LEARNED * chances.get(one, 0)
            for one in [*cued, *covers, *learned]
        }
        enough = SURE if strange or beside else LIKELY
        telling = not beside or len(meant.beside) >= ENOUGH_WORDS
        best = next(iter(covers), None)
        likely = [best] if best and telling and covers[best] >= enough else []
        exact = sorted(meant.exact, key=lambda one: "what" in meant.cues and one.kind != "term")
        order = sorted({*cued, *likely, *learned} & worth.keys(), key=lambda one: (-worth[one], one.id))
        first = [one for one in learned if chances[one] >= BEYOND_A_NAME]
        return list(dict.fromkeys([*first, *exact, *order]))

    def _cued(self, meant: Meant) -> set[Mention]:
        """The topics that the cues of a question lead to."""
        cues = self._dataset.asking.cue.values()
        return {Mention("topic", cue.topic) for cue in cues if cue.topic and cue.id in meant.cues}

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

    def _made(
        self,
        question: str,
        saying: Saying,
        *,
        readings: tuple[Reading, ...] = (),
        see: tuple[See, ...] = (),
        unread: tuple[str, ...] = (),
    ) -> Answer:
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
            topics=(*(one.id for one in readings), *(one.id for one in see)),
            sources=tuple(used),
            suggestions=(),
            lines=tuple(self._line(one, saying.labels) for one in saying.places) if saying.listed else (),
            cells=cells,
            rests=tuple(rests),
            comparison=saying.comparison,
            readings=readings,
            see=see,
            unread=unread,
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

    def _unknown(
        self,
        question: str,
        text: str,
        near: Sequence[Near] = (),
        refusal: Refusal | None = None,
        likely: Sequence[Guess] = (),
    ) -> Answer:
        from msgspec.structs import replace

        saying = Saying("refusal" if refusal else "unknown", text, unknown=True)
        made = self._made(question, saying, see=self._see(likely[:1]))
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


def told(alert: Alert) -> str:
    """What cannot wait, and whom to call, in one text."""
    return " ".join([alert.message, *(f"{reach(line)} ({line.name})." for line in alert.lines)])


FIRST_QUESTIONS = (
    "What is an IOP?",
    "How is an IOP different from other kinds of care?",
    "How can I pay for treatment?",
)
