"""Questions asked line by line: a prompt on standard error, a line from standard input, and nothing on screen moves.

It works in a screen reader, over SSH, and with TERM=dumb.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from iopcli.cli.draft import DraftFile
from iopcli.cli.prompt import next_line
from iopcli.danger.listen import FAINT, IF_NOW, Listener
from iopcli.dataset.answers import NotAnAnswer, from_text, typed, whole
from iopcli.dataset.lines import call, first_call
from iopcli.dataset.model import Choice, Dataset, Question, Rule, Voice
from iopcli.errors import Stopped, count
from iopcli.facts.wording import answer_text, capitalised
from iopcli.match.interview import Questionnaire
from iopcli.report.write import to_stderr

FEWEST_TOLD = 2
"""Words in which a danger can be told where an answer is asked for."""
KEYS = "Enter or s skips. ? or why says why we ask. b goes back. r shows your answers. q stops and shows what is known."
AGAIN = "Enter keeps your answer. s makes it unknown. ? or why says why we ask. q stops."


class Ended(Exception):
    """The person has stopped, or the input has."""


class Stops(Ended):
    """Help comes first."""


FAMILY = (
    "You are answering for the person you care for. Skip what you do not know. A skipped answer never counts as no."
)


class Talk:
    """One way through questions on a terminal."""

    def __init__(
        self, dataset: Dataset, questionnaire: Questionnaire, *, voice: Voice = "person", draft: DraftFile | None = None
    ) -> None:
        self.dataset = dataset
        self.questionnaire = questionnaire
        self.voice: Voice = voice
        self.draft = draft
        self.finished = False
        """Whether it came to its end, and was not left before."""

    def hold(self, *, saving: bool = False) -> dict[str, Any]:
        """All of it, from the opening to the end; gives what was answered.

        Raises:
            Stopped: by a signal; what was kept and whom to call has been said.
        """
        try:
            self.open(saving=saving)
            self.run()
            self.finished = True
        except Stops:
            pass
        except Ended:
            self.tell("Stopped here. This is what we know so far.")
        except Stopped:
            kept = f"Your answers are in {self.draft.name}." if self.draft else "Nothing was saved."
            to_stderr("")
            self.tell(f"Stopped. {kept} {first_call(self.dataset.help.line)}")
            raise
        return dict(self.questionnaire.answers)

    def open(self, *, saving: bool) -> None:
        """What this is, before the first question."""
        self.tell(first_call(self.dataset.help.line))
        self.tell(f"{self._kept(saving)} Nothing is sent. You can skip any question.")
        for text in self.questionnaire.opening:
            self.tell(text)
        if self.voice == "family" and not self.questionnaire.opening:
            self.tell(FAMILY)
        self.tell(KEYS)
        if self.draft:
            self._resume(self.draft)

    def _kept(self, saving: bool) -> str:
        """What stays of the answers."""
        if self.draft:
            also = ", and in the file you named" if saving else ""
            return f"Your answers are kept in the draft {self.draft.name} until the end{also}, and nowhere else."
        return (
            "Your answers are saved in the file you named, and nowhere else."
            if saving
            else "Nothing you type is saved."
        )

    def _resume(self, draft: DraftFile) -> None:
        """Go on from what a draft holds, with what is urgent in it."""
        for rule in draft.into(self.questionnaire):
            self._urgent(rule)
        if self.questionnaire.asked:
            answered = count(len(self.questionnaire.answers), "answer")
            to_stderr("")
            self.tell(f"This goes on from your draft, with {answered}. r shows them.")

    def run(self) -> None:
        """Question after question.

        Raises:
            Ended: the person or the input stopped.
        """
        question = self.questionnaire.next_question() or self._offer_correction()
        while question is not None:
            if remark := self.questionnaire.remark(question):
                to_stderr("")
                self.tell(remark)
            question = self._one(question) or self.questionnaire.next_question() or self._offer_correction()
        self.tell(self.questionnaire.ending())

    def _offer_correction(self) -> Question | None:
        """Where help comes first: the way back for an answer that was typed by mistake.

        Raises:
            Ended: it was none, and whom to call follows.
        """
        if not self.questionnaire.stops:
            return None
        self.tell("The questions stop here. If you typed this by mistake, type b. Enter shows whom to call.")
        if self.line().casefold() in ("b", "back"):
            return self.questionnaire.latest
        raise Stops

    def tell(self, text: str, indent: str = "") -> None:
        """A paragraph on standard error, as wide as the screen."""
        width = max(20, min(_columns(), 90) - 1)
        lines = textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=" " * len(indent))
        to_stderr("\n".join(lines) if lines else "")

    def _one(self, question: Question) -> Question | None:
        """Ask one question until it is answered, skipped or left; gives the question to go back to, if any."""
        self._pose(question)
        previous = self.questionnaire.answers.get(question.id)
        while True:
            line = self.line()
            if (command := _COMMANDS.get(line.casefold())) is not None:
                done, go = command(self, question)
                if done:
                    return go
                continue
            try:
                self._put(question, self._value(question, line, previous))
            except NotAnAnswer as error:
                self._listen(line)
                said = error.hint.startswith(("did you mean", "choose"))
                near = f" {capitalised(error.hint)}" if said else ""
                limits = f" It {error.message}." if question.type == "number" and " from " in error.message else ""
                amounts = f" {question.amounts}" if question.amounts and not limits else ""
                enter = "Enter if you are not sure." if previous is None else "Enter keeps your answer."
                self.tell(f"That is not one of the answers.{near}{limits}{amounts} {self._wants(question)} {enter}")
                self.tell(first_call(self.dataset.help.line))
            else:
                return None

    def _value(self, question: Question, line: str, previous: Any) -> Any:
        """The answer in a line: nothing keeps what was answered before, and is unknown where nothing was."""
        if line.casefold() in ("s", "skip"):
            return None
        return self._read(question, line) if line else previous

    def _put(self, question: Question, value: Any) -> None:
        urgent = self.questionnaire.put(question, value)
        if self.draft:
            self.draft.keep(self.questionnaire)
        for rule in urgent:
            self._urgent(rule)

    def _pose(self, question: Question) -> None:
        to_stderr("")
        self.tell(f"{self.questionnaire.number(question)} of about {self.questionnaire.about}. {question.label}")
        self.tell(question.says(self.voice))
        for key, text in self._choices(question).items():
            self.tell(text, f"  {key:>2}  ")
        self.tell(self._wants(question))
        previous = self.questionnaire.answers.get(question.id)
        if previous is not None:
            self.tell(f"Your answer so far: {answer_text(question, previous)}. {AGAIN}")

    def _choices(self, question: Question) -> dict[str, str]:
        """What to type, and what it means."""
        if question.many:
            ids = enumerate(self.questionnaire.open_choices(question), 1)
            return {**{str(number): self._word(question, id_) for number, id_ in ids}, "0": "None of these."}
        return {
            str(choice.value) if question.type == "rating" else str(number): self._meaning(question, choice)
            for number, choice in enumerate(question.choice, 1)
        }

    def _word(self, question: Question, id_: str) -> str:
        """A word of a list: its label and what it means, or its name."""
        choice = next((one for one in question.choice if one.value == id_), None)
        return self._meaning(question, choice) if choice else question.title_of(id_)

    def _meaning(self, question: Question, choice: Choice) -> str:
        """A choice in words: its label, and what it means."""
        means = choice.says(self.voice)
        labelled = question.type != "yesno" or self.voice == "staff"
        return f"{capitalised(choice.label)}. {means}".rstrip() if labelled else means

    def _wants(self, question: Question) -> str:
        if question.many:
            order = ", the most important first" if question.type == "attributes" else ""
            more = len(self.questionnaire.open_choices(question)) < len(question.choice)
            other = " For another one, type its name." if more else ""
            return f"Type one number or more, with spaces between them{order}. 0 is none.{other}"
        if question.type == "number":
            return f"Type a number: {question.unit}."
        return "Type the number of the answer, then Enter."

    def _read(self, question: Question, line: str) -> Any:
        """What was typed, as an answer: by number, or in words."""
        if question.many:
            parts = line.replace(",", " ").replace(";", " ").split()
            numbers = [whole(part) for part in parts]
            if parts and None not in numbers:
                return self._numbered(question, [number for number in numbers if number is not None])
            return from_text(question, line.replace(",", ";"))
        if question.type in ("choice", "yesno") and (number := whole(line)) is not None:
            if not 1 <= number <= len(question.choice):
                raise NotAnAnswer("there is no such number")
            return question.choice[number - 1].value
        return from_text(question, line)

    def _numbered(self, question: Question, numbers: list[int]) -> Any:
        ids = self.questionnaire.open_choices(question)
        if numbers == [0]:
            return ()
        if len(set(numbers)) < len(numbers) or not all(1 <= number <= len(ids) for number in numbers):
            raise NotAnAnswer("there is no such number")
        return typed(question, [ids[number - 1] for number in numbers])

    def line(self) -> str:
        """The next line, without its end.

        Raises:
            Ended: there is none.
        """
        line = next_line()
        if line is None:
            raise Ended
        return line

    def _urgent(self, rule: Rule) -> None:
        """What a rule says is urgent, at once."""
        if rule.urgent is not None:
            self._alarm(f"URGENT: {rule.urgent.message}", rule.urgent.lines)

    def _alarm(self, message: str, lines: Sequence[str]) -> None:
        """What is urgent, and whom to call, at once."""
        to_stderr("")
        self.tell(message)
        for line in self.dataset.help.lines(lines):
            self.tell(call([line]), "  ")

    def _listen(self, line: str) -> None:
        """What to do at once, where words that are no answer speak of a danger."""
        if len(line.split()) < FEWEST_TOLD:
            return
        heard, suspicion = self._listener.listen(line)
        faint = [suspicion.danger] if suspicion and suspicion.chance >= FAINT else []
        for id_ in (heard or faint)[:1]:
            danger = self.dataset.dangers[id_]
            self._alarm(danger.message if heard else f"{IF_NOW} {danger.message}", danger.lines)

    @cached_property
    def _listener(self) -> Listener:
        return Listener(self.dataset)

    # --- commands -----------------------------------------------------------

    def why(self, question: Question) -> tuple[bool, None]:
        """`?` or `why`: why it is asked, and the signs of each answer."""
        self.tell(question.reason(self.voice))
        for choice in question.choice:
            if choice.signs:
                self.tell(" ".join(choice.shown_by(self.voice)), f"  {capitalised(choice.label)}: ")
        self.tell(KEYS)
        return False, None

    def back(self, question: Question) -> tuple[bool, Question | None]:
        """`b`: the question before."""
        before = self.questionnaire.back()
        if before is None:
            self.tell("This is the first question.")
            return False, None
        return True, before

    def review(self, question: Question) -> tuple[bool, Question | None]:
        """`r`: every answer so far, one of which can be changed."""
        gone = self.questionnaire
        asked = [one for id_, one in gone.questions.items() if id_ in gone.answers or id_ in gone.skipped]
        if not asked:
            self.tell("Nothing is answered yet.")
            return False, None
        for number, one in enumerate(asked, 1):
            value = self.questionnaire.answers.get(one.id)
            answer = "unknown" if value is None else answer_text(one, value)
            self.tell(f"{one.label}: {answer}", f"  {number:>2}  ")
        self.tell("Type a number to change that answer, or Enter to go on.")
        while line := self.line():
            if line.casefold() in ("q", "quit"):
                raise Ended
            if 1 <= (number := whole(line) or 0) <= len(asked):
                return True, asked[number - 1]
            self.tell("Type one of the numbers above, or Enter to go on.")
        self._pose(question)
        return False, None

    def stop(self, question: Question) -> tuple[bool, None]:
        """`q`: stop and show what is known so far."""
        raise Ended


_COMMANDS: Mapping[str, Callable[[Talk, Question], tuple[bool, Question | None]]] = {
    "?": Talk.why, "why": Talk.why, "b": Talk.back, "back": Talk.back, "r": Talk.review, "review": Talk.review,
    "q": Talk.stop, "quit": Talk.stop,
}  # fmt: skip


def _columns() -> int:
    """The width of the screen that prompts go to, wherever the result goes."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return shutil.get_terminal_size((80, 24)).columns
