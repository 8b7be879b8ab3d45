"""What the tests of batches are made of: records of answers, as text and typed, and what `match` says of one."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import polars as pl
from hypothesis import strategies as st

from iopcli.batch import match_frame
from iopcli.batch.write.result_texts import COLUMNS
from iopcli.dataset.model import Dataset, Question
from iopcli.facts.prices import Price, price_for
from iopcli.match.decide import decide
from iopcli.match.plans import Plan, Planner
from iopcli.match.recommendation import Recommendation
from iopcli.match.wishes import conflicts
from support.matching import SHIPPED

IDS = ("007", "3.10", "None", "Zoë", "李雷", "🙂", "a;b", "  spaced", "null", 'say "x"')
"""Ids that a reader could spoil."""
BAD = ("nonsense", "5", "5\x85", "1e3", "-1", "99999999999", "\x1f", "\x00", "none;none", ";", "yes;no", "NaN", "٣")
"""Texts that are an answer to hardly any question."""


def words_of(question: Question, dataset: Dataset = SHIPPED) -> list[Any]:
    of = {"options": dataset.options, "attributes": dataset.attributes}
    return list(of.get(question.type, [choice.value for choice in question.choice]))


def answer(question: Question, dataset: Dataset) -> st.SearchStrategy[Any]:
    """Any answer to a question."""
    if question.type == "number":
        cents = st.integers(int(question.least * 100), int(question.most * 100)).map(lambda number: number / 100)
        few = [one for one in (0.0, 5.0, 9.0, 10.0, 20.0, 300.5) if question.least <= one <= question.most]
        return st.sampled_from(few) | cents
    words = words_of(question, dataset)
    if not question.many:
        return st.sampled_from(words)
    alone = [choice.value for choice in question.choice if choice.alone]
    lists = st.lists(st.sampled_from([word for word in words if word not in alone]), unique=True, max_size=4)
    in_order = lists.map(tuple if question.id == "priorities" else lambda some: tuple(sorted(some, key=words.index)))
    return in_order | st.sampled_from([(word,) for word in words])


def people(dataset: Dataset = SHIPPED) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to any of the questions; danger now, which stops everything, only now and then."""
    asked = {id_: answer(one, dataset) for id_, one in dataset.questions.items()}
    asked["danger_now"] = st.sampled_from([False] * 9 + [True])
    return st.fixed_dictionaries({}, optional=asked)


def text(value: Any) -> str | None:
    """An answer as the cell of a CSV holds it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ";".join(value) or "none"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def said(found: Recommendation, planner: Planner) -> tuple[Any, ...]:
    """What `match` says of one person, in the columns of a batch."""
    plan = found.plans[0] if found.plans else None
    settled = found.settled and bool(found.at_least.options)
    chosen = Plan(planner.dataset, [planner.dataset.options[id_] for id_ in plan.options]) if plan else None
    return _row(
        status="urgent" if found.urgent else "ok" if settled else "open",
        at_least=found.at_least.options,
        at_most=found.at_most.options,
        settled=found.settled,
        too_few=not (found.settled or found.stopped or any(one.at_least is not None for one in found.needs.values())),
        reasons=[one.rule for one in found.reasons],
        alongside=[one.option for one in found.alongside],
        urgent=[one.rule for one in found.urgent],
        ask_next=found.ask_next,
        clinician=[one.rule for one in found.clinician],
        plan=chosen,
        payer=found.answers.get("payer"),
        conflicts=plan.conflicts if plan else (),
    )


def said_quickly(answers: Mapping[str, Any], planner: Planner) -> tuple[Any, ...]:
    """The same without the tables, flips and texts that take most of the time."""
    now = decide(planner.dataset, answers, planner)
    best = now.plans[0].plan if now.plans else None
    urgent = [rule.id for rule in now.said if rule.urgent]
    return _row(
        status="urgent" if urgent else "ok" if now.settled and now.at_least else "open",
        at_least=now.at_least,
        at_most=now.at_most,
        settled=now.settled,
        too_few=not (now.settled or now.stops or now.least),
        reasons=[rule.id for rule in now.said],
        alongside=list(now.offers),
        urgent=urgent,
        ask_next=now.ask_next,
        clinician=[rule.id for rule in now.said if rule.clinician],
        plan=best,
        payer=answers.get("payer"),
        conflicts=conflicts(best, answers) if best else (),
    )


def _row(
    *,
    plan: Plan | None,
    payer: str | None,
    conflicts: Sequence[Any],
    settled: bool,
    too_few: bool,
    status: str,
    **lists: Sequence[str],
) -> tuple[Any, ...]:
    price = price_for(plan.fact("cost_per_week"), payer) if plan else None
    paid = price if price and price.known else Price(kind="")
    made = {
        "status": status, "settled": "yes" if settled else "no", "plan": "+".join(plan.ids) if plan else "",
        "cost_per_week_min": paid.min, "cost_per_week_max": paid.max, "cost_kind": paid.kind, "cost_year": paid.year,
        "too_few": "yes" if too_few else "no",
        "cost_weak": ("yes" if paid.weak else "no") if paid.known else "", "unread": "",
        "conflicts": ";".join(one.question for one in conflicts),
        "conflicts_certain": ";".join(one.question for one in conflicts if one.certain),
        **{name: ("+" if name in ("at_least", "at_most") else ";").join(of) for name, of in lists.items()},
    }  # fmt: skip
    return tuple(made[name] for name in COLUMNS)


# --- frames -----------------------------------------------------------------

Record = Mapping[str, Any]


def names(dataset: Dataset = SHIPPED) -> list[str]:
    return ["id", *dataset.questions]


def as_text(records: Iterable[Record], dataset: Dataset = SHIPPED) -> list[list[str | None]]:
    return [[text(one.get(name)) for name in names(dataset)] for one in records]


def in_duckdb(records: Iterable[Record], dataset: Dataset = SHIPPED) -> list[tuple[Any, ...]]:
    """What a batch says of records of text, in the order of the records."""
    connection = duckdb.connect()
    columns = names(dataset)
    connection.execute(f"CREATE TABLE r ({', '.join(f'{name} VARCHAR' for name in columns)})")
    rows = as_text(records, dataset)
    by_column = [[row[place] for row in rows] for place in range(len(columns))]
    connection.execute(f"INSERT INTO r SELECT {', '.join(['unnest(?::VARCHAR[])'] * len(columns))}", by_column)
    found: list[tuple[Any, ...]] = match_frame(connection.table("r"), dataset).fetchall()
    return found


def polars_text(records: Iterable[Record], dataset: Dataset = SHIPPED) -> pl.DataFrame:
    return pl.DataFrame(as_text(records, dataset), dict.fromkeys(names(dataset), pl.String), orient="row")


def in_polars(records: Iterable[Record], dataset: Dataset = SHIPPED) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = match_frame(polars_text(records, dataset), dataset).collect().rows()
    return found


def sorted_rows(rows: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    return sorted((tuple(row) for row in rows), key=repr)


# --- many -------------------------------------------------------------------


def hostile(number: int, seed: int = 1, dataset: Dataset = SHIPPED) -> list[dict[str, Any]]:
    """Records of text with unknowns, odd spellings, cells that are no answers, and ids that a reader could spoil."""
    dice = random.Random(seed)
    return [_hostile(dice, place, dataset) for place in range(number)]


def _hostile(dice: random.Random, place: int, dataset: Dataset) -> dict[str, Any]:
    made: dict[str, Any] = {"id": IDS[place] if place < len(IDS) else f"p{place}"}
    for id_, question in dataset.questions.items():
        if dice.random() < 0.3:
            made[id_] = dice.choice([None, ""])
        elif dice.random() < 0.01:
            made[id_] = dice.choice(BAD)
        elif id_ == "danger_now":
            made[id_] = dice.choice(["no", "No", "FALSE", "0", " n ", "no"] if dice.random() < 0.9 else ["yes", "Y"])
        elif question.type == "number":
            made[id_] = dice.choice(["0", "5", " 9", "10.0", "20", "300.5", "7\u00a0"])
        elif question.many:
            some = dice.sample(words_of(question, dataset), dice.choice([0, 1, 1, 2, 3]))
            made[id_] = dice.choice([";", ", ", "; "]).join(some) or dice.choice(["none", "NONE"])
        else:
            word = text(dice.choice(words_of(question, dataset) or [True, False])) or ""
            made[id_] = dice.choice([word, word, word.upper(), f" {word} "])
    return made
