"""What a person's health plan asks of them comes in: as words of a command, or from a site's file of one plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from msgspec.structs import replace

from iopcli.dataset.answers import NotAnAnswer, from_text
from iopcli.dataset.model import Dataset
from iopcli.dataset.near import did_you_mean
from iopcli.errors import InputRefused, Problem, UsageError, refuse
from iopcli.facts.payer import AMOUNTS, StatedTerms
from iopcli.match.answers import toml_table

TABLE = "coverage"
KEYS = (*AMOUNTS, "name", "payer", "year", "not_covered")
AMOUNT = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?")
"""US dollars and cents, as they are typed."""
NO_DEDUCTIBLE = ("uninsured",)
"""Payers that are none, so that nobody shares the bill."""


class CoverageFile(NamedTuple):
    """A file's [coverage] table: what it states, and who pays."""

    given: StatedTerms
    payer: str | None


def read_coverage(dataset: Dataset, content: bytes, shown: str) -> CoverageFile:
    """What a file states under [coverage].

    Raises:
        InputRefused: with every problem in it.
    """
    table = toml_table(content, shown).get(TABLE)
    if not isinstance(table, dict):
        hint = "write [coverage] on a line of its own, and under it such as: deductible = 1500"
        raise InputRefused(f"{shown} has no [coverage] table", hint=hint)
    problems = [
        Problem(f"{shown} {key}", "is not a key of [coverage]", did_you_mean(key, KEYS) or f"use {', '.join(KEYS)}")
        for key in table
        if key not in KEYS
    ]
    amounts: dict[str, Decimal] = {}
    for key in (key for key in AMOUNTS if key in table):
        value = table[key]
        text = str(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else ""
        _amount(key, text, f"{shown} {key}", amounts, problems)
    name, year, payer = table.get("name", ""), table.get("year"), table.get("payer")
    if not isinstance(name, str):
        problems.append(Problem(f"{shown} name", "is not text", 'such as name = "Silver plan"'))
    if year is not None and (isinstance(year, bool) or not isinstance(year, int) or not 2000 <= year <= 2100):
        problems.append(Problem(f"{shown} year", "is not a year", "such as year = 2026"))
    who = _payer(dataset, payer, f"{shown} payer", problems) if payer is not None else None
    refused = table.get("not_covered", [])
    if not isinstance(refused, list):
        problems.append(Problem(f"{shown} not_covered", "is not a list", 'such as not_covered = ["residential"]'))
        refused = []
    for id_ in (str(one) for one in refused if one not in dataset.options):
        problems.append(
            Problem(f"{shown} not_covered", f"`{id_}` is not an option", did_you_mean(id_, dataset.options))
        )
    problems += _contradictions(amounts, who, lambda key: f"{shown} {key}")
    refuse(problems, InputRefused, "in the coverage")
    return CoverageFile(StatedTerms(name=name, year=year, not_covered=tuple(refused), **amounts), who)


def stated(
    words: Mapping[str, str | None], kept: CoverageFile | None, payer: str | None
) -> tuple[str | None, StatedTerms]:
    """Who pays and what they ask: the words that were typed, over those of a file.

    Raises:
        UsageError: with every word that cannot be read, and what contradicts.
    """
    problems: list[Problem] = []
    amounts = {key: getattr(kept.given, key) for key in AMOUNTS} if kept else dict.fromkeys(AMOUNTS)
    typed: dict[str, Decimal] = {}
    for key, text in words.items():
        if text is not None:
            _amount(key, text.strip(), word(key), typed, problems)
    amounts |= typed
    who = payer or (kept.payer if kept else None)
    problems += _contradictions({key: one for key, one in amounts.items() if one is not None}, who, word)
    refuse(problems, UsageError, "with what the plan asks")
    return who, replace(kept.given if kept else StatedTerms(), **amounts)


def word(key: str) -> str:
    """The word of a command that states this."""
    return f"--{key.replace('_', '-')}"


def _payer(dataset: Dataset, value: Any, place: str, problems: list[Problem]) -> str | None:
    question = dataset.questions.get("payer")
    try:
        return str(from_text(question, str(value))) if question else None
    except NotAnAnswer as error:
        problems.append(Problem(place, error.message, error.hint))
        return None


def _amount(key: str, text: str, place: str, amounts: dict[str, Decimal], problems: list[Problem]) -> None:
    """An amount of dollars, or of percent, as it was written; a problem where it is none."""
    percent = key == "coinsurance"
    hint = "a percentage such as 20" if percent else "US dollars such as 1500 or 1500.50"
    if "," in text:
        problems.append(Problem(place, "has a comma in it", f"write it without: {hint}"))
    elif any(sign in text for sign in "$%€£+-"):
        problems.append(Problem(place, "has a sign in it", f"write the number alone: {hint}"))
    elif not AMOUNT.fullmatch(text):
        problems.append(Problem(place, "is not a percentage" if percent else "is not an amount", f"write {hint}"))
    elif percent and Decimal(text) > 100:
        problems.append(Problem(place, "is more than 100", f"write {hint}"))
    else:
        amounts[key] = Decimal(text)


def _contradictions(amounts: Mapping[str, Decimal], payer: str | None, place: Any) -> list[Problem]:
    """What cannot all be true of one plan."""
    found = []
    whole, met, most = (amounts.get(key) for key in ("deductible", "deductible_met", "out_of_pocket_max"))
    if met is not None and whole is None:
        found.append(
            Problem(place("deductible_met"), "says how much was met of no deductible", f"add {place('deductible')}")
        )
    if whole is not None and met is not None and whole < met:
        found.append(
            Problem(place("deductible"), "is less than what was met of it", "the two may be the wrong way round")
        )
    if whole is not None and most is not None and most < whole:
        found.append(Problem(place("out_of_pocket_max"), "is less than the deductible", "it has the deductible in it"))
    if payer in NO_DEDUCTIBLE and amounts:
        found.append(Problem(place(next(iter(amounts))), "is of a health plan, and there is none", "leave it out"))
    return found
