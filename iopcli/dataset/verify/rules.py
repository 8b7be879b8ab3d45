"""Rules, and the vignettes that prove them."""

from __future__ import annotations

from collections.abc import Iterator

from iopcli.dataset.model import Rule, Vignette
from iopcli.dataset.verify.questions import wrong_answer, wrong_tests
from iopcli.dataset.verify.table import need
from iopcli.dataset.verify.whole import Place, Whole
from iopcli.errors import Problem


def rule(whole: Whole, one: Rule, place: Place) -> Iterator[Problem]:
    """Does it hold for someone, and then have an effect that can be?"""
    if not one.sources:
        yield Problem(place("sources"), "has no source", 'add sources = ["…"]')
    problems = list(wrong_tests(whole, place("when"), "when", lambda: one.condition))
    yield from problems
    if not problems and not one.asks:
        yield Problem(place("when"), "holds for everyone", "say when it holds")
    for id_ in one.assume if not problems else ():
        if id_ not in one.asks:
            yield Problem(place("assume"), f"assumes `{id_}`, which its `when` does not ask", "name one it asks")
    yield from wrong_tests(whole, place("possible"), "possible", lambda: one.could)
    for attribute, least in one.needs.items():
        yield from whole.unknown(f"{place('needs')} needs", "attribute", [attribute])
        if attribute in whole.dataset.attributes:
            yield from need(whole, attribute, least, f"{place('needs')} needs.{attribute}")
    yield from whole.unknown(place("alongside"), "option", one.offers)
    if one.ask_again:
        yield from whole.unknown(f"{place('ask_again')} ask_again", "question", [one.ask_again.question])
    if not (one.needs or one.alongside or one.urgent or one.advice or one.clinician or one.ask_again):
        yield Problem(
            place("needs"), "has no effect", "give it needs, alongside, urgent, advice, clinician or ask_again"
        )


def vignette(whole: Whole, one: Vignette, at: Place) -> Iterator[Problem]:
    """Are its answers answers, and what it expects known?"""
    place = at()
    for id_, value in one.answers.items():
        yield from whole.unknown(f"{place} answers", "question", [id_])
        if question := whole.dataset.questions.get(id_):
            yield from wrong_answer(whole, question, value, f"{place} answers.{id_}")
    expect = one.expect
    rules = (*(expect.urgent or ()), *(expect.clinician or ()), *expect.fires, *expect.silent)
    options = (*(expect.at_least or ()), *(expect.at_most or ()), *expect.alongside, *expect.misses)
    yield from whole.unknown(f"{place} expect", "rule", rules)
    yield from whole.unknown(f"{place} expect", "option", options)
    yield from whole.unknown(f"{place} expect", "question", expect.conflicts or ())
    needs = (attribute for missed in expect.misses.values() for attribute in missed)
    yield from whole.unknown(f"{place} expect", "attribute", needs)
