"""What `data check` found: problems and warnings, the decision-aid audit, and how much is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from statistics import mean
from typing import Any

from msgspec import Struct

from iopcli.danger import listen
from iopcli.dataset.audit import Criterion, audit
from iopcli.dataset.check import check
from iopcli.dataset.model import Dataset, Fact
from iopcli.dataset.readability import grade, texts
from iopcli.errors import Problem
from iopcli.facts.result import Result, common
from iopcli.match.vignettes import vignette_problems


class Finding(Struct, frozen=True, kw_only=True):
    """A problem, or a warning, with its place and a hint."""

    place: str
    message: str
    hint: str
    warning: bool


class DataCheck(Result, frozen=True, kw_only=True, tag="iopcli/check/1"):
    """Whether the dataset is sound, and what it holds."""

    findings: tuple[Finding, ...]
    audit: tuple[Criterion, ...]
    counts: Mapping[str, int]
    reading_grade: Mapping[str, float]
    sound: bool


def data_check(dataset: Dataset, today: date, *, strict: bool = False) -> DataCheck:
    """Everything `data check` asks; with `strict`, a warning is a problem."""
    findings = tuple(
        Finding(place=one.place, message=one.message, hint=one.hint, warning=one.warning and not strict)
        for one in (*check(dataset, today), *vignette_problems(dataset), *_misheard(dataset))
    )
    criteria = audit(dataset)
    grades = [grade(text.sentences) for text in texts(dataset) if text.sentences]
    return DataCheck(
        **common(dataset),
        findings=findings,
        audit=criteria,
        counts=counts(dataset),
        reading_grade={"average": round(mean(grades), 1), "highest": round(max(grades), 1)},
        sound=all(one.warning for one in findings) and all(criterion.met for criterion in criteria),
    )


def _misheard(dataset: Dataset) -> list[Problem]:
    """Sentences of danger that are not heard as they should be; skipped where training already checked them."""
    return [] if listen.checked_in_training(dataset) else listen.misheard(dataset)


def counts(dataset: Dataset) -> Mapping[str, int]:
    """How many cells there are, how many are known, and what the known ones rest on."""
    missing: Fact[Any] = Fact(not_known=True)
    facts = [option.facts.get(id_, missing) for option in dataset.options.values() for id_ in dataset.attributes]
    states = Counter(fact.state for fact in facts)
    confidence = Counter(fact.confidence for fact in facts if fact.state == "known")
    return {
        "options": len(dataset.options),
        "attributes": len(dataset.attributes),
        "cells": len(dataset.options) * len(dataset.attributes),
        "known": states["known"],
        "not known": states["not_known"],
        "does not apply": states["not_applicable"],
        **{f"known, {name}": confidence[name] for name in ("primary", "secondary", "derived", "weak", "judgement")},
        "disputed": sum(bool(fact.disputed) for fact in facts),
        "sources": len(dataset.sources),
        "topics": len(dataset.topics),
        "terms": len(dataset.terms),
        "questions": len(dataset.questions),
        "rules": len(dataset.rules),
        "vignettes": len(dataset.vignettes),
        "instruments": len(dataset.instruments),
        "signs": len(dataset.checklist.sign),
        "dangers": len(dataset.dangers),
        "sentences of danger": sum(
            len(one.sentences.must) + len(one.sentences.must_not) for one in dataset.dangers.values()
        ),
    }
