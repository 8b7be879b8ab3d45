"""Wishes: what their rows name has to be there, and a row that is not fine has to say why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from iopcli.dataset.model import FIGURE, FIGURES, FIGURES_OF_EACH, Wish
from iopcli.dataset.verify.questions import wrong_test
from iopcli.dataset.verify.whole import Place, Whole, unknown
from iopcli.errors import Problem
from iopcli.logic.conditions import Condition, tests_of


def wish(whole: Whole, one: Wish, place: Place) -> Iterator[Problem]:
    """Does it say what it should, of figures that plans have?"""
    if one.stands == "fits" and (one.row or one.says):
        yield Problem(place("stands"), "fits, and says what stands against it", "leave out `row` and `says`")
    if one.stands != "fits" and not (one.row and one.says):
        yield Problem(place("stands"), "does not say what stands against it", "give it `row` and `says`")
    rows = whole.names["attribute"]
    ends = (f"{id_}.{end}" for id_ in rows for end in ("least", "most"))
    known = {*FIGURES, *FIGURES_OF_EACH[one.each], *rows, *ends}
    conditions: tuple[tuple[str, Callable[[], Condition]], ...] = (
        ("plan", lambda: one.plans), ("when", lambda: one.condition),
    )  # fmt: skip
    for key, read in conditions:
        at = f"{place(key)} {key}"
        try:
            for test in tests_of(read()):
                if key == "plan":
                    yield from unknown(at, "figure of a plan", [test.question], known)
                elif isinstance(test.value, str) and FIGURE.fullmatch(test.value):
                    yield from whole.unknown(at, "question", [test.question])
                    yield from _figures(f"{at}.{test.question}", test.value, known)
                else:
                    yield from wrong_test(whole, test, f"{at}.{test.question}")
        except ValueError as error:
            yield Problem(at, str(error))
    for text in one.sentences:
        yield from _figures(f"{place('says')} says", text, known)


def _figures(place: str, text: str, known: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the figures that a text names; a number is a figure where no other is known."""
    for found in FIGURE.finditer(text):
        names = (name for name in found["names"].split("|") if not name.isdecimal())
        yield from unknown(place, "figure of a plan", names, known)
    if set("{}") & set(FIGURE.sub("", text)):
        yield Problem(place, "has a brace that names no figure", "write {hours_per_week} and so on")
