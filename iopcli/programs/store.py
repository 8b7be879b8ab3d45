"""Programs on disk: a file for each list in the folder `programs` of an overlay, a line each, and what was heard.

Only `iopcli programs`, and a command that names a program, reads them: no other command waits for them. A list is TOML
whose `lines` are one text, with a tab between cells: the whole country, 22,949 rows, is read in a fraction of a second.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import tomli
from msgspec.structs import replace

from iopcli.dataset.read import PROGRAMS
from iopcli.errors import DatasetError, Problem, count, refuse
from iopcli.programs.cells import clean
from iopcli.programs.importing import Imported
from iopcli.programs.model import NOT, PERHAPS, ListOf, PhoneAnswer, Program, Said
from iopcli.programs.words import Words, together

HEARD = "heard.toml"
"""The file among the lists that holds what was heard by phone."""
_TEXTS = ("id", "name", "unit", "street", "city", "state", "zip", "county", "phone", "intake", "website")
COLUMNS = (*_TEXTS, "latitude", "longitude", "words")
_QUOTES = "'''"
_HEAD = """\
# Programs of one list, a line each with tabs between the cells; written by `iopcli programs import`.
# Words: a name is a yes, `name?` means that the list cannot tell, `-name` is a no. What is not there is not reported.
"""
_HEARD_HEAD = "# What programs said by phone; written by `iopcli programs heard`. Nothing about a caller stands here.\n"


class HeardAnswer(NamedTuple):
    """One answer that a program gave by phone."""

    program: str
    word: str
    value: bool | float | str
    day: date


class Stored(NamedTuple):
    """A list as it lies on disk, with the hash of its file."""

    list: ListOf
    programs: tuple[Program, ...]
    sha256: str


class KnownPrograms(NamedTuple):
    """Every program of some overlays, by id, with the lists that they are from."""

    programs: Mapping[str, Program]
    lists: Mapping[str, Stored]
    unmatched: tuple[HeardAnswer, ...]
    """What was heard of programs that no list has any more."""


# --- out --------------------------------------------------------------------


def list_text(found: Imported) -> str:
    """The file of a list."""
    about = found.list
    names = zip(about.__struct_encode_fields__, about.__struct_fields__, strict=True)
    lines = ["[list]", *(f"{key} = {_toml(getattr(about, name))}" for key, name in names)]
    rows = "\n".join("\t".join(_cells(program)) for program in found.programs)
    return f"{_HEAD}\n" + "\n".join(
        [*lines, f"columns = {_toml(list(COLUMNS))}", f"lines = {_QUOTES}", rows, _QUOTES, ""]
    )


def _toml(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _cells(program: Program) -> list[str]:
    numbers = ("" if one is None else repr(one) for one in (program.latitude, program.longitude))
    words = " ".join(_written(word, said) for word, said in program.words.items())
    texts = (getattr(program, name) for name in _TEXTS)
    return [*texts, *numbers, words]


def _written(word: str, said: Said) -> str:
    return {"yes": word, "maybe": f"{word}{PERHAPS}", "no": f"{NOT}{word}"}.get(said, "")


def heard_text(heard: Iterable[HeardAnswer]) -> str:
    """The file of what was heard: by program and day, the newest last."""
    by_call: dict[tuple[str, date], dict[str, bool | float | str]] = {}
    for one in sorted(heard, key=lambda one: (one.program, one.day, one.word)):
        by_call.setdefault((one.program, one.day), {})[one.word] = one.value
    calls = [
        "\n".join(
            [
                "[[call]]",
                f"program = {_toml(program)}",
                f"day = {_toml(day)}",
                *(f"{_toml(word)} = {_toml(value)}" for word, value in answers.items()),
            ]
        )
        for (program, day), answers in by_call.items()
    ]
    return "\n\n".join([_HEARD_HEAD.rstrip(), *calls, ""]).rstrip() + "\n"


# --- in ---------------------------------------------------------------------


def has_programs(overlay: Path) -> bool:
    """Whether an overlay holds programs."""
    return (overlay / PROGRAMS).is_dir()


def known(words: Words, overlays: Sequence[Path]) -> KnownPrograms:
    """Every program of the overlays: of a place in several lists the newest says what is so, laid over by phone.

    Raises:
        DatasetError: with every file that cannot be read, and every line in them that cannot.
    """
    problems: list[Problem] = []
    lists: dict[str, Stored] = {}
    heard: list[HeardAnswer] = []
    for overlay in overlays:
        for path in sorted((overlay / PROGRAMS).glob("*.toml")) if has_programs(overlay) else ():
            table = _table(path, problems)
            if table is None:
                continue
            if path.name == HEARD:
                heard += _calls(table[0], path, problems)
            elif stored := _stored(words, *table, path, problems):
                lists[stored.list.id] = stored
    refuse(problems, DatasetError, "in the local programs", "import the list again, or fix the file")
    programs = _latest(words, (one for stored in lists.values() for one in stored.programs))
    return KnownPrograms(with_heard(programs, heard), lists, tuple(one for one in heard if one.program not in programs))


def _table(path: Path, problems: list[Problem]) -> tuple[dict[str, Any], str] | None:
    place = f"{PROGRAMS}/{path.name}"
    try:
        with path.open("rb") as file:
            content = file.read()
        return tomli.loads(content.decode()), hashlib.sha256(content).hexdigest()
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or " ".join(str(error).split())[:120]
        problems.append(Problem(place, f"cannot be read: {why}"))
        return None


def _stored(words: Words, table: dict[str, Any], sha256: str, path: Path, problems: list[Problem]) -> Stored | None:
    place = f"{PROGRAMS}/{path.name}"
    about = table.get("list")
    about = dict(about) if isinstance(about, dict) else {}
    written, columns = about.pop("lines", None), about.pop("columns", None)
    if not isinstance(written, str) or columns != list(COLUMNS):
        problems.append(Problem(place, "has no lines with the columns that this program writes"))
        return None
    try:
        list_ = msgspec.convert(about, ListOf)
    except msgspec.ValidationError as error:
        problems.append(Problem(place, f"is not a list of programs: {error}"))
        return None
    lines = [line for line in written.split("\n") if line]
    read = (_program(words, line, list_, f"{place} line {number}", problems) for number, line in enumerate(lines, 1))
    return Stored(list_, tuple(one for one in read if one), sha256)


def _program(known: Words, line: str, list_: ListOf, place: str, problems: list[Problem]) -> Program | None:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        problems.append(Problem(place, f"has {count(len(cells), 'cell')} of {len(COLUMNS)}"))
        return None
    *texts, latitude, longitude, words = cells
    if not line.isprintable():
        texts = [clean(text) for text in texts]
    try:
        where = [float(one) if one else None for one in (latitude, longitude)]
    except ValueError:
        problems.append(Problem(place, "latitude and longitude are not numbers"))
        return None
    said = dict(map(_read, words.split()))
    if unknown := [word for word in said if word not in known]:
        problems.append(Problem(place, f"`{clean(unknown[0])}` is not a word for a program"))
        return None
    fields: dict[str, Any] = dict(zip(_TEXTS, texts, strict=True))
    return Program(**fields, latitude=where[0], longitude=where[1], words=said, list=list_.id, as_of=list_.as_of)


def _read(word: str) -> tuple[str, Said]:
    if word.endswith(PERHAPS):
        return word[:-1], "maybe"
    return (word[1:], "no") if word.startswith(NOT) else (word, "yes")


def _latest(words: Words, programs: Iterable[Program]) -> dict[str, Program]:
    """Each place once: what the newest list says of it; of lists of one day, what any of them says."""
    found: dict[str, Program] = {}
    for one in sorted(programs, key=lambda one: (one.as_of, one.list), reverse=True):
        first = found.get(one.id)
        if first is None:
            found[one.id] = one
        elif first.as_of == one.as_of:
            found[one.id] = replace(first, words=together(words, first.words, one.words))
    return dict(sorted(found.items()))


def with_heard(programs: Mapping[str, Program], heard: Iterable[HeardAnswer]) -> dict[str, Program]:
    """The programs with what they said by phone; of several answers the newest stands."""
    answers: dict[str, dict[str, PhoneAnswer]] = {}
    for one in sorted(heard, key=lambda one: one.day):
        if one.program in programs:
            answers.setdefault(one.program, {})[one.word] = PhoneAnswer(value=one.value, heard=one.day)
    return {id_: replace(one, heard=answers[id_]) if id_ in answers else one for id_, one in programs.items()}


def _calls(table: dict[str, Any], path: Path, problems: list[Problem]) -> list[HeardAnswer]:
    place = f"{PROGRAMS}/{path.name}"
    calls = table.get("call", [])
    if not isinstance(calls, list):
        problems.append(Problem(place, "`call` is not a list of tables", "write [[call]] with two brackets"))
        return []
    found: list[HeardAnswer] = []
    for number, call in enumerate(calls, 1):
        if not isinstance(call, dict) or not isinstance(call.get("program"), str) or type(call.get("day")) is not date:
            problems.append(Problem(f"{place} call {number}", "has no program, or no day such as 2026-11-28"))
            continue
        rest = {word: value for word, value in call.items() if word not in ("program", "day")}
        found += [HeardAnswer(call["program"], word, value, call["day"]) for word, value in rest.items()]
    return found


def heard_in(overlay: Path) -> list[HeardAnswer]:
    """What was heard of the programs of one overlay, every answer of every day.

    Raises:
        DatasetError: the file cannot be read.
    """
    path, problems = overlay / PROGRAMS / HEARD, list[Problem]()
    if not path.exists():
        return []
    table = _table(path, problems)
    found = _calls(table[0], path, problems) if table else []
    refuse(problems, DatasetError, "in what was heard by phone", "fix the file")
    return found
