"""What a program says by phone: each answer is checked by what it is about, so that nothing else can be written down.

An answer is yes, no, a number or a word of a scale. There is no free text and no field for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from iopcli.dataset.answers import NUMBER, YES_NO
from iopcli.dataset.model import Attribute, Dataset
from iopcli.dataset.near import did_you_mean
from iopcli.errors import InputRefused, Problem, UsageError, refuse, repeated
from iopcli.facts.wording import capitalised
from iopcli.programs.model import PhoneAnswer
from iopcli.programs.reading import is_json, normalized, sheet, text_of, toml_of
from iopcli.programs.store import HeardAnswer

WAITING = "waiting_days"
"""What is asked on every call and no list says: how many days one waits for a first visit."""
MOST_DAYS = 730
STALE_DAYS: Mapping[str, int] = {WAITING: 14}
"""Days after which what was heard is too old, where that is sooner than `STALE`."""
STALE = 365
"""Days after which a list, or what was heard, is too old to go by; our own judgment."""
TYPES = ("range", "money", "flag", "scale")
"""Types of attributes about which an answer can be written down."""


class PhoneQuestion(NamedTuple):
    """What can be heard: what it is about, the question, and how an answer is written."""

    word: str
    ask: str
    wants: str


def stale(word: str, answer: PhoneAnswer, today: date) -> bool:
    """Whether what was heard is too old to go by."""
    return (today - answer.heard).days > STALE_DAYS.get(word, STALE)


def askable(dataset: Dataset) -> dict[str, str]:
    """Every word that can be heard, with how an answer is written."""
    numbers = {one.id: f"a number, in {one.unit}" for one in _rows(dataset) if one.type in ("range", "money")}
    scales = {
        one.id: f"one of {', '.join(word.id for word in one.word)}" for one in _rows(dataset) if one.type == "scale"
    }
    flags = {one.id: "yes or no" for one in _rows(dataset) if one.type == "flag"}
    days = f"a whole number of days from 0 to {MOST_DAYS}"
    return {WAITING: days, **dict.fromkeys(dataset.program_words, "yes or no"), **flags, **numbers, **scales}


def label_of(dataset: Dataset, word: str) -> str:
    """What an answer is about, in a few words for people."""
    if word == WAITING:
        return "Days to wait"
    if word in dataset.program_words:
        return capitalised(dataset.program_words[word].says)
    return dataset.attributes[word].label if word in dataset.attributes else word


def answer_text(dataset: Dataset, word: str, value: bool | float | str) -> str:
    """An answer in words: yes, no, a number with its unit where the label has none, or what a word of a scale says."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    attribute = dataset.attributes.get(word)
    if isinstance(value, str):
        return attribute.says(value) if attribute else value
    return f"${value:,.10g}" if attribute and attribute.type == "money" else f"{value:,.10g}"


def _rows(dataset: Dataset) -> Iterable[Attribute]:
    return (one for one in dataset.attributes.values() if one.type in TYPES)


def checked(
    dataset: Dataset, program: str, answers: Iterable[tuple[str, str, Any]], day: date
) -> tuple[list[HeardAnswer], list[Problem]]:
    """Answers as they are kept, and a problem for each that cannot be; each comes with its place, word and value."""
    kept: list[HeardAnswer] = []
    problems: list[Problem] = []
    known = askable(dataset)
    for place, word, value in answers:
        id_ = word.strip().casefold().replace(" ", "-") if word.strip() not in known else word.strip()
        if id_ not in known:
            hint = (
                did_you_mean(id_[:60], known) or "`iopcli programs --call-sheet --format csv` names what can be asked"
            )
            problems.append(Problem(place, "is not something a program can be asked", hint))
        elif (read := _value(dataset, id_, value)) is None:
            problems.append(Problem(f"{place} {id_}", f"needs {known[id_]}"))
        else:
            kept.append(HeardAnswer(program, id_, read, day))
    twice = sorted(repeated(one.word for one in kept))
    problems += [Problem(f"{program} {word}", "is answered twice", "keep one answer") for word in twice]
    return kept, problems


def _value(dataset: Dataset, word: str, value: Any) -> bool | float | str | None:
    """The answer as it is kept; None where it is none."""
    text = str(value).strip().casefold() if isinstance(value, str | bool | int | float) else ""
    attribute = dataset.attributes.get(word)
    if word == WAITING or (attribute and attribute.type in ("range", "money")):
        number = float(text) if re.fullmatch(NUMBER, text) and not isinstance(value, bool) else -1.0
        most = MOST_DAYS if word == WAITING else 1_000_000
        whole = number.is_integer() or word != WAITING
        return (int(number) if number.is_integer() else number) if 0 <= number <= most and whole else None
    if attribute and attribute.type == "scale":
        return text if text in [one.id for one in attribute.word] else None
    return YES_NO.get(text)


def assigned(words: Sequence[str]) -> list[tuple[str, str, Any]]:
    """`word=value` as it is typed, with its place.

    Raises:
        UsageError: one has no `=`.
    """
    problems = [
        Problem(f"answer {number}", "has no `=`", "such as waiting_days=5")
        for number, word in enumerate(words, 1)
        if "=" not in word
    ]
    refuse(problems, UsageError, "not understood", thing="answer")
    parts = (word.partition("=") for word in words)
    return [(f"answer {number}", word, value) for number, (word, _, value) in enumerate(parts, 1)]


def sheet_answers(path: Any) -> list[tuple[str, date | None, str, str, Any]]:
    """The answers of a sheet that was filled: program, day if it says one, place, word and value.

    TOML has a table for each program; CSV has the columns program, ask and answer, as the call sheet has them.

    Raises:
        InputRefused: it is neither.
    """
    text, shown = text_of(path).text, path.name
    if path.suffix.casefold() == ".toml":
        return _from_toml(text, shown)
    if is_json(text):
        raise InputRefused(f"{shown} is JSON", hint="give the filled call sheet as CSV or TOML")
    table = sheet(text, shown)
    if missing := [name for name in ("program", "ask", "answer") if name not in table.header]:
        problems = [Problem(shown, f"has no column `{name}`") for name in missing]
        raise InputRefused(
            f"{shown} is not a call sheet", problems, "start from `iopcli programs --call-sheet -o sheet.csv`"
        )
    at = {name: table.header.index(name) for name in ("program", "ask", "answer", "day") if name in table.header}
    found = []
    for number, cells in table.rows:
        row = {name: cells[place].strip().removeprefix("'") if place < len(cells) else "" for name, place in at.items()}
        if row["answer"]:
            found.append(
                (
                    row["program"],
                    _day(row.get("day", ""), f"{shown} row {number}"),
                    f"{shown} row {number}",
                    row["ask"],
                    row["answer"],
                )
            )
    return found


def _day(text: str, place: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputRefused(
            "a day was not understood", [Problem(f"{place} day", "is not a date such as 2026-11-28")]
        ) from None


def _from_toml(text: str, shown: str) -> list[tuple[str, date | None, str, str, Any]]:
    table = toml_of(text, shown)
    if wrong := [key for key, inner in table.items() if not isinstance(inner, Mapping)]:
        problems = [
            Problem(f"{shown} key {number}", "is not a table", "write [program-id] and answers under it")
            for number, _ in enumerate(wrong, 1)
        ]
        raise InputRefused(f"{shown} is not a call sheet", problems)
    found = []
    for program, inner in table.items():
        day = inner.get("day")
        if day is not None and type(day) is not date:
            raise InputRefused(
                "a day was not understood",
                [Problem(f"{shown} {normalized(program)} day", "is not a date such as 2026-11-28")],
            )
        found += [(program, day, f"{shown} [{program}]", word, value) for word, value in inner.items() if word != "day"]
    return found
