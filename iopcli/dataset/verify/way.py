"""What is done while waiting, and what public payers ask: conditions that can be tested, amounts that can be asked."""

from __future__ import annotations

import math
from collections.abc import Iterator

from iopcli.dataset.model import Coverage, WaitingTip
from iopcli.dataset.verify.questions import wrong_tests
from iopcli.dataset.verify.whole import Place, Whole, unknown
from iopcli.errors import Problem


def tip(whole: Whole, one: WaitingTip, place: Place) -> Iterator[Problem]:
    """Can its condition be tested?"""
    yield from wrong_tests(whole, place("when"), "when", lambda: one.condition)


def coverage(whole: Whole, one: Coverage, place: Place) -> Iterator[Problem]:
    """Is its payer known, and are its amounts amounts?"""
    payers = whole.dataset.questions.get("payer")
    if payers is not None:
        yield from unknown(place("payer"), "payer", [one.payer], [str(choice.value) for choice in payers.choice])
    amounts = {"deductible": one.deductible, "copay_per_day": one.copay_per_day}
    for key in (key for key, amount in amounts.items() if not 0 <= amount < math.inf):
        yield Problem(place(key), f"{key} is below 0 or not a number", "write an amount in US dollars")
    if not 0 <= one.coinsurance <= 100:
        yield Problem(place("coinsurance"), "coinsurance is not between 0 and 100", "write a percentage, such as 20")
    if one.copay_from_day < 1:
        yield Problem(place("copay_from_day"), "copay_from_day is below 1", "days count from 1")
