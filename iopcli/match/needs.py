"""Answers become needs: rules that hold set minimums, and rules that may yet hold say how high these could go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from iopcli.dataset.model import Attribute, Dataset, Rule
from iopcli.logic.conditions import Answers, Reads, holds, of_person, read

Needs = Mapping[str, Any]
"""Attribute id to its minimum: a word of a scale, a number, or words of a set. In the order of the table."""


class Judged(NamedTuple):
    """The rules that hold for a person, and those that an answer still missing may make hold."""

    fired: tuple[Rule, ...]
    open: tuple[Rule, ...]
    assumed: tuple[Rule, ...] = ()
    """Those of `fired` that hold only as long as a missing answer is taken for the dangerous one."""

    @property
    def for_clinician(self) -> bool:
        """Whether the rules ask a clinician to look: for them these answers settle nothing."""
        return any(rule.clinician for rule in self.fired)

    @property
    def stops(self) -> bool:
        """Whether there is danger now, so that help comes before any comparing."""
        return any(rule.urgent and rule.urgent.stop for rule in self.fired)

    @property
    def may_be_urgent(self) -> frozenset[str]:
        """The questions on which something urgent still depends."""
        return frozenset[str]().union(*(rule.asks for rule in self.open if rule.urgent))


class State(NamedTuple):
    """One bit for each set of answers: for which of them a rule holds, and for which it may yet hold."""

    on: int
    may: int
    """Those for which it holds, and those for which a missing answer may make it hold."""
    unassumed: int
    """Those for which it holds by what was answered alone."""


def state(rule: Rule, test: Reads, every: int = 1) -> State:
    """For which sets of answers a rule holds or may hold. Unknown stays unknown, except for what the rule assumes.

    What is missing cannot make it hold where the answers that were given leave no room for it.
    """
    on, may = read(rule.condition, test, every, rule.assume)
    if rule.possible:
        may = on | may & read(rule.could, test, every).may
    return State(on, may, read(rule.condition, test, every).sure if rule.assume else on)


class RulesReading(NamedTuple):
    """What the rules say of one person: which hold, what is surely needed, and what may be needed at most."""

    judged: Judged
    least: Needs
    most: Needs


class Judge:
    """Reads the rules of a dataset for one person after another.

    It remembers: a rule is read once for the same answers to its own questions, and needs are summed up once for the
    same rules.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._rules = [(rule, itemgetter(*rule.reads)) for rule in dataset.rules.values()]
        self._unanswered = dict.fromkeys(id_ for rule in dataset.rules.values() for id_ in rule.reads)
        self._states: list[dict[Any, State]] = [{} for _ in self._rules]
        """For each rule: answers to its questions, one person's, to whether it holds."""
        self._readings: dict[tuple[State, ...], RulesReading] = {}

    def read(self, answers: Answers) -> RulesReading:
        """What the rules say of one person with these answers."""
        states = tuple(self._every_state(answers))
        if states not in self._readings:
            self._readings[states] = self._reading(states)
        return self._readings[states]

    def _every_state(self, answers: Answers) -> Iterator[State]:
        said, every = of_person(answers), self._unanswered | {id_: frozen(value) for id_, value in answers.items()}
        for (rule, own_of), known in zip(self._rules, self._states, strict=True):
            own = own_of(every)
            if (its := known.get(own)) is None:
                its = known[own] = state(rule, said)
            yield its

    def _reading(self, states: Iterable[State]) -> RulesReading:
        found = [(rule, its) for (rule, _), its in zip(self._rules, states, strict=True)]
        known = Judged(
            fired=tuple(rule for rule, its in found if its.on),
            open=tuple(rule for rule, its in found if its.may and not its.on),
            assumed=tuple(rule for rule, its in found if its.on and not its.unassumed),
        )
        least, most = (needs_of(self._dataset, known.fired, possible) for possible in ((), known.open))
        return RulesReading(known, least, most)


def judged(dataset: Dataset, answers: Answers) -> Judged:
    """Every rule read for one person."""
    return Judge(dataset).read(answers).judged


def can_be(rule: Rule, answers: Answers) -> bool:
    """Whether the other answers leave it possible that a rule holds."""
    return holds(rule.could, answers) is not False


def needs_of(dataset: Dataset, rules: Iterable[Rule], possible: Iterable[Rule] = ()) -> Needs:
    """The needs that rules set together: of each attribute the highest, and of a set every word asked for.

    Of rules that are only `possible` those needs count that are amounts: only these can be more or less.
    """
    found: dict[str, Any] = {}
    sets = [(id_, least) for rule in rules for id_, least in rule.needs.items()]
    sets += [(id_, least) for rule in possible for id_, least in rule.needs.items() if dataset.attributes[id_].amount]
    for id_, least in sets:
        found[id_] = higher(dataset.attributes[id_], found.get(id_), frozen(least))
    return {id_: found[id_] for id_ in dataset.attributes if id_ in found}


def higher(attribute: Attribute, one: Any, other: Any) -> Any:
    """The higher of two minimums; of sets, both together in the order of the attribute's words."""
    if attribute.type == "set":
        words = (*(one or ()), *(other or ()))
        return tuple(word for word in attribute.needed if word in words) or None
    if one is None or other is None:
        return other if one is None else one
    return max(one, other, key=attribute.place)


def steps(dataset: Dataset, attribute: Attribute, least: Any) -> int:
    """How many steps of need a minimum is: levels of its scale, levels that rules use for a number, or words."""
    if least is None:
        return 0
    if attribute.type == "set":
        return len(least)
    if attribute.type == "scale":
        return int(attribute.place(least))
    used = {rule.needs[attribute.id] for rule in dataset.rules.values() if attribute.id in rule.needs}
    return sum(level <= least for level in used)


def raised(dataset: Dataset, rule: Rule, needs: Needs) -> int:
    """By how many steps a rule would raise needs if it held."""
    total = 0
    for id_, least in rule.needs.items():
        attribute, now = dataset.attributes[id_], needs.get(id_)
        total += steps(dataset, attribute, higher(attribute, now, frozen(least))) - steps(dataset, attribute, now)
    return total


def raises(attribute: Attribute, rule: Rule, least: Any) -> bool:
    """Whether a rule would raise a minimum if it held."""
    asked = frozen(rule.needs[attribute.id])
    return bool(higher(attribute, least, asked) != least)


def ask_next(dataset: Dataset, answers: Answers, known: Judged) -> tuple[str, ...]:
    """The questions that are open, the one first on which most steps of need depend; then in the order of asking."""
    needs = needs_of(dataset, known.fired)
    weight = dict.fromkeys(dataset.questions, 0)
    for rule in known.open:
        by = raised(dataset, rule, needs)
        for question in rule.asks:
            if question in weight and answers.get(question) is None:
                weight[question] += by
    order = list(dataset.questions)
    return tuple(sorted((id_ for id_ in order if weight[id_]), key=lambda id_: (-weight[id_], order.index(id_))))


def frozen(least: Any) -> Any:
    """A minimum or an answer as it is compared: the words of a set as a tuple, whatever list they were read as."""
    return tuple(least) if isinstance(least, list) else least
