"""A saved result under today's dataset: whether it still holds, and what changed and why."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from iopcli.dataset.model import Dataset
from iopcli.facts.result import Result, Stamp, common
from iopcli.match.answers import checked
from iopcli.match.decide import Decision, decide
from iopcli.match.fits import options_only
from iopcli.match.needs import frozen
from iopcli.match.recommendation import Alarm, OptionsOnly, Reason
from iopcli.match.record import Saved, least_text, options_text
from iopcli.match.tell import alarms, for_clinician


class Change(Struct, frozen=True, kw_only=True):
    """One thing that is not as it was saved, and why."""

    about: str
    was: str
    now: str
    why: str


class Replay(Result, frozen=True, kw_only=True, tag="iopcli/replay/1"):
    """A saved result under today's dataset: whether it still holds, and what changed and why."""

    saved: Stamp
    same: bool
    same_dataset: bool
    urgent: tuple[Alarm, ...]
    clinician: tuple[Reason, ...]
    stopped: bool
    at_least: OptionsOnly
    at_most: OptionsOnly
    changes: tuple[Change, ...]


def replay(dataset: Dataset, record: Saved) -> Replay:
    """What today's dataset makes of a record's answers, beside what was saved."""
    asked = {id_: value for id_, value in record.answers.items() if id_ in dataset.questions}
    answers, problems = checked(dataset, asked, "")
    now = decide(dataset, answers)
    fired = [rule.id for rule in now.judged.fired]
    changes = [
        Change(about=f"Question {id_}", was="answered", now="not used", why="it is no longer asked")
        for id_ in record.answers
        if id_ not in asked
    ]
    changes += [
        Change(about=f"Question {problem.place.strip()}", was="answered", now="not used", why=problem.message)
        for problem in problems
    ]
    changes += _rules_changed(dataset, record, fired)
    changes += _needs_changed(dataset, record, now)
    why = "see the rules and needs above" if changes else "the facts of the options changed"
    for about, was, is_ in (("At least", record.at_least, now.at_least), ("At most", record.at_most, now.at_most)):
        if was != is_:
            changes.append(Change(about=about, was=options_text(dataset, was), now=options_text(dataset, is_), why=why))
    return Replay(
        **common(dataset),
        saved=record.dataset,
        same=not changes,
        same_dataset=record.dataset.sha256 == dataset.sha256,
        urgent=alarms(now),
        clinician=for_clinician(now),
        stopped=now.stops,
        at_least=options_only(dataset, now.at_least),
        at_most=options_only(dataset, now.at_most),
        changes=tuple(changes),
    )


def _rules_changed(dataset: Dataset, record: Saved, fired: Sequence[str]) -> list[Change]:
    found = [
        Change(about=f"Rule {id_}", was="did not hold", now="holds", why=dataset.rules[id_].because)
        for id_ in fired
        if id_ not in record.fired
    ]
    for id_ in record.fired:
        if id_ not in fired:
            why = "the rule is no longer there" if id_ not in dataset.rules else "the rule asks for more now"
            found.append(Change(about=f"Rule {id_}", was="held", now="does not hold", why=why))
    return found


def _needs_changed(dataset: Dataset, record: Saved, now: Decision) -> list[Change]:
    found = []
    least, most = ({}, {}) if now.stops else (now.least, now.most)
    for id_ in dict.fromkeys([*record.needs, *most]):
        for end, needs in (("at_least", least), ("at_most", most)):
            before, after = frozen(record.needs.get(id_, {}).get(end)), needs.get(id_)
            if before != after:
                label = dataset.attributes[id_].label if id_ in dataset.attributes else id_
                about = f"{label}, {end.replace('_', ' ')}"
                rules = ", ".join((*now.set_by(id_), *now.raised_by(id_))) if id_ in most else ""
                why = f"rules that ask for it now: {rules}" if rules else "no rule asks for it now"
                earlier, later = (least_text(dataset, id_, level) for level in (before, after))
                found.append(Change(about=about, was=earlier, now=later, why=why))
    return found
