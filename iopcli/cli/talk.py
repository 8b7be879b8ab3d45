"""Questions asked line by line: a prompt on standard error, a line from standard input, and nothing on screen moves.

It works in a screen reader, over SSH, and with TERM=dumb.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from iopcli.dataset.answers import NotAnAnswer, from_text, typed, whole
from iopcli.dataset.lines import first_call, reach
from iopcli.errors import Stopped
from iopcli.interview import Course, Interview
from iopcli.report.write import say
from iopcli.wording import answer_text, capitalised, word_text

if TYPE_CHECKING:
    from iopcli.dataset.model import Choice, Dataset, Question, Rule

KEYS = "Enter or s skips. ? says why we ask. b goes back. r shows your answers. q stops and shows what is known."
AGAIN = "Enter keeps your answer. s makes it unknown. ? says why we ask. q stops."


class Ended(Exception):
    """The person has stopped, or the input has."""


class Stops(Ended):
    """Help comes first."""


def ask(dataset: Dataset, *, everything: bool = False, staff: bool = False, saving: bool = False) -> dict[str, Any]:
    """Ask until nothing more can change the result, or the person stops; gives what was answered."""
    return Talk(dataset, Interview(dataset, everything=everything), staff=staff).hold(saving=saving)


class Talk:
    """One way through questions on a terminal."""

    def __init__(self, dataset: Dataset, course: Course, *, staff: bool = False) -> None:
        self.dataset = dataset
        self.course = course
        self.staff = staff

    def hold(self, *, saving: bool) -> dict[str, Any]:
        """All of it, from the opening to the end; gives what was answered.

        Raises:
            Stopped: by a signal; that nothing was saved and whom to call has been said.
        """
        try:
            self.open(saving=saving)
            self.run()
        except Stops:
            pass
        except Ended:
            self.tell("Stopped here. What is known so far follows.")
        except Stopped:
            say("")
            self.tell(f"Stopped. Nothing was saved. {first_call(self.dataset.help.line)}")
            raise
        return dict(self.course.answers)

    def open(self, *, saving: bool) -> None:
        """What this is, before the first question."""
        kept = (
            "Your answers are saved in the file you named, and nowhere else."
            if saving
            else "Nothing you type is saved."
        )
        self.tell(first_call(self.dataset.help.line))
        self.tell(f"{kept} Nothing is sent. Every question can be skipped.")
        for text in self.course.opening:
            self.tell(text)
        self.tell(KEYS)

    def run(self) -> None:
        """Question after question.

        Raises:
            Ended: the person or the input stopped.
        """
        question = self.course.next_question()
        while question is not None:
            if remark := self.course.remark(question):
                say("")
                self.tell(remark)
            question = self._one(question) or self.course.next_question() or self._slip()
        self.tell(self.course.ending())

    def _slip(self) -> Question | None:
        """Where help comes first: the way back for an answer that was typed by mistake.

        Raises:
            Ended: it was none, and whom to call follows.
        """
        if not self.course.stops:
            return None
        self.tell("The questions end here. If this was typed by mistake, type b. Enter shows whom to call.")
        if self.line().casefold() in ("b", "back"):
            return self.course.latest
        raise Stops

    def tell(self, text: str, indent: str = "") -> None:
        """A paragraph on standard error, as wide as the screen."""
        width = max(20, min(_columns(), 90) - 1)
        lines = textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=" " * len(indent))
        say("\n".join(lines) if lines else "")

    def _one(self, question: Question) -> Question | None:
        """Ask one question until it is answered, skipped or left; gives the question to go back to, if any."""
        self._pose(question)
        had = self.course.answers.get(question.id)
        while True:
            line = self.line()
            if (command := _COMMANDS.get(line.casefold())) is not None:
                done, go = command(self, question)
                if done:
                    return go
                continue
            try:
                self._put(question, self._value(question, line, had))
            except NotAnAnswer as error:
                said = error.hint.startswith(("did you mean", "choose"))
                near = f" {capitalised(error.hint)}" if said else ""
                limits = f" It {error.message}." if question.type == "number" and " from " in error.message else ""
                enter = "Enter if you are not sure." if had is None else "Enter keeps your answer."
                self.tell(f"That is not one of the answers.{near}{limits} {self._wants(question)} {enter}")
                self.tell(first_call(self.dataset.help.line))
            else:
                return None

    def _value(self, question: Question, line: str, had: Any) -> Any:
        """The answer in a line: nothing keeps what was answered before, and is unknown where nothing was."""
        if line.casefold() in ("s", "skip"):
            return None
        return self._read(question, line) if line else had

    def _put(self, question: Question, value: Any) -> None:
        for rule in self.course.put(question, value):
            self._alarm(rule)

    def _pose(self, question: Question) -> None:
        number = self.course.number(question)
        say("")
        self.tell(f"{number}. {question.label}")
        self.tell(question.staff if self.staff else question.person)
        for key, text in self._choices(question).items():
            self.tell(text, f"  {key:>2}  ")
        self.tell(self._wants(question))
        had = self.course.answers.get(question.id)
        if had is not None:
            self.tell(f"Your answer so far: {answer_text(self.dataset, question, had)}. {AGAIN}")

    def _choices(self, question: Question) -> dict[str, str]:
        """What to type, and what it means."""
        if question.type in ("options", "attributes"):
            ids = self._ids(question)
            told = {str(number): word_text(self.dataset, question, id_) for number, id_ in enumerate(ids, 1)}
        else:
            told = {
                str(choice.value) if question.type == "rating" else str(number): self._meaning(question, choice)
                for number, choice in enumerate(question.choice, 1)
            }
        return {**told, "0": "None of these."} if question.many else told

    def _meaning(self, question: Question, choice: Choice) -> str:
        """A choice in words: its label, and what it means."""
        means = choice.staff if self.staff else choice.person
        return (
            means if question.type == "yesno" and not self.staff else f"{capitalised(choice.label)}. {means}".rstrip()
        )

    def _ids(self, question: Question) -> list[str]:
        """The words of a list question in the order of their numbers."""
        if question.type == "options":
            return [option.id for option in self.dataset.in_order if option.kind != "baseline"]
        if question.type == "attributes":
            return [row.id for row in self.dataset.attributes.values() if row.glance and row.type != "text"]
        return [str(choice.value) for choice in question.choice]

    def _wants(self, question: Question) -> str:
        if question.many:
            order = ", the most important first" if question.type == "attributes" else ""
            return f"Type one number or more, with spaces between them{order}. 0 is none."
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
            return from_text(self.dataset, question, line.replace(",", ";"))
        if question.type in ("choice", "yesno") and (number := whole(line)) is not None:
            if not 1 <= number <= len(question.choice):
                raise NotAnAnswer("no such number")
            return question.choice[number - 1].value
        return from_text(self.dataset, question, line)

    def _numbered(self, question: Question, numbers: list[int]) -> Any:
        ids = self._ids(question)
        if numbers == [0]:
            return ()
        if len(set(numbers)) < len(numbers) or not all(1 <= number <= len(ids) for number in numbers):
            raise NotAnAnswer("no such number")
        return typed(self.dataset, question, [ids[number - 1] for number in numbers])

    def line(self) -> str:
        """The next line, without its end.

        Raises:
            Ended: there is none.
        """
        print("> ", end="", file=sys.stderr, flush=True)  # noqa: T201 - the prompt
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            say("")
            raise Ended
        return line.strip()

    def _alarm(self, rule: Rule) -> None:
        """What is urgent, at once."""
        if rule.urgent is None:
            return
        say("")
        self.tell(f"URGENT: {rule.urgent.message}")
        for line in self.dataset.help.lines(rule.urgent.lines):
            self.tell(f"{reach(line)}: {line.name}", "  ")

    # --- commands -----------------------------------------------------------

    def why(self, question: Question) -> tuple[bool, None]:
        """`?`: why it is asked, and the signs of each answer."""
        self.tell(question.why)
        for choice in question.choice:
            if choice.signs:
                self.tell(" ".join(choice.signs), f"  {capitalised(choice.label)}: ")
        self.tell(KEYS)
        return False, None

    def back(self, question: Question) -> tuple[bool, Question | None]:
        """`b`: the question before."""
        before = self.course.back()
        if before is None:
            self.tell("This is the first question.")
            return False, None
        return True, before

    def review(self, question: Question) -> tuple[bool, Question | None]:
        """`r`: every answer so far, one of which can be changed."""
        gone = self.course
        asked = [one for id_, one in gone.questions.items() if id_ in gone.answers or id_ in gone.skipped]
        if not asked:
            self.tell("Nothing is answered yet.")
            return False, None
        for number, one in enumerate(asked, 1):
            value = self.course.answers.get(one.id)
            told = "unknown" if value is None else answer_text(self.dataset, one, value)
            self.tell(f"{one.label}: {told}", f"  {number:>2}  ")
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
    "?": Talk.why, "b": Talk.back, "back": Talk.back, "r": Talk.review, "review": Talk.review,
    "q": Talk.stop, "quit": Talk.stop,
}  # fmt: skip


def _columns() -> int:
    """The width of the screen that prompts go to, wherever the result goes."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return shutil.get_terminal_size((80, 24)).columns
