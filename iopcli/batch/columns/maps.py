"""A map says which column of an export answers which question, and translates its codes; it is written in TOML."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import tomli

from iopcli.batch.columns.mapped import Map
from iopcli.batch.columns.redcap import map_of_dictionary
from iopcli.dataset.answers import NotAnAnswer, from_text
from iopcli.dataset.convert import convert
from iopcli.dataset.find import normalized
from iopcli.dataset.model import Dataset
from iopcli.dataset.near import did_you_mean
from iopcli.errors import InputRefused, Problem, count

LARGEST = 1024 * 1024
"""Bytes of a map; one that translates a hundred columns has a tenth of it."""
SHIPPED = Path(__file__).parents[1] / "maps"


def read_map(dataset: Dataset, name: str) -> Map:
    """A column map by the name of a shipped one, or from a file; a data dictionary of REDCap is one too.

    Raises:
        InputRefused: it cannot be read, or is not sound; with every problem in it.
    """
    path = SHIPPED / f"{name}.toml" if re.fullmatch(r"[\w-]+", name) else Path(name)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise InputRefused("the map is larger than 1 MiB", hint="is it the right file?")
        text = content.decode("utf-8-sig")
    except OSError as error:
        shipped = ", ".join(sorted(one.stem for one in SHIPPED.glob("*.toml")))
        raise InputRefused(f"the map cannot be read: {error.strerror}", hint=f"a file, or one of: {shipped}") from None
    except UnicodeDecodeError:
        raise _no_toml() from None
    if path.suffix.lower() == ".csv":
        return map_of_dictionary(dataset, text)
    try:
        table = tomli.loads(text)
    except (ValueError, RecursionError):
        raise _no_toml() from None
    problems: list[Problem] = []
    made = convert(table, Map, path.name, problems)
    if made is not None:
        problems += _unsound(dataset, made, path.name)
    if made is None or problems:
        raise InputRefused(f"{count(len(problems), 'problem')} in the map", problems)
    return made


def shipped_maps(dataset: Dataset, names: Collection[str], enough: int) -> Mapping[str, Map]:
    """The maps that came with the program and that speak of enough of these columns, by name.

    A dataset without their questions has no use for them.
    """
    found: dict[str, Map] = {}
    for path in sorted(SHIPPED.glob("*.toml")):
        quoted = {plainly(word) for word in re.findall(r'"([^"\n]*)"', path.read_text("utf-8"))}
        if len(quoted.intersection(names)) >= enough:
            with suppress(InputRefused):
                found[path.stem] = read_map(dataset, path.stem)
    return found


def plainly(name: str) -> str:
    """A name as names are compared: without capitals, and with `_` for spaces and signs."""
    return normalized(name).replace(" ", "_")


def _no_toml() -> InputRefused:
    return InputRefused("the map is not TOML", hint="`iopcli batch --help` shows where maps are explained")


def _unsound(dataset: Dataset, map_: Map, place: str) -> Iterable[Problem]:
    """Columns that answer no question, and codes that are no answers."""
    for one in map_.column:
        question = dataset.questions.get(one.to)
        if question is None:
            yield Problem(
                f"{place} {one.from_}", f"`{one.to}` is not a question", did_you_mean(one.to, dataset.questions)
            )
            continue
        texts = [(f"code {code}", text) for code, text in one.codes.items()]
        texts += [(f"range {nr}", part.text) for nr, part in enumerate(one.values, 1) if part.is_ is not None]
        for said, text in texts:
            try:
                from_text(question, text)
            except NotAnAnswer as error:
                yield Problem(f"{place} {one.from_}", f"{said}: `{text}` {error.message}", error.hint)
        for number, part in enumerate(one.values, 1):
            if part.from_ > part.to:
                yield Problem(f"{place} {one.from_}", f"range {number}: ends before it starts")
    for code, text in (map_.actual.codes if map_.actual else {}).items():
        if not set(text.split("+")) <= set(dataset.options):
            yield Problem(
                f"{place} {map_.actual.from_ if map_.actual else ''}", f"code {code}: `{text}` is not an option"
            )
