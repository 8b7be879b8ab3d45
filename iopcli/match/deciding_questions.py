"""The deciding questions of a rule: those (of lists, the words) whose answer can decide it, given what is known.

A question can stand in a rule and decide nothing any more: where a person uses alcohol alone, a rule about opioids no
longer asks which medication they take. So every way to complete the answers is read at once, with a bit for each. A
question counts where two different answers to it lead to different outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from iopcli.dataset.model import Dataset, Question, Rule
from iopcli.logic.conditions import TESTS, Answers, Bits, Test, fields_of, holds, of_person, read, tests_of
from iopcli.match.needs import frozen

MOST_CLASSES = 1 << 16
"""Ways to complete the answers that are read; a rule with more of them counts as decided by all that it asks."""


class DecidingQuestion(NamedTuple):
    """A question whose answer can decide a rule; of a list, the word whose presence can."""

    question: str
    word: Any = None


def deciding_questions(dataset: Dataset, rule: Rule, answers: Answers) -> frozenset[DecidingQuestion]:
    """What a rule depends on among the unanswered. Where the rule is not possible, it counts as not holding."""
    tests = [
        test for one in (rule.condition, rule.could) for test in tests_of(one) if answers.get(test.question) is None
    ]
    asked = {_question_of(dataset, test) for test in tests if test.question in rule.asks}
    classes = _AnswerClasses(dataset, tests, answers)
    if classes.many > MOST_CLASSES:
        return frozenset(asked)
    known = of_person(answers)

    def said(test: Test) -> Bits:
        if answers.get(test.question) is None:
            found = classes.holding(test)
            return Bits(found, found)
        return Bits(*(classes.every * bit for bit in known(test)))

    on = read(rule.condition, said, classes.every).sure & read(rule.could, said, classes.every).sure
    if on == classes.every and holds(rule.condition, answers) is None:
        return frozenset(asked)  # it holds whatever is answered, but only once something is
    return frozenset(item for item in asked if classes.decides(item, on))


class DecidingQuestions:
    """The deciding questions of rules; a rule is worked through once for the same answers to the questions it reads."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._reads: dict[str, tuple[str, ...]] = {}
        self._found: dict[tuple[Any, ...], frozenset[DecidingQuestion]] = {}

    def of(self, rule: Rule, answers: Answers) -> frozenset[DecidingQuestion]:
        """What a rule depends on among the questions that are not answered."""
        if rule.id not in self._reads:
            self._reads[rule.id] = tuple(self._everything_read(rule))
        known = (rule.id, *(frozen(answers.get(id_)) for id_ in self._reads[rule.id]))
        if known not in self._found:
            self._found[known] = deciding_questions(self._dataset, rule, answers)
        return self._found[known]

    def _everything_read(self, rule: Rule) -> frozenset[str]:
        """The questions that a rule reads, and those that decide which of their words anyone is asked about."""
        choices = (choice for id_ in rule.reads for choice in self._dataset.questions[id_].choice)
        return rule.reads.union(*(fields_of(choice.could) for choice in choices))


def askable(question: Question, word: Any, answers: Answers) -> bool:
    """Whether anyone is asked about a word of a list, by what else is known."""
    could = (choice.could for choice in question.choice if choice.value == word)
    return all(holds(one, answers) is not False for one in could)


def _question_of(dataset: Dataset, test: Test) -> DecidingQuestion:
    many = dataset.questions[test.question].many and test.kind == "includes"
    return DecidingQuestion(test.question, test.value if many else None)


class _AnswerClasses:
    """All combinations of answers that some tests can tell apart, numbered with one digit for each question or word."""

    def __init__(self, dataset: Dataset, tests: Sequence[Test], known: Answers) -> None:
        self._dataset = dataset
        self._answers: dict[DecidingQuestion, list[Any]] = {}
        for item in dict.fromkeys(_question_of(dataset, test) for test in tests):
            self._answers[item] = self._worth(item, [test for test in tests if test.question == item.question], known)
        self._stride: dict[DecidingQuestion, int] = {}
        self.many = 1
        for item, answers in self._answers.items():
            self._stride[item] = self.many
            self.many *= len(answers)
        self.every = (1 << self.many) - 1 if self.many <= MOST_CLASSES else 0

    def _worth(self, item: DecidingQuestion, tests: Sequence[Test], known: Answers) -> list[Any]:
        """Answers to a question, one for each way in which the tests can tell them apart; a word in a list or not."""
        question = self._dataset.questions[item.question]
        if item.word is not None:
            return [(), (item.word,)] if askable(question, item.word, known) else [()]
        by_outcome: dict[tuple[bool, ...], Any] = {}
        for answer in _answers_to(question, [test.value for test in tests]):
            by_outcome.setdefault(tuple(TESTS[test.kind](answer, test.value) for test in tests), answer)
        return list(by_outcome.values())

    def holding(self, test: Test) -> int:
        """The ways in which a test holds."""
        item = _question_of(self._dataset, test)
        found = 0
        for place, answer in enumerate(self._answers[item]):
            if TESTS[test.kind](answer, test.value):
                found |= self._with(item, place)
        return found

    def decides(self, item: DecidingQuestion, on: int) -> bool:
        """Whether another answer in its place, all else alike, changes which ways are `on`."""
        stride = self._stride[item]
        found = [(on & self._with(item, place)) >> (place * stride) for place in range(len(self._answers[item]))]
        return any(one != other for one, other in pairwise(found))

    def _with(self, item: DecidingQuestion, place: int) -> int:
        """The combinations that have this answer: a run of bits that repeats at equal distances."""
        stride = self._stride[item]
        run = ((1 << stride) - 1) << (place * stride)
        period = stride * len(self._answers[item])
        return run * (self.every // ((1 << period) - 1))


def _answers_to(question: Question, named: Sequence[Any]) -> list[Any]:
    """The answers that tests could tell apart: every choice, or the numbers they name and those between."""
    if question.type == "number":
        flat = [number for value in named for number in (value if isinstance(value, tuple) else (value,))]
        marks = sorted({question.least, question.most, *flat})
        return [*marks, *((low + high) / 2 for low, high in pairwise(marks))]
    return [choice.value for choice in question.choice]
