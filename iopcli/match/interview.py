"""A questionnaire: which question comes next, and what has been answered so far; no screen, no prompt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from iopcli.dataset.answers import possible
from iopcli.dataset.checklist import check_questions
from iopcli.dataset.model import AskAgain, Dataset, Question, Rule, Voice
from iopcli.errors import count
from iopcli.match.decide import Decision, decide
from iopcli.match.deciding_questions import DecidingQuestion, DecidingQuestions, askable
from iopcli.match.needs import Judge, Judged, raised
from iopcli.match.plans import Plan, Planner
from iopcli.match.recommendation import CAN_WAIT
from iopcli.match.wishes import against

HELP_NOW = f"{CAN_WAIT} To stop here, type q."
DONE = "There are no more questions, because no other answer can change the result."


class Questionnaire:
    """A way through questions, forward and back, with the answers given so far."""

    opening: Sequence[str] = ()
    """What is said before the first question, after whom to call and what is kept."""

    def __init__(self, dataset: Dataset, questions: Mapping[str, Question]) -> None:
        self.dataset = dataset
        self.questions = questions
        self.answers: dict[str, Any] = {}
        self.skipped: set[str] = set()
        self.asked: list[str] = []
        """The questions that were answered or skipped, in the order they were first asked."""
        self.latest: Question | None = None
        """The question that was answered or skipped last."""
        self._at = 0
        self._judge = Judge(dataset)

    @property
    def judged(self) -> Judged:
        """The rules as far as they are known to hold."""
        return self._judge.read(self.answers).judged

    @property
    def stops(self) -> bool:
        """Whether help comes before any more questions."""
        return self.judged.stops

    def next_question(self) -> Question | None:
        """The question to ask now; none when nothing is left to ask, or help comes first."""
        raise NotImplementedError

    def remark(self, question: Question) -> str:
        """What is to be said before the question that comes next, each thing once; nothing if there is nothing."""
        raise NotImplementedError

    def ending(self) -> str:
        """What is said when nothing is left to ask."""
        raise NotImplementedError

    def open_ones(self) -> Iterator[Question]:
        """The questions that were neither answered nor skipped."""
        return (one for id_, one in self.questions.items() if id_ not in self.answers and id_ not in self.skipped)

    def put(self, question: Question, value: Any) -> list[Rule]:
        """Note an answer, None for unknown; gives the urgent rules that hold since."""
        before = {rule.id for rule in self.judged.fired}
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
        return [rule for rule in self.judged.fired if rule.urgent and rule.id not in before]

    def open_choices(self, question: Question) -> list[str]:
        """The words of a list that are asked about, in the order of their numbers."""
        if question.type == "options":
            return [option.id for option in self.dataset.in_order if option.kind != "baseline"]
        if question.type == "attributes":
            return [row.id for row in self.dataset.attributes.values() if row.glance and row.type != "text"]
        return [str(choice.value) for choice in question.choice]

    @property
    def about(self) -> int:
        """How many questions there are likely to be in all: those that were asked, and those that would be now."""
        return len(self.asked) + sum(1 for _ in self.left())

    def left(self) -> Iterator[Question]:
        """The questions that are open and would be asked if nothing more were answered."""
        return self.open_ones()

    def number(self, question: Question) -> int:
        """The number a question is asked under, from 1: the same when it is asked again."""
        return self.asked.index(question.id) + 1 if question.id in self.asked else len(self.asked) + 1

    def back(self) -> Question | None:
        """The question before, to be asked again; its answer stays until another is put."""
        if not self._at:
            return None
        self._at -= 1
        return self.questions[self.asked[self._at]]


class Interview(Questionnaire):
    """The questions of `match`: only those that can still change the result, unless `everything` is asked."""

    def __init__(self, dataset: Dataset, *, everything: bool = False) -> None:
        super().__init__(dataset, dataset.questions)
        self.everything = everything
        self._planner = Planner(dataset)
        self._judge = self._planner.judge
        self._deciding_questions = DecidingQuestions(dataset)
        self._settled = self._sent_for_help = False
        self._asked_again: set[str] = set()
        """Rules whose question was asked again since they hold."""

    @property
    def decision(self) -> Decision:
        """What the answers so far come to."""
        return decide(self.dataset, self.answers, self._planner)

    def next_question(self) -> Question | None:
        """The first question in order that is open and can still change the result; none when nothing can."""
        if self.decision.stops:
            return None
        following = next(self.left(), None)
        again = self.to_ask_again()
        if again and not (following and following.part == "safety"):  # what is dangerous is asked first
            return self.questions[again.question]
        return following

    def left(self) -> Iterator[Question]:
        """The questions that are open and can still change the result, or all that are open."""
        return self.open_ones() if self.everything else self._mattering(self.open_ones())

    def open_choices(self, question: Question) -> list[str]:
        """The words of a list that anyone is asked about, by what is known; for `everything` all of them."""
        ids = super().open_choices(question)
        previous = self.answers.get(question.id, ())
        return [id_ for id_ in ids if self.everything or id_ in previous or askable(question, id_, self.answers)]

    def put(self, question: Question, value: Any) -> list[Rule]:
        """Note an answer; a question that was asked again is not asked once more for the same reason."""
        held = self.judged.fired
        self._asked_again |= {rule.id for rule in held if rule.ask_again and rule.ask_again.question == question.id}
        return super().put(question, value)

    def to_ask_again(self) -> AskAgain | None:
        """The first question that answers which pull against each other call for once more."""
        pending = (rule.ask_again for rule in self.judged.fired if rule.id not in self._asked_again)
        return next((one for one in pending if one), None)

    def remark(self, question: Question) -> str:
        """What comes before a question: that help comes first, why it is asked again, that the plan is settled."""
        again = self.to_ask_again()
        reason = again.says if again and again.question == question.id else ""
        if not self._sent_for_help and any(rule.urgent and rule.urgent.now for rule in self.judged.fired):
            self._sent_for_help = True
            return f"{HELP_NOW} {reason}".rstrip()
        if reason:
            return reason
        decision, was = self.decision, self._settled
        if decision.stops or decision.closed == was:
            return ""
        self._settled = decision.closed
        if was:
            return "After that change, the plan is no longer settled."
        adds = "" if question.wish else "adds advice and "
        settled = f"Settled after {count(len(self.asked), 'question')}: no other answer can change the plan."
        return f"{settled} The rest only {adds}puts plans in order. q shows the plans now."

    def ending(self) -> str:
        """That nothing is left to ask, and what was skipped and could still change the result."""
        skipped = ", ".join(question.label.lower() for question in self.could_change())
        return (
            f"No more questions. You skipped some that could still change the result: {skipped}." if skipped else DONE
        )

    def could_change(self) -> list[Question]:
        """The questions that were skipped and could still change the result."""
        skipped = (one for id_, one in self.dataset.questions.items() if id_ in self.skipped)
        return list(self._mattering(skipped))

    def _mattering(self, questions: Iterable[Question]) -> Iterator[Question]:
        """Those of some questions of which an answer can change what the result says."""
        decision = self.decision
        asked = {one.question for one in self._open_and_deciding(decision)}
        return (one for one in questions if (self._moves(one, decision) if one.wish else one.id in asked))

    def _moves(self, wish: Question, decision: Decision) -> bool:
        """Whether an answer to a wish can put plans in another order, or name something that stands against one."""
        plans = self._planner.plans(decision.least)
        return len(plans) > 1 if wish.type == "attributes" else self._could_conflict(wish, plans)

    def _open_and_deciding(self, decision: Decision) -> set[DecidingQuestion]:
        """What some rule depends on that would add anything, or that holds only since a missing answer is assumed."""
        known, answers = decision.judged, decision.answers
        waiting = (rule for rule in known.open if self._bears(rule, decision))
        deciding = self._deciding_questions.of
        assumed = ((rule, deciding(rule, answers)) for rule in known.assumed)
        return {one for rule in waiting for one in deciding(rule, answers)} | {
            one for rule, found in assumed for one in found if one.question in rule.assume
        }

    def _could_conflict(self, question: Question, plans: Sequence[Plan]) -> bool:
        """Whether any answer to a wish could stand against any plan."""
        values = possible(question) or [question.least, question.most]
        tried = ({**self.answers, question.id: value} for value in values)
        return any(question.id in against(plan, answers) for answers in tried for plan in plans)

    def _bears(self, rule: Rule, decision: Decision) -> bool:
        """Whether a rule that is open would add anything: words or offers, or needs while the plan is not settled."""
        if rule.urgent or rule.clinician or rule.advice or rule.alongside:
            return True
        return not decision.closed and raised(self.dataset, rule, decision.least) > 0


class Check(Questionnaire):
    """The questions of the self-check: safety as long as it may be urgent, then the signs, then what matters."""

    def __init__(self, dataset: Dataset, voice: Voice = "person") -> None:
        super().__init__(dataset, check_questions(dataset, voice))
        self.checklist = dataset.checklist.to(voice)
        self.opening = self.checklist.opening
        self._said: set[str] = set()

    @property
    def stops(self) -> bool:
        """Whether anything is so urgent that the rest can wait."""
        return any(self.checklist.ends_with(rule) for rule in self.judged.fired)

    def next_question(self) -> Question | None:
        """The first question in order that is open; of those about safety, the first that may still be urgent."""
        if self.stops:
            return None
        return next(self.left(), None)

    def left(self) -> Iterator[Question]:
        """The questions that are open; of those about safety, those that may still be urgent."""
        safety, urgent = self.checklist.safety, self.judged.may_be_urgent
        return (one for one in self.open_ones() if one.id not in safety or one.id in urgent)

    def remark(self, question: Question) -> str:
        """What comes now, before the first question of each part."""
        one = self.checklist
        lead = (
            one.lead.safety if question.id in one.safety
            else one.lead.matters if question.id in one.matters
            else one.lead.signs
        )  # fmt: skip
        if lead in self._said:
            return ""
        self._said.add(lead)
        return lead

    def ending(self) -> str:
        """That this was all."""
        return "No more questions. Here is what came up."
