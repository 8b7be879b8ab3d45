"""Someone who answers the questions of `match`: the terminal they sit at, and what they type and keep in mind."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from random import Random
from typing import Any

import pexpect

from iopcli.dataset.model import Dataset, Question
from support.command_line import Screen, at_terminal

PROMPT = "\r\n> "
HEADING = re.compile(r"^\d+ of about \d+\. (.+)$", re.MULTILINE)
"""A question's number, how many there may be, and its label."""
NUMBERED = re.compile(r"^ {2,3}(\d+)  (.+)$", re.MULTILINE)
"""What can be typed, and what it means."""
MOVES = ("?", "why", "b", "B", "back", "r", "review", "R", "no such answer")
"""What can be typed that is no answer."""
READ_ON = ". Enter ends."
"""The end of what is asked after a result."""
CTRL_C, CTRL_D = "\x03", "\x04"


class Sitting:
    """A command that asks, or a line of bash, on a real pseudo-terminal; it starts at once and is waited for later.

    Unless it `reads_on`, it takes the result of `match` as it is.
    """

    def __init__(self, *words: str, command: str = "match", reads_on: bool = False, **where: Any) -> None:
        self._child = at_terminal(command, *words, **where)
        self._reads_on = reads_on
        self._at_prompt = False
        self.text = ""

    @property
    def asks(self) -> bool:
        """Whether it waits for a line."""
        self.opening()
        return self._at_prompt

    def opening(self) -> str:
        """What is said up to the first prompt."""
        return self.text or self._read()

    def answer(self, *lines: str) -> str:
        """Type lines, each at a prompt; gives what is said to the last one, up to the next prompt or the end."""
        said = ""
        for line in lines:
            said = self.press(f"{line}\r")
        return said

    def press(self, keys: str | bytes) -> str:
        """The same for single keys; bytes are what a terminal of other letters would send."""
        assert self.asks, f"it has ended: {self.text[-400:]}"
        os.write(self._child.child_fd, keys if isinstance(keys, bytes) else keys.encode())
        _, _, said = self._read().partition("\n")  # what was typed stands there first
        return said

    def kill(self, number: int) -> None:
        """Send a signal while it waits for a line."""
        assert self.asks
        self._child.kill(number)

    def end(self) -> Screen:
        """All that was on the screen, and the exit code."""
        while not self._child.flag_eof:
            self._read()
        self._child.close()
        return Screen(self.text, self._child.exitstatus)

    def _read(self) -> str:
        """What comes up to the next prompt, or the end."""
        self._at_prompt = self._child.expect_exact([PROMPT, pexpect.EOF]) == 0
        said = (self._child.before + (PROMPT if self._at_prompt else "")).replace("\r\n", "\n")
        self.text += said
        if self._at_prompt and READ_ON in said[-len(READ_ON) - len(PROMPT) :] and not self._reads_on:
            os.write(self._child.child_fd, b"\r")
            self._read()
        return said


def through(sitting: Sitting, dataset: Dataset, typed: Mapping[str, str], otherwise: str = "") -> list[tuple[str, str]]:
    """Answer until the end; gives each question that was asked, with what was said when it was."""
    ids = {one.label: one.id for one in dataset.questions.values()}
    said, asked = sitting.opening(), []
    while sitting.asks:
        asked.append((ids[last_of(said)], said))
        said = sitting.answer(typed.get(asked[-1][0], otherwise))
    return asked


def last_of(said: str) -> str:
    """The label of the question that is asked in what was said, the last if there are several."""
    return HEADING.findall(said)[-1]


class Walker:
    """Answers by chance, skips, goes back, looks around and changes answers; knows what it has told."""

    def __init__(self, dataset: Dataset, seed: int, most_moves: int = 12) -> None:
        self.dataset = dataset
        self.told: dict[str, Any] = {}
        self.asked_in_order: list[str] = []
        """The questions as they were asked."""
        self._chance = Random(seed)
        self._moves = most_moves
        self._moved = True
        self._labels = {one.label: one for one in dataset.questions.values()}
        self._asked: Question | None = None
        self._listed: dict[str, str] = {}

    def line(self, said: str) -> str | None:
        """What it types after this was said; None where it has had enough and ends the input."""
        if HEADING.search(said):
            question = self._labels[last_of(said)]
            again = "Could you stay somewhere else" in " ".join(said.split())
            assert again or self._moved or question is not self._asked, f"{question.id} twice in a row"
            self._asked, self._listed = question, {text: number for number, text in NUMBERED.findall(said)}
            self.asked_in_order.append(question.id)
        elif "Type a number to change that answer" in said:
            return self._chance.choice([*(number for number, _ in NUMBERED.findall(said)), ""])
        elif "typed this by mistake" in said:
            self._moved = True
            return self._chance.choice(["b", ""])
        step, self._moved = self._chance.random(), False
        if step < 0.2 and self._moves:
            self._moves, self._moved = self._moves - 1, True
            return self._chance.choice(MOVES)
        if step > 0.95:
            return self._chance.choice([None, "q", "QUIT"])
        return self._skip() if step > 0.85 else self._tell()

    def _skip(self) -> str:
        """Nothing keeps an answer; `s` takes it back."""
        assert self._asked is not None
        typed = self._chance.choice(["", "s", "S", "skip"])
        if typed:
            self.told.pop(self._asked.id, None)
        return typed

    def _tell(self) -> str:
        question = self._asked
        assert question is not None
        stops = question.id == "danger_now" and self._chance.random() < 0.9
        typed, self.told[question.id] = ("2", False) if stops else self._answer(question)
        return typed

    def _answer(self, question: Question) -> tuple[str, Any]:
        """An answer as it is typed, and as it is meant."""
        if question.type == "number":
            value = self._chance.randint(int(question.least), int(question.most))
            return f"{value}", float(value)
        if question.many:
            return self._list(question)
        number, choice = self._chance.choice(list(enumerate(question.choice, 1)))
        if question.type == "rating":
            return str(choice.value), choice.value
        word = ("yes" if choice.value else "no") if question.type == "yesno" else str(choice.value)
        return self._chance.choice([str(number), word, word.upper()]), choice.value

    def _list(self, question: Question) -> tuple[str, tuple[str, ...]]:
        """Some of a list, by number or in words; `none` or 0 is none of it."""
        named = self.by_number(question)
        numbers = self._chance.sample(list(named), self._chance.randint(0, min(3, len(named))))
        value = tuple(named[number] for number in numbers)
        if not value:
            return self._chance.choice(["0", "none", "NONE"]), ()
        typed = self._chance.choice([" ".join(numbers), ",".join(numbers), "; ".join(value), ", ".join(value)])
        in_order = tuple(one for one in named.values() if one in value)
        return typed, value if question.type == "attributes" else in_order

    def by_number(self, question: Question) -> dict[str, str]:
        """The words of a list by the numbers on the screen."""
        titles = {
            "options": {one.title: one.id for one in self.dataset.options.values()},
            "attributes": {one.label: one.id for one in self.dataset.attributes.values()},
        }.get(question.type)
        if titles is None:
            labels = {f"{one.label[0].upper()}{one.label[1:]}": str(one.value) for one in question.choice}
            return {number: labels[text.split(".")[0]] for text, number in self._listed.items() if number != "0"}
        return {number: titles[text] for text, number in self._listed.items() if text in titles}


class Hand(io.StringIO):
    """An input that is written while it is read: each line when all that was said before it is on the screen."""

    def __init__(self, line: Callable[[str], str | None], screen: io.StringIO) -> None:
        super().__init__()
        self._line, self._screen, self._seen = line, screen, 0

    def readline(self, size: int | None = -1) -> str:
        if not (left := super().readline(size)):
            said = self._screen.getvalue()[self._seen :]
            self._seen += len(said)
            self._write(self._line(said))
            left = super().readline(size)
        return left

    def _write(self, line: str | None) -> None:
        at = self.tell()
        self.write("" if line is None else f"{line}\n")
        self.seek(at)


@contextmanager
def typing(stdin: io.StringIO, screen: io.StringIO) -> Iterator[None]:
    """Standard input and standard error are these streams inside."""
    before, sys.stdin = sys.stdin, stdin
    try:
        with redirect_stderr(screen):
            yield
    finally:
        sys.stdin = before
