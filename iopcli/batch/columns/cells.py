"""A cell becomes an answer: read as one person's answer is, or in one of a few other forms that files have."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from iopcli.dataset.answers import SEPARATOR, NotAnAnswer, from_text
from iopcli.dataset.model import Question

NO_CODE = "\x00"
"""Stands in place of a code that the map does not know, and is no answer to any question."""
NOT_KNOWN = "\x01"
"""Stands in place of a code for *not known*."""
LEFT = "\x02"
"""Stands in place of a code that the map leaves unknown."""
MISSING = frozenset({
    "n/a", "na", "#n/a", "nan", "null", "unknown", "not known", "missing", "refused", "declined", ".",
    "-9", "-99", "-999", "99", "999",
})  # fmt: skip
"""What files hold where an answer is not known; where it is an answer to the question, it counts as that."""
FORMS = {
    "missing": "taken as not known, such as N/A, Refused or -9",
    "left": "with a code that the map leaves unknown",
    "labelled": "a number with its label, such as `2 - moderate`",
    "bars": "several answers with `|` between them",
}
"""Forms in which files hold answers and one person does not; the cells of each form are counted."""
_WHOLE = re.compile(r"(-?[0-9]+)\.0+")
_LABELLED = re.compile(r"([0-9])\s*[-\u2013:=.)]\s*(\S.*)")
_LABEL_FIRST = re.compile(r"(\S.*?)\s*\(([0-9])\)")
_PARTS = re.compile(r"[;|,]")


class ReadCell(NamedTuple):
    """What a cell answers, or nothing and why; and the other form in which it was read."""

    value: Any
    fault: str = ""
    form: str = ""


_MARKS = {
    NO_CODE: ReadCell(None, "BAD_CODE"),
    NOT_KNOWN: ReadCell(None, form="missing"),
    LEFT: ReadCell(None, form="left"),
}


def code_of(cell: str) -> str:
    """A cell as codes are compared: without capitals, spaces at the ends, or `.0` behind a whole number."""
    code = cell.strip().casefold()
    return found[1] if (found := _WHOLE.fullmatch(code)) else code


def is_missing(cell: str) -> bool:
    """Whether a cell says that an answer is not known."""
    return code_of(cell) in MISSING


def parts_of(cell: str) -> list[str]:
    """The codes in a cell that holds several."""
    return [code_of(part) for part in _PARTS.split(cell) if part.strip()] if _PARTS.search(cell) else []


def read_cell(question: Question, text: str) -> ReadCell:
    """The answer that a cell is to a question."""
    if text in _MARKS:
        return _MARKS[text]
    first = _read(question, text)
    if not first.fault:
        return first
    if is_missing(text):
        return ReadCell(None, form="missing")
    for form, said in (("labelled", _number_of(question, text)), ("bars", _with_bars(question, text))):
        if said and not (other := _read(question, said)).fault:
            return other._replace(form=form)
    return first


def _read(question: Question, text: str) -> ReadCell:
    try:
        return ReadCell(from_text(question, text))
    except NotAnAnswer as error:
        return ReadCell(None, error.code)


def _number_of(question: Question, text: str) -> str:
    """The number of a rating that is written with its label, where the two go together."""
    if question.type != "rating":
        return ""
    text = text.strip()
    if found := _LABELLED.fullmatch(text):
        number, label = found.groups()
    elif found := _LABEL_FIRST.fullmatch(text):
        label, number = found.groups()
    else:
        return ""
    labels = {str(choice.value): choice.label for choice in question.choice}
    return number if labels.get(number) == label.strip().casefold() else ""


def _with_bars(question: Question, text: str) -> str:
    return text.replace("|", SEPARATOR) if question.many and "|" in text else ""
