"""A recommendation with what can be had near a place: which plans programs report, and which they do not."""

from __future__ import annotations

from msgspec.structs import replace

from iopcli.dataset.model import ON_SITE, Dataset
from iopcli.match.recommendation import Recommendation
from iopcli.programs.available import Available, near_by, of_options, of_plan
from iopcli.programs.near import spot
from iopcli.programs.store import KnownPrograms
from iopcli.programs.words import Words, of_kind

WITHOUT_INSURANCE = "help without insurance"
"""How the payer `uninsured` reads, for which a program reports a sliding fee, payment help or free care."""


def with_available(
    dataset: Dataset, result: Recommendation, known: KnownPrograms, near: str, within: float
) -> Recommendation:
    """The same recommendation, in the same order, with the programs near a place; nothing where help comes first.

    Raises:
        UsageError: nobody knows where the place is.
    """
    start = spot(near, known.programs.values())
    if result.stopped:
        return result
    plans = [one.options for one in (*result.plans, *([result.nearest] if result.nearest else []))]
    words = dataset.program_words
    also = _also(words, result)
    found = of_options(near_by(words, known.programs, start, within), (id_ for plan in plans for id_ in plan), also)
    available = Available(
        near=near,
        within=within,
        note=start.note,
        also=also,
        also_labels=tuple(words[word].says if word in words else WITHOUT_INSURANCE for word in also),
        plans=tuple(of_plan(plan, found) for plan in plans),
        options=tuple(found.values()),
        lists={id_: stored.list.as_of for id_, stored in known.lists.items()},
    )
    return replace(result, available=available)


def _also(words: Words, result: Recommendation) -> tuple[str, ...]:
    """What else a program has to report: the medication that is needed, and the payer."""
    need = result.needs.get("medications")
    needed = need.at_least if need and need.at_least else ()
    gives = dict.fromkeys(word.removeprefix(ON_SITE) for word in needed)
    payer = result.answers.get("payer")
    payers = (*of_kind(words, "payer"), "uninsured")
    return (*(word for word in of_kind(words, "gives") if word in gives), *((payer,) if payer in payers else ()))
