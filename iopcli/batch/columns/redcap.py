"""What REDCap exports: a column for each box of a question, rows for events, and a data dictionary."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from iopcli.batch.columns.cells import is_missing, read_cell
from iopcli.batch.columns.mapped import Map, Mapped
from iopcli.dataset.answers import words
from iopcli.dataset.find import normalized
from iopcli.dataset.model import Dataset, Question
from iopcli.errors import InputRefused

ID = "record_id"
"""How REDCap names the column of ids, unless the project named it."""
WITHIN = ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance")
"""Columns that tell the rows of one person apart."""
TICKED, UNTICKED = ("1", "checked"), ("0", "unchecked")
_BOX = re.compile(r"(\w+?)___(\w+)")
_NAME, _KIND, _CHOICES = "variable / field name", "field type", "choices, calculations, or slider labels"


class Checkbox(NamedTuple):
    """A box of a question: the answer that it stands for, or nothing where its name does not tell."""

    question: str
    word: str


def box_of(dataset: Dataset, name: str) -> Checkbox | None:
    """The box that a column is by its name, as `substances___alcohol`."""
    if (found := _BOX.fullmatch(name)) is None:
        return None
    question = next((one for one in dataset.questions.values() if normalized(one.id) == normalized(found[1])), None)
    return Checkbox(question.id, _word(question, found[2])) if question and question.many else None


def _word(question: Question, text: str) -> str:
    return words(question).get(normalized(text), "")


def tick(name: str, question: str, word: str) -> Mapped:
    """A box, ticked or not. One that is not ticked says nothing: it may never have been shown."""
    return Mapped(from_=name, to=question, codes=dict.fromkeys(TICKED, word), unknown=UNTICKED)


def map_of_dictionary(dataset: Dataset, text: str) -> Map:
    """A data dictionary as a map: its fields that are named as questions, with their codes.

    Raises:
        InputRefused: it is none, or none of its fields is named as a question.
    """
    rows = [{(key or "").strip().casefold(): cell or "" for key, cell in row.items()} for row in _rows(text)]
    if not rows or not {_NAME, _KIND, _CHOICES} <= rows[0].keys():
        raise InputRefused("the map is a CSV, but not a data dictionary of REDCap", hint="write a map in TOML")
    by_name = {normalized(id_): one for id_, one in dataset.questions.items()}
    asked = [(row, by_name[normalized(row[_NAME])]) for row in rows if normalized(row[_NAME]) in by_name]
    columns = tuple(one for row, question in asked for one in _columns(dataset, row, question))
    if not columns:
        hint = "`iopcli batch --sketch-map FILE` writes a map to start from"
        raise InputRefused("no field of the data dictionary is named as a question", hint=hint)
    return Map(title="Data dictionary of REDCap", column=columns, id=rows[0][_NAME].strip(), within=WITHIN)


def _rows(text: str) -> list[dict[str, str]]:
    try:
        return [
            {key: cell for key, cell in row.items() if isinstance(key, str) and isinstance(cell, str)}
            for row in csv.DictReader(io.StringIO(text, newline=""))
        ]
    except csv.Error:
        return []


def _columns(dataset: Dataset, row: Mapping[str, str], question: Question) -> Iterator[Mapped]:
    """The columns of a field: one for each box that stands for an answer, or one with its codes."""
    name, kind, choices = row[_NAME].strip(), row[_KIND].strip().casefold(), _choices(row[_CHOICES])
    if kind == "checkbox":
        for code, label in choices.items():
            if word := _word(question, label):
                yield tick(f"{name}___{code.casefold()}", question.id, word)
    elif kind in ("yesno", "truefalse"):
        both = {"1": "yes", "0": "no", "yes": "yes", "no": "no", "true": "yes", "false": "no"}
        yield Mapped(from_=name, to=question.id, codes=both)
    elif kind in ("radio", "dropdown"):
        known = {code: label for code, label in choices.items() if not read_cell(question, label).fault}
        unknown = {code: label for code, label in known.items() if is_missing(label)}
        codes = {text: label for code, label in known.items() if code not in unknown for text in (code, label)}
        yield Mapped(from_=name, to=question.id, codes=codes, unknown=(*unknown, *unknown.values()))
    else:
        yield Mapped(from_=name, to=question.id)


def _choices(text: str) -> dict[str, str]:
    """`1, Alcohol | 2, Opioids` as labels by code."""
    pairs = (part.partition(",") for part in text.split("|"))
    return {code.strip(): label.strip() for code, comma, label in pairs if comma and code.strip() and label.strip()}
