"""`Asker` answers questions of one dataset, one after the other; a follow-up keeps the subject of the one before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from iopcli.ask.answer import Answer
from iopcli.ask.choose import FACTS, GOES_ON, MOST_SEE, AnswerChooser, Candidate
from iopcli.ask.guess import ELSEWHERE, NOTHING, Guess, Guesser
from iopcli.ask.making import Maker, told
from iopcli.ask.shapes import Saying
from iopcli.ask.understand import Language, Meant, Mention
from iopcli.ask.unknown_words import UnknownWords
from iopcli.danger.linear import LinearModel
from iopcli.danger.listen import FAINT, IF_NOW, Listener, Suspicion
from iopcli.danger.words import STOP, letters
from iopcli.dataset.model import Dataset, Refusal
from iopcli.facts.wording import listed

LONGEST = 1000
"""Characters of a question; a longer text is looked through for danger, and not answered."""
SURE, SURE_IN_DOUBT, SURE_THOUGH_UNANSWERABLE = 0.78, 0.78, 0.8
"""How sure an answer has to be: most times; beside a word that nothing here knows, or where it is likelier that nothing
here holds it; and beside a word that is known to be unanswerable, or in the place of a refusal that gives way."""
WORTH_A_GUESS = 0.02
"""How likely a topic has to be to be named where nothing answers."""
FEW = 8
"""Words of a question that may be a follow-up."""
MOST_UNKNOWN_WORDS, MOST_ALERTS = 3, 2
"""Words that are named as not known, and dangers that are named at once, the first that were said."""
FAINT_IF_WEAK = 0.15
"""From where danger is suspected if nothing here answers."""

OTHER_LANGUAGE = "other-language"
"""The refusal that says where another language is spoken."""
NOT_A_QUESTION = "There is no question here. Ask in a few plain words."
SMALL_TALK = "You are welcome here. Ask in a few plain words."
TOO_LONG = "That is a long question. Ask one thing, in a sentence or two."
PROGRAM, A_COMMAND = "iopcli", "That is a command. Type it by itself, without `ask` before it."
NOT_KNOWN_HERE = "This tool has no answer to that."
SAFE = "When you are safe:"


def ask(dataset: Dataset, question: str) -> Answer:
    """The answer to one question; never raises, whatever it holds."""
    return Asker(dataset).ask(question)


class Asker:
    """Answers, and keeps what the last question was about."""

    def __init__(self, dataset: Dataset, learned: LinearModel | None = None) -> None:
        self._dataset = dataset
        self._language = Language(dataset)
        self._listener = Listener(dataset)
        self._guesser = Guesser(dataset, learned)
        self._unknown_words = UnknownWords(dataset, self._language.meaning)
        self._chooser = AnswerChooser(dataset)
        self._maker = Maker(dataset)
        self._before = Meant()

    def forget(self) -> None:
        """Take the next question as the first."""
        self._before = Meant()

    def ask(self, question: str) -> Answer:
        """The answer; what is dangerous comes before all else, and is looked for in all of the text."""
        heard = self._listener.listen(question)
        answer = self._calm(question, self._language.words(question))
        return self._urgent(answer, heard.dangers) if heard.dangers else self._perhaps(answer, heard.suspicion)

    def _perhaps(self, answer: Answer, suspicion: Suspicion | None) -> Answer:
        """The answer, with whom to call above it where danger is suspected; sooner where the answer is weak."""
        strong = answer.kind == "answer" or bool(answer.alerts)
        if suspicion is None or suspicion.chance < (FAINT if strong else FAINT_IF_WEAK):
            return answer
        alert = self._maker.alert(self._dataset.dangers[suspicion.danger])
        return replace(answer, perhaps=(alert,), text=f"{IF_NOW} {told(alert)} {answer.text}")

    def _urgent(self, answer: Answer, dangers: Sequence[str]) -> Answer:
        """What cannot wait, whom to call, and shortly what else was asked for: no table, no lines."""
        alerts = tuple(self._maker.alert(self._dataset.dangers[id_]) for id_ in dangers[:MOST_ALERTS])
        first = " ".join(map(told, alerts))
        topics = [Mention("topic", topic) for id_ in dangers if (topic := self._dataset.dangers[id_].topic)]
        made = self._maker.made(answer.question, Saying("danger", ""), readings=topics[:1])
        said = {"said": "", "text": first}
        if answer.kind == "answer" and answer.rests:
            said = {"said": answer.said, "text": f"{first} {SAFE} {answer.said}"}
            kept = {key: getattr(answer, key) for key in ("options", "attributes", "cells", "rests")}
            used = {**answer.cited, **made.cited}
            made = replace(made, **kept, sources=tuple(used), cited=used)
        return replace(made, kind="urgent", alerts=alerts, **said)

    def _calm(self, question: str, words: list[str]) -> Answer:
        """The answer to what is no danger: first what is no question, and what no table should answer."""
        if not letters(question):
            return self._maker.unknown(question, NOT_A_QUESTION)
        if len(question) > LONGEST:
            return self._maker.unknown(question, TOO_LONG)
        if words[:1] == [PROGRAM]:
            return self._maker.unknown(question, A_COMMAND)
        if refusals := self._language.refusals.raised(words):
            return self._refused(question, words, self._dataset.asking.refusal[refusals[0]])
        said = [word for word in words if word != STOP]
        if said and self._language.small_talk.issuperset(said):
            return self._maker.unknown(question, SMALL_TALK)
        other = self._dataset.asking.refusal.get(OTHER_LANGUAGE)
        if other and sum(map(str.isascii, said)) < len(said) / 2:
            return self._maker.unknown(question, other.message, refusal=other)
        self._before = meant = self._with_subject(self._language.meant(words))
        answer = self._weighed(question, meant)
        return self._in_english(answer, other) if other and self._language.speaks_spanish(question) else answer

    def _in_english(self, answer: Answer, refusal: Refusal) -> Answer:
        """The answer to what was asked in Spanish: above it stands whom to call who speaks it."""
        if answer.kind == "unknown":
            return self._maker.unknown(answer.question, refusal.message, refusal=refusal)
        return replace(answer, alerts=(replace(self._maker.alert(refusal), lines=()),))

    def _refused(self, question: str, words: Sequence[str], refusal: Refusal) -> Answer:
        """Why no table should answer, and whom to ask; an answer that is sure may stand there instead, or below."""
        refused = self._maker.unknown(question, refusal.message, refusal=refusal)
        if refusal.alone:
            return refused
        meant = self._language.meant(words)
        answer = self._weighed(question, meant, sure=SURE_THOUGH_UNANSWERABLE)
        topic = answer.shape == "topic" and answer.readings[0].kind == "topic"
        rows = {row for row, _ in meant.values}.union(meant.attributes)
        fact = answer.shape in FACTS and refusal.firm and not rows.isdisjoint(answer.attributes)
        if topic or fact:
            return replace(answer, alerts=refused.alerts) if refusal.firm else answer
        rest = None if refusal.firm else self._language.besides_refusals(words)
        meant = self._language.meant(rest or ())
        if not meant.attributes and not meant.values:
            return refused
        answer = self._weighed(question, meant)
        return replace(answer, alerts=refused.alerts) if answer.kind == "answer" else refused

    def _with_subject(self, meant: Meant) -> Meant:
        """The question with the subject of the one before, where it names none and reads like a follow-up."""
        before = self._before
        if not before.words or len(meant.words) > FEW or "which" in meant.cues:
            return meant
        rows = meant.attributes or meant.values or meant.numbers
        if not meant.options and rows:
            return meant._replace(options=before.options, cues=meant.cues | {GOES_ON}, plainly=())
        asked_before = before.attributes or before.values
        if meant.options and not rows and asked_before and "follow" in meant.cues:
            cues = meant.cues | before.cues
            return meant._replace(attributes=before.attributes, values=before.values, cues=cues, plainly=())
        return meant

    def tried(self, question: str) -> Iterator[tuple[Mapping[str, float], Answer]]:
        """All that a question might get, and what speaks for each: to weigh that, and to see why one was chosen."""
        meant = self._language.meant(self._language.words(question))
        unanswerable = self._unknown_words.known_unanswerable(meant)
        unknown_words = self._unknown_words.words(meant, unanswerable)
        for one in self._chooser.candidates(
            meant, self._guesser.about(meant), unknown_words, unanswerable=bool(unanswerable)
        ):
            yield one.marks, self._chosen(question, meant, one)

    def _weighed(self, question: str, meant: Meant, sure: float = SURE) -> Answer:
        """The likeliest answer if it is sure enough; else that it is not known here, and what is nearest."""
        guesses = self._guesser.about(meant)
        unanswerable = self._unknown_words.known_unanswerable(meant)
        unknown_words = self._unknown_words.words(meant, unanswerable)
        best = self._chooser.best(meant, guesses, unknown_words, unanswerable=bool(unanswerable))
        if unknown_words or (guesses and guesses[0].kind == NOTHING):
            sure = max(sure, SURE_THOUGH_UNANSWERABLE if unanswerable else SURE_IN_DOUBT)
        if best and best.saying and best.saying.unknown:
            return self._chosen(question, meant, best)
        if best is None or best.sure < sure:
            elsewhere = bool(guesses) and guesses[0].id == ELSEWHERE
            lacking = unknown_words or (self._unknown_words.ever_unanswerable(meant) if elsewhere else [])
            text = (
                f"This tool has no facts about {listed(lacking[:MOST_UNKNOWN_WORDS])}." if lacking else NOT_KNOWN_HERE
            )
            return self._maker.unknown(question, text, see=_near(guesses))
        return self._chosen(question, meant, best, unknown_words)

    def _chosen(self, question: str, meant: Meant, best: Candidate, unknown_words: Sequence[str] = ()) -> Answer:
        """The answer that was chosen."""
        see = [one for one in best.see if one not in best.beside]
        if best.saying:
            beside = best.beside if not best.saying.unknown else ()
            return self._maker.made(
                question, best.saying, readings=beside, see=see, unread=meant.open, words=meant.content
            )
        saying = Saying("topic", "", meant.options)
        readings = (best.reading, *best.beside) if best.reading else best.beside
        return self._maker.made(
            question,
            saying,
            readings=readings,
            see=see,
            unread=tuple(unknown_words[:MOST_UNKNOWN_WORDS]),
            words=meant.content,
        )


def _near(guesses: Sequence[Guess]) -> list[Mention]:
    """Topics that may hold what was asked, though nothing answers it; none where it is likely about nothing here."""
    if guesses and (guesses[0].kind, guesses[0].id) == (NOTHING, NOTHING):
        return []
    likely = [one for one in guesses if one.kind == "topic" and one.chance >= WORTH_A_GUESS]
    return [Mention(one.kind, one.id) for one in likely[:MOST_SEE]]
