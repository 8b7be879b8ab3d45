"""Does the dataset meet what a decision aid must? The criteria are those of IPDASi version 4, in our own words.

Six qualify something as a decision aid and six certify it (IPDAS Collaboration, Joseph-Williams et al. 2014,
doi 10.1177/0272989X13501721; the four that are about tests do not apply). This is a self-assessment, not a certificate.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from iopcli.dataset.check import MOST_APART, PAIRED
from iopcli.dataset.model import Dataset, Fact

LIFE = ("body", "mind", "people")


class Criterion(Struct, frozen=True, kw_only=True):
    """One criterion: whether it is met, and by what."""

    id: str
    asks: str
    met: bool
    by: str


def audit(dataset: Dataset) -> tuple[Criterion, ...]:
    """The twelve criteria, the six that qualify first."""
    return tuple(
        Criterion(id=id_, asks=asks, met=(verdict := test(dataset))[0], by=verdict[1]) for id_, asks, test in _CRITERIA
    )


Verdict = tuple[bool, str]


def _condition(dataset: Dataset) -> Verdict:
    return bool(dataset.about.decision.condition), "dataset.toml: decision.condition"


def _decision(dataset: Dataset) -> Verdict:
    return bool(dataset.about.decision.question), "dataset.toml: decision.question"


def _options(dataset: Dataset) -> Verdict:
    baseline = any(option.kind == "baseline" for option in dataset.options.values())
    return len(dataset.options) > 2 and baseline, f"{len(dataset.options)} options, no treatment for now among them"


def _everywhere(attribute: str) -> Callable[[Dataset], Verdict]:
    """The criterion that every option says something under one attribute."""

    def verdict(dataset: Dataset) -> Verdict:
        said = sum(
            attribute in option.facts and bool(option.facts[attribute].value) for option in dataset.options.values()
        )
        return said == len(dataset.options), f"{attribute} of {said} of {len(dataset.options)} options"

    return verdict


def _life(dataset: Dataset) -> Verdict:
    full = 0
    for option in dataset.options.values():
        fact = option.facts.get("daily_life")
        labels = {point.label for point in fact.value} if fact and fact.value else set()
        full += labels >= set(LIFE)
    return full == len(
        dataset.options
    ), f"daily_life of {full} of {len(dataset.options)} options, for body, mind and people"


def _equal(dataset: Dataset) -> Verdict:
    """Whether both sides of every option are shown, neither with more than one point over the other."""
    pairs = [
        tuple(len(option.facts[side].points) if side in option.facts else 0 for side in PAIRED)
        for option in dataset.options.values()
    ]
    even = all(min(pair) and max(pair) - min(pair) <= MOST_APART for pair in pairs)
    least, most = min(map(min, pairs), default=0), max(map(max, pairs), default=0)
    return even, f"{least} to {most} advantages and about as many disadvantages each; same rows, same order"


def _cites(dataset: Dataset) -> Verdict:
    known = _known(dataset)
    cited = sum(bool(fact.sources) for fact in known)
    return cited == len(known), f"{cited} of {len(known)} known facts have a source"


def _dated(dataset: Dataset) -> Verdict:
    return bool(dataset.about.as_of), f"as of {dataset.about.as_of}, on every page"


def _updated(dataset: Dataset) -> Verdict:
    about = dataset.about
    return bool(about.update_policy), f"dataset.toml: update_policy; review by {about.review_by}"


def _uncertain(dataset: Dataset) -> Verdict:
    known = _known(dataset)
    disputes = sum(bool(fact.disputed) for fact in known)
    return bool(known) and all(
        fact.confidence for fact in known
    ), f"a confidence on each fact; {disputes} disputes shown"


def _funded(dataset: Dataset) -> Verdict:
    return bool(dataset.about.funding and dataset.about.conflicts), "dataset.toml: funding, conflicts"


def _known(dataset: Dataset) -> list[Fact[object]]:
    return [fact for option in dataset.options.values() for fact in option.facts.values() if fact.state == "known"]


_CRITERIA: tuple[tuple[str, str, Callable[[Dataset], Verdict]], ...] = (
    ("1.1.1", "Names the health problem that the decision is about", _condition),
    ("1.1.2", "States the decision", _decision),
    ("1.1.3", "Describes the options, doing nothing among them", _options),
    ("1.1.4", "Gives the advantages of each option", _everywhere("advantages")),
    ("1.1.5", "Gives the disadvantages of each option", _everywhere("disadvantages")),
    ("1.2.1", "Says what each option is like for body, mind and people", _life),
    ("2.1.1", "Shows advantages and disadvantages in equal detail", _equal),
    ("2.2.1", "Cites the evidence", _cites),
    ("2.2.2", "Gives the date it was made", _dated),
    ("2.2.3", "Says how it is kept up to date", _updated),
    ("2.2.4", "Says how sure the numbers are", _uncertain),
    ("2.3.1", "Says who paid for it", _funded),
)
