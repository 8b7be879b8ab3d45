"""The private self-check: its own ids, words and bands."""

from __future__ import annotations

from collections.abc import Iterator

from iopcli.dataset.model import Checklist
from iopcli.dataset.read import GOOD_ID
from iopcli.dataset.verify.whole import Place, Whole, covered, unknown
from iopcli.errors import Problem


def checklist(whole: Whole, one: Checklist, place: Place) -> Iterator[Problem]:
    """Are its own ids new, its warnings advice, its urgent rules urgent, and its bands whole?"""
    silent = {rule.id for rule in whole.dataset.rules.values() if not rule.advice}
    yield from unknown(place("warnings"), "rule with advice", one.warnings, {*whole.names["rule"]} - silent)
    calm = {rule.id for rule in whole.dataset.rules.values() if not rule.urgent}
    yield from unknown(place("before_stopping"), "urgent rule", one.before_stopping, {*whole.names["rule"]} - calm)
    extras = [extra.id for extra in one.extra]
    yield from unknown(place("matters"), "question", one.matters, {*whole.names["question"], *extras})
    own = [*(sign.id for sign in one.sign), *extras]
    for id_ in own:
        if not GOOD_ID.fullmatch(id_) or own.count(id_) > 1 or id_ in whole.names["question"]:
            yield Problem(place("sign"), f"`{id_}` is not a good id, or there twice", "small letters, each once")
    if not covered([(band.least, band.most) for band in one.band], 0, len(one.sign)):
        yield Problem(place("band"), f"has bands that do not cover 0 to {len(one.sign)}", "each number once")
    for extra in one.extra:
        values = [tip.value for tip in extra.choice]
        if not values or len(set(values)) < len(values) or not all(map(GOOD_ID.fullmatch, values)):
            yield Problem(place("extra"), f"{extra.id} has choices that are not good words", "small letters, each once")
