"""Which question comes next, and what has been answered so far; no screen, no prompt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iopcli.dataset.answers import possible
from iopcli.dataset.model import Dataset, Question, Rule
from iopcli.match.match import Bracket
from iopcli.match.needs import raised
from iopcli.match.plans import Plan, Planner
from iopcli.match.wishes import conflicts


class Interview:
    """The answers given so far and the way through the questions, forward and back."""

    def __init__(self, dataset: Dataset, *, everything: bool = False) -> None:
        self.dataset = dataset
        self.answers: dict[str, Any] = {}
        self.skipped: set[str] = set()
        self.asked: list[str] = []
        """The questions that were answered or skipped, in the order they were first asked."""
        self.latest: Question | None = None
        """The question that was answered or skipped last."""
        self._at = 0
        self.everything = everything
        self._planner = Planner(dataset)

    @property
    def bracket(self) -> Bracket:
        """The needs as far as they are known."""
        return Bracket(self.dataset, self.answers, self._planner)

    def next_question(self) -> Question | None:
        """The first question in order that is open and can still change the result; none when nothing can."""
        bracket = self.bracket
        if bracket.judged.stops:
            return None
        questions = self.dataset.questions.values()
        open_ones = (one for one in questions if one.id not in self.answers and one.id not in self.skipped)
        return next((one for one in open_ones if self.everything or self._matters(one, bracket)), None)

    def put(self, question: Question, value: Any) -> list[Rule]:
        """Note an answer, None for unknown; gives the urgent rules that hold since."""
        before = {rule.id for rule in self.bracket.judged.fired}
        self.answers.pop(question.id, None)
        self.skipped.discard(question.id)
        if value is None:
            self.skipped.add(question.id)
        else:
            self.answers[question.id] = value
        self.latest = question
        if question.id not in self.asked:
            self.asked.append(question.id)
        self._at = len(self.asked)
        return [rule for rule in self.bracket.judged.fired if rule.urgent and rule.id not in before]

    def number(self, question: Question) -> int:
        """The number a question is asked under, from 1: the same when it is asked again."""
        return self.asked.index(question.id) + 1 if question.id in self.asked else len(self.asked) + 1

    def back(self) -> Question | None:
        """The question before, to be asked again; its answer stays until another is put."""
        if not self._at:
            return None
        self._at -= 1
        return self.dataset.questions[self.asked[self._at]]

    def could_change(self) -> list[Question]:
        """The questions that were skipped and could still change the result."""
        bracket = self.bracket
        return [
            one for id_, one in self.dataset.questions.items() if id_ in self.skipped and self._matters(one, bracket)
        ]

    def _matters(self, question: Question, bracket: Bracket) -> bool:
        """Whether an answer can change what the result says."""
        if question.wish:
            plans = self._planner.plans(bracket.least)
            return len(plans) > 1 if question.type == "attributes" else self._could_conflict(question, plans)
        return any(self._bears(rule, bracket) for rule in bracket.judged.open if question.id in rule.asks)

    def _could_conflict(self, question: Question, plans: Sequence[Plan]) -> bool:
        """Whether any answer to a wish could stand against any plan."""
        values = possible(self.dataset, question) or [question.least, question.most]
        tried = ({**self.answers, question.id: value} for value in values)
        found = (conflict for answers in tried for plan in plans for conflict in conflicts(plan, answers))
        return any(conflict.question == question.id for conflict in found)

    def _bears(self, rule: Rule, bracket: Bracket) -> bool:
        """Whether a rule that is open would add anything: words or offers, or needs while the plan is not settled."""
        if rule.urgent or rule.clinician or rule.advice or rule.alongside:
            return True
        return not bracket.settled and raised(self.dataset, rule, bracket.least) > 0
