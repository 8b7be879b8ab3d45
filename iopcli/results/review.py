"""Two records of one person: what improved, what got worse, and which way the needs now point."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from iopcli.dataset.model import Dataset
from iopcli.facts.result import Result, common
from iopcli.facts.wording import answer_text, spread_text
from iopcli.match.answers import checked
from iopcli.match.decide import Decision, decide
from iopcli.match.fits import options_only
from iopcli.match.needs import Needs, steps
from iopcli.match.plans import Planner
from iopcli.match.recommendation import Alarm, OptionsOnly, Reason
from iopcli.match.record import Saved, least_text
from iopcli.match.tell import alarms, for_clinician


class AreaChange(Struct, frozen=True, kw_only=True):
    """One question, earlier and later."""

    question: str
    label: str
    earlier: str
    later: str
    change: str
    """`better`, `worse`, `same`, `changed`, or `not known` where one of the two was not answered."""


class NeedChange(Struct, frozen=True, kw_only=True):
    """One need, earlier and later; `change` is higher, lower, same, other, or open where answers are missing."""

    attribute: str
    label: str
    earlier: str
    later: str
    change: str


class Review(Result, frozen=True, kw_only=True, tag="iopcli/review/1"):
    """Two records of one person: what improved, what got worse, and which way the needs now point."""

    direction: str
    """`step up`, `step down`, `stay`, `change`, `open` where answers are missing, or `urgent`."""
    text: str
    urgent: tuple[Alarm, ...]
    clinician: tuple[Reason, ...]
    stopped: bool
    areas: tuple[AreaChange, ...]
    needs: tuple[NeedChange, ...]
    earlier: OptionsOnly
    later: OptionsOnly
    ask_next: tuple[str, ...]
    ask_labels: tuple[str, ...]
    """The same questions, as they are called."""
    notes: tuple[str, ...]


def review(dataset: Dataset, earlier: Saved, later: Saved) -> Review:
    """Both records under today's dataset, so that only the person has changed and not the rules."""
    (before, not_before), (after, not_after) = (
        checked(dataset, {id_: one.answers[id_] for id_ in dataset.questions if id_ in one.answers}, "")
        for one in (earlier, later)
    )
    gone = [id_ for id_ in {**earlier.answers, **later.answers} if id_ not in dataset.questions]
    planner = Planner(dataset)
    was, is_ = decide(dataset, before, planner), decide(dataset, after, planner)
    urgent = alarms(is_)
    direction = "urgent" if urgent else _direction(dataset, was, is_)
    dropped = (*not_before, *not_after)
    notes = [f"This tool no longer uses an answer: {problem.place.strip()} {problem.message}." for problem in dropped]
    notes += [f"This tool no longer asks about {id_}, so it does not use that answer." for id_ in gone]
    if was.stops:
        notes.append("The earlier record has an emergency and no plan, so there is no plan to compare with.")
    if {earlier.dataset.sha256, later.dataset.sha256} != {dataset.sha256}:
        notes.append("At least one record is from another dataset, so both were read again with this dataset.")
    return Review(
        **common(dataset),
        direction=direction,
        text=_DIRECTIONS[direction],
        urgent=urgent,
        clinician=for_clinician(is_),
        stopped=is_.stops,
        areas=tuple(_areas(dataset, before, after)),
        needs=tuple(_need_changes(dataset, was, is_)),
        earlier=options_only(dataset, was.at_least),
        later=options_only(dataset, is_.at_least),
        ask_next=is_.ask_next,
        ask_labels=tuple(dataset.questions[id_].label for id_ in is_.ask_next),
        notes=tuple(notes),
    )


_DIRECTIONS = {
    "urgent": "Something urgent comes first. See the urgent part above.",
    "step up": "These answers now call for more care than before, which is a step up. Talk it over soon.",
    "step down": "These answers now call for less care than before, so you can talk about a step down. "
    "Plan the next care before this care ends.",
    "stay": "These answers call for the same care as before, so staying with that care makes sense.",
    "change": "These answers now call for different care than before, but not clearly more or less.",
    "open": "Some answers are missing, so it is too early to say. Ask the questions below.",
}


def _direction(dataset: Dataset, was: Decision, is_: Decision) -> str:
    """Which way the needs point, attribute by attribute; up or down only where no missing answer could turn it."""
    if was.stops or is_.stops:
        return "open"
    surely_higher = _compared(dataset, is_.least, was.most)
    surely_lower = _compared(dataset, is_.most, was.least)
    if "higher" in surely_higher and surely_higher <= {"higher", "same"}:
        return "step up"
    if "lower" in surely_lower and surely_lower <= {"lower", "same"}:
        return "step down"
    if was.least != was.most or is_.least != is_.most:
        return "open"
    return "stay" if _compared(dataset, is_.least, was.least) <= {"same"} else "change"


def _compared(dataset: Dataset, one: Needs, other: Needs) -> set[str]:
    """How needs stand to others: any of higher, lower and same."""
    return {
        _change(dataset, id_, other.get(id_), one.get(id_)) for id_ in dataset.attributes if id_ in one or id_ in other
    }


def _change(dataset: Dataset, id_: str, before: Any, after: Any) -> str:
    """How a need stands to an earlier one: of sets, more words are higher, fewer lower, and others are other."""
    attribute = dataset.attributes[id_]
    if attribute.type == "set":
        earlier, later = set(before or ()), set(after or ())
        return "same" if later == earlier else "higher" if later > earlier else "lower" if later < earlier else "other"
    earlier_step, later_step = (steps(dataset, attribute, least) for least in (before, after))
    return "higher" if later_step > earlier_step else "lower" if later_step < earlier_step else "same"


def _areas(dataset: Dataset, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[AreaChange]:
    found = []
    for question in dataset.questions.values():
        was, is_ = before.get(question.id), after.get(question.id)
        if was is None and is_ is None:
            continue
        earlier, later = (answer_text(question, one) if one is not None else "not known" for one in (was, is_))
        if was is None or is_ is None:
            change = "not known"
        elif was == is_:
            change = "same"
        else:
            change = ("worse" if is_ > was else "better") if question.type == "rating" else "changed"
        found.append(
            AreaChange(question=question.id, label=question.label, earlier=earlier, later=later, change=change)
        )
    return found


def _need_changes(dataset: Dataset, was: Decision, is_: Decision) -> list[NeedChange]:
    """Each need earlier and now; open where a missing answer could still turn it."""
    found = []
    for id_, attribute in dataset.attributes.items():
        if id_ in was.most or id_ in is_.most:
            found.append(
                NeedChange(
                    attribute=id_,
                    label=attribute.label,
                    earlier=_spread(dataset, id_, was),
                    later=_spread(dataset, id_, is_),
                    change=_surely(dataset, id_, was, is_),
                )
            )
    return found


def _surely(dataset: Dataset, id_: str, was: Decision, is_: Decision) -> str:
    if _change(dataset, id_, was.most.get(id_), is_.least.get(id_)) == "higher":
        return "higher"
    if _change(dataset, id_, was.least.get(id_), is_.most.get(id_)) == "lower":
        return "lower"
    known = was.least.get(id_) == was.most.get(id_) and is_.least.get(id_) == is_.most.get(id_)
    return _change(dataset, id_, was.least.get(id_), is_.least.get(id_)) if known else "open"


def _spread(dataset: Dataset, id_: str, decision: Decision) -> str:
    """A need in words, and how far it may go where that is not known."""
    least, most = (least_text(dataset, id_, needs.get(id_)) for needs in (decision.least, decision.most))
    known = least if id_ in decision.least else None
    return least if least == most else spread_text(known, most)
