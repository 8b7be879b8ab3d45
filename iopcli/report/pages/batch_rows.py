"""The counts of a batch as rows of CSV: one for each; empty where a count is not shown."""

from __future__ import annotations

from typing import Any

from iopcli.batch.report.batch_report import BatchReport
from iopcli.report.page import Rows

_HEADLINES = ("settled", "stopped", "clinician", "open", "too_little", "planned")
_OF_GROUP = ("people", "ok", "open", "urgent", "settled", "clinician", "too_little", "planned")


def rows(result: BatchReport) -> Rows:
    """One line for each count; empty where it is not shown."""
    said: list[tuple[Any, ...]] = [
        ("records", "", id_, getattr(result, id_)) for id_ in ("read", "blank", "reported", "rejected")
    ]
    said += [("rejected", one.problem, one.says, one.times) for one in result.faults]
    said += [("status", one.id, one.label, one.people) for one in result.status]
    said += [("people", id_, "", getattr(result, id_)) for id_ in _HEADLINES]
    said += [("not asked", "", label, "") for label in result.unasked]
    said += [("collect", one.question, one.label, one.open) for one in result.collect]
    said += [("cells read as", one.form, one.says, one.cells) for one in result.read_as]
    for plan in result.plans:
        ids = "+".join(plan.options)
        said += [("first plan", ids, plan.name, plan.first), ("least plan", ids, plan.name, plan.at_least)]
    for need in result.needs:
        for one in need.levels:
            label = f"{need.label}: {one.label}"
            said += [
                ("need at least", need.attribute, label, one.at_least),
                ("need at most", need.attribute, label, one.at_most),
            ]
    said += [("rule", one.rule, one.title, one.people) for one in result.rules]
    for asked in result.ask_next:
        said += [
            ("first to ask", asked.question, asked.label, asked.first),
            ("open", asked.question, asked.label, asked.open),
        ]
    for wish in result.wishes:
        said += [
            ("against a wish", wish.question, wish.label, wish.certain),
            ("perhaps against a wish", wish.question, wish.label, wish.may),
        ]
    if result.cost:
        said += [("cash price of a week", id_, "", getattr(result.cost, id_)) for id_ in result.cost.__struct_fields__]
    said += [*_agreement(result), *_groups(result)]
    said.append(("what this is not", "", result.statement, ""))
    return ("kind", "id", "says", "people"), ((*words, "" if people is None else people) for *words, people in said)


def _agreement(result: BatchReport) -> list[tuple[Any, ...]]:
    """Where people went, beside the first plan."""
    if result.agreement is None:
        return []
    said: list[tuple[Any, ...]] = []
    for actual in result.agreement.outcomes:
        said += [(f"went, {of}", actual.id, actual.label, getattr(actual, of)) for of in ("people", "settled", "open")]
    said += [("went without", one.id, one.label, one.people) for one in result.agreement.misses]
    said += [("went against a rule", one.id, one.label, one.people) for one in result.agreement.by_rule]
    return said


def _groups(result: BatchReport) -> list[tuple[Any, ...]]:
    """The counts of each group."""
    said: list[tuple[Any, ...]] = []
    for groups in result.groups:
        for group in groups.groups:
            kind, name = f"group by {groups.by}", group.name or "not known"
            said += [(kind, name, id_, getattr(group, id_)) for id_ in _OF_GROUP]
            said += [(kind, name, f"went: {id_}", people) for id_, people in group.agreement.items()]
        said.append((f"group by {groups.by}", "", "in groups not shown", groups.not_shown))
    return said
