"""Answers come in: from a TOML or JSON file, from standard input, or as `question=value` on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from iopcli.dataset.answers import NotAnAnswer, from_text, typed
from iopcli.dataset.model import Dataset
from iopcli.dataset.near import did_you_mean
from iopcli.errors import InputRefused, Problem, UsageError, refuse

STDIN = "standard input"
LARGEST = 1024 * 1024
"""Bytes of an answers file; one person's are a thousandth of this."""
ALLOWED = "`iopcli rules --question ID` says what an answer does; leave out what is not known"


def read_answers(dataset: Dataset, content: bytes, shown: str) -> dict[str, Any]:
    """The answers in a file's content, typed and checked; a key that is missing or null is unknown.

    Raises:
        InputRefused: with every problem in it, never with an answer.
    """
    table = _table(content, shown)
    if str(table.get("schema", "")).startswith("iopcli/record"):
        raise InputRefused(f"{shown} is a saved record", hint="use --replay, or give its `answers` alone")
    answers, problems = checked(dataset, table, shown)
    refuse(problems, InputRefused, "in the answers", ALLOWED)
    return answers


def checked(dataset: Dataset, table: Mapping[str, Any], shown: str) -> tuple[dict[str, Any], list[Problem]]:
    """The answers that can be used, and a problem for each that cannot."""
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    for number, (id_, value) in enumerate(table.items(), 1):
        question = dataset.questions.get(id_)
        if question is None:
            problems.append(_unknown(dataset, shown, id_, f"key {number}"))
        elif value is not None:
            try:
                answers[id_] = typed(question, value)
            except NotAnAnswer as error:
                problems.append(Problem(f"{shown} {id_}", error.message, error.hint))
    return answers, problems


def _unknown(dataset: Dataset, shown: str, name: str, otherwise: str) -> Problem:
    """A name that is no question: said if it nearly is one; if not, it could be an answer, and only its place is."""
    hint = did_you_mean(name, dataset.questions)
    return Problem(f"{shown} {name if hint else otherwise}", "is not a question", hint or "`iopcli rules` names them")


def with_set(dataset: Dataset, answers: Mapping[str, Any], assignments: Sequence[str]) -> dict[str, Any]:
    """The answers with `question=value` laid over them; nothing after `=` takes an answer out.

    Raises:
        UsageError: with every assignment that cannot be read.
    """
    changed, problems = dict(answers), []
    for number, assignment in enumerate(assignments, 1):
        id_, equals, text = assignment.partition("=")
        question = dataset.questions.get(id_.strip())
        if not equals:
            problems.append(Problem("--set", "has no `=`", "such as --set withdrawal=2"))
        elif question is None:
            problems.append(_unknown(dataset, "--set", id_.strip(), f"number {number}"))
        elif not text.strip():
            changed.pop(question.id, None)
        else:
            try:
                changed[question.id] = from_text(question, text)
            except NotAnAnswer as error:
                problems.append(Problem(f"--set {question.id}", error.message, error.hint))
    refuse(problems, UsageError, "not understood", ALLOWED, thing="answer")
    return {id_: changed[id_] for id_ in dataset.questions if id_ in changed}


def read_file(path: Path) -> tuple[bytes, str]:
    """The content of a file, or of standard input for `-`, and the name it is shown under.

    Raises:
        InputRefused: it cannot be read.
    """
    shown = STDIN if str(path) == "-" else path.name
    try:
        with open(0, "rb", closefd=False) if str(path) == "-" else path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        hint = "check the path and who may read it"
        raise InputRefused(f"{shown} cannot be read: {error.strerror}", hint=hint) from None
    if len(content) > LARGEST:
        raise InputRefused(f"{shown} is larger than 1 MiB", hint="answers of one person are a few lines")
    return content, shown


def toml_table(content: bytes, shown: str) -> dict[str, Any]:
    """The table of a TOML file.

    Raises:
        InputRefused: it is not UTF-8, or not TOML; with the line, never with what stands there.
    """
    return _toml(_decoded(content, shown), shown)


def _decoded(content: bytes, shown: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputRefused(f"{shown} is not UTF-8", hint="save it as UTF-8") from None


def _table(content: bytes, shown: str) -> dict[str, Any]:
    """JSON if it starts as JSON does, TOML otherwise; `[` starts either."""
    text = _decoded(content, shown)
    if not text.strip():
        if shown == STDIN:  # more likely a command before it that failed
            raise InputRefused(f"{shown} is empty", hint="such as: withdrawal = 2")
        return {}  # someone about whom nothing is known yet
    first = text.lstrip()[0]
    return json_table(text, shown) if first == "{" or (first == "[" and _is_json(text)) else _toml(text, shown)


def _is_json(text: str) -> bool:
    import json  # here, and TOML below: only for who gives a file

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def json_table(text: str, shown: str) -> dict[str, Any]:
    """A JSON object, with no key twice.

    Raises:
        InputRefused: it is none, or not whole; with the line, never with what stands there.
    """
    import json

    try:
        table = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        more = error.msg == "Extra data"
        hint = "one object with the answers of one person" if more else "is it complete?"
        what = "holds more than one object" if more else "is not JSON"
        raise InputRefused(f"{shown} {what}: line {error.lineno}", hint=hint) from None
    except (Twice, RecursionError, ValueError) as error:
        why = _WHY.get(type(error), "holds a number that is too long")
        raise InputRefused(f"{shown} {why}", hint="one object with a key for each question") from None
    if not isinstance(table, dict):
        raise InputRefused(f"{shown} is not a JSON object", hint='such as {"withdrawal": 2}')
    return table


class Twice(ValueError):
    """A key stands in an object twice."""


_WHY: Mapping[type[BaseException], str] = {Twice: "has a key twice", RecursionError: "is nested too deeply"}


def once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The keys and values of a JSON object.

    Raises:
        Twice: a key stands in it twice.
    """
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise Twice
        made[key] = value
    return made


def _toml(text: str, shown: str) -> dict[str, Any]:
    import tomli

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        place = f": line {error.lineno}" if getattr(error, "lineno", None) else ""
        raise InputRefused(f"{shown} is not TOML{place}", hint="such as: withdrawal = 2") from None
    except (RecursionError, ValueError) as error:
        why = _WHY.get(type(error), "holds a number that is too long")
        raise InputRefused(f"{shown} {why}", hint="such as: withdrawal = 2") from None
