"""The rules in words: when each holds, what it does, why, and on what it rests."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from iopcli.dataset.model import Dataset, Rule, Source
from iopcli.dataset.near import did_you_mean
from iopcli.errors import Problem, UsageError
from iopcli.facts.result import Result, common
from iopcli.facts.wording import Effect, effect_text, effects_of, when_text


class RuleCard(Struct, frozen=True, kw_only=True):
    """One rule in words."""

    id: str
    title: str
    when: str
    effect: str
    effects: tuple[Effect, ...]
    """The same thing by thing."""
    needs: Mapping[str, object]
    because: str
    questions: tuple[str, ...]
    sources: tuple[str, ...]
    local: str


class QuestionCard(Struct, frozen=True, kw_only=True):
    """The question that was asked for, and what each of its choices means."""

    id: str
    label: str
    person: str
    staff: str
    why: str
    choices: tuple[str, ...]


class QuestionName(Struct, frozen=True, kw_only=True):
    """A question by id, and what it is about."""

    id: str
    label: str


class RulesResult(Result, frozen=True, kw_only=True, tag="iopcli/rules/1"):
    """The rules asked for, in the order of the dataset."""

    question: QuestionCard | None
    questions: tuple[QuestionName, ...]
    """Every question, where the rules are not narrowed down."""
    rules: tuple[RuleCard, ...]
    sources: Mapping[str, Source]


def rules(dataset: Dataset, id_: str = "", question: str = "") -> RulesResult:
    """Every rule, the one named, or those that an answer to one question can make hold.

    Raises:
        UsageError: no such rule or question.
    """
    asked = (("rule", id_, dataset.rules), ("question", question, dataset.questions))
    wrong = [(what, name, known) for what, name, known in asked if name and name not in known]
    if wrong:
        problems = [
            Problem(f"`{name}`", f"is not a {what}", did_you_mean(name, known, parts=True))
            for what, name, known in wrong
        ]
        hint = "`iopcli rules` names every rule and question"
        raise UsageError(f"no such {' and no such '.join(what for what, _, _ in wrong)}", problems, hint)
    chosen = [
        rule
        for rule in dataset.rules.values()
        if (not id_ or rule.id == id_) and (not question or question in rule.asks)
    ]
    return RulesResult(
        **common(dataset),
        question=_asked(dataset, question) if question else None,
        questions=()
        if id_ or question
        else tuple(QuestionName(id=one.id, label=one.label) for one in dataset.questions.values()),
        rules=tuple(_card(dataset, rule) for rule in chosen),
        sources=dataset.cited(source for rule in chosen for source in rule.sources),
    )


def _card(dataset: Dataset, rule: Rule) -> RuleCard:
    effects = effects_of(dataset, rule)
    return RuleCard(
        id=rule.id, title=rule.title, when=when_text(dataset, rule), effect=effect_text(effects), effects=effects,
        needs=rule.needs, because=rule.because, sources=rule.sources,
        questions=tuple(one for one in dataset.questions if one in rule.asks),
        local=dataset.local.get(f"rule/{rule.id}", ""),
    )  # fmt: skip


def _asked(dataset: Dataset, id_: str) -> QuestionCard:
    one = dataset.questions[id_]
    choices = tuple(f"{str(choice.value).lower()}: {choice.label}. {choice.staff}" for choice in one.choice)
    return QuestionCard(id=id_, label=one.label, person=one.person, staff=one.staff, why=one.why, choices=choices)
